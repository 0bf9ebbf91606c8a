"""Pages whose files are missing or damaged: each says which file and which command, and the rest goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.drawing import SIDES
from pages.parts.shared.examples import example_drawing
from siamese_core import familiar, files, maps
from tests.pages.app_test import PAGES, open_app, texts

DAMAGED = "mnist_siamese-shared"
TRAIN = f"python -m siamese_core.making train {DAMAGED}"
EVALUATE = "python -m siamese_core.making evaluate"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all files, in which the pages look for them."""
    for file in (*files.WEIGHTS.iterdir(), *maps.EVALUATIONS.iterdir()):
        kind = tmp_path / file.parent.name
        kind.mkdir(exist_ok=True)
        (kind / file.name).symlink_to(file)
    for function, kind in (
        (files.load_twins, files.WEIGHTS),
        (files.load_margins, files.WEIGHTS),
        (files.load_tutorial, files.WEIGHTS),
        (familiar.load_detector, files.WEIGHTS),
        (maps.load_evaluation, maps.EVALUATIONS),
        (maps.load_pixel_map, maps.EVALUATIONS),
    ):
        *others, last = function.__defaults__
        assert last == kind
        monkeypatch.setattr(function, "__defaults__", (*others, tmp_path / kind.name))
    return tmp_path


def replace(path: Path, content: bytes) -> None:
    """Puts other content in place of a link, and not where the link leads."""
    path.unlink()
    path.write_bytes(content)


def cut(path: Path) -> None:
    replace(path, path.read_bytes()[:1000])


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
    assert app.metric or app.get("bidi_component") or app.get("echarts_chart")


FILE_DAMAGE = {"missing": lambda path: path.unlink(), "cut": cut, "empty": lambda path: replace(path, b"")}
DAMAGE = {
    f"{kind} {name}": (kind, damage) for kind in ("npz", "json") for name, damage in FILE_DAMAGE.items()
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


@pytest.mark.parametrize("page", [page for page in PAGES if page != "one_example"])  # it has twins of its own
def test_every_page_says_so_and_other_twins_work(folder: Path, page: str) -> None:
    cut(folder / "weights" / f"{DAMAGED}.npz")
    app = open_page(page)
    assert f"{DAMAGED}.npz" in said(app)
    assert TRAIN in said(app)
    assert_other_twins_work(app)


@pytest.mark.parametrize("damage", FILE_DAMAGE.values(), ids=FILE_DAMAGE)
@pytest.mark.parametrize("kind", ["npz", "json"])
@pytest.mark.parametrize(("twins", "goes_on"), [("shared", True), ("shared-signs", False)])
def test_one_example_goes_on_without_the_twins_taught_on_digits(
    folder: Path, twins: str, goes_on: bool, kind: str, damage: Callable
) -> None:
    damage(folder / "weights" / f"cnn_contrastive-{twins}.{kind}")
    app = open_page("one_example")
    assert f"cnn_contrastive-{twins}.{kind}" in said(app)
    assert "Can it learn a sign" in texts(app)
    assert ("left_clear" in [button.key for button in app.button]) == goes_on


@pytest.mark.parametrize("damage", FILE_DAMAGE.values(), ids=FILE_DAMAGE)
@pytest.mark.parametrize("page", ["contrastive_loss", "embedding_map", "verification"])
def test_without_the_test_digits_a_page_that_shows_them_says_so(
    folder: Path, page: str, damage: Callable
) -> None:
    damage(folder / "evaluations" / f"{DAMAGED}.npz")
    app = open_page(page)
    assert f"{DAMAGED}.npz" in said(app)
    assert EVALUATE in said(app)
    assert_other_twins_work(app)


@pytest.mark.parametrize("page", ["draw_and_compare", "weight_sharing", "training"])
def test_without_the_test_digits_the_other_pages_work(folder: Path, page: str) -> None:
    cut(folder / "evaluations" / f"{DAMAGED}.npz")
    assert said(open_page(page)) == ""


@pytest.mark.parametrize("damage", FILE_DAMAGE.values(), ids=FILE_DAMAGE)
def test_without_the_detector_the_home_page_says_nothing_against_a_drawing(
    folder: Path, damage: Callable
) -> None:
    for file in familiar.detector_files(folder / "weights"):
        damage(file)
    app = open_page("draw_and_compare")
    assert said(app) == ""
    assert "looks like no digit" not in texts(app)


def test_without_the_test_digits_the_map_of_pixels_works(folder: Path) -> None:
    (folder / "evaluations" / f"{DAMAGED}.npz").unlink()
    app = open_page("embedding_map")
    app.segmented_control("space").set_value("pixels").run()
    assert said(app) == ""


def test_without_the_map_of_pixels_the_map_of_embeddings_works(folder: Path) -> None:
    cut(folder / "evaluations" / "pixels.npz")
    app = open_page("embedding_map")
    assert said(app) == ""
    app.segmented_control("space").set_value("pixels").run()
    assert "pixels.npz" in said(app)
    assert EVALUATE in said(app)


def test_without_the_card_of_margins_the_page_says_so(folder: Path) -> None:
    cut(folder / "weights" / files.MARGINS_FILE)
    app = open_page("contrastive_loss")
    assert said(app) == ""
    app.segmented_control("loss_part").set_value("Trained anew").run()
    assert files.MARGINS_FILE in said(app)
    assert "python -m siamese_core.making margins" in said(app)


def test_without_the_tutorial_the_page_says_so(folder: Path) -> None:
    cut(folder / "weights" / files.TUTORIAL_FILE)
    app = open_page("training")
    assert files.TUTORIAL_FILE in said(app)
    assert "python -m siamese_core.making train --recipe tutorial" in said(app)
    assert app.metric


def test_the_map_says_so_where_the_test_digits_are_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> str:
        raise files.WeightsError("mnist_test.npz is damaged.")

    monkeypatch.setattr("pages.parts.map.digit_map.address_of_shown", damaged)
    message = "The test digits cannot be loaded.\n\nmnist_test.npz is damaged."
    assert said(open_page("embedding_map")) == message
