"""What several test files use: the bundled digits, and the trained twins that come with the package."""

import pytest

from siamese_core import DESIGNS, load_twins
from siamese_core.making.data import load_test_digits

ALL_SIX = [(design, shared) for design in DESIGNS for shared in (True, False)]


def _name(design_and_sharing):
    design, shared = design_and_sharing
    return f"{design}-{'shared' if shared else 'unshared'}"


@pytest.fixture(scope="session")
def digits():
    return load_test_digits()


@pytest.fixture(scope="session", params=ALL_SIX, ids=_name)
def twins(request):
    """Each of the six trained sets of twins in turn."""
    return load_twins(*request.param)


@pytest.fixture(scope="session", params=[(design, True) for design in DESIGNS], ids=_name)
def shared_twins(request):
    return load_twins(*request.param)


@pytest.fixture(scope="session", params=[(design, False) for design in DESIGNS], ids=_name)
def unshared_twins(request):
    return load_twins(*request.param)
