"""The networks in NumPy, held against Keras and against plain loops."""

import math

import numpy as np
import pytest

from siamese_core import forward
from siamese_core.designs import Conv, Dense, Dropout, Flatten, MaxPool
from siamese_core.twins import branch_names

# Against Keras, with the trained weights, on real digits


def test_numpy_equals_keras(twins, digits):
    from siamese_core.making.networks import build_twins

    model, names = build_twins(twins.design.name, twins.shared), branch_names(twins.shared)
    for part, arrays in {names[0]: twins.left, names[-1]: twins.right, "head": twins.head}.items():
        for layer in model.get_layer(part).layers:
            for variable in layer.weights:
                variable.assign(arrays[f"{layer.name}/{variable.name}"])
    pictures = digits.images[:60], digits.images[60:120]
    left, right = twins.embed_left(pictures[0]), twins.embed_right(pictures[1])
    np.testing.assert_allclose(left, model.get_layer(names[0])(pictures[0]), rtol=0, atol=1e-5)
    np.testing.assert_allclose(right, model.get_layer(names[-1])(pictures[1]), rtol=0, atol=1e-5)
    answers = np.asarray(model(pictures))
    if twins.design.metric_network:
        answers = answers[:, 1]  # the probability of same
    closeness = [twins.as_closeness(answer) for answer in answers]
    np.testing.assert_allclose(twins.closeness(left, right), closeness, rtol=0, atol=1e-5)


# Against plain loops


def step(layer, x, weights=None):
    """One layer at work."""
    return forward.STEP[type(layer)](layer, weights or {}, np.asarray(x, np.float64))


def convolve_naively(x, kernel, bias, padding):
    """For each picture, place and filter: the products of what lies under it, summed; paper outside."""
    n, height, width, channels = x.shape
    size, filters = kernel.shape[0], kernel.shape[3]
    border = size // 2 if padding == "same" else 0
    y = np.zeros((n, height + 2 * border - size + 1, width + 2 * border - size + 1, filters))
    for picture, row, column, f in np.ndindex(y.shape):
        total = bias[f]
        for i, j, c in np.ndindex(size, size, channels):
            under_row, under_column = row + i - border, column + j - border
            if 0 <= under_row < height and 0 <= under_column < width:
                total += x[picture, under_row, under_column, c] * kernel[i, j, c, f]
        y[picture, row, column, f] = max(total, 0)
    return y


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize("shape", [(2, 5, 6, 3), (1, 3, 3, 1)])
def test_a_convolution_is_that_of_a_loop(padding, shape):
    rng = np.random.default_rng(0)
    x, kernel, bias = rng.normal(size=shape), rng.normal(size=(3, 3, shape[-1], 4)), rng.normal(size=4)
    found = step(Conv("conv", 4, padding), x, {"conv/kernel": kernel, "conv/bias": bias})
    np.testing.assert_allclose(found, convolve_naively(x, kernel, bias, padding), atol=1e-12)


def test_a_filter_with_a_single_1_in_its_upper_left_corner_looks_up_and_left():
    picture = np.arange(1.0, 10).reshape(1, 3, 3, 1)
    kernel = np.zeros((3, 3, 1, 1))
    kernel[0, 0] = 1
    found = step(Conv("conv", 1, "same"), picture, {"conv/kernel": kernel, "conv/bias": np.array([0.5])})
    np.testing.assert_array_equal(found[0, :, :, 0], [[0.5, 0.5, 0.5], [0.5, 1.5, 2.5], [0.5, 4.5, 5.5]])


@pytest.mark.parametrize(("size", "height", "width"), [(3, 9, 9), (3, 28, 28), (2, 5, 4)])
def test_pooling_is_that_of_a_loop(size, height, width):
    x = np.random.default_rng(0).normal(size=(2, height, width, 3))
    expected = np.zeros(
        (2, height // size, width // size, 3)
    )  # rows and columns that fill no window are left out
    for picture, row, column, channel in np.ndindex(expected.shape):
        window = x[picture, row * size : (row + 1) * size, column * size : (column + 1) * size, channel]
        expected[picture, row, column, channel] = max(window.ravel())
    np.testing.assert_array_equal(step(MaxPool("pool", size), x), expected)


# With a pencil

KERNEL, BIAS = np.array([[1.0, -1, 2], [2, 0, -1]]), np.array([0.5, 0.5, 0])


def test_a_dense_layer_by_hand():
    found = step(Dense("dense", 3), [[1, 2]], {"dense/kernel": KERNEL, "dense/bias": BIAS})
    # 1 * 1 + 2 * 2 + 0.5; 1 * -1 + 2 * 0 + 0.5 = -0.5, which relu makes 0; 1 * 2 + 2 * -1 + 0
    np.testing.assert_array_equal(found, [[5.5, 0, 0]])


def test_a_softmax_by_hand():
    to_logits = {"dense/kernel": np.array([[0.0, math.log(3)]]), "dense/bias": np.zeros(2)}
    found = step(Dense("dense", 2, "softmax"), [[1], [0], [1000], [-1000]], to_logits)
    # exp(0) : exp(log 3) = 1 : 3; equal logits are 1 : 1; logits of +-1000 log 3 must not overflow
    np.testing.assert_allclose(found, [[0.25, 0.75], [0.5, 0.5], [0, 1], [1, 0]], atol=1e-12)


def test_flatten_goes_along_rows_then_columns_then_channels():
    x = np.arange(24).reshape(2, 2, 3, 2)
    np.testing.assert_array_equal(step(Flatten("flatten"), x), [range(12), range(12, 24)])


def test_dropout_drops_nothing_once_trained():
    np.testing.assert_array_equal(step(Dropout("dropout", 0.5), [[1, 2, 3]]), [[1, 2, 3]])


def test_layers_follow_each_other():
    branch = (Flatten("flatten"), Dense("first", 3), Dense("second", 1))
    weights = {
        "first/kernel": KERNEL,
        "first/bias": BIAS,
        "second/kernel": np.array([[2.0], [1], [1]]),
        "second/bias": np.array([1.0]),
    }
    picture = np.array([[[1.0, 2.0]]])  # (1, 1, 2): one picture of one row of two pixels
    np.testing.assert_array_equal(forward.embed(branch, weights, picture), [[12]])  # 2 * 5.5 + 1


def test_the_metric_network_reads_left_then_right_and_answers_with_the_second_probability():
    # Its logits: 0, and log 3 times the first number of the left embedding.
    network = (Dense("probability", 2, "softmax"),)
    weights = {
        "probability/kernel": np.array([[0, math.log(3)], [0, 0], [0, 0], [0, 0]]),
        "probability/bias": np.zeros(2),
    }
    one, none = np.array([[1.0, 0]]), np.array([[0.0, 1]])
    assert forward.metric_probability(network, weights, one, none) == pytest.approx([3 / 4])
    assert forward.metric_probability(network, weights, none, one) == pytest.approx([1 / 2])


def test_the_distance_of_a_3_4_5_triangle_is_5():
    assert forward.euclidean_distance(np.array([1.0, 1]), np.array([4.0, 5])) == 5
    distances = forward.euclidean_distance(np.zeros((2, 1, 2)), np.array([[[3.0, 4]], [[0, -1]]]))
    np.testing.assert_array_equal(distances, [[5], [1]])
