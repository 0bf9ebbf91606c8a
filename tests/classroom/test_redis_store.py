"""A board in a real Redis that is asked seldom, dies, hangs, comes back, and holds what it should not."""

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from traceback import format_exception

import pytest

from pages.parts.shared.classroom import redis_store
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.records import LONGEST_DRAWING, MOST_POSTS
from pages.parts.shared.classroom.redis_store import (
    ANSWER,
    AWAY,
    CONNECT,
    DOCUMENT,
    DRAWINGS,
    KEPT,
    KEYS,
    LONGEST_DOCUMENT,
    LOOK_EVERY,
    LOOK_MEANWHILE,
    RESERVE_AFTER,
    RESERVED,
    RESERVED_FOR,
    STAMP,
    RedisStore,
)
from pages.parts.shared.classroom.store import BoardError
from tests.classroom.driver import Clock, drawn, found, key_of, running_redis
from tests.server.driver import ROOT, free_port

NOON = 1_000.0
LATER = LOOK_EVERY + 0.01  # seconds until a look asks again
SECRET = "never-to-be-seen"  # noqa: S105
LONGEST_WAIT = CONNECT + ANSWER + 0.5  # seconds; the half for a busy machine


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(empty_database, clock):
    return RedisStore(empty_database.url, clock)


@pytest.fixture
def mortal(tmp_path):
    """A Redis that a test may kill."""
    with running_redis(tmp_path) as database:
        yield database


def post(store, student=1, distance=0.5, digit="3", now=NOON):
    return store.change(lambda board: board.post(key_of(student), True, found(distance), drawn(digit), now))


def calls(database, command):
    """How often a command was asked of the database."""
    return database.client().info("commandstats").get(f"cmdstat_{command}", {"calls": 0})["calls"]


def is_away(store):
    """Whether a look says that there is no board, and at once."""
    started = perf_counter()
    with pytest.raises(BoardError):
        store.look()
    return perf_counter() - started < 0.1


def ask_again(store, clock):
    """Waits until a thread has asked a database that was away whether it is back."""
    clock.now += AWAY
    assert is_away(store)  # the page that lets it ask does not wait for it
    with store._lock:
        pass


# How often it is asked


def test_open_boards_ask_once_in_a_while_and_fetch_what_changed(empty_database, clock, store):
    other = RedisStore(empty_database.url)
    post(other)
    store.look()
    asked, fetched = calls(empty_database, "get"), calls(empty_database, "getrange")
    for _ in range(40):
        store.look()
    assert (calls(empty_database, "get"), calls(empty_database, "getrange")) == (asked, fetched)
    clock.now += LATER
    for _ in range(40):
        store.look()
    assert (calls(empty_database, "get"), calls(empty_database, "getrange")) == (asked + 1, fetched)
    second = post(other, student=2)
    clock.now += LATER
    assert store.look().posts[-1] == second
    assert calls(empty_database, "getrange") == fetched + 1


def test_drawings_are_fetched_once_and_forgotten_with_their_post(empty_database, store):
    post(RedisStore(empty_database.url))
    fetched = calls(empty_database, "hget")
    for _ in range(3):
        assert store.drawings(1) == drawn()
    assert calls(empty_database, "hget") == fetched + 1
    store.change(Board.clear)
    assert store.drawings(1) is None
    assert store._drawings == {}


def test_who_comes_while_another_thread_asks_gets_the_board_of_a_moment_ago(clock, store):
    board = store.look()
    clock.now += LATER
    with store._lock:
        assert store.look() is board


def test_who_waits_too_long_for_the_others_gets_no_board(clock, store, monkeypatch):
    monkeypatch.setattr(redis_store, "QUEUE", 0.01)
    store.look()
    clock.now += LOOK_MEANWHILE
    with store._lock:
        for ask in (store.look, lambda: post(store)):
            with pytest.raises(BoardError):
                ask()
    assert post(store).number == 1


def test_drawings_of_posts_that_make_room_are_gone_from_the_database(empty_database, store):
    def fill(board):
        for student in range(MOST_POSTS):
            board.post(key_of(student), True, found(0.5), drawn(), NOON)

    store.change(fill)
    client = empty_database.client()
    assert client.hlen(DRAWINGS) == MOST_POSTS
    post(store, student=MOST_POSTS)
    assert client.hlen(DRAWINGS) == MOST_POSTS
    assert not client.hexists(DRAWINGS, "1")
    store.change(Board.clear)
    assert client.hlen(DRAWINGS) == 0

    def fill_and_clear(board):
        fill(board)
        board.clear()

    store.change(fill_and_clear)
    assert client.hlen(DRAWINGS) == 0


def test_a_change_that_another_server_was_faster_than_begins_again(empty_database, store):
    other, seen = RedisStore(empty_database.url), []

    def slow(board):
        seen.append(len(board.posts))
        if len(seen) == 1:
            post(other, student=2)
        return board.post(key_of(1), True, found(0.5), drawn(), NOON)

    assert store.change(slow).number == 2
    assert seen == [0, 1]
    assert [each.student for each in store.look().posts] == [key_of(2), key_of(1)]


def test_a_server_that_others_are_always_faster_than_reserves_a_change(empty_database, store):
    other, was_faster = RedisStore(empty_database.url), []

    def slow(board):
        other._refresh()
        rival = other._board.another()
        rival.join(key_of(len(was_faster)))
        was_faster.append(other._put(rival))
        return board.post(key_of(99), True, found(0.5), drawn(), NOON)

    assert store.change(slow).number == 1
    assert was_faster == [True] * RESERVE_AFTER + [False]
    assert post(other, student=2).number == 2  # it is reserved no longer


def test_what_is_reserved_for_a_server_that_died_is_free_again(empty_database, store):
    empty_database.client().set(RESERVED, "who is gone", px=RESERVED_FOR)
    assert post(store).number == 1
    assert empty_database.client().get(RESERVED) is None


def test_what_was_changed_is_seen_at_once_by_who_changed_it(store):
    number = post(store).number
    assert [each.number for each in store.look().posts] == [number]


# What is kept, and where


def test_everything_is_gone_twelve_hours_after_the_last_change(empty_database, store):
    post(store)
    client = empty_database.client()
    assert sorted(client.keys()) == sorted(KEYS)
    for key in KEYS:
        client.expire(key, 100)
    post(store, student=2)
    assert {client.ttl(key) for key in KEYS} <= {KEPT, KEPT - 1}
    assert KEPT == 12 * 60 * 60


def test_every_numbered_database_holds_another_board(empty_database):
    classes = [RedisStore(empty_database.url.replace("/0", f"/{number}")) for number in (0, 3)]
    post(classes[0])
    assert [len(store.look().posts) for store in classes] == [1, 0]


def test_a_database_that_was_emptied_holds_an_empty_board(empty_database, clock, store):
    post(store, digit="3")
    assert store.drawings(1) == drawn("3")
    empty_database.client().flushall()
    post(RedisStore(empty_database.url), student=2, digit="7")
    clock.now += LATER
    assert [each.student for each in store.look().posts] == [key_of(2)]
    assert store.drawings(1) == drawn("7")


def test_a_full_database_takes_no_post_and_keeps_those_it_has(tmp_path):
    with running_redis(tmp_path, "--maxmemory-policy", "noeviction") as full:
        clock = Clock()
        store = RedisStore(full.url, clock)
        post(store)
        full.client().config_set("maxmemory", 1)
        with pytest.raises(BoardError):
            post(store, student=2)
        full.client().config_set("maxmemory", 0)
        ask_again(store, clock)
        assert [each.number for each in store.look().posts] == [1]
        assert post(store, student=2).number == 2


# When it is away


def test_a_board_is_away_with_its_database_and_comes_back_with_it(mortal, clock):
    store = RedisStore(mortal.url, clock)
    post(store)
    mortal.kill()
    clock.now += LATER
    assert is_away(store)
    for ask in (lambda: post(store, student=2), lambda: store.drawings(1)):
        with pytest.raises(BoardError):
            ask()
    mortal.start()
    assert is_away(store)  # nothing is asked for two seconds
    ask_again(store, clock)
    assert [each.student for each in store.look().posts] == [key_of(1)]
    assert store.drawings(1) == drawn()
    assert post(store, student=2).number == 2


def test_a_database_that_is_never_there_is_said_once(clock, caplog):
    store = RedisStore(f"redis://127.0.0.1:{free_port()}", clock)
    assert is_away(store)  # nobody listens, which is known at once
    for _ in range(3):
        ask_again(store, clock)
    assert is_away(store)
    assert [record.message for record in caplog.records] == [
        f"The class board in {store._place} cannot be reached: ConnectionError"
    ]


def test_a_database_that_hangs_lets_the_first_wait_and_nobody_after_that(mortal, clock):
    store = RedisStore(mortal.url, clock)
    post(store)
    clock.now += LOOK_MEANWHILE
    mortal.process.send_signal(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(10) as threads:
            assert max(threads.map(seconds_until_away, [store] * 10)) < LONGEST_WAIT
            clock.now += AWAY
            assert max(threads.map(seconds_until_away, [store] * 10)) < ANSWER / 2
            assert store._lock.locked()  # it is being asked
        with store._lock:  # it was asked in vain
            pass
    finally:
        mortal.process.send_signal(signal.SIGCONT)
    ask_again(store, clock)
    assert len(store.look().posts) == 1


def seconds_until_away(store):
    started = perf_counter()
    with pytest.raises(BoardError):
        store.look()
    return perf_counter() - started


# What others wrote there


def test_anything_else_in_the_database_is_no_board(empty_database, clock, store):
    post(store)
    client = empty_database.client()
    document = client.get(DOCUMENT)
    for text in (
        "",
        "{}",
        "[" * 100_000,
        "1" * 5_000,
        '{"version": 1}',
        document[:-1],
        "x" * LONGEST_DOCUMENT,
        "\ud7ff",
    ):
        client.set(DOCUMENT, text or " ")
        client.set(STAMP, f"of {text[:5]}")
        reader = RedisStore(empty_database.url, clock)
        assert is_away(reader)
        with pytest.raises(BoardError):
            post(reader, student=2)
    clock.now += LATER
    assert is_away(store)
    client.set(DOCUMENT, document)
    ask_again(store, clock)
    assert len(store.look().posts) == 1


@pytest.mark.parametrize("distance", [float("nan"), float("inf")])
def test_what_could_not_be_read_again_is_not_written(empty_database, store, distance):
    post(store)
    with pytest.raises(BoardError):
        post(store, student=2, distance=distance)
    assert [len(each.look().posts) for each in (store, RedisStore(empty_database.url))] == [1, 1]


def test_bytes_and_other_kinds_of_values_are_no_board(empty_database):
    client = empty_database.client()
    for key in (DOCUMENT, STAMP):
        client.flushall()
        client.set(STAMP, "another")
        client.set(key, b"\xff\xfe")
        assert is_away(RedisStore(empty_database.url))
        client.delete(key)
        client.rpush(key, "a list")
        assert is_away(RedisStore(empty_database.url))


def test_drawings_that_cannot_be_drawn_are_none(empty_database, store):
    post(store)
    client = empty_database.client()
    left, right = drawn()
    too_long = left.ljust(LONGEST_DRAWING + 1)
    for both in (
        None,
        [],
        [left],
        [left, right, right],
        [left, 3],
        ["[{}]", right],
        ["[", right],
        [too_long, right],
        [left, "[" * 10_000],
    ):
        client.hset(DRAWINGS, "1", json.dumps(both))
        assert store.drawings(1) is None
    client.hset(DRAWINGS, "1", "[")
    assert store.drawings(1) is None
    client.hset(DRAWINGS, "1", json.dumps([left, right]))
    assert store.drawings(1) == (left, right)


# Addresses and passwords


@pytest.mark.parametrize(
    "where",
    [
        f"http://:{SECRET}@localhost:6379/0",
        f"redis://:{SECRET}@localhost:port/0",
        f"redis://:a/{SECRET}@localhost:6379/0",
        f"redis://:{SECRET}@localhost:6379/zero",
        f"redis://:{SECRET}@/0",
        f"redis://:{SECRET}@[localhost/0",
        f"redis://:{SECRET}@localhost?socket_timeout=60",
        f"unix://?password={SECRET}",
        SECRET,
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_its_password(where):
    with pytest.raises(RuntimeError, match="SIAMESE_BOARD cannot be used") as told:
        RedisStore(where)
    assert SECRET not in "".join(format_exception(told.value))


@pytest.mark.parametrize("password", ["", f":{SECRET}-not@", f"somebody:{SECRET}@"])
def test_a_wrong_password_is_a_board_that_cannot_be_reached_and_goes_nowhere(
    tmp_path, caplog, capfd, password
):
    with running_redis(tmp_path, "--requirepass", SECRET) as guarded:
        store = RedisStore(f"redis://{password}127.0.0.1:{guarded.port}/0")
        with pytest.raises(BoardError) as told:
            store.look()
        (record,) = caplog.records
        assert "Authentication" in record.message
        assert str(guarded.port) in record.message
        right = RedisStore(f"redis://:{SECRET}@127.0.0.1:{guarded.port}/0")
        assert post(right).number == 1
    for text in ("".join(format_exception(told.value)), caplog.text, *capfd.readouterr()):
        assert SECRET not in text


def test_without_the_client_it_is_said_how_to_get_it():
    server = (
        "import sys; sys.modules['redis'] = None; "
        "from pages.parts.shared.classroom.class_board import class_board; class_board()"
    )
    told = subprocess.run(
        [sys.executable, "-c", server],
        cwd=ROOT,
        env={"SIAMESE_BOARD": f"redis://:{SECRET}@localhost"},
        capture_output=True,
        text=True,
    )
    last = told.stderr.strip().splitlines()[-1]
    assert last.startswith(
        "RuntimeError: With SIAMESE_BOARD a server needs the client for Redis: pip install"
    )
    assert SECRET not in told.stderr
