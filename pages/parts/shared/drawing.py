"""The two canvases, and the drawings that every page may read.

A canvas keeps what is drawn on it only while its page is open. So the drawings live in the session, and a
canvas that is opened anew starts with its side's drawing. Clear, Undo and the examples do the same: they
change the drawing and open a new canvas.

What a canvas was opened with stands in a hidden text field. The browser sends its fields and canvases again
after the server was started anew, so the page goes on with its drawings.

What is drawn on is called a sheet. The home page's are `left` and `right`, and other pages read them. A page
with drawings of its own has sheets of its own: `sign_left` is drawn on its left canvas.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from secrets import token_hex
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.shared.examples import CANVAS_SIZE, INK, PEN_WIDTH, Drawing
from pages.parts.shared.language import Text, say
from pages.parts.shared.words import SIDE_NAMES
from siamese_core.strokes import DrawingError

SIDES = ("left", "right")
SIDE_TITLES = {"left": Text("Left"), "right": Text("Right")}
DRAW_HERE = Text("Draw a digit here")
BLANK: Drawing = {"objects": []}
# characters of a drawing as text: 100 strokes and 3,000 commands as the canvas sends them take 220,000
MAX_TEXT = 240_000


def side_of(sheet: str) -> str:
    """The canvas on which a sheet lies, `left` or `right`: its name ends with it."""
    return sheet.rpartition("_")[2]


def drawing_on(sheet: str) -> Drawing:
    """What this student has drawn on a sheet."""
    return st.session_state.get(f"{sheet}_drawing", BLANK)


def put_drawing(sheet: str, drawing: Drawing) -> None:
    """Puts a drawing on a sheet, in place of what is there."""
    st.session_state[f"{sheet}_drawing"] = drawing
    st.session_state[f"{sheet}_opening"] = f"{token_hex(4)} {as_text(drawing)}"


def undo(sheet: str) -> None:
    """Takes the last stroke away; none where a server started anew does not know the drawing yet."""
    if f"{sheet}_drawing" in st.session_state:
        put_drawing(sheet, {"objects": drawing_on(sheet)["objects"][:-1]})


def as_text(drawing: Drawing) -> str:
    """A drawing as text, equal for equal strokes. Raises DrawingError where JSON has no text for it."""
    try:
        return json.dumps(drawing["objects"], sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise DrawingError("It holds a number that is not finite, or too many lists within lists.") from error


def accepted(sent: Any) -> Drawing:
    """What a canvas sent, as the app keeps it: a list of strokes, whether or not `rasterize` can read them,
    and no more.

    Raises:
        DrawingError: there is no such list, JSON has no text for it, or its text is longer than `MAX_TEXT`.
    """
    objects = sent.get("objects") if isinstance(sent, dict) else None
    if not isinstance(objects, list) or any(not isinstance(item, dict) for item in objects):
        raise DrawingError("A drawing is a dictionary with a list of strokes under 'objects'.")
    drawing = {"objects": objects}
    if (length := len(as_text(drawing))) > MAX_TEXT:
        raise DrawingError(f"A drawing may take {MAX_TEXT:,} characters; this one takes {length:,}.")
    return drawing


def canvas_key(sheet: str, opening: str) -> str:
    """The key of the canvas that was opened with this text."""
    return f"{sheet}_canvas_{opening.partition(' ')[0]}"


def keep_openings(sheets: Sequence[str] = SIDES) -> None:
    """The hidden text fields, and in them the drawings with which the canvases are opened."""
    for sheet in sheets:
        if (
            f"{sheet}_opening" not in st.session_state and f"{sheet}_drawing" in st.session_state
        ):  # back from another page
            put_drawing(sheet, drawing_on(sheet))
        st.text_input(
            say("What the canvas was opened with"), key=f"{sheet}_opening", label_visibility="collapsed"
        )


def show_canvas(sheet: str, invitation: Text = DRAW_HERE) -> None:
    """Shows the canvas with a sheet on it, and keeps what is drawn there. `invitation`: on a blank one."""
    side = side_of(sheet)
    with st.container(key=f"{side}_digit", gap=None):  # playground.css says how large it is shown
        try:
            st.session_state[f"{sheet}_drawing"] = sent_by_canvas(
                sheet, st.session_state.get(f"{sheet}_opening", "")
            )
        except DrawingError as error:
            say_unreadable(side, error)
        if not drawing_on(sheet)["objects"]:
            st.markdown(invitation(), text_alignment="center")


def show_tools(sheet: str, name: Text | None = None) -> DeltaGenerator:
    """A canvas's name with its Undo and Clear; the component's own are too small for fingers, and hidden
    there. `name`: where it is not that of its side. Returns the container, for more tools.
    """
    side = side_of(sheet)
    tools = st.container(horizontal=True, vertical_alignment="center", key=f"{side}_tools")
    with tools:
        st.markdown(
            f":{'blue' if side == 'left' else 'orange'}[**{name or SIDE_TITLES[side]}**]", width="stretch"
        )
        st.button(say("Undo"), key=f"{side}_undo", icon=":material/undo:", on_click=undo, args=(sheet,))
        st.button(
            say("Clear"),
            key=f"{side}_clear",
            icon=":material/delete:",
            on_click=put_drawing,
            args=(sheet, BLANK),
        )
    return tools


def sent_by_canvas(sheet: str, opening: str) -> Drawing:
    """Shows the canvas that was opened with this text, and returns what is on it now. Raises as `accepted`
    does.
    """
    from streamlit_drawable_canvas import st_canvas  # works in a running app only

    try:
        at_opening = accepted({"objects": json.loads(opening.partition(" ")[2] or "[]")})
        canvas = st_canvas(
            key=canvas_key(sheet, opening),
            initial_drawing=at_opening,
            stroke_width=PEN_WIDTH,
            stroke_color=INK[side_of(sheet)],
            width=CANVAS_SIZE,
            height=CANVAS_SIZE,
        )
    except (
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
        RecursionError,
    ) as error:  # no canvas sends what leads here
        raise DrawingError("The canvas sent something that is no drawing.") from error
    return accepted(canvas.json_data)


def say_unreadable(side: str, error: DrawingError) -> None:
    """Says what is wrong with a drawing, and what helps."""
    st.error(
        say(
            "The {side} drawing cannot be read. Clear it and draw again. (In detail: {error})",
            side=SIDE_NAMES[side],
            error=error,
        ),
        icon=":material/gesture:",
    )
