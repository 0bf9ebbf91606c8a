"""The map of a run with its player, drawn in the browser. Curves and slow motion follow its moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pages.parts.shared.charts import DIGIT_COLOURS
from pages.parts.shared.choosing import is_dark
from pages.parts.shared.language import Text
from pages.parts.shared.numbers import with_article
from pages.parts.shared.pair import Pair
from pages.parts.shared.pictures import SHEET_COLUMNS, sheet_address
from pages.parts.shared.visuals import CANVAS, as_base64, component
from pages.parts.training.travelling import code_of, own_places
from siamese_core.digits import halves
from siamese_core.forward import euclidean_distance
from siamese_core.recorded import MOMENTS, SHOWN, Run
from siamese_core.remembering import remembered

HERE = Path(__file__).parent
GRID = 500  # places on the way from the middle of a map to its farther edge
OUTSIDE = 3.0  # what lies farther out is kept at this many times that way: outside of every paper
NARROWEST = 1.0  # margins from the middle to the edges, however near the digits lie
ROOM = 1.08
AT_REST, PASSING = 0.005, 0.05  # share of digits that may lie beyond each edge, in the end and on the way
FOLLOWED = 8.0  # how much wider than in the end digits lie on the way, where the view follows them
SIDES_OF = {True: ("both",), False: ("left", "right")}

_player = component(
    HERE / "player",
    CANVAS,
    *(HERE / f"{part}.js" for part in ("map_of_moment", "player_controls", "player_words", "moment")),
    words={
        "start": Text("To the start"),
        "play": Text("Play"),
        "pause": Text("Pause"),
        "back": Text("One moment back"),
        "on": Text("One moment on"),
        "slider": Text("Moment of the training"),
        "moment": Text("after {step} of {last} steps"),
        "tip": Text("{a_digit}"),
        "tip_of_two": Text("{a_digit}: its two places are {apart} apart"),
        "player": Text("Player"),
        "map_of_both": Text("Map of the one branch"),
        "map_of_left": Text("Map of the left branch"),
        "map_of_right": Text("Map of the right branch"),
        "about_map": Text(
            "{map}. {summary} With a keyboard: Space plays and pauses, left and right arrow go one moment "
            "back and on, Home and End to the start and the end. N and P go from digit to digit."
        ),
        "left": Text("left"),
        "right": Text("right"),
        "distance": Text("distance {distance}"),
        "margin": Text("margin {margin}"),
        "numerals": Text(
            "A numeral is one handwritten digit, where its branch places it; in one place they lie on top of "
            "each other."
        ),
        "own": Text("The left and the right digit ({whose}), joined by their distance."),
        "margin_means": Text(
            "As long as the margin, {margin}: so far apart different digits should be at least."
        ),
        "square": Text("One square of the grid is {size} wide and high."),
        "square_now": Text(
            "The map zooms along with the digits: one square of the grid is {size} wide and high now."
        ),
        "outside": Text("Outside the map, drawn pale at its edge: {count} of {all} digits."),
        "twin": Text(
            "Ringed on both maps is the same picture, {a_digit}: the branches place it {apart} apart; on "
            "average over the digits on the map it is {mean}. The dashed ring on each map is its place on "
            "the other."
        ),
    },
)


def show_player(run: Run, pair: Pair, unseen: bool, whole: bool, start: int, summary: str) -> None:
    """The run on its map, with the student's pair on it.

    Args:
        run: as far as it has come.
        pair: travels along.
        unseen: whether digits are shown that it never saw, or those that it learns from.
        whole: whether the run has come to its end.
        start: another number has the same run start once more.
        summary: what can be seen, for those who do not see it.
    """
    data = {**places_data(run, unseen), "whole": whole, "start": start, "summary": summary}
    data |= {"own": own_data(run, pair), "run": code_of(run)}
    data |= {"colours": DIGIT_COLOURS[is_dark()], "digits": [with_article(digit) for digit in range(10)]}
    _player(data, key="training_map")


@remembered(4)
def places_data(run: Run, unseen: bool) -> dict[str, Any]:
    """What the player needs of a run, for all students."""
    chosen = run.learns_from != unseen
    middles, reaches = views_of(run)
    half = reaches.max(axis=1)[:, np.newaxis, np.newaxis]
    return {
        "steps": MOMENTS.tolist(),
        "reached": len(run.steps),
        "views": [
            {"middle": middle, "reach": reach}
            for middle, reach in zip(middles.tolist(), reaches.tolist(), strict=True)
        ],
        "grid": GRID,
        "margin": run.settings.margin,
        "classes": as_base64(run.classes[chosen].astype(np.uint8)),
        "first_tile": SHOWN if unseen else 0,
        "columns": SHEET_COLUMNS,
        "maps": [
            {"side": side, "places": as_base64(packed((places[:, chosen] - middles[:, np.newaxis]) / half))}
            for side, places in zip(SIDES_OF[run.settings.shared], (run.left, run.right), strict=False)
        ],
    }


def own_data(run: Run, pair: Pair) -> dict[str, Any]:
    """Where the pair is at every moment, and its distance."""
    left, right = own_places(run, pair)
    return {
        "left": left.round(4).tolist(),
        "right": right.round(4).tolist(),
        "distances": euclidean_distance(left, right).round(5).tolist(),
        "whose": pair.owner,
    }


def views_of(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """What the maps show at each moment: their middles (s, 2), and how far they reach from there (s, 2), in
    the embedding's units.

    All moments have the same view, with nearly all digits at the end in it, and most of them on the way. But
    where digits are thrown far away and come back, the view follows them.
    """
    places = np.concatenate([run.left, run.right], axis=1)  # (s, 2 n, 2)
    low, high = np.quantile(places, [AT_REST, 1 - AT_REST], axis=1)  # (s, 2)
    passing_low, passing_high = np.quantile(places, [PASSING, 1 - PASSING], axis=1)
    all_low = np.minimum(low[-1], passing_low.min(axis=0))
    all_high = np.maximum(high[-1], passing_high.max(axis=0))
    narrowest = NARROWEST * run.settings.margin
    if (all_high - all_low).max() <= FOLLOWED * max((high - low)[-1].max(), 2 * narrowest):
        low, high = np.broadcast_to(all_low, low.shape), np.broadcast_to(all_high, high.shape)
    reaches = np.maximum(ROOM * (high - low) / 2, narrowest)
    return ((low + high) / 2).round(4), reaches.round(4)


def packed(places: np.ndarray) -> np.ndarray:
    """Places (s, n, 2), 1 at the farther edge of the view -> bytes: how far each number moved since the
    moment before, in steps of the grid.

    A move of up to 127 steps takes one byte. A larger one takes three: -128, and the move as int16, the lower
    byte first. All numbers of a moment follow each other, x and y of each digit in turn.
    """
    on_grid = np.round(np.clip(places, -OUTSIDE, OUTSIDE) * GRID).astype(np.int16)
    moves = np.diff(on_grid, axis=0, prepend=np.zeros_like(on_grid[:1])).ravel()
    is_large = np.abs(moves) > 127
    taken = np.where(is_large, 3, 1)
    begins = np.cumsum(taken) - taken
    found = np.zeros(taken.sum(), np.int8)
    found[begins] = np.where(is_large, -128, moves)
    found[begins[is_large] + 1] = moves[is_large] & 255
    found[begins[is_large] + 2] = moves[is_large] >> 8
    return found


@remembered()
def address_of_sheet() -> str:
    """All digits that a map may show, on one sheet: first those to learn from, then those never seen."""
    return sheet_address(np.concatenate([half[:SHOWN] for half in halves()]))
