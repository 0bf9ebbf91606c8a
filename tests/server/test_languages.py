"""Students in two languages at the same time, on one server that remembers for all what it has computed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

from google.protobuf.json_format import MessageToDict

from pages.locales.update import catalog_of, in_forms, messages_of
from pages.parts.shared.lessons import LESSONS
from tests.server.driver import Server, Student, run_students, student

PATHS = [lesson.path.removeprefix("./") for lesson in LESSONS]
CHINESE = re.compile("[\u4e00-\u9fff]")
# Where both languages stand: the button with the other one, and what knows Streamlit's words in both.
IN_BOTH = ("other_language", "siamese_everywhere")
# Texts of four words and more, without places: one of them on a page in Chinese has not been translated.
ENGLISH = [
    text
    for message in messages_of(catalog_of("zh"))
    for text in in_forms(message.id)
    if text.count(" ") >= 3 and "{" not in text
]


def texts_in(value: object) -> Iterator[str]:
    """All texts in what a message says, also in data that travel as a text."""
    if isinstance(value, str):
        try:
            yield from texts_in(json.loads(value)) if value.startswith(("{", "[", '"')) else [value]
        except ValueError:
            yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def said(someone: Student) -> str:
    """All that the page says."""
    elements = [MessageToDict(delta) for delta in someone.shown.values()]
    return "\n".join(
        text for each in elements if not any(name in str(each) for name in IN_BOTH) for text in texts_in(each)
    )


async def faults_of(url: str, path: str, language: str) -> list[str]:
    """What a student's page says in the other language."""
    async with student(url, f"lang={language}", path=path) as someone:
        assert someone.opened.exceptions == ()
        text = said(someone)
    if language == "en":
        return CHINESE.findall(text)
    assert CHINESE.search(text)
    return [sentence for sentence in ENGLISH if sentence in text]


def test_pages_in_two_languages_do_not_mix(server: Server) -> None:
    visits = 2 * [(path, language) for path in PATHS for language in ("en", "zh")]

    async def visit_at_once() -> list[list[str]]:
        return await asyncio.gather(*(faults_of(server.url, *visit) for visit in visits))

    for _ in range(2):  # at first what is remembered is made, then it is there
        found = run_students(visit_at_once())
        assert [(*visit, faults) for visit, faults in zip(visits, found, strict=True) if faults] == []
