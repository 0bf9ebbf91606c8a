"""A board from the JSON that `Board.as_json` made, checked: others may have written to the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from itertools import pairwise
from math import inf
from typing import Any, TypeVar

from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.records import (
    KINDS,
    LONGEST_ADDRESS,
    MOST_CHALLENGES,
    MOST_POSTS,
    MOST_STUDENTS,
    QUESTIONS,
    Challenge,
    Compared,
    Post,
    Settings,
    Student,
)
from siamese_core.designs import DESIGNS, SHARINGS

Record = TypeVar("Record")
FITS: dict[str, Callable[[Any], bool]] = {  # what a field of this type may hold
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: type(value) is int and 0 <= value < 2**53,
    "float": lambda value: type(value) in (int, float) and 0 <= value < inf,
    "str": lambda value: isinstance(value, str) and len(value) <= LONGEST_ADDRESS and value.isprintable(),
    "tuple[str, ...]": lambda value: isinstance(value, tuple) and set(value) <= {*QUESTIONS},
    "Compared": lambda value: isinstance(value, Compared),
}


def board_from_json(found: Any) -> Board:
    """The board that was written as JSON, without drawings.

    Raises:
        ValueError: it is something else, or holds what no board does.
    """
    try:
        board = Board(
            version=found["version"],
            cleared=found["cleared"],
            posts=[
                _record(Post, {**post, "compared": _record(Compared, post["compared"])})
                for post in found["posts"]
            ],
            students={
                key: _record(Student, {**student, "answered": tuple(student["answered"])})
                for key, student in found["students"].items()
            },
            answers={question: (answered, right) for question, (answered, right) in found["answers"].items()},
            challenges=[_record(Challenge, challenge) for challenge in found["challenges"]],
            settings=_record(Settings, found["settings"]),
            last_post=found["last_post"],
        )
        whole = _is_whole(board)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("This is no board.") from error
    if not whole:
        raise ValueError("This is no board.")
    return board


def _record(kind: type[Record], found: Mapping[str, Any]) -> Record:
    """One record. Raises ValueError where a field is missing, unknown or of another type."""
    types = _types_of(kind)  # type: ignore[arg-type]  # a class can be hashed
    if found.keys() != types.keys():
        raise ValueError(f"A {kind.__name__} has the fields {', '.join(types)}.")
    for name, value in found.items():
        type_, may_be_none = types[name]
        if not (FITS[type_](value) if value is not None else may_be_none):
            raise ValueError(f"This is no {name} of a {kind.__name__}.")
    return kind(**found)


@cache
def _types_of(kind: type[Any]) -> dict[str, tuple[str, bool]]:
    """Field -> the name of its type, and whether it may be None."""
    written = {each.name: str(each.type) for each in fields(kind)}
    return {
        name: (type_.removesuffix(" | None"), type_.endswith(" | None")) for name, type_ in written.items()
    }


def _is_whole(board: Board) -> bool:
    """Whether records that are right by themselves make a board."""
    numbers = [0, *(post.number for post in board.posts)]
    twins = [(each.compared.design, each.compared.sharing) for each in board.posts]
    twins += [(challenge.design, challenge.sharing) for challenge in board.challenges]
    return (
        all(map(FITS["int"], (board.version, board.cleared, board.last_post)))
        and all(before < after for before, after in pairwise(numbers))
        and numbers[-1] <= board.last_post
        and len(board.posts) <= MOST_POSTS
        and len(board.students) <= MOST_STUDENTS
        and len(board.challenges) <= MOST_CHALLENGES
        and all(map(FITS["str"], board.students))
        and all(design in DESIGNS and sharing in SHARINGS for design, sharing in twins)
        and all(challenge.kind in KINDS for challenge in board.challenges)
        and board.answers.keys() <= {*QUESTIONS}
        and all(map(FITS["int"], sum(board.answers.values(), ())))
        and all(right <= answered for answered, right in board.answers.values())
    )
