"""What all charts share, as parts of ECharts options: one colour for one meaning, lines and axes that look
alike.
"""

from __future__ import annotations

from typing import Any

Option = dict[str, Any]  # of ECharts

LEFT, RIGHT = "#0072B2", "#E69F00"
SAME, DIFFERENT = "#009E73", "#D55E00"
GREY = "#7f8794"  # lines of what is neither; seen on light and dark pages
PAGE = {False: "#ffffff", True: "#12161c"}  # a light and a dark page
# Colours of text, on a light and on a dark page; each at least 4.5:1 against it.
INK = {False: "#1c2430", True: "#e8ecf2"}
QUIET = {False: "#5a6472", True: "#a3adbb"}
SAME_TEXT = {False: "#00735a", True: "#2fcfa2"}
DIFFERENT_TEXT = {False: "#b04c00", True: "#ff9a52"}
PAPER = {dark: f"{page}f0" for dark, page in PAGE.items()}  # behind text that lies on something
# Ten colours that none of the app's meanings has, on a light and on a dark page; contrast is 4.5:1 or more.
DIGIT_COLOURS = {
    False: (
        *("#6b62bc", "#2f7694", "#247a6e", "#407b32", "#717219"),
        *("#886a23", "#ad505c", "#ae4985", "#855e9f", "#696e76"),
    ),
    True: (
        *("#8d83dc", "#3f9fc8", "#2f9e8f", "#619c52", "#929328"),
        *("#b08a2e", "#d5707d", "#c375a3", "#aa7aca", "#898e98"),
    ),
}


def luminance(colour: str) -> float:
    """How bright `#rrggbb` is, from 0 to 1: the relative luminance of WCAG 2.2."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, from 1 to 21; text needs 4.5 (WCAG 2.2, success criterion 1.4.3)."""
    darker, brighter = sorted((luminance(first), luminance(second)))
    return (brighter + 0.05) / (darker + 0.05)


def value_axis(name: str, low: float, high: float, gap: int, dark: bool) -> Option:
    """An axis with its name along its middle, `gap` pixels away from the line. `dark`: the page is."""
    return {
        "type": "value",
        "min": low,
        "max": high,
        "name": name,
        "nameLocation": "middle",
        "nameGap": gap,
        "nameTextStyle": {"fontSize": 14, "color": QUIET[dark]},
        "axisLabel": {"fontSize": 13, "color": QUIET[dark]},
    }


def line(
    code: str,
    data: list[list[float]],
    colour: str,
    dash: str = "solid",
    width: float = 3,
    name: str | None = None,
) -> Option:
    """A line through points (x, y) that answers to no pointer.

    Args:
        code: by which the chart knows it again when it changes.
        data: the points.
        colour, dash, width: of the line.
        name: how a legend and a tooltip call it; None where neither does.
    """
    return {
        "id": code,
        "name": name or code,
        "type": "line",
        "data": data,
        "showSymbol": False,
        "lineStyle": {"color": colour, "width": width, "type": dash},
        "itemStyle": {"color": colour},  # in the legend
        "emphasis": {"disabled": True},
        "silent": True,
    }


def upright(
    at: float,
    span: tuple[float, float],
    text: str,
    align: str,
    dash: str = "solid",
    colour: str = GREY,
    width: float = 2,
    row: int = 0,
) -> list[Option]:
    """A vertical line for a `markLine`, with its name above it.

    Args:
        at: where it stands.
        span: from where to where it goes.
        text: its name, which may use the style `strong`.
        align: `left` writes to the right of the line, `right` to its left, `center` above it.
        dash, colour, width: of the line.
        row: how many rows of names are below this one.
    """
    label = {
        "formatter": text,
        "position": "end",
        "align": align,
        "offset": [0, -19 * row],
        "fontSize": 13,
        "color": colour,
        "rich": {"strong": {"fontSize": 15, "fontWeight": "bold", "color": colour}},
    }
    style = {"color": colour, "width": width, "type": dash}
    return [{"coord": [at, span[0]], "label": label, "lineStyle": style}, {"coord": [at, span[1]]}]


def mark_lines(lines: list[Any], glide: int = 0) -> Option:
    """Lines that belong to a series; those that move take `glide` milliseconds."""
    return {"symbol": "none", "silent": True, "data": lines, "animationDurationUpdate": glide}
