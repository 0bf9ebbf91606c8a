"""Signs that a program makes up, and writes as people write.

None is made to be a digit or a letter, though a few look like one by chance; no data set is in them. Twins
that are shown thousands of such signs learn what "the same sign" means, and not what one sign looks like; so
they know signs again that they never saw.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from siamese_core.strokes import PICTURE_SIZE, draw
from siamese_core.varying import HAND, Hand, vary

STROKES = (0.4, 0.35, 0.15, 0.1)  # share of the signs with one stroke, with two, three and four
CHAINED = 0.4  # share of strokes that go on with a second piece, as a 2 does after its bow
ATTACHED = 0.5  # share of the later strokes that begin on an earlier one
SIZE = (0.35, 0.9)  # of a piece, in the sign's unit square
INSIDE = (-0.1, 1.1)  # where a stroke that is moved back into the square may lie
MOVED_BACK = 0.3  # share of strokes that are; the others may reach out of the square
CROWDED = 6.0  # length of all strokes over the longer side; beyond it a sign is a blot, and made up anew

ROUNDED = 0.08  # how far along a stroke a hurried hand rounds it at most, each way, in the unit square
SHORTENED, SHORTER = 0.25, 0.2  # share of signs with a shortened stroke, and by how much at each end at most
JOINED = 0.12  # share of the signs of several strokes with two joined, as if the pen had stayed down
SLANT = 0.15  # at most, as a slope
ASPECT = 0.1  # of the logarithm of width over height, at most
PEN_WIDTHS = (2.0, 3.2)  # in picture pixels, as MNIST's pens differ
SMALLEST = 0.1  # of a sign, in its unit square: what `draw` takes as `minimum_ink`
AT_ONCE = 100  # signs that training has drawn from one seed: its own, the epoch, and which sign is the first
GAP = 0.025  # between the points of a stroke that is rounded or shortened

Strokes = list[np.ndarray]


def invent(rng: np.random.Generator) -> Strokes:
    """Makes up a sign: one to four strokes, each of one piece or two, in about the unit square, y down.

    Returns:
        Strokes, each (points, 2) float64.
    """
    while True:
        strokes = _some_strokes(rng)
        side = np.ptp(np.concatenate(strokes), axis=0).max()
        if sum(lengths_along(stroke)[-1] for stroke in strokes) <= CROWDED * side:
            return strokes


def write(sign: Strokes, rng: np.random.Generator, hand: Hand = HAND) -> Strokes:
    """Writes a sign once more, by a hand that varies, as people do: corners get round, a stroke ends early,
    two are written in one, the sign leans and is wider or narrower.

    Args:
        sign: strokes, each (points, 2), in about the unit square.
        rng: the source of chance.
        hand: how far strokes stray.

    Returns:
        Strokes, each (points, 2) float64, in about the same square; one fewer where two were joined.
    """
    rounding = rng.uniform(0, ROUNDED)
    strokes = [_rounded(stroke, rounding) for stroke in sign]
    if rng.random() < SHORTENED:
        which = rng.integers(len(strokes))
        strokes[which] = _shortened(strokes[which], rng)
    if len(strokes) > 1 and rng.random() < JOINED:
        which = rng.integers(len(strokes) - 1)
        strokes[which : which + 2] = [np.concatenate(strokes[which : which + 2])]
    slant, aspect = rng.uniform(-SLANT, SLANT), np.exp(rng.uniform(-ASPECT, ASPECT))
    lean = np.array([[aspect, aspect * slant], [0, 1]])
    return [stroke @ lean.T for stroke in vary(strokes, rng, hand)]


def invent_pictures(count: int, drawings: int, seed: tuple[int, ...]) -> np.ndarray:
    """Invents signs and draws each several times, with pens of several widths.

    Returns:
        (count, drawings, 28, 28) uint8, ink bright. The same seed gives the same pictures.
    """
    rng = np.random.default_rng(seed)
    pictures = np.empty((count, drawings, PICTURE_SIZE, PICTURE_SIZE), np.uint8)
    for of_sign in pictures:
        sign = invent(rng)
        for picture in of_sign:
            drawn = draw(write(sign, rng), SMALLEST, rng.uniform(*PEN_WIDTHS))
            picture[:] = np.round(255 * drawn)
    return pictures


def _some_strokes(rng: np.random.Generator) -> Strokes:
    strokes: Strokes = []
    for _ in range(1 + rng.choice(len(STROKES), p=STROKES)):
        start = _place_on(strokes, rng) if strokes and rng.random() < ATTACHED else rng.uniform(0, 1, 2)
        size = rng.uniform(*SIZE)
        stroke = _piece(start, size, rng)
        if rng.random() < CHAINED:
            stroke = np.concatenate([stroke, _piece(stroke[-1], size * rng.uniform(0.5, 1), rng)])
        if rng.random() < MOVED_BACK:
            low, high = stroke.min(axis=0), stroke.max(axis=0)
            stroke = stroke - np.maximum(high - INSIDE[1], 0) + np.maximum(INSIDE[0] - low, 0)
        strokes.append(stroke)
    return strokes


def _place_on(strokes: Strokes, rng: np.random.Generator) -> np.ndarray:
    """The start, the end or any point of one of the strokes."""
    stroke = strokes[rng.integers(len(strokes))]
    return stroke[(0, -1, rng.integers(len(stroke)))[rng.integers(3)]]


def _piece(start: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    """A piece of a stroke of any kind: (points, 2)."""
    return PIECES[rng.integers(len(PIECES))](start, size, rng)


def _line(start: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    return _straight(start, start + size * rng.uniform(0.5, 1.2) * towards(rng.uniform(0, 2 * np.pi)))


def _arc(start: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    """A part of an ellipse; nearly half of them go all the way round, or almost."""
    sweep = 2 * np.pi * (rng.uniform(0.5, 1) if rng.random() < 0.45 else rng.uniform(0.2, 0.6))
    angle = rng.uniform(0, 2 * np.pi) + rng.choice([-1, 1]) * np.linspace(0, sweep, 30)
    stretch = np.sqrt(rng.uniform(0.6, 1.4))
    radius = size * rng.uniform(0.5, 1.2) / 2
    ellipse = radius * np.stack([np.cos(angle) * stretch, np.sin(angle) / stretch], axis=1)
    return ellipse - ellipse[0] + start


def _corners(start: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    """Two or three straight sides, with a clear turn between them."""
    corners, direction = [start], rng.uniform(0, 2 * np.pi)
    for _ in range(rng.integers(2, 4)):
        direction += rng.choice([-1, 1]) * rng.uniform(0.25, 0.85) * np.pi
        corners.append(corners[-1] + size * rng.uniform(0.4, 1) * towards(direction))
    return np.concatenate([_straight(one, other) for one, other in pairwise(corners)])


def _curve(start: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    """A smooth curve through three to five points: a Catmull-Rom spline."""
    others = start + 0.8 * size * rng.uniform(-1, 1, (rng.integers(2, 5), 2))
    points = np.concatenate([[start], others])
    ends = 2 * points[[0, -1]] - points[[1, -2]]
    p = np.concatenate([ends[:1], points, ends[1:]])
    t = np.linspace(0, 1, 11)[1:, np.newaxis, np.newaxis]
    before, here, there, after = p[:-3], p[1:-2], p[2:-1], p[3:]
    curve = 2 * here + (there - before) * t
    curve = curve + (2 * before - 5 * here + 4 * there - after) * t**2
    curve = (curve + (3 * here - before - 3 * there + after) * t**3) / 2  # (t, curves, 2)
    return np.concatenate([points[:1], curve.swapaxes(0, 1).reshape(-1, 2)])


PIECES: tuple[Callable[[np.ndarray, float, np.random.Generator], np.ndarray], ...]
PIECES = (_line, _arc, _corners, _curve)


def _straight(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    return start + (end - start) * np.linspace(0, 1, 12)[:, np.newaxis]


def towards(direction: float) -> np.ndarray:
    """A step of length 1 in a direction, in radians: (2,)."""
    return np.array([np.cos(direction), np.sin(direction)])


def _rounded(stroke: np.ndarray, reach: float) -> np.ndarray:
    """Every point becomes the mean of the stroke within `reach` before and after it."""
    length = lengths_along(stroke)[-1]
    points = points_along(stroke, 0, 1, max(12, int(length / GAP)))
    half = int(reach / GAP)
    padded = np.pad(points, ((half, half), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1, axis=0)
    return windows.mean(axis=-1)


def _shortened(stroke: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Without a part of its beginning, of its end or of both."""
    first, last = rng.uniform(0, SHORTER, 2) * (rng.random(2) < 0.5)
    return points_along(stroke, first, 1 - last, len(stroke))


def points_along(stroke: np.ndarray, first: float, last: float, count: int) -> np.ndarray:
    """`count` points at equal distances along a stroke, from one share of its length to another."""
    along = lengths_along(stroke)
    wanted = np.linspace(first, last, count) * along[-1]
    return np.stack([np.interp(wanted, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def thinned(stroke: np.ndarray, step: float) -> np.ndarray:
    """A stroke (points, 2) at points about `step` apart, with its first and its last one."""
    return points_along(stroke, 0, 1, max(1, round(float(lengths_along(stroke)[-1]) / step)) + 1)


def lengths_along(stroke: np.ndarray) -> np.ndarray:
    """How far along a stroke each of its points (points, 2) lies: (points,)."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
