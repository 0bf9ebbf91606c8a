"""A server that was just started, and a class that is there at once."""

import asyncio

from tests.server.driver import run_students, running_app, student

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
