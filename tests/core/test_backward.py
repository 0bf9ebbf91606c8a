"""The way back, held against TensorFlow's own gradients, and against differences of the loss."""

import numpy as np
import pytest

from siamese_core.backward import at_embeddings, keep_steps, reach_branches, through_layers
from siamese_core.designs import MNIST_SIAMESE, SHARINGS, TWO_NUMBERS, Dropout, MaxPool, trace_branch
from siamese_core.forward import embed, euclidean_distance, run_layers
from siamese_core.losses import contrastive_loss
from siamese_core.making import networks  # before Keras: it keeps TensorFlow quiet

import keras  # isort: skip
import tensorflow as tf  # isort: skip

DESIGNS = {TWO_NUMBERS: 2, MNIST_SIAMESE: 1}  # and how many of their layers have no way back, and need none
PAIRS = 6
SAME = np.array([1.0, 0.0, 1.0, 0.0, 1.0, 0.0])


@pytest.fixture(params=DESIGNS, ids=lambda design: design.name)
def design(request):
    return request.param


@pytest.fixture
def pictures():
    """Six pairs of pictures; the two of the fifth and of the sixth pair are the same picture."""
    left, right = np.random.default_rng(1).uniform(0, 1, (2, PAIRS, 28, 28))
    right[4:] = left[4:]
    return left, right


def random_weights(design, seed):
    rng = np.random.default_rng(seed)
    return {
        name: rng.normal(0, 0.2, shape)
        for layer in trace_branch(design)
        for name, shape in layer.weights.items()
    }


def branches_of(design, shared):
    left = random_weights(design, 2)
    return (left, left) if shared else (left, random_weights(design, 3))


def margin_at(left, right):
    """The margin at which the second pair, one of different digits, lies exactly."""
    return float(euclidean_distance(left, right)[1])


def loss_of(design, branches, pictures, margin):
    """The sum over all pairs, forwards only."""
    left, right = (
        embed(design.branch, weights, side) for weights, side in zip(branches, pictures, strict=True)
    )
    return float(contrastive_loss(SAME, euclidean_distance(left, right), margin).sum())


def gradients_of(design, branches, pictures, margin, shared):
    """Of the same sum, backwards."""
    still = DESIGNS[design]
    layers = design.branch[still:]
    ways = [
        keep_steps(layers, weights, run_layers(design.branch[:still], {}, side[..., np.newaxis]))
        for weights, side in zip(branches, pictures, strict=True)
    ]
    at = at_embeddings(ways[0][-1], ways[1][-1], SAME, margin)
    through = [through_layers(layers, *each) for each in zip(branches, ways, at, strict=True)]
    return reach_branches(*through, shared)


def embeddings_of(design, branches, pictures):
    return [embed(design.branch, weights, side) for weights, side in zip(branches, pictures, strict=True)]


@pytest.mark.parametrize("shared", [True, False], ids=SHARINGS)
@pytest.mark.parametrize("at_margin", [True, False], ids=["at the margin", "within it"])
def test_gradients_are_those_of_tensorflow(design, pictures, shared, at_margin):
    branches = branches_of(design, shared)
    margin = margin_at(*embeddings_of(design, branches, pictures)) * (1 if at_margin else 1.5)
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        models = [networks.build_branch(design, "left_branch")]
        models.append(models[0] if shared else networks.build_branch(design, "right_branch"))
        for model, weights in zip(models, branches, strict=True):
            for layer in model.layers:
                if layer.weights:
                    layer.set_weights([weights[f"{layer.name}/{kind}"] for kind in ("kernel", "bias")])
        with tf.GradientTape() as tape:
            left, right = (model(side) for model, side in zip(models, pictures, strict=True))
            distance = networks.EuclideanDistance()([left, right])
            loss = tf.reduce_sum(networks.ContrastiveLoss(margin).call(tf.constant(SAME), distance))
        expected = tape.gradient(loss, [model.trainable_variables for model in models])
    finally:
        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")
    found = gradients_of(design, branches, pictures, margin, shared)
    for model, theirs, ours in zip(models, expected, found, strict=True):
        for variable, gradient in zip(model.trainable_variables, theirs, strict=True):
            name = "/".join(variable.path.split("/")[-2:])
            np.testing.assert_allclose(ours[name], gradient, rtol=1e-5, atol=1e-5)
        assert np.abs(ours["embedding/kernel"]).max() > 1e-3


@pytest.mark.parametrize("shared", [True, False], ids=SHARINGS)
def test_a_small_step_changes_the_loss_as_the_gradient_says(design, pictures, shared):
    branches = branches_of(design, shared)
    margin = 2 * margin_at(*embeddings_of(design, branches, pictures))
    gradients = gradients_of(design, branches, pictures, margin, shared)
    rng = np.random.default_rng(4)
    for side, name in [(0, "embedding/kernel"), (1, "dense_1/kernel"), (1, "dense_2/bias")]:
        direction = rng.normal(0, 1, branches[side][name].shape)

        def loss_at(amount, side=side, name=name, direction=direction):
            moved = {**branches[side], name: branches[side][name] + amount * direction}
            both = (moved, moved) if shared else (moved, branches[1]) if side == 0 else (branches[0], moved)
            return loss_of(design, both, pictures, margin)

        slope = (loss_at(1e-6) - loss_at(-1e-6)) / 2e-6
        assert (gradients[side][name] * direction).sum() == pytest.approx(slope, rel=1e-4)


# At the embeddings, by hand


def test_both_points_are_pulled_equally_along_their_line():
    left, right = np.array([3.0, 4.0]), np.array([0.0, 0.0])  # 5 apart
    at_left, at_right = at_embeddings(left, right, np.array(1.0), 1.0)
    np.testing.assert_allclose(at_left, [6, 8])  # 2 * 5 along (0.6, 0.8)
    np.testing.assert_array_equal(at_right, -at_left)


@pytest.mark.parametrize(
    ("distance", "expected"),
    [(0.5, -1.0), (1.0, 0.0), (2.0, 0.0), (0.0, 0.0)],  # -2 (1 - 0.5); at and beyond the margin; no direction
)
def test_different_points_are_pushed_apart_within_the_margin_only(distance, expected):
    at_left, at_right = at_embeddings(np.array([distance, 0.0]), np.zeros(2), np.array(0.0), 1.0)
    np.testing.assert_allclose(at_left, [expected, 0])
    np.testing.assert_allclose(at_right, [-expected, 0])


def test_equal_points_of_a_same_pair_are_left_alone():
    for gradient in at_embeddings(np.ones(2), np.ones(2), np.array(1.0), 1.0):
        np.testing.assert_array_equal(gradient, [0, 0])


def test_embeddings_broadcast_to_all_pairs():
    points = np.random.default_rng(5).normal(0, 1, (4, 2))
    same = np.eye(4)
    at_left, at_right = at_embeddings(points[:, np.newaxis], points, same, 1.0)
    for i in range(4):
        for j in range(4):
            one = at_embeddings(points[i], points[j], same[i, j], 1.0)
            np.testing.assert_allclose([at_left[i, j], at_right[i, j]], one)


# What reaches the branches


def test_shared_weights_are_changed_by_the_sum_and_unshared_ones_each_by_their_own():
    left, right = {"dense/bias": np.array([1.0, 2.0])}, {"dense/bias": np.array([10.0, -2.0])}
    both, again = reach_branches(left, right, shared=True)
    np.testing.assert_array_equal(both["dense/bias"], [11, 0])
    assert again is both
    assert reach_branches(left, right, shared=False) == (left, right)


def test_dropout_lets_through_and_other_layers_are_refused():
    x = np.ones((1, 3))
    assert through_layers((Dropout("drop", 0.5),), {}, [x, x], x) == {}
    with pytest.raises(ValueError, match="only through dense layers"):
        through_layers((MaxPool("pool", 2),), {}, [x, x], x)
