"""The page on verification, in a real browser, with digits drawn on the home page."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.driver import (
    ONE,
    SEVEN,
    draw,
    go_on_with,
    go_to,
    open_page,
    press,
    text_of,
    wait_until_idle,
)


def chart(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} .stEChartsChart svg").first


def counts(page: Page) -> Locator:
    return page.locator(".st-key-counts")


def confusion(page: Page) -> Locator:
    return page.locator(".st-key-rates table").nth(1)


def test_the_drawn_pair_is_marked_and_the_threshold_moves_the_table(page: Page, app: str) -> None:
    open_page(page, f"{app}/?design=mnist_siamese")
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    distance = re.search(r"[\d.]+", text_of(page, "distance"))[0]
    go_to(page, "Verification")
    expect(chart(page, "histogram").get_by_text(f"your pair {distance}")).to_be_visible()
    assert "your pair" in text_of(page, "pair_answer")
    calibrated = confusion(page).inner_text()
    chart(page, "histogram").evaluate("svg => { svg.stays = true; }")
    press(page, "threshold", "ArrowRight", 5)
    expect(confusion(page)).not_to_have_text(calibrated, use_inner_text=True)
    page.wait_for_url(re.compile("threshold="))
    threshold = re.search(r"threshold=([\d.]+)", page.url)[1]
    expect(
        chart(page, "histogram").get_by_text(f"threshold {float(threshold):.2f}", exact=True)
    ).to_be_visible()
    assert chart(page, "histogram").evaluate("svg => svg.stays")  # no blink
    moved = confusion(page).inner_text()
    page.get_by_role("button", name="Calibrated").click()
    wait_until_idle(page)
    expect(confusion(page)).to_have_text(calibrated, use_inner_text=True)
    expect(page).not_to_have_url(re.compile("threshold="))
    open_page(page, f"{app}/verification?design=mnist_siamese&threshold={threshold}")
    expect(confusion(page)).to_have_text(moved, use_inner_text=True)


def test_a_bad_threshold_in_the_link_falls_back_with_a_notice(page: Page, app: str) -> None:
    open_page(page, f"{app}/verification?design=mnist_siamese&threshold=far")
    expect(page.get_by_text("The link asks for a threshold that is no number from 0")).to_be_visible()
    expect(counts(page)).to_contain_text("At the calibrated threshold")
    expect(page).not_to_have_url(re.compile("far"))


def test_a_threshold_of_distance_does_not_become_one_of_probability(page: Page, app: str) -> None:
    open_page(page, f"{app}/verification?design=mnist_siamese&threshold=0.9")
    page.get_by_label("Design").click()
    page.get_by_role("option", name="matchnet").click()
    wait_until_idle(page)
    expect(counts(page)).to_contain_text("At the calibrated threshold")
    assert page.locator("[data-testid=stAlert]").count() == 0
    press(page, "threshold", "ArrowRight")
    expect(counts(page)).to_contain_text("At probability")


def test_a_cell_of_the_grid_shows_its_pairs(page: Page, app: str) -> None:
    open_page(page, f"{app}/verification?design=mnist_siamese")
    go_on_with(page, "verification_part", "By digit")
    grid = page.locator(".st-key-cells canvas").first
    grid.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before = text_of(page, "cell")
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + 0.3 * box["height"])
    expect(page.locator(".st-key-cell")).not_to_have_text(before, use_inner_text=True)
    wait_until_idle(page)
    after = text_of(page, "cell")
    left, right = re.search(r"(\d) and (\d), (?:same|different) pairs", after).groups()
    assert set(re.findall(r"(\d) and (\d):", after)) == {(left, right)}
    assert page.locator(".st-key-cell figure").count() == 12


def test_the_curve_turns_to_error_trade_off_axes(page: Page, app: str) -> None:
    open_page(page, f"{app}/verification?design=mnist_siamese")
    expect(chart(page, "roc").get_by_text("98%")).to_be_visible()
    page.get_by_text("Error trade-off (DET)").click()
    wait_until_idle(page)
    expect(chart(page, "roc").get_by_text("0.2%").first).to_be_visible()
    assert "normal deviates" in text_of(page, "roc_notes")


def test_the_first_chart_is_on_the_screen_and_nothing_is_wider_than_a_phone(
    page: Page, browser: Browser, app: str
) -> None:
    open_page(page, f"{app}/verification")
    box = page.locator(".st-key-histogram").bounding_box()
    assert box["y"] + box["height"] <= 768
    phone = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_page(phone, f"{app}/verification")
    for part in ("Trade-off", "Hardest pairs", "By digit", "All twins"):
        go_on_with(phone, "verification_part", part)
        assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    phone.close()
