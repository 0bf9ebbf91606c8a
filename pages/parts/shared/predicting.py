"""Predict, then try: a question that is asked before its answer is shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

import streamlit as st

from pages.parts.shared.classroom.answers import report
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, say


def ask(
    question: str,
    answers: Sequence[str],
    key: str,
    about: Hashable,
    format_func: Callable[[str], str],
    on_answer: Callable[[], None] | None = None,
) -> str | None:
    """Asks for a prediction.

    A prediction belongs to what it is about: when that is another one, the old prediction is gone and the
    question is asked again.

    Args:
        question: in Markdown, as it reads.
        answers: to choose from, as codes.
        key: of the question in the session, and with `_answer` of its widget.
        about: what the answer depends on, such as the twins and the pair; equal for an equal question.
        format_func: how an answer reads.
        on_answer: is called before the run in which an answer is there.

    Returns:
        The answer that was chosen; None until then.
    """
    memory, widget = f"{key}_about", f"{key}_answer"
    if st.session_state.get(memory) != about:
        st.session_state[memory] = about
        st.session_state[widget] = None
    st.markdown(say("**Predict:** {question}", question=explained(question)), width="content")
    return st.pills(
        question,
        answers,
        format_func=format_func,
        key=widget,
        on_change=on_answer,
        persist_state="session",
        label_visibility="collapsed",
    )


def answered(key: str, about: Hashable) -> str | None:
    """What was predicted for this question, without asking it."""
    asked = st.session_state.get(f"{key}_about") == about
    return st.session_state.get(f"{key}_answer") if asked else None


def forget(key: str) -> None:
    """Lets a question be asked again, even about the same."""
    st.session_state.pop(f"{key}_about", None)


def outcome(key: str, answers: Mapping[str, Text], guess: str, right: str) -> str:
    """How a sentence on a prediction begins: whether it was right. The class's board counts that, too.

    Args:
        key: of the question, as `ask` was given it.
        answers: by their codes.
        guess, right: codes of what was predicted, and of what came true.
    """
    report(key, guess == right)
    return say("**Right:**") if guess == right else say("**No, {answer}:**", answer=answers[right])
