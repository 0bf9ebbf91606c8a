"""Show the class: a pair is posted on the class's board, and a challenge is followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from time import time

import numpy as np
import streamlit as st

from pages.parts.home.game import other_hands_with
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.class_board import class_board
from pages.parts.shared.classroom.following import follow, note_seen
from pages.parts.shared.classroom.names import name_of
from pages.parts.shared.classroom.posting import as_posted, compared
from pages.parts.shared.classroom.records import Challenge, Post, RefusedError, Student
from pages.parts.shared.classroom.store import BoardError
from pages.parts.shared.classroom.student import student_key
from pages.parts.shared.classroom.teacher import is_teacher
from pages.parts.shared.classroom.words import (
    SAID,
    TASKS,
    UNREACHABLE,
    clock,
    measure,
    refused,
    why_not_counted,
)
from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import SIDES, as_text, drawing_on
from pages.parts.shared.examples import STROKES, Drawing, example_drawing
from pages.parts.shared.language import Text, paragraph
from pages.parts.shared.numbers import number
from pages.parts.shared.words import twins_in_words
from siamese_core import Twins
from siamese_core.remembering import remembered
from siamese_core.strokes import DrawingError

SHOW = Text("Show the class: in truth they are")
NOT_YET = Text("On the board you will be the **{name}**: the app makes up a name for everybody.")
SO_FAR = Text("You are the **{name}**: {posts} on the board so far, {fooled} of them fooled the twins.")
NO_RESULT = Text("The challenge is over. No pair counted.")
LAST_RESULT = {
    "distance": Text(
        "The challenge is over. Best distance {best}, yours {own}: the board shows the best pairs."
    ),
    "probability": Text(
        "The challenge is over. Best probability of “same” {best}, yours {own}: the board shows the best "
        "pairs."
    ),
}
RUNNING = Text("Challenge: {task}.")
STANDING = {
    "distance": Text("Best distance so far {best}, yours {own}."),
    "probability": Text("Best probability of “same” so far {best}, yours {own}."),
}
COUNTS_WITH = Text("It counts with {twins}, and only what looks like digits.")
CANNOT = Text("This pair cannot be shown. {error}")
DRAW_FIRST = Text("Draw a digit on both sides first.")
IN_TRUTH = Text("Look again: they are {truth}. Only pairs of which the truth is told can be shown.")
OTHER_PEOPLES = Text("Other people drew these two. Draw a digit of your own, then show the class.")
PREDICT_FIRST = Text("Predict first, above; then show the class.")
POSTED = {
    True: Text("On the board: **you fooled the twins.**"),
    False: Text("On the board: the twins were right."),
}
STRANGE = Text("On the board. It looks like no digit, so nobody was fooled: the twins know digits only.")
COUNTS = Text("It counts for the challenge.")
Tells = Callable[[], str]
PAUSED = partial(refused, "paused")
RESULT_SHOWN = 180  # seconds after a challenge
CALMLY, QUICKLY = 8.0, 4.0  # seconds between two looks at the board


@dataclass(frozen=True)
class Standing:
    """What a student sees of the class.

    Attributes:
        me: this student; None for a teacher, and for who comes when the board is full of students.
        paused: whether nobody can post.
        challenge: that runs, or was over a moment ago; None where there is none.
        runs: whether it runs.
        best, own: the best number that decides, of all and of this student; None where there is none yet.
        cleared: how often the board was cleared.
    """

    me: Student | None
    paused: bool
    challenge: Challenge | None
    runs: bool
    best: float | None
    own: float | None
    cleared: int


@dataclass(frozen=True)
class Noted:
    """What became of a post.

    Attributes:
        tells: it, in the language of the run that asks.
        drawings, said: what was on the canvases, and which button was pressed.
        cleared: how often the board had been cleared.
    """

    tells: Tells
    drawings: list[Drawing]
    said: bool
    cleared: int

    def is_of(self, drawings: list[Drawing], cleared: int) -> bool:
        """Whether it tells of these drawings, on the board as it is since it was cleared."""
        return (self.drawings, self.cleared) == (drawings, cleared)


def show_class(twins: Twins) -> None:
    """Below the verdict. Runs again by itself when something in it has changed."""
    _show_class(twins)
    follow("class", standing, seconds_to_next_look)


def seconds_to_next_look() -> float:
    """How long a page may be behind the class: less while a challenge runs."""
    try:
        return QUICKLY if class_board().look().challenge(time()) else CALMLY
    except BoardError:
        return CALMLY


@st.fragment(key="class")
def _show_class(twins: Twins) -> None:
    now = standing()
    note_seen("class", now)
    with st.container(key="show_class"):
        if now is None:
            st.markdown(f":small[{UNREACHABLE()}]")
            return
        if now.challenge is not None:
            show_challenge(now, now.challenge)
        with st.container(horizontal=True, vertical_alignment="center", key="posting"):
            st.markdown(f"**{SHOW()}**", width="content")
            for said, key in ((True, "post_same"), (False, "post_different")):
                st.button(SAID[said](), key=key, on_click=post, args=(twins, said), disabled=now.paused)
            st.markdown(f":small[{sentence_below(now)}]", width="content")


def standing() -> Standing | None:
    """What this student sees of the class now; who is new joins. None where the board cannot be reached."""
    key, now = student_key(), time()
    try:
        board = class_board().look()
        if key not in board.students and not is_teacher() and not board.is_full:
            class_board().change(lambda board: board.join(key))
            board = class_board().look()
    except BoardError:
        return None
    return standing_of(board, key, now)


def standing_of(board: Board, key: str, now: float) -> Standing:
    """The same from a board, for the student with this key."""
    me = board.students.get(key)
    if me is not None:
        me = replace(me, answered=(), posted_at=0.0)  # nothing of this is shown
    last = board.challenges[-1] if board.challenges else None
    if last is None or now > last.ends_at + RESULT_SHOWN or not (last.runs(now) or last.result_shown):
        return Standing(me, board.settings.paused, None, False, None, None, board.cleared)
    entries = board.entries(last)
    own = [post.compared.deciding for post in entries if post.student == key]
    best = entries[0].compared.deciding if entries else None
    mine = own[0] if own else None
    return Standing(me, board.settings.paused, last, last.runs(now), best, mine, board.cleared)


def show_challenge(now: Standing, challenge: Challenge) -> None:
    """What it asks for, the time that is left, and how far everybody is; or how it ended."""
    best, own = ("–" if value is None else number(value) for value in (now.best, now.own))
    if not now.runs:
        result = NO_RESULT if now.best is None else LAST_RESULT[measure(challenge.design)]
        st.markdown(result(best=best, own=own))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="challenge"):
        standing = STANDING[measure(challenge.design)](best=best, own=own)
        task = f"**{RUNNING(task=TASKS[challenge.kind])}** {standing}"
        counts = COUNTS_WITH(twins=twins_in_words(challenge.design, challenge.sharing))
        st.html(clock(challenge.ends_at - time()), width="content")
        st.markdown(f"{task} :small[{counts}]", width="content")


def sentence_below(now: Standing) -> str:
    """What became of the pair on the canvases, or how far this student is."""
    if now.paused:
        return refused("paused")
    noted: Noted | None = st.session_state.get("post_note")
    if noted is not None and noted.is_of(drawn(), now.cleared) and noted.tells is not PAUSED:
        return noted.tells()
    if now.me is None:
        return ""
    name = name_of(now.me.name)
    if not now.me.posts:
        return NOT_YET(name=name)
    return SO_FAR(name=name, posts=now.me.posts, fooled=now.me.fooled)


def drawn() -> list[Drawing]:
    """What is on the canvases."""
    return [drawing_on(side) for side in SIDES]


def post(twins: Twins, said: bool) -> None:
    """Posts the pair on the canvases, or notes why not."""
    note: Tells
    try:
        note = posted(twins, said)
    except DrawingError as error:
        note = partial(CANNOT, error=error)
    except RefusedError as error:
        noted: Noted | None = st.session_state.get("post_note")
        if noted is not None and (noted.said, noted.drawings) == (said, drawn()):
            return  # a second tap: what the first one did stays on the page
        note = PAUSED if error.reason == "paused" else partial(refused, error.reason)
    except BoardError:
        note = UNREACHABLE
    try:
        cleared = class_board().look().cleared
    except BoardError:
        cleared = 0
    st.session_state["post_note"] = Noted(note, drawn(), said, cleared)


def posted(twins: Twins, said: bool) -> Tells:
    """Posts it. Returns what to tell the student.

    Raises:
        DrawingError: a drawing cannot be read or is too long.
        RefusedError, BoardError: as `Store.change` and `Board.post` do.
    """
    left, right = (as_posted(drawing_on(side)) for side in SIDES)
    pictures = [picture_of(left), picture_of(right)]
    if not all(picture.any() for picture in pictures):
        return DRAW_FIRST
    if other_hands_with(pictures):
        return OTHER_PEOPLES
    if waits_for_prediction(pictures):
        return PREDICT_FIRST
    digits = [digit_of_example(picture.tobytes()) for picture in pictures]
    if None not in digits and said != (digits[0] == digits[1]):
        return partial(IN_TRUTH, truth=SAID[not said])
    found = compared(twins, (left, right))
    key, now = student_key(), time()

    def put(board: Board) -> tuple[Post, Challenge | None]:
        return board.post(key, said, found, (left, right), now), board.challenge(now)

    shown, challenge = class_board().change(put)
    note = POSTED[shown.fooled] if found.familiar else STRANGE
    if challenge is None:
        return note
    reason = challenge.why_not(said, found)
    counts = COUNTS if reason is None else partial(why_not_counted, challenge, reason)
    return lambda: paragraph(note(), counts())


@remembered(256)
def digit_of_example(picture: bytes) -> str | None:
    """Which digit a picture shows where it is one of the app's examples, on whichever side; else None."""
    for name in STROKES:
        if picture_of(as_text(example_drawing(name, "left"))).tobytes() == picture:
            return name[-1]
    return None


def waits_for_prediction(pictures: list[np.ndarray]) -> bool:
    """Whether the student is asked about this pair and has not answered yet."""
    about = st.session_state.get("verdict_about")
    waits = st.session_state.get("predict_first") and not st.session_state.get("verdict_answer")
    return bool(waits and about and about[2:] == tuple(picture.tobytes() for picture in pictures))
