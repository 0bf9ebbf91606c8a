"""What importing the core brings along: the app must start without TensorFlow, and the core must not know Streamlit."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import siamese_core

PACKAGE = Path(siamese_core.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
TRAINING_ONLY = {"networks"}  # the one module that needs TensorFlow to be imported; `training` imports it when it trains


def loaded_by(statement):
    """Which of the large packages a fresh Python has loaded after this statement."""
    code = f"{statement}\nimport sys\nprint(*sorted({{'tensorflow', 'keras', 'streamlit'}} & set(sys.modules)))"
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True, timeout=120
    )
    return finished.stdout.split()


def test_the_check_sees_what_is_loaded():
    assert loaded_by("import sys, types; sys.modules['streamlit'] = types.ModuleType('streamlit')") == ["streamlit"]


def test_what_the_app_imports_loads_no_tensorflow_and_no_streamlit():
    modules = sorted({path.stem for path in SOURCES} - {"__init__"} - TRAINING_ONLY)
    assert {"strokes", "digits", "zoo", "verification", "losses", "training"} <= set(modules)
    assert loaded_by(f"import siamese_core; from siamese_core import {', '.join(modules)}") == []


def test_comparing_drawings_loads_no_tensorflow():
    statement = """
from siamese_core import load_twins, rasterize
line = {"type": "Path", "path": [["M", 0, 0], ["L", 0, 100]], "left": 0, "top": 50}
digit = rasterize({"objects": [line]})
assert load_twins("mnist_siamese", shared=True).compare(digit, digit).distance == 0
"""
    assert loaded_by(statement) == []


def imported_packages(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_source_imports_streamlit(path):
    packages = set(imported_packages(path))
    assert packages, "every file imports something"
    assert not {name for name in packages if name.startswith(("streamlit", "plotly"))}
