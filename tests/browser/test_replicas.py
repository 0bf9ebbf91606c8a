"""A student on one of two replicas behind nginx."""

from tests.browser.driver import IDLE, ONE, SEVEN, draw, open_page, text_of, wait_until_idle
from tests.deploy.driver import running_site


def test_a_drawing_outlives_its_replica(page, tmp_path):
    with running_site(tmp_path) as site:
        open_page(page, site.url)
        draw(page, "left", SEVEN)
        draw(page, "right", ONE)
        different = text_of(page, "distance")
        page.evaluate("window.notReloaded = true")

        seat = next(
            cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "playground_seat"
        )
        site.replica_of(seat).process.kill()
        page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for(
            state="attached"
        )
        page.locator(IDLE).wait_for(state="attached", timeout=30_000)
        wait_until_idle(page)

        assert page.evaluate("window.notReloaded")
        assert text_of(page, "distance") == different
        page.locator(".st-key-right_clear button").click()
        wait_until_idle(page)
        draw(page, "right", SEVEN)
        assert "Same digit" in text_of(page, "verdict")
