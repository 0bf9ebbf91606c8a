"""Figures: what was measured, beside its floor and its goal; as a table and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

PACKAGES = ("streamlit", "streamlit-drawable-canvas", "numpy", "playwright", "websockets")


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes:
        what: was measured.
        unit: of `value` and `floor`.
        value: of the app.
        floor: the same of the least that would have to be done; measured in the same run.
        at_most: the goal for `value`.
        ratio_at_most: the goal for `ratio`.
    """

    what: str
    unit: str
    value: float
    floor: float | None = None
    _: KW_ONLY
    at_most: float | None = None
    ratio_at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times its floor the app takes."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the goals are met; None where there are none."""
        goals = [(self.value, self.at_most), (self.ratio, self.ratio_at_most)]
        met = [found <= limit for found, limit in goals if found is not None and limit is not None]
        return all(met) if met else None

    @property
    def goal(self) -> str:
        """The goals and whether they are met, in words."""
        limits = []
        if self.ratio_at_most is not None:
            limits.append(f"{self.ratio_at_most:g}x")
        if self.at_most is not None:
            limits.append(f"{self.at_most:g} {self.unit}")
        return f"at most {' and '.join(limits)}: {'met' if self.met else 'MISSED'}" if limits else ""

    def as_json(self) -> dict[str, Any]:
        """Everything about this figure."""
        return {**vars(self), "ratio": self.ratio, "goal": self.goal, "met": self.met}


def heading(name: str) -> str:
    """The line above the figures of a measure."""
    return f"\n{name:<52}{'app':>12}{'floor':>12}{'ratio':>8}  goal"


def line(figure: Figure) -> str:
    """A figure as a line of the table."""
    floor = "" if figure.floor is None else f"{amount(figure.floor)} {figure.unit}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
    value = f"{amount(figure.value)} {figure.unit}"
    return f"  {figure.what:<50}{value:>12}{floor:>12}{ratio:>8}  {figure.goal}".rstrip()


def amount(value: float) -> str:
    """A number with three digits, or all before the decimal point."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def machine() -> dict[str, Any]:
    """What the figures were measured on, and when."""
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def quantile(values: Iterable[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
