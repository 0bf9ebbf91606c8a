"""The page on the contrastive loss, in a real browser, with digits drawn on the home page."""

import re

import pytest
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


def numbers_in(page: Page, key: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+\.\d+|\d+", text_of(page, key))]


def losses(page: Page) -> tuple[float, ...]:
    """If same, if different."""
    return tuple(float(loss) for loss in re.findall(r": loss ([\d.]+)", text_of(page, "pair_loss")))


def chart(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} .stEChartsChart svg")


def test_the_drawn_pair_is_on_the_curves_and_follows_the_margin(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    (at_home,) = numbers_in(page, "distance")
    go_to(page, "Contrastive loss")
    assert "your pair" in text_of(page, "pair")
    assert numbers_in(page, "distance")[0] == at_home
    assert losses(page) == pytest.approx((at_home**2, max(1 - at_home, 0) ** 2), abs=6e-4)
    curves = chart(page, "loss_over_distance")
    expect(curves.get_by_text("margin 1.00")).to_be_visible()
    press(page, "margin", "ArrowRight", 20)
    assert losses(page) == pytest.approx((at_home**2, (2 - at_home) ** 2), abs=6e-4)
    assert "pushed apart" in text_of(page, "pair_loss")
    assert "margin=2" in page.url
    expect(curves.get_by_text("margin 2.00")).to_be_visible()
    expect(curves.get_by_text("push", exact=True)).to_be_visible()
    press(page, "margin", "Home", 1)  # margin 0.1
    assert losses(page)[1] == 0
    assert "left alone" in text_of(page, "pair_loss")


def test_the_chart_stays_while_the_margin_moves(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    chart(page, "loss_over_distance").evaluate("svg => { svg.stays = true; }")
    before = page.locator(".st-key-curves").bounding_box()
    press(page, "margin", "ArrowRight", 3)
    assert chart(page, "loss_over_distance").evaluate("svg => svg.stays")
    assert page.locator(".st-key-curves").bounding_box() == before


def test_a_bad_margin_in_the_link_falls_back_with_a_notice(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss?margin=wide")
    assert page.get_by_text(
        "The link asks for a margin that is no number from 0.1 to 3; this is 1."
    ).is_visible()
    assert page.locator(".st-key-margin_bar input").input_value() == "1"
    assert "wide" not in page.url


def test_the_label_is_turned_round(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    before = losses(page)
    page.locator(".st-key-convention").get_by_text("0 = same").click()
    wait_until_idle(page)
    assert "If they are the same digit (y = 0)" in text_of(page, "pair_loss")
    assert chart(page, "loss_over_distance").get_by_text("different digits (y = 1)").is_visible()
    assert losses(page) == before


def test_a_dot_shows_its_digits_and_is_kept_when_clicked(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    go_on_with(page, "loss_part", "Real pairs")
    closest = text_of(page, "test_pair_loss")
    dots = page.locator(".st-key-test_pairs canvas").first
    dots.scroll_into_view_if_needed()
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(300)
    box = dots.bounding_box()
    assert box is not None
    digits = page.locator(".sheet_digit")
    for x in range(
        round(0.15 * box["width"]), round(0.95 * box["width"]), 4
    ):  # dots lie close along the axis
        page.mouse.move(box["x"] + x, box["y"] + box["height"] - 52)
        if digits.count() == 2 and digits.first.is_visible():
            break
    found = re.search(r"(\d) and (\d): y = ([01])", digits.first.locator("xpath=..").inner_text())
    assert found is not None
    page.mouse.down()
    page.mouse.up()
    wait_until_idle(page)
    kept = text_of(page, "test_pair_loss")
    assert kept.startswith(f"{found[1]} and {found[2]}: ")
    assert f"(y = {found[3]})" in kept
    page.get_by_role("button", name="Closest different").click()
    wait_until_idle(page)
    assert text_of(page, "test_pair_loss") == closest


def test_the_margin_stays_in_reach_below(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(300)
    expect(chart(page, "pair_over_margin").get_by_text("margin 1.00")).to_be_in_viewport()
    press(page, "margin", "ArrowLeft", 2)
    expect(page.locator(".st-key-margin_bar")).to_be_in_viewport()
    expect(chart(page, "pair_over_margin").get_by_text("margin 0.90")).to_be_in_viewport()


def test_the_surface_keeps_its_view_while_the_margin_moves(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    go_on_with(page, "loss_part", "Distance and margin")
    page.locator(".st-key-loss_view").get_by_text("3-D surface").click()
    wait_until_idle(page)
    page.locator(".stPlotlyChart .js-plotly-plot").evaluate("plot => { plot.stays = true; }")
    press(page, "margin", "ArrowRight", 2)
    assert page.locator(".stPlotlyChart .js-plotly-plot").evaluate("plot => plot.stays")


def test_the_first_chart_is_visible_without_scrolling(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    for key in ("margin_bar", "pair_loss", "curves"):
        box = page.locator(f".st-key-{key}").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 768


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("part", ["Over the margin", "Real pairs", "Trained anew"])
def test_nothing_is_wider_than_the_screen(browser: Browser, app: str, width: int, part: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    open_page(page, f"{app}/contrastive_loss")
    go_on_with(page, "loss_part", part)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    page.close()
