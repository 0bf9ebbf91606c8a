"""Digits that nobody has drawn before: the app's examples, bent a little."""

from __future__ import annotations

from random import Random

from pages.parts.shared.examples import STROKES, Drawing, example_drawing

BEND = 4.0  # canvas pixels: standard deviation of what is added to every coordinate


def new_drawing(side: str, rng: Random, example: str = "") -> Drawing:
    """A drawing as a side's canvas sends it: of one of the examples, any if none is named."""
    drawing = example_drawing(example or rng.choice(tuple(STROKES)), side)
    bent = [
        {
            **item,
            "path": [
                [name, *(rng.gauss(number, BEND) for number in numbers)] for name, *numbers in item["path"]
            ],
        }
        for item in drawing["objects"]
    ]
    return {**drawing, "objects": bent}


def new_stroke(rng: Random) -> list[tuple[int, int]]:
    """A stroke for a mouse: points in canvas pixels."""
    numbers = [round(rng.gauss(number, BEND)) for number in rng.choice(rng.choice(tuple(STROKES.values())))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
