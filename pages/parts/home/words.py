"""What the home page says of a pair."""

from __future__ import annotations

import numpy as np

from pages.parts.shared.comparing import kind_of_neighbours, largest_differences, looks_familiar
from pages.parts.shared.drawing import SIDES, drawing_on
from pages.parts.shared.language import Text, listed, paragraph, say
from pages.parts.shared.numbers import decided_by, deciding, percent
from pages.parts.shared.words import MEASURES, canvas_in_words
from siamese_core import Twins
from siamese_core.files import WeightsError
from siamese_core.maps import ranked_test_pairs
from siamese_core.twins import Comparison
from siamese_core.verification import neighbourhood

STRANGE = {  # by which sides look like no digit
    ("left",): Text("The left drawing looks like no digit."),
    ("right",): Text("The right drawing looks like no digit."),
    ("left", "right"): Text("Both drawings look like no digit."),
}
WITHIN = Text("{measure} {low} to {high}")
ALL_AT = Text("all with {measure} {low}")


def in_words(twins: Twins, side: str, picture: np.ndarray | None) -> str:
    """What is on a canvas, for those who do not see it."""
    strokes = len(drawing_on(side)["objects"])
    if picture is None:
        return canvas_in_words(side, strokes, readable=False)
    kind = kind_of_neighbours(twins, side, picture)
    sentences = [canvas_in_words(side, strokes, readable=True)]
    if not looks_familiar(twins, side, picture):
        sentences.append(say("It looks like no digit."))
    if kind is not None:
        sentences.append(say("Most of the test digits nearest to it are {digit}s.", digit=kind))
    return paragraph(*sentences)


def what_differs(comparison: Comparison | None) -> tuple[int, str]:
    """The coordinate in which the embeddings differ most, and a sentence on this."""
    if comparison is None:
        return 0, ""
    differing, share = largest_differences(comparison.left_embedding, comparison.right_embedding)
    if comparison.distance == 0:
        return int(differing[0]), say("The embeddings do not differ.")
    first, *others = map(int, differing)
    return (
        first,
        say(
            "The numbers {first} (framed), {others} differ most: they make {share:.0%} of the squared "
            "distance.",
            first=first,
            others=listed(map(str, others)),
            share=share,
        ),
    )


def strange_sides(twins: Twins, pictures: list[np.ndarray]) -> list[str]:
    """Which sides look like no digit."""
    return [
        side
        for side, picture in zip(SIDES, pictures, strict=True)
        if not looks_familiar(twins, side, picture)
    ]


def evidence(twins: Twins, comparison: Comparison, pictures: list[np.ndarray]) -> str:
    """How far the verdict can be trusted: whether both look like digits, and what test pairs like it are."""
    strange = strange_sides(twins, pictures)
    if not strange:
        return pairs_like_it(twins, deciding(comparison))
    return say(
        "{drawings} The twins were only ever shown digits, and compare whatever is drawn; so their answer "
        "says little. (Of people's digits, {share} look like none by mistake.)",
        drawings=STRANGE[tuple(strange)],
        share=taken_for_none(twins),
    )


def taken_for_none(twins: Twins) -> str:
    """The share of digits by people who taught nothing that look like none: pen digits where the card has
    them, else MNIST's.
    """
    found = twins.card["familiar"]["taken_for_none"]
    return percent(found.get("pen", found["mnist"])["share"])


def pairs_like_it(twins: Twins, value: float) -> str:
    """How often test pairs with such a distance or probability are the same digit; nothing where they are not
    known.
    """
    try:
        ranked = ranked_test_pairs(twins)
    except WeightsError:
        return ""
    near = neighbourhood(ranked, twins.as_closeness(value), twins.closeness_threshold)
    if near.same + near.different == 0:
        return ""
    low, high = (f"{end:.3f}" for end in sorted(twins.as_closeness(end) for end in (near.low, near.high)))
    within = WITHIN if low != high else ALL_AT
    return say(
        "Of the {pairs:,} test pairs most like it ({within}), {share} show the same digit twice; of all test "
        "pairs, half do.",
        pairs=near.same + near.different,
        within=within(measure=MEASURES[decided_by(twins)], low=low, high=high),
        share=percent(near.share_same),
    )
