"""Canvas drawing -> the 28x28 digit that a network sees.

MNIST's digits were scaled to 20x20 pixels and placed with their centre of mass at the centre of a 28x28 picture.
A drawing is treated the same way, but as strokes and not as a picture: a digit written small on a large canvas gets
the same pen width as one that fills it.
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
BERNSTEIN = np.stack(
    [(1 - _T) ** 3, 3 * (1 - _T) ** 2 * _T, 3 * (1 - _T) * _T**2, _T**3], axis=1
)  # (pieces, 4)
STEP = 0.25  # picture pixels: points nearer to each other than this are one point

POINTS_OF = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}  # points that follow each path command
ORIGIN = {
    "left": 1,
    "top": 1,
    "center": 0,
    "right": -1,
    "bottom": -1,
}  # where the centre lies, seen from the origin


class DrawingError(ValueError):
    """A drawing that cannot be read. The message says what was wrong and what is accepted."""


def rasterize(drawing: dict[str, Any]) -> np.ndarray:
    """Turns what the canvas sends into a digit as MNIST has them.

    Where on the canvas the digit was drawn, how large, and with what pen makes no difference.

    Args:
        drawing: the canvas component's `json_data`: `{"objects": [{"type": "Path", "path": [["M", x, y], ...],
            "left": x, "top": y, ...}, ...]}`, in canvas pixels, y down.

    Returns:
        (28, 28) float32 in [0, 1], ink bright. All zero where nothing was drawn.

    Raises:
        DrawingError: `drawing` is not such a drawing, holds a number that is not finite or beyond `MAX_COORDINATE`,
            an unknown path command, more than `MAX_STROKES` strokes or more than `MAX_COMMANDS` path commands.
    """
    return draw(read_strokes(drawing))


def read_strokes(drawing: dict[str, Any]) -> list[np.ndarray]:
    """The strokes of a canvas drawing, each (points, 2) float64: x, y in canvas pixels. Raises as `rasterize` does."""
    if not isinstance(drawing, dict):
        raise DrawingError(f"A drawing is a dictionary with 'objects', not {type(drawing).__name__}.")
    objects = drawing.get("objects")
    if not isinstance(objects, list):
        raise DrawingError("A drawing needs a list of strokes under 'objects'.")
    if any(not isinstance(item, dict) or not isinstance(item.get("path"), list) for item in objects):
        raise DrawingError("Every stroke is an object of type 'Path' with a list of commands under 'path'.")
    commands = [command for item in objects for command in item["path"]]
    if len(commands) > MAX_COMMANDS:
        raise DrawingError(
            f"A drawing may have {MAX_COMMANDS:,} path commands; this one has {len(commands):,}."
        )
    pen_downs = sum(
        isinstance(command, (list, tuple)) and command[:1] in (["M"], ("M",)) for command in commands
    )
    if (found := max(len(objects), pen_downs)) > MAX_STROKES:
        raise DrawingError(f"A drawing may have {MAX_STROKES:,} strokes; this one has {found:,}.")
    strokes = []
    for item in objects:
        if item.get("type") not in ("Path", "path"):
            raise DrawingError("Every stroke is an object of type 'Path'; other shapes are not read.")
        strokes += _placed(item, _flatten(item["path"]))
    return strokes


def draw(strokes: list[np.ndarray], minimum_ink: float = MINIMUM_INK) -> np.ndarray:
    """Draws strokes as MNIST's digits are drawn: size, pen width and position are always the same.

    Args:
        strokes: arrays (points, 2) of x, y, y down, in any unit.
        minimum_ink: in that unit; marks smaller than this are not blown up to full size.

    Returns:
        (28, 28) float32 in [0, 1], ink bright. All zero without strokes.
    """
    strokes = [stroke for stroke in strokes if len(stroke)]
    if not strokes:
        return np.zeros((PICTURE_SIZE, PICTURE_SIZE), np.float32)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (INK_SIZE - PEN_WIDTH) / max(float((high - low).max()), minimum_ink)
    fitted = [(stroke - (low + high) / 2) * scale + CENTRE for stroke in strokes]
    starts, ends = _segments(fitted)
    picture = _ink(starts, ends)
    room = PICTURE_SIZE - 0.5 - CENTRE - INK_SIZE / 2  # the ink can move this far without leaving the picture
    shift = np.clip(CENTRE - _centre_of_mass(picture), -room, room)
    return _ink(starts + shift, ends + shift).astype(np.float32)


def _flatten(path: list[Any]) -> list[np.ndarray]:
    """Path commands -> polylines, each (points, 2). Lines and curves alike are treated as cubic Bezier curves."""
    polylines: list[
        list[list[float]]
    ] = []  # for each polyline the control points of its curves: 1 + 3 a curve
    for command in path:
        name, points = _read_command(command)
        if name == "M":
            polylines.append([points[0]])
            continue
        if not polylines:
            raise DrawingError("A path begins with the command 'M', which says where the pen goes down.")
        polyline = polylines[-1]
        (x0, y0) = polyline[-1]
        if name in "LZ":
            (x, y) = points[0] if points else polyline[0]
            polyline += [[x0, y0], [x, y], [x, y]]
        elif name == "Q":
            (cx, cy), (x, y) = points
            polyline += [[(x0 + 2 * cx) / 3, (y0 + 2 * cy) / 3], [(x + 2 * cx) / 3, (y + 2 * cy) / 3], [x, y]]
        else:
            polyline += points
    return [_cubic_points(np.array(polyline)) for polyline in polylines]


def _read_command(command: Any) -> tuple[str, list[list[float]]]:
    """One path command, checked: its letter and its points."""
    if not isinstance(command, (list, tuple)) or not command or command[0] not in list(POINTS_OF):
        name = command[0] if isinstance(command, (list, tuple)) and command else command
        raise DrawingError(f"A path is made of the commands {', '.join(POINTS_OF)}; found {_shown(name)}.")
    name, numbers = command[0], command[1:]
    if len(numbers) != 2 * POINTS_OF[name]:
        raise DrawingError(f"The command {name!r} takes {2 * POINTS_OF[name]} numbers; found {len(numbers)}.")
    checked = [_number(value, "A coordinate") for value in numbers]
    return name, [checked[i : i + 2] for i in range(0, len(checked), 2)]


def _cubic_points(controls: np.ndarray) -> np.ndarray:
    """Control points (1 + 3 * curves, 2) -> points on the curves (1 + CURVE_PIECES * curves, 2)."""
    corners = np.stack([controls[:-1:3], controls[1::3], controls[2::3], controls[3::3]], axis=1)
    curves = BERNSTEIN @ corners  # (curves, pieces, 2)
    return np.concatenate([controls[:1], curves.reshape(-1, 2)])


def _placed(item: dict[str, Any], polylines: list[np.ndarray]) -> list[np.ndarray]:
    """Applies what was done to a stroke after it was drawn: moved, scaled, flipped, skewed, turned.

    A stroke's own centre goes to (left, top), as in Fabric.js `FabricObject.calcTransformMatrix`.
    """
    if not polylines:
        return []

    def number(name: str, default: float | None = None) -> float:
        if name not in item and default is None:
            raise DrawingError(f"Every stroke needs {name!r}.")
        return _number(item.get(name, default), repr(name))

    origins = [item.get("originX", "center"), item.get("originY", "center")]
    if any(origin not in list(ORIGIN) for origin in origins):
        raise DrawingError(f"A stroke's originX and originY are one of {', '.join(ORIGIN)}.")
    position = np.array([number("left"), number("top")])
    scale = np.array([number("scaleX", 1), number("scaleY", 1)])
    flip = np.array([-1.0 if item.get("flipX") else 1.0, -1.0 if item.get("flipY") else 1.0])
    skew_x, skew_y, angle = (math.radians(number(name, 0)) for name in ("skewX", "skewY", "angle"))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    skew = np.array([[1, math.tan(skew_x)], [0, 1]]) @ np.array([[1, 0], [math.tan(skew_y), 1]])

    points = np.concatenate(polylines)
    low, high = points.min(axis=0), points.max(axis=0)
    origin = np.array([ORIGIN[name] for name in origins])
    half_size = (high - low + number("strokeWidth", 0)) * np.abs(scale) / 2
    centre = position + turn @ (origin * half_size)
    transform = turn @ np.diag(scale * flip) @ skew
    placed = [(polyline - (low + high) / 2) @ transform.T + centre for polyline in polylines]
    if not np.abs(np.concatenate(placed)).max() <= MAX_COORDINATE:  # true for NaN, too
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
    return (
        repr(value[:20])
        if isinstance(value, str)
        else repr(value)
        if value is None or isinstance(value, bool)
        else type(value).__name__
    )


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


def _ink(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Ink from the distance of every pixel to the nearest line piece: 1 inside the pen, a ramp of 1 pixel at its edge."""
    reach = PEN_WIDTH / 2 + 0.5  # pixels beyond it have no ink
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
