"""Sampling pairs: two indices and `same`, 1.0 for the same digit, 0.0 for different ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from siamese_core.remembering import Memory

PAIR_COUNT = 100_000  # on which twins are calibrated and measured
VALIDATION_SEED, TEST_SEED = (
    2005,
    2006,
)  # which pairs these are; the same for all twins, however they were trained


@dataclass(frozen=True, eq=False)
class Pairs:
    """`left`, `right`: (n,) indices of digits. `same`: (n,) float32, 1.0 for the same digit."""

    left: np.ndarray
    right: np.ndarray
    same: np.ndarray
    memory: Memory = field(default_factory=Memory, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.same)


def sample_pairs(digits: np.ndarray, count: int, rng: np.random.Generator) -> Pairs:
    """Draws pairs, half of them the same digit, in random order. No digit is paired with itself.

    Same pairs: a left digit at random, then another one of its class. Different pairs: a left digit at
    random, then one of the other classes, each digit alike.

    Args:
        digits: (m,) classes of the digits to choose from.
        count: how many pairs; half of them, rounded down, are the same digit.
        rng: the source of chance.

    Raises:
        ValueError: `digits` hold no two of a class, or only one class.
    """
    order = np.argsort(digits, kind="stable")
    classes, sizes = np.unique(digits, return_counts=True)
    if len(classes) < 2 or not (sizes > 1).any():
        raise ValueError("Pairs need at least two classes, and two digits of at least one class.")
    starts = np.cumsum(sizes) - sizes
    place = np.empty(len(digits), np.int64)  # where each digit stands in `order`
    place[order] = np.arange(len(digits))
    class_of = np.searchsorted(classes, digits)
    same_count = count // 2

    pairable = np.flatnonzero(sizes[class_of] > 1)
    left_same = rng.choice(pairable, same_count)
    start, size = starts[class_of[left_same]], sizes[class_of[left_same]]
    others = (
        start + (place[left_same] - start + rng.integers(1, size)) % size
    )  # 1 to size - 1 places on, round the class

    left_different = rng.integers(len(digits), size=count - same_count)
    start, size = starts[class_of[left_different]], sizes[class_of[left_different]]
    outside = (start + size + rng.integers(0, len(digits) - size)) % len(digits)  # round the other classes

    left = np.concatenate([left_same, left_different])
    right = order[np.concatenate([others, outside])]
    same = np.concatenate([np.ones(same_count), np.zeros(count - same_count)]).astype(np.float32)
    shuffled = rng.permutation(count)
    return Pairs(left[shuffled], right[shuffled], same[shuffled])
