"""What a running server refuses, and what it tells whom."""

import re
import shutil
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from streamlit import config, net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.pages.app_test import open_app
from tests.server.driver import ROOT, Server, run_students, running_app, student

ELSEWHERE = "http://elsewhere.example"


def test_the_settings_that_protect_are_on() -> None:
    assert config.get_option("server.enableXsrfProtection")
    assert config.get_option("server.enableCORS")
    assert config.get_option("client.showErrorDetails") == "none"
    assert not config.get_option("browser.gatherUsageStats")


def test_a_page_of_another_host_cannot_connect(server: Server) -> None:
    async def lesson() -> int:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{server.url.replace('http', 'ws')}/_stcore/stream", origin=ELSEWHERE)
        return refused.value.response.status_code

    assert run_students(lesson()) == 403


def test_no_other_host_is_asked_for_this_machines_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_: asked.append(url))
    open_app()
    assert not is_url_from_allowed_origins(ELSEWHERE)
    assert config.is_manually_set("browser.serverAddress")  # nor at the start, to print it
    assert asked == []


def test_a_page_of_another_host_may_not_read_answers(server: Server) -> None:
    with urlopen(Request(f"{server.url}/_stcore/health", headers={"Origin": ELSEWHERE})) as answer:  # noqa: S310  our own server
        assert answer.headers["Access-Control-Allow-Origin"] is None


def test_nothing_can_be_uploaded_without_the_token_of_a_page(server: Server) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{server.url}/_stcore/upload_file/a/b", b"x", method="PUT"))  # noqa: S310  our own server
    assert refused.value.code == 403


def test_an_exception_is_logged_for_the_teacher_and_hidden_from_students(
    tmp_path: Path, capfd: pytest.CaptureFixture
) -> None:
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "broken.py").write_text("hidden = 1\nraise RuntimeError('for the teacher')\n")

    async def lesson(url: str) -> str:
        async with student(url) as someone:
            return str(someone.shown)

    with running_app("broken.py", folder=tmp_path) as server:
        shown = run_students(lesson(server.url))
    log = capfd.readouterr().err
    assert "Traceback" in log
    assert "RuntimeError: for the teacher" in log
    assert "This app has encountered an error." in shown
    assert not re.search("RuntimeError|for the teacher|hidden|broken", shown)
