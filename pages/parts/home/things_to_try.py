"""Pairs to start from, as strokes that can be drawn on, and the left drawing changed for the right side."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from pages.parts.home.game import LEVELS, put_other_hands
from pages.parts.home.turning import mirrored, turned
from pages.parts.shared.drawing import SIDES, accepted, drawing_on, put_drawing
from pages.parts.shared.examples import EXAMPLES, Drawing, example_drawing, in_colour_of
from siamese_core.strokes import DrawingError

COPIES: dict[
    str, Callable[[Drawing], Drawing]
] = {  # of the left drawing, for the right canvas: what has the network learned to forgive?
    "as it is": lambda drawing: drawing,
    "mirrored": mirrored,
    "upside down": lambda drawing: turned(drawing, 180),
    "turned by 45°": lambda drawing: turned(drawing, 45),
}


def show_things_to_try() -> None:
    """All of it in a row."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="examples"):
        st.pills("Try a pair", EXAMPLES, key="example", on_change=put_example)
        st.pills("Another hand", LEVELS, key="another_hand", on_change=put_other_hands)
        st.toggle("Predict first", key="predict_first", persist_state="session")
        st.pills("Put the left drawing on the right", COPIES, key="copy", on_change=put_copy)


def put_example() -> None:
    """Puts the two digits of the chosen example on the canvases."""
    chosen_example = st.session_state["example"]
    st.session_state["example"] = None  # it can be chosen again
    if chosen_example is None:  # a tap that came while it was being taken back
        return
    for side, digit in zip(SIDES, EXAMPLES[chosen_example], strict=True):
        put_drawing(side, example_drawing(digit, side))


def put_copy() -> None:
    """Puts the left drawing on the right canvas, as it is or changed, if there is one."""
    chosen_copy, left = st.session_state["copy"], drawing_on("left")
    st.session_state["copy"] = None  # it can be chosen again
    if chosen_copy is None or not left["objects"]:
        return
    with suppress(DrawingError):  # the page says so, of either side
        left = COPIES[chosen_copy](left)
    with suppress(DrawingError):  # it grew too long for a canvas: the right one stays as it is
        put_drawing("right", accepted(in_colour_of("right", left)))
