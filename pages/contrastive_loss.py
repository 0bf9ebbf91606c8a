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
    MARGIN_RANGE,
    MARGIN_STEP,
    MARGINS,
    cost,
    distances_of_test_pairs,
    mean_loss_of_test_pairs,
    question_about,
    shown_distance,
)
from pages.parts.loss.real_pairs import show_real_pairs
from pages.parts.loss.scatter import landscape_chart
from pages.parts.loss.sentences import costs_in_words, formula_with_numbers, what_these_twins_know
from pages.parts.loss.words import (
    ANSWER_TEXTS,
    CHART_OF_DISTANCE,
    CONVENTION_TEXTS,
    DIFFERENT_COSTS,
    NO_SUCH_MARGIN,
    PARTS,
    SAME_COSTS,
    VIEWS,
)
from pages.parts.shared.choosing import (
    choose,
    choose_part,
    choose_twins,
    fold,
    is_dark,
    number_of_link,
    warn_of_link,
)
from pages.parts.shared.comparing import compare
from pages.parts.shared.everywhere import show_failure
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, paragraph, reads, say
from pages.parts.shared.lessons import CONTRASTIVE_LOSS, show_way_on
from pages.parts.shared.numbers import number
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from pages.parts.shared.predicting import ask, outcome
from siamese_core import Twins
from siamese_core.files import WeightsError

STYLE = Path(__file__).parent / "parts" / "loss" / "style.css"
DEFAULT_MARGIN = 1.0
FIRST_CHART, CHART = 330, 400  # heights in pixels
STILL = "trained_anew"  # the part that the margin does not move


def show_lesson(twins: Twins, pair: Pair) -> None:
    """The question, everything that the margin moves, and what it does not."""
    if twins.design.margin is None:
        st.info(
            explained(
                say(
                    "`{design}` is not trained with this loss: its metric network learns by cross-entropy. "
                    "Its embeddings have distances all the same; this page shows what they would cost.",
                    design=twins.design.name,
                )
            ),
            icon=":material/info:",
        )
    distance = shown_distance(compare(twins, pair.left, pair.right))
    warn_of_link("margin", *MARGIN_RANGE, NO_SUCH_MARGIN, instead=DEFAULT_MARGIN)
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
            say(
                "the margin moves from {start} to {end}. What happens to the loss of a *different* pair at "
                "distance {distance}?",
                start=margin_text(start),
                end=margin_text(question.end),
                distance=number(distance),
            ),
            ANSWERS,
            "margin_prediction",
            about=(twins.design.name, twins.sharing, pair.code, start),
            format_func=reads(ANSWER_TEXTS),
        )
        if guess:
            with st.container(key="answer", width="content"):
                st.markdown(
                    say(
                        "{outcome} from {before} to {after}. Try it: move the margin.",
                        outcome=outcome("margin_prediction", ANSWER_TEXTS, guess, question.answer),
                        before=number(question.before),
                        after=number(question.after),
                    )
                )


@st.fragment
def follow_margin(twins: Twins, pair: Pair, distance: float) -> None:
    """What the margin moves. A step of its slider reruns this and nothing else, so it is kept small."""
    with st.container(key="margin_bar"):
        margin = st.slider(
            explained(say("**Margin**: how far apart training wants different pairs")),
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
    part = choose_part(list(FOLLOWING), STILL, "loss_part", reads(PARTS))
    try:
        if part in FOLLOWING:
            FOLLOWING[part](twins, distance, margin)
    except WeightsError as error:
        show_failure(say("What these twins make of the test pairs cannot be loaded."), error)


def show_costs(distance: float, margin: float) -> None:
    """The pair's distance, what it costs either way, and what training does."""
    with st.container(key="distance"):
        says = say("Distance between the two embeddings: **{distance}**", distance=number(distance))
        st.markdown(explained(says))
    with st.container(key="pair_loss"):
        st.markdown(explained(costs_in_words(distance, margin)))


def show_formula(distance: float, margin: float) -> None:
    """The formula and which way round its label is written, for those who unfold it."""
    folds = fold(say("The formula"), "formula")
    if not folds.open:
        return
    with folds:
        convention = choose(
            say("Which pairs have y = 1"), list(CONVENTIONS), "convention", reads(CONVENTION_TEXTS)
        )
        st.markdown(formula_with_numbers(distance, margin, convention))


def show_curves(distance: float, margin: float) -> None:
    """The pair on both curves."""
    same, different = cost(True, distance, margin), cost(False, distance, margin)
    st.echarts_chart(
        loss_over_distance_chart(distance, margin, is_dark()),
        height=FIRST_CHART,
        key="loss_over_distance",
        renderer="svg",
        alt=paragraph(
            CHART_OF_DISTANCE(margin=margin_text(margin)),
            SAME_COSTS[same.movement](distance=number(distance), loss=number(same.loss)),
            DIFFERENT_COSTS[different.movement](loss=number(different.loss)),
        ),
    )


def show_loss_over_margin(twins: Twins, distance: float, margin: float) -> None:
    """What the pair, and what all test pairs on average, cost at every margin."""
    same, different = cost(True, distance, margin).loss, cost(False, distance, margin).loss
    mean = mean_loss_of_test_pairs(twins)
    of_same, of_different = (
        round(float(np.interp(margin, MARGINS, part)), 3) for part in (mean.same, mean.different)
    )
    left, right = st.columns(2)
    with left:
        of_pair = say(
            "At margin {margin}: {same} if same, {different} if different.",
            margin=margin_text(margin),
            same=number(same),
            different=number(different),
        )
        until = explained(say("As a different pair it costs nothing until the margin passes its distance."))
        show_heading(say("What does this pair cost at other margins?"), of_pair, until)
        st.echarts_chart(
            pair_over_margin_chart(distance, margin, is_dark()),
            height=300,
            key="pair_over_margin",
            renderer="svg",
            alt=paragraph(say("The chart shows the loss of the pair over the margin."), of_pair),
        )
    with right, st.container(key="mean_loss"):
        of_all = say(
            "At margin {margin}: {same:.3f} from same pairs + {different:.3f} from different pairs = "
            "{sum:.3f}.",
            margin=margin_text(margin),
            same=of_same,
            different=of_different,
            sum=of_same + of_different,
        )
        pairs = len(distances_of_test_pairs(twins).same) + len(distances_of_test_pairs(twins).different)
        of_how_many = explained(say("Of all {pairs:,} test pairs.", pairs=pairs))
        show_heading(say("And all test pairs, on average?"), of_all, of_how_many)
        st.echarts_chart(
            mean_over_margin_chart(mean, margin, is_dark()),
            height=300,
            key="mean_over_margin",
            renderer="svg",
            alt=paragraph(say("The chart shows the mean loss of all test pairs over the margin."), of_all),
        )


def show_heading(question: str, *sentences: str) -> None:
    """What a chart answers, and small below it what it says at this margin."""
    st.markdown(f"### {question}\n\n:small[{paragraph(*sentences)}]")


def show_landscape(_twins: Twins, distance: float, margin: float) -> None:
    """What a different pair costs over distance and margin, flat or as a surface."""
    with st.container(horizontal=True, vertical_alignment="center"):
        heading = say("A different pair over distance and margin")
        st.markdown(f"### {heading}", width="content")
        view = choose(say("View"), list(VIEWS), "loss_view", reads(VIEWS))
    alt = say(
        "The loss of a different pair over distance and margin is 0 where the distance is above the margin, "
        "and highest at distance 0."
    )
    if view == "heat_map":
        st.echarts_chart(
            landscape_chart(distance, margin, is_dark()),
            height=CHART,
            key="landscape",
            renderer="svg",
            alt=alt,
        )
        st.caption(
            say(
                "The level line is the dashed curve at the top of the page; the upright one is this pair at "
                "every margin."
            )
        )
    else:
        show_surface(distance, is_dark(), alt)


FOLLOWING = {  # parts that the margin moves
    "over_margin": show_loss_over_margin,
    "distance_and_margin": show_landscape,
    "real_pairs": show_real_pairs,
}


st.html(STYLE)
chosen_twins = choose_twins(
    Text("What does the network get told off for?"),
    Text(
        "While it learns, it is told off where two 3s end up far apart, and where a 3 and an 8 end up too "
        "near."
    ),
)
show_lesson(chosen_twins, pair_on_page())
show_way_on(CONTRASTIVE_LOSS)
