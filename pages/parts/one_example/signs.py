"""Signs: a drawing reduced to what the app keeps of it, small enough to travel with every message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import numpy as np

from pages.parts.one_example.names import Name
from pages.parts.shared.drawing import accepted
from pages.parts.shared.examples import CANVAS_SIZE, Drawing, drawing_of
from siamese_core.invented import lengths_along, thinned
from siamese_core.remembering import remembered
from siamese_core.strokes import MAX_STROKES, MINIMUM_INK, DrawingError, draw, read_strokes

SIZE = 200  # the longer side of a sign, in units of its own
BEYOND = 3 * SIZE  # no number of a sign is larger
MOST_POINTS = 120  # along all strokes; their ends come on top
MOST_TEXT = 3_000  # characters of a sign's strokes
OWN = "own"  # the origin of what a student has drawn

REMEMBERED = 1_024  # pictures of 3 KB: 15 signs for each of a class


class TooLongError(DrawingError):
    """A drawing has too many strokes for a sign."""


@dataclass(frozen=True)
class Sign:
    """A sign on a shelf.

    Attributes:
        name: as the student or the app calls it.
        strokes: as `written` has them.
        origin: `OWN`, or the starter shelf that it is from.
        hand: which of the digits of `load_hands` it is; None for other signs.
        code: tells signs apart, also two that look alike.
    """

    name: Name
    strokes: str
    origin: str = OWN
    hand: int | None = None
    code: str = field(default_factory=lambda: token_hex(4))


def written(drawing: Drawing) -> str:
    """The strokes of a drawing as text: a list of strokes, each x and y in turn, in whole units.

    The sign stands around (0, 0), its longer side is `SIZE`; a dot stays as small as it is.

    Raises:
        TooLongError: the drawing has too many strokes for a sign.
        DrawingError: it cannot be read, or is blank.
    """
    strokes = read_strokes(drawing)
    if not strokes:
        raise DrawingError("Nothing is drawn there.")
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = SIZE / max(float((high - low).max()), MINIMUM_INK)
    placed = [(stroke - (low + high) / 2) * scale for stroke in strokes]
    step = max(1.0, sum(map(_length, placed)) / MOST_POINTS)
    rounded = [np.round(thinned(stroke, step)).astype(int).ravel().tolist() for stroke in placed]
    text = json.dumps(rounded, separators=(",", ":"))
    if len(text) > MOST_TEXT:
        raise TooLongError("It has too many strokes for a sign.")
    return text


def strokes_of(text: str) -> list[np.ndarray]:
    """The strokes of a sign, each (points, 2) float64, in its own units around (0, 0)."""
    return [np.array(numbers, np.float64).reshape(-1, 2) for numbers in json.loads(text)]


@remembered(REMEMBERED)
def picture_of_sign(strokes: str) -> np.ndarray:
    """What the network sees of a sign: (28, 28)."""
    picture = draw(strokes_of(strokes), minimum_ink=SIZE)
    picture.setflags(write=False)
    return picture


def as_drawing(strokes: Sequence[np.ndarray], side: str) -> Drawing:
    """Strokes in a sign's units around (0, 0) -> a drawing in the middle of a side's canvas. Raises
    DrawingError where it is too long for a canvas.
    """
    middle = CANVAS_SIZE / 2
    inside = [np.clip(stroke + middle, 5, CANVAS_SIZE - 5) for stroke in strokes]
    return accepted(drawing_of(inside, side))


def checked_strokes(value: Any) -> str:
    """What came back from a browser as a sign's strokes.

    Raises:
        ValueError: `written` makes no such text.
    """
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise ValueError("A sign's strokes are a text that is not too long.")
    strokes = json.loads(value)
    if not isinstance(strokes, list) or not 0 < len(strokes) <= MAX_STROKES:
        raise ValueError("A sign is a list of strokes.")
    for numbers in strokes:
        if not isinstance(numbers, list) or not numbers or len(numbers) % 2:
            raise ValueError("A stroke has x and y in turn.")
        if any(type(number) is not int or abs(number) > BEYOND for number in numbers):
            raise ValueError("A stroke is made of whole numbers that are not too large.")
    return json.dumps(strokes, separators=(",", ":"))


def _length(stroke: np.ndarray) -> float:
    return float(lengths_along(stroke)[-1])
