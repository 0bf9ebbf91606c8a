"""Training: small and quick here, with some hundreds of test digits in place of MNIST. Whether it learns well
is read from the model cards, in test_cards.py.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from siamese_core import contrastive_loss, load_twins
from siamese_core.designs import BY_NAME
from siamese_core.files import MANIFEST, MARGINS_FILE, WEIGHTS, twins_files
from siamese_core.forward import euclidean_distance
from siamese_core.making import data as making_data
from siamese_core.making import measure, train
from siamese_core.making.__main__ import main
from siamese_core.making.data import Data, Digits, fingerprint, load_data
from siamese_core.making.train import Recipe, augment, training_batches
from siamese_core.making.write import as_json, write_files
from siamese_core.pairs import sample_pairs
from siamese_core.twins import assemble, expected_shapes

AS_IT_IS = Recipe(epochs=1, pairs=40, batch_size=20, rotation=0, shear=0, scale=0, shift=0)


def save_mnist(path, train, test):
    """Writes digits as Keras stores MNIST."""
    arrays = {}
    for name, digits in (("train", train), ("test", test)):
        arrays[f"x_{name}"] = np.round(digits.images * 255).astype(np.uint8)
        arrays[f"y_{name}"] = digits.digits.astype(np.uint8)
    np.savez(path, **arrays)
    return path


@pytest.fixture(scope="module")
def small_world(digits, tmp_path_factory):
    """An MNIST of 600 training digits, of which 200 are held back, and 300 test digits; results on 2,000
    pairs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making_data, "HELD_BACK", 200)
        patch.setattr(measure, "PAIR_COUNT", 2000)
        yield save_mnist(tmp_path_factory.mktemp("mnist") / "mnist.npz", digits[:600], digits[600:900])


# The command line says early what is wrong, before it spends seconds on TensorFlow


def run_main_in_a_fresh_python(*arguments):
    """Its exit code, what it wrote on stderr, and whether TensorFlow was loaded."""
    code = """
import sys
from siamese_core.making.__main__ import main
try:
    code = main(sys.argv[1:])
except SystemExit as stopped:
    code = stopped.code
print(code, "tensorflow" in sys.modules or "keras" in sys.modules)
"""
    finished = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=Path(train.__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    exit_code, loaded = finished.stdout.split()
    return int(exit_code), finished.stderr, loaded == "True"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["train", "facenet"],
            "there are no twins 'facenet'; there are cnn_contrastive-shared, cnn_contrastive-unshared",
        ),
        (["evaluate", "matchnet"], "there are no twins 'matchnet'; there are"),
        (["train", "--mnist", "no_such_file.npz"], "there is no file no_such_file.npz"),
        (["measure", "--pen-digits", "no_such_file.tra"], "there is no file no_such_file.tra"),
        (["margins", "--epochs", "0"], "--epochs takes a number of at least 1"),
        (["train", "--epochs", "-3"], "--epochs takes a number of at least 1"),
        (["train", "--epochs", "few"], "argument --epochs: invalid int value: 'few'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_refused_before_tensorflow_is_loaded(arguments, message):
    exit_code, stderr, loaded = run_main_in_a_fresh_python(*arguments)
    assert exit_code == 2
    assert message in stderr
    assert not loaded


def test_a_file_that_is_not_mnist_ends_in_a_sentence(tmp_path, capsys):
    np.savez(tmp_path / "cats.npz", cats=np.zeros(3))
    assert main(["train", "--mnist", str(tmp_path / "cats.npz"), "--weights", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith(
        f"{tmp_path / 'cats.npz'} is not MNIST as Keras stores it: an .npz with x_train"
    )


# Splitting the digits


def images_of(digits):
    return {image.tobytes() for image in digits.images}


def test_held_back_digits_are_not_trained_on(small_world):
    data = load_data(small_world, None)
    assert (len(data.training), len(data.validation["mnist"]), len(data.test["mnist"])) == (400, 200, 300)
    parts = [images_of(data.training), images_of(data.validation["mnist"]), images_of(data.test["mnist"])]
    assert len(set.union(*parts)) == sum(len(part) for part in parts) == 900  # no picture in two of them
    assert data.sources["mnist"]["training_digits"] == 400
    assert data.sources["pen"] is None


def test_every_loading_splits_the_digits_alike(small_world):
    first, again = load_data(small_world, None), load_data(small_world, None)
    assert fingerprint(first.training) == fingerprint(again.training)


@pytest.mark.usefixtures("small_world")
def test_a_file_with_too_few_digits_to_hold_back_200_is_refused(digits, tmp_path):
    mnist = save_mnist(tmp_path / "mnist.npz", digits[:100], digits[100:200])
    with pytest.raises(ValueError, match="200"):
        load_data(mnist, None)


def save_pen_digits(path, writers):
    """One digit a writer: a line as long as the writer's number says, so that each can be told from the
    others.
    """
    digit = '.SEGMENT DIGIT {i} ? "{i}"\n.COMMENT {i} {writer} 0\n.PEN_DOWN\n 0 0\n {x} 300\n.PEN_UP\n'
    path.write_text("".join(digit.format(i=writer % 10, writer=writer, x=writer * 9) for writer in writers))
    return path


def test_pen_digits_of_every_fifth_of_30_writers_are_not_trained_on(small_world, tmp_path):
    data = load_data(small_world, save_pen_digits(tmp_path / "pen.tra", range(1, 31)))
    assert data.sources["pen"]["validation_writers"] == data.validation["pen"].writers.tolist() == [5, 15, 25]
    assert data.sources["pen"]["test_writers"] == data.test["pen"].writers.tolist() == [10, 20, 30]
    assert len(data.training) == 400 + 3 * 24  # each of the other pen digits comes three times an epoch
    parts = [images_of(data.training), images_of(data.validation["pen"]), images_of(data.test["pen"])]
    assert len(set.union(*parts)) == sum(map(len, parts))  # no picture in two of them


@pytest.mark.parametrize("writers", [3, 4, 5, 6, 11])
def test_few_pen_writers_are_split_too(small_world, tmp_path, writers):
    data = load_data(small_world, save_pen_digits(tmp_path / "pen.tra", range(1, writers + 1)))
    calibrating, measured = len(data.validation["pen"]), len(data.test["pen"])
    assert min(calibrating, measured) >= 1
    assert len(data.training) == 400 + 3 * (writers - calibrating - measured) > 400


def test_two_pen_writers_cannot_be_split(small_world, tmp_path):
    with pytest.raises(ValueError, match="writer"):
        load_data(small_world, save_pen_digits(tmp_path / "pen.tra", [1, 2]))


# Batches


def numbered_digits(count=103):
    """Digits with their number as grey value, so that each can be told from the others."""
    images = (
        np.ones((count, 28, 28), np.float32)
        * (np.arange(count, dtype=np.float32) / 1000)[:, np.newaxis, np.newaxis]
    )
    return Digits(images, np.arange(count) % 10)


def one_epoch(batches):
    """Five batches of 20 of the 103 digits; the last three come in no batch of this epoch."""
    return [next(batches) for _ in range(5)]


def numbers_of(images):
    return np.round(images[:, 14, 14] * 1000).astype(int)


def test_an_epoch_shows_no_digit_twice_and_the_next_one_has_another_order():
    batches = training_batches(numbered_digits(), AS_IT_IS, np.random.default_rng(0))
    first, second = (
        np.concatenate([numbers_of(images) for (images, _, _), _ in one_epoch(batches)]) for _ in range(2)
    )
    assert len(first) == len(set(first)) == len(second) == len(set(second)) == 100
    assert (first != second).any()


def test_pairs_lie_inside_their_batch_and_same_says_whether_they_are_the_same_digit():
    batches = training_batches(numbered_digits(), AS_IT_IS, np.random.default_rng(0))
    for (images, left, right), same in one_epoch(batches):
        assert images.shape == (20, 28, 28)
        assert len(left) == len(right) == len(same) == 40
        assert same.sum() == 20
        classes = numbers_of(images) % 10  # an index beyond the batch would fail below
        np.testing.assert_array_equal(classes[left] == classes[right], same == 1)
        assert (left != right).all()


# Changed digits


def test_a_recipe_that_changes_nothing_leaves_digits_as_they_are(digits):
    images = digits.images[:20]
    np.testing.assert_allclose(augment(images, AS_IT_IS, np.random.default_rng(0)), images, atol=1e-6)


def test_changed_digits_keep_shape_and_range_and_each_is_changed_in_its_own_way(digits):
    images = np.repeat(digits.images[:1], 20, axis=0)
    changed = augment(images, Recipe(epochs=1, pairs=40), np.random.default_rng(0))
    assert changed.shape == images.shape
    assert changed.dtype == np.float32
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert len({image.tobytes() for image in changed}) == 20


class LargestChange:
    """In place of a random generator: every change is the largest that the recipe allows."""

    def uniform(self, _low, high, size):
        return np.full(size, high)


@pytest.mark.parametrize(
    ("change", "start", "end"),  # x, y of a point of ink before and after; the centre is (14, 14)
    [
        ({"shift": 3}, (17, 14), (14, 11)),  # the picture moves up and to the left
        ({"rotation": 90}, (20, 14), (14, 8)),  # from the right of the centre to above it
        ({"scale": 1}, (17, 13), (20, 12)),  # all is twice as far from the centre
        ({"shear": 1}, (20, 16), (18, 16)),  # two below the centre: two to the left
    ],
    ids=["shift", "rotation", "scale", "shear"],
)
def test_the_largest_changes_move_ink_as_the_recipe_says(change, start, end):
    picture = np.zeros((1, 28, 28), np.float32)
    picture[0, start[1], start[0]] = 1
    (changed,) = augment(picture, replace(AS_IT_IS, **change), LargestChange())
    assert changed[end[1], end[0]] == pytest.approx(1, abs=1e-4)


# Training


@pytest.fixture(scope="module", params=["shared", "unshared"])
def trained(request, small_world, tmp_path_factory):
    """A sharing, and the folder in which `main` left small twins that were trained for one epoch of three
    steps.
    """
    folder = tmp_path_factory.mktemp("weights")
    shipped = {path.name: path.stat().st_mtime_ns for path in WEIGHTS.iterdir()}
    options = ["--mnist", str(small_world), "--epochs", "1", "--seed", "7", "--weights", str(folder)]
    assert main(["train", f"mnist_siamese-{request.param}", *options]) == 0
    assert {
        path.name: path.stat().st_mtime_ns for path in WEIGHTS.iterdir()
    } == shipped  # the app's are left alone
    return request.param, folder


def test_training_writes_twins_that_can_be_loaded(trained, digits):
    sharing, folder = trained
    assert {path.name for path in folder.iterdir()} == {
        f"mnist_siamese-{sharing}.npz",
        f"mnist_siamese-{sharing}.json",
        MANIFEST,
    }
    twins = load_twins("mnist_siamese", shared=sharing == "shared", folder=folder)
    assert (twins.left is twins.right) == (sharing == "shared")
    assert twins.embed_right(digits.images[:3]).shape == (3, 128)


def test_the_card_says_how_the_twins_were_made(trained, digits):
    sharing, folder = trained
    card = load_twins("mnist_siamese", shared=sharing == "shared", folder=folder).card
    assert (card["design"], card["sharing"], card["seed"], card["margin"]) == (
        "mnist_siamese",
        sharing,
        7,
        1.0,
    )
    assert card["recipe"]["epochs"] == 1
    assert card["data"]["mnist"]["training_digits"] == 400
    assert card["data"]["mnist"]["test_sha256"] == fingerprint(digits[600:900])
    assert (
        sum(layer["parameters"] for layer in card["layers"])
        == {"shared": 133_504, "unshared": 267_008}[sharing]
    )


def test_threshold_and_results_are_those_of_the_saved_weights(trained, small_world):
    sharing, folder = trained
    twins = load_twins("mnist_siamese", shared=sharing == "shared", folder=folder)
    data = load_data(small_world, None)
    measured = measure.measure(twins, data.validation, data.test)
    assert measured == {name: twins.card[name] for name in measured}
    assert measured["results"]["mnist"]["pairs"] == 2000


def test_the_threshold_does_not_depend_on_test_digits(trained, small_world):
    sharing, folder = trained
    twins = load_twins("mnist_siamese", shared=sharing == "shared", folder=folder)
    data = load_data(small_world, None)
    with_other_test_digits = measure.measure(twins, data.validation, {"mnist": data.training})
    assert with_other_test_digits["threshold"] == twins.card["threshold"]


@pytest.fixture(scope="module")
def few_digits(digits):
    return Data(digits[:120], {}, {}, {})


def trained_weights(shared, data, seed):
    recipe = Recipe(epochs=2, pairs=256, batch_size=60)  # four steps
    return train.weights_of(train.train("mnist_siamese", shared, data, recipe, seed, verbose=0), shared)


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "unshared"])
def test_the_same_seed_gives_the_same_weights_and_another_seed_others(shared, few_digits):
    first, again, other = (trained_weights(shared, few_digits, seed) for seed in (1, 1, 2))
    expected = expected_shapes(BY_NAME["mnist_siamese"], shared)
    assert {name: array.shape for name, array in first.items()} == expected
    for name in expected:
        np.testing.assert_allclose(again[name], first[name], rtol=0, atol=1e-5)
    assert any(np.abs(other[name] - first[name]).max() > 1e-3 for name in expected)


def test_training_longer_lowers_the_loss(few_digits):
    pairs = sample_pairs(few_digits.training.digits, 1000, np.random.default_rng(0))

    def loss_after(epochs):
        recipe = replace(AS_IT_IS, epochs=epochs, pairs=512, batch_size=60)  # two steps an epoch
        weights = train.weights_of(
            train.train("mnist_siamese", True, few_digits, recipe, seed=0, verbose=0), True
        )
        twins = assemble("mnist_siamese", True, weights, {})
        embeddings = twins.embed_left(few_digits.training.images)
        distance = euclidean_distance(embeddings[pairs.left], embeddings[pairs.right])
        return contrastive_loss(pairs.same, distance, twins.design.margin).mean()

    assert loss_after(epochs=10) < loss_after(epochs=1)


def test_trained_twins_are_measured_again_with_the_same_results(trained, small_world):
    sharing, folder = trained
    card_path, _ = twins_files("mnist_siamese", sharing == "shared", folder)
    before = json.loads(card_path.read_text(encoding="utf-8"))
    assert (
        main(["measure", f"mnist_siamese-{sharing}", "--mnist", str(small_world), "--weights", str(folder)])
        == 0
    )
    assert json.loads(card_path.read_text(encoding="utf-8")) == before


def test_the_table_is_written_after_training_without_pen_digits(trained, tmp_path):
    sharing, folder = trained
    for path in WEIGHTS.iterdir():  # all other twins are those of the app
        if not (folder / path.name).exists() and path.suffix in (".npz", ".json"):
            write_files({folder / path.name: path.read_bytes()})
    readme = tmp_path / "README.md"
    readme.write_text("<!-- results -->\n<!-- end of results -->\n", encoding="utf-8")
    assert main(["table", "--weights", str(folder), "--readme", str(readme)]) == 0
    (row,) = (
        line
        for line in readme.read_text("utf-8").splitlines()
        if f"siamese` | {sharing} | 1" in line or f"siamese` | {sharing} | 2" in line
    )
    assert row.endswith("| – | – | – |")


def test_margins_are_compared_and_their_results_written(small_world, tmp_path):
    arguments = ["margins", "--mnist", str(small_world), "--epochs", "1", "--weights", str(tmp_path)]
    assert main(arguments) == 0
    card = json.loads((tmp_path / MARGINS_FILE).read_text(encoding="utf-8"))
    assert [trained["margin"] for trained in card["margins"]] == list(train.MARGINS)
    assert [trained["results"]["mnist"]["pairs"] for trained in card["margins"]] == [2000] * len(
        train.MARGINS
    )
    # With the same seed and digits, only the margin can make a difference: a larger one pushes digits farther
    # apart.
    assert (
        card["margins"][0]["histograms"]["distance"]["end"]
        < card["margins"][-1]["histograms"]["distance"]["end"]
    )


# Files on disk stay whole


def test_files_are_replaced_together(tmp_path):
    weights, card = tmp_path / "new folder" / "w.npz", tmp_path / "new folder" / "w.json"
    write_files({weights: b"old weights", card: b"old card"})
    write_files({weights: b"weights", card: b"card"})
    assert (weights.read_bytes(), card.read_bytes()) == (b"weights", b"card")
    assert {path.name for path in weights.parent.iterdir()} == {"w.npz", "w.json", MANIFEST}


def test_the_old_files_stay_whole_when_writing_fails(tmp_path):
    weights, card = tmp_path / "w.npz", tmp_path / "w.json"
    write_files({weights: b"old weights", card: b"old card"})
    (tmp_path / "w.json.new").mkdir()  # where the new card is to be written first: writing fails
    with pytest.raises(OSError, match=r"w\.json\.new"):
        write_files({weights: b"weights", card: b"card"})
    assert (weights.read_bytes(), card.read_bytes()) == (b"old weights", b"old card")


@pytest.fixture
def interrupts():
    """Collects what Ctrl-C sends, in place of ending the tests."""
    received = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: received.append(number))
    yield received
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_files_are_replaced_leaves_them_all_new(tmp_path, monkeypatch, interrupts):
    weights, card = tmp_path / "w.npz", tmp_path / "w.json"
    write_files({weights: b"old weights", card: b"old card"})
    replace_one = Path.replace

    def replace_with_ctrl_c(path, target):
        os.kill(os.getpid(), signal.SIGINT)
        return replace_one(path, target)

    monkeypatch.setattr(Path, "replace", replace_with_ctrl_c)
    write_files({weights: b"weights", card: b"card"})
    assert not interrupts  # they were ignored meanwhile ...
    assert (weights.read_bytes(), card.read_bytes()) == (b"weights", b"card")
    os.kill(os.getpid(), signal.SIGINT)
    assert interrupts == [signal.SIGINT]  # ... and no longer


def test_ctrl_c_while_training_leaves_the_old_twins_and_says_so(small_world, tmp_path, monkeypatch, capsys):
    old = twins_files("mnist_siamese", True, tmp_path)
    write_files(dict.fromkeys(old, b"old"))

    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "train", interrupted)
    assert (
        main(["train", "mnist_siamese-shared", "--mnist", str(small_world), "--weights", str(tmp_path)])
        == 130
    )
    assert "Stopped. The files on disk are whole" in capsys.readouterr().err
    assert [path.read_bytes() for path in old] == [b"old", b"old"]


def test_a_card_is_written_as_json_with_lists_of_numbers_on_one_line():
    card = {
        "threshold": 0.5,
        "histograms": {"same": [1, 2, 3]},
        "tiny": [1e-07, -2.5],
        "layers": [{"shape": [5, 5]}],
        "none": [],
    }
    text = as_json(card).decode()
    assert json.loads(text) == card
    assert '"same": [1, 2, 3]' in text
    assert '"shape": [5, 5]' in text
