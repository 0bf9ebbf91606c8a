"""The designs as Keras models, built as the tutorials build them."""

from __future__ import annotations

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers, ops

from siamese_core import designs
from siamese_core.designs import BY_NAME, Design
from siamese_core.strokes import PICTURE_SIZE


def build_twins(design: str, shared: bool) -> keras.Model:
    """Two pictures -> the answer.

    Args:
        design: one of `DESIGNS`.
        shared: one branch for both pictures (siamese), or two branches with weights of their own (pseudo-
            siamese).

    Returns:
        A model with inputs `left`, `right`, each (n, 28, 28) float32 in [0, 1], and as output the distance
        (n,), or the probabilities (n, 2) of different and same.
    """
    plan = BY_NAME[design]
    left = keras.Input((PICTURE_SIZE, PICTURE_SIZE), name="left")
    right = keras.Input((PICTURE_SIZE, PICTURE_SIZE), name="right")
    left_branch = build_branch(plan, "branch" if shared else "left_branch")
    right_branch = left_branch if shared else build_branch(plan, "right_branch")  # this line shares weights
    answer = build_head(plan)([left_branch(left), right_branch(right)])
    return keras.Model([left, right], answer, name=f"{design}_{'shared' if shared else 'unshared'}")


def build_branch(design: Design, name: str) -> keras.Model:
    """A picture (n, 28, 28) -> its embedding (n, dim)."""
    return build_network(design.branch, name)


def build_network(stack: tuple[designs.Layer, ...], name: str) -> keras.Model:
    """A picture (n, 28, 28) -> what the layers make of it."""
    picture = keras.Input((PICTURE_SIZE, PICTURE_SIZE), name="picture")
    x = layers.Reshape((PICTURE_SIZE, PICTURE_SIZE, 1), name="one_channel")(picture)  # (n, 28, 28, 1)
    return keras.Model(picture, _stack(stack, x), name=name)


def build_head(design: Design) -> keras.Model:
    """Two embeddings (n, dim) -> the distance (n,), or the probabilities (n, 2) of different and same."""
    left = keras.Input((design.dim,), name="left_embedding")
    right = keras.Input((design.dim,), name="right_embedding")
    if design.metric_network:
        answer = _stack(design.metric_network, layers.Concatenate(name="both")([left, right]))
    else:
        answer = EuclideanDistance(name="distance")([left, right])
    return keras.Model([left, right], answer, name="head")


def _stack(stack: tuple[designs.Layer, ...], x: keras.KerasTensor) -> keras.KerasTensor:
    for layer in stack:
        x = KERAS_LAYER[type(layer)](layer)(x)
    return x


SMALLEST_SQUARE = 1e-9  # below it a distance counts as 0, and has no slope

KERAS_LAYER = {
    designs.Flatten: lambda layer: layers.Flatten(name=layer.name),
    designs.Dense: lambda layer: layers.Dense(layer.units, layer.activation, name=layer.name),
    designs.Dropout: lambda layer: layers.Dropout(layer.rate, name=layer.name),
    designs.MaxPool: lambda layer: layers.MaxPooling2D(layer.size, name=layer.name),
    designs.MeanPool: lambda layer: layers.AveragePooling2D(layer.size, name=layer.name),
    designs.Conv: lambda layer: layers.Conv2D(
        layer.filters, layer.kernel, padding=layer.padding, activation=layer.activation, name=layer.name
    ),
}


@keras.saving.register_keras_serializable("siamese_core")
class EuclideanDistance(layers.Layer):
    """[(n, dim), (n, dim)] -> (n,): the straight-line distance of each two embeddings, at least 0.

    Exactly 0 for equal embeddings. There the slope of the square root is infinite; this layer passes on 0
    instead.
    """

    def call(self, embeddings: list[keras.KerasTensor]) -> keras.KerasTensor:
        left, right = embeddings
        squared = ops.sum(ops.square(left - right), axis=-1)
        apart = squared > 0
        return ops.where(apart, ops.sqrt(ops.where(apart, squared, 1.0)), 0.0)

    def compute_output_shape(self, input_shape: list[tuple[int | None, ...]]) -> tuple[int | None, ...]:
        return input_shape[0][:-1]


@keras.saving.register_keras_serializable("siamese_core")
class ContrastiveLoss(keras.losses.Loss):
    """`losses.contrastive_loss` for training: `y_true` is `same`, `y_pred` the distance, both (n,)."""

    def __init__(self, margin: float = 1.0, name: str = "contrastive_loss", **options: object) -> None:
        super().__init__(name=name, **options)
        self.margin = margin

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        same, distance = ops.cast(y_true, y_pred.dtype), y_pred
        return same * ops.square(distance) + (1 - same) * ops.square(ops.maximum(self.margin - distance, 0))

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "margin": self.margin}


@keras.saving.register_keras_serializable("siamese_core")
class AllDistances(layers.Layer):
    """Embeddings (n, dim) -> (n, n): the Euclidean distance of each to each, at least 0."""

    def call(self, embeddings: keras.KerasTensor) -> keras.KerasTensor:
        squares = ops.sum(ops.square(embeddings), axis=-1)
        products = ops.matmul(embeddings, ops.transpose(embeddings))
        squared = squares[:, None] + squares[None] - 2 * products
        apart = squared > SMALLEST_SQUARE  # the slope of the root is infinite at 0
        return ops.where(apart, ops.sqrt(ops.where(apart, squared, 1.0)), 0.0)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return (input_shape[0], input_shape[0])


@keras.saving.register_keras_serializable("siamese_core")
class AllPairsLoss(keras.losses.Loss):
    """The contrastive loss of all pairs in a batch: `y_true` is `same`, `y_pred` the distance, both (n, n).

    The mean over same pairs, and added to it the mean over those different pairs that are nearer than the
    margin. Nearly all different pairs are further apart and would hide these few if they were counted, too.
    """

    def __init__(self, margin: float = 1.0, name: str = "all_pairs_loss", **options: object) -> None:
        super().__init__(name=name, **options)
        self.margin = margin

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        same = ops.cast(y_true, y_pred.dtype)
        others = same - ops.eye(ops.shape(same)[0], dtype=same.dtype)  # no drawing is a pair with itself
        near = (1 - same) * ops.cast(y_pred < self.margin, y_pred.dtype)
        of_same = ops.sum(others * ops.square(y_pred)) / ops.maximum(ops.sum(others), 1)
        of_near = ops.sum(near * ops.square(self.margin - y_pred)) / ops.maximum(ops.sum(near), 1)
        return of_same + of_near

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "margin": self.margin}
