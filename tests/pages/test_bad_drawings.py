"""Whatever a canvas sends: a picture comes of it, or `DrawingError` and its sentence, and neither takes long
or much memory.
"""

import copy
import tracemalloc
from functools import reduce
from operator import getitem
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import MAX_TEXT, accepted, as_text
from pages.parts.shared.examples import example_drawing
from siamese_core import rasterize, strokes
from siamese_core.strokes import (
    CURVE_PIECES,
    MAX_COMMANDS,
    MAX_COORDINATE,
    MAX_SEGMENTS,
    MAX_STROKES,
    DrawingError,
)

# Valid drawings, bent

MESSAGES = 20  # in one example, as starting one takes hypothesis as long as reading many
HUGE = 10**5_000  # Python refuses to write so many figures
HOW = ["a number", *3 * ["another"], "missing", "more", "deep", "huge"]

numbers = st.one_of(
    st.sampled_from(
        [0, -1, True, 1e-320, MAX_COORDINATE, -MAX_COORDINATE, 100_000.01, 1e308, 2**63, 10**400]
    ),
    st.floats(),
    st.floats(-1_000, 1_000),
    st.integers(),
)
texts = st.one_of(
    st.sampled_from([*"MLQCZ", "m", "Path", "left", "", "\0", "\ud800", "7" * 10_000]), st.text(max_size=20)
)
junk = st.recursive(
    st.none() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=4,
)


def nested(depth: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


DEEP = [nested(depth) for depth in (10, 300, 900, 990, 10_000)]


def ways(value: Any) -> list[tuple[Any, ...]]:
    """The keys and indices that lead to every place in a drawing where something stands."""
    keys: Any = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(key, *further) for key in keys for further in ((), *ways(value[key]))]


VALID = [(drawing, ways(drawing)) for drawing in (example_drawing(digit, "left") for digit in ("1", "7"))]


@st.composite
def bent_drawings(draw: st.DrawFn) -> Any:
    """A valid drawing in which one or two things are missing, too many, too deep, too large, or something
    else.
    """
    drawing, places = VALID[draw(st.integers(0, len(VALID) - 1))]
    drawing = copy.deepcopy(drawing)
    for _ in range(draw(st.integers(1, 2))):
        *way, key = places[draw(st.integers(0, len(places) - 1))]
        try:
            container = reduce(getitem, way, drawing)
            bend(draw, container, str(key) if isinstance(container, dict) else key)
        except (LookupError, TypeError):  # an earlier change took this place away
            continue
    return drawing


def bend(draw: st.DrawFn, container: Any, key: Any) -> None:
    """Changes what stands at one place of a drawing."""
    how = draw(st.sampled_from(HOW))
    if how == "a number":
        container[key] = draw(numbers)
    elif how == "missing":
        del container[key]
    elif how == "another":
        container[key] = draw(junk)
    elif how == "huge":
        container[key] = HUGE
    elif how == "deep":
        container[key] = DEEP[draw(st.integers(0, len(DEEP) - 1))]
    elif isinstance(container, list):
        container[key:key] = [container[key]] * draw(st.sampled_from([1, 2, 99, 500, MAX_COMMANDS]))
    else:
        container[draw(st.sampled_from(["skewX", "skewY", "originX", "\ud800"]))] = draw(junk)


def picture_on_page(message: Any) -> np.ndarray:
    """The way from a canvas to the digit that the home page shows."""
    return picture_of(as_text(accepted(message)))


def outcome(function: Any, message: Any) -> np.ndarray | None:
    """The picture, checked; or None where the drawing was refused."""
    try:
        picture = function(message)
    except DrawingError:
        return None
    assert picture.shape == (28, 28)
    assert picture.dtype == np.float32
    assert picture.min() >= 0  # and so not NaN
    assert picture.max() <= 1
    return picture


@settings(max_examples=10_000 // MESSAGES, deadline=None, derandomize=True, database=None)
@given(st.lists(bent_drawings(), min_size=MESSAGES, max_size=MESSAGES))
def test_ten_thousand_bent_drawings_become_pictures_or_are_refused(messages: list[Any]) -> None:
    for message in messages:
        picture, on_page = outcome(rasterize, message), outcome(picture_on_page, message)
        if picture is not None and on_page is not None:
            np.testing.assert_array_equal(picture, on_page)


# At the limits


def curves(count: int, rng: np.random.Generator) -> list[Any]:
    """Commands that ask for most: curves with two points each."""
    return [["Q", *points] for points in rng.uniform(0, 280, (count, 4)).tolist()]


def stroke(*commands: Any) -> dict[str, Any]:
    return {
        "type": "Path",
        "left": 140,
        "top": 140,
        "angle": 3,
        "skewX": 2,
        "strokeWidth": 18,
        "path": list(commands),
    }


RNG = np.random.default_rng(0)
EACH = MAX_COMMANDS // MAX_STROKES
LARGEST = {
    "one stroke": [stroke(["M", 0, 0], *curves(MAX_COMMANDS - 1, RNG))],
    "as many objects": [stroke(["M", 0, 0], *curves(EACH - 1, RNG)) for _ in range(MAX_STROKES)],
}


@pytest.mark.parametrize("objects", LARGEST.values(), ids=LARGEST)
def test_the_largest_drawings_take_little_memory_and_few_pieces(
    objects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = []
    monkeypatch.setattr(
        strokes,
        "_ink",
        lambda starts, *rest, ink=strokes._ink: pieces.append(len(starts)) or ink(starts, *rest),
    )
    tracemalloc.start()
    assert outcome(rasterize, {"objects": objects}) is not None
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20e6
    assert len(pieces) == 2
    assert max(pieces) <= MAX_SEGMENTS + MAX_STROKES
    points = sum(len(points) for points in strokes.read_strokes({"objects": objects}))
    assert points <= MAX_COMMANDS * CURVE_PIECES


def test_the_text_of_a_drawing_has_room_for_all_that_the_canvas_sends_at_the_limits() -> None:
    fields = 750  # characters that the canvas adds to a stroke, and no page reads
    far = [140.21875] * 4  # as many figures as the canvas writes
    objects = [{**stroke(["M", *far[:2]]), "more": "x" * fields} for _ in range(MAX_STROKES)]
    objects[0]["path"] += [["Q", *far]] * (MAX_COMMANDS - MAX_STROKES)
    assert MAX_TEXT / 2 < len(as_text({"objects": objects})) <= MAX_TEXT
    assert outcome(picture_on_page, {"objects": objects}) is not None
