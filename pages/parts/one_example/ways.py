"""Three ways of seeing a drawing, and which sign of a shelf each finds nearest. Knows nothing of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pages.parts.one_example.signs import REMEMBERED, Sign, picture_of_sign
from pages.parts.shared.comparing import embedding_of
from siamese_core import Twins
from siamese_core.files import DIGITS, SIGNS
from siamese_core.forward import euclidean_distance
from siamese_core.remembering import remembered
from siamese_core.strokes import PICTURE_SIZE

DESIGN = "cnn_contrastive"  # of both twins
PIXELS = "pixels"
WAYS = (SIGNS, DIGITS, PIXELS)  # by their names on the card of the twins taught on signs


@dataclass(frozen=True)
class Way:
    """A way of seeing.

    Attributes:
        name: one of `WAYS`.
        threshold: the largest distance at which a sign is known again; calibrated for all ways alike.
        twins: whose embeddings are compared; None where the pixels of the pictures are.
    """

    name: str
    threshold: float
    twins: Twins | None

    @property
    def dim(self) -> int:
        """How many numbers are compared."""
        return PICTURE_SIZE**2 if self.twins is None else self.twins.design.dim

    def see(self, picture: np.ndarray) -> np.ndarray:
        """A picture (28, 28) -> what is compared of it (dim,)."""
        return picture.ravel() if self.twins is None else embedding_of(self.twins, "left", picture)

    def see_sign(self, sign: Sign) -> np.ndarray:
        """The same for a sign on a shelf. Its embedding is computed when it joins the shelf, and kept."""
        return (
            picture_of_sign(sign.strokes).ravel() if self.twins is None else _kept(self.twins, sign.strokes)
        )


@dataclass(frozen=True)
class Found:
    """What one way of seeing says of a drawing.

    Attributes:
        way: of seeing.
        distances: (n,) to the signs of the shelf, in their order.
        order: (n,) the signs by their distance, nearest first.
    """

    way: Way
    distances: np.ndarray
    order: np.ndarray

    @property
    def nearest(self) -> int:
        """Which sign it is nearest to."""
        return int(self.order[0])

    @property
    def distance(self) -> float:
        """How far that one is."""
        return float(self.distances[self.nearest])

    @property
    def accepted(self) -> bool:
        """Whether it counts as that sign; else it is none of these."""
        return self.distance <= self.way.threshold


def ways_of_seeing(taught_on_signs: Twins, taught_on_digits: Twins | None) -> dict[str, Way]:
    """All ways, by name; without one where the twins taught on digits are missing.

    Args:
        taught_on_signs: their card has the thresholds of all three.
        taught_on_digits: None where they cannot be loaded.
    """
    thresholds = taught_on_signs.card["none_of_these"]["thresholds"]
    twins = {SIGNS: taught_on_signs, DIGITS: taught_on_digits, PIXELS: None}
    return {
        name: Way(name, float(thresholds[name]), twins[name])
        for name in WAYS
        if name != DIGITS or taught_on_digits is not None
    }


def find(way: Way, signs: Sequence[Sign], picture: np.ndarray) -> Found:
    """Holds a picture (28, 28) against every sign of a shelf that is not empty."""
    examples = np.stack([way.see_sign(sign) for sign in signs])
    distances = euclidean_distance(examples, way.see(picture))
    return Found(way, distances, np.argsort(distances, kind="stable"))


@remembered(REMEMBERED)
def _kept(twins: Twins, strokes: str) -> np.ndarray:
    embedding = twins.embed_left(picture_of_sign(strokes)[np.newaxis])[0]
    embedding.setflags(write=False)
    return embedding
