"""Training while a class watches: how soon a run begins and ends, alone and in a queue, and what it costs
those who draw meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.effort import Effort
from benchmarks.report import Figure, quantile
from benchmarks.sessions import APP, CLASS, draw_together, serving, students
from siamese_core.live import BATCH, train_live
from siamese_core.recorded import SHAPES, STEPS, Settings
from tests.server.driver import Rerun, Server
from tests.server.trainings import TEN, Training, train

PAGE = "training"
KERNELS = [shape for shape in SHAPES.values() if len(shape) == 2]


def measure_training(effort: Effort) -> Iterator[Figure]:
    """A run by itself, on the page, in a class, and beside a class that draws."""
    with threadpool_limits(1):
        floor = min(matrix_products() for _ in range(3))
        alone = min(process_time_of(Settings()) for _ in range(1 + effort.rounds))
    yield Figure("a run by itself (floor: its matrix products)", "s", alone, floor, at_most=3)
    with serving(APP) as server:
        seen = asyncio.run(train_alone(server))
        yield Figure("from Train to the first moment, worker started", "s", seen[0].first, at_most=0.7)
        yield Figure("from Train to the first moment after that", "s", seen[1].first, at_most=0.7)
        yield Figure("from Train to the end", "s", median(one.over for one in seen), floor, at_most=5)
        yield Figure("sent meanwhile, code and texts too", "KB", seen[1].bytes / 1024)
        in_class = asyncio.run(train_as_class(server))
        yield Figure(
            f"{CLASS} press Train with {len(TEN)} settings: the last has its run",
            "s",
            max(one.over for one in in_class),
            at_most=45,
        )
        waited = sum(bool(one.places) for one in in_class)
        yield Figure("of these saw their place in the queue", "students", waited)
        yield Figure(f"memory of the server with {CLASS} and their runs", "MB", server.memory(), at_most=300)
        yield Figure("memory of the worker", "MB", memory_of_worker(server), at_most=250)
    with serving(APP) as server:
        calm = strokes_beside(server, effort.seconds, training=False)
        busy = strokes_beside(server, effort.seconds, training=True)
        yield Figure(
            f"{CLASS} draw while runs follow each other: 95% within (floor: without)",
            "ms",
            quantile(busy, 0.95),
            quantile(calm, 0.95),
            ratio_at_most=2,
        )


def matrix_products() -> float:
    """Seconds of processor time that the matrix products of a run take: in each step one for each layer on
    the way forward, and two on the way back from either side.
    """
    rng = np.random.default_rng(0)
    shapes = [
        (rng.random((BATCH, inputs)), rng.random((inputs, units)), rng.random((BATCH, units)))
        for inputs, units in KERNELS
    ]
    started = process_time()
    for _ in range(STEPS):
        for went_in, kernel, gradient in shapes:
            went_in @ kernel
            for _side in ("left", "right"):
                went_in.T @ gradient
                gradient @ kernel.T
    return process_time() - started


def process_time_of(settings: Settings) -> float:
    """Seconds of processor time that a run takes."""
    started = process_time()
    train_live(settings)
    return process_time() - started


async def train_alone(server: Server) -> list[Training]:
    """One student who trains twice."""
    async with students(server.url, 1, path=PAGE) as [someone]:
        return [
            await train(someone, choices) for choices in ({"train_seed": "second"}, {"train_seed": "third"})
        ]


async def train_as_class(server: Server) -> list[Training]:
    """A class that presses Train at the same moment, with ten different settings."""
    async with students(server.url, CLASS, path=PAGE) as everyone:
        wishes = zip(everyone, cycle(TEN), strict=False)
        return await asyncio.gather(*(train(someone, choices) for someone, choices in wishes))


def memory_of_worker(server: Server) -> float:
    """MB of the largest process that the server started; 0 where the system has no `/proc`."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    found = [0.0]
    for task in children.parent.parent.glob("*/children") if children.exists() else []:
        for child in task.read_text().split():
            status = Path(f"/proc/{child}/status").read_text()
            found.append(int(status.split("VmHWM:")[1].split()[0]) / 1024)
    return max(found)


def strokes_beside(server: Server, seconds: float, training: bool) -> list[float]:
    """Milliseconds of the strokes of a class that draws, while one student trains without a pause, or not."""
    return [1e3 * rerun.seconds for rerun in asyncio.run(draw_beside(server, seconds, training))]


async def draw_beside(server: Server, seconds: float, training: bool) -> list[Rerun]:
    """A class that draws for some seconds. Returns what each stroke took."""
    async with students(server.url, CLASS) as everyone, students(server.url, 1, path=PAGE) as [one]:
        drawing = asyncio.create_task(draw_together(everyone, seconds, Random(8)))
        end = perf_counter() + seconds
        for choices in cycle(TEN) if training else ():
            if perf_counter() > end:
                break
            await train(one, {**choices, "train_pairs": "only same"})
        return await drawing
