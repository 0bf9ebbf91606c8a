"""The trained twins: loading them, checked, and comparing digits with them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock
from typing import Any, ParamSpec, TypeVar

import numpy as np

from siamese_core import forward
from siamese_core.designs import BY_NAME, DESIGNS, Design, trace_branch, trace_head
from siamese_core.digits import UNREADABLE
from siamese_core.strokes import PICTURE_SIZE

WEIGHTS = Path(__file__).parent / "weights"
MARGINS_FILE = "margins.json"  # what training with other margins gave
TEST_DIGIT_COUNT = 10_000  # of MNIST
UNUSABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)  # what looking for something on a damaged card raises
BLOCK = 250  # digits that go through a branch at once: more only takes more memory

Weights = dict[str, np.ndarray]
Arguments = ParamSpec("Arguments")
Loaded = TypeVar("Loaded")


class WeightsError(RuntimeError):
    """A weights file or model card that is missing or damaged. Names the file and the command that makes it anew."""


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
    """Two branches and a head, trained. All arrays are read-only.

    Attributes:
        design: the layers, the head and the margin.
        shared: whether both pictures go through the same branch.
        left, right: the branches' weights by name, float32. Shared: `left is right`.
        head: the metric network's weights; empty where the head is the distance.
        card: the model card: how these weights were made and how well they do. See the README.
    """

    design: Design
    shared: bool
    left: Weights
    right: Weights
    head: Weights
    card: dict[str, Any]

    @property
    def threshold(self) -> float:
        """The largest distance, or for a metric network the smallest probability, that still counts as the same."""
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
            self.embed_left(np.asarray(left)[np.newaxis])[0], self.embed_right(np.asarray(right)[np.newaxis])[0]
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
        """Embeddings (n, dim) and (n, dim) -> the metric network's probabilities (n,) that the two are the same."""
        return forward.metric_probability(self.design.metric_network, self.head, left, right)

    def closeness(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Embeddings (n, dim) and (n, dim) -> (n,) what decides, larger for more alike: the probability, or minus the
        distance. See `verification`.
        """
        return self.probabilities(left, right) if self.design.metric_network else -forward.euclidean_distance(left, right)

    @property
    def closeness_threshold(self) -> float:
        """`threshold` for `closeness`."""
        return self.threshold if self.design.metric_network else -self.threshold

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
        left = {**self.left, name: changed}
        return replace(self, left=left, right=left if self.shared else self.right)

    def _embed(self, weights: Weights, images: np.ndarray) -> np.ndarray:
        images = np.asarray(images, np.float32)
        if images.ndim != 3 or images.shape[1:] != (PICTURE_SIZE, PICTURE_SIZE):
            raise ValueError(f"Digits have the shape (n, {PICTURE_SIZE}, {PICTURE_SIZE}), not {images.shape}.")
        if not ((images >= 0) & (images <= 1)).all():
            raise ValueError("A digit's pixels lie between 0 (paper) and 1 (ink).")
        blocks = [
            forward.embed(self.design.branch, weights, images[first : first + BLOCK]) for first in range(0, len(images), BLOCK)
        ]
        return np.concatenate(blocks) if blocks else np.zeros((0, self.design.dim), np.float32)


def one_at_a_time(load: Callable[Arguments, Loaded]) -> Callable[Arguments, Loaded]:
    """For functions that remember what they load: a class that comes at once would load it forty times before that."""
    lock = Lock()

    @wraps(load)
    def load_alone(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Loaded:
        with lock:
            return load(*args, **kwargs)

    return load_alone


def load_twins(design: str, shared: bool, folder: Path = WEIGHTS) -> Twins:
    """Loads trained twins, once; later calls return the same object.

    Args:
        design: one of `DESIGNS`.
        shared: one branch for both pictures, or two.
        folder: where the weights and model cards lie.

    Raises:
        ValueError: there is no such design.
        WeightsError: the weights or the card are missing, cut or altered.
    """
    if design not in BY_NAME:
        raise ValueError(f"There is no design {design!r}. There are {', '.join(DESIGNS)}.")
    return _load(design, bool(shared), folder)


@one_at_a_time
@lru_cache(maxsize=2 * len(DESIGNS))
def _load(design: str, shared: bool, folder: Path) -> Twins:
    card_path, weights_path = twins_files(design, shared, folder)
    rebuild = f"Build it anew: python -m siamese_core.training {weights_path.stem}"
    card = _read_card(card_path, BY_NAME[design], rebuild)
    try:
        content = weights_path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{weights_path} cannot be read. {rebuild}") from error
    if hashlib.sha256(content).hexdigest() != card["weights_sha256"]:
        raise WeightsError(f"{weights_path} is damaged: its SHA-256 is not the one on its model card. {rebuild}")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name].astype(np.float32) for name in file.files}
    except UNREADABLE as error:
        raise WeightsError(f"{weights_path} is not a file of arrays. {rebuild}") from error
    try:
        return assemble(design, shared, arrays, card)
    except ValueError as error:
        raise WeightsError(f"{weights_path}: {error} {rebuild}") from error


def assemble(design: str, shared: bool, arrays: Weights, card: dict[str, Any]) -> Twins:
    """Makes twins of arrays named as in a weights file, e.g. `branch/conv_1/kernel` or `left_branch/dense_1/bias`.

    Raises:
        ValueError: an array is missing, too many, of another shape or holds a number that is not finite.
    """
    plan = BY_NAME[design]
    expected = expected_shapes(plan, shared)
    found = {name: array.shape for name, array in arrays.items()}
    if wrong := sorted(name for name in expected | found if expected.get(name) != found.get(name)):
        name = wrong[0]
        raise ValueError(f"the array {name} has the shape {found.get(name)} where {expected.get(name)} is expected.")
    if wrong := sorted(name for name, array in arrays.items() if not np.isfinite(array).all()):
        raise ValueError(f"the array {wrong[0]} holds numbers that are not finite.")
    branches = branch_names(shared)
    parts: dict[str, Weights] = {part: {} for part in (*branches, "head")}
    for name, array in arrays.items():
        array.setflags(write=False)
        part, _, rest = name.partition("/")
        parts[part][rest] = array
    return Twins(plan, shared, parts[branches[0]], parts[branches[-1]], parts["head"], card)


def branch_names(shared: bool) -> tuple[str, ...]:
    """What the branches are called, in weights files and in the Keras models."""
    return ("branch",) if shared else ("left_branch", "right_branch")


def expected_shapes(design: Design, shared: bool) -> dict[str, tuple[int, ...]]:
    """Name and shape of every array that twins of this design have."""
    parts = {branch: trace_branch(design) for branch in branch_names(shared)} | {"head": trace_head(design)}
    return {
        f"{part}/{name}": shape for part, traced in parts.items() for layer in traced for name, shape in layer.weights.items()
    }


def twins_files(design: str, shared: bool, folder: Path = WEIGHTS) -> tuple[Path, Path]:
    """The model card and the weights file."""
    name = f"{design}-{'shared' if shared else 'unshared'}"
    return folder / f"{name}.json", folder / f"{name}.npz"


def _read_card(path: Path, design: Design, rebuild: str) -> dict[str, Any]:
    decided_by = "probability" if design.metric_network else "distance"
    checks: dict[str, Callable[[Any], bool]] = {
        "weights_sha256": lambda value: isinstance(value, str),
        "keras_summary": lambda value: isinstance(value, str),
        "threshold": lambda value: isinstance(value, float) and bool(np.isfinite(value)),
        "results": lambda value: all(0 <= value["mnist"][name] <= 1 for name in ("accuracy", "auc", "eer")),
        "histograms": lambda value: all(_is_histogram(value[name]) for name in ("distance", decided_by)),
        "sample": _is_sample,
    }
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"The model card {path} cannot be read. {rebuild}") from error
    for name, check in checks.items():
        try:
            usable = check(card[name])
        except UNUSABLE:
            usable = False
        if not usable:
            raise WeightsError(f"The model card {path} has no usable {name!r}. {rebuild}")
    return card


def _is_histogram(value: Any) -> bool:
    """Whether counts of same and of different pairs, as many of each, lie between 0 and an end."""
    same, different = (np.array(value[kind], np.float64) for kind in ("same", "different"))
    positive = (value["end"], same.sum(), different.sum())
    return (
        all(0 < number < np.inf for number in positive)
        and same.shape == different.shape == (len(same),)
        and bool((same >= 0).all() and (different >= 0).all())
    )


def _is_sample(value: Any) -> bool:
    """Whether it lists test pairs: the numbers of two test digits, whether they are the same, and their distance."""
    columns = [np.array(value[name], np.float64) for name in ("left", "right", "same", "distance")]
    return len({column.shape for column in columns}) == 1 and all(
        column.ndim == 1 and bool(((column >= 0) & (column < most)).all())
        for column, most in zip(columns, (TEST_DIGIT_COUNT, TEST_DIGIT_COUNT, 2, np.inf), strict=True)
    )


@lru_cache(maxsize=1)
def load_margins(folder: Path = WEIGHTS) -> dict[str, Any]:
    """What training with other margins gave, as `training.compare_margins` wrote it. Loaded once.

    Raises:
        WeightsError: the file is missing, or an entry of it cannot be used.
    """
    path = folder / MARGINS_FILE
    rebuild = "This command makes it anew: python -m siamese_core.training --margins"
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"The card {path} cannot be read. {rebuild}") from error
    entries = card.get("margins") if isinstance(card, dict) else None
    if not isinstance(entries, list) or not entries:
        raise WeightsError(f"The card {path} has no usable 'margins'. {rebuild}")
    for number, entry in enumerate(entries, start=1):
        if not _is_trained_margin(entry):
            raise WeightsError(f"Entry {number} of 'margins' in the card {path} cannot be used. {rebuild}")
    return card


def _is_trained_margin(entry: Any) -> bool:
    """Whether an entry has a margin and a threshold above 0, accuracies, and a histogram of pairs of both kinds."""
    try:
        accuracies = [found["accuracy"] for found in entry["results"].values()]
        return (
            all(0 < number < np.inf for number in (entry["margin"], entry["threshold"]))
            and _is_histogram(entry["histograms"]["distance"])
            and "mnist" in entry["results"]
            and all(0 <= accuracy <= 1 for accuracy in accuracies)
        )
    except UNUSABLE:
        return False
