"""What the questions of the quiz say. Texts have places for a question's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.parts.quiz.question import Question
from pages.parts.shared.language import Text, filled
from pages.parts.shared.words import VERDICTS


@dataclass(frozen=True)
class Wording:
    """The texts of a question.

    Attributes:
        question: in Markdown.
        options: by code; a mere number is no `Text`.
        why: by the code of the right option, a sentence on why it is right.
    """

    question: Text
    options: Mapping[str, Text | str]
    why: Mapping[str, Text]


def whichever(options: Mapping[str, Text | str], sentence: Text) -> dict[str, Text]:
    """The same sentence whichever option is right."""
    return dict.fromkeys(options, sentence)


BY_DISTANCE = {
    "same": Text("The distance {value} is within the threshold {threshold}: near enough for “same”."),
    "different": Text("The distance {value} is beyond the threshold {threshold}: too far for “same”."),
}
BY_PROBABILITY = {
    "same": Text("The probability {value} reaches the threshold {threshold}, so they say “same”."),
    "different": Text(
        "The probability {value} stays below the threshold {threshold}, so they say “different”."
    ),
}
COPIES = {
    "right": Text("A: the right digit"),
    "mirrored": Text("B: the left digit, mirrored"),
    "turned": Text("C: the left digit, upside down"),
}
ABOUT_COPIES = Text(
    "The distances are {right} to A, {mirrored} to B and {turned} to C: the smaller, the more alike to these "
    "twins."
)
MIRRORED = Text("The left digit is held against its own mirror image. What do the twins say?")
UPSIDE_DOWN = Text("The left digit is held against itself, upside down. What do the twins say?")
STAYS_OR_CHANGES = {"stays": Text("It stays exactly as it is"), "changes": Text("It changes")}
PARAMETERS = {"none": "{none}", "one": "{one}", "two": "{two}"}
COSTS = {
    "nothing": Text("Nothing"),
    "distance": Text("{by_distance}: the distance, squared"),
    "difference": Text("{by_difference}: what lies between distance and margin, squared"),
}
STEPS = {"first": Text("{first} steps"), "second": Text("{second} steps"), "third": Text("{third} steps")}
RIGHT_AFTER = Text(
    "{first_share:.1%} were right after {first} steps, {second_share:.1%} after {second}, {third_share:.1%} "
    "after {third}."
)
DIGITS = {str(digit): str(digit) for digit in range(10)}
NEXT_DOOR = Text(
    "Distances: {first_away} to the nearest {first}, {second_away} to the nearest {second}, and {third_away} "
    "to the nearest {third}."
)
VERDICT_AND_MISTAKE = {
    "same_accept": Text("“Same”; if wrong, a false accept"),
    "same_reject": Text("“Same”; if wrong, a false reject"),
    "different_accept": Text("“Different”; if wrong, a false accept"),
    "different_reject": Text("“Different”; if wrong, a false reject"),
}
BY_MOVED_DISTANCE = {
    "same_accept": Text(
        "{value} is within {threshold}, so they say “same”; to accept different digits is a false accept."
    ),
    "different_reject": Text(
        "{value} is beyond {threshold}, so they say “different”; to refuse twice the same digit is a false "
        "reject."
    ),
}
BY_MOVED_PROBABILITY = {
    "same_accept": Text(
        "{value} reaches {threshold}, so they say “same”; to accept different digits is a false accept."
    ),
    "different_reject": Text(
        "{value} stays below {threshold}, so they say “different”; to refuse twice the same digit is a false "
        "reject."
    ),
}
MISTAKES = {"accepts": Text("False accepts"), "rejects": Text("False rejects")}
MISTAKES |= {"both": Text("Both"), "neither": Text("Neither")}
COUNTED_MISTAKES = Text(
    "Of the test pairs, false accepts go from {accepts_before} to {accepts_after}, false rejects from "
    "{rejects_before} to {rejects_after}."
)
WAYS = {
    "signs": Text("Twins taught on invented signs"),
    "digits": Text("Twins taught on digits"),
    "pixels": Text("Raw pixels, without twins"),
}
FOUND = Text(
    "Of the twins taught on invented signs {signs_share:.1%} are right, of those taught on digits "
    "{digits_share:.1%}, of raw pixels {pixels_share:.1%}."
)

WORDINGS: dict[str, Wording] = {
    "verdict_distance": Wording(
        Text("These two are at distance {value}, and the threshold is {threshold}. What do the twins say?"),
        VERDICTS,
        BY_DISTANCE,
    ),
    "verdict_probability": Wording(
        Text(
            "The twins give these two a probability of {value}, and the threshold is {threshold}. What do "
            "they say?"
        ),
        VERDICTS,
        BY_PROBABILITY,
    ),
    "nearest_copy": Wording(
        Text(
            "Three pictures are held against the left digit. Which one is **nearest** to it, by the twins’ "
            "distance?"
        ),
        COPIES,
        whichever(COPIES, ABOUT_COPIES),
    ),
    "farthest_copy": Wording(
        Text(
            "Three pictures are held against the left digit. Which one is **farthest** from it, by the "
            "twins’ distance?"
        ),
        COPIES,
        whichever(COPIES, ABOUT_COPIES),
    ),
    "verdict_on_mirrored_distance": Wording(MIRRORED, VERDICTS, BY_DISTANCE),
    "verdict_on_mirrored_probability": Wording(MIRRORED, VERDICTS, BY_PROBABILITY),
    "verdict_on_turned_distance": Wording(UPSIDE_DOWN, VERDICTS, BY_DISTANCE),
    "verdict_on_turned_probability": Wording(UPSIDE_DOWN, VERDICTS, BY_PROBABILITY),
    "swap_distance": Wording(
        Text("Left and right change places. What becomes of their distance?"),
        STAYS_OR_CHANGES,
        {
            "stays": Text(
                "{before} before and {after} after: a distance does not ask which of both came first."
            ),
            "changes": Text(
                "{before} before and {after} after: each digit is now read by the other branch, and the two "
                "branches see differently."
            ),
        },
    ),
    "swap_probability": Wording(
        Text("Left and right change places. What becomes of the probability that they are the same?"),
        STAYS_OR_CHANGES,
        {
            "stays": Text(
                "{before} before and {after} after, although the metric network reads the left embedding "
                "first."
            ),
            "changes": Text(
                "{before} before and {after} after: the metric network reads the left embedding first, so "
                "the order counts."
            ),
        },
    ),
    "count_parameters": Wording(
        Text(
            "With shared weights, twins of this design have {none} parameters. How many have unshared ones?"
        ),
        PARAMETERS,
        {
            "none": Text("They have as many."),
            "one": Text("One branch more, for the other side: {none} and {branch} make {one}."),
            "two": Text("Two branches more: {none} and twice {branch} make {two}."),
        },
    ),
    "same_drawing": Wording(
        Text("The left digit goes into both sides of the twins. What is the distance?"),
        {"zero": Text("Exactly 0"), "more": Text("More than 0")},
        {
            "zero": Text("The distance is {distance}: both sides turn the picture into the same embedding."),
            "more": Text("The distance is {distance}: two branches turn one picture into two embeddings."),
        },
    ),
    "cost_different": Wording(
        Text(
            "Suppose these two are **different** digits. They are at distance {distance}, and the margin is "
            "{margin}. What would the pair cost?"
        ),
        COSTS,
        {
            "nothing": Text("Beyond the margin, different digits are left in peace."),
            "difference": Text(
                "Within the margin, different digits are pushed apart, and cost (margin − distance)² = "
                "{by_difference}."
            ),
        },
    ),
    "cost_same": Wording(
        Text(
            "Suppose these two are the **same** digit. They are at distance {distance}, and the margin is "
            "{margin}. What would the pair cost?"
        ),
        COSTS,
        {
            "distance": Text(
                "Whatever the margin is, the same digits are pulled together, and cost distance² = "
                "{by_distance}."
            ),
        },
    ),
    "pair_in_run": Wording(
        Text(
            "In the first run on *Training*, these two lie {start} apart at the start, and the margin is "
            "{margin}. How far apart do they end up?"
        ),
        {
            "nearer": Text("Nearer than at the start"),
            "farther": Text("Farther than at the start, within the margin"),
            "beyond": Text("Beyond the margin"),
        },
        {
            "nearer": Text("{end} after {steps} steps: training brought the two of them together."),
            "farther": Text(
                "{end} after {steps} steps: they were pushed apart, but not as far as the margin."
            ),
            "beyond": Text(
                "{end} after {steps} steps: they were pushed apart, and beyond the margin nothing pushes any "
                "more."
            ),
        },
    ),
    "steps_until_right": Wording(
        Text(
            "The first run on *Training* takes {steps} steps. After which of these were {most:.0%} of its "
            "answers on digits never seen right, for the first time?"
        ),
        STEPS,
        whichever(STEPS, RIGHT_AFTER),
    ),
    "next_door_left": Wording(
        Text("To the twins, the left digit lives among the {kind}s. Which other digit comes nearest to it?"),
        DIGITS,
        whichever(DIGITS, NEXT_DOOR),
    ),
    "next_door_right": Wording(
        Text("To the twins, the right digit lives among the {kind}s. Which other digit comes nearest to it?"),
        DIGITS,
        whichever(DIGITS, NEXT_DOOR),
    ),
    "at_threshold_distance": Wording(
        Text(
            "The threshold is moved to {threshold}, and these two are at distance {value}. What do the twins "
            "say, and would that be a false accept or a false reject if it were wrong?"
        ),
        VERDICT_AND_MISTAKE,
        BY_MOVED_DISTANCE,
    ),
    "at_threshold_probability": Wording(
        Text(
            "The threshold is moved to {threshold}, and these two have the probability {value}. What do the "
            "twins say, and would that be a false accept or a false reject if it were wrong?"
        ),
        VERDICT_AND_MISTAKE,
        BY_MOVED_PROBABILITY,
    ),
    "more_mistakes_distance": Wording(
        Text(
            "The threshold of the distance moves from {start} to {end}. Which mistakes become more, false "
            "accepts or false rejects?"
        ),
        MISTAKES,
        whichever(MISTAKES, COUNTED_MISTAKES),
    ),
    "more_mistakes_probability": Wording(
        Text(
            "The threshold of the probability moves from {start} to {end}. Which mistakes become more, false "
            "accepts or false rejects?"
        ),
        MISTAKES,
        whichever(MISTAKES, COUNTED_MISTAKES),
    ),
    "most_of_invented_20": Wording(
        Text(
            "{signs} new signs that a program made up, one example of each. Who finds the right one **most** "
            "often: one of two kinds of twins, or raw pixels?"
        ),
        WAYS,
        whichever(WAYS, FOUND),
    ),
    "least_of_invented_5": Wording(
        Text(
            "{signs} new signs that a program made up, one example of each. Who finds the right one "
            "**least** often: one of two kinds of twins, or raw pixels?"
        ),
        WAYS,
        whichever(WAYS, FOUND),
    ),
    "least_of_pen_other_writer": Wording(
        Text(
            "{signs} digits written by people, one example of each by another writer. Who finds the right "
            "one **least** often: one of two kinds of twins, or raw pixels?"
        ),
        WAYS,
        whichever(WAYS, FOUND),
    ),
    "most_of_mnist": Wording(
        Text(
            "{signs} digits written by people, one example of each by anybody. Who finds the right one "
            "**most** often: one of two kinds of twins, or raw pixels?"
        ),
        WAYS,
        whichever(WAYS, FOUND),
    ),
}


def options_of(question: Question) -> dict[str, str]:
    """The options of a question by their codes, as they read."""
    texts = WORDINGS[question.wording].options
    return {option: filled(str(texts[option]), dict(question.numbers)) for option in question.options}
