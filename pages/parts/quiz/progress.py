"""How far a student is in the quiz: what was asked and answered. It stays while they look at other pages."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from pages.parts.quiz.question import About, Question
from pages.parts.quiz.questions import QUESTIONS, make_question
from pages.parts.shared.classroom.answers import report, report_quiz
from siamese_core import Twins

CODES = tuple(QUESTIONS)
ANSWER = "quiz_answer"  # key of the widget


@dataclass(frozen=True, eq=False)
class Asked:
    """A question, and what it was asked about.

    Attributes:
        question: with its numbers and pictures as they were then.
        design, sharing: of the twins.
        pair: the code of the pair.
        drawn: whether the pair was the student's own.
    """

    question: Question
    design: str
    sharing: str
    pair: str
    drawn: bool

    def is_of(self, twins: Twins) -> bool:
        """Whether these are the twins that it was asked about."""
        return (self.design, self.sharing) == (twins.design.name, twins.sharing)


@dataclass(eq=False)
class Quiz:
    """One attempt of a student.

    Attributes:
        attempt: how many came before it.
        place: which question is looked at; after the last one the score is.
        asked: by code, as last asked. A question that is answered stays as it was asked.
        chosen: by code, the option that was chosen.
        missing: codes of those that could not be asked.
        is_told: whether the class's board knows the score.
    """

    attempt: int = 0
    place: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    is_told: bool = False

    @property
    def counted(self) -> list[str]:
        """The codes of those that count."""
        return [code for code in CODES if code not in self.missing]

    @property
    def open(self) -> list[str]:
        """The codes of those that are not answered yet."""
        return [code for code in self.counted if code not in self.chosen]

    @property
    def score(self) -> int:
        """How many were answered rightly."""
        return sum(self.was_right(code) for code in self.chosen)

    def was_right(self, code: str) -> bool:
        """Whether an answered question was answered rightly."""
        return self.chosen[code] == self.asked[code].question.right

    def mark(self, code: str) -> str:
        """How a question stands: one of `words.MARKS`."""
        if code in self.chosen:
            return "right" if self.was_right(code) else "wrong"
        return "missing" if code in self.missing else "open"


def quiz() -> Quiz:
    """Where this student is."""
    return st.session_state.setdefault("quiz", Quiz())


def ask_now(this: Quiz, code: str, about: About) -> Asked | None:
    """A question as it was answered; one that is not answered yet, about this pair and these twins.

    Returns:
        None where this pair gives no clear answer. Raises as `make_question` does.
    """
    if code in this.chosen:
        return this.asked[code]
    this.asked.pop(code, None)
    this.missing.add(code)
    question = make_question(code, about, this.attempt)
    if question is None:
        return None
    this.missing.discard(code)
    twins, pair = about.twins, about.pair
    this.asked[code] = Asked(question, twins.design.name, twins.sharing, pair.code, pair.drawn)
    return this.asked[code]


def answer(code: str) -> None:
    """Takes the answer that was chosen, once. No browser answers what was not asked; nothing is chosen where
    the browser had the session cleared a moment ago.
    """
    this, chosen = quiz(), st.session_state.get(ANSWER)
    st.session_state[ANSWER] = None
    if code not in this.asked or code in this.chosen or chosen not in this.asked[code].question.options:
        return
    this.chosen[code] = chosen
    report(code, this.was_right(code))


def tell_score(this: Quiz) -> None:
    """Tells the class's board the score of the first attempt, once all is answered."""
    if this.attempt == 0 and not this.is_told and not this.open:
        this.is_told = True
        report_quiz(this.score)


def go_to(place: int) -> None:
    """Looks at another question, or at the score."""
    quiz().place = place


def begin_again() -> None:
    """Another attempt."""
    st.session_state["quiz"] = Quiz(attempt=quiz().attempt + 1)
