"""The runs of a class: trained by worker processes, one after the other, and remembered. Knows no page.

Whoever wants a run asks for it again and again (`Runs.ask`), and is told each time where it stands. Whoever
stops asking has left. A run is trained once for all who want the same settings. `wishes.py` says who is next,
`worker.py` what trains.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Condition, Thread, current_thread
from time import monotonic
from typing import Literal

from siamese_core.recorded import Run, Settings
from siamese_core.remembering import remembered
from siamese_core.run_store import RunStore
from siamese_core.shipped_run import find_shipped_run
from siamese_core.wishes import Failure, Job, Wishes, run_so_far
from siamese_core.worker import COMMAND, Worker, WorkerError

WORKERS = "SIAMESE_TRAINING_WORKERS"  # the environment's variable: how many runs are trained at once
MOST_WORKERS = 64
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """Where a wish stands.

    Attributes:
        state: `waiting` in the queue; `training`, or about to; `over`; `failed`.
        place: in the queue while waiting, 1 for the next; else 0.
        run: while training as far as it has come, None before the first moment; the whole one when over.
        failure: why it failed: its worker was `killed`, took `too_long`, or `cannot_start`.
    """

    state: Literal["waiting", "training", "over", "failed"]
    place: int = 0
    run: Run | None = None
    failure: Failure | None = None


class Runs:
    """The runs of all students together. Every method may be called from any thread.

    It has two kinds of threads, which sleep until there is something to do: one for each worker, and one for
    what is due by the clock.
    """

    def __init__(
        self,
        workers: int = 1,
        at_most: int = 100,
        megabytes: float = 60,
        time_limit: float = 60,
        patience: float = 15,
        idle: float = 300,
        command: Sequence[str] = COMMAND,
        shipped: Callable[[], Run | None] = find_shipped_run,
    ) -> None:
        """Starts nothing yet: the first wish does.

        Args:
            workers: processes, and so runs that are trained at once.
            at_most, megabytes: of runs that are remembered; the shipped one does not count.
            time_limit: seconds that a run may take.
            patience: seconds after which someone who has not asked has left.
            idle: seconds after which a worker that has nothing to do is ended.
            command: that starts a worker.
            shipped: gives the run with the default settings that comes with the app, if it can be read.
        """
        self._workers, self._idle = workers, idle
        self._command, self._shipped = command, shipped
        self._changed = Condition()  # held to read or change what follows
        self._store = RunStore(at_most, megabytes)
        self._wishes = Wishes(patience, time_limit)
        self._threads: set[Thread] = set()  # one for each worker
        self._clock: Thread | None = None
        self._closed = False

    def look(self, settings: Settings) -> Run | None:
        """The whole run with these settings, if it is remembered or comes with the app."""
        with self._changed:
            run = self._store.recall(settings)
        return self._shipped() if run is None and settings == Settings() else run

    def ask(self, settings: Settings, who: str, again: bool = False) -> Progress:
        """Wishes for a run, and tells where it stands. Asking once more shows that one still waits.

        Args:
            settings: of the run. Who waits for one with other settings gives that up.
            who: asks; everyone has one wish at a time.
            again: try once more after a failure. Else the same failure is told, however often one asks.
        """
        run = self.look(settings)
        with self._changed:
            run = run or self._store.recall(settings)  # it may be over since
            if run is not None:
                self._wishes.give_up(who)
                return Progress("over", run=run)
            failure = self._wishes.failure_of(settings, who)
            if failure is not None and not again:
                return Progress("failed", failure=failure)
            if self._wishes.find(settings) is None:
                self._changed.notify_all()  # there will be a new job
            job = self._wishes.join(settings, who, monotonic())
            self._start_threads()
            place, count = self._wishes.place_of(job, self._workers), len(job.moments)
        if place:
            return Progress("waiting", place)
        return Progress("training", run=run_so_far(job, count) if count else None)

    def leave(self, who: str) -> None:
        """Gives up what someone waits for, and forgets their failure. It goes on where others wait for it."""
        with self._changed:
            self._wishes.give_up(who)

    def close(self) -> None:
        """Ends all workers, and waits until they are gone. Nothing is trained from then on."""
        with self._changed:
            self._closed = True
            self._wishes.give_up_all()
            self._changed.notify_all()
            threads = [*self._threads, *([self._clock] if self._clock else [])]
        for thread in threads:
            thread.join(timeout=5)

    def _start_threads(self) -> None:
        """Starts the threads that are missing; `_changed` is held."""
        if self._closed:
            return
        jobs = len(self._wishes.queue) + len(self._wishes.training)
        while len(self._threads) < min(self._workers, jobs):
            thread = Thread(target=self._train_jobs, name="training", daemon=True)
            thread.start()
            self._threads.add(thread)
        if self._clock is None:
            self._clock = Thread(target=self._watch_clock, name="training clock", daemon=True)
            self._clock.start()

    def _watch_clock(self) -> None:
        """The thread that ends what takes too long, and what nobody waits for any more."""
        with self._changed:
            while not self._closed:
                self._wishes.end_what_is_due(monotonic())
                due = self._wishes.next_due()
                self._changed.wait(None if due is None else due - monotonic())

    def _train_jobs(self) -> None:
        """A thread that has one worker train one job after the other, until there has been none for long."""
        worker: Worker | None = None
        try:
            while job := self._next_job():
                if worker is not None and not worker.is_usable:  # it was killed after the last run
                    worker.close()
                    worker = None
                worker = self._train(job, worker)
        finally:
            if worker is not None:
                worker.close()
            with self._changed:
                self._threads.discard(current_thread())

    def _next_job(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._wishes.queue or self._closed, self._idle)
            if self._closed or not self._wishes.queue:
                self._threads.discard(current_thread())  # the next wish starts another one
                return None
            job = self._wishes.take(monotonic())
            self._changed.notify_all()  # there is a new time to watch
            return job

    def _train(self, job: Job, worker: Worker | None) -> Worker | None:
        """Trains a job, by a new worker if there is none. Returns the worker if it can train another one."""
        try:
            worker = worker or Worker(self._command)
            with self._changed:
                job.worker = worker
                if not self._wishes.is_wanted(job):
                    return worker  # all have left while it started
            for moment in worker.train(job.settings):
                job.moments.append(moment)
            run = run_so_far(job, len(job.moments))
        except Exception as error:  # whatever it was, the next run is to work
            self._fail(
                job, error, "killed" if worker is not None and worker.has_started() else "cannot_start"
            )
            if worker is not None:
                worker.close()
            return None
        with self._changed:
            self._store.keep(run)
            if self._wishes.is_wanted(job):
                self._wishes.end(job)
        return worker

    def _fail(self, job: Job, error: Exception, failure: Failure) -> None:
        with self._changed:
            if self._wishes.is_wanted(job):  # else it was stopped, and that was how
                expected = isinstance(error, OSError | WorkerError)
                LOGGER.warning("Training failed: %s", error, exc_info=None if expected else error)
                self._wishes.end(job, failure)


@remembered()
def all_runs() -> Runs:
    """The runs of this server: made at the first call, closed when the server ends."""
    runs = Runs(workers_wished(os.environ))
    atexit.register(runs.close)
    return runs


def workers_wished(environment: Mapping[str, str]) -> int:
    """How many runs are trained at once: 1 where `SIAMESE_TRAINING_WORKERS` says nothing, or nothing that can
    be meant; then the server's log says so.
    """
    wished = environment.get(WORKERS, "1").strip()
    if wished.isdecimal() and 1 <= int(wished) <= MOST_WORKERS:
        return int(wished)
    LOGGER.warning("%s is a number from 1 to %d; not %r. One run at a time.", WORKERS, MOST_WORKERS, wished)
    return 1
