"""The class board in a Redis of this machine: what a look, a post, several servers at once and a class take.

.venv/bin/python -m benchmarks.database
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.report import Figure, quantile
from benchmarks.sessions import APP, checked, draw_new, serving, students
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.records import QUESTIONS, Compared, Drawings
from pages.parts.shared.classroom.redis_store import RedisStore
from pages.parts.shared.drawing import SIDES
from tests.classroom.driver import Database, drawn, key_of, running_redis
from tests.server.driver import Server, Student

CLASS = 40
POSTS = (0, 200, 500)  # on the board already
REPEATS = 200
SERVERS = (1, 2, 4)
SECONDS = 4.0  # for which servers post without a pause
LESSON = 40.0  # seconds for which a class draws and posts
STROKE_EVERY, STROKES_A_POST = 4.0, 5  # seconds
RNG = Random(1)


def main() -> None:
    """Prints all figures."""
    with TemporaryDirectory() as folder, running_redis(Path(folder)) as database:
        for posts in POSTS:
            for figure in board_figures(database, posts):
                print(f"{posts} posts: {figure.what}: {figure.value:.3g} {figure.unit}")
        for servers in SERVERS:
            for figure in contending_figures(database, servers):
                print(f"{servers} servers without a pause: {figure.what}: {figure.value:.3g} {figure.unit}")
        for figure in class_figures(database):
            print(f"{CLASS} students and their board: {figure.what}: {figure.value:.3g} {figure.unit}")


def filled(database: Database, posts: int) -> RedisStore:
    """A board of a class with so many posts, all of its questions answered."""
    database.client().flushall()
    store = RedisStore(database.url, clock=count().__next__)  # every look is a second later, so it asks

    def fill(board: Board) -> None:
        for number in range(posts):
            post(board, number)
        for student in range(CLASS):
            for question in QUESTIONS:
                board.answer(key_of(student), question, True)

    store.change(fill)
    return store


def post(board: Board, number: int) -> None:
    """One post of a student, who has waited long enough."""
    student = key_of(number % CLASS if number < POSTS[-1] else number)
    compared = Compared("cnn_contrastive", "shared", RNG.uniform(0, 2), None, True, True)
    board.post(student, RNG.random() < 0.5, compared, PAIR, now=1e9 + 2.0 * number)


PAIR: Drawings = drawn("3")


def board_figures(database: Database, posts: int) -> Iterator[Figure]:
    """What one server asks, alone."""
    store = filled(database, posts)
    document = len(json.dumps(store.look().as_json(), separators=(",", ":")))
    yield Figure("the document", "KB", document / 1024)
    yield Figure("the drawings of a post", "KB", sum(map(len, PAIR)) / 1024)
    yield Figure("a look, nothing new", "ms", median(taken(store.look) for _ in range(REPEATS)))
    other = RedisStore(database.url)
    numbers = count(POSTS[-1])
    posting, looking = [], []
    used = database_seconds(database)
    for _ in range(REPEATS):
        posting.append(taken(lambda: other.change(lambda board: post(board, next(numbers)))))
        looking.append(taken(store.look))
    used = database_seconds(database) - used
    yield Figure("a post", "ms", median(posting))
    yield Figure("a look, something new", "ms", median(looking))
    yield Figure("both, processor time of the database", "ms", 1e3 * used / REPEATS)
    yield Figure("memory of the database", "MB", database.client().info("memory")["used_memory"] / 1024**2)


def taken(what: object) -> float:
    """Milliseconds that a call takes."""
    started = time.perf_counter()
    what()  # type: ignore[operator]
    return 1e3 * (time.perf_counter() - started)


def contending_figures(database: Database, servers: int) -> Iterator[Figure]:
    """What a post takes when several servers post without a pause on a full board."""
    filled(database, POSTS[-1])
    with ProcessPoolExecutor(servers, mp_context=get_context("spawn")) as processes:
        server = partial(post_for_a_while, database.url, servers)
        times = [each for some in processes.map(server, range(servers)) for each in some]
    yield Figure("posts a second, of all together", "", len(times) / SECONDS)
    yield Figure("half of the posts within", "ms", median(times))
    yield Figure("95% within", "ms", quantile(times, 0.95))
    yield Figure("all within", "ms", max(times))


def post_for_a_while(url: str, servers: int, place: int) -> list[float]:
    """Posts without a pause, as soon as all servers are there. Returns the milliseconds of each post."""
    store, numbers = RedisStore(url), count(1_000_000 * (place + 1))
    store._redis.incr("started")
    while int(store._redis.get("started") or 0) < servers:
        time.sleep(0.01)
    end, times = time.perf_counter() + SECONDS, []
    while time.perf_counter() < end:
        times.append(taken(lambda: store.change(lambda board: post(board, next(numbers)))))
    return times


def class_figures(database: Database) -> Iterator[Figure]:
    """What a class takes that draws every 4 s and posts every 20, with the board on a projector."""
    database.client().flushall()
    with serving(APP, SIAMESE_BOARD=database.url) as server:
        asyncio.run(lesson(server.url, STROKE_EVERY))  # what is loaded once
        before = processor_seconds(server), database_seconds(database), calls(database)
        started = time.perf_counter()
        asyncio.run(lesson(server.url, LESSON))
        took = time.perf_counter() - started
        after = processor_seconds(server), database_seconds(database), calls(database)
        used, used_by_database, asked = (new - old for new, old in zip(after, before, strict=True))
        yield Figure("of a core's time, the server", "%", 100 * used / took)
        yield Figure("of a core's time, the database", "%", 100 * used_by_database / took)
        yield Figure("commands to the database in a second", "", asked / took)
        yield Figure("memory of the server", "MB", server.memory())


async def lesson(url: str, seconds: float) -> None:
    """A class takes part for some seconds, and the board is open."""
    async with students(url, CLASS) as everyone, students(url, 1, path="board") as [board]:
        await asyncio.gather(*(take_part(one, seconds) for one in everyone), watch(board, seconds))


async def take_part(someone: Student, seconds: float) -> None:
    """Draws and posts as long as the lesson takes, and follows the class in between."""
    await watch(someone, RNG.uniform(0, STROKE_EVERY))
    for stroke in range(1, round(seconds / STROKE_EVERY) + 1):
        for side in SIDES if stroke == 1 else SIDES[stroke % 2 :][:1]:
            await draw_new(someone, side, RNG)
        if not stroke % STROKES_A_POST:
            checked(await someone.use("post_different"))
        await watch(someone, STROKE_EVERY)


async def watch(someone: Student, seconds: float) -> None:
    """Looks at an open page, which runs again by itself."""
    async for run in someone.follow(seconds):
        checked(run)


def processor_seconds(server: Server) -> float:
    """That the server has used so far."""
    times = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


def database_seconds(database: Database) -> float:
    """Processor time that the database has used so far, in seconds."""
    used = database.client().info("cpu")
    return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


def calls(database: Database) -> int:
    """Commands that were asked of the database so far."""
    return int(database.client().info("stats")["total_commands_processed"])


if __name__ == "__main__":
    main()
