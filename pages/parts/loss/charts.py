"""The charts that follow the margin, as ECharts options.

Streamlit mounts a Plotly chart anew whenever its figure changes, which blinks at every step of the slider; an
ECharts chart stays and glides. The charts that stand still are Plotly figures, in `figures`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pages.parts.loss.numbers import MARGIN_RANGE, MARGINS, Convention, MeanLoss, Sample, cost
from pages.parts.shared.charts import DIFFERENT, GREY, SAME, Option, line, mark_lines, upright, value_axis
from pages.parts.shared.pictures import SHEET_COLUMNS, TILE
from siamese_core.losses import contrastive_loss, different_term, same_term
from siamese_core.remembering import remembered

DASH = {SAME: "solid", DIFFERENT: "dashed", GREY: "dotted"}
SYMBOL = {SAME: "circle", DIFFERENT: "diamond", GREY: "rect"}
GLIDE = 250  # milliseconds
POINTS = 49  # of a curve
ZOOMS = (
    (1.5, 1.6, 2.5),
    (2.2, 2.4, 5.0),
    (3.1, 3.2, 10.0),
)  # up to a distance or margin: where both axes end
STEP_SHOWN = 0.15  # an arrow is what one step of training would move the distance at this learning rate
COLUMNS, ROWS = 32, 24  # of the heat map: distances, margins
LANDSCAPE = ["#ffffff", "#f0a878", DIFFERENT, "#5c2600"]  # no loss to the highest; no loss is as the page
LANDSCAPE_ON_DARK = ["#12161c", "#7a3a10", DIFFERENT, "#ffc9a0"]
HALF_ROW = (MARGIN_RANGE[1] - MARGIN_RANGE[0]) / (ROWS - 1) / 2
DIGITS = "".join(
    f'<i class="sheet_digit" style="background-position:{{@[{x}]}}px {{@[{x + 1}]}}px"></i>' for x in (5, 7)
)
GRID = {"left": 8, "right": 20, "top": 60, "bottom": 4}  # pixels around the axes and their names
RING = {"color": "rgba(0,0,0,0)", "borderColor": GREY, "borderWidth": 3}


def axis_ends(distance: float, margin: float) -> tuple[float, float]:
    """Where the distance axis and the loss axis end. Few different ends, so that the curves move and not the
    axes.
    """
    farthest = max(distance, margin)
    beyond = float(np.ceil(farthest + 0.2)), round_up(farthest**2)
    return next(((end, top) for reach, end, top in ZOOMS if farthest <= reach), beyond)


def loss_over_distance_chart(distance: float, margin: float, convention: Convention) -> Option:
    """Both curves, the hinge, the margin, and the pair on both with the way training moves it."""
    end, top = axis_ends(distance, margin)
    x = np.linspace(0, end, POINTS)
    same, different = cost(True, distance, margin), cost(False, distance, margin)
    beside = "left" if distance > margin else "right"  # the margin's label; the pair's is on the other side
    other = {"left": "right", "right": "left"}[beside]
    marks = [
        _upright(margin, top, f"margin {margin_text(margin)}", beside, dash="dashed"),
        _upright(distance, top, f"this pair {distance:.3f}", other, dash="solid"),
    ]
    arrows = [
        _arrow(distance, distance - STEP_SHOWN * each.slope, each.loss, colour, end)
        for each, colour in ((same, SAME), (different, DIFFERENT))
    ]
    names = series_names(convention)
    return {
        **_frame(legend=list(names)),
        "grid": GRID,
        "tooltip": {"trigger": "axis", "valueFormatter": "%.3f"},
        "xAxis": _across("distance d between the two embeddings", end),
        "yAxis": _up("loss L", top),
        "series": [
            _curve(names[0], x, same_term(x), SAME),
            {
                **_curve(names[1], x, different_term(x, margin), DIFFERENT),
                "markLine": mark_lines(marks, GLIDE),
            },
            _points(
                "hinge", [(margin, 0.0)], GREY, symbol="emptyDiamond", size=14, label="hinge", beside=beside
            ),
            _points("pair, if same", [(distance, same.loss)], SAME, size=17),
            _points("pair, if different", [(distance, different.loss)], DIFFERENT, size=19),
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


def series_names(convention: Convention) -> tuple[str, str]:
    """What the two curves are called: colour alone would not tell them apart."""
    return f"same digit (y = {convention.y_same})", f"different digits (y = {convention.y_different})"


def pair_over_margin_chart(distance: float, margin: float) -> Option:
    """What the pair costs at every margin, as a same and as a different one."""
    curves = {
        SAME: np.full(len(MARGINS), same_term(distance)),
        DIFFERENT: different_term(distance, MARGINS),
    }
    now = {SAME: cost(True, distance, margin).loss, DIFFERENT: cost(False, distance, margin).loss}
    return _over_margin_chart(
        {SAME: "if same", DIFFERENT: "if different"}, curves, now, margin, "loss of the pair"
    )


def mean_over_margin_chart(mean: MeanLoss, margin: float) -> Option:
    """What all test pairs cost on average at every margin: the same pairs' part, the different pairs' part,
    their sum.
    """
    curves = {SAME: mean.same, DIFFERENT: mean.different, GREY: mean.total}
    now = {colour: float(np.interp(margin, MARGINS, values)) for colour, values in curves.items()}
    names = {SAME: "same pairs’ part", DIFFERENT: "different pairs’ part", GREY: "sum"}
    return _over_margin_chart(names, curves, now, margin, "mean loss of all test pairs")


def _over_margin_chart(
    names: dict[str, str], curves: dict[str, np.ndarray], now: dict[str, float], margin: float, title: str
) -> Option:
    top = round_up(max(values.max() for values in curves.values()))
    series = [_curve(names[colour], MARGINS, values, colour) for colour, values in curves.items()]
    beside = "left" if margin > np.mean(MARGIN_RANGE) else "right"
    mark = _upright(margin, top, f"margin {margin_text(margin)}", beside, dash="dashed")
    series[0]["markLine"] = mark_lines([mark], GLIDE)
    series += [
        _points(f"{names[colour]} now", [(margin, value)], colour, size=15) for colour, value in now.items()
    ]
    return {
        **_frame(legend=list(names.values())),
        "grid": GRID,
        "tooltip": {"trigger": "axis", "valueFormatter": "%.3f"},
        "xAxis": _across("margin m", MARGIN_RANGE[1]),
        "yAxis": _up(title, top),
        "series": series,
    }


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
    return {
        **_frame(),
        "grid": {"left": 8, "right": 20, "top": 28, "bottom": 64},
        "tooltip": {"trigger": "item"},
        "visualMap": {
            "type": "continuous",
            "seriesIndex": 0,
            "dimension": 2,
            "min": 0,
            "max": MARGIN_RANGE[1] ** 2,
            "text": [f"{MARGIN_RANGE[1] ** 2:.0f}", "loss 0"],
            "textStyle": {"fontSize": 13},
            "orient": "horizontal",
            "left": "center",
            "bottom": 6,
            "itemHeight": 200,
            "itemWidth": 12,
            "inRange": {"color": LANDSCAPE_ON_DARK if dark else LANDSCAPE},
        },
        "xAxis": [
            {**blank, "data": list(range(COLUMNS))},
            {**_across("distance d", end), "position": "bottom"},
        ],
        "yAxis": [
            {**blank, "data": list(range(ROWS))},
            {**_up("margin m", high, low), "position": "left", **_no_end_labels()},
        ],
        "series": [
            {
                "id": "landscape",
                "type": "heatmap",
                "data": _landscape(end),
                "tooltip": {"formatter": "distance {@[3]}, margin {@[4]}<br>loss of a different pair {@[2]}"},
                "animation": False,
            },
            {
                **_line("d = m", [(low, low), (end, end)]),
                **overlay,
                "markPoint": {
                    "symbolSize": 0,
                    "silent": True,
                    "data": [{"coord": [0.8 * end, 0.1 * high]}],
                    "label": {"formatter": "d > m: no loss", "fontSize": 13, "color": GREY},
                },
            },
            {
                **_line("this margin", [(0, margin), (end, margin)]),
                **overlay,
                "endLabel": _end_label("this margin", -76, -12),
            },
            {
                **_line("this pair", [(distance, low), (distance, high)]),
                **overlay,
                "endLabel": _end_label("this pair", -4, -12),
            },
            {**_points("pair", [(distance, margin)], DIFFERENT, size=17), **overlay},
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


def sample_chart(sample: Sample, chosen: int, margin: float, convention: Convention) -> Option:
    """Test pairs as dots on the curves, the `chosen` one ringed. A dot shows its digits where the pointer
    rests.

    The first series are the dots, in the sample's order.
    """
    end, _ = axis_ends(float(sample.distance.max()), margin)
    x = np.linspace(0, end, POINTS)
    losses = contrastive_loss(sample.same.astype(float), sample.distance, margin)
    names = series_names(convention)
    curves = [
        _curve("curve same", x, same_term(x), SAME),
        _curve("curve different", x, different_term(x, margin), DIFFERENT),
    ]
    for curve in curves:
        curve |= {
            "silent": True,
            "lineStyle": {**curve["lineStyle"], "width": 1.5, "opacity": 0.6},
            "tooltip": {"show": False},
        }
    top = max(float(losses.max()), margin**2) * 1.05
    mark = _upright(
        margin, top, f"margin {margin_text(margin)}", "left" if margin > end / 2 else "right", dash="dashed"
    )
    curves[1]["markLine"] = mark_lines([mark], GLIDE)
    ring = [(float(sample.distance[chosen]), float(losses[chosen]))]
    return {
        **_frame(),
        "grid": GRID,
        "tooltip": {"trigger": "item", "confine": True},
        "visualMap": {
            "type": "piecewise",
            "seriesIndex": 0,
            "dimension": 2,
            "pieces": [
                {"value": convention.y_same, "label": names[0], "color": SAME, "symbol": SYMBOL[SAME]},
                {
                    "value": convention.y_different,
                    "label": names[1],
                    "color": DIFFERENT,
                    "symbol": SYMBOL[DIFFERENT],
                },
            ],
            "orient": "horizontal",
            "left": 8,
            "top": 0,
            "selectedMode": False,
            "inverse": convention.y_same == 1,  # else they are listed by y
            "textStyle": {"fontSize": 14},
        },
        "xAxis": _across("distance d", end),
        "yAxis": {**_up("loss L", top), **_no_end_labels()},
        "series": [
            {
                "id": "pairs",
                "type": "scatter",
                "data": _dots(sample, losses, convention),
                "symbolSize": 12,
                "itemStyle": {"opacity": 0.6},
                "selectedMode": "single",
                "select": {"itemStyle": {"opacity": 1}},
                "tooltip": {
                    "formatter": f"{DIGITS}<br>{{@[3]}} and {{@[4]}}: y = {{@[2]}}"
                    "<br>distance {@[0]}<br>loss {@[1]}"
                },
            },
            *curves,
            {**_points("chosen", ring, GREY, symbol="circle", size=24), "itemStyle": RING},
        ],
    }


def _dots(sample: Sample, losses: np.ndarray, convention: Convention) -> list[list[float]]:
    """Of each pair: distance, loss, y, its two digits, and where they lie on the sheet."""
    label = np.where(sample.same, convention.y_same, convention.y_different)
    offsets = sheet_offsets(len(label))
    columns = (sample.distance, losses.round(3), label, sample.left_digit, sample.right_digit, *offsets)
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def sheet_offsets(pairs: int) -> tuple[np.ndarray, ...]:
    """Where the left digits (x, y) and the right ones (x, y) of a sample lie on its sheet, in CSS pixels."""
    return tuple(
        -TILE * part
        for side in (0, 1)
        for part in np.divmod(side * pairs + np.arange(pairs), SHEET_COLUMNS)[::-1]
    )


def round_up(value: float) -> float:
    """The next number that an axis may well end with: 1, 1.5, 2 and so on to 10, at any scale."""
    unit = 10.0 ** np.floor(np.log10(value))
    return float(np.ceil(value / unit * 2) / 2 * unit)


def margin_text(margin: float) -> str:
    """A margin as its slider shows it; with three decimals where a link asks for that."""
    return f"{margin:.2f}" if round(margin, 2) == round(margin, 6) else f"{margin:.3f}"


def _frame(legend: list[str] | None = None) -> Option:
    shown = {
        "data": legend,
        "left": 44,
        "top": 0,
        "itemWidth": 34,
        "textStyle": {"fontSize": 14},
        "selectedMode": False,
    }
    return {
        "animationDuration": 0,
        "animationDurationUpdate": GLIDE,
        "animationEasingUpdate": "cubicOut",
        "legend": shown if legend else {"show": False},
        "textStyle": {"fontSize": 14},
    }


def _across(name: str, end: float) -> Option:
    return value_axis(name, 0, end, gap=28)


def _up(name: str, end: float, start: float = 0) -> Option:
    return value_axis(name, start, end, gap=36)


def _no_end_labels() -> Option:
    """For an axis that does not end on round numbers."""
    return {"axisLabel": {"fontSize": 13, "showMinLabel": False, "showMaxLabel": False}}


def _curve(name: str, x: np.ndarray, y: ArrayLike, colour: str) -> Option:
    data = _xy(x, np.broadcast_to(np.asarray(y), x.shape))
    return {**line(name, data, colour, DASH[colour], 3.5), "symbol": SYMBOL[colour], "silent": False}


def _xy(x: np.ndarray, y: np.ndarray) -> list[list[float]]:
    return np.column_stack([x, y]).round(4).tolist()


def _line(name: str, points: list[tuple[float, float]]) -> Option:
    return {**line(name, [list(point) for point in points], GREY, width=1.5), "tooltip": {"show": False}}


def _end_label(text: str, right: int, down: int) -> Option:
    return {"show": True, "formatter": text, "fontSize": 13, "color": GREY, "offset": [right, down]}


def _points(
    name: str,
    points: list[tuple[float, float]],
    colour: str,
    symbol: str = "",
    size: int = 13,
    label: str = "",
    beside: str = "",
) -> Option:
    return {
        "id": name,
        "name": name,
        "type": "scatter",
        "data": [list(point) for point in points],
        "symbol": symbol or SYMBOL[colour],
        "symbolSize": size,
        "itemStyle": {"color": colour, "borderColor": "#fff", "borderWidth": 1.5},
        "label": {
            "show": bool(label),
            "formatter": label,
            "position": beside or "top",
            "fontSize": 13,
            "offset": [0, -12],
        },
        "tooltip": {"show": False},
        "silent": True,
        "z": 5,
    }


def _upright(at: float, top: float, text: str, side: str, dash: str) -> list[Option]:
    """A vertical line from the axis to the top with its name on one side."""
    return upright(at, (0, top), text, "right" if side == "left" else "left", dash)


def _arrow(start: float, end: float, height: float, colour: str, axis: float) -> list[Option] | None:
    """A horizontal arrow from the pair to where training moves it; named where the axis has room."""
    length = abs(end - start) / axis
    if length < 0.015:  # the pair's own mark would hide it
        return None
    name: Option = {
        "show": length > 0.05,
        "formatter": "pull" if end < start else "push",
        "position": "end",
        "distance": 4,
    }
    name |= {"color": colour, "fontSize": 14, "fontWeight": "bold", "offset": [0, -7]}
    line = {"color": colour, "width": 4, "type": "solid"}
    return [
        {"coord": [start, height], "symbol": "none", "label": name, "lineStyle": line},
        {"coord": [max(end, 0.0), height], "symbol": "arrow", "symbolSize": 14},
    ]
