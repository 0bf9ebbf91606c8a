"""The run that comes with the app."""

import logging
import shutil
from dataclasses import replace

import numpy as np
import pytest

from siamese_core.files import WeightsError
from siamese_core.live import train_live
from siamese_core.making.run import make_run
from siamese_core.making.write import as_npz, write_files
from siamese_core.recorded import MOMENTS, Settings
from siamese_core.shipped_run import RUN_FILE, SHIPPED_RUN, arrays_of, find_shipped_run, shipped_run

REMEDY = "python -m siamese_core.making run"


def test_it_is_a_whole_run_with_the_default_settings_and_small():
    run = shipped_run()
    assert run.settings == Settings()
    assert run.is_over
    np.testing.assert_array_equal(run.steps, MOMENTS)
    assert SHIPPED_RUN.stat().st_size <= 500_000
    assert shipped_run() is run


def test_training_anew_gives_its_numbers(tmp_path, monkeypatch):
    anew = train_live(Settings())
    monkeypatch.setattr("siamese_core.making.run.train_live", lambda _: anew)
    make_run(tmp_path)
    for run in (anew, shipped_run(tmp_path / RUN_FILE)):
        shipped = shipped_run()
        np.testing.assert_array_equal(run.weights[0], shipped.weights[0])
        np.testing.assert_allclose(run.left, shipped.left, rtol=0, atol=1e-6)
        assert run.measured.keys() == shipped.measured.keys()
        for name, numbers in run.measured.items():
            np.testing.assert_allclose(numbers, shipped.measured[name], rtol=0, atol=1e-6, err_msg=name)
        for name in ("steps", "digits", "classes", "learns_from"):
            np.testing.assert_array_equal(getattr(run, name), getattr(shipped, name))
        assert run.right is run.left


def copy(folder):
    for name in (RUN_FILE, "SHA256SUMS"):
        shutil.copy(SHIPPED_RUN.with_name(name), folder)
    return folder / RUN_FILE


@pytest.mark.parametrize("damage", ["missing", "cut", "other settings", "ends early", "a number less"])
def test_a_damaged_file_is_told_with_its_remedy_and_the_app_goes_on_without(damage, tmp_path, caplog):
    path = copy(tmp_path)
    arrays = arrays_of(shipped_run())
    match damage:
        case "missing":
            path.unlink()
        case "cut":
            path.write_bytes(path.read_bytes()[:-1])
        case "other settings":
            arrays["settings"] = arrays_of(replace(shipped_run(), settings=Settings(seed=2)))["settings"]
        case "ends early":
            steps = len(arrays["steps"]) - 1
            arrays = {name: array[:steps] if array.ndim else array for name, array in arrays.items()}
        case _:
            del arrays["unseen"]
    if damage not in ("missing", "cut"):
        write_files({path: as_npz(arrays)})
    with pytest.raises(WeightsError, match=REMEDY):
        shipped_run(path)
    with caplog.at_level(logging.WARNING):
        assert find_shipped_run(path) is None
        assert find_shipped_run(path) is None
    assert caplog.text.count(REMEDY) == 1
