"""Wherever the board is kept, it keeps the same rules: in the server's memory, or in a real Redis."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.records import (
    LONGEST_DRAWING,
    MOST_CHARACTERS,
    MOST_POSTS,
    MOST_STUDENTS,
    PAUSE,
    RefusedError,
)
from tests.classroom.driver import drawn, found, key_of

THREADS, CHANGES = 8, 20
NOON = 1_000.0  # seconds; any moment but the first two of 1970


def post_many(board: Board, first: int, how_many: int, length: int | None = None) -> None:
    """So many posts, of ten students each, with distances that tell which post it is."""
    for number in range(first, first + how_many):
        board.post(
            key_of(number // 10), True, found(number / 1000), drawn("3", length), NOON + number * PAUSE
        )


def test_the_board_is_empty_at_first(store):
    board = store.look()
    assert (board.posts, board.students, board.answers, board.challenges) == ([], {}, {}, [])
    assert store.drawings(1) is None


def test_what_one_server_puts_on_the_board_the_other_shows(servers):
    one, other = servers
    post = one.change(lambda board: board.post(key_of(1), True, found(0.25), drawn("3"), now=NOON))
    assert other.look().posts == [post]
    assert other.drawings(1) == drawn("3")
    second = other.change(lambda board: board.post(key_of(2), False, found(0.5), drawn("4"), now=NOON))
    assert one.look().posts == [post, second]
    assert (post.number, second.number) == (1, 2)
    assert one.drawings(2) == drawn("4")


def test_everything_on_the_board_comes_back_from_where_it_is_kept(servers):
    one, other = servers

    def lesson(board):
        board.start_challenge("far", 60, "cnn_contrastive", "shared", now=NOON)
        board.post(key_of(1), True, found(0.25), drawn(), now=NOON + 1)
        board.post(key_of(2), False, found(0.75, familiar=False), drawn(), now=NOON + 2)
        board.hide(2)
        board.answer(key_of(1), "predict_same", True)
        board.answer(key_of(2), "predict_same", False)
        board.finish_quiz(key_of(2), 6)
        board.set(names_shown=True, address="http://192.168.1.20:8501")

    one.change(lesson)
    board = other.look()
    assert [(post.number, post.hidden, post.challenge) for post in board.posts] == [
        (1, False, 1),
        (2, True, None),
    ]
    assert board.answers == {"predict_same": (2, 1)}
    assert [student.quiz for student in board.students.values()] == [None, 6]
    assert board.settings.names_shown
    assert board.settings.address == "http://192.168.1.20:8501"
    assert board.challenge(NOON + 59.9) == board.challenges[0]
    assert board.challenge(NOON + 60) is None
    assert board.holds_the_same_as(one.look())


def test_a_full_board_drops_its_oldest_posts_and_their_drawings(servers):
    one, other = servers
    one.change(lambda board: post_many(board, 0, MOST_POSTS))
    assert other.drawings(1) == drawn()
    one.change(lambda board: post_many(board, MOST_POSTS, 3))
    assert [post.number for post in other.look().posts] == list(range(4, MOST_POSTS + 4))
    assert [other.drawings(number) for number in (1, 3)] == [None, None]
    assert other.drawings(4) == other.drawings(MOST_POSTS + 3) == drawn()


def test_drawings_take_ten_megabytes_at_most(servers):
    one, other = servers
    fit = MOST_CHARACTERS // (2 * LONGEST_DRAWING)
    assert fit < MOST_POSTS
    one.change(lambda board: post_many(board, 0, fit + 2, LONGEST_DRAWING))
    board = other.look()
    assert [post.number for post in board.posts] == list(range(3, fit + 3))
    assert sum(post.characters for post in board.posts) == MOST_CHARACTERS
    assert other.drawings(2) is None
    assert other.drawings(3) == drawn("3", LONGEST_DRAWING)


def test_the_students_who_make_room_are_those_who_posted_nothing(servers):
    one, other = servers

    def come(board):
        board.post(key_of(0), True, found(0.5), drawn(), now=NOON)
        for student in range(1, MOST_STUDENTS + 1):
            board.join(key_of(student))

    one.change(come)
    students = other.look().students
    assert len(students) == MOST_STUDENTS
    assert key_of(0) in students
    assert key_of(1) not in students
    assert len({student.name for student in students.values()}) == MOST_STUDENTS


def test_changes_from_many_threads_of_two_servers_all_count(servers):
    def post(thread):
        for key in map(key_of, range(CHANGES * thread, CHANGES * (thread + 1))):
            servers[thread % 2].change(
                lambda board, key=key: board.post(key, True, found(0.5), drawn(), NOON)
            )

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(post, range(THREADS)))
    one, other = (store.look() for store in servers)
    assert one.holds_the_same_as(other)
    assert [post.number for post in one.posts] == list(range(1, THREADS * CHANGES + 1))
    assert {post.student for post in one.posts} == set(map(key_of, range(THREADS * CHANGES)))
    assert len({student.name for student in one.students.values()}) == THREADS * CHANGES
    assert {servers[0].drawings(post.number) for post in one.posts} == {drawn()}


def test_a_change_that_raises_changes_nothing(servers):
    one, other = servers
    one.change(lambda board: board.post(key_of(1), True, found(0.25), drawn(), now=NOON))
    before = other.look()

    def too_soon(board):
        board.set(paused=False, names_shown=True)
        board.post(key_of(1), True, found(0.5), drawn(), now=NOON + PAUSE / 2)

    with pytest.raises(RefusedError, match="too_soon"):
        one.change(too_soon)
    for store in servers:
        assert store.look().holds_the_same_as(before)
        assert store.look().version == before.version


def test_a_change_that_changes_nothing_is_none(servers):
    one, other = servers
    one.change(lambda board: board.answer(key_of(1), "verdict", True))
    before = other.look()
    assert one.change(lambda board: board.join(key_of(1))) == before.students[key_of(1)]
    one.change(
        lambda board: board.answer(key_of(1), "verdict", False)
    )  # the second answer, so it does not count
    assert other.look() is before


def test_a_board_that_was_looked_at_does_not_change(store):
    numbers = count(1)
    boards = []
    for _ in range(3):
        boards.append(store.look())
        store.change(lambda board: board.post(key_of(next(numbers)), True, found(0.5), drawn(), now=NOON))
    assert [len(board.posts) for board in boards] == [0, 1, 2]
    assert [len(board.students) for board in boards] == [0, 1, 2]


def test_a_cleared_board_keeps_what_was_set_and_no_drawings(servers):
    one, other = servers

    def lesson(board):
        board.set(address="http://10.0.0.7:8501")
        post_many(board, 0, 2)

    one.change(lesson)
    other.change(Board.clear)
    board = one.look()
    assert (board.posts, board.students, board.answers, board.challenges) == ([], {}, {}, [])
    assert board.settings.address == "http://10.0.0.7:8501"
    assert one.drawings(1) is None
    one.change(lambda board: board.post(key_of(1), True, found(0.5), drawn("7"), now=NOON))
    assert other.look().posts[0].number == 3  # a number is given once
    assert other.drawings(3) == drawn("7")
