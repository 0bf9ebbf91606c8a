"""How the class joins: the address of the app, and its QR code."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from urllib.parse import urlsplit

import segno

from pages.parts.shared.classroom.records import LONGEST_ADDRESS
from siamese_core.remembering import remembered

HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104  what a browser may call this machine
NOWHERE = ("192.0.2.1", 9)  # an address for examples (RFC 5737): nobody has it, and nothing is sent to it


def class_address(browser: str, corrected: str) -> str:
    """The address for the class, without a slash at its end.

    Args:
        browser: the address that the browser shows, of the board's page.
        corrected: what the teacher wrote instead; blank where nothing.
    """
    if corrected:
        return corrected
    url = urlsplit(browser)
    base = url.path.rstrip("/").removesuffix("/board").rstrip("/")
    host = url.hostname or "localhost"
    if host in HERE:
        host = own_address() or host
    host = f"[{host}]" if ":" in host else host
    return f"{url.scheme or 'http'}://{host}{f':{url.port}' if url.port else ''}{base}"


def own_address() -> str:
    """The machine's address in its network; blank where it is in none.

    The system names the address from which it would send a datagram out of this network. None is sent.
    """
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe, suppress(OSError):
        probe.connect(NOWHERE)
        return str(probe.getsockname()[0])
    return ""


def tidy_address(written: str) -> str:
    """An address as a teacher writes it, as a browser takes it: with its scheme, without a slash at its end.

    Raises:
        ValueError: it is none, or longer than `LONGEST_ADDRESS`.
    """
    text = written.strip()
    if "://" not in text:
        text = f"http://{text}"
    url = urlsplit(text)
    is_plain = text.isprintable() and not any(letter in text for letter in " \"'<>\\`")
    if len(text) > LONGEST_ADDRESS or url.scheme not in ("http", "https") or not url.hostname or not is_plain:
        raise ValueError(f"An address has up to {LONGEST_ADDRESS} characters, as http://192.168.1.20:8501.")
    _ = url.port  # raises ValueError where it is no number
    return text.rstrip("/")


@remembered(32)
def qr_code(address: str) -> str:
    """Its QR code, as a picture in an address that a page can show."""
    return str(segno.make(address, error="m").svg_data_uri(border=2, light="#fff", dark="#000"))
