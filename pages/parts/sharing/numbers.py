"""What the experiments on weight sharing compute, and the source that shares. Knows nothing of the page."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

import siamese_core
from pages.parts.shared.comparing import compare
from pages.parts.shared.pair import Pair
from siamese_core import Twins
from siamese_core.forward import embed, euclidean_distance
from siamese_core.remembering import remembered
from siamese_core.strokes import PICTURE_SIZE

NETWORKS = Path(siamese_core.__file__).parent / "making" / "networks.py"


# A nudge takes 30 MB for a moment, and a class that nudges at once forty times as much.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Nudge:
    """What became of a pair when one weight of the left branch was changed.

    Attributes:
        weight: its name.
        before: its value as trained.
        left_moved, right_moved: how far each embedding moved, in units of distance.
        distance_before, distance_after: between the embeddings.
    """

    weight: str
    before: float
    left_moved: float
    right_moved: float
    distance_before: float
    distance_after: float


def nudge_heaviest(twins: Twins, pair: Pair, amount: float) -> Nudge:
    """Changes the weight of the last layer that counts most for the pair, and compares the pair again."""
    return _nudge(twins, pair.left.tobytes(), pair.right.tobytes(), amount)


@remembered(256)
def _nudge(twins: Twins, *pair_and_amount: Any) -> Nudge:
    *pair, amount = pair_and_amount
    left, right = (np.frombuffer(each, np.float32).reshape(PICTURE_SIZE, PICTURE_SIZE) for each in pair)
    with ONE_AT_A_TIME:
        name, index = heaviest_weight(twins, left, right)
        before = compare(twins, left, right)
        after = twins.nudged(name, index, amount).compare(left, right)
    return Nudge(
        f"{name}[{', '.join(map(str, index))}]",
        float(twins.left[name][index]),
        float(euclidean_distance(before.left_embedding, after.left_embedding)),
        float(euclidean_distance(before.right_embedding, after.right_embedding)),
        before.distance,
        after.distance,
    )


def heaviest_weight(twins: Twins, left: np.ndarray, right: np.ndarray) -> tuple[str, tuple[int, int]]:
    """The weight of the left branch's last layer that adds most to the embeddings of both digits."""
    *layers, last = twins.design.branch
    digits = np.stack([left, right])
    name = f"{last.name}/kernel"
    inputs = embed(tuple(layers), twins.left, digits)  # (2, inputs)
    added = inputs[:, :, np.newaxis] * twins.left[name]  # (2, inputs, dim)
    added *= twins.embed_left(digits)[:, np.newaxis] > 0  # what the relu stops does not count
    row, column = np.unravel_index(int(added.min(axis=0).argmax()), added.shape[1:])
    return name, (int(row), int(column))


@remembered()
def sharing_source() -> tuple[str, str, str]:
    """The function that builds twins in Keras: the lines before the one that shares, that line, and those
    after it.
    """
    return split_at_sharing(build_twins_source(NETWORKS.read_text(encoding="utf-8")))


def build_twins_source(source: str) -> str:
    """The text of the function `build_twins`, without its docstring."""
    function = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == "build_twins"
    )
    lines = source.splitlines()
    docstring = function.body[0]
    kept = (
        lines[function.lineno - 1 : docstring.lineno - 1] + lines[docstring.end_lineno : function.end_lineno]
    )
    return "\n".join(kept)


def split_at_sharing(source: str) -> tuple[str, str, str]:
    """The lines before the one that shares, that line, and those after it."""
    lines = source.splitlines()
    at = next(i for i, line in enumerate(lines) if "right_branch = left_branch if shared" in line)
    return "\n".join(lines[:at]), lines[at], "\n".join(lines[at + 1 :])


def summary_rows(summary: str) -> tuple[list[dict[str, str]], list[str]]:
    """The table that Keras draws with lines, as rows, and the lines below it.

    Its last column, which names what a layer is connected to, was cut where Keras's page ends. It is left
    out.
    """
    rows: list[dict[str, str]] = []
    lines = summary.splitlines()
    for line in lines:
        if not line.startswith("│"):
            continue
        layer, shape, parameters, *_ = (cell.strip() for cell in line.strip("│").split("│"))
        if parameters:
            rows.append({"Layer (type)": layer, "Output Shape": shape, "Param #": parameters})
        elif layer:  # a cell that goes on in a second line
            rows[-1]["Layer (type)"] += f" {layer}"
    return rows, [line.strip() for line in lines if " params: " in line]
