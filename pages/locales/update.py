"""Brings the catalogs up to what the app says: `python -m pages.locales.update`.

What the app no longer says goes; what it says newly comes without a translation, to be written into the `.po`
file. After that, once more: it makes the `.mo` file that the app reads. docs/translating.md tells more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pages.parts.shared.language import CATALOGS, LANGUAGES

PAGES = Path(__file__).parents[1]
KEYWORDS = {"Text": None, "say": None, "Counted": (1, 2), "say_counted": (1, 2)}
TRANSLATED = [code for code in LANGUAGES if code != "en"]
HEADING: dict[str, Any] = {
    "header_comment": "# Made by `python -m pages.locales.update`; translations are written here.",
    "project": "Siamese Playground",
    "version": "1",
    "msgid_bugs_address": "-",
    "last_translator": "-",
    "language_team": "-",
    "fuzzy": False,
}


def update(code: str) -> None:
    """Writes a language's catalog anew, and says what is left to be translated."""
    kept, catalog = catalog_of(code), Catalog(code, **HEADING)
    for said in messages_of(what_the_app_says()):
        translated = kept.get(said.id)
        catalog.add(said.id, translated.string if translated else "", said.locations)
        if not translated or not all(in_forms(translated.string)):
            print(f"{code}: {in_forms(said.id)[0]!r} is not translated.")
    catalog.creation_date = catalog.revision_date = kept.creation_date
    with path_of(code, "po").open("wb") as file:
        write_po(file, catalog, width=0, include_lineno=False)
    with path_of(code, "mo").open("wb") as file:
        write_mo(file, catalog)


def what_the_app_says() -> Catalog:
    """Every text in the sources."""
    catalog = Catalog()
    for path, _, text, _, _ in extract_from_dir(PAGES, [("**.py", "python")], keywords=KEYWORDS):
        catalog.add(text, locations=[(f"pages/{Path(path).as_posix()}", 0)])
    return catalog


def catalog_of(code: str) -> Catalog:
    """A language's catalog as it is kept."""
    with path_of(code, "po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def path_of(code: str, kind: str) -> Path:
    """Where a catalog is kept: `po` to be edited, `mo` to be read by the app."""
    return CATALOGS / code / "LC_MESSAGES" / f"pages.{kind}"


def messages_of(catalog: Catalog) -> list[Message]:
    """A catalog's texts, without its heading."""
    return [message for message in catalog if message.id]


def in_forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A text's one form, or those for one thing and for several; an empty one where there is none."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


if __name__ == "__main__":
    for each in TRANSLATED:
        update(each)
