"""Choosing pen digits and placing them on a canvas."""

import json

import numpy as np
import pytest

from siamese_core.hands import PEN_DIGITS, load_hands
from siamese_core.making.__main__ import main
from siamese_core.making.data import TABLET_MINIMUM_INK
from siamese_core.making.hands import ink_in_common, on_canvas
from siamese_core.strokes import draw


def save_pen_digits(path, writers, of_a_class):
    """Scribbles of 5 to 40 points by each writer."""
    rng, text = np.random.default_rng(1), []
    for writer in writers:
        for digit in np.repeat(np.arange(10), of_a_class):
            points = rng.integers(500, size=(rng.integers(5, 40), 2))
            lines = "".join(f" {x} {y}\n" for x, y in points)
            text.append(
                f'.SEGMENT DIGIT 0 ? "{digit}"\n.COMMENT {digit} {writer} 0\n.PEN_DOWN\n{lines}.PEN_UP\n'
            )
    path.write_text("".join(text))
    return str(path)


def test_the_command_chooses_digits_by_all_held_out_writers_and_the_same_ones_every_time(tmp_path):
    pen = save_pen_digits(tmp_path / "pen.tra", range(1, 13), of_a_class=5)
    made = [tmp_path / name / PEN_DIGITS.name for name in ("first", "again")]
    for path in made:
        assert main(["hands", "--pen-digits", pen, "--data", str(path.parent)]) == 0
    assert made[0].read_bytes() == made[1].read_bytes()
    hands = load_hands(made[0])
    assert [hand.digit for hand in hands] == np.repeat(np.arange(10), 20).tolist()
    assert {hand.writer for hand in hands} == {
        2,
        4,
        6,
        8,
        10,
        12,
    }  # of 12 writers every second trains no twins
    assert len({hand.strokes[0].tobytes() for hand in hands}) == 200  # no digit twice


def test_writers_of_too_few_digits_are_refused(tmp_path, capsys):
    pen = save_pen_digits(tmp_path / "pen.tra", [1, 2, 3], of_a_class=9)
    assert main(["hands", "--pen-digits", pen, "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "Writer 2 wrote the digit 0 9 times; 10 are needed.\n"


def test_on_the_canvas_a_digit_looks_as_on_the_tablet():
    rng, differences = np.random.default_rng(2), []
    for _ in range(100):
        turns = np.cumsum(rng.normal(0, 0.3, 40))  # a line of 400 tablet units that bends as handwriting does
        written = np.round(np.cumsum(10 * np.stack([np.cos(turns), np.sin(turns)], axis=1), axis=0))
        tablet, canvas = draw([written], TABLET_MINIMUM_INK), draw(on_canvas((written,)))
        differences.append(np.abs(canvas - tablet).sum() / tablet.sum())
    assert np.mean(differences) < 0.02  # of the ink


@pytest.mark.parametrize("unit", [1, 7])
def test_a_digit_is_placed_in_the_middle_whatever_its_unit_and_place(unit):
    seven = np.array([[0.0, 0], [20, 0], [10, 40]])  # 20 by 40, so 100 by 200 on the canvas
    (placed,) = on_canvas((seven * unit + 300,))
    assert placed.tolist() == [[90, 40], [190, 40], [140, 240]]


def test_the_file_says_where_its_digits_are_from_and_what_was_changed(twins):
    card, pen = json.loads(PEN_DIGITS.read_bytes()), twins.card["data"]["pen"]
    assert (card["source"], card["file_sha256"]) == (pen["source"], pen["file_sha256"])
    assert "CC BY 4.0" in card["source"]
    assert "scaled" in card["changes"]


def test_ink_in_common():
    left, right = np.zeros((2, 28, 28))
    left[3, 3:7] = 0.5
    right[3, 5:9] = 1  # four pixels each, two of them in common: 2 * 0.5 / (sqrt(4 * 0.25) * sqrt(4)) = 0.5
    np.testing.assert_allclose(ink_in_common(np.stack([left, right])), [[1, 0.5], [0.5, 1]])
