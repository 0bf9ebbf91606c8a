"""Digits: MNIST as pictures, and digits that people wrote with a pen, as strokes."""

from __future__ import annotations

import gzip
import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from siamese_core.strokes import draw

UNREADABLE = (ValueError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile, zlib.error)  # of np.load
TEST_DIGITS = Path(__file__).parent / "data" / "mnist_test.npz"
TABLET_MINIMUM_INK = 57.0  # tablet units: what strokes.MINIMUM_INK is on a 280-pixel canvas, on a tablet of 500 units


@dataclass(frozen=True)
class Digits:
    """Pictures with the digit on each. `images`: (n, 28, 28) float32 in [0, 1]; `digits`: (n,) int64, 0 to 9."""

    images: np.ndarray
    digits: np.ndarray

    def __len__(self) -> int:
        return len(self.digits)

    def __getitem__(self, index: np.ndarray | slice) -> Digits:
        return Digits(self.images[index], self.digits[index])


@dataclass(frozen=True)
class PenDigit:
    """One digit as it was written. `strokes`: arrays (points, 2) of x, y in tablet units, y down."""

    digit: int
    writer: int
    strokes: tuple[np.ndarray, ...]


@cache
def load_test_digits() -> Digits:
    """The 10,000 MNIST test digits that come with the package. Read-only; loaded once, and 31 MB large."""
    images = load_test_pictures(slice(None))
    images.setflags(write=False)
    return Digits(images, load_test_classes())


def load_test_pictures(which: np.ndarray | slice) -> np.ndarray:
    """Some of the pictures of `load_test_digits`, (n, 28, 28) float32 in [0, 1]: a quarter of its memory for all of them."""
    return _as_ink(_load_test_pixels()[which])


@cache
def _load_test_pixels() -> np.ndarray:
    with np.load(TEST_DIGITS, allow_pickle=False) as file:
        return file["images"]


@cache
def load_test_classes() -> np.ndarray:
    """Which digit each of `load_test_digits` is: (10000,) int64. Read-only; loaded once, without the pictures."""
    with np.load(TEST_DIGITS, allow_pickle=False) as file:
        classes = file["digits"].astype(np.int64)
    classes.setflags(write=False)
    return classes


def load_mnist(path: Path | None = None) -> tuple[Digits, Digits]:
    """MNIST's 60,000 training and 10,000 test digits.

    Args:
        path: an .npz with `x_train`, `y_train`, `x_test`, `y_test`; without it Keras downloads MNIST once and keeps it.

    Raises:
        ValueError: the file is not in this layout.
    """
    if path is None:
        from keras.datasets import mnist

        (x_train, y_train), (x_test, y_test) = mnist.load_data()
    else:
        x_train, y_train, x_test, y_test = _load_arrays(path, ("x_train", "y_train", "x_test", "y_test"))
    return Digits(_as_ink(x_train), y_train.astype(np.int64)), Digits(_as_ink(x_test), y_test.astype(np.int64))


def load_pen_digits(path: Path) -> list[PenDigit]:
    """Reads digits in UNIPEN text, as in UCI's "Pen-Based Recognition of Handwritten Digits" (`pendigits-orig.tra`).

    Raises:
        ValueError: the file holds no digits in this form.
    """
    found: list[PenDigit] = []
    digit, writer = -1, -1
    strokes: list[list[tuple[int, int]]] = []
    pen: list[tuple[int, int]] | None = None

    def finish() -> None:
        written = tuple(np.array(stroke, np.float64) * (1, -1) for stroke in strokes if stroke)  # y up -> y down
        if written and digit >= 0:
            found.append(PenDigit(digit, writer, written))

    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="latin1") as file:
        try:
            lines = file.readlines()
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"{path} cannot be unpacked: {error}") from error
        for line in lines:
            if segment := re.match(r'\.SEGMENT DIGIT\s+\S+\s+\?\s+"(\d)"', line):
                finish()
                digit, writer, strokes, pen = int(segment[1]), -1, [], None
            elif comment := re.match(r"\.COMMENT\s+\d\s+(\d+)\s+\d+", line):
                writer = int(comment[1])
            elif line.startswith(".PEN_DOWN"):
                pen = []
                strokes.append(pen)
            elif line.startswith(".PEN_UP"):
                pen = None
            elif pen is not None and (point := re.match(r"\s*(-?\d+)\s+(-?\d+)\s*$", line)):
                pen.append((int(point[1]), int(point[2])))
    finish()
    if not found:
        raise ValueError(f"{path} holds no digits in UNIPEN text.")
    return found


def draw_pen_digits(pen_digits: list[PenDigit]) -> Digits:
    """Draws pen digits exactly as the app draws what is drawn on its canvas."""
    images = np.stack([draw(list(pen.strokes), TABLET_MINIMUM_INK) for pen in pen_digits])
    return Digits(images, np.array([pen.digit for pen in pen_digits], np.int64))


def fingerprint(digits: Digits) -> str:
    """SHA-256 of the pictures and digits, for model cards."""
    pixels = np.round(digits.images * 255).astype(np.uint8)
    return hashlib.sha256(pixels.tobytes() + digits.digits.astype(np.uint8).tobytes()).hexdigest()


def _load_arrays(path: Path, names: tuple[str, ...]) -> list[np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return [file[name] for name in names]
    except (KeyError, *UNREADABLE) as error:
        raise ValueError(f"{path} is not MNIST as Keras stores it: an .npz with {', '.join(names)}. ({error})") from error


def _as_ink(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255
