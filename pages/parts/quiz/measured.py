"""Questions that are answered from what was recorded or measured: a training, test digits, a card. Knows no
page.
"""

from __future__ import annotations

import numpy as np

from pages.parts.quiz.question import About, Maker, Question, pictures_of
from pages.parts.shared.comparing import embedding_of
from pages.parts.shared.drawing import SIDES
from pages.parts.shared.numbers import decided_by, number, overlap
from pages.parts.shared.pair import Pair
from siamese_core import load_twins
from siamese_core.digits import load_test_classes
from siamese_core.files import SIGNS
from siamese_core.maps import Map, load_evaluation, ranked_test_pairs
from siamese_core.recorded import Run
from siamese_core.remembering import remembered
from siamese_core.shipped_run import shipped_run

MOST_RIGHT = 0.8  # the share of right answers that a training is asked about
MOMENTS_APART = 10  # how many recorded moments lie between the steps to choose from
RANKS = (0, 3, 6)  # of the other digits, by how near they are: which of them can be chosen
STEP = 1 / 20  # of the axis: how far apart the thresholds are that can be asked about
WAYS = ("signs", "digits", "pixels")  # of seeing, by their names on the card of the twins taught on signs
ONE_EXAMPLE = (  # what is asked of that card: of which drawings, and who is right most or least often
    ("invented_20", "most"),
    ("pen_other_writer", "least"),
    ("mnist", "most"),
    ("invented_5", "least"),
)


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
    numbers: dict[str, str | float] = {"steps": f"{run.steps[-1]:,}", "most": MOST_RIGHT}
    for code, moment in zip(codes, moments, strict=True):
        numbers |= {code: f"{run.steps[moment]:,}"}
        numbers |= {f"{code}_share": float(run.unseen[moment])}
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


# Verification, of the test pairs


def more_mistakes(about: About, chance: int) -> Question:
    """Which mistakes become more when the threshold goes up or down, counted on the test pairs."""
    twins = about.twins
    end = twins.card["histograms"][decided_by(twins)]["end"]
    low = round(twins.threshold / 2 + chance % 3 * STEP * end, 2)
    high = round(low + 2 * STEP * end, 2)
    start, goes_to = (low, high) if chance % 2 else (high, low)
    test_pairs = ranked_test_pairs(twins)
    before, after = (test_pairs.confusion(twins.as_closeness(each)) for each in (start, goes_to))
    more = []
    if after.false_accepts > before.false_accepts:
        more.append("accepts")
    if after.false_rejects > before.false_rejects:
        more.append("rejects")
    numbers = {"start": f"{start:.2f}", "end": f"{goes_to:.2f}"}
    for name, confusion in (("before", before), ("after", after)):
        numbers |= {f"accepts_{name}": f"{confusion.false_accepts:,}"}
        numbers |= {f"rejects_{name}": f"{confusion.false_rejects:,}"}
    right = more[0] if len(more) == 1 else "both" if more else "neither"
    wording = f"more_mistakes_{decided_by(twins)}"
    return Question(
        wording, right, ("accepts", "rejects", "both", "neither"), numbers, link={"threshold": f"{start:g}"}
    )


# One example


def who_is_right(which: int) -> Maker:
    """Makes the question on a row of `ONE_EXAMPLE`: which way of seeing is right most, or least, often."""
    protocol, how_often = ONE_EXAMPLE[which]

    def make(_about: About, _chance: int) -> Question | None:
        measured = load_twins("cnn_contrastive", True, SIGNS).card["one_shot"][protocol]
        accuracy, intervals = measured["accuracy"], measured["accuracy_interval"]
        ranked = sorted(WAYS, key=accuracy.__getitem__, reverse=how_often == "most")
        if overlap(intervals[ranked[0]], intervals[ranked[1]]):
            return None  # the test cannot tell
        numbers = {f"{way}_share": accuracy[way] for way in WAYS} | {"signs": measured["signs"]}
        return Question(f"{how_often}_of_{protocol}", ranked[0], WAYS, numbers)

    return make
