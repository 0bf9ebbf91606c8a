"""All twins side by side, from their cards."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any

import streamlit as st

from pages.parts.shared.choosing import choose
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import reads, say
from pages.parts.shared.numbers import decided_by
from pages.parts.shared.words import MEASURES, WEIGHTS, twins_called
from pages.parts.verification import words
from pages.parts.verification.tables import table_of_twins
from siamese_core import DESIGNS, Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.files import WeightsError
from siamese_core.maps import ranked_test_pairs

ORDERS: dict[str, Callable[[dict[str, Any]], float]] = {  # the smallest first
    "design": lambda _row: 0.0,
    "parameters": lambda row: row["parameters"],
    "mnist": lambda row: -(row["mnist_accuracy"] or 0),
    "pen": lambda row: -(row["pen_accuracy"] or 0),
}


@st.fragment
def show_all_twins() -> None:
    """What each of the twins reaches, in an order to choose, and as a file to take along."""
    st.subheader(say("What do all twins reach?"))
    wanted = [(design, sharing) for design in DESIGNS for sharing in SHARINGS]
    rows = [row_of(twins) for twins in loadable(wanted, with_test_pairs=False)]
    order = choose(say("Order"), list(ORDERS), "twins_order", reads(words.ORDERS))
    with st.container(key="all_twins"):
        st.html(table_of_twins(sorted(rows, key=ORDERS[order])))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            say("Download as CSV"),
            as_csv(rows),
            "siamese_twins.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption(
            explained(words.ON_ALL_TWINS()),
            width="stretch",
        )


def row_of(twins: Twins) -> dict[str, Any]:
    """One row of the table of all twins, by the codes of `words.COLUMNS`."""
    row = {
        "design": twins.design.name,
        "weights": twins.sharing,
        "parameters": twins.parameters,
        "decides_by": decided_by(twins),
        "threshold": twins.threshold,
    }
    for pairs in ("mnist", "pen"):
        found = twins.card["results"].get(pairs, {})
        low, high = found.get("accuracy_interval", (None, None))
        row |= {f"{pairs}_accuracy": found.get("accuracy"), f"{pairs}_from": low, f"{pairs}_to": high}
        row |= {f"{pairs}_auc": found.get("auc"), f"{pairs}_eer": found.get("eer")}
    return row


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    """Rows with the same columns as a file for spreadsheets."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([words.COLUMNS[code]() for code in rows[0]])
    writer.writerows(in_words(row).values() for row in rows)
    return text.getvalue().encode("utf-8-sig")  # by its first character, spreadsheets know the encoding


def in_words(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it reads; a design keeps its own name."""
    return row | {"weights": WEIGHTS[row["weights"]](), "decides_by": MEASURES[row["decides_by"]]()}


def loadable(wanted: Iterable[tuple[str, str]], with_test_pairs: bool) -> list[Twins]:
    """Those of the wanted twins, a design and a sharing each, that load; of the others the page says so."""
    found = []
    for design, sharing in wanted:
        try:
            twins = load_twins(design, sharing == "shared")
            if with_test_pairs:
                ranked_test_pairs(twins)
            found.append(twins)
        except WeightsError:
            left_out = say(
                "The twins “{twins}” are left out: their files cannot be loaded.",
                twins=twins_called(design, sharing),
            )
            st.caption(f":material/broken_image: {left_out}")
    return found
