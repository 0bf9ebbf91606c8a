"""What this page says, in one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pages.parts.one_example.score import (
    FORGED,
    GENUINE,
    NONE,
    PEOPLE,
    PROGRAM,
    WRITERS,
    YOU,
    right_answers,
    says,
)
from pages.parts.one_example.signs import Sign, in_markdown
from pages.parts.one_example.ways import PIXELS, WAYS, Found, Way
from pages.parts.shared.numbers import number, per_cent
from siamese_core.files import DIGITS, SIGNS

QUESTION = "Can it learn a sign from one drawing?"
FIRST_SENTENCE = (
    "Draw a sign of your own, once. The twins turn it into {dim} numbers, and know it again by them."
)
ABOUT = {
    SIGNS: (
        "Both twins are one convolutional branch. It was taught on {signs:,} signs that a program "
        "invented, and "
        "on no digit and no letter: only which two drawings are the same sign. {dim} numbers come out."
    ),
    DIGITS: (
        "Both twins are one convolutional branch, that of the first page. It was taught on digits, and "
        "never "
        "saw another sign. {dim} numbers come out."
    ),
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
NAME = "Name (if you like)"
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
INVENT_OTHERS = "Invent others"
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
    "signatures": (ALL_THREE, HOW_OFTEN),
}
ABOUT_ALL_THREE = (
    "The same drawing, seen in three ways. Each has a scale of its own, so each has a threshold of its "
    "own, "
    "calibrated in the same way."
)
NO_DRAWING_YET = "Put a sign on the shelf and draw on the right: then the three answer here."
NO_MISTAKES_YET = "No mistake of the twins yet, among the drawings that you answered."
PREDICT_FIRST = "Predict first, above: then the figures are here."

FULL = "The shelf is full: take a sign off first."
NOTHING_DRAWN = "Nothing is drawn on the left."
NOTHING_TO_ASK = "There is no such sign on the shelf."
IT_WAS = "It was drawn as “{name}”, and counts as that."
OWN_STAY = "Your own signs stay: {fit} of {all} had room beside them."
TOO_MUCH = "This drawing has too many strokes for the shelf."

PROTOCOLS = {  # by their names on the card: whose drawings they are, and whose the example is
    "invented_5": ("signs that the program invents, never shown before", "drawn by the program's hand"),
    "invented_20": ("signs that the program invents, never shown before", "drawn by the program's hand"),
    "pen_same_writer": ("digits that people wrote with a pen", "the example by the same writer"),
    "pen_other_writer": ("digits that people wrote with a pen", "the example by another writer"),
    "mnist": ("MNIST's test digits, written by people", "the example by anybody"),
}
KINDS = {"invented": "invented signs", "pen_same_writer": "pen digits, the same writer"}
KOCH = (
    "To recognise from one example is called one-shot. Koch et al. (2015) report 92.0% of 20 for their "
    "siamese network, and 95.5% for people, on letters "
    "of one alphabet "
    "that other people drew; ours of 20 are drawn by a program, so the two do not stand side by side. On "
    "MNIST, without "
    "having seen a digit, they report 70.3% of 10, and 26.5% for raw pixels: the last row may stand "
    "beside that, and so "
    "may the one with another writer."
)


def about_twins(taught: str, dim: int, signs: int) -> str:
    """What the tap on "How exactly?" says."""
    return ABOUT[taught].format(dim=dim, signs=signs)


def verdict_on_sign(found: Found, signs: Sequence[Sign]) -> str:
    """Which sign it is, and how sure one can be."""
    name, threshold = in_markdown(signs[found.nearest].name), found.way.threshold
    if found.accepted:
        return (
            f"### :green[:material/check_circle: This is “{name}”]\n\nDistance "
            f"**{number(found.distance)}**: up to "
            f"{number(threshold)} counts as the same sign."
        )
    return (
        f"### :red[:material/cancel: {NONE_OF_THESE}]\n\n“{name}” is nearest, at distance "
        f"**{number(found.distance)}**: beyond the threshold {number(threshold)}."
    )


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
                "Draw a sign on the left and **add it** (+): a letter, a doodle, anything. "
                "Or take a shelf below."
            )
        return "Now draw one of the signs on the right, or something else."
    if on_shelf < 3:
        return f"Sign on the left, as you always do, and **add it** (+): {3 - on_shelf} to go."
    return "Now sign on the right, or let a neighbour forge your signature there."


def no_training(on_shelf: int, dim: int) -> str:
    """What adding a sign does."""
    stored = f" On the shelf: {on_shelf} × {dim:,} = {on_shelf * dim:,} numbers." if on_shelf else ""
    return f"No training happens here: adding a sign stores one embedding of {dim:,} numbers.{stored}"


def who_was_right(tapped: str, found: Mapping[str, Found], signs: Sequence[Sign]) -> str:
    """Of the drawing that was answered."""
    right = [WAYS_IN_WORDS[way] for way in WAYS if says(found[way], signs) == tapped]
    wrong = [WAYS_IN_WORDS[way] for way in WAYS if says(found[way], signs) != tapped]
    parts = [
        f"**{which}**: {', '.join(ways)}" for which, ways in (("Right", right), ("Wrong", wrong)) if ways
    ]
    return ". ".join(parts) + "."


def score(counts: Counter[str]) -> str:
    """How often each was right, and about whose drawings; blank where nothing was answered."""
    total, right = right_answers(counts)
    if not total:
        return ""
    names = {YOU: "drawn here", PROGRAM: "by the program's hand", PEOPLE: "by other writers"}
    whose = ", ".join(f"{counts[writer]} {names[writer]}" for writer in WRITERS if counts[writer])
    each = ", ".join(f"{WAYS_IN_WORDS[way]} **{right[way]}**" for way in WAYS)
    return f"Right in {total} answered question{'s' if total > 1 else ''} ({whose}): {each}."


def signature_table(counts: Counter[str]) -> str:
    """Both kinds of mistakes for every way of seeing, as a Markdown table."""
    rows = []
    for way in WAYS:
        cells = {
            name: counts[f"{way} {name}"]
            for name in ("true_accepts", "false_rejects", "false_accepts", "true_rejects")
        }
        forged = cells["false_accepts"] + cells["true_rejects"]
        genuine = cells["true_accepts"] + cells["false_rejects"]
        rows.append(
            f"| {WAYS_IN_WORDS[way]} | **{cells['false_accepts']}** of {forged} forged | "
            f"**{cells['false_rejects']}** of {genuine} genuine |"
        )
    return "| seen by | False accepts | False rejects |\n|---|---|---|\n" + "\n".join(rows)


ABOUT_SIGNATURES = (
    "A false accept lets a forger in, a false reject shuts you out. A lower threshold makes fewer of the "
    "first and more "
    "of the second, as on *Verification*. The threshold here was calibrated on signs and digits, not on "
    "signatures: a bank "
    "would calibrate it on signatures, and ask for more than three."
)


def protocol(name: str, measured: Mapping[str, Any]) -> str:
    """A row's name: how many signs, which, and by whom."""
    kind, whose = PROTOCOLS[name]
    return f"{measured['signs']} {kind}; {whose}"


def table_of_accuracy(card: Mapping[str, Any]) -> str:
    """How often each way of seeing finds the right one, as a Markdown table from the card."""
    head = (
        "| one example each of | questions | "
        + " | ".join(WAYS_IN_WORDS[way] for way in WAYS)
        + " | guessing |"
    )
    rows = [head, "|---|--:|" + "--:|" * (len(WAYS) + 1)]
    for name, measured in card["one_shot"].items():
        best = max(measured["accuracy"].values())
        shares = [measured["accuracy"][way] for way in WAYS]
        cells = [f"**{per_cent(share, 1)}**" if share == best else per_cent(share, 1) for share in shares]
        rows.append(
            f"| {protocol(name, measured)} | {measured['questions']:,} | {' | '.join(cells)} | "
            f"{per_cent(1 / measured['signs'], 0)} |"
        )
    return "\n".join(rows)


def table_of_refusals(card: Mapping[str, Any]) -> str:
    """What "none of these" gets wrong at the thresholds, as a Markdown table from the card."""
    none = card["none_of_these"]
    rows = [
        "| threshold of | distance | "
        + " | ".join(
            f"{KINDS[kind]}: known, refused | not on the shelf, accepted" for kind in none["results"]
        )
        + " |",
        "|---|--:|" + "--:|--:|" * len(none["results"]),
    ]
    for way in WAYS:
        shares = [
            f"{per_cent(of[way][case], 1)}"
            for of in none["results"].values()
            for case in ("known_refused", "unknown_accepted")
        ]
        rows.append(f"| {WAYS_IN_WORDS[way]} | {none['thresholds'][way]:.3f} | {' | '.join(shares)} |")
    return "\n".join(rows)


def about_refusals(card: Mapping[str, Any]) -> str:
    """How the thresholds were calibrated."""
    signs = card["none_of_these"]["signs"]
    return (
        "“None of these” is said beyond the threshold. It was calibrated for each of the three alike: on "
        f"shelves of {signs} signs, "
        "with the right one among them every other time, it is the distance at which “this one” and "
        "“none of these” are right most often. "
        "The mistakes are of other signs and other writers than those it was calibrated with."
    )


def about_pixels() -> str:
    """What raw pixels are."""
    return "Raw pixels: the Euclidean distance of the two 28 × 28 pictures, drawn with the same pen."


def least_often(card: Mapping[str, Any]) -> tuple[str, str]:
    """The answer to the prediction, and the figures that it comes from."""
    measured = card["one_shot"]["invented_20"]
    accuracy = measured["accuracy"]
    figures = ", ".join(
        f"{WAYS_IN_WORDS[way]} {per_cent(accuracy[way], 1)}"
        for way in sorted(WAYS, key=lambda way: accuracy[way])
    )
    return min(WAYS, key=lambda way: accuracy[way]), f"of {measured['signs']} invented signs, {figures}."


def about_invented(signs: int) -> str:
    """What the twins were taught on."""
    return (
        f"A program made up {signs:,} signs like these, of one to four strokes, and wrote each again and "
        "again with a hand that varies. "
        "The twins were told which drawings are the same sign. No digit, no letter and no character was "
        "among them."
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


ON_SHELF = {  # what the shelf in the browser says
    "remove": "Take off the shelf:",
    "threshold": "threshold",
    "axis": "distance",
}
VERDICTS = {  # of each part: what a way of seeing says up to its threshold, and beyond it
    "signs": ("this one", "none of these"),
    "signatures": ("accepted", "refused"),
}
