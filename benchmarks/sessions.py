"""A class on the running server: how soon its pages open, and how soon they answer to strokes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.drawings import new_drawing
from benchmarks.effort import Effort
from benchmarks.report import Figure, quantile
from pages.parts.one_example.notebook import MOST_SIGNS
from pages.parts.one_example.starters import DIGITS_SHELF
from pages.parts.one_example.words import SHELVES
from pages.parts.shared.drawing import SIDES
from tests.server.driver import Rerun, Server, Student, running_app, student

APP, ECHO = "app.py", "benchmarks/echo.py"
serving = partial(running_app, STREAMLIT_LOGGER_LEVEL="warning")
CLASS = 40
STROKES = 40  # in each round, on the page with signs and on the home page
PAUSE = 4.0  # seconds between two strokes of a student, on average


def measure_starting(effort: Effort) -> Iterator[Figure]:
    """From starting the server to its first page, and the answer to a first stroke there."""
    took = [[asyncio.run(start(script)) for script in (APP, ECHO)] for _ in range(effort.rounds)]
    opened, answered = np.median(took, axis=0).T  # both: of the app and of the echo page
    yield Figure("start to first page", "s", *opened)
    yield Figure("answer to a first stroke", "s", *answered)


async def start(script: str) -> tuple[float, float]:
    """Starts a server. Returns the seconds to its first page, and those that the answer to a first stroke
    takes.
    """
    started = perf_counter()
    with serving(script) as server:
        async with students(server.url, 1) as [someone]:
            opened = perf_counter() - started
            answered = await draw_new(someone, "left", Random(3))
    return opened, answered.seconds


def measure_opening(effort: Effort) -> Iterator[Figure]:
    """The first pages of a whole class that opens the app at once."""
    took: list[list[float]] = [[], []]
    with app_and_echo() as servers:
        for _ in range(2 * effort.rounds):
            for times, server in zip(took, servers, strict=True):
                times.append(asyncio.run(open_at_once(server.url)))
    yield Figure(f"the last of {CLASS} first pages", "s", *map(median, took), ratio_at_most=2.5)


async def open_at_once(url: str) -> float:
    """The seconds until all of a class have their first page."""
    started = perf_counter()
    async with students(url, CLASS):
        return perf_counter() - started


def measure_strokes(effort: Effort) -> Iterator[Figure]:
    """What a stroke takes while a class draws."""
    with app_and_echo() as servers:
        for count in effort.classes:
            drawn: list[list[Rerun]] = [[], []]
            for seed in range(effort.rounds):
                for reruns, server in zip(drawn, servers, strict=True):
                    reruns += asyncio.run(draw_as_class(server.url, count, effort.seconds, Random(seed)))
            yield from stroke_figures(count, drawn)
        signs, home = asyncio.run(draw_beside_home(servers[0].url, effort.rounds * STROKES, Random(6)))
        what = f"one example, {MOST_SIGNS} signs: half within; floor: home page"
        yield Figure(what, "ms", median(signs), median(home), ratio_at_most=1.5)


async def draw_beside_home(url: str, strokes: int, rng: Random) -> tuple[list[float], list[float]]:
    """One student fills the shelf of signs and asks stroke after stroke, and one draws on the home page, by
    turns. Returns the milliseconds that each stroke took, of both.
    """
    async with students(url, 1, path="one_example") as [asking], students(url, 1) as [comparing]:
        checked(await asking.use("starter", SHELVES[DIGITS_SHELF]()))
        for _ in range(MOST_SIGNS - 10):
            await draw_new(asking, "left", rng)
            checked(await asking.use("add_sign"))
        await draw_new(comparing, "left", rng)
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(strokes):
            for times, someone in zip(took, (asking, comparing), strict=True):
                times.append(1e3 * (await draw_new(someone, "right", rng)).seconds)
        return took


def stroke_figures(count: int, drawn: list[list[Rerun]]) -> Iterator[Figure]:
    """Times and bytes of the strokes of `count` students, on the app and on the echo page."""
    times = [[1e3 * rerun.seconds for rerun in reruns] for reruns in drawn]
    sizes = [[rerun.bytes / 1024 for rerun in reruns] for reruns in drawn]
    ratio, milliseconds = (3, 500) if count == CLASS else (None, None)
    who = f"{count} drawing" if count > 1 else "1 draws"
    yield Figure(f"{who}: half of {len(times[0])} strokes within", "ms", *map(median, times))
    yield Figure(f"{who}: 95% within", "ms", *(quantile(some, 0.95) for some in times), ratio_at_most=ratio)
    yield Figure(f"{who}: all within", "ms", *map(max, times), at_most=milliseconds)
    yield Figure(f"{who}: sent back for a stroke", "KB", *map(median, sizes))


async def draw_as_class(url: str, count: int, seconds: float, rng: Random) -> list[Rerun]:
    """Students who open the home page and draw for some seconds. Returns what each stroke took."""
    async with students(url, count) as everyone:
        return await draw_together(everyone, seconds, rng)


async def draw_together(everyone: list[Student], seconds: float, rng: Random) -> list[Rerun]:
    """Lets students draw for some seconds, each on both sides by turns. Returns what each stroke took."""
    drawn = await asyncio.gather(*(keep_drawing(someone, seconds, rng) for someone in everyone))
    return [rerun for reruns in drawn for rerun in reruns]


async def keep_drawing(
    someone: Student, seconds: float, rng: Random, wait: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> list[Rerun]:
    """Draws with pauses, as a student does. `wait`: what is done in them, by its seconds."""
    end = perf_counter() + seconds
    drawn: list[Rerun] = []
    pause = rng.uniform(0, PAUSE)
    while perf_counter() + pause < end:
        await wait(pause)
        drawn.append(await draw_new(someone, SIDES[len(drawn) % 2], rng))
        pause = rng.uniform(0.5, 1.5) * PAUSE
    return drawn


async def draw_new(someone: Student, side: str, rng: Random) -> Rerun:
    """Puts a drawing on the page that nobody has drawn before."""
    return checked(await someone.draw(side, new_drawing(side, rng)))


def checked(rerun: Rerun) -> Rerun:
    """Raises where the page shows an exception: its figures would be those of nothing."""
    if rerun.exceptions:
        raise RuntimeError(f"The page shows an exception: {rerun.exceptions[0]}")
    return rerun


@asynccontextmanager
async def students(url: str, count: int, path: str = "") -> AsyncIterator[list[Student]]:
    """Students who open a page at the same time, the home page if no path is given."""
    async with AsyncExitStack() as stack:
        everyone = await asyncio.gather(
            *(stack.enter_async_context(student(url, path=path)) for _ in range(count))
        )
        for someone in everyone:
            checked(someone.opened)
        yield everyone


@contextmanager
def app_and_echo() -> Iterator[tuple[Server, Server]]:
    """The app and the echo page, each on a server on which somebody has drawn already."""
    with serving(APP) as app, serving(ECHO) as echo:
        for server in (app, echo):
            asyncio.run(draw_pair(server.url))
        yield app, echo


async def draw_pair(url: str) -> None:
    """Draws once on both sides."""
    async with students(url, 1) as [someone]:
        for side in SIDES:
            await draw_new(someone, side, Random(4))
