"""A posted drawing as lines that any screen shows sharply, small or large."""

from __future__ import annotations

import json

import numpy as np

from siamese_core.remembering import remembered
from siamese_core.strokes import MINIMUM_INK, read_strokes

PAPER = 100  # units of the square that a drawing is shown on
INK = 70  # units of its longer side
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
    return "".join(
        _polyline(np.round((stroke - (low + high) / 2) * scale + PAPER / 2).astype(int)) for stroke in strokes
    )


def _polyline(points: np.ndarray) -> str:
    """Points (n, 2) -> lines from one to the next; of equal ones in a row only one is left."""
    changes = np.any(np.diff(points, axis=0) != 0, axis=1)
    kept = points[np.concatenate([[True], changes])].tolist()
    (x, y), *others = kept
    lines = "".join(f"L{x} {y}" for x, y in others or [(x, y)])  # a line of no length is a dot
    return f"M{x} {y}{lines}"
