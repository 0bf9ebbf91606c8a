"""Counting parameters, from the arrays of loaded twins."""

from __future__ import annotations

from dataclasses import dataclass

from siamese_core.designs import Traced, trace_branch, trace_head
from siamese_core.twins import Twins, Weights

BYTES = 4  # of a float32


@dataclass(frozen=True)
class Part:
    """A branch or the head: by which code, its layers and its weights."""

    code: str
    layers: list[Traced]
    weights: Weights

    @property
    def parameters(self) -> int:
        """How many numbers training has set in it."""
        return sum(array.size for array in self.weights.values())


def parts_of(twins: Twins) -> list[Part]:
    """The branch or the branches, then the head; a shared branch is one part."""
    layers = trace_branch(twins.design)
    branches = (
        [Part("branch", layers, twins.left)]
        if twins.left is twins.right
        else [Part("left_branch", layers, twins.left), Part("right_branch", layers, twins.right)]
    )
    return [*branches, Part("head", trace_head(twins.design), twins.head)]


def megabytes(parameters: int) -> float:
    """What the parameters take in memory, in millions of bytes."""
    return parameters * BYTES / 1e6


def layer_rows(part: Part) -> list[tuple[str, str, str, str]]:
    """Each layer of a part: its name, the shape that comes out, its count of parameters and how it arises."""
    rows = []
    for traced in part.layers:
        arrays = [part.weights[name] for name in traced.weights]
        rows.append(
            (
                traced.layer.name,
                " × ".join(map(str, traced.output_shape)),
                f"{sum(array.size for array in arrays):,}",
                " + ".join("*".join(map(str, array.shape)) for array in arrays),
            )
        )
    return rows
