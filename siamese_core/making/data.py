"""The digits that twins are trained, calibrated and measured on: MNIST, and pen strokes."""

from __future__ import annotations

import gzip
import hashlib
import re
import zipfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from siamese_core.digits import as_ink, load_test_classes, load_test_pictures
from siamese_core.strokes import draw
from siamese_core.varying import HAND, vary

# What np.load raises for a file that is not an .npz, or a damaged one.
UNREADABLE = (ValueError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile, zlib.error)
TABLET_MINIMUM_INK = 57.0  # strokes.MINIMUM_INK, of a 280-pixel canvas, on a tablet of 500 units
HELD_BACK = 10_000  # MNIST training digits that only calibrate the threshold
SPLIT_SEED = 1998  # which digits these are; the same for all twins, whatever their training's seed
HELD_OUT_WRITERS = 6  # of 30 pen writers: every fifth. By turns, one calibrates and one measures
MINIMUM_WRITERS = 3
PEN_SOURCE = "E. Alpaydin, F. Alimoglu: Pen-Based Recognition of Handwritten Digits, UCI, CC BY 4.0"
PEN_REPEATS = 3  # how often a hand that varies writes each pen digit for training
PEN_REPEATS_SEED = 1999  # how it varies; the same for all twins, as above


@dataclass(frozen=True)
class Digits:
    """Pictures with the digit on each.

    Attributes:
        images: (n, 28, 28) float32 in [0, 1].
        digits: (n,) int64, 0 to 9.
        writers: (n,) int64, who wrote each; None where that is not known.
    """

    images: np.ndarray
    digits: np.ndarray
    writers: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.digits)

    def __getitem__(self, index: np.ndarray | slice) -> Digits:
        writers = None if self.writers is None else self.writers[index]
        return Digits(self.images[index], self.digits[index], writers)


def load_test_digits() -> Digits:
    """The 10,000 test digits that come with the package."""
    return Digits(load_test_pictures(slice(None)), load_test_classes())


@dataclass(frozen=True)
class PenDigit:
    """One digit as it was written. `strokes`: arrays (points, 2) of x, y in tablet units, y down."""

    digit: int
    writer: int
    strokes: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Data:
    """The digits that train, calibrate and measure twins.

    Attributes:
        training: all digits of an epoch.
        validation, test: by name, `mnist` and, where there are pen digits, `pen`; no writer is in two of the
            three.
        sources: where the digits are from, for the cards.
    """

    training: Digits
    validation: dict[str, Digits]
    test: dict[str, Digits]
    sources: dict[str, Any]

    @property
    def mnist_training(self) -> Digits:
        """Those of an epoch's digits that are MNIST's. They come first."""
        return self.training[: self.sources["mnist"]["training_digits"]]


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
        calibrating, measured = split_writers(np.array([pen.writer for pen in written]))
        teaching = [pen for pen in written if pen.writer not in {*calibrating, *measured}]
        rng = np.random.default_rng(PEN_REPEATS_SEED)
        parts += [draw_pen_digits(teaching, rng) for _ in range(PEN_REPEATS)]
        validation["pen"] = draw_pen_digits([pen for pen in written if pen.writer in calibrating])
        tests["pen"] = draw_pen_digits([pen for pen in written if pen.writer in measured])
        sources["pen"] = {
            "source": PEN_SOURCE,
            "training_digits": len(teaching),
            "repeats": PEN_REPEATS,
            "hand": asdict(HAND),
            "validation_digits": len(validation["pen"]),
            "validation_writers": calibrating.tolist(),
            "test_digits": len(tests["pen"]),
            "test_writers": measured.tolist(),
            "file_sha256": hashlib.sha256(pen_digits.read_bytes()).hexdigest(),
        }
    training = Digits(
        np.concatenate([part.images for part in parts]), np.concatenate([part.digits for part in parts])
    )
    return Data(training, validation, tests, sources)


def load_mnist(path: Path | None = None) -> tuple[Digits, Digits]:
    """MNIST's 60,000 training and 10,000 test digits.

    Args:
        path: an .npz with `x_train`, `y_train`, `x_test`, `y_test`; without it Keras downloads MNIST once and
            keeps it.

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
    """Reads digits in UNIPEN text, as in UCI's "Pen-Based Recognition of Handwritten Digits" (`pendigits-
    orig.tra`).

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


def split_writers(writer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The writers that twins are calibrated with, and those that they are measured on. All others train them.

    Args:
        writer: (n,) who wrote each digit.

    Raises:
        ValueError: there are fewer than three writers.
    """
    writers = np.unique(writer)
    if len(writers) < MINIMUM_WRITERS:
        raise ValueError(
            "Pen digits need at least three writers: to train on, to calibrate with, to measure on."
        )
    every = max(2, len(writers) // HELD_OUT_WRITERS)
    held_out = writers[every - 1 :: every] if len(writers) > every * 2 else writers[-2:]
    return held_out[::2], held_out[1::2]


def draw_pen_digits(pen_digits: list[PenDigit], rng: np.random.Generator | None = None) -> Digits:
    """Draws pen digits exactly as the app draws what is drawn on its canvas: as they were written, or with
    `rng` as a hand that varies writes them once more.
    """
    written = [pen.strokes if rng is None else vary(pen.strokes, rng) for pen in pen_digits]
    images = np.stack([draw(list(strokes), TABLET_MINIMUM_INK) for strokes in written])
    digits, writers = (
        np.array([getattr(pen, name) for pen in pen_digits], np.int64) for name in ("digit", "writer")
    )
    return Digits(images, digits, writers)


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
