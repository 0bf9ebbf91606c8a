"""Calibrates twins and measures them, for their cards. The numbers are those of the NumPy twins that the app
serves, so a test repeats them without Keras.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from siamese_core.forward import euclidean_distance
from siamese_core.making.data import Digits
from siamese_core.pairs import PAIR_COUNT, TEST_SEED, VALIDATION_SEED, Pairs, sample_pairs
from siamese_core.twins import Twins
from siamese_core.verification import Roc, accuracy_interval, roc_curve

BINS = 100


@dataclass(frozen=True)
class ComparedPairs:
    """Pairs and what twins make of them.

    Attributes:
        pairs: indices into the digits, and `same`.
        distance: (n,) between the embeddings.
        closeness: (n,) what decides, larger for more alike: the probability, or minus the distance.
    """

    pairs: Pairs
    distance: np.ndarray
    closeness: np.ndarray


def compare_pairs(twins: Twins, digits: Digits, seed: int = TEST_SEED) -> ComparedPairs:
    """Samples 100,000 balanced pairs of `digits` and compares them."""
    left = twins.embed_left(digits.images)
    right = left if twins.shared else twins.embed_right(digits.images)
    pairs = sample_pairs(digits.digits, PAIR_COUNT, np.random.default_rng(seed))
    blocks = [
        (left[pairs.left[i : i + 5000]], right[pairs.right[i : i + 5000]]) for i in range(0, len(pairs), 5000)
    ]
    distance = np.concatenate([euclidean_distance(*block) for block in blocks])
    if not twins.design.metric_network:
        return ComparedPairs(pairs, distance, -distance)
    return ComparedPairs(pairs, distance, np.concatenate([twins.probabilities(*block) for block in blocks]))


def measure(twins: Twins, validation: dict[str, Digits], test: dict[str, Digits]) -> dict[str, Any]:
    """Calibrates the threshold on validation pairs and measures the twins on test pairs.

    Args:
        twins: their card is not read.
        validation: sets of digits by name, in no training set; each counts the same for the threshold.
        test: sets of digits by name, none of them in `validation`: `mnist`, and `pen` where there are pen
            digits.

    Returns:
        The card's `threshold`, `results` (see `results`, for each test set) and `histograms` (of the MNIST
        test pairs: distance, and probability where there is a metric network).
    """
    calibration = [compare_pairs(twins, digits, VALIDATION_SEED) for digits in validation.values()]
    threshold = calibrate(
        np.concatenate([compared.pairs.same for compared in calibration]),
        np.concatenate([compared.closeness for compared in calibration]),
    )
    compared_sets = {name: compare_pairs(twins, digits) for name, digits in test.items()}
    mnist = compared_sets["mnist"]
    histograms = {"distance": histogram(mnist.pairs.same, mnist.distance, _tidy_end(mnist.distance))}
    if twins.design.metric_network:
        histograms["probability"] = histogram(mnist.pairs.same, mnist.closeness, 1.0)
    return {
        "threshold": twins.as_closeness(threshold),
        "results": {
            name: results(compared, threshold, test[name].writers) for name, compared in compared_sets.items()
        },
        "histograms": histograms,
    }


def results(compared: ComparedPairs, threshold: float, writers: np.ndarray | None) -> dict[str, Any]:
    """How well twins do on test pairs.

    Args:
        compared: the pairs.
        threshold: of closeness.
        writers: (m,) who wrote each digit, where that is known.

    Returns:
        `pairs`; `accuracy` at the threshold, its 95% interval `accuracy_interval`, `auc` and `eer`, all as
        shares of 1; and `writers`: for each writer how many pairs have a digit of theirs, and the accuracy on
        these.
    """
    pairs = compared.pairs
    roc = roc_curve(pairs.same, compared.closeness)
    right = (compared.closeness >= threshold) == (pairs.same > 0.5)
    found: dict[str, Any] = {
        "pairs": len(pairs),
        "accuracy": accuracy(pairs.same, compared.closeness, threshold),
        "accuracy_interval": list(accuracy_interval(pairs, right)),
        "auc": area_under(roc),
        "eer": equal_error_rate(roc),
    }
    if writers is not None:
        found["writers"] = {}
        for writer in np.unique(writers).tolist():
            theirs = (writers[pairs.left] == writer) | (writers[pairs.right] == writer)
            found["writers"][str(writer)] = {
                "pairs": int(theirs.sum()),
                "accuracy": float(right[theirs].mean()),
            }
    return found


def area_under(roc: Roc) -> float:
    """AUC: how often a random same pair is closer than a random different pair; 0.5 is guessing, 1 is
    perfect.
    """
    return float(np.trapezoid(roc.true_accepts, roc.false_accepts))


def equal_error_rate(roc: Roc) -> float:
    """EER: the error rate where false accepts are as frequent as false rejects, between points by straight
    lines.
    """
    false_rejects = 1 - roc.true_accepts
    gap = roc.false_accepts - false_rejects  # rises from -1 to 1
    after = int(np.argmax(gap >= 0))
    before = after - 1
    part = -gap[before] / (gap[after] - gap[before])
    return float(roc.false_accepts[before] + part * (roc.false_accepts[after] - roc.false_accepts[before]))


def calibrate(same: np.ndarray, closeness: np.ndarray) -> float:
    """The closeness above which answering "same" is right most often, half-way between the pairs on either
    side.

    Of several equally good ones it is the middle one.
    """
    roc = roc_curve(same, closeness)
    right = (roc.true_accepts * np.sum(np.asarray(same) > 0.5)) - roc.false_accepts * np.sum(
        np.asarray(same) <= 0.5
    )
    best = np.flatnonzero(np.isclose(right, right.max(), rtol=0, atol=0.5))
    chosen = int(best[len(best) // 2])
    if chosen == 0:  # it is best to accept no pair at all
        return float(np.nextafter(roc.thresholds[1], np.inf))
    after = roc.thresholds[min(chosen + 1, len(roc.thresholds) - 1)]
    return float((roc.thresholds[chosen] + after) / 2)


def accuracy(same: np.ndarray, closeness: np.ndarray, threshold: float) -> float:
    """Share of pairs that are answered rightly by `closeness >= threshold`."""
    return float(np.mean((np.asarray(closeness, np.float64) >= threshold) == (np.asarray(same) > 0.5)))


def histogram(same: np.ndarray, values: np.ndarray, end: float) -> dict[str, Any]:
    """Counts of same and different pairs in `BINS` bins of equal width from 0 to `end`; the last one takes
    what is beyond.
    """
    edges = np.linspace(0, end, BINS + 1)
    inside = np.minimum(values, np.nextafter(end, 0))
    counts = {
        name: np.histogram(inside[same == label], edges)[0].tolist()
        for name, label in (("same", 1), ("different", 0))
    }
    return {"end": end, **counts}


def _tidy_end(distances: np.ndarray) -> float:
    """An end for the distance axis that all but a few pairs stay below, with two digits."""
    end = float(np.quantile(distances, 0.9995))
    unit = 10.0 ** (np.floor(np.log10(end)) - 1)
    return float(round(np.ceil(end / unit) * unit, 6))
