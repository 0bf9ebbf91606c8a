"""Loading the files that come with the package."""

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from siamese_core import DESIGNS, load_twins
from siamese_core.digits import TEST_DIGITS
from siamese_core.files import (
    MANIFEST,
    MARGINS_FILE,
    WEIGHTS,
    WeightsError,
    load_margins,
    read_arrays,
    read_checked,
    twins_files,
)
from siamese_core.making.write import as_npz, write_files
from siamese_core.maps import EVALUATIONS
from siamese_core.twins import expected_shapes

FOLDERS = (WEIGHTS, EVALUATIONS, TEST_DIGITS.parent)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_the_one_in_the_manifest(folder):
    lines = (folder / MANIFEST).read_text(encoding="ascii").splitlines()
    files = sorted(path for path in folder.iterdir() if path.suffix in (".npz", ".json"))
    assert lines == [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]


@pytest.fixture
def copies(tmp_path):
    """Card, weights and manifest of the smallest twins, to be damaged."""
    paths = twins_files("mnist_siamese", shared=True)
    write_files({tmp_path / path.name: path.read_bytes() for path in paths})
    return [tmp_path / path.name for path in paths]


def assert_refused(damaged, words=""):
    with pytest.raises(WeightsError) as refused:
        load_twins("mnist_siamese", shared=True, folder=damaged.parent)
    for expected in (str(damaged), "python -m siamese_core.making train mnist_siamese-shared", words):
        assert expected in str(refused.value)


def test_undamaged_copies_are_loaded_and_know_their_file(copies):
    twins = load_twins("mnist_siamese", shared=True, folder=copies[0].parent)
    original = load_twins("mnist_siamese", shared=True)
    assert twins.card == original.card
    assert (twins.file, original.file) == (copies[1], twins_files("mnist_siamese", shared=True)[1])
    np.testing.assert_array_equal(twins.left["embedding/kernel"], original.left["embedding/kernel"])


def flip_a_bit(content):
    return content[:500] + bytes([content[500] ^ 1]) + content[501:]


@pytest.mark.parametrize("which", [0, 1], ids=["card", "weights"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[: len(content) // 2],
        lambda _: b"",
        flip_a_bit,
        lambda content: content + b"\0",
    ],
    ids=["cut", "emptied", "a bit flipped", "a byte added"],
)
def test_an_altered_file_is_refused(copies, which, damage):
    copies[which].write_bytes(damage(copies[which].read_bytes()))
    assert_refused(copies[which], "SHA-256")


@pytest.mark.parametrize("which", [0, 1], ids=["card", "weights"])
def test_a_missing_file_is_refused_and_works_again_when_it_is_back(copies, which):
    content = copies[which].read_bytes()
    copies[which].unlink()
    assert_refused(copies[which])
    copies[which].write_bytes(content)
    assert load_twins("mnist_siamese", shared=True, folder=copies[0].parent).shared


def test_without_a_manifest_nothing_is_loaded(copies):
    (copies[0].parent / MANIFEST).unlink()
    with pytest.raises(WeightsError, match=MANIFEST):
        load_twins("mnist_siamese", shared=True, folder=copies[0].parent)


def test_a_file_in_the_place_of_another_is_refused(copies):
    card, weights = copies
    shutil.copy(card, weights)
    assert_refused(weights, "SHA-256")


def test_weights_of_another_version_of_the_design_are_refused_and_the_array_named(copies):
    arrays = read_arrays(copies[1], "") | {"branch/dense_1/bias": np.zeros(127)}
    write_files({copies[1]: as_npz(arrays)})
    assert_refused(copies[1], "branch/dense_1/bias has the shape (127,) where (128,) is expected")


def test_nothing_is_unpickled(tmp_path):
    path = tmp_path / "objects.npz"
    np.savez(path, objects=np.array([{}] * 3))
    write_files({path: path.read_bytes()})
    with pytest.raises(ValueError, match="allow_pickle"):
        read_arrays(path, "")


def test_the_remedy_is_part_of_the_sentence(tmp_path):
    with pytest.raises(WeightsError, match=r"cannot be read\. Ask the teacher\."):
        read_checked(tmp_path / "nothing", "Ask the teacher.")


def test_twins_are_loaded_once():
    twins = load_twins("mnist_siamese", shared=True)
    assert load_twins("mnist_siamese", True) is twins
    assert load_twins(design="mnist_siamese", shared=1, folder=Path(str(WEIGHTS))) is twins


def test_a_design_that_does_not_exist_is_refused_and_those_that_do_are_named():
    with pytest.raises(ValueError, match=f"no design 'facenet'. There are {', '.join(DESIGNS)}"):
        load_twins("facenet", shared=True)


def test_all_arrays_of_a_weights_file_are_expected(twins):
    arrays = read_arrays(twins_files(twins.design.name, twins.shared)[1], "")
    assert {name: array.shape for name, array in arrays.items()} == expected_shapes(
        twins.design, twins.shared
    )


def test_every_margin_has_its_results_and_histogram():
    card = load_margins()
    assert load_margins() is card
    assert [entry["margin"] for entry in card["margins"]] == [0.25, 0.5, 1.0, 2.0, 4.0]
    for entry in card["margins"]:
        histogram, found = entry["histograms"]["distance"], entry["results"]["mnist"]
        assert sum(histogram["same"]) == sum(histogram["different"]) == found["pairs"] / 2
        assert found["accuracy_interval"][0] < found["accuracy"] < found["accuracy_interval"][1]


def test_a_damaged_card_of_margins_is_refused(tmp_path):
    write_files({tmp_path / MARGINS_FILE: b"{}"})
    (tmp_path / MARGINS_FILE).write_bytes(b"[]")
    with pytest.raises(WeightsError, match=r"python -m siamese_core\.making margins"):
        load_margins(tmp_path)
