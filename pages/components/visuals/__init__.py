"""Pictures that Streamlit has no element for, drawn in the browser: they take colours from the theme and answer at once."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

HERE = Path(__file__).parent


def _component(name: str) -> Any:
    html, css, js = ((HERE / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component(f"siamese_{name}", html=html, css=css, js=js)


_axis = _component("axis")
_embeddings = _component("embeddings")


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
        data={
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


def show_embeddings(sides: dict[str, tuple[np.ndarray, np.ndarray] | None], dim: int, differing: int) -> None:
    """What the branches see, their embeddings and the difference.

    Args:
        sides: for `left` and `right` the digit (28, 28) and its embedding (dim,); None where nothing was drawn.
        dim: length of an embedding.
        differing: the coordinate that differs most.
    """
    data = {
        side: shown
        and {
            "picture": _base64(np.round(shown[0] * 255).astype(np.uint8)),
            "embedding": _base64(shown[1].astype(np.float32)),
        }
        for side, shown in sides.items()
    }
    _embeddings(data={**data, "dim": dim, "differing": differing}, key="embeddings")


def _base64(array: np.ndarray) -> str:
    return b64encode(array.tobytes()).decode("ascii")
