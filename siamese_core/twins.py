"""Trained twins, and what they make of two digits. `files.load_twins` loads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from siamese_core import forward
from siamese_core.designs import BY_NAME, Design, trace_branch, trace_head
from siamese_core.remembering import Memory
from siamese_core.strokes import PICTURE_SIZE

BLOCK = 250  # digits that go through a branch at once: more only takes more memory

Weights = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Comparison:
    """What twins make of two digits.

    Attributes:
        left_embedding, right_embedding: (dim,) float32.
        distance: Euclidean, between the embeddings; at least 0.
        probability: that the digits are the same, by the metric network; None where the head is the distance.
        same: the verdict.
    """

    left_embedding: np.ndarray
    right_embedding: np.ndarray
    distance: float
    probability: float | None
    same: bool


@dataclass(frozen=True, eq=False)
class Twins:
    """Two branches and a head, trained. Weights are read-only.

    Attributes:
        design: the layers, the head and the margin.
        shared: whether both pictures go through the same branch.
        left, right: the branches' weights by name, float32. Shared: `left is right`.
        head: the metric network's weights; empty where the head is the distance.
        card: the model card: how these weights were made and how well they do. See the README.
        file: the weights file that they were loaded from; None where they were changed since, or never saved.
        memory: what was computed of these twins, and of no others.
    """

    design: Design
    shared: bool
    left: Weights
    right: Weights
    head: Weights
    card: Mapping[str, Any]
    file: Path | None = None
    memory: Memory = field(default_factory=Memory, init=False, repr=False)

    @property
    def sharing(self) -> str:
        """`shared` or `unshared`."""
        return "shared" if self.shared else "unshared"

    @property
    def threshold(self) -> float:
        """The largest distance, or for a metric network the smallest probability, that still counts as the
        same.
        """
        return float(self.card["threshold"])

    @property
    def parameters(self) -> int:
        """How many numbers training has set: those of one branch or of two, and the head's."""
        branches = [self.left] if self.shared else [self.left, self.right]
        return sum(array.size for part in (*branches, self.head) for array in part.values())

    def compare(self, left: np.ndarray, right: np.ndarray) -> Comparison:
        """Compares two digits, each (28, 28) float32 in [0, 1], ink bright.

        Raises:
            ValueError: a picture of another shape or range.
        """
        return self.compare_embeddings(
            self.embed_left(np.asarray(left)[np.newaxis])[0],
            self.embed_right(np.asarray(right)[np.newaxis])[0],
        )

    def compare_embeddings(self, left: np.ndarray, right: np.ndarray) -> Comparison:
        """The same for digits whose embeddings, each (dim,), are known already."""
        distance = float(forward.euclidean_distance(left, right))
        if not self.design.metric_network:
            return Comparison(left, right, distance, None, distance <= self.threshold)
        probability = float(self.probabilities(left[np.newaxis], right[np.newaxis])[0])
        return Comparison(left, right, distance, probability, probability >= self.threshold)

    def embed_left(self, images: np.ndarray) -> np.ndarray:
        """Digits (n, 28, 28) in [0, 1], ink bright -> embeddings (n, dim) float32, by the left branch.

        Raises:
            ValueError: pictures of another shape or range.
        """
        return self._embed(self.left, images)

    def embed_right(self, images: np.ndarray) -> np.ndarray:
        """As `embed_left`, by the right branch."""
        return self._embed(self.right, images)

    def probabilities(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Embeddings (n, dim) and (n, dim) -> the metric network's probabilities (n,) that the two are the
        same.
        """
        return forward.metric_probability(self.design.metric_network, self.head, left, right)

    def closeness(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Embeddings (n, dim) and (n, dim) -> (n,) what decides, larger for more alike: the probability, or
        minus the distance. See `verification`.
        """
        if self.design.metric_network:
            return self.probabilities(left, right)
        return -forward.euclidean_distance(left, right)

    def as_closeness(self, value: float) -> float:
        """The distance or probability that decides -> closeness, and back."""
        return value if self.design.metric_network else -value

    @property
    def closeness_threshold(self) -> float:
        """`threshold` for `closeness`."""
        return self.as_closeness(self.threshold)

    def nudged(self, name: str, index: tuple[int, ...], amount: float) -> Twins:
        """Twins of which one weight of the left branch is changed. These stay as they are.

        With shared weights the left branch is the right branch, so both change.

        Args:
            name: of an array of the branch, e.g. `embedding/kernel`.
            index: of the weight in that array.
            amount: what is added to it.
        """
        changed = self.left[name].copy()
        changed[index] += amount
        changed.setflags(write=False)
        left = MappingProxyType({**self.left, name: changed})
        return replace(self, left=left, right=left if self.shared else self.right, file=None)

    def _embed(self, weights: Weights, images: np.ndarray) -> np.ndarray:
        images = np.asarray(images, np.float32)
        if images.ndim != 3 or images.shape[1:] != (PICTURE_SIZE, PICTURE_SIZE):
            raise ValueError(
                f"Digits have the shape (n, {PICTURE_SIZE}, {PICTURE_SIZE}), not {images.shape}."
            )
        if not ((images >= 0) & (images <= 1)).all():
            raise ValueError("A digit's pixels lie between 0 (paper) and 1 (ink).")
        firsts = range(0, len(images), BLOCK)
        blocks = [forward.embed(self.design.branch, weights, images[i : i + BLOCK]) for i in firsts]
        return np.concatenate(blocks) if blocks else np.zeros((0, self.design.dim), np.float32)


def assemble(
    design: str, shared: bool, arrays: Weights, card: Mapping[str, Any], file: Path | None = None
) -> Twins:
    """Makes twins of arrays named as in a weights file, e.g. `branch/conv_1/kernel` or
    `left_branch/dense_1/bias`.

    Raises:
        ValueError: an array is missing, too many, of another shape or holds a number that is not finite.
    """
    plan = BY_NAME[design]
    expected = expected_shapes(plan, shared)
    found = {name: array.shape for name, array in arrays.items()}
    if wrong := sorted(name for name in expected | found if expected.get(name) != found.get(name)):
        name = wrong[0]
        raise ValueError(
            f"the array {name} has the shape {found.get(name)} where {expected.get(name)} is expected."
        )
    if wrong := sorted(name for name, array in arrays.items() if not np.isfinite(array).all()):
        raise ValueError(f"the array {wrong[0]} holds numbers that are not finite.")
    branches = branch_names(shared)
    parts: dict[str, dict[str, np.ndarray]] = {part: {} for part in (*branches, "head")}
    for name, array in arrays.items():
        array.setflags(write=False)
        part, _, rest = name.partition("/")
        parts[part][rest] = array
    weights = {part: MappingProxyType(of_part) for part, of_part in parts.items()}
    return Twins(
        plan,
        shared,
        weights[branches[0]],
        weights[branches[-1]],
        weights["head"],
        MappingProxyType(dict(card)),
        file,
    )


def branch_names(shared: bool) -> tuple[str, ...]:
    """What the branches are called, in weights files and in the Keras models."""
    return ("branch",) if shared else ("left_branch", "right_branch")


def expected_shapes(design: Design, shared: bool) -> dict[str, tuple[int, ...]]:
    """Name and shape of every array that twins of this design have."""
    parts = {branch: trace_branch(design) for branch in branch_names(shared)} | {"head": trace_head(design)}
    return {
        f"{part}/{name}": shape
        for part, traced in parts.items()
        for layer in traced
        for name, shape in layer.weights.items()
    }
