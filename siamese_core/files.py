"""The files that come with the package: read, held against their checksums, and loaded once.

Every folder of files has a manifest `SHA256SUMS`, as `sha256sum` writes and checks it. `siamese_core.making`
writes files and manifest together. So a file that is loaded is, byte by byte, one that was written whole.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from siamese_core.designs import BY_NAME, DESIGNS
from siamese_core.remembering import remembered
from siamese_core.twins import Twins, assemble

PACKAGE = Path(__file__).parent
WEIGHTS = PACKAGE / "weights"
MARGINS_FILE = "margins.json"  # what training with other margins gave
TUTORIAL_FILE = "tutorial.json"  # what the tutorial's recipe gave, and every step from there to the app's
MANIFEST = "SHA256SUMS"
MAKING = "python -m siamese_core.making"
TAUGHT = DIGITS, SIGNS = "digits", "signs"  # what twins are trained on


class WeightsError(RuntimeError):
    """A file of the package that is missing or damaged. Names the file and the command that makes it anew."""


def open_checked(path: Path, remedy: str) -> BinaryIO:
    """Opens a file that is as the manifest of its folder says.

    Args:
        path: of the file.
        remedy: a sentence for the error: what makes the file anew.

    Raises:
        WeightsError: the file or the manifest is missing, or the file is not the one in the manifest.
    """
    try:
        manifest = (path.parent / MANIFEST).read_text(encoding="ascii", errors="replace")
        file = path.open("rb")
    except OSError as error:
        raise WeightsError(f"{error.filename} cannot be read. {remedy}") from error
    if f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}" not in manifest.splitlines():
        file.close()
        raise WeightsError(f"{path} is damaged: its SHA-256 is not the one in {MANIFEST}. {remedy}")
    file.seek(0)
    return file


def read_checked(path: Path, remedy: str) -> bytes:
    """The content of a file. Arguments and errors as for `open_checked`."""
    with open_checked(path, remedy) as file:
        return file.read()


def read_arrays(path: Path, remedy: str) -> dict[str, np.ndarray]:
    """The arrays of an .npz file by name. Arguments and errors as for `open_checked`."""
    with open_checked(path, remedy) as file, np.load(file, allow_pickle=False) as arrays:
        return dict(arrays)


def twins_files(design: str, shared: bool, folder: Path = WEIGHTS, taught: str = DIGITS) -> tuple[Path, Path]:
    """The model card and the weights file."""
    name = f"{design}-{'shared' if shared else 'unshared'}{'' if taught == DIGITS else f'-{taught}'}"
    return folder / f"{name}.json", folder / f"{name}.npz"


def load_twins(design: str, shared: bool, taught: str = DIGITS, folder: Path = WEIGHTS) -> Twins:
    """Loads trained twins, once; later calls return the same object.

    Args:
        design: one of `DESIGNS`.
        shared: one branch for both pictures, or two.
        taught: what they were trained on: `digits`, or `signs` that a program invents. The latter are there
            for `cnn_contrastive` with shared weights. Their threshold is for the nearest of several signs, so
            it is stricter than one for a single pair.
        folder: where the weights and model cards lie.

    Raises:
        ValueError: there are no such twins.
        WeightsError: the weights or the card are missing, cut or altered, or belong to another version of the
            design.
    """
    if design not in BY_NAME:
        raise ValueError(f"There is no design {design!r}. There are {', '.join(DESIGNS)}.")
    if taught not in TAUGHT:
        raise ValueError(f"No twins are taught {taught!r}. They are taught {' or '.join(TAUGHT)}.")
    if taught == SIGNS and (design, bool(shared)) != ("cnn_contrastive", True):
        raise ValueError("Only cnn_contrastive with shared weights was taught signs.")
    return _load_twins(design, bool(shared), taught, folder)


@remembered()
def _load_twins(design: str, shared: bool, taught: str, folder: Path) -> Twins:
    card_path, weights_path = twins_files(design, shared, folder, taught)
    remedy = f"Build it anew: {MAKING} train {weights_path.stem}"
    card = json.loads(read_checked(card_path, remedy))
    arrays = {name: array.astype(np.float32) for name, array in read_arrays(weights_path, remedy).items()}
    try:
        return assemble(design, shared, arrays, card, weights_path)
    except ValueError as error:
        raise WeightsError(f"{weights_path}: {error} {remedy}") from error


def load_margins(folder: Path = WEIGHTS) -> dict[str, Any]:
    """What training with other margins gave, as `making.train.compare_margins` wrote it. Loaded once.

    Raises:
        WeightsError: the file is missing, cut or altered.
    """
    return _load_margins(folder)


@remembered()
def _load_margins(folder: Path) -> dict[str, Any]:
    return json.loads(read_checked(folder / MARGINS_FILE, f"This command makes it anew: {MAKING} margins"))


def load_tutorial(folder: Path = WEIGHTS) -> dict[str, Any]:
    """What the tutorial's recipe gave, and every step from there to the app's, as `making.tutorial.climb`
    wrote it. Loaded once.

    Raises:
        WeightsError: the file is missing, cut or altered.
    """
    return _load_tutorial(folder)


@remembered()
def _load_tutorial(folder: Path) -> dict[str, Any]:
    remedy = f"This command makes it anew: {MAKING} train --recipe tutorial"
    return json.loads(read_checked(folder / TUTORIAL_FILE, remedy))
