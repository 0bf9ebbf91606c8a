"""Questions that the twins answer from the pair alone. Knows no page."""

from __future__ import annotations

import numpy as np

from pages.parts.quiz.question import About, Question, pictures_of, told_apart
from pages.parts.shared.comparing import compare
from pages.parts.shared.numbers import decided_by, deciding, number
from pages.parts.shared.pair import Pair
from siamese_core import Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.losses import contrastive_loss

ALIKE = 0.01  # margins and distances that are nearer than this look equal
DIFFER = 0.2  # distance and margin differ by at least this, so that what they cost differs to the eye
ROOM = 1.2  # and a margin above the distance is at most so far above it
MARGINS = np.linspace(0.1, 3.0, 59).round(2)  # every position of the slider of *Contrastive loss*
THRESHOLDS = 20  # steps from 0 to the end of the axis: a threshold in question stands on one of them


# Draw and compare


def what_they_say(about: About, _chance: int) -> Question:
    """The verdict, from the number that decides and the threshold."""
    return _verdict("verdict", about.twins, pictures_of(about.pair))


def nearest_copy(about: About, _chance: int) -> Question | None:
    """Which picture is nearest to the left digit: the right one, or itself mirrored or upside down."""
    return _extreme_copy(about, "nearest", farthest=False)


def farthest_copy(about: About, _chance: int) -> Question | None:
    """Which of them is farthest from it."""
    return _extreme_copy(about, "farthest", farthest=True)


def verdict_on_copy(about: About, chance: int) -> Question | None:
    """What the twins say of the left digit and itself, mirrored or upside down."""
    if not about.copies:
        return None
    which = ("mirrored", "turned")[chance % 2]
    return _verdict(f"verdict_on_{which}", about.twins, np.stack([about.pair.left, about.copies[which]]))


def _verdict(wording: str, twins: Twins, pictures: np.ndarray) -> Question:
    """What twins say of two pictures (2, 28, 28). `wording`: but for what decides."""
    comparison = compare(twins, *pictures)
    value, threshold = told_apart(deciding(comparison), twins.threshold)
    return Question(
        f"{wording}_{decided_by(twins)}",
        "same" if comparison.same else "different",
        ("same", "different"),
        {"value": value, "threshold": threshold},
        pictures,
    )


def _extreme_copy(about: About, which: str, farthest: bool) -> Question | None:
    if not about.copies:
        return None
    copies = {"right": about.pair.right, **about.copies}
    away = {name: compare(about.twins, about.pair.left, copy).distance for name, copy in copies.items()}
    first, second, _ = sorted(away, key=away.__getitem__, reverse=farthest)
    if abs(away[first] - away[second]) < ALIKE:
        return None
    pictures = np.stack([about.pair.left, *copies.values()])
    shown = {name: number(distance) for name, distance in away.items()}
    return Question(f"{which}_copy", first, tuple(copies), shown, pictures)


# Weight sharing


def swap(about: About, _chance: int) -> Question | None:
    """What becomes of the number that decides when left and right change places."""
    left, right = about.pair.left, about.pair.right
    if np.array_equal(left, right):
        return None
    before, after = (deciding(compare(about.twins, *pair)) for pair in ((left, right), (right, left)))
    texts = told_apart(before, after)
    return Question(
        f"swap_{decided_by(about.twins)}",
        "stays" if before == after else "changes",
        ("stays", "changes"),
        {"before": texts[0], "after": texts[1]},
        pictures_of(about.pair),
    )


def count_parameters(about: About, _chance: int) -> Question | None:
    """How many parameters unshared twins have more than shared ones."""
    shared, unshared = (load_twins(about.twins.design.name, sharing == "shared") for sharing in SHARINGS)
    branch = sum(array.size for array in shared.left.values())
    options = {"none": shared.parameters, "one": shared.parameters + branch}
    options["two"] = shared.parameters + 2 * branch
    right = next((code for code, count in options.items() if count == unshared.parameters), None)
    numbers = {code: f"{count:,}" for code, count in options.items()} | {"branch": f"{branch:,}"}
    return Question("count_parameters", right, tuple(options), numbers) if right else None


def same_drawing(about: About, _chance: int) -> Question:
    """The distance of the left digit from itself."""
    distance = compare(about.twins, about.pair.left, about.pair.left).distance
    return Question(
        "same_drawing",
        "zero" if distance == 0 else "more",
        ("zero", "more"),
        {"distance": told_apart(distance, 0)[0]},
        np.stack([about.pair.left, about.pair.left]),
    )


# Contrastive loss


def what_it_costs(about: About, chance: int) -> Question:
    """What the pair costs at some margin: as different digits beyond it or within it, or as the same."""
    distance = round(compare(about.twins, about.pair.left, about.pair.right).distance, 3)  # as it is shown
    margins = MARGINS[np.abs(MARGINS - 2 * distance) > ALIKE]  # there, two of the options would be equal
    kinds = {  # of questions, and the margins that suit them
        "beyond": margins[margins <= distance - DIFFER],
        "same": margins[np.abs(margins - distance) >= DIFFER],
        "within": margins[(margins >= distance + DIFFER) & (margins <= distance + ROOM)],
    }
    possible = [kind for kind, suitable in kinds.items() if len(suitable)]
    kind = possible[chance % len(possible)]
    margin = float(kinds[kind][chance // len(kinds) % len(kinds[kind])])
    return _cost_at(about.pair, kind == "same", distance, margin)


def _cost_at(pair: Pair, same: bool, distance: float, margin: float) -> Question:
    costs = {"nothing": 0.0, "distance": distance**2, "difference": (margin - distance) ** 2}
    loss = float(contrastive_loss(float(same), distance, margin))
    *_, right = (code for code, value in costs.items() if np.isclose(value, loss))
    options = tuple(code for code in costs if code == right or f"{costs[code]:.3f}" != f"{loss:.3f}")
    numbers = {"distance": number(distance), "margin": f"{margin:.2f}"}
    numbers |= {f"by_{code}": number(value) for code, value in costs.items()}
    wording = "cost_same" if same else "cost_different"
    return Question(wording, right, options, numbers, pictures_of(pair), {"margin": f"{margin:g}"})


# Verification, of the pair


def at_threshold(about: About, chance: int) -> Question:
    """The verdict at some other threshold, and which mistake it is if it is wrong."""
    twins = about.twins
    value = deciding(compare(twins, about.pair.left, about.pair.right))
    end = twins.card["histograms"][decided_by(twins)]["end"]
    thresholds = (np.arange(1, THRESHOLDS) * end / THRESHOLDS).round(2)
    thresholds = thresholds[np.abs(thresholds - value) >= end / THRESHOLDS / 2]
    says_same = np.array([twins.as_closeness(value) >= twins.as_closeness(each) for each in thresholds])
    sides = [side for side in (thresholds[says_same], thresholds[~says_same]) if len(side)]
    suitable = sides[chance % len(sides)]
    threshold = float(suitable[chance // 2 % len(suitable)])
    same = twins.as_closeness(value) >= twins.as_closeness(threshold)
    return Question(
        f"at_threshold_{decided_by(twins)}",
        "same_accept" if same else "different_reject",
        ("same_accept", "same_reject", "different_accept", "different_reject"),
        {"value": number(value), "threshold": f"{threshold:.2f}"},
        pictures_of(about.pair),
        {"threshold": f"{threshold:g}"},
    )
