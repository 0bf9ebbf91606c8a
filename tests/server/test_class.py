"""A class of forty that opens every page, and each of its tabs and choices, at once."""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.server.driver import Server, Student, run_students, running_app, student
from tests.server.trainings import TEN, train, waits
from tests.server.visits import VISITS, choices_on

CLASS = 40
MEMORY = 430  # MB, the server's highest in all of this


async def visit(server: Server, path: str) -> None:
    """Forty open a page and make its choices, all at once; all see the same, and nobody an exception."""
    async with AsyncExitStack() as stack:
        pages = (stack.enter_async_context(student(server.url, path=path)) for _ in range(CLASS))
        everyone = await asyncio.gather(*pages)
        assert {someone.opened.exceptions for someone in everyone} == {()}
        for key, value in choices_on(path):
            reruns = await asyncio.gather(*(someone.use(key, value) for someone in everyone))
            assert {rerun.exceptions for rerun in reruns} == {()}, (path, key, value)
            assert len({text_of(someone) for someone in everyone}) == 1, (path, key, value)


async def play(server: Server) -> None:
    """Forty play the game at once, each with pairs of their own, and put one back."""
    async with AsyncExitStack() as stack:
        everyone = await asyncio.gather(
            *(stack.enter_async_context(student(server.url)) for _ in range(CLASS))
        )
        await asyncio.gather(*(someone.use("predict_first", True) for someone in everyone))
        for _ in range(2):
            for key, value in (("another_hand", "hard"), ("verdict_answer", "Same digit")):
                reruns = await asyncio.gather(*(someone.use(key, value) for someone in everyone))
                assert {rerun.exceptions for rerun in reruns} == {()}, (key, value)
        assert all("Pair 2 of 10: you " in someone.text_of("verdict") for someone in everyone)
        assert len({text_of(someone) for someone in everyone}) > 1


def text_of(someone: Student) -> str:
    """All that a student reads on the page, but for the student's name."""
    kinds = ("markdown", "metric", "alert", "heading")
    elements = [delta.new_element for _, delta in sorted(someone.shown.items())]
    said = "\n".join(
        str(getattr(each, each.WhichOneof("type"))) for each in elements if each.WhichOneof("type") in kinds
    )
    return re.sub(r"the \*\*[a-z]+ [a-z]+( \d+)?\*\*", "the student", said)


def test_a_class_on_every_page_sees_the_same_and_fits_into_memory() -> None:
    with running_app(STREAMLIT_LOGGER_LEVEL="warning") as server:
        for path in VISITS:
            run_students(visit(server, path))
        run_students(play(server))
        try:
            highest = server.highest_memory()
        except FileNotFoundError:
            pytest.skip("This system has no /proc, so the server's memory cannot be read.")
        assert highest < MEMORY


def children_of(server: Server) -> list[int]:
    """The processes that the server has started."""
    tasks = Path(f"/proc/{server.process.pid}/task")
    if not tasks.exists():
        pytest.skip("This system has no /proc, so the server's processes cannot be found.")
    return [int(child) for task in tasks.glob("*/children") for child in task.read_text().split()]


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


async def train_together(server: Server) -> None:
    """Forty press Train with ten different settings, and look until all have their runs."""
    async with AsyncExitStack() as stack:
        pages = (stack.enter_async_context(student(server.url, path="training")) for _ in range(CLASS))
        everyone = await asyncio.gather(*pages)
        wishes = list(islice(cycle(TEN), CLASS))
        seen = await asyncio.gather(*map(train, everyone, wishes))
        for one in seen:
            assert {rerun.exceptions for rerun in one.reruns} == {()}
            assert one.places == sorted(one.places, reverse=True)
        assert sum(bool(one.places) for one in seen) > CLASS / 2  # most had to wait, and saw for how long
        said: dict[int, set[str]] = {}
        for number, someone in enumerate(everyone):
            accuracy, happened = someone.text_of("unseen_accuracy"), someone.text_of("happened")
            said.setdefault(number % len(TEN), set()).add(accuracy + happened)
        assert {len(texts) for texts in said.values()} == {1}  # who set the same has the same run


def test_a_class_that_trains_has_all_its_runs_and_sees_its_places() -> None:
    with running_app(STREAMLIT_LOGGER_LEVEL="warning") as server:
        run_students(train_together(server))


def test_who_leaves_gives_the_place_to_others_and_no_worker_outlives_the_server() -> None:
    async def leave_and_train(server: Server) -> None:
        async with AsyncExitStack() as stack:
            first, leaver, last = [
                await stack.enter_async_context(student(server.url, path="training")) for _ in range(3)
            ]
            await first.use("train_pairs", "only different")
            await first.use("train")
            await leaver.use("train_seed", "third")
            await leaver.use("train")
            await leaver.use("stop")
            seen = await train(last, {"train_margin": "2"})
            assert set(seen.places) <= {1}  # nobody waits before but the first, who trains
            assert not waits(leaver)
            again = await train(leaver, {})
            assert len(again.reruns) > 1  # it was not trained meanwhile: then it would be there at once

    with running_app(STREAMLIT_LOGGER_LEVEL="warning") as server:
        run_students(leave_and_train(server))
        workers = children_of(server)
        assert len(workers) == 1
    wait_until(lambda: not any(is_running(worker) for worker in workers))
