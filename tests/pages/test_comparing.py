"""What the home page computes, without the page."""

import json

import numpy as np
import pytest
from pages.components import comparing

from pages.parts.shared.comparing import embedding_of, largest_differences, picture_of
from pages.parts.shared.examples import INK, STROKES, example_drawing, in_colour_of
from pages.parts.shared.numbers import between, number, percent
from siamese_core import DESIGNS, load_twins, rasterize


def objects(digit: str) -> str:
    return json.dumps(example_drawing(digit, "left")["objects"])


def test_the_largest_differences_come_first_with_their_share() -> None:
    left, right = np.array([0.0, 3.0, 1.0, 5.0]), np.array([0.0, 1.0, 1.0, 2.0])
    coordinates, share = largest_differences(left, right, count=1)
    assert coordinates.tolist() == [3]
    assert share == pytest.approx(9 / 13)  # differences 0, 2, 0, 3: squares 4 + 9
    assert largest_differences(left, right, count=2)[0].tolist() == [3, 1]


def test_equal_embeddings_differ_by_a_share_of_0() -> None:
    assert largest_differences(np.ones(8), np.ones(8))[1] == 0


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("design", DESIGNS)
def test_each_side_goes_through_its_own_branch(design: str, shared: bool) -> None:
    twins = load_twins(design, shared)
    picture = picture_of(objects("7"))
    np.testing.assert_array_equal(embedding_of(twins, "left", picture), twins.embed_left(picture[None])[0])
    np.testing.assert_array_equal(embedding_of(twins, "right", picture), twins.embed_right(picture[None])[0])


def test_what_was_computed_once_is_not_computed_again() -> None:
    twins = load_twins("mnist_siamese", shared=True)
    picture = picture_of(objects("9"))
    embedding_of(twins, "left", picture)
    drawn, embedded = comparing._picture.cache_info().misses, comparing._embedding.cache_info().misses
    assert picture_of(objects("9")) is picture
    embedding_of(twins, "left", picture)
    assert comparing._picture.cache_info().misses == drawn
    assert comparing._embedding.cache_info().misses == embedded


def test_a_picture_that_is_remembered_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        picture_of(objects("9"))[0, 0] = 1


@pytest.mark.parametrize("digit", STROKES)
def test_examples_lie_on_the_canvas_where_they_were_drawn(digit: str) -> None:
    for stroke, numbers in zip(example_drawing(digit, "left")["objects"], STROKES[digit], strict=True):
        xs, ys = numbers[::2], numbers[1::2]
        assert min(xs) <= stroke["left"] <= max(xs)
        assert min(ys) <= stroke["top"] <= max(ys)
        assert stroke["path"][0] == ["M", xs[0], ys[0]]
        assert stroke["path"][-1] == ["L", xs[-1], ys[-1]]


def test_the_colour_of_a_side_does_not_change_what_the_network_sees() -> None:
    left = example_drawing("8", "left")
    right = in_colour_of("right", left)
    assert {stroke["stroke"] for stroke in right["objects"]} == {INK["right"]}
    np.testing.assert_array_equal(rasterize(left), rasterize(right))


def test_numbers_for_people() -> None:
    assert [number(value) for value in (0, 1e-9, 0.8664)] == ["0", "0.000", "0.866"]
    assert [percent(share) for share in (0, 0.004, 0.5, 0.996, 1)] == ["none", "0.4%", "50%", "99.6%", "all"]
    assert between(0.1, 0.2) == "from 0.100 to 0.200"
    assert between(1.4, float("inf")) == "above 1.400"
