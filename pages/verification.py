"""How far is too far? One threshold turns distances into answers, and makes two kinds of mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.shared.choosing import choose, choose_part, choose_twins, is_dark
from pages.parts.shared.comparing import compare
from pages.parts.shared.everywhere import show_failure
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, paragraph, reads, say
from pages.parts.shared.lessons import VERIFICATION, show_way_on
from pages.parts.shared.numbers import decided_by, deciding, number, per_cent, with_interval
from pages.parts.shared.pair import Pair, pair_on_page
from pages.parts.shared.pictures import show_digits
from pages.parts.shared.predicting import ask, outcome
from pages.parts.shared.words import SIDE_NAMES, code_of, side_names
from pages.parts.verification import words
from pages.parts.verification.all_twins import loadable, show_all_twins
from pages.parts.verification.charts import histogram_chart
from pages.parts.verification.curves import digits_chart, roc_chart
from pages.parts.verification.numbers import (
    accuracy_by_digits,
    cell_interval,
    confusion_at,
    curve_of_test_pairs,
    hardest_pairs,
    interval_at,
    pairs_of_digits,
    question_about,
    test_pair,
)
from pages.parts.verification.tables import confusion_table, rates_table
from pages.parts.verification.threshold import choose_threshold, marked_thresholds, starting_threshold
from siamese_core import Twins
from siamese_core.designs import SHARINGS
from siamese_core.digits import load_test_pictures
from siamese_core.files import WeightsError
from siamese_core.maps import ranked_test_pairs
from siamese_core.verification import Confusion

STYLE = Path(__file__).parent / "parts" / "verification" / "style.css"
STILL = "all_twins"  # the part that the threshold does not move


def show_lesson(twins: Twins, pair: Pair) -> None:
    """The question, everything that the threshold moves, and what it does not."""
    end = twins.card["histograms"][decided_by(twins)]["end"]
    ask_for_prediction(twins, starting_threshold(twins, end), end)
    follow_threshold(twins, pair)
    if st.session_state["verification_part"] == STILL:
        show_all_twins()


@st.fragment
def ask_for_prediction(twins: Twins, start: float, end: float) -> None:
    """Predict, then try: which mistakes another threshold makes more, and the answer as counted."""
    goes_to, answer = question_about(twins, start, end)
    way = "up" if goes_to > start else "down"
    with st.container(horizontal=True, vertical_alignment="center", key="prediction"):
        guess = ask(
            words.QUESTIONS[way](start=start, goes_to=goes_to),
            list(words.ANSWERS),
            "threshold_prediction",
            (twins.design.name, twins.sharing, start),
            reads(words.ANSWERS),
        )
        if guess:
            before, after = confusion_at(twins, start), confusion_at(twins, goes_to)
            says = outcome("threshold_prediction", words.ANSWERS, guess, answer)
            with st.container(key="answer", width="content"):
                st.markdown(
                    words.COUNTED(
                        outcome=says,
                        accepts=before.false_accepts,
                        more_accepts=after.false_accepts,
                        rejects=before.false_rejects,
                        more_rejects=after.false_rejects,
                    )
                )


@st.fragment
def follow_threshold(twins: Twins, pair: Pair) -> None:
    """What the threshold moves. A step of its slider reruns this and nothing else, so it is kept small."""
    histogram = twins.card["histograms"][decided_by(twins)]
    threshold = choose_threshold(twins, histogram["end"])
    confusion = confusion_at(twins, threshold)
    with st.container(horizontal=True, key="decision"):
        with st.container(width="stretch", gap="xsmall", key="histogram_side"):
            show_histogram(twins, histogram, pair, threshold, confusion)
        with st.container(gap="small", key="counts"):
            show_counts(twins, threshold, confusion)
            show_answer(twins, pair, threshold)
    part = choose_part(list(PARTS), STILL, "verification_part", reads(words.PARTS))
    if part in PARTS:
        PARTS[part](twins, threshold)


def show_histogram(
    twins: Twins, histogram: dict[str, Any], pair: Pair, threshold: float, confusion: Confusion
) -> None:
    """All test pairs over the number that decides, with the threshold and the student's pair."""
    value = pair_value(twins, pair)
    bars = st.session_state.get("verification_bars", "magnified")
    st.echarts_chart(
        histogram_chart(
            histogram,
            confusion,
            threshold,
            marked_thresholds(twins),
            ("drawn" if pair.drawn else "example", value),
            accepts_below=not twins.design.metric_network,
            magnified=bars == "magnified",
            dark=is_dark(),
        ),
        height=370,
        key="histogram",
        renderer="svg",
        alt=words.HISTOGRAM[decided_by(twins)](threshold=number(threshold), value=number(value)),
    )
    choose(say("Bars"), list(words.BARS), "verification_bars", reads(words.BARS))


def pair_value(twins: Twins, pair: Pair) -> float:
    """The distance, or the probability, of the pair on the page."""
    return deciding(compare(twins, pair.left, pair.right))


def show_counts(twins: Twins, threshold: float, confusion: Confusion) -> None:
    """Accuracy, both kinds of mistakes, and the table they come from."""
    low, high = interval_at(twins, threshold)
    rates = (confusion.accuracy, confusion.false_accept_rate, confusion.false_reject_rate)
    where = words.AT_CALIBRATED if threshold == twins.threshold else words.AT[decided_by(twins)]
    titles = say("Accuracy"), say("False accepts"), say("False rejects")
    below = f"{100 * low:.2f}–{100 * high:.2f}%", say("of different pairs"), say("of same pairs")
    with st.container(key="rates"):
        st.markdown(
            explained(
                f"| {' | '.join(titles)} |\n"
                "|---|---|---|\n"
                f"| {' | '.join(f'**{per_cent(share, 2)}**' for share in rates)} |\n"
                f"| {' | '.join(below)} |\n\n"
                f"{confusion_table(confusion, same_first=not twins.design.metric_network)}\n\n"
                f":small[{where(threshold=number(threshold), pairs=confusion.total)}]"
            )
        )


def show_answer(twins: Twins, pair: Pair, threshold: float) -> None:
    """What becomes of the pair on the page at this threshold."""
    value = pair_value(twins, pair)
    same = twins.as_closeness(value) >= twins.as_closeness(threshold)
    verdict = words.VERDICTS[decided_by(twins), code_of(bool(same))]
    with st.container(horizontal=True, vertical_alignment="center", key="pair_answer"):
        show_digits(np.stack([pair.left, pair.right]), side_names(), size=84, width="content")
        st.markdown(explained(f"{pair.whose}\n\n{verdict(value=number(value))}"))


def show_roc(twins: Twins, threshold: float) -> None:
    """What any threshold would give: the trade between both mistakes, shared and unshared."""
    wanted = [(twins.design.name, sharing) for sharing in SHARINGS]
    both = {each.sharing: each for each in loadable(wanted, with_test_pairs=True)}
    with st.container(horizontal=True, key="roc_side"):
        with st.container(width="stretch"):
            view = choose(say("View"), list(words.VIEWS), "verification_view", reads(words.VIEWS))
            points = {sharing: confusion_at(each, threshold) for sharing, each in both.items()}
            st.echarts_chart(
                roc_chart(
                    {sharing: curve_of_test_pairs(each, view == "det") for sharing, each in both.items()},
                    {sharing: each.card["results"]["mnist"]["eer"] for sharing, each in both.items()},
                    points,
                    view,
                    dark=is_dark(),
                ),
                height=430,
                key="roc",
                renderer="svg",
                alt=say(
                    "The curve has right over false accepts at any threshold; this one is a point on it."
                ),
            )
        with st.container(key="roc_notes"):
            title = say("What would other thresholds give?")
            notes = paragraph(words.NOTES_ON_VIEWS[view](), words.NAMES_OF_CURVES())
            st.markdown(f"### {title}\n\n" + explained(f"{rates_table(both, points)}\n\n{notes}"))


def show_hardest(twins: Twins, threshold: float) -> None:
    """The pairs that are furthest on the wrong side."""
    st.subheader(say("Which pairs are hardest?"))
    for kind, title in words.HARDEST.items():
        with st.container(key=f"hardest_{kind}"):
            st.markdown(title())
            show_pairs(twins, hardest_pairs(twins, kind == "same"), threshold)
    st.caption(words.ORDER_OF_HARDEST[decided_by(twins)]())


def show_pairs(twins: Twins, indices: np.ndarray, threshold: float) -> None:
    """Test pairs as pictures."""
    pairs = [test_pair(twins, index, threshold) for index in indices.tolist()]
    captions = [
        words.TEST_PAIR(
            left=pair.left_digit,
            right=pair.right_digit,
            value=number(pair.value),
            mark="✓" if pair.answered_rightly else "✗",
        )
        for pair in pairs
    ]
    digits = np.array([index for pair in pairs for index in (pair.left, pair.right)])
    show_digits(load_test_pictures(digits), captions, size=62, together=2)


def show_by_digits(twins: Twins, threshold: float) -> None:
    """Accuracy for every pair of digits, and the pairs behind a number."""
    st.subheader(say("Which digits are confused?"))
    accuracy = accuracy_by_digits(twins, threshold)
    worst = np.unravel_index(int(accuracy.argmin()), accuracy.shape)
    for side, digit in zip(SIDE_NAMES, worst, strict=True):
        st.session_state.setdefault(f"cell_{side}", int(digit))
    left, right = st.session_state["cell_left"], st.session_state["cell_right"]
    with st.container(horizontal=True, key="by_digits"):
        with st.container(key="grid_side"):
            st.echarts_chart(
                digits_chart(accuracy, (left, right), dark=is_dark()),
                height=480,
                key="cells",
                renderer="svg",
                on_select=choose_cell,
                alt=say(
                    "Each cell has the share of right answers for a left and a right digit; the lowest is "
                    "{lowest} for {left} and {right}.",
                    lowest=per_cent(float(accuracy.min()), 1),
                    left=worst[0],
                    right=worst[1],
                ),
            )
        with st.container(width="stretch", key="cell"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(say("Choose a cell, or two digits:"), width="content")
                for side, label in words.DIGITS.items():
                    st.selectbox(label(), range(10), key=f"cell_{side}", persist_state="session")
            share = with_interval(float(accuracy[left, right]), cell_interval(twins, threshold, left, right))
            st.markdown(words.OF_CELL[code_of(left == right)](left=left, right=right, share=share))
            show_pairs(twins, pairs_of_digits(twins, left, right), threshold)


def choose_cell() -> None:
    """Keeps the cell that was clicked or tapped."""
    for series in st.session_state["cells"].selection.selected:
        if series["data_indices"]:
            st.session_state["cell_left"], st.session_state["cell_right"] = divmod(
                series["data_indices"][0], 10
            )


PARTS = {"trade_off": show_roc, "hardest": show_hardest, "by_digit": show_by_digits}


def stop_without_test_pairs(twins: Twins) -> None:
    """Says what is missing, where the twins can be loaded but not what they make of the test pairs."""
    try:
        ranked_test_pairs(twins)
    except WeightsError as error:
        show_failure(say("What these twins make of the test pairs cannot be loaded."), error)
        st.stop()


st.html(STYLE)
chosen_twins = choose_twins(
    Text("How far is too far?"),
    Text(
        "The network says “same” where two drawings are near enough. You choose how near, and see its "
        "mistakes."
    ),
)
stop_without_test_pairs(chosen_twins)
show_lesson(chosen_twins, pair_on_page())
show_way_on(VERIFICATION)
