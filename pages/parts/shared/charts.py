"""What all charts share: one colour for one meaning, and axes that look alike."""

from __future__ import annotations

from typing import Any

Option = dict[str, Any]  # of ECharts

LEFT, RIGHT = "#0072B2", "#E69F00"
SAME, DIFFERENT = "#009E73", "#D55E00"
GREY = "#7f8794"  # what is neither; can be read on light and dark pages


def value_axis(name: str, low: float, high: float, gap: int) -> Option:
    """An axis with its name along its middle, `gap` pixels away from the line."""
    return {
        "type": "value",
        "min": low,
        "max": high,
        "name": name,
        "nameLocation": "middle",
        "nameGap": gap,
        "nameTextStyle": {"fontSize": 14},
        "axisLabel": {"fontSize": 13},
    }
