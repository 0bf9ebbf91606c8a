"""A real Redis in a folder of its own, and what a class puts on its board."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from pages.parts.shared.classroom.records import Compared, Drawings
from pages.parts.shared.drawing import as_text
from pages.parts.shared.examples import example_drawing
from tests.programs import require
from tests.server.driver import free_port

AS_IN_CLASS = ("--save", "", "--appendonly", "yes", "--appendfsync", "everysec")


@dataclass
class Database:
    """A Redis of this machine, which can be killed and started again on the same folder."""

    folder: Path
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis(
            port=self.port, decode_responses=True, socket_timeout=5, retry=Retry(NoBackoff(), 0)
        )

    def start(self) -> None:
        """Returns when it answers, if only that it wants a password."""
        program = require(
            shutil.which("redis-server"),
            "No redis-server was found; install it (Debian: apt-get install redis-server) to test the board.",
        )
        place = ("--dir", str(self.folder), "--port", str(self.port), "--bind", "127.0.0.1")
        self.process = subprocess.Popen(
            [program, *place, *AS_IN_CLASS, *self.options], stdout=subprocess.DEVNULL
        )
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                self.client().ping()
                return
            except redis.AuthenticationError:
                return
            except redis.RedisError:  # not yet, or it still reads its file
                time.sleep(0.02)
        raise RuntimeError("redis-server did not start.")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=10)
            self.process = None


@contextmanager
def running_redis(folder: Path, *options: str) -> Iterator[Database]:
    """Starts a Redis on a free port, and ends it."""
    database = Database(folder, options)
    database.start()
    try:
        yield database
    finally:
        database.kill()


class Clock:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def key_of(student: int) -> str:
    """The key of a student, as `student_key` makes them: 18 hexadecimal digits."""
    return f"{student:018x}"


def found(distance: float, same: bool = False, familiar: bool = True, sharing: str = "shared") -> Compared:
    """What twins made of a pair."""
    return Compared("cnn_contrastive", sharing, distance, None, same, familiar)


def drawn(digit: str = "3", length: int | None = None) -> Drawings:
    """A pair of drawings as text: the same digit twice; spaces make each so many characters long."""
    left, right = (
        as_text({"objects": example_drawing(digit, side)["objects"]}) for side in ("left", "right")
    )
    return (left, right) if length is None else (left.ljust(length), right.ljust(length))
