"""A walk through all pages with everything opened: what the browser asks for, and what comes and goes."""

from playwright.sync_api import Page, WebSocket
from streamlit import config

from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, wait_until_idle

OPENED = {  # page -> what is opened there, one after the other
    "Draw and compare": (),
    "Weight sharing": ("Unfold the layers", "Swap left and right", "Nudge one weight"),
    "Contrastive loss": ("Distance and margin", "3-D surface", "Real pairs", "Trained anew"),
    "Embedding map": ("PCA, to turn", "t-SNE", "raw pixels"),
    "Verification": ("Whole curve", "Hardest pairs", "By digit", "All twins"),
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
