"""The documents in Chinese beside those in English: the same commands, figures and links; and what the app is
said to show is what it shows.
"""

import re
from pathlib import Path

import pytest

from pages.locales.update import in_forms, messages_of, what_the_app_says
from pages.parts.shared.classroom.names import FREE_NAMES, name_of
from pages.parts.shared.glossary import GLOSSARY
from pages.parts.shared.language import LANGUAGES, Text, speaking
from pages.parts.shared.lessons import LESSONS, Lesson

ROOT = Path(__file__).parents[2]
README, GUIDE = ROOT / "README.md", ROOT / "docs" / "classroom.md"
TRANSLATING = ROOT / "docs" / "translating.md"
SECURITY, MEASURED = ROOT / "SECURITY.md", ROOT / "docs" / "performance.md"
LINK = re.compile(r"\]\(([^)]+)\)")
FIGURE = re.compile(r"\d[\d,.]*")
LABEL = re.compile(r"(?<!\*)\*(?!\*)([^*\n]+)\*(?!\*)")


def in_chinese(document: Path) -> Path:
    return document.with_name(f"{document.stem}.zh-CN.md")


TRANSLATED = [README, GUIDE]
ALL = [README, GUIDE, TRANSLATING, SECURITY, MEASURED, *map(in_chinese, TRANSLATED)]


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def commands_in(document: Path) -> list[str]:
    """What stands in blocks to be copied, without remarks."""
    blocks = re.findall(r"```\w*\n(.*?)```", text_of(document), re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


def tables_in(document: Path) -> list[str]:
    return [line for line in text_of(document).splitlines() if line.lstrip().startswith("|")]


def anchors_of(document: Path) -> set[str]:
    """Where links into a document can lead: its headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", ALL, ids=lambda document: document.name)
def test_links_lead_to_files_and_headings_that_are_there(document: Path) -> None:
    for link in LINK.findall(text_of(document)):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        assert target.is_file(), link
        assert not anchor or anchor in anchors_of(target), link


@pytest.mark.parametrize("english", TRANSLATED, ids=lambda document: document.name)
def test_each_document_leads_to_the_other(english: Path) -> None:
    chinese = in_chinese(english)
    assert text_of(english).splitlines()[0] == f"English | [简体中文]({chinese.name})"
    assert text_of(chinese).splitlines()[0] == f"[English]({english.name}) | 简体中文"


@pytest.mark.parametrize("english", TRANSLATED, ids=lambda document: document.name)
def test_both_have_the_same_commands_code_and_sections(english: Path) -> None:
    chinese = in_chinese(english)
    assert commands_in(chinese) == commands_in(english)
    code = [set(re.findall(r"`([^`\n]+)`", text_of(each))) for each in (chinese, english)]
    assert code[0] - {"README.md"} == code[1]
    depths = [re.findall(r"^#+(?= )", text_of(each), re.MULTILINE) for each in (chinese, english)]
    assert depths[0] == depths[1]


@pytest.mark.parametrize("english", TRANSLATED, ids=lambda document: document.name)
def test_the_tables_have_the_same_figures(english: Path) -> None:
    figures = [[FIGURE.findall(row) for row in tables_in(each)] for each in (in_chinese(english), english)]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title.english)
def test_the_documents_name_every_page_as_the_app_does(lesson: Lesson) -> None:
    for english in TRANSLATED:
        assert lesson.title.english in text_of(english)
        assert lesson.title.in_language("zh") in text_of(in_chinese(english))
    assert lesson.closing_question.in_language("zh") in text_of(in_chinese(GUIDE))


def test_labels_in_the_guides_are_those_of_the_app() -> None:
    """Buttons and the like, which the English guide sets in italics."""
    texts = {
        form: Text(form) for message in messages_of(what_the_app_says()) for form in in_forms(message.id)
    }
    labels = set(LABEL.findall(text_of(GUIDE))) - set(LANGUAGES.values())
    chinese = text_of(in_chinese(GUIDE))
    for label in labels - texts.keys():
        name = next(code for code in range(FREE_NAMES) if name_of(code) == label)
        with speaking("zh"):
            assert f"“{name_of(name)}”" in chinese
    for label in labels & texts.keys():
        assert f"“{texts[label].in_language('zh')}”" in chinese, label


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.english)
def test_every_word_of_the_glossary_is_among_the_terms(term: Text) -> None:
    rows = [row.split("|")[1:3] for row in tables_in(TRANSLATING)]
    chinese = term.in_language("zh")
    assert any(term.english in english and chinese in translated for english, translated in rows)
