"""The teacher's part of the board."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import time

import numpy as np
import streamlit as st

from pages.parts.board import words
from pages.parts.board.address import tidy_address
from pages.parts.board.example_class import example_class
from pages.parts.board.keeping import as_csv, as_page
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.class_board import class_board
from pages.parts.shared.classroom.records import DURATIONS, KINDS
from pages.parts.shared.classroom.store import BoardError
from pages.parts.shared.classroom.teacher import is_teacher
from pages.parts.shared.classroom.words import UNREACHABLE
from pages.parts.shared.language import language, reads, speaking
from siamese_core import Twins
from siamese_core.files import WeightsError

USUAL = 180  # seconds of a challenge
SWITCHES = {  # key of a toggle -> its label and the setting that it changes
    "names_shown": words.NAMES,
    "count_shown": words.COUNT,
    "paused": words.PAUSE,
}


def show_teaching(twins: Twins, board: Board, address: str) -> None:
    """All that a teacher can do, folded away. `address`: for the class, as it is shown."""
    with st.expander(words.TEACHER(), icon=":material/school:", key="teacher"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="challenge_controls"):
            show_challenge_controls(twins, board)
        with st.container(horizontal=True, vertical_alignment="bottom", key="board_controls"):
            show_switches(board)
            if not st.session_state.get("class_address"):  # at first, and where the teacher emptied it
                st.session_state["class_address"] = address
            st.text_input(words.ADDRESS(), key="class_address", on_change=correct_address, width=320)
        with st.container(horizontal=True, key="board_files"):
            show_files(twins)
        if note := st.session_state.pop("teacher_note", ""):
            st.warning(note, icon=":material/info:")
        st.markdown(f":small[{words.ABOUT_TAP()}]")


def panel_is_of_before(board: Board) -> bool:
    """Whether a challenge has begun or ended since the teacher's part was shown."""
    return bool(st.session_state.get("panel_runs") != (board.challenge(time()) is not None))


def show_challenge_controls(twins: Twins, board: Board) -> None:
    """Starts and stops a challenge, and puts its result away."""
    kind = st.segmented_control(
        words.CHALLENGE(),
        list(KINDS),
        default="far",
        required=True,
        key="challenge_kind",
        format_func=reads(words.KINDS),
        persist_state="session",
    )
    kept = st.session_state.get("challenge_time")
    # Set anew, since the browser knows it by its words, which are others in another language.
    st.session_state["challenge_time"] = kept if kept in DURATIONS else USUAL
    seconds = st.selectbox(
        words.TIME(),
        DURATIONS,
        key="challenge_time",
        format_func=words.duration,
        persist_state="session",
        width=140,
    )
    design, sharing = twins.design.name, twins.sharing
    st.session_state["panel_runs"] = board.challenge(time()) is not None
    if st.session_state["panel_runs"]:
        button(
            words.STOP(), "challenge_stop", "stop", lambda board: board.stop_challenge(time()), is_main=True
        )
        return
    button(
        words.START(),
        "challenge_start",
        "play_arrow",
        lambda board: board.start_challenge(kind, seconds, design, sharing, time()),
        is_main=True,
    )
    if board.challenges and board.challenges[-1].result_shown:
        button(words.AWAY(), "challenge_away", "hide_image", Board.put_result_away)


def show_switches(board: Board) -> None:
    """What the class sees, and whether it can post."""
    for name, label in SWITCHES.items():
        st.session_state[f"switch_{name}"] = getattr(board.settings, name)
        st.toggle(label(), key=f"switch_{name}", on_change=switch, args=(name,))


def show_files(twins: Twins) -> None:
    """An example class, a clean board, and what can be taken along."""
    st.button(words.FILL(), key="board_fill", icon=":material/groups:", on_click=fill, args=(twins,))
    with st.popover(words.CLEAR(), icon=":material/delete:", key="board_clear_first"):
        st.markdown(words.ABOUT_CLEAR())
        button(words.CLEAR_ALL(), "board_clear", "delete", Board.clear, is_main=True)
    files = (
        (words.CSV, "class_board.csv", "text/csv", as_csv),
        (
            words.PAGE,
            "class_board.html",
            "text/html",
            lambda board: as_page(class_board(), board, twins, f"{datetime.now():%Y-%m-%d %H:%M}"),
        ),
    )
    for label, name, kind, made in files:
        st.download_button(
            label(),
            partial(file, made, language()),
            name,
            kind,
            key=f"download_{kind[5:]}",
            icon=":material/download:",
            on_click="ignore",
        )


def file(made: Callable[[Board], str | bytes], code: str) -> str | bytes:
    """A file of the board as it is when it is asked for, in the language with this code; a sentence where
    that cannot be reached.
    """
    with speaking(code):
        try:
            return made(class_board().look())
        except BoardError:
            return UNREACHABLE()


def button(label: str, key: str, icon: str, change: Callable[[Board], object], is_main: bool = False) -> None:
    """A button with which the teacher changes the board."""
    st.button(
        label,
        key=key,
        icon=f":material/{icon}:",
        type="primary" if is_main else "secondary",
        on_click=as_teacher,
        args=(change,),
    )


def as_teacher(change: Callable[[Board], object]) -> None:
    """Changes the board, where this is the teacher; notes it where the board cannot be reached."""
    if is_teacher():
        try:
            class_board().change(change)
        except BoardError:
            st.session_state["teacher_note"] = UNREACHABLE()


def switch(name: str) -> None:
    """Changes a setting to what its toggle says."""
    is_on = bool(st.session_state[f"switch_{name}"])
    as_teacher(lambda board: board.set(**{name: is_on}))


def hide_tapped(wall: str) -> None:
    """Hides the post whose button was tapped on a wall, or shows it again."""
    number = st.session_state[wall]["tapped"]

    def turn(board: Board) -> None:
        hidden = {post.number: post.hidden for post in board.posts}
        if number in hidden:
            board.hide(number, not hidden[number])

    as_teacher(turn)


def fill(twins: Twins) -> None:
    """Puts an example class on the board."""
    try:
        pairs = example_class(twins, np.random.default_rng())
    except WeightsError as error:
        st.session_state["teacher_note"] = f"{words.NO_EXAMPLE()}\n\n{error}"
        return
    as_teacher(lambda board: board.fill(pairs))


def correct_address() -> None:
    """Takes the address that the teacher wrote; a blank one is found by the app again."""
    written = st.session_state["class_address"]
    try:
        address = tidy_address(written) if written.strip() else ""
    except ValueError:
        st.session_state["teacher_note"] = words.ADDRESS_WRONG()
        return
    as_teacher(lambda board: board.set(address=address))
