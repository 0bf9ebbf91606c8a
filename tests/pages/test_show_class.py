"""Showing the class a pair, below the verdict of the home page."""

import json
from dataclasses import replace
from time import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.home.show_class import DRAW_FIRST, IN_TRUTH, NO_RESULT, OTHER_PEOPLES, POSTED, PREDICT_FIRST
from pages.parts.shared.classroom import class_board as place
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.class_board import class_board
from pages.parts.shared.classroom.names import name_of
from pages.parts.shared.classroom.records import LONGEST_DRAWING, POSTS_OF_A_STUDENT, Post
from pages.parts.shared.classroom.store import BoardError, Store
from pages.parts.shared.classroom.words import UNREACHABLE, refused
from pages.parts.shared.examples import Drawing, example_drawing
from siamese_core import load_twins, rasterize
from tests.pages.app_test import open_app, put, texts, try_pair


def press(app: AppTest, key: str) -> AppTest:
    app.button(key).click().run()
    assert not app.exception
    return app


def rest() -> None:
    """Lets the two seconds between posts pass."""
    board = class_board().look()
    rested = {key: replace(student, posted_at=0.0) for key, student in board.students.items()}
    class_board().change(lambda board: board.students.update(rested))


def posts() -> list[Post]:
    return class_board().look().posts


def moved(digit: str, width: float) -> Drawing:
    """An example that somebody has changed: nobody knows any more which digit it is."""
    strokes = example_drawing(digit, "left")["objects"]
    return {"objects": [{**stroke, "scaleX": width} for stroke in strokes]}


def open_drawn(left: str = "4", right: str = "9", **query: str) -> AppTest:
    """The home page with a pair of which the app does not know the truth."""
    app = open_app(**query)
    put(app, "left", moved(left, 1.1))
    put(app, "right", moved(right, 0.9))
    return app.run()


def open_with(example: str = "4 and 9", **query: str) -> AppTest:
    return try_pair(open_app(**query), example)


@pytest.mark.parametrize("key", ["post_same", "post_different"])
@pytest.mark.parametrize(("design", "sharing"), [("cnn_contrastive", "shared"), ("matchnet", "unshared")])
def test_a_post_holds_what_the_server_computes_from_its_strokes(key: str, design: str, sharing: str) -> None:
    app = press(open_drawn(design=design, sharing=sharing), key)
    (shown,) = posts()
    drawings = class_board().drawings(shown.number)
    assert drawings is not None
    twins = load_twins(design, sharing == "shared")
    expected = twins.compare(*(rasterize({"objects": json.loads(text)}) for text in drawings))
    assert (shown.compared.distance, shown.compared.probability) == (expected.distance, expected.probability)
    assert shown.compared.same == expected.same
    assert shown.compared.familiar
    assert (shown.compared.design, shown.compared.sharing) == (design, sharing)
    assert shown.said == (key == "post_same")
    assert shown.fooled == (shown.said != expected.same)
    assert POSTED[shown.fooled]() in texts(app)
    sent = [moved("4", 1.1), moved("9", 0.9)]
    for text, drawing in zip(drawings, sent, strict=True):
        assert [stroke["path"] for stroke in json.loads(text)] == [
            stroke["path"] for stroke in drawing["objects"]
        ]


def test_a_post_holds_nothing_of_a_drawing_but_its_strokes() -> None:
    app = open_app()
    strange = example_drawing("4", "left")
    strange["objects"][0] |= {"stroke": "red;<script>", "note": "my name is Ann"}
    put(app, "left", strange)
    put(app, "right", example_drawing("9", "right"))
    press(app.run(), "post_different")
    kept = json.dumps([class_board().drawings(1), class_board().look().as_json()])
    assert "Ann" not in kept
    assert "script" not in kept


def test_two_seconds_lie_between_posts() -> None:
    app = press(open_drawn(), "post_different")
    put(app, "left", moved("7", 1.2))
    assert refused("too_soon") in texts(press(app.run(), "post_same"))
    rest()
    press(app, "post_same")
    assert len(posts()) == 2


def test_a_second_tap_changes_nothing_and_another_truth_corrects_the_first() -> None:
    app = press(open_drawn(), "post_different")
    assert POSTED[False]() in texts(app)
    assert POSTED[False]() in texts(press(app, "post_different"))
    rest()
    assert POSTED[False]() in texts(press(app, "post_different"))
    rest()
    assert POSTED[True]() in texts(press(app, "post_same"))
    (only,) = posts()
    assert (only.said, only.fooled) == (True, True)
    (student,) = class_board().look().students.values()
    assert (student.posts, student.fooled) == (1, 1)


def test_what_the_app_knows_better_is_not_posted() -> None:
    app = press(open_with(), "post_same")  # 4 and 9
    assert IN_TRUTH(truth="different digits") in texts(app)
    try_pair(app, "Same digit twice")
    assert IN_TRUTH(truth="the same digit") in texts(press(app, "post_different"))
    assert posts() == []


def test_nobody_posts_more_than_may_be() -> None:
    app = open_drawn()
    (key,) = class_board().look().students
    student = class_board().look().students[key]
    many = replace(student, posts=POSTS_OF_A_STUDENT)
    class_board().change(lambda board: board.students.update({key: many}))
    assert refused("too_many") in texts(press(app, "post_same"))
    assert posts() == []


def test_while_posting_is_paused_nothing_is_posted() -> None:
    app = open_drawn()
    class_board().change(lambda board: board.set(paused=True))
    assert refused("paused") in texts(press(app, "post_same"))  # a page that does not know yet
    assert posts() == []
    app.run()
    assert app.button("post_same").disabled


def test_a_blank_side_is_not_posted() -> None:
    app = open_app()
    put(app, "left", example_drawing("4", "left"))
    assert DRAW_FIRST() in texts(press(app.run(), "post_same"))
    assert posts() == []


def test_a_drawing_that_cannot_be_read_or_is_too_long_gets_a_sentence() -> None:
    app = open_app()
    put(app, "left", example_drawing("4", "left"))
    scribble = {**example_drawing("8", "right")["objects"][0]}
    put(app, "right", {"objects": 40 * [scribble]})
    app = press(app.run(), "post_different")
    assert f"a drawing may take {LONGEST_DRAWING:,} characters" in texts(app)
    put(app, "right", {"objects": [{"type": "Path", "path": [["X", 1]], "left": 0, "top": 0}]})
    assert "A path is made of the commands" in texts(press(app.run(), "post_different"))
    assert posts() == []


def test_what_other_people_drew_is_not_posted_until_somebody_draws_on() -> None:
    app = open_app()
    app.pills("another_hand").set_value("easy").run()
    assert OTHER_PEOPLES() in texts(press(app, "post_same"))
    put(app, "left", example_drawing("1", "left"))
    press(app.run(), "post_same")
    assert len(posts()) == 1


def test_who_predicts_first_does_so_before_posting() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    try_pair(app, "4 and 9")
    assert PREDICT_FIRST() in texts(press(app, "post_different"))
    app.pills("verdict_answer").set_value("same").run()
    assert POSTED[False]() in texts(press(app, "post_different"))


def test_the_page_says_under_which_name_and_how_often_one_is_on_the_board() -> None:
    app = open_with()
    (student,) = class_board().look().students.values()
    assert f"On the board you will be the **{name_of(student.name)}**" in texts(app)
    put(app, "left", moved("4", 1.2))
    press(app.run(), "post_same")  # the twins say different
    try_pair(app, "1 and 7")
    assert f"You are the **{name_of(student.name)}**: 1 on the board so far, 1 of them fooled" in texts(app)


# A challenge


def start(kind: str, seconds_ago: float = 0.0) -> None:
    class_board().change(
        lambda board: board.start_challenge(kind, 60, "cnn_contrastive", "shared", time() - seconds_ago)
    )


def test_while_a_challenge_runs_the_page_says_how_far_everybody_is() -> None:
    app = open_with()
    start("close")
    app.run()
    assert "Challenge: different digits, as close as you can." in texts(app)
    assert "Best distance so far –, yours –." in texts(app)
    app = press(app, "post_different")
    assert "It counts for the challenge." in texts(app)
    own = f"{posts()[0].compared.distance:.3f}"
    assert f"Best distance so far {own}, yours {own}." in texts(app)
    other = try_pair(open_app(), "3 and 8")
    press(other, "post_different")
    best, far = sorted(post.compared.distance for post in posts())
    theirs = posts()[1].compared.distance
    assert best < far
    assert f"Best distance so far {best:.3f}, yours {theirs:.3f}." in texts(other)


@pytest.mark.parametrize(
    ("key", "query", "says"),
    [
        ("post_same", {}, "that asks for different digits, as close as you can"),
        ("post_different", {"sharing": "unshared"}, "choose “Picture filters, shared”, above"),
    ],
)
def test_what_does_not_count_is_posted_and_the_page_says_why(key: str, query: Any, says: str) -> None:
    start("close")
    app = press(open_drawn(**query), key)
    assert says in texts(app)
    assert posts()[0].challenge is None


def test_what_looks_like_no_digit_does_not_count() -> None:
    start("far")
    app = open_app()
    letter = example_drawing("1", "left")["objects"]
    star = [{**letter[0], "angle": angle} for angle in (0, 30, 60, 90, 120, 150)]
    put(app, "left", {"objects": star})
    put(app, "right", example_drawing("1", "right"))
    app = press(app.run(), "post_same")
    assert not posts()[0].compared.familiar
    assert "both drawings have to look like digits" in texts(app)
    assert posts()[0].challenge is None


def test_after_a_challenge_the_page_says_so_and_then_no_more() -> None:
    start("close", seconds_ago=61)
    assert "The challenge is over." in texts(open_app())
    class_board().change(lambda board: board.clear())
    start("close", seconds_ago=600)
    assert "challenge" not in texts(open_app())


def test_a_result_that_was_put_away_is_gone_from_the_page_and_an_empty_one_is_said_to_be() -> None:
    start("close", seconds_ago=61)
    app = open_app()
    assert NO_RESULT() in texts(app)
    class_board().change(Board.put_result_away)
    assert "challenge" not in texts(app.run())


# Without a board


class Away(Store):
    """A board that cannot be reached."""

    def look(self) -> Board:
        raise BoardError("away")

    def change(self, *_: Any) -> Any:
        raise BoardError("away")

    def drawings(self, *_: Any) -> None:
        raise BoardError("away")


def test_without_a_board_drawing_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_with()
    monkeypatch.setattr(place, "MemoryStore", Away)
    class_board.cache_clear()
    assert UNREACHABLE() in texts(press(app, "post_same"))
    app.run()
    assert UNREACHABLE() in texts(app)
    assert not any(button.key == "post_same" for button in app.button)
    assert "Different digits" in texts(app)
    app.toggle("predict_first").set_value(True).run()
    try_pair(app, "1 and 7")
    app.pills("verdict_answer").set_value("same").run()  # is reported, in vain
    assert not app.exception


def test_a_full_board_takes_no_student_in_who_only_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.shared.classroom.board.MOST_STUDENTS", 1)
    first = open_with()
    second = open_drawn()
    assert len(class_board().look().students) == 1
    press(second, "post_same")  # takes the place of the first, who has posted nothing
    assert [post.student for post in posts()] == list(class_board().look().students)
    assert not first.run().exception
