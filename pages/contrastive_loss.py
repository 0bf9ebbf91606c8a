"""What does the network get told off for? The contrastive loss, over distance and over the margin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from pages.parts.loss.charts import (
    loss_over_distance_chart,
    margin_text,
    mean_over_margin_chart,
    pair_over_margin_chart,
)
from pages.parts.loss.figures import show_surface, show_trained_margins
from pages.parts.loss.numbers import (
    ANSWERS,
    CONVENTIONS,
    FALLS,
    GROWS,
    MARGIN_RANGE,
    MARGIN_STEP,
    MARGINS,
    STAYS,
    Sample,
    address_of_sample,
    cost,
    distances_of_test_pairs,
    mean_loss_of_test_pairs,
    question_about,
    sample_of_test_pairs,
    shown_distance,
)
from pages.parts.loss.scatter import landscape_chart, sample_chart
from pages.parts.loss.sentences import costs_in_words, formula_with_numbers, what_these_twins_know
from pages.parts.shared.choosing import (
    choose,
    choose_part,
    choose_twins,
    is_dark,
    number_of_link,
    warn_of_link,
)
from pages.parts.shared.comparing import compare
from pages.parts.shared.everywhere import show_hint
from pages.parts.shared.glossary import explained
from pages.parts.shared.lessons import CONTRASTIVE_LOSS, show_way_on
from pages.parts.shared.numbers import number, percent
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from pages.parts.shared.pictures import show_digits
from pages.parts.shared.predicting import ask, outcome
from siamese_core import Twins
from siamese_core.digits import load_test_pictures
from siamese_core.files import WeightsError

STYLE = Path(__file__).parent / "parts" / "loss" / "style.css"
DEFAULT_MARGIN = 1.0
FIRST_CHART, CHART = 330, 400  # heights in pixels
FOLLOWING = ("Over the margin", "Distance and margin", "Real pairs")  # parts that the margin moves
STILL = "Trained anew"
ANSWER_TEXTS = {GROWS: "it grows", STAYS: "it stays as it is", FALLS: "it falls"}


def show_lesson(twins: Twins, pair: Pair) -> None:
    """The question, everything that the margin moves, and what it does not."""
    if twins.design.margin is None:
        st.info(
            explained(
                f"`{twins.design.name}` is not trained with this loss: its metric network learns by "
                "cross-entropy. Its embeddings have distances all the same; this page shows what they would "
                "cost."
            ),
            icon=":material/info:",
        )
    distance = shown_distance(compare(twins, pair.left, pair.right))
    warn_of_link("margin", *MARGIN_RANGE, instead=f"{DEFAULT_MARGIN:g}")
    ask_for_prediction(twins, pair, distance, starting_margin())
    follow_margin(twins, pair, distance)
    if st.session_state["loss_part"] == STILL:
        show_trained_margins()


def starting_margin() -> float:
    """Where the slider stands when the page is opened: where a link puts it, else at 1."""
    if "margin" not in st.session_state:  # a slider's value is forgotten when its page is left
        st.session_state["starting_margin"] = number_of_link("margin", *MARGIN_RANGE) or DEFAULT_MARGIN
    return st.session_state.setdefault("starting_margin", DEFAULT_MARGIN)


@st.fragment
def ask_for_prediction(twins: Twins, pair: Pair, distance: float, start: float) -> None:
    """Predict, then try: a question about the pair, and the answer beside the student's own."""
    question = question_about(distance, start)
    with st.container(horizontal=True, vertical_alignment="center", key="prediction"):
        guess = ask(
            f"the margin moves from {margin_text(start)} to {margin_text(question.end)}. What happens to the "
            f"loss of a *different* pair at distance {number(distance)}?",
            ANSWERS,
            "margin_prediction",
            about=(twins.design.name, twins.sharing, pair.code, start),
            format_func=ANSWER_TEXTS.__getitem__,
        )
        if guess:
            with st.container(key="answer", width="content"):
                says = outcome("margin_prediction", ANSWER_TEXTS[guess], ANSWER_TEXTS[question.answer])
                before, after = number(question.before), number(question.after)
                st.markdown(f"{says} from {before} to {after}. Try it: move the margin.")


@st.fragment
def follow_margin(twins: Twins, pair: Pair, distance: float) -> None:
    """What the margin moves. A step of its slider reruns this and nothing else, so it is kept small."""
    with st.container(key="margin_bar"):
        margin = st.slider(
            f"**{explained('Margin')}**: how far apart training wants different pairs",
            *MARGIN_RANGE,
            DEFAULT_MARGIN,
            MARGIN_STEP,
            key="margin",
            bind="query-params",
        )
    margin = round(margin, 6)
    with st.container(horizontal=True, key="loss_of_pair"):
        with st.container(gap="xsmall", key="pair_side"):
            show_pair(pair)
            show_costs(distance, margin)
        with st.container(key="curves"):
            show_curves(distance, margin)
    st.caption(explained(what_these_twins_know(twins)))
    show_formula(distance, margin)
    part = choose_part(FOLLOWING, STILL, "loss_part")
    try:
        if part in FOLLOWING:
            PARTS[part](twins, distance, margin)
    except WeightsError as error:
        st.error(
            f"What these twins make of the test pairs cannot be loaded.\n\n{error}",
            icon=":material/broken_image:",
        )


def show_costs(distance: float, margin: float) -> None:
    """The pair's distance, what it costs either way, and what training does."""
    with st.container(key="distance"):
        st.markdown(explained(f"Distance between the two embeddings: **{number(distance)}**"))
    with st.container(key="pair_loss"):
        st.markdown(explained(costs_in_words(distance, margin)))


def show_formula(distance: float, margin: float) -> None:
    """The formula and which way round its label is written, for those who unfold it."""
    folds = st.expander("The formula", key="formula", on_change="rerun")
    if not folds.open:
        return
    with folds:
        convention = CONVENTIONS[choose("Which pairs have y = 1", list(CONVENTIONS), "convention")]
        st.markdown(formula_with_numbers(distance, margin, convention))


def show_curves(distance: float, margin: float) -> None:
    """The pair on both curves."""
    same, different = cost(True, distance, margin), cost(False, distance, margin)
    st.echarts_chart(
        loss_over_distance_chart(distance, margin, is_dark()),
        height=FIRST_CHART,
        key="loss_over_distance",
        renderer="svg",
        alt=(
            f"The chart shows the loss over distance at margin {margin_text(margin)}. At distance "
            f"{number(distance)} a same pair costs {number(same.loss)} and is {same.movement}; a different "
            f"one costs {number(different.loss)} and is {different.movement}."
        ),
    )


def show_loss_over_margin(twins: Twins, distance: float, margin: float) -> None:
    """What the pair, and what all test pairs on average, cost at every margin."""
    same, different = cost(True, distance, margin).loss, cost(False, distance, margin).loss
    mean = mean_loss_of_test_pairs(twins)
    of_same, of_different = (
        round(float(np.interp(margin, MARGINS, part)), 3) for part in (mean.same, mean.different)
    )
    now = f"At margin {margin_text(margin)}:"
    left, right = st.columns(2)
    with left:
        of_pair = f"{now} {number(same)} if same, {number(different)} if different."
        until = explained("As a different pair it costs nothing until the margin passes its distance.")
        st.markdown(f"### What does this pair cost at other margins?\n\n:small[{of_pair} {until}]")
        st.echarts_chart(
            pair_over_margin_chart(distance, margin, is_dark()),
            height=300,
            key="pair_over_margin",
            renderer="svg",
            alt=f"The chart shows the loss of the pair over the margin. {of_pair}",
        )
    with right, st.container(key="mean_loss"):
        of_all = (
            f"{now} {of_same:.3f} from same pairs + {of_different:.3f} from different pairs = "
            f"{of_same + of_different:.3f}."
        )
        pairs = len(distances_of_test_pairs(twins).same) + len(distances_of_test_pairs(twins).different)
        of_how_many = explained(f"Of all {pairs:,} test pairs.")
        st.markdown(f"### And all test pairs, on average?\n\n:small[{of_all} {of_how_many}]")
        st.echarts_chart(
            mean_over_margin_chart(mean, margin, is_dark()),
            height=300,
            key="mean_over_margin",
            renderer="svg",
            alt=f"The chart shows the mean loss of all test pairs over the margin. {of_all}",
        )


def show_landscape(_twins: Twins, distance: float, margin: float) -> None:
    """What a different pair costs over distance and margin, flat or as a surface."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("### A different pair over distance and margin", width="content")
        view = choose("View", ["Heat map", "3-D surface"], "loss_view")
    alt = (
        "The loss of a different pair over distance and margin is 0 where the distance is above the margin, "
        "and highest at distance 0."
    )
    if view == "Heat map":
        st.echarts_chart(
            landscape_chart(distance, margin, is_dark()),
            height=CHART,
            key="landscape",
            renderer="svg",
            alt=alt,
        )
        st.caption(
            "The level line is the dashed curve at the top of the page; the upright one is this pair at "
            "every margin."
        )
    else:
        show_surface(distance, is_dark(), alt)


def show_real_pairs(twins: Twins, _distance: float, margin: float) -> None:
    """Test pairs on the curves, which of them still teach, and one of them with its digits."""
    sample, distances = sample_of_test_pairs(twins), distances_of_test_pairs(twins)
    different, inside = int((~sample.same).sum()), sample.inside(margin)
    teach = "still teach" if twins.design.margin else "would teach"
    with st.container(key="inside"):
        st.markdown(
            "### Which pairs still teach?\n\n"
            + explained(
                f"{different} of {len(sample.same)} test pairs are different digits. **{inside} of these lie "
                f"inside the margin** {margin_text(margin)} and {teach}; the other {different - inside} cost "
                f"nothing. Of all {len(distances.different):,} different test pairs, "
                f"{percent(distances.share_inside(margin))} lie inside."
            )
        )
    st.html(f"<style>.sheet_digit {{ background-image: url({address_of_sample(twins)}); }}</style>")
    chosen = st.session_state.get("chosen_pair", sample.closest_different)
    with st.container(horizontal=True, key="real_pairs"):
        with st.container(key="sample_side"):
            st.echarts_chart(
                sample_chart(sample, chosen, margin, is_dark()),
                height=CHART,
                key="test_pairs",
                on_select=choose_dot,
                renderer="svg",
                alt=f"Of {different} different test pairs on the loss curve, {inside} are inside the margin.",
            )
            show_hint(
                "Rest on a dot to see its digits; click it to keep them.", "Tap a dot to see its digits."
            )
        with st.container(key="chosen_side"):
            with st.container(horizontal=True):
                ends = {"Closest different": sample.closest_different, "Farthest same": sample.farthest_same}
                for name, index in ends.items():
                    st.button(name, on_click=st.session_state.__setitem__, args=("chosen_pair", index))
            show_test_pair(sample, chosen, margin)


def show_test_pair(sample: Sample, index: int, margin: float) -> None:
    """One test pair: its digits, what it costs and what training would do with it."""
    show_digits(
        load_test_pictures(np.array([sample.left[index], sample.right[index]])), ("left", "right"), size=112
    )
    same, distance = bool(sample.same[index]), float(sample.distance[index])
    found = cost(same, distance, margin)
    colour, kind = ("green", "the same digit") if same else ("red", "different digits")
    with st.container(key="test_pair_loss"):
        st.markdown(
            f":{colour}[**{sample.left_digit[index]} and {sample.right_digit[index]}**: {kind}]\n\n"
            f"Distance {number(distance)}, loss **{number(found.loss)}**: {found.movement}."
        )


def choose_dot() -> None:
    """Keeps the pair whose dot was clicked or tapped."""
    for series in st.session_state["test_pairs"].selection.selected:
        if series["data_indices"]:
            st.session_state["chosen_pair"] = series["data_indices"][0]


PARTS = dict(zip(FOLLOWING, (show_loss_over_margin, show_landscape, show_real_pairs), strict=True))


st.html(STYLE)
chosen_twins = choose_twins(
    "What does the network get told off for?",
    "While it learns, it is told off where two 3s end up far apart, and where a 3 and an 8 end up too near.",
)
show_lesson(chosen_twins, pair_on_page())
show_way_on(CONTRASTIVE_LOSS)
