"""AUC, EER, threshold, accuracy and histograms. `closeness`: larger means more alike; a pair is accepted when
closeness >= threshold.
"""

import numpy as np
import pytest
from hypothesis import given
from sklearn import metrics

from siamese_core.making.measure import (
    ComparedPairs,
    accuracy,
    area_under,
    calibrate,
    equal_error_rate,
    histogram,
    results,
)
from siamese_core.pairs import Pairs
from siamese_core.verification import rank_pairs, roc_curve
from tests.core.test_verification import CLOSENESS, SAME, TIES, labelled, many_examples, many_pairs


def auc_and_eer(same, closeness):
    roc = roc_curve(np.array(same), np.array(closeness))
    return area_under(roc), equal_error_rate(roc)


@pytest.mark.parametrize(
    ("same", "closeness", "auc", "eer"),
    [
        ([1, 1, 0, 0], [4, 3, 2, 1], 1, 0),  # perfect
        ([1, 1, 0, 0], [1, 2, 3, 4], 0, 1),  # perfectly wrong
        ([1, 0, 1, 0], [0, 0, 0, 0], 1 / 2, 1 / 2),  # guessing
        # Of 3 * 2 combinations only (0.3 same, 0.5 different) is the wrong way round. After 0.7: no false
        # accepts, 1/3 false rejects. After 0.5: 1/2 and 1/3. On the line between, both reach 1/3.
        (SAME, CLOSENESS, 5 / 6, 1 / 3),
        # Two same pairs against 0.2 are right, two against 0.8 are ties, which count half. After 0.8: false
        # accepts 1/2, false rejects 0; before it 0 and 1. On the line between, both reach 1/3.
        ([1, 0, 1, 0], [0.8, 0.8, 0.8, 0.2], 3 / 4, 1 / 3),
        # 1 of 3 * 3 is the wrong way round. After the three closest, 1 of 3 is wrong on both sides.
        ([1, 1, 0, 1, 0, 0], [6, 5, 4, 3, 2, 1], 8 / 9, 1 / 3),
    ],
)
def test_auc_and_eer_by_hand(same, closeness, auc, eer):
    assert auc_and_eer(same, closeness) == pytest.approx((auc, eer))


@TIES
def test_auc_and_eer_are_those_of_scikit_learns_curve(decimals):
    same, closeness = many_pairs(4, decimals)
    false_accepts, true_accepts, _ = metrics.roc_curve(same, closeness, drop_intermediate=False)
    auc, eer = auc_and_eer(same, closeness)
    assert auc == pytest.approx(metrics.roc_auc_score(same, closeness), abs=1e-9)
    # Both rates as functions of how far along the curve we are: its length in steps right and up.
    along = false_accepts + true_accepts
    crossing = np.interp(0, false_accepts - (1 - true_accepts), along)
    for rates in (false_accepts, 1 - true_accepts):
        assert eer == pytest.approx(np.interp(crossing, along, rates), abs=1e-9)


# The threshold


def test_the_threshold_lies_half_way_between_separable_pairs():
    assert calibrate(np.array([1, 1, 0, 0]), np.array([-0.2, -0.4, -0.8, -0.9])) == pytest.approx(-0.6)


def test_of_equally_good_thresholds_it_is_the_middle_one():
    # Accepting 0.9 and 0.7, or those and all down to 0.3, makes one error, any other choice two or more.
    # Of the two the later is the middle one: half-way between 0.3 and 0.1.
    assert calibrate(SAME, CLOSENESS) == pytest.approx(0.2)


def best_accuracy_by_brute_force(same, closeness):
    """Tries a threshold at every pair, and one above all of them."""
    return max(
        sum((near >= threshold) == (label == 1) for near, label in zip(closeness, same, strict=True))
        for threshold in [*closeness, max(closeness) + 1]
    ) / len(same)


def assert_calibrated_best(same, closeness):
    threshold = calibrate(same, closeness)
    assert accuracy(same, closeness, threshold) == best_accuracy_by_brute_force(same, closeness)
    assert accuracy(same, closeness, threshold) == rank_pairs(same, closeness).confusion(threshold).accuracy


@many_examples
@given(labelled)
def test_no_threshold_is_better_than_the_calibrated_one(pairs):
    assert_calibrated_best(*pairs)


def test_a_threshold_of_float32_pairs_counts_as_they_are_counted():
    same, closeness = many_pairs(7)
    assert_calibrated_best(same, closeness.astype(np.float32))


# Results, with a pencil


def test_results_by_hand():
    # From the closest on: same, different, same, different. One of 2 * 2 combinations is the wrong way round.
    same, writers = np.array([1, 0, 1, 0]), np.array([7, 7, 9])
    pairs = Pairs(np.array([0, 1, 0, 2]), np.array([1, 2, 2, 1]), same)
    found = results(ComparedPairs(pairs, np.arange(4.0), -np.arange(4.0)), -2.5, writers)
    assert (found["pairs"], found["accuracy"], found["auc"], found["eer"]) == (4, 0.75, 0.75, 0.5)
    low, high = found["accuracy_interval"]
    assert low < 0.75 < high
    # Right are all but the second. Writer 7 has a digit in all pairs, writer 9 in all but the first.
    assert found["writers"] == {
        "7": {"pairs": 4, "accuracy": 0.75},
        "9": {"pairs": 3, "accuracy": pytest.approx(2 / 3)},
    }


def test_a_histogram_has_100_bins_and_the_last_takes_what_is_beyond():
    same = np.array([1, 1, 0, 0, 1, 0])
    values = np.array([0, 0.019, 0.021, 1.01, 2, 9.5])  # bins 0.02 wide: 0, 0, 1, 50, and twice the last
    found = histogram(same, values, 2.0)
    counts = {
        name: {place: count for place, count in enumerate(found[name]) if count}
        for name in ("same", "different")
    }
    assert counts == {"same": {0: 2, 99: 1}, "different": {1: 1, 50: 1, 99: 1}}
    assert found["end"] == 2.0
