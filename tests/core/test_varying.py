"""A hand that varies: it strays a little, each time differently, and no further than it is said to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siamese_core.strokes import draw
from siamese_core.varying import HAND, Hand, vary

STEADY = Hand(bend=0, move=0, stretch=0, turn=0)
FOUR = [np.array([[10.0, 0], [0, 60], [50, 60]]), np.array([[40.0, 20], [40, 100]])]

signs = st.lists(
    st.lists(st.tuples(*[st.floats(-500, 500)] * 2), min_size=1, max_size=12).map(np.array), max_size=5
)
many = settings(deadline=None, derandomize=True)


def written(seed, strokes=FOUR, hand=HAND):
    return vary(strokes, np.random.default_rng(seed), hand)


def joined(strokes):
    return np.concatenate(strokes)


@many
@given(signs, st.integers(0, 99))
def test_as_many_strokes_of_as_many_points_come_back(strokes, seed):
    varied = written(seed, strokes)
    assert [stroke.shape for stroke in varied] == [stroke.shape for stroke in strokes]
    assert all(np.isfinite(stroke).all() for stroke in varied)


def test_the_same_seed_writes_the_same_and_every_other_writes_differently():
    np.testing.assert_array_equal(joined(written(1)), joined(written(1)))
    assert len({joined(written(seed)).tobytes() for seed in range(20)}) == 20
    rng = np.random.default_rng(1)
    assert (joined(vary(FOUR, rng)) != joined(vary(FOUR, rng))).all()


@many
@given(signs, st.integers(0, 99))
def test_a_steady_hand_writes_what_is_there(strokes, seed):
    for stroke, again in zip(strokes, written(seed, strokes, STEADY), strict=True):
        np.testing.assert_allclose(again, stroke, atol=1e-9)


def farthest_stray(hand):
    """How far a point may be from where it was, as a share of the longer side.

    Once, for a stroke: by waves along both axes, and by a move along both, so each sqrt(2) at most; stretched
    and turned about the middle, from which no point is farther than half the diagonal of a square, after its
    waves. Then the whole sign, which is larger by now, does the same.
    """
    size, total = 1.0, 0.0
    for _ in range(2):
        bent = size + 2 * hand.bend
        about_the_middle = (hand.stretch + np.deg2rad(hand.turn)) * bent * np.sqrt(2) / 2
        once = np.sqrt(2) * (hand.bend + hand.move) + about_the_middle * (1 + hand.stretch)
        total, size = total + once, size + 2 * once
    return total


@many
@given(
    signs.filter(bool), st.integers(0, 99), st.sampled_from([HAND, Hand(0.2, 0, 0, 0), Hand(0, 0, 0.3, 30)])
)
def test_no_point_strays_farther_than_the_hand_may(strokes, seed, hand):
    side = np.ptp(joined(strokes), axis=0).max()
    strayed = np.linalg.norm(joined(written(seed, strokes, hand)) - joined(strokes), axis=1)
    assert strayed.max() <= farthest_stray(hand) * side + 1e-9


@pytest.mark.parametrize("unit", [0.01, 7])
def test_what_it_does_grows_with_the_sign_and_goes_where_it_goes(unit):
    larger = [stroke * unit for stroke in FOUR]
    np.testing.assert_allclose(joined(written(3, larger)), joined(written(3)) * unit, rtol=1e-9)


def test_strokes_stray_each_for_itself_and_bend():
    """A straight line of many points stays straight when it is only moved, stretched and turned."""
    line = np.stack([np.linspace(0, 1, 50), np.zeros(50)], axis=1)

    def bend(points):  # how far points are from the line between the ends
        x, y = (points - points[0]).T
        return np.abs(x * y[-1] - y * x[-1]).max() / np.hypot(x[-1], y[-1])

    firm, bending = Hand(0, HAND.move, HAND.stretch, HAND.turn), Hand(HAND.bend, 0, 0, 0)
    for seed in range(20):
        assert bend(written(seed, [line], firm)[0]) == pytest.approx(0, abs=1e-9)
    assert np.median([bend(written(seed, [line], bending)[0]) for seed in range(20)]) > HAND.bend / 10
    left, right = written(0, [line, line])  # two strokes that were one on the other
    assert np.abs(left - right).max() > 0.001


@pytest.mark.parametrize("strokes", [[], [np.array([[3, 4]])], [np.array([[3, 4]])] * 2], ids=len)
def test_what_has_no_size_stays_as_it_is(strokes):
    assert [stroke.tolist() for stroke in written(0, strokes)] == [stroke.tolist() for stroke in strokes]


def test_what_was_given_is_not_changed():
    before = joined(FOUR).copy()
    written(0)
    np.testing.assert_array_equal(joined(FOUR), before)


def test_a_varied_digit_has_most_of_its_ink_where_it_was():
    seven = [np.array([[0.0, 0], [40, 0], [15, 60]])]
    ink, kept = draw(seven), []
    for seed in range(50):
        varied = draw(written(seed, seven))
        kept.append(np.minimum(ink, varied).sum() / ink.sum())
    assert min(kept) > 0.4
    assert 0.6 < np.mean(kept) < 0.98
