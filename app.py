"""Siamese Playground. Start it with `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from pages.parts.shared.streamlit_internals import ENTERED, freeze_what_is_loaded

SHARED = Path(__file__).parent / "pages" / "parts" / "shared"
st.set_page_config(page_title="Siamese Playground", page_icon=SHARED / "icon.svg", layout="wide")
st.html(SHARED / "style.css")

page = st.navigation(
    [
        st.Page("pages/draw_and_compare.py", title="Draw and compare", icon=":material/draw:", default=True),
        st.Page("pages/weight_sharing.py", title="Weight sharing", icon=":material/share:"),
        st.Page("pages/contrastive_loss.py", title="Contrastive loss", icon=":material/trending_down:"),
        st.Page("pages/embedding_map.py", title="Embedding map", icon=":material/map:"),
        st.Page("pages/verification.py", title="Verification", icon=":material/balance:"),
    ],
    position="top",
)
st.session_state[ENTERED] = True
page.run()
freeze_what_is_loaded()
