"""Computes what twins make of the test digits, for `siamese_core.maps`. Needs scikit-learn."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from siamese_core.digits import load_test_classes, load_test_pictures
from siamese_core.making.data import load_test_digits
from siamese_core.making.measure import compare_pairs
from siamese_core.making.write import as_npz, write_files
from siamese_core.maps import EVALUATIONS, FAMILIAR, NEIGHBOURS, PIXELS_FILE, shown_digits
from siamese_core.twins import Twins

TSNE_SEED = 2008


def evaluate_pixels(folder: Path = EVALUATIONS) -> None:
    """Lays out the map that needs no network, and writes it."""
    pixels = load_test_pictures(slice(None)).reshape(len(load_test_classes()), -1)
    write_files({folder / PIXELS_FILE: as_npz(laid_out("", pixels))})


def evaluate(twins: Twins, folder: Path = EVALUATIONS) -> None:
    """Compares the test pairs, lays out the maps, and writes both.

    Raises:
        ValueError: the twins come from no file.
    """
    if twins.file is None:
        raise ValueError("Only twins that were loaded from a file can be evaluated.")
    digits = load_test_digits()
    compared = compare_pairs(twins, digits)
    arrays = {"weights_sha256": np.array(twins.card["weights_sha256"]), "distance": compared.distance}
    if twins.design.metric_network:
        arrays["closeness"] = compared.closeness
    branches = {"left": twins.embed_left, "right": twins.embed_right}
    for side in ("left",) if twins.shared else ("left", "right"):
        embeddings = branches[side](digits.images)
        arrays |= {f"{side}_embeddings": embeddings.astype(np.float16), **laid_out(f"{side}_", embeddings)}
    write_files({folder / twins.file.name: as_npz(arrays)})


def laid_out(prefix: str, embeddings: np.ndarray) -> dict[str, np.ndarray]:
    """What a map needs beside the embeddings (10000, dim), by name: see `siamese_core.maps.Map`."""
    familiar = np.quantile(neighbour_distances(embeddings), FAMILIAR).astype(np.float32)
    return {f"{prefix}tsne": lay_out(embeddings[shown_digits()]), f"{prefix}familiar": familiar}


def neighbour_distances(embeddings: np.ndarray) -> np.ndarray:
    """Embeddings (n, dim) -> for each its mean distance (n,) to its ten nearest others."""
    lengths, means = np.square(embeddings).sum(axis=1), []
    for first in range(0, len(embeddings), 500):
        block = embeddings[first : first + 500]
        squared = lengths[first : first + 500, np.newaxis] + lengths - 2 * (block @ embeddings.T)
        squared[np.arange(len(block)), np.arange(first, first + len(block))] = np.inf  # not its own neighbour
        nearest = np.partition(squared, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
        means.append(np.sqrt(np.maximum(nearest, 0)).mean(axis=1))
    return np.concatenate(means)


def lay_out(vectors: np.ndarray) -> np.ndarray:
    """Vectors (n, dim) -> their places (n, 2) float32 on a t-SNE map, from a fixed seed."""
    from sklearn.manifold import TSNE

    return TSNE(init="pca", random_state=TSNE_SEED).fit_transform(vectors).astype(np.float32)
