"""The floor: a page with the app's two canvases that only says how many strokes are on them.

Its containers have the app's keys, so that the same students and the same mouse draw on both.
"""

import streamlit as st
from streamlit_drawable_canvas import st_canvas


@st.fragment
def show_echo() -> None:
    """Two canvases and the number of strokes. A stroke reruns this and nothing else."""
    strokes = 0
    for side in ("left", "right"):
        with st.container(key=f"{side}_digit"):
            drawn = st_canvas(key=side, stroke_width=18, width=280, height=280).json_data
        strokes += len(drawn["objects"]) if drawn else 0
    with st.container(key="distance"):
        st.markdown(str(strokes))


show_echo()
