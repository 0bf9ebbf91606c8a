"""How much memory the server takes: with a class, after it, and over a long lesson of one student."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from random import Random
from time import monotonic, sleep

from benchmarks.effort import Effort
from benchmarks.report import Figure
from benchmarks.sessions import APP, CLASS, draw_new, draw_together, serving, students
from pages.parts.shared.comparing import REMEMBERED
from pages.parts.shared.drawing import SIDES
from tests.server.driver import Server

LATECOMERS = 20
FORGOTTEN_AFTER = 120  # seconds in which a page that is closed is kept; on the app's own server half an hour
KEPT = FORGOTTEN_AFTER + 10  # seconds; then it is forgotten when the next page opens or closes
forgetting = partial(serving, STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL=f"{FORGOTTEN_AFTER}")


def measure_memory(effort: Effort) -> Iterator[Figure]:
    """Resident memory while a class comes, draws and leaves, and while one student goes on drawing."""
    with forgetting(APP) as server:
        yield Figure("when it has started", "MB", server.memory())
        filling = min(REMEMBERED, effort.reruns)
        [before] = asyncio.run(memory_after(server, filling))
        yield Figure(f"when one student has drawn {filling} digits", "MB", before)
        with_class, with_latecomers = asyncio.run(memory_with_class(server, effort.seconds))
        left = monotonic()
        yield Figure(f"while {CLASS} draw", "MB", with_class, at_most=300)
        yield Figure("each further student", "MB", (with_latecomers - with_class) / LATECOMERS, at_most=2)
        yield growth(filling, effort.reruns)
        if effort.wait_for_leavers:
            sleep(max(0.0, left + KEPT - monotonic()))
            [after] = asyncio.run(memory_after(server, 2))
            yield Figure(
                "when all have left (floor: before they came)", "MB", after, before, ratio_at_most=1.1
            )


def growth(filling: int, reruns: int) -> Figure:
    """Memory after many drawings of one student; its floor is that when what the app remembers of drawings
    was full.
    """
    with forgetting(APP) as server:
        full, later = asyncio.run(memory_after(server, filling, reruns))
    return Figure(f"after {reruns:,} reruns (floor: before them)", "MB", later, full, ratio_at_most=1.03)


async def memory_after(server: Server, *drawings: int) -> list[float]:
    """The server's memory when a student has made so many drawings without pauses, then so many more, and so
    on.
    """
    rng, found = Random(5), []
    async with students(server.url, 1) as [someone]:
        for count in drawings:
            for side in islice(cycle(SIDES), count):
                await draw_new(someone, side, rng)
            found.append(server.memory())
    return found


async def memory_with_class(server: Server, seconds: float) -> tuple[float, float]:
    """The server's memory when a class has drawn for some seconds, and when the latecomers have as well."""
    rng = Random(6)
    async with students(server.url, CLASS) as everyone:
        await draw_together(everyone, seconds, rng)
        with_class = server.memory()
        async with students(server.url, LATECOMERS) as latecomers:
            await draw_together(latecomers, seconds, rng)
            return with_class, server.memory()
