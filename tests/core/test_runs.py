"""The runs of a class, with workers that do what a test says, and with the real one.

A pretended worker writes two moments for each wish. It waits after the first until the test lets it go on.
"""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from itertools import product
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from siamese_core.recorded import MOMENTS, SIZE, Measured, Moment, Settings, shown
from siamese_core.runs import Progress, Runs, workers_wished
from siamese_core.shipped_run import shipped_run
from siamese_core.worker import COMMAND, as_line
from tests.core.test_worker import is_gone, on_linux

ROOT = Path(__file__).parents[2]
ALL = [
    Settings(margin=margin, learning_rate=rate, seed=seed)
    for margin, rate, seed in product((0.5, 1.0, 2.0), ("slow", "good", "high"), (1, 2, 3))
    if Settings(margin=margin, learning_rate=rate, seed=seed) != Settings()
]
FIRST, SECOND, THIRD = ALL[:3]
PRETENDED = """
import json, os, sys, time
from pathlib import Path
folder, parent = Path(sys.argv[1]), os.getppid()
for wish in sys.stdin:
    first, second = (folder / "moments").read_text().splitlines()
    with (folder / "wishes").open("a") as file:
        file.write(json.dumps([os.getpid(), json.loads(wish)]) + "\\n")
    print(first, flush=True)
    name = "-".join(map(str, json.loads(wish).values()))
    while not (folder / name).exists() and not (folder / "all").exists():
        if os.getppid() != parent:
            sys.exit()  # the test was killed
        time.sleep(0.002)
    print(second, flush=True)
    print("over", flush=True)
"""


def until(condition, seconds=20):
    """Returns what a condition gives as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.002)
    return found


class Pretended:
    """What a test tells its workers, and hears of them."""

    def __init__(self, folder):
        self.folder = folder
        self.command = [sys.executable, "-S", "-c", PRETENDED, str(folder)]
        weights, places = np.zeros(SIZE, np.float16), np.zeros((len(shown(FIRST)), 2), np.float32)
        moments = [Moment(step, Measured(*9 * [0.5]), 2 * (weights,), 2 * (places,)) for step in (0, 1500)]
        self.write(*map(as_line, moments))

    def write(self, *lines):
        self.lines = lines
        (self.folder / "moments").write_bytes(b"".join(lines))

    def let_go_on(self, *settings):
        for each in settings:
            (self.folder / "-".join(map(str, asdict(each).values()))).touch()
        if not settings:
            (self.folder / "all").touch()

    @property
    def begun(self):
        """The process and the settings of all runs that were begun, in their order."""
        with contextlib.suppress(FileNotFoundError):
            lines = (self.folder / "wishes").read_text().splitlines()
            return [(pid, Settings(**wish)) for pid, wish in map(json.loads, lines)]
        return []


@pytest.fixture
def pretended(tmp_path):
    return Pretended(tmp_path)


@pytest.fixture
def start(pretended):
    """Starts runs; in the end all are closed."""
    with contextlib.ExitStack() as stack:

        def runs_of(**options):
            runs = Runs(**{"command": pretended.command, "shipped": lambda: None, **options})
            stack.callback(runs.close)
            return runs

        yield runs_of


def until_it_trains(runs, settings, who):
    """Asks until the first moment is there."""
    return until(lambda: (found := runs.ask(settings, who)).state == "training" and found.run and found)


def until_over(runs, settings, who):
    return until(lambda: (found := runs.ask(settings, who)).state == "over" and found)


def until_failed(runs, settings, who):
    return until(lambda: (found := runs.ask(settings, who)).state == "failed" and found)


# Asking


def test_a_wish_is_trained_seen_as_it_comes_and_remembered(start, pretended):
    runs = start()
    assert runs.look(FIRST) is None
    assert runs.ask(FIRST, "a") == Progress("training")  # a worker is free for it
    training = until_it_trains(runs, FIRST, "a")
    assert training.run.steps.tolist() == [0]
    assert not training.run.is_over
    assert runs.look(FIRST) is None
    pretended.let_go_on(FIRST)
    over = until_over(runs, FIRST, "a")
    assert over.run.settings == FIRST
    assert over.run.steps.tolist() == [0, 1500]
    assert runs.look(FIRST) is over.run is runs.ask(FIRST, "b").run
    assert len(pretended.begun) == 1


def test_places_in_the_queue_count_down_and_who_comes_first_is_trained_first(start, pretended):
    runs = start()
    until_it_trains(runs, FIRST, "a")
    students = dict(zip("bcd", ALL[1:4], strict=True))
    assert [runs.ask(*reversed(wish)) for wish in students.items()] == [
        Progress("waiting", place) for place in (1, 2, 3)
    ]
    pretended.let_go_on(FIRST)
    until_it_trains(runs, SECOND, "b")
    assert [runs.ask(students[who], who) for who in "cd"] == [Progress("waiting", place) for place in (1, 2)]
    pretended.let_go_on()
    until_over(runs, ALL[3], "d")
    assert [settings for _, settings in pretended.begun] == ALL[:4]


def test_the_run_so_far_is_made_once_for_all_who_watch(start):
    runs = start()
    run = until_it_trains(runs, FIRST, "a").run
    assert all(runs.ask(FIRST, who).run is run for who in "abc")


def test_two_workers_train_two_runs_at_once(start, pretended):
    runs = start(workers=2)
    until_it_trains(runs, FIRST, "a")
    until_it_trains(runs, SECOND, "b")
    assert runs.ask(THIRD, "c") == Progress("waiting", 1)
    assert len({pid for pid, _ in pretended.begun}) == 2
    pretended.let_go_on()
    until_over(runs, THIRD, "c")


def test_forty_students_with_ten_settings_at_once(start, pretended):
    runs, together = start(), Barrier(41)

    def student(number):
        settings, who = ALL[number % 10], f"student {number}"
        together.wait(10)
        progress = runs.ask(settings, who)
        together.wait(10)
        places = [runs.ask(settings, who).place]
        together.wait(10)
        while progress.state != "over":
            progress = runs.ask(settings, who)
            assert progress.state in ("waiting", "training", "over")
            places.append(progress.place)
            time.sleep(0.002)
        return settings, places, progress.run

    with ThreadPoolExecutor(40) as threads:
        students = [threads.submit(student, number) for number in range(40)]
        for _ in range(3):
            together.wait(10)
        pretended.let_go_on()
        found = [each.result(60) for each in students]
    assert sorted((settings for _, settings in pretended.begun), key=str) == sorted(ALL[:10], key=str)
    assert len({pid for pid, _ in pretended.begun}) == 1
    first_places = {settings: places[0] for settings, places, _ in found}
    assert sorted(first_places.values()) == list(range(10))  # one in training, nine who wait
    for settings, places, run in found:
        assert run is runs.look(settings)
        assert places[0] == first_places[settings]
        assert places == sorted(places, reverse=True)


# Leaving


@pytest.mark.parametrize("how", ["stop", "other settings", "a run that is over"])
def test_what_nobody_waits_for_any_more_is_stopped_and_the_next_comes(how, start, pretended):
    runs = start(shipped=shipped_run)
    until_it_trains(runs, FIRST, "a")
    runs.ask(SECOND, "b")
    if how == "stop":
        runs.leave("a")
    elif how == "other settings":
        assert runs.ask(THIRD, "a") == Progress("waiting", 1)
    else:
        assert runs.ask(Settings(), "a").state == "over"
    until_it_trains(runs, SECOND, "b")
    (old, _), (new, settings) = pretended.begun
    assert settings == SECOND
    assert old != new
    assert is_gone(old)
    assert runs.look(FIRST) is None


def test_stop_stops_nothing_that_others_wait_for(start, pretended):
    runs = start()
    until_it_trains(runs, FIRST, "a")
    runs.ask(FIRST, "b")
    runs.leave("a")
    pretended.let_go_on()
    until_over(runs, FIRST, "b")
    assert len(pretended.begun) == 1


def test_stopped_and_wished_again_at_once_it_is_trained_anew(start, pretended):
    runs = start()
    for _ in range(5):
        until_it_trains(runs, FIRST, "a")
        runs.leave("a")
    pretended.let_go_on()
    until_over(runs, FIRST, "a")


def test_a_page_that_asks_no_more_frees_its_place_and_the_worker(start, pretended):
    runs = start(patience=0.5)
    until_it_trains(runs, FIRST, "a")
    runs.ask(SECOND, "b")
    ((pid, _),) = pretended.begun
    until_it_trains(runs, THIRD, "c")  # who goes on asking
    assert is_gone(pid)
    assert [settings for _, settings in pretended.begun] in ([FIRST, THIRD], [FIRST, SECOND, THIRD])


# Failures


def kill(pid):
    os.kill(pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)


def test_a_killed_worker_is_told_and_the_next_run_works(start, pretended, caplog):
    runs = start()
    until_it_trains(runs, FIRST, "a")
    runs.ask(FIRST, "b")
    runs.ask(SECOND, "c")
    kill(pretended.begun[0][0])
    for who in "ab":
        assert until_failed(runs, FIRST, who) == Progress("failed", failure="killed")
    assert "Training failed" in caplog.text
    until_it_trains(runs, SECOND, "c")
    pretended.let_go_on()
    until_over(runs, SECOND, "c")
    assert runs.ask(FIRST, "a").failure == "killed"  # until it is tried again
    runs.ask(FIRST, "a", again=True)
    run = until_over(runs, FIRST, "a").run
    assert runs.ask(FIRST, "b") == Progress("over", run=run)


def test_a_worker_that_is_killed_while_it_has_nothing_to_do_is_not_noticed(start, pretended):
    runs = start()
    pretended.let_go_on()
    until_over(runs, FIRST, "a")
    kill(pretended.begun[0][0])
    until(lambda: is_gone(pretended.begun[0][0]))
    until_over(runs, SECOND, "a")


def test_a_run_that_takes_too_long_is_told_and_the_next_one_works(start, pretended):
    runs = start(time_limit=1)
    assert until_failed(runs, FIRST, "a") == Progress("failed", failure="too_long")
    until(lambda: is_gone(pretended.begun[0][0]))
    pretended.let_go_on()
    until_over(runs, SECOND, "a")


def test_the_time_of_a_run_counts_from_its_start(start, pretended):
    runs = start(patience=1000)
    until_it_trains(runs, FIRST, "a")
    runs.ask(SECOND, "b")
    runs._wishes.time_limit = 0.3
    pretended.let_go_on(FIRST)
    assert until_failed(runs, SECOND, "b").failure == "too_long"
    assert runs.look(FIRST) is not None


def test_a_worker_that_writes_nonsense_is_ended_and_the_next_run_works(start, pretended):
    good = pretended.lines
    pretended.write(good[0], b"nonsense\n")
    pretended.let_go_on()
    runs = start()
    assert until_failed(runs, FIRST, "a").failure == "killed"
    until(lambda: is_gone(pretended.begun[0][0]))
    pretended.write(*good)
    until_over(runs, SECOND, "a")


@pytest.mark.parametrize(
    "command",
    [["/nothing/here"], [sys.executable, "-S", "-c", ""], [sys.executable, "-S", "-c", "print('over')"]],
    ids=["no such program", "ends at once", "is over at once"],
)
def test_a_worker_that_cannot_start_is_told_and_tried_again_only_when_wished(command, start):
    runs = start(command=command)
    assert until_failed(runs, FIRST, "a").failure == "cannot_start"
    assert runs.ask(FIRST, "a").state == "failed"
    assert runs.ask(FIRST, "a", again=True).state == "training"
    assert until_failed(runs, FIRST, "a").failure == "cannot_start"
    runs.leave("a")
    assert runs.ask(FIRST, "a").state == "training"


# What is remembered, and what comes with the app


def test_runs_are_remembered_up_to_a_number_and_trained_again_then(start, pretended):
    runs = start(at_most=2)
    pretended.let_go_on()
    for settings in (FIRST, SECOND, THIRD):
        until_over(runs, settings, "a")
    assert [runs.look(settings) is None for settings in (FIRST, SECOND, THIRD)] == [True, False, False]
    until_over(runs, FIRST, "a")
    assert len(pretended.begun) == 4


def test_the_default_run_is_there_without_a_worker_and_does_not_count(start, pretended):
    runs = start(shipped=shipped_run, at_most=1)
    assert runs.ask(Settings(), "a") == Progress("over", run=shipped_run())
    assert pretended.begun == []
    pretended.let_go_on()
    for settings in (FIRST, SECOND):
        until_over(runs, settings, "a")
    assert runs.look(Settings()) is shipped_run()


def test_without_its_file_the_default_run_is_trained(start, pretended):
    runs = start()
    assert runs.look(Settings()) is None
    pretended.let_go_on()
    assert until_over(runs, Settings(), "a").run is runs.look(Settings())


# Processes


def test_nothing_starts_before_the_first_wish_and_nothing_is_left_after_closing(start, pretended):
    runs = start()
    runs.close()
    runs = start(workers=2)
    until_it_trains(runs, FIRST, "a")
    until_it_trains(runs, SECOND, "b")
    pretended.let_go_on(SECOND)
    until_over(runs, SECOND, "b")  # one worker trains, one has nothing to do
    workers = [pid for pid, _ in pretended.begun]
    assert not any(map(is_gone, workers))
    runs.close()
    assert all(map(is_gone, workers))


def test_a_worker_without_work_ends_and_the_next_wish_starts_another_one(start, pretended):
    runs = start(idle=0.05)
    pretended.let_go_on()
    until_over(runs, FIRST, "a")
    until(lambda: is_gone(pretended.begun[0][0]))
    until_over(runs, SECOND, "a")
    assert pretended.begun[0][0] != pretended.begun[1][0]


SERVER = """
import time
from siamese_core.recorded import Settings
from siamese_core.runs import all_runs
while all_runs().ask(Settings(seed=2), "a").run is None:
    time.sleep(0.01)
print(*[job.worker.pid for job in all_runs()._wishes.training.values()], flush=True)
"""


@on_linux
@pytest.mark.parametrize("end", ["", "raise KeyboardInterrupt"], ids=["its end", "Ctrl-C"])
def test_a_server_that_ends_takes_its_worker_along(end):
    server = subprocess.run([sys.executable, "-c", SERVER + end], cwd=ROOT, capture_output=True, timeout=60)
    assert is_gone(int(server.stdout))


def test_the_real_worker_trains_is_killed_and_trains_again(start):
    runs, settings = start(command=COMMAND), Settings(seed=2, digits=200)
    until(lambda: (found := runs.ask(settings, "a").run) and len(found.steps) >= 5)
    kill(runs._wishes.training[settings].worker.pid)
    assert until_failed(runs, settings, "a").failure == "killed"
    runs.ask(settings, "a", again=True)
    run = until_over(runs, settings, "a").run
    assert run.is_over
    assert len(run.steps) == len(MOMENTS)


# The environment


@pytest.mark.parametrize(("wished", "workers"), [(None, 1), ("1", 1), (" 4 ", 4), ("64", 64)])
def test_the_environment_says_how_many_runs_are_trained_at_once(wished, workers, caplog):
    assert workers_wished({} if wished is None else {"SIAMESE_TRAINING_WORKERS": wished}) == workers
    assert not caplog.records


@pytest.mark.parametrize("wished", ["", "0", "-1", "65", "1.5", "many", "²"])
def test_nonsense_in_the_environment_is_told_and_one_run_is_trained_at_a_time(wished, caplog):
    with caplog.at_level(logging.WARNING):
        assert workers_wished({"SIAMESE_TRAINING_WORKERS": wished}) == 1
    assert "SIAMESE_TRAINING_WORKERS is a number from 1 to 64" in caplog.text
