"""Tables and notes of the page on verification, as Markdown: one element each, however many numbers they
hold.
"""

from __future__ import annotations

from pages.parts.shared.numbers import per_cent
from pages.parts.verification.curves import VIEWS
from siamese_core import Twins
from siamese_core.verification import Confusion

NOTES_ON_VIEWS = dict(
    zip(
        VIEWS,
        (
            "Every point of a curve is a threshold. Up is good, left is good; good twins live in this "
            "corner. A point outside it is seen on the whole curve.",
            "**AUC**, the area under the curve, is how often a same pair is closer than a different one: "
            "0.5 is guessing, 1 is perfect.",
            "Both axes show mistakes and count in normal deviates: steps of the bell curve, which spread "
            "small rates out. Down and left is good.",
        ),
        strict=True,
    )
)


def confusion_table(confusion: Confusion, same_first: bool) -> str:
    """Counts and per cent of each row as a Markdown table, columns in the order of the chart's axis."""
    wrong_same, wrong_different = confusion.false_reject_rate, confusion.false_accept_rate
    rows = [
        ["", "called same", "called different"],
        ["---", "---", "---"],
        [
            ":green[**same**]",
            f"✓ **{confusion.true_accepts:,}** ({per_cent(1 - wrong_same, 2)})",
            f"✗ **{confusion.false_rejects:,}** ({per_cent(wrong_same, 2)})",
        ],
        [
            ":red[**different**]",
            f"✗ **{confusion.false_accepts:,}** ({per_cent(wrong_different, 2)})",
            f"✓ **{confusion.true_rejects:,}** ({per_cent(1 - wrong_different, 2)})",
        ],
    ]
    if not same_first:
        rows = [[title, second, first] for title, first, second in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def rates_table(both: dict[str, Twins], points: dict[str, Confusion]) -> str:
    """What any threshold gives, and this one, as a Markdown table."""
    lines = ["| | AUC | EER | false accepts here | false rejects here |", "|---|--:|--:|--:|--:|"]
    for sharing, twins in both.items():
        found, here = twins.card["results"]["mnist"], points[sharing]
        rates = [per_cent(rate, 2) for rate in (found["eer"], here.false_accept_rate, here.false_reject_rate)]
        lines.append(f"| {sharing} | {found['auc']:.5f} | {' | '.join(rates)} |")
    return "\n".join(lines)
