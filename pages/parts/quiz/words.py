"""What the quiz says, in one place. Texts have placeholders for a question's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.parts.quiz.question import Question

QUESTION = "What do you know now?"
FIRST_SENTENCE = (
    "Eight questions, most of them about your own two digits. The class board counts the right answers, "
    "without names."
)
PROGRESS = "{place} of {all}"
MARKS = {"right": "right", "wrong": "wrong", "open": "not answered", "missing": "not asked"}
BACK, NEXT, TO_SCORE = "Back", "Next", "To the score"
RIGHT, WRONG = "**Right.**", "**No.**"
YOURS = "your answer"
SEE_IT = "See it: {page}"
YOUR_PAIR = "Your own pair."
AN_EXAMPLE = "An example: draw a pair of your own"
EARLIER_PAIR = "You answered this about an earlier pair."
OTHER_TWINS = "You answered this with other twins: {design}, {sharing}."
NOT_FOR_THIS_PAIR = (
    "This question has no clear answer for these two drawings. Draw others, or go on: it does not count."
)
WITHOUT_FILE = "This question cannot be asked, and does not count."
SCORE = "{right} of {all} right"
GO_ON = "Go on: {open} to be answered"
BEFORE = "Before, you finished with {score} right. On the board the first answers count."
AGAIN = "Try again"
ABOUT_AGAIN = "Other questions come, about the pair and the twins that you have then."

CAPTIONS = {  # of the pictures, by how many there are
    1: ("this digit",),
    2: ("left", "right"),
    4: ("left", "A", "B", "C"),
}


@dataclass(frozen=True)
class Wording:
    """The texts of a question.

    Attributes:
        question: in Markdown.
        options: by code, as they read.
        why: by the code of the right option, a sentence on why it is right.
    """

    question: str
    options: Mapping[str, str]
    why: Mapping[str, str]


def whichever(options: Mapping[str, str], sentence: str) -> dict[str, str]:
    """The same sentence whichever option is right."""
    return dict.fromkeys(options, sentence)


VERDICTS = {"same": "Same digit", "different": "Different digits"}
BY_DISTANCE = {
    "same": "The distance {value} is within the threshold {threshold}: near enough for “same”.",
    "different": "The distance {value} is beyond the threshold {threshold}: too far for “same”.",
}
BY_PROBABILITY = {
    "same": "The probability {value} reaches the threshold {threshold}, so they say “same”.",
    "different": "The probability {value} stays below the threshold {threshold}, so they say “different”.",
}
COPIES = {
    "right": "A: the right digit",
    "mirrored": "B: the left digit, mirrored",
    "turned": "C: the left digit, upside down",
}
ABOUT_COPIES = (
    "The distances are {right} to A, {mirrored} to B and {turned} to C: the smaller, the more alike to these "
    "twins."
)
MIRRORED = "The left digit is held against its own mirror image. What do the twins say?"
UPSIDE_DOWN = "The left digit is held against itself, upside down. What do the twins say?"
STAYS_OR_CHANGES = {"stays": "It stays exactly as it is", "changes": "It changes"}
PARAMETERS = {"none": "{none}", "one": "{one}", "two": "{two}"}
COSTS = {
    "nothing": "Nothing",
    "distance": "{by_distance}: the distance, squared",
    "difference": "{by_difference}: what lies between distance and margin, squared",
}
STEPS = {"first": "{first} steps", "second": "{second} steps", "third": "{third} steps"}
DIGITS = {str(digit): str(digit) for digit in range(10)}
NEXT_DOOR = (
    "Distances: {first_away} to the nearest {first}, {second_away} to the nearest {second}, and {third_away} "
    "to the nearest {third}."
)
VERDICT_AND_MISTAKE = {
    "same_accept": "“Same”; if wrong, a false accept",
    "same_reject": "“Same”; if wrong, a false reject",
    "different_accept": "“Different”; if wrong, a false accept",
    "different_reject": "“Different”; if wrong, a false reject",
}
WHY_MISTAKE = {
    "distance": {
        "same_accept": "{value} is within {threshold}, so they say “same”; to accept different digits is a "
        "false accept.",
        "different_reject": "{value} is beyond {threshold}, so they say “different”; to refuse twice the "
        "same digit is a false reject.",
    },
    "probability": {
        "same_accept": "{value} reaches {threshold}, so they say “same”; to accept different digits is a "
        "false accept.",
        "different_reject": "{value} stays below {threshold}, so they say “different”; to refuse twice the "
        "same digit is a false reject.",
    },
}
MISTAKES = {
    "accepts": "False accepts",
    "rejects": "False rejects",
    "both": "Both",
    "neither": "Neither",
}
COUNTED_MISTAKES = (
    "Of the test pairs, false accepts go from {accepts_before} to {accepts_after}, false rejects from "
    "{rejects_before} to {rejects_after}."
)
WAYS = {
    "signs": "Twins taught on invented signs",
    "digits": "Twins taught on digits",
    "pixels": "Raw pixels, without twins",
}
FOUND = (
    "Of the twins taught on invented signs {signs_share} are right, of those taught on digits "
    "{digits_share}, of raw pixels {pixels_share}."
)

WORDINGS: dict[str, Wording] = {
    "verdict_distance": Wording(
        "These two are at distance {value}, and the threshold is {threshold}. What do the twins say?",
        VERDICTS,
        BY_DISTANCE,
    ),
    "verdict_probability": Wording(
        "The twins give these two a probability of {value}, and the threshold is {threshold}. What do they "
        "say?",
        VERDICTS,
        BY_PROBABILITY,
    ),
    "nearest_copy": Wording(
        "Three pictures are held against the left digit. Which one is **nearest** to it, by the twins’ "
        "distance?",
        COPIES,
        whichever(COPIES, ABOUT_COPIES),
    ),
    "farthest_copy": Wording(
        "Three pictures are held against the left digit. Which one is **farthest** from it, by the twins’ "
        "distance?",
        COPIES,
        whichever(COPIES, ABOUT_COPIES),
    ),
    "verdict_on_mirrored_distance": Wording(MIRRORED, VERDICTS, BY_DISTANCE),
    "verdict_on_mirrored_probability": Wording(MIRRORED, VERDICTS, BY_PROBABILITY),
    "verdict_on_turned_distance": Wording(UPSIDE_DOWN, VERDICTS, BY_DISTANCE),
    "verdict_on_turned_probability": Wording(UPSIDE_DOWN, VERDICTS, BY_PROBABILITY),
    "swap_distance": Wording(
        "Left and right change places. What becomes of their distance?",
        STAYS_OR_CHANGES,
        {
            "stays": "{before} before and {after} after: a distance does not ask which of both came first.",
            "changes": "{before} before and {after} after: each digit is now read by the other branch, and "
            "the two branches see differently.",
        },
    ),
    "swap_probability": Wording(
        "Left and right change places. What becomes of the probability that they are the same?",
        STAYS_OR_CHANGES,
        {
            "stays": "{before} before and {after} after, although the metric network reads the left "
            "embedding first.",
            "changes": "{before} before and {after} after: the metric network reads the left embedding "
            "first, so the order counts.",
        },
    ),
    "count_parameters": Wording(
        "With shared weights, twins of this design have {none} parameters. How many have unshared ones?",
        PARAMETERS,
        {
            "none": "They have as many.",
            "one": "One branch more, for the other side: {none} and {branch} make {one}.",
            "two": "Two branches more: {none} and twice {branch} make {two}.",
        },
    ),
    "same_drawing": Wording(
        "The left digit goes into both sides of the twins. What is the distance?",
        {"zero": "Exactly 0", "more": "More than 0"},
        {
            "zero": "The distance is {distance}: both sides turn the picture into the same embedding.",
            "more": "The distance is {distance}: two branches turn one picture into two embeddings.",
        },
    ),
    "cost_different": Wording(
        "Suppose these two are **different** digits. They are at distance {distance}, and the margin is "
        "{margin}. What would the pair cost?",
        COSTS,
        {
            "nothing": "Beyond the margin, different digits are left in peace.",
            "difference": "Within the margin, different digits are pushed apart, and cost (margin − "
            "distance)² = {by_difference}.",
        },
    ),
    "cost_same": Wording(
        "Suppose these two are the **same** digit. They are at distance {distance}, and the margin is "
        "{margin}. What would the pair cost?",
        COSTS,
        {
            "distance": "Whatever the margin is, the same digits are pulled together, and cost distance² = "
            "{by_distance}.",
        },
    ),
    "pair_in_run": Wording(
        "In the first run on *Training*, these two lie {start} apart at the start, and the margin is "
        "{margin}. How far apart do they end up?",
        {
            "nearer": "Nearer than at the start",
            "farther": "Farther than at the start, within the margin",
            "beyond": "Beyond the margin",
        },
        {
            "nearer": "{end} after {steps} steps: training brought the two of them together.",
            "farther": "{end} after {steps} steps: they were pushed apart, but not as far as the margin.",
            "beyond": "{end} after {steps} steps: they were pushed apart, and beyond the margin nothing "
            "pushes any more.",
        },
    ),
    "steps_until_right": Wording(
        "The first run on *Training* takes {steps} steps. After which of these were {most} of its answers on "
        "digits never seen right, for the first time?",
        STEPS,
        whichever(
            STEPS,
            "{first_share} were right after {first} steps, {second_share} after {second}, {third_share} "
            "after {third}.",
        ),
    ),
    "next_door_left": Wording(
        "To the twins, the left digit lives among the {kind}s. Which other digit comes nearest to it?",
        DIGITS,
        whichever(DIGITS, NEXT_DOOR),
    ),
    "next_door_right": Wording(
        "To the twins, the right digit lives among the {kind}s. Which other digit comes nearest to it?",
        DIGITS,
        whichever(DIGITS, NEXT_DOOR),
    ),
    "at_threshold_distance": Wording(
        "The threshold is moved to {threshold}, and these two are at distance {value}. What do the twins "
        "say, and would that be a false accept or a false reject if it were wrong?",
        VERDICT_AND_MISTAKE,
        WHY_MISTAKE["distance"],
    ),
    "at_threshold_probability": Wording(
        "The threshold is moved to {threshold}, and these two have the probability {value}. What do the "
        "twins say, and would that be a false accept or a false reject if it were wrong?",
        VERDICT_AND_MISTAKE,
        WHY_MISTAKE["probability"],
    ),
    "more_mistakes_distance": Wording(
        "The threshold of the distance moves from {start} to {end}. Which mistakes become more, false "
        "accepts or false rejects?",
        MISTAKES,
        whichever(MISTAKES, COUNTED_MISTAKES),
    ),
    "more_mistakes_probability": Wording(
        "The threshold of the probability moves from {start} to {end}. Which mistakes become more, false "
        "accepts or false rejects?",
        MISTAKES,
        whichever(MISTAKES, COUNTED_MISTAKES),
    ),
    "most_of_invented_20": Wording(
        "{signs} new signs that a program made up, one example of each. Who finds the right one **most** "
        "often?",
        WAYS,
        whichever(WAYS, FOUND),
    ),
    "least_of_invented_5": Wording(
        "{signs} new signs that a program made up, one example of each. Who finds the right one **least** "
        "often?",
        WAYS,
        whichever(WAYS, FOUND),
    ),
    "least_of_pen_other_writer": Wording(
        "{signs} digits written by people, one example of each by another writer. Who finds the right one "
        "**least** often?",
        WAYS,
        whichever(WAYS, FOUND),
    ),
    "most_of_mnist": Wording(
        "{signs} digits written by people, one example of each by anybody. Who finds the right one **most** "
        "often?",
        WAYS,
        whichever(WAYS, FOUND),
    ),
}


def options_of(question: Question) -> dict[str, str]:
    """The options of a question by their codes, as they read."""
    texts = WORDINGS[question.wording].options
    return {option: texts[option].format(**question.numbers) for option in question.options}
