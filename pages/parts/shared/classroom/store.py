"""Where the board is kept: in the server's memory, or in Redis for several servers together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.records import Drawings

Result = TypeVar("Result")

WHERE = "SIAMESE_BOARD"  # in the environment: redis://host:6379/0, or rediss:// or unix://; memory without it


class BoardError(Exception):
    """The board cannot be read or changed at the moment. What does not need it goes on."""


class Store(ABC):
    """Keeps one board, for all sessions of a server or of several servers."""

    @abstractmethod
    def look(self) -> Board:
        """The board as it is now. It must not be changed. Raises BoardError."""

    @abstractmethod
    def change(self, what: Callable[[Board], Result]) -> Result:
        """Changes the board, all at once or not at all. Where nothing differs, the version stays too.

        Args:
            what: is given another board that begins as this one, and changes it. It may be called again where
                another server was faster. What it raises is raised here, and then nothing is changed.

        Returns:
            What `what` returned.

        Raises:
            BoardError: nothing was changed, or it is not known whether it was.
        """

    @abstractmethod
    def drawings(self, number: int) -> Drawings | None:
        """The drawings of a post; None where it is no longer on the board. Raises BoardError."""


class MemoryStore(Store):
    """A board in the memory of this server, gone when it ends.

    It is in none of Streamlit's caches: any browser may ask Streamlit to clear those.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._board = Board()
        self._drawings: dict[int, Drawings] = {}

    def look(self) -> Board:
        return self._board

    def change(self, what: Callable[[Board], Result]) -> Result:
        with self._lock:
            board = self._board.another()
            result = what(board)
            if board.holds_the_same_as(self._board):
                return result
            on_board = {post.number for post in board.posts}
            known = {**self._drawings, **board.drawings}
            self._drawings = {number: both for number, both in known.items() if number in on_board}
            self._board = board
        return result

    def drawings(self, number: int) -> Drawings | None:
        return self._drawings.get(number)
