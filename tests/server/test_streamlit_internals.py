"""What leans on private parts of Streamlit: each test fails when a mend no longer works, or is no longer
needed.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit

from pages.parts.shared.everywhere import STREAMLITS
from tests.server.driver import ROOT, run_students, running_app, student

both = pytest.mark.parametrize(
    "mended", [True, False], ids=["with the mend", "without, the fault is still there"]
)
STATIC = Path(streamlit.__file__).parent / "static"
MEND = "import pages.parts.shared.streamlit_internals"


def answer_of(program: str, mended: bool) -> str:
    """What a program prints last when it runs in a Python of its own, with our mends or without."""
    run = subprocess.run(
        [sys.executable, "-c", f"{MEND if mended else ''}\n{program}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip().rpartition("\n")[2]


HALF_LOADED_PANDAS = """
import sys, types
sys.modules.setdefault("pandas", types.ModuleType("pandas"))  # as while another thread imports it
import numpy
import plotly.graph_objects as go
try:
    go.Figure(go.Scatter(y=numpy.arange(3)))
    print("drawn")
except AttributeError:
    print("broken")
"""


@both
def test_a_chart_is_drawn_while_another_page_loads_pandas(mended: bool) -> None:
    assert answer_of(HALF_LOADED_PANDAS, mended) == ("drawn" if mended else "broken")


PAGE_OF_ANOTHER_HOST = """
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

asked = []
net_util._make_blocking_http_get = lambda url, timeout=5: asked.append(url)
assert not is_url_from_allowed_origins("http://elsewhere.example")
print(len(asked))
"""


@both
def test_no_host_elsewhere_is_asked_for_our_address(mended: bool) -> None:
    assert (answer_of(PAGE_OF_ANOTHER_HOST, mended) == "0") == mended


THEME = """
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

read, looked_up = config.get_options_for_section, []
config.get_options_for_section = lambda section: looked_up.append(section) or read(section)
for _ in range(3):
    theme = NewSession().custom_theme
    app_session._populate_theme_msg(theme)
    app_session._populate_theme_msg(theme.dark, "theme.dark")
    app_session._populate_theme_msg(theme.sidebar, "theme.sidebar")
print(len(looked_up), theme.base_radius, theme.dark.primary_color, theme.HasField("sidebar"))
"""


@both
def test_the_theme_is_looked_up_once(mended: bool) -> None:
    assert answer_of(THEME, mended) == f"{3 if mended else 9} 0.6rem #aab8cc False"


LARGE_ARRAYS = """
import threading
from pathlib import Path
import numpy

def memory():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) // 1024

kept, before = [], memory()

def work():
    for size in 3 * (2**22 - 1000, 2**21):  # 32 MB, after which glibc takes 16 MB from the thread's pool
        array = numpy.ones(size)
        kept.append(bytes(1000))  # above the array in the pool
        del array

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(memory() - before)
"""


@both
@pytest.mark.skipif(sys.platform != "linux", reason="The C library of Linux is the one that keeps memory.")
def test_memory_of_large_arrays_is_given_back(mended: bool) -> None:
    grown = int(answer_of(LARGE_ARRAYS, mended))  # MB
    assert grown < 50 if mended else grown > 100


COLLECTING = """
import gc, sys
sys.path.insert(0, {root!r})
import streamlit as st
from streamlit.elements import plotly_chart
{mend}

with st.container(key="collected"):
    st.markdown(str(len(gc.get_objects())))
"""


@both
def test_what_is_loaded_is_not_searched_for_garbage_again(mended: bool, tmp_path: Path) -> None:
    mend = f"{MEND} as internals; internals.freeze_what_is_loaded()" if mended else ""
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "collecting.py").write_text(COLLECTING.format(root=str(ROOT), mend=mend))

    async def lesson(url: str) -> int:
        async with student(url) as someone:
            return int(someone.text_of("collected"))

    with running_app("collecting.py", folder=tmp_path) as server:
        searched = run_students(lesson(server.url))
    assert searched < 20_000 if mended else searched > 50_000


ENTERED_BY_A_LINK = """
import streamlit as st
st.navigation([st.Page("pages/home.py", default=True), st.Page("pages/lesson.py")]).run()
"""
LESSON = """
import sys
sys.path.insert(0, {root!r})
{mend}
"""


@both
def test_a_link_to_a_page_of_a_new_server_leads_through_the_app(mended: bool, tmp_path: Path) -> None:
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "pages").mkdir()
    mend = f"{MEND} as internals; internals.enter_through_app()" if mended else ""
    (tmp_path / "pages" / "home.py").write_text("")
    (tmp_path / "pages" / "lesson.py").write_text(LESSON.format(root=str(ROOT), mend=mend))
    (tmp_path / "app.py").write_text(
        "import streamlit as st; st.session_state['entered_through_app'] = True" + ENTERED_BY_A_LINK
    )

    async def lesson(url: str) -> set[str]:
        async with student(url, path="lesson") as someone:
            return set(someone.pages)

    with running_app(folder=tmp_path) as server:
        assert run_students(lesson(server.url)) == (
            {"", "lesson"} if mended else {"", "home", "lesson"}  # all files of the folder
        )


NAGLE = """
import gc, socket, sys
sys.path.insert(0, {root!r})
{mend}
import streamlit as st

options = set()
for each in gc.get_objects():
    if type(each) is socket.socket and each.family == socket.AF_INET:
        try:
            each.getpeername()
        except OSError:
            continue  # it listens
        options.add(bool(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
with st.container(key="options"):
    st.markdown(str(options))
"""


@both
def test_connections_of_the_server_do_not_wait_for_confirmation(mended: bool, tmp_path: Path) -> None:
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "nagle.py").write_text(NAGLE.format(root=str(ROOT), mend=MEND if mended else ""))

    async def lesson(url: str) -> str:
        async with student(url), student(url) as second:
            return second.text_of("options")

    with running_app("nagle.py", folder=tmp_path) as server:
        assert run_students(lesson(server.url)) == str({mended})


# Of what Streamlit puts together itself.
NO_PAGE = "The page that you have requested does not seem to exist"
IN_PIECES = {
    "Download as SVG": "Download as ",
    "Press Enter to apply": "Press Enter to ",
    f"{NO_PAGE}. Running the app's main page.": NO_PAGE,
}


def test_what_is_translated_of_streamlits_own_words_is_still_written_by_it() -> None:
    """When one is not: see in a browser what it has become, and translate that."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js"))
    for text in (each.english for each in STREAMLITS):
        assert IN_PIECES.get(text, text.replace("{count}", "")) in scripts, text
