"""The stores, each with an empty board."""

from itertools import count

import pytest

from pages.parts.shared.classroom.store import MemoryStore
from tests.classroom.driver import running_redis


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """A Redis for all tests that do not end it."""
    with running_redis(tmp_path_factory.mktemp("redis")) as database:
        yield database


@pytest.fixture
def empty_database(database):
    database.client().flushall()
    return database


@pytest.fixture(params=["memory", "redis"])
def servers(request):
    """Two of a site's servers, as far as the board sees them: two stores of one board in Redis. With the
    board in memory there is one server, so it is the same store twice.
    """
    if request.param == "memory":
        store = MemoryStore()
        return store, store
    from pages.parts.shared.classroom.redis_store import RedisStore

    url = request.getfixturevalue("empty_database").url
    return tuple(RedisStore(url, clock=count().__next__) for _ in range(2))  # every look is a second later


@pytest.fixture
def store(servers):
    return servers[0]
