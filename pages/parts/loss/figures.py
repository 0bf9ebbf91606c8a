"""The pictures of the contrastive loss that stand still while the margin moves."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from pages.parts.loss.charts import axis_ends, side_with_room
from pages.parts.loss.numbers import (
    MARGIN_RANGE,
    TrainedMargin,
    trained_margins,
)
from pages.parts.loss.scatter import LANDSCAPE, LANDSCAPE_ON_DARK
from pages.parts.loss.sentences import trained_table, what_the_margin_changes
from pages.parts.loss.words import (
    AXES,
    DISTANCE,
    HINGE,
    LOSS,
    MARGIN,
    ON_HINGE,
    ON_PAIR,
    ON_SURFACE,
    PAIRS,
    THIS_PAIR,
    TRAINED_ANEW,
)
from pages.parts.shared.charts import DIFFERENT, GREY, INK, QUIET, SAME
from pages.parts.shared.choosing import choose, is_dark
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import reads, say
from siamese_core.files import WeightsError, load_margins
from siamese_core.losses import different_term
from siamese_core.remembering import remembered

STILL = {"displayModeBar": False}
ROW = 92  # pixels of a histogram
GRID = 41  # points of the surface along each side


class OnSurface(NamedTuple):
    """What the surface says: its axes, its two lines, and what a pointer reads on it and on them."""

    distance: str
    margin: str
    loss: str
    pair: str
    hinge: str
    at_pointer: str
    on_pair: str
    on_hinge: str


class OnTrained(NamedTuple):
    """What the histograms say: the name of their axis, of both kinds of pairs, and of each row."""

    axis: str
    same: str
    different: str
    rows: tuple[str, ...]


def on_surface() -> OnSurface:
    """How it reads in this run."""
    said = (DISTANCE, MARGIN, LOSS, THIS_PAIR, HINGE, ON_SURFACE, ON_PAIR, ON_HINGE)
    return OnSurface(*map(str, said))


def on_trained(trained: list[TrainedMargin], by_margin: bool) -> OnTrained:
    """How it reads in this run, for these margins."""
    rows = tuple(
        say(
            "<b>margin {margin:g}</b><br>threshold {threshold:.2f}",
            margin=each.margin,
            threshold=each.threshold,
        )
        for each in trained
    )
    axis = AXES["by_margin" if by_margin else "distance"]()
    return OnTrained(axis, PAIRS["same"](), PAIRS["different"](), rows)


@remembered(32)
def surface_figure(distance: float, end: float, dark: bool, words: OnSurface) -> go.Figure:
    """What a different pair costs over distance (up to `end`) and margin, as a surface to be turned.

    One line on it is the pair at `distance`, the other the hinge, where the distance is the margin. `dark`:
    the page is.
    """
    distances = np.linspace(0, end, GRID, dtype=np.float32)
    margins = np.linspace(*MARGIN_RANGE, GRID, dtype=np.float32)
    highest = MARGIN_RANGE[1] ** 2
    surface = {
        "type": "surface",
        "x": distances,
        "y": margins,
        "z": different_term(distances, margins[:, np.newaxis]).astype(np.float32),
        "colorscale": [
            [step / 3, colour] for step, colour in enumerate(LANDSCAPE_ON_DARK if dark else LANDSCAPE)
        ],
        "cmin": 0,
        "cmax": highest,
        "showscale": False,
        "hovertemplate": f"{words.at_pointer}<extra></extra>",
    }
    at_pair = np.full(GRID, distance, np.float32)
    beside_pair = f"middle {side_with_room(distance, end)}"
    lines = (
        (words.pair, words.on_pair, beside_pair, GRID - 1, at_pair, different_term(distance, margins)),
        # The name of the hinge is at its middle: its end is cut on a phone.
        (words.hinge, words.on_hinge, "top center", GRID // 2, margins, np.zeros(GRID)),
    )
    traces = [surface] + [
        {
            "type": "scatter3d",
            "mode": "lines+text",
            "name": name,
            "x": x,
            "y": margins,
            "z": (losses + 0.03).astype(np.float32),  # above the surface, which would hide it
            "text": [name if index == named else "" for index in range(GRID)],
            "textposition": beside,
            "textfont": {"size": 14, "color": INK[dark]},
            "line": {"color": "#aab8cc" if dark else "#3d4a5c", "width": 8},
            "hovertemplate": f"{at_pointer}<extra></extra>",
        }
        for name, at_pointer, beside, named, x, losses in lines
    ]
    axis = {"backgroundcolor": "rgba(0,0,0,0)", "gridcolor": GREY, "color": QUIET[dark]}
    scene = {
        "xaxis": {**axis, "title": {"text": words.distance}, "range": [0, end]},
        "yaxis": {**axis, "title": {"text": words.margin}, "range": list(MARGIN_RANGE)},
        "zaxis": {**axis, "title": {"text": words.loss}, "range": [0, highest]},
        "camera": {"eye": {"x": 1.2, "y": -1.5, "z": 0.8}, "center": {"x": 0, "y": 0, "z": -0.15}},
        "aspectratio": {"x": 1.3, "y": 1.1, "z": 0.8},
    }
    layout = {
        "height": 440,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "scene": scene,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
    }
    return go.Figure({"data": traces, "layout": layout})


@remembered()
def trained_figure(by_margin: bool, dark: bool, words: OnTrained) -> go.Figure:
    """The histograms for every margin, drawn once for all students who read the same words."""
    return trained_margins_figure(trained_margins(load_margins()), by_margin, dark, words)


def trained_margins_figure(
    trained: list[TrainedMargin], by_margin: bool, dark: bool, words: OnTrained
) -> go.Figure:
    """For each margin that twins were trained with, the distances of same and different test pairs, one row a
    margin.

    Args:
        trained: smallest margin first.
        by_margin: whether distances are divided by the margin.
        dark: whether the page is.
        words: what the figure says.
    """
    rows = len(trained)
    unit = [each.margin if by_margin else 1.0 for each in trained]
    end = max(each.histogram["end"] / scale for each, scale in zip(trained, unit, strict=True))
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "height": ROW * rows + 60,
        "margin": {"l": 104, "r": 12, "t": 26, "b": 44},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": {
            "font": {"size": 14, "color": INK[dark]},
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": {
            "title": {
                "text": words.axis,
                "font": {"size": 14, "color": QUIET[dark]},
            },
            "tickfont": {"size": 13, "color": QUIET[dark]},
            "range": [0, end],
            "fixedrange": True,
            "anchor": f"y{rows}",
        },
        "shapes": [],
        "annotations": [],
    }
    for number, (each, scale, says) in enumerate(zip(trained, unit, words.rows, strict=True), start=1):
        axis = "y" if number == 1 else f"y{number}"
        top = 1 - (number - 1) / rows
        layout["yaxis" if number == 1 else f"yaxis{number}"] = {
            "domain": [top - 0.82 / rows, top],
            "range": [0, 1.02],
            "visible": False,
            "fixedrange": True,
        }
        for kind, called in (("same", words.same), ("different", words.different)):
            traces.append(_histogram(each, kind, called, scale, axis, first=number == 1))
        for name, at, dash in (("threshold", each.threshold, "solid"), ("margin", each.margin, "dash")):
            layout["shapes"].append(
                {
                    "type": "line",
                    "x0": at / scale,
                    "x1": at / scale,
                    "y0": 0,
                    "y1": 1,
                    "yref": axis,
                    "line": {"color": GREY, "width": 2, "dash": dash},
                    "name": name,
                }
            )
        layout["annotations"].append(
            {
                "text": says,
                "x": 0,
                "xref": "paper",
                "xanchor": "right",
                "xshift": -8,
                "y": 0.5,
                "yref": axis,
                "yanchor": "middle",
                "align": "right",
                "showarrow": False,
                "font": {"size": 13, "color": INK[dark]},
            }
        )
    return go.Figure({"data": traces, "layout": layout})


def _histogram(
    trained: TrainedMargin, kind: str, name: str, scale: float, axis: str, first: bool
) -> dict[str, Any]:
    """One kind of pairs, called by a name, as a share of the row's highest bin."""
    counts = np.array(trained.histogram[kind], np.float32)
    highest = max(max(trained.histogram["same"]), max(trained.histogram["different"]))
    edges = np.linspace(0, trained.histogram["end"] / scale, len(counts) + 1, dtype=np.float32)
    colour = SAME if kind == "same" else DIFFERENT
    return {
        "type": "scatter",
        "name": name,
        "legendgroup": kind,
        "showlegend": first,
        "x": edges,
        "y": np.append(counts, counts[-1]) / np.float32(highest),
        "yaxis": axis,
        "mode": "lines",
        "line": {"shape": "hv", "color": colour, "width": 1.5, "dash": "solid" if kind == "same" else "dot"},
        "fill": "tozeroy",
        "fillcolor": "rgba(0,158,115,0.35)" if kind == "same" else "rgba(213,94,0,0.35)",
        "hoverinfo": "skip",
    }


def show_surface(distance: float, dark: bool, alt: str) -> None:
    """The surface on the page."""
    figure = surface_figure(distance, axis_ends(distance, MARGIN_RANGE[1])[0], dark, on_surface())
    st.plotly_chart(figure, width="stretch", theme="streamlit", config=STILL, alt=alt, key="surface")
    st.caption(say("Drag to turn it. A same pair costs its squared distance at every margin."))


def show_trained_margins() -> None:
    """What became of the same training with other margins."""
    try:
        card = load_margins()
    except WeightsError as error:
        st.warning(
            say("What other margins did to training cannot be shown.") + f"\n\n{error}",
            icon=":material/broken_image:",
        )
        return
    trained = trained_margins(card)
    with st.container(key="margin_changes"):
        heading = say("What does the margin do to training?")
        st.markdown(f"### {heading}\n\n{explained(what_the_margin_changes(trained))}")
    with st.container(horizontal=True, key="trained_margins"):
        with st.container(width="stretch", key="trained_figure"):
            by_margin = choose(say("Axis"), list(AXES), "loss_axis", reads(AXES)) == "by_margin"
            st.plotly_chart(
                trained_figure(by_margin, is_dark(), on_trained(trained, by_margin)),
                width="stretch",
                theme="streamlit",
                config=STILL,
                alt=say("Each row shows, for one margin, how far same and different test pairs are apart."),
                key="histograms",
            )
        with st.container(key="trained_table"):
            st.markdown(trained_table(trained))
            st.caption(
                explained(
                    say(
                        "The **margin** (dashed) is set before training: how far apart different pairs are "
                        "pushed. The **threshold** (solid) is calibrated after it: up to which distance the "
                        "answer is “same”. In brackets: 95% intervals, over digits."
                    )
                )
            )
            of_which = TRAINED_ANEW[card["sharing"]]
            st.caption(explained(of_which(design=card["design"], epochs=card["recipe"]["epochs"])))
