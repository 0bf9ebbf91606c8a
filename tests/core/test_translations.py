"""Every text of the app is translated, with the same places for values; nothing else is in the catalogs."""

from gettext import GNUTranslations
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.mofile import write_mo

from pages.locales.update import (
    TRANSLATED,
    catalog_of,
    in_forms,
    messages_of,
    path_of,
    what_the_app_says,
)


def places(text: str) -> set[tuple[str, str, str]]:
    """The places for values in a text, each with its format."""
    return {
        (name, form or "", how or "") for _, name, form, how in Formatter().parse(text) if name is not None
    }


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalog_has_every_text_and_nothing_else(code: str) -> None:
    catalog = catalog_of(code)
    said = {message.id for message in messages_of(what_the_app_says())}
    assert said == {message.id for message in messages_of(catalog)}
    assert not catalog.obsolete


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated_by_a_person(code: str) -> None:
    for message in messages_of(catalog_of(code)):
        assert not message.fuzzy, message.id
        assert all(form.strip() for form in in_forms(message.string)), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_places_of_its_original(code: str) -> None:
    for message in messages_of(catalog_of(code)):
        for form in in_forms(message.string):
            assert places(form) == set().union(*map(places, in_forms(message.id))), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_the_app_reads_was_made_from_what_is_edited(code: str) -> None:
    made = BytesIO()
    write_mo(made, catalog_of(code))
    made.seek(0)
    with path_of(code, "mo").open("rb") as kept:
        assert GNUTranslations(kept)._catalog == GNUTranslations(made)._catalog
