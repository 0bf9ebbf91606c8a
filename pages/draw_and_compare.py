"""Are these the same digit? Draw two, and see what the twins make of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.home.game import ROUNDS, note_round, other_hands_with, rounds, score, show_mistakes
from pages.parts.home.pairs_so_far import VERDICTS, note_pair, show_pairs_so_far
from pages.parts.home.things_to_try import show_things_to_try
from pages.parts.home.words import evidence, in_words, strange_sides, what_differs
from pages.parts.shared.choosing import choose_twins
from pages.parts.shared.comparing import embedding_of, picture_of
from pages.parts.shared.drawing import (
    SIDES,
    as_text,
    drawing_on,
    keep_openings,
    say_unreadable,
    show_canvas,
    show_tools,
)
from pages.parts.shared.glossary import explained
from pages.parts.shared.lessons import HOME, show_way_on
from pages.parts.shared.numbers import decided_by, deciding, number
from pages.parts.shared.predicting import answered, ask, forget
from pages.parts.shared.visuals import show_axis, show_embeddings
from siamese_core import Twins
from siamese_core.strokes import DrawingError
from siamese_core.twins import Comparison

STYLE = Path(__file__).parent / "parts" / "home" / "style.css"
ANSWERS = tuple(VERDICTS.values())
Shown = tuple[np.ndarray, np.ndarray]  # of one side: the digit (28, 28) and its embedding (dim,)


@st.fragment
def show_playground(twins: Twins) -> None:
    """Two canvases and what the twins make of them. A stroke reruns this and nothing else, so it is kept
    small.
    """
    show_canvas("left")
    result = st.container(horizontal=True, vertical_alignment="center", key="result")
    show_canvas("right")
    with result:
        sides = {side: see(twins, side) for side in SIDES}
        left, right = sides["left"], sides["right"]
        comparison = twins.compare_embeddings(left[1], right[1]) if left and right else None
        guess = ask_for_prediction(twins, left, right)
        is_asked = bool(comparison and st.session_state.get("predict_first") and guess is None)
        pictures = [left[0], right[0]] if left and right else []
        note_pair(twins, None if is_asked else comparison, pictures, guess)
        if not is_asked:
            show_result(twins, comparison, pictures, guess)
    on_canvases = {side: in_words(twins, side, seen[0] if seen else None) for side, seen in sides.items()}
    differing = what_differs(None if is_asked else comparison)
    show_embeddings(sides, on_canvases, twins.design.dim, *differing, compared=not is_asked)


def ask_for_prediction(twins: Twins, left: Shown | None, right: Shown | None) -> str | None:
    """Predict, then try, where the student wants that: the prediction for this pair and these twins."""
    if not (left and right and st.session_state.get("predict_first")):
        forget("verdict")
        return None
    about = (twins.design.name, twins.sharing, left[0].tobytes(), right[0].tobytes())
    question = "what will the twins say?"
    if other_hands_with([left[0], right[0]]):
        question = "are these two people's drawings the same digit?"
    return answered("verdict", about) or ask(question, ANSWERS, "verdict", about)


def see(twins: Twins, side: str) -> Shown | None:
    """What the twins see on a side, or None where nothing was drawn or it cannot be read; then the page says
    so.
    """
    drawing = drawing_on(side)
    try:
        picture = picture_of(as_text(drawing))
    except DrawingError as error:
        say_unreadable(side, error)
        return None
    return (picture, embedding_of(twins, side, picture)) if picture.any() else None


def show_result(
    twins: Twins, comparison: Comparison | None, pictures: list[np.ndarray], guess: str | None
) -> None:
    """The distance, the verdict and how far both can be trusted."""
    if comparison is None:
        show_numbers(None, None)
        blank = [side for side in SIDES if not drawing_on(side)["objects"]]
        with st.container(key="verdict"):
            st.markdown(
                f"Draw a digit on the {' and one on the '.join(blank)}."
                if blank
                else "One drawing cannot be read."
            )
    else:
        show_numbers(comparison.distance, comparison.probability)
        show_verdict(twins, comparison, pictures, guess)
    value = deciding(comparison) if comparison else None
    shown = "" if value is None else number(value)
    here = f"this pair is at {shown}" if shown else "there is no pair yet"
    summary = (
        f"The axis shows test pairs by their {decided_by(twins)}. The threshold is at "
        f"{number(twins.threshold)}; {here}."
    )
    same_is_small = not twins.design.metric_network
    show_axis(deciding_histogram(twins), value, shown, twins.threshold, same_is_small, summary)
    if comparison is not None:
        st.markdown(f":small[{explained(evidence(twins, comparison, pictures))}]")
    if guess and len(rounds()) == ROUNDS:
        show_mistakes()


def show_numbers(distance: float | None, probability: float | None) -> None:
    """The distance, and the probability where a metric network decides."""
    if probability is not None:
        with st.container(key="probability", width="content"):
            st.metric(explained("Probability of same"), number(probability))
    with st.container(key="distance", width="content"):
        st.metric(explained("Distance"), "–" if distance is None else number(distance))


def show_verdict(twins: Twins, comparison: Comparison, pictures: list[np.ndarray], guess: str | None) -> None:
    """Same or different, what was predicted, and the truth where the app knows it; guarded where a side is
    strange.
    """
    answer = VERDICTS[comparison.same]
    colour, icon = ("green", "check_circle") if comparison.same else ("red", "cancel")
    heading = f":{colour}[:material/{icon}: {answer}]"
    if strange_sides(twins, pictures):
        heading = f":gray[:material/help: {answer}, perhaps]"
    sentences = []
    if guess:
        agree = "agree" if guess == answer else "disagree"
        sentences.append(f"You predicted “{guess.lower()}”: the twins {agree}.")
    if pair := other_hands_with(pictures):
        sentences.append(pair.truth)
        if guess:
            note_round(pair, guess == VERDICTS[True], comparison.same)
            sentences.append(score())
    with st.container(key="verdict"):
        st.markdown(f"### {heading}\n\n{' '.join(sentences)}")


def deciding_histogram(twins: Twins) -> dict[str, Any]:
    """How the test pairs spread over the number that is held against the threshold."""
    return twins.card["histograms"][decided_by(twins)]


st.html(STYLE)
chosen = choose_twins(
    "Are these the same digit?",
    "The computer turns each drawing into {dim} numbers. "
    "The more alike the numbers, the more alike the digits.",
)
with st.container(key="playground"):
    keep_openings()
    show_playground(chosen)
    for side in SIDES:
        show_tools(side)
    show_things_to_try()
show_pairs_so_far()
show_way_on(HOME)
