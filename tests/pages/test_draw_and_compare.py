"""The home page, run without a browser."""

import json
import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.drawing import MAX_TEXT, canvas_key
from pages.parts.shared.examples import EXAMPLES, drawing_of, example_drawing
from siamese_core import DESIGNS, load_twins, rasterize
from tests.pages.app_test import open_app, open_with_pair, put, texts, try_pair


def distance(app: AppTest) -> str:
    return next(metric.value for metric in app.metric if "Distance" in metric.label)


def strokes_on(app: AppTest, side: str) -> list[Any]:
    return app.session_state[f"{side}_drawing"]["objects"]


@pytest.mark.parametrize("sharing", ["shared", "unshared"])
@pytest.mark.parametrize("design", DESIGNS)
def test_page_shows_what_the_twins_say(design: str, sharing: str) -> None:
    app = open_app(design=design, sharing=sharing)
    put(app, "left", example_drawing("4", "left"))
    put(app, "right", example_drawing("9", "right"))
    app.run()
    assert not app.exception
    pictures = [rasterize(example_drawing(digit, "left")) for digit in ("4", "9")]
    expected = load_twins(design, sharing == "shared").compare(*pictures)
    assert float(distance(app)) == pytest.approx(expected.distance, abs=5e-4)
    assert ("Same digit" if expected.same else "Different digits") in texts(app)
    if expected.probability is not None:
        shown = next(metric.value for metric in app.metric if "Probability" in metric.label)
        assert float(shown) == pytest.approx(expected.probability, abs=5e-4)


def test_blank_sides_say_what_to_do() -> None:
    app = open_app()
    assert "Draw a digit on the left and one on the right." in texts(app)
    assert distance(app) == "–"
    put(app, "right", example_drawing("9", "right"))
    app.run()
    assert "Draw a digit on the left." in texts(app)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_fills_both_canvases(name: str) -> None:
    app = open_app()
    try_pair(app, name)
    assert not app.exception
    assert float(distance(app)) > 0
    for side, digit in zip(("left", "right"), EXAMPLES[name], strict=True):
        assert strokes_on(app, side) == example_drawing(digit, side)["objects"]


def test_undo_and_clear_change_their_side_only() -> None:
    app = open_app()
    try_pair(app, "4 and 9")
    app.button("left_undo").click().run()
    assert strokes_on(app, "left") == example_drawing("4", "left")["objects"][:-1]
    app.button("left_clear").click().run()
    assert strokes_on(app, "left") == []
    assert strokes_on(app, "right") == example_drawing("9", "right")["objects"]


def test_the_copied_drawing_has_distance_0_and_the_ink_of_its_side() -> None:
    app = open_app()
    put(app, "left", example_drawing("7", "left"))
    app.run()
    app.pills("copy").set_value("as it is").run()
    assert distance(app) == "0"
    assert strokes_on(app, "right") == example_drawing("7", "right")["objects"]


BAD_STROKES: list[Any] = [
    {"type": "Path"},
    {},
    {"type": "Path", "left": 0, "top": 0, "path": [["M", "here", 0]]},
]


@pytest.mark.parametrize("stroke", BAD_STROKES)
def test_a_stroke_that_cannot_be_read_gets_a_sentence_and_can_be_undone(stroke: dict[str, Any]) -> None:
    app = open_app()
    seven = example_drawing("7", "left")
    put(app, "right", seven)
    put(app, "left", {"objects": [*seven["objects"], stroke]})
    app.run()
    assert not app.exception
    assert app.error[0].value.startswith("The left drawing cannot be read. ")
    assert "One drawing cannot be read." in texts(app)
    app.pills("copy").set_value("as it is").run()
    assert [error.value.split(" cannot")[0] for error in app.error] == [
        "The left drawing",
        "The right drawing",
    ]
    for side in ("left", "right"):
        app.button(f"{side}_undo").click().run()
    assert not app.error
    assert distance(app) == "0"


NO_DRAWINGS: list[Any] = [
    7,
    {"objects": 7},
    {"objects": [7]},
    {"objects": [{"path": float("nan")}]},
    {"objects": [{"path": float("inf")}]},
    {"objects": [{"path": "x" * MAX_TEXT}]},
]


@pytest.mark.parametrize("sent", NO_DRAWINGS)
def test_what_is_no_drawing_gets_a_sentence_and_the_one_before_it_stays(sent: Any) -> None:
    app = open_with_pair("draw_and_compare.py", "4", "9")
    before = distance(app)
    put(app, "left", sent)
    app.run()
    assert not app.exception
    assert app.error[0].value.startswith("The left drawing cannot be read. ")
    assert distance(app) == before
    app.button("left_clear").click().run()
    assert not app.error
    assert strokes_on(app, "left") == []
    assert strokes_on(app, "right") == example_drawing("9", "right")["objects"]


@pytest.mark.parametrize(
    "state", [{"drawing": 7}, {"drawing": [7]}, {"backgroundFit": {}}, {"backgroundFit": 7}]
)
def test_a_canvas_that_sends_something_else_gets_a_sentence_and_can_be_cleared(state: dict[str, Any]) -> None:
    app = open_app()
    put(app, "right", example_drawing("9", "right"))
    app.session_state[canvas_key("left", "")] = state
    app.run()
    assert not app.exception
    assert app.error[0].value.startswith("The left drawing cannot be read. ")
    app.button("left_clear").click().run()
    assert not app.error
    assert strokes_on(app, "right") == example_drawing("9", "right")["objects"]


@pytest.mark.parametrize(
    "opening", ["x", "x 7", "x [7]", "x {}", "x [", "x " + 5000 * "1", "x " + 100_000 * "["]
)
def test_a_canvas_that_was_opened_with_something_else_gets_a_sentence_and_can_be_cleared(
    opening: str,
) -> None:
    app = open_app()
    app.text_input("left_opening").set_value(opening).run()
    assert not app.exception
    assert [error.value.split(" cannot")[0] for error in app.error] == (
        [] if opening == "x" else ["The left drawing"]
    )
    try_pair(app, "4 and 9")
    assert not app.error
    assert float(distance(app)) > 0


def test_unknown_twins_in_the_link_fall_back_with_a_notice() -> None:
    app = open_app(design="triplet", sharing="<b>both</b>")
    assert [warning.value for warning in app.warning] == [
        "The link asks for a design that does not exist; this is “cnn_contrastive”.",
        "The link asks for a sharing that does not exist; this is “shared”.",
    ]
    assert app.selectbox("design").value == "cnn_contrastive"


def predict(app: AppTest, answer: str) -> AppTest:
    return app.pills("verdict_answer").set_value(answer).run()


def compared(app: AppTest) -> bool:
    """Whether the embeddings are shown with their difference."""
    (shown,) = (each for each in app.get("bidi_component") if each.key == "embeddings")
    return bool(json.loads(json.loads(shown.proto.json))["compared"])


def test_the_answer_waits_for_the_prediction_and_nothing_gives_it_away() -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    try_pair(app, "3 and 8")
    assert "what will the twins say?" in texts(app)
    assert not app.metric
    assert not any(each.key == "axis" for each in app.get("bidi_component"))
    predict(app, "Same digit")
    assert float(distance(app)) > 0
    assert "You predicted “same digit”" in texts(app)
    assert [pills.key for pills in app.pills] == ["example", "another_hand", "copy"]


@pytest.mark.parametrize(
    "change", ["left_clear", "left_undo", "another example", "other twins", "the same again"]
)
def test_a_prediction_belongs_to_its_pair_and_twins(change: str) -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    predict(try_pair(app, "4 and 9"), "Same digit")
    if change == "another example":
        try_pair(app, "3 and 8")
    elif change == "other twins":
        app.selectbox("design").set_value("mnist_siamese").run()
    elif change == "the same again":
        app.button("left_clear").click().run()
        try_pair(app, "4 and 9")
    else:
        app.button(change).click().run()
    assert "You predicted" not in texts(app)
    assert ("verdict_answer" in [pills.key for pills in app.pills]) == (change != "left_clear")


def test_the_evidence_names_its_range_and_how_many_of_all_pairs_are_the_same() -> None:
    app = try_pair(open_app(), "4 and 9")
    found = re.search(
        r"Of the ([\d,]+) test pairs most like it \(distance ([\d.]+) to ([\d.]+)\)", texts(app)
    )
    assert int(found[1].replace(",", "")) >= 200
    assert float(found[2]) <= float(distance(app)) <= float(found[3])
    assert "of all test pairs, half do." in texts(app)


LETTER = [[(60, 240), (140, 40), (140, 40), (220, 240)], [(95, 160), (185, 160)]]


@pytest.mark.parametrize("sharing", ["shared", "unshared"])
@pytest.mark.parametrize("design", DESIGNS)
def test_a_letter_beside_a_digit_is_guarded(design: str, sharing: str) -> None:
    app = open_app(design=design, sharing=sharing)
    put(app, "left", drawing_of([np.array(stroke, float) for stroke in LETTER], "left"))
    put(app, "right", example_drawing("4", "right"))
    app.run()
    share = 100 * load_twins(design, sharing == "shared").card["familiar"]["taken_for_none"]["pen"]["share"]
    found = re.search(
        r"The left drawing looks like no digit\. .*\(Of people's digits, ([\d.]+)% look like none", texts(app)
    )
    assert float(found[1]) == pytest.approx(share, abs=0.05)
    assert "perhaps" in texts(app)


def test_two_letters_are_guarded_and_two_digits_are_not() -> None:
    app = open_app()
    for side in ("left", "right"):
        put(app, side, drawing_of([np.array(stroke, float) for stroke in LETTER], side))
    app.run()
    assert "Both drawings look like no digit" in texts(app)
    assert "perhaps" in texts(app)
    try_pair(app, "4 and 9")
    assert "like no digit" not in texts(app)
    assert "perhaps" not in texts(app)
