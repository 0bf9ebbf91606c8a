"""Canvas drawing -> the 28x28 digit that a network sees.

MNIST's digits were scaled to 20x20 pixels and placed with their centre of mass at the centre of a 28x28
picture. A drawing is treated the same way, but as strokes and not as a picture: a digit written small on a
large canvas gets the same pen width as one that fills it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

PICTURE_SIZE = 28
INK_SIZE = 20.0  # longer side of the ink, pen included, in picture pixels
PEN_WIDTH = 2.5  # in picture pixels; drawn pen digits then hold as much ink as MNIST's (0.132 of the picture)
CENTRE = 14.0  # where MNIST has its centres of mass, as a pixel index
MINIMUM_INK = (
    32.0  # canvas pixels: a smaller mark is drawn as a part of a digit of this size, so a dot stays a dot
)

MAX_STROKES = 100
MAX_COMMANDS = 3_000  # path commands in one drawing: about a minute of scribbling
MAX_COORDINATE = 100_000.0  # canvas pixels
MAX_SEGMENTS = 1_000  # line pieces that are drawn, however long the drawing; a written digit has about 300

CURVE_PIECES = 8  # straight pieces that stand for one curve command
_T = np.linspace(0, 1, CURVE_PIECES + 1)[1:]
BERNSTEIN = np.stack([(1 - _T) ** 2, 2 * (1 - _T) * _T, _T**2], axis=1)  # (pieces, 3)
STEP = 0.25  # picture pixels: points nearer to each other than this are one point

POINTS_OF = {"M": 1, "L": 1, "Q": 2}  # points that follow each path command
PLACE = {
    "left": None,
    "top": None,
    "scaleX": 1,
    "scaleY": 1,
    "skewX": 0,
    "skewY": 0,
    "angle": 0,
}  # None: must be given


class DrawingError(ValueError):
    """A drawing that cannot be read. The message says what was wrong and what is accepted."""


def rasterize(drawing: dict[str, Any]) -> np.ndarray:
    """Turns what the canvas sends into a digit as MNIST has them.

    Where on the canvas the digit was drawn, how large, and with what pen makes no difference.

    Args:
        drawing: the canvas component's `json_data`: `{"objects": [{"type": "Path", "path": [["M", x, y],
            ...], "left": x, "top": y, ...}, ...]}`, in canvas pixels, y down.

    Returns:
        (28, 28) float32 in [0, 1], ink bright. All zero where nothing was drawn.

    Raises:
        DrawingError: `drawing` is not such a drawing, holds a number that is not finite or beyond
            `MAX_COORDINATE`, an unknown path command, more than `MAX_STROKES` strokes or more than
            `MAX_COMMANDS` path commands.
    """
    return draw(read_strokes(drawing))


def read_strokes(drawing: dict[str, Any]) -> list[np.ndarray]:
    """The strokes of a canvas drawing, each (points, 2) float64: x, y in canvas pixels. Raises as `rasterize`
    does.
    """
    if not isinstance(drawing, dict):
        raise DrawingError(f"A drawing is a dictionary with 'objects', not {type(drawing).__name__}.")
    objects = drawing.get("objects")
    if not isinstance(objects, list):
        raise DrawingError("A drawing needs a list of strokes under 'objects'.")
    if any(not isinstance(item, dict) or not isinstance(item.get("path"), list) for item in objects):
        raise DrawingError("Every stroke is an object of type 'Path' with a list of commands under 'path'.")
    if (found := sum(len(item["path"]) for item in objects)) > MAX_COMMANDS:
        raise DrawingError(f"A drawing may have {MAX_COMMANDS:,} path commands; this one has {found:,}.")
    if len(objects) > MAX_STROKES:
        raise DrawingError(f"A drawing may have {MAX_STROKES:,} strokes; this one has {len(objects):,}.")
    if any(item.get("type") != "Path" for item in objects):
        raise DrawingError("Every stroke is an object of type 'Path'; other shapes are not read.")
    return [_placed(item, _pen_line(item["path"])) for item in objects]


def draw(
    strokes: list[np.ndarray], minimum_ink: float = MINIMUM_INK, pen_width: float = PEN_WIDTH
) -> np.ndarray:
    """Draws strokes as MNIST's digits are drawn: size, pen width and position are always the same.

    Args:
        strokes: arrays (points, 2) of x, y, y down, in any unit.
        minimum_ink: in that unit; marks smaller than this are not blown up to full size.
        pen_width: in picture pixels.

    Returns:
        (28, 28) float32 in [0, 1], ink bright. All zero without strokes.
    """
    strokes = [stroke for stroke in strokes if len(stroke)]
    if not strokes:
        return np.zeros((PICTURE_SIZE, PICTURE_SIZE), np.float32)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (INK_SIZE - pen_width) / max(float((high - low).max()), minimum_ink)
    fitted = [(stroke - (low + high) / 2) * scale + CENTRE for stroke in strokes]
    starts, ends = _segments(fitted)
    picture = _ink(starts, ends, pen_width)
    room = PICTURE_SIZE - 0.5 - CENTRE - INK_SIZE / 2  # the ink can move this far without leaving the picture
    shift = np.clip(CENTRE - _centre_of_mass(picture), -room, room)
    return _ink(starts + shift, ends + shift, pen_width).astype(np.float32)


def _pen_line(path: list[Any]) -> np.ndarray:
    """A stroke's path commands -> points (n, 2) along it. A line is a quadratic curve whose control point is
    its end.
    """
    names, points = zip(*map(_read_command, path), strict=True) if path else ((), ())
    if names[:1] != ("M",) or "M" in names[1:]:
        raise DrawingError("A path has one command 'M', its first, which says where the pen goes down.")
    controls = np.array([points[0][0], *(point for each in points[1:] for point in (each[0], each[-1]))])
    curves = np.stack([controls[:-1:2], controls[1::2], controls[2::2]], axis=1)  # (curves, 3, 2)
    return np.concatenate([controls[:1], (BERNSTEIN @ curves).reshape(-1, 2)])


def _read_command(command: Any) -> tuple[str, list[list[float]]]:
    """One path command, checked: its letter and its points."""
    if not isinstance(command, list) or not command or command[0] not in list(POINTS_OF):
        name = command[0] if isinstance(command, list) and command else command
        raise DrawingError(f"A path is made of the commands {', '.join(POINTS_OF)}; found {_shown(name)}.")
    name, numbers = command[0], command[1:]
    if len(numbers) != 2 * POINTS_OF[name]:
        raise DrawingError(f"The command {name!r} takes {2 * POINTS_OF[name]} numbers; found {len(numbers)}.")
    checked = [_number(value, "A coordinate") for value in numbers]
    return name, [checked[i : i + 2] for i in range(0, len(checked), 2)]


def _placed(item: dict[str, Any], line: np.ndarray) -> np.ndarray:
    """Applies what was done to a stroke after it was drawn: moved, scaled, flipped, skewed, turned.

    A stroke's own centre goes to (left, top), as in Fabric.js `FabricObject.calcTransformMatrix`.
    """
    if any(item.get(name, "center") != "center" for name in ("originX", "originY")):
        raise DrawingError("A stroke's originX and originY are 'center'.")
    place = {name: _number(item.get(name, usual), repr(name)) for name, usual in PLACE.items()}
    scale = np.array([place["scaleX"], place["scaleY"]])
    flip = np.array([-1.0 if item.get("flipX") else 1.0, -1.0 if item.get("flipY") else 1.0])
    skew_x, skew_y, angle = (math.radians(place[name]) for name in ("skewX", "skewY", "angle"))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    skew = np.array([[1, math.tan(skew_x)], [0, 1]]) @ np.array([[1, 0], [math.tan(skew_y), 1]])
    centre = (line.min(axis=0) + line.max(axis=0)) / 2
    placed = (line - centre) @ (turn @ np.diag(scale * flip) @ skew).T + [place["left"], place["top"]]
    if not np.abs(placed).max() <= MAX_COORDINATE:  # true for NaN, too
        raise DrawingError(f"A stroke lies more than {MAX_COORDINATE:,.0f} pixels away from the canvas.")
    return placed


def _number(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise DrawingError(f"{what} is a number; found {_shown(value)}.")
    if not -MAX_COORDINATE <= value <= MAX_COORDINATE:  # False for NaN, too
        raise DrawingError(f"{what} is a number between -{MAX_COORDINATE:,.0f} and {MAX_COORDINATE:,.0f}.")
    return float(value)


def _shown(value: Any) -> str:
    """A value for a message, or only its type where it may be long."""
    if isinstance(value, str):
        return repr(value[:20])
    return repr(value) if value is None or isinstance(value, bool) else type(value).__name__


def _segments(strokes: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Strokes in picture pixels -> starts and ends of the line pieces to draw, both (segments, 2)."""
    pieces = [np.hypot(*np.diff(stroke, axis=0).T) for stroke in strokes]
    step = max(STEP, sum(float(lengths.sum()) for lengths in pieces) / MAX_SEGMENTS)
    starts, ends = [], []
    for stroke, lengths in zip(strokes, pieces, strict=True):
        which_step = np.floor(np.concatenate([[0.0], np.cumsum(lengths)]) / step)
        keep = np.diff(which_step, prepend=-1) > 0  # the first point of every step along the stroke
        keep[-1] = True
        kept = stroke[keep]
        starts.append(kept[:-1] if len(kept) > 1 else kept)
        ends.append(kept[1:] if len(kept) > 1 else kept)
    return np.concatenate(starts), np.concatenate(ends)


def _ink(starts: np.ndarray, ends: np.ndarray, pen_width: float) -> np.ndarray:
    """Ink from the distance of every pixel to the nearest line piece: 1 inside the pen, a ramp of 1 pixel at
    its edge.
    """
    reach = pen_width / 2 + 0.5  # pixels beyond it have no ink
    ends_of_ink = np.concatenate([starts, ends])
    left, top = np.clip(np.ceil(ends_of_ink.min(axis=0) - reach), 0, PICTURE_SIZE).astype(int)
    right, bottom = np.clip(np.floor(ends_of_ink.max(axis=0) + reach) + 1, 0, PICTURE_SIZE).astype(int)
    y, x = np.mgrid[top:bottom, left:right]
    pixels = np.stack([x.ravel(), y.ravel()]).astype(np.float64)  # (2, pixels)
    nearest = np.full(pixels.shape[1], np.inf)
    for first in range(0, len(starts), 16):  # blocks that stay in the processor's cache
        start, along = starts[first : first + 16], ends[first : first + 16] - starts[first : first + 16]
        squared_length = np.maximum((along**2).sum(axis=1, keepdims=True), 1e-12)
        from_start = (
            (pixels**2).sum(axis=0) - 2 * start @ pixels + (start**2).sum(axis=1, keepdims=True)
        )  # (block, pixels)
        projected = along @ pixels - (start * along).sum(axis=1, keepdims=True)
        t = np.clip(projected / squared_length, 0, 1)
        squared = from_start + t * (t * squared_length - 2 * projected)
        np.minimum(nearest, squared.min(axis=0), out=nearest)
    distance = np.sqrt(np.maximum(nearest, 0))
    picture = np.zeros((PICTURE_SIZE, PICTURE_SIZE))
    picture[top:bottom, left:right] = np.clip(reach - distance, 0, 1).reshape(y.shape)
    return picture


def _centre_of_mass(picture: np.ndarray) -> np.ndarray:
    """x, y in pixel indices. Every pen is wide enough to leave ink, so the mass is never 0."""
    index = np.arange(PICTURE_SIZE)
    mass = picture.sum()
    return np.array([(picture.sum(axis=0) * index).sum() / mass, (picture.sum(axis=1) * index).sum() / mass])
