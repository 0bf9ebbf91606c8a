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
from siamese_core.strokes import draw

PEN_DIGITS = PACKAGE / "data" / "pen_digits.json"
HARD_PAIRS = 300  # of 1,660 pairs of the same digit, and of 15,006 of different ones


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
    return _load_hands(path)


@remembered()
def _load_hands(path: Path) -> tuple[WrittenDigit, ...]:
    card = json.loads(read_checked(path, "It is part of the app: install the app anew."))
    return tuple(
        WrittenDigit(each["digit"], each["writer"], tuple(map(_points, each["strokes"])))
        for each in card["digits"]
    )


def _points(numbers: list[int]) -> np.ndarray:
    """Pairs of x and y, one after the other -> (points, 2)."""
    points = np.array(numbers, np.float64).reshape(-1, 2)
    points.setflags(write=False)
    return points


def sample_hands(rng: np.random.Generator, hard: bool) -> tuple[WrittenDigit, WrittenDigit]:
    """Two digits by two writers: by chance the same digit or different ones, each half of the time.

    Hard are the 300 pairs of the same digit with the least ink in common, and the 300 of different digits
    with the most. Easy is the easier half of either kind. This asks no twins, so it favours none of them.

    Args:
        rng: the source of chance.
        hard: whether the pair is to be hard or easy. Whether it is the same digit does not depend on it.

    Raises:
        WeightsError: as `load_hands`.
    """
    hands = load_hands()
    pairs = pools(hands)[bool(hard), bool(rng.random() < 0.5)]
    left, right = rng.permutation(pairs[rng.integers(len(pairs))])
    return hands[left], hands[right]


@remembered(at_most=1)
def pools(hands: tuple[WrittenDigit, ...]) -> dict[tuple[bool, bool], np.ndarray]:
    """The pairs by two writers that are drawn from: (pairs, 2) indices of `hands`, each pair once, by (hard,
    same).
    """
    digit, writer = (np.array([getattr(hand, name) for hand in hands]) for name in ("digit", "writer"))
    pairs = np.argwhere(np.triu(writer[:, np.newaxis] != writer))
    left, right = pairs.T
    common = ink_in_common(np.stack([draw(list(hand.strokes)) for hand in hands]))[left, right]
    found = {}
    for same in (True, False):
        of_kind = np.flatnonzero((digit[left] == digit[right]) == same)
        hardest_first = of_kind[np.argsort(common[of_kind] if same else -common[of_kind], kind="stable")]
        found[True, same] = pairs[hardest_first[:HARD_PAIRS]]
        found[False, same] = pairs[hardest_first[len(of_kind) // 2 :]]
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
