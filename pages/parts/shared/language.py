"""The language in which a run speaks, and texts that read in it.

A text is written in English where it is used: `say("Pair {played} of {rounds}.", played=3, rounds=10)`, or
above as a constant, `WELCOME = Text("Welcome!")`, which reads in the language of the run that calls it:
`WELCOME()`. So nothing that is imported or remembered for all has a language. docs/translating.md tells how
translations are made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "English", "zh": "中文"}  # by code, as each calls itself
TAGS = {"en": "en", "zh": "zh-CN"}  # for the document
BETWEEN_SENTENCES = {"en": " ", "zh": ""}
BETWEEN_WORDS = {"en": ", ", "zh": "、"}
CATALOGS = Path(__file__).parents[2] / "locales"
_spoken: ContextVar[str | None] = ContextVar("_spoken", default=None)


class Text:
    """A text with named places, `{like_this}`.

    Args:
        english: the text, and by what catalogs know it.
    """

    def __init__(self, english: str) -> None:
        self.english = english

    def __call__(self, **values: object) -> str:
        """How it reads in this run, with these values in its places."""
        return filled(self.in_language(language()), values)

    def __str__(self) -> str:
        return self()

    def in_language(self, code: str) -> str:
        """How it reads in a language, with its places."""
        return catalog(code).gettext(self.english)


class Counted:
    """A text that reads otherwise for one thing than for several; `{count}` is its place for how many.

    Args:
        one, several: the text in English for one thing, and for another number of them.
    """

    def __init__(self, one: str, several: str) -> None:
        self.one, self.several = one, several

    def __call__(self, count: int, **values: object) -> str:
        """How it reads in this run for so many things, with these values in its other places."""
        text = catalog(language()).ngettext(self.one, self.several, count)
        return filled(text, {"count": count, **values})


def say(english: str, **values: object) -> str:
    """How a text reads in this run. `values`: for its places."""
    return Text(english)(**values)


def say_counted(one: str, several: str, count: int, **values: object) -> str:
    """How a text reads in this run for one thing or several, as `Counted`."""
    return Counted(one, several)(count, **values)


def reads(texts: Mapping[str, Text]) -> Callable[[str], str]:
    """How the codes of these texts read in this run: a `format_func` for options that are codes."""
    return lambda code: texts[code]()


def paragraph(*sentences: str) -> str:
    """Sentences one after the other; Chinese sets no space between them."""
    return BETWEEN_SENTENCES[language()].join(sentences)


def listed(items: Iterable[str]) -> str:
    """Words one after the other, with what the language sets between them."""
    return BETWEEN_WORDS[language()].join(items)


def filled(text: str, values: dict[str, object]) -> str:
    """A text with values in its places; braces stay in one that is given none."""
    return text.format(**values) if values else text


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Within it texts read in this language: for a file that is made outside of the run that offers it."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The code of this run's language; English outside of a run."""
    if spoken := _spoken.get():
        return spoken
    current_run, session = streamlits()
    return str(session.get("chosen_lang", "en")) if current_run(suppress_warning=True) else "en"


@cache
def streamlits() -> tuple[Callable[..., object], MutableMapping[Any, Any]]:
    """What tells the run, and the session that runs. Found at the first text that is read: what has texts and
    knows no page, as the names on the board, needs no Streamlit.
    """
    from streamlit import session_state
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    return get_script_run_ctx, session_state


@cache
def catalog(code: str) -> NullTranslations:
    """What texts read as in a language."""
    return NullTranslations() if code == "en" else translation("pages", CATALOGS, [code])


def language_of(tag: str | None) -> str:
    """The app's language for what a browser asks for first, as in `zh-CN` or `zh-CN,zh;q=0.9,en;q=0.8`;
    English where it has no other.
    """
    return known_language(tag or "") or "en"


def known_language(tag: str) -> str | None:
    """The app's language for such a tag, where it has it."""
    code = re.split("[-,;]", tag.strip().lower())[0]
    return code if code in LANGUAGES else None
