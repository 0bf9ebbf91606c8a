"""What was measured of a run, as curves with a cursor at the moment on the player."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pages.parts.shared.charts import DIFFERENT, GREY, SAME
from pages.parts.shared.language import TAGS, Text, language
from pages.parts.shared.pair import Pair
from pages.parts.shared.visuals import component
from pages.parts.training.travelling import code_of, own_places
from siamese_core.forward import euclidean_distance
from siamese_core.recorded import MOMENTS, Run

HERE = Path(__file__).parent
_curves = component(
    HERE / "curves",
    HERE / "moment.js",
    words={
        "axis": Text("steps of training; the first ones are drawn wide"),
        "summary": Text("{title}, after {step} steps: {values}."),
        "value": Text("{name} {value}"),
        "values": Text("{said}, {next}"),
        "log": Text("Large numbers: each line across is ten times the one below it."),
    },
)

TITLES = {
    "loss": Text("Loss, of pairs learned from"),
    "right": Text("Right answers"),
    "learnt_distance": Text("Mean distance, learned from"),
    "unseen_distance": Text("Mean distance, never seen"),
}
OF_PAIR = {True: Text("Distance of your pair"), False: Text("Distance of an example")}  # by who drew it
LEARNT, UNSEEN = Text("learned from"), Text("never seen")
ALL_PAIRS, SAME_PAIRS, DIFFERENT_PAIRS = Text("all"), Text("same pairs"), Text("different pairs")
DISTANCE = Text("distance")
MARGIN = Text("margin {margin}")


def show_curves(run: Run, pair: Pair, unseen: bool) -> None:
    """What was measured at every moment, in four charts with a cursor at the moment on the player."""
    measured, which = run.measured, "unseen" if unseen else "learnt"
    margin = run.settings.margin
    mark = {"name": MARGIN(margin=f"{margin:g}"), "value": margin}
    charts = [
        {
            "title": TITLES["loss"](),
            "lines": loss_curves(run),
        },
        {
            "title": TITLES["right"](),
            "share": True,
            "lines": [
                curve(LEARNT, GREY, "dashed", run.learnt),
                curve(UNSEEN, GREY, "solid", run.unseen),
            ],
            "low": 0.5,
            "high": 1.0,
        },
        {
            "title": TITLES[f"{which}_distance"](),
            "lines": [
                curve(SAME_PAIRS, SAME, "solid", measured[f"{which}_same"]),
                curve(DIFFERENT_PAIRS, DIFFERENT, "dashed", measured[f"{which}_different"]),
            ],
            "mark": mark,
        },
        {
            "title": OF_PAIR[pair.drawn](),
            "lines": [curve(DISTANCE, GREY, "solid", euclidean_distance(*own_places(run, pair)))],
            "mark": mark,
        },
    ]
    _curves(
        {
            "steps": MOMENTS.tolist(),
            "reached": len(run.steps),
            "run": code_of(run),
            "charts": charts,
            "language": TAGS[language()],
        },
        key="training_curves",
    )


def loss_curves(run: Run) -> list[dict[str, Any]]:
    """What training lowers: both parts and their sum, or the one part that it learns from."""
    same = curve(SAME_PAIRS, SAME, "solid", run.measured["same_loss"])
    different = curve(DIFFERENT_PAIRS, DIFFERENT, "dashed", run.measured["different_loss"])
    both = [curve(ALL_PAIRS, GREY, "solid", run.loss), same, different]
    return {"both": both, "same": [same], "different": [different]}[run.settings.pairs]


def curve(name: Text, colour: str, dash: str, values: np.ndarray) -> dict[str, Any]:
    """A line over the moments of a run."""
    return {
        "name": name(),
        "colour": colour,
        "dash": dash,
        "values": [float(f"{value:.5g}") for value in values],
    }
