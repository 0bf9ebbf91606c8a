"""What signs are called: as a student writes it, or as the app calls it in each language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import count

from pages.parts.shared.language import LANGUAGES, Text, language

LONGEST_NAME = 16
JOINER, WORD_JOINER = "\u200d", "\u2060"
TURNING = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # turn the writing round
CALLED = {  # names of the app's own
    "sign": Text("Sign"),
    "mine": Text("Mine"),
    "mountain": Text("山 mountain"),
    "water": Text("水 water"),
    "tree": Text("木 tree"),
    "fire": Text("火 fire"),
    "mouth": Text("口 mouth"),
    "big": Text("大 big"),
}


@dataclass(frozen=True)
class Name:
    """A name.

    Attributes:
        written: the same in every language; blank where it has a code.
        code: one of `CALLED`; blank for other names.
        number: after it, as in "Sign 1"; 0 for none.
    """

    written: str = ""
    code: str = ""
    number: int = 0

    def __str__(self) -> str:
        return self.in_language(language())

    def in_language(self, code: str) -> str:
        """How it reads in a language."""
        name = CALLED[self.code].in_language(code) if self.code else self.written
        if not self.number:
            return name
        number = f" {self.number}"
        return name[: LONGEST_NAME - len(number)].rstrip(JOINER + " ") + number

    def in_all_languages(self) -> list[str]:
        """How it reads in each."""
        return [self.in_language(code) for code in LANGUAGES]


def unused(name: Name, taken: Collection[str]) -> Name:
    """A name with a larger number where another sign has it already in some language: "Star 2"."""
    return next(each for each in _numbered(name) if not set(each.in_all_languages()) & set(taken))


def _numbered(name: Name) -> Iterator[Name]:
    yield name
    yield from (replace(name, number=number) for number in count(max(name.number, 1) + 1))


def tidy_name(name: str) -> str:
    """A name in one short line, without characters that only control; blank where nothing is left to see.

    Marks and joiners stay: letters of many languages, and emoji, are made of several characters.
    """
    kept = "".join(letter for letter in name if not _only_controls(letter))
    short = " ".join(kept.split())[:LONGEST_NAME].strip().rstrip(JOINER)
    return short if any(unicodedata.category(letter)[0] in "LNPS" for letter in short) else ""


def _only_controls(letter: str) -> bool:
    return letter in TURNING or (unicodedata.category(letter) in ("Cc", "Cs") and not letter.isspace())


def in_markdown(name: object) -> str:
    """A name as Markdown that shows it as it is.

    Before every sign of punctuation stands a word joiner, which nobody sees: it keeps Streamlit from making
    an emoji of ":smile:", an arrow of "->" and a link of "www.example.com".
    """
    return re.sub(r"([!-/:-@\[-`{-~])", rf"{WORD_JOINER}\\\1", str(name))
