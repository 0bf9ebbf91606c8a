"""The app without a browser: opening it and drawing on it."""

import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from pages.parts.shared.drawing import canvas_key
from pages.parts.shared.examples import example_drawing
from pages.parts.shared.lessons import LESSONS
from tests.server.driver import ROOT

PAGES = [Path(lesson.file).stem for lesson in LESSONS]


def open_app(**query: str) -> AppTest:
    """Opens the home page, as a link with these query parameters does."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def put(app: AppTest, side: str, drawing: dict[str, Any]) -> None:
    """Sends a drawing as a side's canvas does."""
    app.session_state[canvas_key(side, app.session_state[f"{side}_opening"])] = {
        "drawing": {"raw": drawing, "data": None}
    }


def open_with_pair(page: str, left: str = "7", right: str = "1", **query: str) -> AppTest:
    """Puts two example digits on the home page, then opens another page of `pages/`."""
    app = open_app(**query)
    put(app, "left", example_drawing(left, "left"))
    put(app, "right", example_drawing(right, "right"))
    app.run()
    return app.switch_page(f"pages/{page}").run()


def plain(markdown: str) -> str:
    """Markdown without the links that explain words."""
    return re.sub(r"\[([^\[\]]*)\]\(#word-[^)]*\)", r"\1", markdown)


def try_pair(app: AppTest, example: str) -> AppTest:
    """Puts one of the examples on the canvases."""
    return app.pills("example").set_value(example).run()


def texts(app: AppTest) -> str:
    """What the page says, without the links of the words that it explains."""
    return re.sub(r"\[([^\[\]]*)\]\(#word-[^)]*\)", r"\1", "\n".join(text.value for text in app.markdown))
