"""What a student keeps on this page: the shelf, the signatures, and how often the twins were right.

It lives in the session, and as text in a hidden field. The browser sends its fields again after the server
was started anew; then the notebook is read from there, as far as it can be read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import streamlit as st

from pages.parts.one_example.signs import OWN, Sign, checked_strokes, tidy_name
from pages.parts.one_example.starters import STARTERS
from siamese_core.files import DIGITS, SIGNS, WeightsError
from siamese_core.hands import load_hands

MOST_SIGNS = 12
MOST_SIGNATURES = 3
MOST_MISTAKES = 8
MOST_TEXT = 36_000  # characters of a notebook: what the app takes from a browser leaves room for so many
MOST_COUNTED = 10**6
PARTS = ("signs", "signatures")


@dataclass(frozen=True)
class Mistake:
    """A drawing that the twins got wrong.

    Attributes:
        drawn: its strokes, as those of a sign.
        said, right: what the twins said and what it was: name and strokes; both blank for "none of these".
        taught: the twins that said it.
    """

    drawn: str
    said: tuple[str, str]
    right: tuple[str, str]
    taught: str


@dataclass(frozen=True)
class Answer:
    """What a student said of a drawing.

    Attributes:
        question: tells this drawing from others.
        tapped: the code of a sign, or another answer that was offered.
        counted: the names of the counts that grew by it.
        wrong: whether the last of the mistakes is due to it.
    """

    question: str
    tapped: str
    counted: tuple[str, ...]
    wrong: bool


@dataclass
class Notebook:
    """All of it.

    Attributes:
        signs, signatures: on the two shelves, in the order in which they came.
        counts: how often what happened.
        mistakes: the newest last.
        answers: to the newest drawing of each of `PARTS` that was answered.
    """

    signs: list[Sign] = field(default_factory=list)
    signatures: list[Sign] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)

    def shelf(self, part: str) -> list[Sign]:
        """The signs or the signatures."""
        return self.signs if part == "signs" else self.signatures

    def has_room_for(self, sign: Sign, part: str) -> bool:
        """Whether a sign can join a shelf."""
        most = MOST_SIGNS if part == "signs" else MOST_SIGNATURES
        needed = sum(len(as_json(asdict(each))) for each in (*self.signs, *self.signatures, sign))
        return len(self.shelf(part)) < most and needed < MOST_TEXT * 0.75

    def answer(self, part: str, answer: Answer, mistake: Mistake | None) -> None:
        """Notes an answer, in place of an earlier one to the same drawing."""
        before = self.answers.get(part)
        if before is not None and before.question == answer.question:
            self.counts.subtract(before.counted)
            if before.wrong:
                self.mistakes = self.mistakes[:-1]
        self.counts.update(answer.counted)
        if mistake is not None:
            self.mistakes = [*self.mistakes, mistake][-MOST_MISTAKES:]
        self.answers[part] = answer

    def tapped(self, part: str, question: str) -> str | None:
        """What was answered to this drawing."""
        answer = self.answers.get(part)
        return answer.tapped if answer is not None and answer.question == question else None

    def as_text(self) -> str:
        """All of it as text; mistakes are left out, the oldest first, where it grows too long."""
        rest = {
            "signs": [asdict(sign) for sign in self.signs],
            "signatures": [asdict(sign) for sign in self.signatures],
            "counts": dict(self.counts),
            "answers": {part: asdict(answer) for part, answer in self.answers.items()},
        }
        for first in range(len(self.mistakes) + 1):
            text = as_json({**rest, "mistakes": [asdict(each) for each in self.mistakes[first:]]})
            if len(text) <= MOST_TEXT:
                break
        return text


def read_notebook(text: str) -> Notebook:
    """A notebook from its text; a new one where that is none, so that whatever a browser sends can be read.

    What is too much is left out.
    """
    if not text or len(text) > MOST_TEXT:
        return Notebook()
    try:
        found = json.loads(text)
        return Notebook(
            _signs(found["signs"], MOST_SIGNS),
            _signs(found["signatures"], MOST_SIGNATURES),
            Counter({str(name): _count(number) for name, number in found["counts"].items()}),
            [_mistake(each) for each in found["mistakes"][-MOST_MISTAKES:]],
            {part: _answer(found["answers"][part]) for part in PARTS if part in found["answers"]},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, WeightsError):
        return Notebook()


def notebook() -> Notebook:
    """The notebook of this student; before the page has run, a blank one that is not kept."""
    return st.session_state.get("kept_notebook", Notebook())


def keep_notebook() -> None:
    """The hidden text field; from it comes the notebook in a session that has none yet."""
    if "kept_notebook" in st.session_state:
        st.session_state["notebook"] = notebook().as_text()
    text = st.text_input("What is kept of this page", key="notebook", label_visibility="collapsed")
    st.session_state.setdefault("kept_notebook", read_notebook(text))


def as_json(value: Any) -> str:
    """As text, without blanks."""
    return json.dumps(value, separators=(",", ":"))


def _signs(found: Any, most: int) -> list[Sign]:
    signs = [_sign(each) for each in found[:most]]
    if len({sign.code for sign in signs}) < len(signs):
        raise ValueError("Two signs have one code.")
    return signs


def _sign(found: Any) -> Sign:
    hand = found["hand"]
    if hand is not None and (type(hand) is not int or not 0 <= hand < len(load_hands())):
        raise ValueError("There is no such digit.")
    return Sign(
        _name(found["name"]),
        checked_strokes(found["strokes"]),
        _one_of(found["origin"], (OWN, *STARTERS)),
        hand,
        _code(found["code"]),
    )


def _mistake(found: Any) -> Mistake:
    said, right = (_named(found[which]) for which in ("said", "right"))
    return Mistake(checked_strokes(found["drawn"]), said, right, _one_of(found["taught"], (SIGNS, DIGITS)))


def _named(found: Any) -> tuple[str, str]:
    """A name and strokes; "none of these" has neither."""
    name, strokes = found
    return _name(name), "" if strokes == "" else checked_strokes(strokes)


def _answer(found: Any) -> Answer:
    counted = tuple(_code(name, 40) for name in found["counted"][:12])
    return Answer(_code(found["question"]), _code(found["tapped"]), counted, bool(found["wrong"]))


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("A name is a text.")
    return tidy_name(value)


def _code(value: Any, longest: int = 16) -> str:
    if not isinstance(value, str) or len(value) > longest or not value.isascii():
        raise ValueError("A code is a short text.")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_COUNTED:
        raise ValueError("A count is a number from 0 on.")
    return value


def _one_of(value: Any, options: Iterable[str]) -> str:
    if value not in tuple(options):
        raise ValueError("There is no such option.")
    return value
