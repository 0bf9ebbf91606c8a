"""Digits as people wrote them, stroke by stroke, and pairs of them by two hands.

They are 200 of the pen digits that E. Alpaydin and F. Alimoglu collected, by writers on whom no twins were
trained. `data/README.md` says which, and what was changed. `python -m siamese_core.making hands` makes the
file anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from siamese_core.files import PACKAGE, read_checked
from siamese_core.remembering import remembered

PEN_DIGITS = PACKAGE / "data" / "pen_digits.json"


@dataclass(frozen=True, eq=False)
class WrittenDigit:
    """A digit as it was written.

    Attributes:
        digit: 0 to 9.
        writer: the number of the person who wrote it.
        strokes: each (points, 2) float64, read-only: x, y in pixels of a canvas of 280 by 280, y down. The
            digit stands in the middle, and its longer side is 200 pixels.
    """

    digit: int
    writer: int
    strokes: tuple[np.ndarray, ...]


def load_hands(path: Path = PEN_DIGITS) -> tuple[WrittenDigit, ...]:
    """The 200 digits, 20 of each class, by six writers alike. Loaded once.

    Raises:
        WeightsError: the file is missing, cut or altered.
    """
    return _load(path)[0]


def load_pairs(path: Path = PEN_DIGITS) -> dict[tuple[bool, bool], np.ndarray]:
    """The pairs that are drawn from, each by two writers and there once, by (hard, same): (300, 2) indices of
    the digits, read-only. `making.hands.choose_pairs` chose them. Raises as `load_hands` does.
    """
    return _load(path)[1]


def sample_hands(
    rng: np.random.Generator, hard: bool, path: Path = PEN_DIGITS
) -> tuple[WrittenDigit, WrittenDigit]:
    """Two digits by two writers: by chance the same digit or different ones, each half of the time.

    In hard pairs the same digit looks unlike, or different ones look alike; in easy pairs it is the other way
    round. How alike they look is measured between their pictures, without asking any twins.

    Args:
        rng: the source of chance.
        hard: whether the pair is to be hard or easy. Whether it is the same digit does not depend on it.
        path: of the digits and pairs.

    Raises:
        WeightsError: as `load_hands`.
    """
    hands, pairs = _load(path)
    found = pairs[bool(hard), bool(rng.random() < 0.5)]
    left, right = rng.permutation(found[rng.integers(len(found))])
    return hands[left], hands[right]


@remembered()
def _load(path: Path) -> tuple[tuple[WrittenDigit, ...], dict[tuple[bool, bool], np.ndarray]]:
    card = json.loads(read_checked(path, "It is part of the app: install the app anew."))
    hands = tuple(
        WrittenDigit(
            each["digit"], each["writer"], tuple(_by_two(stroke, np.float64) for stroke in each["strokes"])
        )
        for each in card["digits"]
    )
    pairs = {(each["hard"], each["same"]): _by_two(each["indices"], np.int64) for each in card["pairs"]}
    return hands, pairs


def _by_two(numbers: list[int], dtype: type[np.generic]) -> np.ndarray:
    """Numbers (2 n,) -> (n, 2), read-only."""
    array = np.array(numbers, dtype).reshape(-1, 2)
    array.setflags(write=False)
    return array
