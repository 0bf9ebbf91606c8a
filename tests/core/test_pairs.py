"""Sampling labelled pairs."""

from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from siamese_core.pairs import sample_pairs

# Three 0s, two 1s and a single 2, not in order.
CLASSES = np.array([0, 1, 0, 2, 0, 1])


def sample(classes, count, seed=1):
    return sample_pairs(np.asarray(classes), count, np.random.default_rng(seed))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.integers(-2, 2), min_size=3, max_size=20), st.integers(0, 50), st.integers(0, 99))
def test_half_of_the_pairs_are_the_same_digit_and_none_pairs_a_digit_with_itself(classes, count, seed):
    assume(1 < len(set(classes)) < len(classes))  # two classes, and two digits of one of them
    pairs, classes = sample(classes, count, seed), np.array(classes)
    assert len(pairs) == len(pairs.left) == len(pairs.right) == count
    assert pairs.same.dtype == np.float32
    assert pairs.same.sum() == count // 2
    np.testing.assert_array_equal(classes[pairs.left] == classes[pairs.right], pairs.same == 1)
    assert (pairs.left != pairs.right).all()


def test_same_and_different_pairs_are_mixed():
    # 0.5, give or take 4.5 standard deviations of sqrt(0.25 / 500) = 0.022
    assert 0.4 < sample(CLASSES, 1000).same[:500].mean() < 0.6


def chance_of(left, right):
    """How likely a pair is, by hand: a left digit at random, then the right one among those that fit."""
    of_its_class = {0: 3, 1: 2, 2: 1}[CLASSES[left]]
    if CLASSES[left] == CLASSES[right]:
        pairable, others = 5, of_its_class - 1  # all but the single 2 can be the left one
    else:
        pairable, others = 6, 6 - of_its_class
    return 0.5 * 1 / pairable * 1 / others


def test_every_pair_comes_as_often_as_chance_says():
    pairs = sample(CLASSES, 60_000)
    expected = {(left, right): chance_of(left, right) for left, right in permutations(range(6), 2)}
    assert sum(expected.values()) == pytest.approx(1)
    counts = Counter(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    # A share of 0.1 of 60,000 has a standard deviation of sqrt(0.1 * 0.9 / 60,000) = 0.0012: here are four.
    assert {pair: count / 60_000 for pair, count in counts.items()} == pytest.approx(expected, abs=0.005)


def test_the_same_seed_gives_the_same_pairs_and_another_seed_others():
    first, again, other = (sample(CLASSES, 100, seed) for seed in (5, 5, 6))
    for name in ("left", "right", "same"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    assert (first.left != other.left).any()


@pytest.mark.parametrize(
    "classes", [[], [5], [5, 5, 5], [1, 2, 3]], ids=["none", "one", "one class", "no two of a class"]
)
def test_digits_that_make_no_pairs_are_refused(classes):
    with pytest.raises(ValueError, match="at least two classes, and two digits of at least one class"):
        sample(classes, 10)
