"""Figures, and what they are compared with."""

from math import prod
from random import Random

import pytest

from benchmarks.drawings import new_drawing
from benchmarks.forward import product_of
from benchmarks.report import Figure, quantile
from benchmarks.table import table
from siamese_core import rasterize
from siamese_core.designs import BY_NAME, trace_branch, trace_head


def test_quantiles_of_the_numbers_from_1_to_100():
    assert [quantile(range(1, 101), share) for share in (0, 0.5, 0.95, 1)] == [1, 50, 95, 100]
    assert quantile([7.0], 0.95) == 7


@pytest.mark.parametrize(
    ("goals", "met"),
    [
        ({}, None),
        ({"at_most": 8}, True),
        ({"at_most": 5}, False),
        ({"at_most": 8, "ratio_at_most": 2}, False),
    ],
)
def test_a_goal_is_met_where_all_its_limits_are_kept(goals, met):
    figure = Figure("a stroke", "ms", 6.0, 2.0, **goals)
    assert figure.ratio == 3
    assert figure.met is met
    assert ("MISSED" in figure.goal) == (met is False)


@pytest.mark.parametrize("design", BY_NAME.values(), ids=lambda design: design.name)
def test_the_floor_multiplies_by_every_kernel(design):
    for traced in trace_branch(design) + trace_head(design):
        product = product_of(traced)
        kernels = [shape for name, shape in traced.weights.items() if name.endswith("/kernel")]
        assert ([product[1] * product[2]] if product else []) == [prod(shape) for shape in kernels]


def test_students_draw_what_nobody_has_drawn_and_all_of_it_is_read():
    rng = Random(1)  # noqa: S311  drawings need not be secret
    pictures = [rasterize(new_drawing("left", rng)) for _ in range(20)]
    assert all(picture.any() for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 20


def test_the_table_has_a_row_for_every_figure():
    versions = {"python": "3.11", "streamlit": "1", "numpy": "2"}
    machine = {"measured": "2026-01-02T03:04:05", "cores": 2, "system": "any", **versions}
    figure = Figure("a stroke", "ms", 6.0, 2.0, ratio_at_most=2.5).as_json()
    rows = table({"machine": machine, "figures": {"strokes": [figure]}}).splitlines()
    assert rows[-1] == "| strokes | a stroke | 6 ms | 2 ms | 3.00 | at most 2.5x: MISSED |"
