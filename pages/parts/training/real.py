"""How the twins of the other pages were trained, by epoch, and what made them better than the tutorial's.

All numbers are from the model cards and from `tutorial.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import streamlit as st

from pages.parts.shared.charts import DIGIT_COLOURS, GREY, INK, QUIET, Option, line, value_axis
from pages.parts.shared.choosing import choose, is_dark
from pages.parts.shared.everywhere import show_failure
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, listed, paragraph, reads, say
from pages.parts.shared.numbers import number, per_cent
from pages.parts.shared.words import WEIGHTS, title_of, twins_called
from siamese_core import DESIGNS, Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.files import WeightsError, load_tutorial

REPORTED = "97.2%"  # on test pairs, by the authors of the tutorial, in its first lines
VIEWS = {"these": Text("These twins and the tutorial’s"), "all": Text("All six")}
HEIGHT = 340
CHARTS = {"accuracy": Text("Right answers, by epoch"), "loss": Text("Loss, by epoch")}
LINES = {
    "these_unseen": Text("these, never seen"),
    "these_learnt": Text("these, learned from"),
    "tutorial_unseen": Text("tutorial’s, never seen"),
    "tutorial_learnt": Text("tutorial’s, learned from"),
    "tutorial": Text("tutorial’s"),
}
STEPS = {  # by their names in `tutorial.json`: what is done, and what it is called
    "tutorial": Text(
        "**The Keras tutorial, as it is**: all pairs made beforehand, steps of one size (RMSprop), "
        "and “same” up to a distance of 0.5"
    ),
    "threshold": Text("the threshold is **calibrated** on digits that are kept for it"),
    "pairs_in_batch": Text("new pairs in every step, **all among a batch** of digits"),
    "adam": Text("another rule for the size of steps (**Adam**)"),
    "falling_rate": Text("**smaller and smaller steps** towards the end"),
    "changed_digits": Text("digits **turned, slanted, scaled and moved** a little, anew in every epoch"),
    "pen_digits": Text("**pen digits** beside MNIST, drawn by a hand that varies"),
    "longer": Text("**more epochs**: the twins of this app"),
}
SETS = {"mnist": Text("MNIST test pairs"), "pen": Text("pen-drawn pairs")}
COLUMNS = (Text("line"), Text("What changes"), Text("epochs"), SETS["mnist"], SETS["pen"])
TRAINED_ON_MNIST = Text(
    "The twins of the other pages are larger ({parameters:,} parameters) and learn longer: these ({design}, "
    "{sharing}) from {mnist:,} MNIST digits, in {epochs} epochs, which took {minutes:.0f} minutes."
)
TRAINED_WITH_PEN = Text(
    "The twins of the other pages are larger ({parameters:,} parameters) and learn longer: these ({design}, "
    "{sharing}) from {mnist:,} MNIST digits and {pen:,} pen digits, each drawn {repeats} times, in {epochs} "
    "epochs, which took {minutes:.0f} minutes."
)
IN_GREY = Text(
    "In grey: the twins of the Keras tutorial `mnist_siamese.py`, trained by this project as it says."
)
MEASURED_ON = Text(
    "After every epoch, on {pairs:,} pairs of {digits:,} MNIST digits that they learned from, and of as many "
    "that they have never seen, at the threshold that is best just then."
)
DASHES = Text("Solid lines are of shared weights, dashed ones of unshared weights.")
TWO_LOSSES = Text(
    "{design} learns by cross-entropy, the others by the contrastive loss: their losses cannot be compared."
)
OF_TUTORIAL = Text(
    "The tutorial’s authors report {reported} of test pairs. Trained by this project exactly as they say, it "
    "gets **{accuracy}** of its own {pairs:,} test pairs right. Each line below changes one thing against "
    "the line before."
)
LARGEST_GAIN = Text("On {pairs}, line {line} gave most ({gain:+.2f} percentage points).")


@dataclass(frozen=True)
class Curve:
    """A value for each epoch.

    Attributes:
        code: by which a chart knows it.
        name: as it reads.
        colour, dash: of its line.
        values: one for each epoch.
    """

    code: str
    name: str
    colour: str
    dash: str
    values: list[float]


@st.fragment
def show_real_training(twins: Twins) -> None:
    """Loss and accuracy by epoch, and the way from the tutorial's recipe to the one used here."""
    st.subheader(say("The real training"), anchor=False)
    try:
        tutorial = load_tutorial()
    except WeightsError as error:
        show_missing(error)
        return
    st.markdown(explained(how_it_was_trained(twins)))
    view = choose(say("Curves of"), list(VIEWS), "real_view", reads(VIEWS))
    for column, (what, title) in zip(st.columns(2), CHARTS.items(), strict=True):
        with column:
            try:
                curves = (
                    curves_of(twins, tutorial, what) if view == "these" else curves_of_all(tutorial, what)
                )
            except WeightsError as error:
                show_missing(error)
                return
            st.markdown(f"#### {title()}")
            st.echarts_chart(
                by_epoch_chart(curves, what == "accuracy", is_dark()),
                height=HEIGHT,
                key=f"{what}_by_epoch",
                renderer="svg",
                alt=say(
                    "{title}. In the end: {ends}.", title=title(), ends=ends_of(curves, what == "accuracy")
                ),
            )
    st.caption(explained(note_on_curves(twins, view)))
    show_ladder(tutorial)


def show_missing(error: WeightsError) -> None:
    """Says that a file is not there, or not as it should be."""
    show_failure(say("The curves of the real training cannot be shown."), error)


def how_it_was_trained(twins: Twins) -> str:
    """The recipe in a sentence, from the card."""
    data, recipe = twins.card["data"], twins.card["recipe"]
    pen = data["pen"]
    values = {
        "parameters": twins.parameters,
        "design": title_of(twins.design.name).lower(),
        "sharing": WEIGHTS[twins.sharing],
        "mnist": data["mnist"]["training_digits"],
        "epochs": recipe["epochs"],
        "minutes": twins.card["duration_seconds"] / 60,
    }
    if pen:
        values |= {"pen": pen["training_digits"], "repeats": pen["repeats"]}
    trained = TRAINED_WITH_PEN if pen else TRAINED_ON_MNIST
    return paragraph(trained(**values), IN_GREY())


def curves_of(twins: Twins, tutorial: dict[str, Any], what: str) -> list[Curve]:
    """The chosen twins and the tutorial's, on digits that they learn from and on digits never seen."""
    histories = {"these": twins.card["history"], "tutorial": tutorial["steps"][0]["history"]}
    colours = {"these": INK[is_dark()], "tutorial": GREY}
    return [
        Curve(
            f"{whose}_{which}", LINES[f"{whose}_{which}"](), colours[whose], dash, history[f"{which}_{what}"]
        )
        for whose, history in histories.items()
        for which, dash in {"unseen": "solid", "learnt": "dotted"}.items()
    ]


def curves_of_all(tutorial: dict[str, Any], what: str) -> list[Curve]:
    """All six twins and the tutorial's, on digits never seen."""
    colours = dict(zip(DESIGNS, DIGIT_COLOURS[is_dark()][::3], strict=False))
    curves = [
        Curve(
            f"{design}_{sharing}",
            twins_called(title_of(design), sharing),
            colours[design],
            "solid" if sharing == "shared" else "dashed",
            load_twins(design, sharing == "shared").card["history"][f"unseen_{what}"],
        )
        for design in DESIGNS
        for sharing in SHARINGS
    ]
    of_tutorial = tutorial["steps"][0]["history"][f"unseen_{what}"]
    return [*curves, Curve("tutorial", LINES["tutorial"](), GREY, "dotted", of_tutorial)]


def by_epoch_chart(curves: list[Curve], in_percent: bool, dark: bool) -> Option:
    """Lines over the epochs. `in_percent`: shares of 1 are written so."""
    times = 100 if in_percent else 1
    lowest = times * min(min(curve.values) for curve in curves)
    epochs = max(len(curve.values) for curve in curves)
    y = value_axis("", float(int(lowest)), 100, 30, dark)
    if in_percent:
        y["axisLabel"] |= {"formatter": "{value}%"}
    else:
        del y["max"]  # ECharts ends the axis at a round number
    legend: Option = {"top": 0, "left": 0, "itemGap": 8, "itemWidth": 34}
    legend |= {"textStyle": {"fontSize": 13, "color": QUIET[dark]}, "itemStyle": {"opacity": 0}}
    wide, narrow = (22 * -(-len(curves) // names) + 14 for names in (3, 2))  # below names side by side
    return {
        "animation": False,
        "grid": {"left": 8, "right": 16, "top": wide, "bottom": 24, "containLabel": True},
        "legend": legend,
        "tooltip": {"trigger": "axis"},
        "xAxis": {**value_axis(say("epoch"), 1, epochs, 24, dark), "minInterval": 1},
        "yAxis": {**y, "splitLine": {"lineStyle": {"opacity": 0.3}}},
        "series": [
            line(
                curve.code,
                [[i + 1, round(times * value, 4)] for i, value in enumerate(curve.values)],
                curve.colour,
                curve.dash,
                name=curve.name,
            )
            for curve in curves
        ],
        "media": [{"query": {"maxWidth": 480}, "option": {"grid": {"top": narrow}}}],
    }


def ends_of(curves: list[Curve], in_percent: bool) -> str:
    """The last value of each curve, for those who do not see the chart."""
    ends = (per_cent(curve.values[-1], 2) if in_percent else number(curve.values[-1]) for curve in curves)
    return listed(
        say("{name} {value}", name=curve.name, value=end) for curve, end in zip(curves, ends, strict=True)
    )


def note_on_curves(twins: Twins, view: str) -> str:
    """What the curves are measured on."""
    history = twins.card["history"]
    notes = [MEASURED_ON(pairs=history["pairs"], digits=history["digits"])]
    if view == "all":
        notes.append(DASHES())
    if view == "all" or twins.design.margin is None:
        notes.append(TWO_LOSSES(design=title_of("matchnet")))
    return paragraph(*notes)


def show_ladder(tutorial: dict[str, Any]) -> None:
    """Every step from the tutorial's recipe to the one used here, and what it gave."""
    first = tutorial["steps"][0]
    pairs = first["tutorial_pairs"]
    accuracy = per_cent(pairs["accuracy_by_epoch"][-1], 1)
    of_tutorial = OF_TUTORIAL(reported=REPORTED, accuracy=accuracy, pairs=pairs["pairs"])
    title = say("What made the difference")
    st.markdown(f"#### {title}")
    st.markdown(explained(paragraph(of_tutorial, largest_gains(tutorial["steps"]))))
    rows = [f"| {' | '.join(column() for column in COLUMNS)} |", "|--:|---|--:|--:|--:|"]
    for number_of_line, step in enumerate(tutorial["steps"], start=1):
        found = [step["results"].get(name) for name in SETS]
        cells = [per_cent(each["accuracy"], 2) if each else "–" for each in found]
        what = STEPS[step["name"]]()
        rows.append(f"| {number_of_line} | {what} | {step['epochs']} | {' | '.join(cells)} |")
    with st.container(key="ladder"):
        st.markdown(explained("\n".join(rows)))


def largest_gains(steps: list[dict[str, Any]]) -> str:
    """Which step gave most on each kind of pairs."""
    said = []
    for name, pairs in SETS.items():
        accuracies = [step["results"][name]["accuracy"] for step in steps if name in step["results"]]
        gains = [after - before for before, after in pairwise(accuracies)]
        if len(gains) == len(steps) - 1:
            best = max(range(len(gains)), key=gains.__getitem__)
            said.append(LARGEST_GAIN(pairs=pairs(), line=best + 2, gain=100 * gains[best]))
    return paragraph(*said)
