"""Model cards: what they claim is measured again here, with the weights that come with the package."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from siamese_core import load_twins
from siamese_core.designs import trace_branch, trace_head
from siamese_core.files import WEIGHTS
from siamese_core.making import measure, write
from siamese_core.making.data import fingerprint, load_test_digits
from siamese_core.pairs import Pairs
from siamese_core.twins import branch_names

README = Path(__file__).parents[2] / "README.md"

# What the card says, measured again. Machines round differently, so a pair in 10,000 may fall on the other
# side.


@cache
def measured_again(twins):
    """The MNIST test pairs of the card, compared once for all tests."""
    return measure.compare_pairs(twins, load_test_digits())


def test_the_card_says_how_well_the_twins_do_on_test_pairs(twins):
    found = measure.results(measured_again(twins), twins.closeness_threshold, None)
    claimed = twins.card["results"]["mnist"]
    assert found["pairs"] == claimed["pairs"] == 100_000
    for name in ("accuracy", "accuracy_interval", "auc", "eer"):
        assert found[name] == pytest.approx(claimed[name], abs=1e-4), name


def test_the_accuracy_is_that_of_counting_verdicts(twins):
    compared = measured_again(twins)
    right = 0
    for closeness, same in zip(compared.closeness.tolist(), compared.pairs.same.tolist(), strict=True):
        right += (closeness >= twins.closeness_threshold) == (same == 1)
    assert twins.card["results"]["mnist"]["accuracy"] == pytest.approx(right / 100_000, abs=1e-4)


def test_the_test_pairs_are_balanced_and_none_pairs_a_digit_with_itself(twins):
    pairs = measured_again(twins).pairs
    assert pairs.same.sum() == 50_000
    assert (pairs.left != pairs.right).all()


def test_the_histograms_are_those_of_the_test_pairs(twins):
    compared = measured_again(twins)
    values = {"distance": compared.distance}
    if twins.design.metric_network:
        values["probability"] = compared.closeness
    assert set(twins.card["histograms"]) == set(values)
    for name, claimed in twins.card["histograms"].items():
        found = measure.histogram(compared.pairs.same, values[name], claimed["end"])
        for label in ("same", "different"):
            assert len(claimed[label]) == measure.BINS
            assert sum(claimed[label]) == 50_000
            moved = np.cumsum(claimed[label]) - np.cumsum(found[label])  # over the edge of each bin
            assert np.abs(moved).max() <= 10


def test_the_card_names_the_test_digits_that_come_with_the_package(twins, digits):
    assert twins.card["data"]["mnist"]["test_sha256"] == fingerprint(digits)
    assert twins.card["data"]["mnist"]["test_digits"] == len(digits)


def test_training_and_validation_digits_make_up_mnist(twins):
    mnist = twins.card["data"]["mnist"]
    assert mnist["training_digits"] + mnist["validation_digits"] == 60_000
    assert mnist["validation_digits"] == 10_000


def test_the_layers_on_the_card_are_those_of_the_design(twins):
    parts = {name: trace_branch(twins.design) for name in branch_names(twins.shared)} | {
        "head": trace_head(twins.design)
    }
    expected = [
        {
            "part": part,
            "layer": step.layer.name,
            "output_shape": list(step.output_shape),
            "parameters": step.parameters,
        }
        for part, traced in parts.items()
        for step in traced
        if step.weights
    ]
    assert twins.card["layers"] == expected


def test_the_card_shows_the_summary_of_keras_with_all_parameters(twins):
    parameters = sum(layer["parameters"] for layer in twins.card["layers"])
    assert f"Total params: {parameters:,}" in twins.card["keras_summary"]


def test_no_pen_writer_calibrates_and_is_measured(twins):
    pen = twins.card["data"]["pen"]
    assert not set(pen["validation_writers"]) & set(pen["test_writers"])
    assert set(twins.card["results"]["pen"]["writers"]) == {str(writer) for writer in pen["test_writers"]}


def test_shared_and_unshared_were_trained_alike(shared_twins):
    shared, unshared = shared_twins.card, load_twins(shared_twins.design.name, shared=False).card
    for name in ("recipe", "data", "margin", "versions"):
        assert shared[name] == unshared[name], name


def test_all_weights_together_are_below_30_mb():
    assert sum(path.stat().st_size for path in WEIGHTS.glob("*.npz")) < 30e6


# The goals that shared twins are to reach: accuracy on balanced pairs of test digits, in percent

GOALS = [
    ("mnist_siamese", "mnist", 98.5),
    ("mnist_siamese", "pen", 98.4),
    ("matchnet", "mnist", 99.5),
    ("matchnet", "pen", 99.1),
    ("cnn_contrastive", "mnist", 99.7),
    ("cnn_contrastive", "pen", 99.0),
]


@pytest.mark.parametrize(("design", "digits_of", "percent"), GOALS)
def test_goal(design, digits_of, percent):
    results = load_twins(design, shared=True).card["results"][digits_of]
    assert results["pairs"] == 100_000
    assert 100 * results["accuracy"] >= percent


# The table of results


def test_the_table_has_the_results_of_every_card(twins):
    def cells(results):
        low, high = (100 * end for end in results["accuracy_interval"])
        accuracy = f"{100 * results['accuracy']:.2f}% ({low:.2f}–{high:.2f})"
        return f"{accuracy} | {results['auc']:.5f} | {100 * results['eer']:.2f}%"

    card = twins.card
    parameters = sum(layer["parameters"] for layer in card["layers"])
    start = f"| `{card['design']}` | {card['sharing']} | {parameters:,} |"
    row = f"{start} {cells(card['results']['mnist'])} | {cells(card['results']['pen'])} |"
    assert row in write.results_table().splitlines()


def test_the_readme_shows_the_table_of_these_weights():
    assert write.results_table() in README.read_text(encoding="utf-8")


def test_updating_the_readme_replaces_what_is_between_the_marks(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{write.TABLE_START}\nold\n{write.TABLE_END}\nAfter.\n", encoding="utf-8")
    for _ in range(2):  # the second time changes nothing more
        write.update_readme(readme)
        expected = f"Before.\n{write.TABLE_START}\n{write.results_table()}\n{write.TABLE_END}\nAfter.\n"
        assert readme.read_text(encoding="utf-8") == expected


def test_a_readme_without_the_marks_is_refused_and_left_as_it_is(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{write.TABLE_START}\nAfter.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"README\.md"):
        write.update_readme(readme)
    assert readme.read_text(encoding="utf-8") == f"Before.\n{write.TABLE_START}\nAfter.\n"


# Histograms, with a pencil


def test_a_histogram_has_100_bins_and_the_last_takes_what_is_beyond():
    same = np.array([1, 1, 0, 0, 1, 0])
    values = np.array([0, 0.019, 0.021, 1.01, 2, 9.5])  # bins 0.02 wide: 0, 0, 1, 50, and twice the last
    found = measure.histogram(same, values, 2.0)
    assert found["end"] == 2.0
    assert {bin_: count for bin_, count in enumerate(found["same"]) if count} == {0: 2, 99: 1}
    assert {bin_: count for bin_, count in enumerate(found["different"]) if count} == {1: 1, 50: 1, 99: 1}


def test_results_by_hand():
    # From the closest on: same, different, same, different. One of 2 * 2 combinations is the wrong way round.
    same, writers = np.array([1, 0, 1, 0]), np.array([7, 7, 9])
    pairs = Pairs(np.array([0, 1, 0, 2]), np.array([1, 2, 2, 1]), same)
    found = measure.results(measure.ComparedPairs(pairs, np.arange(4.0), -np.arange(4.0)), -2.5, writers)
    assert (found["pairs"], found["accuracy"], found["auc"], found["eer"]) == (4, 0.75, 0.75, 0.5)
    # Right are all but the second. Writer 7 has a digit in all pairs, writer 9 in all but the first.
    assert found["writers"] == {
        "7": {"pairs": 4, "accuracy": 0.75},
        "9": {"pairs": 3, "accuracy": pytest.approx(2 / 3)},
    }
