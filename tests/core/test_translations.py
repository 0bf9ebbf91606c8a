"""Every text of the app is translated, with the same places for values and the same marks; nothing else is in
the catalogs, and no text is written where they would miss it.
"""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.mofile import write_mo

from pages.locales.update import (
    KEYWORDS,
    PAGES,
    TRANSLATED,
    catalog_of,
    in_forms,
    messages_of,
    path_of,
    what_the_app_says,
)
from pages.parts.shared.everywhere import STREAMLITS
from pages.parts.shared.glossary import GLOSSARY, explained

# Marks of Markdown and HTML that a translation has as often as its original.
MARKS = re.compile(r"`|\$|\]\([^)]*\)|:material/\w+:|:\w+\[|</?\w+>|\n|%")
# What is not read as a text.
LEFT_ALONE = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|:\w+\[|\{[^}]*\}|</?\w+>")
CHINESE = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(
    rf"(?:{CHINESE}|[”）])[*\]]*[,.:;!?()\"'] ?[*\[]*(?={CHINESE}|$)|[,.:;!?()\"'][*\[]*{CHINESE}"
)
NO_SPACE = re.compile(rf"{CHINESE}[A-Za-z0-9]|[A-Za-z0-9%]{CHINESE}")
SPACE_TOO_MANY = re.compile(rf"{CHINESE} {CHINESE}| [，。：；？！）、]|[，。：；？！（）、] ")
MANY_WORDS = re.compile(r"[A-Za-z’']{2,} [A-Za-z’']{2,}")
STRINGS = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')  # of JavaScript, as Prettier writes them
# What JavaScript has in strings beside texts: selectors of elements, and styles.
NO_TEXTS = re.compile(r"^[.:#\[][\w-]|px\b")


def places(text: str) -> set[tuple[str, str, str]]:
    """The places for values in a text, each with its format."""
    return {
        (name, form or "", how or "") for _, name, form, how in Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalog_has_every_text_and_nothing_else(code: str) -> None:
    catalog = catalog_of(code)
    said = {message.id for message in messages_of(what_the_app_says())}
    assert said == {message.id for message in messages_of(catalog)}
    assert not catalog.obsolete


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated_by_a_person(code: str) -> None:
    for message in messages_of(catalog_of(code)):
        assert not message.fuzzy, message.id
        assert all(form.strip() for form in in_forms(message.string)), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_places_of_its_original(code: str) -> None:
    for message in messages_of(catalog_of(code)):
        for form in in_forms(message.string):
            assert places(form) == set().union(*map(places, in_forms(message.id))), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_the_app_reads_was_made_from_what_is_edited(code: str) -> None:
    made = BytesIO()
    write_mo(made, catalog_of(code))
    made.seek(0)
    with path_of(code, "mo").open("rb") as kept:
        assert GNUTranslations(kept)._catalog == GNUTranslations(made)._catalog


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_marks_of_its_original(code: str) -> None:
    for message in messages_of(catalog_of(code)):
        original = in_forms(message.id)[-1]
        for form in in_forms(message.string):
            assert Counter(MARKS.findall(form)) == Counter(MARKS.findall(original)), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_stresses_what_its_original_does(code: str) -> None:
    """What is bold is so in both; for what is slanted, Chinese has quotes, or bold letters."""
    for message in messages_of(catalog_of(code)):
        bold, slanted = stresses(in_forms(message.id)[-1])
        for its_bold, its_slanted in map(stresses, in_forms(message.string)):
            assert bold <= its_bold <= bold + slanted - its_slanted, message.id
            assert its_bold % 2 == its_slanted % 2 == 0, message.id


def stresses(text: str) -> tuple[int, int]:
    """How many ** and how many * are in a text, outside of code and formulas."""
    read = re.sub(r"`[^`]*`|\$[^$]*\$", "", text)
    return read.count("**"), read.replace("**", "").count("*")


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_to_be_bold_is_bold(code: str) -> None:
    for message in messages_of(catalog_of(code)):
        for form in in_forms(message.string):
            assert not list(not_bold(form)), message.id
            assert not list(not_bold(explained(form, code))), message.id


def not_bold(text: str) -> Iterator[str]:
    """Where `**` neither begins nor ends anything: between a letter and a mark, on the wrong side of it."""
    for place, (before, after) in enumerate(pairwise(text.split("**"))):
        outside, inside = (before[-1:], after[:1]) if place % 2 == 0 else (after[:1], before[-1:])
        if is_mark(inside) and outside.strip() and not is_mark(outside):
            yield f"{before[-9:]}**{after[:9]}"


def is_mark(letter: str) -> bool:
    """Whether it is punctuation or a symbol, and not a place for a value."""
    return bool(letter) and letter not in "{}" and unicodedata.category(letter)[0] in "PS"


def test_marks_that_would_be_seen_are_found() -> None:
    assert list(not_bold("这是**重点。**下一句"))
    assert list(not_bold("这是**“重点”**"))
    assert not list(not_bold("这是**重点**。下一句 **“重点”** {a}**{b}**"))


@pytest.mark.parametrize(
    "wrong", ["对,错", "对, 错", "对(错", "错.", "错**: **对", "“错”: 错", "数字4", "4个", "对 错", "对 ，4"]
)
def test_signs_that_are_not_chinese_are_found(wrong: str) -> None:
    assert list(not_chinese(wrong))


def test_chinese_has_its_own_signs_and_spaces_around_latin_letters() -> None:
    for message in messages_of(catalog_of("zh")):
        for form in in_forms(message.string):
            assert not list(not_chinese(form)), form


def not_chinese(text: str) -> Iterator[str]:
    """Signs of half a width between Chinese characters, and spaces that are missing or too many."""
    read = LEFT_ALONE.sub("“”", text)
    for pattern in (HALF_WIDTH, NO_SPACE, SPACE_TOO_MANY):
        yield from (found[0] for found in pattern.finditer(read))


@pytest.mark.parametrize("code", ["en", *TRANSLATED])
def test_words_that_are_looked_up_by_what_they_read_do_not_read_alike(code: str) -> None:
    for texts in (list(GLOSSARY), list(STREAMLITS)):
        read = Counter(text.in_language(code).lower() for text in texts)
        assert not [word for word, times in read.items() if times > 1]


def test_every_text_is_written_where_it_is_found() -> None:
    """As a literal: no variable, nothing put together, and not within an f-string."""
    said = {id_ for message in messages_of(what_the_app_says()) for id_ in in_forms(message.id)}
    for path in PAGES.rglob("*.py"):
        for call in calls_with_texts(path):
            at_least = len(KEYWORDS[call.func.id] or (1,))
            assert len(call.args) >= at_least, f"{path.name}:{call.lineno}"
            for text in call.args[:at_least]:
                assert isinstance(text, ast.Constant), f"{path.name}:{call.lineno}"
                assert text.value in said, f"{path.name}:{call.lineno}"


def calls_with_texts(path: Path) -> Iterator[ast.Call]:
    """The calls whose first arguments are texts, outside of where these are made."""
    if path.name == "language.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.js")), ids=lambda path: path.name)
def test_javascript_has_no_sentences_of_its_own(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    code = "\n".join(
        re.sub(r"\s//.*", "", line) for line in lines if not line.lstrip().startswith(("//", "/*", "*"))
    )
    for found in STRINGS.finditer(code):
        text = re.sub(r"\$\{[^}]*\}|<[^>]*>", " 0 ", found[1] or found[2] or "")
        assert NO_TEXTS.search(text) or not MANY_WORDS.search(text), text


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.html")), ids=lambda path: path.name)
def test_html_has_no_words_of_its_own(path: Path) -> None:
    html = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"[^\W\d_]", re.sub(r"<[^>]*>", "", html))
    assert not re.search(r"\b(aria-label|alt|title|placeholder)=\"[^\"]", html)
