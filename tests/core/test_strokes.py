"""Canvas drawing -> digit. Numbers worth knowing: the pen is 2.5 pixels wide, so the longer side of what the
pen's tip follows is 20 - 2.5 = 17.5 pixels. A pixel at distance d from that line holds 1.75 - d ink, but at
least 0 and at most 1.
"""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siamese_core import strokes as core
from siamese_core.strokes import MAX_COMMANDS, MAX_SEGMENTS, MAX_STROKES, DrawingError, draw, rasterize

TOLERANCE = 1e-5  # of a pixel, where ink is 1: what rounding leaves between two ways to the same picture

SEVEN = [(80, 60), (190, 60), (120, 220)]
DASH = [(100, 150), (170, 140)]
BOX = [(40, 90), (240, 90), (240, 190), (40, 190), (40, 90)]


def stroke(points, **changes):
    """What the canvas sends for a stroke of straight lines through `points`."""
    xs, ys = zip(*points, strict=True)
    return {
        "type": "Path",
        "path": [["M", *points[0]], *(["L", *point] for point in points[1:])],
        "left": (min(xs) + max(xs)) / 2,
        "top": (min(ys) + max(ys)) / 2,
        **changes,
    }


def path(*commands, **changes):
    """A drawing of one stroke with these path commands."""
    return drawing({"type": "Path", "path": list(commands), "left": 0, "top": 0, **changes})


def drawing(*strokes):
    return {"objects": list(strokes)}


def drawn(strokes, **changes):
    """The picture of strokes that are given as lists of points."""
    return rasterize(drawing(*(stroke(points, **changes) for points in strokes)))


def assert_same_picture(found, expected, tolerance=TOLERANCE):
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance)


def centre_of_mass(picture):
    rows, columns = np.indices(picture.shape)
    return (picture * columns).sum() / picture.sum(), (picture * rows).sum() / picture.sum()


# Where, how large, with what pen and in which order it is drawn makes no difference


def longer_side(strokes):
    xs, ys = zip(*(point for points in strokes for point in points), strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


points_on_canvas = st.tuples(st.integers(0, 280), st.integers(0, 280))
any_strokes = st.lists(st.lists(points_on_canvas, min_size=1, max_size=6), min_size=1, max_size=4)
large_strokes = any_strokes.filter(lambda strokes: longer_side(strokes) >= 64)  # twice MINIMUM_INK
some_examples = settings(max_examples=50, deadline=None, derandomize=True)


@some_examples
@given(any_strokes, st.integers(-500, 500), st.integers(-500, 500))
def test_where_it_is_drawn_makes_no_difference(strokes, right, down):
    moved = [[(x + right, y + down) for x, y in points] for points in strokes]
    assert_same_picture(drawn(moved), drawn(strokes))


@some_examples
@given(large_strokes, st.floats(0.5, 4))
def test_how_large_it_is_drawn_makes_no_difference(strokes, factor):
    scaled = [[(x * factor, y * factor) for x, y in points] for points in strokes]
    assert_same_picture(drawn(scaled), drawn(strokes))


@some_examples
@given(any_strokes, st.integers(1, 60), st.sampled_from(["#000000", "#0072B2", "white"]))
def test_the_canvas_pen_makes_no_difference(strokes, width, colour):
    assert_same_picture(
        drawn(strokes, strokeWidth=width, stroke=colour), drawn(strokes, strokeWidth=12, stroke="black")
    )


@some_examples
@given(any_strokes)
def test_the_order_of_strokes_makes_no_difference(strokes):
    assert_same_picture(drawn(strokes[::-1]), drawn(strokes))


@some_examples
@given(any_strokes)
def test_a_picture_is_28_by_28_float32_between_0_and_1_with_full_ink_somewhere(strokes):
    picture = drawn(strokes)
    assert picture.shape == (28, 28)
    assert picture.dtype == np.float32
    assert picture.min() == 0  # the margin around the digit
    assert picture.max() == 1  # some pixel is within sqrt(0.5) = 0.71 of the line, and 1.75 - 0.71 > 1


# Size and place


def test_a_vertical_line_is_20_pixels_long_and_as_wide_as_the_pen():
    picture = drawn([[(100, 20), (100, 260)]])
    assert picture[:, 14].sum() == pytest.approx(20)  # 17.5, and half of the pen's 2.5 at both ends
    np.testing.assert_allclose(picture[14, 12:17], [0, 0.75, 1, 0.75, 0], atol=1e-6)  # together 2.5


def test_a_box_of_200_by_100_keeps_its_shape():
    picture = drawn([BOX])
    # Its sides lie at 14 - 8.75 = 5.25 and 14 + 8.75 = 22.75, its top at 14 - 8.75 / 2 = 9.625.
    # So the pixel at 3 holds 1.75 - 2.25, the one at 4 1.75 - 1.25, ...
    np.testing.assert_allclose(picture[14, 3:8], [0, 0.5, 1, 1, 0], atol=1e-6)
    np.testing.assert_allclose(picture[14, 21:26], [0, 1, 1, 0.5, 0], atol=1e-6)
    np.testing.assert_allclose(picture[7:13, 14], [0, 0.125, 1, 1, 0.375, 0], atol=1e-6)


def test_a_dot_stays_a_dot():
    corner = 1.75 - math.sqrt(2)
    expected = np.zeros((28, 28))
    expected[13:16, 13:16] = [[corner, 0.75, corner], [0.75, 1, 0.75], [corner, 0.75, corner]]
    assert_same_picture(rasterize(path(["M", 200, 30])), expected)
    assert_same_picture(rasterize(path(["M", 200, 30], ["L", 200, 30])), expected)


def test_a_mark_of_16_pixels_is_drawn_half_as_long_as_one_of_32():
    assert drawn([[(50, 50), (50, 82)]])[:, 14].sum() == pytest.approx(17.5 + 2.5)
    assert drawn([[(50, 50), (50, 66)]])[:, 14].sum() == pytest.approx(17.5 / 2 + 2.5)


@pytest.mark.parametrize(
    "strokes",
    [[SEVEN], [SEVEN, DASH], [[(60, 30), (60, 240), (150, 240)]], [[(30, 30), (200, 31)], [(40, 70)]]],
    ids=["seven", "crossed seven", "angle", "line and dot"],
)
def test_the_centre_of_mass_lies_at_pixel_14(strokes):
    assert centre_of_mass(drawn(strokes)) == pytest.approx((14, 14), abs=0.2)


def test_ink_is_not_moved_out_of_the_picture():
    wall = [[(x, 20), (x, 260)] for x in (20, 40, 60)]
    picture = drawn([*wall, [(20, 140), (260, 140)]])
    assert centre_of_mass(picture)[0] < 13  # the wall on the left is too heavy for the ink to be centred ...
    # ... because its line to the right ends at 28 - 0.5 - 1.25 = 26.25, where the pen touches the edge. The
    # last pixel is 0.75 from there, and 1.75 - 0.75 = 1.
    assert picture[14, 27] == pytest.approx(1)


def test_a_drawing_without_ink_is_all_zero():
    empty_canvas = {"version": "6.0", "objects": [], "background": "#fff"}
    np.testing.assert_array_equal(rasterize(empty_canvas), np.zeros((28, 28), np.float32))


# Path commands


def test_a_curve_with_its_control_point_on_the_line_is_a_line():
    line = rasterize(path(["M", 10, 20], ["L", 110, 220]))
    assert_same_picture(rasterize(path(["M", 10, 20], ["Q", 60, 120, 110, 220])), line)


# What the canvas's Edit does to a stroke

edits = st.fixed_dictionaries(
    {},
    optional={
        "left": st.integers(0, 280),
        "top": st.integers(0, 280),
        "scaleX": st.floats(-3, 3),
        "scaleY": st.floats(-3, 3),
        "flipX": st.booleans(),
        "flipY": st.booleans(),
        "skewX": st.integers(-60, 60),
        "skewY": st.integers(-60, 60),
        "angle": st.integers(-360, 360),
    },
)


def edited_naively(x, y, edit):
    """Where an edit takes a point, about its stroke's centre: skewed, scaled and flipped, then turned."""
    y += x * math.tan(math.radians(edit.get("skewY", 0)))
    x += y * math.tan(math.radians(edit.get("skewX", 0)))
    x *= edit.get("scaleX", 1) * (-1 if edit.get("flipX") else 1)
    y *= edit.get("scaleY", 1) * (-1 if edit.get("flipY") else 1)
    distance, angle = math.hypot(x, y), math.atan2(y, x) + math.radians(edit.get("angle", 0))
    return distance * math.cos(angle), distance * math.sin(angle)


@some_examples
@given(edits)
def test_an_edited_stroke_is_drawn_where_its_points_went(edit):
    # The seven spans 80 to 190 and 60 to 220, so its centre is (135, 140). The dash shows where it went.
    left, top = edit.get("left", 135), edit.get("top", 140)
    went = [edited_naively(x - 135, y - 140, edit) for x, y in SEVEN]
    expected = drawn([DASH, [(x + left, y + top) for x, y in went]])
    assert_same_picture(rasterize(drawing(stroke(DASH), stroke(SEVEN, **edit))), expected)


def test_turning_the_only_stroke_by_90_degrees_turns_the_picture():
    line_and_its_end = [(140, 20), (140, 260), (200, 260)]
    upright = drawn([line_and_its_end])
    turned = drawn([line_and_its_end], angle=90)
    # About pixel 14: the picture turns inside rows and columns 1 to 27.
    assert_same_picture(turned[1:, 1:], np.rot90(upright[1:, 1:], k=-1))


def test_flipping_the_only_stroke_mirrors_the_picture():
    assert_same_picture(drawn([SEVEN], flipX=True)[:, 1:], drawn([SEVEN])[:, :0:-1])


# The same, pixel by pixel


def draw_naively(strokes):
    """Every pixel's distance to every piece of every stroke, in plain Python."""
    xs, ys = zip(*(point for points in strokes for point in points), strict=True)
    scale = 17.5 / max(max(xs) - min(xs), max(ys) - min(ys))
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    fitted = [
        [(14 + (x - middle_x) * scale, 14 + (y - middle_y) * scale) for x, y in points] for points in strokes
    ]
    first_try = [[ink_naively(column, row, fitted) for column in range(28)] for row in range(28)]
    x, y = centre_of_mass(np.array(first_try))
    return [[ink_naively(column + x - 14, row + y - 14, fitted) for column in range(28)] for row in range(28)]


def ink_naively(x, y, strokes):
    nearest = min(
        distance_to_piece(x, y, *start, *end) for points in strokes for start, end in pairwise(points)
    )
    return min(1.0, max(0.0, 1.75 - nearest))


def distance_to_piece(x, y, x0, y0, x1, y1):
    length = math.hypot(x1 - x0, y1 - y0)
    along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length**2 if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0))


@pytest.mark.parametrize(
    "strokes",
    [[SEVEN], [SEVEN, DASH], [BOX], [[(10, 10), (250, 30), (15, 90), (240, 260)], [(30, 200), (30, 200)]]],
    ids=["seven", "crossed seven", "box", "zigzag and dot"],
)
def test_lines_are_drawn_as_by_brute_force(strokes):
    assert_same_picture(drawn(strokes), draw_naively(strokes))


def test_curves_are_drawn_as_by_brute_force():
    t = np.linspace(0, 1, 200)[:, np.newaxis]
    start, control, end = np.array([[20, 40], [260, 60], [90, 250]])
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    found = rasterize(path(["M", 20, 40], ["Q", 260, 60, 90, 250]))
    # 8 straight pieces stand for the curve. One piece spans 1/8 of t, so it leaves the curve by at most
    # |start - 2 control + end| / 4 / 64 = 444 / 256 = 1.7 canvas pixels, 0.15 of the picture's pixels.
    assert_same_picture(found, draw_naively([[tuple(point) for point in curve]]), tolerance=0.15)


# Long drawings


def test_a_long_scribble_is_drawn_with_a_bounded_number_of_pieces():
    angle = np.arange(40_000) / 7
    scribble = np.stack([14 + 8 * np.cos(angle), 14 + 8 * np.sin(1.01 * angle)], axis=1)
    starts, ends = core._segments([scribble])
    np.testing.assert_array_equal(starts[0], scribble[0])
    np.testing.assert_array_equal(ends[-1], scribble[-1])
    np.testing.assert_array_equal(starts[1:], ends[:-1])  # without a gap
    assert MAX_SEGMENTS / 2 < len(starts) <= MAX_SEGMENTS + 1


def test_scribbling_along_a_line_leaves_the_line():
    there, back = ["L", 240, 160], ["L", 40, 60]
    scribble = path(["M", 40, 60], *[there, back] * (MAX_COMMANDS // 2 - 1))
    assert_same_picture(rasterize(scribble), drawn([[(40, 60), (240, 160)]]), tolerance=0.05)


def test_as_many_strokes_and_commands_as_stated_are_read():
    dots = drawing(*[stroke([(i % 250, i // 2)]) for i in range(MAX_STROKES)])
    assert rasterize(dots).max() == 1
    commands = [["L", i % 250, i // 20] for i in range(MAX_COMMANDS - 1)]
    assert rasterize(path(["M", 0, 0], *commands)).max() == 1


def test_strokes_without_points_are_nothing():
    nothing, line = np.zeros((0, 2)), np.array([[0.0, 0], [0, 100]])
    assert_same_picture(draw([nothing, line]), draw([line]))
    np.testing.assert_array_equal(draw([]), np.zeros((28, 28)))


# Bad input

NESTED = []
for _ in range(5_000):
    NESTED = [NESTED]


def seven(**changes):
    return drawing(stroke(SEVEN, **changes))


def seven_without(name):
    return drawing({key: value for key, value in stroke(SEVEN).items() if key != name})


BAD_DRAWINGS = {
    "None": (None, "dictionary.*not NoneType"),
    "a list": ([stroke(SEVEN)], "dictionary.*not list"),
    "text": ('{"objects": []}', "dictionary.*not str"),
    "no objects": ({}, "list of strokes under 'objects'"),
    "objects that are None": ({"objects": None}, "list of strokes under 'objects'"),
    "objects that are a dictionary": ({"objects": {"0": stroke(SEVEN)}}, "list of strokes under 'objects'"),
    "a stroke that is text": ({"objects": ["M 0 0"]}, "list of commands under 'path'"),
    "a stroke that is None": ({"objects": [None]}, "list of commands under 'path'"),
    "no path": (seven_without("path"), "list of commands under 'path'"),
    "a path that is text": (seven(path="M 0 0 L 9 9"), "list of commands under 'path'"),
    "no type": (seven_without("type"), "type 'Path'"),
    "another shape": (seven(type="Circle"), "type 'Path'; other shapes are not read"),
    "a type that is a list": (seven(type=["Path"]), "type 'Path'"),
    "a type that is a dictionary": (seven(type={}), "type 'Path'"),
    "no left": (seven_without("left"), "'left' is a number; found None"),
    "no top": (seven_without("top"), "'top' is a number; found None"),
    "left that is None": (seven(left=None), "'left' is a number; found None"),
    "left that is NaN": (seven(left=math.nan), "'left' is a number between -100,000 and 100,000"),
    "top that is infinite": (seven(top=-math.inf), "'top' is a number between"),
    "an angle that is text": (seven(angle="90"), "'angle' is a number; found '90'"),
    "a scale that is a list": (seven(scaleX=[1]), "'scaleX' is a number"),
    "a corner for an origin": (seven(originX="left"), "originX and originY are 'center'"),
    "an originX that is a list": (seven(originX=["left"]), "originX and originY are 'center'"),
    "an originY that is a dictionary": (seven(originY={}), "originX and originY are 'center'"),
    "a coordinate that is NaN": (path(["M", math.nan, 0]), "number between -100,000 and 100,000"),
    "a coordinate that is infinite": (path(["M", 0, math.inf]), "A coordinate is a number between"),
    "a coordinate too far away": (path(["M", 0, 0], ["L", 1e9, 0]), "A coordinate is a number between"),
    "a coordinate beyond what a float holds": (path(["M", 10**400, 0]), "A coordinate is a number between"),
    "a coordinate that is true": (path(["M", True, 0]), "A coordinate is a number; found True"),
    "a coordinate that is text": (path(["M", "1", 0]), "A coordinate is a number; found '1'"),
    "a coordinate that is None": (path(["M", None, 0]), "A coordinate is a number; found None"),
    "a coordinate that is a deep list": (path(["M", NESTED, 0]), "A coordinate is a number"),
    "a command that does not exist": (path(["M", 0, 0], ["A", 1, 2]), "commands M, L, Q; found"),
    "a command in lower case": (path(["m", 0, 0]), "commands M, L, Q; found"),
    "two commands in one": (path(["LZ", 0, 0]), "commands M, L, Q; found"),
    "a command that is text": (path("M"), "commands M, L, Q; found 'M'"),
    "a command that is empty": (path([]), "commands M, L, Q; found"),
    "a command named by a list": (path([["M"], 0, 0]), "commands M, L, Q; found"),
    "a command named by a dictionary": (path([{}, 0, 0]), "commands M, L, Q; found"),
    "a command that is a deep list": (path(NESTED), "commands M, L, Q; found"),
    "a command of 5,000 figures": (path([10**5_000]), "commands M, L, Q; found"),
    "too few numbers": (path(["M", 0]), "'M' takes 2 numbers; found 1"),
    "too many numbers": (path(["M", 0, 0], ["Q", 1, 2, 3, 4, 5]), "'Q' takes 4 numbers; found 5"),
    "a cubic curve": (path(["M", 0, 0], ["C", 1, 2, 3, 4, 5, 6]), "commands M, L, Q; found 'C'"),
    "a closed path": (path(["M", 0, 0], ["Z"]), "commands M, L, Q; found 'Z'"),
    "an empty path": (path(), "one command 'M', its first"),
    "a path that does not begin with M": (path(["L", 0, 0]), "one command 'M', its first"),
    "too many strokes": (drawing(*[stroke(SEVEN)] * 101), "may have 100 strokes; this one has 101"),
    "a second M": (path(["M", 0, 0], ["L", 9, 9], ["M", 0, 9]), "one command 'M', its first"),
    "too many commands": (
        path(["M", 0, 0], *[["L", 0, 0]] * 3_000),
        "3,000 path commands; this one has 3,001",
    ),
    "a stroke scaled out of sight": (seven(scaleX=90_000), "more than 100,000 pixels away"),
    "a stroke skewed out of sight": (seven(skewX=90), "more than 100,000 pixels away"),
}


@pytest.mark.parametrize(("bad", "message"), BAD_DRAWINGS.values(), ids=BAD_DRAWINGS)
def test_a_bad_drawing_is_refused_in_plain_words(bad, message):
    with pytest.raises(DrawingError, match=message) as refused:
        rasterize(bad)
    assert isinstance(refused.value, ValueError)
    assert len(str(refused.value)) < 150
