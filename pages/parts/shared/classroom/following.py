"""Pages that follow the board: what others do is there within seconds, and nothing is sent until then."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import timedelta

import streamlit as st

from pages.parts.shared.streamlit_internals import run_afterwards

EVERY = {"class": timedelta(seconds=3), "board": timedelta(seconds=1.5)}  # of the fragments with these keys


def note_seen(fragment: str, seen: Hashable) -> None:
    """Notes what a fragment has shown."""
    st.session_state[f"{fragment}_seen"] = seen


def follow(fragment: str, look: Callable[[], Hashable]) -> None:
    """Lets a fragment, named by its key, run again when `look` finds something else than it has shown."""
    st.fragment(_look_again, run_every=EVERY[fragment])(fragment, look)


def _look_again(fragment: str, look: Callable[[], Hashable]) -> None:
    """A fragment of its own that shows nothing: so nothing of the page is sent, and none is in another."""
    if look() != st.session_state.get(f"{fragment}_seen"):
        run_afterwards(fragment)
