"""Runs of the twins that are trained while one watches: what is set, what is recorded, and what can be seen
of it. `live.py` trains them.

Their embedding has two numbers, so it is a place in the plane. What a run records at its moments is enough to
place any digit at any moment, and to go on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from siamese_core.designs import TWO_NUMBERS, trace_branch
from siamese_core.digits import halves, load_test_classes
from siamese_core.forward import Arrays, run_layers
from siamese_core.remembering import Memory

CHOICES: dict[str, tuple[Any, ...]] = {  # what can be set, each with all its values
    "shared": (True, False),
    "margin": (0.5, 1.0, 2.0),
    "pairs": ("both", "same", "different"),
    "learning_rate": ("slow", "good", "high"),
    "digits": (200, 1000, 5000),
    "seed": (1, 2, 3),
}
STEPS = 1500
MOMENTS = np.unique(np.round(np.geomspace(1, STEPS + 1, 60)) - 1).astype(int)  # steps that are recorded
SHOWN = 400  # digits on the map that it learns from, if there are as many; and as many that it never sees

SHRINK, DENSE = TWO_NUMBERS.branch[:2], TWO_NUMBERS.branch[2:]  # what learns nothing, and what learns
SHAPES = {name: shape for layer in trace_branch(TWO_NUMBERS) for name, shape in layer.weights.items()}
SIZE = sum(int(np.prod(shape)) for shape in SHAPES.values())  # numbers in one branch


@dataclass(frozen=True)
class Settings:
    """What a student sets before training.

    Attributes:
        shared: one branch for both digits, or two.
        margin: of the loss.
        pairs: that are learned from: `both`, only the `same` ones, only the `different` ones.
        learning_rate: `slow`, `good` or `high`.
        digits: how many are learned from.
        seed: of the start and of the order of digits.

    Raises:
        ValueError: a value that is not in `CHOICES`.
    """

    shared: bool = True
    margin: float = 1.0
    pairs: str = "both"
    learning_rate: str = "good"
    digits: int = 5000
    seed: int = 1

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            # Python takes True for 1 and 200.0 for 200; a margin of 1 may be an int.
            kinds = {type(CHOICES[name][0]), *((int,) if name == "margin" else ())}
            if value not in CHOICES[name] or type(value) not in kinds:
                accepted = ", ".join(map(str, CHOICES[name]))
                raise ValueError(f"{name} is one of {accepted}; not {value!r}.")


@dataclass(frozen=True)
class Measured:
    """What is measured at a moment, on pairs of digits that are learned from and that were never seen.

    Attributes:
        loss: the mean of what training lowers, on pairs that are learned from: the sum of the two parts, or
            the one that the settings leave.
        same_loss, different_loss: its parts. Half of all pairs are of the same digit.
        learnt, unseen: the share of right answers, at the threshold that is best for these pairs.
        learnt_same, learnt_different, unseen_same, unseen_different: mean distances.
    """

    loss: float
    same_loss: float
    different_loss: float
    learnt: float
    unseen: float
    learnt_same: float
    learnt_different: float
    unseen_same: float
    unseen_different: float


@dataclass(frozen=True, eq=False)
class Moment:
    """What is recorded of a run after some of its steps.

    Attributes:
        step: how many steps were taken.
        measured: numbers on all digits.
        weights: of the left and of the right branch, each (SIZE,) float16; the same array where they are
            shared.
        places: of the shown digits, by the left and by the right branch, each (n, 2) float32.
    """

    step: int
    measured: Measured
    weights: tuple[np.ndarray, np.ndarray]
    places: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class Run:
    """A training from its start to its end, or as far as it has come. Moments are s, digits shown n.

    Attributes:
        settings: of this run.
        steps: (s,) int, after how many steps each moment was recorded.
        measured: the arrays (s,) of all that `Measured` names.
        digits, classes: (n,) which test digits are shown, and which digit each is.
        learns_from: (n,) bool, whether it learns from them; the others it never sees.
        left, right: (s, n, 2) float32, their places; the same array where weights are shared.
        weights: of the left and of the right branch, each (s, SIZE) float16.
        memory: what was computed of this run.
    """

    settings: Settings
    steps: np.ndarray
    measured: Mapping[str, np.ndarray]
    digits: np.ndarray
    classes: np.ndarray
    learns_from: np.ndarray
    left: np.ndarray
    right: np.ndarray
    weights: tuple[np.ndarray, np.ndarray]
    memory: Memory = field(default_factory=Memory, init=False, repr=False)

    @property
    def loss(self) -> np.ndarray:
        """(s,) the mean loss on pairs that it learns from."""
        return self.measured["loss"]

    @property
    def learnt(self) -> np.ndarray:
        """(s,) the share of right answers on pairs of digits that it learns from."""
        return self.measured["learnt"]

    @property
    def unseen(self) -> np.ndarray:
        """(s,) the share of right answers on pairs of digits that it never saw."""
        return self.measured["unseen"]

    @property
    def is_over(self) -> bool:
        """Whether the last step was taken. A run that fails ends earlier: its numbers are none any more."""
        return int(self.steps[-1]) == STEPS

    @property
    def nbytes(self) -> int:
        """The memory that its places and weights take."""
        arrays = {id(array): array for array in (self.left, self.right, *self.weights)}
        return sum(array.nbytes for array in arrays.values())

    def until(self, count: int) -> Run:
        """The run as it was when it had so many moments."""
        cut = [array[:count] for array in (self.left, self.right, *self.weights)]
        if self.settings.shared:
            cut[1], cut[3] = cut[0], cut[2]
        measured = {name: array[:count] for name, array in self.measured.items()}
        return replace(
            self,
            steps=self.steps[:count],
            measured=MappingProxyType(measured),
            left=cut[0],
            right=cut[1],
            weights=(cut[2], cut[3]),
        )

    def branch_at(self, side: str, moment: int) -> Arrays:
        """The weights of the `left` or the `right` branch at a moment, float32, as `forward` takes them."""
        return as_arrays(self.weights[side == "right"][moment].astype(np.float32))

    def places_of(self, side: str, picture: np.ndarray) -> np.ndarray:
        """Where the branch of a side puts a digit (28, 28) at all moments: (s, 2) float32."""
        shrunk = shrink(picture[np.newaxis])
        return np.concatenate([place(self.branch_at(side, i), shrunk) for i in range(len(self.steps))])


def as_run(settings: Settings, moments: list[Moment]) -> Run:
    """A run of its moments, of which there is at least one."""
    digits = shown(settings)
    left, right = (np.stack([moment.places[k] for moment in moments]) for k in (0, 1))
    weights = [np.stack([moment.weights[k] for moment in moments]) for k in (0, 1)]
    if settings.shared:
        right, weights[1] = left, weights[0]
    steps = np.array([moment.step for moment in moments])
    names = [each.name for each in fields(Measured)]
    measured = {name: np.array([getattr(moment.measured, name) for moment in moments]) for name in names}
    for array in (steps, *measured.values(), digits, left, right, *weights):
        array.setflags(write=False)  # a whole class looks at them
    return Run(
        settings,
        steps,
        MappingProxyType(measured),
        digits,
        load_test_classes()[digits],
        np.isin(digits, halves()[0]),
        left,
        right,
        (weights[0], weights[1]),
    )


def shown(settings: Settings) -> np.ndarray:
    """(n,) which test digits are on the map: first those that are learned from, then those never seen."""
    learned_from, unseen = halves()
    return np.concatenate([learned_from[: min(SHOWN, settings.digits)], unseen[:SHOWN]])


def shrink(pictures: np.ndarray) -> np.ndarray:
    """Digits (n, 28, 28) in [0, 1] -> (n, 81) of the same type: 9 by 9 pixels, each the mean of 3 by 3."""
    return run_layers(SHRINK, {}, pictures[..., np.newaxis])


def place(weights: Arrays, shrunk: np.ndarray) -> np.ndarray:
    """Shrunk digits (n, 81) -> their places (n, 2)."""
    return run_layers(DENSE, weights, shrunk)


def as_arrays(flat: np.ndarray) -> dict[str, np.ndarray]:
    """All weights of a branch in one row (SIZE,) -> the same by name, as views of it."""
    ends = np.cumsum([np.prod(shape) for shape in SHAPES.values()])
    parts = np.split(flat, ends[:-1])
    return {name: part.reshape(shape) for (name, shape), part in zip(SHAPES.items(), parts, strict=True)}
