"""What the page on verification counts. Knows nothing of the page.

What does not depend on the threshold is computed once for all students.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from siamese_core.digits import load_test_classes
from siamese_core.maps import evaluation_pairs, load_evaluation, ranked_test_pairs
from siamese_core.pairs import Pairs
from siamese_core.remembering import remembered
from siamese_core.twins import Twins
from siamese_core.verification import Confusion, Roc, accuracy_interval, roc_curve

PICTURES = 12  # pairs in a grid
LOOKED_AT = 1000  # of the hardest pairs, to find those
CLASSES = 10
MISTAKES = ("false_accepts", "false_rejects")  # as `Confusion` calls them


def confusion_at(twins: Twins, threshold: float) -> Confusion:
    """What the twins get right and wrong of the test pairs at a threshold of distance or probability."""
    return ranked_test_pairs(twins).confusion(twins.as_closeness(threshold))


@remembered()
def roc_of_test_pairs(twins: Twins) -> Roc:
    """The curve with as many points as a picture needs."""
    return thinned(roc_curve(evaluation_pairs().same, load_evaluation(twins).closeness))


def thinned(roc: Roc, points: int = 240) -> Roc:
    """The curve with at most `points` of its points, enough to draw it: on ordinary and on error trade-off
    axes.

    Half of them are evenly spaced along the curve, half along it as error trade-off axes stretch it, which
    show small errors large. The first and the last one are kept.
    """
    rates = np.stack([roc.false_accepts, roc.true_accepts])
    stretched = np.log((rates + 1e-6) / (1 - rates + 1e-6))
    lengths = (rates.sum(axis=0), stretched.sum(axis=0))  # both rise from point to point
    kept = [np.searchsorted(along, np.linspace(along[0], along[-1], points // 2)) for along in lengths]
    chosen = np.unique(np.minimum(np.concatenate(kept), len(roc.thresholds) - 1))
    return Roc(roc.false_accepts[chosen], roc.true_accepts[chosen], roc.thresholds[chosen])


def normal_deviate(shares: np.ndarray) -> np.ndarray:
    """Where a standard normal variable lies below with these probabilities: 0.5 -> 0, 0.975 -> 1.96.

    Axes in these units are those of detection error trade-off curves (Martin et al., 1997): there the errors
    of two normal distributions make a straight line.

    Raises:
        ValueError: a share that is not between 0 and 1, both excluded.
    """
    shares = np.asarray(shares, np.float64)
    if not ((shares > 0) & (shares < 1)).all():
        raise ValueError("A normal deviate needs shares above 0 and below 1.")
    return np.array([NormalDist().inv_cdf(share) for share in shares.ravel()]).reshape(shares.shape)


@remembered()
def curve_of_test_pairs(twins: Twins, det: bool) -> list[list[float]]:
    """The curve as points of a chart: see `places`."""
    roc = roc_of_test_pairs(twins)
    return places(roc.false_accepts, 1 - roc.true_accepts, det)


def places(false_accepts: ArrayLike, false_rejects: ArrayLike, det: bool) -> list[list[float]]:
    """Error rates (n,) -> points (n, 2) on the axes: per cent of accepts, or with `det` normal deviates of
    errors.
    """
    x, y = np.atleast_1d(false_accepts), np.atleast_1d(false_rejects)
    if det:
        drawable = (x > 0) & (y > 0) & (x < 1) & (y < 1)  # no errors at all are infinitely far away
        return np.column_stack([normal_deviate(x[drawable]), normal_deviate(y[drawable])]).round(4).tolist()
    return np.column_stack([100 * x, 100 * (1 - y)]).round(4).tolist()


def question_about(twins: Twins, start: float, end: float) -> tuple[float, str]:
    """Predict, then try: the threshold goes up from `start`, and some mistakes become more. Where the slider
    has no room above `start` up to its `end`, it goes down.

    Returns:
        Where it goes, and the code of the answer as computed, as `words.ANSWERS` has it.
    """
    step = end / 10
    goes_to = round(start + step if start + step <= end else start - step, 2)
    before, after = confusion_at(twins, start), confusion_at(twins, goes_to)
    more = [code for code in MISTAKES if getattr(after, code) > getattr(before, code)]
    return goes_to, more[0] if more else "neither"  # one threshold cannot make both more


@remembered()
def hardest_pairs(twins: Twins, same: bool) -> np.ndarray:
    """The least alike same pairs or the most alike different ones, hardest first: (12,) indices of test
    pairs.

    A pair with a picture that a harder one has is left out: one odd drawing makes many hard pairs.
    """
    return _hardest(load_evaluation(twins).closeness, evaluation_pairs().same == same, pictures_once=True)


@remembered(128)
def pairs_of_digits(twins: Twins, left: int, right: int) -> np.ndarray:
    """The hardest pairs of digit `left` on the left and `right` on the right, so wrong ones first: indices of
    test pairs.
    """
    among = cells_of_test_pairs() == CLASSES * left + right
    return _hardest(load_evaluation(twins).closeness, among, pictures_once=False)


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
        left, right: which test digits.
        left_digit, right_digit: what they show.
        value: its distance, or its probability where that decides.
        answered_rightly: at the threshold.
    """

    left: int
    right: int
    left_digit: int
    right_digit: int
    value: float
    answered_rightly: bool


def test_pair(twins: Twins, index: int, threshold: float) -> TestPair:
    """A test pair as the twins answer it at a threshold of distance or probability."""
    pairs, digits = evaluation_pairs(), load_test_classes()
    left, right = int(pairs.left[index]), int(pairs.right[index])
    closeness = float(load_evaluation(twins).closeness[index])
    called_same = closeness >= twins.as_closeness(threshold)
    rightly = called_same == bool(pairs.same[index])
    return TestPair(
        left, right, int(digits[left]), int(digits[right]), twins.as_closeness(closeness), rightly
    )


def answered_rightly(twins: Twins, threshold: float) -> np.ndarray:
    """Which test pairs are: (100000,) bool."""
    closeness = load_evaluation(twins).closeness.astype(np.float64)
    return (closeness >= twins.as_closeness(threshold)) == (evaluation_pairs().same > 0.5)


@remembered(256)
def interval_at(twins: Twins, threshold: float) -> tuple[float, float]:
    """The 95% interval of the accuracy at a threshold of distance or probability."""
    return accuracy_interval(evaluation_pairs(), answered_rightly(twins, threshold))


@remembered(256)
def cell_interval(twins: Twins, threshold: float, left: int, right: int) -> tuple[float, float]:
    """The same for the pairs of digit `left` on the left and `right` on the right."""
    chosen, pairs = cells_of_test_pairs() == CLASSES * left + right, evaluation_pairs()
    some = Pairs(pairs.left[chosen], pairs.right[chosen], pairs.same[chosen])
    return accuracy_interval(some, answered_rightly(twins, threshold)[chosen])


@remembered(64)
def accuracy_by_digits(twins: Twins, threshold: float) -> np.ndarray:
    """Share of test pairs answered rightly: (10, 10), rows the left digit, columns the right one."""
    right = answered_rightly(twins, threshold)
    cells = cells_of_test_pairs()
    share = np.bincount(cells, right, CLASSES**2) / np.bincount(cells, minlength=CLASSES**2)
    return share.reshape(CLASSES, CLASSES)


@remembered()
def cells_of_test_pairs() -> np.ndarray:
    """Which digits each test pair shows: (100000,), 10 * the left digit + the right one."""
    digits, pairs = load_test_classes(), evaluation_pairs()
    return CLASSES * digits[pairs.left] + digits[pairs.right]
