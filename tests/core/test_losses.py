"""The contrastive loss: same * d^2 + (1 - same) * max(margin - d, 0)^2."""

import numpy as np
import pytest

from siamese_core import contrastive_loss
from siamese_core.losses import contrastive_gradient, different_term, same_term


@pytest.mark.parametrize(
    ("distance", "same_loss", "different_loss"),
    [
        (0, 0, 4),  # 0^2 and (2 - 0)^2
        (1, 1, 1),  # half the margin: 1^2 and (2 - 1)^2
        (1.5, 2.25, 0.25),
        (2, 4, 0),  # the margin
        (3, 9, 0),  # beyond it: max(2 - 3, 0) = 0
    ],
)
def test_the_loss_at_a_margin_of_2(distance, same_loss, different_loss):
    assert contrastive_loss(1, distance, 2) == same_loss == same_term(distance)
    assert contrastive_loss(0, distance, 2) == different_loss == different_term(distance, 2)


@pytest.mark.parametrize(
    ("distance", "same_slope", "different_slope"),
    [(0, 0, -4), (1, 2, -2), (1.5, 3, -1), (2, 4, 0), (3, 6, 0)],  # 2 d and -2 max(2 - d, 0)
)
def test_the_slope_at_a_margin_of_2(distance, same_slope, different_slope):
    assert contrastive_gradient(1, distance, 2) == same_slope
    assert contrastive_gradient(0, distance, 2) == different_slope


def random_pairs(count=200):
    rng = np.random.default_rng(3)
    return rng.integers(0, 2, count).astype(np.float64), rng.uniform(0, 3, count), rng.uniform(0.1, 2, count)


def test_the_loss_of_many_pairs_is_that_of_a_loop():
    def loss_of_one(same, distance, margin):
        if same == 1:
            return distance * distance
        return (margin - distance) ** 2 if distance < margin else 0.0

    pairs = random_pairs()
    expected = [loss_of_one(*pair) for pair in zip(*pairs, strict=True)]
    np.testing.assert_allclose(contrastive_loss(*pairs), expected, rtol=1e-12)


def test_the_gradient_is_the_slope_between_two_near_points():
    same, distance, margin = random_pairs()
    step = 1e-6
    distance = distance + step  # so that no distance falls below 0
    up, down = (contrastive_loss(same, distance + change, margin) for change in (step, -step))
    slope = (up - down) / (2 * step)
    np.testing.assert_allclose(contrastive_gradient(same, distance, margin), slope, atol=1e-5)


def test_the_loss_is_that_which_keras_trains_with():
    from siamese_core.making.networks import ContrastiveLoss

    same, distance, _ = (array.astype(np.float32) for array in random_pairs())
    for margin in (0.5, 1.0, 2.0):
        in_keras = np.asarray(ContrastiveLoss(margin).call(same, distance))  # pair by pair
        np.testing.assert_allclose(in_keras, contrastive_loss(same, distance, margin), atol=1e-6)
        reported = float(ContrastiveLoss(margin)(same, distance))  # while it trains
        assert reported == pytest.approx(in_keras.mean())


def test_distances_and_margins_broadcast():
    losses = contrastive_loss(0, [0, 1, 2], [[1], [2]])
    np.testing.assert_array_equal(losses, [[1, 0, 0], [4, 1, 0]])
    assert losses.dtype == np.float64


@pytest.mark.parametrize("function", [contrastive_loss, contrastive_gradient])
@pytest.mark.parametrize(
    ("same", "distance", "margin", "message"),
    [
        (0.5, 1, 1, "same is 1 .* and 0"),
        (2, 1, 1, "same is 1 .* and 0"),
        (-1, 1, 1, "same is 1 .* and 0"),
        (np.nan, 1, 1, "same is 1 .* and 0"),
        (1, -0.1, 1, "distance is a finite number of at least 0"),
        (0, np.nan, 1, "distance is a finite number of at least 0"),
        ([1, 0], [1, -1], 1, "distance is a finite number of at least 0"),
        (0, np.inf, 1, "distance is a finite number of at least 0"),
        (1, 1, 0, "margin is a finite number above 0"),
        (1, 1, -1, "margin is a finite number above 0"),
        (0, 1, np.inf, "margin is a finite number above 0"),
        (0, 1, np.nan, "margin is a finite number above 0"),
    ],
)
def test_values_outside_their_range_are_refused(function, same, distance, margin, message):
    with pytest.raises(ValueError, match=message):
        function(same, distance, margin)
