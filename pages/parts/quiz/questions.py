"""All questions of the quiz, by their codes."""

from __future__ import annotations

from collections.abc import Sequence

from pages.parts.quiz.measured import (
    ONE_EXAMPLE,
    more_mistakes,
    next_door,
    pair_in_run,
    steps_until_right,
    who_is_right,
)
from pages.parts.quiz.of_pair import (
    at_threshold,
    count_parameters,
    farthest_copy,
    nearest_copy,
    same_drawing,
    swap,
    verdict_on_copy,
    what_it_costs,
    what_they_say,
)
from pages.parts.quiz.question import About, Maker, Question

QUESTIONS: dict[str, Sequence[Maker]] = {  # by code, in their order; each attempt begins with another maker
    "quiz_home": (what_they_say,),
    "quiz_turned": (nearest_copy, farthest_copy, verdict_on_copy),
    "quiz_sharing": (swap, count_parameters, same_drawing),
    "quiz_loss": (what_it_costs,),
    "quiz_training": (pair_in_run, steps_until_right),
    "quiz_map": (next_door,),
    "quiz_verification": (at_threshold, more_mistakes),
    "quiz_one_example": tuple(who_is_right(which) for which in range(len(ONE_EXAMPLE))),
}


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
