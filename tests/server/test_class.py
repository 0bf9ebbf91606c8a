"""A class of forty that opens every page, and each of its tabs and choices, at once."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.server.driver import Server, Student, run_students, running_app, student
from tests.server.visits import TWINS, VISITS

CLASS = 40
MEMORY = 400  # MB, the server's highest in all of this


async def visit(server: Server, path: str) -> None:
    """Forty open a page and make its choices, all at once; all see the same, and nobody an exception."""
    async with AsyncExitStack() as stack:
        pages = (stack.enter_async_context(student(server.url, path=path)) for _ in range(CLASS))
        everyone = await asyncio.gather(*pages)
        assert {someone.opened.exceptions for someone in everyone} == {()}
        for key, value in VISITS[path] + TWINS:
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
    """All that a student reads on the page."""
    kinds = ("markdown", "metric", "alert", "heading")
    elements = [delta.new_element for _, delta in sorted(someone.shown.items())]
    return "\n".join(
        str(getattr(each, each.WhichOneof("type"))) for each in elements if each.WhichOneof("type") in kinds
    )


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
