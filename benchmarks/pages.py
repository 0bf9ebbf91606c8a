"""A class on every page: how soon pages, tabs and choices are there when all ask at once, and how soon a
slider answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from itertools import count
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.effort import Effort
from benchmarks.report import Figure, quantile
from benchmarks.sessions import APP, CLASS, checked, serving, students
from tests.server.driver import Rerun, Server, Student
from tests.server.visits import VISITS, choices_on

STEP_EVERY = 0.5  # seconds between two steps of a slider
SLIDERS = {  # page -> its slider, and the values that are moved through
    "contrastive_loss": ("margin", [round(0.3 + 0.05 * step, 2) for step in range(50)]),
    "verification": ("threshold", [round(0.05 + 0.01 * step, 2) for step in range(100)]),
}


def measure_pages(effort: Effort) -> Iterator[Figure]:
    """All of a class open each page, and then make each of its choices, at the same moment."""
    with serving(APP) as server:
        for path in VISITS:
            opened, choices = asyncio.run(visit(server, path))
            name = path or "home page"
            yield Figure(f"{name}: the last of {CLASS} has it", "s", opened, at_most=2)
            slowest = max(choices, key=lambda choice: choices[choice])
            yield Figure(
                f"{name}: the slowest of {len(choices)} choices ({slowest})", "s", choices[slowest], at_most=2
            )
        yield Figure("highest memory of the server in all this", "MB", server.highest_memory(), at_most=400)
    with serving(APP) as server:
        for path, (slider, values) in SLIDERS.items():
            for size in effort.classes:
                yield from slider_figures(server, path, slider, values, size, effort.seconds)


async def visit(server: Server, path: str) -> tuple[float, dict[str, float]]:
    """A class opens a page and makes its choices. Returns the seconds until the last one has the page, or a
    choice.
    """
    started = perf_counter()
    async with students(server.url, CLASS, path=path) as everyone:
        opened = perf_counter() - started
        took = {}
        for key, value in choices_on(path):
            took[f"{key} {value}"] = await together(one.use(key, value) for one in everyone)
    return opened, took


async def together(acts: Iterable[Coroutine[Any, Any, Rerun]]) -> float:
    """All do something at the same moment. Returns the seconds until the last one has its answer."""
    started = perf_counter()
    for rerun in await asyncio.gather(*acts):
        checked(rerun)
    return perf_counter() - started


def slider_figures(
    server: Server, path: str, slider: str, values: list[float], size: int, seconds: float
) -> Iterator[Figure]:
    """What a step of a slider takes while `size` students move theirs by two steps a second."""
    steps = asyncio.run(move_together(server, path, slider, values, size, seconds))
    times = [1e3 * step.seconds for step in steps]
    half, most = (50, 150) if size == CLASS else (None, None)
    yield Figure(
        f"{slider}, {size} moving: half of {len(steps)} steps within", "ms", median(times), at_most=half
    )
    yield Figure(f"{slider}, {size} moving: 95% within", "ms", quantile(times, 0.95), at_most=most)
    yield Figure(
        f"{slider}, {size} moving: sent back for a step", "KB", median(step.bytes for step in steps) / 1024
    )


async def move_together(
    server: Server, path: str, slider: str, values: list[float], size: int, seconds: float
) -> list[Rerun]:
    """Students move a slider for some seconds. Returns what each step took."""
    async with students(server.url, size, path=path) as everyone:
        moved = await asyncio.gather(
            *(
                keep_moving(someone, slider, values, seconds, Random(seed))
                for seed, someone in zip(count(), everyone)
            )
        )
    return [step for steps in moved for step in steps]


async def keep_moving(
    someone: Student, slider: str, values: list[float], seconds: float, rng: Random
) -> list[Rerun]:
    """Moves a slider from a place of its own, two steps a second as far as the answers come in time."""
    place = rng.randrange(len(values))
    await asyncio.sleep(rng.uniform(0, STEP_EVERY))
    steps: list[Rerun] = []
    end = perf_counter() + seconds
    while (started := perf_counter()) < end:
        place = (place + 1) % len(values)
        steps.append(checked(await someone.use(slider, values[place])))
        await asyncio.sleep(max(0.0, started + STEP_EVERY - perf_counter()))
    return steps
