"""The run that comes with the app: trained with the default settings, and written."""

from __future__ import annotations

from pathlib import Path

from siamese_core.live import train_live
from siamese_core.making.write import as_npz, write_files
from siamese_core.recorded import Settings
from siamese_core.shipped_run import RUN_FILE, SHIPPED_RUN, arrays_of


def make_run(folder: Path = SHIPPED_RUN.parent) -> None:
    """Trains with the default settings and writes what is recorded, with its checksum, into a folder."""
    write_files({folder / RUN_FILE: as_npz(arrays_of(train_live(Settings())))})
