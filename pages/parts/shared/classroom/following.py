"""Pages that follow the board. The browser asks from time to time whether something has changed, and until it
has, no element of the page is sent. Each time it sends what is on the canvases, so it does not ask too often.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import timedelta

import streamlit as st

from pages.parts.shared.streamlit_internals import run_afterwards


def note_seen(fragment: str, seen: Hashable) -> None:
    """Notes what a fragment has shown."""
    st.session_state[f"{fragment}_seen"] = seen


def follow(fragment: str, look: Callable[[], Hashable], every: Callable[[], float]) -> None:
    """Lets a fragment, named by its key, run again when `look` finds something else than it has shown.

    Args:
        fragment: its key.
        look: what it would show now.
        every: after how many seconds to look again. Where that has changed, the page is run again.
    """
    seconds = every()
    st.fragment(_look_again, run_every=timedelta(seconds=seconds))(fragment, look, every, seconds)


def _look_again(
    fragment: str, look: Callable[[], Hashable], every: Callable[[], float], seconds: float
) -> None:
    """A fragment of its own that shows nothing: so nothing of the page is sent, and none is in another."""
    if look() == st.session_state.get(f"{fragment}_seen"):
        return
    if every() != seconds:
        st.rerun()
    run_afterwards(fragment)
