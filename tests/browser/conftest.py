"""One server and one browser for all browser tests; a new page, which is a new student, for each."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driver import CHROMIUM, TEACHERS_KEY, running_browser
from tests.programs import require
from tests.server.driver import running_app


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    with running_app(SIAMESE_TEACHER_KEY=TEACHERS_KEY) as server:
        yield server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    require(
        CHROMIUM,
        "No Chromium was found; install it (Debian: apt-get install chromium) to run the browser tests.",
    )
    with running_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a projector's laptop. The test fails if a script on the page does."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    page.close()
    assert problems == []
