"""Other hands, the game, the pairs so far, and copies of the own drawing."""

import csv
import json
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.parts.home.game import ROUNDS
from pages.parts.home.pairs_so_far import MOST_PAIRS, MOST_TEXT
from pages.parts.home.turning import mirrored, turned
from pages.parts.shared.drawing import MAX_TEXT
from pages.parts.shared.examples import CANVAS_SIZE, STROKES, Drawing, example_drawing
from siamese_core.strokes import rasterize, read_strokes
from tests.pages.app_test import open_app, put, texts, try_pair

DIGITS = st.sampled_from(list(STROKES))
MOVED = st.fixed_dictionaries(  # what the canvas's own Edit does to a stroke
    {
        "angle": st.floats(-180, 180),
        "scaleX": st.floats(0.3, 3),
        "scaleY": st.floats(0.3, 3),
        "skewX": st.floats(-40, 40),
        "skewY": st.floats(-40, 40),
        "flipX": st.booleans(),
        "flipY": st.booleans(),
    }
)


def edited(digit: str, changes: dict[str, float]) -> Drawing:
    first, *others = example_drawing(digit, "left")["objects"]
    return {"objects": [{**first, **changes}, *others]}


def points_of(drawing: Drawing) -> np.ndarray:
    """All points, around their middle and as large as a drawing that was not made smaller."""
    points = np.concatenate(read_strokes(drawing))
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    return points / np.hypot(*points.T).max()


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(DIGITS, MOVED)
def test_a_mirrored_drawing_has_every_point_on_the_other_side(digit: str, changes: dict[str, float]) -> None:
    drawing = edited(digit, changes)
    np.testing.assert_allclose(points_of(mirrored(drawing)), points_of(drawing) * (-1, 1), atol=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(DIGITS, MOVED)
def test_a_drawing_upside_down_has_every_point_on_the_opposite_side(
    digit: str, changes: dict[str, float]
) -> None:
    drawing = edited(digit, changes)
    np.testing.assert_allclose(points_of(turned(drawing, 180)), -points_of(drawing), atol=1e-6)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(DIGITS, st.floats(-360, 360))
def test_a_turned_drawing_is_turned_back_and_stays_on_the_canvas(digit: str, degrees: float) -> None:
    drawing = example_drawing(digit, "left")
    there = turned(drawing, degrees)
    points = np.concatenate(read_strokes(there))
    assert points.min() >= 0
    assert points.max() <= CANVAS_SIZE
    np.testing.assert_allclose(points_of(turned(there, -degrees)), points_of(drawing), atol=1e-6)


def test_a_mirrored_drawing_gives_the_mirrored_picture() -> None:
    drawing = example_drawing("7", "left")
    picture, opposite = rasterize(drawing), rasterize(mirrored(drawing))
    # The centre of mass lies on pixel 14, so column 0 has no counterpart.
    np.testing.assert_allclose(opposite[:, 1:], picture[:, :0:-1], atol=0.02)
    assert np.abs(opposite - picture).sum() > 0.2 * picture.sum()


@pytest.mark.parametrize("copy", ["mirrored", "upside down", "turned by 45°"])
def test_a_button_puts_the_changed_left_drawing_on_the_right(copy: str) -> None:
    app = open_app()
    put(app, "left", example_drawing("4", "left"))
    app.run()
    app.pills("copy").set_value(copy).run()
    assert not app.exception
    left, right = (rasterize(app.session_state[f"{side}_drawing"]) for side in ("left", "right"))
    assert np.abs(left - right).sum() > 0.2 * left.sum()
    assert app.session_state["right_drawing"]["objects"][0]["stroke"] == "#E69F00"
    assert app.pills("copy").value is None  # it can be pressed again


def test_a_drawing_that_cannot_be_read_is_not_turned_and_gets_its_sentence() -> None:
    app = open_app()
    put(app, "left", {"objects": [{"type": "Path"}]})
    app.run()
    app.pills("copy").set_value("mirrored").run()
    assert not app.exception
    assert app.error[0].value.startswith("The left drawing cannot be read. ")


def test_a_copy_that_grew_too_long_leaves_the_right_canvas_alone() -> None:
    app = open_app()
    put(app, "right", example_drawing("4", "right"))
    put(app, "left", {"objects": [{}] * (MAX_TEXT // 4)})  # each grows by its colour
    app.run()
    app.pills("copy").set_value("as it is").run()
    assert not app.exception
    assert app.session_state["right_drawing"] == example_drawing("4", "right")


def test_other_hands_put_a_pair_by_two_people_on_the_canvases_and_the_page_says_what_it_is() -> None:
    app = open_app()
    app.pills("another_hand").set_value("hard").run()
    assert not app.exception
    pair = app.session_state["other_hands"][-1]
    for side, picture in zip(("left", "right"), pair.pictures, strict=True):
        np.testing.assert_array_equal(rasterize(app.session_state[f"{side}_drawing"]), picture)
    assert pair.truth in texts(app)
    put(app, "left", example_drawing("1", "left"))  # somebody draws on
    app.run()
    assert "In truth" not in texts(app)


def test_a_game_of_ten_pairs_counts_both_and_a_new_one_begins_after_it() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    student = twins = 0
    for played in range(1, ROUNDS + 1):
        app.pills("another_hand").set_value("hard").run()
        assert "In truth" not in texts(app)
        app.pills("verdict_answer").set_value("Same digit").run()
        said_same = "Same digit" in next(text.value for text in app.markdown if text.value.startswith("### "))
        truth = app.session_state["other_hands"][-1].same
        student += truth
        twins += said_same == truth
        score = f"you {student}, twins {twins}" if played < ROUNDS else f"You {student}, twins {twins}"
        assert score in texts(app)
    assert len([each for each in app.session_state["game"] if not each.student_right]) == ROUNDS - student
    app.pills("another_hand").set_value("hard").run()
    app.pills("verdict_answer").set_value("Same digit").run()
    assert f"Pair 1 of {ROUNDS}" in texts(app)


def test_who_knows_the_truth_is_not_asked_again_and_the_pair_counts_once() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    app.pills("another_hand").set_value("hard").run()
    app.pills("verdict_answer").set_value("Same digit").run()
    app.selectbox("design").set_value("mnist_siamese").run()
    assert "verdict_answer" not in [pills.key for pills in app.pills]
    assert len(app.session_state["game"]) == 1
    app.toggle("predict_first").set_value(False).run()
    app.pills("another_hand").set_value("hard").run()
    assert "In truth" in texts(app)
    app.toggle("predict_first").set_value(True).run()
    assert "verdict_answer" not in [pills.key for pills in app.pills]
    assert len(app.session_state["game"]) == 1


def test_pairs_join_those_so_far_when_another_one_takes_their_place() -> None:
    app = open_app()
    try_pair(app, "4 and 9")
    assert [pair.same for pair in app.session_state["album"].all()] == [False]
    put(app, "left", example_drawing("1", "left"))
    app.run()  # not the same pair any more
    app.button("right_clear").click().run()
    assert len(app.session_state["album"].pairs) == 2
    try_pair(app, "4 and 9")
    app.button("right_clear").click().run()
    assert len(app.session_state["album"].pairs) == 2  # it was there
    assert not app.exception


def moved(digit: str, right: float) -> Drawing:
    """A digit that is another one, though it looks the same."""
    strokes = example_drawing(digit, "right")["objects"]
    return {"objects": [{**stroke, "scaleX": 1 + right / 100} for stroke in strokes]}


def test_the_pairs_so_far_are_bounded_in_number_and_in_characters() -> None:
    app = open_app()
    put(app, "left", example_drawing("7", "left"))
    for width in range(1, MOST_PAIRS + 6):
        put(app, "right", moved("8", 4 * width))
        app.run()
    assert len(app.session_state["album"].pairs) == MOST_PAIRS
    padded = moved("4", 7)
    padded["objects"][0]["note"] = "x" * MOST_TEXT  # a canvas may send it
    for drawing in (padded, moved("4", 9)):
        put(app, "right", drawing)
        app.run()
    kept = app.session_state["album"].pairs
    assert sum(len(text) for pair in kept for text in pair.drawings) <= MOST_TEXT
    assert not any(pair.strokes for pair in kept)


def test_strokes_that_are_added_or_taken_back_make_no_new_pair() -> None:
    app = open_app()
    put(app, "left", example_drawing("7", "left"))
    four = example_drawing("4", "right")
    rounded = [{**stroke, "left": round(stroke["left"], 4), "opacity": 1} for stroke in four["objects"]]
    for strokes in (four["objects"][:1], rounded, rounded[:1], rounded):  # as the canvas writes them
        put(app, "right", {"objects": strokes})
        app.run()
    (pair,) = app.session_state["album"].all()
    assert pair.name == app.session_state["album"].now.name


def test_a_copy_that_is_changed_is_another_pair() -> None:
    app = open_app()
    put(app, "left", example_drawing("7", "left"))
    app.run()
    for copy in ("as it is", "mirrored", "upside down"):
        app.pills("copy").set_value(copy).run()
    assert len(app.session_state["album"].all()) == 3


def test_a_pair_is_put_back_by_its_name_and_nothing_is_asked_about_it() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    predict_pair(app, "4 and 9", "Same digit")
    predict_pair(app, "1 and 7", "Same digit")
    first = app.session_state["album"].pairs[0]
    for side in ("left", "right"):
        app.button(f"{side}_clear").click().run()
    app.session_state["reopened"] = first.pictures.tobytes()
    for side, text in zip(("left", "right"), first.drawings, strict=True):
        put(app, side, {"objects": json.loads(text)})
    app.run()
    assert "verdict_answer" not in [pills.key for pills in app.pills]
    assert "Different digits" in texts(app)


def predict_pair(app: AppTest, example: str, answer: str) -> None:
    try_pair(app, example)
    app.pills("verdict_answer").set_value(answer).run()


def test_the_file_has_a_row_for_every_pair_also_for_the_one_on_the_page() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    app.pills("another_hand").set_value("hard").run()
    app.pills("verdict_answer").set_value("Same digit").run()
    hands = app.session_state["other_hands"][-1]
    predict_pair(app, "4 and 9", "Different digits")
    file = app.session_state["album"].as_csv("en").decode("utf-8-sig")
    first, second = csv.DictReader(StringIO(file))
    assert (int(first["left digit"]), int(first["right digit"])) == hands.digits
    assert first["you said"] == "same"
    assert first["truth"] == ("same" if hands.same else "different")
    assert (second["design"], second["you said"], second["truth"]) == ("cnn_contrastive", "different", "")
    assert (first["weights"], second["weights"]) == ("shared", "shared")
    assert float(second["distance"]) > 0


def test_a_pair_that_waits_for_its_prediction_is_not_among_those_so_far() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    try_pair(app, "4 and 9")
    app.button("left_clear").click().run()
    assert app.session_state["album"].all() == []
