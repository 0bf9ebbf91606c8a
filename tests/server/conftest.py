"""One server for the tests that do not end it."""

from collections.abc import Iterator

import pytest

from tests.server.driver import Server, running_app


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_app() as server:
        yield server
