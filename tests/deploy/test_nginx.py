"""A class on two replicas, through the nginx configuration of `deploy/`."""

import asyncio
import gzip
import re
from collections import Counter
from contextlib import AsyncExitStack
from http.client import HTTPResponse
from itertools import cycle, islice, permutations
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import as_text
from pages.parts.shared.examples import STROKES, example_drawing
from pages.parts.shared.numbers import number
from siamese_core import load_twins
from tests.deploy.driver import Site, running_site
from tests.server.driver import Student, run_students, student

CLASS = 40
PAIRS = list(islice(cycle(permutations(STROKES, 2)), CLASS))  # what each student draws


@pytest.fixture
def site(tmp_path):
    with running_site(tmp_path) as site:
        yield site


def get(url: str, **headers: str) -> HTTPResponse:
    return urlopen(Request(url, headers=headers))  # noqa: S310  our own server


def take_seats(site: Site) -> list[str]:
    """Every student opens the page, and the browser keeps the cookie that comes with it."""
    return [get(site.url).headers["Set-Cookie"].partition(";")[0] for _ in range(CLASS)]


def right_distance(left: str, right: str) -> str:
    twins = load_twins("cnn_contrastive", shared=True)
    pictures = [picture_of(as_text(example_drawing(name, "left"))) for name in (left, right)]
    return number(twins.compare(*pictures).distance)


async def draw(someone: Student, left: str, right: str) -> str:
    await someone.draw("left", example_drawing(left, "left"))
    await someone.draw("right", example_drawing(right, "right"))
    return someone.text_of("distance")


def test_every_student_keeps_a_replica_and_both_have_students(site):
    async def visit(seat, pair):
        async with student(site.url, cookie=seat) as someone:
            assert await draw(someone, *pair) == right_distance(*pair)

    async def lesson(seats):
        await asyncio.gather(*map(visit, seats, PAIRS))
        await asyncio.gather(
            *map(visit, reversed(seats), PAIRS)
        )  # everybody comes again, and in another order

    run_students(lesson(take_seats(site)))
    visits = site.visits(2 * CLASS)
    assert len(visits) == CLASS
    assert all(first == second for first, second in visits.values())
    students = Counter(first for first, _ in visits.values())
    assert set(students) == {replica.url for replica in site.replicas}
    assert min(students.values()) >= CLASS / 8  # seats are by chance


def test_a_dead_replicas_students_come_back_on_the_other(site):
    dead, alive = site.replicas

    async def lesson(seats):
        async with AsyncExitStack() as open_pages:
            students = [
                await open_pages.enter_async_context(student(site.url, cookie=seat)) for seat in seats
            ]
            await asyncio.gather(
                *(draw(someone, *pair) for someone, pair in zip(students, PAIRS, strict=True))
            )
            dead.process.kill()
            dead.process.wait()
            return await asyncio.gather(*map(go_on, students, seats, PAIRS))

    async def go_on(someone, seat, pair):
        """Draws once more; True for one who had to connect again."""
        try:
            assert await draw(someone, *pair) == right_distance(*pair)
            return False
        except (ConnectionClosed, ConnectionError):
            async with student(site.url, cookie=seat) as someone:
                assert await draw(someone, *pair) == right_distance(*pair)
                return True

    seats = take_seats(site)
    came_back = dict(zip(seats, run_students(lesson(seats)), strict=True))
    assert set(came_back.values()) == {True, False}
    visits = site.visits(CLASS + sum(came_back.values()))
    for seat, again in came_back.items():
        assert visits[seat.partition("=")[2]] == ([dead.url, alive.url] if again else [alive.url])


def test_scripts_are_compressed_and_the_same_on_both_replicas(site):
    scripts = re.findall(r'"\./(static/[^"]+\.(?:js|css))"', get(site.url).read().decode())
    assert scripts
    sent, unpacked = 0, 0
    for script in scripts:
        answer = get(f"{site.url}/{script}", **{"Accept-Encoding": "gzip"})
        body = answer.read()
        sent += len(body)
        if answer.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        unpacked += len(body)
        assert [get(f"{replica.url}/{script}").read() for replica in site.replicas] == [body, body]
    assert sent < unpacked / 3


def test_who_keeps_no_cookies_keeps_a_replica_too(site):
    async def lesson():
        for _ in range(4):
            async with student(site.url):
                pass

    run_students(lesson())
    (visits,) = site.visits(4).values()
    assert len(set(visits)) == 1


def test_websockets_are_opened_by_pages_of_the_same_address_alone(site):
    async def lesson(origin):
        here = {"host": "127.0.0.1", "port": urlsplit(site.url).port}
        async with connect("ws://school.example:8080/_stcore/stream", origin=origin, **here):
            pass

    run_students(lesson("http://school.example:8080"))
    with pytest.raises(InvalidStatus, match="403"):
        run_students(lesson("http://elsewhere.example"))


def test_the_teachers_key_is_in_no_log(site):
    async def lesson():
        seat = "playground_seat=teacher"
        get(f"{site.url}/board?teacher=wanted-by-many", Cookie=seat)
        get(f"{site.url}/_stcore/health?teacher=wanted-by-many", Cookie=seat)
        async with student(site.url, path="board", query="teacher=wanted-by-many", cookie=seat):
            pass

    run_students(lesson())
    assert site.visits(1).keys() == {"teacher"}
    assert site.replica_of("teacher") in site.replicas
    log = site.log.read_text()
    assert '"GET /board"' in log
    assert "wanted-by-many" not in log
