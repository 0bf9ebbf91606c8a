"""Boards that are open, and students who show the class a pair."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from pages.parts.shared.classroom.inking import line_of
from pages.parts.shared.classroom.posting import as_posted
from pages.parts.shared.drawing import SIDES
from tests.server.driver import Rerun, Student

Pair = tuple[str, str]  # two drawings, as the board shows them

KEY = "the-key-of-the-tests"  # the teacher's, where a test starts the server
AS_TEACHER = f"teacher={KEY}"
ON_BOARD = re.compile(r"On the board[.:]")  # what the home page says of a pair that was posted


def component(someone: Student, name: str, key: str) -> dict[str, Any] | None:
    """What the browser is sent of one of the app's components, by its key; None where it is not shown."""
    for delta in someone.shown.values():
        shown = delta.new_element.bidi_component  # empty for all other elements
        if shown.component_name == f"siamese_{name}" and shown.id.endswith(f"-{key}"):
            return dict(json.loads(json.loads(shown.json)))
    return None


def cards_on(board: Student, wall: str = "newest") -> list[dict[str, Any]]:
    """The posts that a board shows; none where it shows no such wall."""
    return (component(board, "wall", wall) or {"posts": []})["posts"]


def pairs_on(board: Student, wall: str = "newest") -> list[Pair]:
    """Their drawings."""
    return [(left, right) for left, right in (card["lines"] for card in cards_on(board, wall))]


def pair_of(someone: Student) -> Pair:
    """What a student has drawn, as the board shows it."""
    return lines_of(someone.drawn[side] for side in SIDES)


def lines_of(drawings: Iterable[dict[str, Any]]) -> Pair:
    """Two drawings, as the board shows them."""
    left, right = (line_of(as_posted(drawing)) for drawing in drawings)
    return left, right


async def tap(board: Student, wall: str, number: Any) -> Rerun:
    """Taps the button of a post on a wall, as a teacher does to hide it."""
    delta = next(
        delta
        for delta in board.shown.values()
        if delta.new_element.bidi_component.component_name == "siamese_wall"
        and delta.new_element.bidi_component.id.endswith(f"-{wall}")
    )
    events = f"$$STREAMLIT_INTERNAL_KEY_{delta.new_element.bidi_component.id}__events"
    board.widgets[events] = "json_trigger_value", json.dumps([{"event": "tapped", "value": number}])
    return await board.run(delta.fragment_id)
