"""A small world to train in: some hundreds of test digits in place of MNIST."""

import numpy as np
import pytest

from siamese_core.making import data, measure


@pytest.fixture(scope="module")
def small_world(digits, tmp_path_factory):
    """A file, as Keras stores MNIST, of 600 training digits, of which 200 are held back, and 300 test digits.
    Meanwhile, results and histories are those of 2,000 pairs, and of 50 drawings that are no digits.
    """
    path, arrays = tmp_path_factory.mktemp("mnist") / "mnist.npz", {}
    for name, part in (("train", digits[:600]), ("test", digits[600:900])):
        arrays[f"x_{name}"] = np.round(part.images * 255).astype(np.uint8)
        arrays[f"y_{name}"] = part.digits.astype(np.uint8)
    np.savez(path, **arrays)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "HELD_BACK", 200)
        patch.setattr(measure, "PAIR_COUNT", 2000)
        patch.setattr("siamese_core.making.history.PAIRS", 2000)
        patch.setattr("siamese_core.making.mistaken.TEST_DRAWINGS", 50)
        yield path
