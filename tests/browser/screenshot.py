"""`python -m tests.browser.screenshot` takes the README's pictures of the app, docs/*.png."""

from playwright.sync_api import Page

from tests.browser.driver import open_page, running_browser, wait_until_idle
from tests.server.driver import ROOT, running_app


def take(page: Page, name: str) -> None:
    """Takes a picture when what glides has come to rest."""
    wait_until_idle(page)
    page.wait_for_timeout(1500)
    page.screenshot(path=ROOT / "docs" / f"{name}.png")


def main() -> None:
    with running_app() as server, running_browser() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 860})
        open_page(page, server.url)
        page.locator(".st-key-example").get_by_text("4 and 9").click()
        take(page, "draw_and_compare")
        page.set_viewport_size({"width": 1366, "height": 768})
        open_page(page, f"{server.url}/training")
        page.wait_for_timeout(12_000)  # it plays to its end
        take(page, "training")
        open_page(page, f"{server.url}/embedding_map")
        page.get_by_text("Neighbours (t-SNE)").click()
        take(page, "embedding_map")
        open_page(page, f"{server.url}/one_example")
        page.get_by_text("Six Chinese characters").click()
        wait_until_idle(page)
        page.get_by_text("a program, again").click()
        take(page, "one_example")


if __name__ == "__main__":
    main()
