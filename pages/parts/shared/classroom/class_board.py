"""The board of this server's class, wherever it is kept."""

from __future__ import annotations

import os
from functools import cache

from pages.parts.shared.classroom.store import MemoryStore, Store

WHERE = "SIAMESE_BOARD"  # in the environment: redis://host:6379/0, or rediss:// or unix://; memory without it


@cache
def class_board() -> Store:
    """The board. Raises RuntimeError where `SIAMESE_BOARD` names no place that there can be."""
    if where := os.environ.get(WHERE):
        from pages.parts.shared.classroom.redis_store import RedisStore

        return RedisStore(where)
    return MemoryStore()
