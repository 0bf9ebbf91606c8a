"""A pen in a real browser: from lifting it to the new distance on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from statistics import median

from playwright.sync_api import Browser

from benchmarks.drawings import new_stroke
from benchmarks.effort import Effort
from benchmarks.report import Figure, quantile
from benchmarks.sessions import app_and_echo
from tests.browser.driver import CHROMIUM, draw_anywhere, open_page, running_browser

# Takes the time from the pen's lifting until the page is painted with another text in the container
# `distance`.
WATCH = """() => {
    const text = () => document.querySelector(".st-key-distance")?.textContent;
    const before = text();
    let lifted;
    window.waited = null;
    addEventListener("pointerup", () => { lifted = performance.now(); }, { capture: true, once: true });
    const watcher = new MutationObserver(() => {
        if (!text() || text() === before) return;
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.waited = performance.now() - lifted; }));
    });
    watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def measure_browser(effort: Effort) -> Iterator[Figure]:
    """Strokes with a mouse on the app and on the echo page."""
    if CHROMIUM is None:
        raise RuntimeError("No Chromium was found; install it (Debian: apt-get install chromium).")
    took: list[list[float]] = [[], []]
    with app_and_echo() as servers, running_browser() as browser:
        for seed in range(effort.rounds):
            for waits, server in zip(took, servers, strict=True):
                waits += strokes_on(browser, server.url, effort.strokes, Random(seed))
    yield Figure("pen lifted to distance, half within", "ms", *map(median, took), ratio_at_most=1.25)
    yield Figure("pen lifted to distance, 95% within", "ms", *(quantile(waits, 0.95) for waits in took))


def strokes_on(browser: Browser, url: str, strokes: int, rng: Random) -> list[float]:
    """Draws on the left, then stroke after stroke on the right. Returns for each of these the milliseconds to
    its answer.
    """
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    open_page(page, url)
    draw_anywhere(page, "left", [new_stroke(rng)])
    waits = []
    for _ in range(strokes):
        page.evaluate(WATCH)
        draw_anywhere(page, "right", [new_stroke(rng)])
        waits.append(float(page.wait_for_function("() => window.waited").json_value()))
    page.close()
    return waits
