"""What digits are not, invented: to teach the difference, and to measure it.

No letter, no character and no data set is in it: only lines, arcs, corners and curves, put together by chance
in more ways than digits are. Some look like a digit by chance: cards say how many pass as one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from siamese_core.invented import PEN_WIDTHS, PIECES, SMALLEST, Strokes, invent, towards, write
from siamese_core.strokes import PEN_WIDTH, PICTURE_SIZE, draw

ANGLES = (0, 0, 90, 90, 45, 135)  # in degrees, of the bars that letters and characters are made of
LEANING = 6.0  # how far from such an angle a bar strays, as a standard deviation
APP_PEN = 0.5  # share of drawings with the app's own pen; the others have pens of other widths
_ALONG = np.linspace(0, 1, 12)[:, np.newaxis]


def invent_strange(rng: np.random.Generator) -> Strokes:
    """Makes up a drawing of any kind, in about the unit square, y down: strokes, each (points, 2) float64."""
    return list(KINDS)[rng.choice(len(KINDS), p=list(KINDS.values()))](rng)


def strange_pictures(count: int, seed: tuple[int, ...]) -> np.ndarray:
    """Invents drawings, half of them with the app's pen: (count, 28, 28) uint8. The same seed gives the same
    ones.
    """
    rng = np.random.default_rng(seed)
    pictures = np.empty((count, PICTURE_SIZE, PICTURE_SIZE), np.uint8)
    for picture in pictures:
        pen_width = PEN_WIDTH if rng.random() < APP_PEN else rng.uniform(*PEN_WIDTHS)
        picture[:] = np.round(255 * draw(write(invent_strange(rng), rng), SMALLEST, pen_width))
    return pictures


def bars(rng: np.random.Generator) -> Strokes:
    """Two to five bars, most of them level or upright, that cross, touch or lie apart; some have a hook, some
    a bend.
    """
    strokes: Strokes = []
    for _ in range(rng.integers(2, 6)):
        angle = np.deg2rad(rng.choice([*ANGLES, rng.uniform(0, 180)]) + rng.normal(0, LEANING))
        along = rng.uniform(0.25, 1) * towards(angle)
        if strokes and rng.random() < 0.5:
            other = strokes[rng.integers(len(strokes))]
            place, share = other[rng.integers(len(other))], rng.choice([0, 0.5, 1, rng.random()])
        else:
            place, share = rng.uniform(0, 1, 2), 0.5
        bar = place + (_ALONG - share) * along
        if (kind := rng.random()) < 0.3:
            turn = rng.choice([-1, 1]) * np.deg2rad(rng.choice([90, 90, 60, 120, rng.uniform(30, 150)]))
            bar = np.concatenate([bar, bar[-1] + _ALONG * rng.uniform(0.08, 0.8) * towards(angle + turn)])
        elif kind < 0.5:
            aside = np.array([-along[1], along[0]]) * rng.uniform(-0.25, 0.25)
            bar = bar + 4 * _ALONG * (1 - _ALONG) * aside
        strokes.append(bar)
    return strokes


def crowd(rng: np.random.Generator) -> Strokes:
    """Two signs on top of each other."""
    return [*invent(rng), *invent(rng)]


def neighbours(rng: np.random.Generator) -> Strokes:
    """Two signs side by side, or one below the other."""
    first, second = _in_unit_square(invent(rng)), _in_unit_square(invent(rng))
    step = np.concatenate(first).max(axis=0) + rng.uniform(0.05, 0.3)
    step[rng.choice(2, p=[0.3, 0.7])] = 0
    size = rng.uniform(0.6, 1.2)
    return [*first, *(stroke * size + step for stroke in second)]


def scribble(rng: np.random.Generator) -> Strokes:
    """One long stroke, of many pieces."""
    pieces = [np.full((1, 2), 0.5)]
    for _ in range(rng.integers(4, 12)):
        piece = PIECES[rng.integers(len(PIECES))](pieces[-1][-1], rng.uniform(0.3, 0.9), rng)
        pieces.append(piece - np.maximum(piece.max(axis=0) - 1, 0) - np.minimum(piece.min(axis=0), 0))
    return [np.concatenate(pieces)]


def zigzag(rng: np.random.Generator) -> Strokes:
    """To and fro, in any direction."""
    turns = rng.integers(5, 30)
    points = np.stack([np.linspace(0, rng.uniform(0.5, 1.6), turns), np.arange(turns) % 2.0], axis=1)
    points = points * [1, rng.uniform(0.3, 1)] + rng.normal(0, 0.05, points.shape)
    angle = rng.uniform(0, np.pi)
    pieces = points[:-1, np.newaxis] + _ALONG * np.diff(points, axis=0)[:, np.newaxis]
    return [pieces.reshape(-1, 2) @ np.stack([towards(angle), towards(angle + np.pi / 2)])]


def spiral(rng: np.random.Generator) -> Strokes:
    """Loops that grow, or that move on."""
    angle = np.linspace(0, 2 * np.pi * rng.uniform(1.6, 5), 120)
    radius = np.linspace(rng.uniform(0, 0.8), 1, 120)
    points = np.stack([np.cos(angle) * radius, np.sin(angle) * radius], axis=1)
    points[:, 0] += angle * rng.uniform(0, 0.25)
    return [points * rng.choice([-1, 1], 2)]


def face(rng: np.random.Generator) -> Strokes:
    """A ring or a frame with marks in it, and now and then lines that leave it."""
    if rng.random() < 0.7:
        strokes = [_ring(np.zeros(2), 0.5, 1, rng)]
    else:
        corners = 0.5 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
        sides = corners[:-1, np.newaxis] + _ALONG * np.diff(corners, axis=0)[:, np.newaxis]
        strokes = [sides.reshape(-1, 2) * np.exp(rng.uniform(-0.3, 0.3, 2))]
    for _ in range(rng.integers(1, 5)):
        place = rng.uniform(-0.3, 0.3, 2)
        mark = (
            place + rng.normal(0, 0.01, (3, 2)),
            place + _ALONG * rng.uniform(-0.3, 0.3, 2),
            _ring(place, rng.uniform(0.04, 0.2), 1, rng),
            _ring(place, rng.uniform(0.1, 0.3), rng.uniform(0.3, 0.9), rng),
        )
        strokes.append(mark[rng.integers(len(mark))])
    if rng.random() < 0.3:
        for _ in range(rng.integers(1, 4)):
            start, end = rng.uniform(-0.6, 0.6, 2), rng.uniform(-0.9, 0.9, 2)
            strokes.append(start + _ALONG * (end - start))
    return strokes


def marks(rng: np.random.Generator) -> Strokes:
    """One to five dots and short dashes."""
    return [
        place + _ALONG * rng.normal(0, rng.choice([0.01, 0.08]), 2)
        for place in rng.uniform(0, 1, (rng.integers(1, 6), 2))
    ]


KINDS: dict[Callable[[np.random.Generator], Strokes], float] = {  # share of each
    invent: 0.25,
    bars: 0.4,
    crowd: 0.07,
    neighbours: 0.08,
    scribble: 0.04,
    zigzag: 0.02,
    spiral: 0.02,
    face: 0.08,
    marks: 0.04,
}


def _ring(centre: np.ndarray, radius: float, part: float, rng: np.random.Generator) -> np.ndarray:
    """A part of an ellipse, from anywhere on it."""
    angle = rng.uniform(0, 2 * np.pi) + np.linspace(0, 2 * np.pi * part, 30)
    stretch = np.exp(rng.uniform(-0.2, 0.2, 2))
    return centre + radius * stretch * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _in_unit_square(strokes: Strokes) -> Strokes:
    """Moved and scaled so that the longer side is 1."""
    points = np.concatenate(strokes)
    low, side = points.min(axis=0), np.ptp(points, axis=0).max()
    return [(stroke - low) / side for stroke in strokes]
