"""Siamese Playground. Start it with `streamlit run app.py`.

Streamlit imports this file once, when the server starts, and runs it for every student who opens a page.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.parts.shared.document import DocumentLanguage


@asynccontextmanager
async def announce_teachers_link(_: st.App) -> AsyncIterator[None]:
    """Tells the teacher, in the window of the server, the link to the class's board. Without a place for the
    board the server ends, and says so.
    """
    from pages.parts.shared.classroom.class_board import class_board
    from pages.parts.shared.classroom.teacher import teachers_link

    class_board()
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    base = st.get_option("server.baseUrlPath").strip("/")
    start = f"{scheme}://localhost:{st.get_option('server.port')}"
    print(teachers_link(f"{start}/{base}".rstrip("/")), flush=True)
    yield


def show_page() -> None:
    """Page setup and navigation."""
    from pages.parts.shared.choosing_language import choose_language
    from pages.parts.shared.lessons import HOME, LESSONS
    from pages.parts.shared.streamlit_internals import ENTERED, freeze_what_is_loaded

    shared = Path(__file__).parent / "pages" / "parts" / "shared"
    # Before the navigation, whose icons Streamlit would fetch from another host, one for the browser's tab.
    st.set_page_config(page_icon=shared / "icon.svg", layout="wide")
    st.html(shared / "style.css")
    choose_language()
    page = st.navigation(
        [
            st.Page(lesson.file, title=lesson.title(), icon=lesson.icon, default=lesson is HOME)
            for lesson in LESSONS
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{page.title} · Siamese Playground")
    st.session_state[ENTERED] = True
    page.run()
    freeze_what_is_loaded()


if __name__ == "__main__":
    show_page()
else:
    app = st.App(__file__, lifespan=announce_teachers_link, middleware=[Middleware(DocumentLanguage)])
