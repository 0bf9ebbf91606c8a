"""What twins make of the test digits, kept in files because it takes too long to compute while a page opens.

`python -m siamese_core.evaluation` computes it anew from the weights on disk, for all twins. It needs scikit-learn.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from siamese_core.cards import PAIRS as PAIR_COUNT
from siamese_core.cards import TEST_SEED, compare_pairs
from siamese_core.designs import DESIGNS, SHARINGS
from siamese_core.digits import UNREADABLE, load_test_digits
from siamese_core.pairs import Pairs, sample_pairs
from siamese_core.zoo import WEIGHTS, Twins, WeightsError, load_twins, twins_files

SHOWN_OF_A_CLASS = 200  # of the 10,000 test digits on the map
TSNE_SEED = 2008


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The test pairs and the map as one set of twins sees them. All arrays are read-only.

    Attributes:
        pairs: 100,000 balanced pairs of test digits; the same for all twins.
        distance: (100000,) float32.
        closeness: (100000,) float32, what decides, larger for more alike: the probability, or minus the distance.
        tsne_left, tsne_right: (2000, 2) float32, the digits of `shown_digits` on a t-SNE map, by the left and by the
            right branch; the same array where the branch is shared.
    """

    pairs: Pairs
    distance: np.ndarray
    closeness: np.ndarray
    tsne_left: np.ndarray
    tsne_right: np.ndarray


@lru_cache(maxsize=1)
def shown_digits() -> np.ndarray:
    """Which test digits stand on the map: (2000,) indices, the first 200 of every class, class by class."""
    digits = load_test_digits().digits
    return np.concatenate([np.flatnonzero(digits == digit)[:SHOWN_OF_A_CLASS] for digit in range(10)])


@lru_cache(maxsize=1)
def evaluation_pairs() -> Pairs:
    """The 100,000 balanced pairs of test digits on which all twins are measured."""
    return sample_pairs(load_test_digits().digits, PAIR_COUNT, np.random.default_rng(TEST_SEED))


@lru_cache(maxsize=2 * len(DESIGNS))
def load_evaluation(design: str, shared: bool, folder: Path = WEIGHTS) -> Evaluation:
    """Loads what the twins make of the test digits.

    Raises:
        ValueError: there is no such design.
        WeightsError: the twins or this file are missing or damaged, or the file was made with other weights.
    """
    twins = load_twins(design, shared, folder)
    path = _file(design, shared, folder)
    rebuild = "This command makes it anew: python -m siamese_core.evaluation"
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except UNREADABLE as error:
        raise WeightsError(f"{path} is missing or damaged. {rebuild}") from error
    if arrays.pop("weights_sha256", np.array("")).item() != twins.card["weights_sha256"]:
        raise WeightsError(f"{path} was made with other weights. {rebuild}")
    return _assemble(path, arrays, rebuild)


def _assemble(path: Path, arrays: dict[str, np.ndarray], rebuild: str) -> Evaluation:
    shown = (len(shown_digits()), 2)
    shapes = {"distance": (PAIR_COUNT,), "tsne_left": shown}
    optional = {"closeness": (PAIR_COUNT,), "tsne_right": shown}
    for name, shape in (shapes | optional).items():
        array = arrays.get(name)
        if array is None and name in optional:
            continue
        if array is None or array.shape != shape or not np.isfinite(array).all():
            raise WeightsError(f"The array {name!r} in {path} cannot be used. {rebuild}")
        array.setflags(write=False)
    distance, left = arrays["distance"], arrays["tsne_left"]
    return Evaluation(evaluation_pairs(), distance, arrays.get("closeness", -distance), left, arrays.get("tsne_right", left))


def evaluate(twins: Twins, folder: Path) -> None:
    """Compares the test pairs, lays out the maps, and writes both."""
    digits = load_test_digits()
    compared = compare_pairs(twins, digits)
    shown = digits.images[shown_digits()]
    arrays = {
        "weights_sha256": np.array(twins.card["weights_sha256"]),
        "distance": compared.distance,
        "tsne_left": lay_out(twins.embed_left(shown)),
    }
    if not twins.shared:
        arrays["tsne_right"] = lay_out(twins.embed_right(shown))
    if twins.design.metric_network:
        arrays["closeness"] = compared.closeness
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    _file(twins.design.name, twins.shared, folder).write_bytes(file.getvalue())


def lay_out(vectors: np.ndarray) -> np.ndarray:
    """Vectors (n, dim) -> their places (n, 2) float32 on a t-SNE map, from a fixed seed."""
    from sklearn.manifold import TSNE

    return TSNE(init="pca", random_state=TSNE_SEED).fit_transform(vectors).astype(np.float32)


def _file(design: str, shared: bool, folder: Path) -> Path:
    weights = twins_files(design, shared, folder)[1]
    return weights.with_name(f"{weights.stem}-test.npz")


def main() -> int:
    """Evaluates all twins. Returns the exit code."""
    for design in DESIGNS:
        for sharing in SHARINGS:
            print(f"{design}-{sharing}", flush=True)
            evaluate(load_twins(design, sharing == "shared"), WEIGHTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
