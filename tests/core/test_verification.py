"""ROC, AUC, EER, threshold. `closeness`: larger means more alike; a pair is accepted when closeness >= threshold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from siamese_core.verification import (
    Confusion,
    Neighbourhood,
    accuracy,
    area_under,
    calibrate,
    equal_error_rate,
    neighbourhood,
    normal_deviate,
    rank_pairs,
    roc_curve,
    thinned,
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
    # In combinations: two same pairs against 0.2 are right, two against 0.8 are ties, which count half: 3 / 4.
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
    # Same pairs at 2 and 1, different at 1 and 0. After 2: 0 and 1/2. After 1: 1/2 and 0. Half-way both are 1/4.
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
    # At 0.5, and at least 0.5 is accepted: 0.9 and 0.7 rightly, 0.5 wrongly, 0.3 is wrongly rejected, 0.1 rightly.
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


HISTOGRAM = {"end": 1.0, "same": [10, 5, 0, 0], "different": [0, 5, 10, 300]}  # bins 0.25 wide


def test_a_neighbourhood_is_the_bin_of_the_value_where_it_holds_enough_pairs():
    near = neighbourhood(HISTOGRAM, 0.3, least=10)
    assert near == Neighbourhood(0.25, 0.5, same=5, different=5)
    assert near.share_same == 0.5


def test_a_neighbourhood_grows_on_both_sides_until_it_holds_enough_pairs():
    assert neighbourhood(HISTOGRAM, 0.3, least=11) == Neighbourhood(
        0.0, 0.75, same=15, different=15
    )  # 10 + 10 + 10


def test_a_value_beyond_the_histogram_belongs_to_its_last_bin_which_has_no_end():
    assert neighbourhood(HISTOGRAM, 7.0, least=1) == Neighbourhood(0.75, np.inf, same=0, different=300)


def test_with_too_few_pairs_a_neighbourhood_is_all_of_them():
    near = neighbourhood(HISTOGRAM, 0.0, least=10_000)
    assert near == Neighbourhood(0.0, np.inf, same=15, different=315)


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


# Drawing the curve


def test_a_thinned_curve_keeps_its_ends_and_its_shape():
    rng = np.random.default_rng(8)
    same = rng.integers(0, 2, 100_000)
    roc = roc_curve(same, rng.normal(3 * same, 1.0))
    thin = thinned(roc, points=400)
    assert len(thin.thresholds) <= 400
    assert (thin.false_accepts[0], thin.true_accepts[0]) == (0, 0)
    assert (thin.false_accepts[-1], thin.true_accepts[-1]) == (1, 1)
    # How far the thin curve is from the whole one, at equal lengths along them, as steps right and up.
    along, along_thin = roc.false_accepts + roc.true_accepts, thin.false_accepts + thin.true_accepts
    assert np.abs(np.interp(along, along_thin, thin.false_accepts) - roc.false_accepts).max() < 0.002
    assert area_under(thin) == pytest.approx(area_under(roc), abs=1e-4)
    # The same on error trade-off axes, where both errors are at least one in a thousand.
    x, y, x_thin, y_thin = (
        normal_deviate(np.clip(rates, 1e-5, 1 - 1e-5))
        for rates in (roc.false_accepts, roc.true_accepts, thin.false_accepts, thin.true_accepts)
    )
    seen = (roc.false_accepts > 1e-3) & (roc.true_accepts < 1 - 1e-3)
    assert np.abs(np.interp(x + y, x_thin + y_thin, x_thin) - x)[seen].max() < 0.03


def test_a_short_curve_stays_as_it_is():
    roc = roc_curve(SAME, CLOSENESS)
    np.testing.assert_array_equal(thinned(roc).thresholds, roc.thresholds)


def test_normal_deviates_are_those_of_the_tables():
    np.testing.assert_allclose(
        normal_deviate(np.array([[0.5, 0.975], [0.1587, 0.001]])), [[0, 1.96], [-1, -3.09]], atol=1e-3
    )


@pytest.mark.parametrize("share", [0, 1, -0.1, np.nan])
def test_no_errors_at_all_have_no_deviate(share):
    with pytest.raises(ValueError, match="above 0 and below 1"):
        normal_deviate(np.array([0.5, share]))
