"""The designs, as data. `networks.py` builds them in Keras, `forward.py` computes them in NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from siamese_core.strokes import PICTURE_SIZE


@dataclass(frozen=True)
class Flatten:
    """Lays all values of its input out in one row."""

    name: str


@dataclass(frozen=True)
class Dense:
    """Weighs all inputs for every unit."""

    name: str
    units: int
    activation: str = "relu"  # or "linear": as it comes; or "softmax": probabilities


@dataclass(frozen=True)
class Dropout:
    """Zeroes a random part of its input, in training only."""

    name: str
    rate: float


@dataclass(frozen=True)
class Conv:
    """Slides small filters over the picture."""

    name: str
    filters: int
    padding: str  # "same": the picture keeps its size; "valid": it loses a pixel at every edge
    kernel: int = 3
    activation: str = "relu"


@dataclass(frozen=True)
class MaxPool:
    """Keeps the largest value of every window; the windows do not overlap."""

    name: str
    size: int


@dataclass(frozen=True)
class MeanPool:
    """Keeps the mean of every window; the windows do not overlap."""

    name: str
    size: int


Layer = Flatten | Dense | Dropout | Conv | MaxPool | MeanPool


@dataclass(frozen=True)
class Design:
    """What twins are made of.

    Attributes:
        name: as in `DESIGNS`.
        branch: the layers from a (28, 28) picture to an embedding.
        metric_network: the layers from two embeddings, one after the other, to the probabilities of
            (different, same). Empty where the answer is the Euclidean distance.
        margin: of the contrastive loss; None where the loss is cross-entropy.
    """

    name: str
    branch: tuple[Layer, ...]
    metric_network: tuple[Layer, ...] = ()
    margin: float | None = None

    @property
    def dim(self) -> int:
        """Length of an embedding."""
        return next(layer.units for layer in reversed(self.branch) if isinstance(layer, Dense))


MATCHNET_BRANCH = (
    Conv("conv_1", 24, "same"),
    MaxPool("pool_1", 3),
    Conv("conv_2", 64, "same"),
    Conv("conv_3", 96, "valid"),
    Conv("conv_4", 96, "valid"),
    Flatten("flatten"),
    Dense("embedding", 512),
)

CNN_CONTRASTIVE = Design("cnn_contrastive", MATCHNET_BRANCH, margin=1.0)

MNIST_SIAMESE = Design(
    "mnist_siamese",
    (
        Flatten("flatten"),
        Dense("dense_1", 128),
        Dropout("dropout_1", 0.1),
        Dense("dense_2", 128),
        Dropout("dropout_2", 0.1),
        Dense("embedding", 128),
    ),
    margin=1.0,
)

MATCHNET = Design(
    "matchnet",
    MATCHNET_BRANCH,
    metric_network=(Dense("metric_1", 1024), Dense("metric_2", 1024), Dense("probability", 2, "softmax")),
)

# Small enough to be trained while one watches: its embedding is a place in the plane. `live.py` trains it.
TWO_NUMBERS = Design(
    "two_numbers",
    (
        MeanPool("shrink", 3),
        Flatten("flatten"),
        Dense("dense_1", 32),
        Dense("dense_2", 32),
        Dense("embedding", 2, "linear"),
    ),
    margin=1.0,
)

# Says which digit a picture shows, or that it shows none: eleven probabilities. `familiar.py` asks it.
DETECTOR = (
    Conv("conv_1", 16, "same"),
    MaxPool("pool_1", 2),
    Conv("conv_2", 32, "same"),
    MaxPool("pool_2", 2),
    Conv("conv_3", 48, "valid"),
    Flatten("flatten"),
    Dropout("dropout_1", 0.3),
    Dense("dense", 64),
    Dropout("dropout_2", 0.3),
    Dense("probability", 11, "softmax"),
)
NO_DIGIT = 10  # which of the eleven

BY_NAME = {design.name: design for design in (CNN_CONTRASTIVE, MNIST_SIAMESE, MATCHNET)}
DESIGNS = tuple(BY_NAME)
SHARINGS = ("shared", "unshared")


@dataclass(frozen=True)
class Traced:
    """One layer at work: the shape that comes out (without n) and the shapes of its weights, by name."""

    layer: Layer
    output_shape: tuple[int, ...]
    weights: dict[str, tuple[int, ...]]

    @property
    def parameters(self) -> int:
        """How many numbers training sets in this layer."""
        return sum(prod(shape) for shape in self.weights.values())


def trace(layers: tuple[Layer, ...], shape: tuple[int, ...]) -> list[Traced]:
    """Follows an input of `shape` (without n) through `layers`."""
    traced = []
    for layer in layers:
        weights: dict[str, tuple[int, ...]] = {}
        match layer:
            case Flatten():
                shape = (prod(shape),)
            case Dense(units=units):
                weights = {"kernel": (shape[0], units), "bias": (units,)}
                shape = (units,)
            case Conv(filters=filters, kernel=kernel, padding=padding):
                weights = {"kernel": (kernel, kernel, shape[2], filters), "bias": (filters,)}
                lost = 0 if padding == "same" else kernel - 1
                shape = (shape[0] - lost, shape[1] - lost, filters)
            case MaxPool(size=size) | MeanPool(size=size):
                shape = (shape[0] // size, shape[1] // size, shape[2])
        traced.append(
            Traced(layer, shape, {f"{layer.name}/{name}": value for name, value in weights.items()})
        )
    return traced


def trace_branch(design: Design) -> list[Traced]:
    """The layers of a branch, from a picture to an embedding."""
    return trace(design.branch, (PICTURE_SIZE, PICTURE_SIZE, 1))


def trace_detector() -> list[Traced]:
    """The layers from a picture to the probabilities that it shows each of the digits, or none."""
    return trace(DETECTOR, (PICTURE_SIZE, PICTURE_SIZE, 1))


def trace_head(design: Design) -> list[Traced]:
    """The layers of the head; none where it is the distance, which has nothing to learn."""
    return trace(design.metric_network, (2 * design.dim,))
