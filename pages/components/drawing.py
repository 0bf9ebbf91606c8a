"""The two canvases, and the drawings that every page may read.

A canvas keeps what is drawn on it only while its page is open. So the drawings live in the session, and a canvas that is
opened anew starts with its side's drawing. Clear, Undo and the examples do the same: they change the drawing and open a
new canvas.
"""

from __future__ import annotations

import json

import streamlit as st

from pages.components.examples import CANVAS_SIZE, INK, PEN_WIDTH, Drawing

SIDES = ("left", "right")
BLANK: Drawing = {"objects": []}


def drawing_on(side: str) -> Drawing:
    """What this student has drawn on a side."""
    return st.session_state.get(f"{side}_drawing", BLANK)


def put_drawing(side: str, drawing: Drawing) -> None:
    """Puts a drawing on a side's canvas, in place of what is there."""
    st.session_state[f"{side}_drawing"] = drawing
    st.session_state.pop(f"{side}_mounted", None)


def undo(side: str) -> None:
    """Takes the last stroke away."""
    drawing = drawing_on(side)
    put_drawing(side, {**drawing, "objects": drawing["objects"][:-1]})


def as_text(drawing: Drawing) -> str:
    """A drawing as text that is equal for equal strokes."""
    return json.dumps(drawing["objects"], sort_keys=True)


def show_canvas(side: str) -> None:
    """Shows a side's canvas with its own Undo and Clear; the component's are too small for fingers, and hidden there."""
    from streamlit_drawable_canvas import st_canvas  # works in a running app only

    with st.container(key=f"{side}_digit", width=CANVAS_SIZE + 2, gap=None):
        if st.session_state.get(f"{side}_mounted") not in st.session_state:  # opened anew, or another drawing was put here
            opened = st.session_state.get(f"{side}_opened", 0) + 1
            st.session_state[f"{side}_opened"] = opened
            st.session_state[f"{side}_mounted"] = f"{side}_canvas_{opened}"
            st.session_state[f"{side}_at_opening"] = drawing_on(side)
        result = st_canvas(
            key=st.session_state[f"{side}_mounted"],
            initial_drawing=st.session_state[f"{side}_at_opening"],
            stroke_width=PEN_WIDTH,
            stroke_color=INK[side],
            width=CANVAS_SIZE,
            height=CANVAS_SIZE,
        )
        drawn = result.json_data
        if isinstance(drawn, dict) and isinstance(drawn.get("objects"), list):
            st.session_state[f"{side}_drawing"] = drawn
        if not drawing_on(side)["objects"]:
            with st.container(key=f"{side}_hint"):
                st.markdown(f"Draw a digit here\n\n:small[{side} branch]")
    with st.container(horizontal=True, vertical_alignment="center", width=CANVAS_SIZE + 2):
        st.markdown(f":{'blue' if side == 'left' else 'orange'}[**{side.capitalize()}**]", width="stretch")
        blank = not drawing_on(side)["objects"]
        for name, icon, action, arguments in (
            ("undo", ":material/undo:", undo, (side,)),
            ("clear", ":material/delete:", put_drawing, (side, BLANK)),
        ):
            st.button(name.capitalize(), key=f"{side}_{name}", icon=icon, on_click=action, args=arguments, disabled=blank)
