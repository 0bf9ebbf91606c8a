"""The board of this server's class, wherever it is kept."""

from __future__ import annotations

import os
from functools import cache

from pages.parts.shared.classroom.store import WHERE, MemoryStore, Store


@cache
def class_board() -> Store:
    """The board. Raises RuntimeError where `SIAMESE_BOARD` names no place that there can be."""
    if where := os.environ.get(WHERE):
        from pages.parts.shared.classroom.redis_store import RedisStore

        return RedisStore(where)
    return MemoryStore()
