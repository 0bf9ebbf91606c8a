"""MNIST, and digits written with a pen."""

import gzip

import numpy as np
import pytest

from siamese_core.digits import load_test_classes, load_test_pictures
from siamese_core.making.data import (
    Digits,
    draw_pen_digits,
    fingerprint,
    load_mnist,
    load_pen_digits,
    load_test_digits,
)

# The bundled test digits


def test_some_pictures_are_those_of_all_test_digits():
    which = np.array([3, 9_999, 3])
    np.testing.assert_array_equal(load_test_pictures(which), load_test_digits().images[which])


def test_there_are_10_000_test_digits_of_28_by_28_pixels(digits):
    assert len(digits) == 10_000
    assert digits.images.shape == (10_000, 28, 28)
    assert digits.images.dtype == np.float32
    assert (digits.images.min(), digits.images.max()) == (0, 1)
    assert digits.digits.dtype == np.int64


def test_there_are_as_many_of_each_class_as_in_mnist(digits):
    counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    np.testing.assert_array_equal(np.bincount(digits.digits), counts)


def test_ink_is_bright_and_the_corners_are_paper(digits):
    assert digits.images[:, 0, 0].max() == 0
    assert 0.1 < digits.images.mean() < 0.2  # MNIST: 0.13


def test_the_classes_are_loaded_once_and_read_only():
    assert load_test_classes() is load_test_classes()
    with pytest.raises(ValueError, match="read-only"):
        load_test_classes()[0] = 1


def test_some_digits_are_chosen_by_index(digits):
    chosen = digits[np.array([3, 1])]
    np.testing.assert_array_equal(chosen.digits, digits.digits[[3, 1]])
    np.testing.assert_array_equal(chosen.images, digits.images[[3, 1]])


# MNIST from a file


def small_mnist():
    """Two training digits and one test digit, named and stored as Keras does."""
    return {
        "x_train": np.full((2, 28, 28), 51, np.uint8),
        "y_train": np.array([4, 9], np.uint8),
        "x_test": np.full((1, 28, 28), 255, np.uint8),
        "y_test": np.array([7], np.uint8),
    }


def test_mnist_is_read_from_a_file(tmp_path):
    np.savez(tmp_path / "mnist.npz", **small_mnist())
    train, test = load_mnist(tmp_path / "mnist.npz")
    np.testing.assert_array_equal(train.images, np.full((2, 28, 28), np.float32(0.2)))  # 51 / 255
    np.testing.assert_array_equal(train.digits, [4, 9])
    np.testing.assert_array_equal(test.images, np.ones((1, 28, 28)))
    np.testing.assert_array_equal(test.digits, [7])


def test_a_file_without_mnists_arrays_is_refused(tmp_path):
    arrays = small_mnist()
    del arrays["y_train"], arrays["x_test"]
    np.savez(tmp_path / "half.npz", **arrays)
    with pytest.raises(
        ValueError,
        match=r"half\.npz is not MNIST as Keras stores it: an \.npz with x_train, y_train, x_test, y_test",
    ):
        load_mnist(tmp_path / "half.npz")


def cut_short(path):
    np.savez(path, **small_mnist())
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    "write",
    [
        cut_short,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("<html>404 Not Found</html>"),
        lambda path: path.write_bytes(gzip.compress(b"mnist")),
    ],
    ids=["cut short", "empty", "an error page", "another archive"],
)
def test_a_file_that_is_no_npz_is_refused_by_name(tmp_path, write):
    write(tmp_path / "mnist.npz")
    with pytest.raises(ValueError, match=r"mnist\.npz"):
        load_mnist(tmp_path / "mnist.npz")


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


def assert_is_what_the_text_says(pen_digits):
    four, one = pen_digits  # the 8 has no points
    assert (four.digit, four.writer) == (4, 12)
    assert (one.digit, one.writer) == (1, 30)
    assert [stroke.tolist() for stroke in four.strokes] == [
        [[10, -300], [20, -250], [60, -250]],  # on the tablet y points up, in pictures down
        [[50, -310], [50, -200]],
    ]
    assert [stroke.tolist() for stroke in one.strokes] == [[[5, 5], [7, -90]]]


def test_pen_digits_are_read_with_their_writers_and_without_those_that_have_no_points(tmp_path):
    (tmp_path / "pen.tra").write_text(PEN_TEXT)
    assert_is_what_the_text_says(load_pen_digits(tmp_path / "pen.tra"))


def test_pen_digits_may_be_compressed(tmp_path):
    (tmp_path / "pen.tra.gz").write_bytes(gzip.compress(PEN_TEXT.encode()))
    assert_is_what_the_text_says(load_pen_digits(tmp_path / "pen.tra.gz"))


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


def test_a_compressed_file_that_is_not_compressed_is_refused_by_name(tmp_path):
    (tmp_path / "pen.tra.gz").write_text(PEN_TEXT)
    with pytest.raises(ValueError, match=r"pen\.tra\.gz"):
        load_pen_digits(tmp_path / "pen.tra.gz")


def test_pen_digits_are_drawn_upright(tmp_path):
    (tmp_path / "pen.tra").write_text(
        '.SEGMENT DIGIT 0 ? "7"\n.PEN_DOWN\n 0 400\n 200 400\n 200 0\n.PEN_UP\n'
    )
    drawn = draw_pen_digits(load_pen_digits(tmp_path / "pen.tra"))
    np.testing.assert_array_equal(drawn.digits, [7])
    picture = drawn.images[0]
    rows_with_ink = np.flatnonzero(picture.any(axis=1))
    top, bottom = picture[rows_with_ink[2]], picture[rows_with_ink[-3]]
    assert (
        top.sum() > 2 * bottom.sum()
    )  # the bar is at the top; at the bottom there is only the width of the pen, 2.5


# The fingerprint


def test_a_fingerprint_stays_the_same_for_the_same_digits(digits):
    first_hundred = digits[:100]
    again = Digits(first_hundred.images.copy(), first_hundred.digits.copy())
    assert fingerprint(again) == fingerprint(first_hundred)
    assert len(fingerprint(again)) == 64  # SHA-256 in hexadecimal


def test_a_fingerprint_changes_with_a_pixel_a_digit_and_the_order(digits):
    first_hundred = digits[:100]
    pixel_changed = Digits(first_hundred.images.copy(), first_hundred.digits)
    pixel_changed.images[50, 14, 14] = 1 - pixel_changed.images[50, 14, 14]
    digit_changed = Digits(first_hundred.images, first_hundred.digits.copy())
    digit_changed.digits[50] = (digit_changed.digits[50] + 1) % 10
    variants = [first_hundred, pixel_changed, digit_changed, digits[99::-1], digits[:99]]
    assert len({fingerprint(variant) for variant in variants}) == 5
