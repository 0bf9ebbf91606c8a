"""What is computed, without a server: the forward pass, and the whole way from a canvas to a comparison."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from random import Random
from statistics import median
from time import perf_counter

import numpy as np

import siamese_core
from benchmarks.drawings import new_drawing
from benchmarks.effort import Effort
from benchmarks.report import Figure
from pages.parts.shared.comparing import embedding_of, kind_of_neighbours, looks_familiar, picture_of
from pages.parts.shared.drawing import SIDES, as_text
from siamese_core import DESIGNS, Twins, load_twins, rasterize
from siamese_core.designs import Conv, Dense, Traced, trace_branch, trace_detector, trace_head


def measure_forward(effort: Effort) -> Iterator[Figure]:
    """One pair through each design, beside the same matrix products alone."""
    return (forward_pass(load_twins(design, shared=True), effort.repeats) for design in DESIGNS)


def measure_familiar(effort: Effort) -> Iterator[Figure]:
    """Whether a new drawing looks like a digit, beside the same matrix products alone."""
    rng = Random(2)
    digits = iter([rasterize(new_drawing("left", rng)) for _ in range(effort.repeats + 1)])
    twins = load_twins(DESIGNS[0], shared=True)

    def look() -> None:
        siamese_core.looks_familiar(twins, "left", next(digits))

    found = in_turn(effort.repeats, look, multiplying(trace_detector()))
    yield Figure("looks like a digit, one drawing", "ms", *found, at_most=1.5)


def measure_comparing(effort: Effort) -> Iterator[Figure]:
    """A new drawing, from the canvas's message to the comparison, beside reading the message and the forward
    pass.
    """
    return (whole_way(load_twins(design, shared=True), effort.repeats) for design in DESIGNS)


def forward_pass(twins: Twins, repeats: int) -> Figure:
    """One pair of digits, compared."""
    rng = Random(1)
    left, right = (rasterize(new_drawing(side, rng)) for side in SIDES)
    return Figure(
        f"{twins.design.name}, one pair",
        "ms",
        *in_turn(repeats, lambda: twins.compare(left, right), products(twins)),
    )


def products(twins: Twins) -> Callable[[], None]:
    """The matrix products of one pair, of the same shapes, and nothing else: no patches, biases or
    activations.
    """
    branch, head = trace_branch(twins.design), trace_head(twins.design)
    return multiplying([*branch, *branch, *head])


def multiplying(layers: list[Traced]) -> Callable[[], None]:
    """The matrix products of these layers, for one picture."""
    rng = np.random.default_rng(1)
    factors = [
        (rng.random((rows, inner), np.float32), rng.random((inner, columns), np.float32))
        for rows, inner, columns in filter(None, map(product_of, layers))
    ]

    def multiply() -> None:
        for left, right in factors:
            np.matmul(left, right)

    return multiply


def product_of(traced: Traced) -> tuple[int, int, int] | None:
    """Rows, inner size and columns of a layer's matrix product, for one digit; None where it has none."""
    match traced.layer:
        case Conv(name=name):
            height, width, filters = traced.output_shape
            return height * width, int(np.prod(traced.weights[f"{name}/kernel"][:-1])), filters
        case Dense(name=name):
            inner, units = traced.weights[f"{name}/kernel"]
            return 1, inner, units
    return None


def whole_way(twins: Twins, repeats: int) -> Figure:
    """What a stroke on the left makes the home page compute; the right digit is known already."""
    rng = Random(twins.design.name)  # drawings of its own: what is known already costs nothing
    messages = [json.dumps(new_drawing("left", rng)) for _ in range(repeats + 1)]
    digits = [rasterize(json.loads(message))[np.newaxis] for message in messages]
    right = twins.embed_right(rasterize(new_drawing("right", rng))[np.newaxis])[0]
    to_come, known = iter(messages), iter(zip(messages, digits, strict=True))

    def compare_drawing() -> None:
        picture = picture_of(as_text(json.loads(next(to_come))))
        twins.compare_embeddings(embedding_of(twins, "left", picture), right)
        looks_familiar(twins, "left", picture)
        kind_of_neighbours(twins, "left", picture)

    def compare_digit() -> None:
        message, digit = next(known)
        json.loads(message)
        twins.compare_embeddings(twins.embed_left(digit)[0], right)

    return Figure(
        f"{twins.design.name}, one new drawing", "ms", *in_turn(repeats, compare_drawing, compare_digit)
    )


def in_turn(repeats: int, *steps: Callable[[], object]) -> list[float]:
    """The median milliseconds that each step takes. They take turns; the first time does not count."""
    took: list[list[float]] = [[] for _ in steps]
    for _ in range(repeats + 1):
        for times, step in zip(took, steps, strict=True):
            started = perf_counter()
            step()
            times.append(1e3 * (perf_counter() - started))
    return [median(times[1:]) for times in took]
