"""The student's own pair on the pages where nothing is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import streamlit as st

from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import SIDES, as_text, drawing_on
from pages.parts.shared.examples import example_drawing
from pages.parts.shared.language import say
from pages.parts.shared.lessons import HOME
from pages.parts.shared.pictures import show_digits
from pages.parts.shared.words import side_names
from siamese_core.strokes import DrawingError

EXAMPLE = ("4", "9")  # the pair that stands in until both canvases have a digit


@dataclass(frozen=True)
class Pair:
    """Two digits (28, 28). `drawn`: by the student; otherwise they are the example."""

    left: np.ndarray
    right: np.ndarray
    drawn: bool

    @property
    def owner(self) -> str:
        """Whose digits these are, in two words."""
        return say("your pair") if self.drawn else say("an example")

    @property
    def whose(self) -> str:
        """The same as a sentence in Markdown, with what to do about an example."""
        if self.drawn:
            return say("Your pair.")
        return say("An example; draw your own on *{page}*.", page=HOME.title)

    @property
    def code(self) -> str:
        """A short text that tells this pair from others."""
        return blake2b(self.left.tobytes() + self.right.tobytes(), digest_size=8).hexdigest()


def pair_on_page() -> Pair:
    """What the student drew on the home page, or the example where a side is blank or cannot be read."""
    try:
        left, right = (picture_of(as_text(drawing_on(side))) for side in SIDES)
    except DrawingError:
        left = right = np.zeros(0)
    if left.any() and right.any():
        return Pair(left, right, drawn=True)
    left, right = (
        picture_of(as_text(example_drawing(digit, side))) for digit, side in zip(EXAMPLE, SIDES, strict=True)
    )
    return Pair(left, right, drawn=False)


def show_pair(pair: Pair) -> None:
    """The two digits as the branches see them, and whose they are."""
    with st.container(horizontal=True, vertical_alignment="center", key="pair"):
        show_digits(np.stack([pair.left, pair.right]), side_names(), size=84, width="content")
        st.markdown(pair.whose, width="content")
