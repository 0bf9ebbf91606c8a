"""Where does my digit live? All test digits as points, and the student's own among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from pages.parts.map import words
from pages.parts.map.digit_map import address_of_shown, show_digit_map
from pages.parts.map.spaces import (
    Space,
    kind_around,
    own_places,
    pixel_space,
    sentence_on,
    space_of_branch,
)
from pages.parts.shared.choosing import choose, choose_twins
from pages.parts.shared.drawing import SIDES
from pages.parts.shared.everywhere import show_failure, show_hint
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, paragraph, reads, say
from pages.parts.shared.lessons import EMBEDDING_MAP, show_way_on
from pages.parts.shared.numbers import number, with_article
from pages.parts.shared.pair import Pair, pair_on_page
from pages.parts.shared.pictures import show_digits, show_style_with_sheet
from pages.parts.shared.predicting import ask, outcome
from pages.parts.shared.words import side_names
from siamese_core import Twins
from siamese_core.digits import load_test_classes, load_test_pictures
from siamese_core.files import WeightsError
from siamese_core.maps import FAMILIAR, shown_digits

STYLE = Path(__file__).parent / "parts" / "map" / "style.css"


@st.fragment
def show_map(twins: Twins, pair: Pair) -> None:
    """The map, and beside it the digit that was chosen and the neighbours of the student's pair."""
    try:
        space, view = choose_space(twins, pair)
    except WeightsError as error:
        show_failure(say("The map cannot be loaded."), error)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="prediction"):
        about = (space.name, pair.code)
        guess = ask(
            say(
                "before you see them: will your two digits land in the same group or in two different groups?"
            ),
            list(words.ANSWERS),
            "map_prediction",
            about,
            reads(words.ANSWERS),
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
        view = choose(say("View"), list(words.VIEWS), "view", reads(words.VIEWS))
        if choose(say("Of"), list(words.SPACES), "space", reads(words.SPACES)) == "pixels":
            return pixel_space(pair), view
        branch = ""
        if not twins.shared:
            branch = choose(say("Seen by"), SIDES, "branch", reads(words.BRANCHES))
    return space_of_branch(twins, pair, branch), view


def summary_of(space: Space, view: str, with_pair: bool) -> str:
    """What can be seen on the map, for those who do not see it."""
    summary = words.SUMMARIES[view](digits=len(shown_digits()), vectors=space.title)
    return paragraph(summary, words.WITH_PAIR()) if with_pair else summary


def sentences_on_map(space: Space, view: str, with_pair: bool) -> str:
    """What the places mean, and what to think of two maps."""
    sentences = sentence_on(space, view)
    if space.branch and with_pair:
        return paragraph(sentences, words.OWN_MAPS())
    return sentences


def show_outcome(space: Space, guess: str) -> None:
    """Holds the prediction against the neighbours that are shown."""
    kinds = {side: kind_around(space, vector) for side, vector in space.own.items()}
    answer = "one" if kinds["left"] == kinds["right"] else "two"
    says = outcome("map_prediction", words.ANSWERS, guess, answer)
    st.markdown(words.LANDED(outcome=says, **kinds), width="content")


def show_pair_to_place(pair: Pair) -> None:
    """The student's pair, before it is on the map."""
    with st.container(key="own_pair"):
        st.markdown(paragraph(words.TO_PLACE(), pair.whose))
        show_digits(np.stack([pair.left, pair.right]), side_names(), size=140)


def show_chosen(space: Space, index: int | None, with_pair: bool) -> None:
    """The test digit that was chosen: itself, its neighbours, and how far it is from the student's pair."""
    with st.container(border=True, key="chosen"):
        if index is None:
            show_hint(words.CHOOSE["mouse"](), words.CHOOSE["finger"]())
            return
        vector, kind = space.map.embedding(index), with_article(load_test_classes()[index])
        away = {side: number(float(np.linalg.norm(own - vector))) for side, own in space.own.items()}
        sentences = [
            words.CHOSEN(index=index, kind=kind),
            *([words.AWAY(**away)] if with_pair else []),
            words.NEIGHBOURS_OF_CHOSEN(),
        ]
        with st.container(horizontal=True, vertical_alignment="center", key="chosen_digit"):
            caption = say("digit {index}", index=index)
            show_digits(load_test_pictures(np.array([index])), [caption], size=64, width="content")
            st.markdown(explained(paragraph(*sentences)), width="stretch")
        neighbours, distances = space.map.nearest(vector, 11)
        others = neighbours != index
        show_gallery(neighbours[others][:10], distances[others][:10])


def show_neighbours(space: Space, side: str, vector: np.ndarray, pair: Pair) -> None:
    """The ten nearest of all 10,000 test digits, and whether they are near enough to say anything."""
    neighbours, distances = space.map.nearest(vector)
    classes, counts = np.unique(load_test_classes()[neighbours], return_counts=True)
    of_side = words.NEIGHBOURS["drawn" if pair.drawn else "example", side]
    with st.container(key=f"{side}_neighbours"):
        st.markdown(explained(of_side(count=counts.max(), kind=classes[counts.argmax()])))
        away, within = float(distances.mean()), space.map.familiar
        if away > within:
            st.warning(
                words.STRANGE(away=away, share=FAMILIAR, within=within), icon=":material/question_mark:"
            )
        show_gallery(neighbours, distances)


def show_gallery(indices: np.ndarray, distances: np.ndarray) -> None:
    """Test digits side by side, each with its distance."""
    show_digits(load_test_pictures(indices), [f"{distance:.3f}" for distance in distances], size=48)


chosen_twins = choose_twins(
    Text("Where does my digit live?"),
    Text(
        "Every digit gets a place, and digits that look alike to the network are neighbours. Find your own."
    ),
)
show_style_with_sheet(STYLE, "map", address_of_shown)
show_map(chosen_twins, pair_on_page())
show_way_on(EMBEDDING_MAP)
