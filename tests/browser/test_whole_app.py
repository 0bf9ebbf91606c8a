"""A walk through all pages with everything opened: what the browser asks for, and what comes and goes."""

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect
from streamlit import config

from pages.parts.shared.choosing import title_of
from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, wait_until_idle

OPENED = {  # page -> what is opened there, one after the other
    "Draw and compare": ("4 and 9", "mirrored", "1 and 7"),
    "Weight sharing": (
        "Unfold the layers",
        "What Keras’s model.summary() says: shared",
        "Swap left and right",
        "Nudge one weight",
    ),
    "Contrastive loss": ("The formula", "Distance and margin", "3-D surface", "Real pairs", "Trained anew"),
    "Training": ("digits it has never seen", "as twice the same digit", "All six"),
    "Embedding map": ("In space (PCA)", "Neighbours (t-SNE)", "as raw pixels"),
    "Verification": ("Whole curve", "Hardest pairs", "By digit", "All twins"),
    "One example": (
        "Six Chinese characters",
        "a program, again",
        "How often right?",
        "What they were taught on",
        "Wrong ones",
        "Whose signature?",
    ),
    "Class board": ("On the axis", "Hardest pairs", "Predictions and quiz", "Newest pairs"),
    "Quiz": 7 * ("Next",) + ("To the score",),
}


def test_nothing_is_asked_of_another_host_and_no_message_comes_near_the_limit(page: Page, app: str) -> None:
    asked: list[str] = []
    sizes: dict[str, list[int]] = {"framesent": [], "framereceived": []}

    def watch(socket: WebSocket) -> None:
        asked.append(socket.url)
        for event, seen in sizes.items():
            socket.on(event, lambda data, seen=seen: seen.append(len(data)))

    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", watch)
    open_page(page, f"{app}/?design=matchnet&sharing=unshared")
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    for title, parts in OPENED.items():
        go_to(page, title)
        for part in parts:
            page.get_by_text(part, exact=True).first.click()
            wait_until_idle(page)
    ours = (app, app.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(ours)] == []
    limit = 1e6 * config.get_option("server.maxMessageSize")
    assert 0 < max(sizes["framesent"]) < limit / 2
    assert 0 < max(sizes["framereceived"]) < limit / 2


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)], ids=["laptop", "phone"])
def test_pages_open_at_their_top_and_back_keeps_the_twins(
    browser: Browser, app: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, has_touch=width < 640)

    def is_shown(path: str, design: str, sharing: str) -> bool:
        pressed = page.locator(".st-key-sharing button[aria-checked=true]").inner_text()
        chosen = page.locator(".st-key-design input").input_value()
        here = page.url.startswith(f"{app}/{path}?")
        return here and chosen == title_of(design) and pressed == sharing

    def go_from_the_end_to(title: str) -> None:
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, main.scrollHeight)")
        menu = page.get_by_test_id("stExpandSidebarButton")
        if menu.is_visible():
            menu.click()
            page.get_by_test_id("stSidebarNavLink").first.wait_for()
        go_to(page, title)
        expect(page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()
        assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0

    open_page(page, f"{app}/?design=matchnet")
    page.locator(".st-key-sharing").get_by_text("unshared", exact=True).click()
    wait_until_idle(page)
    go_from_the_end_to("Contrastive loss")
    assert is_shown("contrastive_loss", "matchnet", "unshared")
    go_from_the_end_to("Verification")
    assert is_shown("verification", "matchnet", "unshared")
    page.locator(".st-key-sharing").get_by_text("shared", exact=True).click()
    wait_until_idle(page)
    for path in ("contrastive_loss", ""):
        page.go_back()
        wait_until_idle(page)
        assert is_shown(path, "matchnet", "shared")
    page.go_forward()
    wait_until_idle(page)
    assert is_shown("contrastive_loss", "matchnet", "shared")
    page.close()
