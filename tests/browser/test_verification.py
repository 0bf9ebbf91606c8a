"""The page on verification, in a real browser, with digits drawn on the home page."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pages.parts.shared.words import title_of
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
    assert "Your pair." in text_of(page, "pair_answer")
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
    page.get_by_role("option", name=title_of("matchnet")).click()
    wait_until_idle(page)
    expect(counts(page)).to_contain_text("At the calibrated threshold")
    assert page.locator("[data-testid=stAlert]").count() == 0
    press(page, "threshold", "ArrowRight")
    expect(counts(page)).to_contain_text("At probability")


def test_a_cell_of_the_grid_shows_its_pairs(page: Page, app: str) -> None:
    open_page(page, f"{app}/verification?design=mnist_siamese")
    go_on_with(page, "verification_part", "By digit")
    grid = chart(page, "cells")
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


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1912, 1075)], ids=["laptop", "projector"])
def test_threshold_chart_counts_and_answer_are_in_one_view(
    page: Page, app: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(page, f"{app}/verification")
    for key in ("threshold_bar", "histogram", "rates", "pair_answer"):
        expect(page.locator(f".st-key-{key}")).to_be_in_viewport(ratio=1)


CUT = """() => [...document.querySelectorAll("[data-testid=stMain] :is(td, th, p, figure, button)")]
    .filter((each) => each.offsetWidth)
    .filter((each) => each.getBoundingClientRect().right > innerWidth
        || each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.textContent)"""


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 740)])
def test_a_phone_cuts_nothing_and_shows_the_pairs_of_a_cell_that_is_tapped(
    browser: Browser, app: str, width: int, height: int
) -> None:
    phone = browser.new_page(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True)
    open_page(phone, f"{app}/verification")
    for part in ("Trade-off", "Hardest pairs", "All twins", "By digit"):
        go_on_with(phone, "verification_part", part)
        assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
        assert phone.evaluate(CUT) == []
    grid = chart(phone, "cells")
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    grid.tap(position={"x": 0.5 * box["width"], "y": 0.5 * box["height"]})
    expect(phone.locator(".st-key-cell figure").first).to_be_in_viewport(ratio=1)
    phone.wait_for_function(
        """() => document.querySelector(".st-key-cell").getBoundingClientRect().top + 1
            >= document.querySelector(".st-key-threshold_bar").getBoundingClientRect().bottom"""
    )
    phone.close()
