"""How twins got on while they were trained: loss and accuracy after every epoch, on digits that they learn
from and on digits that they never see.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from siamese_core.making.data import Digits
from siamese_core.making.measure import accuracy, calibrate
from siamese_core.pairs import sample_pairs
from siamese_core.twins import branch_names

DIGITS = 5_000  # of each kind
PAIRS = 20_000  # among them
PAIRS_SEED = 2010  # which pairs these are; the same in every epoch and for all twins


class History(keras.callbacks.Callback):
    """Measures twins after every epoch as they will be used: with all units, on digits as they are.

    Attributes:
        card: `digits` and `pairs` of each kind, and the lists `learnt_loss`, `learnt_accuracy`,
            `unseen_loss` and `unseen_accuracy` with a number for each epoch. The loss is the mean of the
            training's own, the accuracy a share of 1 at the threshold that is best for these pairs just
            then. Five digits of each number are kept.
    """

    def __init__(self, shared: bool, learnt: Digits, unseen: Digits) -> None:
        """Of `learnt`, digits that train the twins, and `unseen`, digits that do not, as many are taken."""
        super().__init__()
        count = min(DIGITS, len(learnt), len(unseen))
        kinds = {"learnt": learnt[:: len(learnt) // count], "unseen": unseen[:: len(unseen) // count]}
        self.digits = {name: digits[:count] for name, digits in kinds.items()}
        self.parts = (*branch_names(shared), "head")
        self.card: dict[str, Any] = {"digits": count, "pairs": PAIRS}
        self.card |= {f"{name}_{what}": [] for what in ("loss", "accuracy") for name in kinds}

    def on_epoch_end(self, _epoch: int, _logs: dict[str, float] | None = None) -> None:
        for name, digits in self.digits.items():
            for what, value in self.measure(digits).items():
                self.card[f"{name}_{what}"].append(float(f"{value:.5g}"))

    def measure(self, digits: Digits) -> dict[str, float]:
        """`loss` and `accuracy` of the model in training, on pairs among these digits."""
        branches = [self.model.get_layer(name) for name in self.parts[:-1]]
        head = self.model.get_layer("head")
        pairs = sample_pairs(digits.digits, PAIRS, np.random.default_rng(PAIRS_SEED))
        left, *right = (branch.predict(digits.images, batch_size=500, verbose=0) for branch in branches)
        both = [left[pairs.left], (right[0] if right else left)[pairs.right]]
        answers = head.predict(both, batch_size=2000, verbose=0)
        closeness = answers[:, 1] if answers.ndim == 2 else -answers
        return {
            "loss": float(self.model.loss(pairs.same, answers)),
            "accuracy": accuracy(pairs.same, closeness, calibrate(pairs.same, closeness)),
        }
