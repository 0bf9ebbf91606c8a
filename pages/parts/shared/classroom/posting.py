"""A student's pair as it is posted: its strokes, and what the server itself makes of them."""

from __future__ import annotations

from pages.parts.shared.classroom.records import LONGEST_DRAWING, Compared, Drawings
from pages.parts.shared.comparing import compare, looks_familiar, picture_of
from pages.parts.shared.drawing import SIDES, as_text
from pages.parts.shared.examples import Drawing
from pages.parts.shared.language import Text
from siamese_core import Twins
from siamese_core.strokes import PLACE, DrawingError

TOO_LONG = Text("For the board a drawing may take {most:,} characters; this one takes {characters:,}.")
READ = ("type", "path", "originX", "originY", "flipX", "flipY", *PLACE)  # what is read of a stroke


class TooLongError(DrawingError):
    """A drawing is too long for the board.

    Attributes:
        characters: of its text.
    """

    def __init__(self, characters: int) -> None:
        super().__init__(characters)
        self.characters = characters

    def __str__(self) -> str:
        return TOO_LONG(most=LONGEST_DRAWING, characters=self.characters)


def as_posted(drawing: Drawing) -> str:
    """The strokes of a drawing as text, without what nothing is read of.

    Raises:
        DrawingError: JSON has no text for it.
        TooLongError: its text is longer than `LONGEST_DRAWING`.
    """
    strokes = [{name: stroke[name] for name in READ if name in stroke} for stroke in drawing["objects"]]
    text = as_text({"objects": strokes})
    if len(text) > LONGEST_DRAWING:
        raise TooLongError(len(text))
    return text


def compared(twins: Twins, drawings: Drawings) -> Compared:
    """What twins make of a pair that is posted. Raises DrawingError where it cannot be read."""
    left, right = (picture_of(text) for text in drawings)
    found = compare(twins, left, right)
    familiar = all(
        looks_familiar(twins, side, picture) for side, picture in zip(SIDES, (left, right), strict=True)
    )
    return Compared(twins.design.name, twins.sharing, found.distance, found.probability, found.same, familiar)
