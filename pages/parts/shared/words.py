"""Words for what the code calls by a code, as several pages say them."""

from __future__ import annotations

from pages.parts.shared.language import Counted, Text, say

TITLES = {  # of designs
    "cnn_contrastive": Text("Picture filters"),
    "mnist_siamese": Text("Plain layers"),
    "matchnet": Text("Filters and a judge"),
}
WEIGHTS = {"shared": Text("shared"), "unshared": Text("unshared")}
SIDE_NAMES = {"left": Text("left"), "right": Text("right")}
MEASURES = {"distance": Text("distance"), "probability": Text("probability")}  # what decides
KINDS = {"same": Text("same"), "different": Text("different")}  # of pairs
VERDICTS = {"same": Text("Same digit"), "different": Text("Different digits")}
BLANK_CANVAS = Text("{side} canvas, blank.")
UNREADABLE = Text("{side} canvas, with a drawing that cannot be read.")
DRAWING = Counted(
    "{side} canvas, with a drawing of {count} stroke.", "{side} canvas, with a drawing of {count} strokes."
)


def code_of(same: bool) -> str:
    """The code of a verdict, or of a kind of pair."""
    return "same" if same else "different"


def side_names() -> tuple[str, str]:
    """Both sides, as they read."""
    return SIDE_NAMES["left"](), SIDE_NAMES["right"]()


def title_of(design: str) -> str:
    """A design's name for people."""
    return TITLES[design]()


def full_title(design: str) -> str:
    """The same with its own name."""
    return say("{title} ({design})", title=title_of(design), design=design)


def twins_called(design: str, sharing: str) -> str:
    """Which twins. `design`: as it reads."""
    return say("{design}, {weights}", design=design, weights=WEIGHTS[sharing])


def twins_in_words(design: str, sharing: str) -> str:
    """Which twins, in the words of the choice above the page."""
    return say("“{twins}”", twins=twins_called(title_of(design), sharing))


def canvas_in_words(side: str, strokes: int, readable: bool) -> str:
    """What is on a canvas, for those who do not see it."""
    name = SIDE_NAMES[side]
    if strokes and readable:
        return DRAWING(strokes, side=name)
    return UNREADABLE(side=name) if strokes else BLANK_CANVAS(side=name)
