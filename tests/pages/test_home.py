"""Other hands, the game, the pairs so far, and copies of the own drawing."""

import csv
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.parts.home.game import ROUNDS
from pages.parts.home.pairs_so_far import AT_MOST
from pages.parts.home.turning import mirrored, turned
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


def test_other_hands_put_a_pair_by_two_people_on_the_canvases_and_the_page_says_what_it_is() -> None:
    app = open_app()
    app.button("another_hand").click().run()
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
    app.button_group("hands_level").set_value(["hard"]).run()
    student = twins = 0
    for played in range(1, ROUNDS + 1):
        app.button("another_hand").click().run()
        assert "In truth" not in texts(app)
        app.pills("verdict_answer").set_value("Same digit").run()
        said_same = "Same digit" in next(text.value for text in app.markdown if text.value.startswith("### "))
        truth = app.session_state["other_hands"][-1].same
        student += truth
        twins += said_same == truth
        score = f"you {student}, twins {twins}" if played < ROUNDS else f"You {student}, twins {twins}"
        assert score in texts(app)
    assert len([each for each in app.session_state["game"] if not each.student_right]) == ROUNDS - student
    app.button("another_hand").click().run()
    app.pills("verdict_answer").set_value("Same digit").run()
    assert f"Pair 1 of {ROUNDS}" in texts(app)


def test_a_pair_counts_once_whatever_twins_look_at_it() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    app.button("another_hand").click().run()
    app.pills("verdict_answer").set_value("Same digit").run()
    app.selectbox("design").set_value("mnist_siamese").run()
    app.pills("verdict_answer").set_value("Different digits").run()
    assert len(app.session_state["game"]) == 1


def test_pairs_join_the_strip_when_another_one_takes_their_place() -> None:
    app = open_app()
    try_pair(app, "4 and 9")
    assert "pairs_so_far" not in app.session_state
    put(app, "left", example_drawing("1", "left"))
    app.run()  # not the same pair any more
    app.button("right_clear").click().run()
    seen = app.session_state["pairs_so_far"]
    assert [pair.comparison.same for pair in seen] == [False, False]
    assert not app.exception
    for _ in range(AT_MOST):
        try_pair(app, "1 and 7")
        app.button("left_clear").click().run()
    assert len(app.session_state["pairs_so_far"]) == AT_MOST


def test_strokes_that_are_added_or_taken_back_make_no_new_pair() -> None:
    app = open_app()
    put(app, "left", example_drawing("7", "left"))
    four = example_drawing("4", "right")
    for strokes in (1, 2, 1, 2):
        put(app, "right", {"objects": four["objects"][:strokes]})
        app.run()
    assert "pairs_so_far" not in app.session_state


def test_the_file_has_a_row_for_every_pair_with_prediction_and_truth() -> None:
    from pages.parts.home.pairs_so_far import as_csv

    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    app.button("another_hand").click().run()
    app.pills("verdict_answer").set_value("Same digit").run()
    try_pair(app, "4 and 9")
    app.pills("verdict_answer").set_value("Different digits").run()
    app.button("left_clear").click().run()
    first, second = csv.DictReader(StringIO(as_csv(app.session_state["pairs_so_far"])))
    assert first["prediction"] == "same"
    assert first["truth"] == ("same" if app.session_state["other_hands"][-1].same else "different")
    assert (second["design"], second["prediction"], second["truth"]) == ("cnn_contrastive", "different", "")
    assert float(second["distance"]) > 0


def test_a_pair_that_waits_for_its_prediction_is_not_in_the_strip() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    try_pair(app, "4 and 9")
    app.button("left_clear").click().run()
    assert "pairs_so_far" not in app.session_state
