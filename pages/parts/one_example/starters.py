"""Shelves for those who do not want to draw: digits that somebody wrote, letters and Chinese characters.

Letters and characters were drawn by hand for this app, stroke by stroke as they are written.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from pages.parts.one_example.names import Name
from pages.parts.one_example.signs import Sign, written
from pages.parts.shared.examples import drawing_of
from siamese_core.hands import load_hands
from siamese_core.remembering import remembered

LETTERS: dict[str, list[list[int]]] = {  # as `examples.STROKES`
    "A": [[142, 40, 112, 132, 82, 240], [142, 40, 170, 132, 200, 240], [102, 170, 140, 167, 180, 167]],
    "E": [[94, 44, 93, 140, 94, 238], [94, 46, 140, 44, 192, 42], [94, 140, 130, 138, 174, 138], [94, 238, 140, 236, 196, 234]],  # noqa: E501
    "K": [[94, 42, 93, 140, 95, 240], [192, 46, 150, 94, 96, 148], [118, 128, 158, 184, 200, 238]],
    "M": [[72, 240, 78, 140, 84, 44, 84, 44, 112, 106, 140, 166, 140, 166, 168, 104, 196, 44, 196, 44, 202, 140, 208, 240]],  # noqa: E501
    "R": [[94, 44, 94, 140, 94, 240], [94, 48, 150, 38, 192, 64, 186, 112, 146, 138, 96, 144], [128, 142, 162, 188, 202, 240]],  # noqa: E501
}  # fmt: skip
CHARACTERS: dict[str, list[list[int]]] = {  # by the codes of their names
    "mountain": [[140, 44, 140, 120, 140, 214], [74, 112, 75, 164, 78, 216, 78, 216, 140, 216, 206, 214], [206, 106, 206, 160, 205, 228]],  # noqa: E501
    "water": [[144, 38, 144, 140, 143, 236, 143, 236, 130, 226, 114, 212], [58, 106, 90, 104, 120, 98, 120, 98, 104, 152, 54, 210], [216, 76, 188, 108, 152, 130], [146, 106, 178, 164, 230, 212]],  # noqa: E501
    "tree": [[58, 96, 140, 92, 224, 88], [142, 38, 141, 140, 140, 246], [138, 94, 110, 150, 52, 206], [144, 94, 172, 148, 230, 202]],  # noqa: E501
    "fire": [[82, 98, 92, 122, 96, 148], [208, 90, 194, 118, 172, 146], [142, 38, 140, 124, 120, 180, 60, 238], [142, 134, 168, 188, 226, 236]],  # noqa: E501
    "mouth": [[80, 74, 83, 140, 88, 216], [80, 76, 140, 72, 204, 68, 204, 68, 202, 140, 196, 212], [88, 206, 140, 204, 196, 202]],  # noqa: E501
    "big": [[54, 112, 140, 106, 228, 100], [142, 40, 138, 106, 116, 166, 56, 238], [140, 108, 162, 164, 190, 204, 232, 236]],  # noqa: E501
}  # fmt: skip
STARTERS = DIGITS_SHELF, LETTERS_SHELF, CHARACTERS_SHELF = ("digits", "letters", "characters")
DRAWN = {LETTERS_SHELF: LETTERS, CHARACTERS_SHELF: CHARACTERS}


def starter_shelf(code: str) -> list[Sign]:
    """The signs of one of `STARTERS`, the same ones each time; the digits are by the first of the writers.

    Raises:
        WeightsError: the digits that people wrote cannot be loaded.
    """
    if code == DIGITS_SHELF:
        writer = load_hands()[0].writer
        return [digit_sign(digits_by(writer, digit)[0]) for digit in range(10)]
    return [_starter(name_of(sign), _drawn_strokes(code, sign), code) for sign in DRAWN[code]]


def name_of(sign: str) -> Name:
    """What a letter or a character is called."""
    return Name(code=sign) if sign in CHARACTERS else Name(sign)


def digits_by(writer: int, digit: int) -> list[int]:
    """Which of the digits of `load_hands` somebody wrote, of one class."""
    return [i for i, each in enumerate(load_hands()) if (each.writer, each.digit) == (writer, digit)]


def digit_sign(hand: int) -> Sign:
    """A digit that somebody wrote, as a sign."""
    return _starter(Name(str(load_hands()[hand].digit)), strokes_of_hand(hand), DIGITS_SHELF, hand)


def _starter(name: Name, strokes: str, origin: str, hand: int | None = None) -> Sign:
    """A sign whose code is that of its strokes: a shelf that is taken once more is the same shelf."""
    return Sign(name, strokes, origin, hand, blake2b(strokes.encode(), digest_size=4).hexdigest())


@remembered()
def strokes_of_hand(hand: int) -> str:
    """The strokes of one of the digits of `load_hands`, as a sign has them."""
    return written(drawing_of(load_hands()[hand].strokes, "left"))


@remembered()
def _drawn_strokes(shelf: str, sign: str) -> str:
    strokes = [np.array(numbers, float).reshape(-1, 2) for numbers in DRAWN[shelf][sign]]
    return written(drawing_of(strokes, "left"))
