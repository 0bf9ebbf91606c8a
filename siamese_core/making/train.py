"""Trains twins.

In every step a batch of digits goes through the branches once; then pairs among them, half of them the same
digit, go through the head. That is pair-by-pair training with fewer passes through the branches.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from siamese_core.designs import BY_NAME
from siamese_core.familiar import load_detector
from siamese_core.files import MARGINS_FILE, twins_files
from siamese_core.making.data import Data, Digits
from siamese_core.making.measure import measure
from siamese_core.making.mistaken import measure_familiar
from siamese_core.making.write import as_json, as_npz, layer_table, provenance, summary_of, write_files
from siamese_core.pairs import sample_pairs
from siamese_core.twins import assemble, branch_names

if TYPE_CHECKING:
    import keras

MARGINS = (0.25, 0.5, 1.0, 2.0, 4.0)
MARGIN_EPOCHS = 15


@dataclass(frozen=True)
class Recipe:
    """How twins are trained; shared and unshared alike.

    Attributes:
        epochs: passes through the training digits.
        pairs: compared in each step, among the digits of one batch.
        batch_size: digits in a step.
        learning_rate: at the start; it falls to 0 along half a cosine.
        rotation, shear, scale, shift: the largest change of a training digit, in degrees, as a slope, as a
            share of its size, in pixels.
    """

    epochs: int
    pairs: int
    batch_size: int = 128
    learning_rate: float = 1e-3
    rotation: float = 7.0
    shear: float = 0.12
    scale: float = 0.1
    shift: float = 1.0


RECIPES = {
    "mnist_siamese": Recipe(epochs=60, pairs=4096),
    "matchnet": Recipe(epochs=10, pairs=512),
    "cnn_contrastive": Recipe(epochs=14, pairs=4096),
}


def train(
    design: str,
    shared: bool,
    data: Data,
    recipe: Recipe,
    seed: int,
    verbose: int = 1,
    margin: float | None = None,
    optimizer: keras.optimizers.Optimizer | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> keras.Model:
    """Trains one set of twins from scratch. The same seed gives the same twins, but for the order of
    rounding.

    `margin` takes the place of the design's own, `optimizer` that of Adam with the recipe's falling rate.
    `callbacks` are Keras's. The model that they meet has the twins' branches and their head as its layers.
    """
    import keras

    from siamese_core.making.networks import ContrastiveLoss, build_twins

    keras.utils.set_random_seed(seed)
    twins = build_twins(design, shared)
    names = branch_names(shared)
    left_branch, right_branch, head = (twins.get_layer(name) for name in (names[0], names[-1], "head"))

    images = keras.Input(left_branch.input_shape[1:], name="images")
    left, right = (keras.Input((), dtype="int32", name=name) for name in ("left", "right"))
    left_embeddings = left_branch(images)
    right_embeddings = left_embeddings if shared else right_branch(images)
    answers = head(
        [keras.ops.take(left_embeddings, left, axis=0), keras.ops.take(right_embeddings, right, axis=0)]
    )
    steps = len(data.training) // recipe.batch_size
    if not steps:
        raise ValueError(
            f"A step takes {recipe.batch_size} digits; there are only {len(data.training)} to train on."
        )
    if optimizer is None:
        falling = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, recipe.epochs * steps)
        optimizer = keras.optimizers.Adam(falling)
    margin = margin or BY_NAME[design].margin
    loss = ContrastiveLoss(margin) if margin else keras.losses.SparseCategoricalCrossentropy()
    trainer = keras.Model([images, left, right], answers)
    trainer.compile(optimizer, loss, jit_compile=False)
    trainer.fit(
        training_batches(data.training, recipe, np.random.default_rng(seed)),
        epochs=recipe.epochs,
        steps_per_epoch=steps,
        callbacks=list(callbacks),
        verbose=verbose,
    )
    return twins


Batch = tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # (images, left, right), same


def training_batches(digits: Digits, recipe: Recipe, rng: np.random.Generator) -> Iterator[Batch]:
    """Batches of slightly changed digits and pairs among them, without end. Every epoch shows each digit
    once.
    """
    while True:
        order = rng.permutation(len(digits))
        for first in range(0, len(order) - recipe.batch_size + 1, recipe.batch_size):
            batch = digits[order[first : first + recipe.batch_size]]
            pairs = sample_pairs(batch.digits, recipe.pairs, rng)
            images = augment(batch.images, recipe, rng)
            yield (images, pairs.left.astype(np.int32), pairs.right.astype(np.int32)), pairs.same


def augment(images: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    """Turns, slants, scales and shifts every picture (n, 28, 28) a little, each in its own way."""
    from keras import ops

    n, size = images.shape[:2]
    angle = np.deg2rad(rng.uniform(-recipe.rotation, recipe.rotation, n))
    slant = rng.uniform(-recipe.shear, recipe.shear, n)
    stretch = 1 + rng.uniform(-recipe.scale, recipe.scale, (n, 2))
    shift = rng.uniform(-recipe.shift, recipe.shift, (n, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]).transpose(
        2, 0, 1
    )  # (n, 2, 2)
    shear = np.zeros((n, 2, 2)) + np.eye(2)
    shear[:, 0, 1] = slant
    matrix = turn @ shear / stretch[:, np.newaxis]
    centre = np.full(2, size / 2)
    offset = centre + shift - matrix @ centre
    zeros = np.zeros((n, 2))
    transforms = np.column_stack([matrix[:, 0], offset[:, 0], matrix[:, 1], offset[:, 1], zeros]).astype(
        np.float32
    )
    changed = ops.image.affine_transform(images[..., np.newaxis], transforms, interpolation="bilinear")
    return np.asarray(changed)[..., 0]


def weights_of(twins: keras.Model, shared: bool) -> dict[str, np.ndarray]:
    """The weights of a Keras model of twins, named as in a weights file."""
    parts = (*branch_names(shared), "head")
    return {
        f"{part}/{layer.name}/{variable.name}": np.asarray(variable)
        for part in parts
        for layer in twins.get_layer(part).layers
        for variable in layer.weights
    }


def train_and_save(
    design: str, shared: bool, data: Data, recipe: Recipe, seed: int, folder: Path
) -> dict[str, Any]:
    """Trains one set of twins, calibrates and measures it, and writes its weights and its card, which it
    returns.

    Weights are kept in half precision, and measured as they are kept.

    Raises:
        ValueError: there are too few digits, or training led to weights that are not finite.
    """
    from siamese_core.making.history import History

    started = time.monotonic()
    history = History(shared, data.mnist_training, data.validation["mnist"])
    verbose = 1 if sys.stderr.isatty() else 2
    model = train(design, shared, data, recipe, seed, verbose, callbacks=[history])
    rounded = {name: array.astype(np.float16) for name, array in weights_of(model, shared).items()}
    weights = as_npz(rounded)
    served = assemble(design, shared, {name: array.astype(np.float32) for name, array in rounded.items()}, {})
    card = {
        "design": design,
        "sharing": served.sharing,
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "margin": served.design.margin,
        **measure(served, data.validation, data.test),
        "familiar": measure_familiar(load_detector(), data.test, None),
        "history": history.card,
        "layers": layer_table(model, shared),
        "keras_summary": summary_of(model),
        **provenance(data.sources, asdict(recipe), seed),
        "duration_seconds": round(time.monotonic() - started),
    }
    card_path, weights_path = twins_files(design, shared, folder)
    write_files({weights_path: weights, card_path: as_json(card)})
    return card


def compare_margins(data: Data, seed: int, folder: Path, epochs: int | None = None) -> None:
    """Trains `mnist_siamese`, shared, with each of `MARGINS`, and writes what became of each to
    `margins.json`.

    The weights are not kept: the results show what the margin does to training.
    """
    started = time.monotonic()
    recipe = replace(RECIPES["mnist_siamese"], epochs=epochs or MARGIN_EPOCHS)
    trained = []
    for margin in MARGINS:
        print(f"margin {margin}: {recipe.epochs} epochs", flush=True)
        model = train("mnist_siamese", True, data, recipe, seed, verbose=2, margin=margin)
        twins = assemble("mnist_siamese", True, weights_of(model, True), {})
        trained.append({"margin": margin, **measure(twins, data.validation, data.test)})
    card = {
        "design": "mnist_siamese",
        "sharing": "shared",
        "margins": trained,
        **provenance(data.sources, asdict(recipe), seed),
        "duration_seconds": round(time.monotonic() - started),
    }
    write_files({folder / MARGINS_FILE: as_json(card)})
