"""Who a student is: a token that the browser keeps, and that nobody else sees."""

from __future__ import annotations

import re
from hashlib import blake2b
from secrets import token_urlsafe

import streamlit as st

COOKIE = "siamese_student"
COOKIE_KEPT = 12 * 60 * 60  # seconds: a day at school
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # as `token_urlsafe(16)` makes them


def student_token() -> str:
    """The token of this browser, which shows it again after a reload; a new one where it has none."""
    if "student_token" not in st.session_state:
        kept = str(st.context.cookies.get(COOKIE, ""))
        st.session_state["student_token"] = kept if TOKEN.fullmatch(kept) else token_urlsafe(16)
    return st.session_state["student_token"]


def student_key() -> str:
    """By what the board knows this student. Who reads it there does not learn the token from it."""
    return blake2b(student_token().encode(), digest_size=9).hexdigest()
