"""Chooses pen digits for `siamese_core.hands` and writes them as strokes on a canvas."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np

from siamese_core.hands import PEN_DIGITS
from siamese_core.making.data import PEN_SOURCE, PenDigit, load_pen_digits, split_writers
from siamese_core.making.write import as_json, write_files

HANDS_SEED = 1996  # which digits are chosen
CLASSES = 10
OF_A_CLASS = 20
CANVAS_SIZE = 280  # pixels
LONGER_SIDE = 200.0  # of a digit, in canvas pixels


def make_hands(path: Path, folder: Path = PEN_DIGITS.parent) -> None:
    """Chooses digits and writes them. The same file and seed give the same bytes.

    Args:
        path: of the pen digits, in UNIPEN text.
        folder: where to write.

    Raises:
        ValueError: the file holds no such digits, or too few.
    """
    chosen = choose_hands(load_pen_digits(path), np.random.default_rng(HANDS_SEED))
    card = {
        "source": PEN_SOURCE,
        "changes": "200 digits chosen; each scaled, moved to a canvas's middle and rounded to whole pixels",
        "file_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "seed": HANDS_SEED,
        "digits": [
            {
                "digit": pen.digit,
                "writer": pen.writer,
                "strokes": [stroke.ravel().tolist() for stroke in on_canvas(pen.strokes)],
            }
            for pen in chosen
        ],
    }
    write_files({folder / PEN_DIGITS.name: as_json(card)})


def choose_hands(pen_digits: list[PenDigit], rng: np.random.Generator) -> list[PenDigit]:
    """20 digits of each class by writers who train no twins, in the order of class and writer.

    The 200 places go to the writers in turn; who fills a place is chosen by chance.

    Raises:
        ValueError: there are too few writers, or a writer wrote too few of a digit.
    """
    calibrating, measured = split_writers(np.array([pen.writer for pen in pen_digits]))
    writers = sorted([*calibrating.tolist(), *measured.tolist()])
    places = Counter(
        (place // OF_A_CLASS, writers[place % len(writers)]) for place in range(CLASSES * OF_A_CLASS)
    )
    chosen = []
    for (digit, writer), count in sorted(places.items()):
        own = [pen for pen in pen_digits if (pen.digit, pen.writer) == (digit, writer)]
        if len(own) < count:
            raise ValueError(f"Writer {writer} wrote the digit {digit} {len(own)} times; {count} are needed.")
        chosen += [own[i] for i in sorted(rng.choice(len(own), count, replace=False))]
    return chosen


def on_canvas(strokes: tuple[np.ndarray, ...]) -> list[np.ndarray]:
    """Strokes (points, 2) in any unit -> the same in whole canvas pixels, in the middle and easy to see."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = LONGER_SIDE / max(float((high - low).max()), 1.0)
    return [
        np.round((stroke - (low + high) / 2) * scale + CANVAS_SIZE / 2).astype(np.int64) for stroke in strokes
    ]
