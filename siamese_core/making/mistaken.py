"""How often the detector takes a digit for none, and something else for a digit: figures for cards."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from siamese_core.designs import DESIGNS, SHARINGS
from siamese_core.digits import as_ink
from siamese_core.familiar import Detector
from siamese_core.files import twins_files
from siamese_core.hands import load_hands
from siamese_core.invented import SMALLEST
from siamese_core.making.data import Digits
from siamese_core.making.strange import strange_pictures
from siamese_core.making.write import as_json, write_files
from siamese_core.strokes import draw
from siamese_core.varying import vary

TEST_SEED = 2013  # of the invented drawings that measure; no training has it
TEST_DRAWINGS = 2_000
STROKES = (2, 5)  # of the characters that measure: of those with one stroke, some are digits
CHARACTER_SIDE = 1024.0  # of the square that hanzi-writer-data has them in
CHARACTERS_SOURCE = "medians of the npm package hanzi-writer-data, Arphic Public License"
CHARACTERS_VARIED = 3  # how often a hand that varies writes each of them


def measure_familiar(detector: Detector, test: dict[str, Digits], characters: Path | None) -> dict[str, Any]:
    """How often the detector is wrong, for cards.

    Args:
        detector: with a threshold on its card.
        test: sets of digits by name, by people who taught nobody.
        characters: `all.json` of the npm package hanzi-writer-data; or not, then the card has null for them.

    Returns:
        `taken_for_none`: the share of the test digits, and of the 200 that come with the package, half of
        which are by the writers that the threshold is calibrated with. And `taken_for_digits`: the share of
        invented drawings, and of characters with 2 to 5 strokes.
    """
    digits = {name: each.images for name, each in test.items()} | {"hands": _hands()}
    strangers = {"invented": as_ink(strange_pictures(TEST_DRAWINGS, (TEST_SEED,)))}
    none = {name: _counted(~detector.says_digit(images)) for name, images in digits.items()}
    digit = {name: _counted(detector.says_digit(images)) for name, images in strangers.items()}
    written = None
    if characters is not None:
        signs = read_characters(characters)
        rng = np.random.default_rng(TEST_SEED)
        varied = [vary(strokes, rng) for strokes in signs for _ in range(CHARACTERS_VARIED)]
        written = {
            "source": CHARACTERS_SOURCE,
            "strokes": list(STROKES),
            "sha256": fingerprint(signs),
            **_counted(detector.says_digit(_drawn(signs))),
            "varied": _counted(detector.says_digit(_drawn(varied))),
        }
    return {"taken_for_none": none, "taken_for_digits": {**digit, "characters": written}}


def write_on_cards(found: dict[str, Any], folder: Path) -> None:
    """Writes on the cards of all twins in a folder that are taught digits how often the detector is wrong."""
    paths = [
        twins_files(design, sharing == "shared", folder)[0] for design in DESIGNS for sharing in SHARINGS
    ]
    cards = {path: json.loads(path.read_bytes()) for path in paths if path.exists()}
    if cards:
        write_files({path: as_json({**card, "familiar": found}) for path, card in cards.items()})


def read_characters(path: Path) -> list[list[np.ndarray]]:
    """The characters with 2 to 5 strokes of `all.json` of hanzi-writer-data, sorted, y down.

    Raises:
        ValueError: the file is not in this layout.
    """
    try:
        found = sorted((sign, each["medians"]) for sign, each in json.loads(path.read_bytes()).items())
        few = [medians for _, medians in found if STROKES[0] <= len(medians) <= STROKES[1]]
        return [[np.array(stroke, float).reshape(-1, 2) * (1, -1) for stroke in medians] for medians in few]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} has no characters as hanzi-writer-data's all.json has them. ({error})"
        ) from error


def fingerprint(signs: list[list[np.ndarray]]) -> str:
    """SHA-256 of all strokes, for cards."""
    return hashlib.sha256(b"".join(stroke.tobytes() for strokes in signs for stroke in strokes)).hexdigest()


def _counted(wrong: np.ndarray) -> dict[str, Any]:
    return {"drawings": len(wrong), "share": float(wrong.mean())}


def _hands() -> np.ndarray:
    return np.stack([draw(list(hand.strokes)) for hand in load_hands()])


def _drawn(signs: list[list[np.ndarray]]) -> np.ndarray:
    return np.stack([draw(strokes, SMALLEST * CHARACTER_SIDE) for strokes in signs])
