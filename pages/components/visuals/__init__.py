"""Pictures that Streamlit has no element for, drawn in the browser: they take colours from the theme and answer at once."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.components.sheets import SHEET_COLUMNS, TILE

HERE = Path(__file__).parent


def _component(name: str) -> Callable[..., Any]:
    """A component of its HTML, CSS and JavaScript. Its data travel as text: Streamlit would search a dictionary for tables."""
    html, css, js, decode = (
        (HERE / file).read_text(encoding="utf-8") for file in (f"{name}.html", f"{name}.css", f"{name}.js", "decode.js")
    )
    show = st.components.v2.component(f"siamese_{name}", html=html, css=css, js=js + decode)
    return lambda data, **options: show(data=json.dumps(data), **options)


_axis = _component("axis")
_embeddings = _component("embeddings")
_digit_map = _component("digit_map")

# Ten colours that none of the app's meanings has and that can be read on light and dark pages.
DIGIT_COLOURS = (
    "#7a6fd6", "#3f9fc8", "#2f9e8f", "#4b8f3a", "#8d8f1f", "#b08a2e", "#d0606f", "#b04a86", "#a877c9", "#858b95",
)  # fmt: skip


def show_axis(
    histogram: dict[str, Any], value: float | None, value_text: str, threshold: float, margin: float | None, summary: str
) -> None:
    """A distance or a probability on an axis with the test pairs, the threshold and the margin.

    Args:
        histogram: of a model card.
        value: of the pair on the page; None while there is no pair.
        value_text: `value` as the page writes it.
        threshold: where the verdict changes.
        margin: of the contrastive loss; None where there is none.
        summary: what can be seen, for those who do not see it.
    """
    _axis(
        {
            **histogram,
            "value": value,
            "value_text": value_text,
            "threshold": threshold,
            "threshold_text": f"{threshold:.2f}",
            "margin": margin,
            "same_is_small": margin is not None,
            "summary": summary,
        },
        height=210,
        key="axis",
    )


def show_embeddings(sides: dict[str, tuple[np.ndarray, np.ndarray] | None], dim: int, differing: int, sentence: str) -> None:
    """What the branches see, their embeddings and the difference.

    Args:
        sides: for `left` and `right` the digit (28, 28) and its embedding (dim,); None where nothing was drawn.
        dim: length of an embedding.
        differing: the coordinate that differs most.
        sentence: on what differs, below them.
    """
    data = {
        side: shown
        and {
            "picture": _base64(np.round(shown[0] * 255).astype(np.uint8)),
            "embedding": _base64(shown[1].astype(np.float32)),
        }
        for side, shown in sides.items()
    }
    _embeddings({**data, "dim": dim, "differing": differing, "sentence": sentence}, key="embeddings")


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


def map_data(places: np.ndarray, digits: np.ndarray, indices: np.ndarray, own: dict[str, np.ndarray]) -> dict[str, Any]:
    """What a map draws; places travel as float32, those of the left and the right digit last. Arguments as above."""
    everything = np.concatenate([places, own["left"][np.newaxis], own["right"][np.newaxis]])
    in_space = np.zeros((len(everything), 3), np.float32)
    in_space[:, : everything.shape[1]] = everything
    return {
        "places": _base64(in_space),
        "digits": _base64(digits.astype(np.uint8)),
        "indices": _base64(indices.astype(np.int32)),
        "flat": everything.shape[1] == 2,
        "colours": DIGIT_COLOURS,
        "sheet": {"columns": SHEET_COLUMNS, "tile": TILE},
    }


def _base64(array: np.ndarray) -> str:
    return b64encode(array.tobytes()).decode("ascii")
