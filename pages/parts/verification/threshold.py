"""The slider of the threshold, which a link and the choice of twins set."""

from __future__ import annotations

import streamlit as st

from pages.parts.shared.choosing import number_of_link, warn_of_link
from pages.parts.shared.numbers import decided_by
from pages.parts.verification import words
from siamese_core import Twins

KERAS_EXAMPLE = 0.5  # its threshold of the distance
STEP = 0.01


def choose_threshold(twins: Twins, end: float) -> float:
    """The threshold's slider, which a link can set, and buttons for two thresholds worth knowing."""
    if "threshold" not in st.session_state:
        warn_of_link("threshold", 0, end, words.NO_SUCH_THRESHOLD)
    wanted = follow_twins(twins, end)
    with st.container(horizontal=True, vertical_alignment="bottom", key="threshold_bar"):
        threshold = st.slider(
            words.THRESHOLD[decided_by(twins)](),
            0.0,
            float(end),
            twins.threshold,
            STEP,
            key="threshold",
            bind="query-params",
        )
        for code, value in marked_thresholds(twins).items():
            st.button(
                words.SET_TO[code](value=value),
                key=f"set_{code}",
                on_click=st.session_state.__setitem__,
                args=("threshold", value),
            )
    if wanted not in (None, threshold):  # a slider with another end takes the address's threshold first
        st.session_state["threshold_wanted"] = wanted
        st.rerun()
    return threshold


def starting_threshold(twins: Twins, end: float) -> float:
    """Where the slider stands when the page is opened or other twins are chosen, before it is moved there.

    To be called before `choose_threshold`, which follows the twins.
    """
    if "threshold" not in st.session_state:  # a slider's value is forgotten when its page is left
        linked = number_of_link("threshold", 0, end)
        st.session_state["starting_threshold"] = twins.threshold if linked is None else linked
    elif have_changed(twins):
        st.session_state["starting_threshold"] = threshold_after_change(twins, end)
    return st.session_state.setdefault("starting_threshold", twins.threshold)


def follow_twins(twins: Twins, end: float) -> float | None:
    """Takes the threshold of other twins, where these have changed.

    Returns:
        The threshold that the slider is to have, or None where nothing has changed.
    """
    wanted = st.session_state.pop("threshold_wanted", None)
    if "threshold" in st.session_state and have_changed(twins):
        wanted = threshold_after_change(twins, end)
    st.session_state["threshold_of"] = decided_by(twins), twins.threshold
    if wanted is not None:
        st.session_state["threshold"] = wanted
    return wanted


def have_changed(twins: Twins) -> bool:
    """Whether the slider still belongs to other twins."""
    return st.session_state.get("threshold_of") not in (None, (decided_by(twins), twins.threshold))


def threshold_after_change(twins: Twins, end: float) -> float:
    """A threshold that was moved stays if other twins can use it, else theirs is taken."""
    decided_before, calibrated_before = st.session_state["threshold_of"]
    value = st.session_state["threshold"]
    stays = decided_before == decided_by(twins) and value != calibrated_before and value <= end
    return value if stays else twins.threshold


def marked_thresholds(twins: Twins) -> dict[str, float]:
    """The calibrated threshold, and 0.5: the Keras example's distance, or the probability that is as likely
    as not. By the codes of their names.
    """
    return {
        "calibrated": twins.threshold,
        "even_odds" if twins.design.metric_network else "keras": KERAS_EXAMPLE,
    }
