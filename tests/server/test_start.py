"""A server that was just started, and a class that is there at once."""

import asyncio
import os
import re
import subprocess
import sys
from urllib.parse import unquote

import pytest

from pages.parts.shared.classroom.teacher import SHORTEST
from tests.server.driver import ROOT, free_port, run_students, running_app, student

PATHS = (
    "",
    "weight_sharing",
    "contrastive_loss",
    "training",
    "embedding_map",
    "verification",
    "one_example",
    "board",
    "quiz",
)


async def titles_of_pages(url: str, path: str) -> set[str]:
    """The paths that the navigation of a page offers, opened by a link."""
    async with student(url, path=path) as someone:
        assert someone.opened.exceptions == ()
        return set(someone.pages)


def test_every_page_of_the_first_students_has_the_navigation() -> None:
    async def open_at_once(url: str) -> list[set[str]]:
        return await asyncio.gather(*(titles_of_pages(url, path) for path in 4 * PATHS))

    with running_app() as server:
        assert run_students(open_at_once(server.url)) == 4 * len(PATHS) * [set(PATHS)]


def started(**environment: str) -> subprocess.Popen[str]:
    """A server of which the window is read."""
    port = f"--server.port={free_port()}"
    return subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", port],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("key", ["a key of the school", "short", ""])
def test_a_server_prints_the_teachers_link_before_anybody_opens_a_page(key: str) -> None:
    with started(SIAMESE_TEACHER_KEY=key) as server:
        assert server.stdout is not None
        line = next(line for line in server.stdout if "/board?teacher=" in line)
        server.terminate()
    shown = unquote(line.strip().rpartition("=")[2])
    if len(key) >= SHORTEST:
        assert shown == key
    else:
        assert shown != key
        assert len(shown) >= 22  # 128 bits by chance
    assert ("needs at least" in line) == (0 < len(key) < SHORTEST)


def test_a_window_with_few_letters_and_a_path_of_its_own_get_the_link_too() -> None:
    with started(PYTHONIOENCODING="ascii", STREAMLIT_SERVER_BASE_URL_PATH="/school/") as server:
        assert server.stdout is not None
        line = next(line for line in server.stdout if "?teacher=" in line)
        server.terminate()
    assert re.search(r"http://localhost:\d+/school/board\?teacher=", line)


def test_a_server_without_a_place_for_the_board_ends_and_says_what_to_do() -> None:
    with started(SIAMESE_BOARD="somewhere") as server:
        said, _ = server.communicate(timeout=60)
    assert server.returncode != 0
    assert "SIAMESE_BOARD cannot be used. It has to be redis://" in said
