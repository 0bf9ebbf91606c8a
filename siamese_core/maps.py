"""What twins make of the test digits, kept in files because it takes too long to compute while a page opens.

`python -m siamese_core.making evaluate` computes the files anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from siamese_core.digits import as_ink, load_test_classes, load_test_pixels
from siamese_core.files import MAKING, PACKAGE, WeightsError, read_arrays
from siamese_core.forward import euclidean_distance
from siamese_core.pairs import PAIR_COUNT, TEST_SEED, Pairs, sample_pairs
from siamese_core.projection import Pca, fit_pca
from siamese_core.remembering import Memory, remembered
from siamese_core.twins import Twins
from siamese_core.verification import RankedPairs, rank_pairs

SHOWN_OF_A_CLASS = 200  # of the 10,000 test digits on the map
NEIGHBOURS = 10
EVALUATIONS = PACKAGE / "evaluations"
PIXELS_FILE = "pixels.npz"
REMEDY = f"This command makes it anew: {MAKING} evaluate"
FAMILIAR = 0.99  # share of test digits that are to count as familiar


@dataclass(frozen=True, eq=False)
class Map:
    """The 10,000 test digits as one branch sees them. All arrays are read-only.

    Many coordinates of an embedding are 0 for all of them, as relu makes it; these are left out, for memory
    and time.

    Attributes:
        dim: length of an embedding.
        coordinates: (used,) which coordinates are not left out.
        embeddings: (10000, used) float32.
        tsne: (2000, 2) float32, the places of `shown_digits` on a t-SNE map.
        familiar: how far the ten nearest test digits may be on average for a digit to look like one: 99% of
            the test digits are nearer to their own ten nearest.
        memory: what was computed of this map.
    """

    dim: int
    coordinates: np.ndarray
    embeddings: np.ndarray
    tsne: np.ndarray
    familiar: float
    memory: Memory = field(default_factory=Memory, init=False, repr=False)

    @classmethod
    def of(cls, embeddings: np.ndarray, tsne: np.ndarray, familiar: float) -> Map:
        """A map of whole embeddings (10000, dim), as numbers or as pixels from 0 to 255."""
        coordinates = np.flatnonzero(embeddings.any(axis=0))
        used = embeddings[:, coordinates]
        used = as_ink(used) if used.dtype == np.uint8 else used.astype(np.float32)
        for array in (coordinates, used, tsne):
            array.setflags(write=False)
        return cls(embeddings.shape[1], coordinates, used, tsne, familiar)

    def embedding(self, index: int) -> np.ndarray:
        """The whole embedding (dim,) of a test digit."""
        whole = np.zeros(self.dim, np.float32)
        whole[self.coordinates] = self.embeddings[index]
        return whole

    def used(self, embedding: np.ndarray) -> np.ndarray:
        """An embedding (dim,) without the coordinates that are left out."""
        return embedding[self.coordinates]

    def farness(self, used: np.ndarray) -> np.ndarray:
        """How far each test digit is from an embedding (used,): (10000,), squared, less what all share.

        It copies no embeddings: a class that asks at once would make forty copies.
        """
        return squared_lengths(self) - 2 * (self.embeddings @ used)

    def nearest(self, embedding: np.ndarray, count: int = NEIGHBOURS) -> tuple[np.ndarray, np.ndarray]:
        """The test digits nearest to an embedding (dim,).

        Returns:
            Their indices (count,), nearest first, and their distances (count,).
        """
        used = self.used(embedding)
        candidates = np.argpartition(self.farness(used), count - 1)[:count]
        left_out = np.delete(embedding, self.coordinates)  # by these, all are farther away
        distances = np.hypot(euclidean_distance(self.embeddings[candidates], used), np.linalg.norm(left_out))
        order = np.argsort(distances, kind="stable")
        return candidates[order], distances[order]


@remembered()
def squared_lengths(known: Map) -> np.ndarray:
    """Of the embeddings on a map: (10000,) float32."""
    return np.einsum("ij,ij->i", known.embeddings, known.embeddings)  # three times as fast as square and sum


@remembered()
def principal_axes(known: Map) -> Pca:
    """The three principal axes of the `shown_digits` on a map."""
    return fit_pca(known.embeddings[shown_digits()])


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The test pairs and the maps as one set of twins sees them. All arrays are read-only.

    Attributes:
        pairs: 100,000 balanced pairs of test digits; the same for all twins.
        distance: (100000,) float32.
        closeness: (100000,) float32, what decides, larger for more alike: the probability, or minus the
            distance.
        left, right: the map of either branch; the same one where the branch is shared.
    """

    pairs: Pairs
    distance: np.ndarray
    closeness: np.ndarray
    left: Map
    right: Map


@remembered()
def shown_digits() -> np.ndarray:
    """Which test digits stand on the map: (2000,) indices, the first 200 of every class, class by class."""
    digits = load_test_classes()
    shown = np.concatenate([np.flatnonzero(digits == digit)[:SHOWN_OF_A_CLASS] for digit in range(10)])
    shown.setflags(write=False)
    return shown


@remembered()
def evaluation_pairs() -> Pairs:
    """The 100,000 balanced pairs of test digits on which all twins are measured. Read-only."""
    pairs = sample_pairs(load_test_classes(), PAIR_COUNT, np.random.default_rng(TEST_SEED))
    for array in (pairs.left, pairs.right, pairs.same):
        array.setflags(write=False)
    return pairs


def load_pixel_map(folder: Path = EVALUATIONS) -> Map:
    """The test digits without any network: the 784 pixels are the embedding. Raises as `files.read_checked`
    does.
    """
    return _load_pixel_map(folder)


@remembered()
def _load_pixel_map(folder: Path) -> Map:
    arrays = read_arrays(folder / PIXELS_FILE, REMEDY)
    pixels = load_test_pixels().reshape(len(load_test_classes()), -1)
    return Map.of(pixels, arrays["tsne"], float(arrays["familiar"]))


def load_evaluation(twins: Twins, folder: Path = EVALUATIONS) -> Evaluation:
    """Loads what trained twins make of the test digits.

    Raises:
        WeightsError: the file is missing or damaged, or was made with other weights.
        ValueError: these twins come from no file, so nothing was evaluated.
    """
    if twins.file is None:
        raise ValueError("Only twins that were loaded from a file have been evaluated.")
    return _load_evaluation(twins, folder / twins.file.name)


@remembered()
def _load_evaluation(twins: Twins, path: Path) -> Evaluation:
    arrays = read_arrays(path, REMEDY)
    if arrays["weights_sha256"].item() != twins.card["weights_sha256"]:
        raise WeightsError(f"{path} was made with other weights. {REMEDY}")
    distance = arrays["distance"]
    closeness = arrays.get("closeness", -distance)
    for array in (distance, closeness):
        array.setflags(write=False)
    maps = []
    for side in ("left",) if twins.shared else ("left", "right"):
        embeddings, tsne, familiar = (
            arrays.pop(f"{side}_{name}") for name in ("embeddings", "tsne", "familiar")
        )
        maps.append(Map.of(embeddings, tsne, float(familiar)))
        del embeddings  # 10 MB, before those of the other branch are unfolded
    return Evaluation(evaluation_pairs(), distance, closeness, maps[0], maps[-1])


@remembered()
def ranked_test_pairs(twins: Twins) -> RankedPairs:
    """The test pairs in the order of their closeness. Raises as `load_evaluation` does."""
    return rank_pairs(evaluation_pairs().same, load_evaluation(twins).closeness)
