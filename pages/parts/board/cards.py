"""Posts as cards on the wall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pages.parts.board import words
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.inking import line_of
from pages.parts.shared.classroom.names import name_of
from pages.parts.shared.classroom.records import Post
from pages.parts.shared.classroom.store import Store
from pages.parts.shared.classroom.words import measure
from pages.parts.shared.numbers import number
from pages.parts.shared.visuals import component
from pages.parts.shared.words import twins_in_words
from siamese_core import Twins

_wall = component(
    Path(__file__).parent / "wall",
    words={"fooled": words.FOOLED, "hide": words.HIDE, "show": words.SHOW_AGAIN},
    isolated=False,
)


def show_wall(
    key: str, cards: Sequence[dict[str, Any]], large: bool = False, on_tap: Callable[[], None] | None = None
) -> None:
    """Shows cards side by side.

    Args:
        key: of the element; the number of a post that was tapped is then its state's `tapped`.
        cards: of `card_of`.
        large: for a result that the last row shall see.
        on_tap: hides a post or shows it again; only a teacher can.
    """
    _wall(
        {"posts": list(cards), "can_hide": on_tap is not None, "large": large},
        key=key,
        on_tapped_change=on_tap or (lambda: None),
    )


def cards_of(store: Store, board: Board, posts: Sequence[Post], twins: Twins) -> list[dict[str, Any]]:
    """What the wall shows of posts; without those that have left the board meanwhile.

    Args:
        store: has their drawings.
        board: says whether names are shown.
        posts: in the order in which they are shown.
        twins: of the page; with other ones it is said.
    """
    cards = [card_of(post, store.drawings(post.number), board.settings.names_shown, twins) for post in posts]
    return [card for card in cards if card is not None]


def card_of(
    post: Post, drawings: tuple[str, str] | None, with_name: bool, twins: Twins
) -> dict[str, Any] | None:
    """What is shown of one post; None without its drawings."""
    if drawings is None:
        return None
    compared = post.compared
    value = words.VALUES[measure(compared.design)](value=number(compared.deciding))
    verdict, said = words.VERDICTS[compared.same](), words.SAID[post.said]()
    notes = []
    if (compared.design, compared.sharing) != (twins.design.name, twins.sharing):
        notes.append(words.OTHER_TWINS(twins=twins_in_words(compared.design, compared.sharing)))
    if not compared.familiar:
        notes.append(words.STRANGE())
    if post.hidden:
        notes.append(words.HIDDEN())
    return {
        "number": post.number,
        "lines": ["" if post.hidden else line_of(text) for text in drawings],  # the teacher may be projected
        "same": compared.same,
        "verdict": verdict,
        "value": value,
        "said": said,
        "fooled": post.fooled,
        "name": name_of(post.name) if with_name else "",
        "hidden": post.hidden,
        "notes": notes,
        "alt": words.ALT(number=post.number, said=said, verdict=verdict, value=value),
    }
