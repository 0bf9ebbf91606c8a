"""What twins make of the test digits, computed and written for `siamese_core.maps`. Needs scikit-learn."""

from __future__ import annotations


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
        squared = (
            np.square(block).sum(axis=1)[:, np.newaxis]
            + np.square(embeddings).sum(axis=1)
            - 2 * (block @ embeddings.T)
        )
        squared[np.arange(len(block)), np.arange(first, first + len(block))] = np.inf  # not its own neighbour
        means.append(
            np.sqrt(np.maximum(np.partition(squared, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS], 0)).mean(axis=1)
        )
    return np.concatenate(means)


def lay_out(vectors: np.ndarray) -> np.ndarray:
    """Vectors (n, dim) -> their places (n, 2) float32 on a t-SNE map, from a fixed seed."""
    from sklearn.manifold import TSNE

    return TSNE(init="pca", random_state=TSNE_SEED).fit_transform(vectors).astype(np.float32)
