"""What this page says, in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pages.parts.one_example.notebook import (
    FEWEST,
    FORGED,
    GENUINE,
    NONE,
    PEOPLE,
    PROGRAM,
    WRITERS,
    YOU,
    Answer,
)
from pages.parts.one_example.score import right_answers, was_right
from pages.parts.one_example.signs import Sign, in_markdown
from pages.parts.one_example.ways import PIXELS, WAYS, Found, Way
from pages.parts.shared.glossary import explained
from pages.parts.shared.numbers import number
from siamese_core.files import DIGITS, SIGNS

QUESTION = "Can it learn a sign from one drawing?"
FIRST_SENTENCE = (
    "Draw a sign of your own, once. The twins turn it into {dim} numbers, and know it again by them."
)
ABOUT = {
    SIGNS: (
        "Both twins are one convolutional branch. It was taught on signs that a program invented, none of "
        "them made to be a digit or a letter: only which two drawings are the same. {dim} numbers come out."
    ),
    DIGITS: (
        "Both twins are one convolutional branch, that of the first page. It was taught on digits, and never "
        "saw another sign. {dim} numbers come out."
    ),
}
OF_DRAWINGS = {  # the glossary's sentences, where no digits are meant
    "#word-embedding": "The list of numbers that a branch makes of a drawing. Alike drawings, alike lists.",
    "#word-branch": "The part of the network that reads one drawing and turns it into its embedding.",
    "#word-twins": "Two branches, one for each drawing, and what compares the lists that come out of them.",
    "#word-false-accept": "A forged signature was accepted.",
    "#word-false-reject": "A genuine signature was refused.",
}
PARTS = {"signs": "Signs", "signatures": "Whose signature?"}
KIND_OF_TWINS = "kind of twins"
TAUGHT_ON = "Taught on"
CHOICES = {SIGNS: "invented signs", DIGITS: "digits"}  # of what the twins are taught on
WAYS_IN_WORDS = {SIGNS: "taught on invented signs", DIGITS: "taught on digits", PIXELS: "raw pixels"}

INVITATIONS = {
    "signs": ("Draw a sign here", "Draw it again here"),
    "signatures": ("Sign here", "A neighbour forges it here"),
}
CANVAS_NAMES = {"signs": ("Example", "Question"), "signatures": ("Yours", "Whose?")}
ADD = {"signs": "Add as a sign", "signatures": "Add to mine"}
NAME, NAME_HERE = "Name (if you like)", "Name"
KIND = {"signs": "Sign", "signatures": "Mine"}
STARTERS = "Take a shelf"
ONLY_MINE = "Only my own"
ASK = "Let somebody else draw one of them"
WRITTEN_AGAIN, SAME_WRITER, ANOTHER_WRITER = "a program, again", "the same writer", "another writer"
ASKED_OF = {
    "signs": "Which one is it in truth?",
    "signatures": "What is it in truth?",
}
NONE_OF_THESE = "None of these"
SIGNATURE_ANSWERS = {GENUINE: "Genuine", FORGED: "Forged"}

PREDICTION = (
    "new signs that none of the three was ever shown, one example each. Who finds the right one **least** "
    "often?"
)
SHOW_OTHERS = "Show others"
ABOUT_WRONG_ONES = "Of each: what was drawn, what the twins said it is, and what it was. Dark: none of these."
PUT_BACK = "Put “{name}” back"
ALL_THREE, HOW_OFTEN, TAUGHT_ON_PART, WRONG_ONES = (
    "All three",
    "How often right?",
    "What they were taught on",
    "Wrong ones",
)
BELOW = {  # what can be chosen below the canvases, in each part of the page
    "signs": (ALL_THREE, HOW_OFTEN, TAUGHT_ON_PART, WRONG_ONES),
    "signatures": (ALL_THREE,),
}
ABOUT_ALL_THREE = (
    "The same drawing, seen in three ways. Each has a scale of its own, so each has a threshold of its own, "
    "calibrated in the same way."
)
NO_DRAWING_YET = {
    "signs": "Put a sign on the shelf and draw on the right: then the three answer here.",
    "signatures": "Add three signatures of yours and sign on the right: then the three answer here.",
}
NO_MISTAKES_YET = "No mistake of the twins yet, among the drawings that you answered."
PREDICT_FIRST = "Predict first, above: then the figures are here."

FULL = "The shelf is full: take a sign off first."
NOTHING_DRAWN = "Nothing is drawn on the left."
NOTHING_TO_ASK = "There is no such sign on the shelf."
NOT_DRAWN = "That drawing did not come out. Ask once more."
IT_WAS = "It was drawn as “{name}”, and counts as that."
IT_IS_GONE = "The sign that it was drawn as is no longer on the shelf, so it counts as none of these."
SHELF_CHANGED = "You answered this drawing before; the shelf has changed since then. The score stays."
WITHOUT_DIGITS = (
    "The twins taught on digits cannot be loaded. The page goes on with those taught on invented signs, and "
    "with raw pixels."
)
CUT = "A name has up to {longest} characters: this one is now “{name}”."
OWN_STAY = "Your own signs stay: {fit} of {all} had room beside them."
TOO_MUCH = "This drawing has too many strokes for the shelf."

ON_SHELF = {  # what the shelf in the browser says
    "remove": "Take off the shelf:",
    "threshold": "threshold",
    "axis": "distance",
}
VERDICTS = {  # of each part: what a way of seeing says up to its threshold, and beyond it
    "signs": ("this one", "none of these"),
    "signatures": ("accepted", "refused"),
}


def about_twins(taught: str, dim: int) -> str:
    """What the tap on "How exactly?" says."""
    return ABOUT[taught].format(dim=dim)


def verdict_on_sign(found: Found, signs: Sequence[Sign]) -> str:
    """Which sign it is, and how sure one can be. Its words are explained; a sign's name is none of them."""
    distance, threshold = number(found.distance), number(found.way.threshold)
    if found.accepted:
        verdict = (
            "### :green[:material/check_circle: This is “{name}”]\n\n"
            f"Distance **{distance}**: up to {threshold} counts as the same sign."
        )
    else:
        verdict = (
            f"### :red[:material/cancel: {NONE_OF_THESE}]\n\n"
            f"“{{name}}” is nearest, at distance **{distance}**: beyond the threshold {threshold}."
        )
    return explained(verdict).format(name=in_markdown(signs[found.nearest].name))


def verdict_on_signature(found: Found) -> str:
    """Accepted or refused, by the nearest of the student's own."""
    threshold = found.way.threshold
    if found.accepted:
        return (
            "### :green[:material/check_circle: Accepted]\n\nThe nearest of your own is at distance "
            f"**{number(found.distance)}**: up to {number(threshold)} it is taken for yours."
        )
    return (
        "### :red[:material/cancel: Refused]\n\nThe nearest of your own is at distance "
        f"**{number(found.distance)}**: beyond the threshold {number(threshold)}."
    )


def what_to_do(part: str, on_shelf: int) -> str:
    """What is next, where there is no verdict yet."""
    if part == "signs":
        if on_shelf == 0:
            return (
                "Draw a sign on the left and **add it** (+): a letter, a doodle, anything. Or take a shelf "
                "below."
            )
        return "Now draw one of the signs on the right, or something else."
    if on_shelf < FEWEST[part]:
        return (
            f"### {FEWEST[part] - on_shelf} to go\n\nSign on the left, as you always do, and **add it** (+)."
        )
    return "Now sign on the right, or let a neighbour forge your signature there."


def no_training(on_shelf: int, dim: int) -> str:
    """What adding a sign does."""
    stored = f" On the shelf: {on_shelf} × {dim:,} = {on_shelf * dim:,} numbers." if on_shelf else ""
    return f"No training happens here: adding a sign stores one embedding of {dim:,} numbers.{stored}"


def who_was_right(answer: Answer, ways: Iterable[str]) -> str:
    """Of the drawing that was answered. `ways`: of seeing."""
    right, wrong = (
        [WAYS_IN_WORDS[way] for way in ways if was_right(answer, way) == is_right]
        for is_right in (True, False)
    )
    parts = [
        f"**{which}**: {', '.join(ways)}" for which, ways in (("Right", right), ("Wrong", wrong)) if ways
    ]
    return ". ".join(parts) + "."


def score(counts: Counter[str], ways: Iterable[str] = WAYS) -> str:
    """How often each was right, and about whose drawings; blank where nothing was answered."""
    total, right = right_answers(counts)
    if not total:
        return ""
    names = {YOU: "drawn here", PROGRAM: "by the program's hand", PEOPLE: "by other writers"}
    whose = ", ".join(f"{counts[writer]} {names[writer]}" for writer in WRITERS if counts[writer])
    each = ", ".join(f"{WAYS_IN_WORDS[way]} **{right[way]}**" for way in ways)
    trust = " It trusts what you tap." if counts[YOU] else ""
    return f"Right in {total} answered question{'s' if total > 1 else ''} ({whose}): {each}.{trust}"


def about_invented(signs: int) -> str:
    """What the twins were taught on."""
    return (
        f"A program made up {signs:,} signs, of one to four strokes, and wrote each again and "
        "again with a hand that varies. These are some of the very drawings. The twins were told which are "
        "the same sign. None was made to be a digit or a letter; a few look like one by chance."
    )


def caption_of_mistake(said: str, right: str, taught: str) -> str:
    """Under a wrong one."""
    names = [f"“{name}”" if name else NONE for name in (said, right)]
    return f"{WAYS_IN_WORDS[taught]}: {names[0]}; in truth {names[1]}"


def in_words(side: str, strokes: int, readable: bool) -> str:
    """What is on a canvas, for those who do not see it."""
    if strokes == 0:
        return f"{side} canvas, blank"
    if not readable:
        return f"{side} canvas, with a drawing that cannot be read"
    return f"{side} canvas, with a drawing of {strokes} stroke{'s' if strokes > 1 else ''}"


def axis_in_words(found: Found | None, way: Way, signs: Sequence[Sign]) -> str:
    """What the axis shows, for those who do not see it."""
    if found is None:
        return f"An axis of distance. The threshold is at {number(way.threshold)}; there is no drawing yet."
    places = ", ".join(f"{signs[i].name} at {number(float(found.distances[i]))}" for i in found.order)
    return (
        f"The signs by their distance from the drawing, nearest first: {places}. The threshold is at "
        f"{number(way.threshold)}."
    )
