"""Other hands, the strip and the keyboard's pen on the home page, in a real browser."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, predict, text_of, wait_until_idle
from tests.browser.test_in_the_hand import held, seen_by


def pen(page: Page, side: str, *keys: str) -> None:
    """Presses keys on a side's canvas."""
    page.locator(f".st-key-{side}_digit canvas.upper-canvas").focus()
    for key in keys:
        page.keyboard.press(key)


def test_a_digit_is_drawn_with_arrow_keys(page: Page, app: str) -> None:
    open_page(page, app)
    canvas = page.locator(".st-key-left_digit canvas.upper-canvas")
    expect(canvas).to_have_role("application")
    expect(canvas).to_have_accessible_name(re.compile("^left canvas, blank.*Arrow keys move the pen"))
    pen(page, "left", *["ArrowUp"] * 9, "Space", *["ArrowDown"] * 18, "Space")  # a 1
    expect(canvas).to_have_accessible_name(re.compile(r"drawing of 1 stroke\. .* nearest to it are 1s\."))
    pen(page, "right", *["ArrowUp"] * 9, *["ArrowLeft"] * 6, "Space", *["ArrowRight"] * 12)
    pen(page, "right", *["ArrowDown", "ArrowDown", "ArrowLeft"] * 8, "Space")  # a 7
    expect(page.locator(".st-key-verdict")).to_contain_text("Different digits")
    assert seen_by(page, "right").sum() > seen_by(page, "left").sum() > 0


def test_leaving_the_canvas_lifts_the_pen(page: Page, app: str) -> None:
    open_page(page, app)
    pen(page, "left", "Space", *["ArrowDown"] * 8, "Tab")
    canvas = page.locator(".st-key-left_digit canvas.upper-canvas")
    expect(canvas).to_have_accessible_name(re.compile("drawing of 1 stroke"))


def test_a_key_that_is_held_puts_the_pen_down_once(page: Page, app: str) -> None:
    open_page(page, app)
    pen(page, "left")
    for _ in range(3):
        page.keyboard.down("Space")  # from the second time on it is a repetition
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    page.keyboard.up("Space")
    pen(page, "left", "Space")
    canvas = page.locator(".st-key-left_digit canvas.upper-canvas")
    expect(canvas).to_have_accessible_name(re.compile("drawing of 1 stroke"))


def test_a_canvas_is_one_stop_of_the_tab_key(page: Page, app: str) -> None:
    open_page(page, app)
    expect(page.locator(".st-key-left_digit .dc-toolbar")).to_have_css("display", "none")
    page.locator(".st-key-left_digit canvas.upper-canvas").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.st-key-left_digit')") is None


def test_results_are_announced(page: Page, app: str) -> None:
    open_page(page, app)
    expect(page.locator(".st-key-result")).to_have_attribute("aria-live", "polite")
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    expect(page.locator(".st-key-result[aria-live=polite]")).to_contain_text("Different digits")


def test_a_pair_of_the_strip_is_put_back_and_the_strip_is_taken_along(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    distance = text_of(page, "distance")
    page.locator(".st-key-example").get_by_text("4 and 9").click()
    wait_until_idle(page)
    assert text_of(page, "distance") != distance
    go_to(page, "Verification")
    go_to(page, "Draw and compare")  # it is still there
    draw(page, "left", ONE)  # the strip is as it was, though there is one pair more
    page.locator(".st-key-strip button").last.click()
    wait_until_idle(page)
    assert text_of(page, "distance") == distance
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    assert [row["twins say"] for row in rows][:2] == ["different"] * 2
    assert float(rows[0]["distance"]) == round(float(rows[0]["distance"]), 6) > 0


def test_what_a_button_puts_on_the_canvases_comes_into_view_on_a_phone(browser: Browser, app: str) -> None:
    with held(browser, app, 390, 844) as page:
        page.locator(".st-key-example").get_by_text("4 and 9").tap()
        wait_until_idle(page)
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 500)")
        page.locator(".st-key-copy").get_by_text("mirrored").tap()
        expect(page.locator(".st-key-left_digit")).to_be_in_viewport(ratio=0.95)
        expect(page.locator(".st-key-distance")).to_be_in_viewport()


def test_a_game_is_played_by_finger(browser: Browser, app: str) -> None:
    with held(browser, app, 390, 844) as page:
        page.get_by_text("Predict first").tap()
        wait_until_idle(page)
        for played in range(1, 11):
            page.locator(".st-key-another_hand").get_by_text("easy").tap()
            page.locator(".st-key-verdict_answer").wait_for()
            predict(page, "verdict", "Same digit")
            if played < 10:
                expect(page.locator(".st-key-verdict")).to_contain_text(f"Pair {played} of 10: you ")
        expect(page.locator(".st-key-verdict")).to_contain_text(re.compile(r"You \d+, twins \d+\."))
        expect(page.locator(".st-key-result figure").first).to_contain_text("wrong")
        expect(page.locator(".st-key-strip [role=listitem]")).to_have_count(10)
