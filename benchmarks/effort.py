"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """How much is measured.

    Attributes:
        repeats: of what takes milliseconds.
        rounds: the app and its floor take turns, so that whatever else the machine does slows both.
        classes: how many students draw at once.
        seconds: that a class draws in each round.
        reruns: of one student's page, over which memory must not grow.
        absurd: messages that no browser sends, to the class board.
        strokes: that a mouse draws in each round.
        wait_for_leavers: whether to wait the two minutes for which closed pages are kept.
    """

    repeats: int
    rounds: int
    classes: tuple[int, ...]
    seconds: float
    reruns: int
    absurd: int
    strokes: int
    wait_for_leavers: bool


FULL = Effort(  # about twenty minutes
    repeats=300,
    rounds=3,
    classes=(1, 10, 40),
    seconds=14,
    reruns=2_000,
    absurd=10_000,
    strokes=8,
    wait_for_leavers=True,
)
SHORT = Effort(  # less than one
    repeats=20, rounds=1, classes=(10,), seconds=6, reruns=50, absurd=200, strokes=3, wait_for_leavers=False
)
