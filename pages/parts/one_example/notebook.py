"""What a student keeps on this page: the shelf, the signatures, and how often the twins were right.

It lives in the session, and as text in a hidden field. The browser sends its fields again after the server
was started anew; then the notebook is read from there, as far as it can be read.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import streamlit as st

from pages.parts.one_example.names import CALLED, Name, tidy_name
from pages.parts.one_example.signs import OWN, Sign, checked_strokes
from pages.parts.one_example.starters import STARTERS
from pages.parts.one_example.ways import WAYS
from pages.parts.shared.language import say
from siamese_core.files import DIGITS, SIGNS, WeightsError
from siamese_core.hands import load_hands

MOST_SIGNS = 12
MOST_SIGNATURES = 3
FEWEST = {"signs": 1, "signatures": MOST_SIGNATURES}  # on a shelf, before it is asked about
MOST_MISTAKES = 8
MOST_ANSWERS = 40  # of which each is counted once
MOST_TEXT = 36_000  # characters of a notebook: what the app takes from a browser leaves room for so many
MOST_COUNTED = 10**6
PARTS = ("signs", "signatures")

NONE = "none"  # of the signs on the shelf
GENUINE, FORGED = "genuine", "forged"
WRITERS = YOU, PROGRAM, PEOPLE = ("you", "program", "people")  # who drew what is asked about
CASES = ("true_accepts", "false_rejects", "false_accepts", "true_rejects")  # as `Confusion` names them
COUNTED = (  # what is counted, of signs and of signatures
    *WRITERS,
    *(f"{writer} {way}" for writer in WRITERS for way in WAYS),
    *(f"{way} {case}" for way in WAYS for case in CASES),
)


@dataclass(frozen=True)
class Mistake:
    """A drawing that the twins got wrong.

    Attributes:
        drawn: its strokes, as those of a sign.
        said, right: what the twins said and what it was: name and strokes; both blank for none of these.
        taught: the twins that said it.
        question: that of the answer that tells of it.
    """

    drawn: str
    said: tuple[Name, str]
    right: tuple[Name, str]
    taught: str
    question: str


@dataclass(frozen=True)
class Answer:
    """What a student said of a drawing.

    Attributes:
        question: tells this drawing from others, and from the same one in another part of the page.
        tapped: the code of a sign, or another answer that was offered.
        counted: the names of the counts that grew by it.
    """

    question: str
    tapped: str
    counted: tuple[str, ...]


@dataclass
class Notebook:
    """All of it.

    Attributes:
        signs, signatures: on the two shelves, in the order in which they came.
        counts: how often what happened.
        mistakes, answers: the newest last.
    """

    signs: list[Sign] = field(default_factory=list)
    signatures: list[Sign] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def shelf(self, part: str) -> list[Sign]:
        """The signs or the signatures."""
        return self.signs if part == "signs" else self.signatures

    def is_full(self, part: str) -> bool:
        """Whether a shelf has as many signs as it can have."""
        return len(self.shelf(part)) >= (MOST_SIGNS if part == "signs" else MOST_SIGNATURES)

    def has_room_for(self, sign: Sign, part: str) -> bool:
        """Whether a sign can join a shelf: that is not full, and the text has room for its strokes."""
        needed = sum(len(as_json(asdict(each))) for each in (*self.signs, *self.signatures, sign))
        return not self.is_full(part) and needed < MOST_TEXT * 0.75

    def answer(self, answer: Answer, mistake: Mistake | None) -> None:
        """Notes an answer, in place of an earlier one to the same drawing."""
        before = self.answer_to(answer.question)
        if before is not None:
            self.answers.remove(before)
            self.counts -= Counter(before.counted)
            self.mistakes = [each for each in self.mistakes if each.question != answer.question]
        self.counts.update(answer.counted)
        if mistake is not None:
            self.mistakes = [*self.mistakes, mistake][-MOST_MISTAKES:]
        self.answers = [*self.answers, answer][-MOST_ANSWERS:]

    def answer_to(self, question: str) -> Answer | None:
        """What was answered to this drawing."""
        return next((answer for answer in self.answers if answer.question == question), None)

    def as_text(self) -> str:
        """All of it as text; mistakes are left out, the oldest first, where it grows too long."""
        rest = {
            "signs": [asdict(sign) for sign in self.signs],
            "signatures": [asdict(sign) for sign in self.signatures],
            "counts": dict(self.counts),
            "answers": [asdict(answer) for answer in self.answers],
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
            Counter({name: _count(found["counts"][name]) for name in COUNTED if name in found["counts"]}),
            [_mistake(each) for each in found["mistakes"][-MOST_MISTAKES:]],
            _answers(found["answers"][-MOST_ANSWERS:]),
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
    text = st.text_input(say("What is kept of this page"), key="notebook", label_visibility="collapsed")
    if "kept_notebook" not in st.session_state:
        st.session_state["kept_notebook"] = read_notebook(text)


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
    taught = _one_of(found["taught"], (SIGNS, DIGITS))
    return Mistake(checked_strokes(found["drawn"]), said, right, taught, _code(found["question"]))


def _named(found: Any) -> tuple[Name, str]:
    """A name and strokes; none of these has neither."""
    name, strokes = found
    return _name(name), "" if strokes == "" else checked_strokes(strokes)


def _answers(found: Any) -> list[Answer]:
    answers = [_answer(each) for each in found]
    if len({answer.question for answer in answers}) < len(answers):
        raise ValueError("Two answers are to one drawing.")
    return answers


def _answer(found: Any) -> Answer:
    tapped, counted = found["tapped"], tuple(_one_of(name, COUNTED) for name in found["counted"])
    if len(set(counted)) < len(counted) or len(counted) > 1 + len(WAYS):
        raise ValueError("An answer counts once: for who drew it, and for each way of seeing.")
    if tapped not in (NONE, GENUINE, FORGED):
        tapped = _code(tapped)
    return Answer(_code(found["question"]), tapped, counted)


def _name(found: Any) -> Name:
    written, number = found["written"], found["number"]
    if not isinstance(written, str):
        raise ValueError("A name is a text.")
    if type(number) is not int or not 0 <= number < 100:
        raise ValueError("A name has a number with up to two digits.")
    return Name(tidy_name(written), _one_of(found["code"], ("", *CALLED)), number)


def _code(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{1,16}", value):
        raise ValueError("A code is a short hexadecimal number.")
    return value


def _count(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("A count is a whole number.")
    return min(max(value, 0), MOST_COUNTED)


def _one_of(value: Any, options: Iterable[str]) -> str:
    if value not in tuple(options):
        raise ValueError("There is no such option.")
    return value
