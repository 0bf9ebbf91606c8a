"""Flattening many dimensions to two or three: principal component analysis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Pca:
    """The directions in which vectors differ most.

    Attributes:
        mean: (dim,) of the vectors.
        axes: (dims, dim), of length 1 and at right angles to each other, the most important one first.
        shares: (dims,) how much of the whole variance lies along each axis, from 0 to 1.
    """

    mean: np.ndarray
    axes: np.ndarray
    shares: np.ndarray

    def project(self, vectors: np.ndarray) -> np.ndarray:
        """Vectors (n, dim) -> their places (n, dims) float32; exact for new vectors as well."""
        return ((vectors - self.mean) @ self.axes.T).astype(np.float32)


def fit_pca(vectors: np.ndarray, dims: int = 3) -> Pca:
    """Finds the principal axes of vectors (n, dim), from the eigenvectors of their covariance.

    An axis has two directions; the one is taken in which its largest component is positive.

    Raises:
        ValueError: fewer than two vectors, or more axes than dimensions.
    """
    if len(vectors) < 2 or dims > vectors.shape[1]:
        raise ValueError("PCA needs at least two vectors, and no more axes than dimensions.")
    mean = vectors.mean(axis=0, dtype=np.float64)
    centred = vectors - mean
    variances, directions = np.linalg.eigh(centred.T @ centred / len(vectors))  # smallest variance first
    axes = directions.T[::-1][:dims]
    largest = np.abs(axes).argmax(axis=1)
    axes = axes * np.sign(axes[np.arange(dims), largest])[:, np.newaxis]
    return Pca(mean, axes, variances[::-1][:dims] / max(variances.sum(), np.finfo(float).tiny))
