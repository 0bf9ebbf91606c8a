"""Links that lead straight to a page, and pages that outlive the server."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st
from streamlit import net_util
from streamlit.runtime.pages_manager import PagesManager

net_util._external_ip = ""  # Streamlit would ask a host elsewhere for it whenever a page of another host tries to connect

ENTERED = "entered_through_app"  # set by app.py in every session


def enter_through_app() -> None:
    """Starts over with app.py where Streamlit runs a page without it.

    A new server takes a folder `pages` for an app of the old kind until it has run `st.navigation` once. So the first
    sessions that ask for a page other than the home page would show that page alone, without navigation and style.
    """
    if PagesManager.uses_pages_directory or ENTERED not in st.session_state:
        PagesManager.uses_pages_directory = False
        st.rerun()


@st.fragment(run_every=timedelta(days=1))
def run_again_when_reconnected() -> None:
    """Nothing, once a day. But a browser runs a page that has such a part as soon as it has connected again.

    Otherwise a page that meets a server started anew would ask it for fragments that only the old one knew, in vain.
    """
