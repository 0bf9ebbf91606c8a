"""The pairs that a student has compared so far, to look at again and to take along."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field, replace
from functools import partial
from io import StringIO
from itertools import starmap
from math import isclose
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.home.game import OtherHands
from pages.parts.shared.drawing import SIDES, put_drawing
from pages.parts.shared.language import Text, language, say, speaking
from pages.parts.shared.numbers import number
from pages.parts.shared.pictures import strip_address
from pages.parts.shared.visuals import component
from pages.parts.shared.words import KINDS, VERDICTS, WEIGHTS, code_of
from siamese_core import Twins
from siamese_core.strokes import PLACE
from siamese_core.twins import Comparison

MOST_PAIRS = 24
MOST_TEXT = 100_000  # characters of all drawings of the strip together; a pair of digits has some 4,000
COLUMNS = (
    Text("design"),
    Text("weights"),
    Text("left digit"),
    Text("right digit"),
    Text("distance"),
    Text("probability"),
    Text("twins say"),
    Text("you said"),
    Text("truth"),
)
YOU = {True: Text("you: same"), False: Text("you: different")}
IN_TRUTH = {True: Text("in truth: same"), False: Text("in truth: different")}

Strokes = tuple[list[dict[str, Any]], ...]  # of both sides

_strip = component(Path(__file__).parent / "strip")


@dataclass(frozen=True, eq=False)
class SeenPair:
    """A pair as it was compared.

    Attributes:
        drawings: left and right, as text.
        strokes: the same as the canvases sent them, while the pair is on the page.
        pictures: (2, 28, 28) uint8, what the branches saw.
        design, sharing: of the twins.
        distance, probability, same: what the twins made of it; the probability is None where none decides.
        guess: whether the student predicted the same digit; None where nothing was predicted.
        hands: the pair by other hands that this is, so its truth is known; None for a pair of the student's.
        name: stays the same while strokes are added or taken back.
    """

    drawings: tuple[str, str]
    strokes: Strokes
    pictures: np.ndarray
    design: str
    sharing: str
    distance: float
    probability: float | None
    same: bool
    guess: bool | None
    hands: OtherHands | None
    name: str = field(default_factory=lambda: token_hex(4))

    @property
    def look(self) -> tuple[bytes, str, str, bool | None]:
        """What tells pairs apart: two of one look need not be shown twice."""
        return self.pictures.tobytes(), self.design, self.sharing, self.guess

    def goes_on_as(self, later: SeenPair | None) -> bool:
        """Whether a later pair is this one with some strokes more or less, by the same twins."""
        if later is None or (later.design, later.sharing) != (self.design, self.sharing):
            return False
        both = zip(self.strokes, later.strokes, strict=True)
        return all(all(starmap(is_same_stroke, zip(old, new, strict=False))) for old, new in both)


def is_same_stroke(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two strokes that could be read are one. The canvas rounds their numbers and adds some."""
    usual = {name: 0.0 if value is None else value for name, value in PLACE.items()}
    return (
        one["path"] == other["path"]
        and all(bool(one.get(flip)) == bool(other.get(flip)) for flip in ("flipX", "flipY"))
        and all(isclose(one.get(n, v), other.get(n, v), abs_tol=0.01) for n, v in usual.items())
    )


class Album:
    """The pairs of one student: those so far, oldest first, and the one on the page.

    It is bounded in pairs and in characters, so that nobody can fill the server's memory.
    """

    def __init__(self) -> None:
        self.pairs: list[SeenPair] = []
        self.now: SeenPair | None = None

    def note(self, now: SeenPair | None) -> None:
        """Notes the pair on the page, None where nothing is compared. One that gives way joins the others."""
        before = self.now
        if before is not None and before.goes_on_as(now):
            now = replace(now, name=before.name) if now is not None else None
        elif before is not None and before.look not in [pair.look for pair in self.pairs]:
            self.pairs = [*self.pairs, replace(before, strokes=())][-MOST_PAIRS:]
            while sum(len(text) for pair in self.pairs for text in pair.drawings) > MOST_TEXT:
                self.pairs = self.pairs[1:]
        self.now = now

    def all(self) -> list[SeenPair]:
        """With the one on the page, oldest first."""
        if self.now is None or self.now.look in [pair.look for pair in self.pairs]:
            return self.pairs
        return [*self.pairs, self.now]

    def as_csv(self, code: str) -> bytes:
        """A file for spreadsheets in the language with this code, oldest pair first."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        with speaking(code):
            writer.writerow([column() for column in COLUMNS])
            writer.writerows(row_of(pair) for pair in self.all())
        return text.getvalue().encode("utf-8-sig")  # by its first character, spreadsheets know the encoding


def row_of(pair: SeenPair) -> list[str | int]:
    """A pair in the file, in the order of `COLUMNS`: the digits and the truth where the app knows them."""
    left, right = pair.hands.digits if pair.hands else ("", "")
    return [
        pair.design,
        WEIGHTS[pair.sharing](),
        left,
        right,
        f"{pair.distance:.6f}",
        "" if pair.probability is None else f"{pair.probability:.6f}",
        kind_in_words(pair.same),
        kind_in_words(pair.guess),
        kind_in_words(pair.hands.same if pair.hands else None),
    ]


def kind_in_words(same: bool | None) -> str:
    """An answer in the file; nothing where there is none."""
    return "" if same is None else KINDS[code_of(same)]()


def album() -> Album:
    """The album of this student."""
    if "album" not in st.session_state:
        st.session_state["album"] = Album()
    return st.session_state["album"]


def seen_pair(
    twins: Twins,
    drawings: tuple[str, str],
    strokes: Strokes,
    pictures: list[np.ndarray],
    comparison: Comparison,
    guess: str | None,
    hands: OtherHands | None,
) -> SeenPair:
    """What is noted of a comparison."""
    return SeenPair(
        drawings,
        strokes,
        as_pixels(pictures),
        twins.design.name,
        twins.sharing,
        comparison.distance,
        comparison.probability,
        comparison.same,
        None if guess is None else guess == "same",
        hands,
    )


def show_pairs_so_far() -> None:
    """All of them as pictures that a tap puts back on the canvases, and as a file that is made when it is
    asked for.
    """
    pairs = album().all()
    if not pairs:
        return
    with st.container(key="pairs_so_far"):
        st.markdown(say("**Your pairs so far.** Tap one to put it back on the canvases."))
        _strip({"pairs": [card_of(pair) for pair in reversed(pairs)]}, key="strip", on_opened_change=put_back)
        st.download_button(
            say("Download as CSV"),
            partial(album().as_csv, language()),  # it is made outside of this run
            "my_pairs.csv",
            "text/csv",
            key="download_pairs",
            icon=":material/download:",
            on_click="ignore",
        )


def card_of(pair: SeenPair) -> dict[str, Any]:
    """What the strip shows of a pair."""
    said = ((YOU, pair.guess), (IN_TRUTH, pair.hands.same if pair.hands else None))
    return {
        "name": pair.name,
        "pictures": strip_address(pair.pictures / 255),
        "value": number(pair.distance if pair.probability is None else pair.probability),
        "same": pair.same,
        "verdict": VERDICTS[code_of(pair.same)](),
        "more": [texts[answer]() for texts, answer in said if answer is not None],
    }


def put_back() -> None:
    """Puts the pair that was tapped on the canvases, if it is still there, and asks nothing about it."""
    tapped = st.session_state["strip"]["opened"]
    pair = next((pair for pair in album().all() if pair.name == tapped), None)
    if pair is not None:
        for side, drawing in zip(SIDES, pair.drawings, strict=True):
            put_drawing(side, {"objects": json.loads(drawing)})
        st.session_state["reopened"] = pair.pictures.tobytes()


def is_reopened(pictures: list[np.ndarray]) -> bool:
    """Whether these are of the pair that was put back last, so the student has seen its answer."""
    return st.session_state.get("reopened") == as_pixels(pictures).tobytes()


def as_pixels(pictures: list[np.ndarray]) -> np.ndarray:
    """Two digits (28, 28) in [0, 1] -> (2, 28, 28) uint8, a quarter of the memory."""
    return np.round(np.stack(pictures) * 255).astype(np.uint8)
