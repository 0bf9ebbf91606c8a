"""Many digits as one picture: a sheet or a strip, of which the browser shows pieces."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np
import streamlit as st
from PIL import Image

from pages.parts.shared.everywhere import show_failure
from pages.parts.shared.language import say
from siamese_core.digits import load_test_pictures
from siamese_core.files import WeightsError
from siamese_core.remembering import remembered
from siamese_core.strokes import PICTURE_SIZE

Width = Literal["stretch", "content"]  # of an element, as Streamlit calls it

SHEET_COLUMNS = 20
TILE = 56  # CSS pixels of a digit that is shown from a sheet


def digit_sheet(indices: np.ndarray) -> bytes:
    """Test digits on one PNG picture, row by row.

    Args:
        indices: (n,) which of the test digits.
    """
    return _png(_greys(load_test_pictures(indices)), SHEET_COLUMNS)


def sheet_address(indices: np.ndarray) -> str:
    """The sheet in an address that a page can show."""
    return _address(digit_sheet(indices))


def show_style_with_sheet(style: Path, key: str, address: Callable[[], str]) -> None:
    """A page's style, with a sheet of digits for what stands in the container `key`.

    Shown outside of fragments, it is sent once a page, and not with every choice. Stops the page where the
    digits cannot be loaded.
    """
    try:
        digits = f".st-key-{key} {{ --test-digits: url({address()}); }}"
    except WeightsError as error:
        show_failure(say("The test digits cannot be loaded."), error)
        st.stop()
    st.html(f"<style>{style.read_text(encoding='utf-8')}{digits}</style>")


def show_digits(
    pictures: np.ndarray, captions: Sequence[str], size: int, together: int = 1, width: Width = "stretch"
) -> None:
    """Shows digits side by side, as one element however many they are.

    Args:
        pictures: (n, 28, 28) in [0, 1].
        captions: below each digit, or below each few; as plain text.
        size: of a digit, in CSS pixels.
        together: how many digits stand above one caption.
        width: `content` where something stands beside them; else they wrap.
    """
    figures = []
    for number, caption in enumerate(captions):
        tiles = "".join(f'<i style="--at:{number * together + k}"></i>' for k in range(together))
        text = escape(caption)
        figures.append(
            f'<figure role="img" aria-label="{text}">{tiles}<figcaption>{text}</figcaption></figure>'
        )
    style = f"--digits:url({strip_address(pictures)});--count:{len(pictures)};--size:{size}px"
    st.html(f'<div class="digits" style="{style}">{"".join(figures)}</div>', width=width)


def strip_address(pictures: np.ndarray) -> str:
    """Digits (n, 28, 28) in [0, 1] in one row, in an address that a page can show."""
    greys = _greys(pictures)
    return _strip_address(greys.tobytes(), len(greys))


@remembered(256)
def _strip_address(greys: bytes, count: int) -> str:
    """Digits in one row, from their bytes."""
    return _address(_png(np.frombuffer(greys, np.uint8).reshape(count, PICTURE_SIZE, PICTURE_SIZE), count))


def _greys(pictures: np.ndarray) -> np.ndarray:
    """Ink (n, 28, 28) -> one of 16 greys for every pixel, uint8: enough for a look."""
    return (np.round(pictures * 15) * 17).astype(np.uint8)


def _png(greys: np.ndarray, columns: int) -> bytes:
    rows = -(-len(greys) // columns)
    tiles = np.zeros((rows * columns, PICTURE_SIZE, PICTURE_SIZE), np.uint8)
    tiles[: len(greys)] = greys
    sheet = tiles.reshape(rows, columns, PICTURE_SIZE, PICTURE_SIZE).swapaxes(1, 2)
    file = BytesIO()
    Image.fromarray(sheet.reshape(rows * PICTURE_SIZE, -1)).save(file, "PNG", optimize=True)
    return file.getvalue()


def _address(png: bytes) -> str:
    return "data:image/png;base64," + b64encode(png).decode("ascii")
