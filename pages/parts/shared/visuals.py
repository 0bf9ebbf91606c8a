"""Pictures that Streamlit has no element for, drawn in the browser: they take colours from the theme and
answer at once.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.shared.glossary import explained_in_html
from pages.parts.shared.language import Text, language

HERE = Path(__file__).parent
NO_WORDS: Mapping[str, Text] = {}
CANVAS = HERE / "canvas.js"  # for components that draw on one


def component(
    path: Path, *more: Path, words: Mapping[str, Text] = NO_WORDS, isolated: bool = True
) -> Callable[..., Any]:
    """A component of the HTML, CSS and JavaScript files that have this path but for their endings, and of
    more CSS and JavaScript.

    What it writes by itself are its `words`, by names: `data.words` in JavaScript. In its HTML they stand
    where `data-word` names them, with words of the glossary to be tapped. `isolated`: in a shadow root, where
    its styles and the page's do not meet.

    Its data travel as text, since Streamlit would search a dictionary for tables. Its files travel with them
    each time the data change, so they go without what only their readers need.
    """
    html = path.with_suffix(".html").read_text(encoding="utf-8")
    styles = [*(part for part in more if part.suffix == ".css"), path.with_suffix(".css")]
    scripts = [path.with_suffix(".js"), HERE / "visuals.js", *(part for part in more if part.suffix == ".js")]
    css = "\n".join(part.read_text(encoding="utf-8") for part in styles)
    js = "\n".join(map(without_comments, scripts))
    show = st.components.v2.component(
        f"siamese_{path.name}", html=html, css=css, js=js, isolate_styles=isolated
    )
    in_html = set(re.findall(r'data-word="(\w+)"', html))

    @cache
    def words_in(code: str) -> dict[str, str]:
        said = {name: text.in_language(code) for name, text in words.items()}
        return said | {name: explained_in_html(said[name], code) for name in in_html}

    def show_with_words(data: dict[str, Any], **options: Any) -> Any:
        return show(data=json.dumps({"words": words_in(language()), **data}), **options)

    return show_with_words


def without_comments(path: Path) -> str:
    """A file of JavaScript without the lines that are comments, and without what its lines begin with."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*", "*")))


# For components that draw on it: its style and its script.
AXIS_BACKGROUND = HERE / "axis_background.css", HERE / "axis_background.js"
AXIS_WORDS = {
    "same": Text("same"),
    "different": Text("different"),
    "same_pairs": Text("same test pairs"),
    "different_pairs": Text("different test pairs"),
    "threshold": Text("threshold {value}"),
}
_axis = component(HERE / "axis", *AXIS_BACKGROUND, words=AXIS_WORDS)
_embeddings = component(
    HERE / "embeddings",
    words={
        "left_sees": Text("the left branch sees"),
        "right_sees": Text("the right branch sees"),
        "left_embedding": Text("left embedding"),
        "right_embedding": Text("right embedding"),
        "by_cell": Text("difference, cell by cell"),
        "left": Text("left"),
        "right": Text("right"),
        "difference": Text("difference"),
        "seen_by_left": Text("what the left branch sees: {on_canvas}"),
        "seen_by_right": Text("what the right branch sees: {on_canvas}"),
        "cells_of_left": Text("the left embedding: {dim} cells, the larger the darker"),
        "cells_of_right": Text("the right embedding: {dim} cells, the larger the darker"),
        "cells_of_difference": Text("the difference of the embeddings: {dim} cells, the larger the darker"),
        "no_left": Text("the left embedding: empty"),
        "no_right": Text("the right embedding: empty"),
        "no_difference": Text("the difference of the embeddings: empty"),
        "tap": Text("{sentence} Tap a cell to read it."),
        "point": Text("{sentence} Point at a cell to read it."),
        "values": Text("number {place}:  left {left}   right {right}   difference {difference}"),
    },
)


def show_axis(
    histogram: dict[str, Any],
    value: float | None,
    value_text: str,
    threshold: float,
    same_is_small: bool,
    summary: str,
) -> None:
    """A distance or a probability on an axis with the test pairs and the threshold.

    Args:
        histogram: of a model card.
        value: of the pair on the page; None while there is no pair.
        value_text: `value` as the page writes it.
        threshold: where the verdict changes.
        same_is_small: whether values up to the threshold mean the same digit; else those from it on.
        summary: what can be seen, for those who do not see it.
    """
    _axis(
        {
            **histogram,
            "value": value,
            "value_text": value_text,
            "threshold": threshold,
            "threshold_text": f"{threshold:.2f}",
            "same_is_small": same_is_small,
            "summary": summary,
        },
        key="axis",
    )


def show_embeddings(
    sides: dict[str, tuple[np.ndarray, np.ndarray] | None],
    on_canvases: dict[str, str],
    dim: int,
    differing: int,
    sentence: str,
    compared: bool,
) -> None:
    """What the branches see, their embeddings and the difference.

    Args:
        sides: for `left` and `right` the digit (28, 28) and its embedding (dim,); None where nothing was
            drawn.
        on_canvases: what is on the left and the right canvas, for those who do not see it.
        dim: length of an embedding.
        differing: the coordinate that differs most.
        sentence: on what differs, below them.
        compared: whether the difference is to be seen.
    """
    data = {
        side: shown
        and {
            "picture": as_base64(np.round(shown[0] * 255).astype(np.uint8)),
            "embedding": as_base64(shown[1].astype(np.float32)),
        }
        for side, shown in sides.items()
    }
    _embeddings(
        {
            **data,
            "on_canvases": on_canvases,
            "dim": dim,
            "differing": differing,
            "sentence": sentence,
            "compared": compared,
        },
        key="embeddings",
    )


def as_base64(array: np.ndarray) -> str:
    """An array for `decode` in JavaScript."""
    return b64encode(array.tobytes()).decode("ascii")
