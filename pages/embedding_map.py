"""Where does my digit live? All test digits as points, and the student's own among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from pages.parts.map.digit_map import address_of_shown, show_digit_map
from pages.parts.map.spaces import (
    NAMES_OF_VIEWS,
    VIEWS,
    Space,
    kind_around,
    own_places,
    pixel_space,
    sentence_on,
    space_of_branch,
)
from pages.parts.shared.choosing import choose, choose_twins
from pages.parts.shared.drawing import SIDES
from pages.parts.shared.everywhere import show_hint
from pages.parts.shared.glossary import explained
from pages.parts.shared.lessons import EMBEDDING_MAP, show_way_on
from pages.parts.shared.numbers import number, with_article
from pages.parts.shared.pair import Pair, pair_on_page
from pages.parts.shared.pictures import show_digits, show_style_with_sheet
from pages.parts.shared.predicting import ask, outcome
from siamese_core import Twins
from siamese_core.digits import load_test_classes, load_test_pictures
from siamese_core.files import WeightsError
from siamese_core.maps import FAMILIAR, shown_digits

STYLE = Path(__file__).parent / "parts" / "map" / "style.css"
SPACES = ("embeddings", "raw pixels")
NAMES_OF_SPACES = {
    "embeddings": "as the network sees them",
    "raw pixels": "as raw pixels",
}
ANSWERS = {"one": "in the same group", "two": "in two different groups"}  # of digits on the map


@st.fragment
def show_map(twins: Twins, pair: Pair) -> None:
    """The map, and beside it the digit that was chosen and the neighbours of the student's pair."""
    try:
        space, view = choose_space(twins, pair)
    except WeightsError as error:
        st.error(str(error), icon=":material/broken_image:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="prediction"):
        about = (space.name, pair.code)
        guess = ask(
            "before you see them: will your two digits land in the same group or in two different groups?",
            list(ANSWERS),
            "map_prediction",
            about,
            ANSWERS.__getitem__,
        )
        if guess:
            show_outcome(space, guess)
    with st.container(key="map_page"):
        own = own_places(space, view) if guess else None
        chosen = show_digit_map(space.map, view, own, summary_of(space, view, with_pair=bool(guess)))
        with st.container(key="beside_map"):
            show_chosen(space, chosen, with_pair=bool(guess))
            if guess:
                for side, vector in space.own.items():
                    show_neighbours(space, side, vector, pair)
            else:
                show_pair_to_place(pair)
        st.caption(explained(sentences_on_map(space, view, with_pair=bool(guess))))


def choose_space(twins: Twins, pair: Pair) -> tuple[Space, str]:
    """The choice of space and view, above the map."""
    with st.container(horizontal=True, vertical_alignment="center", key="map_choice"):
        view = choose("View", VIEWS, "view", NAMES_OF_VIEWS.__getitem__)
        if choose("Of", SPACES, "space", NAMES_OF_SPACES.__getitem__) == "raw pixels":
            return pixel_space(pair), view
        branch = ""
        if not twins.shared:
            branch = choose("Seen by", SIDES, "branch", lambda side: f"map of the {side} branch")
    return space_of_branch(twins, pair, branch), view


def summary_of(space: Space, view: str, with_pair: bool) -> str:
    """What can be seen on the map, for those who do not see it."""
    own = ", with your left and your right digit" if with_pair else ""
    return f"The map shows {len(shown_digits()):,} test digits, by {view} of their {space.title}{own}."


def sentences_on_map(space: Space, view: str, with_pair: bool) -> str:
    """What the places mean, and what to think of two maps."""
    sentences = sentence_on(space, view)
    if space.branch and with_pair:
        sentences += (
            " Each branch has a map of its own. Both your digits are on this one, each as its own branch "
            "sees it: where the other branch’s digit does not land among its kind, the two do not share a "
            "space."
        )
    return sentences


def show_outcome(space: Space, guess: str) -> None:
    """Holds the prediction against the neighbours that are shown."""
    kinds = {side: kind_around(space, vector) for side, vector in space.own.items()}
    answer = "one" if kinds["left"] == kinds["right"] else "two"
    says = outcome("map_prediction", ANSWERS[guess], ANSWERS[answer])
    st.markdown(
        f"{says} left among the {kinds['left']}s, right among the {kinds['right']}s.",
        width="content",
    )


def show_pair_to_place(pair: Pair) -> None:
    """The student's pair, before it is on the map."""
    with st.container(key="own_pair"):
        st.markdown(f"**Where will these two live?** {pair.whose[0].upper()}{pair.whose[1:]}.")
        show_digits(np.stack([pair.left, pair.right]), ("left", "right"), size=140)


def show_chosen(space: Space, index: int | None, with_pair: bool) -> None:
    """The test digit that was chosen: itself, its neighbours, and how far it is from the student's pair."""
    with st.container(border=True, key="chosen"):
        if index is None:
            show_hint(
                "Rest on a digit of the map to see it. Click it, and its ten nearest neighbours come here.",
                "Tap a digit of the map: its picture and its ten nearest neighbours come here.",
            )
            return
        vector, kind = space.map.embedding(index), with_article(load_test_classes()[index])
        away = {side: number(float(np.linalg.norm(own - vector))) for side, own in space.own.items()}
        compared = f" From yours it is {away['left']} (left) and {away['right']} (right) away."
        with st.container(horizontal=True, vertical_alignment="center", key="chosen_digit"):
            show_digits(load_test_pictures(np.array([index])), [f"digit {index}"], size=64, width="content")
            st.markdown(
                explained(
                    f"Test digit {index}, **{kind}**.{compared if with_pair else ''} "
                    "Its nearest neighbours, with their distances from it:"
                ),
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
            explained(
                f"**{whose}**: of its ten nearest among all 10,000, {counts.max()} are "
                f"{classes[counts.argmax()]}s. Here they are, with their distances from it:"
            )
        )
        if distances.mean() > space.map.familiar:
            st.warning(
                f"It does not look like any digit it knows: its neighbours are {distances.mean():.2f} away "
                f"on average; {FAMILIAR:.0%} of the test digits have theirs within {space.map.familiar:.2f}.",
                icon=":material/question_mark:",
            )
        show_gallery(neighbours, distances)


def show_gallery(indices: np.ndarray, distances: np.ndarray) -> None:
    """Test digits side by side, each with its distance."""
    show_digits(load_test_pictures(indices), [f"{distance:.3f}" for distance in distances], size=48)


chosen_twins = choose_twins(
    "Where does my digit live?",
    "Every digit gets a place, and digits that look alike to the network are neighbours. Find your own.",
)
show_style_with_sheet(STYLE, "map", address_of_shown)
show_map(chosen_twins, pair_on_page())
show_way_on(EMBEDDING_MAP)
