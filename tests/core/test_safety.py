"""What no source of the app does: run text as code, unpickle, take files, or show students' text as HTML. And
one alone starts processes; the one that draws on all cores belongs to training, which the app never imports.
"""

import ast
import sys
from pathlib import Path

import pytest

import siamese_core
from siamese_core.worker import COMMAND

ROOT = Path(siamese_core.__file__).parents[1]
SOURCES = sorted([ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "siamese_core").rglob("*.py")])
FORBIDDEN = {
    *("eval", "exec", "compile", "__import__"),
    *("file_uploader", "camera_input", "audio_input", "chat_input"),
    *("os.system", "os.popen", "iframe"),
}
MODULES = {"pickle", "marshal", "shelve", "dill", "joblib", "subprocess", "multiprocessing"}
DRAWS_ON_ALL_CORES = ROOT / "siamese_core" / "making" / "blocks.py"
STARTS_PROCESSES = ROOT / "siamese_core" / "worker.py"  # the app's own worker, by a command without any input


def calls(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def problems(source):
    """What is wrong with a source, in words."""
    for name, call in calls(source):
        arguments = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if name in FORBIDDEN or name.removeprefix("st.") in FORBIDDEN:
            yield f"line {call.lineno} calls {name}"
        if "unsafe_allow_html" in arguments or "unsafe_allow_javascript" in arguments:
            yield f"line {call.lineno} allows HTML in text"
        if name == "np.load" and arguments.get("allow_pickle") != "False":
            yield f"line {call.lineno} may unpickle"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            yield from (f"line {node.lineno} imports {name}" for name in sorted(MODULES & names))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_source_does_what_is_forbidden(path):
    found = list(problems(path.read_text(encoding="utf-8")))
    if path == STARTS_PROCESSES:
        assert [problem.split(" ", 2)[2] for problem in found] == ["imports subprocess"]
    elif path == DRAWS_ON_ALL_CORES:
        assert [problem.split(" ", 2)[2] for problem in found] == ["imports multiprocessing"]
    else:
        assert found == []


def test_the_one_process_that_is_started_is_the_worker_and_no_shell():
    source = STARTS_PROCESSES.read_text(encoding="utf-8")
    starts = [call for name, call in calls(source) if name.startswith("subprocess.")]
    assert [ast.unparse(call.func) for call in starts] == ["subprocess.Popen"]
    assert ast.unparse(starts[0].args[0]) == "command"
    assert "shell" not in {keyword.arg for keyword in starts[0].keywords}
    assert (sys.executable, "-m", "siamese_core.worker") == COMMAND


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "st.file_uploader('x')",
        "st.markdown(x, unsafe_allow_html=True)",
        "np.load(path)",
        "np.load(path, allow_pickle=True)",
        "import pickle",
        "from subprocess import run",
        "import multiprocessing",
    ],
)
def test_the_check_sees_what_is_forbidden(source):
    assert len(list(problems(source))) == 1


def test_html_is_made_of_the_apps_own_files_and_numbers():
    shown = {
        ast.unparse(call.args[0])
        for path in SOURCES
        for name, call in calls(path.read_text(encoding="utf-8"))
        if name == "st.html"
    }
    styles = {
        text for text in shown if text in ("STYLE", "style", "shared / 'style.css'") or "<style>" in text
    }
    # Captions and hints are escaped: tests/pages/test_pictures.py.
    escaped = {text for text in shown if 'digits"' in text or 'class="hint"' in text}
    # The teacher's address, escaped: tests/pages/test_board.py.
    escaped |= {text for text in shown if 'class="join' in text}
    # Of cards and designs, a time, and how far a quiz is.
    numbers = {"totals_bars(**both)", "table_of_twins(sorted(rows, key=ORDERS[order]))"}
    numbers |= {"clock(challenge.ends_at - time())"}
    numbers |= {text for text in shown if 'class="marks"' in text}
    assert shown == styles | escaped | numbers
    assert len(escaped) == 4
