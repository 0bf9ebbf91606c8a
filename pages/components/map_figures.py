"""Digits as points on a map."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

# Ten colours that none of the app's meanings has, and a shape for each, so that no digit is told by its colour alone.
COLOURS = ("#6f63c9", "#88ccee", "#44aa99", "#2f8f4e", "#a5a533", "#ddcc77", "#cc6677", "#a33b6f", "#bb66aa", "#8a8f98")
SHAPES_2D = ("circle", "square", "diamond", "cross", "x", "triangle-up", "triangle-down", "pentagon", "hexagram", "star")
SHAPES_3D = ("circle", "square", "diamond", "cross", "x", "circle-open", "square-open", "diamond-open", "circle", "square")
SIDE_COLOURS = {"left": "#0072B2", "right": "#E69F00"}


def map_figure(places: np.ndarray, digits: np.ndarray, indices: np.ndarray, own: dict[str, np.ndarray]) -> go.Figure:
    """A map of digits with the student's pair on it.

    Args:
        places: (n, 2) or (n, 3) float32.
        digits: (n,) the class of each, which gives its colour and its shape and can be switched off in the legend.
        indices: (n,) which test digit each is; a click on a point gives it back.
        own: for `left` and `right` the place (2,) or (3,) of the student's digit.
    """
    flat = places.shape[1] == 2
    traces = [_digits(places[digits == digit], digit, indices[digits == digit]) for digit in range(10)]
    traces += _own(own, flat)
    bare = {"showticklabels": False, "title": {"text": ""}, "zeroline": False}
    layout = {
        "height": 560,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "legend": {"title": {"text": "digit"}, "itemsizing": "constant", "orientation": "h", "y": -0.02},
        "xaxis": bare,
        "yaxis": bare,
        "scene": {"xaxis": bare, "yaxis": bare, "zaxis": bare},
        "dragmode": "pan" if flat else "orbit",
        "uirevision": "same",  # a rerun keeps the view and the legend as the student left them
    }
    return go.Figure({"data": traces, "layout": layout})


def _digits(places: np.ndarray, digit: int, indices: np.ndarray) -> dict[str, object]:
    flat = places.shape[1] == 2
    return {
        "type": "scatter" if flat else "scatter3d",
        "mode": "markers",
        "name": str(digit),
        **_coordinates(places),
        "customdata": indices.astype(np.int32),
        "hovertemplate": f"a {digit}: click to look at it<extra></extra>",
        "marker": {
            "symbol": (SHAPES_2D if flat else SHAPES_3D)[digit],
            "color": COLOURS[digit],
            "size": 7 if flat else 3,
            "opacity": 0.75,
        },
    }


def _own(own: dict[str, np.ndarray], flat: bool) -> list[dict[str, object]]:
    kind = "scatter" if flat else "scatter3d"
    line = {
        "type": kind,
        "mode": "lines",
        **_coordinates(np.array(list(own.values()), np.float32)),
        "line": {"color": "#7f8794", "width": 3, "dash": "dot"},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    markers = [
        {
            "type": kind,
            "mode": "markers+text",
            "name": f"your {side} digit",
            **_coordinates(place[np.newaxis].astype(np.float32)),
            "text": [side],
            "textposition": "top center",
            "textfont": {"size": 15, "weight": 700},
            "marker": {"color": SIDE_COLOURS[side], "size": 18 if flat else 9, "line": {"color": "#ffffff", "width": 2}},
            "hovertemplate": f"your {side} digit<extra></extra>",
            "showlegend": False,
        }
        for side, place in own.items()
    ]
    return [line, *markers]


def _coordinates(places: np.ndarray) -> dict[str, np.ndarray]:
    return dict(zip("xyz", places.T, strict=False))
