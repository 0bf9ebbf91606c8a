"""What is mapped: the test digits as one branch, or no network at all, sees them, and the student's pair
among them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pages.parts.map import words
from pages.parts.shared.comparing import embedding_of
from pages.parts.shared.language import Text, paragraph
from pages.parts.shared.pair import Pair
from siamese_core import Twins
from siamese_core.digits import load_test_classes
from siamese_core.maps import Map, load_evaluation, load_pixel_map, principal_axes, shown_digits
from siamese_core.remembering import remembered

FLAT, TURNED, TSNE = words.VIEWS


@dataclass(frozen=True)
class Space:
    """A space of vectors.

    Attributes:
        name: unique.
        title: of its vectors, for people.
        branch: `left` or `right` where the twins have two; else empty.
        map: the test digits in it.
        own: for `left` and `right` the vector (dim,) of the student's digit.
    """

    name: str
    title: Text
    branch: str
    map: Map
    own: dict[str, np.ndarray]


def pixel_space(pair: Pair) -> Space:
    """The 784 pixels as they are. Raises as `load_pixel_map` does."""
    own = {"left": pair.left.ravel(), "right": pair.right.ravel()}
    return Space("pixels", words.VECTORS["pixels"], "", load_pixel_map(), own)


def space_of_branch(twins: Twins, pair: Pair, branch: str) -> Space:
    """The embeddings of the left or the right branch; `branch` is empty where both are one.

    Raises as `load_evaluation` does.
    """
    evaluation = load_evaluation(twins)
    own = {"left": embedding_of(twins, "left", pair.left), "right": embedding_of(twins, "right", pair.right)}
    name = f"{twins.design.name} {twins.sharing} {branch}"
    known = evaluation.right if branch == "right" else evaluation.left
    return Space(name, words.VECTORS[branch], branch, known, own)


@remembered()
def places_of_digits(known: Map, view: str) -> np.ndarray:
    """Where the `shown_digits` stand: (2000, 2), or (2000, 3) in a space that can be turned; float32, read-
    only.
    """
    if view == TSNE:
        return known.tsne
    places = principal_axes(known).project(known.embeddings[shown_digits()])[:, : 2 if view == FLAT else 3]
    places.setflags(write=False)
    return places


def own_places(space: Space, view: str) -> dict[str, np.ndarray]:
    """Where the student's digits stand. A t-SNE map has no place for new digits: there, at their nearest
    neighbour's.
    """
    used = {side: space.map.used(vector) for side, vector in space.own.items()}
    if view == TSNE:
        nearest = {side: space.map.farness(vector)[shown_digits()].argmin() for side, vector in used.items()}
        return {side: space.map.tsne[index] for side, index in nearest.items()}
    axes = principal_axes(space.map)
    return {
        side: axes.project(vector[np.newaxis])[0, : 2 if view == FLAT else 3] for side, vector in used.items()
    }


def sentence_on(space: Space, view: str) -> str:
    """What the places mean."""
    if view == TSNE:
        return words.TSNE()
    room = 2 if view == FLAT else 3
    shares = " + ".join(f"{share:.0%}" for share in principal_axes(space.map).shares[:room])
    kind = "pixels" if space.name == "pixels" else "embeddings"
    sentences = [words.LISTS[kind](dim=space.map.dim, room=room), words.SHADOW(shares=shares)]
    if view == TURNED:
        sentences.append(words.DRAG())
    return paragraph(*sentences, words.INSTEAD())


def kind_around(space: Space, vector: np.ndarray) -> int:
    """Which digit is the most frequent among the ten test digits nearest to a vector (dim,)."""
    neighbours, _ = space.map.nearest(vector)
    return int(np.bincount(load_test_classes()[neighbours]).argmax())
