"""Every page ends with its question of the lesson plan, and with the ways on."""

import re

import pytest

from pages.parts.shared.lessons import LESSONS, Lesson
from tests.pages.app_test import open_app, texts
from tests.server.driver import ROOT

LESSON_PLAN = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title.english)
def test_a_page_ends_with_its_question_and_the_ways_on(lesson: Lesson) -> None:
    app = open_app().switch_page(lesson.file).run()
    end = texts(app).rpartition("**Talk about it:** ")[2]
    assert end.startswith(lesson.closing_question())
    place = LESSONS.index(lesson)
    neighbours = [each for each in LESSONS[max(place - 1, 0) : place + 2] if each is not lesson]
    assert re.findall(r"\(([\w./]+)\)", end) == [each.path for each in neighbours]
    assert all(each.title() in end for each in neighbours)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.title.english)
def test_the_question_is_that_of_the_lesson_plan(lesson: Lesson) -> None:
    assert lesson.closing_question.english.replace("“", '"').replace("”", '"') in LESSON_PLAN
