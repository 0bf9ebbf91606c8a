"""The embedding map, run without a browser."""

import re
from base64 import b64decode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.map.digit_map import in_space, map_data, own_data
from pages.parts.map.words import VIEWS
from pages.parts.shared.charts import DIGIT_COLOURS, PAGE, contrast
from pages.parts.shared.examples import example_drawing
from siamese_core import DESIGNS, load_twins, rasterize
from siamese_core.making.data import load_test_digits
from siamese_core.maps import load_evaluation, load_pixel_map, shown_digits
from tests.pages.app_test import open_app, open_with_pair, put


def predicted(app: AppTest) -> AppTest:
    return app.pills[0].set_value("one").run()


def texts(app: AppTest) -> str:
    """All texts, without the links that explain words."""
    whole = "\n".join(element.value for element in [*app.markdown, *app.caption])
    return re.sub(r"\[([^]]+)]\(#word-[^)]+\)", r"\1", whole)


@pytest.mark.parametrize("sharing", ["shared", "unshared"])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_neighbours_are_counted_among_all_test_digits(design: str, sharing: str) -> None:
    app = open_with_pair("embedding_map.py", design=design, sharing=sharing)
    assert not app.exception
    predicted(app)
    twins = load_twins(design, sharing == "shared")
    known = load_evaluation(twins).left
    embedding = twins.embed_left(rasterize(example_drawing("7", "left"))[None])[0]
    counts = np.bincount(load_test_digits().digits[known.nearest(embedding)[0]])
    assert (
        f"**Your left digit**: of its ten nearest among all 10,000, {counts.max()} are {counts.argmax()}s."
        in texts(app)
    )


@pytest.mark.parametrize("view", ["flat", "turned", "tsne"])
@pytest.mark.parametrize("space", ["embeddings", "pixels"])
def test_every_view_of_every_space_opens(view: str, space: str) -> None:
    app = open_with_pair("embedding_map.py", design="mnist_siamese", sharing="unshared")
    app.segmented_control("view").set_value(view).run()
    app.segmented_control("space").set_value(space).run()
    assert not app.exception
    assert ("cannot place new digits" in texts(app)) == (view == "tsne")


def test_unshared_twins_have_a_map_for_each_branch() -> None:
    app = open_with_pair("embedding_map.py", sharing="unshared")
    assert app.segmented_control("branch").set_value("right").run().exception == []
    predicted(app)
    assert "Each branch has a map of its own." in texts(app)
    assert "branch" not in [
        control.key for control in open_with_pair("embedding_map.py", sharing="shared").segmented_control
    ]


@pytest.mark.parametrize("space", ["embeddings", "pixels"])
def test_the_prediction_comes_first_and_its_answer_speaks_of_what_is_shown(space: str) -> None:
    app = open_with_pair("embedding_map.py", "4", "9")
    app.segmented_control("space").set_value(space).run()
    assert "nearest among all" not in texts(app)
    app.pills[0].set_value("two").run()
    kinds = re.findall(r"are (\d)s\.", texts(app))
    assert f"left among the {kinds[0]}s, right among the {kinds[1]}s." in texts(app)
    assert ("**Right:**" in texts(app)) == (kinds[0] != kinds[1])


def test_another_space_is_another_question() -> None:
    app = predicted(open_with_pair("embedding_map.py"))
    assert "nearest among all" in texts(app)
    app.segmented_control("space").set_value("pixels").run()
    assert "nearest among all" not in texts(app)


def test_a_scribble_does_not_look_like_a_digit() -> None:
    app = open_app()
    ends = [
        ((100, 40), (100, 240)),
        ((180, 40), (180, 240)),
        ((40, 100), (240, 100)),
        ((40, 180), (240, 180)),
    ]
    lines = [
        {
            "type": "Path",
            "left": (start[0] + end[0]) / 2,
            "top": (start[1] + end[1]) / 2,
            "path": [["M", *start], ["L", *end]],
        }
        for start, end in ends
    ]
    put(app, "left", {"objects": lines})  # a hash: two lines down and two across
    put(app, "right", example_drawing("9", "right"))
    app.run()
    assert "perhaps" in texts(app)
    assert "The left drawing looks like no digit" in texts(app)
    app.switch_page("pages/embedding_map.py").run()
    predicted(app)
    assert "does not look like any digit it knows" in app.warning[0].value


def test_a_clicked_digit_shows_its_neighbours_on_every_map() -> None:
    app = open_with_pair("embedding_map.py")
    assert "Test digit" not in texts(app)
    index = int(shown_digits()[700])
    app.session_state["map"] = {"chosen": index}
    for view in ("flat", "tsne"):
        app.segmented_control("view").set_value(view).run()
        assert f"Test digit {index}, **a 3**." in texts(app)


def test_an_8_has_an_article_of_its_own() -> None:
    app = open_with_pair("embedding_map.py")
    index = int(shown_digits()[1700])  # 200 of each, in their order
    app.session_state["map"] = {"chosen": index}
    assert f"Test digit {index}, **an 8**." in texts(app.run())


@pytest.mark.parametrize("chosen", [-1, 10_000, "7", None, 0.5, []])
def test_what_is_no_digit_of_the_map_is_not_chosen(chosen: object) -> None:
    app = open_with_pair("embedding_map.py")
    app.session_state["map"] = {"chosen": chosen}
    assert not app.run().exception
    assert "Test digit" not in texts(app)


def test_every_digit_has_a_colour_that_means_nothing_else() -> None:
    meanings = {"#0072b2", "#e69f00", "#009e73", "#d55e00"}
    for dark, colours in DIGIT_COLOURS.items():
        assert len(set(colours)) == 10
        assert not set(colours) & meanings
        assert min(contrast(colour, PAGE[dark]) for colour in colours) >= 4.5


@pytest.mark.parametrize("view", VIEWS)
def test_places_travel_as_float32(view: str) -> None:
    data = map_data(load_pixel_map(), view)
    sent = np.frombuffer(b64decode(data["places"]), np.float32).reshape(2000, 3)
    assert (sent[:, 2] == 0).all() == data["flat"] == (view != "turned")
    assert np.frombuffer(b64decode(data["digits"]), np.uint8).tolist() == sorted(list(range(10)) * 200)
    assert np.frombuffer(b64decode(data["indices"]), np.int32).tolist() == shown_digits().tolist()
    assert map_data(load_pixel_map(), view) is data  # once for all students


def test_the_pair_travels_apart_from_the_map() -> None:
    own = {"left": np.array([1.0, 2.0]), "right": np.array([3.0, 4.0])}
    assert np.frombuffer(b64decode(own_data(own)), np.float32).tolist() == [1, 2, 0, 3, 4, 0]
    assert own_data(None) is None
    assert in_space(np.ones((1, 3))).tolist() == [[1, 1, 1]]
