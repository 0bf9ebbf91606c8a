"""What may import what: the app starts without TensorFlow, the core knows no screen, and nothing imports
upwards or in circles.
"""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "siamese_core").rglob("*.py")]
}
TRAINS = ("siamese_core.making", "tensorflow", "keras", "sklearn")
SHOWS = ("streamlit", "streamlit_drawable_canvas", "plotly", "pandas", "pages", "app")


def imports(tree):
    """The modules that a source names in its import statements, wherever these stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in SOURCES else node.module for name in names)


IMPORTS = {name: set(imports(ast.parse(path.read_text(encoding="utf-8")))) for name, path in SOURCES.items()}


def forbidden_to(name):
    """What this module must not import, but for what is below: with all that is inside."""
    if name.startswith("siamese_core.making"):
        return SHOWS
    if name.startswith("siamese_core"):
        return SHOWS + TRAINS
    pages = tuple(page for page in SOURCES if page.count(".") == 1 and SOURCES[page].parent == ROOT / "pages")
    if not name.startswith("pages.parts."):
        return ("app", *TRAINS, *pages)
    lessons = {f"pages.parts.{path.name}" for path in (ROOT / "pages" / "parts").iterdir() if path.is_dir()}
    return ("app", *TRAINS, *pages, *(lessons - {"pages.parts.shared", name.rpartition(".")[0]}))


def upwards(name, imported):
    """Which of these imports lead from module `name` to where it must not look."""
    return {
        module
        for module in imported
        if any(module == outside or module.startswith(f"{outside}.") for outside in forbidden_to(name))
    }


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_imports_upwards(name):
    assert not upwards(name, IMPORTS[name])


def test_nothing_imports_in_circles():
    TopologicalSorter({name: IMPORTS[name] & SOURCES.keys() for name in SOURCES}).prepare()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("siamese_core.twins", "import pages.parts.shared.pair"),
        ("siamese_core.twins", "def load():\n    from siamese_core import making"),
        ("siamese_core.making.train", "import streamlit as st"),
        ("pages.parts.shared.pair", "from pages.parts.loss.numbers import cost"),
        ("pages.parts.map.digit_map", "from pages import verification"),
        ("pages.verification", "from siamese_core.making.measure import accuracy"),
        ("app", "import keras.layers"),
    ],
)
def test_the_check_sees_what_leads_upwards(name, source):
    assert len(upwards(name, imports(ast.parse(source)))) == 1


def test_the_check_sees_circles():
    with pytest.raises(CycleError):
        TopologicalSorter({"a": {"b"}, "b": {"c"}, "c": {"a"}}).prepare()


# What a fresh Python has loaded after a statement


def loaded_by(statement):
    large = {*TRAINS, "streamlit"}
    code = f"{statement}\nimport sys\nprint(*sorted({large} & set(sys.modules)))"
    run = [sys.executable, "-c", code]
    finished = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return finished.stdout.split()


def test_comparing_drawings_loads_nothing_large():
    statement = """
from siamese_core import load_twins, rasterize
line = {"type": "Path", "path": [["M", 0, 0], ["L", 0, 100]], "left": 0, "top": 50}
digit = rasterize({"objects": [line]})
assert load_twins("mnist_siamese", shared=True).compare(digit, digit).distance == 0
"""
    assert loaded_by(statement) == []


def test_the_worker_loads_nothing_large():
    assert loaded_by("import siamese_core.worker") == []


def test_the_boards_rules_and_figures_know_no_page():
    rules = ("board", "records", "names", "from_json", "store", "redis_store")
    modules = [f"pages.parts.shared.classroom.{name}" for name in rules]
    assert loaded_by(f"import {', '.join(modules)}, pages.parts.board.figures") == []


def test_what_the_pages_import_loads_streamlit_and_nothing_that_trains():
    modules = [
        name
        for name in SOURCES
        if name.startswith(("siamese_core.", "pages.parts.")) and "making" not in name
    ]
    assert loaded_by(f"import {', '.join(modules)}") == ["streamlit"]
