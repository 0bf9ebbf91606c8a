"""The curves of the page on verification: fewer points, and the axes of error trade-off."""

import numpy as np
import pytest

from pages.parts.verification.numbers import normal_deviate, places, thinned
from siamese_core.making.measure import area_under
from siamese_core.verification import roc_curve

SAME, CLOSENESS = np.array([1, 1, 0, 1, 0]), np.array([0.9, 0.7, 0.5, 0.3, 0.1])


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


def test_points_are_per_cent_of_accepts_or_deviates_of_errors():
    assert places([0.1, 0.5], [0.2, 0.5], det=False) == [[10, 80], [50, 50]]
    assert places([0.5, 0.0], [0.5, 0.5], det=True) == [[0, 0]]  # no errors at all are infinitely far away
