"""Many students on one server: each sees what is their own, and nobody's bad message reaches another."""

import asyncio
import json
from itertools import cycle, islice, product
from random import Random

import pytest
from websockets.exceptions import ConnectionClosedError

from benchmarks.drawings import new_drawing
from pages.parts.shared.drawing import MAX_TEXT, SIDES
from pages.parts.shared.examples import Drawing, example_drawing
from siamese_core import DESIGNS
from siamese_core.designs import SHARINGS
from tests.server.driver import Server, Student, run_students, running_app, student

CLASS = 40
QUERIES = [f"design={design}&sharing={sharing}" for design, sharing in product(DESIGNS, SHARINGS)]
Answer = tuple[str, str, str]


def answer(someone: Student) -> Answer:
    """The chosen twins as the page describes them, the distance and the verdict."""
    elements = [delta.new_element.bidi_component for delta in someone.shown.values()]
    (everywhere,) = (each for each in elements if "everywhere" in each.component_name)
    explanations = json.loads(json.loads(everywhere.json))["explanations"]
    return explanations["#word-these-twins"], someone.text_of("distance"), someone.text_of("verdict")


async def compare(url: str, query: str, left: Drawing, right: Drawing) -> Answer:
    """What a student sees who draws these two."""
    async with student(url, query) as someone:
        await someone.draw("left", left)
        await someone.draw("right", right)
        return answer(someone)


def test_two_students_see_their_own_drawings_and_twins(server: Server) -> None:
    async def lesson() -> None:
        async with (
            student(server.url, "design=matchnet&sharing=unshared") as first,
            student(server.url, "design=mnist_siamese") as second,
        ):
            for side in SIDES:
                await first.draw(side, example_drawing("3", side))
            before = answer(first)
            assert "A second network reads both" in before[0]
            await second.run()
            assert "Draw a digit on the left and one on the right." in second.text_of("verdict")
            for side, digit in zip(SIDES, ("4", "9"), strict=True):
                await second.draw(side, example_drawing(digit, side))
            assert "in three layers" in answer(second)[0]
            assert "Both digits go through the same branch." in answer(second)[0]
            assert answer(second)[1:] != before[1:]
            await first.run()
            assert answer(first) == before

    run_students(lesson())


def test_forty_students_at_once_get_the_answers_of_one_alone() -> None:
    rng = Random(40)  # noqa: S311  drawings need not be secret
    pairs = [
        (query, new_drawing("left", rng), new_drawing("right", rng))
        for query in islice(cycle(QUERIES), CLASS)
    ]

    async def together(url: str) -> list[Answer]:
        return await asyncio.gather(*(compare(url, *pair) for pair in pairs))

    async def one_by_one(url: str) -> list[Answer]:
        return [await compare(url, *pair) for pair in pairs]

    with running_app() as of_the_class, running_app() as of_one:  # the second remembers nothing of the first
        answers = run_students(together(of_the_class.url))
        assert answers == run_students(one_by_one(of_one.url))
    assert len({distance for _, distance, _ in answers}) > CLASS / 2


# Bad messages


def test_a_message_that_is_too_large_ends_its_own_connection_only(server: Server) -> None:
    async def lesson() -> None:
        async with student(server.url) as neighbour:
            await neighbour.draw("left", example_drawing("4", "left"))
            async with student(server.url) as someone:
                with pytest.raises(ConnectionClosedError) as closed:
                    await someone.send("left", 1_100_000 * " ")
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009  # message too big
            await neighbour.draw("right", example_drawing("9", "right"))
            alone = await compare(server.url, "", example_drawing("4", "left"), example_drawing("9", "right"))
            assert answer(neighbour) == alone

    run_students(lesson())


def test_a_drawing_that_is_too_long_gets_a_sentence_and_the_one_before_it_stays(server: Server) -> None:
    async def lesson() -> None:
        async with student(server.url) as someone:
            for side in SIDES:
                await someone.draw(side, example_drawing("4", side))
            before = answer(someone)
            rerun = await someone.draw("left", {"objects": [{"path": MAX_TEXT * "x"}]})
            assert rerun.exceptions == ()
            assert "The left drawing cannot be read." in someone.text_of("left_digit")
            assert answer(someone) == before

    run_students(lesson())


NO_JSON = {"text": "hello", "a number of 5,000 figures": 5_000 * "7", "lists in lists": 100_000 * "["}


@pytest.mark.parametrize("state", NO_JSON.values(), ids=NO_JSON)
def test_what_streamlit_cannot_parse_ends_its_own_session_only(server: Server, state: str) -> None:
    async def lesson() -> None:
        async with student(server.url) as neighbour, student(server.url) as someone:
            await neighbour.draw("left", example_drawing("4", "left"))
            (message,) = (await someone.send("left", state)).exceptions
            assert message.startswith("This app has encountered an error.")
            await neighbour.draw("right", example_drawing("9", "right"))
            loaded_again = await compare(
                server.url, "", example_drawing("4", "left"), example_drawing("9", "right")
            )
            assert answer(neighbour) == loaded_again

    run_students(lesson())


def test_a_browser_that_sends_no_hidden_field_gets_a_blank_canvas(server: Server) -> None:
    async def lesson() -> None:
        async with student(server.url) as someone:
            someone.widgets.clear()
            drawn = await someone.draw("left", example_drawing("3", "left"))
            assert drawn.exceptions == ()
            assert "Draw a digit on the right." in someone.text_of("verdict")

    run_students(lesson())
