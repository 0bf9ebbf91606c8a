"""The charts that follow the margin, as ECharts options.

Streamlit mounts a Plotly chart anew whenever its figure changes, which blinks at every step of the slider; an
ECharts chart stays and glides. The charts that stand still are Plotly figures, in `figures`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pages.parts.loss.numbers import MARGIN_RANGE, MARGINS, Cost, MeanLoss, cost
from pages.parts.loss.words import (
    ARROWS,
    BETWEEN_EMBEDDINGS,
    HINGE,
    KINDS,
    LOSS,
    MARGIN,
    MARGIN_AT,
    MEAN_LOSS,
    PAIR_AT,
    PAIR_IF,
    PAIR_LOSS,
    PARTS_OF_MEAN,
)
from pages.parts.shared.charts import (
    DIFFERENT,
    DIFFERENT_TEXT,
    GREY,
    INK,
    QUIET,
    SAME,
    SAME_TEXT,
    Option,
    line,
    mark_lines,
    upright,
    value_axis,
)
from pages.parts.shared.language import Text
from siamese_core.losses import different_term, same_term

DASH = {SAME: "solid", DIFFERENT: "dashed", GREY: "dotted"}
COLOURS = {"same": SAME, "different": DIFFERENT, "sum": GREY}  # of curves over the margin
SYMBOL = {SAME: "circle", DIFFERENT: "diamond", GREY: "rect"}
GLIDE = 250  # milliseconds
POINTS = 49  # of a curve
ZOOMS = (
    (1.5, 1.6, 2.5),
    (2.2, 2.4, 5.0),
    (3.1, 3.2, 10.0),
)  # up to a distance or margin: where both axes end
FULL = 0.9  # of a chart's height: above that, marks would lie on names
STEP_SHOWN = 0.15  # an arrow is what one step of training would move the distance at this learning rate
GRID = {"left": 8, "right": 20, "top": 60, "bottom": 4}  # pixels around the axes and their names


def axis_ends(distance: float, margin: float) -> tuple[float, float]:
    """Where the distance axis and the loss axis end. Few different ends, so that the curves move and not the
    axes.
    """
    farthest = max(distance, margin)
    beyond = float(np.ceil(farthest + 0.2)), round_up(farthest**2 / FULL)
    return next(((end, top) for reach, end, top in ZOOMS if farthest <= reach), beyond)


def loss_over_distance_chart(distance: float, margin: float, dark: bool) -> Option:
    """Both curves, the hinge, the margin, and the pair on both with the way training moves it.

    `dark`: the page is.
    """
    end, top = axis_ends(distance, margin)
    x = np.linspace(0, end, POINTS)
    same, different = cost(True, distance, margin), cost(False, distance, margin)
    marks = [
        margin_upright(margin, (end, top), dark),
        named_upright(distance, (end, top), PAIR_AT(distance=f"{distance:.3f}"), "solid", dark, row=1),
    ]
    arrows = [
        _arrow(each, distance, colour, text[dark], (end, top))
        for each, colour, text in ((same, SAME, SAME_TEXT), (different, DIFFERENT, DIFFERENT_TEXT))
    ]
    return {
        **frame(dark, legend=list(map(str, KINDS.values()))),
        "grid": GRID,
        "tooltip": {"trigger": "axis", "valueFormatter": "%.3f"},
        "xAxis": across(BETWEEN_EMBEDDINGS(), end, dark),
        "yAxis": up(LOSS(), top, dark),
        "series": [
            curve("same", x, same_term(x), SAME, KINDS["same"]()),
            {
                **curve("different", x, different_term(x, margin), DIFFERENT, KINDS["different"]()),
                "markLine": mark_lines(marks, GLIDE),
            },
            {
                **marks_at("hinge", [(margin, 0.0)], GREY, symbol="emptyDiamond", size=14),
                "label": {
                    "show": True,
                    "formatter": HINGE(),
                    "position": "left" if margin > 0.8 * end else "right",
                    "fontSize": 13,
                    "color": INK[dark],
                    "offset": [0, -12],
                },
            },
            marks_at("pair_if_same", [(distance, same.loss)], SAME, size=17),
            marks_at("pair_if_different", [(distance, different.loss)], DIFFERENT, size=19),
            {
                "id": "arrows",
                "type": "line",
                "data": [],
                "markLine": {
                    "silent": True,
                    "animationDurationUpdate": GLIDE,
                    "data": [arrow for arrow in arrows if arrow],
                },
                "z": 6,
            },
        ],
    }


def pair_over_margin_chart(distance: float, margin: float, dark: bool) -> Option:
    """What the pair costs at every margin, as a same and as a different one. `dark`: the page is."""
    curves = {
        "same": np.full(len(MARGINS), same_term(distance)),
        "different": different_term(distance, MARGINS),
    }
    now = {"same": cost(True, distance, margin).loss, "different": cost(False, distance, margin).loss}
    return _over_margin_chart(PAIR_IF, curves, now, margin, PAIR_LOSS(), dark)


def mean_over_margin_chart(mean: MeanLoss, margin: float, dark: bool) -> Option:
    """What all test pairs cost on average at every margin: the same pairs' part, the different pairs' part,
    their sum. `dark`: the page is.
    """
    curves = {"same": mean.same, "different": mean.different, "sum": mean.total}
    now = {code: float(np.interp(margin, MARGINS, values)) for code, values in curves.items()}
    return _over_margin_chart(PARTS_OF_MEAN, curves, now, margin, MEAN_LOSS(), dark)


def _over_margin_chart(
    names: dict[str, Text],
    curves: dict[str, np.ndarray],
    now: dict[str, float],
    margin: float,
    title: str,
    dark: bool,
) -> Option:
    """Curves over the margin and what they are `now`, both by codes with these `names`."""
    top = round_up(max(values.max() for values in curves.values()) / FULL)
    series = [curve(code, MARGINS, values, COLOURS[code], names[code]()) for code, values in curves.items()]
    end = MARGIN_RANGE[1]
    series[0]["markLine"] = mark_lines([margin_upright(margin, (end, top), dark)], GLIDE)
    series += [
        marks_at(f"{code}_now", [(margin, value)], COLOURS[code], size=15) for code, value in now.items()
    ]
    return {
        **frame(dark, legend=list(map(str, names.values()))),
        "grid": GRID,
        "tooltip": {"trigger": "axis", "valueFormatter": "%.3f"},
        "xAxis": across(MARGIN(), end, dark),
        "yAxis": up(title, top, dark),
        "series": series,
    }


def round_up(value: float) -> float:
    """The next number that an axis may well end with: 1, 1.5, 2 and so on to 10, at any scale."""
    unit = 10.0 ** np.floor(np.log10(value))
    return float(np.ceil(value / unit * 2) / 2 * unit)


def margin_text(margin: float) -> str:
    """A margin as its slider shows it; with three decimals where a link asks for that."""
    return f"{margin:.2f}" if round(margin, 2) == round(margin, 6) else f"{margin:.3f}"


def frame(dark: bool, legend: list[str] | None = None) -> Option:
    """What all charts have: they glide, and a legend that switches nothing off. `dark`: the page is."""
    shown = {
        "data": legend,
        "left": 44,
        "top": 0,
        "itemWidth": 34,
        "textStyle": {"fontSize": 14, "color": INK[dark]},
        "selectedMode": False,
    }
    return {
        "animationDuration": 0,
        "animationDurationUpdate": GLIDE,
        "animationEasingUpdate": "cubicOut",
        "legend": shown if legend else {"show": False},
        "textStyle": {"fontSize": 14, "color": INK[dark]},
    }


def across(name: str, end: float, dark: bool) -> Option:
    """The axis along the bottom, from 0 to `end`."""
    return value_axis(name, 0, end, 28, dark)


def up(name: str, end: float, dark: bool, start: float = 0) -> Option:
    """The axis along the left."""
    return value_axis(name, start, end, 36, dark)


def without_end_labels(axis: Option) -> Option:
    """An axis that does not end on round numbers."""
    return {**axis, "axisLabel": {**axis["axisLabel"], "showMinLabel": False, "showMaxLabel": False}}


def curve(code: str, x: np.ndarray, y: ArrayLike, colour: str, name: str | None = None) -> Option:
    """A curve in the dash of its colour; its `code` and its `name` are those of a `line`."""
    data = _xy(x, np.broadcast_to(np.asarray(y), x.shape))
    return {**line(code, data, colour, DASH[colour], 3.5, name), "symbol": SYMBOL[colour], "silent": False}


def _xy(x: np.ndarray, y: np.ndarray) -> list[list[float]]:
    return np.column_stack([x, y]).round(4).tolist()


def still_line(code: str, points: list[tuple[float, float]]) -> Option:
    """A thin grey line that says nothing to a pointer."""
    return {**line(code, [list(point) for point in points], GREY, width=1.5), "tooltip": {"show": False}}


def end_label(text: str, right: int, down: int, dark: bool) -> Option:
    """A name at the end of a line, moved by pixels."""
    return {"show": True, "formatter": text, "fontSize": 13, "color": QUIET[dark], "offset": [right, down]}


def marks_at(
    code: str,
    points: list[tuple[float, float]],
    colour: str,
    symbol: str = "",
    size: int = 13,
) -> Option:
    """Marks at points; by its `code` the chart knows them again when they move."""
    return {
        "id": code,
        "type": "scatter",
        "data": [list(point) for point in points],
        "symbol": symbol or SYMBOL[colour],
        "symbolSize": size,
        "itemStyle": {"color": colour, "borderColor": "#fff", "borderWidth": 1.5},
        "tooltip": {"show": False},
        "silent": True,
        "z": 5,
    }


def side_with_room(at: float, end: float) -> str:
    """On which side of a place the name of what stands there is not cut: on a phone an axis from 0 to `end`
    has room for no more than two names.
    """
    return "left" if at > end / 2 else "right"


def named_upright(
    at: float, ends: tuple[float, float], text: str, dash: str, dark: bool, row: int = 0
) -> list[Option]:
    """A vertical line from the axis to the top, with its name on the side that has room for it.

    Args:
        at: where it stands.
        ends: of the axis across and of the one upwards.
        text: its name.
        dash: of the line.
        dark: whether the page is.
        row: how many rows of names are below this one.
    """
    end, top = ends
    align = {"left": "right", "right": "left"}[side_with_room(at, end)]
    foot, tip = upright(at, (0, top), text, align, dash, row=row)
    return [{**foot, "label": {**foot["label"], "color": INK[dark]}}, tip]


def margin_upright(margin: float, ends: tuple[float, float], dark: bool) -> list[Option]:
    """Where the margin is, as `named_upright`."""
    return named_upright(margin, ends, MARGIN_AT(margin=margin_text(margin)), "dashed", dark)


def _arrow(
    found: Cost, start: float, colour: str, text: str, ends: tuple[float, float]
) -> list[Option] | None:
    """A horizontal arrow from the pair to where training moves it.

    Where the axis has room it is named, in the colour `text`: near the floor above the name of the hinge.

    Args:
        found: what the pair costs.
        start: its distance.
        colour, text: of the arrow, and of its name.
        ends: of both axes.
    """
    end, height = start - STEP_SHOWN * found.slope, found.loss
    length = abs(end - start) / ends[0]
    if length < 0.015:  # the pair's own mark would hide it
        return None
    name: Option = {
        "show": length > 0.05,
        "formatter": ARROWS[found.movement](),
        "position": "end",
        "distance": 4,
    }
    raised = 22 if height < 0.1 * ends[1] else 7
    name |= {"color": text, "fontSize": 14, "fontWeight": "bold", "offset": [0, -raised]}
    line = {"color": colour, "width": 4, "type": "solid"}
    return [
        {"coord": [start, height], "symbol": "none", "label": name, "lineStyle": line},
        {"coord": [max(end, 0.0), height], "symbol": "arrow", "symbolSize": 14},
    ]
