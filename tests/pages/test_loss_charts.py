"""The charts and figures of the contrastive loss, with numbers by hand."""

import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from pages.parts.loss.charts import (
    STEP_SHOWN,
    axis_ends,
    loss_over_distance_chart,
    margin_text,
    mean_over_margin_chart,
    pair_over_margin_chart,
    round_up,
)
from pages.parts.loss.figures import (
    on_surface,
    on_trained,
    surface_figure,
    trained_figure,
    trained_margins_figure,
)
from pages.parts.loss.numbers import MARGIN_RANGE, MARGINS, MeanLoss, Sample, trained_margins
from pages.parts.loss.scatter import COLUMNS, ROWS, landscape_chart, sample_chart, sheet_offsets
from pages.parts.shared import language
from pages.parts.shared.pictures import TILE, digit_sheet
from siamese_core.files import load_margins
from siamese_core.making.data import load_test_digits
from tests.pages.test_loss_numbers import CARD

SAMPLE = Sample(  # three pairs of test digits: 7 and 2, 1 and 1, 0 and 4
    same=np.array([False, True, False]),
    distance=np.array([0.5, 0.25, 1.5]),
    left=np.array([0, 2, 3]),
    right=np.array([1, 5, 4]),
    left_digit=np.array([7, 1, 0]),
    right_digit=np.array([2, 1, 4]),
)


def series(chart, name):
    return next(item for item in chart["series"] if item["id"].startswith(name))


def value_at(data, x):
    """The y of a line at the point nearest to x."""
    return min(data, key=lambda point: abs(point[0] - x))[1]


# The first chart


def test_the_curves_at_margin_1():
    chart = loss_over_distance_chart(0.5, 1.0, False)
    same, different = series(chart, "same")["data"], series(chart, "different")["data"]
    for x, same_loss, different_loss in [(0, 0, 1), (0.5, 0.25, 0.25), (1, 1, 0), (1.5, 2.25, 0)]:
        assert value_at(same, x) == pytest.approx(same_loss, abs=1e-4)
        assert value_at(different, x) == pytest.approx(different_loss, abs=1e-4)


def test_the_pair_the_hinge_and_the_margin_are_marked():
    chart = loss_over_distance_chart(0.3, 1.0, False)
    assert series(chart, "pair_if_same")["data"] == [[0.3, pytest.approx(0.09)]]
    assert series(chart, "pair_if_different")["data"] == [[0.3, pytest.approx(0.49)]]
    assert series(chart, "hinge")["data"] == [[1.0, 0.0]]
    marks = series(chart, "different")["markLine"]["data"]
    assert [(foot["coord"][0], foot["label"]["formatter"]) for foot, _ in marks] == [
        (1.0, "margin 1.00"),
        (0.3, "this pair 0.300"),
    ]


def arrows(distance, margin):
    marks = series(loss_over_distance_chart(distance, margin, False), "arrows")["markLine"]["data"]
    return [(foot["label"]["formatter"], foot["coord"], tip["coord"]) for foot, tip in marks]


def test_arrows_go_against_the_slope_and_are_as_long_as_it_is_steep():
    pull, push = arrows(0.5, 2.0)  # slopes 1 and -3
    assert pull == ("pull", [0.5, 0.25], [0.5 - STEP_SHOWN, 0.25])
    assert push == ("push", [0.5, 2.25], [pytest.approx(0.5 + 3 * STEP_SHOWN), 2.25])


def test_nothing_moves_a_different_pair_beyond_the_margin_or_a_same_pair_at_distance_0():
    assert [name for name, *_ in arrows(1.2, 1.0)] == ["pull"]
    assert [name for name, *_ in arrows(0.0, 1.0)] == ["push"]


def test_the_axes_stand_still_while_the_margin_moves_a_little():
    assert {axis_ends(0.8, margin) for margin in np.arange(0.1, 1.51, 0.05).round(2)} == {(1.6, 2.5)}
    assert {axis_ends(0.8, margin) for margin in np.arange(1.55, 2.21, 0.05).round(2)} == {(2.4, 5.0)}
    assert {axis_ends(0.8, margin) for margin in np.arange(2.25, 3.01, 0.05).round(2)} == {(3.2, 10.0)}


@pytest.mark.parametrize("distance", [0, 0.5, 1.5, 1.51, 2.2, 3.1, 3.15, 4.3, 12])
@pytest.mark.parametrize("margin", [0.1, 1.0, 3.0])
def test_the_axes_hold_the_pair_and_the_hinge(distance, margin):
    end, top = axis_ends(distance, margin)
    assert max(distance, margin) < end
    assert max(distance, margin) ** 2 <= top


# Over the margin


def test_a_pair_at_05_over_the_margin():
    chart = pair_over_margin_chart(0.5, 1.5, False)
    assert {y for _, y in series(chart, "same")["data"]} == {0.25}
    different = series(chart, "different")["data"]
    for margin, loss in [(0.1, 0), (0.5, 0), (1, 0.25), (3, 6.25)]:
        assert value_at(different, margin) == pytest.approx(loss)
    assert series(chart, "different_now")["data"] == [[1.5, 1.0]]  # (1.5 - 0.5)^2


def test_the_mean_is_drawn_with_its_two_parts_and_their_sum():
    mean = MeanLoss(np.full(len(MARGINS), 0.1), MARGINS**2)
    chart = mean_over_margin_chart(mean, 2.0, False)
    assert series(chart, "same_now")["data"] == [[2.0, pytest.approx(0.1)]]
    assert series(chart, "different_now")["data"] == [[2.0, pytest.approx(4.0)]]
    assert series(chart, "sum_now")["data"] == [[2.0, pytest.approx(4.1)]]
    assert value_at(series(chart, "sum")["data"], 3.0) == pytest.approx(9.1)


@pytest.mark.parametrize(
    ("value", "end"), [(0.87, 0.9), (1, 1), (1.01, 1.5), (8.4, 8.5), (0.032, 0.035), (12, 15)]
)
def test_axes_end_with_round_numbers(value, end):
    assert round_up(value) == pytest.approx(end)


def test_every_cell_of_the_landscape_is_the_loss_at_its_middle():
    chart = landscape_chart(0.8, 1.0, dark=False)
    cells = series(chart, "landscape")["data"]
    assert len(cells) == COLUMNS * ROWS
    column, row, loss, distance, margin = cells[-COLUMNS]  # the first of the top row
    assert (column, row, distance, margin) == (0, ROWS - 1, 0.05, MARGIN_RANGE[1])  # cells of 3.2 / 32
    assert loss == pytest.approx((3 - 0.05) ** 2, abs=1e-3)
    assert series(chart, "this_margin")["data"] == [[3.2, 1.0], [0, 1.0]]
    assert series(chart, "pair")["data"] == [[0.8, 1.0]]


def test_no_loss_has_the_colour_of_the_page():
    first = [landscape_chart(0.8, 1.0, dark)["visualMap"]["inRange"]["color"][0] for dark in (False, True)]
    assert first == ["#ffffff", "#12161c"]  # backgroundColor in .streamlit/config.toml


# Real pairs


def test_every_dot_has_its_distance_loss_kind_and_digits():
    dots = series(sample_chart(SAMPLE, 0, 1.0, False), "pairs")["data"]
    assert [dot[:5] for dot in dots] == [[0.5, 0.25, 0, 7, 2], [0.25, 0.062, 1, 1, 1], [1.5, 0.0, 0, 0, 4]]


def test_the_chosen_pair_is_ringed():
    assert series(sample_chart(SAMPLE, 2, 2.0, False), "chosen")["data"] == [[1.5, 0.25]]


def test_a_dots_digits_lie_where_it_says_on_the_sheet():
    sheet = np.asarray(Image.open(BytesIO(digit_sheet(np.concatenate([SAMPLE.left, SAMPLE.right])))))
    offsets = np.array(sheet_offsets(3)) // TILE * -28  # from CSS pixels to pixels of the sheet
    for pair in range(3):
        for (x, y), index in zip(
            offsets[:, pair].reshape(2, 2), (SAMPLE.left[pair], SAMPLE.right[pair]), strict=True
        ):
            digit = load_test_digits().images[index] * 255
            np.testing.assert_allclose(sheet[y : y + 28, x : x + 28], digit, atol=9)  # 16 greys


def charts(dark):
    """Every chart, on a light or on a dark page."""
    return {
        "distance": loss_over_distance_chart(0.5, 1.0, dark),
        "pair": pair_over_margin_chart(0.5, 1.0, dark),
        "mean": mean_over_margin_chart(MeanLoss(MARGINS, MARGINS), 1.0, dark),
        "landscape": landscape_chart(0.5, 1.0, dark),
        "sample": sample_chart(SAMPLE, 0, 1.0, dark),
    }


@pytest.mark.parametrize("name", charts(dark=False))
def test_charts_are_json_of_finite_numbers(name):
    chart = charts(dark=True)[name]
    assert json.loads(json.dumps(chart, allow_nan=False)) == chart


def styles_of_text(option):
    """What an option says of the look of its texts."""
    for key, value in option.items() if isinstance(option, dict) else enumerate(option):
        if isinstance(value, dict) and str(key).lower().endswith(("label", "textstyle")):
            yield value
        if isinstance(value, dict | list):
            yield from styles_of_text(value)


def contrast(*colours):
    """Of two colours, as WCAG 2 defines it."""

    def luminance(colour):
        parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    darker, lighter = sorted(map(luminance, colours))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", charts(dark=False))
def test_every_text_of_a_chart_can_be_read(name, dark):
    page = "#12161c" if dark else "#ffffff"  # backgroundColor in .streamlit/config.toml
    styles = list(styles_of_text(charts(dark)[name]))
    assert len(styles) > 3
    assert [style for style in styles if contrast(style["color"], page) < 4.5] == []


@pytest.mark.parametrize(("margin", "text"), [(1.0, "1.00"), (0.15, "0.15"), (0.333, "0.333")])
def test_margins_are_written_as_the_slider_does(margin, text):
    assert margin_text(margin) == text


# The figures that stand still


def arrays_of(figure):
    return [
        np.asarray(getattr(trace, axis))
        for trace in figure.data
        for axis in "xyz"
        if getattr(trace, axis, None) is not None
    ]


def test_the_surface_at_its_corners():
    surface, pair, hinge = surface_figure(0.5, 3.2, False, on_surface()).data
    losses = np.asarray(surface.z)  # (margins, distances)
    assert losses[-1, 0] == pytest.approx(9)  # distance 0, margin 3: 3^2
    assert losses[0, 0] == pytest.approx(0.01)  # margin 0.1
    assert losses[-1, -1] == 0  # distance 3.2
    assert set(pair.x) == {0.5}
    assert pair.z[-1] == pytest.approx(2.5**2 + 0.03)  # a little above the surface
    np.testing.assert_array_equal(hinge.x, hinge.y)


def test_the_lines_of_each_trained_margin():
    trained = trained_margins(CARD)
    plain, scaled = (
        trained_margins_figure(trained, by_margin, False, on_trained(trained, by_margin))
        for by_margin in (False, True)
    )

    def lines(figure):
        return [(shape.name, shape.x0, shape.line.dash) for shape in figure.layout.shapes]

    assert lines(plain) == [
        ("threshold", 0.2, "solid"),
        ("margin", 0.5, "dash"),
        ("threshold", 1.2, "solid"),
        ("margin", 2.0, "dash"),
    ]
    assert lines(scaled) == [
        ("threshold", 0.4, "solid"),
        ("margin", 1.0, "dash"),
        ("threshold", 0.6, "solid"),
        ("margin", 1.0, "dash"),
    ]
    assert plain.layout.xaxis.range == (0, 4.0)
    assert scaled.layout.xaxis.range == (0, 2.0)  # 4 / 2 and 1 / 0.5


def test_histograms_are_steps_from_0_to_their_end():
    trained = trained_margins(CARD)
    same, different = trained_margins_figure(trained, False, True, on_trained(trained, False)).data[:2]
    np.testing.assert_array_equal(same.x, [0, 0.5, 1])
    np.testing.assert_array_equal(same.y, [1, 0, 0])
    np.testing.assert_array_equal(different.y, [0, 1, 1])


def test_numbers_travel_as_float32():
    trained = trained_margins(CARD)
    figures = (
        surface_figure(0.5, 3.2, True, on_surface()),
        trained_margins_figure(trained, True, True, on_trained(trained, True)),
    )
    assert {array.dtype for figure in figures for array in arrays_of(figure)} == {np.dtype(np.float32)}


def test_figures_that_are_remembered_for_all_have_the_words_of_each_student(monkeypatch):
    trained = trained_margins(load_margins())

    def axes(code):
        monkeypatch.setattr(language, "language", lambda: code)
        surface = surface_figure(0.5, 3.2, False, on_surface())
        histograms = trained_figure(True, False, on_trained(trained, True))
        return surface.layout.scene.xaxis.title.text, histograms.layout.xaxis.title.text

    assert list(map(axes, ("en", "zh", "en"))) == [
        ("distance", "distance ÷ margin"),
        ("距离", "距离 ÷ 间隔"),
        ("distance", "distance ÷ margin"),
    ]
