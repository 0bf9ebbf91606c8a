"""The 10,000 test digits of MNIST, which come with the package. All functions raise as `files.read_checked`
does.
"""

from __future__ import annotations

import numpy as np

from siamese_core.files import PACKAGE, read_arrays
from siamese_core.remembering import remembered

TEST_DIGITS = PACKAGE / "data" / "mnist_test.npz"
HALVES_SEED = 1958  # which digits are learned from while one watches; the same for all runs


def load_test_pictures(which: np.ndarray | slice) -> np.ndarray:
    """Some of the test digits: (n, 28, 28) float32 in [0, 1], ink bright."""
    return as_ink(load_test_pixels()[which])


def load_test_pixels() -> np.ndarray:
    """All test digits as they are stored, in a quarter of the memory: (10000, 28, 28) uint8. Read-only."""
    return _load_test_arrays()[0]


def load_test_classes() -> np.ndarray:
    """Which digit each of them is, 0 to 9: (10000,) int64. Read-only."""
    return _load_test_arrays()[1]


def as_ink(pixels: np.ndarray) -> np.ndarray:
    """Pixels from 0 (paper) to 255 (ink) -> float32 from 0 to 1."""
    ink = pixels.astype(np.float32)
    ink /= 255
    return ink


@remembered()
def halves() -> tuple[np.ndarray, np.ndarray]:
    """The test digits to learn from, and those that are never seen: two arrays (5000,) of indices.

    In both, the classes take turns as long as there are enough of each: the first 200 are 20 of each.
    """
    chance = np.random.default_rng(HALVES_SEED).permutation(len(load_test_classes()))
    return tuple(_in_turns(half) for half in np.split(chance, 2))  # type: ignore[return-value]


def _in_turns(digits: np.ndarray) -> np.ndarray:
    classes = load_test_classes()[digits]
    turn = np.empty(len(digits), int)  # 0 for the first digit of its class, 1 for the second, ...
    for kind in np.unique(classes):
        turn[classes == kind] = np.arange((classes == kind).sum())
    return digits[np.lexsort([classes, turn])]


@remembered()
def _load_test_arrays() -> tuple[np.ndarray, np.ndarray]:
    arrays = read_arrays(TEST_DIGITS, "It is part of the app: install the app anew.")
    pixels, classes = arrays["images"], arrays["digits"].astype(np.int64)
    for array in (pixels, classes):
        array.setflags(write=False)
    return pixels, classes
