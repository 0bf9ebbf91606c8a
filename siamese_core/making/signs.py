"""Trains twins on signs that a program invents: no data set is needed.

Every epoch has signs of its own. In a step, several drawings of each of many signs go through the branch, and
all pairs among them are compared.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from siamese_core.digits import as_ink
from siamese_core.files import SIGNS, twins_files
from siamese_core.invented import AT_ONCE, invent_pictures
from siamese_core.making.blocks import begin, drawing_processes, finish
from siamese_core.making.one_shot import measure_signs, twins_beside
from siamese_core.making.train import weights_of
from siamese_core.making.write import as_json, as_npz, layer_table, provenance, summary_of, write_files
from siamese_core.strokes import PICTURE_SIZE
from siamese_core.twins import assemble
from siamese_core.varying import HAND

if TYPE_CHECKING:
    import keras

DESIGN = "cnn_contrastive"
MOST_PROCESSES = 61  # that Windows can wait for


@dataclass(frozen=True)
class SignsRecipe:
    """How twins are taught signs.

    Attributes:
        epochs: how often new signs are invented.
        signs: in an epoch.
        drawings: of each sign; a multiple of `batch_drawings`.
        batch_signs, batch_drawings: in a step: how many signs, and how many drawings of each.
        learning_rate: at the start; it falls to 0 along half a cosine.
    """

    epochs: int = 24
    signs: int = 8192
    drawings: int = 8
    batch_signs: int = 64
    batch_drawings: int = 4
    learning_rate: float = 1e-3

    @property
    def steps(self) -> int:
        """In an epoch; each drawing is seen once."""
        return self.signs // self.batch_signs * (self.drawings // self.batch_drawings)


def epochs_of_signs(recipe: SignsRecipe, seed: int) -> Iterator[np.ndarray]:
    """The signs of each epoch, (signs, drawings, 28, 28) uint8. Meanwhile other processes draw the next."""
    draw_signs = partial(invent_pictures, drawings=recipe.drawings)
    with drawing_processes() as processes:
        blocks = begin(processes, draw_signs, recipe.signs, AT_ONCE, (seed, 0))
        for epoch in range(1, recipe.epochs + 1):
            pictures = finish(blocks)
            if epoch < recipe.epochs:
                blocks = begin(processes, draw_signs, recipe.signs, AT_ONCE, (seed, epoch))
            yield pictures


def sign_batches(recipe: SignsRecipe, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The batches of all epochs: pictures (n, 28, 28) float32 in [0, 1], and `same` (n, n), 1.0 where two
    show the same sign. In an epoch, each drawing is in one batch.
    """
    rng = np.random.default_rng(seed)
    which = np.repeat(np.arange(recipe.batch_signs), recipe.batch_drawings)
    same = (which[:, np.newaxis] == which).astype(np.float32)
    for pictures in epochs_of_signs(recipe, seed):
        count = len(pictures)
        order = rng.permuted(np.tile(np.arange(recipe.drawings), (count, 1)), axis=1)
        for drawings in np.split(order, recipe.drawings // recipe.batch_drawings, axis=1):
            signs = rng.permutation(count)
            for first in range(0, count - recipe.batch_signs + 1, recipe.batch_signs):
                chosen = signs[first : first + recipe.batch_signs]
                batch = pictures[chosen[:, np.newaxis], drawings[chosen]]  # (signs, drawings, 28, 28)
                yield as_ink(batch.reshape(-1, PICTURE_SIZE, PICTURE_SIZE)), same


def train_signs(recipe: SignsRecipe, seed: int, verbose: int = 1) -> keras.Model:
    """Teaches one set of twins signs, from scratch. The same seed gives the same twins, but for the order of
    rounding.
    """
    import keras

    from siamese_core.making.networks import AllDistances, AllPairsLoss, build_twins

    keras.utils.set_random_seed(seed)
    twins = build_twins(DESIGN, True)
    branch = twins.get_layer("branch")
    trainer = keras.Model(branch.input, AllDistances(name="distances")(branch.output))
    falling = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, recipe.epochs * recipe.steps)
    trainer.compile(keras.optimizers.Adam(falling), AllPairsLoss(), jit_compile=False)
    trainer.fit(
        sign_batches(recipe, seed),
        epochs=recipe.epochs,
        steps_per_epoch=recipe.steps,
        shuffle=False,
        verbose=verbose,
    )
    return twins


def train_and_save_signs(recipe: SignsRecipe, seed: int, folder: Path) -> dict[str, Any]:
    """Teaches twins signs, measures them beside raw pixels and beside the twins taught on digits, and writes
    their weights and their card, which it returns.

    Weights are kept in half precision, and measured as they are kept.

    Raises:
        ValueError: training led to weights that are not finite.
        WeightsError: the twins taught on digits cannot be loaded; this is found before the training.
    """
    started = time.monotonic()
    on_digits = twins_beside(folder)
    model = train_signs(recipe, seed, verbose=1 if sys.stderr.isatty() else 2)
    rounded = {name: array.astype(np.float16) for name, array in weights_of(model, True).items()}
    weights = as_npz(rounded)
    served = assemble(DESIGN, True, {name: array.astype(np.float32) for name, array in rounded.items()}, {})
    sources = {
        "source": "signs invented by siamese_core.invented; no data set",
        "signs": recipe.epochs * recipe.signs,
        "hand": asdict(HAND),
    }
    card = {
        "design": DESIGN,
        "sharing": served.sharing,
        "taught": SIGNS,
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "margin": served.design.margin,
        **measure_signs(served, on_digits),
        "layers": layer_table(model, True),
        "keras_summary": summary_of(model),
        **provenance(sources, asdict(recipe), seed),
        "duration_seconds": round(time.monotonic() - started),
    }
    card_path, weights_path = twins_files(DESIGN, True, folder, SIGNS)
    write_files({weights_path: weights, card_path: as_json(card)})
    return card
