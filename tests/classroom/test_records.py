"""The board's rules, and what is read of a board that others may have written."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.from_json import board_from_json
from pages.parts.shared.classroom.names import ANIMALS, COLOURS, FREE_NAMES, name_of
from pages.parts.shared.classroom.records import (
    DURATIONS,
    KINDS,
    MOST_CHALLENGES,
    MOST_STUDENTS,
    PAUSE,
    POSTS_OF_A_STUDENT,
    QUESTIONS,
    RefusedError,
)
from siamese_core.designs import DESIGNS, SHARINGS
from tests.classroom.driver import drawn, found, key_of

NOON = 1_000.0
ANN, BEN, CEM, DOA = map(key_of, range(4))


@pytest.fixture
def board():
    return Board()


def post(board, student, said, compared, now=NOON):
    return board.post(student, said, compared, drawn(), now)


# Posting


def test_the_twins_are_fooled_where_the_student_says_otherwise(board):
    told = [(said, same) for said in (True, False) for same in (True, False)]
    posts = [post(board, key_of(each), said, found(0.5, same)) for each, (said, same) in enumerate(told)]
    assert [each.fooled for each in posts] == [False, True, True, False]
    assert [board.students[key_of(each)].fooled for each in range(4)] == [0, 1, 1, 0]


def test_a_student_posts_once_in_two_seconds(board):
    post(board, ANN, True, found(0.1))
    with pytest.raises(RefusedError, match="too_soon"):
        post(board, ANN, True, found(0.2), NOON + PAUSE - 0.01)
    post(board, BEN, True, found(0.2), NOON + PAUSE - 0.01)  # others do not wait for Ann
    post(board, ANN, True, found(0.2), NOON + PAUSE)
    assert [each.student for each in board.posts] == [ANN, BEN, ANN]


def test_a_student_posts_fifty_times_in_all(board):
    for number in range(POSTS_OF_A_STUDENT):
        post(board, ANN, True, found(number), NOON + number * PAUSE)
    with pytest.raises(RefusedError, match="too_many"):
        post(board, ANN, True, found(POSTS_OF_A_STUDENT), NOON + POSTS_OF_A_STUDENT * PAUSE)
    assert POSTS_OF_A_STUDENT == 50 == len(board.posts)


def test_nobody_posts_while_it_is_paused(board):
    board.set(paused=True)
    with pytest.raises(RefusedError, match="paused"):
        post(board, ANN, True, found(0.1))
    board.set(paused=False)
    assert post(board, ANN, True, found(0.1)).number == 1


def test_a_pair_is_shown_once_and_can_be_entered_for_a_challenge(board):
    post(board, ANN, True, found(0.1))
    with pytest.raises(RefusedError, match="again"):
        post(board, ANN, True, found(0.1), NOON + 2)
    post(board, BEN, True, found(0.1), NOON + 2)  # somebody else's
    board.start_challenge("far", 60, "cnn_contrastive", "shared", NOON + 3)
    assert post(board, ANN, True, found(0.1), NOON + 4).number == 1
    with pytest.raises(RefusedError, match="again"):
        post(board, ANN, True, found(0.1), NOON + 6)
    assert [(each.student, each.challenge) for each in board.posts] == [(ANN, 1), (BEN, None)]
    assert board.students[ANN].posts == 1


def test_a_student_can_tell_another_truth_of_a_pair_but_not_bring_a_hidden_one_back(board):
    board.start_challenge("far", 60, "cnn_contrastive", "shared", NOON)
    post(board, ANN, True, found(0.9, same=False))
    assert (board.posts[0].challenge, board.students[ANN].fooled) == (1, 1)
    post(board, ANN, False, found(0.9, same=False), NOON + 2)
    (only,) = board.posts
    assert (only.said, only.fooled, only.challenge) == (False, False, None)
    assert (board.students[ANN].posts, board.students[ANN].fooled) == (1, 0)
    board.hide(only.number)
    with pytest.raises(RefusedError, match="again"):
        post(board, ANN, True, found(0.9, same=False), NOON + 4)
    assert board.posts == [replace(only, hidden=True)]


def test_a_post_that_was_refused_counts_for_nothing(board):
    post(board, ANN, False, found(0.1, same=True))
    before = board.students[ANN]
    with suppress(RefusedError):
        post(board, ANN, False, found(0.1, same=True), NOON + PAUSE)
    assert board.students[ANN] == before
    assert (before.posts, before.fooled, before.posted_at) == (1, 1, NOON)


def test_a_hidden_post_is_the_teachers_alone(board):
    for student in (ANN, BEN):
        post(board, student, True, found(0.1))
    board.hide(1)
    assert [each.number for each in board.shown()] == [2]
    assert [each.number for each in board.shown(hidden=True)] == [1, 2]
    board.hide(1, hidden=False)
    assert [each.number for each in board.shown()] == [1, 2]


# Challenges


@pytest.mark.parametrize(("kind", "best_first"), [("far", [0.9, 0.6, 0.3]), ("close", [0.3, 0.6, 0.9])])
def test_the_best_pair_of_every_student_is_in_order(board, kind, best_first):
    challenge = board.start_challenge(kind, 300, "cnn_contrastive", "shared", NOON)
    worst = {"far": 0.1, "close": 1.0}[kind]
    for student, distance in ((ANN, 0.6), (BEN, 0.9), (CEM, 0.3)):
        post(board, student, KINDS[kind], found(distance), NOON)
        post(board, student, KINDS[kind], found(worst), NOON + PAUSE)
    assert [each.compared.distance for each in board.entries(challenge)] == best_first


@pytest.mark.parametrize("kind", KINDS)
def test_of_equal_pairs_the_first_is_the_first(board, kind):
    challenge = board.start_challenge(kind, 300, "cnn_contrastive", "shared", NOON)
    for student in (CEM, ANN, BEN):
        post(board, student, KINDS[kind], found(0.5), NOON)
    assert [each.student for each in board.entries(challenge)] == [CEM, ANN, BEN]


def test_only_pairs_that_the_challenge_asks_for_count(board):
    challenge = board.start_challenge("far", 60, "cnn_contrastive", "shared", NOON)
    pairs = {
        "said": (False, found(0.9)),
        "twins": (True, found(0.9, sharing="unshared")),
        "strange": (True, found(0.9, familiar=False)),
        None: (True, found(0.2)),
    }
    for number, (reason, (said, compared)) in enumerate(pairs.items()):
        assert challenge.why_not(said, compared) == reason
        post(board, key_of(number), said, compared)
    assert [each.number for each in board.entries(challenge)] == [4]
    assert len(board.posts) == 4  # on the board they all are


def test_a_hidden_pair_does_not_win(board):
    challenge = board.start_challenge("close", 60, "cnn_contrastive", "shared", NOON)
    for student, distance in ((ANN, 0.1), (BEN, 0.2)):
        post(board, student, False, found(distance))
    board.hide(1)
    assert [each.student for each in board.entries(challenge)] == [BEN]


def test_a_challenge_ends_with_its_time_or_by_the_teacher_or_by_the_next(board):
    first = board.start_challenge("far", 60, "cnn_contrastive", "shared", NOON)
    assert board.challenge(NOON + 59.9) == first
    assert board.challenge(NOON + 60) is None
    board.stop_challenge(NOON + 20)
    assert board.challenge(NOON + 20) is None
    second = board.start_challenge("close", 60, "cnn_contrastive", "shared", NOON + 30)
    third = board.start_challenge("far", 60, "cnn_contrastive", "shared", NOON + 40)
    assert board.challenge(NOON + 40) == third
    assert [each.number for each in board.challenges] == [1, 2, 3]
    assert board.challenges[1] == replace(second, ends_at=NOON + 40)
    post(board, ANN, True, found(0.5), NOON + 100)  # after the third, too
    assert board.posts[0].challenge is None


@pytest.mark.parametrize(("kind", "seconds"), [("near", 60), ("far", 61), ("far", 0)])
def test_other_kinds_and_durations_are_none(board, kind, seconds):
    with pytest.raises(ValueError, match="A challenge is one of far, close"):
        board.start_challenge(kind, seconds, "cnn_contrastive", "shared", NOON)
    assert board.challenges == []


# Answers and names


def test_the_first_answer_of_a_student_counts(board):
    for student, right in ((ANN, True), (ANN, False), (BEN, False), (BEN, True), (CEM, True)):
        board.answer(student, "predict_same", right)
    board.answer(ANN, "predict_swap", False)
    board.answer(ANN, "a question of nobody", True)
    assert board.answers == {"predict_same": (3, 2), "predict_swap": (1, 0)}


def test_every_name_is_another_and_a_student_keeps_it(board):
    names = {key_of(each): board.join(key_of(each)).name for each in range(MOST_STUDENTS)}
    assert len({name_of(code) for code in names.values()}) == MOST_STUDENTS > FREE_NAMES
    assert {key: board.join(key).name for key in names} == names


def test_nobody_gets_the_name_of_somebody_whose_pairs_are_on_the_board(board):
    for each in range(MOST_STUDENTS):  # all have posted, so the next one takes the place of the first
        post(board, key_of(each), True, found(0.1))
    first = board.posts[0].name
    names = {board.join(key_of(MOST_STUDENTS + each)).name for each in range(MOST_STUDENTS)}
    assert key_of(0) not in board.students
    assert not names & {each.name for each in board.posts}
    assert board.join(key_of(0)).name == first  # who comes back has the old one


def test_nobody_can_choose_a_name():
    assert len({Board().join(ANN).name for _ in range(40)}) > 20  # of 240, by chance


def test_who_gives_way_first_has_shown_and_answered_nothing(board):
    board.answer(ANN, "verdict", True)
    post(board, BEN, True, found(0.1))
    for each in range(2, 2 * MOST_STUDENTS):
        board.join(key_of(each))
    assert {ANN, BEN} <= board.students.keys()
    board.answer(ANN, "verdict", True)
    assert board.answers == {"verdict": (1, 1)}


def test_the_score_of_the_first_quiz_stays(board):
    board.finish_quiz(ANN, 5)
    board.finish_quiz(ANN, 8)
    assert board.students[ANN].quiz == 5


def test_names_are_words_until_they_run_out():
    assert name_of(0) == f"{COLOURS[0]} {ANIMALS[0]}"
    assert name_of(FREE_NAMES - 1) == f"{COLOURS[-1]} {ANIMALS[-1]}"
    assert name_of(FREE_NAMES) == f"{COLOURS[0]} {ANIMALS[0]} 2"


# As JSON

students = st.integers(0, 5).map(key_of)
distances = st.floats(0, 3, allow_nan=False)
happenings = st.one_of(
    st.tuples(st.just("post"), students, st.booleans(), distances, st.booleans(), st.booleans()),
    st.tuples(st.just("answer"), students, st.sampled_from(QUESTIONS), st.booleans()),
    st.tuples(st.just("finish_quiz"), students, st.integers(0, 8)),
    st.tuples(st.just("hide"), st.integers(1, 9)),
    st.tuples(
        st.just("start_challenge"),
        st.sampled_from(list(KINDS)),
        st.sampled_from(DURATIONS),
        st.sampled_from(DESIGNS),
        st.sampled_from(SHARINGS),
    ),
    st.tuples(st.just("clear")),
)


def board_after(lesson):
    """A board on which all of this has happened, a second apart."""
    board = Board()
    for second, (what, *about) in enumerate(lesson):
        now = NOON + second
        if what == "post":
            student, said, distance, same, familiar = about
            about = [student, said, found(distance, same, familiar), drawn(), now]
        elif what == "start_challenge":
            about = [*about, now]
        with suppress(RefusedError):
            getattr(board, what)(*about)
        board = board.another()
    return board


@given(st.lists(happenings, max_size=30))
def test_a_board_comes_back_from_its_json(lesson):
    board = board_after(lesson)
    again = board_from_json(json.loads(json.dumps(board.as_json())))
    assert again.holds_the_same_as(board)
    assert again.version == board.version


LESSON = [
    ("start_challenge", "far", 60, "cnn_contrastive", "shared"),
    ("post", ANN, True, 0.5, False, True),
    ("post", BEN, False, 0.25, True, True),
    ("answer", ANN, "verdict", True),
    ("finish_quiz", BEN, 7),
]


def damaged(change):
    """The JSON of a board, with something changed in it."""
    document = json.loads(json.dumps(board_after(LESSON).as_json()))
    change(document)
    return document


DAMAGES = {
    "a field is missing": lambda board: board["posts"][0].pop("said"),
    "a field too many": lambda board: board["students"][ANN].update(nickname="Ann"),
    "a distance that is none": lambda board: board["posts"][0]["compared"].update(distance=float("nan")),
    "a distance that is text": lambda board: board["posts"][0]["compared"].update(distance="0.5"),
    "a distance below 0": lambda board: board["posts"][0]["compared"].update(distance=-1),
    "a number that is a truth": lambda board: board["posts"][0].update(number=True),
    "a truth that is a number": lambda board: board["posts"][0].update(said=1),
    "a number twice": lambda board: board["posts"][1].update(number=1),
    "a number that was not given yet": lambda board: board.update(last_post=1),
    "twins that do not exist": lambda board: board["posts"][0]["compared"].update(design="vgg"),
    "a challenge that does not exist": lambda board: board["challenges"][0].update(kind="near"),
    "a question that does not exist": lambda board: board["answers"].update(other=[1, 1]),
    "more right answers than answers": lambda board: board["answers"].update(verdict=[1, 2]),
    "an address that cannot be shown": lambda board: board["settings"].update(address="\ud800"),
    "an address that is endless": lambda board: board["settings"].update(address="x" * 101),
    "too many posts": lambda board: board.update(
        posts=[{**board["posts"][0], "number": number} for number in range(1, 502)], last_post=501
    ),
    "too many challenges": lambda board: board.update(challenges=board["challenges"] * (MOST_CHALLENGES + 1)),
    "nobody's list of students": lambda board: board.update(students=[1]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_board_is_none(damage):
    assert board_from_json(damaged(lambda board: None))  # noqa: ARG005
    with pytest.raises(ValueError, match=r"This is no|has the fields"):
        board_from_json(damaged(DAMAGES[damage]))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
def test_a_board_with_anything_in_any_place_is_read_or_is_none(data):
    document = json.loads(json.dumps(board_after(LESSON).as_json()))
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(ANYTHING)
    with suppress(ValueError):
        board = board_from_json(document)
        assert board_from_json(json.loads(json.dumps(board.as_json()))).holds_the_same_as(board)


@given(ANYTHING)
def test_anything_else_is_no_board(anything):
    with pytest.raises(ValueError, match="This is no board"):
        board_from_json(anything)
