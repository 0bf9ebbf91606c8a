"""Whole runs that are remembered for the class."""

from __future__ import annotations

from collections import OrderedDict

from siamese_core.recorded import Run, Settings


class RunStore:
    """Runs by their settings, bounded: those that were not asked for the longest go first.

    It knows nothing of threads: who shares it between some holds a lock.
    """

    def __init__(self, at_most: int, megabytes: float) -> None:
        """Keeps at most so many runs, and so many megabytes of arrays (of 1,000,000 bytes) in all of them."""
        self.at_most, self.bytes = at_most, megabytes * 1e6
        self._runs: OrderedDict[Settings, Run] = OrderedDict()

    def __len__(self) -> int:
        return len(self._runs)

    def recall(self, settings: Settings) -> Run | None:
        """The run with these settings, if it is remembered."""
        if settings in self._runs:
            self._runs.move_to_end(settings)
        return self._runs.get(settings)

    def keep(self, run: Run) -> None:
        """Remembers a run. The newest one is kept in any case: somebody waits for it."""
        self._runs[run.settings] = run
        self._runs.move_to_end(run.settings)
        while len(self) > 1 and (len(self) > self.at_most or self.nbytes > self.bytes):
            self._runs.popitem(last=False)

    @property
    def nbytes(self) -> int:
        """The memory that the arrays of all runs take."""
        return sum(map(size_of, self._runs.values()))


def size_of(run: Run) -> int:
    """The memory that all arrays of a run take, in bytes; not what was computed of it and lies in its
    `memory`.
    """
    others = (run.steps, run.digits, run.classes, run.learns_from, *run.measured.values())
    return run.nbytes + sum(array.nbytes for array in others)
