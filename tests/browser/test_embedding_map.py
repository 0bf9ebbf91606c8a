"""The embedding map, in a real browser, with digits drawn on the home page."""

from playwright.sync_api import Page

from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, text_of, wait_until_idle


def test_the_drawn_pair_is_on_the_map_and_a_point_shows_its_neighbours(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    go_to(page, "Embedding map")
    assert "Your left digit: of its ten nearest among all 10,000, 10 are a 1." in text_of(page, "left_neighbours")
    chart = page.locator("[data-testid=stPlotlyChart]")
    chart.locator(".scatterlayer .trace").nth(9).wait_for()
    assert chart.get_by_text("left", exact=True).is_visible()
    assert chart.get_by_text("right", exact=True).is_visible()
    assert page.locator(".st-key-clicked").count() == 0
    chart.locator(".scatterlayer .trace").nth(2).locator(".point").first.click(force=True)
    wait_until_idle(page)
    assert "Test digit" in text_of(page, "clicked")
    assert page.locator(".st-key-clicked img").count() == 11


def test_the_map_can_be_turned_and_flattened_otherwise(page: Page, app: str) -> None:
    open_page(page, f"{app}/embedding_map?design=mnist_siamese")
    page.get_by_text("PCA, to turn").click()
    wait_until_idle(page)
    page.locator("[data-testid=stPlotlyChart] canvas").first.wait_for()
    page.get_by_text("t-SNE", exact=True).click()
    wait_until_idle(page)
    assert page.get_by_text("It cannot place new digits").is_visible()
