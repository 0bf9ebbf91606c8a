"""All that leans on private parts of Streamlit, Plotly or the C library: what it mends, and where that may
change.
"""

from __future__ import annotations

import ctypes
import gc
import socket
from contextlib import suppress
from datetime import timedelta
from functools import cache

import pandas  # noqa: F401  Plotly 7.1 uses it where it is loaded, even half loaded by another student's page
import streamlit as st
from streamlit import net_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

# Streamlit 1.67 asks a host elsewhere for this machine's address whenever a page of another host tries to
# connect. An address that is known is not asked for. When Streamlit changes: its setting may be enough.
net_util._external_ip = ""

LARGE = 2**20  # bytes; a stroke takes smaller arrays, so nothing that a student waits for takes longer
M_MMAP_THRESHOLD = -3  # glibc's number for this setting, from malloc.h


def give_large_arrays_back() -> None:
    """Keeps a class from taking memory that it no longer uses.

    When a large array is freed, glibc raises the size from which it asks the system for memory of its own.
    Arrays below that size come from the pools of the threads in which Streamlit runs scripts, and stay there.
    So the size is fixed. Where the C library has no such setting, nothing happens.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)


give_large_arrays_back()  # once, when the first page is opened


ENTERED = "entered_through_app"  # set by app.py in every session


def enter_through_app() -> None:
    """Shows a page with its navigation and style, also to those who come first.

    Streamlit 1.67 takes a folder `pages` for an app of the old kind until `st.navigation` has run once. So a
    new server shows the first page that a link asks for alone, without app.py. Such a session is rerun,
    through app.py. When Streamlit changes: try without, with a link to a page of a new server.
    """
    if PagesManager.uses_pages_directory or ENTERED not in st.session_state:
        PagesManager.uses_pages_directory = False
        st.rerun()


def turn_off_nagle() -> None:
    """Sends the parts of an answer without waiting for each other.

    Streamlit 1.67 makes its listening socket without naming TCP, so asyncio does not turn off Nagle's
    algorithm for the connections that come out of it. Then the second part of an answer waits until the
    browser has confirmed the first, up to 40 ms. The option is inherited, so it is set for the listening
    socket, and for connections that are there. When Streamlit changes: its server may set the option itself,
    then this goes.
    """
    for each in gc.get_objects():
        if type(each) is socket.socket and each.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):  # some are closed
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


turn_off_nagle()  # once, when the first page is opened


def remember_theme() -> None:
    """Looks the theme up in the settings once.

    Streamlit 1.67 looks through all its settings for the six parts of the theme whenever something is run, if
    only to see whether there is news: an eighth of all that a class with open boards asks of the server. They
    stay as they are while it runs. When Streamlit changes: measure without.
    """
    read = app_session._populate_theme_msg

    @cache
    def theme_in(section: str) -> CustomThemeConfig:
        theme = CustomThemeConfig()
        read(theme, section)
        return theme

    def populate(msg: CustomThemeConfig, section: str = "theme") -> None:
        theme = theme_in(section)
        if theme.ByteSize():  # a part that says nothing is not to be there
            msg.MergeFrom(theme)

    app_session._populate_theme_msg = populate


remember_theme()  # once, when the first page is opened


@cache
def freeze_what_is_loaded() -> None:
    """Takes what is loaded by now, most of it modules, out of Python's garbage collection, which else takes
    0.1 s.
    """
    gc.collect()
    gc.freeze()


@st.fragment(run_every=timedelta(days=1))
def run_again_when_reconnected() -> None:
    """Nothing, once a day. But a page with such a part is run again as soon as its browser has reconnected.

    Streamlit 1.67 runs no other page then, unless its last run was one of a fragment. A server that was
    started anew knows no fragment of such a page, so a slider in one would go unanswered. When Streamlit
    changes: try without.
    """


def run_afterwards(fragment: str) -> None:
    """Lets a fragment, named by its key, run as soon as the run that is under way is over.

    Streamlit 1.67 allows `st.rerun(scope=key)` in callbacks of widgets alone, since it breaks a run off. This
    asks for the same and breaks nothing off. When Streamlit changes: it may be allowed.
    """
    context = get_script_run_ctx()
    if context is not None and context.script_requests is not None:
        context.script_requests.request_rerun(
            RerunData(
                query_string=context.query_string,
                page_script_hash=context.page_script_hash,
                fragment_id_queue=context.fragment_storage.resolve_target(fragment),
                cached_message_hashes=context.cached_message_hashes,
                context_info=context.context_info,
            )
        )
