"""ROC, confusion, neighbourhood, interval. `closeness`: larger means more alike; a pair is accepted when
closeness >= threshold.
"""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from siamese_core.maps import evaluation_pairs, ranked_test_pairs
from siamese_core.pairs import Pairs
from siamese_core.verification import (
    Confusion,
    Neighbourhood,
    accuracy_interval,
    neighbourhood,
    rank_pairs,
    roc_curve,
)

# Three same and two different pairs, from the closest on: same, same, different, same, different.
SAME = np.array([1, 0, 1, 1, 0])
CLOSENESS = np.array([0.9, 0.5, 0.7, 0.3, 0.1])
TIES = pytest.mark.parametrize("decimals", [None, 1], ids=["all different", "many equally close"])
many_examples = settings(max_examples=200, deadline=None, derandomize=True)


def many_pairs(seed, decimals=None):
    """Overlapping same and different pairs; rounded, many are equally close."""
    rng = np.random.default_rng(seed)
    same = rng.integers(0, 2, 1000)
    closeness = rng.normal(same, 1.0)
    return same, closeness if decimals is None else np.round(closeness, decimals)


# same (n,) and closeness (n,) of 2 to 12 pairs of both kinds, some of them equally close
labelled = (
    st.lists(st.tuples(st.booleans(), st.integers(-9, 9)), min_size=2, max_size=12)
    .filter(lambda pairs: len({same for same, _ in pairs}) == 2)
    .map(lambda pairs: tuple(np.array(pairs, np.float64).T))
)


def test_a_roc_curve_by_hand():
    roc = roc_curve(SAME, CLOSENESS)
    np.testing.assert_array_equal(roc.thresholds, [np.inf, 0.9, 0.7, 0.5, 0.3, 0.1])
    np.testing.assert_allclose(roc.true_accepts, [0, 1 / 3, 2 / 3, 2 / 3, 1, 1])
    np.testing.assert_allclose(roc.false_accepts, [0, 0, 0, 1 / 2, 1 / 2, 1])


@TIES
def test_a_roc_curve_is_that_of_scikit_learn(decimals):
    same, closeness = many_pairs(0, decimals)
    roc, expected = roc_curve(same, closeness), metrics.roc_curve(same, closeness, drop_intermediate=False)
    for found, theirs in zip((roc.false_accepts, roc.true_accepts, roc.thresholds), expected, strict=True):
        np.testing.assert_allclose(found, theirs, atol=1e-9)


@pytest.mark.parametrize("function", [roc_curve, rank_pairs])
@pytest.mark.parametrize("same", [[1, 1], [0, 0], []], ids=["only same", "only different", "none"])
def test_pairs_of_one_kind_are_refused(function, same):
    with pytest.raises(ValueError, match="same pairs and different pairs"):
        function(np.array(same), np.zeros(len(same)))


@pytest.mark.parametrize("function", [roc_curve, rank_pairs])
def test_a_closeness_that_is_not_a_number_is_refused(function):
    with pytest.raises(ValueError, match="not a number"):
        function(np.array([1, 0]), np.array([0.1, np.nan]))


# Counting mistakes


def test_mistakes_counted_by_hand():
    # At least 0.5 is accepted: 0.9 and 0.7 of the same pairs, not 0.3; 0.5 of the different ones, not 0.1.
    found = rank_pairs(SAME, CLOSENESS).confusion(0.5)
    assert found == Confusion(true_accepts=2, false_rejects=1, false_accepts=1, true_rejects=1)
    assert (found.total, found.accuracy) == (5, 3 / 5)
    assert (found.false_accept_rate, found.false_reject_rate) == (1 / 2, 1 / 3)


def confusion_by_a_loop(same, closeness, threshold):
    found = Counter((label == 1, near >= threshold) for label, near in zip(same, closeness, strict=True))
    return Confusion(found[True, True], found[True, False], found[False, True], found[False, False])


@many_examples
@given(labelled, st.one_of(st.integers(-10, 10), st.floats(-10, 10), st.sampled_from([-np.inf, np.inf])))
def test_mistakes_at_any_threshold_are_those_of_a_loop(pairs, threshold):
    assert rank_pairs(*pairs).confusion(threshold) == confusion_by_a_loop(*pairs, threshold)


# The pairs around a value

EIGHT = rank_pairs(np.array([0, 0, 1, 0, 1, 0, 1, 1]), np.arange(8.0))  # closeness 0 to 7


@pytest.mark.parametrize(
    ("value", "threshold", "least", "expected"),
    [
        # Of the pairs from 1 to 4, around 3, one is accepted at 3.5. So it is those from 0 to 3.
        (3.0, 3.5, 4, Neighbourhood(0, 3, same=1, different=3)),
        (4.0, 3.5, 4, Neighbourhood(4, 7, same=3, different=1)),
        (6.0, 0.0, 2, Neighbourhood(5, 6, same=1, different=1)),
        (99.0, 3.5, 2, Neighbourhood(6, 7, same=2, different=0)),
        (-99.0, 3.5, 2, Neighbourhood(0, 1, same=0, different=2)),
        (5.0, 3.5, 100, Neighbourhood(4, 7, same=3, different=1)),
        # The pair at 5 is accepted and a different one. With the one at 4, half of them speak for the answer.
        (5.0, 3.5, 1, Neighbourhood(4, 5, same=1, different=1)),
    ],
    ids=["below", "above", "in between", "beyond the end", "before the start", "all of them", "it grows"],
)
def test_a_neighbourhood_by_hand(value, threshold, least, expected):
    assert neighbourhood(EIGHT, value, threshold, least) == expected


def test_pairs_that_are_as_close_belong_to_it_as_well():
    ranked = rank_pairs(np.array([0, 1, 1, 0, 1]), np.array([1, 2, 2, 2, 3]))
    assert neighbourhood(ranked, 2.0, threshold=1.5, least=1) == Neighbourhood(2, 2, same=2, different=1)


@many_examples
@given(labelled, st.floats(-10, 10), st.floats(-10, 10), st.integers(1, 13))
def test_a_neighbourhood_speaks_for_the_answer_or_is_all_pairs_with_it(pairs, value, threshold, least):
    same, closeness = pairs
    accepted = value >= threshold
    with_this_answer = (closeness >= threshold) == accepted
    near = neighbourhood(rank_pairs(same, closeness), value, threshold, least)
    inside = with_this_answer & (closeness >= near.low) & (closeness <= near.high)
    assert (near.same, near.different) == (same[inside].sum(), (1 - same[inside]).sum())
    assert inside.sum() >= min(least, with_this_answer.sum())
    if not np.array_equal(inside, with_this_answer):
        assert near.same >= near.different if accepted else near.same <= near.different


def test_the_twins_that_come_with_the_app_never_contradict_themselves(twins):
    ranked, threshold = ranked_test_pairs(twins), twins.closeness_threshold
    everywhere = np.linspace(ranked.closeness[0], ranked.closeness[-1], 300)
    for value in [*everywhere, *(threshold + np.linspace(-0.02, 0.02, 41))]:
        near = neighbourhood(ranked, value, threshold)
        assert near.same == near.different or (near.same > near.different) == (value >= threshold)


# How sure an accuracy is


def simulated(seed, digits=120, count=3000):
    """Pairs of digits of which 4% are odd: 99 of 100 pairs are answered rightly, with an odd digit 30."""
    rng = np.random.default_rng(seed)
    odd = rng.random(digits) < 0.04
    left = rng.integers(digits, size=count)
    right = (left + rng.integers(1, digits, size=count)) % digits
    chance = np.where(odd[left] | odd[right], 0.3, 0.99)
    return Pairs(left, right, np.arange(count) % 2), rng.random(count) < chance


def wilson(share, n, z=1.959964):
    middle, half = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def test_the_interval_holds_the_variance_of_all_pairs_that_share_a_digit():
    pairs, right = simulated(1, digits=30, count=200)
    means = [right[pairs.same == kind].mean() for kind in (0, 1)]
    residual = [is_right - means[kind] for is_right, kind in zip(right, pairs.same, strict=True)]
    digits = [{left, right} for left, right in zip(pairs.left, pairs.right, strict=True)]
    variance = 0.0
    for one in range(200):
        for other in range(200):
            in_common = 1 if one == other else len(digits[one] & digits[other])
            variance += in_common * residual[one] * residual[other] / 200**2
    share = right.mean()
    expected = wilson(share, share * (1 - share) / variance)
    np.testing.assert_allclose(accuracy_interval(pairs, right), expected, atol=1e-6)


def test_about_95_of_100_intervals_hold_the_accuracy():
    truth = 0.96**2 * 0.99 + (1 - 0.96**2) * 0.3
    intervals = [accuracy_interval(*simulated(seed)) for seed in range(200)]
    held = np.mean([low <= truth <= high for low, high in intervals])
    assert 0.88 <= held <= 0.99  # 95%, give or take 4 standard deviations of sqrt(0.05 * 0.95 / 200) = 1.5%


def test_the_interval_is_as_wide_as_digits_drawn_again_make_it():
    pairs, right = simulated(2, digits=400, count=20_000)
    rng, shares = np.random.default_rng(0), []
    for _ in range(300):  # a digit that is drawn twice has each of its pairs twice
        times = np.bincount(rng.integers(400, size=400), minlength=400)
        weights = times[pairs.left] * times[pairs.right]
        shares.append((weights * right).sum() / weights.sum())
    low, high = accuracy_interval(pairs, right)
    assert (high - low) / (2 * 1.96 * np.std(shares)) == pytest.approx(1, abs=0.15)


def test_without_mistakes_and_with_nothing_else_an_interval_still_has_a_width():
    pairs, right = simulated(3)  # of 120 digits: as sure as 60 independent pairs
    everything, nothing = np.ones_like(right), np.zeros_like(right)
    assert accuracy_interval(pairs, everything) == pytest.approx(wilson(1, 60), abs=1e-6)
    assert accuracy_interval(pairs, nothing) == pytest.approx(wilson(0, 60), abs=1e-6)


@pytest.mark.parametrize("kind", [0.0, 1.0], ids=["different", "same"])
def test_pairs_of_one_kind_have_an_interval(kind):
    pairs, right = simulated(4)
    low, high = accuracy_interval(Pairs(pairs.left, pairs.right, np.full(3000, kind)), right)
    assert low < right.mean() < high


def test_the_interval_over_digits_is_about_three_times_as_wide_as_one_over_pairs(shared_twins):
    found = shared_twins.card["results"]["mnist"]
    low, high = found["accuracy_interval"]
    over_pairs = np.diff(wilson(found["accuracy"], len(evaluation_pairs())))
    assert 2 < (high - low) / over_pairs < 4
