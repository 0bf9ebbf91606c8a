"""Distance and margin at once, and test pairs one by one, as ECharts options that follow the margin."""

from __future__ import annotations

import numpy as np

from pages.parts.loss.charts import (
    GLIDE,
    GRID,
    POINTS,
    SYMBOL,
    across,
    axis_ends,
    curve,
    end_label,
    frame,
    margin_upright,
    marks_at,
    side_with_room,
    still_line,
    up,
    without_end_labels,
)
from pages.parts.loss.numbers import MARGIN_RANGE, Sample
from pages.parts.loss.words import (
    BEYOND,
    CELL,
    DISTANCE,
    DOT,
    KINDS,
    LOSS,
    MARGIN,
    NO_LOSS,
    THIS_MARGIN,
    THIS_PAIR,
)
from pages.parts.shared.charts import DIFFERENT, GREY, INK, PAPER, QUIET, SAME, Option, mark_lines
from pages.parts.shared.pictures import SHEET_COLUMNS, TILE
from siamese_core.losses import contrastive_loss, different_term, same_term
from siamese_core.remembering import remembered

COLUMNS, ROWS = 32, 24  # of the heat map: distances, margins
LANDSCAPE = ["#ffffff", "#f0a878", DIFFERENT, "#5c2600"]  # no loss to the highest; no loss is as the page
LANDSCAPE_ON_DARK = ["#12161c", "#7a3a10", DIFFERENT, "#ffc9a0"]
HALF_ROW = (MARGIN_RANGE[1] - MARGIN_RANGE[0]) / (ROWS - 1) / 2
RING = {"color": "rgba(0,0,0,0)", "borderColor": GREY, "borderWidth": 3}
DIGITS = "".join(
    f'<i class="sheet_digit" style="background-position:{{@[{x}]}}px {{@[{x + 1}]}}px"></i>' for x in (5, 7)
)


def landscape_chart(distance: float, margin: float, dark: bool) -> Option:
    """What a different pair costs at every distance and margin, as a heat map with the pair and the margin on
    it.

    Args:
        distance, margin: of the pair, and of the slider.
        dark: whether the page is; no loss has the colour of the page.
    """
    end, _ = axis_ends(distance, MARGIN_RANGE[1])
    low, high = MARGIN_RANGE[0] - HALF_ROW, MARGIN_RANGE[1] + HALF_ROW
    blank = {"type": "category", "show": False}
    overlay = {"xAxisIndex": 1, "yAxisIndex": 1}
    room = side_with_room(distance, end)
    beside = {"right": ("left", -4), "left": ("right", -6)}[room]  # where the name begins or ends, in pixels
    below = 12 if margin > np.mean(MARGIN_RANGE) else -12  # at the top is the name of the pair
    return {
        **frame(dark),
        "grid": {"left": 8, "right": 20, "top": 28, "bottom": 64},
        "tooltip": {"trigger": "item"},
        "visualMap": {
            "type": "continuous",
            "seriesIndex": 0,
            "dimension": 2,
            "min": 0,
            "max": MARGIN_RANGE[1] ** 2,
            "text": [f"{MARGIN_RANGE[1] ** 2:.0f}", NO_LOSS()],
            "textStyle": {"fontSize": 13, "color": QUIET[dark]},
            "orient": "horizontal",
            "left": "center",
            "bottom": 6,
            "itemHeight": 200,
            "itemWidth": 12,
            "inRange": {"color": LANDSCAPE_ON_DARK if dark else LANDSCAPE},
        },
        "xAxis": [
            {**blank, "data": list(range(COLUMNS))},
            {**across(DISTANCE(), end, dark), "position": "bottom"},
        ],
        "yAxis": [
            {**blank, "data": list(range(ROWS))},
            {**without_end_labels(up(MARGIN(), high, dark, low)), "position": "left"},
        ],
        "series": [
            {
                "id": "landscape",
                "type": "heatmap",
                "data": _landscape(end),
                "tooltip": {"formatter": CELL()},
                "animation": False,
            },
            {
                **still_line("hinge", [(low, low), (end, end)]),
                **overlay,
                "markPoint": {
                    "symbolSize": 0,
                    "silent": True,
                    "data": [{"coord": [end, 0.1 * high]}],
                    "label": {
                        "formatter": BEYOND(),
                        "position": "left",
                        "fontSize": 13,
                        "lineHeight": 17,
                        "color": INK[dark],
                    },
                },
            },
            {
                **still_line("this_margin", [(end, margin), (0, margin)]),
                **overlay,
                "endLabel": on_cells(THIS_MARGIN(), "left", 0, below, dark),
            },
            {
                **still_line("this_pair", [(distance, low), (distance, high)]),
                **overlay,
                "endLabel": on_cells(THIS_PAIR(), *beside, -12, dark),
            },
            {**marks_at("pair", [(distance, margin)], DIFFERENT, size=17), **overlay},
        ],
    }


@remembered(8)
def _landscape(end: float) -> list[list[float]]:
    """The cells of the heat map: column, row, loss, distance, margin."""
    distances = (np.arange(COLUMNS) + 0.5) * end / COLUMNS
    margins = np.linspace(*MARGIN_RANGE, ROWS)
    losses = different_term(distances, margins[:, np.newaxis])  # (rows, columns)
    return [
        [
            column,
            row,
            round(float(losses[row, column]), 3),
            round(float(distances[column]), 2),
            round(float(margins[row]), 2),
        ]
        for row in range(ROWS)
        for column in range(COLUMNS)
    ]


def on_cells(text: str, align: str, right: int, down: int, dark: bool) -> Option:
    """A name at the end of a line across the heat map, on a piece of paper: cells have any colour. `align`
    as for `upright`.
    """
    paper = {"align": align, "backgroundColor": PAPER[dark], "padding": [1, 4], "borderRadius": 3}
    return {**end_label(text, right, down, dark), "color": INK[dark], **paper}


def sample_chart(sample: Sample, chosen: int, margin: float, dark: bool) -> Option:
    """Test pairs as dots on the curves, the `chosen` one ringed. A dot shows its digits where the pointer
    rests.

    The first series are the dots, in the sample's order. `dark`: the page is.
    """
    end, _ = axis_ends(float(sample.distance.max()), margin)
    x = np.linspace(0, end, POINTS)
    losses = contrastive_loss(sample.same.astype(float), sample.distance, margin)
    curves = [
        curve("curve_same", x, same_term(x), SAME),
        curve("curve_different", x, different_term(x, margin), DIFFERENT),
    ]
    for each in curves:
        each |= {
            "silent": True,
            "lineStyle": {**each["lineStyle"], "width": 1.5, "opacity": 0.6},
            "tooltip": {"show": False},
        }
    top = max(float(losses.max()), margin**2) * 1.05
    curves[1]["markLine"] = mark_lines([margin_upright(margin, (end, top), dark)], GLIDE)
    ring = [(float(sample.distance[chosen]), float(losses[chosen]))]
    return {
        **frame(dark),
        "grid": GRID,
        "tooltip": {"trigger": "item", "confine": True},
        "visualMap": {
            "type": "piecewise",
            "seriesIndex": 0,
            "dimension": 2,
            "pieces": [
                {"value": 1, "label": KINDS["same"](), "color": SAME, "symbol": SYMBOL[SAME]},
                {"value": 0, "label": KINDS["different"](), "color": DIFFERENT, "symbol": SYMBOL[DIFFERENT]},
            ],
            "orient": "horizontal",
            "left": 8,
            "top": 0,
            "selectedMode": False,
            "inverse": True,  # else the different ones come first
            "textStyle": {"fontSize": 14, "color": INK[dark]},
        },
        "xAxis": across(DISTANCE(), end, dark),
        "yAxis": without_end_labels(up(LOSS(), top, dark)),
        "series": [
            {
                "id": "pairs",
                "type": "scatter",
                "data": _dots(sample, losses),
                "symbolSize": 12,
                "itemStyle": {"opacity": 0.6},
                "selectedMode": "single",
                "select": {"itemStyle": {"opacity": 1}},
                "tooltip": {"formatter": f"{DIGITS}<br>{DOT}"},
            },
            *curves,
            {**marks_at("chosen", ring, GREY, symbol="circle", size=24), "itemStyle": RING},
        ],
    }


def _dots(sample: Sample, losses: np.ndarray) -> list[list[float]]:
    """Of each pair: distance, loss, 1 if it is the same digit, its two digits, their places on the sheet."""
    same, distance = sample.same.astype(int), sample.distance.astype(np.float64).round(3)
    offsets = sheet_offsets(len(same))
    columns = (distance, losses.round(3), same, sample.left_digit, sample.right_digit, *offsets)
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def sheet_offsets(pairs: int) -> tuple[np.ndarray, ...]:
    """Where the left digits (x, y) and the right ones (x, y) of a sample lie on its sheet, in CSS pixels."""
    return tuple(
        -TILE * part
        for side in (0, 1)
        for part in np.divmod(side * pairs + np.arange(pairs), SHEET_COLUMNS)[::-1]
    )
