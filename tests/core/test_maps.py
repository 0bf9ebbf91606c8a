import numpy as np
import pytest

from siamese_core.designs import DESIGNS
from siamese_core.files import WeightsError, load_twins, read_arrays
from siamese_core.forward import euclidean_distance
from siamese_core.making import maps as making_maps
from siamese_core.making.data import load_test_digits
from siamese_core.making.maps import neighbour_distances
from siamese_core.making.write import as_npz, write_files
from siamese_core.maps import EVALUATIONS, Map, load_evaluation, load_pixel_map, shown_digits

ALL_TWINS = [(design, shared) for design in DESIGNS for shared in (True, False)]


def test_two_hundred_digits_of_every_class_are_shown():
    assert np.bincount(load_test_digits().digits[shown_digits()]).tolist() == [200] * 10
    assert len(set(shown_digits().tolist())) == 2000


def a_map(embeddings):
    return Map.of(np.asarray(embeddings, np.float32), np.zeros((0, 2)), 0.0)


def test_the_nearest_come_first():
    indices, distances = a_map([[0.0], [10.0], [3.0], [4.5]]).nearest(np.array([4.0], np.float32), count=3)
    assert indices.tolist() == [3, 2, 0]
    assert distances.tolist() == [0.5, 1.0, 4.0]


def test_the_nearest_are_those_of_a_plain_search():
    rng = np.random.default_rng(0)
    embeddings, embedding = (
        rng.normal(size=(500, 16)).astype(np.float32),
        rng.normal(size=16).astype(np.float32),
    )
    plain = sorted(range(500), key=lambda i: np.linalg.norm(embeddings[i] - embedding))[:10]
    assert a_map(embeddings).nearest(embedding)[0].tolist() == plain


def test_coordinates_that_are_0_for_all_are_left_out_and_still_count():
    found = a_map([[0, 3, 0, 0], [0, 0, 0, 4]])
    assert found.coordinates.tolist() == [1, 3]
    assert found.embeddings.shape == (2, 2)
    assert found.embedding(1).tolist() == [0, 0, 0, 4]
    new = np.array([12, 3, 0, 4], np.float32)
    indices, distances = found.nearest(new, count=2)
    assert indices.tolist() == [1, 0]
    np.testing.assert_allclose(distances, [np.hypot(12, 3), np.hypot(12, 4)], rtol=1e-6)
    assert found.used(new).tolist() == [3, 4]


def test_a_digit_is_not_its_own_neighbour():
    places = np.arange(12, dtype=np.float64)[:, np.newaxis]  # on a line, 1 apart
    assert neighbour_distances(places)[0] == pytest.approx(5.5)  # the mean of 1, 2, ..., 10
    assert neighbour_distances(places)[5] == pytest.approx(
        (2 * (1 + 2 + 3 + 4 + 5)) / 10
    )  # of 1 to 5 on both sides


@pytest.mark.parametrize(("design", "shared"), ALL_TWINS)
def test_the_file_is_what_the_weights_give(design, shared):
    twins = load_twins(design, shared)
    found = load_evaluation(twins)
    images = load_test_digits().images
    some = np.arange(0, 10_000, 500)
    for its_map, embed in ((found.left, twins.embed_left), (found.right, twins.embed_right)):
        kept = np.stack([its_map.embedding(index) for index in some])
        np.testing.assert_allclose(kept, embed(images[some]), atol=2e-2, rtol=2e-3)
    left, right = (
        twins.embed_left(images[found.pairs.left[:20]]),
        twins.embed_right(images[found.pairs.right[:20]]),
    )
    np.testing.assert_allclose(found.distance[:20], euclidean_distance(left, right), atol=1e-4, rtol=1e-4)
    np.testing.assert_allclose(found.closeness[:20], twins.closeness(left, right), atol=1e-4, rtol=1e-4)
    assert (found.left is found.right) == shared


def test_the_pixels_are_a_map_without_a_network():
    pixel_map = load_pixel_map()
    np.testing.assert_array_equal(pixel_map.embedding(7), load_test_digits().images[7].ravel())
    assert pixel_map.tsne.shape == (2000, 2)


def test_all_that_is_said_to_be_read_only_is():
    found = load_evaluation(load_twins("mnist_siamese", True))
    arrays = [found.distance, found.closeness, found.pairs.left, found.pairs.same, shown_digits()]
    arrays += [found.left.embeddings, found.left.coordinates, found.left.tsne, load_pixel_map().embeddings]
    assert not any(array.flags.writeable for array in arrays)


@pytest.fixture
def folder(tmp_path):
    """A copy of the smallest evaluation, to be damaged."""
    path = EVALUATIONS / "mnist_siamese-shared.npz"
    write_files({tmp_path / path.name: path.read_bytes()})
    return tmp_path


def with_other_weights(path):
    write_files({path: as_npz(read_arrays(path, "") | {"weights_sha256": np.array("0")})})


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:1000]), "is damaged"),
        (with_other_weights, "made with other weights"),
    ],
)
def test_a_damaged_file_is_refused_with_the_command_that_mends_it(folder, damage, message):
    damage(folder / "mnist_siamese-shared.npz")
    with pytest.raises(WeightsError, match=message) as error:
        load_evaluation(load_twins("mnist_siamese", True), folder)
    assert "python -m siamese_core.making evaluate" in str(error.value)


def test_evaluating_writes_what_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(making_maps, "lay_out", lambda vectors: vectors[:, :2])
    twins = load_twins("mnist_siamese", True)
    making_maps.evaluate(twins, tmp_path)
    written, shipped = load_evaluation(twins, tmp_path), load_evaluation(twins)
    np.testing.assert_allclose(written.distance, shipped.distance, atol=1e-5)
    assert written.left.familiar == pytest.approx(shipped.left.familiar, abs=1e-5)
