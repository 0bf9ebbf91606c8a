"""What the home page computes, without the page."""

import json
import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pages.parts.shared.comparing import embedding_of, largest_differences, picture_of
from pages.parts.shared.examples import INK, STROKES, example_drawing, in_colour_of
from pages.parts.shared.numbers import number, overlap, per_cent, percent, with_interval
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
    assert picture_of(objects("9")) is picture
    assert embedding_of(twins, "left", picture) is embedding_of(twins, "left", picture.copy())


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
    assert [percent(share) for share in (1e-9, 0.9996)] == ["under 0.1%", "over 99.9%"]
    assert [per_cent(share, 2) for share in (0, 1e-6, 0.12345, 0.99999, 1)] == [
        *("0%", "under 0.01%", "12.35%", "over 99.99%", "100%")
    ]
    assert with_interval(0.99736, (0.9963, 0.9981)) == "99.74% (99.63–99.81%)"


@given(st.floats(0, 1), st.integers(0, 3))
@example(0.005, 0)  # half a per cent: Python rounds it to 0
def test_only_none_is_0_per_cent_and_only_all_is_100(share, decimals):
    assert (float(re.search(r"[\d.]+", per_cent(share, decimals))[0]) in (0, 100)) == (share in (0, 1))


def test_intervals_overlap_where_they_have_a_value_in_common():
    assert overlap((0.1, 0.3), (0.3, 0.4))
    assert overlap((0.1, 0.9), (0.3, 0.4))
    assert not overlap((0.1, 0.2), (0.3, 0.4))
