"""Pages whose files are missing or damaged: each says which file and which command, and the rest goes on."""

import hashlib
import inspect
import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.drawing import SIDES
from pages.parts.shared.examples import example_drawing
from siamese_core import evaluation, zoo
from tests.pages.app_test import open_app

PAGES = ("draw_and_compare", "weight_sharing", "contrastive_loss", "embedding_map", "verification")
DAMAGED = "mnist_siamese-shared"
TRAIN = f"python -m siamese_core.training {DAMAGED}"
EVALUATE = "python -m siamese_core.evaluation"


def forget_all() -> None:
    """Empties what pages and core remember of files, but for the test digits."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("pages.components", "siamese_core.evaluation", "siamese_core.zoo")):
            for function in vars(module).values():
                if getattr(function, "__module__", None) == name:
                    forget(function)


def forget(function: Any) -> None:
    while function is not None:
        getattr(function, "cache_clear", lambda: None)()
        function = getattr(function, "__wrapped__", None)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with all files, in which the pages look for them."""
    for file in (*zoo.WEIGHTS.iterdir(), *evaluation.EVALUATIONS.iterdir()):
        kind = tmp_path / file.parent.name
        kind.mkdir(exist_ok=True)
        (kind / file.name).symlink_to(file)
    for function, kind in (
        (zoo.load_twins, zoo.WEIGHTS),
        (zoo.load_margins, zoo.WEIGHTS),
        (evaluation.load_evaluation, evaluation.EVALUATIONS),
        (evaluation.load_pixel_map, evaluation.EVALUATIONS),
    ):
        plain = inspect.unwrap(function)
        assert plain.__defaults__ == (kind,)
        monkeypatch.setattr(plain, "__defaults__", (tmp_path / kind.name,))
    forget_all()
    yield tmp_path
    forget_all()


def replace(path: Path, content: bytes) -> None:
    """Puts other content in place of a link, and not where the link leads."""
    path.unlink()
    path.write_bytes(content)


def cut(path: Path) -> None:
    replace(path, path.read_bytes()[:1000])


def change_card(path: Path, **changes: Any) -> None:
    replace(path, json.dumps({**json.loads(path.read_text()), **changes}).encode())


def change_arrays(path: Path, change: Callable[[np.ndarray], np.ndarray], name: str) -> None:
    """Changes one array of a file, and the card's hash of the file with it."""
    with np.load(path) as file:
        arrays = dict(file)
    content = io.BytesIO()
    np.savez(content, **{**arrays, name: change(arrays[name])})
    replace(path, content.getvalue())
    change_card(path.with_suffix(".json"), weights_sha256=hashlib.sha256(content.getvalue()).hexdigest())


def open_page(page: str) -> AppTest:
    app = open_app(design="mnist_siamese")
    for side in SIDES:
        app.session_state[f"{side}_drawing"] = example_drawing("7", side)
    return app.switch_page(f"pages/{page}.py").run()


def said(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(message.value for message in (*app.error, *app.warning))


def assert_other_twins_work(app: AppTest) -> None:
    app.selectbox("design").set_value("cnn_contrastive").run()
    assert said(app) == ""
    assert app.metric or app.get("bidi_component")


WEIGHTS_DAMAGE = {
    "missing": lambda path: path.unlink(),
    "cut": cut,
    "of another training": lambda path: change_card(path.with_suffix(".json"), weights_sha256=64 * "0"),
    "of another shape": lambda path: change_arrays(path, lambda array: array[1:], "branch/dense_1/bias"),
    "not a number": lambda path: change_arrays(path, lambda array: array * np.nan, "branch/dense_1/bias"),
}
CARD_DAMAGE = {
    "missing": lambda path: path.unlink(),
    "cut": cut,
    **{
        f"{name} {value}": lambda path, name=name, value=value: change_card(path, **{name: value})
        for name, value in {
            "threshold": None,
            "keras_summary": 7,
            "results": {"mnist": {}},
            "histograms": {"distance": {"end": 1.0, "same": [1], "different": []}},
            "sample": {"left": [10_000], "right": [0], "same": [0], "distance": [0.5]},
        }.items()
    },
}


DAMAGE = {
    **{f"weights {name}": ("npz", damage) for name, damage in WEIGHTS_DAMAGE.items()},
    **{f"card {name}": ("json", damage) for name, damage in CARD_DAMAGE.items()},
}


@pytest.mark.parametrize(("kind", "damage"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named_with_the_command_and_other_twins_work(
    folder: Path, kind: str, damage: Callable
) -> None:
    file = folder / "weights" / f"{DAMAGED}.{kind}"
    damage(file)
    app = open_page("draw_and_compare")
    assert str(file) in said(app)
    assert TRAIN in said(app)
    assert_other_twins_work(app)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_so_and_other_twins_work(folder: Path, page: str) -> None:
    cut(folder / "weights" / f"{DAMAGED}.npz")
    app = open_page(page)
    assert f"{DAMAGED}.npz" in said(app)
    assert TRAIN in said(app)
    assert_other_twins_work(app)


EVALUATION_DAMAGE = {
    "missing": lambda path: path.unlink(),
    "cut": cut,
    "empty": lambda path: replace(path, b""),
}


@pytest.mark.parametrize("damage", EVALUATION_DAMAGE.values(), ids=EVALUATION_DAMAGE)
@pytest.mark.parametrize("page", ["embedding_map", "verification"])
def test_without_the_test_digits_a_page_that_shows_them_says_so(
    folder: Path, page: str, damage: Callable
) -> None:
    damage(folder / "evaluations" / f"{DAMAGED}.npz")
    app = open_page(page)
    assert f"{DAMAGED}.npz" in said(app)
    assert EVALUATE in said(app)
    assert_other_twins_work(app)


@pytest.mark.parametrize("page", ["draw_and_compare", "weight_sharing", "contrastive_loss"])
def test_without_the_test_digits_the_other_pages_work(folder: Path, page: str) -> None:
    cut(folder / "evaluations" / f"{DAMAGED}.npz")
    assert said(open_page(page)) == ""


def test_without_the_test_digits_the_map_of_pixels_works_and_its_prediction_says_so(folder: Path) -> None:
    (folder / "evaluations" / f"{DAMAGED}.npz").unlink()
    app = open_page("embedding_map")
    app.segmented_control("space").set_value("raw pixels").run()
    assert said(app) == ""
    app.radio("predict_map").set_value("among the same digits").run()
    assert EVALUATE in said(app)


def test_without_the_map_of_pixels_the_map_of_embeddings_works(folder: Path) -> None:
    cut(folder / "evaluations" / "pixels.npz")
    app = open_page("embedding_map")
    assert said(app) == ""
    app.segmented_control("space").set_value("raw pixels").run()
    assert "pixels.npz" in said(app)
    assert EVALUATE in said(app)


def test_without_the_card_of_margins_the_page_says_so(folder: Path) -> None:
    cut(folder / "weights" / zoo.MARGINS_FILE)
    app = open_page("contrastive_loss")
    assert said(app) == ""
    app.segmented_control("loss_part").set_value("Trained anew").run()
    assert zoo.MARGINS_FILE in said(app)
    assert "python -m siamese_core.training --margins" in said(app)
