"""The app without a browser: opening it and drawing on it."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.browser.driver import ROOT


def open_app(**query: str) -> AppTest:
    """Opens the home page, as a link with these query parameters does."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def put(app: AppTest, side: str, drawing: dict[str, Any]) -> None:
    """Sends a drawing as a side's canvas does."""
    app.session_state[app.session_state[f"{side}_mounted"]] = {"drawing": {"raw": drawing, "data": None}}
