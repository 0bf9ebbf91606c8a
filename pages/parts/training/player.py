"""The map of a run with its player, the curves and the step in slow motion: three pictures, drawn in the
browser, that follow the same moment.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from pages.parts.shared.charts import DIFFERENT, DIGIT_COLOURS, GREY, SAME
from pages.parts.shared.choosing import is_dark
from pages.parts.shared.numbers import with_article
from pages.parts.shared.pair import Pair
from pages.parts.shared.pictures import SHEET_COLUMNS, sheet_address
from pages.parts.shared.visuals import as_base64, component
from pages.parts.training.step import RATE, Step, one_step
from siamese_core.forward import euclidean_distance
from siamese_core.recorded import MOMENTS, SHOWN, SIZE, Run, halves
from siamese_core.remembering import remembered

HERE = Path(__file__).parent
GRID = 1000  # places on the way from the middle of a map to its farther edge
OUTSIDE = 3.0  # what lies farther out is kept at this many times that way: outside of every paper
NARROWEST = 1.0  # margins from the middle to the edges, however near the digits lie
ROOM = 1.08
LEFT_OUT = {"end": 0.005, "passing": 0.05}  # share of digits that may lie beyond each edge
SIDES_OF = {True: ("both",), False: ("left", "right")}

_player = component(
    HERE / "player",
    *(HERE / f"{part}.js" for part in ("map_of_moment", "player_controls", "player_words", "moment")),
)
_curves = component(HERE / "curves", HERE / "moment.js")
_slow_motion = component(HERE / "slow_motion", HERE / "moment.js")

WORDS = {
    "start": "To the start",
    "play": "Play",
    "pause": "Pause",
    "back": "One moment back",
    "on": "One moment on",
    "slider": "Moment of the training",
    "moment": "after {step} of {last} steps",
    "keys": (
        "With a keyboard: Space plays and pauses, left and right arrow go one moment back and on, Home and "
        "End to the start and the end. N and P go from digit to digit."
    ),
    "digits": [with_article(digit) for digit in range(10)],
    "tip": "{a digit}, at ({x}, {y})",
    "tip_of_two": "{a digit}: here at ({x}, {y}), on the other map at ({x2}, {y2}), {apart} away",
    "player": "Player",
    "maps": {
        "both": "Map of the one branch",
        "left": "Map of the left branch",
        "right": "Map of the right branch",
    },
    "left": "left",
    "right": "right",
    "distance": "distance {distance}",
    "margin": "margin {margin}",
    "numerals": "A numeral is one handwritten digit, where the branch places it. Its colour is its kind.",
    "own": "The left and the right digit ({whose}), joined by their distance.",
    "margin_means": "As long as the margin, {margin}: so far apart different digits should be at least.",
    "square": "One square of the grid is {size} wide and high.",
    "outside": "{count} of {all} digits lie outside the map and are drawn pale at its edge.",
    "twin": (
        "Ringed on both maps is the same picture, {a digit}: the branches place it {apart} apart. "
        "The dashed ring on each map is its place on the other."
    ),
}
CURVES_WORDS = {
    "axis": "steps of training; the first ones are drawn wide",
    "summary": "{title}, after {step} steps: {values}.",
    "log": "Large numbers: each line across is ten times the one below it.",
}
SLOW_WORDS = {
    "no_pull": "This pair costs nothing at this moment: both gradients are 0, and nothing moves.",
    "left": "left",
    "right": "right",
    "sum": "sum",
    "after": "after the step",
    "arrows": (
        "The arrows point against the gradient of the loss at each point, and are a quarter as long: at "
        "their tips the loss would be 0."
    ),
    "after_means": "The hollow points are where the two digits are after the step.",
    "summary": (
        "After {step} steps of training the two points are {distance} apart. One step for this pair alone "
        "makes that {distance_after}."
    ),
    "loss": "Loss of the pair",
    "distance": "Distance, before and after the step",
    "at_points": "Length of the gradient at each point: equal, in opposite directions",
    "through_left": "Length of the gradient of the weights, through the left digit",
    "through_right": "The same, through the right digit",
    "together": "Length of their sum, which changes the one branch",
    "angle": "Angle between the two",
    "degrees": "{angle}°",
    "lists": (
        "A gradient of the weights is an arrow with {weights} numbers. Drawn one after the other, with their "
        "true lengths and angle, the two lead to their sum:"
    ),
    "lists_apart": "A gradient of the weights is an arrow with {weights} numbers. Nothing is added here:",
    "left_branch": "changes the left branch",
    "right_branch": "changes the right branch",
    "step": "In the step each weight moves by {rate} times its number in the gradient, against it.",
}


def show_player(run: Run, pair: Pair, unseen: bool, whole: bool, summary: str) -> None:
    """The run on its map, with the student's pair on it.

    Args:
        run: as far as it has come.
        pair: travels along when the run is whole.
        unseen: whether digits are shown that it never saw, or those that it learns from.
        whole: whether the run has come to its end.
        summary: what can be seen, for those who do not see it.
    """
    data = {**places_data(run, unseen), "whole": whole, "summary": summary}
    data |= {"own": own_data(run, pair) if whole else None, "run": code_of(run)}
    data |= {"colours": DIGIT_COLOURS[is_dark()], "words": WORDS}
    _player(data, key="map")


@remembered(4)
def places_data(run: Run, unseen: bool) -> dict[str, Any]:
    """What the player needs of a run, for all students."""
    chosen = run.learns_from != unseen
    middle, reach = view_of(run)
    half = float(reach.max())
    return {
        "steps": MOMENTS.tolist(),
        "reached": len(run.steps),
        "middle": middle.tolist(),
        "reach": reach.tolist(),
        "half": half,
        "grid": GRID,
        "margin": run.settings.margin,
        "classes": as_base64(run.classes[chosen].astype(np.uint8)),
        "first_tile": SHOWN if unseen else 0,
        "columns": SHEET_COLUMNS,
        "maps": [
            {"side": side, "places": as_base64(packed((places[:, chosen] - middle) / half))}
            for side, places in zip(SIDES_OF[run.settings.shared], (run.left, run.right), strict=False)
        ],
    }


def code_of(run: Run) -> str:
    """A short text that tells this run from others."""
    return "-".join(str(value) for value in asdict(run.settings).values())


def own_data(run: Run, pair: Pair) -> dict[str, Any]:
    """Where the pair is at every moment, and its distance."""
    left, right = own_places(run, pair)
    return {
        "left": left.round(4).tolist(),
        "right": right.round(4).tolist(),
        "distances": euclidean_distance(left, right).round(4).tolist(),
        "whose": whose_is(pair),
    }


def whose_is(pair: Pair) -> str:
    """Whose digits these are, without what to do about it."""
    return pair.whose.split(";")[0]


def own_places(run: Run, pair: Pair) -> tuple[np.ndarray, np.ndarray]:
    """Where the left and the right digit are at every moment, each (s, 2)."""
    return _own_places(run, "left", pair.left.tobytes()), _own_places(run, "right", pair.right.tobytes())


@remembered(128)
def _own_places(run: Run, side: str, picture: bytes) -> np.ndarray:
    return run.places_of(side, np.frombuffer(picture, np.float32).reshape(28, 28))


def view_of(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """The middle (2,) of the run's maps and how far they reach from there (2,), in the embedding's units.

    Nearly all digits are in view at the end, and most of them on the way. Both branches have the same view.
    """
    places = np.concatenate([run.left, run.right], axis=1)  # (s, 2 n, 2)
    shares = np.array([(share, 1 - share) for share in LEFT_OUT.values()])
    edges = np.stack(
        [
            *np.quantile(places[-1], shares[0], axis=0),
            np.quantile(places, shares[1, 0], axis=1).min(axis=0),
            np.quantile(places, shares[1, 1], axis=1).max(axis=0),
        ]
    ).astype(float)
    low, high = edges.min(axis=0), edges.max(axis=0)
    reach = np.maximum(ROOM * (high - low) / 2, NARROWEST * run.settings.margin)
    return ((low + high) / 2).round(4), reach.round(4)


def packed(places: np.ndarray) -> np.ndarray:
    """Places (s, n, 2), 1 at the farther edge of a map -> bytes: how far each number moved since the moment
    before, in steps of the grid.

    A move of up to 127 steps takes one byte. A larger one takes three: -128, and the move as int16, the lower
    byte first. All numbers of a moment follow each other, x and y of each digit in turn.
    """
    on_grid = np.round(np.clip(places, -OUTSIDE, OUTSIDE) * GRID).astype(np.int16)
    moves = np.diff(on_grid, axis=0, prepend=np.zeros_like(on_grid[:1])).ravel()
    is_large = np.abs(moves) > 127
    taken = np.where(is_large, 3, 1)
    begins = np.cumsum(taken) - taken
    found = np.zeros(taken.sum(), np.int8)
    found[begins] = np.where(is_large, -128, moves)
    found[begins[is_large] + 1] = moves[is_large] & 255
    found[begins[is_large] + 2] = moves[is_large] >> 8
    return found


@remembered()
def address_of_sheet() -> str:
    """All digits that a map may show, on one sheet: first those to learn from, then those never seen."""
    return sheet_address(np.concatenate([half[:SHOWN] for half in halves()]))


def show_curves(run: Run, pair: Pair, unseen: bool) -> None:
    """What was measured at every moment, in four charts with a cursor at the moment on the player."""
    measured, which = run.measured, "unseen" if unseen else "learnt"
    margin = run.settings.margin
    charts = [
        {
            "title": "Loss, on pairs it learns from",
            "lines": [
                curve("all", GREY, "solid", run.loss),
                curve("its same part", SAME, "solid", measured["same_loss"]),
                curve("its different part", DIFFERENT, "dashed", measured["different_loss"]),
            ],
        },
        {
            "title": "Right answers",
            "share": True,
            "lines": [
                curve("on pairs it learns from", GREY, "dashed", run.learnt),
                curve("on pairs of digits never seen", GREY, "solid", run.unseen),
            ],
            "low": 0.5,
            "high": 1.0,
        },
        {
            "title": "Mean distance, of digits " + ("never seen" if unseen else "it learns from"),
            "lines": [
                curve("same pairs", SAME, "solid", measured[f"{which}_same"]),
                curve("different pairs", DIFFERENT, "dashed", measured[f"{which}_different"]),
            ],
            "mark": {"name": f"margin {margin:g}", "value": margin},
        },
        {
            "title": "Distance of " + whose_is(pair),
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
            "words": CURVES_WORDS,
        },
        key="training_curves",
    )


def curve(name: str, colour: str, dash: str, values: np.ndarray) -> dict[str, Any]:
    """A line over the moments of a run."""
    return {
        "name": name,
        "colour": colour,
        "dash": dash,
        "values": [float(f"{value:.5g}") for value in values],
    }


def show_slow_motion(run: Run, pair: Pair, same: bool) -> None:
    """One step for the pair, at the moment on the player."""
    _slow_motion(
        {
            "steps": MOMENTS.tolist(),
            "run": code_of(run),
            "shared": run.settings.shared,
            "same": same,
            "margin": run.settings.margin,
            "moments": [step_data(step) for step in steps_of(run, pair, same)],
            "rate": RATE,
            "weights": SIZE,
            "words": SLOW_WORDS,
        },
        key="slow_motion",
    )


@remembered(16)
def _steps_of(run: Run, same: bool, *pair: bytes) -> list[Step]:
    left, right = (np.frombuffer(picture, np.float32).reshape(28, 28) for picture in pair)
    return [one_step(run, moment, left, right, same) for moment in range(len(run.steps))]


def steps_of(run: Run, pair: Pair, same: bool) -> list[Step]:
    """The step for the pair at every moment."""
    return _steps_of(run, same, pair.left.tobytes(), pair.right.tobytes())


def step_data(step: Step) -> dict[str, Any]:
    """A step for the browser: points and gradients as [x, y], lengths as numbers."""
    return {
        name: value.astype(float).round(5).tolist()
        if isinstance(value, np.ndarray)
        else value and round(value, 5)
        for name, value in vars(step).items()
    }
