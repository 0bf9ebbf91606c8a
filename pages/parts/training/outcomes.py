"""What became of a run, from its numbers, and what is asked before it starts. Knows nothing of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from pages.parts.shared.numbers import number, per_cent
from siamese_core.recorded import Run, Settings

ONE_POINT = 0.05  # margins: digits that are nearer than this on average lie in one point
JUMP = 10  # a loss this many times as large as at the start has jumped
GAP = 0.05  # shares of right answers that are farther apart than this differ to the eye
LEARNED = 0.9  # share of right answers from which on there are islands


def happened(run: Run) -> str:
    """What became of a run, as a code: one of `SENTENCES`."""
    margin = run.settings.margin
    if not run.is_over:
        return "no_number"
    if run.loss.max() > JUMP * run.loss[0]:
        return "jumped"
    if at_end(run, "unseen_different") < ONE_POINT * margin:
        return "one_point"
    if at_end(run, "unseen_same") > margin:
        return "flown_apart"
    if run.learnt[-1] - run.unseen[-1] > GAP:
        return "by_heart"
    return "islands" if run.learnt[-1] >= LEARNED else "under_way"


SENTENCES = {
    "no_number": (
        "**Not a number any more.** After {step} steps a weight became so large that no number is left of "
        "it. The training ends there: its steps were too large."
    ),
    "jumped": (
        "**It jumped.** The steps were too large: the loss rose from {first_loss} to {highest_loss} before "
        "it came down to {loss}. In the end {unseen} of pairs never seen are right; guessing gives 50%."
    ),
    "one_point": (
        "**Everything in one point.** In the end two different digits are {different} apart on average, two "
        "of the same {same}. Nothing pushed them apart, and {unseen} of pairs never seen are right; guessing "
        "gives 50%."
    ),
    "flown_apart": (
        "**Everything flew apart.** In the end two different digits are {different} apart on average, but "
        "two of the same are {same} apart, too: {in_margins} margins. Nothing held them together, and "
        "{unseen} of pairs never seen are right."
    ),
    "by_heart": (
        "**Learned by heart.** {learnt} of the pairs it learns from are right, but only {unseen} of pairs of "
        "digits it has never seen. (The word for this is overfitting.)"
    ),
    "islands": (
        "**Islands.** In the end {unseen} of pairs never seen are right. Two of the same digit are {same} "
        "apart on average, two different ones {different}; the margin is {margin}."
    ),
    "under_way": (
        "**Still under way.** In the end the islands overlap: {unseen} of pairs never seen are right, and "
        "the loss has fallen from {first_loss} to {loss}. It would need more steps, or larger ones."
    ),
}


def sentence_on(run: Run) -> str:
    """What became of a run, in one or two sentences with its numbers."""
    return SENTENCES[happened(run)].format(
        step=f"{run.steps[-1]:,}",
        first_loss=loss_text(run.loss[0]),
        highest_loss=loss_text(run.loss.max()),
        loss=loss_text(run.loss[-1]),
        learnt=share(run.learnt[-1]),
        unseen=share(run.unseen[-1]),
        same=number(at_end(run, "unseen_same")),
        different=number(at_end(run, "unseen_different")),
        in_margins=f"{at_end(run, 'unseen_same') / run.settings.margin:.1f}",
        margin=f"{run.settings.margin:g}",
    )


def at_end(run: Run, name: str) -> float:
    """What was measured at the last moment."""
    return float(run.measured[name][-1])


def share(value: float) -> str:
    """A share of right answers."""
    return per_cent(float(value), 1)


def loss_text(value: float) -> str:
    """A loss: with three decimals, or a large one without."""
    return f"{value:,.0f}" if value >= 1000 else number(float(value))


# Questions that are asked before a run, about what it changes against the run that is on the map


@dataclass(frozen=True)
class Question:
    """Asked before a run starts.

    Attributes:
        text: of the question; `{before}` and `{after}` stand for what was and is set.
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
    "learning_rate": {"slow": "slow", "good": "good", "high": "too high"},
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


def moved_between(before: Run, after: Run) -> float:
    """How far the digits that both runs show lie from where the other one has them, on average at the end."""
    _, first, second = np.intersect1d(before.digits, after.digits, return_indices=True)
    return float(np.linalg.norm(before.left[-1][first] - after.left[-1][second], axis=-1).mean())


def _more_right(before: Run, after: Run) -> str:
    change = after.unseen[-1] - before.unseen[-1]
    return "same" if abs(change) < 0.01 else "more" if change > 0 else "fewer"


def _rights(before: Run, after: Run) -> str:
    return f"{share(before.unseen[-1])} before, {share(after.unseen[-1])} now"


QUESTIONS = {
    "unshared": Question(
        "each side gets a branch of its own. Will a digit lie at the same place on both maps?",
        {"same": "at the same place", "elsewhere": "elsewhere"},
        lambda _, after: "same" if distance_between_maps(after) < ONE_POINT else "elsewhere",
        lambda _, after: f"a digit’s two places are {number(distance_between_maps(after))} apart on average",
    ),
    "shared": Question(
        "both sides get one branch. On pairs never seen, how many answers will be right?",
        {"more": "more than before", "same": "as many (within one in a hundred)", "fewer": "fewer"},
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
        "the learning rate was {before} and is {after}. Will the loss in the end be lower than before?",
        {"lower": "lower", "same": "about the same", "higher": "higher"},
        _loss,
        lambda before, after: f"{loss_text(before.loss[-1])} before, {loss_text(after.loss[-1])} now",
    ),
    "digits": Question(
        "it learns from {after} digits instead of {before}. It is right more often on these than on digits "
        "it has never seen: what becomes of this gap?",
        {"larger": "it grows", "same": "it stays", "smaller": "it shrinks"},
        _gap,
        lambda before, after: f"{100 * gap(before):.1f} points before, {100 * gap(after):.1f} now",
    ),
    "seed": Question(
        "chance starts anew. Will the islands lie at the same places as before?",
        {"same": "at the same places", "other": "at other places"},
        lambda before, after: "same" if moved_between(before, after) < after.settings.margin / 4 else "other",
        lambda before, after: (
            f"a digit lies {number(moved_between(before, after))} from where it lay, on average, and "
            f"{_rights(before, after)} of pairs never seen are right"
        ),
    ),
    "several": Question(
        "you changed several things. On pairs never seen, how many answers will be right?",
        {"more": "more than before", "same": "as many (within one in a hundred)", "fewer": "fewer"},
        _more_right,
        _rights,
    ),
}


def question_on(before: Settings, after: Settings) -> Question | None:
    """What is asked before a run; None where nothing changes."""
    changed = what_changes(before, after)
    if changed == "shared" and not after.shared:
        changed = "unshared"
    if changed == "margin":
        changed = "larger_margin" if after.margin > before.margin else "smaller_margin"
    return QUESTIONS[changed] if changed else None


def text_of(question: Question, before: Settings, after: Settings) -> str:
    """The question, with what was and is set."""
    changed = what_changes(before, after)
    names = NAMES.get(changed or "", {})
    old, new = (names.get(asdict(each).get(changed or ""), "") for each in (before, after))
    return question.text.format(before=old, after=new)
