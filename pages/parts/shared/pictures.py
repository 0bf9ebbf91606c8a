"""Many test digits as one picture, a sheet, of which the browser shows a piece where the pointer rests."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import numpy as np
from PIL import Image

from siamese_core.digits import load_test_pictures
from siamese_core.strokes import PICTURE_SIZE

SHEET_COLUMNS = 20
TILE = 56  # CSS pixels of a digit that is shown from a sheet


def digit_sheet(indices: np.ndarray) -> bytes:
    """Test digits on one PNG picture, row by row.

    Args:
        indices: (n,) which of the test digits.
    """
    images = load_test_pictures(indices)
    rows = -(-len(images) // SHEET_COLUMNS)
    tiles = np.zeros((rows * SHEET_COLUMNS, PICTURE_SIZE, PICTURE_SIZE), np.uint8)
    tiles[: len(images)] = np.round(images * 15) * 17  # 16 greys are enough for a look
    sheet = tiles.reshape(rows, SHEET_COLUMNS, PICTURE_SIZE, PICTURE_SIZE).swapaxes(1, 2)
    file = BytesIO()
    Image.fromarray(sheet.reshape(rows * PICTURE_SIZE, -1)).save(file, "PNG", optimize=True)
    return file.getvalue()


def sheet_address(indices: np.ndarray) -> str:
    """The sheet in an address that a page can show."""
    return "data:image/png;base64," + b64encode(digit_sheet(indices)).decode("ascii")


def enlarged(picture: np.ndarray, times: int) -> np.ndarray:
    """A digit (28, 28) with pixels that can be seen, each `times` wide and high."""
    return np.kron(picture, np.ones((times, times), picture.dtype))
