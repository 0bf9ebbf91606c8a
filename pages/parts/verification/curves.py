"""The curve of all thresholds and the grid of digits, as ECharts options that follow the threshold."""

from __future__ import annotations

from functools import cache

import numpy as np

from pages.parts.shared.charts import GREY, INK, PAGE, QUIET, Option, contrast, line, value_axis
from pages.parts.shared.language import say
from pages.parts.shared.words import WEIGHTS
from pages.parts.verification import words
from pages.parts.verification.charts import PALE
from pages.parts.verification.numbers import normal_deviate, places
from siamese_core.verification import Confusion

SHARING = {"shared": ("#5f7fb0", "solid"), "unshared": ("#b565a7", "dashed")}  # colour and dash of a curve
CORNER = 10.0  # per cent of an axis that the corner of the ROC shows
DET_TICKS = (0.05, 0.2, 1, 5, 20, 50)  # per cent
CELLS = {  # often wrong to always right, which is as the page
    False: ("#1d2a44", "#6d7f9e", "#b9c4d6", PAGE[False]),
    True: ("#eef3fc", "#8ba0c4", "#3c4d6b", PAGE[True]),
}
LOWEST = 90.0  # per cent of right answers that has the strongest colour
BLACK, WHITE = "#000000", "#ffffff"


def roc_chart(
    curves: dict[str, list[list[float]]],
    eers: dict[str, float],
    points: dict[str, Confusion],
    view: str,
    dark: bool,
) -> Option:
    """Right and wrong accepts at all thresholds, with the equal error rate and the current threshold as
    points.

    Args:
        curves: the points of at most a shared and an unshared one, on the axes of this view.
        eers: their equal error rates.
        points: their counts at the current threshold.
        view: one of `words.VIEWS`.
        dark: whether the page is.
    """
    det = view == "det"
    series: list[Option] = []
    for sharing, curve in curves.items():
        colour, dash = SHARING[sharing]
        series.append(line(sharing, curve, colour, dash, name=WEIGHTS[sharing]()))
    series += [
        _points(
            "equal_error_rate",
            say("equal error rate"),
            "diamond",
            18,
            {name: places(eer, eer, det) for name, eer in eers.items()},
            INK[dark],
        ),
        _points(
            "this_threshold",
            say("this threshold"),
            "circle",
            15,
            {name: places(*_rates(now), det) for name, now in points.items()},
            INK[dark],
        ),
    ]
    level = places(
        np.array([0.0004, 0.6]) if det else np.array([0, 1]),
        np.array([0.0004, 0.6]) if det else np.array([0, 1]),
        det,
    )
    series.append(line("alike", level, GREY, "dotted", 1.5, say("both errors alike")))
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 44, "bottom": 4},
        "legend": {
            "show": True,
            "left": 8,
            "top": 0,
            "itemWidth": 30,
            "textStyle": {"fontSize": 13, "color": INK[dark]},
            "selectedMode": False,
        },
        "tooltip": {"show": False},
        **(_det_axes(dark) if det else _roc_axes(view == "whole", dark)),
        "series": series if not det else [*series, _det_ticks(dark)],
    }


def _rates(confusion: Confusion) -> tuple[float, float]:
    return confusion.false_accept_rate, confusion.false_reject_rate


def _points(
    code: str, name: str, symbol: str, size: int, places: dict[str, list[list[float]]], ink: str
) -> Option:
    """A point on every curve that it can be drawn on, in the colour of the curve."""
    return {
        "id": code,
        "name": name,
        "type": "scatter",
        "symbol": symbol,
        "symbolSize": size,
        "itemStyle": {"color": GREY, "borderColor": ink, "borderWidth": 2},  # in the legend
        "data": [
            {"value": place, "itemStyle": {"color": SHARING[sharing][0]}}
            for sharing in places
            for place in places[sharing]
        ],
        "silent": True,
        "z": 5,
    }


def _roc_axes(whole: bool, dark: bool) -> Option:
    x = value_axis(say("false accepts: different pairs called same"), 0, 100 if whole else CORNER, 28, dark)
    y = value_axis(say("same pairs called same"), 0 if whole else 100 - CORNER, 100, 46, dark)
    for axis in (x, y):
        axis["axisLabel"]["formatter"] = "{value}%"
    return {"xAxis": x, "yAxis": y}


def _det_axes(dark: bool) -> Option:
    low, high = (float(normal_deviate(np.array(share))) for share in (0.0004, 0.6))
    hidden = {
        "axisLabel": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
        "axisLine": {"onZero": False},
    }
    return {
        "xAxis": {**value_axis(words.ANSWERS["false_accepts"](), low, high, 28, dark), **hidden},
        "yAxis": {**value_axis(words.ANSWERS["false_rejects"](), low, high, 46, dark), **hidden},
    }


def _det_ticks(dark: bool) -> Option:
    """Level and upright lines at round shares: the axes themselves count in normal deviates."""
    lines = [
        {
            axis: float(normal_deviate(np.array(share / 100))),
            "label": {"formatter": f"{share:g}%", "position": "start", "color": QUIET[dark], "fontSize": 13},
            "lineStyle": {"color": PALE, "width": 1, "type": "solid"},
        }
        for share in DET_TICKS
        for axis in ("xAxis", "yAxis")
    ]
    return {
        "id": "ticks",
        "type": "line",
        "data": [],
        "markLine": {"symbol": "none", "silent": True, "data": lines},
    }


def digits_chart(accuracy: np.ndarray, chosen: tuple[int, int], dark: bool) -> Option:
    """Accuracy by pair of digits, the `chosen` cell (left, right) ringed. The first series are the cells, row
    by row.

    Args:
        accuracy: (10, 10) shares of 1, rows the left digit.
        chosen: left and right digit.
        dark: whether the page is; cells without mistakes have the colour of the page.
    """
    digits = [str(digit) for digit in range(10)]
    axis = {
        "type": "category",
        "data": digits,
        "nameLocation": "middle",
        "nameTextStyle": {"fontSize": 14, "color": QUIET[dark]},
        "axisLabel": {"fontSize": 14, "interval": 0, "color": QUIET[dark]},
        "axisTick": {"show": False},
        "splitLine": {"show": True, "interval": 0},
    }
    per_cent = (100 * accuracy).round(1).tolist()
    cells = [
        {"value": [right, left, share], "label": {"color": text_in_cell(share, dark)}}
        for left, shares in enumerate(per_cent)
        for right, share in enumerate(shares)
    ]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 44},
        "tooltip": {"formatter": say("left {@[1]}, right {@[0]}<br>{@[2]}% answered rightly")},
        "legend": {"show": False},
        "visualMap": {
            "type": "continuous",
            "seriesIndex": 0,
            "dimension": 2,
            "min": LOWEST,
            "max": 100,
            "text": [say("{share:.0%} right", share=1), say("{share:.0%} or less", share=LOWEST / 100)],
            "textStyle": {"fontSize": 13, "color": QUIET[dark]},
            "orient": "horizontal",
            "left": "center",
            "bottom": 4,
            "itemHeight": 140,
            "itemWidth": 14,
            "inRange": {"color": CELLS[dark]},
        },
        "xAxis": {**axis, "name": words.DIGITS["right"](), "position": "top", "nameGap": 24},
        "yAxis": {**axis, "name": words.DIGITS["left"](), "inverse": True, "nameGap": 24},
        "series": [
            {
                "id": "cells",
                "type": "heatmap",
                "data": cells,
                "label": {"show": True, "fontSize": 13, "formatter": "{@[2]}"},
                "itemStyle": {"borderColor": GREY, "borderWidth": 0.5},
                "selectedMode": "single",
                "select": {"itemStyle": {"borderColor": GREY, "borderWidth": 0.5}},
            },
            {
                "id": "chosen",
                "type": "heatmap",
                "data": [[chosen[1], chosen[0], 100]],
                "itemStyle": {"color": "rgba(0,0,0,0)", "borderColor": INK[dark], "borderWidth": 3},
                "silent": True,
                "z": 5,
            },
        ],
    }


@cache
def text_in_cell(per_cent: float, dark: bool) -> str:
    """Black or white, whichever is read better on the cell's colour; on any, one of both has 4.5:1 or more.

    Args:
        per_cent: right answers, with one decimal; so not much is remembered.
        dark: whether the page is.
    """
    return max(BLACK, WHITE, key=lambda text: contrast(text, cell_colour(per_cent, dark)))


def cell_colour(per_cent: float, dark: bool) -> str:
    """The colour that the chart gives a cell with so many right answers."""
    colours = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in CELLS[dark]]
    steps = np.linspace(LOWEST, 100, len(colours))
    channels = zip(*colours, strict=True)
    return "#" + "".join(f"{round(np.interp(per_cent, steps, channel)):02x}" for channel in channels)
