"""What a student sets before a training. The weights, shared or not, are chosen above all pages."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

import streamlit as st

from pages.parts.shared.choosing import asked_of_link, write_into_address
from pages.parts.shared.glossary import explained
from pages.parts.training.questions import name_of
from pages.parts.training.watching import USUAL, begin, has_begun, wish
from pages.parts.training.words import SETTINGS
from siamese_core.recorded import CHOICES, Settings


def take_from_link(shared: bool) -> None:
    """Sets what a link asks for, when the page is opened for the first time, and starts that run."""
    if has_begun():
        return
    for name in SETTINGS:
        values = {as_text(value): value for value in ordered(name)}
        st.session_state[key_of(name)] = values[asked_of_link(name, list(values))]
    begin(chosen(shared))


def choose_settings() -> None:
    """The choices, side by side."""
    for name, label in SETTINGS.items():
        # Set anew, since the browser knows it by its words, which are others in another language.
        st.session_state[key_of(name)] = value_of(name)
        with st.container(key=f"choice_of_{name}", width="content"):
            st.selectbox(
                explained(label()),
                CHOICES[name],
                format_func=partial(name_of, name),
                key=key_of(name),
                persist_state="session",
            )
        write_into_address(name, as_text(st.session_state[key_of(name)]), as_text(getattr(USUAL, name)))


def chosen(shared: bool) -> Settings:
    """What is set now."""
    return Settings(shared=shared, **{name: value_of(name) for name in SETTINGS})


def value_of(name: str) -> Any:
    """What is set of a choice. What no browser was offered is not taken."""
    usual = getattr(USUAL, name)
    value = st.session_state.get(key_of(name), usual)
    return value if value in CHOICES[name] else usual


def start(shared: bool) -> None:
    """Wishes for the run that is set now."""
    wish(chosen(shared))


def key_of(name: str) -> str:
    """Of a choice, in the session."""
    return f"train_{name}"


def as_text(value: Any) -> str:
    """A value as it stands in a link."""
    return value if isinstance(value, str) else f"{value:g}"


def ordered(name: str) -> list[Any]:
    """The values of a choice, the usual one first."""
    usual = asdict(USUAL)[name]
    return [usual, *(value for value in CHOICES[name] if value != usual)]
