"""What a student does on the home page, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driver import ONE, SEVEN, draw, open_page, predict, text_of, wait_until_idle


def distance_on(page: Page) -> float:
    return float(re.findall(r"[\d.]+", text_of(page, "distance"))[0])


def test_two_drawn_digits_are_compared(page: Page, app: str) -> None:
    open_page(page, app)
    assert "Draw a digit on the left and one on the right" in text_of(page, "verdict")
    draw(page, "left", ONE)
    assert "Draw a digit on the right" in text_of(page, "verdict")
    draw(page, "right", SEVEN)
    assert "Different digits" in text_of(page, "verdict")
    assert distance_on(page) > 0


def test_a_digit_and_its_shifted_copy_are_the_same(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", SEVEN)
    draw(page, "right", [[(x - 40, y + 20) for x, y in stroke] for stroke in SEVEN])
    assert "Same digit" in text_of(page, "verdict")


def test_the_left_drawing_copied_to_the_right_has_distance_0(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", SEVEN)
    page.locator(".st-key-copy").get_by_text("as it is").click()
    wait_until_idle(page)
    assert text_of(page, "distance").split() == ["Distance", "0"]
    assert "Same digit" in text_of(page, "verdict")


def test_undo_takes_the_last_stroke_and_clear_all(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    before = distance_on(page)
    draw(page, "right", ONE)
    assert distance_on(page) != before
    page.locator(".st-key-right_undo button").click()
    wait_until_idle(page)
    assert distance_on(page) == before
    page.locator(".st-key-right_clear button").click()
    wait_until_idle(page)
    assert "Draw a digit on the right" in text_of(page, "verdict")
    draw(page, "right", SEVEN)
    assert distance_on(page) == before


def test_examples_are_strokes_that_can_be_drawn_on(page: Page, app: str) -> None:
    open_page(page, app)
    page.locator(".st-key-example").get_by_text("4 and 9").click()
    wait_until_idle(page)
    before = distance_on(page)
    draw(page, "left", ONE)
    assert distance_on(page) != before


def test_the_link_chooses_the_twins_and_the_choice_goes_into_the_link(page: Page, app: str) -> None:
    open_page(page, f"{app}/?design=matchnet&sharing=unshared")
    page.locator(".st-key-example").get_by_text("1 and 7").click()
    wait_until_idle(page)
    assert 0 <= float(text_of(page, "probability").split()[-1]) <= 1
    page.get_by_role("radio", name="shared", exact=True).click()
    wait_until_idle(page)
    assert "sharing" not in page.url  # the default is left out
    assert "design=matchnet" in page.url
    assert "Different digits" in text_of(page, "verdict")  # the drawings are still there


def test_a_link_to_twins_that_do_not_exist_says_so(page: Page, app: str) -> None:
    open_page(page, f"{app}/?design=triplet")
    assert page.get_by_text("asks for a design that does not exist").is_visible()


def test_the_answer_waits_for_the_prediction(page: Page, app: str) -> None:
    open_page(page, app)
    page.get_by_text("Predict first").click()
    wait_until_idle(page)
    page.locator(".st-key-example").get_by_text("3 and 8").click()
    wait_until_idle(page)
    assert page.locator(".st-key-verdict").count() == 0
    assert page.get_by_text("differ most").count() == 0
    predict(page, "verdict", "Different digits")
    assert page.get_by_text("You predicted").is_visible()


def test_a_finger_draws_and_the_page_does_not_scroll(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_page(page, app)
    canvas = page.locator(".st-key-left_digit canvas.upper-canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    top_before = box["y"]
    finger = context.new_cdp_session(page)
    points = [{"x": box["x"] + 140, "y": box["y"] + y} for y in range(60, 230, 10)]
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_until_idle(page)
    assert "Draw a digit on the right" in text_of(page, "verdict")
    box = canvas.bounding_box()
    assert box is not None
    assert box["y"] == top_before
    context.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_is_wider_than_the_screen(browser: Browser, app: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 768})
    open_page(page, app)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    page.close()
