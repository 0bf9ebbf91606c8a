"""A board of its own for every test of a page."""

from collections.abc import Iterator

import pytest

from pages.parts.shared.classroom import teacher
from pages.parts.shared.classroom.class_board import class_board
from pages.parts.shared.classroom.store import Store
from pages.parts.shared.classroom.teacher import Door


@pytest.fixture(autouse=True)
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The board on which pages post, blank; and a teacher's key that is `right key`."""
    class_board.cache_clear()
    monkeypatch.setattr(teacher, "door", Door("right key"))
    yield class_board()
    class_board.cache_clear()
