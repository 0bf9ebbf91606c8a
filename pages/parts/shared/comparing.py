"""What the home page computes: drawings in, comparison out. Knows nothing of the page.

Every step is remembered by what went into it, for all students together: a stroke on one side computes
nothing for the other, and a change of the twins draws nothing again.
"""

from __future__ import annotations

import json

import numpy as np
from threadpoolctl import threadpool_limits

from siamese_core import familiar, rasterize
from siamese_core.digits import load_test_classes
from siamese_core.files import WeightsError
from siamese_core.maps import load_evaluation
from siamese_core.remembering import remembered
from siamese_core.strokes import PICTURE_SIZE, DrawingError
from siamese_core.twins import Comparison, Twins

REMEMBERED = 512  # pictures of 3 KB and embeddings of 2 KB
# Characters; a stroke has 2,000. Longer drawings are no digits and would fill the memory.
REMEMBERED_TEXT = 20_000

# Threads within a matrix product wait for each other busily, and a class has enough to do for every core.
threadpool_limits(1)


def picture_of(objects: str) -> np.ndarray:
    """The strokes of a drawing, as JSON -> the digit (28, 28) that the network sees. Raises as `rasterize`
    does.
    """
    return _picture(objects) if len(objects) <= REMEMBERED_TEXT else _drawn(objects)


@remembered(REMEMBERED)
def _picture(objects: str) -> np.ndarray:
    return _drawn(objects)


def _drawn(objects: str) -> np.ndarray:
    try:
        picture = rasterize({"objects": json.loads(objects)})
    except RecursionError as error:
        raise DrawingError("It holds too many lists within lists.") from error
    picture.setflags(write=False)
    return picture


def embedding_of(twins: Twins, side: str, picture: np.ndarray) -> np.ndarray:
    """A digit (28, 28) -> its embedding (dim,), by the branch of its side."""
    return _embedding(twins, side, picture.astype(np.float32).tobytes())


@remembered(REMEMBERED)
def _embedding(twins: Twins, side: str, picture: bytes) -> np.ndarray:
    images = _picture_from(picture)[np.newaxis]
    embedding = (twins.embed_left(images) if side == "left" else twins.embed_right(images))[0]
    embedding.setflags(write=False)
    return embedding


def compare(twins: Twins, left: np.ndarray, right: np.ndarray) -> Comparison:
    """Compares two digits (28, 28) with embeddings that are remembered."""
    return twins.compare_embeddings(embedding_of(twins, "left", left), embedding_of(twins, "right", right))


def looks_familiar(twins: Twins, side: str, picture: np.ndarray) -> bool:
    """Whether a digit (28, 28) looks like one, as `siamese_core.looks_familiar` says.

    True where the detector's files are missing: then nothing can be said against the digit.
    """
    try:
        return _looks(twins, side, picture.astype(np.float32).tobytes())
    except WeightsError:
        return True


@remembered(REMEMBERED)
def _looks(twins: Twins, side: str, picture: bytes) -> bool:
    return familiar.looks_familiar(twins, side, _picture_from(picture))


def kind_of_neighbours(twins: Twins, side: str, picture: np.ndarray) -> int | None:
    """Which digit most of the ten test digits nearest to a digit (28, 28) are; None without their file."""
    return _kind(twins, side, picture.astype(np.float32).tobytes())


@remembered(REMEMBERED)
def _kind(twins: Twins, side: str, picture: bytes) -> int | None:
    try:
        evaluation = load_evaluation(twins)
    except WeightsError:
        return None
    known = evaluation.left if side == "left" else evaluation.right
    nearest, _ = known.nearest(_embedding(twins, side, picture))
    return int(np.bincount(load_test_classes()[nearest]).argmax())


def _picture_from(picture: bytes) -> np.ndarray:
    return np.frombuffer(picture, np.float32).reshape(PICTURE_SIZE, PICTURE_SIZE)


def largest_differences(left: np.ndarray, right: np.ndarray, count: int = 5) -> tuple[np.ndarray, float]:
    """The coordinates in which two embeddings (dim,) differ most, largest first, and their share of distance
    squared.
    """
    squared = np.square(left - right, dtype=np.float64)
    largest = np.argsort(-squared, kind="stable")[:count]
    return largest, float(squared[largest].sum() / max(squared.sum(), np.finfo(float).tiny))
