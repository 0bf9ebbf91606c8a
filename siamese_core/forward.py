"""The trained networks in plain NumPy: all that happens between a picture and the answer.

`networks.py` builds the same networks in Keras; a test holds the two together to 1e-5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from siamese_core import designs
from siamese_core.designs import Layer

Arrays = Mapping[
    str, np.ndarray
]  # "conv_1/kernel", "conv_1/bias", ...: the weights of one branch, or of the head


def embed(branch: tuple[Layer, ...], weights: Arrays, images: np.ndarray) -> np.ndarray:
    """Pictures (n, 28, 28) float32 in [0, 1] -> embeddings (n, dim) float32."""
    return run_layers(branch, weights, images[..., np.newaxis])  # (n, 28, 28, 1)


def euclidean_distance(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Embeddings (..., dim) and (..., dim) -> distances (...), at least 0, and exactly 0 for equal
    embeddings.
    """
    return np.sqrt(np.square(left - right).sum(axis=-1))


def metric_probability(
    metric_network: tuple[Layer, ...], weights: Arrays, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """Embeddings (n, dim) and (n, dim) -> the probability (n,) that the two are the same."""
    return run_layers(metric_network, weights, np.concatenate([left, right], axis=-1))[:, 1]


def run_layers(layers: tuple[Layer, ...], weights: Arrays, x: np.ndarray) -> np.ndarray:
    """What `layers` make of their input x (n, ...), one after the other."""
    for layer in layers:
        x = STEP[type(layer)](layer, weights, x)
    return x


def _flatten(_layer: designs.Flatten, _weights: Arrays, x: np.ndarray) -> np.ndarray:
    return x.reshape(len(x), -1)


def _dense(layer: designs.Dense, weights: Arrays, x: np.ndarray) -> np.ndarray:
    return ACTIVATION[layer.activation](x @ weights[f"{layer.name}/kernel"] + weights[f"{layer.name}/bias"])


def _dropout(_layer: designs.Dropout, _weights: Arrays, x: np.ndarray) -> np.ndarray:
    return x  # it drops in training only


def _conv(layer: designs.Conv, weights: Arrays, x: np.ndarray) -> np.ndarray:
    kernel = weights[f"{layer.name}/kernel"]  # (3, 3, channels, filters)
    size = layer.kernel
    if layer.padding == "same":
        x = np.pad(x, ((0, 0), (size // 2, size // 2), (size // 2, size // 2), (0, 0)))
    height, width = x.shape[1] - size + 1, x.shape[2] - size + 1
    shifted = [x[:, i : i + height, j : j + width] for i in range(size) for j in range(size)]
    patches = np.concatenate(shifted, axis=-1)  # (n, height, width, 9 * channels)
    return ACTIVATION[layer.activation](
        patches @ kernel.reshape(-1, layer.filters) + weights[f"{layer.name}/bias"]
    )


def _max_pool(layer: designs.MaxPool, _weights: Arrays, x: np.ndarray) -> np.ndarray:
    return _windows(x, layer.size).max(axis=(2, 4))


def _mean_pool(layer: designs.MeanPool, _weights: Arrays, x: np.ndarray) -> np.ndarray:
    return _windows(x, layer.size).mean(axis=(2, 4))


def _windows(x: np.ndarray, size: int) -> np.ndarray:
    n, height, width, channels = x.shape
    rows, columns = height // size, width // size  # what does not fill a window is left out
    x = x[:, : rows * size, : columns * size]
    return x.reshape(n, rows, size, columns, size, channels)


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def _linear(x: np.ndarray) -> np.ndarray:
    return x


def _softmax(x: np.ndarray) -> np.ndarray:
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


ACTIVATION: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": _relu,
    "linear": _linear,
    "softmax": _softmax,
}
STEP: dict[type[Layer], Callable[..., np.ndarray]] = {
    designs.Flatten: _flatten,
    designs.Dense: _dense,
    designs.Dropout: _dropout,
    designs.Conv: _conv,
    designs.MaxPool: _max_pool,
    designs.MeanPool: _mean_pool,
}
