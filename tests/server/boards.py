"""Boards that are open, and students who show the class a pair."""

from __future__ import annotations

import json
from typing import Any

from pages.parts.shared.classroom.inking import line_of
from pages.parts.shared.classroom.posting import as_posted
from pages.parts.shared.drawing import SIDES
from tests.server.driver import Student

Pair = tuple[str, str]  # two drawings, as the board shows them

KEY = "the-key-of-the-tests"  # the teacher's, where a test starts the server
AS_TEACHER = f"teacher={KEY}"


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
    left, right = (line_of(as_posted(someone.drawn[side])) for side in SIDES)
    return left, right
