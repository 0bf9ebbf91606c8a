"""The document of every page says its language, before anything is on it.

Streamlit 1.67 serves one HTML document for all pages, in English by its own account. So browsers offer to
translate a page in Chinese, and a translated one breaks: React does not find the text that it put there. The
document that leaves the server names its language, and asks not to be translated.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.shared.language import LANGUAGES, TAGS, language_of

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
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name.lower() not in LEFT_OUT]
        opening = f'<html lang="{TAGS[asked_language(scope)]}" translate="no">'.encode()
        answer: Message = {}  # its start, until its body is there
        body = bytearray()

        async def send_with_language(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            written = bytes(body).replace(STREAMLITS, opening, 1)
            length = MutableHeaders(raw=answer["headers"])
            if "content-length" in length:
                length["content-length"] = str(len(written))
            await send(answer)
            await send({"type": "http.response.body", "body": written})

        await self.app({**scope, "headers": headers}, receive, send_with_language)


def asked_language(scope: Scope) -> str:
    """The language that a request asks for, in its address or else by its browser."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    accepted = Headers(scope=scope).get("accept-language", "")
    return asked if asked in LANGUAGES else language_of(accepted.partition(",")[0])
