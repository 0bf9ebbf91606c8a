"""The charts that follow the threshold, as ECharts options.

Streamlit mounts a Plotly chart anew whenever its figure changes, which blinks at every step of the slider; an
ECharts chart stays. What is drawn here is at most a few hundred points.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pages.parts.shared.charts import (
    DIFFERENT,
    DIFFERENT_TEXT,
    GREY,
    INK,
    PAPER,
    QUIET,
    SAME,
    SAME_TEXT,
    Option,
    upright,
    value_axis,
)
from pages.parts.verification import words
from siamese_core.verification import Confusion

PALE = f"{GREY}50"  # level lines
TEXT = {"same": SAME_TEXT, "different": DIFFERENT_TEXT}
HEADROOM = 1.45  # above the highest bar there is room for two lines of text
TICKS = (10, 100, 1_000, 10_000)


def histogram_chart(
    histogram: dict[str, Any],
    confusion: Confusion,
    threshold: float,
    marks: dict[str, float],
    pair: tuple[str, float],
    accepts_below: bool,
    magnified: bool,
    dark: bool,
) -> Option:
    """Same test pairs above the axis, different ones below it, cut by the threshold into right and wrong
    answers.

    Args:
        histogram: of a model card: `end`, and the counts `same` and `different` in bins of equal width from 0
            to `end`.
        confusion: counts for the four parts.
        threshold: where the line stands.
        marks: other thresholds worth a mark, by code.
        pair: whether the pair on the page was `drawn` or is the `example`, and its value; beyond `end` it
            stands at the end.
        accepts_below: whether values up to the threshold are called the same; otherwise those from it on.
        magnified: bars grow with the logarithm of their count, so that few pairs are seen beside many.
        dark: whether the page is.
    """
    end, ink = histogram["end"], INK[dark]
    whose, value = pair
    at = min(value, end)
    height = {kind: _height(np.array(histogram[kind]), magnified) for kind in ("same", "different")}
    highest = max(values.max() for values in height.values())
    top = float(highest * HEADROOM)
    series: list[Option] = []
    for kind, sign, colour in (("same", 1, SAME), ("different", -1, DIFFERENT)):
        for low, high, called_same in ((0.0, threshold, accepts_below), (threshold, end, not accepts_below)):
            wrong = called_same != (kind == "same")
            data = _steps(sign * height[kind], end, low, high)
            series.append(
                _area(f"{kind}, called {'same' if called_same else 'different'}", data, colour, strong=wrong)
            )
    series += _corner_labels(confusion, end, top, accepts_below, dark)
    series[0]["markLine"] = {
        "symbol": "none",
        "silent": True,
        "data": [
            *_count_lines(int(max(max(histogram[kind]) for kind in height)), magnified, dark),
            *(
                upright(mark, (-top, top), words.MARKS[code](value=mark), side, "dotted", ink, 1.5)
                for code, mark, side in _sided(marks)
            ),
            upright(
                threshold,
                (-top, top),
                _strong(words.THRESHOLD_AT(value=f"{threshold:.2f}")),
                _align(threshold, end),
                "solid",
                ink,
                3,
                1,
            ),
            upright(
                at,
                (-top, top),
                _strong(words.PAIR_AT[whose](value=value)),
                _align(at, end),
                "dashed",
                ink,
                1,
                2,
            ),
        ],
    }
    series.append(
        {
            "id": "pair",
            "type": "scatter",
            "data": [[at, 0]],
            "symbol": "diamond",
            "symbolSize": 22,
            "itemStyle": {"color": ink, "borderColor": PAPER[not dark], "borderWidth": 2},
            "silent": True,
            "z": 9,
        }
    )
    return {
        "animation": False,
        "grid": {"left": 8, "right": 16, "top": 64, "bottom": 4},
        "tooltip": {"show": False},
        "legend": {"show": False},
        "xAxis": {
            **value_axis(
                words.DECIDES["distance" if accepts_below else "probability"](),
                0,
                end,
                gap=28,
                dark=dark,
            ),
            "splitLine": {"show": False},
            "axisLine": {"onZero": False},
        },
        "yAxis": {
            **value_axis(_both_kinds(), -top, top, 50, dark),
            "nameTextStyle": {
                "rich": {
                    kind: {"fontSize": 15, "fontWeight": "bold", "color": colour[dark]}
                    for kind, colour in TEXT.items()
                }
            },
            "axisLabel": {"show": False},
            "splitLine": {"show": False},
            "axisTick": {"show": False},
        },
        "series": series,
    }


def _strong(text: str) -> str:
    """A text in the style `strong`."""
    return f"{{strong|{text}}}"


def _both_kinds() -> str:
    """What stands below the axis and above it, each in its style."""
    return "       ".join(f"{{{kind}|{words.PAIRS[kind]}}}" for kind in ("different", "same"))


def _height(counts: np.ndarray, magnified: bool) -> np.ndarray:
    return np.log10(1 + counts) if magnified else counts.astype(np.float64)


def _steps(heights: np.ndarray, end: float, low: float, high: float) -> list[list[float]]:
    """The outline of the bars between two values, to be drawn with a step at the end of every point."""
    edges = np.linspace(0, end, len(heights) + 1)
    inside = edges[(edges > low) & (edges < high)]
    x = np.concatenate([[low], inside, [high]])
    bins = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, len(heights) - 1)
    bins[-1] = bins[-2]  # the last bar ends here
    return np.column_stack([x, heights[bins]]).round(4).tolist()


def _area(name: str, data: list[list[float]], colour: str, strong: bool) -> Option:
    return {
        "id": name,
        "name": name,
        "type": "line",
        "step": "end",
        "data": data,
        "showSymbol": False,
        "lineStyle": {"color": colour, "width": 1.5 if strong else 1},
        "itemStyle": {"color": colour},
        "areaStyle": {"color": colour, "opacity": 0.95 if strong else 0.28, "origin": 0},
        "emphasis": {"disabled": True},
        "silent": True,
    }


def _corner_labels(
    confusion: Confusion, end: float, top: float, accepts_below: bool, dark: bool
) -> list[Option]:
    """In each quarter of the chart, how many pairs it holds and what became of them."""
    quarters = (
        (True, True, f"✓ {confusion.true_accepts:,}", "true_accepts"),
        (True, False, f"✗ {confusion.false_rejects:,}", "false_rejects"),
        (False, True, f"✗ {confusion.false_accepts:,}", "false_accepts"),
        (False, False, f"✓ {confusion.true_rejects:,}", "true_rejects"),
    )
    labels = []
    for same, called_same, count, meaning in quarters:
        left = called_same == accepts_below
        label = {
            "show": True,
            "position": "right" if left else "left",
            "formatter": f"{_strong(count)}\n{words.QUARTERS[meaning]}",
            "align": "left" if left else "right",
            "verticalAlign": "top" if same else "bottom",
            "fontSize": 13,
            "lineHeight": 18,
            "color": INK[dark],
            "backgroundColor": PAPER[dark],
            "borderRadius": 4,
            "rich": {
                "strong": {
                    "fontSize": 16,
                    "fontWeight": "bold",
                    "color": TEXT["same" if same else "different"][dark],
                }
            },
        }
        place = [0 if left else end, top * 0.98 if same else -top * 0.98]
        labels.append(_text(meaning, place, label))
    return labels


def _text(name: str, place: list[float], label: Option) -> Option:
    return {
        "id": name,
        "type": "scatter",
        "symbolSize": 0.01,
        "data": [place],
        "label": label,
        "itemStyle": {"opacity": 1},  # of the text, too
        "silent": True,
        "z": 8,
    }


def _count_lines(most: int, magnified: bool, dark: bool) -> list[Option]:
    """Level lines at round counts on both sides of the axis."""
    unit = 10 ** int(np.log10(most))
    counts = (
        [tick for tick in TICKS if tick <= most]
        if magnified
        else list(range(unit, most + 1, unit if most > 2 * unit else unit // 2))
    )
    return [
        {
            "yAxis": float(sign * _height(np.array(count), magnified)),
            "label": {"formatter": f"{count:,}", "position": "start", "color": QUIET[dark], "fontSize": 13},
            "lineStyle": {"color": PALE, "width": 1, "type": "solid"},
        }
        for count in counts
        for sign in (1, -1)
    ]


def _sided(marks: dict[str, float]) -> list[tuple[str, float, str]]:
    """Each mark with the side of its line on which its name stands: away from the other one."""
    middle = float(np.mean(list(marks.values())))
    return [(code, value, "left" if value >= middle else "right") for code, value in marks.items()]


def _align(at: float, end: float) -> str:
    """How a name stands above its line without leaving the chart."""
    return "left" if at < 0.15 * end else "right" if at > 0.85 * end else "center"
