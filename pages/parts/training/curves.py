"""What was measured of a run, as curves with a cursor at the moment on the player."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pages.parts.shared.charts import DIFFERENT, GREY, SAME
from pages.parts.shared.pair import Pair
from pages.parts.shared.visuals import component
from pages.parts.training.travelling import code_of, own_places
from siamese_core.forward import euclidean_distance
from siamese_core.recorded import MOMENTS, Run

HERE = Path(__file__).parent
_curves = component(HERE / "curves", HERE / "moment.js")

WORDS = {
    "axis": "steps of training; the first ones are drawn wide",
    "summary": "{title}, after {step} steps: {values}.",
    "log": "Large numbers: each line across is ten times the one below it.",
}


def show_curves(run: Run, pair: Pair, unseen: bool) -> None:
    """What was measured at every moment, in four charts with a cursor at the moment on the player."""
    measured, which = run.measured, "unseen" if unseen else "learnt"
    margin = run.settings.margin
    charts = [
        {
            "title": "Loss, of pairs learned from",
            "lines": loss_curves(run),
        },
        {
            "title": "Right answers",
            "share": True,
            "lines": [
                curve("learned from", GREY, "dashed", run.learnt),
                curve("never seen", GREY, "solid", run.unseen),
            ],
            "low": 0.5,
            "high": 1.0,
        },
        {
            "title": "Mean distance, " + ("never seen" if unseen else "learned from"),
            "lines": [
                curve("same pairs", SAME, "solid", measured[f"{which}_same"]),
                curve("different pairs", DIFFERENT, "dashed", measured[f"{which}_different"]),
            ],
            "mark": {"name": f"margin {margin:g}", "value": margin},
        },
        {
            "title": "Distance of " + pair.owner,
            "lines": [curve("distance", GREY, "solid", euclidean_distance(*own_places(run, pair)))],
            "mark": {"name": f"margin {margin:g}", "value": margin},
        },
    ]
    _curves(
        {
            "steps": MOMENTS.tolist(),
            "reached": len(run.steps),
            "run": code_of(run),
            "charts": charts,
            "words": WORDS,
        },
        key="training_curves",
    )


def loss_curves(run: Run) -> list[dict[str, Any]]:
    """What training lowers: both parts and their sum, or the one part that it learns from."""
    same = curve("same pairs", SAME, "solid", run.measured["same_loss"])
    different = curve("different pairs", DIFFERENT, "dashed", run.measured["different_loss"])
    both = [curve("all", GREY, "solid", run.loss), same, different]
    return {"both": both, "same": [same], "different": [different]}[run.settings.pairs]


def curve(name: str, colour: str, dash: str, values: np.ndarray) -> dict[str, Any]:
    """A line over the moments of a run."""
    return {
        "name": name,
        "colour": colour,
        "dash": dash,
        "values": [float(f"{value:.5g}") for value in values],
    }
