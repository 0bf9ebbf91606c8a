"""The student's pair on its way through a run."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from pages.parts.shared.pair import Pair
from siamese_core.recorded import Run
from siamese_core.remembering import remembered


def code_of(run: Run) -> str:
    """A short text that tells this run from others."""
    return "-".join(str(value) for value in asdict(run.settings).values())


def own_places(run: Run, pair: Pair) -> tuple[np.ndarray, np.ndarray]:
    """Where the left and the right digit are at every moment, each (s, 2)."""
    return _own_places(run, "left", pair.left.tobytes()), _own_places(run, "right", pair.right.tobytes())


@remembered(128)
def _own_places(run: Run, side: str, picture: bytes) -> np.ndarray:
    return run.places_of(side, np.frombuffer(picture, np.float32).reshape(28, 28))
