"""The map of digits, drawn in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.shared.pictures import SHEET_COLUMNS, TILE, sheet_address
from pages.parts.shared.visuals import as_base64, component
from siamese_core.maps import shown_digits
from siamese_core.remembering import remembered

_digit_map = component(Path(__file__).with_name("digit_map"))

# Ten colours that none of the app's meanings has and that can be read on light and dark pages.
DIGIT_COLOURS = (
    "#7a6fd6", "#3f9fc8", "#2f9e8f", "#4b8f3a", "#8d8f1f", "#b08a2e", "#d0606f", "#b04a86", "#a877c9", "#858b95",
)  # fmt: skip


def show_digit_map(
    places: np.ndarray, digits: np.ndarray, indices: np.ndarray, own: dict[str, np.ndarray], summary: str
) -> int | None:
    """Digits as coloured numerals on a map, with the student's pair on it. Their pictures come from a `digit_sheet`.

    Args:
        places: (n, 2) on a plane or (n, 3) in a space that can be turned.
        digits: (n,) the class of each, which gives its numeral and its colour and can be switched off in the legend.
        indices: (n,) which test digit each is.
        own: for `left` and `right` the place (2,) or (3,) of the student's digit.
        summary: what can be seen, for those who do not see it.

    Returns:
        Which test digit was clicked on, or None. It stays ringed, on other maps as well.
    """
    chosen = st.session_state.get("map", {}).get("chosen")
    chosen = chosen if chosen in indices.tolist() else None
    data = {**map_data(places, digits, indices, own), "chosen": chosen, "summary": summary}
    _digit_map(data, key="map", on_chosen_change=lambda: None)
    return chosen


def map_data(
    places: np.ndarray, digits: np.ndarray, indices: np.ndarray, own: dict[str, np.ndarray]
) -> dict[str, Any]:
    """What a map draws; places travel as float32, those of the left and the right digit last. Arguments as above."""
    everything = np.concatenate([places, own["left"][np.newaxis], own["right"][np.newaxis]])
    in_space = np.zeros((len(everything), 3), np.float32)
    in_space[:, : everything.shape[1]] = everything
    return {
        "places": as_base64(in_space),
        "digits": as_base64(digits.astype(np.uint8)),
        "indices": as_base64(indices.astype(np.int32)),
        "flat": everything.shape[1] == 2,
        "colours": DIGIT_COLOURS,
        "sheet": {"columns": SHEET_COLUMNS, "tile": TILE},
    }


@remembered()
def address_of_shown() -> str:
    """All digits on the map, on a sheet."""
    return sheet_address(shown_digits())
