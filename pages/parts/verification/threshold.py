"""The slider of the threshold, which a link and the choice of twins set."""

from __future__ import annotations

import streamlit as st

from pages.parts.shared.choosing import warn_of_link
from pages.parts.shared.numbers import decided_by
from siamese_core import Twins

KERAS_EXAMPLE = 0.5  # its threshold of the distance
STEP = 0.01


def choose_threshold(twins: Twins, end: float) -> float:
    """The threshold's slider, which a link can set, and buttons for two thresholds worth knowing."""
    if "threshold" not in st.session_state:
        warn_of_link("threshold", 0, end, instead="the calibrated one")
    wanted = follow_twins(twins, end)
    meaning = "up to this distance the answer is “same”"
    if twins.design.metric_network:
        meaning = "from this probability on the answer is “same”"
    with st.container(horizontal=True, vertical_alignment="bottom", key="threshold_bar"):
        threshold = st.slider(
            f"**Threshold**: {meaning}",
            0.0,
            float(end),
            twins.threshold,
            STEP,
            key="threshold",
            bind="query-params",
        )
        for name, value in marked_thresholds(twins).items():
            st.button(
                f"{name.capitalize()} {value:.2f}",
                key=f"set_{name.split()[0]}",
                on_click=st.session_state.__setitem__,
                args=("threshold", value),
            )
    if wanted not in (None, threshold):  # a slider with another end takes the address's threshold first
        st.session_state["threshold_wanted"] = wanted
        st.rerun()
    return threshold


def follow_twins(twins: Twins, end: float) -> float | None:
    """Where the twins have changed: a threshold that was moved stays if they can use it, else theirs is
    taken.

    Returns:
        The threshold that the slider is to have, or None where nothing has changed.
    """
    shown, before = (decided_by(twins), twins.threshold), st.session_state.get("threshold_of")
    st.session_state["threshold_of"] = shown
    wanted = st.session_state.pop("threshold_wanted", None)
    if before not in (None, shown) and "threshold" in st.session_state:
        value = st.session_state["threshold"]
        stays = before[0] == shown[0] and value != before[1] and value <= end
        wanted = value if stays else twins.threshold
    if wanted is not None:
        st.session_state["threshold"] = wanted
    return wanted


def marked_thresholds(twins: Twins) -> dict[str, float]:
    """The calibrated threshold, and 0.5: the Keras example's distance, or the probability that is as likely
    as not.
    """
    return {
        "calibrated": twins.threshold,
        "even odds" if twins.design.metric_network else "Keras example": KERAS_EXAMPLE,
    }
