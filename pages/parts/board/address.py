"""How the class joins: the address of the app, and its QR code."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from urllib.parse import urlsplit

import segno

from pages.parts.shared.classroom.records import LONGEST_ADDRESS
from siamese_core.remembering import remembered

HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104  what a browser may call this machine
# Beyond this network: an address for examples (RFC 5737) that nobody has. Then networks that laptops make:
# the hotspots of Windows, macOS, Linux and iPhones. Nothing is sent to any of them.
SOMEWHERE = ("192.0.2.1", "192.168.137.1", "192.168.2.1", "10.42.0.1", "172.20.10.1")


def class_address(browser: str, corrected: str) -> str:
    """The address for the class, without a slash at its end.

    Args:
        browser: the address that the browser shows, of the board's page.
        corrected: what the teacher wrote instead; blank where nothing.
    """
    if corrected:
        return corrected
    try:
        address = tidy_address(browser)
    except ValueError:  # no browser shows such a one
        address = "http://localhost"
    url = urlsplit(address)
    own = own_address() if is_here(address) else ""
    return address.replace(url.netloc, f"{own}:{url.port}" if url.port else own, 1) if own else address


def is_here(address: str) -> bool:
    """Whether an address leads to the machine itself, from wherever it is opened."""
    return urlsplit(address).hostname in HERE


def own_address() -> str:
    """The machine's address in its network; blank where it is in none.

    The system names the address from which it would send a datagram somewhere. None is sent.
    """
    for somewhere in SOMEWHERE:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe, suppress(OSError):
            probe.connect((somewhere, 9))
            if not (found := str(probe.getsockname()[0])).startswith("127."):
                return found
    return ""


def tidy_address(written: str) -> str:
    """The app's address, from any address of one of its pages: scheme, host, port, and the path before the
    page. What may be secret in it, as a key or a password, is left out.

    Raises:
        ValueError: it is none, or longer than `LONGEST_ADDRESS`.
    """
    text = written.strip()
    url = urlsplit(text if "://" in text else f"http://{text}")
    host, port = url.hostname or "", f":{url.port}" if url.port else ""  # ValueError where it is no number
    path = url.path.rstrip("/").removesuffix("/board").rstrip("/")
    address = f"{url.scheme}://{f'[{host}]' if ':' in host else host}{port}{path}"
    is_plain = text.isprintable() and not any(letter in address for letter in " \"'<>\\`")
    if len(address) > LONGEST_ADDRESS or url.scheme not in ("http", "https") or not host or not is_plain:
        raise ValueError(f"An address has up to {LONGEST_ADDRESS} characters, as http://192.168.1.20:8501.")
    return address


@remembered(32)
def qr_code(address: str) -> str:
    """Its QR code, as a picture in an address that a page can show."""
    return str(segno.make(address, error="m").svg_data_uri(border=2, light="#fff", dark="#000"))
