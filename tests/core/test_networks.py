"""The designs as Keras models."""

import numpy as np
import pytest

from siamese_core import DESIGNS
from siamese_core.designs import BY_NAME
from siamese_core.making import networks  # first: it keeps TensorFlow quiet

import keras  # isort: skip
import tensorflow as tf  # isort: skip

PARAMETERS = {  # as in the designs' table
    ("mnist_siamese", True): 133_504,
    ("mnist_siamese", False): 267_008,
    ("matchnet", True): 3_483_122,
    ("matchnet", False): 4_864_994,
    ("cnn_contrastive", True): 1_381_872,
    ("cnn_contrastive", False): 2_763_744,
}
BRANCH_PARAMETERS = {"mnist_siamese": 133_504, "matchnet": 1_381_872, "cnn_contrastive": 1_381_872}


def random_pictures(count=4, seed=0):
    return np.random.default_rng(seed).uniform(0, 1, (count, 28, 28)).astype(np.float32)


def parts_of(twins):
    """The branches and the head: the layers that are models themselves."""
    return {layer.name: layer for layer in twins.layers if isinstance(layer, keras.Model)}


# Parameters and sharing


@pytest.mark.parametrize(("design", "shared"), PARAMETERS)
def test_keras_counts_the_parameters_of_the_table(design, shared):
    assert networks.build_twins(design, shared).count_params() == PARAMETERS[design, shared]


@pytest.mark.parametrize("design", DESIGNS)
def test_a_branch_has_the_parameters_of_the_table(design):
    assert networks.build_branch(BY_NAME[design], "branch").count_params() == BRANCH_PARAMETERS[design]


@pytest.mark.parametrize("design", DESIGNS)
def test_shared_is_one_branch_called_twice(design):
    twins = networks.build_twins(design, shared=True)
    assert set(parts_of(twins)) == {"branch", "head"}
    left_embedding, right_embedding = head_inputs(twins)
    assert made_by(left_embedding) is made_by(right_embedding) is twins.get_layer("branch")


@pytest.mark.parametrize("design", DESIGNS)
def test_unshared_is_two_branches_with_weights_of_their_own(design):
    twins = networks.build_twins(design, shared=False)
    assert set(parts_of(twins)) == {"left_branch", "right_branch", "head"}
    left, right = twins.get_layer("left_branch"), twins.get_layer("right_branch")
    left_embedding, right_embedding = head_inputs(twins)
    assert made_by(left_embedding) is left
    assert made_by(right_embedding) is right
    assert not {id(weight) for weight in left.weights} & {id(weight) for weight in right.weights}
    kernels = [branch.get_layer("embedding").kernel for branch in (left, right)]
    assert np.abs(kernels[0] - kernels[1]).max() > 0  # and they start at other values


def head_inputs(twins):
    """The two embeddings that this model gives its head."""
    (call,) = [
        node for node in twins.get_layer("head")._inbound_nodes if node.output_tensors[0] is twins.output
    ]
    return call.input_tensors


def made_by(tensor):
    return tensor._keras_history.operation


@pytest.mark.parametrize("design", DESIGNS)
def test_shared_branches_give_one_picture_one_embedding_and_unshared_ones_two(design):
    pictures = random_pictures()
    shared, unshared = networks.build_twins(design, shared=True), networks.build_twins(design, shared=False)
    if BY_NAME[design].metric_network:
        assert shared([pictures, pictures]).shape == unshared([pictures, pictures]).shape == (4, 2)
    else:
        np.testing.assert_array_equal(shared([pictures, pictures]), np.zeros(4))
        assert (np.asarray(unshared([pictures, pictures])) > 0).all()


def test_the_metric_network_answers_with_probabilities():
    answers = np.asarray(
        networks.build_twins("matchnet", shared=True)([random_pictures(), random_pictures(seed=1)])
    )
    assert (answers >= 0).all()
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-6)


# Names


@pytest.mark.parametrize("design", DESIGNS)
def test_every_layer_has_the_name_of_its_design(design):
    branch = networks.build_branch(BY_NAME[design], "branch")
    names = [layer.name for layer in BY_NAME[design].branch]
    assert [layer.name for layer in branch.layers] == ["picture", "one_channel", *names]
    head_names = [layer.name for layer in BY_NAME[design].metric_network] or ["distance"]
    assert [layer.name for layer in networks.build_head(BY_NAME[design]).layers][
        -len(head_names) :
    ] == head_names


@pytest.mark.parametrize(("design", "shared"), PARAMETERS)
def test_no_name_is_numbered_by_keras(design, shared):
    def names(twins):
        return [layer.name for layer in twins._flatten_layers()]

    assert names(networks.build_twins(design, shared)) == names(networks.build_twins(design, shared))


# The distance layer


def distance(left, right):
    return networks.EuclideanDistance(name="distance")(
        [tf.constant(left, tf.float32), tf.constant(right, tf.float32)]
    )


def test_the_distance_of_a_3_4_5_triangle_is_5():
    np.testing.assert_array_equal(distance([[1, 1], [0, 0]], [[4, 5], [0, -2]]), [5, 2])


def test_the_distance_of_equal_embeddings_is_exactly_0():
    embeddings = np.random.default_rng(0).normal(0, 100, (20, 64))
    np.testing.assert_array_equal(distance(embeddings, embeddings), np.zeros(20))


def test_the_distance_is_the_root_of_the_sum_of_squares():
    left, right = np.random.default_rng(0).normal(0, 1, (2, 20, 64)).astype(np.float32)
    expected = [
        sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) ** 0.5 for x, y in zip(left, right, strict=True)
    ]
    np.testing.assert_allclose(distance(left, right), expected, rtol=1e-5)


def test_the_gradient_at_distance_0_is_0_and_elsewhere_points_apart():
    left, right = tf.constant([[1.0, 2.0], [4.0, 5.0]]), tf.constant([[1.0, 2.0], [1.0, 1.0]])
    with tf.GradientTape() as tape:
        tape.watch([left, right])
        distances = networks.EuclideanDistance(name="distance")([left, right])
    to_left, to_right = tape.gradient(distances, [left, right])
    # (left - right) / distance: (3, 4) / 5 for the second pair. For the first it would be 0 / 0.
    np.testing.assert_allclose(to_left, [[0, 0], [0.6, 0.8]], atol=1e-6)
    np.testing.assert_allclose(to_right, [[0, 0], [-0.6, -0.8]], atol=1e-6)


# Saving


@pytest.mark.parametrize(("design", "shared"), PARAMETERS)
def test_a_saved_model_is_loaded_with_the_same_answers(design, shared, tmp_path):
    twins = networks.build_twins(design, shared)
    twins.save(tmp_path / "twins.keras")
    loaded = keras.models.load_model(tmp_path / "twins.keras", safe_mode=True)  # would refuse a Lambda layer
    pictures = [random_pictures(), random_pictures(seed=1)]
    np.testing.assert_array_equal(loaded(pictures), twins(pictures))
    assert set(parts_of(loaded)) == set(parts_of(twins))


def test_the_loss_is_saved_with_its_margin():
    loss = keras.saving.deserialize_keras_object(
        keras.saving.serialize_keras_object(networks.ContrastiveLoss(0.7))
    )
    assert isinstance(loss, networks.ContrastiveLoss)
    assert loss.margin == 0.7


@pytest.mark.parametrize(("design", "shared"), PARAMETERS)
def test_no_layer_is_a_lambda(design, shared):
    layers = networks.build_twins(design, shared)._flatten_layers()
    assert not [layer.name for layer in layers if isinstance(layer, keras.layers.Lambda)]
