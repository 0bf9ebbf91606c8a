"""Tables and notes of the page on verification: one element each, however many numbers they hold."""

from __future__ import annotations

from html import escape
from typing import Any

from pages.parts.shared.glossary import explained_in_html
from pages.parts.shared.language import say
from pages.parts.shared.numbers import per_cent, with_interval
from pages.parts.shared.words import KINDS, WEIGHTS, full_title, twins_called
from pages.parts.verification import words
from siamese_core import Twins
from siamese_core.verification import Confusion

UNKNOWN = "–"


def confusion_table(confusion: Confusion, same_first: bool) -> str:
    """Counts and per cent of each row as a Markdown table, columns in the order of the chart's axis."""
    wrong_same, wrong_different = confusion.false_reject_rate, confusion.false_accept_rate
    rows = [
        [say("pairs"), say("called same"), say("called different")],
        ["---", "---", "---"],
        [
            f":green[**{KINDS['same']}**]",
            f"✓ **{confusion.true_accepts:,}** ({per_cent(1 - wrong_same, 2)})",
            f"✗ **{confusion.false_rejects:,}** ({per_cent(wrong_same, 2)})",
        ],
        [
            f":red[**{KINDS['different']}**]",
            f"✗ **{confusion.false_accepts:,}** ({per_cent(wrong_different, 2)})",
            f"✓ **{confusion.true_rejects:,}** ({per_cent(1 - wrong_different, 2)})",
        ],
    ]
    if not same_first:
        rows = [[title, second, first] for title, first, second in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def rates_table(both: dict[str, Twins], points: dict[str, Confusion]) -> str:
    """What any threshold gives, and this one, as a Markdown table: a column for each of the twins."""
    cards = [twins.card["results"]["mnist"] for twins in both.values()]
    here = list(points.values())
    rows = [
        [say("test pairs"), *(WEIGHTS[sharing]() for sharing in both)],
        ["---", *("--:" for _ in both)],
        [say("AUC"), *(f"{card['auc']:.5f}" for card in cards)],
        [say("EER"), *(per_cent(card["eer"], 2) for card in cards)],
        [say("false accepts here"), *(per_cent(confusion.false_accept_rate, 2) for confusion in here)],
        [say("false rejects here"), *(per_cent(confusion.false_reject_rate, 2) for confusion in here)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def table_of_twins(rows: list[dict[str, Any]]) -> str:
    """What all twins reach, as HTML.

    Every cell has the name of its column, which is seen on a phone, where a row becomes a card.
    """
    codes = cells_of(rows[0]) if rows else ()
    names = {code: explained_in_html(words.COLUMNS[code]()) for code in codes}
    heads = [explained_in_html(say("Twins")), *names.values()]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(name_of(row))}</th>'
        + "".join(
            f'<td><span class="column">{names[code]}</span> <span>{cell}</span></td>'
            for code, cell in cells_of(row).items()
        )
        + "</tr>"
        for row in rows
    )
    return f'<table class="twins"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def name_of(row: dict[str, Any]) -> str:
    """Which twins a row of `all_twins.row_of` is about."""
    return twins_called(full_title(row["design"]), row["weights"])


def cells_of(row: dict[str, Any]) -> dict[str, str]:
    """The cells of a row of `all_twins.row_of` as people read them, by the codes of `words.COLUMNS`."""
    cells = {
        "parameters": f"{row['parameters']:,}",
        "threshold": words.CALIBRATED_AT[row["decides_by"]](threshold=row["threshold"]),
    }
    for pairs in ("mnist", "pen"):
        accuracy, low, high = (row[f"{pairs}_{name}"] for name in ("accuracy", "from", "to"))
        area, equal = row[f"{pairs}_auc"], row[f"{pairs}_eer"]
        known = accuracy is not None
        cells |= {
            f"{pairs}_accuracy": with_interval(accuracy, (low, high)) if known else UNKNOWN,
            f"{pairs}_auc": f"{area:.5f}" if known else UNKNOWN,
            f"{pairs}_eer": per_cent(equal, 2) if known else UNKNOWN,
        }
    return cells
