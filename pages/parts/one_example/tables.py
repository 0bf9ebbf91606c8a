"""The tables of this page, and what is said of them: of the card's figures, and of the signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pages.parts.one_example.notebook import CASES
from pages.parts.one_example.ways import PIXELS, WAYS
from pages.parts.one_example.words import WAYS_IN_WORDS
from pages.parts.shared.numbers import number, per_cent
from siamese_core.files import DIGITS

PROTOCOLS = {  # by their names on the card: whose drawings they are, and whose the example is
    "invented_5": ("signs that the program invents, never shown before", "drawn by the program's hand"),
    "invented_20": ("signs that the program invents, never shown before", "drawn by the program's hand"),
    "pen_same_writer": ("digits that people wrote with a pen", "the example by the same writer"),
    "pen_other_writer": ("digits that people wrote with a pen", "the example by another writer"),
    "mnist": ("MNIST's test digits, written by people", "the example by anybody"),
}
DIGITS_OF_PEOPLE = ("pen_same_writer", "pen_other_writer", "mnist")  # those that are digits
KINDS = {  # of questions that may be none of these, by their names on the card
    "invented": "invented signs",
    "pen_same_writer": "pen digits, the same writer",
    "pen_other_writer": "pen digits, another writer",
}
TO = "\u2060–\u2060"  # no line ends before or after it
MISTAKES = {  # with "none of these", by their names on the card
    "known_refused": "of signs on the shelf: refused",
    "known_mistaken": "of signs on the shelf: taken for another one",
    "unknown_accepted": "of signs not on the shelf: accepted",
}
NOT_NEW = (
    "The twins taught on digits have seen many digits, so rows of digits are no new signs for them: there, "
    "they show what it is worth to know them."
)
ABOUT_SIGNATURES = (
    "A false accept lets a forger in, a false reject shuts you out. A lower threshold makes fewer of the "
    "first and more of the second, as on *Verification*. The threshold here was calibrated on signs and "
    "digits, not on signatures: a bank would calibrate it on signatures, and ask for more than three."
)


def signature_table(counts: Counter[str], ways: Iterable[str] = WAYS) -> str:
    """Both kinds of mistakes for every way of seeing, as a Markdown table."""
    rows = []
    for way in ways:
        cells = {name: counts[f"{way} {name}"] for name in CASES}
        forged = cells["false_accepts"] + cells["true_rejects"]
        genuine = cells["true_accepts"] + cells["false_rejects"]
        rows.append(
            f"| {WAYS_IN_WORDS[way]} | **{cells['false_accepts']}** of {forged} forged | "
            f"**{cells['false_rejects']}** of {genuine} genuine |"
        )
    return "| seen by | False accepts | False rejects |\n|---|---|---|\n" + "\n".join(rows)


def protocol(name: str, measured: Mapping[str, Any]) -> str:
    """A row's name: how many signs, which, and by whom."""
    kind, whose = PROTOCOLS[name]
    return f"{measured['signs']} {kind}; {whose}"


def drawings_asked(name: str, card: Mapping[str, Any]) -> str:
    """How many drawings a row is measured on, and by how many writers where that is known."""
    drawings, none = f"{card['one_shot'][name]['drawings']:,}", card["none_of_these"]
    if not name.startswith("pen"):
        return drawings
    writers = {*none["calibrated_with"]["pen_writers"], *none["tested_with"]["pen_writers"]}
    return f"{drawings} by {len(writers)} writers"


def table_of_accuracy(card: Mapping[str, Any]) -> str:
    """How often each way of seeing finds the right one, with the 95% interval, as a Markdown table from the
    card. The best is bold among those that never saw such signs.
    """
    head = (
        "| one example each of | drawings | "
        + " | ".join(WAYS_IN_WORDS[way] for way in WAYS)
        + " | guessing |"
    )
    rows = [head, "|---|--:|" + "--:|" * (len(WAYS) + 1)]
    for name, measured in card["one_shot"].items():
        shares = measured["accuracy"]
        best = max(shares[way] for way in WAYS if way != DIGITS or name not in DIGITS_OF_PEOPLE)
        cells = []
        for way in WAYS:
            low, high = measured["accuracy_interval"][way]
            mark = "**" if shares[way] == best else ""
            cells.append(f"{mark}{per_cent(shares[way], 1)}{mark} ({100 * low:.1f}{TO}{100 * high:.1f}%)")
        rows.append(
            f"| {protocol(name, measured)} | {drawings_asked(name, card)} | {' | '.join(cells)} | "
            f"{per_cent(1 / measured['signs'], 0)} |"
        )
    return "\n".join(rows)


def about_accuracy() -> str:
    """How that table is to be read."""
    return (
        "How often the right sign is the nearest; in brackets the 95% interval, over drawings. The best in "
        f"bold, among those to whom the signs are new. {NOT_NEW}"
    )


def about_koch(card: Mapping[str, Any]) -> str:
    """What others report, and how far it can stand beside this."""
    pixels = per_cent(card["one_shot"]["mnist"]["accuracy"][PIXELS], 1)
    return (
        "To recognise from one example is called one-shot. Koch et al. (2015) report 92.0% of 20 for their "
        "siamese network, and 95.5% for people, on letters of one alphabet that other people drew; ours of "
        "20 are drawn by a program, so the two do not stand side by side. On MNIST, without having seen a "
        "digit, they report 70.3% of 10. The nearest of it here are the last row and the one with another "
        f"writer, but with care: their raw pixels reach 26.5% on MNIST and ours {pixels}, so the two were "
        "not measured in exactly the same way."
    )


def table_of_refusals(card: Mapping[str, Any]) -> str:
    """What goes wrong with "none of these" at the thresholds, as a Markdown table from the card."""
    none = card["none_of_these"]
    rows = [
        f"| questions | seen by | threshold | {' | '.join(MISTAKES.values())} |",
        "|---|---|--:|" + "--:|" * len(MISTAKES),
    ]
    for kind, of_kind in none["results"].items():
        for way in WAYS:
            shares = " | ".join(per_cent(of_kind[way][mistake], 1) for mistake in MISTAKES)
            threshold = number(none["thresholds"][way])
            rows.append(f"| {KINDS[kind]} | {WAYS_IN_WORDS[way]} | {threshold} | {shares} |")
    return "\n".join(rows)


def about_refusals(card: Mapping[str, Any]) -> str:
    """How the thresholds were calibrated."""
    signs = card["none_of_these"]["signs"]
    return (
        "“None of these” is said beyond the threshold. It was calibrated for each of the three alike: on "
        f"shelves of {signs} signs, with the right one among them every other time, it is the distance at "
        "which the right sign, or “none of these”, is said most often. The mistakes are of other signs and "
        "other writers than those it was calibrated with."
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
