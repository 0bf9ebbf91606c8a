"""The Keras tutorial's recipe, and the steps from it to the app's."""

import json
from itertools import pairwise

import numpy as np
import pytest

from siamese_core.files import MANIFEST, WEIGHTS, WeightsError, load_tutorial, load_twins, twins_files
from siamese_core.making import tutorial
from siamese_core.making.__main__ import main
from siamese_core.making.data import Digits, load_data, load_mnist
from siamese_core.making.train import weights_of
from siamese_core.making.tutorial import create_pairs, pair_batches, train_pair_by_pair
from siamese_core.making.write import as_json, write_files
from siamese_core.twins import assemble
from tests.making.test_hands import save_pen_digits

STEPS = [
    "tutorial",
    "threshold",
    "pairs_in_batch",
    "adam",
    "falling_rate",
    "changed_digits",
    "pen_digits",
    "longer",
]

# The example's pairs

CLASS_SIZES = {  # of MNIST's training and test digits, 0 to 9
    108_400: (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949),
    17_820: (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009),
}


@pytest.mark.parametrize("count", CLASS_SIZES)
def test_of_mnist_there_are_as_many_pairs_as_in_the_example(count):
    digits = np.random.default_rng(0).permutation(np.repeat(np.arange(10), CLASS_SIZES[count]))
    pairs = create_pairs(digits, np.random.default_rng(1))
    assert (len(pairs), len(pairs.left), len(pairs.right), pairs.same.sum()) == (
        count,
        count,
        count,
        count / 2,
    )
    assert pairs.same.dtype == np.float32
    np.testing.assert_array_equal(digits[pairs.left] == digits[pairs.right], pairs.same == 1)


def test_pairs_of_a_small_world_by_hand():
    digits = np.array([*range(10)] * 2 + [3] + [*range(10)])  # 0 stands at 0, 10, 21; 4 at 4, 14, 25
    pairs = create_pairs(digits, np.random.default_rng(0))
    assert len(pairs) == 10 * 2 * 2
    found = [*zip(pairs.left.tolist(), pairs.right.tolist(), pairs.same.tolist(), strict=True)]
    assert found[:4:2] == [(0, 10, 1), (10, 21, 1)]  # the first 0 with the second, the second with the third
    assert found[16:20:2] == [(4, 14, 1), (14, 25, 1)]
    for (left, _, _), (also_left, right, same) in zip(found[::2], found[1::2], strict=True):
        assert (left, same) == (also_left, 0)
        first, second = np.flatnonzero(digits == digits[right])[:2]
        assert right == (first if left < 10 else second)  # as far on in its class


def test_every_other_class_comes_equally_often():
    digits = np.repeat(np.arange(10), 1001)
    pairs = create_pairs(digits, np.random.default_rng(0))
    steps = (digits[pairs.right] - digits[pairs.left])[pairs.same == 0] % 10
    counts = np.bincount(steps, minlength=10)
    assert counts[0] == 0
    assert counts[1:].sum() == 10_000
    assert np.abs(counts[1:] - 10_000 / 9).max() < 150  # 4.5 standard deviations


def test_an_epoch_shows_every_pair_once_and_the_last_batch_is_what_is_left():
    digits = Digits(
        np.arange(110, dtype=np.float32)[:, None, None] * np.ones((28, 28), np.float32), np.arange(110) % 10
    )
    pairs = create_pairs(digits.digits, np.random.default_rng(0))
    assert len(pairs) == 200
    batches = pair_batches(digits, pairs, np.random.default_rng(0))
    epochs = [[next(batches) for _ in range(2)] for _ in range(2)]
    for epoch in epochs:
        assert [len(same) for _, same in epoch] == [128, 72]
        left, right = (np.concatenate([images[side][:, 0, 0] for images, _ in epoch]) for side in (0, 1))
        same = np.concatenate([same for _, same in epoch])
        assert sorted(zip(left, right, same, strict=True)) == sorted(
            zip(pairs.left, pairs.right, pairs.same, strict=True)
        )
    assert (epochs[0][0][0][0] != epochs[1][0][0][0]).any()  # in another order


def test_the_example_learns(digits):
    few = digits[:600]

    def loss_after(epochs):
        model = train_pair_by_pair(few, epochs, 0)
        pairs = create_pairs(few.digits, np.random.default_rng(0))
        return model.evaluate([few.images[pairs.left], few.images[pairs.right]], pairs.same, verbose=0)

    assert loss_after(6) < loss_after(1)


# The steps


@pytest.fixture(scope="module")
def world(small_world, tmp_path_factory):
    """Digits, and where the app's recipe and then all steps were trained, for an epoch each."""
    folder = tmp_path_factory.mktemp("weights")
    pen = save_pen_digits(folder.parent / "pen.tra", range(1, 7), of_a_class=3)
    options = ["--mnist", str(small_world), "--pen-digits", pen, "--weights", str(folder), "--epochs", "1"]
    assert main(["train", "mnist_siamese-shared", *options]) == 0
    twins = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}
    assert main(["train", "--recipe", "tutorial", *options]) == 0
    assert {name: (folder / name).read_bytes() for name in twins} == twins  # weights are not kept
    return small_world, pen, folder


def test_every_step_is_measured(world):
    card = load_tutorial(world[-1])
    assert (card["design"], card["sharing"], card["seed"]) == ("mnist_siamese", "shared", 0)
    assert [step["name"] for step in card["steps"]] == STEPS
    for step in card["steps"]:
        assert step["epochs"] == len(step["history"]["unseen_loss"]) == 1
        assert {name: found["pairs"] for name, found in step["results"].items()} == {
            "mnist": 2000,
            "pen": 2000,
        }
    thresholds = [step["threshold"] for step in card["steps"]]
    assert thresholds[0] == 0.5
    assert 0.5 not in thresholds[1:]


def test_every_step_changes_something(world):
    steps = load_tutorial(world[-1])["steps"][:-1]  # the last has more epochs, but not here
    for before, after in pairwise(steps):
        assert before["history"]["learnt_loss"] != after["history"]["learnt_loss"]


def test_the_first_step_is_measured_at_a_half_on_the_examples_own_test_pairs(world):
    mnist, _, folder = world
    first = load_tutorial(folder)["steps"][0]
    training_digits, test_digits = load_mnist(mnist)
    twins = assemble("mnist_siamese", True, weights_of(train_pair_by_pair(training_digits, 1, 0), True), {})
    embeddings = twins.embed_left(test_digits.images)
    pairs = create_pairs(test_digits.digits, np.random.default_rng(0))
    right = sum(
        (np.linalg.norm(embeddings[left] - embeddings[right]) < 0.5) == (same == 1)
        for left, right, same in zip(pairs.left, pairs.right, pairs.same, strict=True)
    )
    claimed = first["tutorial_pairs"]
    assert claimed["pairs"] == len(pairs)
    assert claimed["accuracy_by_epoch"] == [pytest.approx(right / len(pairs), abs=1.5 / len(pairs))]


def test_the_last_step_is_what_the_card_of_the_twins_says(world):
    folder = world[-1]
    card, last = load_twins("mnist_siamese", True, folder=folder).card, load_tutorial(folder)["steps"][-1]
    for name in ("threshold", "results", "history"):
        assert last[name] == card[name]
    assert load_tutorial(folder)["data"] == card["data"]


def test_twins_from_other_digits_cannot_be_the_last_step(world, tmp_path, capsys):
    mnist, pen, folder = world
    card_path, weights_path = twins_files("mnist_siamese", True, folder)
    card = json.loads(card_path.read_bytes())
    card["data"]["mnist"]["training_digits"] += 1
    copies = {card_path.name: as_json(card), weights_path.name: weights_path.read_bytes()}
    write_files({tmp_path / name: content for name, content in copies.items()})
    options = ["--mnist", str(mnist), "--pen-digits", pen, "--weights", str(tmp_path)]
    assert main(["train", "mnist_siamese-shared", "--recipe", "tutorial", *options]) == 1
    assert f"mnist_siamese-shared in {tmp_path} was trained on other digits" in capsys.readouterr().err


def test_without_the_twins_of_the_last_step_nothing_is_trained(world, tmp_path):
    mnist, *_ = world
    with pytest.raises(WeightsError, match="Build it anew"):
        tutorial.served_step(tmp_path, load_data(mnist, None))


def test_a_missing_file_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(WeightsError, match=r"siamese_core\.making train --recipe tutorial"):
        load_tutorial(tmp_path)


# What comes with the package


def test_the_example_reaches_what_its_authors_report():
    """97.2% of the test pairs after 20 epochs; it is not the same from one training to the next."""
    first = load_tutorial()["steps"][0]
    assert first["epochs"] == len(first["tutorial_pairs"]["accuracy_by_epoch"]) == 20
    assert first["tutorial_pairs"]["pairs"] == 17_820
    assert first["tutorial_pairs"]["accuracy_by_epoch"][-1] == pytest.approx(0.972, abs=0.005)


def test_the_steps_lead_to_the_twins_of_the_app():
    steps, card = load_tutorial()["steps"], load_twins("mnist_siamese", True, folder=WEIGHTS).card
    assert [step["name"] for step in steps] == STEPS
    assert {step["results"][name]["pairs"] for step in steps for name in ("mnist", "pen")} == {100_000}
    assert steps[-1]["results"] == card["results"]
    assert load_tutorial()["data"] == card["data"]
    for name in ("mnist", "pen"):
        assert steps[-1]["results"][name]["accuracy"] > steps[0]["results"][name]["accuracy"]
