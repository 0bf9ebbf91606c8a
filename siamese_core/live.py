"""Trains twins while one watches: small ones, on the app's own digits, in a few seconds.

In every step a batch of digits goes through the branches, all pairs among them are compared, and the weights
are moved against the gradient of the loss. `backward.py` says how the gradient is found, `recorded.py` what
is kept.

Processors differ in how they round, and training makes a difference grow. So the training computes with 64
bits and keeps 16 of each weight: a difference in the 16th digit does not grow large enough to be kept, and
the same settings give the same weights everywhere. What is computed of these, with 32 bits, agrees to six
digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from siamese_core.backward import at_embeddings, keep_steps, reach_branches, through_layers
from siamese_core.digits import halves, load_test_classes, load_test_pictures
from siamese_core.forward import euclidean_distance
from siamese_core.losses import different_term, same_term
from siamese_core.pairs import Pairs, sample_pairs
from siamese_core.recorded import (
    DENSE,
    MOMENTS,
    SHAPES,
    SIZE,
    STEPS,
    Measured,
    Moment,
    Run,
    Settings,
    as_arrays,
    as_run,
    place,
    shown,
    shrink,
)

RATES = {"slow": 0.0003, "good": 0.01, "high": 1.0}  # at the start; they fall to 0 along half a cosine
BATCH = 100  # digits in a step
MEASURED_PAIRS = 10_000  # of each kind
PAIRS_SEED = 1993
# Kingma and Ba, "Adam" (2015) call these beta 1, beta 2 and epsilon. Where nothing is left to learn, the
# gradients are rounding errors; a larger epsilon than theirs keeps Adam from making steps of them.
MOMENTUM, SPREAD, TINY = 0.9, 0.999, 1e-3


def train_live(settings: Settings) -> Run:
    """Trains twins from their start to their end. The same settings give the same numbers."""
    return as_run(settings, list(moments_of(settings)))


def moments_of(settings: Settings) -> Iterator[Moment]:
    """Trains twins and gives each moment as soon as it is reached.

    A training whose numbers become infinite, or none at all, ends before that moment.
    """
    training = Training(settings)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(STEPS + 1):
            if step in MOMENTS:
                moment = training.record(step)
                if moment is None:
                    return
                yield moment
            if step < STEPS:
                training.step(step)


class Training:
    """Twins on their way from the start to the end of a run."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.rng = np.random.default_rng(settings.seed)
        learned_from, unseen = halves()
        digits = np.concatenate([learned_from[: settings.digits], unseen])
        self.classes = load_test_classes()[digits]
        self.shrunk = shrink(load_test_pictures(digits).astype(np.float64))  # (digits, 81)
        self.shown = np.flatnonzero(np.isin(digits, shown(settings)))
        chance = np.random.default_rng(PAIRS_SEED)
        self.learnt_pairs = sample_pairs(self.classes[: settings.digits], MEASURED_PAIRS, chance)
        self.unseen_pairs = sample_pairs(self.classes[settings.digits :], MEASURED_PAIRS, chance)
        branches = [self.start() for _ in range(1 if settings.shared else 2)]
        self.branches = branches[0], branches[-1]  # the same one twice where weights are shared
        self.waiting = np.zeros(0, int)  # digits that come next

    def start(self) -> Branch:
        """A branch with random weights. What it puts out is as large as the margin, and so is its step there:
        the margin is the unit of length of the plane.
        """
        branch = Branch()
        for name, weights in branch.weights.items():
            size = self.settings.margin if name.startswith("embedding") else 1.0
            if name.endswith("kernel"):
                limit = np.sqrt(6 / sum(weights.shape))  # Glorot and Bengio (2010), as Keras has it
                weights[:] = size * self.rng.uniform(-limit, limit, weights.shape)
            branch.sizes[name][:] = size
        branch.tiny = TINY * self.settings.margin**2 / branch.size  # gradients grow with the margin like this
        return branch

    def step(self, step: int) -> None:
        """Compares all pairs of the next batch, and moves the weights against the gradient."""
        if len(self.waiting) < BATCH:
            self.waiting = self.rng.permutation(self.settings.digits)
        batch, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
        left, right = self.branches
        to_left = keep_steps(DENSE, left.weights, self.shrunk[batch])
        to_right = to_left if left is right else keep_steps(DENSE, right.weights, self.shrunk[batch])
        if not (np.isfinite(to_left[-1]).all() and np.isfinite(to_right[-1]).all()):
            return  # numbers are none any more, and the next moment ends the run
        same = (self.classes[batch][:, np.newaxis] == self.classes[batch]).astype(np.float64)  # (100, 100)
        at_left, at_right = at_embeddings(
            to_left[-1][:, np.newaxis], to_right[-1], same, self.settings.margin
        )  # (100, 100, 2)
        counts = self.weight_of_pairs(same)
        for_left, for_right = reach_branches(
            through_layers(DENSE, left.weights, to_left, np.einsum("ij,ijk->ik", counts, at_left)),
            through_layers(DENSE, right.weights, to_right, np.einsum("ij,ijk->jk", counts, at_right)),
            self.settings.shared,
        )
        rate = RATES[self.settings.learning_rate] * (1 + np.cos(np.pi * step / STEPS)) / 2
        left.move(for_left, rate, step + 1)
        if right is not left:
            right.move(for_right, rate, step + 1)

    def weight_of_pairs(self, same: np.ndarray) -> np.ndarray:
        """How much each pair of a batch counts: half of the loss is from same pairs, half from different
        ones.
        """
        different = 1 - same
        same = same - np.eye(len(same))  # no digit is compared with itself
        counts = np.zeros_like(same)
        if self.settings.pairs != "different":
            counts += same / max(2 * same.sum(), 1)
        if self.settings.pairs != "same":
            counts += different / max(2 * different.sum(), 1)
        return counts

    def record(self, step: int) -> Moment | None:
        """What is kept of this moment; None where a number is none any more."""
        kept = [branch.flat.astype(np.float16) for branch in self.branches]
        if not all(np.isfinite(flat).all() for flat in kept):
            return None
        shrunk = self.shrunk.astype(np.float32)
        left = place(as_arrays(kept[0].astype(np.float32)), shrunk)
        right = left
        if self.settings.shared:
            kept[1] = kept[0]
        else:
            right = place(as_arrays(kept[1].astype(np.float32)), shrunk)
        measured = self.measure(left, right)
        if not np.isfinite(list(asdict(measured).values())).all():
            return None
        on_map = left[self.shown]
        places = on_map, on_map if self.settings.shared else right[self.shown]
        return Moment(step, measured, (kept[0], kept[1]), places)

    def measure(self, left: np.ndarray, right: np.ndarray) -> Measured:
        """Measures places (digits, 2), as they are kept."""
        count, margin = self.settings.digits, self.settings.margin
        learnt = distances(left[:count], right[:count], self.learnt_pairs)
        unseen = distances(left[count:], right[count:], self.unseen_pairs)
        same_loss = float(same_term(learnt[0]).mean()) / 2
        different_loss = float(different_term(learnt[1], margin).mean()) / 2
        parts = {"both": same_loss + different_loss, "same": same_loss, "different": different_loss}
        return Measured(
            parts[self.settings.pairs],
            same_loss,
            different_loss,
            best_accuracy(*learnt),
            best_accuracy(*unseen),
            *(float(of_kind.mean()) for of_kind in (*learnt, *unseen)),
        )


class Branch:
    """A branch in training: its weights by name, and in one row, which the optimizer moves."""

    def __init__(self) -> None:
        self.flat, self.size, self.tiny, self.mean, self.square = np.zeros((5, SIZE))
        self.weights, self.sizes = as_arrays(self.flat), as_arrays(self.size)

    def move(self, gradient: dict[str, np.ndarray], rate: float, count: int) -> None:
        """Step number `count` of Adam: each weight moves by about `rate` times its size."""
        row = np.concatenate([gradient[name].ravel() for name in SHAPES])
        self.mean += (1 - MOMENTUM) * (row - self.mean)
        self.square += (1 - SPREAD) * (row * row - self.square)
        steady, spread = self.mean / (1 - MOMENTUM**count), self.square / (1 - SPREAD**count)
        self.flat -= rate * self.size * steady / (np.sqrt(spread) + self.tiny)


def distances(left: np.ndarray, right: np.ndarray, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """The distances of the same and of the different pairs."""
    found = euclidean_distance(left[pairs.left], right[pairs.right])
    return found[pairs.same > 0.5], found[pairs.same <= 0.5]


def best_accuracy(same: np.ndarray, different: np.ndarray) -> float:
    """The share of right answers at the threshold that is best for these distances, as many same as
    different.
    """
    same, different = np.sort(same), np.sort(different)
    accepted = np.arange(len(same) + 1)  # same pairs up to a threshold, which lies on the last one of them
    wrongly = np.concatenate([[0], np.searchsorted(different, same, side="right")])
    return float((accepted + len(different) - wrongly).max() / (len(same) + len(different)))
