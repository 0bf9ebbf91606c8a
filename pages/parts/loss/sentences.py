"""What the page on the contrastive loss says of a pair and of margins: in words, in the formula, in a table.

Markdown.
"""

from __future__ import annotations

import numpy as np

from pages.parts.loss.charts import margin_text
from pages.parts.loss.numbers import CONVENTIONS, Cost, TrainedMargin, cost
from pages.parts.loss.words import (
    CANNOT_TELL,
    DIFFERENT_MOVES,
    IF_DIFFERENT,
    IF_SAME,
    LETTERS,
    MARGIN,
    RIGHT,
    SAME_MOVES,
    VARIES,
)
from pages.parts.shared.language import Text, paragraph, say
from pages.parts.shared.lessons import HOME
from pages.parts.shared.numbers import number, overlap, with_interval
from siamese_core import Twins


def what_these_twins_know(twins: Twins) -> str:
    """What the hinge and the margin are in the case of these twins."""
    trained = (
        say(
            "These twins were trained with margin {margin:g}; the slider asks what a margin would cost and "
            "trains nothing.",
            margin=twins.design.margin,
        )
        if twins.design.margin
        else say("These twins know no margin; the slider asks what a margin would cost and trains nothing.")
    )
    return paragraph(
        say("The hinge is where the curve of different digits comes down to 0: at the margin."),
        trained,
        say(
            "The margin belongs to training; the threshold, on *{page}*, belongs to the decision.",
            page=HOME.title,
        ),
    )


def costs_in_words(distance: float, margin: float) -> str:
    """What a pair costs if it is the same digit and if not, and what training does with it."""
    same, different = cost(True, distance, margin), cost(False, distance, margin)
    return (
        f"> :green[{IF_SAME(loss=number(same.loss))}]\n>\n> {_movement(same, SAME_MOVES)}\n\n"
        f"> :red[{IF_DIFFERENT(loss=number(different.loss))}]\n>\n> {_movement(different, DIFFERENT_MOVES)}"
    )


def _movement(found: Cost, moves: dict[str, Text]) -> str:
    return moves[found.movement](slope=_signed(found.slope))


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def formula_with_numbers(distance: float, margin: float, code: str) -> str:
    """The formula, what its letters mean, and the pair's numbers put in. `code`: of the convention."""
    convention = CONVENTIONS[code]
    beyond = rf"\max({margin_text(margin)} - {number(distance)},\,0)^2"
    same, different = (number(cost(kind, distance, margin).loss) for kind in (True, False))
    of_same = rf"$L = 1 \cdot {number(distance)}^2 + 0 \cdot {beyond} = {same}$"
    of_different = rf"$L = 0 \cdot {number(distance)}^2 + 1 \cdot {beyond} = {different}$"
    if_same = say("If they are the same digit (y = {y}): {formula}", y=convention.y_same, formula=of_same)
    if_different = say(
        "If they are different digits (y = {y}): {formula}", y=convention.y_different, formula=of_different
    )
    return f"${convention.formula}$\n\n{LETTERS[code]}\n\n{if_same}\n\n{if_different}"


def trained_table(trained: list[TrainedMargin]) -> str:
    """Threshold and accuracy by margin, as a Markdown table."""
    names = list(trained[0].results)
    heads = [MARGIN(), say("threshold"), say("threshold ÷ margin"), *(RIGHT[name]() for name in names)]
    rows = [heads, ["---"] * len(heads)]
    for each in trained:
        threshold = [f"{each.threshold:.3f}", f"{each.threshold / each.margin:.2f}"]
        found = (each.results[name] for name in names)
        rights = [with_interval(result["accuracy"], result["accuracy_interval"]) for result in found]
        rows.append([f"{each.margin:g}", *threshold, *rights])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def what_the_margin_changes(trained: list[TrainedMargin]) -> str:
    """What grows with the margin and what does not, in numbers."""
    first, last = trained[0], trained[-1]
    ratios = [each.threshold / each.margin for each in trained]
    grows = say(
        "With a margin {times:.0f} times as large ({smallest:g} to {largest:g}), the mean distance of "
        "different pairs grows {distance:.1f}-fold and the threshold {threshold:.1f}-fold. Threshold ÷ "
        "margin stays between {low:.2f} and {high:.2f}.",
        times=last.margin / first.margin,
        smallest=first.margin,
        largest=last.margin,
        distance=last.different / first.different,
        threshold=last.threshold / first.threshold,
        low=min(ratios),
        high=max(ratios),
    )
    return paragraph(grows, *(_what_accuracy_says(name, trained) for name in first.results))


def _what_accuracy_says(name: str, trained: list[TrainedMargin]) -> str:
    """Whether some margin did better than another, as far as the test can tell."""
    intervals = [each.results[name]["accuracy_interval"] for each in trained]
    if all(overlap(one, other) for one in intervals for other in intervals):
        return CANNOT_TELL[name]()
    accuracies = [each.results[name]["accuracy"] for each in trained]
    return VARIES[name](points=100 * np.ptp(accuracies))
