"""How well a distance (or a probability) answers "same digit?".

Every function takes `closeness`: larger means more alike. It is the probability, or the distance with a minus sign, so
one rule, `closeness >= threshold`, covers both heads.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Roc:
    """One point for each distinct threshold, from the strictest to the one that accepts every pair.

    Attributes:
        false_accepts: (m,) share of different pairs that are accepted, rising from 0 to 1.
        true_accepts: (m,) share of same pairs that are accepted, rising from 0 to 1.
        thresholds: (m,) falling closeness; the first is infinite, where nothing is accepted.
    """

    false_accepts: np.ndarray
    true_accepts: np.ndarray
    thresholds: np.ndarray


def roc_curve(same: np.ndarray, closeness: np.ndarray) -> Roc:
    """The receiver operating characteristic of labelled pairs.

    Args:
        same: (n,) 1 for the same digit, 0 for different ones; both occur.
        closeness: (n,) larger means more alike.

    Raises:
        ValueError: only one kind of pair, or a closeness that is no number.
    """
    same = np.asarray(same) > 0.5
    closeness = np.asarray(closeness, np.float64)
    if same.all() or not same.any():
        raise ValueError("A ROC curve needs same pairs and different pairs.")
    if np.isnan(closeness).any():
        raise ValueError("A closeness is not a number.")
    order = np.argsort(-closeness, kind="stable")
    accepted_same = np.cumsum(same[order])
    accepted = np.arange(1, len(order) + 1)
    last_of_its_value = np.append(np.flatnonzero(np.diff(closeness[order])), len(order) - 1)
    true_accepts = accepted_same[last_of_its_value] / accepted_same[-1]
    false_accepts = (accepted - accepted_same)[last_of_its_value] / (len(order) - accepted_same[-1])
    return Roc(
        np.append(0.0, false_accepts), np.append(0.0, true_accepts), np.append(np.inf, closeness[order][last_of_its_value])
    )


def thinned(roc: Roc, points: int = 400) -> Roc:
    """The curve with at most `points` of its points, enough to draw it: on ordinary and on error trade-off axes.

    Half of them are evenly spaced along the curve, half along it as error trade-off axes stretch it, which show small
    errors large. The first and the last one are kept.
    """
    rates = np.stack([roc.false_accepts, roc.true_accepts])
    stretched = np.log((rates + 1e-6) / (1 - rates + 1e-6))
    lengths = (rates.sum(axis=0), stretched.sum(axis=0))  # both rise from point to point
    kept = [np.searchsorted(along, np.linspace(along[0], along[-1], points // 2)) for along in lengths]
    chosen = np.unique(np.minimum(np.concatenate(kept), len(roc.thresholds) - 1))
    return Roc(roc.false_accepts[chosen], roc.true_accepts[chosen], roc.thresholds[chosen])


def normal_deviate(shares: np.ndarray) -> np.ndarray:
    """Where a standard normal variable lies below with these probabilities: 0.5 -> 0, 0.975 -> 1.96.

    Axes in these units are those of detection error trade-off curves (Martin et al., 1997): there the errors of two normal
    distributions make a straight line.

    Raises:
        ValueError: a share that is not between 0 and 1, both excluded.
    """
    shares = np.asarray(shares, np.float64)
    if not ((shares > 0) & (shares < 1)).all():
        raise ValueError("A normal deviate needs shares above 0 and below 1.")
    return np.array([NormalDist().inv_cdf(share) for share in shares.ravel()]).reshape(shares.shape)


def area_under(roc: Roc) -> float:
    """AUC: how often a random same pair is closer than a random different pair; 0.5 is guessing, 1 is perfect."""
    return float(np.trapezoid(roc.true_accepts, roc.false_accepts))


def equal_error_rate(roc: Roc) -> float:
    """EER: the error rate where false accepts are as frequent as false rejects, between points by straight lines."""
    false_rejects = 1 - roc.true_accepts
    gap = roc.false_accepts - false_rejects  # rises from -1 to 1
    after = int(np.argmax(gap >= 0))
    before = after - 1
    part = -gap[before] / (gap[after] - gap[before])
    return float(roc.false_accepts[before] + part * (roc.false_accepts[after] - roc.false_accepts[before]))


def calibrate(same: np.ndarray, closeness: np.ndarray) -> float:
    """The closeness above which answering "same" is right most often, half-way between the pairs on either side.

    Of several equally good ones it is the middle one.
    """
    roc = roc_curve(same, closeness)
    right = (roc.true_accepts * np.sum(np.asarray(same) > 0.5)) - roc.false_accepts * np.sum(np.asarray(same) <= 0.5)
    best = np.flatnonzero(np.isclose(right, right.max(), rtol=0, atol=0.5))
    chosen = int(best[len(best) // 2])
    if chosen == 0:  # it is best to accept no pair at all
        return float(np.nextafter(roc.thresholds[1], np.inf))
    after = roc.thresholds[min(chosen + 1, len(roc.thresholds) - 1)]
    return float((roc.thresholds[chosen] + after) / 2)


def accuracy(same: np.ndarray, closeness: np.ndarray, threshold: float) -> float:
    """Share of pairs that are answered rightly by `closeness >= threshold`."""
    return float(np.mean((np.asarray(closeness, np.float64) >= threshold) == (np.asarray(same) > 0.5)))


@dataclass(frozen=True)
class Confusion:
    """How many pairs are answered rightly and wrongly.

    Attributes:
        true_accepts, false_rejects: same pairs, called the same and called different.
        false_accepts, true_rejects: different pairs, called the same and called different.
    """

    true_accepts: int
    false_rejects: int
    false_accepts: int
    true_rejects: int

    @property
    def total(self) -> int:
        """The number of pairs."""
        return self.true_accepts + self.false_rejects + self.false_accepts + self.true_rejects

    @property
    def accuracy(self) -> float:
        """Share of all pairs that are answered rightly."""
        return (self.true_accepts + self.true_rejects) / self.total

    @property
    def false_accept_rate(self) -> float:
        """Share of the different pairs that are called the same."""
        return self.false_accepts / (self.false_accepts + self.true_rejects)

    @property
    def false_reject_rate(self) -> float:
        """Share of the same pairs that are called different."""
        return self.false_rejects / (self.true_accepts + self.false_rejects)


@dataclass(frozen=True, eq=False)
class RankedPairs:
    """Closeness of the same pairs and of the different ones, each in rising order: sorted once, counted at any threshold."""

    same: np.ndarray
    different: np.ndarray

    def confusion(self, threshold: float) -> Confusion:
        """What `closeness >= threshold` gets right and wrong."""
        false_rejects = int(np.searchsorted(self.same, threshold))
        true_rejects = int(np.searchsorted(self.different, threshold))
        return Confusion(len(self.same) - false_rejects, false_rejects, len(self.different) - true_rejects, true_rejects)


def rank_pairs(same: np.ndarray, closeness: np.ndarray) -> RankedPairs:
    """Sorts labelled pairs, as in `roc_curve`, to count them at many thresholds.

    Raises:
        ValueError: only one kind of pair.
    """
    same = np.asarray(same) > 0.5
    closeness = np.asarray(closeness, np.float64)
    if same.all() or not same.any():
        raise ValueError("Counting mistakes needs same pairs and different pairs.")
    return RankedPairs(np.sort(closeness[same]), np.sort(closeness[~same]))


@dataclass(frozen=True)
class Neighbourhood:
    """The test pairs around a value: from `low` to `high`, how many are the same digit, and how many are not."""

    low: float
    high: float
    same: int
    different: int

    @property
    def share_same(self) -> float:
        """How often a pair in this range is the same digit, from 0 to 1."""
        return self.same / (self.same + self.different)


def neighbourhood(histogram: dict[str, Any], value: float, least: int = 200) -> Neighbourhood:
    """The range of bins around `value`, as narrow as it can be with `least` pairs in it.

    Args:
        histogram: of a model card: `end`, and the counts `same` and `different` in bins of equal width from 0 to `end`.
        value: a distance or a probability; beyond `end` it belongs to the last bin.
        least: pairs that a share needs to mean something. Taken as all pairs where there are fewer.
    """
    same, different = np.array(histogram["same"]), np.array(histogram["different"])
    both, width = same + different, histogram["end"] / len(same)
    first = last = min(int(value / width), len(same) - 1)
    while both[first : last + 1].sum() < min(least, both.sum()):
        first, last = max(first - 1, 0), min(last + 1, len(same) - 1)
    high = float("inf") if last == len(same) - 1 else (last + 1) * width
    return Neighbourhood(first * width, high, int(same[first : last + 1].sum()), int(different[first : last + 1].sum()))
