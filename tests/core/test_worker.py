"""The worker process, and the lines between it and the server."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from siamese_core.live import moments_of
from siamese_core.recorded import MOMENTS, Settings
from siamese_core.worker import (
    COMMAND,
    LOWER,
    ONE_THREAD,
    OVER,
    Worker,
    WorkerError,
    as_line,
    from_line,
    serve,
)

ROOT = Path(__file__).parents[2]
SHARED, TWO_BRANCHES = Settings(seed=2), Settings(seed=3, shared=False, digits=200)
on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


@pytest.fixture(scope="module", params=[SHARED, TWO_BRANCHES], ids=["shared", "two branches"])
def first(request):
    """Settings, and the first three moments of their run."""
    return request.param, list(islice(moments_of(request.param), 3))


@pytest.fixture
def worker():
    started = Worker()
    yield started
    started.close()


def assert_equal(found, moment):
    assert (found.step, found.measured) == (moment.step, moment.measured)
    for arrays, expected in [(found.weights, moment.weights), (found.places, moment.places)]:
        for array, other in zip(arrays, expected, strict=True):
            assert array.dtype == other.dtype
            np.testing.assert_array_equal(array, other)


# The lines


def test_a_line_says_all_of_a_moment(first):
    settings, moments = first
    for moment in moments:
        found = from_line(as_line(moment), settings)
        assert_equal(found, moment)
        assert (found.weights[0] is found.weights[1]) == settings.shared


def test_shared_weights_and_places_are_sent_once(first):
    settings, moments = first
    line = json.loads(as_line(moments[1]))
    assert len(line["weights"]) == len(line["places"]) == (1 if settings.shared else 2)


def changed(**parts):
    """A line of the shared twins with other parts."""
    moment = next(moments_of(SHARED))
    line = json.loads(as_line(moment))
    line.update({name: part(line[name]) for name, part in parts.items()})
    return json.dumps(line).encode()


@pytest.mark.parametrize(
    "line",
    [
        b"hello\n",
        b"\xff\n",
        b"[]\n",
        b"null\n",
        b"{}\n",
        b"[" * 100_000,
        OVER,
        changed(step=lambda _: int(MOMENTS[-1]) + 1),
        changed(step=lambda _: [0]),
        changed(measured=lambda _: {}),
        changed(measured=lambda found: {**found, "loss": "none"}),
        changed(weights=lambda found: 2 * found),
        changed(weights=lambda _: []),
        changed(weights=lambda found: [found[0][:-4]]),
        changed(weights=lambda found: ["!" + found[0][1:]]),
        changed(places=lambda found: [found[0] + found[0]]),
    ],
)
def test_any_other_line_is_no_moment(line):
    with pytest.raises(WorkerError, match="no moment of this run"):
        from_line(line, SHARED)


def test_a_moment_of_another_run_is_none(first):
    settings, moments = first
    with pytest.raises(WorkerError):
        from_line(as_line(moments[0]), replace(settings, shared=not settings.shared))
    with pytest.raises(WorkerError):
        from_line(as_line(moments[0]), replace(settings, digits=200 if settings.digits != 200 else 1000))


# The process


def test_it_trains_one_wish_after_the_other_and_gives_the_numbers_of_training_here(worker):
    found = list(worker.train(TWO_BRANCHES))
    assert worker.is_usable
    found += islice(worker.train(SHARED), 10)
    with threadpool_limits(1):  # with more, some processors round places differently
        expected = [*moments_of(TWO_BRANCHES), *islice(moments_of(SHARED), 10)]
    for moment, other in zip(found, expected, strict=True):
        assert_equal(moment, other)
    assert len(found) == len(MOMENTS) + 10


@on_linux
def test_it_is_small_takes_one_core_and_lets_the_server_go_first(worker):
    next(worker.train(SHARED))
    lines = Path(f"/proc/{worker.pid}/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    assert int(status["VmHWM"].split()[0]) < 250_000  # kB
    assert status["Threads"] == "1"
    assert os.getpriority(os.PRIO_PROCESS, worker.pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + LOWER)
    assert os.getpgid(worker.pid) != os.getpgid(0)  # the terminal's Ctrl-C does not reach it


def test_it_finds_the_package_and_uses_one_thread_wherever_the_server_runs(monkeypatch):
    for name in ONE_THREAD:
        monkeypatch.setenv(name, "2")
    monkeypatch.setenv("PYTHONSAFEPATH", "1")  # then Python looks for no modules where it runs
    monkeypatch.chdir("/")
    code = f"""
import os, siamese_core
assert {{os.environ[name] for name in {list(ONE_THREAD)}}} == {{"1"}}
assert os.path.samefile(os.getcwd(), {str(ROOT)!r})
print("It holds.")
"""
    worker = Worker([sys.executable, "-c", code])
    with pytest.raises(WorkerError, match="no moment of this run"):  # otherwise it ends without a word
        list(worker.train(SHARED))
    worker.close()


@pytest.mark.parametrize("moments", [0, 1, 20])
def test_who_waits_for_a_killed_worker_is_told(worker, moments):
    training = worker.train(SHARED)
    assert len(list(islice(training, moments))) == moments
    os.kill(worker.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    with pytest.raises(WorkerError):
        list(training)
    worker.close()
    assert not worker.is_usable


def test_a_worker_that_ends_before_it_is_over_is_told():
    worker = Worker([sys.executable, "-c", "input()"])
    with pytest.raises(WorkerError, match="ended before its run was over"):
        list(worker.train(SHARED))
    worker.close()
    assert not worker.is_usable


def test_a_worker_that_cannot_be_started_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError):  # noqa: PT011
        Worker([str(tmp_path / "nothing")])


def wish(settings):
    return json.dumps(asdict(settings)).encode() + b"\n"


def test_a_run_ends_with_a_line_of_its_own(monkeypatch, first):
    settings, moments = first
    monkeypatch.setattr("siamese_core.worker.moments_of", lambda asked: moments if asked == settings else [])
    written = io.BytesIO()
    serve(io.BytesIO(2 * wish(settings)), written)
    assert written.getvalue() == 2 * (b"".join(map(as_line, moments)) + OVER)


NO_MOMENTS = "import siamese_core.worker as worker; worker.moments_of = lambda _: []; worker.main()"


@pytest.mark.parametrize(
    ("command", "wishes", "reads"),
    [(COMMAND, 0, 0), (COMMAND, 1, 1), ((sys.executable, "-c", NO_MOMENTS), 1, 0)],
    ids=["before a wish", "in the middle of a run", "when all is over"],
)
def test_it_ends_without_a_word_when_the_server_has_closed_the_pipe(command, wishes, reads):
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        process.stdin.write(wishes * wish(SHARED))
        if reads:
            process.stdin.flush()
            process.stdout.readline()
        process.stdout.close()
        process.stdin.close()
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == b""


SERVER = """
import sys, time
from siamese_core.recorded import Settings
from siamese_core.worker import Worker
worker = Worker()
training = worker.train(Settings(seed=2))
for _ in range({moments}):
    next(training)
print(worker.pid, flush=True)
time.sleep(60)
"""


def is_gone(pid):
    """Whether a process has ended, be it that nobody has asked for its exit code yet."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


@on_linux
@pytest.mark.parametrize("moments", [0, 3])
def test_no_worker_outlives_a_server_that_is_killed(moments):
    command = [sys.executable, "-c", SERVER.format(moments=moments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as server:
        pid = int(server.stdout.readline())
        assert not is_gone(pid)
        server.kill()
        end = time.monotonic() + 10
        while not is_gone(pid):
            assert time.monotonic() < end, "it is still there"
            time.sleep(0.01)
