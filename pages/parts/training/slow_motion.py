"""One step for the student's pair, in slow motion, at the moment on the player."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from pages.parts.shared.language import Text
from pages.parts.shared.pair import Pair
from pages.parts.shared.visuals import component
from pages.parts.training.step import RATE, Step, one_step
from pages.parts.training.travelling import code_of
from siamese_core.recorded import MOMENTS, SIZE, Run
from siamese_core.remembering import remembered

HERE = Path(__file__).parent
_slow_motion = component(
    HERE / "slow_motion",
    HERE / "moment.js",
    words={
        "no_pull": Text("This pair costs nothing at this moment: both gradients are 0, and nothing moves."),
        "stuck": Text(
            "Both points lie in the same place, so no direction leads apart: both gradients are 0, and "
            "nothing moves."
        ),
        "left": Text("left"),
        "right": Text("right"),
        "after": Text("after the step"),
        "arrows": Text(
            "The arrows point against the gradient of the loss at each point, and are a quarter as long: at "
            "their tips the loss would be 0."
        ),
        "after_means": Text(
            "The line between the points is their distance. A dotted line leads from each point to a hollow "
            "one: its place after the step."
        ),
        "summary": Text(
            "After {step} steps of training the two points are {distance} apart. One step for this pair "
            "alone makes that {distance_after}."
        ),
        "row": Text("{name}: {value}"),
        "rows": Text("{said}. {next}"),
        "loss": Text("Loss of the pair"),
        "distance": Text("Distance, before and after the step"),
        "at_points": Text("Length of the gradient at each point: equal, in opposite directions"),
        "through_left": Text("Length of the gradient of the weights, through the left digit"),
        "through_right": Text("The same, through the right digit"),
        "together": Text("Length of their sum, which changes the one branch"),
        "angle": Text("Angle between the two"),
        "lists": Text(
            "A gradient of the weights is an arrow with {weights} numbers. Drawn one after the other, with "
            "their true lengths and angle, the two lead to their sum:"
        ),
        "lists_apart": Text(
            "A gradient of the weights is an arrow with {weights} numbers. Nothing is added here: each "
            "changes a branch of its own."
        ),
        "left_length": Text("left {length}"),
        "right_length": Text("right {length}"),
        "sum_length": Text("sum {length}"),
        "left_alone": Text("left {length}: changes the left branch"),
        "right_alone": Text("right {length}: changes the right branch"),
        "step": Text("In the step each weight moves by {rate} times its number in the gradient, against it."),
    },
)


def show_slow_motion(run: Run, pair: Pair, same: bool) -> None:
    """One step for the pair, at the moment on the player."""
    _slow_motion(
        {
            "steps": MOMENTS.tolist(),
            "run": code_of(run),
            "shared": run.settings.shared,
            "same": same,
            "margin": run.settings.margin,
            "moments": steps_of(run, pair, same),
            "rate": RATE,
            "weights": SIZE,
        },
        key="slow_motion",
    )


def steps_of(run: Run, pair: Pair, same: bool) -> list[dict[str, Any]]:
    """The step for the pair at every moment, for the browser."""
    return json.loads(_steps_of(run, same, pair.left.tobytes(), pair.right.tobytes()))


@remembered(64)
def _steps_of(run: Run, same: bool, *pair: bytes) -> str:
    """The same as JSON: 17 KB, where the objects are 100."""
    left, right = (np.frombuffer(picture, np.float32).reshape(28, 28) for picture in pair)
    steps = [one_step(run, moment, left, right, same) for moment in range(len(run.steps))]
    return json.dumps([step_data(step) for step in steps])


def step_data(step: Step) -> dict[str, Any]:
    """A step for the browser: points and gradients as [x, y], lengths as numbers."""
    return {
        name: value.astype(float).round(5).tolist()
        if isinstance(value, np.ndarray)
        else value and round(value, 5)
        for name, value in vars(step).items()
    }
