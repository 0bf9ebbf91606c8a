"""The contrastive loss of Hadsell, Chopra and LeCun, "Dimensionality Reduction by Learning an Invariant
Mapping" (2006).

    loss = same * distance^2 + (1 - same) * max(margin - distance, 0)^2

`same` is 1 for a pair of the same digit, as in the first Keras example. The paper and today's Keras page call
the same pair 0 and the different one 1; the paper also halves both terms. `networks.ContrastiveLoss` is this
loss in Keras.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def contrastive_loss(same: ArrayLike, distance: ArrayLike, margin: ArrayLike) -> np.ndarray:
    """The loss of each pair.

    Args:
        same: 1.0 for the same digit, 0.0 for different ones.
        distance: at least 0, in the embedding's units.
        margin: above 0, in the same units. All three broadcast against each other.

    Returns:
        float64 of the broadcast shape, at least 0.

    Raises:
        ValueError: a value outside its range.
    """
    same, distance, margin = _checked(same, distance, margin)
    return same * same_term(distance) + (1 - same) * different_term(distance, margin)


def same_term(distance: ArrayLike) -> np.ndarray:
    """What a same pair costs: distance^2. It pulls the pair together, the harder the farther apart it is."""
    return np.square(np.asarray(distance, np.float64))


def different_term(distance: ArrayLike, margin: ArrayLike) -> np.ndarray:
    """What a different pair costs: max(margin - distance, 0)^2. Beyond the margin it costs nothing."""
    return np.square(np.maximum(np.subtract(margin, distance, dtype=np.float64), 0))


def contrastive_gradient(same: ArrayLike, distance: ArrayLike, margin: ArrayLike) -> np.ndarray:
    """The slope of the loss in the distance: 2 d for a same pair, -2 max(margin - d, 0) for a different one.

    Training moves the distance against the slope: above 0 the pair is pulled together, below 0 pushed apart,
    at 0 left alone. Arguments, result and errors as for `contrastive_loss`.
    """
    same, distance, margin = _checked(same, distance, margin)
    return same * 2 * distance - (1 - same) * 2 * np.maximum(margin - distance, 0)


def _checked(
    same: ArrayLike, distance: ArrayLike, margin: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    same, distance, margin = (np.asarray(value, np.float64) for value in (same, distance, margin))
    if not ((same == 0) | (same == 1)).all():
        raise ValueError("same is 1 for a pair of the same digit and 0 for a pair of different ones.")
    if not ((distance >= 0) & np.isfinite(distance)).all():
        raise ValueError("A distance is a finite number of at least 0.")
    if not ((margin > 0) & np.isfinite(margin)).all():
        raise ValueError("A margin is a finite number above 0.")
    return same, distance, margin
