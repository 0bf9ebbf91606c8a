"""One example: signs on a shelf, what is asked about them, and what is kept of it."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from pages.parts.one_example import sentences, words
from pages.parts.one_example.asking import names_taken
from pages.parts.one_example.below import SHOWN, TIMES, taught_signs
from pages.parts.one_example.names import WORD_JOINER, Name, in_markdown, tidy_name, unused
from pages.parts.one_example.notebook import (
    COUNTED,
    FORGED,
    GENUINE,
    MOST_ANSWERS,
    MOST_COUNTED,
    MOST_MISTAKES,
    MOST_SIGNATURES,
    MOST_SIGNS,
    MOST_TEXT,
    NONE,
    Answer,
    Mistake,
    Notebook,
    read_notebook,
)
from pages.parts.one_example.signs import (
    OWN,
    SIZE,
    Sign,
    as_drawing,
    picture_of_sign,
    strokes_of,
    written,
)
from pages.parts.one_example.starters import (
    CHARACTERS_SHELF,
    DIGITS_SHELF,
    LETTERS_SHELF,
    STARTERS,
    starter_shelf,
)
from pages.parts.one_example.ways import WAYS
from pages.parts.shared.examples import STROKES, Drawing, example_drawing
from pages.parts.shared.glossary import sentences_by_link
from pages.parts.shared.language import LANGUAGES
from pages.parts.shared.numbers import per_cent
from siamese_core import Twins, load_twins, rasterize
from siamese_core.files import WeightsError
from siamese_core.invented import AT_ONCE
from siamese_core.making.signs import SignsRecipe, epochs_of_signs
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
    codes = {str(sign.name): sign.code for sign in book(app).signs}
    app.pills("tapped").set_value(codes.get(name, name)).run()
    assert not app.exception


def book(app: AppTest) -> Notebook:
    return app.session_state["kept_notebook"]


def names(app: AppTest) -> list[str]:
    return [str(sign.name) for sign in book(app).signs]


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
    assert shown(in_markdown(tidy)) == tidy


def shown(markdown: str) -> str:
    """What Markdown reads as, without the word joiners that nobody sees."""
    children = MarkdownIt("commonmark").parse(f"“{markdown}”")[1].children or []
    assert {child.type for child in children} == {"text"}, children
    return "".join(child.content for child in children).replace(WORD_JOINER, "")[1:-1]


NAMES = ["a_b_c", "*x*", "नमस्ते", "สวัสดี", "👨‍👩‍👧‍👦", "❤️", "é", "weight", ":red[x]", "$x$ {name}", "[x](y)"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_as_it_is_written(name: str) -> None:
    assert tidy_name(name) == name
    assert shown(in_markdown(name)) == name
    app = open_page()
    add(app, "4", name=name)
    ask(app, "4")
    assert f"This is “{in_markdown(name)}”]" in verdict(app)
    option = app.pills("tapped").proto.options[0]  # an emoji at its beginning becomes an icon
    assert option.content_icon + option.content == in_markdown(name)


@pytest.mark.parametrize("name", ["\u202eabc", "a\u0000bc", " a\nb c ", "\u200d", "\ufe0f"])
def test_what_only_controls_is_left_out_of_a_name(name: str) -> None:
    assert tidy_name(name) in ("abc", "a b c", "")


# The notebook


def full_notebook() -> Notebook:
    kept = Notebook(
        signs=starter_shelf(DIGITS_SHELF), signatures=starter_shelf(LETTERS_SHELF)[:MOST_SIGNATURES]
    )
    for number in range(MOST_MISTAKES + 2):
        drawn = kept.signs[number % 10].strokes
        mistake = Mistake(drawn, (Name("8"), drawn), (Name(), ""), "signs", f"{number}")
        kept.answer(Answer(f"{number}", NONE, ("you", "you pixels")), mistake)
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
    for question in ("1", "f" * 12):  # one that was answered, and a new one
        kept.answer(Answer(question, NONE, ("you",)), None)
    assert set(kept.counts) <= set(COUNTED)
    assert min(kept.counts.values()) >= 0
    codes = [sign.code for sign in kept.signs]
    assert len({*codes, NONE}) == len(codes) + 1
    assert len(kept.as_text()) <= MOST_TEXT
    assert read_notebook(kept.as_text()) == kept


@pytest.mark.parametrize("code", [NONE, STRUCTURE["signs"][1]["code"]])
def test_a_sign_has_a_code_of_its_own(code: str) -> None:
    bent = json.loads(json.dumps(STRUCTURE))
    bent["signs"][0]["code"] = code
    assert read_notebook(json.dumps(bent)) == Notebook()


def test_only_what_is_counted_here_is_read_and_no_count_leaves_its_bounds() -> None:
    bent = {**STRUCTURE, "counts": {"you": -3, "people": 10**9, "nobody": 5}}
    assert read_notebook(json.dumps(bent)).counts == Counter(people=MOST_COUNTED)


def test_a_question_is_counted_once_however_often_it_is_asked_again() -> None:
    kept = Notebook()
    for question, counted in (("a", ("you",)), ("b", ("you", "you signs")), ("a", ("you", "you digits"))):
        mistake = Mistake("[[0,0]]", (Name("4"), "[[0,0]]"), (Name(), ""), "signs", question)
        kept.answer(Answer(question, NONE, counted), mistake)
    assert kept.counts == {"you": 2, "you signs": 1, "you digits": 1}
    assert [mistake.question for mistake in kept.mistakes] == ["b", "a"]
    for number in range(MOST_ANSWERS + 5):
        kept.answer(Answer(f"{number:x}0", NONE, ("you",)), None)
    assert len(kept.answers) == MOST_ANSWERS
    assert read_notebook(kept.as_text()) == kept


@pytest.mark.parametrize("text", ["", "null", "{}", "[" * 10_000, "x" * (MOST_TEXT + 1), '{"signs": 3}'])
def test_what_is_no_notebook_is_a_new_one(text: str) -> None:
    assert read_notebook(text) == Notebook()


def test_a_full_shelf_of_long_signs_fits_into_its_text() -> None:
    rng, kept = np.random.default_rng(0), Notebook()
    while True:
        strokes = rng.integers(-100, 100, (MAX_STROKES // 2, 8)).tolist()
        sign = Sign(Name("x"), json.dumps(strokes, separators=(",", ":")))
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
    assert (words.NONE_OF_THESE() in verdict(app)) == (nearest > TWINS.threshold)


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
    assert book(app).mistakes[0].said[0] == Name("knot")
    assert book(app).mistakes[0].right == (Name(), "")
    assert sentences.score(book(app).counts).startswith("Right in 2 answered questions (2 drawn here)")


def test_what_somebody_else_drew_counts_as_what_it_was_drawn_as() -> None:
    app = open_page()
    app.pills("starter").set_value(DIGITS_SHELF).run()
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
    for shelf, has_room_for in ((LETTERS_SHELF, 5), (DIGITS_SHELF, MOST_SIGNS - 4), (STARTERS[2], 6)):
        app.pills("starter").set_value(shelf).run()
        assert names(app)[:4] == [f"mine {number}" for number in range(4)]
        assert {sign.origin for sign in book(app).signs[4:]} == {shelf}
        assert len(names(app)) == 4 + has_room_for
        assert ("had room" in texts(app)) == (shelf == DIGITS_SHELF)
        assert app.pills("starter").value is None
    app.pills("starter").set_value(words.ONLY_MINE).run()
    assert {sign.origin for sign in book(app).signs} == {OWN}


def test_a_full_shelf_a_blank_canvas_and_a_bad_drawing_add_nothing() -> None:
    app = open_page()
    app.button("add_sign").click().run()
    assert words.NOTHING_DRAWN() in texts(app)
    put(app, "sign_left", {"objects": [{"type": "Path"}]})
    app.run()
    assert app.error[0].value.startswith("The left drawing cannot be read. ")
    app.button("add_sign").click().run()
    assert names(app) == []
    app.button("left_clear").click().run()
    app.pills("starter").set_value(DIGITS_SHELF).run()
    for _ in range(3):
        add(app, "4")
    assert len(names(app)) == MOST_SIGNS
    assert words.FULL() in texts(app)
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
    app.segmented_control("below_signs").set_value("how_often").run()
    assert words.PREDICT_FIRST() in texts(app)
    app.pills("taught_prediction_answer").set_value("digits").run()
    assert "**Right:**" in texts(app)
    table = next(text.value for text in app.markdown if text.value.startswith("| one example each of"))
    for measured, row in zip(TWINS.card["one_shot"].values(), table.split("\n")[2:], strict=True):
        assert row.startswith(f"| {measured['signs']} ")
        assert f"| {measured['drawings']:,} " in row
        for way in WAYS:
            low, high = (100 * bound for bound in measured["accuracy_interval"][way])
            assert f"{100 * measured['accuracy'][way]:.1f}%" in row
            assert f" ({low:.1f}–{high:.1f}%)" in row.replace(WORD_JOINER, "")
    table = next(text.value for text in app.markdown if text.value.startswith("| questions | seen by"))
    results = TWINS.card["none_of_these"]["results"]
    measured_so = [of_kind[way] for of_kind in results.values() for way in WAYS]
    for mistakes, row in zip(measured_so, table.split("\n")[2:], strict=True):
        assert row.split(" | ")[-3:] == [
            f"{per_cent(mistakes[kind], 1)}{end}"
            for kind, end in (("known_refused", ""), ("known_mistaken", ""), ("unknown_accepted", " |"))
        ]
    assert f"and ours {100 * TWINS.card['one_shot']['mnist']['accuracy']['pixels']:.1f}%" in texts(app)


def test_signatures_are_accepted_or_refused_and_both_mistakes_counted() -> None:
    app = open_page()
    app.segmented_control("one_example_part").set_value("signatures").run()
    for _ in range(MOST_SIGNATURES + 1):
        add(app, "3", part="signature")
    assert len(book(app).signatures) == MOST_SIGNATURES
    assert words.FULL() in texts(app)
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
    app.segmented_control("below_signs").set_value("taught_on").run()
    app.button("invent_others").click().run()
    assert app.session_state["taught_row"] == 1
    assert f"{TWINS.card['data']['signs']:,} signs" in texts(app)


def test_counts_name_whose_drawings_they_are_of() -> None:
    counts = Counter({"you": 3, "you signs": 2, "people": 1, "people digits": 1})
    assert sentences.score(counts).startswith(
        "Right in 4 answered questions (3 drawn here, 1 by other writers): "
    )


def truth(app: AppTest) -> str:
    """What the page says of the drawing that was answered; blank where it says nothing."""
    lines = ("**Right**", "**Wrong**", words.SHELF_CHANGED())
    return next((text.value for text in app.markdown if any(line in text.value for line in lines)), "")


def take_off(app: AppTest, code: str) -> None:
    """Takes a sign off the shelf, as its button does."""
    kept = book(app)
    place = next(place for place, sign in enumerate(kept.signs) if sign.code == code)
    app.session_state["taken_off"] = "signs", place, kept.signs.pop(place)
    app.run()
    assert not app.exception


def test_after_a_change_of_the_shelf_the_page_does_not_contradict_its_score() -> None:
    app = open_page()
    app.pills("starter").set_value(LETTERS_SHELF).run()
    app.pills("ask").set_value(words.WRITTEN_AGAIN).run()
    answer(app, NONE)
    said, code = truth(app), app.session_state["asked"].truth
    app.pills("starter").set_value(LETTERS_SHELF).run()  # the same signs
    assert app.pills("tapped").value == code
    assert truth(app) == said
    take_off(app, code)
    assert app.pills("tapped").value is None
    assert words.SHELF_CHANGED() in truth(app)
    assert book(app).counts["program"] == 1
    app.button("put_back").click().run()
    assert truth(app) == said


def test_a_sign_that_has_no_room_waits_until_it_has() -> None:
    app = open_page()
    app.pills("starter").set_value(DIGITS_SHELF).run()
    taken = book(app).signs[0]
    take_off(app, taken.code)
    for _ in range(MOST_SIGNS - 9):
        add(app, "4")
    app.button("put_back").click().run()
    assert words.FULL() in texts(app)
    assert taken not in book(app).signs
    book(app).signs.pop()
    app.button("put_back").click().run()
    assert book(app).signs[0] == taken
    assert "put_back" not in [button.key for button in app.button]


def test_the_page_says_so_where_the_text_has_no_room_and_the_shelf_has() -> None:
    app = open_page()
    rng, kept = np.random.default_rng(0), book(app)
    long = Sign(Name("long"), json.dumps(rng.integers(-100, 100, (90, 8)).tolist(), separators=(",", ":")))
    while kept.has_room_for(long, "signs"):
        kept.signs.append(Sign(Name("x"), long.strokes))
    assert not kept.is_full("signs")
    app.session_state["taken_off"] = "signs", 0, long
    app.run()
    app.button("put_back").click().run()
    assert words.TOO_MUCH() in texts(app)
    assert "taken_off" in app.session_state


def test_a_drawing_of_a_sign_that_was_taken_off_is_none_of_these() -> None:
    app = open_page()
    app.pills("starter").set_value(DIGITS_SHELF).run()
    app.pills("ask").set_value(words.ANOTHER_WRITER).run()
    take_off(app, app.session_state["asked"].truth)
    answer(app, str(book(app).signs[0].name))
    assert app.pills("tapped").value == NONE
    assert words.IT_IS_GONE() in texts(app)


def test_a_drawing_that_does_not_come_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise DrawingError("too long")

    app = open_page()
    app.pills("starter").set_value(DIGITS_SHELF).run()
    monkeypatch.setattr("pages.parts.one_example.asking.as_drawing", fail)
    app.pills("ask").set_value(words.WRITTEN_AGAIN).run()
    assert words.NOT_DRAWN() in texts(app)


def test_the_threshold_is_one_number_on_the_whole_page() -> None:
    app = open_page()
    add(app, "4")
    ask(app, "4")
    threshold = f"{TWINS.card['none_of_these']['thresholds']['signs']:.3f}"
    texts_of = (each.proto.json for each in app.get("bidi_component") if "threshold_text" in each.proto.json)
    shelf = json.loads(json.loads(next(texts_of)))
    assert f"up to {threshold}" in texts(app)
    assert shelf["threshold_text"] == threshold


def test_the_signs_that_are_shown_are_those_of_the_first_epoch() -> None:
    recipe = SignsRecipe(epochs=1, signs=AT_ONCE + SHOWN, drawings=TIMES + 1)
    card = {"recipe": {"signs": recipe.signs, "drawings": recipe.drawings}, "seed": 3}
    twins = replace(TWINS, card=card)
    (epoch,) = epochs_of_signs(recipe, seed=3)
    for row, first in ((0, 0), (1, AT_ONCE), (2, 0)):
        pictures, number = taught_signs(twins, row)
        assert number == first
        np.testing.assert_array_equal(np.round(255 * pictures), epoch[first : first + SHOWN, :TIMES])


@pytest.mark.parametrize("taught", ["signs", "digits"])
def test_without_the_twins_taught_on_digits_the_others_go_on(
    taught: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "digits")
    app = open_app(taught=taught).switch_page("pages/one_example.py").run()
    assert words.WITHOUT_DIGITS() in app.warning[-1].value
    assert words.QUESTION() in texts(app)
    add(app, "4", name="fork")
    ask(app, "4")
    answer(app, "fork")
    assert "This is “fork”" in verdict(app)
    assert "taught on digits" not in truth(app)
    app.segmented_control("one_example_part").set_value("signatures").run()
    for _ in range(MOST_SIGNATURES):
        add(app, "4", part="signature")
    ask(app, "4", part="signature")
    app.pills("tapped").set_value(FORGED).run()
    assert not app.exception


def test_without_the_twins_taught_on_signs_the_page_has_its_heading_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without(monkeypatch, "signs")
    app = open_page()
    assert words.QUESTION() in texts(app)
    assert "cut short" in app.error[0].value
    assert app.get("bidi_component")


def without(monkeypatch: pytest.MonkeyPatch, taught: str) -> None:
    """Damages the files of the twins that were taught this."""

    def load(design: str, shared: bool, what: str = "digits", *args: Any) -> Twins:
        if what == taught:
            raise WeightsError("The file is cut short.")
        return load_twins(design, shared, what, *args)

    for module in ("siamese_core", "pages.parts.shared.choosing"):
        monkeypatch.setattr(f"{module}.load_twins", load)


def test_no_two_signs_have_one_name_so_each_can_be_answered() -> None:
    app = open_page()
    for digit in "48":
        add(app, digit, name="A star of so many")
    assert names(app) == ["A star of so man", "A star of so m 2"]
    add(app, "4", name="A")
    add(app, "4", name=words.NONE_OF_THESE())
    app.pills("starter").set_value(LETTERS_SHELF).run()
    assert names(app)[2:5] == ["A", f"{words.NONE_OF_THESE} 2", "A 2"]
    ask(app, "4")
    answer(app, "A star of so m 2")
    assert app.pills("tapped").value == book(app).signs[1].code


TYPED = st.builds(Name, st.sampled_from(["A", "Sign 1", "符号 1", "山", "山 mountain", "None of these 2"]))
OF_THE_APP = st.builds(Name, code=st.sampled_from(["sign", "mine", "mountain"]), number=st.integers(0, 2))


@given(st.lists(TYPED | OF_THE_APP, max_size=MOST_SIGNS))
def test_no_two_signs_have_one_name_in_any_language(wished: list[Name]) -> None:
    signs: list[Sign] = []
    for name in wished:
        signs.append(Sign(unused(name, names_taken(signs)), "[[0,0]]"))
    for language in LANGUAGES:
        read = [sign.name.in_language(language) for sign in signs]
        assert len({*read, words.NONE_OF_THESE.in_language(language)}) == len(read) + 1


def test_signs_are_called_in_the_language_of_the_page_and_a_students_names_stay() -> None:
    app = open_page()
    add(app, "4", name="Sign 1")
    add(app, "8")
    app.pills("starter").set_value(CHARACTERS_SHELF).run()
    english = names(app)
    assert english[:3] == ["Sign 1", "Sign 2", "山 mountain"]
    ask(app, "8")
    chosen = app.pills("tapped").set_value(book(app).signs[1].code).run().pills("tapped")
    assert [option.content for option in chosen.proto.options][:3] == english[:3]
    app.button("other_language").click().run()
    assert not app.exception
    read = [option.content for option in app.pills("tapped").proto.options]
    assert read[0] == "Sign 1"
    assert read[1:3] == [book(app).signs[place].name.in_language("zh") for place in (1, 2)]
    assert app.pills("tapped").value == book(app).signs[1].code
    assert book(app).counts["you"] == 1


def test_a_name_that_is_cut_is_said() -> None:
    app = open_page()
    add(app, "4", name="a" * 17)
    assert f"“{'a' * 16}”" in texts(app)
    add(app, "8", name="b" * 16)
    assert "up to 16" not in texts(app)


def test_nobody_draws_what_is_on_no_shelf() -> None:
    app = open_page()
    assert "ask" not in [pills.key for pills in app.pills]
    add(app, "4")
    assert app.pills("ask").options == [words.ASKED[words.WRITTEN_AGAIN]()]


def test_signatures_are_asked_about_when_there_are_enough() -> None:
    app = open_page()
    app.segmented_control("one_example_part").set_value("signatures").run()
    assert words.PREDICTION() not in texts(app)
    for number in range(MOST_SIGNATURES):
        ask(app, "3", part="signature")
        assert f"{MOST_SIGNATURES - number} to go" in verdict(app)
        assert words.NO_DRAWING_YET["signatures"]() in texts(app)
        assert "tapped" not in [pills.key for pills in app.pills]
        add(app, "3", part="signature")
    assert app.pills("tapped").label == words.ASKED_OF["signatures"]()


def test_every_sentence_of_this_page_explains_a_word_of_the_glossary() -> None:
    assert set(words.OF_DRAWINGS) <= set(sentences_by_link("en"))


def test_a_link_to_other_twins_than_there_are_is_told() -> None:
    app = open_app(taught="letters").switch_page("pages/one_example.py").run()
    warning = "The link asks for a kind of twins that does not exist; this is “signs”."
    assert warning in [each.value for each in app.warning]
