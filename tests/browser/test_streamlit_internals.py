"""What leans on private parts of Streamlit, where only a browser shows it: each test fails when a mend no
longer works, or is no longer needed.
"""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser.driver import go_to, open_page, press, wait_until_idle
from tests.browser.test_restart import kill, started_anew
from tests.browser.test_whole_app import OPENED
from tests.server.driver import ROOT, running_app
from tests.server.test_streamlit_internals import both

CALL = (
    "import sys; sys.path.insert(0, {root!r})\n"
    "from pages.parts.shared import everywhere, streamlit_internals\n"
)
TWO_PAGES = """
import time
import streamlit as st
{mend}

def home():
    st.query_params["chosen"] = "here"

def lesson():
    time.sleep(0.5)  # the page's own address is in the history by then
    st.query_params["chosen"] = "there"

st.navigation([st.Page(home, default=True), st.Page(lesson)]).run()
"""
ONE_FRAGMENT = """
import streamlit as st
{mend}

@st.fragment
def part():
    st.markdown(f"moved to {{st.slider('Number', 0, 10, key='moved')}}")

part()
"""


def write_app(folder: Path, script: str, mend: str) -> None:
    """An app of one file, with our settings, that runs the line of the mend or nothing."""
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    call = CALL.format(root=str(ROOT)) + mend if mend else ""
    (folder / "app.py").write_text(script.format(mend=call))


@both
def test_back_leads_to_the_page_before(mended: bool, tmp_path: Path, page: Page) -> None:
    write_app(tmp_path, TWO_PAGES, "everywhere.show_everywhere({})" if mended else "")
    with running_app(folder=tmp_path) as server:
        open_page(page, server.url)
        go_to(page, "Lesson")
        assert page.url == f"{server.url}/lesson?chosen=there"
        page.go_back()
        wait_until_idle(page)
        assert page.url.startswith(f"{server.url}/lesson") != mended


@both
def test_a_fragment_answers_after_a_restart(mended: bool, tmp_path: Path, page: Page) -> None:
    write_app(tmp_path, ONE_FRAGMENT, "streamlit_internals.run_again_when_reconnected()" if mended else "")
    with running_app(folder=tmp_path) as server:
        open_page(page, server.url)
        page.locator(".st-key-moved input[type=range]").wait_for(state="attached")  # its script is loaded
        kill(page, server)
    port = int(server.url.rpartition(":")[2])
    with started_anew(page, server, tmp_path) if mended else running_app(folder=tmp_path, port=port):
        wait_until_idle(page)
        press(page, "moved", "ArrowRight")
        answer = page.get_by_text("moved to 1", exact=True)
        if mended:
            answer.wait_for()
        else:
            with pytest.raises(NotInTime):
                answer.wait_for(timeout=4_000)


def test_our_styles_name_parts_of_streamlit_that_there_are(page: Page, app: str) -> None:
    styles = "".join(path.read_text() for path in (ROOT / "pages").rglob("*.css"))
    missing = set(re.findall(r"data-testid=\"(\w+)\"", styles)) | set(re.findall(r"\.(st[A-Z]\w+)", styles))
    assert len(missing) > 5
    open_page(page, app)
    for title, parts in OPENED.items():
        go_to(page, title)
        for part in ("", *parts):
            if part:
                page.get_by_text(part, exact=True).first.click()
                wait_until_idle(page)
            missing = {name for name in missing if not page.locator(f"[data-testid={name}], .{name}").count()}
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_test_id("stExpandSidebarButton").click()  # the menu of a phone
    page.get_by_test_id("stSidebarNavLink").first.wait_for()
    missing = {name for name in missing if not page.locator(f"[data-testid={name}], .{name}").count()}
    assert missing == set()
