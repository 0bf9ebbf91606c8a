"""The map of digits, drawn in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.map import words
from pages.parts.map.spaces import places_of_digits
from pages.parts.shared.charts import DIGIT_COLOURS
from pages.parts.shared.choosing import is_dark
from pages.parts.shared.language import paragraph
from pages.parts.shared.numbers import with_article
from pages.parts.shared.pictures import SHEET_COLUMNS, sheet_address
from pages.parts.shared.visuals import CANVAS, as_base64, component
from siamese_core.digits import load_test_classes
from siamese_core.maps import Map, shown_digits
from siamese_core.remembering import remembered

HERE = Path(__file__).parent
_digit_map = component(
    HERE / "digit_map", CANVAS, HERE / "camera.js", HERE / "controls.js", words=words.ON_MAP
)


def show_digit_map(known: Map, view: str, own: dict[str, np.ndarray] | None, summary: str) -> int | None:
    """Digits as coloured numerals on a map, with the student's pair on it. Their pictures come from a
    `digit_sheet`.

    Args:
        known: the test digits.
        view: one of `words.VIEWS`.
        own: for `left` and `right` the place (2,) or (3,) of the student's digit; None where they are not to
            be seen.
        summary: what can be seen, for those who do not see it.

    Returns:
        Which test digit was chosen, or None. It stays ringed, on other maps as well.
    """
    chosen = st.session_state.get("map", {}).get("chosen")
    chosen = chosen if chosen in shown_digits().tolist() else None
    data = {**map_data(known, view), "own": own_data(own), "chosen": chosen}
    data |= {"summary": paragraph(summary, words.KEYS()), "colours": DIGIT_COLOURS[is_dark()]}
    data["kinds"] = [with_article(digit) for digit in range(10)]
    _digit_map(data, key="map", on_chosen_change=lambda: None)
    return chosen


@remembered()
def map_data(known: Map, view: str) -> dict[str, Any]:
    """What a map draws of the test digits, for all students: places as float32, x, y and z of each."""
    places = places_of_digits(known, view)
    return {
        "places": as_base64(in_space(places)),
        "digits": as_base64(load_test_classes()[shown_digits()].astype(np.uint8)),
        "indices": as_base64(shown_digits().astype(np.int32)),
        "flat": places.shape[1] == 2,
        "sheet": {"columns": SHEET_COLUMNS},
    }


def own_data(own: dict[str, np.ndarray] | None) -> str | None:
    """The places of the left and the right digit in the same form."""
    return None if own is None else as_base64(in_space(np.stack([own["left"], own["right"]])))


def in_space(places: np.ndarray) -> np.ndarray:
    """Places (n, 2) or (n, 3) -> (n, 3) float32; a plane lies at depth 0."""
    whole = np.zeros((len(places), 3), np.float32)
    whole[:, : places.shape[1]] = places
    return whole


@remembered()
def address_of_shown() -> str:
    """All digits on the map, on a sheet."""
    return sheet_address(shown_digits())
