"""The tables of this page, and what is said of them: of the card's figures, and of the signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pages.parts.one_example.ways import WAYS
from pages.parts.one_example.words import WAYS_IN_WORDS
from pages.parts.shared.numbers import per_cent

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
    "siamese network, and 95.5% for people, on letters of one alphabet that other people drew; ours of 20 "
    "are drawn by a program, so the two do not stand side by side. On MNIST, without having seen a digit, "
    "they report 70.3% of 10, and 26.5% for raw pixels: the last row may stand beside that, and so may the "
    "one with another writer."
)
ABOUT_SIGNATURES = (
    "A false accept lets a forger in, a false reject shuts you out. A lower threshold makes fewer of the "
    "first and more of the second, as on *Verification*. The threshold here was calibrated on signs and "
    "digits, not on signatures: a bank would calibrate it on signatures, and ask for more than three."
)


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
        f"shelves of {signs} signs, with the right one among them every other time, it is the distance at "
        "which “this one” and “none of these” are right most often. The mistakes are of other signs and "
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
