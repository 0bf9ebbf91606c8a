"""The 10,000 test digits of MNIST, which come with the package."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siamese_core.files import PACKAGE, read_arrays
from siamese_core.remembering import remembered

TEST_DIGITS = PACKAGE / "data" / "mnist_test.npz"


@dataclass(frozen=True)
class Digits:
    """Pictures with the digit on each. `images`: (n, 28, 28) float32 in [0, 1]; `digits`: (n,) int64, 0 to 9."""

    images: np.ndarray
    digits: np.ndarray

    def __len__(self) -> int:
        return len(self.digits)

    def __getitem__(self, index: np.ndarray | slice) -> Digits:
        return Digits(self.images[index], self.digits[index])


@remembered()
def load_test_digits() -> Digits:
    """All test digits. Read-only; loaded once, and 31 MB large. Raises as `files.read_checked` does, as all here."""
    images = load_test_pictures(slice(None))
    images.setflags(write=False)
    return Digits(images, load_test_classes())


def load_test_pictures(which: np.ndarray | slice) -> np.ndarray:
    """Some of the pictures of `load_test_digits`, (n, 28, 28) float32 in [0, 1]: all are kept in a quarter of its
    memory.
    """
    return as_ink(load_test_pixels()[which])


def load_test_classes() -> np.ndarray:
    """Which digit each of `load_test_digits` is: (10000,) int64. Read-only."""
    return _load_test_arrays()[1]


def load_test_pixels() -> np.ndarray:
    """The pictures of `load_test_digits` as they are stored: (10000, 28, 28) uint8. Read-only."""
    return _load_test_arrays()[0]


def as_ink(pixels: np.ndarray) -> np.ndarray:
    """Pixels from 0 (paper) to 255 (ink) -> float32 from 0 to 1."""
    return pixels.astype(np.float32) / 255


@remembered()
def _load_test_arrays() -> tuple[np.ndarray, np.ndarray]:
    arrays = read_arrays(TEST_DIGITS, "It is part of the app: install the app anew.")
    pixels, classes = arrays["images"], arrays["digits"].astype(np.int64)
    for array in (pixels, classes):
        array.setflags(write=False)
    return pixels, classes
