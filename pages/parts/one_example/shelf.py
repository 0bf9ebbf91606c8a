"""The shelf: every sign with its picture, its name and its distance, nearest first, above them an axis."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from pages.parts.one_example import sentences, words
from pages.parts.one_example.signs import Sign, picture_of_sign
from pages.parts.one_example.ways import Found, Way
from pages.parts.shared.numbers import number
from pages.parts.shared.pictures import strip_address
from pages.parts.shared.visuals import component

_shelf = component(Path(__file__).parent / "shelf", words=words.ON_SHELF, isolated=False)


def show_shelf(
    part: str,
    signs: Sequence[Sign],
    way: Way,
    found: Found | None,
    on_canvases: dict[str, str],
    on_remove: Callable[[], None],
) -> None:
    """Shows it.

    Args:
        part: of the page.
        signs: on the shelf, in the order in which they came.
        way: of seeing.
        found: what it says of the drawing on the right; None while there is none.
        on_canvases: what is on the left and the right canvas, for those who do not see it.
        on_remove: is called when a sign is taken off; its code is then the state's `removed`.
    """
    distances = [None] * len(signs) if found is None else found.distances.tolist()
    _shelf(
        {
            "signs": [
                {"code": sign.code, "name": str(sign.name), "distance": distance}
                | ({} if distance is None else {"text": number(distance)})
                for sign, distance in zip(signs, distances, strict=True)
            ],
            "order": list(range(len(signs))) if found is None else found.order.tolist(),
            "pictures": strip_address(np.stack([picture_of_sign(sign.strokes) for sign in signs]))
            if signs
            else "",
            "accepted": found is not None and found.accepted,
            "threshold": way.threshold,
            "threshold_text": number(way.threshold),
            "end": end_of_axis(way, found),
            "summary": sentences.axis_in_words(found, way, signs),
            "verdicts": {kind: says() for kind, says in words.VERDICTS[part].items()},
            "on_canvases": on_canvases,
        },
        key="signs_on_shelf",
        on_removed_change=on_remove,
    )


def end_of_axis(way: Way, found: Found | None) -> float:
    """Where the axis ends: at a round number beyond all signs, and well beyond the threshold."""
    farthest = 0.0 if found is None else float(found.distances.max())
    return math.ceil(4 * max(2 * way.threshold, 1.02 * farthest)) / 4
