"""The embedding map, in a real browser, with digits drawn on the home page."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, predict, text_of, wait_until_idle


@pytest.fixture(autouse=True)
def calm(page: Page) -> None:
    """Without the glide from map to map: places can be compared at once."""
    page.emulate_media(reduced_motion="reduce")


def paper(page: Page) -> Locator:
    return page.locator(".st-key-map canvas")


def place_of(page: Page, side: str) -> tuple[float, float]:
    """Where the student's digit is on the screen: its name stands above or below it."""
    name = page.locator(f".st-key-map b[data-side={side}]")
    box = name.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + (
        box["height"] + 14 if name.get_attribute("class") == "above" else -14
    )


def test_the_drawn_pair_is_on_the_map_and_a_digit_shows_its_neighbours(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    go_to(page, "Embedding map")
    assert page.locator(".st-key-map b:visible").count() == 0
    predict(page, "map_prediction", "in two different groups")
    assert "Your left digit: of its ten nearest among all 10,000, 10 are 1s." in text_of(
        page, "left_neighbours"
    )
    expect(paper(page)).to_have_attribute("data-drawn", "2000")
    for side in ("left", "right"):
        expect(page.locator(f".st-key-map b[data-side={side}]")).to_be_in_viewport()
    assert "Click it" in text_of(page, "chosen")
    page.mouse.move(*place_of(page, "left"))
    expect(page.locator(".st-key-map .tip")).to_have_text("a 1: click it to see its neighbours")
    page.mouse.down()
    page.mouse.up()
    wait_until_idle(page)
    assert ", a 1." in text_of(page, "chosen")
    assert page.locator(".st-key-chosen figure").count() == 11


def test_the_legend_filters(page: Page, app: str) -> None:
    open_page(page, f"{app}/embedding_map")
    legend = page.locator(".st-key-map .legend")
    legend.get_by_text("4", exact=True).click()
    expect(paper(page)).to_have_attribute("data-drawn", "1800")
    legend.get_by_text("none", exact=True).click()
    expect(paper(page)).to_have_attribute("data-drawn", "0")
    legend.get_by_text("7", exact=True).click()
    expect(paper(page)).to_have_attribute("data-drawn", "200")
    page.get_by_text("Neighbours (t-SNE)").click()
    wait_until_idle(page)
    assert page.get_by_text("It cannot place new digits").is_visible()
    expect(paper(page)).to_have_attribute("data-drawn", "200")
    legend.get_by_text("all", exact=True).click()
    expect(paper(page)).to_have_attribute("data-drawn", "2000")


def test_a_space_is_turned_and_a_plane_is_enlarged(page: Page, app: str) -> None:
    open_page(page, f"{app}/embedding_map?design=mnist_siamese")
    predict(page, "map_prediction", "in two different groups")
    box = paper(page).bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag() -> None:
        page.mouse.move(*middle)
        page.mouse.down()
        page.mouse.move(middle[0] + 80, middle[1], steps=4)
        page.mouse.up()
        page.wait_for_timeout(100)

    flat = place_of(page, "left")
    drag()
    assert place_of(page, "left") == flat  # all of it can be seen: nothing moves
    page.get_by_role("button", name="Closer").click()
    page.wait_for_timeout(100)
    larger = place_of(page, "left")
    assert larger != flat
    drag()
    assert place_of(page, "left") == pytest.approx((larger[0] + 80, larger[1]), abs=1)
    page.get_by_role("button", name="Show all").click()
    page.wait_for_timeout(100)
    assert place_of(page, "left") == pytest.approx(flat, abs=1)
    page.get_by_text("In space (PCA)").click()
    wait_until_idle(page)
    before = place_of(page, "left")
    drag()
    assert place_of(page, "left") != before


def test_an_enlarged_map_stays_movable_when_a_digit_was_chosen(page: Page, app: str) -> None:
    open_page(page, f"{app}/embedding_map")
    predict(page, "map_prediction", "in two different groups")
    page.mouse.move(*place_of(page, "left"))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(paper(page)).to_have_css("touch-action", "none")  # a finger moves the map and not the page
    page.mouse.click(*place_of(page, "left"))
    wait_until_idle(page)
    assert "Test digit" in text_of(page, "chosen")
    expect(paper(page)).to_have_css("touch-action", "none")
    page.get_by_role("button", name="Show all").click()
    expect(paper(page)).to_have_css("touch-action", "pan-y")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 740)])
def test_a_tap_brings_a_digit_and_its_neighbours_into_view(
    browser: Browser, app: str, width: int, height: int
) -> None:
    phone = browser.new_page(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True)
    phone.emulate_media(reduced_motion="reduce")
    open_page(phone, f"{app}/embedding_map")
    assert "Tap a digit" in text_of(phone, "chosen")
    predict(phone, "map_prediction", "in two different groups")
    place, box = place_of(phone, "left"), paper(phone).bounding_box()
    assert box is not None
    paper(phone).tap(position={"x": place[0] - box["x"], "y": place[1] - box["y"]})
    for shown in (
        phone.locator(".st-key-chosen figure").nth(0),
        phone.locator(".st-key-chosen figure").nth(10),
    ):
        expect(shown).to_be_in_viewport(ratio=1)
    expect(phone.locator(".st-key-map .tip")).to_have_text("a 4")
    phone.close()


def test_a_keyboard_steps_from_digit_to_digit_and_chooses_one(page: Page, app: str) -> None:
    open_page(page, f"{app}/embedding_map")
    tip = page.locator(".st-key-map .tip")
    paper(page).focus()
    places = []
    for key in ("n", "n", "p", "8", "7", "7"):
        page.keyboard.press(key)
        expect(tip).to_be_visible()
        places.append(tip.bounding_box())
        if key == "8":
            expect(tip).to_have_text("an 8: Enter shows its neighbours")
    expect(tip).to_have_text("a 7: Enter shows its neighbours")
    assert places[0] == places[2] != places[1]
    assert places[4] != places[5]
    page.keyboard.press("Enter")
    wait_until_idle(page)
    assert ", a 7." in text_of(page, "chosen")
    assert page.locator(".st-key-chosen figure").count() == 11


def test_the_map_of_a_projector_is_that_of_a_laptop_enlarged(page: Page, app: str) -> None:
    sizes = []
    for width, height in ((1366, 768), (1912, 1075)):
        page.set_viewport_size({"width": width, "height": height})
        open_page(page, f"{app}/embedding_map")
        parts = [paper(page), page.get_by_role("button", name="Closer"), page.locator(".st-key-own_pair")]
        sizes.append([part.bounding_box()["height"] for part in parts])
    assert sizes[1] == pytest.approx([1.4 * length for length in sizes[0]], rel=0.02)
