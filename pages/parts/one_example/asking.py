"""What is done at a tap: a sign is added or taken off, a shelf is taken, somebody else draws a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from pages.parts.one_example import words
from pages.parts.one_example.names import LONGEST_NAME, Name, in_markdown, tidy_name, unused
from pages.parts.one_example.notebook import PEOPLE, PROGRAM, Notebook
from pages.parts.one_example.signs import OWN, SIZE, Sign, TooLongError, as_drawing, strokes_of, written
from pages.parts.one_example.starters import DIGITS_SHELF, digit_sign, digits_by, starter_shelf
from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import BLANK, as_text, drawing_on, put_drawing
from pages.parts.shared.language import LANGUAGES
from siamese_core.files import WeightsError
from siamese_core.hands import load_hands
from siamese_core.invented import write
from siamese_core.strokes import DrawingError

SHEETS = {  # of each part: where its example and where its question is drawn
    "signs": ("sign_left", "sign_right"),
    "signatures": ("signature_left", "signature_right"),
}
UNNAMED = {"signs": Name(code="sign", number=1), "signatures": Name(code="mine", number=1)}


@dataclass(frozen=True)
class Asked:
    """A question that somebody else drew.

    Attributes:
        picture: (28, 28), what the twins see of it.
        truth: the code of the sign that it is.
        writer: who drew it: `PROGRAM` or `PEOPLE`.
    """

    picture: np.ndarray
    truth: str
    writer: str


def asked_with(picture: np.ndarray) -> Asked | None:
    """The question that somebody else drew, where this is its picture; None where a student has drawn."""
    asked = st.session_state.get("asked")
    return asked if asked is not None and np.array_equal(asked.picture, picture) else None


def leave_note(note: str) -> None:
    """A sentence that the page shows once."""
    st.session_state["note"] = note


def add_sign(part: str) -> None:
    """Puts what is drawn on the left on the shelf, under the name that was written, and clears the canvas."""
    book, sheet = kept(), SHEETS[part][0]
    if book is None:
        return
    shelf = book.shelf(part)
    if not drawing_on(sheet)["objects"]:
        leave_note(words.NOTHING_DRAWN())
        return
    wished = (st.session_state.get("sign_name") or "") if part == "signs" else ""
    name = Name(tidy) if (tidy := tidy_name(wished)) else UNNAMED[part]
    try:
        sign = Sign(unused(name, names_taken(shelf)), written(drawing_on(sheet)))
    except TooLongError:
        leave_note(words.TOO_MUCH())
        return
    except DrawingError:  # it cannot be read: the page says so
        return
    if has_room(book, sign, part):
        shelf.append(sign)
        st.session_state["sign_name"] = ""
        put_drawing(sheet, BLANK)
        if len(" ".join(wished.split())) > LONGEST_NAME:
            leave_note(words.CUT(longest=LONGEST_NAME, name=in_markdown(sign.name)))


def names_taken(signs: Sequence[Sign]) -> set[str]:
    """What no other sign may be called in any language: an answer is told from another one by its name."""
    none = {words.NONE_OF_THESE.in_language(code) for code in LANGUAGES}
    return none.union(*(sign.name.in_all_languages() for sign in signs))


def has_room(book: Notebook, sign: Sign, part: str) -> bool:
    """Whether a sign can join a shelf; where it cannot, the page says why."""
    if book.has_room_for(sign, part):
        return True
    leave_note((words.FULL if book.is_full(part) else words.TOO_MUCH)())
    return False


def take_off(part: str) -> None:
    """Takes the sign whose button was pressed off the shelf; what was taken off can be put back."""
    book, code = kept(), st.session_state["signs_on_shelf"]["removed"]
    if book is None:
        return
    shelf = book.shelf(part)
    for place, sign in enumerate(shelf):
        if sign.code == code:
            st.session_state["taken_off"] = part, place, sign
            del shelf[place]
            st.session_state["notebook_changed"] = True
            return


def put_back() -> None:
    """Puts the sign that was taken off last back to its place."""
    book, taken = kept(), st.session_state.get("taken_off")
    if book is None or taken is None:
        return
    part, place, sign = taken
    shelf = book.shelf(part)
    is_back = sign.code in [each.code for each in shelf]  # with its starter shelf
    if is_back or has_room(book, sign, part):
        del st.session_state["taken_off"]
        if not is_back:
            shelf.insert(place, replace(sign, name=unused(sign.name, names_taken(shelf))))


def take_shelf() -> None:
    """Puts a starter shelf in place of another one. The student's own signs stay."""
    book, wanted = kept(), st.session_state["starter"]
    st.session_state["starter"] = None  # it can be chosen again
    if book is None or wanted is None:
        return
    own = [sign for sign in book.signs if sign.origin == OWN]
    try:
        offered = [] if wanted == words.ONLY_MINE else starter_shelf(wanted)
    except WeightsError as error:
        leave_note(words.NO_DIGITS(error=error))
        return
    book.signs = list(own)
    for sign in offered:
        if book.has_room_for(sign, "signs"):
            book.signs.append(replace(sign, name=unused(sign.name, names_taken(book.signs))))
    if (fitting := len(book.signs) - len(own)) < len(offered):
        leave_note(words.OWN_STAY(fit=fitting, all=len(offered)))


def ask_for_me() -> None:
    """Puts a sign of the shelf on the right canvas, as somebody else draws it."""
    book, wanted = kept(), st.session_state["ask"]
    st.session_state["ask"] = None  # it can be chosen again
    if book is None or wanted is None:
        return
    rng = np.random.default_rng()
    by_people = wanted != words.WRITTEN_AGAIN
    signs = [sign for sign in book.signs if sign.hand is not None or not by_people]
    if not signs:
        leave_note(words.NOTHING_TO_ASK())
        return
    sign = signs[rng.integers(len(signs))]
    try:
        strokes = drawn_by_somebody(sign, wanted, rng) if by_people else written_again(sign, rng)
        drawing = as_drawing(strokes, "right")
        picture = picture_of(as_text(drawing))
    except (DrawingError, WeightsError):
        leave_note(words.NOT_DRAWN())
        return
    put_drawing(SHEETS["signs"][1], drawing)
    st.session_state["asked"] = Asked(picture, sign.code, PEOPLE if by_people else PROGRAM)


def written_again(sign: Sign, rng: np.random.Generator) -> list[np.ndarray]:
    """A sign as the hand that varies writes it once more, in a sign's units."""
    unit = [stroke / SIZE + 0.5 for stroke in strokes_of(sign.strokes)]
    return [(stroke - 0.5) * SIZE for stroke in write(unit, rng)]


def drawn_by_somebody(sign: Sign, wanted: str, rng: np.random.Generator) -> list[np.ndarray]:
    """Another drawing of a digit that somebody wrote, by the same writer or by another one."""
    hands = load_hands()
    mine = hands[sign.hand or 0]
    if wanted == words.SAME_WRITER:
        found = [i for i in digits_by(mine.writer, mine.digit) if i != sign.hand]
    else:
        found = [i for i, each in enumerate(hands) if each.digit == mine.digit and each.writer != mine.writer]
    return strokes_of(digit_sign(int(rng.choice(found))).strokes)


def has_digits(book: Notebook) -> bool:
    """Whether there are digits on the shelf that people wrote."""
    return any(sign.origin == DIGITS_SHELF and sign.hand is not None for sign in book.signs)


def kept() -> Notebook | None:
    """The notebook; None where a server started anew has not read it yet."""
    return st.session_state.get("kept_notebook")
