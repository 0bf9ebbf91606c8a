"""What twins make of the test digits, and who is near to whom."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siamese_core.files import WeightsError, load_twins, read_arrays
from siamese_core.forward import euclidean_distance
from siamese_core.making.write import as_npz, write_files
from siamese_core.maps import (
    Map,
    evaluation_pairs,
    load_evaluation,
    load_pixel_map,
    principal_axes,
    ranked_test_pairs,
    shown_digits,
)


def test_two_hundred_digits_of_every_class_are_shown_the_first_ones(digits):
    for digit, shown in enumerate(shown_digits().reshape(10, 200)):
        assert shown.tolist() == np.flatnonzero(digits.digits == digit)[:200].tolist()


def test_the_test_pairs_are_balanced_and_none_pairs_a_digit_with_itself(digits):
    pairs = evaluation_pairs()
    assert (len(pairs), pairs.same.sum()) == (100_000, 50_000)
    np.testing.assert_array_equal(digits.digits[pairs.left] == digits.digits[pairs.right], pairs.same == 1)
    assert (pairs.left != pairs.right).all()


# The nearest


def a_map(embeddings):
    return Map.of(np.asarray(embeddings, np.float32), np.zeros((0, 2)), 0.0)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.integers(1, 10))
def test_the_nearest_are_those_of_a_plain_search_nearest_first(seed, count):
    rng = np.random.default_rng(seed)
    embeddings, embedding = rng.normal(size=(30, 8)).astype(np.float32), rng.normal(size=8).astype(np.float32)
    embeddings[:, rng.random(8) < 0.3] = 0  # coordinates that are 0 for all are left out, and still count
    found = a_map(embeddings)
    distances = [
        sum((a - b) ** 2 for a, b in zip(each, embedding, strict=True)) ** 0.5 for each in embeddings
    ]
    indices, found_distances = found.nearest(embedding, count)
    assert indices.tolist() == sorted(range(30), key=distances.__getitem__)[:count]
    np.testing.assert_allclose(found_distances, sorted(distances)[:count], rtol=1e-5)


def test_coordinates_that_are_0_for_all_are_left_out():
    found = a_map([[0, 3, 0, 0], [0, 0, 0, 4]])
    assert found.coordinates.tolist() == [1, 3]
    assert found.embeddings.tolist() == [[3, 0], [0, 4]]
    assert found.embedding(1).tolist() == [0, 0, 0, 4]
    assert found.used(np.array([12, 3, 0, 4])).tolist() == [3, 4]


# Files


def test_the_file_is_what_the_weights_give(twins, digits):
    found, images = load_evaluation(twins), digits.images
    some, pairs = np.arange(0, 10_000, 500), evaluation_pairs()
    for its_map, embed in ((found.left, twins.embed_left), (found.right, twins.embed_right)):
        kept = np.stack([its_map.embedding(index) for index in some])
        np.testing.assert_allclose(kept, embed(images[some]), atol=2e-2, rtol=2e-3)
    left, right = twins.embed_left(images[pairs.left[:20]]), twins.embed_right(images[pairs.right[:20]])
    np.testing.assert_allclose(found.distance[:20], euclidean_distance(left, right), atol=1e-4, rtol=1e-4)
    np.testing.assert_allclose(found.closeness[:20], twins.closeness(left, right), atol=1e-4, rtol=1e-4)
    assert (found.left is found.right) == twins.shared


def test_the_pixels_are_a_map_without_a_network(digits):
    pixel_map = load_pixel_map()
    np.testing.assert_array_equal(pixel_map.embedding(7), digits.images[7].ravel())
    assert pixel_map.tsne.shape == (2000, 2)


def test_all_is_computed_once_and_read_only():
    twins = load_twins("mnist_siamese", True)
    found, ranked = load_evaluation(twins), ranked_test_pairs(twins)
    assert (load_evaluation(twins), ranked_test_pairs(twins)) == (found, ranked)
    assert principal_axes(found.left) is principal_axes(found.left)
    arrays = [found.distance, found.closeness, found.pairs.left, found.pairs.right, found.pairs.same]
    arrays += [ranked.closeness, ranked.same_before, shown_digits()]
    for each in (found.left, load_pixel_map()):
        arrays += [each.embeddings, each.coordinates, each.tsne]
    assert not any(array.flags.writeable for array in arrays)


def with_other_weights(path):
    write_files({path: as_npz(read_arrays(path, "") | {"weights_sha256": np.array("0")})})


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "is damaged"),
        (with_other_weights, "made with other weights"),
    ],
)
def test_a_damaged_file_is_refused_with_the_command_that_mends_it(tmp_path, damage, message):
    path, twins = tmp_path / "mnist_siamese-shared.npz", load_twins("mnist_siamese", True)
    arrays = {"weights_sha256": np.array(twins.card["weights_sha256"]), "distance": np.zeros(3)}
    write_files({path: as_npz(arrays)})
    damage(path)
    with pytest.raises(WeightsError, match=message) as error:
        load_evaluation(twins, tmp_path)
    assert "python -m siamese_core.making evaluate" in str(error.value)
