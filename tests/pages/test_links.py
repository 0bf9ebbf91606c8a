"""Links with anything in them: every page opens with what it could use, and says what it could not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from tests.pages.app_test import PAGES, open_app, texts

TEXTS = [
    *("", " ", "0", "-0.0", "1e999", "-1e999", "nan", "inf", "1e-400", "0x10", "1_0", "٣", "½", "9" * 5_000),
    *(
        "<script>alert(1)</script>",
        "\0",
        "a\nb",
        "%00",
        "../../etc/passwd",
        "SHARED",
        "shared ",
        "true",
        "[1]",
        "x" * 40_000,
    ),
]


def follow_link(text: str) -> AppTest:
    """The home page, with the same text for everything that a link can set."""
    names = (
        "design",
        "sharing",
        "margin",
        "threshold",
        "pairs",
        "learning_rate",
        "digits",
        "seed",
        "taught",
        "lang",
        "unknown",
    )
    return open_app(**dict.fromkeys(names, text))


def assert_opened_as_without(app: AppTest) -> None:
    assert not app.exception
    assert not app.error
    assert app.session_state["chosen_design"] == "cnn_contrastive"
    assert app.session_state["chosen_sharing"] == "shared"


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_page_opens_whatever_a_link_asks_for(text: str) -> None:
    app = follow_link(text)
    assert [warning.value for warning in app.warning] == [
        "The link asks for a language that this app does not speak; it speaks English and Chinese.",
        "The link asks for a design that does not exist; this is “cnn_contrastive”.",
        "The link asks for a sharing that does not exist; this is “shared”.",
    ]
    for page in PAGES:
        assert_opened_as_without(app.switch_page(f"pages/{page}.py").run())
        for slider in app.slider:
            assert slider.min <= slider.value <= slider.max


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=30) | st.floats().map(str))
@pytest.mark.parametrize("page", ["contrastive_loss", "training", "verification"])
def test_pages_with_a_number_in_the_link_open_with_any_other_text(page: str, text: str) -> None:
    assert_opened_as_without(follow_link(text).switch_page(f"pages/{page}.py").run())


def test_a_link_with_two_margins_gives_none() -> None:
    app = open_app(margin=["0.5", "2"]).switch_page("pages/contrastive_loss.py").run()
    assert "is no number from" in app.warning[0].value
    assert app.slider("margin").value == 1
    assert "the margin moves from 1.00 " in texts(app)
