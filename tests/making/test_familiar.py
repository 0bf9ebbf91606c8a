"""Teaching what looks like a digit, and measuring it: in a small world, and as the cards claim it."""

import json

import numpy as np
import pytest

from siamese_core import load_twins
from siamese_core.designs import NO_DIGIT
from siamese_core.familiar import Detector, detector_files, load_detector
from siamese_core.files import MANIFEST, read_checked, twins_files
from siamese_core.making import familiar
from siamese_core.making.__main__ import main
from siamese_core.making.data import Data, Digits, load_data
from siamese_core.making.familiar import DetectorRecipe, calibrate, detector_batches, turned
from siamese_core.making.mistaken import measure_familiar, read_characters
from siamese_core.making.strange import KINDS, strange_pictures
from siamese_core.making.write import as_json, write_files

FEW = DetectorRecipe(epochs=2, steps=20, drawings=40, batch_size=32)


# Drawings of what digits are not


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_makes_strokes_that_can_be_drawn(kind):
    rng = np.random.default_rng(0)
    for _ in range(50):
        strokes = kind(rng)
        assert strokes
        for stroke in strokes:
            assert stroke.ndim == 2
            assert stroke.shape[1] == 2
            assert np.isfinite(stroke).all()


def test_the_shares_of_all_kinds_make_one():
    assert sum(KINDS.values()) == pytest.approx(1)


def test_the_same_seed_draws_the_same_and_another_one_draws_others():
    first, again, other = (strange_pictures(5, seed) for seed in [(1,), (1,), (2,)])
    np.testing.assert_array_equal(first, again)
    assert (first != other).any(axis=(1, 2)).all()
    assert (first.shape, first.dtype) == ((5, 28, 28), np.uint8)
    assert (first.max(axis=(1, 2)) > 128).all()  # none is blank


def test_turned_pictures_are_the_eight_that_there_are_and_the_others_stay_as_they_were():
    picture = np.arange(28 * 28).reshape(28, 28)
    pictures = np.stack([picture] * 200)
    expected = {np.rot90(each, quarters).tobytes() for each in (picture, picture.T) for quarters in range(4)}
    assert {each.tobytes() for each in turned(pictures, np.random.default_rng(0))} == expected
    assert (pictures == picture).all()


# Batches and the threshold


def test_half_of_a_batch_is_strange_and_of_the_digits_a_share_is_by_pen():
    grey = np.full((60, 28, 28), np.arange(60, dtype=np.float32)[:, None, None] / 100)
    sources = {"mnist": {"training_digits": 40}}
    data = Data(Digits(grey, np.arange(60) % 10), {}, {}, sources)
    still = DetectorRecipe(batch_size=20, pen=0.3, rotation=0, shear=0, scale=0, shift=0)
    strange = np.full((5, 28, 28), 255, np.uint8)
    images, kinds = next(detector_batches(data, strange, still, np.random.default_rng(0)))
    assert (images.shape, images.dtype) == ((20, 28, 28), np.float32)
    number = np.round(images[:, 14, 14] * 100).astype(int)
    assert (number[:7] < 40).all()  # MNIST's
    assert ((number[7:10] >= 40) & (number[7:10] < 60)).all()
    np.testing.assert_array_equal(kinds[:10], number[:10] % 10)
    assert (number[10:] == 100).all()
    assert (kinds[10:] == NO_DIGIT).all()


class Grey(Detector):
    """Says that a picture is a digit as surely as its first pixel is bright."""

    def __init__(self, threshold=0.5):
        super().__init__({}, {"threshold": threshold})

    def digit_probability(self, images):
        return images[:, 0, 0]


def shades(values):
    values = np.asarray(values, np.float32)
    return Digits(
        np.ones((len(values), 28, 28), np.float32) * values[:, None, None], np.zeros(len(values), int)
    )


def test_below_the_threshold_is_the_share_of_validation_digits_with_each_set_counting_alike(monkeypatch):
    monkeypatch.setattr(familiar, "TAKEN_FOR_NONE", 0.1)
    few, many = shades(np.arange(10) / 10), shades(np.full(1000, 0.95))
    threshold = calibrate(Grey(), {"few": few, "many": many})
    below = [(Grey().digit_probability(digits.images) < threshold).mean() for digits in (few, many)]
    assert np.mean(below) <= 0.1 < np.mean(below) + 0.1
    assert threshold == pytest.approx(0.1)  # one of ten in one set, none in the other: 5%; two would be 10%


def test_measuring_counts_what_is_taken_for_the_other():
    found = measure_familiar(Grey(0.5), {"mnist": shades([0.4, 0.5, 0.6, 0.7])}, None)
    assert found["taken_for_none"]["mnist"] == {"drawings": 4, "share": 0.25}  # 0.5 passes
    assert found["taken_for_none"]["hands"]["drawings"] == 200
    assert found["taken_for_digits"]["characters"] is None


def test_characters_with_two_to_five_strokes_are_read_with_y_down(tmp_path):
    stroke = [[0, 900], [1000, -100]]
    path = tmp_path / "all.json"
    path.write_text(json.dumps({str(count): {"medians": [stroke] * count} for count in (1, 2, 5, 6)}))
    characters = read_characters(path)
    assert [len(strokes) for strokes in characters] == [2, 5]
    np.testing.assert_array_equal(characters[0][0], [[0, -900], [1000, 100]])
    found = measure_familiar(load_detector(), {}, path)["taken_for_digits"]["characters"]
    assert (found["drawings"], found["varied"]["drawings"], found["strokes"]) == (2, 6, [2, 5])


@pytest.mark.parametrize("content", ["", "[]", '{"一": {}}', '{"一": {"medians": [[1], [2]]}}'])
def test_a_file_without_characters_ends_in_a_sentence(tmp_path, content):
    path = tmp_path / "all.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="no characters as hanzi-writer-data"):
        read_characters(path)


# The command


@pytest.fixture(scope="module")
def taught(small_world, tmp_path_factory):
    """The folder of a detector that was taught a little, by the command."""
    folder = tmp_path_factory.mktemp("weights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("siamese_core.making.__main__.DetectorRecipe", lambda **_epochs: FEW)
        patch.setattr(familiar, "many_strange_pictures", lambda count, seed: strange_pictures(count, (seed,)))
        card = {**load_twins("mnist_siamese", True).card, "familiar": {}}
        write_files({twins_files("mnist_siamese", True, folder)[0]: as_json(card)})
        arguments = ["--epochs", "2", "--mnist", str(small_world), "--weights", str(folder)]
        assert main(["familiar", *arguments]) == 0
    return folder


def test_the_command_writes_weights_and_card(taught):
    twins_card, _ = twins_files("mnist_siamese", True)
    written = {MANIFEST, twins_card.name, *(path.name for path in detector_files())}
    assert {path.name for path in taught.iterdir()} == written
    card = load_detector(taught).card
    assert list(card) == list(load_detector().card)
    assert card["results"]["taken_for_none"]["mnist"]["drawings"] == 300
    assert (card["recipe"]["drawings"], card["data"]["pen"]) == (40, None)


def test_only_what_the_detector_takes_for_what_changes_on_a_card_of_twins(taught):
    path, _ = twins_files("mnist_siamese", True, taught)
    card = json.loads(read_checked(path, ""))
    assert card["familiar"] == load_detector(taught).card["results"]
    assert {**card, "familiar": 0} == {**load_twins("mnist_siamese", True).card, "familiar": 0}


def test_the_network_in_numpy_is_that_of_keras(small_world, digits):
    data = load_data(small_world, None)
    model = familiar.train_detector(data, strange_pictures(20, (0,)), FEW, seed=3, verbose=0)
    weights = {
        f"{layer.name}/{each.name}": np.asarray(each) for layer in model.layers for each in layer.weights
    }
    found = Detector(weights, {}).digit_probability(digits.images[:20])
    expected = 1 - model.predict(digits.images[:20], verbose=0)[:, NO_DIGIT]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_drawings_invented_on_all_cores_are_those_of_one(monkeypatch):
    monkeypatch.setattr(familiar, "AT_ONCE", 3)
    found = familiar.many_strange_pictures(5, 9)
    np.testing.assert_array_equal(
        found, np.concatenate([strange_pictures(3, (9, 0)), strange_pictures(2, (9, 3))])
    )
