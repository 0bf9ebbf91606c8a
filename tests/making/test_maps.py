"""Laying out maps."""

import numpy as np
import pytest

from siamese_core import load_twins
from siamese_core.making import maps
from siamese_core.maps import load_evaluation, load_pixel_map


def test_a_digit_is_not_its_own_neighbour():
    places = np.arange(12, dtype=np.float64)[:, np.newaxis]  # on a line, 1 apart
    distances = maps.neighbour_distances(places)
    assert distances[0] == pytest.approx(sum(range(1, 11)) / 10)  # to 1, 2, ... 10
    assert distances[5] == pytest.approx(2 * (1 + 2 + 3 + 4 + 5) / 10)  # to five on either side


def test_neighbours_of_many_digits_are_those_of_a_plain_search():
    vectors = np.random.default_rng(0).normal(size=(600, 4))  # more than one block
    every = np.linalg.norm(vectors[:, np.newaxis] - vectors, axis=-1)
    np.testing.assert_allclose(maps.neighbour_distances(vectors), np.sort(every)[:, 1:11].mean(axis=1))


def test_evaluating_writes_what_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(maps, "lay_out", lambda vectors: vectors[:, :2])
    twins = load_twins("mnist_siamese", True)
    maps.evaluate(twins, tmp_path)
    maps.evaluate_pixels(tmp_path)
    written, shipped = load_evaluation(twins, tmp_path), load_evaluation(twins)
    np.testing.assert_allclose(written.distance, shipped.distance, atol=1e-5)
    assert written.left.familiar == pytest.approx(shipped.left.familiar, abs=1e-5)
    assert load_pixel_map(tmp_path).familiar == pytest.approx(load_pixel_map().familiar, abs=1e-5)
    with pytest.raises(ValueError, match="loaded from a file"):
        maps.evaluate(twins.nudged("embedding/bias", (0,), 1.0), tmp_path)
