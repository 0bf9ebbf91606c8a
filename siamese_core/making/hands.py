"""Chooses pen digits and pairs of them for `siamese_core.hands`, and writes them as strokes on a canvas."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from siamese_core.hands import PEN_DIGITS
from siamese_core.making.data import PEN_SOURCE, PenDigit, load_pen_digits, split_writers
from siamese_core.making.write import as_json, write_files
from siamese_core.strokes import draw

HANDS_SEED = 1996  # which digits are chosen, and which easy pairs
CLASSES = 10
OF_A_CLASS = 20
CANVAS_SIZE = 280  # pixels
LONGER_SIDE = 200.0  # of a digit, in canvas pixels
PAIRS = 300  # of each kind: hard or easy, of the same digit or of different ones


def make_hands(path: Path, folder: Path = PEN_DIGITS.parent) -> None:
    """Chooses digits and pairs of them and writes both. The same file and seed give the same bytes.

    Args:
        path: of the pen digits, in UNIPEN text.
        folder: where to write.

    Raises:
        ValueError: the file holds no such digits, or too few.
    """
    rng = np.random.default_rng(HANDS_SEED)
    chosen = choose_hands(load_pen_digits(path), rng)
    on_canvases = [on_canvas(pen.strokes) for pen in chosen]
    digit, writer = (np.array([getattr(pen, name) for pen in chosen]) for name in ("digit", "writer"))
    card = {
        "source": PEN_SOURCE,
        "changes": "200 digits chosen; each scaled, moved to a canvas's middle and rounded to whole pixels",
        "file_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "seed": HANDS_SEED,
        "pairs": choose_pairs(np.stack([draw(strokes) for strokes in on_canvases]), digit, writer, rng),
        "digits": [
            {
                "digit": pen.digit,
                "writer": pen.writer,
                "strokes": [stroke.ravel().tolist() for stroke in strokes],
            }
            for pen, strokes in zip(chosen, on_canvases, strict=True)
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


def choose_pairs(
    pictures: np.ndarray, digit: np.ndarray, writer: np.ndarray, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Pairs by two writers, hard and easy, of the same digit and of different ones: 300 of each.

    Hard are the pairs of the same digit with the least ink in common, and those of different digits with the
    most. Easy ones are chosen by chance from the easier half of all of the same digit, or of different ones.
    This asks no twins, so it favours none of them.

    Args:
        pictures: (n, 28, 28) float32 in [0, 1].
        digit, writer: (n,) what is on each, and who wrote it.
        rng: the source of chance.

    Returns:
        Of each of the four kinds `hard`, `same`, and the pairs' indices, left and right in turn.
    """
    pairs = np.argwhere(np.triu(writer[:, np.newaxis] != writer))
    left, right = pairs.T
    common = ink_in_common(pictures)[left, right]
    found = []
    for hard, same in product((True, False), repeat=2):
        of_kind = np.flatnonzero((digit[left] == digit[right]) == same)
        hardest_first = of_kind[np.argsort(common[of_kind] if same else -common[of_kind], kind="stable")]
        easier_half = np.sort(hardest_first[len(of_kind) // 2 :])
        which = hardest_first[:PAIRS] if hard else rng.choice(easier_half, PAIRS, replace=False)
        found.append({"hard": hard, "same": same, "indices": pairs[np.sort(which)].ravel().tolist()})
    return found


def ink_in_common(pictures: np.ndarray) -> np.ndarray:
    """How far pictures overlap: the cosine of the angle between them as lists of pixels, a b / (|a| |b|).

    The distance between the pixels grows with the ink, so that all 1s would be alike; this does not.

    Args:
        pictures: (n, 28, 28) in [0, 1], none of them blank.

    Returns:
        (n, n) in [0, 1]: 0 where no pixel has ink in both, 1 where the pictures are the same.
    """
    pixels = pictures.reshape(len(pictures), -1)
    unit = pixels / np.linalg.norm(pixels, axis=1, keepdims=True)
    return unit @ unit.T
