"""Siamese Playground. Start it with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from pages.parts.shared.lessons import HOME, LESSONS
from pages.parts.shared.streamlit_internals import ENTERED, freeze_what_is_loaded

SHARED = Path(__file__).parent / "pages" / "parts" / "shared"
st.set_page_config(page_title="Siamese Playground", page_icon=SHARED / "icon.svg", layout="wide")
st.html(SHARED / "style.css")

page = st.navigation(
    [
        st.Page(lesson.file, title=lesson.title, icon=lesson.icon, default=lesson is HOME)
        for lesson in LESSONS
    ],
    position="top",
)
st.session_state[ENTERED] = True
page.run()
freeze_what_is_loaded()
