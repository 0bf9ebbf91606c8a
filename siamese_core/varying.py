"""A hand that varies: nobody writes the same sign twice in the same way.

Signs are varied as strokes and then drawn. So the pen stays as wide as it is, which it does not where a
picture is bent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Hand:
    """How far a hand strays at most: each change is drawn evenly between minus and plus this much.

    Attributes:
        bend: the height of the waves that points are moved by, as a share of the sign's longer side.
        move: how far from its place, as a share of the same.
        stretch: of width and of height, each for itself, as a share of itself.
        turn: in degrees.
    """

    bend: float
    move: float
    stretch: float
    turn: float


HAND = Hand(bend=0.045, move=0.03, stretch=0.075, turn=4.5)
WAVES = (0.5, 1.5)  # in the length of the longer side: fewer would be a move, more would be a tremor


def vary(strokes: Sequence[np.ndarray], rng: np.random.Generator, hand: Hand = HAND) -> list[np.ndarray]:
    """Writes a sign once more: every stroke strays for itself, and then the whole sign does.

    Args:
        strokes: arrays (points, 2) of x, y in any unit, each of at least one point.
        rng: the source of chance.
        hand: how far it strays.

    Returns:
        As many strokes of as many points, float64, in the same unit. A sign without a size, which is a dot or
        nothing, is returned as it is.
    """
    if not strokes:
        return []
    side = float(np.ptp(np.concatenate(strokes), axis=0).max())
    if side == 0:
        return [np.array(stroke, np.float64) for stroke in strokes]
    strayed = [_stray(stroke, side, hand, rng) for stroke in strokes]
    ends = np.cumsum([len(stroke) for stroke in strokes])
    return np.split(_stray(np.concatenate(strayed), side, hand, rng), ends[:-1])


def _stray(points: np.ndarray, side: float, hand: Hand, rng: np.random.Generator) -> np.ndarray:
    """Bends points (n, 2), then stretches and turns them about their middle, and moves them."""
    bent = points + _waves(points / side, rng) * hand.bend * side
    middle = (bent.min(axis=0) + bent.max(axis=0)) / 2
    stretch = 1 + rng.uniform(-hand.stretch, hand.stretch, 2)
    angle = np.deg2rad(rng.uniform(-hand.turn, hand.turn))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    move = rng.uniform(-hand.move, hand.move, 2) * side
    return (bent - middle) * stretch @ turn.T + middle + move


def _waves(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Where a smooth field moves points (n, 2), whose unit is the longer side: (n, 2), between -1 and 1.

    One long wave moves them along x and another along y; each runs in a direction of its own.
    """
    direction = rng.uniform(0, 2 * np.pi, 2)
    frequency = rng.uniform(*WAVES, 2) * np.stack([np.cos(direction), np.sin(direction)])  # (2, waves)
    height, phase = rng.uniform(-1, 1, 2), rng.uniform(0, 2 * np.pi, 2)
    return height * np.sin(2 * np.pi * points @ frequency + phase)  # (n, waves): x, y
