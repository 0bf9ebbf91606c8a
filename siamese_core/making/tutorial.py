"""`mnist_siamese` trained exactly as in its Keras example, and from there in steps to the app's own recipe.

The example is `mnist_siamese.py`, among Keras's examples up to version 2. It makes all pairs beforehand, from
MNIST alone, and shows them one by one: RMSprop, 20 epochs, batches of 128 pairs, margin 1. Two digits are the
same below a distance of 0.5. Every further step changes one thing against the step before it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from siamese_core.designs import BY_NAME
from siamese_core.files import TUTORIAL_FILE, load_twins
from siamese_core.making.data import Data, Digits, load_data, load_mnist
from siamese_core.making.history import History
from siamese_core.making.measure import compare_pairs, measure, results
from siamese_core.making.networks import ContrastiveLoss, build_twins
from siamese_core.making.train import RECIPES, train, weights_of
from siamese_core.making.write import as_json, provenance, write_files
from siamese_core.pairs import Pairs
from siamese_core.twins import assemble

DESIGN = BY_NAME["mnist_siamese"]
MARGIN = 1.0
EPOCHS = 20
BATCH_SIZE = 128  # pairs
THRESHOLD = 0.5  # of the distance
CLASSES = 10

Training = Callable[[keras.callbacks.Callback], keras.Model]


def climb(mnist: Path | None, pen_digits: Path, seed: int, folder: Path, epochs: int = EPOCHS) -> None:
    """Trains and measures every step, and writes what became of each to `tutorial.json`.

    Weights are not kept. The last step is not trained again: it is the twins in `folder`.

    Args:
        mnist, pen_digits: as for `load_data`.
        seed: of weights and sampling.
        folder: of weights and cards.
        epochs: of all steps but the last.

    Raises:
        ValueError: a file is not what it should be, or the twins in `folder` are from other digits.
        WeightsError: there are no such twins in `folder`.
    """
    started = time.monotonic()
    data = load_data(mnist, pen_digits)
    last = served_step(folder, data)
    steps = [first_step(mnist, data, epochs, seed)]
    steps += [step(name, data, training, epochs) for name, data, training in later_steps(data, epochs, seed)]
    recipe = {
        "epochs": epochs,
        "batch_size": BATCH_SIZE,
        "optimizer": "RMSprop",
        "learning_rate": 0.001,
        "margin": MARGIN,
        "threshold": THRESHOLD,
    }
    card = {
        "design": DESIGN.name,
        "sharing": "shared",
        "steps": [*steps, last],
        **provenance(data.sources, recipe, seed),
        "duration_seconds": round(time.monotonic() - started),
    }
    write_files({folder / TUTORIAL_FILE: as_json(card)})


def first_step(mnist: Path | None, data: Data, epochs: int, seed: int) -> dict[str, Any]:
    """The example as it is: it holds no training digits back, so what it never sees are test digits.

    Returns:
        As `step` does, and as `tutorial_pairs` how many of the example's own test pairs are right after each
        epoch, as a share of 1.
    """
    print(f"tutorial: {epochs} epochs", flush=True)
    training_digits, test_digits = load_mnist(mnist)
    by_epoch = TutorialPairs(test_digits, create_pairs(test_digits.digits, np.random.default_rng(seed)))
    history = History(True, training_digits, test_digits)
    model = train_pair_by_pair(training_digits, epochs, seed, history, by_epoch)
    twins = assemble(DESIGN.name, True, weights_of(model, True), {})
    return {
        "name": "tutorial",
        "epochs": epochs,
        "threshold": THRESHOLD,
        "results": {
            name: results(compare_pairs(twins, digits), twins.as_closeness(THRESHOLD), digits.writers)
            for name, digits in data.test.items()
        },
        "history": history.card,
        "tutorial_pairs": {"pairs": len(by_epoch.pairs), "accuracy_by_epoch": by_epoch.accuracy},
    }


def later_steps(data: Data, epochs: int, seed: int) -> Iterator[tuple[str, Data, Training]]:
    """All steps between the example and the app's recipe: name, digits, and what trains them."""
    recipe = replace(RECIPES[DESIGN.name], epochs=epochs)
    as_they_are = replace(recipe, rotation=0.0, shear=0.0, scale=0.0, shift=0.0)
    mnist = replace(data, training=data.mnist_training, validation={"mnist": data.validation["mnist"]})

    def in_batches(data: Data, **changes: Any) -> Training:
        options = {"recipe": recipe, **changes}
        return lambda history: train(
            DESIGN.name, True, data, seed=seed, verbose=2, callbacks=[history], **options
        )

    # 10,000 digits no longer train: the threshold is the best for these
    yield "threshold", mnist, lambda history: train_pair_by_pair(mnist.training, epochs, seed, history)
    # pairs are no longer made beforehand: in every step a batch of digits is compared with itself
    rmsprop = keras.optimizers.RMSprop()
    yield "pairs_in_batch", mnist, in_batches(mnist, recipe=as_they_are, optimizer=rmsprop)
    adam = keras.optimizers.Adam(recipe.learning_rate)
    yield "adam", mnist, in_batches(mnist, recipe=as_they_are, optimizer=adam)
    yield "falling_rate", mnist, in_batches(mnist, recipe=as_they_are)
    yield "changed_digits", mnist, in_batches(mnist)
    yield "pen_digits", data, in_batches(data)


def step(name: str, data: Data, training: Training, epochs: int) -> dict[str, Any]:
    """Trains one step and measures it.

    Returns:
        `name`, `epochs`, `threshold` and `results` as on a card, and `history`.
    """
    print(f"{name}: {epochs} epochs", flush=True)
    history = History(True, data.mnist_training, data.validation["mnist"])
    twins = assemble(DESIGN.name, True, weights_of(training(history), True), {})
    found = measure(twins, data.validation, data.test)
    return {
        "name": name,
        "epochs": epochs,
        "threshold": found["threshold"],
        "results": found["results"],
        "history": history.card,
    }


def served_step(folder: Path, data: Data) -> dict[str, Any]:
    """The last step, `longer`: the app's recipe with all its epochs, as the card of these twins tells.

    Raises:
        ValueError: the card tells of other digits.
        WeightsError: there are no such twins.
    """
    card = load_twins(DESIGN.name, True, folder=folder).card
    if card["data"] != data.sources:
        raise ValueError(f"{DESIGN.name}-shared in {folder} was trained on other digits: train it first.")
    found = {name: card[name] for name in ("threshold", "results", "history")}
    return {"name": "longer", "epochs": card["recipe"]["epochs"], **found}


def train_pair_by_pair(
    digits: Digits, epochs: int, seed: int, *callbacks: keras.callbacks.Callback
) -> keras.Model:
    """Trains `mnist_siamese`, shared, on pairs made beforehand, as the example does."""
    keras.utils.set_random_seed(seed)
    twins = build_twins(DESIGN.name, shared=True)
    twins.compile(keras.optimizers.RMSprop(), ContrastiveLoss(MARGIN), jit_compile=False)
    rng = np.random.default_rng(seed)
    pairs = create_pairs(digits.digits, rng)
    twins.fit(
        pair_batches(digits, pairs, rng),
        epochs=epochs,
        steps_per_epoch=-(-len(pairs) // BATCH_SIZE),  # the last batch of an epoch may be smaller
        callbacks=list(callbacks),
        verbose=2,
    )
    return twins


def create_pairs(digits: np.ndarray, rng: np.random.Generator) -> Pairs:
    """The example's pairs: each digit of a class with the next one of it, and with one of a random other
    class that stands as far on in its own.

    Args:
        digits: (m,) classes, each of 0 to 9 at least twice.
        rng: the source of chance.

    Returns:
        Same and different pairs by turns, class after class: of each class as many of both as the smallest
        class has digits, less one.
    """
    of_class = [np.flatnonzero(digits == digit) for digit in range(CLASSES)]
    count = min(map(len, of_class)) - 1
    left, right = [], []
    for digit, own in enumerate(of_class):
        others = (digit + rng.integers(1, CLASSES, count)) % CLASSES
        for i, other in enumerate(others):
            left += [own[i], own[i]]
            right += [own[i + 1], of_class[other][i]]
    return Pairs(np.array(left), np.array(right), np.tile(np.array([1, 0], np.float32), CLASSES * count))


Batch = tuple[tuple[np.ndarray, np.ndarray], np.ndarray]  # (left, right), same


def pair_batches(digits: Digits, pairs: Pairs, rng: np.random.Generator) -> Iterator[Batch]:
    """Batches of left and right pictures (n, 28, 28) and `same` (n,), without end. Every epoch shows each
    pair once.
    """
    while True:
        order = rng.permutation(len(pairs))
        for first in range(0, len(order), BATCH_SIZE):
            chosen = order[first : first + BATCH_SIZE]
            left, right = digits.images[pairs.left[chosen]], digits.images[pairs.right[chosen]]
            yield (left, right), pairs.same[chosen]


class TutorialPairs(keras.callbacks.Callback):
    """Counts after every epoch how many of the example's test pairs are right.

    Attributes:
        accuracy: for each epoch, as a share of 1.
    """

    def __init__(self, digits: Digits, pairs: Pairs) -> None:
        super().__init__()
        self.digits, self.pairs = digits, pairs
        self.accuracy: list[float] = []

    def on_epoch_end(self, _epoch: int, _logs: dict[str, float] | None = None) -> None:
        left, right = (self.digits.images[side] for side in (self.pairs.left, self.pairs.right))
        distance = self.model.predict([left, right], batch_size=500, verbose=0)
        self.accuracy.append(float(np.mean((distance < THRESHOLD) == (self.pairs.same == 1))))
