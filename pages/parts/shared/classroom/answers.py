"""What the class answered, told to the board without saying who answered how."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from pages.parts.shared.classroom.class_board import class_board
from pages.parts.shared.classroom.store import BoardError
from pages.parts.shared.classroom.student import student_key
from pages.parts.shared.classroom.teacher import is_teacher


def report(question: str, right: bool) -> None:
    """Counts a student's first answer to one of `records.QUESTIONS`. A teacher's is not counted, and nobody's
    where the board cannot be reached.
    """
    if is_teacher():
        return
    reported: set[tuple[int, str]] = st.session_state.setdefault("reported", set())
    key = student_key()
    try:
        this = class_board().look().cleared, question
        if this not in reported:
            class_board().change(lambda board: board.answer(key, question, right))
            reported.add(this)
    except BoardError:
        return


def quiz_score() -> int | None:
    """The score of this student's first finished quiz, also after a reload; None where there is none."""
    try:
        student = class_board().look().students.get(student_key())
    except BoardError:
        return None
    return None if student is None else student.quiz


def report_quiz(score: int) -> None:
    """Keeps the score of a quiz that this student finished. Nothing happens where the board cannot be
    reached.
    """
    if is_teacher():
        return
    key = student_key()
    with suppress(BoardError):
        class_board().change(lambda board: board.finish_quiz(key, score))
