"""How well a distance (or a probability) answers "same digit?".

Every function takes `closeness`: larger means more alike. It is the probability, or the distance with a minus
sign, so one rule, `closeness >= threshold`, covers both heads.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from siamese_core.pairs import Pairs
from siamese_core.remembering import remembered


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
    same, closeness = _checked(same, closeness)
    order = np.argsort(-closeness, kind="stable")
    accepted_same = np.cumsum(same[order])
    accepted = np.arange(1, len(order) + 1)
    last_of_its_value = np.append(np.flatnonzero(np.diff(closeness[order])), len(order) - 1)
    true_accepts = accepted_same[last_of_its_value] / accepted_same[-1]
    false_accepts = (accepted - accepted_same)[last_of_its_value] / (len(order) - accepted_same[-1])
    return Roc(
        np.append(0.0, false_accepts),
        np.append(0.0, true_accepts),
        np.append(np.inf, closeness[order][last_of_its_value]),
    )


def _checked(same: np.ndarray, closeness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    same, closeness = np.asarray(same) > 0.5, np.asarray(closeness, np.float64)
    if same.all() or not same.any():
        raise ValueError("Both are needed: same pairs and different pairs.")
    if np.isnan(closeness).any():
        raise ValueError("A closeness is not a number.")
    return same, closeness


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
    """Pairs in the order of their closeness: sorted once, counted at any threshold.

    Attributes:
        closeness: (n,) rising.
        same_before: (n + 1,) how many of the first 0, 1, ... n pairs are the same digit.
    """

    closeness: np.ndarray
    same_before: np.ndarray

    def confusion(self, threshold: float) -> Confusion:
        """What `closeness >= threshold` gets right and wrong."""
        rejected = int(np.searchsorted(self.closeness, threshold))
        total, same = len(self.closeness), int(self.same_before[-1])
        false_rejects = int(self.same_before[rejected])
        accepted_same = same - false_rejects
        return Confusion(
            accepted_same, false_rejects, total - rejected - accepted_same, rejected - false_rejects
        )


def rank_pairs(same: np.ndarray, closeness: np.ndarray) -> RankedPairs:
    """Sorts labelled pairs to count them at many thresholds. Arguments and errors as for `roc_curve`."""
    same, closeness = _checked(same, closeness)
    order = np.argsort(closeness, kind="stable")
    ranked = RankedPairs(closeness[order], np.append(0, np.cumsum(same[order])).astype(np.int32))
    for array in (ranked.closeness, ranked.same_before):
        array.setflags(write=False)
    return ranked


@dataclass(frozen=True)
class Neighbourhood:
    """Pairs around a value: their closeness is from `low` to `high`; how many are the same digit, and how
    many not.
    """

    low: float
    high: float
    same: int
    different: int

    @property
    def share_same(self) -> float:
        """How often a pair in this range is the same digit, from 0 to 1. Only where there are any pairs."""
        return self.same / (self.same + self.different)


def neighbourhood(ranked: RankedPairs, closeness: float, threshold: float, least: int = 200) -> Neighbourhood:
    """The pairs nearest in rank to `closeness` among those that get the same answer at `threshold`.

    Beside the threshold, where right answers and wrong ones are about as frequent, a few pairs may by chance
    speak against the answer. Then the range grows, away from the threshold, until half of its pairs or more
    speak for it.

    Args:
        ranked: the pairs.
        closeness: of the pair in question; beyond all pairs, the outermost ones are its neighbours.
        threshold: of closeness. The neighbourhood ends there.
        least: pairs that a share needs to mean something. Fewer where the answer has fewer.
    """
    values, cut = ranked.closeness, int(np.searchsorted(ranked.closeness, threshold))
    accepted = closeness >= threshold
    first, end = (cut, len(values)) if accepted else (0, cut)  # the pairs with this answer
    if first == end:
        return Neighbourhood(threshold, threshold, 0, 0)
    while True:
        low = max(first, min(int(np.searchsorted(values, closeness)) - least // 2, end - least))
        high = min(end, low + least)
        low, high = (  # pairs as close as the outermost ones belong to it
            max(first, int(np.searchsorted(values, values[low], side="left"))),
            min(end, int(np.searchsorted(values, values[high - 1], side="right"))),
        )
        same = int(ranked.same_before[high] - ranked.same_before[low])
        found = Neighbourhood(float(values[low]), float(values[high - 1]), same, high - low - same)
        if (
            (low, high) == (first, end)
            or (found.same >= found.different) == accepted
            or same == found.different
        ):
            return found
        least *= 2


def accuracy_interval(pairs: Pairs, right: np.ndarray) -> tuple[float, float]:
    """The 95% interval of the share of pairs that are answered rightly, for other digits drawn as these were.

    Pairs are not independent: an odd digit spoils all pairs that it is in. So the variance counts every two
    pairs once for each digit that they have in common (P. Aronow, C. Samii, V. Assenova: Cluster-robust
    variance estimation for dyadic data, 2015). The interval is Wilson's, for as many independent pairs as
    would vary by as much; with no mistakes, or nothing else, for half as many as there are digits.

    Args:
        pairs: which digits each pair has; n in all.
        right: (n,) whether each is answered rightly.

    Returns:
        Both ends, as shares from 0 to 1.
    """
    wrong, same = ~np.asarray(right, bool), np.asarray(pairs.same) > 0.5
    share, count = 1 - float(wrong.mean()), len(wrong)
    pairs_with = digit_counts(pairs)
    of_digit = np.zeros(pairs_with.shape[1])  # mistakes beyond the mean, summed by digit
    squares = 0.0  # the same of each pair, squared and summed
    kinds = same, ~same  # how many pairs are of each was chosen, not drawn
    for kind, with_digit in zip(kinds, pairs_with, strict=True):
        mistakes = np.flatnonzero(wrong & kind)
        mean = len(mistakes) / max(int(kind.sum()), 1)
        of_digit += _by_digit(pairs, mistakes, len(of_digit)) - mean * with_digit
        squares += int(kind.sum()) * mean * (1 - mean)
    variance = (float(of_digit @ of_digit) - squares) / count**2
    independent = float(np.count_nonzero(pairs_with.sum(axis=0)) / 2)
    if variance > 0:
        independent = share * (1 - share) / variance
    z = NormalDist().inv_cdf(0.975)
    middle = (share + z**2 / (2 * independent)) / (1 + z**2 / independent)
    spread = share * (1 - share) / independent + z**2 / (4 * independent**2)
    half = z / (1 + z**2 / independent) * float(np.sqrt(spread))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


@remembered()
def digit_counts(pairs: Pairs) -> np.ndarray:
    """How many same pairs, and how many different ones, each digit is in: (2, digits)."""
    digits = max(int(pairs.left.max()), int(pairs.right.max())) + 1
    kinds = np.flatnonzero(pairs.same > 0.5), np.flatnonzero(pairs.same <= 0.5)
    return np.stack([_by_digit(pairs, kind, digits) for kind in kinds])


def _by_digit(pairs: Pairs, chosen: np.ndarray, digits: int) -> np.ndarray:
    left, right = (np.bincount(side[chosen], minlength=digits) for side in (pairs.left, pairs.right))
    return left + right
