"""Numbers as the pages write them."""

from __future__ import annotations

import math

from siamese_core.twins import Comparison, Twins


def deciding(comparison: Comparison) -> float:
    """The number that is held against the threshold: the probability, or the distance."""
    return comparison.distance if comparison.probability is None else comparison.probability


def decided_by(twins: Twins) -> str:
    """What is held against the threshold."""
    return "probability" if twins.design.metric_network else "distance"


def number(value: float) -> str:
    """A distance or probability; only what is exactly 0 is written as 0."""
    return "0" if value == 0 else f"{value:.3f}"


def percent(share: float) -> str:
    """A share in words or per cent, with a decimal where it comes near to all or nothing."""
    if share in (0, 1):
        return "all" if share else "none"
    return f"{100 * share:.0f}%" if 0.01 <= share <= 0.99 else f"{100 * share:.1f}%"


def between(low: float, high: float) -> str:
    """A range of distances or probabilities in words."""
    return f"above {low:.3f}" if math.isinf(high) else f"from {low:.3f} to {high:.3f}"
