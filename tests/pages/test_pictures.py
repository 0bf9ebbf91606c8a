"""Digits side by side, as one element."""

from base64 import b64decode
from io import BytesIO

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest


def script():
    import numpy as np

    from pages.parts.shared.pictures import show_digits

    pictures = np.zeros((4, 28, 28), np.float32)
    pictures[1] = 1
    show_digits(pictures, ["0.5", "<script>alert(1)</script>"], size=20, together=2)


def hint():
    from pages.parts.shared.everywhere import show_hint

    show_hint("Rest on <b>it</b>.", "Tap <b>it</b>.")


def test_hints_are_text():
    (shown,) = AppTest.from_function(hint).run().get("html")
    assert "Rest on &lt;b&gt;it&lt;/b&gt;." in shown.proto.body
    assert "Tap &lt;b&gt;it&lt;/b&gt;." in shown.proto.body


def test_captions_are_text_and_the_picture_holds_all_digits():
    (shown,) = AppTest.from_function(script).run().get("html")
    html = shown.proto.body
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert html.count("<figure") == 2
    assert html.count("--at:") == 4
    png = html.partition("base64,")[2].partition(")")[0]
    strip = np.asarray(Image.open(BytesIO(b64decode(png))))
    assert strip.shape == (28, 4 * 28)
    assert strip.max(axis=0).reshape(4, 28).max(axis=1).tolist() == [0, 255, 0, 0]
