"""A class with signs of its own: everybody has only theirs, and whatever a browser sends ends no page."""

import asyncio
import json
from contextlib import AsyncExitStack
from random import Random
from typing import Any

import pytest

from benchmarks.drawings import new_drawing
from pages.parts.one_example.notebook import MOST_TEXT, Notebook
from pages.parts.one_example.starters import LETTERS_SHELF, starter_shelf
from pages.parts.one_example.words import SHELVES
from tests.server.driver import Server, Student, run_students, student

CLASS = 40


def shelf_of(someone: Student) -> dict[str, Any]:
    """What the browser is sent of the shelf."""
    (component,) = (
        delta.new_element.bidi_component
        for delta in someone.within("shelf")
        if delta.new_element.WhichOneof("type") == "bidi_component"
    )
    return json.loads(json.loads(component.json))


def test_forty_teach_signs_of_their_own_at_the_same_moment(server: Server) -> None:
    async def teach(someone: Student, number: int) -> list[object]:
        rng = Random(number)  # noqa: S311  drawings need not be secret
        reruns = []
        for _ in range(3):
            reruns.append(await someone.draw("left", new_drawing("left", rng)))
            reruns.append(await someone.use("sign_name", f"of {number}"))
            reruns.append(await someone.use("add_sign"))
        reruns.append(await someone.draw("right", new_drawing("right", rng)))
        assert {rerun.exceptions for rerun in reruns} == {()}
        shelf = shelf_of(someone)
        assert [sign["name"] for sign in shelf["signs"]] == [
            f"of {number}{again}" for again in ("", " 2", " 3")
        ]
        return [sign["distance"] for sign in shelf["signs"]]

    async def lesson() -> list[list[object]]:
        async with AsyncExitStack() as stack:
            pages = (stack.enter_async_context(student(server.url, path="one_example")) for _ in range(CLASS))
            everyone = await asyncio.gather(*pages)
            return await asyncio.gather(*map(teach, everyone, range(CLASS)))

    distances = run_students(lesson())
    assert len({tuple(each) for each in distances}) == CLASS


KEPT = Notebook(signs=starter_shelf(LETTERS_SHELF)).as_text()
BENT = {
    "nothing": "",
    "no notebook": "[1, 2]",
    "cut": KEPT[: len(KEPT) // 2],
    "too long": MOST_TEXT * "9",
    "deep": 20_000 * "[",
    "huge": KEPT.replace("100", 5_000 * "7", 1),
}


@pytest.mark.parametrize("text", BENT.values(), ids=BENT)
def test_a_new_session_takes_what_it_can_read_and_no_more(server: Server, text: str) -> None:
    async def lesson() -> None:
        async with student(server.url, path="one_example") as first:
            _, widget, _ = first.widget("notebook")
        async with student(server.url, path="one_example", fields={widget: text}) as someone:
            assert someone.opened.exceptions == ()
            assert shelf_of(someone)["signs"] == []
            assert (await someone.use("starter", SHELVES[LETTERS_SHELF]())).exceptions == ()
            assert len(shelf_of(someone)["signs"]) == 5

    run_students(lesson())


def test_a_new_session_goes_on_with_the_signs_that_the_browser_kept(server: Server) -> None:
    async def lesson() -> None:
        async with student(server.url, path="one_example") as first:
            _, widget, _ = first.widget("notebook")
        async with student(server.url, path="one_example", fields={widget: KEPT}) as someone:
            assert [sign["name"] for sign in shelf_of(someone)["signs"]] == list("AEKMR")

    run_students(lesson())
