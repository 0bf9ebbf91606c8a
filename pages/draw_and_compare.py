"""Are these the same digit? Draw two, and see what the twins make of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.home.game import is_over, note_round, other_hands_with, score, show_mistakes
from pages.parts.home.pairs_so_far import (
    SeenPair,
    album,
    is_reopened,
    seen_pair,
    show_pairs_so_far,
)
from pages.parts.home.show_class import show_class
from pages.parts.home.things_to_try import show_things_to_try
from pages.parts.home.words import evidence, in_words, strange_sides, what_differs
from pages.parts.shared.choosing import choose_twins
from pages.parts.shared.classroom.answers import report
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
from pages.parts.shared.language import Text, paragraph, reads, say
from pages.parts.shared.lessons import HOME, show_way_on
from pages.parts.shared.numbers import decided_by, deciding, number
from pages.parts.shared.predicting import answered, ask, forget
from pages.parts.shared.visuals import show_axis, show_embeddings
from pages.parts.shared.words import MEASURES, VERDICTS, code_of
from siamese_core import Twins
from siamese_core.strokes import DrawingError
from siamese_core.twins import Comparison

STYLE = Path(__file__).parent / "parts" / "shared" / "playground.css"
TWO_PEOPLES = Text("are these two people’s drawings the same digit?")
WHAT_THEY_SAY = Text("what will the twins say?")
DRAW = {  # by which sides are blank
    ("left", "right"): Text("Draw a digit on the left and one on the right."),
    ("left",): Text("Draw a digit on the left."),
    ("right",): Text("Draw a digit on the right."),
    (): Text("One drawing cannot be read."),
}
PREDICTED = {  # by what was predicted, and whether the twins agree
    ("same", True): Text("You predicted “same digit”: the twins agree."),
    ("same", False): Text("You predicted “same digit”: the twins disagree."),
    ("different", True): Text("You predicted “different digits”: the twins agree."),
    ("different", False): Text("You predicted “different digits”: the twins disagree."),
}


@dataclass(frozen=True)
class Seen:
    """What the twins see on a side.

    Attributes:
        text: of the drawing.
        picture: the digit (28, 28).
        embedding: (dim,).
    """

    text: str
    picture: np.ndarray
    embedding: np.ndarray


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
        compared, is_asked, pair = show_comparison(twins, sides["left"], sides["right"])
    album().note(pair)
    on_canvases = {
        side: in_words(twins, side, seen.picture if seen else None) for side, seen in sides.items()
    }
    shown = {side: (seen.picture, seen.embedding) if seen else None for side, seen in sides.items()}
    differing = what_differs(None if is_asked else compared)
    show_embeddings(shown, on_canvases, twins.design.dim, *differing, compared=not is_asked)
    if st.session_state.pop("just_predicted", False):
        st.rerun()  # for the pairs so far, which stand outside


def show_comparison(
    twins: Twins, left: Seen | None, right: Seen | None
) -> tuple[Comparison | None, bool, SeenPair | None]:
    """The question where the student wants to predict first, or the answer.

    Returns:
        What the twins make of both sides, whether the question is open, and what to note of the pair.
    """
    if left is None or right is None:
        forget("verdict")
        show_result(twins, None, [], None)
        return None, False, None
    comparison = twins.compare_embeddings(left.embedding, right.embedding)
    pictures = [left.picture, right.picture]
    guess, is_asked = ask_for_prediction(twins, pictures)
    if is_asked:
        return comparison, True, None
    show_result(twins, comparison, pictures, guess)
    strokes = tuple(drawing_on(side)["objects"] for side in SIDES)
    hands = other_hands_with(pictures)
    return (
        comparison,
        False,
        seen_pair(twins, (left.text, right.text), strokes, pictures, comparison, guess, hands),
    )


def ask_for_prediction(twins: Twins, pictures: list[np.ndarray]) -> tuple[str | None, bool]:
    """Predict, then try, where the student wants that and has not seen the answer yet.

    Returns:
        The prediction for this pair and these twins, and whether it is waited for.
    """
    if not st.session_state.get("predict_first"):
        forget("verdict")
        return None, False
    about = (twins.design.name, twins.sharing, *(picture.tobytes() for picture in pictures))
    if guess := answered("verdict", about):
        return guess, False
    hands = other_hands_with(pictures)
    if is_reopened(pictures) or (hands and hands.is_revealed):
        return None, False
    question = TWO_PEOPLES if hands else WHAT_THEY_SAY
    guess = ask(
        question(),
        list(VERDICTS),
        "verdict",
        about,
        reads(VERDICTS),
        on_answer=remember_to_rerun,
    )
    return guess, guess is None


def remember_to_rerun() -> None:
    """The whole page is to be run after this answer."""
    st.session_state["just_predicted"] = True


def see(twins: Twins, side: str) -> Seen | None:
    """What the twins see on a side, or None where nothing was drawn or it cannot be read; then the page says
    so.
    """
    try:
        text = as_text(drawing_on(side))
        picture = picture_of(text)
    except DrawingError as error:
        say_unreadable(side, error)
        return None
    return Seen(text, picture, embedding_of(twins, side, picture)) if picture.any() else None


def show_result(
    twins: Twins, comparison: Comparison | None, pictures: list[np.ndarray], guess: str | None
) -> None:
    """The distance, the verdict and how far both can be trusted."""
    if comparison is None:
        show_numbers(None, None)
        blank = tuple(side for side in SIDES if not drawing_on(side)["objects"])
        with st.container(key="verdict"):
            st.markdown(DRAW[blank]())
    else:
        show_numbers(comparison.distance, comparison.probability)
        show_verdict(twins, comparison, pictures, guess)
    value = deciding(comparison) if comparison else None
    shown = "" if value is None else number(value)
    axis = say(
        "The axis shows test pairs by their {measure}. The threshold is at {threshold}.",
        measure=MEASURES[decided_by(twins)],
        threshold=number(twins.threshold),
    )
    place = say("This pair is at {value}.", value=shown) if shown else say("There is no pair yet.")
    same_is_small = not twins.design.metric_network
    show_axis(deciding_histogram(twins), value, shown, twins.threshold, same_is_small, paragraph(axis, place))
    if comparison is not None:
        st.markdown(f":small[{explained(evidence(twins, comparison, pictures))}]")
    if guess and is_over(other_hands_with(pictures)):
        show_mistakes()


def show_numbers(distance: float | None, probability: float | None) -> None:
    """The distance, and the probability where a metric network decides."""
    if probability is not None:
        with st.container(key="probability", width="content"):
            st.metric(explained(say("Probability of same")), number(probability))
    with st.container(key="distance", width="content"):
        st.metric(explained(say("Distance")), "–" if distance is None else number(distance))


def show_verdict(twins: Twins, comparison: Comparison, pictures: list[np.ndarray], guess: str | None) -> None:
    """Same or different, what was predicted, and the truth where the app knows it; guarded where a side is
    strange.
    """
    answer = code_of(comparison.same)
    colour, icon = ("green", "check_circle") if comparison.same else ("red", "cancel")
    heading = f":{colour}[:material/{icon}: {VERDICTS[answer]}]"
    if strange_sides(twins, pictures):
        perhaps = say("{verdict}, perhaps", verdict=VERDICTS[answer])
        heading = f":gray[:material/help: {perhaps}]"
    sentences, hands = [], other_hands_with(pictures)
    if guess:
        report("verdict", guess == (code_of(hands.same) if hands else answer))
        sentences.append(PREDICTED[guess, guess == answer]())
    if hands:
        sentences.append(hands.truth)
        if guess:
            note_round(hands, guess == "same", comparison.same)
            sentences.append(score())
        hands.is_revealed = True
    with st.container(key="verdict"):
        st.markdown(f"### {heading}\n\n{paragraph(*sentences)}")


def deciding_histogram(twins: Twins) -> dict[str, Any]:
    """How the test pairs spread over the number that is held against the threshold."""
    return twins.card["histograms"][decided_by(twins)]


st.html(STYLE)
chosen = choose_twins(
    Text("Are these the same digit?"),
    Text(
        "The computer turns each drawing into {dim} numbers. "
        "The more alike the numbers, the more alike the digits."
    ),
)
with st.container(key="playground"):
    keep_openings()
    show_playground(chosen)
    for side in SIDES:
        show_tools(side)
    show_class(chosen)
    show_things_to_try()
show_pairs_so_far()
show_way_on(HOME)
