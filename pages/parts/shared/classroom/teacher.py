"""Who the teacher is: whoever has opened a link with the key."""

from __future__ import annotations

import hmac
import os
from collections import OrderedDict, deque
from collections.abc import Mapping
from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from urllib.parse import quote

import streamlit as st

from pages.parts.shared.language import Text

ENVIRONMENT = "SIAMESE_TEACHER_KEY"
PARAMETER = "teacher"
SHORTEST = 8  # characters of a key from the environment
WRONG_KEYS, WAIT = 10, 60.0  # after so many within so many seconds, an address has to wait
MOST_ADDRESSES = 1_000

# For the server's window, in letters that every window has.
LINK = "The teacher's board: {link}"
NOT_USED = (
    f"{ENVIRONMENT} needs at least {SHORTEST} characters, in UTF-8, so it is not used. Until it has them, "
    "this is the link."
)
NOT_THE_KEY = Text(
    "This is not the teacher’s key. The window of the server shows the right link; without it, this page "
    "works as it does for the class."
)
WAIT_FOR = Text("That was the wrong key too often. In {seconds} seconds another one can be tried.")


def can_be_used(key: str) -> bool:
    """Whether a key from the environment is long enough, and can stand in a link."""
    return len(key) >= SHORTEST and key.isprintable()  # what is no UTF-8 cannot be printed


def key_from(environment: Mapping[str, str]) -> str:
    """The teacher's key: the one that was set, else a new one."""
    key = environment.get(ENVIRONMENT, "")
    return key if can_be_used(key) else token_urlsafe(16)


class Door:
    """Looks at keys. Who has brought ten wrong ones waits, so that no key is found by trying.

    Args:
        key: the right one.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self._lock = Lock()
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()  # address -> when; the latest last

    def seconds_to_wait(self, address: str, now: float) -> float:
        """Until a key from this address is looked at again."""
        with self._lock:
            wrong = self._wrong.get(address)
            return max(0.0, wrong[0] + WAIT - now) if wrong and len(wrong) == WRONG_KEYS else 0.0

    def opens_for(self, key: str, address: str, now: float) -> bool:
        """Whether this is the key. It takes equally long however much of it is right."""
        if self.seconds_to_wait(address, now):
            return False
        if hmac.compare_digest(key.encode(errors="replace"), self.key.encode()):
            return True
        with self._lock:
            self._wrong.setdefault(address, deque(maxlen=WRONG_KEYS)).append(now)
            self._wrong.move_to_end(address)
            while len(self._wrong) > MOST_ADDRESSES:
                self._wrong.popitem(last=False)
        return False


door = Door(key_from(os.environ))


def take_key() -> None:
    """Takes the key out of the address, and lets the teacher in where it is the right one."""
    if PARAMETER not in st.query_params:
        return
    keys = st.query_params.get_all(PARAMETER)
    del st.query_params[PARAMETER]
    address, now = st.context.ip_address, monotonic()
    if not isinstance(address, str):  # the server's own machine has none
        address = ""
    if seconds := door.seconds_to_wait(address, now):
        st.warning(WAIT_FOR(seconds=round(seconds + 0.5)), icon=":material/hourglass:")
    elif door.opens_for(keys[-1], address, now):
        st.session_state["is_teacher"] = True
    else:
        st.warning(NOT_THE_KEY(), icon=":material/key_off:")


def is_teacher() -> bool:
    """Whether this session is the teacher's."""
    return bool(st.session_state.get("is_teacher", False))


def teachers_link(start: str) -> str:
    """What a server prints at its start. `start`: how the app's address begins, such as http://localhost:8501."""
    line = LINK.format(link=f"{start}/board?{PARAMETER}={quote(door.key)}")
    written = os.environ.get(ENVIRONMENT, "")
    return f"{NOT_USED} {line}" if written and not can_be_used(written) else line
