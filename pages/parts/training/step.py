"""One step of training in slow motion: what the loss of one pair does to its two points and the weights."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

import numpy as np

from siamese_core.backward import Gradients, at_embeddings, keep_steps, reach_branches, through_layers
from siamese_core.forward import Arrays, euclidean_distance
from siamese_core.losses import contrastive_loss
from siamese_core.recorded import DENSE, Run, place, shrink
from siamese_core.remembering import remembered

RATE = 0.02  # of the step that is shown: each weight moves by this times its gradient


@dataclass(frozen=True)
class Step:
    """What one pair teaches at one moment. Points, and gradients at them, are (2,).

    Attributes:
        left, right: the two points.
        distance, loss: of the pair.
        at_left, at_right: the gradient of the loss at each point: equal and opposite.
        through_left, through_right: how long the gradients are that come through the left and the right
            digit, over all weights of a branch.
        together: how long their sum is.
        angle: between the two, in degrees from 0 to 180; None where one of them is 0.
        left_after, right_after: the two points after the step.
        distance_after: between these.
    """

    left: np.ndarray
    right: np.ndarray
    distance: float
    loss: float
    at_left: np.ndarray
    at_right: np.ndarray
    through_left: float
    through_right: float
    together: float
    angle: float | None
    left_after: np.ndarray
    right_after: np.ndarray
    distance_after: float


def one_step(run: Run, moment: int, left: np.ndarray, right: np.ndarray, same: bool) -> Step:
    """Goes on from a moment of a run with this pair alone, by plain gradient descent.

    Args:
        run: whose branches are taken; they stay as they are.
        moment: which of its moments.
        left, right: digits (28, 28).
        same: whether the pair counts as one of the same digit.
    """
    branches = [run.branch_at(side, moment) for side in ("left", "right")]
    pictures = [shrink(digit[np.newaxis]) for digit in (left, right)]
    ways = [keep_steps(DENSE, *each) for each in zip(branches, pictures, strict=True)]
    points = [way[-1] for way in ways]
    at_points = at_embeddings(points[0], points[1], np.array([float(same)]), run.settings.margin)
    through = [through_layers(DENSE, *each) for each in zip(branches, ways, at_points, strict=True)]
    reached = reach_branches(through[0], through[1], run.settings.shared)
    after = [
        place(moved(branch, gradient), picture)
        for branch, gradient, picture in zip(branches, reached, pictures, strict=True)
    ]
    distance = float(euclidean_distance(points[0], points[1])[0])
    rows = [as_row(gradient) for gradient in through]
    return Step(
        left=points[0][0],
        right=points[1][0],
        distance=distance,
        loss=float(contrastive_loss(float(same), distance, run.settings.margin)),
        at_left=at_points[0][0],
        at_right=at_points[1][0],
        through_left=float(np.linalg.norm(rows[0])),
        through_right=float(np.linalg.norm(rows[1])),
        together=float(np.linalg.norm(rows[0] + rows[1])),
        angle=angle_between(rows[0], rows[1]),
        left_after=after[0][0],
        right_after=after[1][0],
        distance_after=float(euclidean_distance(after[0], after[1])[0]),
    )


def moved(weights: Arrays, gradient: Gradients) -> Arrays:
    """The weights after one step against their gradient."""
    return {name: array - RATE * gradient[name] for name, array in weights.items()}


def as_row(gradient: Gradients) -> np.ndarray:
    """The gradients of all weights of a branch, one after the other."""
    return np.concatenate([array.ravel() for array in gradient.values()])


def angle_between(first: np.ndarray, second: np.ndarray) -> float | None:
    """Degrees from 0 to 180; None where one of the two has no length."""
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    if not lengths:
        return None
    return float(np.degrees(np.arccos(np.clip(first @ second / lengths, -1, 1))))


@remembered()
def source_of_sharing() -> str:
    """The function that says what reaches the branches, as it stands in `backward.py`."""
    return inspect.getsource(reach_branches)
