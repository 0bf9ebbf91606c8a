"""The quiz: every answer worked out a second time, and how it goes on from question to question."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.home.turning import mirrored, turned
from pages.parts.loss.numbers import MARGIN_RANGE
from pages.parts.quiz import progress, words
from pages.parts.quiz.progress import CODES
from pages.parts.quiz.questions import (
    DIFFER,
    MOST_RIGHT,
    ONE_EXAMPLE,
    QUESTIONS,
    About,
    Question,
    make_question,
    nearest_of_kinds,
    told_apart,
    verdict_on_copy,
)
from pages.parts.shared.classroom.question_titles import LESSON_OF, TITLES, WHERE
from pages.parts.shared.classroom.records import QUESTIONS as REPORTED
from pages.parts.shared.classroom.store import Store
from pages.parts.shared.examples import Drawing, drawing_of, example_drawing
from pages.parts.shared.lessons import LESSONS
from pages.parts.shared.pair import Pair
from siamese_core import DESIGNS, Twins, load_twins, rasterize
from siamese_core.designs import SHARINGS
from siamese_core.digits import load_test_classes
from siamese_core.files import SIGNS, WeightsError
from siamese_core.hands import load_hands
from siamese_core.maps import evaluation_pairs, load_evaluation
from siamese_core.recorded import as_arrays, place, shrink
from siamese_core.shipped_run import shipped_run
from tests.pages.app_test import open_app, open_with_pair, put, texts

ATTEMPTS = range(6)
ALL_TWINS = [(design, sharing == "shared") for design in DESIGNS for sharing in SHARINGS]


def drawings() -> list[tuple[Drawing, Drawing]]:
    """Pairs: the app's own, one drawing twice, and digits by other people."""
    own = [("4", "9"), ("3", "flat 3"), ("1", "1")]
    pairs = [(example_drawing(left, "left"), example_drawing(right, "right")) for left, right in own]
    hands, rng = load_hands(), np.random.default_rng(12)
    for _ in range(9):
        left, right = (hands[i] for i in rng.choice(len(hands), 2, replace=False))
        pairs.append((drawing_of(left.strokes, "left"), drawing_of(right.strokes, "right")))
    return pairs


PAIRS = drawings()


def about(twins: Twins, pair: tuple[Drawing, Drawing]) -> About:
    left, right = pair
    return About(twins, Pair(rasterize(left), rasterize(right), drawn=True), left)


@cache
def asked() -> list[tuple[str, About, Question | None]]:
    """Every question about every pair and all twins, in several attempts."""
    everything = [about(load_twins(*twins), pair) for twins in ALL_TWINS for pair in PAIRS]
    return [
        (code, each, make_question(code, each, attempt))
        for each in everything
        for code in CODES
        for attempt in ATTEMPTS
    ]


# Each answer a second time, as plainly as can be


def decides(twins: Twins, left: np.ndarray, right: np.ndarray) -> float:
    compared = twins.compare(left, right)
    return compared.distance if compared.probability is None else compared.probability


def says_same(twins: Twins, value: float, threshold: float) -> bool:
    return value >= threshold if twins.design.metric_network else value <= threshold


def verdict(this: About, _: Question) -> str:
    return "same" if this.twins.compare(this.pair.left, this.pair.right).same else "different"


def copies(this: About) -> dict[str, np.ndarray]:
    return {
        "right": this.pair.right,
        "mirrored": rasterize(mirrored(this.left)),
        "turned": rasterize(turned(this.left, 180)),
    }


def by_distance(this: About) -> list[str]:
    away = {name: this.twins.compare(this.pair.left, each).distance for name, each in copies(this).items()}
    return sorted(away, key=away.__getitem__)


def verdict_on(name: str) -> Callable[[About, Question], str]:
    return lambda this, _: (
        "same" if this.twins.compare(this.pair.left, copies(this)[name]).same else "different"
    )


def swapped(this: About, _: Question) -> str:
    left, right = this.pair.left, this.pair.right
    stays = decides(this.twins, left, right) == decides(this.twins, right, left)
    return "stays" if stays else "changes"


def parameters(this: About, question: Question) -> str:
    shared, unshared = (load_twins(this.twins.design.name, each) for each in (True, False))
    count = sum(
        array.size for part in (unshared.left, unshared.right, unshared.head) for array in part.values()
    )
    branch = sum(array.size for array in shared.left.values())
    assert count - shared.parameters == branch
    (code,) = (code for code in question.options if question.numbers[code] == f"{count:,}")
    return code


def itself(this: About, _: Question) -> str:
    return "zero" if this.twins.compare(this.pair.left, this.pair.left).distance == 0 else "more"


def cost(same: bool) -> Callable[[About, Question], str]:
    def by_calculator(this: About, question: Question) -> str:
        distance, margin = float(question.numbers["distance"]), float(question.numbers["margin"])
        assert distance == pytest.approx(
            this.twins.compare(this.pair.left, this.pair.right).distance, abs=6e-4
        )
        assert MARGIN_RANGE[0] <= margin <= MARGIN_RANGE[1]
        assert abs(margin - distance) > DIFFER - 1e-9
        if same:
            return "distance"  # squared, whatever the margin is
        return "difference" if margin > distance else "nothing"

    return by_calculator


def in_run(this: About, question: Question) -> str:
    run = shipped_run()
    pictures = shrink(np.stack([this.pair.left, this.pair.right]))
    first, last = (
        np.linalg.norm(np.subtract(*place(as_arrays(run.weights[0][i].astype(np.float32)), pictures)))
        for i in (0, -1)
    )
    assert question.numbers["start"] == f"{first:.3f}"
    if last < first:
        return "nearer"
    return "farther" if last <= 1 else "beyond"  # the margin of the run that comes with the app


def first_right(_: About, question: Question) -> str:
    run = shipped_run()
    first = next(step for step, share in zip(run.steps, run.unseen, strict=True) if share >= MOST_RIGHT)
    (code,) = (code for code in question.options if question.numbers[code] == f"{first:,}")
    return code


def nearest_other(side: str) -> Callable[[About, Question], str]:
    def by_force(this: About, question: Question) -> str:
        evaluation = load_evaluation(this.twins)
        known = evaluation.left if side == "left" else evaluation.right
        picture = this.pair.left if side == "left" else this.pair.right
        embed = this.twins.embed_left if side == "left" else this.twins.embed_right
        whole = np.zeros((len(known.embeddings), known.dim), np.float32)
        whole[:, known.coordinates] = known.embeddings
        away = np.linalg.norm(whole - embed(picture[np.newaxis])[0], axis=1)
        classes = load_test_classes()
        kind = np.bincount(classes[np.argsort(away, kind="stable")[:10]]).argmax()
        assert question.numbers["kind"] == str(kind)
        return str(classes[np.where(classes == kind, np.inf, away).argmin()])

    return by_force


def at_threshold(this: About, question: Question) -> str:
    value, threshold = decides(this.twins, this.pair.left, this.pair.right), question.numbers["threshold"]
    return "same_accept" if says_same(this.twins, value, float(threshold)) else "different_reject"


def counted(this: About, question: Question) -> str:
    twins, same = this.twins, evaluation_pairs().same == 1
    closeness = load_evaluation(twins).closeness
    mistakes = []
    for name in ("start", "end"):
        accepted = closeness >= twins.as_closeness(float(question.numbers[name]))
        mistakes.append(np.array([(accepted & ~same).sum(), (~accepted & same).sum()]))
    before, after = mistakes
    for i, name in enumerate(("accepts", "rejects")):
        assert question.numbers[f"{name}_before"] == f"{before[i]:,}"
        assert question.numbers[f"{name}_after"] == f"{after[i]:,}"
    more = after > before
    return "both" if more.all() else "false accepts" if more[0] else "false rejects" if more[1] else "neither"


def of_card(protocol: str, which: Callable[..., str]) -> Callable[[About, Question], str]:
    accuracy = load_twins("cnn_contrastive", True, SIGNS).card["one_shot"][protocol]["accuracy"]
    return lambda *_: which(accuracy, key=accuracy.get)


SECOND_TIME: dict[str, Callable[[About, Question], str]] = {  # by wording
    "verdict_distance": verdict,
    "verdict_probability": verdict,
    "nearest_copy": lambda this, _: by_distance(this)[0],
    "farthest_copy": lambda this, _: by_distance(this)[-1],
    "verdict_on_mirrored_distance": verdict_on("mirrored"),
    "verdict_on_mirrored_probability": verdict_on("mirrored"),
    "verdict_on_turned_distance": verdict_on("turned"),
    "verdict_on_turned_probability": verdict_on("turned"),
    "swap_distance": swapped,
    "swap_probability": swapped,
    "count_parameters": parameters,
    "same_drawing": itself,
    "cost_different": cost(same=False),
    "cost_same": cost(same=True),
    "pair_in_run": in_run,
    "steps_until_right": first_right,
    "next_door_left": nearest_other("left"),
    "next_door_right": nearest_other("right"),
    "at_threshold_distance": at_threshold,
    "at_threshold_probability": at_threshold,
    "more_mistakes_distance": counted,
    "more_mistakes_probability": counted,
    "most_of_invented_20": of_card("invented_20", max),
    "least_of_pen_other_writer": of_card("pen_other_writer", min),
    "most_of_mnist": of_card("mnist", max),
    "least_of_invented_5": of_card("invented_5", min),
}


@pytest.mark.parametrize("wording", words.WORDINGS)
def test_the_right_answer_is_found_a_second_time(wording: str) -> None:
    questions = [(each, made) for _, each, made in asked() if made and made.wording == wording]
    if not questions and wording.startswith("verdict_on"):  # asked where no copy is clearly the nearest
        questions = [
            (each, verdict_on_copy(each, chance))
            for _, each, _ in asked()[:: len(CODES)]
            for chance in (0, 1)
        ]
        questions = [(each, made) for each, made in questions if made.wording == wording]
    assert questions
    for each, question in questions:
        assert question.right == SECOND_TIME[wording](each, question), dict(question.numbers)
