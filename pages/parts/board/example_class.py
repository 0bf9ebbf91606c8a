"""A class that does not exist, with which a teacher can rehearse: its pairs were drawn by other people."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pages.parts.shared.classroom.posting import as_posted, compared
from pages.parts.shared.classroom.records import Compared, Drawings
from pages.parts.shared.examples import drawing_of
from siamese_core import Twins
from siamese_core.hands import sample_hands

Pair = tuple[bool, Compared, Drawings]  # what a student says, what the twins say, and the drawings

STUDENTS, PAIRS = 12, 24
TRIED = 300  # hard pairs, among which those are looked for that fool the twins
FOOLING = 4  # of these at most


def example_class(twins: Twins, rng: np.random.Generator) -> list[tuple[str, bool, Compared, Drawings]]:
    """Pairs by two people each, as `Board.fill` takes them. What a student says of them is the truth. Half of
    them are hard, and among these are some that fool the twins, where such are found.

    Raises WeightsError as `sample_hands` does.
    """
    hard = each_once(example_pair(twins, rng, hard=True) for _ in range(TRIED))
    hard.sort(key=lambda pair: pair[0] == pair[1].same)  # those that fool come first; otherwise as they came
    fooling = [pair for pair in hard[:FOOLING] if pair[0] != pair[1].same]
    pairs = [*fooling, *hard[-(PAIRS // 2 - len(fooling)) :]]
    easy = each_once(example_pair(twins, rng, hard=False) for _ in range(PAIRS))
    pairs += easy[: PAIRS - len(pairs)]
    shuffled = [pairs[at] for at in rng.permutation(len(pairs))]
    return [(f"example {n % STUDENTS + 1}", *pair) for n, pair in enumerate(shuffled)]


def each_once(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs without those whose drawings are another pair's, be it the other way round."""
    return list({frozenset(drawings): (said, made, drawings) for said, made, drawings in pairs}.values())


def example_pair(twins: Twins, rng: np.random.Generator, hard: bool) -> Pair:
    """Whether both are the same digit, what the twins make of them, and the drawings."""
    left, right = sample_hands(rng, hard)
    left_text, right_text = (as_posted(drawing_of(each.strokes, "left")) for each in (left, right))
    drawings = (left_text, right_text)
    return left.digit == right.digit, compared(twins, drawings), drawings
