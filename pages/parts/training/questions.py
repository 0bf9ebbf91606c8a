"""What is asked before a training, and how the runs answer. Knows nothing of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from pages.parts.shared.numbers import number
from pages.parts.training.outcomes import ONE_POINT, at_end, loss_text, share
from siamese_core.live import RATES
from siamese_core.recorded import Run, Settings


@dataclass(frozen=True)
class Question:
    """Asked before a run starts.

    Attributes:
        text: of the question. In `QUESTIONS`, `{before}` and `{after}` stand for what was and is set.
        answers: by code, as they read.
        answer: (before, after) -> the code of what came true.
        reason: (before, after) -> the numbers that say so, as a sentence.
    """

    text: str
    answers: dict[str, str]
    answer: Callable[[Run, Run], str]
    reason: Callable[[Run, Run], str]


NAMES: dict[str, dict[Any, str]] = {  # what can be set: how its values read
    "shared": {True: "shared", False: "unshared"},
    "margin": {0.5: "0.5", 1.0: "1", 2.0: "2"},
    "pairs": {"both": "same and different", "same": "only same", "different": "only different"},
    "learning_rate": {name: f"{rate:g}" for name, rate in RATES.items()},
    "digits": {200: "200", 1000: "1,000", 5000: "5,000"},
    "seed": {1: "first", 2: "second", 3: "third"},
}


def what_changes(before: Settings, after: Settings) -> str | None:
    """The one setting that differs; `several` where more do, None where none does."""
    old, new = asdict(before), asdict(after)
    changed = [name for name in old if old[name] != new[name]]
    if len(changed) > 1:
        return "several"
    return changed[0] if changed else None


def _times_as_far(before: Run, after: Run) -> str:
    ratio = at_end(after, "unseen_different") / max(at_end(before, "unseen_different"), 1e-9)
    times = {"same": 1.0, "twice": 2.0, "four": 4.0, "half": 1 / 2, "quarter": 1 / 4}
    return min(times, key=lambda code: abs(float(np.log(max(ratio, 1e-9) / times[code]))))


def _distances(before: Run, after: Run) -> str:
    first, second = (number(at_end(run, "unseen_different")) for run in (before, after))
    return f"{first} before, {second} now, on average"


def _where(_before: Run, after: Run) -> str:
    margin = after.settings.margin
    if at_end(after, "unseen_different") < ONE_POINT * margin:
        return "point"
    return "apart" if at_end(after, "unseen_same") > margin else "islands"


def _loss(before: Run, after: Run) -> str:
    if not after.is_over or after.loss[-1] > 1.1 * before.loss[-1]:
        return "higher"
    return "lower" if after.loss[-1] < before.loss[-1] / 1.1 else "same"


def gap(run: Run) -> float:
    """By how much more often it is right on digits that it learns from, as a share."""
    return float(run.learnt[-1] - run.unseen[-1])


def _gap(before: Run, after: Run) -> str:
    change = gap(after) - gap(before)
    return "same" if abs(change) < 0.01 else "larger" if change > 0 else "smaller"


def distance_between_maps(run: Run) -> float:
    """How far the two places of a digit are from each other at the end, on average over the digits shown."""
    return float(np.linalg.norm(run.left[-1] - run.right[-1], axis=-1).mean())


def _between_maps(_before: Run, after: Run) -> str:
    away = distance_between_maps(after)
    if away < ONE_POINT / 10:
        return "same"
    return "near" if away < at_end(after, "unseen_same") else "elsewhere"


def moved_between(before: Run, after: Run) -> float:
    """How far the digits that both runs show lie from where the other one has them, on average at the end."""
    _, first, second = np.intersect1d(before.digits, after.digits, return_indices=True)
    return float(np.linalg.norm(before.left[-1][first] - after.left[-1][second], axis=-1).mean())


def _more_right(before: Run, after: Run) -> str:
    change = after.unseen[-1] - before.unseen[-1]
    return "same" if abs(change) < 0.01 else "more" if change > 0 else "fewer"


def _rights(before: Run, after: Run) -> str:
    return f"{share(before.unseen[-1])} before, {share(after.unseen[-1])} now"


MORE_RIGHT = {"more": "more than before", "same": "as many (within one in a hundred)", "fewer": "fewer"}
QUESTIONS = {
    "unshared": Question(
        "each side gets a branch of its own. Will a digit lie at the same place on both maps?",
        {
            "same": "at the same place",
            "near": "nearer than two of the same digit",
            "elsewhere": "farther away than these",
        },
        _between_maps,
        lambda _, after: (
            f"a digit’s two places are {number(distance_between_maps(after))} apart on average; two of the "
            f"same digit are {number(at_end(after, 'unseen_same'))} apart"
        ),
    ),
    "shared": Question(
        "both sides get one branch. On pairs never seen, how many answers will be right?",
        MORE_RIGHT,
        _more_right,
        _rights,
    ),
    "larger_margin": Question(
        "the margin grows from {before} to {after}. How far apart will two different digits end up?",
        {"same": "as far as before", "twice": "twice as far", "four": "four times as far"},
        _times_as_far,
        _distances,
    ),
    "smaller_margin": Question(
        "the margin shrinks from {before} to {after}. How far apart will two different digits end up?",
        {"same": "as far as before", "half": "half as far", "quarter": "a quarter as far"},
        _times_as_far,
        _distances,
    ),
    "pairs": Question(
        "it learns from {after} pairs. Where will the digits be in the end?",
        {"islands": "in islands", "point": "all in one point", "apart": "all far apart, the same ones too"},
        _where,
        lambda _, after: (
            f"two of the same digit are {number(at_end(after, 'unseen_same'))} apart on average, two "
            f"different ones {number(at_end(after, 'unseen_different'))}"
        ),
    ),
    "learning_rate": Question(
        "steps of {after} instead of {before} (the learning rate). Will the loss end lower than that of the "
        "run on the map?",
        {"lower": "lower", "same": "about the same", "higher": "higher"},
        _loss,
        lambda before, after: (
            f"it ended at {loss_text(before.loss[-1])} in the run before, and at "
            f"{loss_text(after.loss[-1])} in this one"
        ),
    ),
    "digits": Question(
        "it learns from {after} digits instead of {before}. It is right more often on these than on digits "
        "it has never seen: what becomes of this gap?",
        {"larger": "it grows", "same": "it stays", "smaller": "it shrinks"},
        _gap,
        lambda before, after: (
            f"{100 * gap(before):.1f} in a hundred answers before, {100 * gap(after):.1f} now"
        ),
    ),
    "seed": Question(
        "chance begins anew, with another seed. Will the islands lie at the same places as before?",
        {"same": "at the same places", "other": "at other places"},
        lambda before, after: "same" if moved_between(before, after) < after.settings.margin / 4 else "other",
        lambda before, after: (
            f"on average, a digit lies {number(moved_between(before, after))} from where it lay. Of pairs "
            f"never seen, {share(before.unseen[-1])} were right and {share(after.unseen[-1])} are now"
        ),
    ),
    "several": Question(
        "you changed several things. On pairs never seen, how many answers will be right?",
        MORE_RIGHT,
        _more_right,
        _rights,
    ),
}


def question_on(before: Settings, after: Settings) -> Question | None:
    """What is asked before a run, with what was set before and is set now; None where nothing changes."""
    changed = what_changes(before, after)
    if changed is None:
        return None
    kind = changed
    if changed == "shared" and not after.shared:
        kind = "unshared"
    if changed == "margin":
        kind = "larger_margin" if after.margin > before.margin else "smaller_margin"
    old, new = (NAMES.get(changed, {}).get(asdict(each).get(changed), "") for each in (before, after))
    return replace(QUESTIONS[kind], text=QUESTIONS[kind].text.format(before=old, after=new))


def in_words(settings: Settings) -> str:
    """What is set, as a list of words."""
    names = {name: NAMES[name][value] for name, value in asdict(settings).items()}
    return (
        f"{names['shared']} weights, {names['pairs']} pairs, margin {names['margin']}, learning rate "
        f"{names['learning_rate']}, {names['digits']} digits, {names['seed']} start"
    )
