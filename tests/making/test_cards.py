"""Model cards: what they claim is measured again here, with the weights that come with the package."""

from functools import cache

import numpy as np
import pytest

from siamese_core import DESIGNS, load_twins
from siamese_core.designs import trace_branch, trace_head
from siamese_core.familiar import load_detector
from siamese_core.files import WEIGHTS, load_tutorial
from siamese_core.making import measure
from siamese_core.making.data import fingerprint, load_test_digits
from siamese_core.making.mistaken import measure_familiar
from siamese_core.twins import branch_names

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


def test_the_histograms_are_those_of_the_test_pairs(twins):
    compared = measured_again(twins)
    values = {"distance": compared.distance}
    if twins.design.metric_network:
        values["probability"] = compared.closeness
    assert set(twins.card["histograms"]) == set(values)
    for name, claimed in twins.card["histograms"].items():
        found = measure.histogram(compared.pairs.same, values[name], claimed["end"])
        for label in ("same", "different"):
            assert sum(claimed[label]) == 50_000
            moved = np.cumsum(claimed[label]) - np.cumsum(found[label])  # over the edge of each bin
            assert np.abs(moved).max() <= 10


def test_the_card_names_the_digits(twins, digits):
    mnist, pen = twins.card["data"]["mnist"], twins.card["data"]["pen"]
    assert (mnist["test_sha256"], mnist["test_digits"]) == (fingerprint(digits), len(digits))
    assert (mnist["training_digits"], mnist["validation_digits"]) == (50_000, 10_000)
    assert not set(pen["validation_writers"]) & set(pen["test_writers"])
    assert list(twins.card["results"]["pen"]["writers"]) == [str(writer) for writer in pen["test_writers"]]


def test_the_layers_on_the_card_are_those_of_the_design(twins):
    parts = {name: trace_branch(twins.design) for name in branch_names(twins.shared)}
    names = ("part", "layer", "output_shape", "parameters")
    expected = [
        dict(zip(names, (part, step.layer.name, list(step.output_shape), step.parameters), strict=True))
        for part, traced in (parts | {"head": trace_head(twins.design)}).items()
        for step in traced
        if step.weights
    ]
    assert twins.card["layers"] == expected
    assert f"Total params: {twins.parameters:,}" in twins.card["keras_summary"]


def test_shared_and_unshared_were_trained_alike(shared_twins):
    shared, unshared = shared_twins.card, load_twins(shared_twins.design.name, shared=False).card
    for name in ("recipe", "data", "margin", "versions"):
        assert shared[name] == unshared[name], name


def test_the_history_has_every_epoch_and_ends_near_what_was_measured(twins):
    history, epochs = twins.card["history"], twins.card["recipe"]["epochs"]
    kinds = [f"{kind}_{what}" for kind in ("learnt", "unseen") for what in ("loss", "accuracy")]
    assert [len(history[name]) for name in kinds] == [epochs] * 4
    assert history["unseen_accuracy"][-1] == pytest.approx(
        twins.card["results"]["mnist"]["accuracy"], abs=0.005
    )


def test_the_way_from_the_tutorial_ends_at_the_twins_of_the_app():
    tutorial, card = load_tutorial(), load_twins("mnist_siamese", shared=True).card
    first, *_, last = tutorial["steps"]
    assert last["epochs"] == card["recipe"]["epochs"]
    for name, found in last["results"].items():
        assert found["accuracy"] == card["results"][name]["accuracy"]
    assert {name: last[name] for name in ("threshold", "history")} == {
        name: card[name] for name in ("threshold", "history")
    }
    pairs = first["tutorial_pairs"]
    assert (first["threshold"], first["epochs"], pairs["pairs"]) == (0.5, 20, 17_820)
    assert len(pairs["accuracy_by_epoch"]) == 20


# How often a digit is taken for none, and something else for a digit


def test_the_detector_s_card_says_how_often_it_is_wrong(digits):
    claimed, found = (
        load_detector().card["results"],
        measure_familiar(load_detector(), {"mnist": digits}, None),
    )
    for kind, name in [
        ("taken_for_none", "mnist"),
        ("taken_for_none", "hands"),
        ("taken_for_digits", "invented"),
    ]:
        assert found[kind][name] == pytest.approx(claimed[kind][name], abs=1e-3), name


def test_the_card_says_the_same_of_the_detector_as_its_own(twins):
    assert twins.card["familiar"] == load_detector().card["results"]


def test_goal_of_the_detector(twins):
    claimed = twins.card["familiar"]
    for name in ("pen", "mnist", "hands"):
        assert claimed["taken_for_none"][name]["share"] <= 0.025, name
    characters = claimed["taken_for_digits"]["characters"]
    assert characters["drawings"] > 500
    assert max(characters["share"], characters["varied"]["share"]) <= 0.05


def test_all_weights_together_are_below_30_mb():
    assert sum(path.stat().st_size for path in WEIGHTS.glob("*.npz")) < 30e6


# What shared twins are to reach: accuracy on 100,000 balanced pairs of test digits, in percent
GOALS = {
    "cnn_contrastive": {"mnist": 99.7, "pen": 99.0},
    "mnist_siamese": {"mnist": 98.5, "pen": 98.4},
    "matchnet": {"mnist": 99.5, "pen": 99.1},
}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", ["mnist", "pen"])
def test_goal(design, name):
    results = load_twins(design, shared=True).card["results"][name]
    assert results["pairs"] == 100_000
    assert 100 * results["accuracy"] >= GOALS[design][name]
