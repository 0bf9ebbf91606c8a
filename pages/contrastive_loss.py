"""What does the network get told off for? The contrastive loss, over distance and over the margin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from pages.parts.loss.charts import (
    axis_ends,
    landscape_chart,
    loss_over_distance_chart,
    margin_text,
    mean_over_margin_chart,
    pair_over_margin_chart,
    sample_chart,
)
from pages.parts.loss.figures import surface_figure, trained_figure
from pages.parts.loss.numbers import (
    ANSWERS,
    CONVENTIONS,
    MARGIN_RANGE,
    MARGIN_STEP,
    MARGINS,
    Convention,
    Sample,
    address_of_sample,
    cost,
    mean_loss_of_test_pairs,
    question_about,
    sample_of_test_pairs,
    share_inside,
    shown_distance,
    trained_margins,
    trained_table,
    what_the_margin_changes,
)
from pages.parts.shared.choosing import choose_twins
from pages.parts.shared.comparing import embedding_of
from pages.parts.shared.drawing import SIDES
from pages.parts.shared.numbers import number, percent
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from siamese_core import Twins
from siamese_core.digits import load_test_pictures
from siamese_core.files import WeightsError, load_margins

STYLE = Path(__file__).parent / "parts" / "loss" / "style.css"
DEFAULT_MARGIN = 1.0
FIRST_CHART, CHART = 360, 400  # heights in pixels
STILL = {"displayModeBar": False}


@st.fragment
def show_lesson(twins: Twins, pair: Pair) -> None:
    """Everything that the margin moves. A step of its slider reruns this and nothing else."""
    distance = shown_distance(
        (embedding_of(twins, "left", pair.left), embedding_of(twins, "right", pair.right))
    )
    if twins.design.margin is None:
        st.info(
            f"`{twins.design.name}` is not trained with this loss: its metric network learns by cross-entropy. "
            "Its embeddings have distances all the same; this page shows what they would cost.",
            icon=":material/info:",
        )
    ask_for_prediction(distance)
    margin = choose_margin()
    with st.container(horizontal=True, key="loss_of_pair"):
        with st.container(width=500, gap="xsmall", key="pair_side"):
            with st.container(horizontal=True, vertical_alignment="center"):
                show_pair(pair)
                with st.container(key="distance", width="content"):
                    st.metric("Distance d", number(distance))
            convention = choose_convention()
            show_numbers(distance, margin, convention)
        with st.container(width="stretch", key="curves"):
            show_curves(distance, margin, convention)
    trained = (
        f"These twins were trained with margin {twins.design.margin:g}; the slider"
        if twins.design.margin
        else "The slider"
    )
    st.caption(
        f"{trained} asks what a margin would cost and trains nothing. "
        "The margin belongs to training; the threshold, on *Draw and compare*, belongs to the decision."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("**Go on with**", width="content")
        part = choose("Go on with", "loss_part", list(PARTS))
    PARTS[part](twins, distance, margin, convention)


def choose(name: str, key: str, options: list[str]) -> str:
    """A choice that the page keeps for this student; the first option until then."""
    return st.segmented_control(
        name,
        options,
        default=options[0],
        required=True,
        key=key,
        persist_state="session",
        label_visibility="collapsed",
    )


def ask_for_prediction(distance: float) -> None:
    """Predict, then try: a question about the pair, and the answer beside the student's own."""
    question = question_about(distance)
    with st.container(horizontal=True, vertical_alignment="center", key="prediction"):
        st.markdown(
            f"**Predict:** the margin moves from {margin_text(question.start)} to {margin_text(question.end)}. "
            f"As a *different* pair at distance {number(distance)}, its loss …",
            width="content",
        )
        key = f"predicted_{question.end:g}_{distance:g}"  # another pair is another question
        chosen = st.pills("Your prediction", ANSWERS, key=key, label_visibility="collapsed")
        if chosen:
            with st.container(key="answer", width="content"):
                verdict = "Right" if chosen == question.answer else f"No, it {question.answer}"
                st.markdown(f"**{verdict}:** {number(question.before)} → {number(question.after)}. Try it.")


def choose_margin() -> float:
    """The margin's slider, which a link can set."""
    low, high = MARGIN_RANGE
    if asked_in_vain(st.query_params.get("margin")):
        st.warning(
            f"The link asks for a margin that is no number from {low:g} to {high:g}; this is {DEFAULT_MARGIN:g}.",
            icon=":material/link_off:",
        )
    with st.container(key="margin_bar"):
        margin = st.slider(
            "**Margin m**: how far apart training wants different pairs",
            low,
            high,
            DEFAULT_MARGIN,
            MARGIN_STEP,
            key="margin",
            bind="query-params",
        )
    return round(margin, 6)


def asked_in_vain(text: str | None) -> bool:
    """Whether a link's margin is not one that the slider can take."""
    try:
        return text is not None and not MARGIN_RANGE[0] <= float(text) <= MARGIN_RANGE[1]
    except ValueError:
        return True


def choose_convention() -> Convention:
    """The formula, and which way round its label is written."""
    with st.container(gap=None, key="formula"):
        with st.container(horizontal=True, vertical_alignment="center"):
            formula = st.empty()
            chosen = choose("Convention of the label y", "convention", list(CONVENTIONS))
        convention = CONVENTIONS[chosen]
        formula.markdown(f"${convention.formula}$", width="content")
        st.caption(f"y = {convention.y_same} means the same digit, {convention.source}.")
    return convention


def show_numbers(distance: float, margin: float, convention: Convention) -> None:
    """The formula with the pair's numbers put in, once for each label, and what training does."""
    with st.container(key="pair_loss", gap="xsmall"):
        for same, colour, y in ((True, "green", convention.y_same), (False, "red", convention.y_different)):
            found = cost(same, distance, margin)
            title = "If they are the same digit" if same else "If they are different digits"
            weights = rf"{int(same)} \cdot {number(distance)}^2 + {int(not same)} \cdot"
            why = "against the slope" if found.slope else "at distance 0" if same else "beyond the margin"
            with st.container(key="if_same" if same else "if_different", gap=None):
                st.markdown(f":{colour}[**{title}** (y = {y}): loss **{number(found.loss)}**]")
                st.markdown(
                    rf"$L = {weights} \max({margin_text(margin)} - {number(distance)},\,0)^2 = {number(found.loss)}$"
                )
                st.markdown(f"Slope {signed(found.slope)}: **{found.movement}**, {why}")


def show_curves(distance: float, margin: float, convention: Convention) -> None:
    """The pair on both curves."""
    same, different = cost(True, distance, margin), cost(False, distance, margin)
    st.echarts_chart(
        loss_over_distance_chart(distance, margin, convention),
        height=FIRST_CHART,
        key="loss_over_distance",
        renderer="svg",
        alt=(
            f"Loss over distance at margin {margin_text(margin)}. At {number(distance)} a same pair costs {number(same.loss)}: "
            f"{same.movement}. A different one costs {number(different.loss)}: {different.movement}."
        ),
    )


def show_loss_over_margin(twins: Twins, distance: float, margin: float, _convention: Convention) -> None:
    """The loss over the margin for the pair and for all test pairs, then over distance and margin at once."""
    left, right = st.columns(2)
    with left:
        show_pair_over_margin(distance, margin)
    with right:
        show_mean_over_margin(twins, margin)
    show_landscape(distance, margin)


def show_pair_over_margin(distance: float, margin: float) -> None:
    """What the pair costs at every margin."""
    same, different = cost(True, distance, margin).loss, cost(False, distance, margin).loss
    in_numbers = f"At margin {margin_text(margin)}: {number(same)} if same, {number(different)} if different."
    st.markdown("#### What does this pair cost at other margins?")
    st.echarts_chart(
        pair_over_margin_chart(distance, margin),
        height=300,
        key="pair_over_margin",
        renderer="svg",
        alt=f"Loss of the pair over the margin. {in_numbers}",
    )
    st.caption(f"{in_numbers} As a different pair it costs nothing until the margin passes its distance.")


def show_mean_over_margin(twins: Twins, margin: float) -> None:
    """What all test pairs cost at every margin, on average."""
    mean = mean_loss_of_test_pairs(twins)
    same, different = (
        round(float(np.interp(margin, MARGINS, part)), 3) for part in (mean.same, mean.different)
    )
    in_numbers = (
        f"At margin {margin_text(margin)}: {same:.3f} from same pairs + {different:.3f} from different pairs "
        f"= {same + different:.3f}."
    )
    histogram = twins.card["histograms"]["distance"]
    st.markdown("#### And all test pairs, on average?")
    st.echarts_chart(
        mean_over_margin_chart(mean, margin),
        height=300,
        key="mean_over_margin",
        renderer="svg",
        alt=f"Mean loss of all test pairs over the margin. {in_numbers}",
    )
    with st.container(key="mean_loss"):
        st.caption(
            f"{in_numbers} From the histogram of {sum(histogram['same']) + sum(histogram['different']):,} test pairs, "
            "each counted at the middle of its bin."
        )


def show_landscape(distance: float, margin: float) -> None:
    """What a different pair costs over distance and margin, flat or as a surface."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("#### Both at once: a different pair over distance and margin", width="content")
        view = choose("View", "loss_view", ["Heat map", "3-D surface"])
    alt = "Loss of a different pair over distance and margin: 0 where the distance is above the margin, highest at distance 0."
    dark = st.context.theme.type == "dark"
    if view == "Heat map":
        st.echarts_chart(landscape_chart(distance, margin, dark), height=CHART, key="landscape", alt=alt)
        st.caption(
            "The level line is the dashed curve at the top of the page; the upright one is this pair at every margin."
        )
    else:
        figure = surface_figure(distance, axis_ends(distance, MARGIN_RANGE[1])[0], dark)
        st.plotly_chart(figure, width="stretch", theme="streamlit", config=STILL, alt=alt)
        st.caption("Drag to turn it. A same pair costs its squared distance at every margin.")


def show_real_pairs(twins: Twins, _distance: float, margin: float, convention: Convention) -> None:
    """Test pairs on the curves, which of them still teach, and one of them with its digits."""
    sample = sample_of_test_pairs(twins)
    different, inside = int((~sample.same).sum()), sample.inside(margin)
    histogram = twins.card["histograms"]["distance"]
    of_all = percent(share_inside(histogram, margin))
    teach = "still teach" if twins.design.margin else "would teach"
    st.markdown("#### Which pairs still teach?")
    with st.container(key="inside"):
        st.markdown(
            f"{different} of {len(sample.same)} test pairs are different digits. **{inside} of these lie inside the margin** "
            f"{margin_text(margin)} and {teach}; the other {different - inside} cost nothing. "
            f"Of all {sum(histogram['different']):,} different test pairs, {of_all} lie inside (by their histogram)."
        )
    st.html(f"<style>.sheet_digit {{ background-image: url({address_of_sample(twins)}); }}</style>")
    chosen = st.session_state.get("chosen_pair", sample.closest_different)
    with st.container(horizontal=True, key="real_pairs"):
        with st.container(width="stretch", key="sample_side"):
            st.echarts_chart(
                sample_chart(sample, chosen, margin, convention),
                height=CHART,
                key="test_pairs",
                on_select=choose_dot,
                alt=f"Test pairs on the two curves; {inside} of {different} different ones are inside the margin.",
            )
            st.caption("Rest on a dot to see its digits, or tap it to keep them.")
        with st.container(width=270, key="chosen_side"):
            with st.container(horizontal=True):
                for name, index in (
                    ("Closest different", sample.closest_different),
                    ("Farthest same", sample.farthest_same),
                ):
                    st.button(name, on_click=st.session_state.__setitem__, args=("chosen_pair", index))
            show_test_pair(sample, chosen, margin, convention)


def show_test_pair(sample: Sample, index: int, margin: float, convention: Convention) -> None:
    """One test pair: its digits, what it costs and what training would do with it."""
    with st.container(horizontal=True, key="test_pair"):
        pictures = load_test_pictures(np.array([sample.left[index], sample.right[index]]))
        for side, picture in zip(SIDES, pictures, strict=True):
            st.image(np.kron(picture, np.ones((4, 4))), width=112, caption=side)
    same, distance = bool(sample.same[index]), float(sample.distance[index])
    found = cost(same, distance, margin)
    colour, kind, y = (
        ("green", "same", convention.y_same) if same else ("red", "different", convention.y_different)
    )
    with st.container(key="test_pair_loss"):
        st.markdown(
            f":{colour}[**{sample.left_digit[index]} and {sample.right_digit[index]}**: {kind} (y = {y})]"
        )
        st.markdown(f"Distance {number(distance)}, loss **{number(found.loss)}**: {found.movement}.")


def choose_dot() -> None:
    """Keeps the pair whose dot was clicked or tapped."""
    for series in st.session_state["test_pairs"].selection.selected:
        if series["data_indices"]:
            st.session_state["chosen_pair"] = series["data_indices"][0]


def show_trained_margins(_twins: Twins, _distance: float, _margin: float, _convention: Convention) -> None:
    """What became of the same training with other margins."""
    try:
        card = load_margins()
    except WeightsError as error:
        st.warning(
            f"What other margins did to training cannot be shown.\n\n{error}", icon=":material/broken_image:"
        )
        return
    trained = trained_margins(card)
    st.markdown("#### What does the margin do to training?")
    with st.container(key="margin_changes"):
        st.markdown(what_the_margin_changes(trained))
    with st.container(horizontal=True, key="trained_margins"):
        with st.container(width="stretch", key="trained_figure"):
            axis = choose("Axis", "loss_axis", ["distance", "distance ÷ margin"])
            st.plotly_chart(
                trained_figure(axis != "distance"),
                width="stretch",
                theme="streamlit",
                config=STILL,
                alt="Distances of same and different test pairs for each margin, with threshold and margin.",
            )
        with st.container(width=430, key="trained_table"):
            st.table(trained_table(trained), hide_index=True)
            st.caption(
                "The **margin** (dashed) is set before training: how far apart different pairs are pushed."
            )
            st.caption(
                "The **threshold** (solid) is calibrated after it: up to which distance the answer is “same”."
            )
            st.caption(
                f"`{card['design']}`, {card['sharing']}, trained anew with each margin from the same seed; "
                f"epochs: {card['recipe']['epochs']}."
            )


PARTS = {
    "Over the margin": show_loss_over_margin,
    "Real pairs": show_real_pairs,
    "Trained anew": show_trained_margins,
}


def signed(value: float) -> str:
    """A slope with its sign, with three decimals; 0 has none."""
    return "0" if value == 0 else f"{value:+.3f}".replace("-", "−")


st.html(STYLE)
show_lesson(choose_twins("What does the network get told off for?"), pair_on_page())
