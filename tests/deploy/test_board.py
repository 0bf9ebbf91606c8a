"""One class board for two replicas behind nginx, in a real Redis, and what is left when one of them dies."""

import asyncio
import os
import re
import subprocess
import sys
from contextlib import AsyncExitStack
from itertools import count

import pytest

from pages.parts.shared.classroom.words import UNREACHABLE
from pages.parts.shared.examples import Drawing, example_drawing
from pages.parts.shared.numbers import number
from siamese_core import load_twins, rasterize
from tests.classroom.driver import running_redis
from tests.deploy.driver import Site, running_site
from tests.deploy.test_nginx import get
from tests.server.driver import ROOT, Server, Student, free_port, run_students, student

SECONDS = 30.0  # in which everything has to be on every page, however busy the machine is
LONGEST_STROKE = 2.0  # seconds, with the database away
PAIRS = [
    ("3", "8"),
    ("4", "9"),
    ("1", "7"),
    ("3", "flat 3"),
]  # one for each student; the last fools the twins


@pytest.fixture
def database(tmp_path):
    (tmp_path / "redis").mkdir()
    with running_redis(tmp_path / "redis") as database:
        yield database


@pytest.fixture
def site(tmp_path, database):
    with running_site(
        tmp_path, SIAMESE_BOARD=database.url, SIAMESE_TEACHER_KEY="known to the teacher"
    ) as site:
        yield site


def cookies_at(site: Site, replica: Server, number: int) -> str:
    """What the browser of a student keeps whom nginx sends to this replica: a seat and a token."""
    for seat in (f"{number}{place:031x}" for place in count()):
        get(f"{site.url}/_stcore/health", Cookie=f"playground_seat={seat}").read()
        if site.replica_of(seat) == replica:
            return f"playground_seat={seat}; siamese_student={number:022d}"
    raise AssertionError


def cookies_of_class(site: Site) -> list[str]:
    """Of four students, two at each replica."""
    return [cookies_at(site, site.replicas[number % 2], number) for number in range(len(PAIRS))]


async def post(someone: Student, left: str, right: str) -> None:
    """Draws two digits and shows them to the class as different ones."""
    await draw(someone, left, right)
    await someone.use("post_different")
    assert "On the board" in someone.text_of("show_class")


def by_hand(digit: str, side: str) -> Drawing:
    """An example that somebody has changed: the app does not know which digit it is."""
    strokes = example_drawing(digit, side)["objects"]
    return {"objects": [{**stroke, "scaleX": 1.1} for stroke in strokes]}


async def draw(someone: Student, left: str, right: str) -> list[float]:
    """Draws two digits and looks at the answer. Returns the seconds that each took."""
    drawings = {"left": by_hand(left, "left"), "right": by_hand(right, "right")}
    strokes = [await someone.draw(side, drawing) for side, drawing in drawings.items()]
    twins = load_twins("cnn_contrastive", shared=True)
    distance = twins.compare(*map(rasterize, drawings.values())).distance
    assert someone.text_of("distance") == number(distance)
    assert not any(stroke.exceptions for stroke in strokes)
    return [stroke.seconds for stroke in strokes]


async def see(board: Student, *figures: int) -> None:
    """Waits until a board shows so many students, posts and pairs that fooled the twins."""
    wanted = list(map(str, figures))
    await board.follow_until(lambda: figures_on(board) == wanted, SECONDS)


def figures_on(board: Student) -> list[str]:
    try:
        return re.findall(r"\d+", board.text_of("counts"))
    except LookupError:  # there is no post yet
        return []


async def whole_class(stack: AsyncExitStack, site: Site, cookies: list[str]) -> list[Student]:
    return [await stack.enter_async_context(student(site.url, cookie=each)) for each in cookies]


async def boards(stack: AsyncExitStack, site: Site) -> list[Student]:
    """The board on each of the replicas."""
    return [
        await stack.enter_async_context(student(replica.url, path="board", cookie="siamese_student=a"))
        for replica in site.replicas
        if replica.process.poll() is None
    ]


def test_two_replicas_show_one_board(site):
    async def lesson():
        async with AsyncExitStack() as stack:
            both = await boards(stack, site)
            everyone = await whole_class(stack, site, cookies_of_class(site))
            await asyncio.gather(
                *(post(someone, *pair) for someone, pair in zip(everyone, PAIRS, strict=True))
            )
            for board in both:
                await see(board, 4, 4, 1)
            one, other = (board.text_of("counts") for board in both)
            assert one == other

    run_students(lesson())


def test_a_replica_dies_and_nothing_on_the_board_is_lost(site):
    dead, _ = site.replicas

    async def lesson():
        cookies = cookies_of_class(site)
        async with AsyncExitStack() as stack:
            everyone = await whole_class(stack, site, cookies)
            await asyncio.gather(
                *(post(someone, *pair) for someone, pair in zip(everyone, PAIRS, strict=True))
            )
            before = await known_as(everyone[0])
            assert "1 on the board so far" in before
            dead.process.kill()
            dead.process.wait()
        async with AsyncExitStack() as stack:
            (board,) = await boards(stack, site)
            await see(board, 4, 4, 1)
            again = await stack.enter_async_context(student(site.url, cookie=cookies[0]))
            assert await known_as(again) == before
            await post(await stack.enter_async_context(student(site.url)), "1", "4")
            await see(board, 5, 5, 1)

    run_students(lesson())


async def known_as(someone: Student) -> str:
    """What the home page says of this student, with another drawing: name and posts."""
    await someone.draw("left", example_drawing("7", "left"))
    await someone.run()
    return someone.text_of("show_class").splitlines()[-1]


def test_without_the_database_the_class_draws_on_and_with_it_comes_the_board(site, database):
    async def lesson():
        async with AsyncExitStack() as stack:
            everyone = await whole_class(stack, site, cookies_of_class(site))
            both = await boards(stack, site)
            await asyncio.gather(
                *(post(someone, *pair) for someone, pair in zip(everyone, PAIRS, strict=True))
            )
            for board in both:
                await see(board, 4, 4, 1)
            database.kill()
            for someone in (*everyone, *both):
                await someone.follow_until(
                    lambda someone=someone: UNREACHABLE.english in all_text(someone), SECONDS
                )
            strokes = await asyncio.gather(
                *(draw(someone, *pair[::-1]) for someone, pair in zip(everyone, PAIRS, strict=True))
            )
            assert max(map(max, strokes)) < LONGEST_STROKE
            new = await stack.enter_async_context(student(site.url))
            assert UNREACHABLE.english in new.text_of("show_class")
            assert not new.opened.exceptions
            assert new.opened.seconds < LONGEST_STROKE
            database.start()
            for someone in (*everyone, new):
                await someone.follow_until(
                    lambda someone=someone: UNREACHABLE.english not in all_text(someone), SECONDS
                )
            await post(new, "1", "4")
            for board in both:
                await see(board, 5, 5, 1)

    run_students(lesson())


def all_text(someone: Student) -> str:
    """All Markdown and messages on a page."""
    elements = [delta.new_element for delta in someone.shown.values()]
    return "\n".join([*(each.markdown.body for each in elements), *(each.alert.body for each in elements)])


def test_a_replica_with_a_wrong_address_ends_and_says_so_without_the_password():
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={free_port()}"],
        cwd=ROOT,
        env={**os.environ, "SIAMESE_BOARD": "redis://:never-to-be-seen@host/zero"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode
    assert "RuntimeError: SIAMESE_BOARD cannot be used. It has to be redis://host" in ended.stderr
    assert "never-to-be-seen" not in ended.stdout + ended.stderr
