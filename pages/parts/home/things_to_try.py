"""Pairs to start from, as strokes that can be drawn on, and the left drawing changed for the right side."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from pages.parts.home.game import LEVELS, put_other_hands
from pages.parts.home.turning import mirrored, turned
from pages.parts.shared.drawing import SIDES, accepted, drawing_on, put_drawing
from pages.parts.shared.examples import EXAMPLES, Drawing, example_drawing, in_colour_of
from pages.parts.shared.language import Text, reads, say
from siamese_core.strokes import DrawingError

# Of the left drawing, for the right canvas: what has the network learned to forgive?
COPIES: dict[str, tuple[Text, Callable[[Drawing], Drawing]]] = {
    "same": (Text("as it is"), lambda drawing: drawing),
    "mirrored": (Text("mirrored"), mirrored),
    "upside_down": (Text("upside down"), lambda drawing: turned(drawing, 180)),
    "turned": (Text("turned by 45°"), lambda drawing: turned(drawing, 45)),
}
EXAMPLE_NAMES = {
    "same": Text("Same digit twice"),
    "4_9": Text("4 and 9"),
    "1_7": Text("1 and 7"),
    "3_8": Text("3 and 8"),
}


def show_things_to_try() -> None:
    """All of it in a row."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="examples"):
        st.pills(
            say("Try a pair"),
            EXAMPLES,
            key="example",
            on_change=put_example,
            format_func=reads(EXAMPLE_NAMES),
        )
        st.pills(
            say("Another hand"),
            LEVELS,
            key="another_hand",
            on_change=put_other_hands,
            format_func=reads(LEVELS),
        )
        st.toggle(say("Predict first"), key="predict_first", persist_state="session")
        st.pills(
            say("Put the left drawing on the right"),
            COPIES,
            key="copy",
            on_change=put_copy,
            format_func=lambda code: COPIES[code][0](),
        )


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
        left = COPIES[chosen_copy][1](left)
    with suppress(DrawingError):  # it grew too long for a canvas: the right one stays as it is
        put_drawing("right", accepted(in_colour_of("right", left)))
