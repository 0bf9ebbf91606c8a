"""Loading trained twins and comparing digits with them."""

import hashlib
import io
import json
import shutil
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from siamese_core import DESIGNS, load_twins
from siamese_core.designs import BY_NAME
from siamese_core.zoo import (
    BLOCK,
    MARGINS_FILE,
    WEIGHTS,
    WeightsError,
    assemble,
    expected_shapes,
    load_margins,
    twins_files,
)

PARAMETERS = {  # as in the designs' table
    ("mnist_siamese", True): 133_504,
    ("mnist_siamese", False): 267_008,
    ("matchnet", True): 3_483_122,
    ("matchnet", False): 4_864_994,
    ("cnn_contrastive", True): 1_381_872,
    ("cnn_contrastive", False): 2_763_744,
}

# Comparing digits


@pytest.fixture(scope="module")
def two_digits(digits):
    """A 7 and a 2."""
    return digits.images[0], digits.images[1]


def test_there_are_six_trained_twins(twins):
    assert twins.design.name in DESIGNS
    assert twins.card["design"] == twins.design.name
    assert twins.card["sharing"] == ("shared" if twins.shared else "unshared")


def test_a_comparison_holds_embeddings_distance_and_probability(twins, two_digits):
    comparison = twins.compare(*two_digits)
    for embedding in (comparison.left_embedding, comparison.right_embedding):
        assert embedding.shape == (twins.design.dim,)
        assert embedding.dtype == np.float32
    difference = comparison.left_embedding.astype(np.float64) - comparison.right_embedding
    assert comparison.distance == pytest.approx(np.sqrt((difference**2).sum()), rel=1e-5)
    if twins.design.metric_network:
        assert 0 <= comparison.probability <= 1
    else:
        assert comparison.probability is None


def test_the_verdict_follows_the_threshold(twins, two_digits):
    comparison = twins.compare(*two_digits)
    if twins.design.metric_network:
        decides, stricter = comparison.probability, np.inf  # the same where probability >= threshold
    else:
        decides, stricter = comparison.distance, -np.inf  # the same where distance <= threshold
    assert with_threshold(twins, decides).compare(*two_digits).same is True
    assert with_threshold(twins, np.nextafter(decides, stricter)).compare(*two_digits).same is False


def with_threshold(twins, threshold):
    return replace(twins, card={**twins.card, "threshold": float(threshold)})


def test_closeness_decides_as_compare_does(twins, digits):
    left, right = twins.embed_left(digits.images[:40]), twins.embed_right(digits.images[40:80])
    by_closeness = twins.closeness(left, right) >= twins.closeness_threshold
    by_compare = [twins.compare_embeddings(*pair).same for pair in zip(left, right, strict=True)]
    np.testing.assert_array_equal(by_closeness, by_compare)


def test_comparing_embeddings_is_comparing_digits(twins, two_digits):
    comparison = twins.compare(*two_digits)
    again = twins.compare_embeddings(comparison.left_embedding, comparison.right_embedding)
    assert (again.distance, again.probability, again.same) == (comparison.distance, comparison.probability, comparison.same)


def test_twins_count_their_parameters(twins):
    assert twins.parameters == PARAMETERS[twins.design.name, twins.shared]


# What sharing promises


def test_shared_twins_have_one_branch(shared_twins):
    assert shared_twins.left is shared_twins.right


def test_shared_twins_give_identical_pictures_a_distance_of_exactly_0(shared_twins, digits):
    for picture in digits.images[:10]:
        assert shared_twins.compare(picture, picture.copy()).distance == 0.0


def test_swapping_digits_swaps_the_embeddings_of_shared_twins_and_leaves_their_distance(shared_twins, two_digits):
    left, right = two_digits
    there, back = shared_twins.compare(left, right), shared_twins.compare(right, left)
    np.testing.assert_array_equal(there.left_embedding, back.right_embedding)
    np.testing.assert_array_equal(there.right_embedding, back.left_embedding)
    assert there.distance == back.distance


def test_the_metric_network_reads_the_embeddings_in_order(digits):
    twins = load_twins("matchnet", shared=True)
    left, right = twins.embed_left(digits.images[:100]), twins.embed_left(digits.images[100:200])
    assert (twins.probabilities(left, right) != twins.probabilities(right, left)).any()


def test_unshared_twins_promise_neither(unshared_twins, two_digits):
    left, right = two_digits
    assert unshared_twins.left is not unshared_twins.right
    assert unshared_twins.compare(left, left).distance > 0
    assert unshared_twins.compare(left, right).distance != unshared_twins.compare(right, left).distance


# One weight changed


def test_a_nudged_weight_is_changed_by_that_much_and_no_other(shared_twins):
    nudged = shared_twins.nudged("embedding/bias", (3,), 0.5)
    change = nudged.left["embedding/bias"] - shared_twins.left["embedding/bias"]
    np.testing.assert_allclose(change, [0, 0, 0, 0.5] + [0] * (shared_twins.design.dim - 4), atol=1e-6)
    others = nudged.left.keys() - {"embedding/bias"}
    assert all(nudged.left[name] is shared_twins.left[name] for name in others)
    assert not nudged.left["embedding/bias"].flags.writeable


def test_a_nudge_changes_both_sides_of_shared_twins(shared_twins, two_digits):
    nudged = shared_twins.nudged("embedding/bias", (0,), 100.0)  # so much that relu does not hide it
    assert nudged.left is nudged.right
    picture, _ = two_digits
    before, after = shared_twins.compare(picture, picture), nudged.compare(picture, picture)
    assert after.left_embedding[0] > before.left_embedding[0]
    np.testing.assert_array_equal(after.left_embedding, after.right_embedding)
    assert after.distance == 0


def test_a_nudge_changes_only_the_left_side_of_unshared_twins(unshared_twins, two_digits):
    nudged = unshared_twins.nudged("embedding/bias", (0,), 100.0)
    assert nudged.right is unshared_twins.right
    before, after = unshared_twins.compare(*two_digits), nudged.compare(*two_digits)
    assert after.left_embedding[0] > before.left_embedding[0]
    np.testing.assert_array_equal(after.left_embedding[1:], before.left_embedding[1:])
    np.testing.assert_array_equal(after.right_embedding, before.right_embedding)


# Embedding many digits


@pytest.mark.parametrize("index", [0, BLOCK - 1, BLOCK, BLOCK + 2], ids=["first", "last of a block", "next block", "last"])
def test_digits_embedded_together_are_as_one_by_one(all_together, digits, index):
    twins, left_embeddings, right_embeddings = all_together
    alone = digits.images[index : index + 1]
    np.testing.assert_allclose(left_embeddings[index], twins.embed_left(alone)[0], rtol=0, atol=1e-5)
    np.testing.assert_allclose(right_embeddings[index], twins.embed_right(alone)[0], rtol=0, atol=1e-5)


@pytest.fixture(scope="module")
def all_together(twins, digits):
    """Each of the twins, and their embeddings of a block of digits and three more."""
    images = digits.images[: BLOCK + 3]
    return twins, twins.embed_left(images), twins.embed_right(images)


def test_no_digits_have_no_embeddings(twins):
    assert twins.embed_left(np.zeros((0, 28, 28))).shape == (0, twins.design.dim)


BAD_PICTURES = {
    "None": None,
    "text": "7",
    "of another size": np.zeros((27, 28)),
    "a row of pixels": np.zeros(784),
    "with a channel": np.zeros((28, 28, 1)),
    "with grey values up to 255": np.full((28, 28), 255),
    "below 0": np.full((28, 28), -0.01),
    "NaN": np.full((28, 28), np.nan),
}


@pytest.mark.parametrize("bad", BAD_PICTURES.values(), ids=BAD_PICTURES)
def test_a_bad_picture_is_refused(bad, two_digits):
    twins = load_twins("mnist_siamese", shared=True)
    good, _ = two_digits
    with pytest.raises(ValueError, match=r"shape|between 0 \(paper\) and 1 \(ink\)"):
        twins.compare(bad, good)
    with pytest.raises(ValueError, match=r"shape|between 0 \(paper\) and 1 \(ink\)"):
        twins.compare(good, bad)


# Loading


def test_twins_are_loaded_once():
    twins = load_twins("mnist_siamese", shared=True)
    assert load_twins("mnist_siamese", shared=True) is twins
    assert load_twins("mnist_siamese", True) is twins
    assert load_twins(design="mnist_siamese", shared=True) is twins


def test_arrays_are_read_only(twins):
    arrays = [*twins.left.values(), *twins.right.values(), *twins.head.values()]
    assert not any(array.flags.writeable for array in arrays)
    with pytest.raises(ValueError, match="read-only"):
        arrays[0][...] = 0


def test_a_design_that_does_not_exist_is_refused_and_those_that_do_are_named():
    with pytest.raises(ValueError, match=f"no design 'facenet'. There are {', '.join(DESIGNS)}"):
        load_twins("facenet", shared=True)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_expected_arrays_of_shared_and_unshared_differ_by_one_branch(design, shared):
    branches = {"branch"} if shared else {"left_branch", "right_branch"}
    head = {"head"} if BY_NAME[design].metric_network else set()
    parts = [name.partition("/")[0] for name in expected_shapes(BY_NAME[design], shared)]
    assert set(parts) == branches | head
    assert len({parts.count(branch) for branch in branches}) == 1


# Damaged files


@pytest.fixture
def copies(tmp_path):
    """Copies of a model card and a weights file, to be damaged."""
    return tuple(shutil.copy(path, tmp_path / path.name) for path in twins_files("mnist_siamese", shared=True))


def assert_refused(damaged, other_words=""):
    with pytest.raises(WeightsError) as refused:
        load_twins("mnist_siamese", shared=True, folder=damaged.parent)
    message = str(refused.value)
    assert str(damaged) in message
    assert "python -m siamese_core.training mnist_siamese-shared" in message
    assert other_words in message


def test_undamaged_copies_are_loaded(copies):
    card_path, _ = copies
    twins = load_twins("mnist_siamese", shared=True, folder=card_path.parent)
    original = load_twins("mnist_siamese", shared=True)
    assert twins.card == original.card
    np.testing.assert_array_equal(twins.left["embedding/kernel"], original.left["embedding/kernel"])


def flip_a_byte(content):
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


@pytest.mark.parametrize(
    "damage",
    [lambda content: content[: len(content) // 2], lambda _: b"", flip_a_byte, lambda content: content + b"\0"],
    ids=["cut", "emptied", "a bit flipped", "a byte added"],
)
def test_altered_weights_are_refused(copies, damage):
    _, weights_path = copies
    weights_path.write_bytes(damage(weights_path.read_bytes()))
    assert_refused(weights_path, "SHA-256")


def test_missing_weights_are_refused(copies):
    _, weights_path = copies
    weights_path.unlink()
    assert_refused(weights_path)


def put_in_place(copies, content):
    """Replaces the weights, and their SHA-256 on the card with them."""
    card_path, weights_path = copies
    weights_path.write_bytes(content)
    card = json.loads(card_path.read_text(encoding="utf-8"))
    card["weights_sha256"] = hashlib.sha256(content).hexdigest()
    card_path.write_text(json.dumps(card), encoding="utf-8")
    return weights_path


def as_npz(arrays):
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"branch/dense_1/bias": None}, "branch/dense_1/bias"),
        ({"branch/dense_9/bias": np.zeros(3)}, "branch/dense_9/bias"),
        ({"nothing": np.zeros(3)}, "nothing"),
        ({"branch/dense_1/bias": np.zeros(127)}, "branch/dense_1/bias has the shape (127,) where (128,) is expected"),
        ({"branch/dense_1/bias": np.full(128, np.nan)}, "branch/dense_1/bias holds numbers that are not finite"),
        ({"branch/dense_1/bias": np.full(128, np.inf)}, "branch/dense_1/bias holds numbers that are not finite"),
        ({"branch/dense_1/bias": np.array([{}] * 128)}, "is not a file of arrays"),  # objects: would need pickle
        ({"branch/dense_1/bias": np.array(["zero"] * 128)}, "is not a file of arrays"),
    ],
    ids=["missing", "too many", "of no part", "of another shape", "NaN", "infinite", "of objects", "of text"],
)
def test_wrong_arrays_are_refused_and_named_even_with_the_right_hash(copies, change, named):
    with np.load(copies[1], allow_pickle=False) as file:
        arrays = dict(file) | change
    content = as_npz({name: array for name, array in arrays.items() if array is not None})
    assert_refused(put_in_place(copies, content), named)


def an_array():
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    return file.getvalue()


def a_zip_of_text():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("branch/dense_1/bias", "0, 0, 0")
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"not weights", an_array(), a_zip_of_text()],
    ids=["nothing", "text", "a single array", "a zip of text"],
)
def test_another_kind_of_file_is_refused_even_with_the_right_hash(copies, content):
    assert_refused(put_in_place(copies, content))


def broken_inside():
    """A zip whose directory is whole, and whose content is not: what is compressed starts with an impossible block."""
    content = bytearray(as_npz({"branch/dense_1/bias": np.zeros(128)}))
    name_length = int.from_bytes(content[26:28], "little")
    extra_length = int.from_bytes(content[28:30], "little")
    content[30 + name_length + extra_length] = 0xFF
    return bytes(content)


def test_a_zip_that_is_broken_inside_is_refused_even_with_the_right_hash(copies):
    assert_refused(put_in_place(copies, broken_inside()))


def test_a_missing_card_is_refused(copies):
    card_path, _ = copies
    card_path.unlink()
    assert_refused(card_path)


@pytest.mark.parametrize("text", ["", "{", "threshold: 0.5", b"\xff\xfe"], ids=["empty", "cut", "not JSON", "not UTF-8"])
def test_a_card_that_cannot_be_read_is_refused(copies, text):
    card_path, _ = copies
    card_path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert_refused(card_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold", None),
        ("threshold", "0.5"),
        ("threshold", True),
        ("threshold", float("nan")),
        ("weights_sha256", None),
        ("weights_sha256", 5),
        ("results", None),
        ("histograms", []),
    ],
)
def test_a_card_without_a_usable_entry_is_refused_and_the_entry_named(copies, name, value):
    card_path, _ = copies
    card = json.loads(card_path.read_text(encoding="utf-8"))
    card[name] = value
    if value is None:
        del card[name]
    card_path.write_text(json.dumps(card), encoding="utf-8")
    assert_refused(card_path, repr(name))


def test_a_card_that_is_a_list_is_refused(copies):
    card_path, _ = copies
    card_path.write_text("[]", encoding="utf-8")
    assert_refused(card_path)


def test_assembling_names_the_first_wrong_array():
    arrays = {name: np.zeros(shape, np.float32) for name, shape in expected_shapes(BY_NAME["mnist_siamese"], False).items()}
    twins = assemble("mnist_siamese", False, arrays, {"threshold": 0.5})
    assert twins.threshold == 0.5
    assert set(twins.left) == set(twins.right)
    del arrays["right_branch/embedding/bias"]
    with pytest.raises(ValueError, match="right_branch/embedding/bias has the shape None where"):
        assemble("mnist_siamese", False, arrays, {})


# Margins to compare


@pytest.fixture
def margins_copy(tmp_path):
    """A copy of the card of margins, to be damaged."""
    return shutil.copy(WEIGHTS / MARGINS_FILE, tmp_path / MARGINS_FILE)


def assert_margins_refused(card_path, other_words=""):
    with pytest.raises(WeightsError) as refused:
        load_margins(card_path.parent)
    for words in (str(card_path), "python -m siamese_core.training --margins", other_words):
        assert words in str(refused.value)


def test_every_margin_has_its_results_and_histogram():
    entries = load_margins()["margins"]
    margins = [entry["margin"] for entry in entries]
    assert len(margins) > 1
    assert margins == sorted(set(margins))
    for entry in entries:
        pairs = entry["results"]["mnist"]["pairs"]
        histogram = entry["histograms"]["distance"]
        assert sum(histogram["same"]) == sum(histogram["different"]) == pairs / 2


def test_margins_are_loaded_once():
    assert load_margins() is load_margins()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"margins": []}', '{"margins": {"1.0": {}}}'])
def test_a_card_without_margins_is_refused(margins_copy, text):
    margins_copy.write_text(text, encoding="utf-8")
    assert_margins_refused(margins_copy)


def test_a_missing_card_of_margins_is_refused(margins_copy):
    margins_copy.unlink()
    assert_margins_refused(margins_copy)


@pytest.mark.parametrize(
    "change",
    [
        {"margin": 0},
        {"margin": "1"},
        {"threshold": float("nan")},
        {"results": {}},
        {"results": {"mnist": {"accuracy": 98.5}}},  # a share of 1 is meant
        {"histograms": {}},
        {"histograms": {"distance": {"end": 1.0, "same": [1, 2], "different": [1]}}},
        {"histograms": {"distance": {"end": 1.0, "same": [0, 0], "different": [1, 2]}}},
        {"histograms": {"distance": {"end": -1.0, "same": [1, 2], "different": [1, 2]}}},
        {"histograms": {"distance": {"end": 1.0, "same": [3, -1], "different": [1, 2]}}},
    ],
    ids=str,
)
def test_an_entry_that_cannot_be_used_is_refused_and_numbered(margins_copy, change):
    card = json.loads(margins_copy.read_text(encoding="utf-8"))
    card["margins"][1].update(change)
    margins_copy.write_text(json.dumps(card), encoding="utf-8")
    assert_margins_refused(margins_copy, "Entry 2")
