"""How the twins of the other pages were trained, by epoch, and what made them better than the tutorial's.

All numbers are from the model cards and from `tutorial.json`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import streamlit as st

from pages.parts.shared.charts import DIGIT_COLOURS, GREY, INK, QUIET, Option, line, value_axis
from pages.parts.shared.choosing import choose, is_dark
from pages.parts.shared.glossary import explained
from pages.parts.shared.numbers import number, per_cent
from pages.parts.shared.words import title_of
from siamese_core import DESIGNS, Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.files import WeightsError, load_tutorial

REPORTED = "97.2%"  # on test pairs, by the authors of the tutorial, in its first lines
VIEWS = {"these": "These twins and the tutorial’s", "all": "All six"}
HEIGHT = 340
STEPS = {  # by their names in `tutorial.json`: what is done, and what it is called
    "tutorial": "**The Keras tutorial, as it is**: all pairs made beforehand, steps of one size (RMSprop), "
    "and “same” up to a distance of 0.5",
    "threshold": "the threshold is **calibrated** on digits that are kept for it",
    "pairs_in_batch": "new pairs in every step, **all among a batch** of digits",
    "adam": "another rule for the size of steps (**Adam**)",
    "falling_rate": "**smaller and smaller steps** towards the end",
    "changed_digits": "digits **turned, slanted, scaled and moved** a little, anew in every epoch",
    "pen_digits": "**pen digits** beside MNIST, drawn by a hand that varies",
    "longer": "**more epochs**: the twins of this app",
}
SETS = {"mnist": "MNIST test pairs", "pen": "pen-drawn pairs"}
Lines = list[tuple[str, str, str, list[float]]]  # name, colour, dash, a value for each epoch


@st.fragment
def show_real_training(twins: Twins) -> None:
    """Loss and accuracy by epoch, and the way from the tutorial's recipe to the one used here."""
    st.subheader("The real training", anchor=False)
    try:
        tutorial = load_tutorial()
    except WeightsError as error:
        st.error(str(error), icon=":material/broken_image:")
        return
    st.markdown(explained(how_it_was_trained(twins)))
    view = choose("Curves of", list(VIEWS), "real_view", VIEWS.__getitem__)
    both = {
        "accuracy": ("Right answers, by epoch", "accuracy_by_epoch"),
        "loss": ("Loss, by epoch", "loss_by_epoch"),
    }
    for column, (what, (title, key)) in zip(st.columns(2), both.items(), strict=True):
        with column:
            try:
                lines = lines_of(twins, tutorial, what) if view == "these" else lines_of_all(tutorial, what)
            except WeightsError as error:
                st.error(str(error), icon=":material/broken_image:")
                return
            st.markdown(f"#### {title}")
            st.echarts_chart(
                by_epoch_chart(lines, what == "accuracy", is_dark()),
                height=HEIGHT,
                key=key,
                renderer="svg",
                alt=f"{title}. In the end: {ends_of(lines, what == 'accuracy')}.",
            )
    st.caption(explained(note_on_curves(twins, view)))
    show_ladder(tutorial)


def how_it_was_trained(twins: Twins) -> str:
    """The recipe in a sentence, from the card."""
    data, recipe = twins.card["data"], twins.card["recipe"]
    pen = data["pen"]
    digits = f"{data['mnist']['training_digits']:,} MNIST digits"
    if pen:
        digits += f" and {pen['training_digits']:,} pen digits, each drawn {pen['repeats']} times"
    return (
        f"The twins of the other pages are larger ({twins.parameters:,} parameters) and learn longer: "
        f"these ({title_of(twins.design.name).lower()}, {twins.sharing}) from {digits}, in "
        f"{recipe['epochs']} epochs, which took {twins.card['duration_seconds'] / 60:.0f} minutes. In grey: "
        "the twins of the Keras tutorial `mnist_siamese.py`, trained by this project as it says."
    )


def lines_of(twins: Twins, tutorial: dict[str, Any], what: str) -> Lines:
    """The chosen twins and the tutorial's, on digits that they learn from and on digits never seen."""
    first = tutorial["steps"][0]["history"]
    ink = INK[is_dark()]
    return [
        ("these, never seen", ink, "solid", twins.card["history"][f"unseen_{what}"]),
        ("these, learned from", ink, "dotted", twins.card["history"][f"learnt_{what}"]),
        ("tutorial’s, never seen", GREY, "solid", first[f"unseen_{what}"]),
        ("tutorial’s, learned from", GREY, "dotted", first[f"learnt_{what}"]),
    ]


def lines_of_all(tutorial: dict[str, Any], what: str) -> Lines:
    """All six twins and the tutorial's, on digits never seen."""
    colours = dict(zip(DESIGNS, DIGIT_COLOURS[is_dark()][::3], strict=False))
    lines = [
        (
            f"{title_of(design)}, {sharing}",
            colours[design],
            "solid" if sharing == "shared" else "dashed",
            load_twins(design, sharing == "shared").card["history"][f"unseen_{what}"],
        )
        for design in DESIGNS
        for sharing in SHARINGS
    ]
    return [*lines, ("tutorial’s", GREY, "dotted", tutorial["steps"][0]["history"][f"unseen_{what}"])]


def by_epoch_chart(lines: Lines, in_percent: bool, dark: bool) -> Option:
    """Lines over the epochs. `in_percent`: shares of 1 are written so."""
    times = 100 if in_percent else 1
    values = [times * value for *_, of_line in lines for value in of_line]
    epochs = max(len(of_line) for *_, of_line in lines)
    y = value_axis("", float(int(min(values))), 100, 30, dark)
    if in_percent:
        y["axisLabel"] |= {"formatter": "{value}%"}
    else:
        del y["max"]  # ECharts ends the axis at a round number
    legend: Option = {"top": 0, "left": 0, "itemGap": 8, "itemWidth": 34}
    legend |= {"textStyle": {"fontSize": 13, "color": QUIET[dark]}, "itemStyle": {"opacity": 0}}
    wide, narrow = (22 * -(-len(lines) // names) + 14 for names in (3, 2))  # below names side by side
    return {
        "animation": False,
        "grid": {"left": 8, "right": 16, "top": wide, "bottom": 24, "containLabel": True},
        "legend": legend,
        "tooltip": {"trigger": "axis"},
        "xAxis": {**value_axis("epoch", 1, epochs, 24, dark), "minInterval": 1},
        "yAxis": {**y, "splitLine": {"lineStyle": {"opacity": 0.3}}},
        "series": [
            line(name, [[i + 1, round(times * value, 4)] for i, value in enumerate(of_line)], colour, dash)
            for name, colour, dash, of_line in lines
        ],
        "media": [{"query": {"maxWidth": 480}, "option": {"grid": {"top": narrow}}}],
    }


def ends_of(lines: Lines, in_percent: bool) -> str:
    """The last value of each line, for those who do not see the chart."""
    return ", ".join(
        f"{name} {per_cent(values[-1], 2) if in_percent else number(values[-1])}"
        for name, *_, values in lines
    )


def note_on_curves(twins: Twins, view: str) -> str:
    """What the curves are measured on."""
    history = twins.card["history"]
    note = (
        f"After every epoch, on {history['pairs']:,} pairs of {history['digits']:,} MNIST digits that they "
        "learned from, and of as many that they have never seen, at the threshold that is best just then."
    )
    if view == "all":
        note += " Solid lines are of shared weights, dashed ones of unshared weights."
    if view == "all" or twins.design.margin is None:
        note += (
            f" {title_of('matchnet')} learns by cross-entropy, the others by the contrastive loss: their "
            "losses cannot be compared."
        )
    return note


def show_ladder(tutorial: dict[str, Any]) -> None:
    """Every step from the tutorial's recipe to the one used here, and what it gave."""
    first = tutorial["steps"][0]
    pairs = first["tutorial_pairs"]
    st.markdown("#### What made the difference")
    own = f"{per_cent(pairs['accuracy_by_epoch'][-1], 1)}** of its own {pairs['pairs']:,} test pairs right"
    st.markdown(
        explained(
            f"The tutorial’s authors report {REPORTED} of test pairs. Trained by this project exactly as "
            f"they say, it gets **{own}. Each line below changes one thing against the line before. "
            f"{largest_gains(tutorial['steps'])}"
        )
    )
    rows = ["| line | What changes | epochs | MNIST test pairs | pen-drawn pairs |", "|--:|---|--:|--:|--:|"]
    for number_of_line, step in enumerate(tutorial["steps"], start=1):
        found = [step["results"].get(name) for name in SETS]
        cells = [per_cent(each["accuracy"], 2) if each else "–" for each in found]
        rows.append(f"| {number_of_line} | {STEPS[step['name']]} | {step['epochs']} | {' | '.join(cells)} |")
    with st.container(key="ladder"):
        st.markdown(explained("\n".join(rows)))


def largest_gains(steps: list[dict[str, Any]]) -> str:
    """Which step gave most on each kind of pairs."""
    said = []
    for name, kind in SETS.items():
        accuracies = [step["results"][name]["accuracy"] for step in steps if name in step["results"]]
        gains = [after - before for before, after in pairwise(accuracies)]
        if len(gains) == len(steps) - 1:
            best = max(range(len(gains)), key=gains.__getitem__)
            said.append(f"On {kind}, line {best + 2} gave most ({100 * gains[best]:+.2f} percentage points).")
    return " ".join(said)
