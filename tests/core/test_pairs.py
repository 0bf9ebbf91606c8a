"""Sampling labelled pairs."""

from itertools import permutations

import numpy as np
import pytest

from siamese_core.pairs import sample_pairs

# Three 0s, two 1s and a single 2, not in order.
CLASSES = np.array([0, 1, 0, 2, 0, 1])


def sample(classes, count, seed=1):
    return sample_pairs(np.asarray(classes), count, np.random.default_rng(seed))


@pytest.mark.parametrize(("count", "same_pairs"), [(1000, 500), (7, 3), (1, 0), (0, 0)])
def test_half_of_the_pairs_rounded_down_are_the_same_digit(count, same_pairs):
    pairs = sample(CLASSES, count)
    assert len(pairs) == len(pairs.left) == len(pairs.right) == count
    assert pairs.same.sum() == same_pairs


def test_same_says_whether_the_digits_are_the_same():
    pairs = sample(CLASSES, 1000)
    assert pairs.same.dtype == np.float32
    for left, right, same in zip(pairs.left, pairs.right, pairs.same, strict=True):
        assert same == (1.0 if CLASSES[left] == CLASSES[right] else 0.0)


def test_no_digit_is_paired_with_itself():
    pairs = sample(CLASSES, 1000)
    assert (pairs.left != pairs.right).all()


def test_a_class_with_a_single_digit_is_never_in_a_same_pair():
    pairs = sample(CLASSES, 1000)
    single = 3  # where the 2 stands
    with_it = (pairs.left == single) | (pairs.right == single)
    assert with_it.any()
    assert pairs.same[with_it].max() == 0


def test_same_and_different_pairs_are_mixed():
    same = sample(CLASSES, 1000).same
    assert (
        0.4 < same[:500].mean() < 0.6
    )  # 0.5, give or take 4.5 standard deviations of sqrt(0.25 / 500) = 0.022


def chance_of(left, right):
    """How likely a pair is, by hand: a left digit at random, then the right one at random among those that
    fit.
    """
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
    counts = dict.fromkeys(expected, 0)
    for pair in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
        counts[pair] += 1
    # A share of 0.1 out of 60,000 has a standard deviation of sqrt(0.1 * 0.9 / 60,000) = 0.0012; this allows
    # 4 of them.
    assert {pair: count / 60_000 for pair, count in counts.items()} == pytest.approx(expected, abs=0.005)


def test_the_same_seed_gives_the_same_pairs_and_another_seed_others():
    first, again, other = (
        sample(CLASSES, 100, seed=5),
        sample(CLASSES, 100, seed=5),
        sample(CLASSES, 100, seed=6),
    )
    for name in ("left", "right", "same"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    assert (first.left != other.left).any()


def test_classes_may_be_any_numbers():
    pairs = sample([70, -3, 70, -3], 100)
    classes = np.array([70, -3, 70, -3])
    np.testing.assert_array_equal(pairs.same, classes[pairs.left] == classes[pairs.right])


@pytest.mark.parametrize(
    "classes", [[], [5], [5, 5, 5], [1, 2, 3]], ids=["none", "one", "one class", "no two of a class"]
)
def test_digits_that_make_no_pairs_are_refused(classes):
    with pytest.raises(ValueError, match="at least two classes, and two digits of at least one class"):
        sample(classes, 10)
