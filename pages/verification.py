"""How far is too far? One threshold turns distances into answers, and makes two kinds of mistakes."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.shared.choosing import choose_twins
from pages.parts.shared.comparing import embedding_of
from pages.parts.shared.numbers import decided_by, deciding, number
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from pages.parts.verification.charts import VIEWS, digits_chart, histogram_chart, roc_chart
from pages.parts.verification.numbers import (
    ANSWERS,
    accuracy_by_digits,
    confusion_at,
    hardest_pairs,
    pairs_of_digits,
    question_about,
    roc_of_test_pairs,
    test_pair,
)
from siamese_core import DESIGNS, Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.files import WeightsError
from siamese_core.maps import ranked_test_pairs
from siamese_core.verification import Confusion

STYLE = Path(__file__).parent / "parts" / "verification" / "style.css"
KERAS_EXAMPLE = 0.5  # its threshold of the distance
STEP = 0.01


@st.fragment
def show_lesson(twins: Twins, pair: Pair) -> None:
    """Everything that the threshold moves. A step of its slider reruns this and nothing else."""
    histogram = twins.card["histograms"][decided_by(twins)]
    ask_for_prediction(twins, histogram["end"])
    threshold = choose_threshold(twins, histogram["end"])
    confusion = confusion_at(twins, threshold)
    with st.container(horizontal=True, key="decision"):
        with st.container(width="stretch", gap="xsmall", key="histogram_side"):
            show_histogram(twins, histogram, pair, threshold, confusion)
        with st.container(width=420, gap="small", key="counts"):
            show_counts(twins, threshold, confusion)
            show_answer(twins, pair, threshold)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("**Go on with**", width="content")
        part = choose("part", list(PARTS))
    PARTS[part](twins, threshold)


def choose(name: str, options: list[str]) -> str:
    """A choice that the page keeps for this student; the first option until then."""
    return st.segmented_control(
        name.capitalize(),
        options,
        default=options[0],
        required=True,
        key=f"verification_{name}",
        persist_state="session",
        label_visibility="collapsed",
    )


def ask_for_prediction(twins: Twins, end: float) -> None:
    """Predict, then try: which mistakes a higher threshold makes more, and the answer as counted."""
    start, higher, answer = question_about(twins, end)
    with st.container(horizontal=True, vertical_alignment="center", key="prediction"):
        st.markdown(
            f"**Predict:** the threshold goes up from {start:.2f} to {higher:.2f}. Which mistakes become more?",
            width="content",
        )
        key = f"predicted_{twins.design.name}_{twins.shared}"
        chosen = st.pills("Your prediction", ANSWERS, key=key, label_visibility="collapsed")
        if chosen:
            before, after = confusion_at(twins, start), confusion_at(twins, higher)
            with st.container(key="answer", width="content"):
                st.markdown(
                    f"**{'Right' if chosen == answer else f'No, {answer}'}:** "
                    f"false accepts {before.false_accepts:,} → {after.false_accepts:,}, "
                    f"false rejects {before.false_rejects:,} → {after.false_rejects:,}. Try it."
                )


def choose_threshold(twins: Twins, end: float) -> float:
    """The threshold's slider, which a link can set, and buttons for two thresholds worth knowing."""
    if "threshold" not in st.session_state and asked_in_vain(st.query_params.get_all("threshold"), end):
        st.warning(
            f"The link asks for a threshold that is no number from 0 to {end:g}; this is the calibrated one.",
            icon=":material/link_off:",
        )
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


def asked_in_vain(texts: list[str], end: float) -> bool:
    """Whether a link's threshold is not one that the slider can take."""
    try:
        return bool(texts) and not (len(texts) == 1 and 0 <= float(texts[0]) <= end)
    except ValueError:
        return True


def follow_twins(twins: Twins, end: float) -> float | None:
    """Where the twins have changed: a threshold that was moved stays if they can use it, else theirs is taken.

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
    """The calibrated threshold, and 0.5: the Keras example's distance, or the probability that is as likely as not."""
    return {
        "calibrated": twins.threshold,
        "even odds" if twins.design.metric_network else "Keras example": KERAS_EXAMPLE,
    }


def show_histogram(
    twins: Twins, histogram: dict[str, Any], pair: Pair, threshold: float, confusion: Confusion
) -> None:
    """All test pairs over the number that decides, with the threshold and the student's pair."""
    value = pair_value(twins, pair)
    scale = st.session_state.get("verification_bars", "Magnified")
    st.echarts_chart(
        histogram_chart(
            histogram,
            confusion,
            threshold,
            marked_thresholds(twins),
            ("your pair" if pair.drawn else "example pair", value),
            accepts_below=not twins.design.metric_network,
            magnified=scale == "Magnified",
            dark=st.context.theme.type == "dark",
        ),
        height=370,
        key="histogram",
        renderer="svg",
        alt=(
            f"Test pairs over their {decided_by(twins)}, same pairs above the axis and different ones below. "
            f"Threshold {number(threshold)}, this pair {number(value)}."
        ),
    )
    with st.container(horizontal=True, vertical_alignment="center", key="histogram_notes"):
        choose("bars", ["Magnified", "True heights"])
        st.caption(
            "Each line is ten times the one nearer to the axis, so that few mistakes can be seen beside many right answers."
            if scale == "Magnified"
            else "Bars as high as they are: few mistakes are hard to see beside many right answers.",
            width="stretch",
        )


def pair_value(twins: Twins, pair: Pair) -> float:
    """The distance, or the probability, of the pair on the page."""
    left, right = embedding_of(twins, "left", pair.left), embedding_of(twins, "right", pair.right)
    return deciding(twins.compare_embeddings(left, right))


def show_counts(twins: Twins, threshold: float, confusion: Confusion) -> None:
    """Accuracy, both kinds of mistakes, and the table they come from."""
    with st.container(horizontal=True, key="rates"):
        for key, label, share, meaning in (
            ("accuracy", "Accuracy", confusion.accuracy, "of all pairs"),
            ("false_accepts", "False accepts", confusion.false_accept_rate, "of different pairs"),
            ("false_rejects", "False rejects", confusion.false_reject_rate, "of same pairs"),
        ):
            with st.container(key=key, width="content"):
                st.metric(label, f"{share:.2%}", delta=meaning, delta_color="off", delta_arrow="off")
    with st.container(key="confusion"):
        st.table(confusion_table(confusion, same_first=not twins.design.metric_network))
    name = decided_by(twins)
    where = (
        "At the calibrated threshold" if threshold == twins.threshold else f"At {name} {number(threshold)}"
    )
    st.caption(
        f"{where}, counted in {confusion.total:,} pairs of test digits; columns as left and right of the line."
    )


def show_answer(twins: Twins, pair: Pair, threshold: float) -> None:
    """What becomes of the pair on the page at this threshold."""
    value = pair_value(twins, pair)
    same = twins.as_closeness(value) >= twins.as_closeness(threshold)
    with st.container(gap="xsmall", key="pair_answer"):
        show_pair(pair)
        colour, answer = ("green", "same digit") if same else ("red", "different digits")
        st.markdown(
            f"{decided_by(twins).capitalize()} **{number(value)}**: :{colour}[**{answer}**] at this threshold"
        )


def confusion_table(confusion: Confusion, same_first: bool) -> dict[str, dict[str, str]]:
    """Counts and per cent of each row, with the columns in the order of the chart's axis."""
    same, different = ":green[**same**]", ":red[**different**]"
    wrong_same, wrong_different = confusion.false_reject_rate, confusion.false_accept_rate
    columns = {
        "called same": {
            same: f"✓ **{confusion.true_accepts:,}** ({1 - wrong_same:.2%})",
            different: f"✗ **{confusion.false_accepts:,}** ({wrong_different:.2%})",
        },
        "called different": {
            same: f"✗ **{confusion.false_rejects:,}** ({wrong_same:.2%})",
            different: f"✓ **{confusion.true_rejects:,}** ({1 - wrong_different:.2%})",
        },
    }
    return dict(columns.items() if same_first else reversed(columns.items()))


def show_roc(twins: Twins, threshold: float) -> None:
    """What any threshold would give: the trade between both mistakes, shared and unshared."""
    st.subheader("What would other thresholds give?")
    both = loadable(
        {sharing: (twins.design.name, sharing == "shared") for sharing in SHARINGS}, with_test_pairs=True
    )
    with st.container(horizontal=True, key="roc_side"):
        with st.container(width="stretch"):
            view = choose("view", list(VIEWS))
            points = {sharing: confusion_at(each, threshold) for sharing, each in both.items()}
            st.echarts_chart(
                roc_chart(
                    {sharing: roc_of_test_pairs(each) for sharing, each in both.items()},
                    {sharing: each.card["results"]["mnist"]["eer"] for sharing, each in both.items()},
                    points,
                    view,
                    dark=st.context.theme.type == "dark",
                ),
                height=430,
                key="roc",
                renderer="svg",
                alt="Right over false accepts at all thresholds, with the equal error rate and this threshold as points.",
            )
        with st.container(width=420, key="roc_notes"):
            st.table(
                {
                    sharing: {
                        "AUC": f"{each.card['results']['mnist']['auc']:.5f}",
                        "EER": f"{each.card['results']['mnist']['eer']:.2%}",
                        "false accepts here": f"{points[sharing].false_accept_rate:.2%}",
                        "false rejects here": f"{points[sharing].false_reject_rate:.2%}",
                    }
                    for sharing, each in both.items()
                }
            )
            st.markdown(NOTES_ON_VIEWS[view])


NOTES_ON_VIEWS = dict(
    zip(
        VIEWS,
        (
            "Every point of a curve is a threshold. Up is good, left is good; good twins live in this corner. A point outside "
            "it is seen on the whole curve.",
            "**AUC**, the area under the curve, is how often a same pair is closer than a different one: "
            "0.5 is guessing, 1 is perfect.",
            "Both axes show mistakes and count in normal deviates: steps of the bell curve, which spread small rates out. "
            "Down and left is good.",
        ),
        strict=True,
    )
)


def show_hardest(twins: Twins, threshold: float) -> None:
    """The pairs that are furthest on the wrong side."""
    st.subheader("Which pairs are hardest?")
    for same, title in (
        (True, ":green[**Same digit**], and least alike"),
        (False, ":red[**Different digits**], and most alike"),
    ):
        with st.container(key="hardest_same" if same else "hardest_different"):
            st.markdown(title)
            show_pairs(twins, hardest_pairs(twins, same), threshold)
    st.caption(
        f"The hardest first, with their digits and {decided_by(twins)}; no picture stands here twice. "
        "✗: answered wrongly at this threshold."
    )


def show_pairs(twins: Twins, indices: np.ndarray, threshold: float) -> None:
    """Test pairs as pictures."""
    pairs = [test_pair(twins, index, threshold) for index in indices.tolist()]
    captions = [
        f"{pair.left_digit} and {pair.right_digit}: {number(pair.value)} {'✓' if pair.answered_rightly else '✗'}"
        for pair in pairs
    ]
    st.image([pair.picture for pair in pairs], captions, width=132)


def show_by_digits(twins: Twins, threshold: float) -> None:
    """Accuracy for every pair of digits, and the pairs behind a number."""
    st.subheader("Which digits are confused?")
    accuracy = accuracy_by_digits(twins, threshold)
    worst = np.unravel_index(int(accuracy.argmin()), accuracy.shape)
    for side, digit in zip(("left", "right"), worst, strict=True):
        st.session_state.setdefault(f"cell_{side}", int(digit))
    chosen = (st.session_state["cell_left"], st.session_state["cell_right"])
    with st.container(horizontal=True, key="by_digits"):
        with st.container(width=560, key="grid_side"):
            st.echarts_chart(
                digits_chart(accuracy, chosen, dark=st.context.theme.type == "dark"),
                height=480,
                key="cells",
                on_select=choose_cell,
                alt=f"Accuracy by left and right digit; lowest, {accuracy.min():.1%}, for {worst[0]} and {worst[1]}.",
            )
        with st.container(width="stretch", key="cell"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown("Choose a cell, or", width="content")
                for side in ("left", "right"):
                    st.selectbox(
                        f"{side} digit", range(10), key=f"cell_{side}", persist_state="session", width=90
                    )
            left, right = chosen
            kind = ":green[**same pairs**]" if left == right else ":red[**different pairs**]"
            st.markdown(
                f"**{left} and {right}**, {kind}: {accuracy[left, right]:.1%} are answered rightly. "
                f"The hardest of them, wrong ones first:"
            )
            show_pairs(twins, pairs_of_digits(twins, left, right), threshold)


def choose_cell() -> None:
    """Keeps the cell that was clicked or tapped."""
    for series in st.session_state["cells"].selection.selected:
        if series["data_indices"]:
            st.session_state["cell_left"], st.session_state["cell_right"] = divmod(
                series["data_indices"][0], 10
            )


def show_all_twins(_twins: Twins, _threshold: float) -> None:
    """All twins and what they reach, from their cards, to sort and to take along."""
    st.subheader("Which twins decide best?")
    wanted = {
        f"{design}, {sharing}": (design, sharing == "shared") for design in DESIGNS for sharing in SHARINGS
    }
    rows = [row_of(twins) for twins in loadable(wanted, with_test_pairs=False).values()]
    formats = {
        "parameters": "localized",
        "threshold": "%.3f",
        "accuracy": "percent",
        "AUC": "%.5f",
        "EER": "percent",
    }
    columns = {
        name: st.column_config.NumberColumn(format=formats[name.split()[-1]])
        for name in rows[0]
        if name.split()[-1] in formats
    }
    st.dataframe(
        rows,
        hide_index=True,
        key="all_twins",
        column_config=columns,
        alt="All twins with parameters, threshold, accuracy, AUC and EER on MNIST pairs and on pen pairs.",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download as CSV",
            as_csv(rows),
            "siamese_twins.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption(
            "Accuracy is at the calibrated threshold; AUC and EER ask for none. Pen pairs are drawn as you draw here, "
            "by people whose digits were in no training.",
            width="stretch",
        )


def row_of(twins: Twins) -> dict[str, Any]:
    """One row of the table of all twins."""
    row = {
        "design": twins.design.name,
        "weights": "shared" if twins.shared else "unshared",
        "parameters": twins.parameters,
        "decides by": decided_by(twins),
        "threshold": twins.threshold,
    }
    for name, pairs in (("mnist", "MNIST"), ("pen", "pen")):
        found = twins.card["results"].get(name, {})
        row |= {f"{pairs} {title}": found.get(title.lower()) for title in ("accuracy", "AUC", "EER")}
    return row


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows with the same columns as a file for spreadsheets."""
    text = StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def loadable(wanted: dict[str, tuple[str, bool]], with_test_pairs: bool) -> dict[str, Twins]:
    """Those of the wanted twins that can be loaded; of the others the page says so."""
    found = {}
    for name, (design, shared) in wanted.items():
        try:
            twins = load_twins(design, shared)
            if with_test_pairs:
                ranked_test_pairs(twins)
            found[name] = twins
        except WeightsError:
            st.caption(
                f":material/broken_image: The twins “{name}” are left out: their files cannot be loaded."
            )
    return found


PARTS = {
    "Trade-off": show_roc,
    "Hardest pairs": show_hardest,
    "By digit": show_by_digits,
    "All twins": show_all_twins,
}


def stop_without_test_pairs(twins: Twins) -> None:
    """Says what is missing, where the twins can be loaded but not what they make of the test pairs."""
    try:
        ranked_test_pairs(twins)
    except WeightsError as error:
        st.error(
            f"What these twins make of the test pairs cannot be loaded.\n\n{error}",
            icon=":material/broken_image:",
        )
        st.stop()


st.html(STYLE)
chosen_twins = choose_twins("How far is too far?")
stop_without_test_pairs(chosen_twins)
show_lesson(chosen_twins, pair_on_page())
