"""Numbers as the pages write them."""

from __future__ import annotations

from collections.abc import Sequence

from pages.parts.shared.language import say
from siamese_core.twins import Comparison, Twins


def deciding(comparison: Comparison) -> float:
    """The number that is held against the threshold: the probability, or the distance."""
    return comparison.distance if comparison.probability is None else comparison.probability


def decided_by(twins: Twins) -> str:
    """What is held against the threshold, as a code."""
    return "probability" if twins.design.metric_network else "distance"


def number(value: float) -> str:
    """A distance or probability; only what is exactly 0 is written as 0."""
    return "0" if value == 0 else f"{value:.3f}"


def per_cent(share: float, decimals: int) -> str:
    """A share from 0 to 1. Only none is written as 0%, and only all as 100%."""
    if share in (0, 1):
        return f"{100 * share:.0f}%"
    least = 10.0**-decimals
    if 100 * share <= least / 2:
        return say("under {per_cent:.{decimals}f}%", per_cent=least, decimals=decimals)
    if 100 * share >= 100 - least / 2:
        return say("over {per_cent:.{decimals}f}%", per_cent=100 - least, decimals=decimals)
    return f"{100 * share:.{decimals}f}%"


def percent(share: float) -> str:
    """A share in words or per cent, with a decimal where it comes near to all or nothing."""
    if share in (0, 1):
        return say("all") if share else say("none")
    return per_cent(share, 0 if 0.01 <= share <= 0.99 else 1)


def with_interval(accuracy: float, interval: Sequence[float]) -> str:
    """An accuracy with the 95% interval around it, all shares from 0 to 1."""
    low, high = interval
    share = per_cent(accuracy, 2)
    return say("{share} ({low:.2f}–{high:.2f}%)", share=share, low=100 * low, high=100 * high)


def with_article(digit: int) -> str:
    """A digit after its article, where the language has one: a 4, an 8."""
    return say("an {digit}", digit=8) if digit == 8 else say("a {digit}", digit=digit)


def overlap(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether two intervals have a value in common: then a test cannot tell which of the two is larger."""
    return max(first[0], second[0]) <= min(first[1], second[1])
