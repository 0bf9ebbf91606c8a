"""You or the twins: ten pairs by other hands, predicted by the student and by the twins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import as_text, put_drawing
from pages.parts.shared.everywhere import show_failure
from pages.parts.shared.examples import drawing_of
from pages.parts.shared.language import Text, say
from pages.parts.shared.numbers import with_article
from pages.parts.shared.pictures import show_digits
from siamese_core.files import WeightsError
from siamese_core.hands import WrittenDigit, sample_hands
from siamese_core.remembering import remembered

ROUNDS = 10
AT_MOST = 24  # pairs whose truth is remembered
LEVELS = {"easy": Text("easy"), "hard": Text("hard")}
STUDENT_WRONG = Text("{left} and {right}: you were wrong")
TWINS_WRONG = Text("{left} and {right}: the twins were wrong")
BOTH_WRONG = Text("{left} and {right}: both were wrong")


@dataclass(eq=False)
class OtherHands:
    """A pair by two people as it was put on a student's canvases; each time another object.

    Attributes:
        written: the left and the right digit.
        pictures: (2, 28, 28), what the branches see.
        is_revealed: whether this student has been told what they are; a prediction after that is none.
    """

    written: tuple[WrittenDigit, WrittenDigit]
    pictures: np.ndarray
    is_revealed: bool = False

    @property
    def digits(self) -> tuple[int, int]:
        """Which digits they are."""
        left, right = self.written
        return left.digit, right.digit

    @property
    def same(self) -> bool:
        """Whether both are the same digit."""
        return self.digits[0] == self.digits[1]

    @property
    def truth(self) -> str:
        """What they are, as a sentence."""
        left, right = self.digits
        if self.same:
            return say("In truth both are {digit}.", digit=with_article(left))
        return say(
            "In truth they are {left} and {right}.", left=with_article(left), right=with_article(right)
        )


@dataclass(frozen=True)
class Round:
    """A pair of the game: what the student and the twins said of it, each whether it is the same digit."""

    pair: OtherHands
    student: bool
    twins: bool

    @property
    def student_right(self) -> bool:
        return self.student == self.pair.same

    @property
    def twins_right(self) -> bool:
        return self.twins == self.pair.same


def put_other_hands() -> None:
    """Puts a pair by two people on the canvases, as strokes, easy or hard as chosen. After ten that were
    predicted a new game begins.
    """
    level = st.session_state["another_hand"]
    st.session_state["another_hand"] = None  # it can be chosen again
    if level is None:  # a tap that came while it was being taken back
        return
    if len(rounds()) >= ROUNDS:
        st.session_state["game"] = []
    try:
        left, right = sample_unseen(hard=level == "hard")
    except WeightsError as error:
        show_failure(say("There are no other hands."), error)
        return
    for side, written in (("left", left), ("right", right)):
        put_drawing(side, drawing_of(written.strokes, side))
    pictures = np.stack([picture_of_hand(left), picture_of_hand(right)])
    st.session_state["other_hands"] = [*other_hands(), OtherHands((left, right), pictures)][-AT_MOST:]


def sample_unseen(hard: bool) -> tuple[WrittenDigit, WrittenDigit]:
    """A pair that this student has not seen of late. Raises as `sample_hands` does."""
    seen, rng = [frozenset(each.written) for each in other_hands()], np.random.default_rng()
    while frozenset(pair := sample_hands(rng, hard)) in seen:  # also with its sides swapped
        pass
    return pair


@remembered()
def picture_of_hand(written: WrittenDigit) -> np.ndarray:
    """What a branch sees of it: (28, 28)."""
    return picture_of(as_text(drawing_of(written.strokes, "left")))


def other_hands() -> list[OtherHands]:
    """The pairs by other hands that were put on the canvases, the newest last."""
    return st.session_state.get("other_hands", [])


def other_hands_with(pictures: list[np.ndarray]) -> OtherHands | None:
    """The one of these pairs that has these pictures; None where somebody has drawn on."""
    return next((pair for pair in other_hands() if np.array_equal(pair.pictures, pictures)), None)


def rounds() -> list[Round]:
    """What was predicted in this game."""
    return st.session_state.get("game", [])


def note_round(pair: OtherHands, student: bool, twins: bool) -> None:
    """Counts a prediction, where the student did not know the truth."""
    if not pair.is_revealed:
        st.session_state["game"] = [*rounds(), Round(pair, student, twins)]


def score() -> str:
    """Where the game stands, or how it ended."""
    played = len(rounds())
    student, twins = sum(each.student_right for each in rounds()), sum(each.twins_right for each in rounds())
    if played < ROUNDS:
        return say(
            "Pair {played} of {rounds}: you {student}, twins {twins}.",
            played=played,
            rounds=ROUNDS,
            student=student,
            twins=twins,
        )
    return say(
        "**You {student}, twins {twins}.** That was the last of {rounds}: the next pair begins a new game.",
        student=student,
        twins=twins,
        rounds=ROUNDS,
    )


def is_over(pair: OtherHands | None) -> bool:
    """Whether this pair was the last one of a game."""
    return len(rounds()) == ROUNDS and pair is rounds()[-1].pair


def show_mistakes() -> None:
    """After the last pair: those that somebody got wrong."""
    wrong = [each for each in rounds() if not (each.student_right and each.twins_right)]
    if not wrong:
        st.markdown(say("Nobody got any pair wrong."))
        return
    captions = [who_was_wrong(each)(left=each.pair.digits[0], right=each.pair.digits[1]) for each in wrong]
    show_digits(np.concatenate([each.pair.pictures for each in wrong]), captions, size=44, together=2)


def who_was_wrong(played: Round) -> Text:
    """Of a pair that somebody got wrong."""
    if played.student_right:
        return TWINS_WRONG
    return STUDENT_WRONG if played.twins_right else BOTH_WRONG
