"""What the page on verification counts. Knows nothing of the page.

What does not depend on the threshold is computed once for all students.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from siamese_core import DESIGNS
from siamese_core.designs import SHARINGS
from siamese_core.digits import load_test_classes, load_test_pictures
from siamese_core.evaluation import evaluation_pairs, load_evaluation
from siamese_core.strokes import PICTURE_SIZE
from siamese_core.verification import Confusion, RankedPairs, Roc, rank_pairs, roc_curve, thinned
from siamese_core.zoo import Twins

ALL_TWINS = len(DESIGNS) * len(SHARINGS)
PICTURES = 12  # pairs in a grid
LOOKED_AT = 1000  # of the hardest pairs, to find those
SCALE = 3  # screen pixels of a digit's pixel
CLASSES = 10
MISTAKES = {"false accepts": "false_accepts", "false rejects": "false_rejects"}
ANSWERS = (*MISTAKES, "both", "neither")


def as_closeness(twins: Twins, value: float) -> float:
    """A distance or probability, larger for more alike."""
    return value if twins.design.metric_network else -value


@lru_cache(maxsize=ALL_TWINS)
def closeness_of_test_pairs(design: str, shared: bool) -> np.ndarray:
    """What decides, of the 100,000 test pairs: (100000,) float32. Only this is kept of an evaluation, which is large.

    Raises as `load_evaluation` does.
    """
    return load_evaluation(design, shared).closeness


@lru_cache(maxsize=ALL_TWINS)
def ranked_test_pairs(design: str, shared: bool) -> RankedPairs:
    """The 100,000 test pairs, sorted by closeness."""
    return rank_pairs(evaluation_pairs().same, closeness_of_test_pairs(design, shared))


def confusion_at(twins: Twins, threshold: float) -> Confusion:
    """What the twins get right and wrong of the test pairs at a threshold of distance or probability."""
    return ranked_test_pairs(twins.design.name, twins.shared).confusion(as_closeness(twins, threshold))


@lru_cache(maxsize=ALL_TWINS)
def roc_of_test_pairs(design: str, shared: bool) -> Roc:
    """The curve with as many points as a picture needs."""
    return thinned(roc_curve(evaluation_pairs().same, closeness_of_test_pairs(design, shared)))


def question_about(twins: Twins, end: float) -> tuple[float, float, str]:
    """Predict, then try: the threshold goes from the calibrated one to a higher one, and some mistakes become more.

    Returns:
        Both thresholds, and the answer as computed: one of `ANSWERS`.
    """
    start = twins.threshold
    higher = round(min(start + end / 10, end), 2)
    before, after = confusion_at(twins, start), confusion_at(twins, higher)
    more = [name for name, field in MISTAKES.items() if getattr(after, field) > getattr(before, field)]
    return start, higher, more[0] if more else "neither"  # one threshold cannot make both more


@lru_cache(maxsize=2 * ALL_TWINS)
def hardest_pairs(design: str, shared: bool, same: bool) -> np.ndarray:
    """The least alike same pairs or the most alike different ones, hardest first: (12,) indices of test pairs.

    A pair with a picture that a harder one has is left out: one odd drawing makes many hard pairs.
    """
    return _hardest(closeness_of_test_pairs(design, shared), evaluation_pairs().same == same, pictures_once=True)


def pairs_of_digits(twins: Twins, left: int, right: int) -> np.ndarray:
    """The hardest pairs of digit `left` on the left and `right` on the right, so wrong ones first: indices of test pairs."""
    among = cells_of_test_pairs() == CLASSES * left + right
    return _hardest(closeness_of_test_pairs(twins.design.name, twins.shared), among, pictures_once=False)


def _hardest(closeness: np.ndarray, among: np.ndarray, pictures_once: bool) -> np.ndarray:
    """A dozen of the marked pairs (n,), which are all same or all different; no two pictures meet twice."""
    pairs, indices = evaluation_pairs(), np.flatnonzero(among)
    sign = 1 if pairs.same[indices].any() else -1
    ranked = indices[np.argsort(sign * closeness[indices], kind="stable")]
    seen: set[int | frozenset[int]] = set()
    chosen: list[int] = []
    for index in ranked[:LOOKED_AT].tolist():
        pictures = frozenset((int(pairs.left[index]), int(pairs.right[index])))
        marks = pictures if pictures_once else {pictures}
        if len(chosen) < PICTURES and seen.isdisjoint(marks):
            chosen.append(index)
            seen |= marks
    return np.array(chosen, np.int64)


@dataclass(frozen=True)
class TestPair:
    """One test pair.

    Attributes:
        picture: uint8, both digits side by side.
        left_digit, right_digit: what they show.
        value: its distance, or its probability where that decides.
        answered_rightly: at the threshold.
    """

    picture: np.ndarray
    left_digit: int
    right_digit: int
    value: float
    answered_rightly: bool


def test_pair(twins: Twins, index: int, threshold: float) -> TestPair:
    """A test pair as the twins answer it at a threshold of distance or probability."""
    pairs, digits = evaluation_pairs(), load_test_classes()
    left, right = int(pairs.left[index]), int(pairs.right[index])
    closeness = float(closeness_of_test_pairs(twins.design.name, twins.shared)[index])
    called_same = closeness >= as_closeness(twins, threshold)
    return TestPair(
        pair_picture(left, right),
        int(digits[left]),
        int(digits[right]),
        as_closeness(twins, closeness),
        called_same == bool(pairs.same[index]),
    )


@lru_cache(maxsize=512)
def pair_picture(left: int, right: int) -> np.ndarray:
    """Two test digits side by side, enlarged: uint8 (84, 177)."""
    images = load_test_pictures(np.array([left, right]))
    gap = np.full((SCALE * PICTURE_SIZE, SCALE**2), 128, np.uint8)
    pixel = np.ones((SCALE, SCALE), np.uint8)
    left_side, right_side = (np.kron(np.round(image * 255).astype(np.uint8), pixel) for image in images)
    return np.hstack([left_side, gap, right_side])


def accuracy_by_digits(twins: Twins, threshold: float) -> np.ndarray:
    """Share of test pairs answered rightly: (10, 10), rows the left digit, columns the right one."""
    closeness = closeness_of_test_pairs(twins.design.name, twins.shared).astype(np.float64)
    right = (closeness >= as_closeness(twins, threshold)) == (evaluation_pairs().same > 0.5)
    cells = cells_of_test_pairs()
    share = np.bincount(cells, right, CLASSES**2) / np.bincount(cells, minlength=CLASSES**2)
    return share.reshape(CLASSES, CLASSES)


@lru_cache(maxsize=1)
def cells_of_test_pairs() -> np.ndarray:
    """Which digits each test pair shows: (100000,), 10 * the left digit + the right one."""
    digits, pairs = load_test_classes(), evaluation_pairs()
    return CLASSES * digits[pairs.left] + digits[pairs.right]
