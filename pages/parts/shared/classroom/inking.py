"""A posted drawing as lines that any screen shows sharply, small or large."""

from __future__ import annotations

import json

import numpy as np

from siamese_core.invented import lengths_along, thinned
from siamese_core.remembering import remembered
from siamese_core.strokes import MINIMUM_INK, read_strokes

PAPER = 400  # units of the square that a drawing is shown on
INK = 290  # units of its longer side
STEP = 8  # units between two points along a line: finer than anybody sees
MOST_POINTS = 500  # along all lines; a scribble has them farther apart
REMEMBERED = 2_048  # drawings of some 500 characters


@remembered(REMEMBERED)
def line_of(drawing: str) -> str:
    """The strokes of a posted drawing, as text -> the `d` of an SVG path on a square of `PAPER` units.

    It holds letters and whole numbers only. As for the twins, where it was drawn and how large makes no
    difference. Raises DrawingError where it cannot be read.
    """
    strokes = [stroke for stroke in read_strokes({"objects": json.loads(drawing)}) if len(stroke)]
    if not strokes:
        return ""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = INK / max(float((high - low).max()), MINIMUM_INK)
    placed = [(stroke - (low + high) / 2) * scale + PAPER / 2 for stroke in strokes]
    length = sum(float(lengths_along(stroke)[-1]) for stroke in placed)
    return "".join(_polyline(thinned(stroke, max(STEP, length / MOST_POINTS))) for stroke in placed)


def _polyline(points: np.ndarray) -> str:
    """Points (n, 2) -> lines from one to the next. One of no length is a dot."""
    numbers = np.round(points).astype(int).tolist()
    return "M" + "L".join(f"{x} {y}" for x, y in numbers)
