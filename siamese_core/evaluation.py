"""What twins make of the test digits, kept in files because it takes too long to compute while a page opens.

`python -m siamese_core.evaluation` computes it anew from the weights on disk, for all twins. It needs scikit-learn.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from siamese_core.cards import PAIRS as PAIR_COUNT
from siamese_core.cards import TEST_SEED, compare_pairs
from siamese_core.designs import DESIGNS, SHARINGS
from siamese_core.digits import UNREADABLE, load_test_classes, load_test_digits, load_test_pictures
from siamese_core.forward import euclidean_distance
from siamese_core.pairs import Pairs, sample_pairs
from siamese_core.zoo import Twins, WeightsError, load_twins, one_at_a_time, twins_files

SHOWN_OF_A_CLASS = 200  # of the 10,000 test digits on the map
NEIGHBOURS = 10
EVALUATIONS = Path(__file__).parent / "evaluations"
REBUILD = "This command makes it anew: python -m siamese_core.evaluation"
FAMILIAR = 0.99  # share of digits that are to count as familiar
TSNE_SEED = 2008


@dataclass(frozen=True, eq=False)
class Map:
    """The 10,000 test digits as one branch sees them.

    Many coordinates of an embedding are 0 for all of them, as relu makes it; these are left out, for memory and time.

    Attributes:
        dim: length of an embedding.
        coordinates: (used,) which coordinates are not left out.
        embeddings: (10000, used) float32.
        tsne: (2000, 2) float32, the places of `shown_digits` on a t-SNE map.
        familiar: how far the ten nearest test digits may be on average for a digit to look like one: 99% of the test
            digits are nearer to their own ten nearest.
    """

    dim: int
    coordinates: np.ndarray
    embeddings: np.ndarray
    tsne: np.ndarray
    familiar: float

    @classmethod
    def of(cls, embeddings: np.ndarray, tsne: np.ndarray, familiar: float) -> Map:
        """A map of whole embeddings (10000, dim)."""
        coordinates = np.flatnonzero(embeddings.any(axis=0))
        used = embeddings[:, coordinates].astype(np.float32)
        used.setflags(write=False)
        return cls(embeddings.shape[1], coordinates, used, tsne, familiar)

    def embedding(self, index: int) -> np.ndarray:
        """The whole embedding (dim,) of a test digit."""
        whole = np.zeros(self.dim, np.float32)
        whole[self.coordinates] = self.embeddings[index]
        return whole

    def used(self, embedding: np.ndarray) -> np.ndarray:
        """An embedding (dim,) without the coordinates that are left out."""
        return embedding[self.coordinates]

    @cached_property
    def squared_lengths(self) -> np.ndarray:
        """(10000,) float32, of the embeddings."""
        return np.einsum("ij,ij->i", self.embeddings, self.embeddings)  # three times as fast as square and sum

    def nearest(self, embedding: np.ndarray, count: int = NEIGHBOURS) -> tuple[np.ndarray, np.ndarray]:
        """The test digits nearest to an embedding (dim,).

        Returns:
            Their indices (count,), nearest first, and their distances (count,).
        """
        used = self.used(embedding)
        squared = self.squared_lengths - 2 * (self.embeddings @ used)  # but for a number that is the same for all
        candidates = np.argpartition(squared, count - 1)[:count]
        left_out = np.delete(embedding, self.coordinates)  # by these, all are farther away
        distances = np.hypot(euclidean_distance(self.embeddings[candidates], used), np.linalg.norm(left_out))
        order = np.argsort(distances, kind="stable")
        return candidates[order], distances[order]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The test pairs and the map as one set of twins sees them. All arrays are read-only.

    Attributes:
        pairs: 100,000 balanced pairs of test digits; the same for all twins.
        distance: (100000,) float32.
        closeness: (100000,) float32, what decides, larger for more alike: the probability, or minus the distance.
        left, right: the map of either branch; the same one where the branch is shared.
    """

    pairs: Pairs
    distance: np.ndarray
    closeness: np.ndarray
    left: Map
    right: Map


@lru_cache(maxsize=1)
def shown_digits() -> np.ndarray:
    """Which test digits stand on the map: (2000,) indices, the first 200 of every class, class by class."""
    digits = load_test_classes()
    return np.concatenate([np.flatnonzero(digits == digit)[:SHOWN_OF_A_CLASS] for digit in range(10)])


@lru_cache(maxsize=1)
def evaluation_pairs() -> Pairs:
    """The 100,000 balanced pairs of test digits on which all twins are measured."""
    return sample_pairs(load_test_classes(), PAIR_COUNT, np.random.default_rng(TEST_SEED))


@lru_cache(maxsize=1)
def load_pixel_map(folder: Path = EVALUATIONS) -> Map:
    """The test digits without any network: the 784 pixels are the embedding. Raises as `load_evaluation` does."""
    path = folder / "pixels.npz"
    pixels = load_test_pictures(slice(None)).reshape(len(load_test_classes()), -1)
    try:
        with np.load(path, allow_pickle=False) as file:
            return Map.of(pixels, file["tsne"], float(file["familiar"]))
    except (KeyError, *UNREADABLE) as error:
        raise WeightsError(f"{path} is missing or damaged. {REBUILD}") from error


@one_at_a_time
@lru_cache(maxsize=len(DESIGNS) * len(SHARINGS))
def load_evaluation(design: str, shared: bool, folder: Path = EVALUATIONS) -> Evaluation:
    """Loads what the twins make of the test digits.

    Raises:
        ValueError: there is no such design.
        WeightsError: the twins or this file are missing or damaged, or the file was made with other weights.
    """
    twins = load_twins(design, shared)
    path = _file(design, shared, folder)
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except UNREADABLE as error:
        raise WeightsError(f"{path} is missing or damaged. {REBUILD}") from error
    if arrays.pop("weights_sha256", np.array("")).item() != twins.card["weights_sha256"]:
        raise WeightsError(f"{path} was made with other weights. {REBUILD}")
    return _assemble(path, arrays, twins)


def _assemble(path: Path, arrays: dict[str, np.ndarray], twins: Twins) -> Evaluation:
    digits, shown = len(load_test_classes()), len(shown_digits())
    shapes: dict[str, tuple[int, ...]] = {"distance": (PAIR_COUNT,)}
    for side in ("left",) if twins.shared else ("left", "right"):
        shapes |= {f"{side}_embeddings": (digits, twins.design.dim), f"{side}_tsne": (shown, 2), f"{side}_familiar": ()}
    if twins.design.metric_network:
        shapes["closeness"] = (PAIR_COUNT,)
    for name, shape in shapes.items():
        if name not in arrays or arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            raise WeightsError(f"The array {name!r} in {path} cannot be used. {REBUILD}")
        if not name.endswith("_embeddings"):  # as those of both branches may be most of the memory
            arrays[name] = arrays[name].astype(np.float32)
            arrays[name].setflags(write=False)
    maps = [
        Map.of(arrays[f"{side}_embeddings"], arrays[f"{side}_tsne"], float(arrays[f"{side}_familiar"]))
        for side in ("left", "right")
        if f"{side}_tsne" in shapes
    ]
    distance = arrays["distance"]
    return Evaluation(evaluation_pairs(), distance, arrays.get("closeness", -distance), maps[0], maps[-1])


def evaluate(twins: Twins, folder: Path) -> None:
    """Compares the test pairs, lays out the maps, and writes both."""
    compared = compare_pairs(twins, load_test_digits())
    arrays = {"weights_sha256": np.array(twins.card["weights_sha256"]), "distance": compared.distance}
    if twins.design.metric_network:
        arrays["closeness"] = compared.closeness
    branches = {"left": twins.embed_left, "right": twins.embed_right}
    for side in ("left",) if twins.shared else ("left", "right"):
        embeddings = branches[side](load_test_digits().images)
        arrays[f"{side}_embeddings"] = embeddings.astype(np.float16)
        arrays[f"{side}_tsne"] = lay_out(embeddings[shown_digits()])
        arrays[f"{side}_familiar"] = np.quantile(neighbour_distances(embeddings), FAMILIAR)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    _file(twins.design.name, twins.shared, folder).write_bytes(file.getvalue())


def neighbour_distances(embeddings: np.ndarray) -> np.ndarray:
    """Embeddings (n, dim) -> for each its mean distance (n,) to its ten nearest others."""
    means = []
    for first in range(0, len(embeddings), 500):
        block = embeddings[first : first + 500]
        squared = np.square(block).sum(axis=1)[:, np.newaxis] + np.square(embeddings).sum(axis=1) - 2 * (block @ embeddings.T)
        squared[np.arange(len(block)), np.arange(first, first + len(block))] = np.inf  # not its own neighbour
        means.append(np.sqrt(np.maximum(np.partition(squared, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS], 0)).mean(axis=1))
    return np.concatenate(means)


def lay_out(vectors: np.ndarray) -> np.ndarray:
    """Vectors (n, dim) -> their places (n, 2) float32 on a t-SNE map, from a fixed seed."""
    from sklearn.manifold import TSNE

    return TSNE(init="pca", random_state=TSNE_SEED).fit_transform(vectors).astype(np.float32)


def _file(design: str, shared: bool, folder: Path) -> Path:
    return folder / twins_files(design, shared)[1].name


def main() -> int:
    """Evaluates all twins. Returns the exit code."""
    pixels = load_test_digits().images.reshape(len(load_test_digits()), -1)
    familiar = np.quantile(neighbour_distances(pixels), FAMILIAR)
    np.savez_compressed(EVALUATIONS / "pixels.npz", allow_pickle=False, tsne=lay_out(pixels[shown_digits()]), familiar=familiar)
    for design in DESIGNS:
        for sharing in SHARINGS:
            print(f"{design}-{sharing}", flush=True)
            evaluate(load_twins(design, sharing == "shared"), EVALUATIONS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
