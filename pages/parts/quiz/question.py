"""What a question of the quiz is: codes and numbers. `wordings.py` has the texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from pages.parts.shared.pair import Pair
from siamese_core import Twins


@dataclass(frozen=True, eq=False)
class About:
    """What a question is about.

    Attributes:
        twins: that answer.
        pair: what they are asked about.
        copies: of its left digit, each (28, 28): `mirrored`, and `turned` upside down. Empty where it cannot
            be drawn so.
    """

    twins: Twins
    pair: Pair
    copies: Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Question:
    """A question with its answer.

    Attributes:
        wording: which of the texts in `wordings.WORDINGS`.
        right: the code of the right option.
        options: all codes, in their order.
        numbers: for the places in the texts.
        pictures: (n, 28, 28) that are shown with it; none where it is about no drawing.
        link: what the page is to show on which it can be looked up, as parameters of its address.
    """

    wording: str
    right: str
    options: tuple[str, ...]
    numbers: Mapping[str, str | float]
    pictures: np.ndarray = field(default_factory=lambda: np.zeros((0, 28, 28), np.float32))
    link: Mapping[str, str] = field(default_factory=dict)


Maker = Callable[[About, int], Question | None]  # None where this cannot be asked: two answers would be right


def told_apart(*values: float) -> list[str]:
    """Numbers as the pages write them, with more decimals where it takes these to tell them apart."""
    for decimals in range(3, 9):
        texts = ["0" if value == 0 else f"{value:.{decimals}f}" for value in values]
        if len(set(texts)) == len(set(values)):
            return texts
    return [f"{value:.3e}" for value in values]


def pictures_of(pair: Pair) -> np.ndarray:
    """Both digits of a pair: (2, 28, 28)."""
    return np.stack([pair.left, pair.right])
