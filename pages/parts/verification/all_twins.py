"""All twins side by side, from their cards."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import streamlit as st

from pages.parts.shared.numbers import decided_by
from siamese_core import DESIGNS, Twins, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.files import WeightsError
from siamese_core.maps import ranked_test_pairs

FORMATS = {"parameters": "localized", "threshold": "%.3f", "AUC": "%.5f", "EER": "percent"}
FORMATS |= dict.fromkeys(("accuracy", "from", "to"), "percent")


def show_all_twins() -> None:
    """What each of the twins reaches, to sort and to take along."""
    st.subheader("What do all twins reach?")
    wanted = {
        f"{design}, {sharing}": (design, sharing == "shared") for design in DESIGNS for sharing in SHARINGS
    }
    rows = [row_of(twins) for twins in loadable(wanted, with_test_pairs=False).values()]
    st.dataframe(
        rows,
        hide_index=True,
        key="all_twins",
        column_config={
            name: st.column_config.NumberColumn(format=FORMATS[name.split()[-1]])
            for name in rows[0]
            if name.split()[-1] in FORMATS
        },
        alt="Every line gives the threshold, accuracy, AUC and EER of twins on MNIST and on pen pairs.",
    )
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
            "Accuracy is at the calibrated threshold; *from* and *to* are its 95% interval, over digits. "
            "Where two intervals overlap, the test cannot tell which twins are better. AUC and EER ask for "
            "no threshold. Pen pairs are drawn as you draw here, by people whose digits were in no training "
            "and calibrated nothing.",
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
