"""The document that the server sends for a page: its language, asked for by the link or by the browser."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlsplit

import pytest

from pages.parts.shared.document import STREAMLITS
from pages.parts.shared.lessons import LESSONS
from tests.server.driver import Server, run_students, running_app, student

BROWSERS = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"  # what they accept as a page
PATHS = [lesson.path.removeprefix("./") for lesson in LESSONS]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def opening(self) -> bytes:
        """The document's first element."""
        start = self.body.index(b"<html")
        return self.body[start : self.body.index(b">", start) + 1]


def ask(server: Server, path: str, method: str = "GET", accept: str = BROWSERS, **headers: str) -> Answer:
    """What the server answers; a header's name has _ for -."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"accept": accept, **named})
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return found


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("", "zh", "zh-CN"),
        ("", "zh;q=0.9", "zh-CN"),
        ("", "ZH-hant-TW", "zh-CN"),
        ("", "en-GB,zh;q=0.9", "en"),
        ("", "fr-FR,fr;q=0.9,zh;q=0.8", "en"),
        ("", "*", "en"),
        ("?lang=zh", "en", "zh-CN"),
        ("?lang=en", "zh-CN", "en"),
        ("?design=matchnet&lang=zh&sharing=unshared", "en", "zh-CN"),
        ("?lang=en&lang=zh", "en", "zh-CN"),  # the last one, as for Streamlit
        ("?lang=zh-CN", "en", "zh-CN"),
        ("?lang=ZH", "en", "zh-CN"),
        ("?lang=fr", "zh-CN", "en"),
        ("?lang=", "zh-CN", "en"),
        ("?lang=%22%3E%3Cscript%3E", "zh-CN", "en"),
        ("?lang=%ff%fe", "zh-CN", "en"),
    ],
)
def test_it_names_the_language_of_the_link_or_else_of_the_browser(
    server: Server, query: str, accepted: str, language: str
) -> None:
    answer = ask(server, f"/{query}", accept_language=accepted)
    assert answer.status == 200
    assert answer.opening == f'<html lang="{language}" translate="no">'.encode()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_it_when_a_link_leads_there(server: Server, path: str) -> None:
    assert ask(server, f"/{path}?lang=zh").opening == b'<html lang="zh-CN" translate="no">'


def test_only_the_opening_differs_from_streamlits_document_and_the_length_is_right(server: Server) -> None:
    streamlits = ask(server, "/training", accept="*/*")
    assert streamlits.opening == STREAMLITS  # when Streamlit changes: see what it writes now
    document = ask(server, "/training", accept_language="zh-CN")
    assert document.body == streamlits.body.replace(STREAMLITS, document.opening)
    assert int(document.headers["content-length"]) == len(document.body)
    assert document.headers["content-type"] == streamlits.headers["content-type"]


@pytest.mark.parametrize("path", ["/", "/training?lang=zh"])
def test_its_head_is_that_of_the_whole(server: Server, path: str) -> None:
    whole, head = ask(server, path), ask(server, path, "HEAD")
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_a_browser_never_keeps_it_in_another_language(server: Server) -> None:
    streamlits = ask(server, "/", accept="*/*")
    known = {"if_none_match": streamlits.headers["etag"]}
    known["if_modified_since"] = streamlits.headers["last-modified"]
    assert ask(server, "/", accept="*/*", **known).status == 304
    document = ask(server, "/?lang=zh", **known)
    assert document.status == 200
    assert document.opening == b'<html lang="zh-CN" translate="no">'
    assert document.headers["cache-control"] == "no-cache"
    assert "accept-language" in document.headers["vary"].lower()
    assert "etag" not in document.headers
    assert "last-modified" not in document.headers


@pytest.mark.parametrize("path", ["/", "/training"])
def test_it_is_whole_and_readable_whatever_a_browser_offers(server: Server, path: str) -> None:
    plain = ask(server, path)
    offered = ask(server, path, accept_encoding="gzip, deflate, br, zstd", range="bytes=0-9")
    assert offered.status == 200
    assert offered.body == plain.body
    assert "content-encoding" not in offered.headers


def test_all_else_is_answered_as_before(server: Server) -> None:
    script = ask(server, "/", accept="*/*").body.split(b'src="./', 1)[1].split(b'"', 1)[0].decode()
    files = [f"/{script}", "/_stcore/health", "/_stcore/host-config"]
    for path in files:
        as_page, as_file = ask(server, path, accept_language="zh"), ask(server, path, accept="*/*")
        assert as_page.status == as_file.status == 200
        assert as_page.body == as_file.body
        assert as_page.headers["content-type"] == as_file.headers["content-type"]
        assert as_page.headers["etag"] == as_file.headers["etag"]
    kept = ask(server, f"/{script}", accept="*/*")
    assert "immutable" in kept.headers["cache-control"]
    assert ask(server, f"/{script}", accept="*/*", if_none_match=kept.headers["etag"]).status == 304
    part = ask(server, f"/{script}", accept="*/*", range="bytes=0-9")
    assert (part.status, part.body) == (206, kept.body[:10])


def test_other_answers_of_the_server_keep_their_compression(server: Server) -> None:
    packed = ask(server, "/training", accept="*/*", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == ask(server, "/training", accept="*/*").body


def test_a_path_with_a_slash_too_many_leads_on_with_its_language(server: Server) -> None:
    answer = ask(server, "/training/?lang=zh")
    assert answer.status == 301
    assert answer.headers["location"] == "/training?lang=zh"


def test_a_students_connection_is_left_alone(server: Server) -> None:
    async def open_page() -> None:
        async with student(server.url, query="lang=zh") as someone:
            assert someone.opened.exceptions == ()

    run_students(open_page())


@pytest.fixture(scope="module")
def in_a_folder() -> Iterator[Server]:
    with running_app(base="/school/app") as server:
        yield server


@pytest.mark.parametrize("path", PATHS)
def test_with_a_path_of_its_own_the_app_does_the_same(in_a_folder: Server, path: str) -> None:
    base = f"/school/app/{path}"
    assert ask(in_a_folder, base, accept_language="zh-CN").opening == b'<html lang="zh-CN" translate="no">'
    assert ask(in_a_folder, f"{base}?lang=en", accept_language="zh").opening == (
        b'<html lang="en" translate="no">'
    )
    assert ask(in_a_folder, "/school/app/_stcore/health").body == b"ok"
