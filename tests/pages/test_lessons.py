"""Every page ends with its question of the lesson plan, and with the ways on."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.lessons import LESSONS, Lesson
from tests.pages.app_test import open_app, texts
from tests.server.driver import ROOT

LESSON_PLAN = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")


def ways_on(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title)
def test_a_page_ends_with_its_question_and_the_ways_on(lesson: Lesson) -> None:
    app = open_app().switch_page(lesson.file).run()
    assert texts(app).endswith(f"**Talk about it:** {lesson.closing_question}")
    place = LESSONS.index(lesson)
    assert ways_on(app) == [each.title for each in LESSONS[max(place - 1, 0) : place + 2] if each != lesson]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title)
def test_the_question_is_that_of_the_lesson_plan(lesson: Lesson) -> None:
    assert lesson.closing_question.replace("“", '"').replace("”", '"') in LESSON_PLAN
