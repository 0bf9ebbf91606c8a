"""What did the class find? Its pairs on one board, a challenge, and what was predicted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from html import escape
from pathlib import Path
from time import time

import streamlit as st

from pages.parts.board import words
from pages.parts.board.address import class_address, is_here, qr_code
from pages.parts.board.cards import cards_of, show_wall
from pages.parts.board.dots import show_dots
from pages.parts.board.figures import (
    MOST_SHOWN,
    NEWEST,
    answered,
    class_accuracy,
    counts,
    hardest,
    posts_of,
)
from pages.parts.board.teaching import hide_tapped, panel_is_of_before, show_teaching
from pages.parts.shared.choosing import choose, choose_twins
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.class_board import class_board
from pages.parts.shared.classroom.following import follow, note_seen
from pages.parts.shared.classroom.records import BEST, Challenge, Post
from pages.parts.shared.classroom.store import WHERE, BoardError
from pages.parts.shared.classroom.teacher import is_teacher
from pages.parts.shared.classroom.words import TASKS, UNREACHABLE, clock, measure
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import paragraph, reads
from pages.parts.shared.lessons import BOARD, show_way_on
from pages.parts.shared.numbers import number
from siamese_core import Twins

EVERY = 1.5  # seconds between two looks at the board
STYLE = Path(__file__).parent / "parts" / "board" / "style.css"


def state() -> tuple[int, bool] | None:
    """What the page follows: the board's version, and whether a challenge runs; None without a board."""
    try:
        board = class_board().look()
    except BoardError:
        return None
    return board.version, board.challenge(time()) is not None


@st.fragment(key="board")
def show_board(twins: Twins) -> None:
    """All that the class sees. It runs again when the board has changed, and not until then."""
    note_seen("board", state())
    try:
        board = class_board().look()
        show_top(board)
        show_challenge(twins, board)
        part = choose(words.PARTS_CALLED(), list(words.PARTS), "board_part", reads(words.PARTS))
        with st.container(key="posts"):
            PARTS[part](twins, board)
        if is_teacher() and panel_is_of_before(board):
            st.rerun()  # for the teacher's part, which stands outside
    except BoardError:
        st.warning(UNREACHABLE(), icon=":material/cloud_off:")


def show_top(board: Board) -> None:
    """How many there are, and how to join."""
    with st.container(horizontal=True, key="top"):
        if board.posts or board.students or board.settings.paused:
            with st.container(width="stretch", key="counts"):
                found = words.counts_in_words(counts(board), board.settings.count_shown)
                st.markdown(explained("\n\n".join(f"{label} **{figure}**" for label, figure in found)))
                if notes := words.notes_on(board):
                    st.markdown(f":orange[:material/info: {paragraph(*notes)}]")
        show_join(address_of(board), alone=not board.posts)


def address_of(board: Board) -> str:
    """The address for the class."""
    return class_address(st.context.url or "", board.settings.address)


def show_join(address: str, alone: bool) -> None:
    """The address and its QR code: large while there is nothing else, and then in a corner."""
    scheme, _, rest = address.partition("//")
    with st.container(key="join", width="stretch" if alone else "content"):
        st.html(
            f'<div class="join{" alone" if alone else ""}"><div><div>{escape(words.JOIN())}</div>'
            f'<div class="address"><small>{escape(scheme)}//</small>{escape(rest)}</div></div>'
            f'<img src="{escape(qr_code(address))}" alt="{escape(words.QR_ALT())}"></div>'
        )
        if is_here(address):
            st.markdown(f":orange[:material/info: {words.ONLY_HERE()}]")


def show_challenge(twins: Twins, board: Board) -> None:
    """The challenge that runs, or the result of the last one."""
    last = board.challenges[-1] if board.challenges else None
    if last is None:
        return
    entries = board.entries(last)
    if last.runs(time()):
        show_running(last, entries)
    elif last.result_shown:
        with st.container(key="result"):
            st.markdown(f"### {words.RESULT(task=TASKS[last.kind])}")
            if entries:
                about = words.IS_IT_TRUE[last.kind](), words.cards_in_words(twins, entries)
                st.markdown(explained(paragraph(*about)))
                show_posts("best", twins, board, entries[:BEST], large=True)
            else:
                st.markdown(words.NO_ENTRIES())


def show_running(challenge: Challenge, entries: Sequence[Post]) -> None:
    """The task, the time that is left, and how far the class is."""
    best = number(entries[0].compared.deciding) if entries else "–"
    with st.container(horizontal=True, vertical_alignment="center", key="running"):
        st.html(clock(challenge.ends_at - time()), width="content")
        standing = words.STANDING[measure(challenge.design)](entries=len(entries), best=best)
        st.markdown(explained(f"{words.task_of(challenge)}\n\n{standing}"), width="stretch")


def show_posts(key: str, twins: Twins, board: Board, posts: Sequence[Post], large: bool = False) -> None:
    """Posts as cards; a teacher can hide them."""
    on_tap = partial(hide_tapped, key) if is_teacher() else None
    show_wall(key, cards_of(class_board(), board, posts, twins), large, on_tap)


def show_newest(twins: Twins, board: Board) -> None:
    """The newest pairs, by whichever twins; for the teacher those that are hidden after them."""
    posts = board.shown()[::-1]
    count = st.session_state.setdefault("board_count", NEWEST)
    if posts:
        st.markdown(f":small[{explained(words.cards_in_words(twins, posts[:count]))}]")
    else:
        st.markdown(words.NO_POSTS())
    hidden = [post for post in board.posts[::-1] if post.hidden] if is_teacher() else []
    show_posts("newest", twins, board, [*posts[:count], *hidden[:MOST_SHOWN]])
    if count < min(len(posts), MOST_SHOWN):
        st.button(words.MORE(), key="board_more", icon=":material/add:", on_click=show_more)


def show_more() -> None:
    """More of the newest pairs."""
    st.session_state["board_count"] += NEWEST


def show_on_axis(twins: Twins, board: Board) -> None:
    """All pairs as dots above the test pairs, and how often the twins were right."""
    posts = posts_of(twins, board.shown())
    accuracy = class_accuracy(posts)
    if accuracy is None:
        st.markdown(words.NO_DOTS())
        return
    show_dots(twins, posts)
    st.markdown(explained(words.accuracy_in_words(twins, accuracy, len(posts))))


def show_hardest(twins: Twins, board: Board) -> None:
    """The pairs that fooled these twins by most."""
    posts = hardest(twins, board.shown())
    if posts:
        about = words.ABOUT_HARDEST(), words.cards_in_words(twins, posts)
        st.markdown(f":small[{explained(paragraph(*about))}]")
    else:
        st.markdown(words.NO_HARDEST())
    show_posts("hardest", twins, board, posts, large=True)


def show_answers(_twins: Twins, board: Board) -> None:
    """How many answered which question, and how many of them rightly."""
    found = answered(board)
    st.markdown(explained(words.answers_table(found)) if found else words.NO_ANSWERS())


PARTS = {
    words.NEWEST: show_newest,
    words.ON_AXIS: show_on_axis,
    words.HARDEST: show_hardest,
    words.PREDICTED: show_answers,
}

st.html(STYLE)
chosen = choose_twins(words.QUESTION, words.FIRST_SENTENCE)
if is_teacher():
    try:
        now = class_board().look()
        show_teaching(chosen, now, address_of(now))
    except BoardError:
        pass  # the board says so
show_board(chosen)
follow("board", state, lambda: EVERY)
st.caption(words.where_kept(in_database=bool(os.environ.get(WHERE))))
show_way_on(BOARD)
