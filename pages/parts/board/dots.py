"""All posts as dots on the axis of the test pairs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pages.parts.board import words
from pages.parts.shared.classroom.records import Post
from pages.parts.shared.numbers import decided_by
from pages.parts.shared.visuals import AXIS_BACKGROUND, AXIS_WORDS, component
from siamese_core import Twins

_dots = component(Path(__file__).parent / "dots", *AXIS_BACKGROUND, words={**AXIS_WORDS, **words.LEGEND})


def show_dots(twins: Twins, posts: Sequence[Post]) -> None:
    """Shows them. `posts`: compared by these twins."""
    _dots(
        {
            **twins.card["histograms"][decided_by(twins)],
            "threshold": twins.threshold,
            "threshold_text": f"{twins.threshold:.2f}",
            "same_is_small": not twins.design.metric_network,
            "posts": [
                {"value": post.compared.deciding, "said_same": post.said, "fooled": post.fooled}
                for post in posts
            ],
            "summary": words.axis_in_words(twins, len(posts)),
        },
        key="dots",
    )
