"""Teaches a small network what looks like a digit: digits by people, beside drawings that a program invents.

It learns to name the digits, too: that makes it look at what makes a digit one.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from siamese_core.designs import DETECTOR, NO_DIGIT
from siamese_core.digits import as_ink
from siamese_core.familiar import Detector, detector_files
from siamese_core.making.blocks import begin, drawing_processes, finish
from siamese_core.making.data import Data, Digits
from siamese_core.making.mistaken import measure_familiar
from siamese_core.making.strange import strange_pictures
from siamese_core.making.train import Recipe, augment
from siamese_core.making.write import as_json, as_npz, provenance, write_files

if TYPE_CHECKING:
    import keras

AT_ONCE = 500  # drawings of a block
TAKEN_FOR_NONE = 0.015  # share of validation digits at the threshold; the sets count alike


@dataclass(frozen=True)
class DetectorRecipe(Recipe):
    """How the detector is taught. Pictures are changed as in the training of twins.

    Attributes:
        steps: in an epoch.
        drawings: invented, once, and then turned and mirrored.
        strange: share of a batch that are such drawings.
        pen: share of the digits in a batch that are pen digits.
    """

    epochs: int = 4
    pairs: int = 0  # it compares nothing
    learning_rate: float = 2e-3
    steps: int = 500
    drawings: int = 40_000
    strange: float = 0.5
    pen: float = 0.4


def many_strange_pictures(count: int, seed: int) -> np.ndarray:
    """Drawings (count, 28, 28) uint8 of what digits are not, drawn on all cores."""
    with drawing_processes() as processes:
        return finish(begin(processes, strange_pictures, count, AT_ONCE, (seed,)))


def turned(pictures: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each picture (n, 28, 28) turned by quarters and mirrored, by chance."""
    pictures = pictures.copy()
    for picture, quarters, mirrored in zip(
        pictures, rng.integers(0, 4, len(pictures)), rng.random(len(pictures)) < 0.5, strict=True
    ):
        picture[:] = np.rot90(picture.T if mirrored else picture, quarters)
    return pictures


def detector_batches(
    data: Data, strange: np.ndarray, recipe: DetectorRecipe, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches without end: pictures (n, 28, 28) float32, and which digit each shows, or `NO_DIGIT`: (n,)."""
    of_mnist = len(data.mnist_training)
    strangers = int(recipe.strange * recipe.batch_size)
    digits = recipe.batch_size - strangers
    by_pen = int(recipe.pen * digits) if len(data.training) > of_mnist else 0
    while True:
        chosen = np.concatenate(
            [
                rng.integers(0, of_mnist, digits - by_pen),
                rng.integers(of_mnist, len(data.training), by_pen) if by_pen else np.zeros(0, np.int64),
            ]
        )
        others = as_ink(turned(strange[rng.integers(0, len(strange), strangers)], rng))
        images = np.concatenate([data.training.images[chosen], others])
        kinds = np.concatenate([data.training.digits[chosen], np.full(strangers, NO_DIGIT)])
        yield augment(images, recipe, rng).astype(np.float32), kinds


def train_detector(
    data: Data, strange: np.ndarray, recipe: DetectorRecipe, seed: int, verbose: int = 1
) -> keras.Model:
    """Teaches the detector from scratch. The same seed gives the same one, but for the order of rounding."""
    import keras

    from siamese_core.making.networks import build_network

    keras.utils.set_random_seed(seed)
    model = build_network(DETECTOR, "detector")
    falling = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, recipe.epochs * recipe.steps)
    model.compile(
        keras.optimizers.Adam(falling), keras.losses.SparseCategoricalCrossentropy(), jit_compile=False
    )
    model.fit(
        detector_batches(data, strange, recipe, np.random.default_rng(seed)),
        epochs=recipe.epochs,
        steps_per_epoch=recipe.steps,
        shuffle=False,
        verbose=verbose,
    )
    return model


def train_and_save_detector(
    data: Data, recipe: DetectorRecipe, seed: int, folder: Path, characters: Path | None = None
) -> dict[str, Any]:
    """Teaches the detector, calibrates and measures it, and writes its weights and card, which it returns.

    Weights are kept in half precision, and measured as they are kept.
    """
    started = time.monotonic()
    strange = many_strange_pictures(recipe.drawings, seed)
    model = train_detector(data, strange, recipe, seed, verbose=1 if sys.stderr.isatty() else 2)
    arrays = {
        f"{layer.name}/{variable.name}": np.asarray(variable).astype(np.float16)
        for layer in model.layers
        for variable in layer.weights
    }
    weights = as_npz(arrays)
    detector = Detector({name: array.astype(np.float32) for name, array in arrays.items()}, {})
    threshold = calibrate(detector, data.validation)
    served = Detector(detector.weights, {"threshold": threshold})
    card = {
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "threshold": threshold,
        "taken_for_none": TAKEN_FOR_NONE,
        "results": measure_familiar(served, data.test, characters),
        "parameters": model.count_params(),
        **provenance(data.sources, asdict(recipe), seed),
        "duration_seconds": round(time.monotonic() - started),
    }
    card_path, weights_path = detector_files(folder)
    write_files({weights_path: weights, card_path: as_json(card)})
    return card


def calibrate(detector: Detector, validation: dict[str, Digits]) -> float:
    """The probability below which `TAKEN_FOR_NONE` of the validation digits lie, each set counting alike."""
    found = [detector.digit_probability(digits.images) for digits in validation.values()]
    weight = np.concatenate([np.full(len(each), 1 / (len(found) * len(each))) for each in found])
    probability = np.concatenate(found)
    order = np.argsort(probability)
    return float(probability[order][np.searchsorted(np.cumsum(weight[order]), TAKEN_FOR_NONE)])
