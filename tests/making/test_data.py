"""Reading MNIST and digits written with a pen, and splitting them."""

import gzip

import numpy as np
import pytest

from siamese_core.making import data as making_data
from siamese_core.making.data import (
    Digits,
    draw_pen_digits,
    fingerprint,
    load_data,
    load_mnist,
    load_pen_digits,
)

# MNIST from a file

SMALL_MNIST = {  # two training digits and one test digit, named and stored as Keras does
    "x_train": np.full((2, 28, 28), 51, np.uint8),
    "y_train": np.array([4, 9], np.uint8),
    "x_test": np.full((1, 28, 28), 255, np.uint8),
    "y_test": np.array([7], np.uint8),
}


def test_mnist_is_read_from_a_file(tmp_path):
    np.savez(tmp_path / "mnist.npz", **SMALL_MNIST)
    train, test = load_mnist(tmp_path / "mnist.npz")
    np.testing.assert_array_equal(train.images, np.full((2, 28, 28), np.float32(0.2)))  # 51 / 255
    np.testing.assert_array_equal(test.images, np.ones((1, 28, 28)))
    assert (train.digits.tolist(), test.digits.tolist()) == ([4, 9], [7])


def cut_short(path):
    np.savez(path, **SMALL_MNIST)
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    "write",
    [
        lambda path: np.savez(path, x_train=SMALL_MNIST["x_train"], y_test=SMALL_MNIST["y_test"]),
        cut_short,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("<html>404 Not Found</html>"),
        lambda path: path.write_bytes(gzip.compress(b"mnist")),
    ],
    ids=["without two arrays", "cut short", "empty", "an error page", "another archive"],
)
def test_a_file_that_is_not_mnist_is_refused_by_name(tmp_path, write):
    write(tmp_path / "cats.npz")
    words = r"cats\.npz is not MNIST as Keras stores it: an \.npz with x_train, y_train, x_test, y_test"
    with pytest.raises(ValueError, match=words):
        load_mnist(tmp_path / "cats.npz")


# Pen strokes

PEN_TEXT = """\
.INCLUDE        dene.doc

.LEXICON "0" "1" "2" "3" "4" "5" "6" "7" "8" "9"
.HIERARCHY      DIGIT

.SEGMENT DIGIT    0 ? "4"
.COMMENT 4 12  224
.PEN_DOWN
 10  300
 20  250
 60  250
.PEN_UP
.DT 100
.PEN_DOWN
 50  310
 50  200
.PEN_UP
.DT 100

.SEGMENT DIGIT    1 ? "8"
.COMMENT 8 12  225
.PEN_DOWN
.PEN_UP

.SEGMENT DIGIT    2 ? "1"
.COMMENT 1 30  226
.PEN_DOWN
 5  -5
 7  90
.PEN_UP
"""


@pytest.mark.parametrize("name", ["pen.tra", "pen.tra.gz"])
def test_pen_digits_are_read_with_their_writers_and_without_those_that_have_no_points(tmp_path, name):
    content = PEN_TEXT.encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    four, one = load_pen_digits(tmp_path / name)  # the 8 has no points
    assert [(pen.digit, pen.writer) for pen in (four, one)] == [(4, 12), (1, 30)]
    assert [stroke.tolist() for stroke in four.strokes] == [
        [[10, -300], [20, -250], [60, -250]],  # on the tablet y points up, in pictures down
        [[50, -310], [50, -200]],
    ]
    assert [stroke.tolist() for stroke in one.strokes] == [[[5, 5], [7, -90]]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "digits,10\n4,9\n",
        '.SEGMENT DIGIT 0 ? "4"\n.PEN_DOWN\n.PEN_UP\n',
        ".PEN_DOWN\n 1 2\n 3 4\n.PEN_UP\n",
    ],
)
def test_a_file_without_pen_digits_is_refused_by_name(tmp_path, text):
    (tmp_path / "notes.txt").write_text(text)
    with pytest.raises(ValueError, match=r"notes\.txt holds no digits in UNIPEN text"):
        load_pen_digits(tmp_path / "notes.txt")


@pytest.mark.parametrize("content", [PEN_TEXT.encode(), gzip.compress(PEN_TEXT.encode())[:-30]])
def test_a_file_that_cannot_be_unpacked_is_refused_by_name(tmp_path, content):
    (tmp_path / "pen.tra.gz").write_bytes(content)
    with pytest.raises(ValueError, match=r"pen\.tra\.gz cannot be unpacked"):
        load_pen_digits(tmp_path / "pen.tra.gz")


def test_pen_digits_are_drawn_upright(tmp_path):
    seven = '.SEGMENT DIGIT 0 ? "7"\n.PEN_DOWN\n 0 400\n 200 400\n 200 0\n.PEN_UP\n'
    (tmp_path / "pen.tra").write_text(seven)
    drawn = draw_pen_digits(load_pen_digits(tmp_path / "pen.tra"))
    assert drawn.digits.tolist() == [7]
    rows_with_ink = np.flatnonzero(drawn.images[0].any(axis=1))
    top, bottom = drawn.images[0, rows_with_ink[2]], drawn.images[0, rows_with_ink[-3]]
    assert top.sum() > 2 * bottom.sum()  # the bar is at the top; at the bottom is only the pen's width, 2.5


# Splitting the digits


def pictures_in(*parts):
    """How many pictures these sets of digits have, each counted once."""
    return len({image.tobytes() for part in parts for image in part.images})


def test_no_digit_is_in_two_of_training_validation_and_test(small_world):
    data, again = load_data(small_world, None), load_data(small_world, None)
    parts = data.training, data.validation["mnist"], data.test["mnist"]
    assert [len(part) for part in parts] == [400, 200, 300]
    assert pictures_in(*parts) == 900
    assert data.sources["mnist"]["training_digits"] == 400
    assert data.sources["pen"] is None
    assert fingerprint(data.training) == fingerprint(again.training)  # every loading splits alike


def test_a_file_with_no_more_digits_than_are_held_back_is_refused(small_world, monkeypatch):
    monkeypatch.setattr(making_data, "HELD_BACK", 600)
    with pytest.raises(ValueError, match="600 training digits are held back; 600 are too few"):
        load_data(small_world, None)


def save_pen_digits(path, writers):
    """One digit a writer: a line as long as the writer's number says, so that it is no other writer's."""
    digit = '.SEGMENT DIGIT {i} ? "{i}"\n.COMMENT {i} {writer} 0\n.PEN_DOWN\n 0 0\n {x} 300\n.PEN_UP\n'
    path.write_text("".join(digit.format(i=writer % 10, writer=writer, x=writer * 9) for writer in writers))
    return path


def test_of_30_pen_writers_every_fifth_calibrates_or_is_measured(small_world, tmp_path):
    data = load_data(small_world, save_pen_digits(tmp_path / "pen.tra", range(1, 31)))
    calibrating, measured = data.validation["pen"], data.test["pen"]
    assert data.sources["pen"]["validation_writers"] == calibrating.writers.tolist() == [5, 15, 25]
    assert data.sources["pen"]["test_writers"] == measured.writers.tolist() == [10, 20, 30]


@pytest.mark.parametrize("writers", [3, 4, 5, 6, 11, 30])
def test_no_pen_writer_is_in_two_of_training_validation_and_test(small_world, tmp_path, writers):
    data = load_data(small_world, save_pen_digits(tmp_path / "pen.tra", range(1, writers + 1)))
    calibrating, measured = data.validation["pen"], data.test["pen"]
    assert min(len(calibrating), len(measured)) >= 1
    trained_on = writers - len(calibrating) - len(measured)
    assert len(data.training) == 400 + 3 * trained_on > 400  # each of theirs is written three times,
    assert pictures_in(data.training, calibrating, measured) == 400 + writers + 2 * trained_on  # differently


def test_a_hand_varies_pen_digits_that_train_and_no_others(small_world, tmp_path):
    pen = save_pen_digits(tmp_path / "pen.tra", range(1, 31))
    data, again, as_written = load_data(small_world, pen), load_data(small_world, pen), load_pen_digits(pen)
    assert fingerprint(data.training) == fingerprint(again.training)  # it always varies alike
    for part, writers in ((data.validation["pen"], (5, 15, 25)), (data.test["pen"], (10, 20, 30))):
        drawn = draw_pen_digits([digit for digit in as_written if digit.writer in writers])
        assert fingerprint(part) == fingerprint(drawn)
    written, varied = draw_pen_digits(as_written[:1]), data.training[400::24]  # one digit, three times
    assert varied.digits.tolist() == 3 * written.digits.tolist()
    changes = [np.abs(image - written.images[0]).mean() for image in varied.images]
    assert 0.001 < min(changes) < max(changes) < 0.1
    assert fingerprint(data.mnist_training) == fingerprint(load_data(small_world, None).training)


def test_two_pen_writers_cannot_be_split(small_world, tmp_path):
    with pytest.raises(ValueError, match="at least three writers"):
        load_data(small_world, save_pen_digits(tmp_path / "pen.tra", [1, 2]))


def test_a_fingerprint_changes_with_a_pixel_a_digit_the_order_and_the_number(digits):
    hundred = digits[:100]
    pixel_changed, digit_changed = (Digits(hundred.images.copy(), hundred.digits.copy()) for _ in range(2))
    assert fingerprint(pixel_changed) == fingerprint(hundred)
    pixel_changed.images[50, 14, 14] = 1 - pixel_changed.images[50, 14, 14]
    digit_changed.digits[50] += 1
    variants = [hundred, pixel_changed, digit_changed, digits[99::-1], digits[:99]]
    assert len({fingerprint(variant) for variant in variants}) == 5
