"""ROC, AUC, EER, threshold. `closeness`: larger means more alike; a pair is accepted when closeness >=
threshold.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from siamese_core import DESIGNS, load_twins
from siamese_core.making.measure import accuracy, area_under, calibrate, equal_error_rate
from siamese_core.maps import ranked_test_pairs
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


def many_pairs(seed, decimals=None):
    """Overlapping same and different pairs; rounded, many are equally close."""
    rng = np.random.default_rng(seed)
    same = rng.integers(0, 2, 1000)
    closeness = rng.normal(same, 1.0)
    return same, closeness if decimals is None else np.round(closeness, decimals)


def test_a_roc_curve_by_hand():
    roc = roc_curve(SAME, CLOSENESS)
    np.testing.assert_array_equal(roc.thresholds, [np.inf, 0.9, 0.7, 0.5, 0.3, 0.1])
    np.testing.assert_allclose(roc.true_accepts, [0, 1 / 3, 2 / 3, 2 / 3, 1, 1])
    np.testing.assert_allclose(roc.false_accepts, [0, 0, 0, 1 / 2, 1 / 2, 1])


def test_the_area_is_the_share_of_same_and_different_pairs_in_the_right_order():
    # Of 3 * 2 combinations only (0.3 same, 0.5 different) is the wrong way round: 5 / 6.
    assert area_under(roc_curve(SAME, CLOSENESS)) == pytest.approx(5 / 6)


def test_equally_close_pairs_are_one_point_of_the_curve():
    roc = roc_curve(np.array([1, 0, 1, 0]), np.array([0.8, 0.8, 0.8, 0.2]))
    np.testing.assert_array_equal(roc.thresholds, [np.inf, 0.8, 0.2])
    np.testing.assert_array_equal(roc.true_accepts, [0, 1, 1])
    np.testing.assert_array_equal(roc.false_accepts, [0, 0.5, 1])
    # In combinations: two same pairs against 0.2 are right, two against 0.8 are ties, which count half: 3 /
    # 4.
    assert area_under(roc) == pytest.approx(3 / 4)


def test_a_distance_that_says_nothing_is_guessing():
    roc = roc_curve(np.array([1, 0, 1, 0]), np.zeros(4))
    assert area_under(roc) == 0.5
    assert equal_error_rate(roc) == 0.5


def test_the_equal_error_rate_at_a_point_of_the_curve():
    # With the three closest accepted, 1 of 3 different pairs is accepted and 1 of 3 same pairs is rejected.
    roc = roc_curve(np.array([1, 1, 0, 1, 0, 0]), np.array([6, 5, 4, 3, 2, 1]))
    assert equal_error_rate(roc) == pytest.approx(1 / 3)


def test_the_equal_error_rate_between_two_points():
    # After 0.7: no false accepts, 1/3 false rejects. After 0.5: 1/2 and 1/3. The line between the points has
    # false rejects of 1/3 all along, so both rates are equal where false accepts reach 1/3.
    assert equal_error_rate(roc_curve(SAME, CLOSENESS)) == pytest.approx(1 / 3)
    # Same pairs at 2 and 1, different at 1 and 0. After 2: 0 and 1/2. After 1: 1/2 and 0. Half-way both are
    # 1/4.
    assert equal_error_rate(roc_curve(np.array([1, 1, 0, 0]), np.array([2, 1, 1, 0]))) == pytest.approx(1 / 4)


@pytest.mark.parametrize(("closeness", "auc", "eer"), [([4, 3, 2, 1], 1, 0), ([1, 2, 3, 4], 0, 1)])
def test_perfect_and_perfectly_wrong(closeness, auc, eer):
    roc = roc_curve(np.array([1, 1, 0, 0]), np.array(closeness))
    assert (area_under(roc), equal_error_rate(roc)) == (auc, eer)


@pytest.mark.parametrize("decimals", [None, 1], ids=["all different", "many equally close"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_curve_and_its_area_are_those_of_scikit_learn(seed, decimals):
    same, closeness = many_pairs(seed, decimals)
    roc = roc_curve(same, closeness)
    false_accepts, true_accepts, thresholds = metrics.roc_curve(same, closeness, drop_intermediate=False)
    np.testing.assert_allclose(roc.false_accepts, false_accepts, atol=1e-9)
    np.testing.assert_allclose(roc.true_accepts, true_accepts, atol=1e-9)
    np.testing.assert_allclose(roc.thresholds, thresholds, atol=1e-9)
    assert area_under(roc) == pytest.approx(metrics.roc_auc_score(same, closeness), abs=1e-9)


@pytest.mark.parametrize("decimals", [None, 1], ids=["all different", "many equally close"])
def test_the_equal_error_rate_lies_where_scikit_learns_curve_crosses_the_diagonal(decimals):
    same, closeness = many_pairs(4, decimals)
    false_accepts, true_accepts, _ = metrics.roc_curve(same, closeness, drop_intermediate=False)
    rate = equal_error_rate(roc_curve(same, closeness))
    # Both rates as functions of how far along the curve we are: its length in steps right and up.
    along = false_accepts + true_accepts
    place = np.interp(0, false_accepts - (1 - true_accepts), along)
    assert rate == pytest.approx(np.interp(place, along, false_accepts), abs=1e-9)
    assert rate == pytest.approx(np.interp(place, along, 1 - true_accepts), abs=1e-9)


# The threshold


def test_the_threshold_lies_half_way_between_separable_pairs():
    assert calibrate(np.array([1, 1, 0, 0]), np.array([-0.2, -0.4, -0.8, -0.9])) == pytest.approx(-0.6)


def test_the_threshold_of_overlapping_pairs_makes_the_fewest_errors():
    # Accepting 0.9 and 0.7, or those and all down to 0.3, makes one error, any other choice two or more.
    # Of the two the later is the middle one: half-way between 0.3 and 0.1.
    threshold = calibrate(SAME, CLOSENESS)
    assert threshold == pytest.approx(0.2)
    assert accuracy(SAME, CLOSENESS, threshold) == 4 / 5


def best_accuracy_by_brute_force(same, closeness):
    """Tries a threshold at every pair, and one above all of them."""
    thresholds = [*closeness, max(closeness) + 1]
    return max(
        sum((near >= threshold) == (label == 1) for near, label in zip(closeness, same, strict=True))
        for threshold in thresholds
    ) / len(same)


labelled = st.lists(st.tuples(st.booleans(), st.integers(-9, 9)), min_size=2, max_size=12).filter(
    lambda pairs: len({same for same, _ in pairs}) == 2
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(labelled)
def test_no_threshold_is_better_than_the_calibrated_one(pairs):
    same, closeness = (np.array(values, np.float64) for values in zip(*pairs, strict=True))
    assert accuracy(same, closeness, calibrate(same, closeness)) == best_accuracy_by_brute_force(
        same, closeness
    )


def test_the_threshold_of_many_pairs_is_the_best_of_all():
    same, closeness = many_pairs(5)
    assert accuracy(same, closeness, calibrate(same, closeness)) == best_accuracy_by_brute_force(
        same, closeness
    )


def test_accuracy_by_hand():
    # At 0.5, and at least 0.5 is accepted: 0.9 and 0.7 rightly, 0.5 wrongly, 0.3 is wrongly rejected, 0.1
    # rightly.
    assert accuracy(SAME, CLOSENESS, 0.5) == 3 / 5
    assert accuracy(SAME, CLOSENESS, 0.6) == 4 / 5


# Errors


@pytest.mark.parametrize("function", [roc_curve, calibrate])
@pytest.mark.parametrize(
    ("same", "closeness", "message"),
    [
        ([1, 1], [0.1, 0.2], "same pairs and different pairs"),
        ([0, 0], [0.1, 0.2], "same pairs and different pairs"),
        ([], [], "same pairs and different pairs"),
        ([1, 0], [0.1, np.nan], "closeness is not a number"),
    ],
    ids=["only same", "only different", "no pairs", "NaN"],
)
def test_pairs_that_make_no_curve_are_refused(function, same, closeness, message):
    with pytest.raises(ValueError, match=message):
        function(np.array(same), np.array(closeness))


# Counting mistakes

BY_HAND = Confusion(
    true_accepts=2, false_rejects=1, false_accepts=1, true_rejects=1
)  # SAME and CLOSENESS at 0.5


def test_mistakes_counted_by_hand():
    # At least 0.5 is accepted: 0.9 and 0.7 of the same pairs, not 0.3; 0.5 of the different ones, not 0.1.
    ranked = rank_pairs(SAME, CLOSENESS)
    assert ranked.confusion(0.5) == BY_HAND
    assert (BY_HAND.total, BY_HAND.accuracy) == (5, 3 / 5)
    assert (BY_HAND.false_accept_rate, BY_HAND.false_reject_rate) == (1 / 2, 1 / 3)
    assert ranked.confusion(-np.inf) == Confusion(3, 0, 2, 0)
    assert ranked.confusion(np.inf) == Confusion(0, 3, 0, 2)


def confusion_by_a_loop(same, closeness, threshold):
    counts = {(is_same, accepted): 0 for is_same in (True, False) for accepted in (True, False)}
    for label, near in zip(same, closeness, strict=True):
        counts[label == 1, near >= threshold] += 1
    return Confusion(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


@pytest.mark.parametrize("decimals", [None, 1], ids=["all different", "many equally close"])
def test_mistakes_at_any_threshold_are_those_of_a_loop(decimals):
    same, closeness = many_pairs(6, decimals)
    ranked = rank_pairs(same, closeness)
    for threshold in (-9.0, -0.3, 0.0, 0.5, float(closeness[0]), 9.0):
        assert ranked.confusion(threshold) == confusion_by_a_loop(same, closeness, threshold)


def test_counted_and_calibrated_accuracy_agree_on_float32():
    same, closeness = many_pairs(7)
    closeness = closeness.astype(np.float32)
    threshold = calibrate(same, closeness)
    assert rank_pairs(same, closeness).confusion(threshold).accuracy == accuracy(same, closeness, threshold)


def test_one_kind_of_pairs_cannot_be_counted():
    with pytest.raises(ValueError, match="same pairs and different pairs"):
        rank_pairs(np.ones(3), np.zeros(3))


# The pairs around a value

EIGHT = rank_pairs(np.array([0, 0, 1, 0, 1, 0, 1, 1]), np.arange(8.0))  # closeness 0 to 7


def test_a_neighbourhood_ends_at_the_threshold():
    # At 3.5 four pairs are rejected and four accepted. Of the four around 3, those from 0 to 3 are rejected,
    # too.
    assert neighbourhood(EIGHT, 3.0, threshold=3.5, least=4) == Neighbourhood(0, 3, same=1, different=3)
    assert neighbourhood(EIGHT, 4.0, threshold=3.5, least=4) == Neighbourhood(4, 7, same=3, different=1)


def test_a_neighbourhood_lies_around_its_value_and_beyond_all_pairs_at_their_end():
    assert neighbourhood(EIGHT, 6.0, threshold=0, least=2) == Neighbourhood(5, 6, same=1, different=1)
    assert neighbourhood(EIGHT, 99.0, threshold=3.5, least=2) == Neighbourhood(6, 7, same=2, different=0)
    assert neighbourhood(EIGHT, 5.0, threshold=3.5, least=100) == Neighbourhood(4, 7, same=3, different=1)


def test_pairs_that_are_as_close_belong_to_it_as_well():
    ranked = rank_pairs(np.array([0, 1, 1, 0, 1]), np.array([1, 2, 2, 2, 3]))
    assert neighbourhood(ranked, 2.0, threshold=1.5, least=1) == Neighbourhood(2, 2, same=2, different=1)


def test_a_neighbourhood_that_speaks_against_the_answer_grows_away_from_the_threshold():
    # At 3.5 the pair at 5 is accepted, but alone it is a different one; so are 4 to 5, half of them the same.
    assert neighbourhood(EIGHT, 5.0, threshold=3.5, least=1) == Neighbourhood(4, 5, same=1, different=1)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.floats(-1, 3), st.integers(1, 400))
def test_evidence_and_answer_never_contradict_each_other(seed, value, least):
    same, closeness = many_pairs(seed, decimals=2)
    ranked, threshold = rank_pairs(same, closeness), calibrate(same, closeness)
    near = neighbourhood(ranked, value, threshold, least)
    if value >= threshold:
        assert near.low >= threshold
        assert near.same >= near.different
    else:
        assert near.high < threshold
        assert near.same <= near.different


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("shared", [True, False])
def test_the_twins_that_come_with_the_app_never_contradict_themselves(design, shared):
    twins = load_twins(design, shared)
    ranked, threshold = ranked_test_pairs(twins), twins.closeness_threshold
    for value in np.concatenate(
        [
            np.linspace(ranked.closeness[0], ranked.closeness[-1], 300),
            threshold + np.linspace(-0.02, 0.02, 41),
        ]
    ):
        near = neighbourhood(ranked, value, threshold)
        assert near.same == near.different or (near.same > near.different) == (value >= threshold)


# How sure an accuracy is


def simulated(seed, digits=120, count=3000, odd=0.04):
    """Pairs of digits of which some are odd: most pairs with an odd digit are answered wrongly."""
    rng = np.random.default_rng(seed)
    is_odd = rng.random(digits) < odd
    left = rng.integers(digits, size=count)
    right = (left + rng.integers(1, digits, size=count)) % digits
    chance = np.where(is_odd[left] | is_odd[right], 0.3, 0.99)
    return Pairs(left, right, np.arange(count) % 2), rng.random(count) < chance


def test_the_interval_holds_the_variance_of_all_pairs_that_share_a_digit():
    pairs, right = simulated(1, digits=30, count=200)
    residual = right - np.where(pairs.same == 1, right[pairs.same == 1].mean(), right[pairs.same == 0].mean())
    variance = 0.0
    for one in range(200):
        for other in range(200):
            ends = {pairs.left[one], pairs.right[one]}, {pairs.left[other], pairs.right[other]}
            shared = 1 if one == other else len(ends[0] & ends[1])
            variance += shared * residual[one] * residual[other] / 200**2
    share, z = right.mean(), 1.959964
    n = share * (1 - share) / variance
    middle, half = share + z**2 / (2 * n), z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    np.testing.assert_allclose(
        accuracy_interval(pairs, right),
        [(middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)],
        atol=1e-6,
    )


def test_about_95_of_100_intervals_hold_the_accuracy():
    normal, is_odd = 0.99, 0.04
    truth = (1 - is_odd) ** 2 * normal + (1 - (1 - is_odd) ** 2) * 0.3
    held = [
        low <= truth <= high for low, high in (accuracy_interval(*simulated(seed)) for seed in range(200))
    ]
    assert 0.88 <= np.mean(held) <= 0.99


def test_without_mistakes_an_interval_still_has_a_width():
    pairs, right = simulated(3)
    low, high = accuracy_interval(pairs, np.ones_like(right))
    assert high == pytest.approx(1)
    assert low == pytest.approx(1 / (1 + 1.96**2 / 60), abs=1e-4)  # Wilson's, for half of 120 digits
    assert accuracy_interval(pairs, np.zeros_like(right)) == pytest.approx((0, 1 - low))


def test_the_interval_over_digits_is_about_three_times_as_wide_as_one_over_pairs():
    twins = load_twins("cnn_contrastive", shared=True)
    found = twins.card["results"]["mnist"]
    over_pairs = 2 * 1.96 * np.sqrt(found["accuracy"] * (1 - found["accuracy"]) / found["pairs"])
    low, high = found["accuracy_interval"]
    assert 2 < (high - low) / over_pairs < 4
