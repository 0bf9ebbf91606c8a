"""All twins side by side, from their cards."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import streamlit as st

from pages.parts.shared.choosing import choose
from pages.parts.shared.glossary import explained
from pages.parts.shared.numbers import decided_by
from pages.parts.verification.tables import table_of_twins
from siamese_core import DESIGNS, Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.files import WeightsError
from siamese_core.maps import ranked_test_pairs

ORDERS: dict[str, Callable[[dict[str, Any]], float]] = {  # by the names of columns; the smallest first
    "design": lambda _row: 0.0,
    "parameters": lambda row: row["parameters"],
    "MNIST accuracy": lambda row: -(row["MNIST accuracy"] or 0),
    "pen accuracy": lambda row: -(row["pen accuracy"] or 0),
}
NAMES_OF_ORDERS = {
    "design": "By design",
    "parameters": "Fewest parameters first",
    "MNIST accuracy": "Best on MNIST first",
    "pen accuracy": "Best on pen pairs first",
}


@st.fragment
def show_all_twins() -> None:
    """What each of the twins reaches, in an order to choose, and as a file to take along."""
    st.subheader("What do all twins reach?")
    wanted = {
        f"{design}, {sharing}": (design, sharing == "shared") for design in DESIGNS for sharing in SHARINGS
    }
    rows = [row_of(twins) for twins in loadable(wanted, with_test_pairs=False).values()]
    order = choose("Order", list(ORDERS), "twins_order", NAMES_OF_ORDERS.__getitem__)
    with st.container(key="all_twins"):
        st.html(table_of_twins(sorted(rows, key=ORDERS[order])))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download as CSV",
            as_csv(rows),
            "siamese_twins.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption(
            explained(
                "Each design is here twice, with shared and with unshared weights; its threshold is one of "
                "distance or of probability. The plain layers get by with the fewest parameters. "
                "Accuracy is at the calibrated threshold, with its 95% interval. Where two intervals "
                "overlap, the test cannot tell which twins are better. AUC and EER ask for no threshold. "
                "Pen pairs are drawn as you draw here, by people whose digits were in no training and "
                "calibrated nothing."
            ),
            width="stretch",
        )


def row_of(twins: Twins) -> dict[str, Any]:
    """One row of the table of all twins."""
    row = {
        "design": twins.design.name,
        "weights": twins.sharing,
        "parameters": twins.parameters,
        "decides by": decided_by(twins),
        "threshold": twins.threshold,
    }
    for name, pairs in (("mnist", "MNIST"), ("pen", "pen")):
        found = twins.card["results"].get(name, {})
        low, high = found.get("accuracy_interval", (None, None))
        row |= {f"{pairs} accuracy": found.get("accuracy"), f"{pairs} from": low, f"{pairs} to": high}
        row |= {f"{pairs} AUC": found.get("auc"), f"{pairs} EER": found.get("eer")}
    return row


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows with the same columns as a file for spreadsheets."""
    text = StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def loadable(wanted: dict[str, tuple[str, bool]], with_test_pairs: bool) -> dict[str, Twins]:
    """Those of the wanted twins that can be loaded; of the others the page says so."""
    found = {}
    for name, (design, shared) in wanted.items():
        try:
            twins = load_twins(design, shared)
            if with_test_pairs:
                ranked_test_pairs(twins)
            found[name] = twins
        except WeightsError:
            st.caption(
                f":material/broken_image: The twins “{name}” are left out: their files cannot be loaded."
            )
    return found
