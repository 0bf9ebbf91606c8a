"""`python -m tests.browser.screenshot` takes the README's picture of the app: docs/screenshot.png."""

from tests.browser.driver import open_page, running_browser, wait_until_idle
from tests.server.driver import ROOT, running_app


def main() -> None:
    with running_app() as server, running_browser() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 860})
        open_page(page, server.url)
        page.get_by_role("button", name="4 and 9").click()
        wait_until_idle(page)
        page.wait_for_timeout(1000)  # the marker glides to its place
        (ROOT / "docs").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "docs" / "screenshot.png")


if __name__ == "__main__":
    main()
