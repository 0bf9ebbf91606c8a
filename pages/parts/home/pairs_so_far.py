"""The pairs that a student has compared so far, to look at again and to take along."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.home.game import truth_about
from pages.parts.shared.drawing import SIDES, as_text, drawing_on, put_drawing
from pages.parts.shared.numbers import deciding, number
from pages.parts.shared.pictures import strip_address
from pages.parts.shared.visuals import component
from siamese_core import Twins
from siamese_core.twins import Comparison

AT_MOST = 24  # pairs; 5 KB each
VERDICTS = {True: "Same digit", False: "Different digits"}

_strip = component(Path(__file__).parent / "strip")


@dataclass(frozen=True)
class SeenPair:
    """A pair as it was compared.

    Attributes:
        drawings: left and right, as text.
        pictures: (2, 28, 28), what the branches saw.
        design, sharing: of the twins.
        comparison: what the twins made of it.
        guess: whether the student predicted the same digit; None where nothing was predicted.
        truth: whether both are the same digit; None where only the student knows.
    """

    drawings: tuple[str, str]
    pictures: np.ndarray
    design: str
    sharing: str
    comparison: Comparison
    guess: bool | None
    truth: bool | None

    def goes_on_as(self, later: SeenPair | None) -> bool:
        """Whether a later pair is this one with some strokes more or less, by the same twins."""
        if later is None or (later.design, later.sharing) != (self.design, self.sharing):
            return False
        both = zip(self.drawings, later.drawings, strict=True)
        # A drawing's text is a list of strokes: without its last bracket it is the beginning of a longer one.
        return all(new.startswith(old[:-1]) or old.startswith(new[:-1]) for old, new in both)


def note_pair(
    twins: Twins, comparison: Comparison | None, pictures: list[np.ndarray], guess: str | None
) -> None:
    """Notes what the page shows now: None where nothing is compared. When another pair or none takes a pair's
    place, it joins the pairs so far.
    """
    now = None
    if comparison is not None:
        now = SeenPair(
            (as_text(drawing_on("left")), as_text(drawing_on("right"))),
            np.stack(pictures),
            twins.design.name,
            twins.sharing,
            comparison,
            None if guess is None else guess == VERDICTS[True],
            truth_about(pictures),
        )
    before: SeenPair | None = st.session_state.get("pair_now")
    st.session_state["pair_now"] = now
    if before is not None and not before.goes_on_as(now):
        st.session_state["pairs_so_far"] = [*pairs_so_far(), before][-AT_MOST:]


def pairs_so_far() -> list[SeenPair]:
    """Oldest first."""
    return st.session_state.get("pairs_so_far", [])


def show_pairs_so_far() -> None:
    """All of them as pictures that a tap puts back on the canvases, and as a file."""
    pairs = pairs_so_far()
    if not pairs:
        return
    with st.container(key="pairs_so_far"):
        st.markdown("**Your pairs so far.** Tap one to put it back on the canvases.")
        _strip(strip_data(pairs), key="strip", on_opened_change=put_back)
        st.download_button(
            "Download as CSV",
            as_csv(pairs),
            "my_pairs.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def strip_data(pairs: list[SeenPair]) -> dict[str, Any]:
    """What the strip shows, newest first."""
    newest = pairs[::-1]
    return {
        "pictures": strip_address(np.concatenate([pair.pictures for pair in newest])),
        "pairs": [
            {
                "value": number(deciding(pair.comparison)),
                "same": pair.comparison.same,
                "verdict": VERDICTS[pair.comparison.same],
                "more": [
                    f"{whose}: {'same' if answer else 'different'}"
                    for whose, answer in (("you", pair.guess), ("in truth", pair.truth))
                    if answer is not None
                ],
            }
            for pair in newest
        ],
    }


def put_back() -> None:
    """Puts the pair that was tapped on the canvases."""
    pairs, opened = pairs_so_far()[::-1], st.session_state["strip"]["opened"]
    if not isinstance(opened, int) or not 0 <= opened < len(pairs):  # no strip sends this
        return
    for side, text in zip(SIDES, pairs[opened].drawings, strict=True):
        put_drawing(side, {"objects": json.loads(text)})


def as_csv(pairs: list[SeenPair]) -> str:
    """A file for spreadsheets, oldest pair first."""
    answer = {None: "", True: "same", False: "different"}
    rows = [
        {
            "design": pair.design,
            "weights": pair.sharing,
            "distance": f"{pair.comparison.distance:.6f}",
            "probability": "" if (sure := pair.comparison.probability) is None else f"{sure:.6f}",
            "verdict": answer[pair.comparison.same],
            "prediction": answer[pair.guess],
            "truth": answer[pair.truth],
        }
        for pair in pairs
    ]
    text = StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
