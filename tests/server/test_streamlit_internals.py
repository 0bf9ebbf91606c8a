"""What leans on private parts of Streamlit: each test fails when a mend no longer works, or is no longer
needed.
"""

import shutil
from pathlib import Path

import pytest

from tests.server.driver import ROOT, run_students, running_app, student

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


@pytest.mark.parametrize("mended", [True, False], ids=["with the mend", "without, the fault is still there"])
def test_connections_of_the_server_do_not_wait_for_confirmation(mended: bool, tmp_path: Path) -> None:
    mend = "import pages.parts.shared.streamlit_internals" if mended else ""
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "nagle.py").write_text(NAGLE.format(root=str(ROOT), mend=mend))

    async def lesson(url: str) -> str:
        async with student(url), student(url) as second:
            return second.text_of("options")

    with running_app("nagle.py", folder=tmp_path) as server:
        assert run_students(lesson(server.url)) == str({mended})
