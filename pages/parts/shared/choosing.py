"""The choice of twins that all pages share: a design, shared or unshared weights, both kept in the URL."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.shared.classroom.teacher import take_key
from pages.parts.shared.everywhere import WITH_ABOUT, show_everywhere, show_failure
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, paragraph, reads, say
from pages.parts.shared.streamlit_internals import (
    enter_through_app,
    run_again_when_reconnected,
)
from pages.parts.shared.words import WEIGHTS, title_of
from siamese_core import DESIGNS, Twins, load_twins
from siamese_core.designs import BY_NAME, SHARINGS
from siamese_core.files import DIGITS, WeightsError

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

ABOUT = {
    "cnn_contrastive": Text(
        "Small filters slide over the picture and look for lines and corners; what they find becomes {dim} "
        "numbers (a convolutional branch). The distance between both lists decides."
    ),
    "mnist_siamese": Text(
        "Every pixel counts for every number, in three layers one after the other; the last one gives {dim} "
        "numbers. The distance between both lists decides."
    ),
    "matchnet": Text(
        "Small filters slide over the picture and look for lines and corners; what they find becomes {dim} "
        "numbers (a convolutional branch). A second network reads both lists and decides."
    ),
}
SHARED = {
    "shared": Text("Both digits go through the same branch."),
    "unshared": Text("Each side has a branch of its own."),
}
TWINS = {"design": DESIGNS, "sharing": SHARINGS}  # the choices that lead to twins
HOW = Text("[How exactly?](#word-these-twins)")
NOT_THERE = Text("The link asks for a {parameter} that does not exist; this is “{instead}”.")


def choose_twins(question: Text, first_sentence: Text) -> Twins:
    """Shows a page's question with the choice of twins beside it, and loads the chosen ones.

    Stops the page where they cannot be loaded.

    Args:
        question: the page's heading.
        first_sentence: below it, in plain words; `{dim}` is its place for the length of an embedding.
    """
    begin_page()
    design, sharing = (chosen(name, options) for name, options in TWINS.items())
    dim = BY_NAME[design].dim
    with heading(question(), first_sentence(dim=dim)):
        st.selectbox(
            say("Design"),
            DESIGNS,
            key="design",
            on_change=keep_choice,
            args=("design", DESIGNS),
            format_func=title_of,
            label_visibility="collapsed",
        )
        choose_in_heading(say("Weights"), "sharing", SHARINGS, reads(WEIGHTS))
    about = WITH_ABOUT(what=design, about=paragraph(ABOUT[design](dim=dim), SHARED[sharing]()))
    show_everywhere({"#word-these-twins": about})
    for name, options in TWINS.items():
        write_into_address(name, st.session_state[name], options[0])
    return load_or_stop(design, sharing == "shared")


def begin_page() -> None:
    """What every page does first."""
    enter_through_app()
    run_again_when_reconnected()
    take_key()


def chosen(name: str, options: Sequence[str], not_there: Text = NOT_THERE) -> str:
    """What this student has chosen on any page; before that, what the link asks for. `not_there`: as of
    `asked_of_link`.
    """
    asked = asked_of_link(name, options, not_there)
    st.session_state[name] = st.session_state.setdefault(f"chosen_{name}", asked)
    return st.session_state[name]


@contextmanager
def heading(question: str, sentence: str) -> Iterator[None]:
    """A page's question, a plain sentence below it, and beside both what is shown within."""
    with st.container(horizontal=True, vertical_alignment="center", key="question"):
        below = paragraph(explained(sentence), HOW())
        st.markdown(f"## {question}\n\n:small[:gray[{below}]]", width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="choice"):
            yield


def choose_in_heading(
    label: str, name: str, options: Sequence[str], format_func: Callable[[str], str] = str
) -> None:
    """A choice beside a page's question that all pages keep, of which `chosen` tells."""
    st.segmented_control(
        label,
        options,
        required=True,
        key=name,
        on_change=keep_choice,
        args=(name, options),
        format_func=format_func,
        label_visibility="collapsed",
    )


def load_or_stop(design: str, shared: bool, taught: str = DIGITS) -> Twins:
    """Loads twins, or says what is wrong with their files and stops the page there."""
    try:
        return load_twins(design, shared, taught)
    except WeightsError as error:
        show_failure(say("These twins cannot be loaded; the other ones still work."), error)
        st.stop()


def asked_of_link(name: str, options: Sequence[str], not_there: Text = NOT_THERE) -> str:
    """The option that the address asks for; the first one where it asks for none, or, with a warning, where
    it asks for none of these. `not_there`: the warning, with places for the parameter and what is instead.
    """
    asked = st.query_params.get(name, options[0])
    if asked in options:
        return asked
    st.warning(not_there(parameter=name, instead=options[0]), icon=":material/link_off:")
    return options[0]


def keep_choice(name: str, options: Sequence[str]) -> None:
    """Keeps what was chosen for all pages; a widget's value is gone with its page. No browser chooses what is
    not offered; nothing is chosen where the browser had the session cleared a moment ago.
    """
    value = st.session_state.get(name)
    if value in options:
        st.session_state[f"chosen_{name}"] = value


def write_into_address(name: str, chosen: str, usual: str) -> None:
    """Keeps a choice in the address, so that a link leads to it. What is usual is left out."""
    if chosen != usual:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def choose(name: str, options: Sequence[str], key: str, format_func: Callable[[str], str] = str) -> str:
    """A choice that the page keeps for this student; the first option until then. `name` is for screen
    readers.
    """
    return st.segmented_control(
        name,
        options,
        default=options[0],
        required=True,
        key=key,
        format_func=format_func,
        persist_state="session",
        label_visibility="collapsed",
    )


def fold(label: str, key: str) -> ExpanderContainer:
    """What a student unfolds. It stays so when its label changes, as it does with the language: Streamlit
    1.67 takes it for another one then.
    """
    st.session_state[key] = st.session_state.get(key, False)
    return st.expander(label, key=key, on_change="rerun")


def choose_part(following: Sequence[str], still: str, key: str, format_func: Callable[[str], str]) -> str:
    """The choice of a page's part, within the fragment that a slider reruns.

    The part `still` does not follow the slider, so it stands outside of the fragment, which can neither show
    nor hide it. So the page is rerun when that part comes or goes.
    """
    part, shown = choose(say("Go on with"), [*following, still], key, format_func), f"{key}_still_shown"
    if (part == still) != st.session_state.get(shown, False):
        st.session_state[shown] = part == still
        st.rerun()
    return part


def is_dark() -> bool:
    """Whether the page is dark."""
    return st.context.theme.type == "dark"


def number_of_link(name: str, low: float, high: float) -> float | None:
    """The number from `low` to `high` that a link's parameter gives; None where it gives none, or two."""
    texts = st.query_params.get_all(name)
    try:
        value = float(texts[0]) if len(texts) == 1 else math.nan
    except ValueError:
        return None
    return value if low <= value <= high else None


def warn_of_link(name: str, low: float, high: float, warning: Text, **values: object) -> None:
    """Says so where a link's parameter is no number from `low` to `high`.

    Args:
        name, low, high: of the parameter.
        warning: with places for its range, `{low:g}` and `{high:g}`.
        values: for its other places.
    """
    if name in st.query_params and number_of_link(name, low, high) is None:
        st.warning(warning(low=low, high=high, **values), icon=":material/link_off:")
