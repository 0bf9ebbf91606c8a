"""The language of a page: whose wish it follows, what it leaves as it is, and that students do not mix."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import StringIO
from threading import Barrier

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.comparing import compare, embedding_of, picture_of
from pages.parts.shared.drawing import SIDES, as_text, drawing_on
from pages.parts.shared.examples import example_drawing
from pages.parts.shared.glossary import GLOSSARY, explained, sentences_by_link
from pages.parts.shared.language import (
    LANGUAGES,
    Counted,
    Text,
    language,
    language_of,
    listed,
    paragraph,
    reads,
    say,
    say_counted,
    speaking,
)
from pages.parts.shared.lessons import HOME, LESSONS, Lesson
from pages.parts.shared.numbers import percent, with_article
from pages.parts.shared.words import VERDICTS
from siamese_core import load_twins
from tests.pages.app_test import open_app, put
from tests.server.driver import ROOT

CHINESE = re.compile("[\u4e00-\u9fff]")
NO_SUCH_LANGUAGE = "The link asks for a language that this app does not speak; it speaks English and Chinese."


def visit(locale: str | None = None, **query: str) -> AppTest:
    """Opens the home page in a browser with this language, as a link with these query parameters does."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.context["locale"] = locale
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def spoken(app: AppTest) -> str:
    """The language in which a page asks its question, and offers the other one."""
    assert not app.exception
    question = next(each.value for each in app.markdown if each.value.startswith("## "))
    code = "zh" if CHINESE.search(question) else "en"
    assert app.button("other_language").label == LANGUAGES["en" if code == "zh" else "zh"]
    return code


def change_language(app: AppTest) -> AppTest:
    """Presses the button. AppTest reads options outside of a run: it is told their language."""
    with speaking(app.session_state["chosen_lang"]):
        return app.button("other_language").click().run()


def in_link(app: AppTest) -> dict[str, str]:
    """What the address asks for."""
    return {name: asked if isinstance(asked, str) else asked[-1] for name, asked in app.query_params.items()}


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        (None, "en"),
        ("", "en"),
        ("en-GB", "en"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("ZH-hans-cn", "zh"),
        ("de-DE", "en"),
        ("zhx", "en"),
    ],
)
def test_the_first_page_speaks_the_browsers_language(locale: str | None, code: str) -> None:
    app = visit(locale)
    assert spoken(app) == code
    assert "lang" not in in_link(app)
    assert not app.warning


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN", "de-DE"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_link_decides_and_says_so_only_where_the_browser_asks_for_another(locale: str, code: str) -> None:
    app = visit(locale, lang=code)
    assert spoken(app) == code
    assert in_link(app).get("lang", language_of(locale)) == code
    assert ("lang" in in_link(app)) == (code != language_of(locale))
    assert not app.warning


@pytest.mark.parametrize("asked", ["zh-CN", "ZH"])
def test_a_link_may_name_the_language_as_browsers_do(asked: str) -> None:
    app = visit("en-GB", lang=asked)
    assert spoken(app) == "zh"
    assert in_link(app) == {"lang": "zh"}
    assert not app.warning


@pytest.mark.parametrize("asked", ["fr", "", "中文", "zh_", "../zh", "x" * 5000])
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_language_that_there_is_not_gets_a_sentence_and_english(asked: str, locale: str) -> None:
    app = visit(locale, lang=asked)
    assert spoken(app) == "en"
    assert [warning.value for warning in app.warning] == [NO_SUCH_LANGUAGE]
    assert in_link(app) == ({"lang": "en"} if locale == "zh-CN" else {})
    assert not app.run().warning  # it is told once


def test_the_choice_is_kept_from_page_to_page_also_without_the_link() -> None:
    app = change_language(visit("en-GB"))
    for lesson in LESSONS:
        app.query_params.clear()  # as Streamlit's navigation does
        with speaking("zh"):
            app.switch_page(lesson.file).run()
        assert spoken(app) == "zh", lesson.file
        assert in_link(app)["lang"] == "zh"
        with speaking("zh"):
            end = f"{say('**Talk about it:** {question}', question=explained(lesson.closing_question()))}\n\n"
        assert any(each.value.startswith(end) for each in app.markdown), lesson.file


def test_the_link_keeps_all_that_it_asks_for_besides() -> None:
    wanted = {
        "design": "matchnet",
        "sharing": "unshared",
        "embed": "true",
        "margin": "1.5",
        "of_mine": "à b&c",
    }
    app = visit("en-GB", **wanted)
    assert in_link(app) == wanted
    assert in_link(change_language(app)) == {**wanted, "lang": "zh"}
    assert in_link(change_language(app)) == wanted


def kept(app: AppTest) -> dict[str, object]:
    """What a student has drawn, chosen and answered, and what canvases were opened with."""
    names = [*(f"{side}_{what}" for side in SIDES for what in ("drawing", "opening"))]
    names += ["chosen_design", "chosen_sharing", "verdict_answer"]
    widgets = [*app.toggle, *app.segmented_control, *app.pills, *app.selectbox, *app.slider]
    values = {widget.key: widget.value for widget in widgets}
    return values | {name: app.session_state[name] for name in names if name in app.session_state}


def numbers(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def names_of_pairs(app: AppTest) -> list[str]:
    return [pair.name for pair in app.session_state["album"].all()]


def test_a_change_keeps_drawings_choices_and_the_answer_on_the_home_page() -> None:
    app = visit("en-GB")
    app.toggle("predict_first").set_value(True).run()
    app.selectbox("design").set_value("matchnet").run()
    app.segmented_control("sharing").set_value("unshared").run()
    for side, digit in zip(SIDES, "49", strict=True):
        put(app, side, example_drawing(digit, side))
    app.run()
    app.pills("verdict_answer").set_value("different").run()
    before, shown, pairs = kept(app), numbers(app), names_of_pairs(app)
    assert before["verdict_answer"] == "different"
    assert before["left_drawing"] == example_drawing("4", "left")
    assert len(pairs) == 1
    for code in ("zh", "en", "zh"):
        change_language(app)
        assert spoken(app) == code
        assert kept(app) == before
        assert numbers(app) == shown
        assert names_of_pairs(app) == pairs


def test_a_change_keeps_part_toggle_slider_and_answer_of_a_page() -> None:
    app = open_app().switch_page("pages/weight_sharing.py").run()
    app.segmented_control("experiment").set_value("nudge").run()
    app.pills("predict_nudge_answer").set_value("left_left").run()
    app.slider("nudge").set_value(-0.5).run()
    app.toggle("unfolded").set_value(True).run()
    before, shown = kept(app), numbers(app)
    assert (before["experiment"], before["predict_nudge_answer"]) == ("nudge", "left_left")
    assert (before["nudge"], before["unfolded"]) == (-0.5, True)
    for code in ("zh", "en"):
        change_language(app)
        assert spoken(app) == code
        assert kept(app) == before
        assert numbers(app) == shown


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title.english)
def test_a_change_keeps_what_every_page_begins_with(lesson: Lesson) -> None:
    app = visit("en-GB").switch_page(lesson.file).run()
    before, shown = kept(app), numbers(app)
    for code in ("zh", "en"):
        change_language(app)
        assert spoken(app) == code
        assert kept(app) == before
        assert numbers(app) == shown


def test_the_file_of_pairs_is_in_the_language_in_which_it_was_asked_for() -> None:
    app = open_app()
    app.pills("example").set_value("4_9").run()
    files = {code: app.session_state["album"].as_csv(code).decode("utf-8-sig") for code in LANGUAGES}
    english, chinese = (list(csv.reader(StringIO(files[code]))) for code in ("en", "zh"))
    assert english[0][:2] == ["design", "weights"]
    assert all(CHINESE.search(column) for column in chinese[0])
    assert [len(row) for row in english] == [len(row) for row in chinese]
    assert english[1][:2] == ["cnn_contrastive", "shared"]
    assert english[1][4] == chinese[1][4]  # the distance
    assert re.findall("[A-Za-z_]+", str(chinese)) == ["cnn_contrastive"]


def test_texts_read_in_the_language_that_is_spoken() -> None:
    same = VERDICTS["same"]
    assert language() == "en"
    assert (same(), f"{same}", reads(VERDICTS)("same")) == 3 * ("Same digit",)
    with speaking("zh"):
        assert language() == "zh"
        assert same() == f"{same}" == reads(VERDICTS)("same") == same.in_language("zh")
        assert CHINESE.search(same())
        with speaking("en"):
            assert same() == "Same digit"
        assert CHINESE.search(same())
    assert same() == "Same digit"


def test_places_are_filled_and_values_are_left_as_they_are() -> None:
    text = Text("{digit} of {digits:,}: {share:.1%}, {word}")
    values = {"digit": "{digits}", "digits": 12345, "share": 0.125, "word": VERDICTS["same"]}
    assert text(**values) == "{digits} of 12,345: 12.5%, Same digit"
    assert Text("{braces} stay")() == "{braces} stay"
    pairs = Counted("{count:,} pair of {what}", "{count:,} pairs of {what}")
    assert [pairs(count, what="4s") for count in (0, 1, 2000)] == [
        "0 pairs of 4s",
        "1 pair of 4s",
        "2,000 pairs of 4s",
    ]
    assert say_counted("{count} pair", "{count} pairs", 1) == "1 pair"


def test_sentences_and_words_are_joined_as_the_language_does_it() -> None:
    assert (paragraph("One.", "Two."), listed("ab"), paragraph(), listed([])) == ("One. Two.", "a, b", "", "")
    with speaking("zh"):
        assert (paragraph("一。", "二。"), listed("甲乙")) == ("一。二。", "甲、乙")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_of_the_glossary_is_found_in_its_language_and_leads_to_its_sentence(code: str) -> None:
    explanations = sentences_by_link(code)
    assert len(explanations) == len(GLOSSARY)
    for term, sentence in GLOSSARY.items():
        word = term.in_language(code)
        link = re.fullmatch(r"\[(.+)\]\((#word-[\w-]+)\)", explained(word, code), re.DOTALL)
        assert link is not None, word
        assert link[1] == word
        assert explanations[link[2]] == sentence.in_language(code)


@contextmanager
def at_the_same_time() -> Iterator[tuple[ThreadPoolExecutor, Barrier]]:
    """Eight threads, and what they meet at."""
    with ThreadPoolExecutor(8) as threads:
        yield threads, Barrier(8)


def what_is_said(code: str) -> list[str]:
    """Texts of all kinds, around functions that are remembered for all."""
    twins = load_twins("cnn_contrastive", shared=True)
    left, right = (picture_of(as_text(example_drawing(digit, "left"))) for digit in "49")
    with speaking(code):
        comparison = compare(twins, left, right)
        embedding_of(twins, "left", left)
        said = [VERDICTS["same" if comparison.same else "different"](), percent(1.0), with_article(8)]
        said += [lesson.title() for lesson in LESSONS]
        said += [explained(lesson.closing_question()) for lesson in LESSONS]
        return [*said, *sentences_by_link(language()).values(), json.dumps(drawing_on("left"))]


def test_threads_in_two_languages_do_not_mix() -> None:
    alone = {code: what_is_said(code) for code in LANGUAGES}
    assert not set(alone["en"][:-1]) & set(alone["zh"][:-1])

    def speak(code: str) -> bool:
        meet.wait(timeout=20)
        return all(what_is_said(code) == alone[code] for _ in range(20))

    with at_the_same_time() as (threads, meet):
        assert all(threads.map(speak, 4 * list(LANGUAGES)))
    assert language() == "en"


def test_the_choice_is_made_before_anything_is_shown() -> None:
    """The navigation already has its titles in it."""

    def page() -> None:
        import streamlit as st

        from pages.parts.shared.choosing_language import choose_language
        from pages.parts.shared.lessons import HOME

        st.query_params["lang"] = "zh"
        choose_language()
        st.title(HOME.title())

    app = AppTest.from_function(page).run()
    assert app.title[0].value == HOME.title.in_language("zh")
