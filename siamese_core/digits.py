"""The 10,000 test digits of MNIST, which come with the package. All functions raise as `files.read_checked`
does.
"""

from __future__ import annotations

import numpy as np

from siamese_core.files import PACKAGE, read_arrays
from siamese_core.remembering import remembered

TEST_DIGITS = PACKAGE / "data" / "mnist_test.npz"


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
def _load_test_arrays() -> tuple[np.ndarray, np.ndarray]:
    arrays = read_arrays(TEST_DIGITS, "It is part of the app: install the app anew.")
    pixels, classes = arrays["images"], arrays["digits"].astype(np.int64)
    for array in (pixels, classes):
        array.setflags(write=False)
    return pixels, classes
