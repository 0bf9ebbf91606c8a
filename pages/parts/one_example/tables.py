"""The tables of this page, and what is said of them: of the card's figures, and of the signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pages.parts.one_example.notebook import CASES
from pages.parts.one_example.ways import PIXELS, WAYS
from pages.parts.one_example.words import WAYS_IN_WORDS
from pages.parts.shared.language import Text, listed, paragraph, say
from pages.parts.shared.numbers import number, per_cent
from siamese_core.files import DIGITS

OF_INVENTED = Text("{signs} signs that the program invents, never shown before; drawn by the program's hand")
PROTOCOLS = {  # by their names on the card: whose drawings they are, and whose the example is
    "invented_5": OF_INVENTED,
    "invented_20": OF_INVENTED,
    "pen_same_writer": Text("{signs} digits that people wrote with a pen; the example by the same writer"),
    "pen_other_writer": Text("{signs} digits that people wrote with a pen; the example by another writer"),
    "mnist": Text("{signs} MNIST's test digits, written by people; the example by anybody"),
}
DIGITS_OF_PEOPLE = ("pen_same_writer", "pen_other_writer", "mnist")  # those that are digits
KINDS = {  # of questions that may be none of these, by their names on the card
    "invented": Text("invented signs"),
    "pen_same_writer": Text("pen digits, the same writer"),
    "pen_other_writer": Text("pen digits, another writer"),
}
TO = "\u2060–\u2060"  # no line ends before or after it
MISTAKES = {  # with "none of these", by their names on the card
    "known_refused": Text("of signs on the shelf: refused"),
    "known_mistaken": Text("of signs on the shelf: taken for another one"),
    "unknown_accepted": Text("of signs not on the shelf: accepted"),
}
ABOUT_ACCURACY = Text(
    "How often the right sign is the nearest; in brackets the 95% interval, over drawings. The best in bold, "
    "among those to whom the signs are new. The twins taught on digits have seen many digits, so rows of "
    "digits are no new signs for them: there, they show what it is worth to know them."
)
ABOUT_KOCH = Text(
    "To recognise from one example is called one-shot. Koch et al. (2015) report 92.0% of 20 for their "
    "siamese network, and 95.5% for people, on letters of one alphabet that other people drew; ours of 20 "
    "are drawn by a program, so the two do not stand side by side. On MNIST, without having seen a digit, "
    "they report 70.3% of 10. The nearest of it here are the last row and the one with another writer, but "
    "with care: their raw pixels reach 26.5% on MNIST and ours {pixels}, so the two were not measured in "
    "exactly the same way."
)
ABOUT_REFUSALS = Text(
    "“None of these” is said beyond the threshold. It was calibrated for each of the three alike: on shelves "
    "of {signs} signs, with the right one among them every other time, it is the distance at which the right "
    "sign, or “none of these”, is said most often. The mistakes are of other signs and other writers than "
    "those it was calibrated with."
)
ABOUT_PIXELS = Text(
    "Raw pixels: the Euclidean distance of the two 28 × 28 pictures, drawn with the same pen."
)
ABOUT_SIGNATURES = Text(
    "A false accept lets a forger in, a false reject shuts you out. A lower threshold makes fewer of the "
    "first and more of the second, as on *Verification*. The threshold here was calibrated on signs and "
    "digits, not on signatures: a bank would calibrate it on signatures, and ask for more than three."
)


def table(head: Iterable[object], alignment: str, rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table. `alignment`: the line below the head."""
    return "\n".join([row_of(head), alignment, *map(row_of, rows)])


def row_of(cells: Iterable[object]) -> str:
    """A row of it."""
    return f"| {' | '.join(map(str, cells))} |"


def signature_table(counts: Counter[str], ways: Iterable[str] = WAYS) -> str:
    """Both kinds of mistakes for every way of seeing, as a Markdown table."""
    rows = []
    for way in ways:
        cells = {name: counts[f"{way} {name}"] for name in CASES}
        accepted, refused = cells["false_accepts"], cells["false_rejects"]
        forged, genuine = accepted + cells["true_rejects"], refused + cells["true_accepts"]
        rows.append(
            (
                WAYS_IN_WORDS[way],
                say("**{mistakes}** of {forged} forged", mistakes=accepted, forged=forged),
                say("**{mistakes}** of {genuine} genuine", mistakes=refused, genuine=genuine),
            )
        )
    return table((say("seen by"), say("False accepts"), say("False rejects")), "|---|---|---|", rows)


def drawings_asked(name: str, card: Mapping[str, Any]) -> str:
    """How many drawings a row is measured on, and by how many writers where that is known."""
    drawings, none = card["one_shot"][name]["drawings"], card["none_of_these"]
    if not name.startswith("pen"):
        return f"{drawings:,}"
    writers = {*none["calibrated_with"]["pen_writers"], *none["tested_with"]["pen_writers"]}
    return say("{drawings:,} by {writers} writers", drawings=drawings, writers=len(writers))


def table_of_accuracy(card: Mapping[str, Any]) -> str:
    """How often each way of seeing finds the right one, with the 95% interval, as a Markdown table from the
    card. The best is bold among those that never saw such signs.
    """
    rows = []
    for name, measured in card["one_shot"].items():
        shares = measured["accuracy"]
        best = max(shares[way] for way in WAYS if way != DIGITS or name not in DIGITS_OF_PEOPLE)
        cells = []
        for way in WAYS:
            low, high = measured["accuracy_interval"][way]
            mark = "**" if shares[way] == best else ""
            cells.append(f"{mark}{per_cent(shares[way], 1)}{mark} ({100 * low:.1f}{TO}{100 * high:.1f}%)")
        guessing = per_cent(1 / measured["signs"], 0)
        protocol = PROTOCOLS[name](signs=measured["signs"])
        rows.append((protocol, drawings_asked(name, card), *cells, guessing))
    ways = [WAYS_IN_WORDS[way] for way in WAYS]
    head = (say("one example each of"), say("drawings"), *ways, say("guessing"))
    return table(head, "|---|--:|" + "--:|" * (len(WAYS) + 1), rows)


def about_accuracy(card: Mapping[str, Any]) -> str:
    """How that table is to be read, what others report, and how far it can stand beside this."""
    pixels = per_cent(card["one_shot"]["mnist"]["accuracy"][PIXELS], 1)
    return paragraph(ABOUT_ACCURACY(), ABOUT_PIXELS(), ABOUT_KOCH(pixels=pixels))


def table_of_refusals(card: Mapping[str, Any]) -> str:
    """What goes wrong with "none of these" at the thresholds, as a Markdown table from the card."""
    none = card["none_of_these"]
    rows = [
        (
            KINDS[kind],
            WAYS_IN_WORDS[way],
            number(none["thresholds"][way]),
            *(per_cent(of_kind[way][mistake], 1) for mistake in MISTAKES),
        )
        for kind, of_kind in none["results"].items()
        for way in WAYS
    ]
    head = (say("questions"), say("seen by"), say("threshold"), *MISTAKES.values())
    return table(head, "|---|---|--:|" + "--:|" * len(MISTAKES), rows)


def about_refusals(card: Mapping[str, Any]) -> str:
    """How the thresholds were calibrated."""
    return ABOUT_REFUSALS(signs=card["none_of_these"]["signs"])


def least_often(card: Mapping[str, Any]) -> tuple[str, str]:
    """The answer to the prediction, and the figures that it comes from."""
    measured = card["one_shot"]["invented_20"]
    accuracy = measured["accuracy"]
    worst_first = sorted(WAYS, key=lambda way: accuracy[way])
    figures = listed(f"{WAYS_IN_WORDS[way]} {per_cent(accuracy[way], 1)}" for way in worst_first)
    return worst_first[0], say(
        "of {signs} invented signs, {figures}.", signs=measured["signs"], figures=figures
    )
