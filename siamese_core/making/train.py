"""Trains the twins: `python -m siamese_core.training --help`.

In every step a batch of digits goes through the branches once; then pairs among them, half of them the same digit, go
through the head. That is pair-by-pair training with fewer passes through the branches.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import platform
import re
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from siamese_core.zoo import MARGINS_FILE, WEIGHTS, Weights, assemble, branch_names, twins_files

from siamese_core import cards
from siamese_core.designs import BY_NAME, DESIGNS, SHARINGS
from siamese_core.digits import Digits
from siamese_core.pairs import sample_pairs

if TYPE_CHECKING:
    import keras

HELD_BACK = 10_000  # MNIST training digits that only calibrate the threshold
SPLIT_SEED = 1998  # which digits these are; the same for all twins, whatever their training's seed
VALIDATION_WRITERS = 6  # of the pen digits: every fifth of 30
MARGINS = (0.25, 0.5, 1.0, 2.0, 4.0)
MARGIN_EPOCHS = 15
PEN_REPEATS = 3  # how often an epoch shows each pen digit, where it shows each MNIST digit once


@dataclass(frozen=True)
class Recipe:
    """How twins are trained; shared and unshared alike.

    Attributes:
        epochs: passes through the training digits.
        pairs: compared in each step, among the digits of one batch.
        batch_size: digits in a step.
        learning_rate: at the start; it falls to 0 along half a cosine.
        rotation, shear, scale, shift: the largest change of a training digit, in degrees, as a slope, as a share of its
            size, in pixels.
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
    "mnist_siamese": Recipe(epochs=40, pairs=4096),
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
) -> keras.Model:
    """Trains one set of twins from scratch. The same seed gives the same twins, but for the order of rounding.

    `margin` takes the place of the design's own.
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
    schedule = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, recipe.epochs * steps)
    margin = margin or BY_NAME[design].margin
    loss = ContrastiveLoss(margin) if margin else keras.losses.SparseCategoricalCrossentropy()
    trainer = keras.Model([images, left, right], answers)
    trainer.compile(keras.optimizers.Adam(schedule), loss, jit_compile=False)
    batches = training_batches(data.training, recipe, np.random.default_rng(seed))
    trainer.fit(batches, epochs=recipe.epochs, steps_per_epoch=steps, verbose=verbose)
    return twins


Batch = tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # (images, left, right), same


def training_batches(digits: Digits, recipe: Recipe, rng: np.random.Generator) -> Iterator[Batch]:
    """Batches of slightly changed digits and pairs among them, without end. Every epoch shows each digit once."""
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


def weights_of(twins: keras.Model, shared: bool) -> Weights:
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
    """Trains one set of twins, calibrates and measures it, and writes its weights and its model card, which it returns."""
    started = time.monotonic()
    model = train(design, shared, data, recipe, seed, verbose=1 if sys.stderr.isatty() else 2)
    exact = weights_of(model, shared)
    rounded = {name: array.astype(np.float16) for name, array in exact.items()}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **rounded)
    served = assemble(design, shared, {name: array.astype(np.float32) for name, array in rounded.items()}, {})
    card = {
        "design": design,
        "sharing": "shared" if shared else "unshared",
        "weights_sha256": hashlib.sha256(file.getvalue()).hexdigest(),
        "margin": BY_NAME[design].margin,
        **cards.measure(served, data.validation, data.test),
        "results_before_rounding": cards.measure(
            assemble(design, shared, exact, {}), data.validation, data.test
        )["results"],
        "layers": layer_table(model, shared),
        "keras_summary": summary_of(model),
        **provenance(data, recipe, seed),
        "duration_seconds": round(time.monotonic() - started),
    }
    card_path, weights_path = twins_files(design, shared, folder)
    replace_files({weights_path: file.getvalue(), card_path: card_text(card).encode()})
    return card


def compare_margins(data: Data, seed: int, folder: Path, epochs: int | None = None) -> None:
    """Trains `mnist_siamese`, shared, with each of `MARGINS`, and writes what became of each to `margins.json`.

    The weights are not kept: the results show what the margin does to training.
    """
    started = time.monotonic()
    recipe = replace(RECIPES["mnist_siamese"], epochs=epochs or MARGIN_EPOCHS)
    trained = []
    for margin in MARGINS:
        print(f"margin {margin}: {recipe.epochs} epochs", flush=True)
        model = train("mnist_siamese", True, data, recipe, seed, verbose=2, margin=margin)
        measured = cards.measure(
            assemble("mnist_siamese", True, weights_of(model, True), {}), data.validation, data.test
        )
        trained.append(
            {"margin": margin, **{name: measured[name] for name in ("threshold", "results", "histograms")}}
        )
    card = {
        "design": "mnist_siamese",
        "sharing": "shared",
        "margins": trained,
        **provenance(data, recipe, seed),
        "duration_seconds": round(time.monotonic() - started),
    }
    replace_files({folder / MARGINS_FILE: card_text(card).encode()})


def provenance(data: Data, recipe: Recipe, seed: int) -> dict[str, Any]:
    """What a card says of how something was trained."""
    import keras
    import tensorflow as tf

    return {
        "recipe": asdict(recipe),
        "seed": seed,
        "data": data.sources,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
        },
        "date": datetime.now(UTC).date().isoformat(),
    }


def layer_table(twins: keras.Model, shared: bool) -> list[dict[str, Any]]:
    """Every layer that has weights, as Keras counts them, for the card."""
    return [
        {
            "part": part,
            "layer": layer.name,
            "output_shape": list(layer.output.shape[1:]),
            "parameters": layer.count_params(),
        }
        for part in (*branch_names(shared), "head")
        for layer in twins.get_layer(part).layers
        if layer.weights
    ]


def summary_of(twins: keras.Model) -> str:
    """What Keras's `model.summary()` prints."""
    lines: list[str] = []
    twins.summary(line_length=100, expand_nested=True, print_fn=lambda line: lines.append(str(line)))
    return "\n".join(lines)


def card_text(card: dict[str, Any]) -> str:
    """The card as JSON with every list of numbers on one line."""
    return re.sub(
        r"\[\s+([-\d.,\s]+?)\s+\]",
        lambda found: f"[{' '.join(found[1].split())}]",
        json.dumps(card, indent=1),
    )


def replace_files(contents: dict[Path, bytes]) -> None:
    """Writes files that belong together; Ctrl-C finds either all the old ones or all the new ones on disk."""
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        _beside(path).write_bytes(content)
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for path in contents:
            _beside(path).replace(path)
    finally:
        signal.signal(signal.SIGINT, interrupt)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit code."""
    names = [f"{design}-{sharing}" for design in DESIGNS for sharing in SHARINGS]
    parser = argparse.ArgumentParser(
        prog="python -m siamese_core.training", description="Trains siamese twins."
    )
    parser.add_argument(
        "twins", nargs="*", metavar="TWINS", help=f"which ones: {', '.join(names)}; without a name all"
    )
    parser.add_argument(
        "--mnist", type=Path, metavar="NPZ", help="MNIST as Keras stores it; without it Keras downloads it"
    )
    parser.add_argument(
        "--pen-digits", type=Path, metavar="UNIPEN", help="pen strokes to train on, too: pendigits-orig.tra"
    )
    parser.add_argument(
        "--margins", action="store_true", help="instead train mnist_siamese with several margins, to compare"
    )
    parser.add_argument("--seed", type=int, default=0, help="of weights and sampling (default: %(default)s)")
    parser.add_argument("--epochs", type=int, help="instead of each design's own number of epochs")
    parser.add_argument(
        "--weights", type=Path, default=WEIGHTS, metavar="FOLDER", help="where to write (default: the app's)"
    )
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.twins if name not in names]:
        parser.error(f"there are no twins {unknown[0]!r}; there are {', '.join(names)}")
    for path in (options.mnist, options.pen_digits):
        if path is not None and not path.is_file():
            parser.error(f"there is no file {path}")
    if options.epochs is not None and options.epochs < 1:
        parser.error("--epochs takes a number of at least 1")
    try:
        data = load_data(options.mnist, options.pen_digits)
        if options.margins:
            compare_margins(data, options.seed, options.weights, options.epochs)
            return 0
        for name in options.twins or names:
            design, sharing = name.split("-")
            recipe = RECIPES[design]
            if options.epochs:
                recipe = replace(recipe, epochs=options.epochs)
            print(f"{name}: {recipe.epochs} epochs", flush=True)
            card = train_and_save(design, sharing == "shared", data, recipe, options.seed, options.weights)
            print(f"{name}: {json.dumps(card['results'])}", flush=True)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "\nStopped. The weights on disk are whole; the twins that were being trained are as before.",
            file=sys.stderr,
        )
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
