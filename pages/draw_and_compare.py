"""Are these the same digit? Draw two, and see what the twins make of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from pages.parts.shared.choosing import choose_twins
from pages.parts.shared.comparing import embedding_of, largest_differences, looks_familiar, picture_of
from pages.parts.shared.drawing import (
    SIDES,
    as_text,
    drawing_on,
    keep_openings,
    put_drawing,
    say_unreadable,
    show_canvas,
    show_tools,
)
from pages.parts.shared.examples import EXAMPLES, example_drawing, in_colour_of
from pages.parts.shared.lessons import HOME, show_way_on
from pages.parts.shared.numbers import decided_by, deciding, number, percent
from pages.parts.shared.predicting import answered, ask, forget
from pages.parts.shared.visuals import show_axis, show_embeddings
from siamese_core import Twins
from siamese_core.files import WeightsError
from siamese_core.maps import FAMILIAR, ranked_test_pairs
from siamese_core.strokes import DrawingError
from siamese_core.twins import Comparison
from siamese_core.verification import neighbourhood

VERDICTS = ("Same digit", "Different digits")
Shown = tuple[np.ndarray, np.ndarray]  # of one side: the digit (28, 28) and its embedding (dim,)


@st.fragment
def show_playground(twins: Twins) -> None:
    """Two canvases and what the twins make of them. A stroke reruns this and nothing else, so it is kept
    small.
    """
    show_canvas("left")
    result = st.container(key="result")
    show_canvas("right")
    with result:
        sides = {side: see(twins, side) for side in SIDES}
        left, right = sides["left"], sides["right"]
        comparison = twins.compare_embeddings(left[1], right[1]) if left and right else None
        guess = ask_for_prediction(twins, left, right)
        is_asked = bool(comparison and st.session_state.get("predict_first") and guess is None)
        if not is_asked:
            strange = [
                side for side, seen in sides.items() if seen and not looks_familiar(twins, side, seen[0])
            ]
            show_result(twins, comparison, strange, guess)
    show_embeddings(
        sides, twins.design.dim, *what_differs(None if is_asked else comparison), compared=not is_asked
    )


def ask_for_prediction(twins: Twins, left: Shown | None, right: Shown | None) -> str | None:
    """Predict, then try, where the student wants that: the prediction for this pair and these twins."""
    if not (left and right and st.session_state.get("predict_first")):
        forget("verdict")
        return None
    about = (twins.design.name, twins.sharing, left[0].tobytes(), right[0].tobytes())
    return answered("verdict", about) or ask("what will the twins say?", VERDICTS, "verdict", about)


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


def what_differs(comparison: Comparison | None) -> tuple[int, str]:
    """The coordinate in which the embeddings differ most, and a sentence on this."""
    if comparison is None:
        return 0, ""
    differing, share = largest_differences(comparison.left_embedding, comparison.right_embedding)
    if comparison.distance == 0:
        return int(differing[0]), "The embeddings do not differ. "
    first, *others = map(int, differing)
    most = ", ".join(map(str, others))
    return (
        first,
        f"Coordinates {first} (framed), {most} differ most: together {share:.0%} of the squared distance. ",
    )


def show_examples() -> None:
    """Digits to start from, as strokes that can be drawn on."""
    with st.container(horizontal=True, vertical_alignment="center", key="examples"):
        st.markdown("Try:", width="content")
        for name, digits in EXAMPLES.items():
            st.button(name, on_click=put_example, args=digits)
        st.button("Copy left to right", icon=":material/arrow_forward:", on_click=copy_left)
        st.toggle("Predict first", key="predict_first", persist_state="session")


def put_example(left: str, right: str) -> None:
    """Puts two digits on the canvases."""
    put_drawing("left", example_drawing(left, "left"))
    put_drawing("right", example_drawing(right, "right"))


def copy_left() -> None:
    """Puts the left drawing on the right canvas, if there is one."""
    if drawing_on("left")["objects"]:
        put_drawing("right", in_colour_of("right", drawing_on("left")))


def show_result(twins: Twins, comparison: Comparison | None, strange: list[str], guess: str | None) -> None:
    """The distance, the verdict and how far both can be trusted."""
    with st.container(horizontal=True, vertical_alignment="center", gap="large", key="answer"):
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
            show_verdict(twins, comparison, strange, guess)
    value = deciding(comparison) if comparison else None
    shown = "" if value is None else number(value)
    here = f"this pair is at {shown}" if shown else "there is no pair yet"
    summary = (
        f"The axis shows test pairs by their {decided_by(twins)}. The threshold is at "
        f"{number(twins.threshold)}; {here}."
    )
    show_axis(deciding_histogram(twins), value, shown, twins.threshold, twins.design.margin, summary)


def show_numbers(distance: float | None, probability: float | None) -> None:
    """The distance, and the probability where a metric network decides."""
    if probability is not None:
        with st.container(key="probability", width="content"):
            st.metric("Probability of same", number(probability))
    with st.container(key="distance", width="content"):
        st.metric("Distance", "–" if distance is None else number(distance))


def show_verdict(twins: Twins, comparison: Comparison, strange: list[str], guess: str | None) -> None:
    """Same or different, and how often that is right for test pairs like this one; guarded where a side is
    strange.
    """
    answer = VERDICTS[0 if comparison.same else 1]
    colour, icon = ("green", "check_circle") if comparison.same else ("red", "cancel")
    heading = (
        f":gray[:material/help: {answer}, perhaps]" if strange else f":{colour}[:material/{icon}: {answer}]"
    )
    with st.container(key="verdict"):
        agree = "agree" if guess == answer else "disagree"
        predicted = f" You predicted “{guess.lower()}”: the twins {agree}." if guess else ""
        st.markdown(f"### {heading}\n\n{evidence(twins, deciding(comparison))}{predicted}")
        if strange:
            drawings = f"The {strange[0]} drawing looks" if len(strange) == 1 else "These drawings look"
            st.caption(
                f"{drawings} like no digit that the twins know: {FAMILIAR:.0%} of the test digits are "
                "nearer to their kind."
            )


def evidence(twins: Twins, value: float) -> str:
    """How often test pairs with such a distance or probability are the same digit; nothing where they are not
    known.
    """
    try:
        ranked = ranked_test_pairs(twins)
    except WeightsError:
        return ""
    near = neighbourhood(ranked, twins.as_closeness(value), twins.closeness_threshold)
    if near.same + near.different == 0:
        return ""
    low, high = (f"{end:.3f}" for end in sorted(twins.as_closeness(end) for end in (near.low, near.high)))
    within = f"{decided_by(twins)} {low} to {high}" if low != high else f"all with {decided_by(twins)} {low}"
    return (
        f"Of the {near.same + near.different:,} test pairs most like it ({within}), "
        f"{percent(near.share_same)} are the same digit. Of all test pairs, half are."
    )


def deciding_histogram(twins: Twins) -> dict[str, Any]:
    """How the test pairs spread over the number that is held against the threshold."""
    return twins.card["histograms"][decided_by(twins)]


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
    show_examples()
show_way_on(HOME)
