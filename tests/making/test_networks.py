"""The designs as Keras models."""

from functools import cache
from itertools import product
from math import prod

import numpy as np
import pytest

from siamese_core import DESIGNS
from siamese_core.designs import BY_NAME
from siamese_core.making import networks  # before Keras: it keeps TensorFlow quiet
from siamese_core.twins import expected_shapes

import keras  # isort: skip
import tensorflow as tf  # isort: skip

ALL_TWINS = list(product(DESIGNS, (True, False)))
LEFT, RIGHT = np.random.default_rng(0).uniform(0, 1, (2, 4, 28, 28)).astype(np.float32)
built = cache(networks.build_twins)


def parts_of(twins):
    """The branches and the head: the layers that are models themselves."""
    return {layer.name: layer for layer in twins.layers if isinstance(layer, keras.Model)}


# Parameters and sharing


@pytest.mark.parametrize(("design", "shared"), ALL_TWINS)
def test_keras_has_the_parameters_of_the_design(design, shared):
    shapes = expected_shapes(BY_NAME[design], shared).values()
    assert built(design, shared).count_params() == sum(map(prod, shapes))


@pytest.mark.parametrize("design", DESIGNS)
def test_shared_is_one_branch_called_twice(design):
    twins = built(design, True)
    assert set(parts_of(twins)) == {"branch", "head"}
    assert makers_of_embeddings(twins) == [twins.get_layer("branch")] * 2


@pytest.mark.parametrize("design", DESIGNS)
def test_unshared_is_two_branches_with_weights_of_their_own(design):
    twins = built(design, False)
    assert set(parts_of(twins)) == {"left_branch", "right_branch", "head"}
    left, right = twins.get_layer("left_branch"), twins.get_layer("right_branch")
    assert makers_of_embeddings(twins) == [left, right]
    assert not {id(weight) for weight in left.weights} & {id(weight) for weight in right.weights}
    kernels = [branch.get_layer("embedding").kernel for branch in (left, right)]
    assert np.abs(kernels[0] - kernels[1]).max() > 0  # and they start at other values


def makers_of_embeddings(twins):
    """The layers whose output this model gives its head, left and right."""
    calls = twins.get_layer("head")._inbound_nodes
    (call,) = [node for node in calls if node.output_tensors[0] is twins.output]
    return [tensor._keras_history.operation for tensor in call.input_tensors]


@pytest.mark.parametrize("design", DESIGNS)
def test_only_shared_branches_give_identical_pictures_a_distance_of_0(design):
    shared, unshared = (np.asarray(built(design, shared)([LEFT, LEFT])) for shared in (True, False))
    if BY_NAME[design].metric_network:
        for answers in (shared, unshared):  # probabilities of different and same
            assert (answers >= 0).all()
            np.testing.assert_allclose(answers.sum(axis=1), np.ones(4), rtol=1e-6)
    else:
        np.testing.assert_array_equal(shared, np.zeros(4))
        assert (unshared > 0).all()


# Names and files


@pytest.mark.parametrize("design", BY_NAME.values(), ids=DESIGNS)
def test_every_layer_has_the_name_of_its_design(design):
    branch, head = networks.build_branch(design, "branch").layers, networks.build_head(design).layers
    assert [layer.name for layer in branch[2:]] == [layer.name for layer in design.branch]
    names = [layer.name for layer in design.metric_network] or ["distance"]
    assert [layer.name for layer in head[-len(names) :]] == names


@pytest.mark.parametrize(("design", "shared"), ALL_TWINS)
def test_no_name_is_numbered_by_keras(design, shared):
    first, again = (
        [layer.name for layer in twins._flatten_layers()]
        for twins in (built(design, shared), networks.build_twins(design, shared))
    )
    assert first == again


@pytest.mark.parametrize(("design", "shared"), ALL_TWINS)
def test_a_saved_model_is_loaded_with_the_same_answers(design, shared, tmp_path):
    twins = built(design, shared)
    twins.save(tmp_path / "twins.keras")
    loaded = keras.models.load_model(tmp_path / "twins.keras", safe_mode=True)  # refuses Lambda layers
    np.testing.assert_array_equal(loaded([LEFT, RIGHT]), twins([LEFT, RIGHT]))
    assert set(parts_of(loaded)) == set(parts_of(twins))


def test_the_loss_is_saved_with_its_margin():
    saved = keras.saving.serialize_keras_object(networks.ContrastiveLoss(0.7))
    assert keras.saving.deserialize_keras_object(saved).margin == 0.7


# The distance layer

distance = networks.EuclideanDistance(name="distance")


def test_the_distance_is_the_root_of_the_sum_of_squares_and_exactly_0_for_equal_embeddings():
    left, right = np.random.default_rng(0).normal(0, 1, (2, 20, 64)).astype(np.float32)
    expected = [
        sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) ** 0.5 for x, y in zip(left, right, strict=True)
    ]
    np.testing.assert_allclose(distance([left, right]), expected, rtol=1e-5)
    np.testing.assert_array_equal(distance([left, left]), np.zeros(20))


def test_the_gradient_at_distance_0_is_0_and_elsewhere_points_apart():
    left, right = tf.constant([[1.0, 2.0], [4.0, 5.0]]), tf.constant([[1.0, 2.0], [1.0, 1.0]])
    with tf.GradientTape() as tape:
        tape.watch([left, right])
        distances = distance([left, right])
    to_left, to_right = tape.gradient(distances, [left, right])
    # (left - right) / distance: (3, 4) / 5 for the second pair. For the first it would be 0 / 0.
    np.testing.assert_allclose(to_left, [[0, 0], [0.6, 0.8]], atol=1e-6)
    np.testing.assert_allclose(to_right, [[0, 0], [-0.6, -0.8]], atol=1e-6)
