"""What a page needs of Streamlit's server: links straight to it, a life longer than the server's, answers at
once.
"""

from __future__ import annotations

import ctypes
import gc
import socket
from contextlib import suppress
from datetime import timedelta
from functools import cache

import streamlit as st
from streamlit import net_util
from streamlit.runtime.pages_manager import PagesManager

net_util._external_ip = (
    ""  # Streamlit would ask a host elsewhere for it whenever a page of another host tries to connect
)

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
    """Starts over with app.py where Streamlit runs a page without it.

    A new server takes a folder `pages` for an app of the old kind until it has run `st.navigation` once. So
    the first sessions that ask for a page other than the home page would show that page alone, without
    navigation and style.
    """
    if PagesManager.uses_pages_directory or ENTERED not in st.session_state:
        PagesManager.uses_pages_directory = False
        st.rerun()


def answer_at_once() -> None:
    """Turns off Nagle's algorithm for the sockets of Streamlit's server, and so for the connections that come
    out of them.

    An answer goes out in several parts. With that algorithm the second one waits until the browser has
    confirmed the first, which takes it 40 ms or more.
    """
    for each in gc.get_objects():
        if type(each) is socket.socket and each.family in (socket.AF_INET, socket.AF_INET6):
            with suppress(OSError):  # some are closed
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


answer_at_once()  # once, when the first page is opened


@cache
def stop_looking_at_what_stays() -> None:
    """Takes what is loaded by now, most of it modules, out of Python's garbage collection, which else takes
    0.1 s at times.
    """
    gc.collect()
    gc.freeze()


@st.fragment(run_every=timedelta(days=1))
def run_again_when_reconnected() -> None:
    """Nothing, once a day. But a browser runs a page that has such a part as soon as it has connected again.

    Otherwise a page that meets a server started anew would ask it for fragments that only the old one knew,
    in vain.
    """
