"""Who waits for which run, and what is trained next: first come, first served. `runs.py` lets it happen.

Nothing here knows of threads or of the clock: whoever calls holds a lock, and says what time it is, in
seconds of any clock that never goes back.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Literal

from siamese_core.recorded import Moment, Run, Settings, as_run
from siamese_core.remembering import Memory, remembered
from siamese_core.worker import Worker

Failure = Literal["killed", "too_long", "cannot_start"]  # what becomes of a run's worker
FAILURES = 1000  # students whose failure is kept until they try again


@dataclass(eq=False)
class Job:
    """A run that somebody waits for.

    Attributes:
        settings: of the run.
        asked: who waits for it, and when each asked last.
        due: when it has taken too long; it counts once the job is in training.
        worker: the process that trains it; None before that has started.
        moments: that have come.
        memory: the run of these moments.
    """

    settings: Settings
    asked: dict[str, float] = field(default_factory=dict)
    due: float = 0.0
    worker: Worker | None = None
    moments: list[Moment] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)


@remembered(at_most=1)
def run_so_far(job: Job, count: int) -> Run:
    """The run of the first `count` moments, made once for all who ask before the next moment."""
    return as_run(job.settings, job.moments[:count])


class Wishes:
    """The jobs in the queue and in training, and for which one each student waits."""

    def __init__(self, patience: float, time_limit: float) -> None:
        """Someone who has not asked for `patience` seconds has left; a job may take `time_limit` seconds."""
        self.patience, self.time_limit = patience, time_limit
        self.queue: OrderedDict[Settings, Job] = OrderedDict()
        self.training: dict[Settings, Job] = {}
        self._jobs: dict[str, Job] = {}  # by who waits; each is in the queue or in training
        self._failures: OrderedDict[str, tuple[Settings, Failure]] = OrderedDict()  # by who waited

    def join(self, settings: Settings, who: str, now: float) -> Job:
        """The job for these settings, for which `who` waits from now on, and for no other. A new one comes
        last in the queue.
        """
        if who not in self._jobs or self._jobs[who].settings != settings:
            self.give_up(who)
        job = self.find(settings)
        if job is None:
            job = self.queue[settings] = Job(settings)
        self._jobs[who] = job
        job.asked[who] = now
        return job

    def find(self, settings: Settings) -> Job | None:
        """The job with these settings, if someone waits for it."""
        return self.training.get(settings) or self.queue.get(settings)

    def give_up(self, who: str) -> None:
        """Forgets what someone waits for, or their failure. What nobody waits for any more is not trained."""
        self._failures.pop(who, None)
        job = self._jobs.pop(who, None)
        if job is None:
            return
        del job.asked[who]
        if not job.asked and self.is_wanted(job):
            self.stop(job)
        elif not job.asked:
            del self.queue[job.settings]

    def failure_of(self, settings: Settings, who: str) -> Failure | None:
        """Why the run with these settings failed for which someone waited, until they give it up."""
        failed, failure = self._failures.get(who, (None, None))
        return failure if failed == settings else None

    def place_of(self, job: Job, workers: int) -> int:
        """Its place in the queue, 1 for the next; 0 when one of so many workers has it, or is free for it."""
        if self.is_wanted(job):
            return 0
        return max(0, list(self.queue).index(job.settings) + 1 - (workers - len(self.training)))

    def take(self, now: float) -> Job:
        """The first job of the queue, which is in training from now on."""
        settings, job = self.queue.popitem(last=False)
        job.due = now + self.time_limit
        self.training[settings] = job
        return job

    def is_wanted(self, job: Job) -> bool:
        """Whether a job that was taken is still to be trained."""
        return self.training.get(job.settings) is job

    def end(self, job: Job, failure: Failure | None = None) -> None:
        """Ends a job in training. All who wait for it can be told of its failure."""
        del self.training[job.settings]
        for who in job.asked:
            del self._jobs[who]
            if failure is not None:
                self._failures[who] = job.settings, failure
        while len(self._failures) > FAILURES:
            self._failures.popitem(last=False)

    def stop(self, job: Job, failure: Failure | None = None) -> None:
        """Ends a job in training together with its worker."""
        self.end(job, failure)
        if job.worker is not None:
            job.worker.kill()

    def end_what_is_due(self, now: float) -> None:
        """Stops what takes too long, and gives up the wishes of all who have left."""
        for job in [job for job in self.training.values() if job.due <= now]:
            self.stop(job, "too_long")
        for who in [who for who, job in self._jobs.items() if job.asked[who] + self.patience <= now]:
            self.give_up(who)

    def next_due(self) -> float | None:
        """When there is something to end, if nobody asks until then; None while nobody waits."""
        times = [job.due for job in self.training.values()]
        times += [job.asked[who] + self.patience for who, job in self._jobs.items()]
        return min(times, default=None)

    def give_up_all(self) -> None:
        """Gives up what everyone waits for."""
        for who in list(self._jobs):
            self.give_up(who)
