"""Where does my digit live? All test digits as points, and the student's own among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.parts.map.digit_map import address_of_shown, show_digit_map
from pages.parts.shared.choosing import choose_twins
from pages.parts.shared.comparing import embedding_of
from pages.parts.shared.numbers import number
from pages.parts.shared.pair import Pair, pair_on_page
from siamese_core import Twins
from siamese_core.digits import load_test_classes, load_test_pictures
from siamese_core.files import WeightsError
from siamese_core.forward import euclidean_distance
from siamese_core.maps import FAMILIAR, Map, load_evaluation, load_pixel_map, principal_axes, shown_digits

VIEWS = ("PCA, flat", "PCA, to turn", "t-SNE")
SPACES = ("embeddings", "raw pixels")


@dataclass(frozen=True)
class Space:
    """What is mapped: the test digits as one branch, or no network at all, sees them, and the pair among them.

    Attributes:
        name: unique, for what is remembered of it.
        map: the test digits.
        own: for `left` and `right` the vector (dim,) of the student's digit.
    """

    name: str
    map: Map
    own: dict[str, np.ndarray]


def choose_space(twins: Twins, pair: Pair) -> tuple[Space, str]:
    """The choice of space and view, above the map."""
    with st.container(horizontal=True, vertical_alignment="center", key="map_choice"):
        view = st.segmented_control(
            "View", VIEWS, default=VIEWS[0], required=True, key="view", label_visibility="collapsed"
        )
        space = st.segmented_control(
            "Of", SPACES, default=SPACES[0], required=True, key="space", label_visibility="collapsed"
        )
        branch = "left"
        if not twins.shared and space == "embeddings":
            branch = st.segmented_control(
                "Seen by",
                ("left", "right"),
                default="left",
                required=True,
                key="branch",
                format_func=lambda side: f"map of the {side} branch",
                label_visibility="collapsed",
            )
    if space == "raw pixels":
        return Space(space, load_pixel_map(), {"left": pair.left.ravel(), "right": pair.right.ravel()}), view
    evaluation = load_evaluation(twins)
    own = {"left": embedding_of(twins, "left", pair.left), "right": embedding_of(twins, "right", pair.right)}
    name = f"{twins.design.name} {twins.shared} {branch}"
    return Space(name, evaluation.left if branch == "left" else evaluation.right, own), view


def places_of(space: Space, view: str) -> tuple[np.ndarray, dict[str, np.ndarray], str]:
    """Where the digits and the pair stand, and a sentence on what that means."""
    if view == "t-SNE":
        on_map = space.map.embeddings[shown_digits()]
        own = {
            side: space.map.tsne[euclidean_distance(on_map, space.map.used(vector)).argmin()]
            for side, vector in space.own.items()
        }
        sentence = "t-SNE keeps neighbours together and says nothing of larger distances. It cannot place new digits, so yours stand "
        return space.map.tsne, own, sentence + "where their nearest neighbour on the map stands."
    pca = principal_axes(space.map)
    dims = 2 if view == "PCA, flat" else 3
    places = pca.project(space.map.embeddings[shown_digits()])[:, :dims]
    own = {
        side: pca.project(space.map.used(vector)[np.newaxis])[0, :dims] for side, vector in space.own.items()
    }
    shares = " + ".join(f"{share:.0%}" for share in pca.shares[:dims])
    sentence = (
        f"PCA shows the {dims} directions in which the digits differ most: {shares} of their variance. "
    )
    return places, own, sentence + "Your digits stand exactly where they belong."


@st.fragment
def show_map(twins: Twins, pair: Pair) -> None:
    """The map, and beside it the digit that was clicked on and the neighbours of the student's pair."""
    try:
        space, view = choose_space(twins, pair)
    except WeightsError as error:
        st.error(str(error), icon=":material/broken_image:")
        return
    places, own, sentence = places_of(space, view)
    picture, beside = st.columns([3, 2], gap="large")
    with picture:
        digits = load_test_classes()[shown_digits()]
        summary = (
            f"{view} map of {len(digits):,} test digits as {space.name}, with your left and right digit."
        )
        chosen = show_digit_map(places, digits, shown_digits(), own, summary)
        turn = " Drag it to turn it." if view == "PCA, to turn" else ""
        st.caption(f"{sentence}{turn} Rest on a digit to see it; click it to see its neighbours.")
        st.html(f"<style>.st-key-map {{ --test-digits: url({address_of_shown()}); }}</style>")
        if not twins.shared and space.name != "raw pixels":
            st.caption(
                "Each branch has a map of its own. Both your digits are on this one, each as its own branch sees it: "
                "where the other branch's digit does not land among its kind, the two do not share a space."
            )
    with beside:
        predict(twins, pair)
        if chosen is not None:
            show_chosen(space, chosen)
        for side, vector in space.own.items():
            show_neighbours(space, side, vector, pair)


def show_chosen(space: Space, index: int) -> None:
    """A test digit that was clicked on: itself, its neighbours, and how far it is from the student's pair."""
    vector = space.map.embedding(index)
    with st.container(border=True, key="chosen"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.image(enlarged(load_test_pictures(np.array([index]))[0]), width=64)
            away = {side: number(float(np.linalg.norm(own - vector))) for side, own in space.own.items()}
            st.markdown(
                f"Test digit {index}, a **{load_test_classes()[index]}**. Compared with yours: "
                f"{away['left']} away from the left one, {away['right']} from the right one.",
                width="stretch",
            )
        neighbours, distances = space.map.nearest(vector, 11)
        others = neighbours != index
        show_gallery(neighbours[others][:10], distances[others][:10])


def show_neighbours(space: Space, side: str, vector: np.ndarray, pair: Pair) -> None:
    """The ten nearest of all 10,000 test digits, and whether they are near enough to say anything."""
    neighbours, distances = space.map.nearest(vector)
    classes, counts = np.unique(load_test_classes()[neighbours], return_counts=True)
    whose = f"Your {side} digit" if pair.drawn else f"The {side} digit of an example"
    with st.container(key=f"{side}_neighbours"):
        st.markdown(
            f"**{whose}**: of its ten nearest among all 10,000, {counts.max()} are a {classes[counts.argmax()]}."
        )
        if distances.mean() > space.map.familiar:
            st.warning(
                f"It does not look like any digit it knows: its neighbours are {distances.mean():.2f} away on average; "
                f"{FAMILIAR:.0%} of the test digits have theirs within {space.map.familiar:.2f}.",
                icon=":material/question_mark:",
            )
        show_gallery(neighbours, distances)


def show_gallery(indices: np.ndarray, distances: np.ndarray) -> None:
    """Test digits side by side, each with its distance."""
    pictures = [enlarged(picture) for picture in load_test_pictures(indices)]
    st.image(pictures, width=44, caption=[f"{distance:.3f}" for distance in distances])


def enlarged(picture: np.ndarray, times: int = 3) -> np.ndarray:
    """A digit (28, 28) with pixels that can be seen."""
    return np.kron(picture, np.ones((times, times), np.float32))


def predict(twins: Twins, pair: Pair) -> None:
    """Predict, then try: whether both digits land among the same kind."""
    answers = ["among the same digits", "among different digits"]
    guess = st.radio(
        "Before you look: will the two digits land …", answers, index=None, key="predict_map", horizontal=True
    )
    if guess is None:
        return
    try:
        evaluation = load_evaluation(twins)
    except WeightsError as error:
        st.error(str(error), icon=":material/broken_image:")
        return
    kinds = []
    for side, picture, its_map in (
        ("left", pair.left, evaluation.left),
        ("right", pair.right, evaluation.right),
    ):
        neighbours, _ = its_map.nearest(embedding_of(twins, side, picture))
        kinds.append(int(np.bincount(load_test_classes()[neighbours]).argmax()))
    truth = answers[0 if kinds[0] == kinds[1] else 1]
    said = "As you predicted" if guess == truth else "They landed"
    st.markdown(f"{said} {truth}: left among the {kinds[0]}s, right among the {kinds[1]}s.")


show_map(choose_twins("Where does my digit live?"), pair_on_page())
