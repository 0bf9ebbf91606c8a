"""Training: small and quick here. Whether it learns well is read from the model cards, in test_cards.py."""

import json
from dataclasses import replace

import numpy as np
import pytest

from siamese_core import contrastive_loss, load_twins
from siamese_core.designs import BY_NAME, SHARINGS
from siamese_core.files import MANIFEST, MARGINS_FILE, WEIGHTS, load_margins, twins_files
from siamese_core.forward import euclidean_distance
from siamese_core.making import train
from siamese_core.making.__main__ import main
from siamese_core.making.data import Data, Digits, fingerprint, load_data
from siamese_core.making.measure import measure
from siamese_core.making.train import Recipe, augment, training_batches
from siamese_core.making.write import TABLE_END, TABLE_START, as_json, write_files
from siamese_core.pairs import sample_pairs
from siamese_core.twins import assemble, expected_shapes

AS_IT_IS = Recipe(epochs=1, pairs=40, batch_size=20, rotation=0, shear=0, scale=0, shift=0)

# Batches


@pytest.fixture
def epochs():
    """Two epochs of five batches of 20: of 103 digits, which have their number as grey value. In each epoch,
    three come in no batch.
    """
    images = np.full((103, 28, 28), np.arange(103, dtype=np.float32)[:, None, None] / 1000)
    batches = training_batches(Digits(images, np.arange(103) % 10), AS_IT_IS, np.random.default_rng(0))
    return [[next(batches) for _ in range(5)] for _ in range(2)]


def numbers_of(images):
    return np.round(images[:, 14, 14] * 1000).astype(int)


def test_an_epoch_shows_no_digit_twice_and_the_next_one_has_another_order(epochs):
    first, second = ([*np.concatenate([numbers_of(images) for (images, *_), _ in epoch])] for epoch in epochs)
    assert len(first) == len(set(first)) == len(second) == len(set(second)) == 100
    assert first != second


def test_pairs_lie_inside_their_batch_and_same_says_whether_they_are_the_same_digit(epochs):
    for (images, left, right), same in epochs[0]:
        assert (len(images), len(left), len(right), len(same), same.sum()) == (20, 40, 40, 40, 20)
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
    assert (changed.shape, changed.dtype) == (images.shape, np.float32)
    assert 0 <= changed.min() < changed.max() <= 1
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


# Learning


def weights_after(shared, data, seed, **recipe):
    recipe = Recipe(**{"epochs": 2, "pairs": 256, "batch_size": 60, **recipe})  # two steps an epoch
    return train.weights_of(train.train("mnist_siamese", shared, data, recipe, seed, verbose=0), shared)


@pytest.fixture
def few_digits(digits):
    return Data(digits[:120], {}, {}, {})


@pytest.mark.parametrize("shared", [True, False], ids=SHARINGS)
def test_the_same_seed_gives_the_same_weights_and_another_seed_others(shared, few_digits):
    first, again, other = (weights_after(shared, few_digits, seed) for seed in (1, 1, 2))
    assert {name: array.shape for name, array in first.items()} == expected_shapes(
        BY_NAME["mnist_siamese"], shared
    )
    for name in first:
        np.testing.assert_allclose(again[name], first[name], rtol=0, atol=1e-5)
    assert any(np.abs(other[name] - first[name]).max() > 1e-3 for name in first)


def test_training_longer_lowers_the_loss(few_digits):
    pairs = sample_pairs(few_digits.training.digits, 1000, np.random.default_rng(0))

    def loss_after(epochs):
        weights = weights_after(True, few_digits, 0, epochs=epochs, pairs=512)
        embeddings = assemble("mnist_siamese", True, weights, {}).embed_left(few_digits.training.images)
        distance = euclidean_distance(embeddings[pairs.left], embeddings[pairs.right])
        return contrastive_loss(pairs.same, distance, 1.0).mean()

    assert loss_after(epochs=10) < loss_after(epochs=1)


def test_too_few_digits_for_a_step_are_refused(few_digits):
    with pytest.raises(ValueError, match="A step takes 128 digits; there are only 120"):
        weights_after(True, few_digits, 0, batch_size=128)


# From the command line to files


def written(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


@pytest.fixture(scope="module")
def trained(small_world, tmp_path_factory):
    """Where `train` left mnist_siamese, shared and unshared, after one epoch of three steps."""
    folder, shipped = tmp_path_factory.mktemp("weights"), written(WEIGHTS)
    names = [f"mnist_siamese-{sharing}" for sharing in SHARINGS]
    options = ["--mnist", str(small_world), "--epochs", "1", "--seed", "7", "--weights", str(folder)]
    assert main(["train", *names, *options]) == 0
    assert written(WEIGHTS) == shipped  # the app's own are left alone
    assert set(written(folder)) == {MANIFEST} | {name + end for name in names for end in (".npz", ".json")}
    return folder


@pytest.mark.parametrize("shared", [True, False], ids=SHARINGS)
def test_the_card_says_how_the_twins_were_made(trained, digits, shared):
    twins = load_twins("mnist_siamese", shared, folder=trained)
    card = twins.card
    assert [card[name] for name in ("design", "sharing", "seed", "margin")] == [
        "mnist_siamese", twins.sharing, 7, 1.0,
    ]  # fmt: skip
    assert card["recipe"]["epochs"] == 1
    assert card["data"]["mnist"]["training_digits"] == 400
    assert card["data"]["mnist"]["test_sha256"] == fingerprint(digits[600:900])
    assert sum(layer["parameters"] for layer in card["layers"]) == twins.parameters


@pytest.mark.parametrize("shared", [True, False], ids=SHARINGS)
def test_threshold_and_results_are_those_of_the_saved_weights(trained, small_world, shared):
    twins, data = load_twins("mnist_siamese", shared, folder=trained), load_data(small_world, None)
    measured = measure(twins, data.validation, data.test)
    assert measured == {name: twins.card[name] for name in measured}
    assert measured["results"]["mnist"]["pairs"] == 2000
    with_other_test_digits = measure(twins, data.validation, {"mnist": data.training})
    assert with_other_test_digits["threshold"] == twins.threshold


def test_trained_twins_are_measured_again_with_the_same_results(trained, small_world, tmp_path):
    card_path, weights_path = twins_files("mnist_siamese", True, trained)
    card = json.loads(card_path.read_bytes())
    forgotten = {**card, "threshold": 9.0, "results": {}, "histograms": {}}
    copies = {card_path.name: as_json(forgotten), weights_path.name: weights_path.read_bytes()}
    write_files({tmp_path / name: content for name, content in copies.items()})
    arguments = ["measure", "mnist_siamese-shared", "--mnist", str(small_world), "--weights", str(tmp_path)]
    assert main(arguments) == 0
    assert json.loads((tmp_path / card_path.name).read_bytes()) == card


def test_the_table_is_written_after_training_without_pen_digits(trained, tmp_path):
    for path in WEIGHTS.iterdir():  # all other twins are those of the app
        if path.suffix in (".npz", ".json") and not (trained / path.name).exists():
            write_files({trained / path.name: path.read_bytes()})
    readme = tmp_path / "README.md"
    readme.write_text(f"{TABLE_START}\n{TABLE_END}\n", encoding="utf-8")
    assert main(["table", "--weights", str(trained), "--readme", str(readme)]) == 0
    rows = [row for row in readme.read_text("utf-8").splitlines() if row.startswith("| `mnist_siamese`")]
    assert len(rows) == 4  # in the table of results and in that of pen writers, which are three
    assert all(row.endswith("| – | – | – |") for row in rows)


def test_margins_are_compared_and_their_results_written(small_world, tmp_path):
    assert main(["margins", "--mnist", str(small_world), "--epochs", "1", "--weights", str(tmp_path)]) == 0
    assert set(written(tmp_path)) == {MARGINS_FILE, MANIFEST}
    trained = load_margins(tmp_path)["margins"]
    assert [each["margin"] for each in trained] == list(train.MARGINS)
    assert {each["results"]["mnist"]["pairs"] for each in trained} == {2000}
    # With the same seed and digits, only the margin can make a difference: a larger one pushes digits apart.
    ends = [each["histograms"]["distance"]["end"] for each in trained]
    assert ends[0] < ends[-1]


def test_ctrl_c_while_training_leaves_the_old_twins_and_says_so(small_world, tmp_path, monkeypatch, capsys):
    old = dict.fromkeys(twins_files("mnist_siamese", True, tmp_path), b"old")
    write_files(old)

    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(train, "train", interrupted)
    arguments = ["train", "mnist_siamese-shared", "--mnist", str(small_world), "--weights", str(tmp_path)]
    assert main(arguments) == 130
    assert "Stopped. The files on disk are whole" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in old} == old
