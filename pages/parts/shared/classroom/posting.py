"""A student's pair as it is posted: its strokes, and what the server itself makes of them."""

from __future__ import annotations

from pages.parts.shared.classroom.records import LONGEST_DRAWING, Compared, Drawings
from pages.parts.shared.comparing import compare, looks_familiar, picture_of
from pages.parts.shared.drawing import SIDES, as_text
from pages.parts.shared.examples import Drawing
from siamese_core import Twins
from siamese_core.strokes import PLACE, DrawingError

READ = ("type", "path", "originX", "originY", "flipX", "flipY", *PLACE)  # what is read of a stroke


def as_posted(drawing: Drawing) -> str:
    """The strokes of a drawing as text, without what nothing is read of.

    Raises:
        DrawingError: JSON has no text for it, or its text is longer than `LONGEST_DRAWING`.
    """
    strokes = [{name: stroke[name] for name in READ if name in stroke} for stroke in drawing["objects"]]
    text = as_text({"objects": strokes})
    if len(text) > LONGEST_DRAWING:
        raise DrawingError(
            f"For the board a drawing may take {LONGEST_DRAWING:,} characters; this one takes {len(text):,}."
        )
    return text


def compared(twins: Twins, drawings: Drawings) -> Compared:
    """What twins make of a pair that is posted. Raises DrawingError where it cannot be read."""
    left, right = (picture_of(text) for text in drawings)
    found = compare(twins, left, right)
    familiar = all(
        looks_familiar(twins, side, picture) for side, picture in zip(SIDES, (left, right), strict=True)
    )
    return Compared(twins.design.name, twins.sharing, found.distance, found.probability, found.same, familiar)
