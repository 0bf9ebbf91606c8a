"""One example: signs on a shelf, what is asked about them, and what is kept of it."""

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.parts.one_example import words
from pages.parts.one_example.notebook import (
    MOST_MISTAKES,
    MOST_SIGNATURES,
    MOST_SIGNS,
    MOST_TEXT,
    Answer,
    Mistake,
    Notebook,
    read_notebook,
)
from pages.parts.one_example.score import FORGED, GENUINE, NONE
from pages.parts.one_example.signs import (
    OWN,
    SIZE,
    Sign,
    as_drawing,
    in_markdown,
    picture_of_sign,
    strokes_of,
    tidy_name,
    written,
)
from pages.parts.one_example.starters import DIGITS, STARTERS, starter_shelf
from pages.parts.one_example.ways import WAYS
from pages.parts.shared.examples import STROKES, Drawing, example_drawing
from siamese_core import load_twins, rasterize
from siamese_core.strokes import MAX_STROKES, DrawingError
from tests.pages.app_test import open_app, put, texts

DRAWN = st.sampled_from(list(STROKES))
TWINS = load_twins("cnn_contrastive", shared=True, taught="signs")


def moved(drawing: Drawing, scale: float, x: float, y: float) -> Drawing:
    """A drawing that is larger or smaller, and elsewhere."""
    return {
        "objects": [
            {
                **stroke,
                "left": stroke["left"] * scale + x,
                "top": stroke["top"] * scale + y,
                "scaleX": scale,
                "scaleY": scale,
            }
            for stroke in drawing["objects"]
        ]
    }


def open_page(**query: str) -> AppTest:
    return open_app(**query).switch_page("pages/one_example.py").run()


def add(app: AppTest, digit: str, name: str = "", part: str = "sign") -> None:
    """Draws on the left and adds it."""
    put(app, f"{part}_left", example_drawing(digit, "left"))
    app.run()
    if name:
        app.text_input("sign_name").set_value(name)
    app.button("add_sign").click().run()
    assert not app.exception


def ask(app: AppTest, digit: str, part: str = "sign") -> None:
    """Draws on the right."""
    put(app, f"{part}_right", example_drawing(digit, "right"))
    app.run()
    assert not app.exception


def answer(app: AppTest, name: str) -> None:
    """Taps the sign of this name, or what else is offered."""
    codes = {sign.name: sign.code for sign in book(app).signs}
    app.pills("tapped").set_value(codes.get(name, name)).run()
    assert not app.exception


def book(app: AppTest) -> Notebook:
    return app.session_state["kept_notebook"]


def names(app: AppTest) -> list[str]:
    return [sign.name for sign in book(app).signs]


def verdict(app: AppTest) -> str:
    return next(text.value for text in app.markdown if text.value.startswith("### "))


# Signs


@settings(max_examples=30, deadline=None, derandomize=True, database=None)
@given(DRAWN, st.floats(0.3, 3), st.floats(-300, 300), st.floats(-300, 300))
def test_a_sign_looks_as_its_drawing_wherever_and_however_large_that_is(
    digit: str, scale: float, x: float, y: float
) -> None:
    drawing = moved(example_drawing(digit, "left"), scale, x, y)
    sign, picture = picture_of_sign(written(drawing)), rasterize(drawing)
    assert np.abs(sign - picture).sum() < 0.03 * picture.sum()
    assert np.ptp(np.concatenate(strokes_of(written(drawing))), axis=0).max() == pytest.approx(SIZE, abs=1)


def test_a_dot_stays_a_dot() -> None:
    dot = moved(example_drawing("1", "left"), 0.01, 100, 100)
    assert picture_of_sign(written(dot)).sum() == pytest.approx(rasterize(dot).sum(), rel=0.1)


def test_a_sign_put_on_a_canvas_is_the_same_sign() -> None:
    for shelf in STARTERS:
        for sign in starter_shelf(shelf):
            again = picture_of_sign(written(as_drawing(strokes_of(sign.strokes), "right")))
            picture = picture_of_sign(sign.strokes)
            assert np.abs(again - picture).sum() < 0.1 * picture.sum(), sign.name


def test_a_blank_drawing_is_no_sign() -> None:
    with pytest.raises(DrawingError):
        written({"objects": []})


@given(st.text(max_size=200))
def test_a_name_is_one_short_line_and_shown_as_it_is(name: str) -> None:
    tidy = tidy_name(name)
    assert "\n" not in tidy
    assert len(tidy) <= 16
    assert tidy_name(tidy) == tidy
    assert in_markdown(tidy).replace("\\", "") == tidy.replace("\\", "")


# The notebook


def full_notebook() -> Notebook:
    kept = Notebook(signs=starter_shelf(DIGITS), signatures=starter_shelf(STARTERS[1])[:MOST_SIGNATURES])
    for number in range(MOST_MISTAKES + 2):
        drawn = kept.signs[number % 10].strokes
        mistake = Mistake(drawn, ("8", drawn), ("", ""), "signs")
        kept.answer("signs", Answer(f"{number}", NONE, ("you", "you pixels"), wrong=True), mistake)
    return kept


def test_a_notebook_is_read_as_it_was_written() -> None:
    kept = full_notebook()
    assert len(kept.mistakes) == MOST_MISTAKES
    assert read_notebook(kept.as_text()) == kept


STRUCTURE = json.loads(full_notebook().as_text())


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the text's lists and dictionaries."""
    keys: Any = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [further for key in keys for further in ((*way, key), *places(value[key], (*way, key)))]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(places(STRUCTURE)), JUNK | st.just("[" * 500) | st.just("[[1e9,2]]"))
def test_whatever_a_browser_sends_a_notebook_comes_of_it_that_can_be_used(
    way: tuple[Any, ...], junk: Any
) -> None:
    bent = json.loads(json.dumps(STRUCTURE))
    inner = bent
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = junk
    kept = read_notebook(json.dumps(bent))
    for sign in (*kept.signs, *kept.signatures):
        assert picture_of_sign(sign.strokes).shape == (28, 28)
    assert len(kept.as_text()) <= MOST_TEXT
    assert read_notebook(kept.as_text()) == kept


@pytest.mark.parametrize("text", ["", "null", "{}", "[" * 10_000, "x" * (MOST_TEXT + 1), '{"signs": 3}'])
def test_what_is_no_notebook_is_a_new_one(text: str) -> None:
    assert read_notebook(text) == Notebook()


def test_a_full_shelf_of_long_signs_fits_into_its_text() -> None:
    rng, kept = np.random.default_rng(0), Notebook()
    while True:
        strokes = rng.integers(-100, 100, (MAX_STROKES // 2, 8)).tolist()
        sign = Sign("x", json.dumps(strokes, separators=(",", ":")))
        if not kept.has_room_for(sign, "signs"):
            break
        kept.signs.append(sign)
    assert 1 < len(kept.signs) <= MOST_SIGNS
    assert len(kept.as_text()) <= MOST_TEXT


# On the page


def test_signs_are_added_and_known_again_by_the_distance_of_the_twins() -> None:
    app = open_page()
    add(app, "4", name="fork")
    add(app, "8")
    assert names(app) == ["fork", "Sign 1"]
    assert app.session_state["sign_left_drawing"] == {"objects": []}  # for the next one
    assert "2 × 512 = 1,024 numbers" in texts(app)
    ask(app, "4")
    assert "This is “fork”" in verdict(app)
    ask(app, "7")
    seven = TWINS.embed_right(rasterize(example_drawing("7", "right"))[np.newaxis])[0]
    embeddings = TWINS.embed_left(np.stack([picture_of_sign(sign.strokes) for sign in book(app).signs]))
    nearest = min(float(np.linalg.norm(embedding - seven)) for embedding in embeddings)
    assert f"**{nearest:.3f}**" in texts(app)
    assert (words.NONE_OF_THESE in verdict(app)) == (nearest > TWINS.threshold)


def test_an_answer_counts_once_and_can_be_changed() -> None:
    app = open_page()
    add(app, "4", name="fork")
    add(app, "8", name="knot")
    ask(app, "4")
    answer(app, "knot")
    assert book(app).counts["you"] == 1
    assert len(book(app).mistakes) == 1
    answer(app, "fork")
    assert book(app).counts["you"] == book(app).counts["you signs"] == 1
    assert book(app).mistakes == []
    assert app.pills("tapped").value == book(app).signs[0].code
    ask(app, "8")  # another question
    assert app.pills("tapped").value is None
    answer(app, NONE)
    assert book(app).counts["you"] == 2
    assert book(app).mistakes[0].said[0] == "knot"
    assert book(app).mistakes[0].right == ("", "")
    assert words.score(book(app).counts).startswith("Right in 2 answered questions (2 drawn here)")


def test_what_somebody_else_drew_counts_as_what_it_was_drawn_as() -> None:
    app = open_page()
    app.pills("starter").set_value(DIGITS).run()
    for how, writer in (
        (words.WRITTEN_AGAIN, "program"),
        (words.SAME_WRITER, "people"),
        (words.ANOTHER_WRITER, "people"),
    ):
        app.pills("ask").set_value(how).run()
        assert not app.exception
        truth, before = app.session_state["asked"].truth, book(app).counts[writer]
        answer(app, NONE)
        assert app.pills("tapped").value == truth
        assert book(app).counts[writer] == before + 1
        assert "It was drawn as" in texts(app)


def test_starter_shelves_take_each_others_place_and_own_signs_stay() -> None:
    app = open_page()
    for number in range(4):
        add(app, "4", name=f"mine {number}")
    for shelf, has_room_for in ((STARTERS[1], 5), (DIGITS, MOST_SIGNS - 4), (STARTERS[2], 6)):
        app.pills("starter").set_value(shelf).run()
        assert names(app)[:4] == [f"mine {number}" for number in range(4)]
        assert {sign.origin for sign in book(app).signs[4:]} == {shelf}
        assert len(names(app)) == 4 + has_room_for
        assert ("had room" in texts(app)) == (shelf == DIGITS)
        assert app.pills("starter").value is None
    app.pills("starter").set_value(words.ONLY_MINE).run()
    assert {sign.origin for sign in book(app).signs} == {OWN}


def test_a_full_shelf_a_blank_canvas_and_a_bad_drawing_add_nothing() -> None:
    app = open_page()
    app.button("add_sign").click().run()
    assert words.NOTHING_DRAWN in texts(app)
    put(app, "sign_left", {"objects": [{"type": "Path"}]})
    app.run()
    assert app.error[0].value.startswith("The left drawing cannot be read. ")
    app.button("add_sign").click().run()
    assert names(app) == []
    app.button("left_clear").click().run()
    app.pills("starter").set_value(DIGITS).run()
    for _ in range(3):
        add(app, "4")
    assert len(names(app)) == MOST_SIGNS
    assert words.FULL in texts(app)
    put(app, "sign_right", {"objects": [{"type": "Path"}]})
    app.run()
    assert app.error[0].value.startswith("The right drawing cannot be read. ")
    assert not app.exception


def test_drawings_and_signs_stay_and_the_pair_of_the_other_pages_is_another() -> None:
    app = open_app()
    for side, digit in (("left", "3"), ("right", "8")):
        put(app, side, example_drawing(digit, side))
    app.run()
    app.switch_page("pages/one_example.py").run()
    add(app, "4", name="fork")
    ask(app, "7")
    app.switch_page("pages/draw_and_compare.py").run()
    for side, digit in (("left", "3"), ("right", "8")):
        assert app.session_state[f"{side}_drawing"] == example_drawing(digit, side)
    app.switch_page("pages/one_example.py").run()
    assert names(app) == ["fork"]
    assert app.session_state["sign_right_drawing"] == example_drawing("7", "right")


def test_a_session_of_a_new_server_goes_on_with_what_the_browser_kept() -> None:
    app = open_page()
    add(app, "4", name="fork")
    ask(app, "4")
    answer(app, "fork")
    kept = app.text_input("notebook").value
    other = open_page()
    del other.session_state["kept_notebook"]  # so it is new
    other.text_input("notebook").set_value(kept).run()
    assert book(other) == book(app)
    other.text_input("notebook").set_value("{}").run()  # later the browser is not asked
    assert names(other) == ["fork"]


def test_the_twins_of_the_page_are_those_that_are_chosen_or_linked_to() -> None:
    app = open_app(taught="digits").switch_page("pages/one_example.py").run()
    thresholds = TWINS.card["none_of_these"]["thresholds"]
    add(app, "4")
    ask(app, "4")
    assert f"up to {thresholds['digits']:.3f}" in texts(app)
    app.segmented_control("taught").set_value("signs").run()
    assert f"up to {thresholds['signs']:.3f}" in texts(app)
    assert names(app) == ["Sign 1"]


def test_all_figures_of_the_card_are_in_the_tables_after_the_prediction() -> None:
    app = open_page()
    app.segmented_control("below_signs").set_value(words.HOW_OFTEN).run()
    assert words.PREDICT_FIRST in texts(app)
    app.pills("taught_prediction_answer").set_value("digits").run()
    assert "**Right:**" in texts(app)
    table = next(text.value for text in app.markdown if text.value.startswith("| one example each of"))
    for measured, row in zip(TWINS.card["one_shot"].values(), table.split("\n")[2:], strict=True):
        assert row.startswith(f"| {measured['signs']} ")
        assert f"| {measured['questions']:,} |" in row
        assert all(f"{100 * measured['accuracy'][way]:.1f}%" in row for way in WAYS)


def test_signatures_are_accepted_or_refused_and_both_mistakes_counted() -> None:
    app = open_page()
    app.segmented_control("one_example_part").set_value("signatures").run()
    for _ in range(MOST_SIGNATURES + 1):
        add(app, "3", part="signature")
    assert len(book(app).signatures) == MOST_SIGNATURES
    assert words.FULL in texts(app)
    for digit, truth, case in (("3", FORGED, "false_accepts"), ("7", GENUINE, "false_rejects")):
        ask(app, digit, part="signature")
        app.pills("tapped").set_value(truth).run()
        assert book(app).counts[f"signs {case}"] == 1
    assert "| **1** of 1 forged | **1** of 1 genuine |" in texts(app)
    assert book(app).signs == []
    app.pills("tapped").set_value(FORGED).run()  # it was not genuine after all
    assert book(app).counts["signs false_rejects"] == 0
    assert sum(count for name, count in book(app).counts.items() if name.startswith("signs ")) == 2


def test_every_part_opens_without_a_sign() -> None:
    app = open_page()
    for part in words.BELOW["signs"]:
        app.segmented_control("below_signs").set_value(part).run()
        assert not app.exception
    app.segmented_control("below_signs").set_value(words.TAUGHT_ON_PART).run()
    app.button("invent_others").click().run()
    assert app.session_state["invented_row"] == 1
    assert f"{TWINS.card['data']['signs']:,} signs" in texts(app)


def test_counts_name_whose_drawings_they_are_of() -> None:
    counts = Counter({"you": 3, "you signs": 2, "people": 1, "people digits": 1})
    assert words.score(counts).startswith(
        "Right in 4 answered questions (3 drawn here, 1 by other writers): "
    )
