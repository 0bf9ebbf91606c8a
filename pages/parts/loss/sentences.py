"""What the page on the contrastive loss says of a pair: in words, and in the formula. Markdown."""

from __future__ import annotations

from pages.parts.loss.charts import margin_text
from pages.parts.loss.numbers import Convention, Cost, cost
from pages.parts.shared.numbers import number
from siamese_core import Twins


def what_these_twins_know(twins: Twins) -> str:
    """What the hinge and the margin are in the case of these twins."""
    trained = (
        f"These twins were trained with margin {twins.design.margin:g}; the slider asks what a margin would "
        "cost and trains nothing."
        if twins.design.margin
        else "These twins know no margin; the slider asks what a margin would cost and trains nothing."
    )
    return (
        "The hinge is where the curve of different digits comes down to 0: at the margin. "
        f"{trained} The margin belongs to training; the threshold, on *Draw and compare*, belongs to the "
        "decision."
    )


def costs_in_words(distance: float, margin: float) -> str:
    """What a pair costs if it is the same digit and if not, and what training does with it."""
    same, different = cost(True, distance, margin), cost(False, distance, margin)
    return (
        f"> :green[**If they are the same digit:** loss **{number(same.loss)}**]\n>\n"
        f"> {_movement(same, 'at distance 0 there is nothing left to gain')}\n\n"
        f"> :red[**If they are different digits:** loss **{number(different.loss)}**]\n>\n"
        f"> {_movement(different, 'beyond the margin they cost nothing')}"
    )


def _movement(found: Cost, why_alone: str) -> str:
    if found.slope == 0:
        return f"They are **{found.movement}**: {why_alone}."
    return f"They are **{found.movement}**, down the curve, whose slope is {_signed(found.slope)} here."


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def formula_with_numbers(distance: float, margin: float, convention: Convention) -> str:
    """The formula, what its letters mean, and the pair's numbers put in."""
    beyond = rf"\max({margin_text(margin)} - {number(distance)},\,0)^2"
    same, different = (number(cost(kind, distance, margin).loss) for kind in (True, False))
    return (
        f"${convention.formula}$\n\n"
        "L is the loss, d the distance, m the margin and y what the pair is: "
        f"y = {convention.y_same} means the same digit, {convention.source}.\n\n"
        f"If they are the same digit (y = {convention.y_same}): "
        rf"$L = 1 \cdot {number(distance)}^2 + 0 \cdot {beyond} = {same}$"
        "\n\n"
        f"If they are different digits (y = {convention.y_different}): "
        rf"$L = 0 \cdot {number(distance)}^2 + 1 \cdot {beyond} = {different}$"
    )
