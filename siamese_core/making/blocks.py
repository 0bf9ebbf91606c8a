"""Many pictures are drawn on all cores, in blocks: the same pictures on every machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

MOST_PROCESSES = 61  # that Windows can wait for

Draw = Callable[..., np.ndarray]  # how many, and seed=: a tuple of numbers


def drawing_processes() -> ProcessPoolExecutor:
    """A process for every core. They start anew: TensorFlow's threads do not survive a copy of this one."""
    return ProcessPoolExecutor(min(os.cpu_count() or 1, MOST_PROCESSES), get_context("spawn"))


def begin(
    processes: ProcessPoolExecutor, draw: Draw, count: int, at_once: int, seed: tuple[int, ...]
) -> list[Future[np.ndarray]]:
    """Lets the processes draw `count` of something, `at_once` in a block. The place of a block's first is the
    last number of its seed.
    """
    firsts = range(0, count, at_once)
    return [processes.submit(draw, min(at_once, count - first), seed=(*seed, first)) for first in firsts]


def finish(blocks: list[Future[np.ndarray]]) -> np.ndarray:
    """Waits for all of them: (count, ...)."""
    return np.concatenate([block.result() for block in blocks])
