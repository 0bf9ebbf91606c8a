"""Test pairs one by one: which of them still teach, and what one of them costs."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.parts.loss.charts import margin_text
from pages.parts.loss.numbers import (
    Sample,
    address_of_sample,
    cost,
    distances_of_test_pairs,
    sample_of_test_pairs,
)
from pages.parts.loss.scatter import sample_chart
from pages.parts.loss.words import ENDS, INSIDE, TEST_PAIR, TEST_PAIR_COSTS
from pages.parts.shared.choosing import is_dark
from pages.parts.shared.everywhere import show_hint
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import paragraph, say
from pages.parts.shared.numbers import number, percent
from pages.parts.shared.pictures import show_digits
from pages.parts.shared.words import code_of, side_names
from siamese_core import Twins
from siamese_core.digits import load_test_pictures

HEIGHT = 400  # of the chart, in pixels


def show_real_pairs(twins: Twins, _distance: float, margin: float) -> None:
    """Test pairs on the curves, which of them still teach, and one of them with its digits."""
    sample, distances = sample_of_test_pairs(twins), distances_of_test_pairs(twins)
    different, inside = int((~sample.same).sum()), sample.inside(margin)
    here = INSIDE[bool(twins.design.margin)](
        different=different,
        pairs=len(sample.same),
        inside=inside,
        margin=margin_text(margin),
        outside=different - inside,
    )
    everywhere = say(
        "Of all {pairs:,} different test pairs, {share} lie inside.",
        pairs=len(distances.different),
        share=percent(distances.share_inside(margin)),
    )
    with st.container(key="inside"):
        heading = say("Which pairs still teach?")
        st.markdown(f"### {heading}\n\n{explained(paragraph(here, everywhere))}")
    st.html(f"<style>.sheet_digit {{ background-image: url({address_of_sample(twins)}); }}</style>")
    chosen = st.session_state.get("chosen_pair", sample.closest_different)
    with st.container(horizontal=True, key="real_pairs"):
        with st.container(key="sample_side"):
            st.echarts_chart(
                sample_chart(sample, chosen, margin, is_dark()),
                height=HEIGHT,
                key="test_pairs",
                on_select=choose_dot,
                renderer="svg",
                alt=say(
                    "Of {different} different test pairs on the loss curve, {inside} are inside the margin.",
                    different=different,
                    inside=inside,
                ),
            )
            show_hint(
                say("Rest on a dot to see its digits; click it to keep them."),
                say("Tap a dot to see its digits."),
            )
        with st.container(key="chosen_side"):
            with st.container(horizontal=True):
                for code, index in sample.ends.items():
                    st.button(
                        ENDS[code](),
                        key=code,
                        on_click=st.session_state.__setitem__,
                        args=("chosen_pair", index),
                    )
            show_test_pair(sample, chosen, margin)


def show_test_pair(sample: Sample, index: int, margin: float) -> None:
    """One test pair: its digits, what it costs and what training would do with it."""
    show_digits(
        load_test_pictures(np.array([sample.left[index], sample.right[index]])), side_names(), size=112
    )
    same, distance = bool(sample.same[index]), float(sample.distance[index])
    found = cost(same, distance, margin)
    kind = TEST_PAIR[code_of(same)](left=sample.left_digit[index], right=sample.right_digit[index])
    costs = TEST_PAIR_COSTS[found.movement](distance=number(distance), loss=number(found.loss))
    with st.container(key="test_pair_loss"):
        st.markdown(f":{'green' if same else 'red'}[{kind}]\n\n{costs}")


def choose_dot() -> None:
    """Keeps the pair whose dot was clicked or tapped."""
    for series in st.session_state["test_pairs"].selection.selected:
        if series["data_indices"]:
            st.session_state["chosen_pair"] = series["data_indices"][0]
