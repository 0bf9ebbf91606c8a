"""The choice of the language: the link's, else the browser's, and a button in the corner of every page."""

from __future__ import annotations

import streamlit as st

from pages.parts.shared.choosing import write_into_address
from pages.parts.shared.language import LANGUAGES, known_language, language, language_of, say


def choose_language() -> None:
    """Finds the language when a student comes, and offers the other one in the corner.

    What is on the page stays when it changes: options of widgets are codes, and every widget has a key.
    """
    browsers = language_of(st.context.locale)
    asked = known_language(st.query_params.get("lang", browsers))
    st.session_state.setdefault("chosen_lang", asked or "en")
    if asked is None:
        st.warning(
            say("The link asks for a language that this app does not speak; it speaks English and Chinese."),
            icon=":material/link_off:",
        )
    write_into_address("lang", language(), usual=browsers)
    other = next(code for code in LANGUAGES if code != language())
    st.button(
        LANGUAGES[other],
        key="other_language",
        icon=":material/translate:",
        type="tertiary",
        on_click=speak_from_now_on,
        args=(other,),
    )


def speak_from_now_on(code: str) -> None:
    """Changes the language, before the run in which the page is shown in it."""
    st.session_state["chosen_lang"] = code
