"""Whether a drawing looks like a digit: what passes, what does not, and what is refused."""

import numpy as np
import pytest

from pages.parts.shared.examples import STROKES, example_drawing
from siamese_core import DESIGNS, load_twins, looks_familiar, rasterize
from siamese_core.designs import DETECTOR, NO_DIGIT
from siamese_core.familiar import detector_files, load_detector
from siamese_core.files import WEIGHTS, WeightsError
from siamese_core.forward import run_layers
from siamese_core.hands import load_hands
from siamese_core.making.write import as_json, as_npz, write_files
from siamese_core.strokes import draw

TWINS = load_twins("cnn_contrastive", shared=True)


def familiar(strokes) -> bool:
    return looks_familiar(TWINS, "left", draw([np.array(stroke, float) for stroke in strokes]))


def ring(x, y, radius, start=0.0, end=2 * np.pi):
    angle = np.linspace(start, end, 40)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


ODD = {  # x and y in canvas pixels, y down
    "A": [[(60, 240), (140, 40), (220, 240)], [(95, 160), (185, 160)]],
    "W": [[(50, 40), (95, 240), (140, 80), (185, 240), (230, 40)]],
    "E": [[(200, 40), (80, 40), (80, 240), (200, 240)], [(80, 140), (180, 140)]],
    "M": [[(60, 240), (60, 40), (140, 160), (220, 40), (220, 240)]],
    "K": [[(80, 40), (80, 240)], [(200, 40), (80, 140), (200, 240)]],
    "T": [[(60, 50), (220, 50)], [(140, 50), (140, 240)]],
    "X": [[(60, 40), (220, 240)], [(220, 40), (60, 240)]],
    "hash": [[(x, 40), (x, 240)] for x in (100, 180)] + [[(40, y), (240, y)] for y in (100, 180)],
    "smiley": [ring(140, 140, 100), ring(105, 110, 6), ring(175, 110, 6), ring(140, 150, 50, 0.3, 2.8)],
    "scribble": [np.random.default_rng(7).uniform(40, 240, (25, 2))],
    "zigzag": [[(40 + 20 * i, 60 if i % 2 else 220) for i in range(11)]],
    "dot": [[(140, 140)]],
    "level line": [[(40, 140), (240, 140)]],
    "two rings": [ring(80, 140, 50), ring(200, 140, 50)],
    "star": [ring(140, 140, 100, 0, 4 * np.pi)[[0, 8, 16, 23, 31, 39]]],
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_digit_looks_like_none(name):
    assert not familiar(ODD[name])


@pytest.mark.parametrize("digit", STROKES)
def test_every_example_of_the_app_looks_like_a_digit(digit):
    assert looks_familiar(TWINS, "left", rasterize(example_drawing(digit, "left")))


def test_nearly_all_digits_of_people_who_taught_nothing_look_like_digits():
    hands = load_hands()
    passed = [looks_familiar(TWINS, "right", draw(list(hand.strokes))) for hand in hands]
    assert len(hands) - sum(passed) <= 5  # of 200: 2.5%


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("design", DESIGNS)
def test_all_twins_that_were_taught_digits_give_the_same_answer_on_both_sides(design, shared):
    twins = load_twins(design, shared)
    seven = rasterize(example_drawing("7", "left"))
    letter = draw([np.array(stroke, float) for stroke in ODD["A"]])
    for side in ("left", "right"):
        assert looks_familiar(twins, side, seven) is True
        assert looks_familiar(twins, side, letter) is False


def test_every_drawing_is_familiar_to_twins_that_were_taught_signs_but_none_is_not():
    twins = load_twins("cnn_contrastive", True, taught="signs")
    letter = draw([np.array(stroke, float) for stroke in ODD["A"]])
    assert looks_familiar(twins, "left", letter)
    for each in (twins, TWINS):
        assert not looks_familiar(each, "left", np.zeros((28, 28)))


@pytest.mark.parametrize(
    ("side", "picture", "message"),
    [
        ("top", np.zeros((28, 28)), "no side 'top'"),
        ("left", np.zeros((1, 28, 28)), r"\(28, 28\), not \(1, 28, 28\)"),
        ("left", np.full((28, 28), 255), "between 0"),
        ("right", np.full((28, 28), np.nan), "between 0"),
    ],
)
def test_what_is_not_a_picture_is_refused(side, picture, message):
    with pytest.raises(ValueError, match=message):
        looks_familiar(TWINS, side, picture)


def test_the_probability_is_that_of_any_digit_however_many_pictures_there_are(digits):
    detector, images = load_detector(), digits.images[:300]  # more than go through at once
    eleven = run_layers(DETECTOR, detector.weights, images[..., np.newaxis])
    naive = [sum(float(p) for kind, p in enumerate(each) if kind != NO_DIGIT) for each in eleven]
    np.testing.assert_allclose(detector.digit_probability(images), naive, atol=1e-5)
    assert detector.digit_probability(images[:0]).shape == (0,)


def test_it_names_the_digits_too(digits):
    eleven = run_layers(DETECTOR, load_detector().weights, digits.images[:1000, ..., np.newaxis])
    named = eleven[:, :NO_DIGIT].argmax(axis=1)
    assert (named == digits.digits[:1000]).mean() > 0.97


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda arrays: arrays.pop("dense/bias"), "another version"),
        (lambda arrays: arrays.update({"dense/bias": np.zeros(3, np.float16)}), "another version"),
        (lambda arrays: arrays["dense/bias"].__setitem__(0, np.nan), "not finite"),
    ],
)
def test_weights_that_do_not_fit_are_refused_with_the_command(tmp_path, change, message):
    arrays = {name: array.astype(np.float16) for name, array in load_detector().weights.items()}
    change(arrays)
    card, weights = detector_files(tmp_path)
    write_files({card: as_json(dict(load_detector().card)), weights: as_npz(arrays)})
    with pytest.raises(WeightsError, match=message) as error:
        load_detector(tmp_path)
    assert "python -m siamese_core.making familiar" in str(error.value)


def test_cut_weights_are_refused(tmp_path):
    for path in detector_files():
        (tmp_path / path.name).write_bytes(path.read_bytes()[:1000])
    (tmp_path / "SHA256SUMS").write_bytes((WEIGHTS / "SHA256SUMS").read_bytes())
    with pytest.raises(WeightsError, match="damaged"):
        load_detector(tmp_path)
