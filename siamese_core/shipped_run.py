"""The run with the default settings, which comes with the app: the page plays it the moment it opens.

Its file holds weights and numbers; places are computed of them. `python -m siamese_core.making run` trains it
anew.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np

from siamese_core.digits import load_test_pictures
from siamese_core.files import MAKING, PACKAGE, WeightsError, read_arrays
from siamese_core.recorded import (
    SIZE,
    STEPS,
    Measured,
    Moment,
    Run,
    Settings,
    as_arrays,
    as_run,
    place,
    shown,
    shrink,
)
from siamese_core.remembering import remembered

RUN_FILE = "default_run.npz"
SHIPPED_RUN = PACKAGE / "data" / RUN_FILE
REMEDY = f"This command makes it anew: {MAKING} run"
NUMBERS = tuple(each.name for each in fields(Measured))


def arrays_of(run: Run) -> dict[str, np.ndarray]:
    """What the file holds of a run whose weights are shared: `settings` as JSON, `steps` (s,) int32,
    `weights` (s, SIZE) float16, and by its name each number that is `Measured`, (s,) float64.
    """
    return {
        "settings": np.array(json.dumps(asdict(run.settings))),
        "steps": run.steps.astype(np.int32),
        "weights": run.weights[0],
        **run.measured,
    }


def shipped_run(path: Path = SHIPPED_RUN) -> Run:
    """The run with the default settings, loaded once; later calls return the same object.

    Raises:
        WeightsError: the file is missing, cut or altered, or belongs to other settings.
    """
    return _load_run(path)


def find_shipped_run(path: Path = SHIPPED_RUN) -> Run | None:
    """The same; None where it cannot be loaded. Why, is said once, in the server's log."""
    return _find_run(path)


@remembered()
def _load_run(path: Path) -> Run:
    settings, arrays = Settings(), read_arrays(path, REMEDY)
    if not _belong_to(arrays, settings):
        raise WeightsError(f"{path} is no run with the default settings of this version. {REMEDY}")
    shrunk = shrink(load_test_pictures(shown(settings)).astype(np.float64)).astype(np.float32)
    moments = []
    for i, (step, flat) in enumerate(zip(arrays["steps"], arrays["weights"], strict=True)):
        places = place(as_arrays(flat.astype(np.float32)), shrunk)
        measured = Measured(**{name: float(arrays[name][i]) for name in NUMBERS})
        moments.append(Moment(int(step), measured, (flat, flat), (places, places)))
    return as_run(settings, moments)


@remembered()
def _find_run(path: Path) -> Run | None:
    try:
        return _load_run(path)
    except WeightsError as error:
        logging.getLogger(__name__).warning("%s Until then the default run is trained like any other.", error)
        return None


def _belong_to(arrays: dict[str, np.ndarray], settings: Settings) -> bool:
    """Whether these are the arrays of a whole run with these settings."""
    if arrays.keys() != {"settings", "steps", "weights", *NUMBERS}:
        return False
    count = arrays["steps"].size
    return (
        str(arrays["settings"]) == json.dumps(asdict(settings))
        and arrays["weights"].shape == (count, SIZE)
        and all(arrays[name].shape == (count,) for name in NUMBERS)
        and int(arrays["steps"][-1]) == STEPS
    )
