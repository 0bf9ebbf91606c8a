"""What is asked before a training, and how the runs answer. Knows nothing of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from pages.parts.shared.language import Text, say
from pages.parts.shared.numbers import number
from pages.parts.shared.words import WEIGHTS
from pages.parts.training.outcomes import ONE_POINT, at_end, loss_text, share
from pages.parts.training.words import ALL_SETTINGS, PAIRS, STARTS
from siamese_core.live import RATES
from siamese_core.recorded import Run, Settings


@dataclass(frozen=True)
class Question:
    """Asked before a run starts.

    Attributes:
        text: of the question. `{before}` and `{after}` stand for what was and is set.
        answers: by code.
        answer: (before, after) -> the code of what came true.
        reason: (before, after) -> the numbers that say so, as a sentence.
        before, after: what was and is set, where only one thing differs.
    """

    text: Text
    answers: dict[str, Text]
    answer: Callable[[Run, Run], str]
    reason: Callable[[Run, Run], str]
    before: Any = None
    after: Any = None

    def in_words(self) -> str:
        """The question as it reads."""
        return self.text(before=self.before, after=self.after)


NAMES: dict[str, dict[Any, str | Text]] = {  # what can be set: how its values read
    "shared": {True: WEIGHTS["shared"], False: WEIGHTS["unshared"]},
    "margin": {0.5: "0.5", 1.0: "1", 2.0: "2"},
    "pairs": {**PAIRS},
    "learning_rate": {name: f"{rate:g}" for name, rate in RATES.items()},
    "digits": {200: "200", 1000: "1,000", 5000: "5,000"},
    "seed": {**STARTS},
}


def name_of(setting: str, value: Any) -> str:
    """How a value of a setting reads."""
    return str(NAMES[setting][value])


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
    return say("{before} before, {after} now, on average.", before=first, after=second)


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
    return say(
        "{before} before, {after} now.", before=share(before.unseen[-1]), after=share(after.unseen[-1])
    )


MORE_RIGHT = {
    "more": Text("more than before"),
    "same": Text("as many (within one in a hundred)"),
    "fewer": Text("fewer"),
}
QUESTIONS = {
    "unshared": Question(
        Text("each side gets a branch of its own. Will a digit lie at the same place on both maps?"),
        {
            "same": Text("at the same place"),
            "near": Text("nearer than two of the same digit"),
            "elsewhere": Text("farther away than these"),
        },
        _between_maps,
        lambda _, after: say(
            "a digit’s two places are {places} apart on average; two of the same digit are {same} apart.",
            places=number(distance_between_maps(after)),
            same=number(at_end(after, "unseen_same")),
        ),
    ),
    "shared": Question(
        Text("both sides get one branch. On pairs never seen, how many answers will be right?"),
        MORE_RIGHT,
        _more_right,
        _rights,
    ),
    "larger_margin": Question(
        Text("the margin grows from {before} to {after}. How far apart will two different digits end up?"),
        {
            "same": Text("as far as before"),
            "twice": Text("twice as far"),
            "four": Text("four times as far"),
        },
        _times_as_far,
        _distances,
    ),
    "smaller_margin": Question(
        Text("the margin shrinks from {before} to {after}. How far apart will two different digits end up?"),
        {
            "same": Text("as far as before"),
            "half": Text("half as far"),
            "quarter": Text("a quarter as far"),
        },
        _times_as_far,
        _distances,
    ),
    "pairs": Question(
        Text("it learns from {after} pairs. Where will the digits be in the end?"),
        {
            "islands": Text("in islands"),
            "point": Text("all in one point"),
            "apart": Text("all far apart, the same ones too"),
        },
        _where,
        lambda _, after: say(
            "two of the same digit are {same} apart on average, two different ones {different}.",
            same=number(at_end(after, "unseen_same")),
            different=number(at_end(after, "unseen_different")),
        ),
    ),
    "learning_rate": Question(
        Text(
            "steps of {after} instead of {before} (the learning rate). Will the loss end lower than that of "
            "the run on the map?"
        ),
        {"lower": Text("lower"), "same": Text("about the same"), "higher": Text("higher")},
        _loss,
        lambda before, after: say(
            "it ended at {before} in the run before, and at {after} in this one.",
            before=loss_text(before.loss[-1]),
            after=loss_text(after.loss[-1]),
        ),
    ),
    "digits": Question(
        Text(
            "it learns from {after} digits instead of {before}. It is right more often on these than on "
            "digits it has never seen: what becomes of this gap?"
        ),
        {"larger": Text("it grows"), "same": Text("it stays"), "smaller": Text("it shrinks")},
        _gap,
        lambda before, after: say(
            "{before:.1f} in a hundred answers before, {after:.1f} now.",
            before=100 * gap(before),
            after=100 * gap(after),
        ),
    ),
    "seed": Question(
        Text("chance begins anew, with another seed. Will the islands lie at the same places as before?"),
        {"same": Text("at the same places"), "other": Text("at other places")},
        lambda before, after: "same" if moved_between(before, after) < after.settings.margin / 4 else "other",
        lambda before, after: say(
            "on average, a digit lies {moved} from where it lay. Of pairs never seen, {before} were right "
            "and {after} are now.",
            moved=number(moved_between(before, after)),
            before=share(before.unseen[-1]),
            after=share(after.unseen[-1]),
        ),
    ),
    "several": Question(
        Text("you changed several things. On pairs never seen, how many answers will be right?"),
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
    if changed == "several":
        return QUESTIONS[changed]
    kind = changed
    if changed == "shared" and not after.shared:
        kind = "unshared"
    if changed == "margin":
        kind = "larger_margin" if after.margin > before.margin else "smaller_margin"
    old, new = (NAMES[changed][asdict(each)[changed]] for each in (before, after))
    return replace(QUESTIONS[kind], before=old, after=new)


def settings_in_words(settings: Settings) -> str:
    """What is set, as a list of words."""
    return ALL_SETTINGS(**{name: name_of(name, value) for name, value in asdict(settings).items()})
