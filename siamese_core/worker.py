"""The process that trains beside the server, and the pipe between the two.

The server starts `python -m siamese_core.worker` and writes one line for each run to its input: the settings.
The worker writes one line to its output for each moment, as soon as it is reached, and `OVER` after the last
one. It ends when its input is closed, as it is when the server is gone, however that ended.

It is a program of its own, not a fork and not a `multiprocessing` process: the first would copy a server with
its threads and locks, the second would run the server's main script, Streamlit, once more.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from typing import BinaryIO

import numpy as np

from siamese_core.files import PACKAGE
from siamese_core.live import moments_of
from siamese_core.recorded import MOMENTS, SIZE, Measured, Moment, Settings, shown

COMMAND = (sys.executable, "-m", "siamese_core.worker")
OVER = b"over\n"
LONGEST = 1_000_000  # bytes of a line; a moment of two branches has 47,000
LOWER = 10  # how much nicer than the server the worker is: pages come first
ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


class WorkerError(RuntimeError):
    """The worker ended before its run was over, or wrote what is no moment."""


# The lines


def as_line(moment: Moment) -> bytes:
    """A moment as a line of JSON. Arrays are base64, little-endian; of branches that share their weights,
    weights and places are there once.
    """
    sides = 1 if moment.weights[0] is moment.weights[1] else 2
    line = {
        "step": moment.step,
        "measured": asdict(moment.measured),
        "weights": _as_texts(moment.weights[:sides], "<f2"),
        "places": _as_texts(moment.places[:sides], "<f4"),
    }
    return json.dumps(line).encode() + b"\n"


def from_line(line: bytes, settings: Settings) -> Moment:
    """The moment that `as_line` wrote, with equal numbers. Its arrays are read-only.

    Args:
        line: with its end.
        settings: of the run; they say how many branches and how many digits there are.

    Raises:
        WorkerError: this is no such line, or one of another run.
    """
    try:
        found = json.loads(line)
        sides = 1 if settings.shared else 2
        step = found["step"]
        if (
            type(step) is not int
            or step not in MOMENTS
            or not len(found["weights"]) == len(found["places"]) == sides
        ):
            raise ValueError("The step or the number of branches is none of this run.")
        numbers = {each.name: float(found["measured"][each.name]) for each in fields(Measured)}
        if not np.isfinite(list(numbers.values())).all():
            raise ValueError("A number is not finite.")
        weights = [_as_array(text, "<f2", (SIZE,)) for text in found["weights"]]
        places = [_as_array(text, "<f4", (len(shown(settings)), 2)) for text in found["places"]]
    except (ValueError, TypeError, ArithmeticError, LookupError, binascii.Error, RecursionError) as error:
        raise WorkerError(f"The worker wrote a line that is no moment of this run: {error}") from error
    return Moment(step, Measured(**numbers), (weights[0], weights[-1]), (places[0], places[-1]))


def _as_texts(arrays: tuple[np.ndarray, ...], dtype: str) -> list[str]:
    return [base64.b64encode(array.astype(dtype).tobytes()).decode() for array in arrays]


def _as_array(text: str, dtype: str, shape: tuple[int, ...]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text, validate=True), dtype).reshape(shape)


# The server's end


class Worker:
    """A worker process, as the server holds it. One thread has it train; others may kill it meanwhile."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        """Starts the process.

        Raises:
            OSError: it cannot be started.
        """
        path = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")]))
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NEW_PROCESS_GROUP
        self._process = subprocess.Popen(  # noqa: S603  a command of ours, without anyone's input
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PACKAGE.parent,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
            creationflags=flags,
            # Ctrl-C in the server's terminal ends the server only, and that closes the pipe.
            start_new_session=sys.platform != "win32",
        )
        self._killed = False
        self._has_trained = False  # whether it ever gave a moment

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def is_usable(self) -> bool:
        """Whether it lives, and can be asked for the next run."""
        return not self._killed and self._process.poll() is None

    def has_started(self) -> bool:
        """Whether it came so far as to train, or was ended before that by a signal, from outside.

        Waits a moment for one that is just ending.
        """
        if self._has_trained:
            return True
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=1) < 0
        return False

    def train(self, settings: Settings) -> Iterator[Moment]:
        """Has it train, and gives each moment as soon as it has come.

        Raises:
            WorkerError: it ended before the run was over, or wrote what is no moment. It is of no use then.
        """
        stdin, stdout = self._pipes()
        try:
            stdin.write(json.dumps(asdict(settings)).encode() + b"\n")
            stdin.flush()
            while line := stdout.readline(LONGEST):
                if line == OVER:
                    return
                moment = from_line(line, settings)
                self._has_trained = True
                yield moment
        except OSError as error:
            raise WorkerError(f"The pipe to the worker broke: {error}") from error
        raise WorkerError("The worker ended before its run was over.")

    def kill(self) -> None:
        """Ends the process at once; whoever waits for its next moment gets a `WorkerError`."""
        self._killed = True
        self._process.kill()

    def close(self) -> None:
        """Ends the process and waits until it is gone. For the thread that has it train."""
        self.kill()
        for pipe in self._pipes():
            with suppress(OSError):  # what was not yet read from a pipe cannot be written any more
                pipe.close()
        self._process.wait()

    def _pipes(self) -> tuple[BinaryIO, BinaryIO]:
        return self._process.stdin, self._process.stdout  # type: ignore[return-value]  # both are PIPE


# The worker's end


def serve(wishes: BinaryIO, moments: BinaryIO) -> None:
    """Trains what each line wishes, until there are no more lines or nobody reads."""
    for wish in wishes:
        settings = Settings(**json.loads(wish))
        for moment in moments_of(settings):
            moments.write(as_line(moment))
            moments.flush()
        moments.write(OVER)
        moments.flush()


def main() -> None:
    """Serves the process that started this one."""
    if sys.platform != "win32":  # where the server sets the priority as it starts the process
        os.nice(LOWER)
    with suppress(OSError):  # the server is gone, or has closed the pipe: there is nobody to tell
        serve(sys.stdin.buffer, sys.stdout.buffer)
    os._exit(0)  # without Python's own end, which would write to the broken pipe once more


if __name__ == "__main__":
    main()
