"""Links that lead straight to a page."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def enter_through_app() -> None:
    """Starts over with app.py where Streamlit runs a page without it.

    A new server takes a folder `pages` for an app of the old kind until it has run `st.navigation` once. So the first link
    to a page other than the home page would show that page alone, without navigation and style.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
