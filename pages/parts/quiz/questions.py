"""The questions of the quiz: about a pair and its twins, with answers computed from them. Knows no page.

A question is codes and numbers; `words.py` has its texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from pages.parts.home.turning import mirrored, turned
from pages.parts.loss.numbers import MARGINS, cost, shown_distance
from pages.parts.one_example.ways import DESIGN, WAYS
from pages.parts.shared.comparing import compare, embedding_of, picture_of
from pages.parts.shared.drawing import SIDES, as_text
from pages.parts.shared.examples import Drawing
from pages.parts.shared.numbers import decided_by, deciding, number, overlap, per_cent
from pages.parts.shared.pair import Pair
from pages.parts.sharing.parameters import parts_of
from pages.parts.verification.numbers import ANSWERS, MISTAKES, confusion_at
from siamese_core import Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.digits import load_test_classes
from siamese_core.files import SIGNS
from siamese_core.maps import Map, load_evaluation
from siamese_core.recorded import Run
from siamese_core.remembering import remembered
from siamese_core.shipped_run import shipped_run
from siamese_core.strokes import DrawingError

ALIKE = 0.01  # margins and distances that are nearer than this look equal
DIFFER = 0.2  # distance and margin differ by at least this, so that what they cost differs to the eye
ROOM = 1.2  # and a margin above the distance is at most so far above it
MOST_RIGHT = 0.8  # the share of right answers that a training is asked about
MOMENTS_APART = 10  # how many recorded moments lie between the steps to choose from
RANKS = (0, 3, 6)  # of the other digits, by how near they are: which of them can be chosen
THRESHOLDS = 20  # steps from 0 to the end of the axis: a threshold in question stands on one of them
ONE_EXAMPLE = (  # what is asked of the card: of which drawings, and who is right most or least often
    ("invented_20", "most"),
    ("pen_other_writer", "least"),
    ("mnist", "most"),
    ("invented_5", "least"),
)


@dataclass(frozen=True, eq=False)
class About:
    """What a question is about.

    Attributes:
        twins: that answer.
        pair: what they are asked about.
        left: its left digit as strokes.
    """

    twins: Twins
    pair: Pair
    left: Drawing


@dataclass(frozen=True, eq=False)
class Question:
    """A question with its answer.

    Attributes:
        wording: which of the texts in `words.WORDINGS`.
        right: the code of the right option.
        options: all codes, in their order.
        numbers: what the texts have placeholders for.
        pictures: (n, 28, 28) that are shown with it; none where it is about no drawing.
        link: what the page is to show on which it can be looked up, as parameters of its address.
    """

    wording: str
    right: str
    options: tuple[str, ...]
    numbers: Mapping[str, str]
    pictures: np.ndarray = field(default_factory=lambda: np.zeros((0, 28, 28), np.float32))
    link: Mapping[str, str] = field(default_factory=dict)


Maker = Callable[[About, int], Question | None]  # None where this cannot be asked: two answers would be right


def make_question(code: str, about: About, attempt: int) -> Question | None:
    """The question with this code, another one in every attempt.

    Args:
        code: one of `QUESTIONS`.
        about: what it is about.
        attempt: how often the quiz was begun before.

    Returns:
        None where no such question has one right answer for this pair.

    Raises:
        WeightsError: a file that the answer is computed from is missing or damaged.
    """
    makers = QUESTIONS[code]
    chance = int(about.pair.code, 16) + attempt
    made = (makers[(attempt + i) % len(makers)](about, chance) for i in range(len(makers)))
    return next(filter(None, made), None)


def told_apart(*values: float) -> list[str]:
    """Numbers as the pages write them, with more decimals where it takes these to tell them apart."""
    for decimals in range(3, 9):
        texts = ["0" if value == 0 else f"{value:.{decimals}f}" for value in values]
        if len(set(texts)) == len(set(values)):
            return texts
    return [f"{value:.3e}" for value in values]


def pictures_of(pair: Pair) -> np.ndarray:
    """Both digits of a pair: (2, 28, 28)."""
    return np.stack([pair.left, pair.right])


# Draw and compare


def what_they_say(about: About, _chance: int) -> Question:
    """The verdict, from the number that decides and the threshold."""
    comparison = compare(about.twins, about.pair.left, about.pair.right)
    value, threshold = told_apart(deciding(comparison), about.twins.threshold)
    return Question(
        f"verdict_{decided_by(about.twins)}",
        "same" if comparison.same else "different",
        ("same", "different"),
        {"value": value, "threshold": threshold},
        pictures_of(about.pair),
    )


def nearest_copy(about: About, _chance: int) -> Question | None:
    """Which picture is nearest to the left digit: the right one, or itself mirrored or upside down."""
    return _extreme_copy(about, "nearest", farthest=False)


def farthest_copy(about: About, _chance: int) -> Question | None:
    """Which of them is farthest from it."""
    return _extreme_copy(about, "farthest", farthest=True)


def verdict_on_copy(about: About, chance: int) -> Question | None:
    """What the twins say of the left digit and itself, mirrored or upside down."""
    if (copies := _copies(about)) is None:
        return None
    which = ("mirrored", "turned")[chance % 2]
    comparison = compare(about.twins, about.pair.left, copies[which])
    value, threshold = told_apart(deciding(comparison), about.twins.threshold)
    return Question(
        f"verdict_on_{which}_{decided_by(about.twins)}",
        "same" if comparison.same else "different",
        ("same", "different"),
        {"value": value, "threshold": threshold},
        np.stack([about.pair.left, copies[which]]),
    )


def _extreme_copy(about: About, which: str, farthest: bool) -> Question | None:
    if (copies := _copies(about)) is None:
        return None
    away = {name: compare(about.twins, about.pair.left, copy).distance for name, copy in copies.items()}
    first, second, _ = sorted(away, key=away.__getitem__, reverse=farthest)
    if abs(away[first] - away[second]) < ALIKE:
        return None
    pictures = np.stack([about.pair.left, *copies.values()])
    shown = {name: number(distance) for name, distance in away.items()}
    return Question(f"{which}_copy", first, tuple(copies), shown, pictures)


def _copies(about: About) -> dict[str, np.ndarray] | None:
    """The right digit, and the left one mirrored and upside down; None where that cannot be drawn."""
    try:
        return {
            "right": about.pair.right,
            "mirrored": picture_of(as_text(mirrored(about.left))),
            "turned": picture_of(as_text(turned(about.left, 180))),
        }
    except DrawingError:  # a drawing at its limits
        return None


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
    branch = parts_of(shared)[0].parameters
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
    distance = shown_distance(compare(about.twins, about.pair.left, about.pair.right))
    margins = MARGINS.round(2)
    margins = margins[np.abs(margins - 2 * distance) > ALIKE]  # there, two of the options would be equal
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
    loss = cost(same, distance, margin).loss
    *_, right = (code for code, value in costs.items() if np.isclose(value, loss))
    options = tuple(code for code in costs if code == right or f"{costs[code]:.3f}" != f"{loss:.3f}")
    numbers = {"distance": number(distance), "margin": f"{margin:.2f}"}
    numbers |= {f"by_{code}": number(value) for code, value in costs.items()}
    wording = "cost_same" if same else "cost_different"
    return Question(wording, right, options, numbers, pictures_of(pair), {"margin": f"{margin:g}"})


# Training


def pair_in_run(about: About, _chance: int) -> Question | None:
    """Where the training that comes with the app moves the pair."""
    run = shipped_run()
    margin = run.settings.margin
    start, end = distances_in(run, about.pair)
    if start > margin or number(start) == number(end):
        return None
    right = "nearer" if end < start else "farther" if end <= margin else "beyond"
    numbers = {"start": number(start), "end": number(end), "margin": f"{margin:g}"}
    numbers |= {"steps": f"{run.steps[-1]:,}"}
    return Question("pair_in_run", right, ("nearer", "farther", "beyond"), numbers, pictures_of(about.pair))


def distances_in(run: Run, pair: Pair) -> tuple[float, float]:
    """How far the two digits of a pair are apart at the first and at the last moment of a run."""
    places = {
        side: run.places_of(side, picture)
        for side, picture in zip(SIDES, (pair.left, pair.right), strict=True)
    }
    first, last = (float(np.linalg.norm(places["left"][i] - places["right"][i])) for i in (0, -1))
    return first, last


def steps_until_right(_about: About, chance: int) -> Question | None:
    """After how many steps of that training most answers are right."""
    run = shipped_run()
    reached = np.flatnonzero(run.unseen >= MOST_RIGHT)
    if not reached.size:
        return None
    first = int(reached[0])
    places = [first + MOMENTS_APART * np.arange(-before, 3 - before) for before in range(3)]
    possible = [each.tolist() for each in places if each[0] >= 0 and each[-1] < len(run.steps)]
    moments = possible[chance % len(possible)]
    codes = ("first", "second", "third")
    numbers = {"steps": f"{run.steps[-1]:,}", "most": per_cent(MOST_RIGHT, 0)}
    for code, moment in zip(codes, moments, strict=True):
        numbers |= {code: f"{run.steps[moment]:,}"}
        numbers |= {f"{code}_share": per_cent(float(run.unseen[moment]), 1)}
    return Question("steps_until_right", codes[moments.index(first)], codes, numbers)


# Embedding map


def next_door(about: About, chance: int) -> Question | None:
    """Which other digit lives nearest to one of the pair's digits."""
    side = SIDES[chance % 2]
    picture = about.pair.left if side == "left" else about.pair.right
    evaluation = load_evaluation(about.twins)
    known = evaluation.left if side == "left" else evaluation.right
    kind, away = nearest_of_kinds(known, embedding_of(about.twins, side, picture).tobytes())
    others = sorted((digit for digit in range(10) if digit != kind), key=away.__getitem__)
    asked = sorted(others[rank] for rank in RANKS)
    shown = [number(away[digit]) for digit in asked]
    if len(set(shown)) < len(shown):
        return None
    numbers = {"kind": str(kind)}
    for name, digit, distance in zip(("first", "second", "third"), asked, shown, strict=True):
        numbers |= {name: str(digit), f"{name}_away": distance}
    options = tuple(map(str, asked))
    return Question(f"next_door_{side}", str(others[0]), options, numbers, picture[np.newaxis])


@remembered(256)
def nearest_of_kinds(known: Map, embedding: bytes) -> tuple[int, list[float]]:
    """Which digit most of the ten nearest test digits are, and how far the nearest of each kind is: (10,)."""
    place, classes = np.frombuffer(embedding, np.float32), load_test_classes()
    farness = known.farness(known.used(place))
    nearest = [np.flatnonzero(classes == digit)[farness[classes == digit].argmin()] for digit in range(10)]
    neighbours, _ = known.nearest(place)
    away = [float(np.linalg.norm(known.embedding(int(index)) - place)) for index in nearest]
    return int(np.bincount(classes[neighbours]).argmax()), away


# Verification


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


def more_mistakes(about: About, chance: int) -> Question:
    """Which mistakes become more when the threshold goes up or down, counted on the test pairs."""
    twins = about.twins
    end = twins.card["histograms"][decided_by(twins)]["end"]
    low = round(twins.threshold / 2 + chance % 3 * end / THRESHOLDS, 2)
    high = round(low + 2 * end / THRESHOLDS, 2)
    start, goes_to = (low, high) if chance % 2 else (high, low)
    before, after = confusion_at(twins, start), confusion_at(twins, goes_to)
    more = [name for name, kind in MISTAKES.items() if getattr(after, kind) > getattr(before, kind)]
    numbers = {"start": f"{start:.2f}", "end": f"{goes_to:.2f}"}
    for name, confusion in (("before", before), ("after", after)):
        numbers |= {f"accepts_{name}": f"{confusion.false_accepts:,}"}
        numbers |= {f"rejects_{name}": f"{confusion.false_rejects:,}"}
    right = more[0] if len(more) == 1 else "both" if more else "neither"
    wording = f"more_mistakes_{decided_by(twins)}"
    return Question(wording, right, ANSWERS, numbers, link={"threshold": f"{start:g}"})


# One example


def who_is_right(which: int) -> Maker:
    """Makes the question on a row of `ONE_EXAMPLE`: which way of seeing is right most, or least, often."""
    protocol, how_often = ONE_EXAMPLE[which]

    def make(_about: About, _chance: int) -> Question | None:
        measured = load_twins(DESIGN, True, SIGNS).card["one_shot"][protocol]
        accuracy, intervals = measured["accuracy"], measured["accuracy_interval"]
        ranked = sorted(WAYS, key=accuracy.__getitem__, reverse=how_often == "most")
        if overlap(intervals[ranked[0]], intervals[ranked[1]]):
            return None  # the test cannot tell
        numbers = {f"{way}_share": per_cent(accuracy[way], 1) for way in WAYS} | {
            "signs": str(measured["signs"])
        }
        return Question(f"{how_often}_of_{protocol}", ranked[0], WAYS, numbers)

    return make


QUESTIONS: dict[str, Sequence[Maker]] = {  # by code, in their order; each attempt begins with another maker
    "quiz_home": (what_they_say,),
    "quiz_eighth": (nearest_copy, farthest_copy, verdict_on_copy),
    "quiz_sharing": (swap, count_parameters, same_drawing),
    "quiz_loss": (what_it_costs,),
    "quiz_training": (pair_in_run, steps_until_right),
    "quiz_map": (next_door,),
    "quiz_verification": (at_threshold, more_mistakes),
    "quiz_one_example": tuple(who_is_right(which) for which in range(len(ONE_EXAMPLE))),
}
