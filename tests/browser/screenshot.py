"""`python -m tests.browser.screenshot` takes the READMEs' pictures, docs/*.png, in each language."""

from playwright.sync_api import Page

from pages.parts.board import words as of_board
from pages.parts.home.things_to_try import EXAMPLE_NAMES
from pages.parts.map.words import VIEWS
from pages.parts.one_example.words import ASKED, SHELVES, WRITTEN_AGAIN
from pages.parts.shared.language import LANGUAGES, TAGS
from tests.browser.driver import (
    TEACHERS_KEY,
    go_on_with,
    open_page,
    press_button,
    running_browser,
    wait_until_idle,
)
from tests.server.driver import ROOT, running_app


def take(page: Page, name: str, language: str) -> None:
    """Takes a picture when what glides has come to rest."""
    wait_until_idle(page)
    page.wait_for_timeout(1500)
    ending = "" if language == "en" else f".{TAGS[language]}"
    page.screenshot(path=ROOT / "docs" / f"{name}{ending}.png")


def take_all(page: Page, url: str, language: str) -> None:
    asked = f"lang={language}"
    page.set_viewport_size({"width": 1366, "height": 880})
    open_page(page, f"{url}/?{asked}")
    go_on_with(page, "example", EXAMPLE_NAMES["4_9"].in_language(language))
    take(page, "draw_and_compare", language)
    page.set_viewport_size({"width": 1366, "height": 768})
    open_page(page, f"{url}/training?{asked}")
    page.wait_for_timeout(12_000)  # it plays to its end
    take(page, "training", language)
    open_page(page, f"{url}/embedding_map?{asked}")
    go_on_with(page, "view", VIEWS["tsne"].in_language(language))
    take(page, "embedding_map", language)
    open_page(page, f"{url}/one_example?{asked}")
    go_on_with(page, "starter", SHELVES["characters"].in_language(language))
    go_on_with(page, "ask", ASKED[WRITTEN_AGAIN].in_language(language))
    take(page, "one_example", language)
    page.set_viewport_size({"width": 1366, "height": 805})
    open_page(page, f"{url}/board?{asked}")
    take(page, "class_board", language)


def fill_board(page: Page, url: str) -> None:
    """An example class with its names, at an address as a school has it."""
    open_page(page, f"{url}/board?lang=en&teacher={TEACHERS_KEY}")
    page.get_by_text(of_board.TEACHER.english).click()
    press_button(page, "board_fill")
    page.locator(".st-key-switch_names_shown label").click()
    wait_until_idle(page)
    address = page.locator(".st-key-class_address input")
    address.fill("http://192.168.1.20:8501")
    address.press("Enter")
    wait_until_idle(page)


def main() -> None:
    with running_app(SIAMESE_TEACHER_KEY=TEACHERS_KEY) as server, running_browser() as browser:
        teacher = browser.new_page()
        fill_board(teacher, server.url)
        teacher.close()
        for language in LANGUAGES:
            page = browser.new_page()
            take_all(page, server.url, language)
            page.close()


if __name__ == "__main__":
    main()
