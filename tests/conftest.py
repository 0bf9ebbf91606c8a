"""For all tests: the test digits, and the trained twins that come with the package."""

import gc
from itertools import product

import pytest

from siamese_core import DESIGNS, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.making.data import load_test_digits


def pytest_collection_finish() -> None:
    """TensorFlow has 400,000 objects, and Streamlit collects garbage after every page it runs. So what is
    there once all tests are collected is left out of the collection.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def digits():
    return load_test_digits()


def twins_of(*sharings):
    """A fixture: the twins of every design in turn."""

    @pytest.fixture(scope="session", params=product(DESIGNS, sharings), ids="-".join)
    def trained(request):
        design, sharing = request.param
        return load_twins(design, sharing == "shared")

    return trained


twins, shared_twins, unshared_twins = twins_of(*SHARINGS), twins_of("shared"), twins_of("unshared")
