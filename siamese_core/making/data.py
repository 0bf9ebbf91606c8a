"""The digits that twins are trained, calibrated and measured on: MNIST, and pen strokes."""

from __future__ import annotations

import gzip
import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from siamese_core.digits import Digits, as_ink
from siamese_core.strokes import draw

UNREADABLE = (
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)  # of np.load
TABLET_MINIMUM_INK = (
    57.0  # tablet units: what strokes.MINIMUM_INK is on a 280-pixel canvas, on one of 500 units
)
HELD_BACK = 10_000  # MNIST training digits that only calibrate the threshold
SPLIT_SEED = 1998  # which digits these are; the same for all twins, whatever their training's seed
HELD_OUT_WRITERS = 6  # of the pen digits: every fifth of 30. Half of them calibrate, the other half measure
PEN_REPEATS = 3  # how often an epoch shows each pen digit, where it shows each MNIST digit once


@dataclass(frozen=True)
class PenDigit:
    """One digit as it was written. `strokes`: arrays (points, 2) of x, y in tablet units, y down."""

    digit: int
    writer: int
    strokes: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Data:
    """The digits that training, calibration and evaluation use, and where they are from (`sources`, for the cards)."""

    training: Digits
    validation: dict[str, Digits]
    test: dict[str, Digits]
    sources: dict[str, Any]


def load_data(mnist: Path | None, pen_digits: Path | None) -> Data:
    """Loads and splits the digits: by chance for MNIST, by writer for pen digits.

    Raises:
        ValueError: a file is not what it should be.
    """
    train, test = load_mnist(mnist)
    if len(train) <= HELD_BACK:
        raise ValueError(
            f"{HELD_BACK:,} training digits are held back; {len(train):,} are too few to train on the rest."
        )
    order = np.random.default_rng(SPLIT_SEED).permutation(len(train))
    parts = [train[order[HELD_BACK:]]]
    validation, tests = {"mnist": train[order[:HELD_BACK]]}, {"mnist": test}
    sources: dict[str, Any] = {
        "mnist": {
            "source": "Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits",
            "training_digits": len(parts[0]),
            "validation_digits": HELD_BACK,
            "test_digits": len(test),
            "training_sha256": fingerprint(train),
            "test_sha256": fingerprint(test),
        },
        "pen": None,
    }
    if pen_digits is not None:
        written = load_pen_digits(pen_digits)
        writers = sorted({pen.writer for pen in written})
        if len(writers) < 2:
            raise ValueError("Pen digits need at least two writers: one to train on and one to hold out.")
        every = max(2, len(writers) // VALIDATION_WRITERS)
        held_out = writers[every - 1 :: every]
        drawn = draw_pen_digits(written)
        of_held_out = np.isin([pen.writer for pen in written], held_out)
        parts += [drawn[~of_held_out]] * PEN_REPEATS
        validation["pen"] = tests["pen"] = drawn[of_held_out]
        sources["pen"] = {
            "source": "E. Alpaydin, F. Alimoglu: Pen-Based Recognition of Handwritten Digits, UCI, CC BY 4.0",
            "training_digits": int((~of_held_out).sum()),
            "repeats": PEN_REPEATS,
            "validation_digits": int(of_held_out.sum()),
            "validation_writers": held_out,
            "file_sha256": hashlib.sha256(pen_digits.read_bytes()).hexdigest(),
        }
    training = Digits(
        np.concatenate([part.images for part in parts]), np.concatenate([part.digits for part in parts])
    )
    return Data(training, validation, tests, sources)


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
        x_train, y_train, x_test, y_test = _mnist_arrays(path, ("x_train", "y_train", "x_test", "y_test"))
    return Digits(as_ink(x_train), y_train.astype(np.int64)), Digits(as_ink(x_test), y_test.astype(np.int64))


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
        written = tuple(
            np.array(stroke, np.float64) * (1, -1) for stroke in strokes if stroke
        )  # y up -> y down
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


def _mnist_arrays(path: Path, names: tuple[str, ...]) -> list[np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return [file[name] for name in names]
    except (KeyError, *UNREADABLE) as error:
        raise ValueError(
            f"{path} is not MNIST as Keras stores it: an .npz with {', '.join(names)}. ({error})"
        ) from error
