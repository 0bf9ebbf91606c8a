"""What importing the core brings along: the app must start without TensorFlow, and the core must not know
Streamlit.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import siamese_core

PACKAGE = Path(siamese_core.__file__).parent
ROOT = PACKAGE.parent
SOURCES = sorted(PACKAGE.rglob("*.py"))


def loaded_by(statement):
    """Which of the large packages a fresh Python has loaded after this statement."""
    large = {"tensorflow", "keras", "sklearn", "streamlit", "siamese_core.making"}
    code = f"{statement}\nimport sys\nprint(*sorted({large} & set(sys.modules)))"
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return finished.stdout.split()


def test_the_check_sees_what_is_loaded():
    assert loaded_by("import sys, types; sys.modules['streamlit'] = types.ModuleType('streamlit')") == [
        "streamlit"
    ]


def test_the_core_loads_no_tensorflow_no_streamlit_and_nothing_that_trains():
    modules = sorted({path.stem for path in PACKAGE.glob("*.py")} - {"__init__"})
    assert {"strokes", "twins", "files", "verification", "losses"} <= set(modules)
    assert loaded_by(f"import siamese_core; from siamese_core import {', '.join(modules)}") == []


def test_the_app_loads_no_tensorflow_and_nothing_that_trains():
    parts = [path.relative_to(ROOT).with_suffix("") for path in (ROOT / "pages" / "parts").rglob("*.py")]
    statement = "; ".join(f"import {'.'.join(part.parts)}" for part in parts)
    assert loaded_by(statement) == ["streamlit"]
    for page in (ROOT / "pages").glob("*.py"):
        assert not [
            name for name in imported_modules(page) if name.startswith(("siamese_core.making", "keras"))
        ]


def test_comparing_drawings_loads_no_tensorflow():
    statement = """
from siamese_core import load_twins, rasterize
line = {"type": "Path", "path": [["M", 0, 0], ["L", 0, 100]], "left": 0, "top": 50}
digit = rasterize({"objects": [line]})
assert load_twins("mnist_siamese", shared=True).compare(digit, digit).distance == 0
"""
    assert loaded_by(statement) == []


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_core_knows_no_screen_and_no_page(path):
    assert not [name for name in imported_modules(path) if name.startswith(("streamlit", "plotly", "pages"))]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "pages" / "parts").rglob("*.py")), ids=lambda path: path.parent.name
)
def test_a_lesson_uses_what_is_shared_and_no_other_lesson(path):
    own = {f"pages.parts.{name}" for name in ("shared", path.parent.name)}
    pages = {".".join(name.split(".")[:3]) for name in imported_modules(path) if name.startswith("pages")}
    assert pages <= own


SHORT = {"siamese_core": 250, "siamese_core/making": 250, "pages": 330, "pages/parts": 330}  # lines of a file
SHOWN = [path for folder in ("pages", "siamese_core") for path in (ROOT / folder).rglob("*.*")]


@pytest.mark.parametrize(
    "path", [path for path in SHOWN if path.suffix in (".css", ".js", ".html", ".py")], ids=str
)
def test_files_are_read_in_one_sitting_and_lines_to_their_end(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if len(line) > 110 and "noqa: E501" not in line]
    if path.suffix == ".py":
        assert len(lines) <= SHORT[path.relative_to(ROOT).parts[0]]
