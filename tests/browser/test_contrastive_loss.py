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
    assert "Your pair." in text_of(page, "pair")
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


def test_the_formula_unfolds_and_its_label_is_turned_round(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    before = losses(page)
    page.locator(".st-key-formula summary").click()
    page.locator(".st-key-formula .katex").first.wait_for()
    wait_until_idle(page)
    page.locator(".st-key-convention").get_by_text("0 = same").click()
    wait_until_idle(page)
    assert "If they are the same digit (y = 0)" in text_of(page, "formula")
    assert losses(page) == before


def dots_of(page: Page) -> Locator:
    """The dots of the test pairs; a click on a covered one goes to the one above it."""
    go_on_with(page, "loss_part", "Real pairs")
    dots = chart(page, "test_pairs").locator("path[fill='#009E73'], path[fill='#D55E00']")
    dots.first.wait_for(state="attached")
    page.wait_for_timeout(500)
    return dots


def test_a_dot_shows_its_digits_and_is_kept_when_clicked(page: Page, app: str) -> None:
    open_page(page, f"{app}/contrastive_loss")
    dots = dots_of(page)
    closest = text_of(page, "test_pair_loss")
    page.locator(".st-key-test_pairs").evaluate("chart => chart.scrollIntoView({ block: 'end' })")
    page.wait_for_timeout(300)
    box = dots.nth(10).bounding_box()
    assert box is not None
    digits = page.locator(".sheet_digit")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(digits).to_have_count(2)
    said = digits.first.locator("xpath=..").inner_text()
    found = re.search(r"(\d and \d)\s+distance (\d\.\d{1,3})\s", said)
    assert found is not None
    page.mouse.down()
    page.mouse.up()
    wait_until_idle(page)
    kept = text_of(page, "test_pair_loss")
    assert kept.startswith(f"{found[1]}: ")
    assert f"Distance {float(found[2]):.3f}," in kept
    page.get_by_role("button", name="Closest different").click()
    wait_until_idle(page)
    assert text_of(page, "test_pair_loss") == closest


def test_a_tapped_dot_brings_its_pair_into_view(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_page(page, f"{app}/contrastive_loss")
    dots = dots_of(page)
    assert page.get_by_text("Tap a dot to see its digits.").is_visible()
    before = text_of(page, "test_pair_loss")
    page.locator(".st-key-test_pairs").evaluate("chart => chart.scrollIntoView({ block: 'end' })")
    page.wait_for_timeout(300)
    expect(page.locator(".st-key-test_pair_loss")).not_to_be_in_viewport()
    box = dots.nth(10).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wait_until_idle(page)
    expect(page.locator(".st-key-test_pair_loss")).to_be_in_viewport(ratio=1)
    assert text_of(page, "test_pair_loss") != before
    context.close()


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


@pytest.mark.parametrize("width", [1366, 390, 360])
@pytest.mark.parametrize("part", ["Over the margin", "Real pairs", "Trained anew"])
def test_nothing_is_wider_than_the_screen(browser: Browser, app: str, width: int, part: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    open_page(page, f"{app}/contrastive_loss")
    go_on_with(page, "loss_part", part)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    page.close()
