"""Loading what training with other margins gave."""

import copy
import json

import pytest

from siamese_core.zoo import MARGINS_FILE, WEIGHTS, WeightsError, load_margins

ENTRY = {
    "margin": 1.0,
    "threshold": 0.5,
    "results": {"mnist": {"accuracy": 0.98}, "pen": {"accuracy": 0.97}},
    "histograms": {"distance": {"end": 1.5, "same": [3, 1], "different": [0, 4]}},
}


def load(folder, card):
    (folder / MARGINS_FILE).write_text(card if isinstance(card, str) else json.dumps(card), encoding="utf-8")
    load_margins.cache_clear()
    return load_margins(folder)


@pytest.fixture(autouse=True)
def _load_anew():
    yield
    load_margins.cache_clear()


def assert_refused(folder, card, words):
    with pytest.raises(WeightsError) as refused:
        load(folder, card)
    message = str(refused.value)
    assert str(folder / MARGINS_FILE) in message
    assert "python -m siamese_core.training --margins" in message
    assert words in message


def test_the_card_that_comes_with_the_package_can_be_used():
    card = load_margins(WEIGHTS)
    assert [entry["margin"] for entry in card["margins"]] == [0.25, 0.5, 1.0, 2.0, 4.0]
    assert load_margins(WEIGHTS) is card


def test_a_whole_card_is_loaded(tmp_path):
    assert load(tmp_path, {"margins": [ENTRY]})["margins"] == [ENTRY]


def test_a_missing_card_is_refused(tmp_path):
    load_margins.cache_clear()
    with pytest.raises(WeightsError, match="cannot be read"):
        load_margins(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "margins: 1"], ids=["empty", "cut", "not JSON"])
def test_a_card_that_is_not_json_is_refused(tmp_path, text):
    assert_refused(tmp_path, text, "cannot be read")


@pytest.mark.parametrize("card", [[], {}, {"margins": None}, {"margins": []}, {"margins": {}}])
def test_a_card_without_margins_is_refused(tmp_path, card):
    assert_refused(tmp_path, card, "'margins'")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["margin"], 0),
        (["margin"], "1"),
        (["margin"], None),
        (["threshold"], -0.5),
        (["threshold"], float("nan")),
        (["threshold"], float("inf")),
        (["results"], {}),
        (["results"], [0.98]),
        (["results", "mnist"], {}),
        (["results", "pen", "accuracy"], 98),
        (["histograms"], None),
        (["histograms", "distance", "end"], 0),
        (["histograms", "distance", "same"], []),
        (["histograms", "distance", "same"], [0, 0]),
        (["histograms", "distance", "same"], [1, 2, 3]),
        (["histograms", "distance", "different"], [5, -1]),
        (["histograms", "distance", "different"], ["many", "few"]),
        (["histograms", "distance", "different"], 7),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_and_named(tmp_path, path, value):
    damaged = copy.deepcopy(ENTRY)
    *outer, last = path
    inner = damaged
    for name in outer:
        inner = inner[name]
    inner[last] = value
    assert_refused(tmp_path, {"margins": [ENTRY, damaged]}, "Entry 2")
