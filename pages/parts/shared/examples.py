"""Digits to put on the canvases, as strokes, so that they can be drawn on. Drawn by hand for this app."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from pages.parts.shared.charts import LEFT, RIGHT
from siamese_core.strokes import read_strokes

Drawing = dict[str, Any]

CANVAS_SIZE = 280  # pixels
PEN_WIDTH = 18
INK = {"left": LEFT, "right": RIGHT}  # a side's colour, here and wherever its branch is shown

STROKES: dict[str, list[list[int]]] = {  # of each stroke x and y in turn; a point given twice is a corner
    "1": [[145, 42, 142, 90, 138, 150, 134, 240]],
    "3": [[82, 78, 108, 50, 150, 44, 186, 64, 186, 100, 152, 128, 118, 134, 118, 134, 164, 140, 196, 174, 186, 216, 148, 240, 108, 234, 78, 210]],  # noqa: E501
    "flat 3": [[80, 56, 130, 54, 194, 52, 194, 52, 164, 88, 132, 124, 132, 124, 176, 128, 204, 164, 192, 210, 150, 240, 84, 226]],  # noqa: E501
    "4": [[142, 42, 118, 92, 74, 164, 74, 164, 130, 168, 206, 166], [168, 110, 166, 150, 160, 244]],
    "7": [[78, 62, 130, 58, 202, 54, 202, 54, 174, 108, 146, 168, 124, 242]],
    "8": [[182, 82, 160, 50, 122, 48, 98, 78, 112, 112, 144, 138, 178, 166, 184, 208, 148, 242, 108, 232, 92, 200, 112, 164, 148, 134, 178, 108, 182, 78]],  # noqa: E501
    "9": [[186, 84, 162, 48, 118, 48, 88, 84, 94, 126, 132, 146, 168, 126, 187, 82, 187, 82, 186, 130, 180, 184, 166, 242]],  # noqa: E501
}  # fmt: skip

EXAMPLES: dict[str, tuple[str, str]] = {
    "same": ("3", "flat 3"),
    "4_9": ("4", "9"),
    "1_7": ("1", "7"),
    "3_8": ("3", "8"),
}


def example_drawing(name: str, side: str) -> Drawing:
    """One of `STROKES` as the canvas component has drawings, in the colour of a side."""
    return drawing_of([np.array(numbers, float).reshape(-1, 2) for numbers in STROKES[name]], side)


def drawing_of(strokes: Iterable[np.ndarray], side: str) -> Drawing:
    """Strokes, each (points, 2) in canvas pixels -> a drawing as the canvas component has them, in a side's
    colour.
    """
    return in_colour_of(side, {"objects": [_stroke(points.tolist()) for points in strokes]})


def in_colour_of(side: str, drawing: Drawing) -> Drawing:
    """The same drawing with the ink of a side."""
    return {**drawing, "objects": [{**item, "stroke": INK[side]} for item in drawing["objects"]]}


def _stroke(points: list[list[float]]) -> dict[str, Any]:
    """A smooth stroke through the middles between points, as the canvas's own pen makes them."""
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in pairwise(points)]
    path = [["M", *points[0]]]
    path += [["Q", *point, *middle] for point, middle in zip(points, middles, strict=False)]
    path += [["L", *points[-1]]]
    lines = np.concatenate(read_strokes({"objects": [{"type": "Path", "left": 0, "top": 0, "path": path}]}))
    width, height = (float(size) for size in np.ptp(lines, axis=0))
    # Read at (0, 0), the stroke was moved there; the difference of its first points is where it belongs.
    left, top = np.array(points[0]) - lines[0]
    return {
        "type": "Path",
        "version": "7.0.0",
        "originX": "center",
        "originY": "center",
        "left": float(left),
        "top": float(top),
        "width": width,
        "height": height,
        "fill": None,
        "strokeWidth": PEN_WIDTH,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
        "scaleX": 1,
        "scaleY": 1,
        "angle": 0,
        "flipX": False,
        "flipY": False,
        "path": path,
    }
