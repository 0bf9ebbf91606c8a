"""Colours that charts share."""

import tomllib

import pytest

from pages.parts.shared import charts
from tests.server.driver import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


def test_contrast_is_that_of_a_pair_computed_by_hand() -> None:
    # 0x80 / 255 = 0.50196; ((0.50196 + 0.055) / 1.055)^2.4 = 0.21586; (1 + 0.05) / (0.21586 + 0.05) = 3.9494
    assert charts.contrast("#808080", "#ffffff") == pytest.approx(3.9494, abs=1e-3)
    # Red has 0.2126 of the luminance of white: (1 + 0.05) / (0.2126 + 0.05) = 3.9985
    assert charts.contrast("#ffffff", "#ff0000") == pytest.approx(3.9985, abs=1e-3)
    assert charts.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("dark", [False, True])
def test_texts_of_charts_can_be_read_on_the_page(dark: bool) -> None:
    assert charts.PAGE[dark] == THEME["dark" if dark else "light"]["backgroundColor"]
    for texts in (charts.INK, charts.QUIET, charts.SAME_TEXT, charts.DIFFERENT_TEXT):
        assert charts.contrast(texts[dark], charts.PAGE[dark]) >= 4.5
