"""The document of every page says its language, before anything is on it.

Streamlit 1.67 serves one HTML document for all pages, in English by its own account. So browsers offer to
translate a page in Chinese, and a translated one breaks: React does not find the text that it put there. The
document that leaves the server names its language, and asks not to be translated.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.shared.language import TAGS, known_language, language_of

STREAMLITS = b'<html lang="en">'
# With these a browser gets the document compressed, in part, or not at all since it has one in some language.
LEFT_OUT = {b"accept-encoding", b"if-modified-since", b"if-none-match", b"range"}


class DocumentLanguage:
    """ASGI middleware that writes the language into the documents which browsers ask for.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", "").lower():
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name.lower() not in LEFT_OUT]
        method = "GET" if scope["method"] == "HEAD" else scope["method"]  # its length is that of the document
        answer = Answer(asked_language(scope), send)
        await self.app({**scope, "method": method, "headers": headers}, receive, answer.take)


class Answer:
    """What is answered: a document is kept until it is whole, anything else is sent as it comes.

    Args:
        language: to be written into a document.
        send: what takes it to the browser; the server leaves a body out where only its head is asked for.
    """

    def __init__(self, language: str, send: Send) -> None:
        self.opening = f'<html lang="{TAGS[language]}" translate="no">'.encode()
        self.send = send
        self.start: Message | None = None  # of a document
        self.body = bytearray()

    async def take(self, message: Message) -> None:
        """Takes a part of the answer."""
        if message["type"] == "http.response.start" and is_document(message):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self.send_document(self.start)
        else:
            await self.send(message)

    async def send_document(self, start: Message) -> None:
        """Sends the document in its language. Who keeps it is told by what it differs."""
        written = bytes(self.body).replace(STREAMLITS, self.opening, 1)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(written))
        headers.add_vary_header("accept, accept-language")
        for name in ("accept-ranges", "etag", "last-modified"):  # of the file, which is one for all languages
            del headers[name]
        await self.send(start)
        await self.send({"type": "http.response.body", "body": written})


def is_document(start: Message) -> bool:
    """Whether an answer that begins so is a page, and not a file that is taken along."""
    headers = Headers(scope=start)
    return headers.get("content-type", "").startswith("text/html") and "content-disposition" not in headers


def asked_language(scope: Scope) -> str:
    """The language that a request asks for, in its address or else by its browser."""
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("lang")
    if asked is None:
        return language_of(Headers(scope=scope).get("accept-language"))
    return known_language(asked[-1]) or "en"
