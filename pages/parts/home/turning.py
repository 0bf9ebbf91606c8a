"""A drawing mirrored or turned, still as strokes: the class sees what the network forgives, and what not."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from pages.parts.shared.examples import CANVAS_SIZE, PEN_WIDTH, Drawing
from siamese_core.strokes import read_strokes

MIDDLE = CANVAS_SIZE / 2


def mirrored(drawing: Drawing) -> Drawing:
    """As in a mirror that stands beside it. Raises DrawingError where the strokes cannot be read."""

    def mirror(stroke: dict[str, Any]) -> dict[str, Any]:
        # The mirror image of a stroke that was turned is its own mirror image, turned the other way.
        place = {"left": -stroke["left"], "angle": -stroke.get("angle", 0)}
        return {**stroke, **place, "flipX": not stroke.get("flipX")}

    return _in_the_middle(_changed(drawing, mirror))


def turned(drawing: Drawing, degrees: float) -> Drawing:
    """Turned clockwise. Raises DrawingError where the strokes cannot be read."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def turn(stroke: dict[str, Any]) -> dict[str, Any]:
        x, y = stroke["left"], stroke["top"]
        place = {"left": x * cos - y * sin, "top": x * sin + y * cos}
        return {**stroke, **place, "angle": stroke.get("angle", 0) + degrees}

    return _in_the_middle(_changed(drawing, turn))


def _changed(drawing: Drawing, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Drawing:
    read_strokes(drawing)  # so what is changed has all its numbers
    return {**drawing, "objects": [change(stroke) for stroke in drawing["objects"]]}


def _in_the_middle(drawing: Drawing) -> Drawing:
    """In the middle of the canvas, and made smaller where it would not fit on it."""
    if not drawing["objects"]:
        return drawing
    points = np.concatenate(read_strokes(drawing))
    low, high = points.min(axis=0), points.max(axis=0)
    (x, y), size = (low + high) / 2, float((high - low).max()) + PEN_WIDTH
    scale = min(1.0, CANVAS_SIZE / size)

    def put(stroke: dict[str, Any]) -> dict[str, Any]:
        return {
            **stroke,
            "left": float(MIDDLE + (stroke["left"] - x) * scale),
            "top": float(MIDDLE + (stroke["top"] - y) * scale),
            "scaleX": stroke.get("scaleX", 1) * scale,
            "scaleY": stroke.get("scaleY", 1) * scale,
        }

    return {**drawing, "objects": [put(stroke) for stroke in drawing["objects"]]}
