"""The test digits of MNIST that come with the package."""

import numpy as np

from siamese_core.digits import load_test_classes, load_test_pictures, load_test_pixels


def test_there_are_10_000_test_digits_with_bright_ink(digits):
    assert digits.images.shape == (10_000, 28, 28)
    assert digits.images.dtype == np.float32
    assert (digits.images.min(), digits.images.max()) == (0, 1)
    assert digits.images[:, 0, 0].max() == 0  # the corner is paper
    assert 0.1 < digits.images.mean() < 0.2  # MNIST: 0.13


def test_there_are_as_many_of_each_class_as_in_mnist():
    counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    np.testing.assert_array_equal(np.bincount(load_test_classes()), counts)


def test_some_pictures_are_those_of_all_test_digits(digits):
    which = np.array([3, 9_999, 3])
    np.testing.assert_array_equal(load_test_pictures(which), digits.images[which])


def test_pixels_and_classes_are_loaded_once_and_read_only():
    for load in (load_test_pixels, load_test_classes):
        assert load() is load()
        assert not load().flags.writeable
