"""How well a distance (or a probability) answers "same digit?".

Every function takes `closeness`: larger means more alike. It is the probability, or the distance with a minus sign, so
one rule, `closeness >= threshold`, covers both heads.
"""

from __future__ import annotations

from dataclasses import dataclass
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
