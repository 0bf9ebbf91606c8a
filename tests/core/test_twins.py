"""Trained twins, comparing digits."""

from dataclasses import replace
from math import prod

import numpy as np
import pytest

from siamese_core import load_twins
from siamese_core.designs import BY_NAME
from siamese_core.twins import BLOCK, assemble, expected_shapes

# Comparing digits


@pytest.fixture(scope="module")
def two_digits(digits):
    """A 7 and a 2."""
    return digits.images[0], digits.images[1]


def test_there_are_six_trained_twins(twins):
    assert (twins.card["design"], twins.card["sharing"]) == (twins.design.name, twins.sharing)
    shapes = expected_shapes(twins.design, twins.shared).values()
    assert twins.parameters == sum(map(prod, shapes))  # test_designs.py has the numbers


def test_a_comparison_holds_embeddings_distance_and_probability(twins, two_digits):
    comparison = twins.compare(*two_digits)
    for embedding in (comparison.left_embedding, comparison.right_embedding):
        assert embedding.shape == (twins.design.dim,)
        assert embedding.dtype == np.float32
    difference = comparison.left_embedding.astype(np.float64) - comparison.right_embedding
    assert comparison.distance == pytest.approx(np.sqrt((difference**2).sum()), rel=1e-5)
    if twins.design.metric_network:
        assert 0 <= comparison.probability <= 1
    else:
        assert comparison.probability is None


def test_the_verdict_follows_the_threshold(twins, two_digits):
    comparison = twins.compare(*two_digits)
    if twins.design.metric_network:
        decides, stricter = comparison.probability, np.inf  # the same where probability >= threshold
    else:
        decides, stricter = comparison.distance, -np.inf  # the same where distance <= threshold
    assert with_threshold(twins, decides).compare(*two_digits).same is True
    assert with_threshold(twins, np.nextafter(decides, stricter)).compare(*two_digits).same is False


def with_threshold(twins, threshold):
    return replace(twins, card={**twins.card, "threshold": float(threshold)})


def test_closeness_decides_as_compare_does(twins, digits):
    left, right = twins.embed_left(digits.images[:40]), twins.embed_right(digits.images[40:80])
    by_closeness = twins.closeness(left, right) >= twins.closeness_threshold
    by_compare = [twins.compare_embeddings(*pair).same for pair in zip(left, right, strict=True)]
    np.testing.assert_array_equal(by_closeness, by_compare)


def test_comparing_embeddings_is_comparing_digits(twins, two_digits):
    expected = vars(twins.compare(*two_digits))
    found = vars(twins.compare_embeddings(expected["left_embedding"], expected["right_embedding"]))
    assert found == expected


# What sharing promises


def test_shared_twins_have_one_branch(shared_twins):
    assert shared_twins.left is shared_twins.right


def test_shared_twins_give_identical_pictures_a_distance_of_exactly_0(shared_twins, digits):
    for picture in digits.images[:10]:
        assert shared_twins.compare(picture, picture.copy()).distance == 0.0


def test_swapping_digits_swaps_the_embeddings_of_shared_twins_and_keeps_the_distance(
    shared_twins, two_digits
):
    left, right = two_digits
    there, back = shared_twins.compare(left, right), shared_twins.compare(right, left)
    np.testing.assert_array_equal(there.left_embedding, back.right_embedding)
    np.testing.assert_array_equal(there.right_embedding, back.left_embedding)
    assert there.distance == back.distance


def test_the_metric_network_reads_the_embeddings_in_order(digits):
    twins = load_twins("matchnet", shared=True)
    left, right = twins.embed_left(digits.images[:100]), twins.embed_left(digits.images[100:200])
    assert (twins.probabilities(left, right) != twins.probabilities(right, left)).any()


def test_unshared_twins_promise_neither(unshared_twins, two_digits):
    left, right = two_digits
    assert unshared_twins.left is not unshared_twins.right
    assert unshared_twins.compare(left, left).distance > 0
    assert unshared_twins.compare(left, right).distance != unshared_twins.compare(right, left).distance


# One weight changed


def test_a_nudged_weight_is_changed_by_that_much_and_no_other(shared_twins):
    nudged = shared_twins.nudged("embedding/bias", (3,), 0.5)
    change = nudged.left["embedding/bias"] - shared_twins.left["embedding/bias"]
    np.testing.assert_allclose(change, [0, 0, 0, 0.5] + [0] * (shared_twins.design.dim - 4), atol=1e-6)
    others = nudged.left.keys() - {"embedding/bias"}
    assert all(nudged.left[name] is shared_twins.left[name] for name in others)
    assert not nudged.left["embedding/bias"].flags.writeable


def test_a_nudge_changes_both_sides_of_shared_twins(shared_twins, two_digits):
    nudged = shared_twins.nudged("embedding/bias", (0,), 100.0)  # so much that relu does not hide it
    assert nudged.left is nudged.right
    picture, _ = two_digits
    before, after = shared_twins.compare(picture, picture), nudged.compare(picture, picture)
    assert after.left_embedding[0] > before.left_embedding[0]
    np.testing.assert_array_equal(after.left_embedding, after.right_embedding)
    assert after.distance == 0


def test_a_nudge_changes_only_the_left_side_of_unshared_twins(unshared_twins, two_digits):
    nudged = unshared_twins.nudged("embedding/bias", (0,), 100.0)
    assert nudged.right is unshared_twins.right
    before, after = unshared_twins.compare(*two_digits), nudged.compare(*two_digits)
    assert after.left_embedding[0] > before.left_embedding[0]
    np.testing.assert_array_equal(after.left_embedding[1:], before.left_embedding[1:])
    np.testing.assert_array_equal(after.right_embedding, before.right_embedding)


# Embedding many digits


def test_digits_embedded_together_are_as_one_by_one(twins, digits):
    images = digits.images[: BLOCK + 3]
    for embed in (twins.embed_left, twins.embed_right):
        together = embed(images)
        for index in (0, BLOCK - 1, BLOCK, BLOCK + 2):  # the ends of two blocks
            alone = embed(images[index : index + 1])[0]
            np.testing.assert_allclose(together[index], alone, rtol=0, atol=1e-5)


def test_no_digits_have_no_embeddings(twins):
    assert twins.embed_left(np.zeros((0, 28, 28))).shape == (0, twins.design.dim)


BAD_PICTURES = {
    "None": None,
    "text": "7",
    "of another size": np.zeros((27, 28)),
    "a row of pixels": np.zeros(784),
    "with a channel": np.zeros((28, 28, 1)),
    "with grey values up to 255": np.full((28, 28), 255),
    "below 0": np.full((28, 28), -0.01),
    "NaN": np.full((28, 28), np.nan),
}


@pytest.mark.parametrize("bad", BAD_PICTURES.values(), ids=BAD_PICTURES)
def test_a_bad_picture_is_refused(bad, two_digits):
    twins = load_twins("mnist_siamese", shared=True)
    good, _ = two_digits
    for pair in ((bad, good), (good, bad)):
        with pytest.raises(ValueError, match=r"shape|between 0 \(paper\) and 1 \(ink\)"):
            twins.compare(*pair)


# What twins are made of


def test_arrays_are_read_only(twins):
    arrays = [*twins.left.values(), *twins.right.values(), *twins.head.values()]
    assert not any(array.flags.writeable for array in arrays)
    with pytest.raises(ValueError, match="read-only"):
        arrays[0][...] = 0
    for mapping in (twins.left, twins.right, twins.card):
        with pytest.raises(TypeError):
            mapping["new"] = arrays[0]


BAD_ARRAYS = {
    "missing": ({"right_branch/dense_1/bias": None}, "has the shape None where (128,) is expected"),
    "too many": ({"right_branch/dense_9/bias": np.zeros(3)}, "has the shape (3,) where None is expected"),
    "of no part": ({"nothing": np.zeros(3)}, "the array nothing has the shape (3,) where None is expected"),
    "of another shape": ({"left_branch/dense_1/bias": np.zeros(127)}, "(127,) where (128,) is expected"),
    "NaN": ({"left_branch/dense_1/bias": np.full(128, np.nan)}, "holds numbers that are not finite"),
    "infinite": ({"left_branch/dense_1/bias": np.full(128, np.inf)}, "holds numbers that are not finite"),
}


@pytest.mark.parametrize(("changes", "words"), BAD_ARRAYS.values(), ids=BAD_ARRAYS)
def test_arrays_that_are_not_of_the_design_are_refused_and_named(changes, words):
    shapes = expected_shapes(BY_NAME["mnist_siamese"], shared=False)
    arrays = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    assert assemble("mnist_siamese", False, dict(arrays), {"threshold": 0.5}).threshold == 0.5
    changed = {name: array for name, array in (arrays | changes).items() if array is not None}
    with pytest.raises(ValueError, match=f"the array {next(iter(changes))} .*") as refused:
        assemble("mnist_siamese", False, changed, {})
    assert words in str(refused.value)
