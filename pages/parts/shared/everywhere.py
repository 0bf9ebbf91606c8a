"""What every page has in the browser: words that a tap explains, announcements, a keyboard's pen, the way to
other pages, what a tap brings up scrolled into view, clocks that run down, and the student's token.
"""

from __future__ import annotations

from functools import cache
from html import escape

import streamlit as st

from pages.parts.shared.classroom.student import COOKIE, COOKIE_KEPT, student_token
from pages.parts.shared.glossary import sentences_by_link
from pages.parts.shared.language import LANGUAGES, TAGS, Text, language
from pages.parts.shared.visuals import HERE, component

# Keys of what screen readers announce.
ANNOUNCED = (
    "result",
    "posting",
    "prediction",
    "rates",
    "inside",
    "pair_loss",
    "chosen",
    "quiz_question",
    "quiz_options",
)
BROUGHT_UP = {  # key of what is tapped -> key of what that changes
    "map": "chosen",
    "test_pairs": "chosen_side",
    "cells": "cell",
    "example": "right_digit",
    "another_hand": "right_digit",
    "copy": "right_digit",
    "ask": "right_digit",
    "starter": "shelf",
    "taught_prediction_answer": "prediction",
    "pairs_so_far": "right_digit",
    "predict_same_answer": "found",
    "predict_swap_answer": "found",
    "predict_nudge_answer": "found",
    "margin_prediction_answer": "prediction",
    "train": "map_side",
    "quiz_answer": "quiz_found",
    "quiz_ways": "quiz",
}

STREAMLITS = (  # what Streamlit 1.67 writes by itself
    Text("{count} more"),
    Text("App pages"),
    Text("Skip to main content"),
    Text("Link to heading"),
    Text("Expand sidebar"),
    Text("Collapse sidebar"),
    Text("Main menu"),
    Text("Theme"),
    Text("System"),
    Text("Light"),
    Text("Dark"),
    Text("Print"),
    Text("Record screen"),
    Text("Stop recording"),
    Text("Made with Streamlit v"),
    Text("Copy version to clipboard"),
    Text("Copy to clipboard"),
    Text("Choose an option"),
    Text("No results"),
    Text("Open"),
    Text("Close"),
    Text("Download as SVG"),
    Text("Fullscreen"),
    Text("Close fullscreen"),
    Text("Press Enter to apply"),
    Text("Running..."),
    Text("Stop"),
    Text("Connecting"),
    Text("Connecting to Streamlit server"),
    Text("Unable to connect to Streamlit server"),
    Text("Connection error"),
    Text("Connection timed out."),
    Text("Streamlit server is not responding. Are you connected to the internet?"),
    Text(
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:"
    ),
    Text("Page not found"),
    Text("The page that you have requested does not seem to exist. Running the app's main page."),
)

WITH_ABOUT = Text("{what}: {about}")

_everywhere = component(
    HERE / "everywhere",
    HERE / "pen.js",
    HERE / "navigation.js",
    HERE / "streamlits_words.js",
    words={
        "left_canvas": Text("left canvas."),
        "right_canvas": Text("right canvas."),
        "canvas": Text(
            "{drawn} Arrow keys move the pen, with Shift in small steps; Space puts it down and lifts it."
        ),
        "drawing": Text("drawing"),
        "about": WITH_ABOUT,
    },
)
_STILL = {"announced": ANNOUNCED, "brought_up": BROUGHT_UP}


def show_everywhere(more_words: dict[str, str]) -> None:
    """Puts it on the page. `more_words`: sentences by the links of what they explain, beside the glossary."""
    cookie = {"name": COOKIE, "value": student_token(), "seconds": COOKIE_KEPT}
    _everywhere(
        {
            **_STILL,
            "explanations": {**sentences_by_link(language()), **more_words},
            "language": TAGS[language()],
            "streamlits": streamlits_words(language()),
            "cookie": cookie,
        },
        key="everywhere",
        on_dark_change=lambda: None,
    )


@cache
def streamlits_words(code: str) -> dict[str, str]:
    """What Streamlit's own words are in a language, by what they may be at that moment, in any language."""
    return {text.in_language(each): text.in_language(code) for text in STREAMLITS for each in LANGUAGES}


def show_failure(sentence: str, error: Exception) -> None:
    """Says what cannot be loaded or shown, and below it the error's own words, which are English."""
    st.error(f"{sentence}\n\n{error}", icon=":material/broken_image:")


def show_hint(with_mouse: str, with_finger: str) -> None:
    """A sentence on what to do, in plain text: one where there is a mouse, another where there is none."""
    st.html(
        f'<p class="hint"><span class="with_mouse">{escape(with_mouse)}</span>'
        f'<span class="with_finger">{escape(with_finger)}</span></p>'
    )
