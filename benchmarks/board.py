"""The class board: what it costs those who draw, and how soon a post is on every open board."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.effort import Effort
from benchmarks.report import Figure, quantile
from benchmarks.sessions import APP, CLASS, checked, draw_new, keep_drawing, serving, students
from pages.parts.shared.drawing import SIDES
from tests.server.boards import AS_TEACHER, KEY, ON_BOARD, Pair, pair_of, pairs_on
from tests.server.driver import Rerun, Server, Student, student
from tests.server.fuzzing import Found, faults, fuzz, kept_posts

POST_EVERY = 20.0  # seconds between two posts of a student, on average
SOON = 4.0  # seconds for which boards follow after the last post
FORGET_STRANGERS = "10"  # seconds after they have left
QUIET = 5.0  # seconds in which nobody does anything
BUTTONS = ("post_same", "post_different")


@dataclass
class Seen:
    """What was posted and when, and when it was on boards: by pairs of drawings, in seconds."""

    posted: dict[Pair, float] = field(default_factory=dict)
    on_boards: dict[Pair, list[float]] = field(default_factory=dict)
    updates: list[Rerun] = field(default_factory=list)  # of boards on which something was new

    def delays(self) -> list[float]:
        """From each post to its being on the last board; without end where it was not on all of them."""
        return [
            max(at) - self.posted[pair] if len(at := self.on_boards.get(pair, [])) == CLASS else float("inf")
            for pair in self.posted
        ]


def measure_board(effort: Effort) -> Iterator[Figure]:
    """A class that draws, by turns without the board and while it posts and every board is open."""
    with serving(APP) as server:
        yield from board_figures(server, effort, "in memory")
        yield Figure("highest memory of the server in all this", "MB", server.highest_memory(), at_most=300)
    yield from absurd_figures(effort)
    if find_spec("redis") and shutil.which("redis-server"):
        with database() as url, serving(APP, SIAMESE_BOARD=url) as server:
            yield from board_figures(server, effort, "in Redis")


def absurd_figures(effort: Effort) -> Iterator[Figure]:
    """What strangers reach who send the server what no browser does."""
    with serving(
        APP, SIAMESE_TEACHER_KEY=KEY, STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL=FORGET_STRANGERS
    ) as server:
        found, page = asyncio.run(after_strangers(server.url, effort.absurd))
    what = f"{found.messages:,} absurd messages"
    yield Figure(f"{what}: pages that broke", "pages", len(found.exceptions), at_most=0)
    wrong = [*faults(found, page)]
    yield Figure(f"{what}, {len(kept_posts(page))} posts: not as computed", "posts", len(wrong), at_most=0)
    yield Figure(f"{what}: 99% answered within", "ms", 1e3 * quantile(found.seconds, 0.99))


async def after_strangers(url: str, messages: int) -> tuple[Found, str]:
    """What strangers saw and posted, and then the board as the page that a teacher keeps."""
    async with student(url, AS_TEACHER, path="board") as teacher:
        await teacher.use("switch_names_shown", True)
        found = await fuzz(url, teacher, messages)
        await teacher.run()
        return found, await teacher.download("download_html")


@contextmanager
def database() -> Iterator[str]:
    """A Redis of this machine. Yields its address."""
    from tests.classroom.driver import running_redis

    with TemporaryDirectory() as folder, running_redis(Path(folder)) as database:
        yield database.url


def board_figures(server: Server, effort: Effort, where: str) -> Iterator[Figure]:
    """The strokes with the board and without it, the posts on their way, and boards that stand still."""
    calm, busy, quiet, seen = asyncio.run(draw_by_turns(server.url, effort))
    times = [[1e3 * rerun.seconds for rerun in reruns] for reruns in (busy, calm)]
    who = f"board {where}, {CLASS} draw and post, {CLASS} boards"
    yield Figure(f"{who}: half of {len(busy)} strokes within (floor: no board)", "ms", *map(median, times))
    yield Figure(f"{who}: 95% within", "ms", *(quantile(some, 0.95) for some in times), ratio_at_most=1.5)
    delays = seen.delays()
    yield Figure(f"{who}: half of {len(delays)} posts on the last board", "s", median(delays))
    yield Figure(f"{who}: all posts on the last board", "s", max(delays), at_most=3)
    yield Figure(
        f"{who}: sent to a board for new posts", "KB", median(one.bytes for one in seen.updates) / 1024
    )
    idle = sum(one.bytes for one in quiet) / 1024 / CLASS / QUIET
    yield Figure("sent to a board in a second without news", "KB", idle)
    yield Figure("elements of these", "", sum(one.elements for one in quiet), at_most=0)


async def draw_by_turns(url: str, effort: Effort) -> tuple[list[Rerun], list[Rerun], list[Rerun], Seen]:
    """Students on the home page draw, and others have the board open; by turns nobody follows or posts, and
    all do.

    Returns:
        The strokes without the board and with it, the runs of boards while nothing was new, and what was
        posted.
    """
    calm: list[Rerun] = []
    busy: list[Rerun] = []
    seen, first = Seen(), Random(7)
    async with students(url, CLASS) as everyone, students(url, CLASS, path="board") as boards:
        for someone, side in product(everyone, SIDES):
            await draw_new(someone, side, first)
        for seed in range(effort.rounds):
            calm += await draw_with(everyone, effort.seconds, Random(seed), lambda _: asyncio.sleep)
            watching = asyncio.gather(*(watch(one, effort.seconds + SOON, seen) for one in boards))
            busy += await draw_with(
                everyone, effort.seconds, Random(seed), lambda one: posting(one, Random(id(one)), seen)
            )
            await watching
        quiet = [run for runs in await asyncio.gather(*(stand_still(one) for one in boards)) for run in runs]
    return calm, busy, quiet, seen


Waiting = Callable[[float], Awaitable[object]]


async def draw_with(
    everyone: list[Student], seconds: float, rng: Random, waiting: Callable[[Student], Waiting]
) -> list[Rerun]:
    """Lets students draw, who between two strokes do what `waiting` says. Returns what each stroke took."""
    drawn = await asyncio.gather(*(keep_drawing(one, seconds, rng, waiting(one)) for one in everyone))
    return [rerun for reruns in drawn for rerun in reruns]


def posting(someone: Student, rng: Random, seen: Seen) -> Waiting:
    """Between two strokes: follows the class, and shows it a pair every now and then."""
    due = perf_counter() + rng.uniform(0, POST_EVERY)

    async def wait(pause: float) -> None:
        nonlocal due
        end = perf_counter() + pause
        while due < end:
            await keep_following(someone, due - perf_counter())
            seen.posted[pair_of(someone)] = perf_counter()
            checked(await someone.use(rng.choice(BUTTONS)))
            if not ON_BOARD.search(someone.text_of("show_class")):
                raise RuntimeError(f"A post was refused: {someone.text_of('show_class')}")
            due = perf_counter() + rng.uniform(0.5, 1.5) * POST_EVERY
        await keep_following(someone, end - perf_counter())

    return wait


async def keep_following(someone: Student, seconds: float) -> None:
    """Follows the class for some seconds."""
    async for run in someone.follow(seconds):
        checked(run)


async def watch(board: Student, seconds: float, seen: Seen) -> None:
    """Follows on an open board for some seconds, and notes when a pair is there first."""
    known = set(pairs_on(board))
    async for run in board.follow(seconds):
        checked(run)
        new = set(pairs_on(board)) - known
        for pair in new:
            seen.on_boards.setdefault(pair, []).append(perf_counter())
        if new:
            seen.updates.append(run)
        known |= new


async def stand_still(board: Student) -> list[Rerun]:
    """The runs of an open board while nobody does anything."""
    return [checked(run) async for run in board.follow(QUIET)]
