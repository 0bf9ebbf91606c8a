"""A class that does not exist, with which a teacher can rehearse: its pairs were drawn by other people."""

from __future__ import annotations

import numpy as np

from pages.parts.shared.classroom.posting import as_posted, compared
from pages.parts.shared.classroom.records import Compared, Drawings
from pages.parts.shared.examples import drawing_of
from siamese_core import Twins
from siamese_core.hands import sample_hands

STUDENTS, PAIRS = 12, 24


def example_class(twins: Twins, rng: np.random.Generator) -> list[tuple[str, bool, Compared, Drawings]]:
    """Pairs by two people each, as `Board.fill` takes them. What a student says of them is the truth.

    Raises WeightsError as `sample_hands` does.
    """
    pairs = []
    for number in range(PAIRS):
        left, right = sample_hands(rng, hard=number % 2 == 0)
        drawings = (
            as_posted(drawing_of(left.strokes, "left")),
            as_posted(drawing_of(right.strokes, "right")),
        )
        student = f"example {number % STUDENTS + 1}"
        pairs.append((student, left.digit == right.digit, compared(twins, drawings), drawings))
    return pairs
