"""Whether a drawing looks like a digit.

Twins compare whatever is drawn: a letter, too, gets an embedding and a distance. A small network of its own
looks at the picture beforehand. It was shown digits by many people, and drawings of other things that a
program invents; `making/familiar.py` teaches it. (`maps.Map.familiar` answers another question: whether the
test digits nearest to it on a map are near. Beside a 4, an A has near ones.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from siamese_core.designs import DETECTOR, NO_DIGIT, trace_detector
from siamese_core.files import DIGITS, MAKING, WEIGHTS, WeightsError, read_arrays, read_checked
from siamese_core.forward import Arrays, run_layers
from siamese_core.remembering import remembered
from siamese_core.strokes import PICTURE_SIZE
from siamese_core.twins import BLOCK, Twins

REMEDY = f"Build it anew: {MAKING} familiar"
SIDES = ("left", "right")


@dataclass(frozen=True, eq=False)
class Detector:
    """The network that says whether a picture shows a digit.

    Attributes:
        weights: by name, e.g. `conv_1/kernel`.
        card: how it was taught, and how often it is wrong.
    """

    weights: Arrays
    card: Mapping[str, Any]

    @property
    def threshold(self) -> float:
        """From this probability on, a picture counts as a digit."""
        return self.card["threshold"]

    def digit_probability(self, images: np.ndarray) -> np.ndarray:
        """Pictures (n, 28, 28) float32 in [0, 1] -> the probability (n,) that each shows a digit, any one."""
        blocks = [self._none(images[first : first + BLOCK]) for first in range(0, len(images), BLOCK)]
        return 1 - np.concatenate(blocks) if blocks else np.zeros(0, np.float32)

    def says_digit(self, images: np.ndarray) -> np.ndarray:
        """Pictures (n, 28, 28) -> whether each looks like a digit: (n,) bool."""
        return self.digit_probability(images) >= self.threshold

    def _none(self, images: np.ndarray) -> np.ndarray:
        return run_layers(DETECTOR, self.weights, images[..., np.newaxis])[:, NO_DIGIT]


def looks_familiar(twins: Twins, side: str, picture: np.ndarray) -> bool:
    """Whether a picture looks like what twins were taught.

    Args:
        twins: those taught on digits find digits familiar; those taught on invented signs, every drawing.
        side: `left` or `right`: whose branch is to see it. Both branches were taught the same digits, so the
            answer is the same.
        picture: (28, 28) in [0, 1], ink bright.

    Raises:
        ValueError: another side, or a picture of another shape or range.
        WeightsError: the detector's files are missing, cut or altered.
    """
    if side not in SIDES:
        raise ValueError(f"There is no side {side!r}. There are {' and '.join(SIDES)}.")
    picture = np.asarray(picture, np.float32)
    if picture.shape != (PICTURE_SIZE, PICTURE_SIZE):
        raise ValueError(f"A picture has the shape ({PICTURE_SIZE}, {PICTURE_SIZE}), not {picture.shape}.")
    if not ((picture >= 0) & (picture <= 1)).all():
        raise ValueError("A picture's pixels lie between 0 (paper) and 1 (ink).")
    if not picture.any():
        return False
    taught_digits = twins.card.get("taught", DIGITS) == DIGITS
    return not taught_digits or bool(load_detector().says_digit(picture[np.newaxis])[0])


def detector_files(folder: Path = WEIGHTS) -> tuple[Path, Path]:
    """The detector's card and weights."""
    return folder / "familiar.json", folder / "familiar.npz"


def load_detector(folder: Path = WEIGHTS) -> Detector:
    """Loads the detector, once.

    Raises:
        WeightsError: its files are missing, cut or altered, or belong to another version of its layers.
    """
    return _load_detector(folder)


@remembered()
def _load_detector(folder: Path) -> Detector:
    card_path, weights_path = detector_files(folder)
    card = json.loads(read_checked(card_path, REMEDY))
    weights = {name: array.astype(np.float32) for name, array in read_arrays(weights_path, REMEDY).items()}
    expected = {name: shape for traced in trace_detector() for name, shape in traced.weights.items()}
    if {name: array.shape for name, array in weights.items()} != expected:
        raise WeightsError(f"{weights_path} belongs to another version of the detector. {REMEDY}")
    if not all(np.isfinite(array).all() for array in weights.values()):
        raise WeightsError(f"{weights_path} holds numbers that are not finite. {REMEDY}")
    for array in weights.values():
        array.setflags(write=False)
    return Detector(weights, card)
