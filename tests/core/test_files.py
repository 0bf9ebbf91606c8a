"""Loading the files that come with the package."""

import hashlib
import shutil
import subprocess

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    lines = (folder / MANIFEST).read_text(encoding="ascii").splitlines()  # as sha256sum writes and checks it
    files = sorted(path for path in folder.iterdir() if path.suffix in (".npz", ".json"))
    assert lines == [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]


# Any file

CONTENT = bytes(range(100))


@pytest.fixture
def file(tmp_path):
    write_files({tmp_path / "file": CONTENT, tmp_path / "another": b"another"})
    return tmp_path / "file"


def assert_refused(path, words):
    with pytest.raises(WeightsError) as refused:
        read_checked(path, "Ask the teacher.")
    assert str(refused.value).startswith(str(path.parent))
    assert words in str(refused.value)
    assert str(refused.value).endswith(" Ask the teacher.")


damaged = st.one_of(
    st.integers(0, 99).map(lambda length: CONTENT[:length]),  # cut, or emptied
    st.tuples(st.integers(0, 99), st.integers(0, 7)).map(  # a bit flipped
        lambda place: bytes(byte ^ (i == place[0]) << place[1] for i, byte in enumerate(CONTENT))
    ),
    st.binary(min_size=1, max_size=3).map(lambda more: CONTENT + more),
    st.just(b"another"),  # the content of another file in the manifest
)


@settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged)
def test_an_altered_file_is_refused_and_read_when_it_is_whole_again(file, content):
    file.write_bytes(content)
    assert_refused(file, "is damaged: its SHA-256 is not the one in SHA256SUMS.")
    file.write_bytes(CONTENT)
    assert read_checked(file, "") == CONTENT


@pytest.mark.parametrize("missing", ["file", MANIFEST])
def test_without_the_file_or_the_manifest_nothing_is_read(file, missing):
    (file.parent / missing).unlink()
    assert_refused(file, f"{file.parent / missing} cannot be read.")


@pytest.mark.parametrize(
    "manifest", [b"", b"\xff\xfe", CONTENT, hashlib.sha256(CONTENT).hexdigest().encode()]
)
def test_a_damaged_manifest_vouches_for_nothing(file, manifest):
    (file.parent / MANIFEST).write_bytes(manifest)
    assert_refused(file, "is damaged")


def test_a_file_that_is_not_in_the_manifest_is_refused(file):
    shutil.copy(file, file.parent / "fil")  # the start of a name that is
    assert_refused(file.parent / "fil", "is damaged")


def test_nothing_is_unpickled(tmp_path):
    path = tmp_path / "objects.npz"
    np.savez(path, objects=np.array([{}] * 3))
    write_files({path: path.read_bytes()})
    with pytest.raises(ValueError, match="allow_pickle"):
        read_arrays(path, "")


# Twins


@pytest.fixture
def copies(tmp_path):
    """Card, weights and manifest of the smallest twins, to be damaged."""
    paths = twins_files("mnist_siamese", shared=True)
    write_files({tmp_path / path.name: path.read_bytes() for path in paths})
    return twins_files("mnist_siamese", True, tmp_path)


def test_undamaged_copies_are_loaded_and_know_their_file(copies):
    twins = load_twins("mnist_siamese", True, folder=copies[0].parent)
    original = load_twins("mnist_siamese", True)
    assert twins.card == original.card
    assert (twins.file, original.file) == (copies[1], twins_files("mnist_siamese", shared=True)[1])
    np.testing.assert_array_equal(twins.left["embedding/kernel"], original.left["embedding/kernel"])


def with_other_arrays(path):
    write_files({path: as_npz(read_arrays(path, "") | {"branch/dense_1/bias": np.zeros(127)})})


@pytest.mark.parametrize(
    ("which", "damage", "words"),
    [
        (0, lambda path: path.unlink(), "cannot be read"),
        (1, lambda path: path.unlink(), "cannot be read"),
        (0, lambda path: path.write_bytes(b"{}"), "SHA-256"),
        (1, lambda path: path.write_bytes(b"{}"), "SHA-256"),
        (1, with_other_arrays, "branch/dense_1/bias has the shape (127,) where (128,) is expected"),
    ],
    ids=["no card", "no weights", "an altered card", "altered weights", "weights of another design"],
)
def test_damaged_twins_are_refused_and_loaded_when_they_are_whole_again(copies, which, damage, words):
    whole = {path: path.read_bytes() for path in copies}
    damage(copies[which])
    with pytest.raises(WeightsError) as refused:
        load_twins("mnist_siamese", True, folder=copies[0].parent)
    for expected in (str(copies[which]), words, "python -m siamese_core.making train mnist_siamese-shared"):
        assert expected in str(refused.value)
    write_files(whole)
    assert load_twins("mnist_siamese", True, folder=copies[0].parent).shared


def test_twins_are_loaded_once():
    twins = load_twins("mnist_siamese", shared=True)
    assert load_twins("mnist_siamese", True) is twins
    assert load_twins(design="mnist_siamese", shared=1, folder=WEIGHTS) is twins


def test_a_design_that_does_not_exist_is_refused_and_those_that_do_are_named():
    with pytest.raises(ValueError, match=f"no design 'facenet'. There are {', '.join(DESIGNS)}"):
        load_twins("facenet", shared=True)


def test_what_twins_were_taught_is_digits_unless_signs_are_asked_for():
    taught_signs = load_twins("cnn_contrastive", True, "signs")
    assert load_twins("cnn_contrastive", True, taught="digits") is load_twins("cnn_contrastive", True)
    assert taught_signs.file.stem == "cnn_contrastive-shared-signs"
    with pytest.raises(ValueError, match=r"No twins are taught 'letters'. They are taught digits or signs\."):
        load_twins("cnn_contrastive", True, "letters")
    for design, shared in (("cnn_contrastive", False), ("matchnet", True)):
        with pytest.raises(ValueError, match="Only cnn_contrastive with shared weights"):
            load_twins(design, shared, "signs")


def test_all_arrays_of_a_weights_file_are_expected(twins):
    arrays = read_arrays(twins.file, "")
    assert {name: array.shape for name, array in arrays.items()} == expected_shapes(
        twins.design, twins.shared
    )


# Margins


def test_every_margin_has_its_results_and_histogram():
    card = load_margins()
    assert load_margins() is card
    assert [each["margin"] for each in card["margins"]] == [0.25, 0.5, 1.0, 2.0, 4.0]
    for each in card["margins"]:
        histogram, found = each["histograms"]["distance"], each["results"]["mnist"]
        assert sum(histogram["same"]) == sum(histogram["different"]) == found["pairs"] / 2
        assert found["accuracy_interval"][0] < found["accuracy"] < found["accuracy_interval"][1]


def test_a_damaged_card_of_margins_is_refused(tmp_path):
    write_files({tmp_path / MARGINS_FILE: b"{}"})
    (tmp_path / MARGINS_FILE).write_bytes(b"[]")
    with pytest.raises(WeightsError, match=r"python -m siamese_core\.making margins"):
        load_margins(tmp_path)


def test_git_for_windows_leaves_the_files_as_they_are(tmp_path):
    root = WEIGHTS.parents[1]
    if not (root / ".git").exists():
        pytest.skip("These are no files of a Git repository.")
    clone = [
        "git",
        "clone",
        "--quiet",
        "--no-local",
        "-c",
        "core.autocrlf=true",
        root.as_uri(),
        tmp_path / "clone",
    ]
    subprocess.run(clone, check=True)
    for folder in FOLDERS:
        cloned = tmp_path / "clone" / folder.relative_to(root)
        for file in folder.iterdir():
            assert (cloned / file.name).read_bytes() == file.read_bytes(), file
