"""The page on weight sharing, in a real browser, with digits drawn on the home page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, press, text_of, wait_until_idle
from tests.server.driver import running_app


def test_the_drawn_pair_is_there_and_survives_the_way_back(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    before = text_of(page, "distance")
    go_to(page, "Weight sharing")
    assert "Your pair." in text_of(page, "pair")
    go_to(page, "Draw and compare")
    assert text_of(page, "distance") == before
    draw(page, "right", ONE)  # the canvas that came back can be drawn on
    assert text_of(page, "distance") != before


def test_flipping_moves_the_page_with_it(page: Page, app: str) -> None:
    open_page(page, f"{app}/weight_sharing?design=matchnet")
    assert "3,483,122" in text_of(page, "shared_params")
    assert "4,864,994" in text_of(page, "unshared_params")
    assert "1,381,872" in text_of(page, "params_difference")
    assert page.get_by_text("One branch reads both digits").is_visible()
    page.get_by_role("radio", name="unshared", exact=True).click()
    wait_until_idle(page)
    assert page.get_by_text("Each digit has a branch of its own").is_visible()
    page.locator("[data-testid=stGraphVizChart] text").get_by_text("right branch").wait_for()
    assert "sharing=unshared" in page.url


def test_a_new_server_opens_a_link_to_the_page_inside_the_app(page: Page) -> None:
    with running_app() as new_app:
        open_page(page, f"{new_app.url}/weight_sharing?design=mnist_siamese")
        assert "133,504" in text_of(page, "shared_params")
        go_to(page, "Draw and compare")
        assert "Draw a digit on the left and one on the right" in text_of(page, "verdict")


def test_a_weight_is_nudged_with_the_slider(page: Page, app: str) -> None:
    open_page(page, f"{app}/weight_sharing")
    page.get_by_text("Nudge one weight").click()
    wait_until_idle(page)
    page.get_by_text("shared: both; unshared: only left").click()
    wait_until_idle(page)
    before = text_of(page, "nudge_shared")
    press(page, "nudge", "ArrowRight")
    assert text_of(page, "nudge_shared") != before


def test_the_experiments_question_is_on_the_first_screen(page: Page, app: str) -> None:
    open_page(page, f"{app}/weight_sharing")
    # The question's answers are labelled with the same words, unseen.
    expect(page.get_by_text("Predict: The left digit goes into both sides.")).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("more than 0 with both")).to_be_in_viewport(ratio=1)


CUT = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter((element) => {
    if (element.closest(".st-key-everywhere, .st-key-choice")) return false;
    const { left, right, width } = element.getBoundingClientRect();
    const scrolls = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    const hides = getComputedStyle(element).overflowX !== "visible";
    return width > 1 && (left < 0 || right > innerWidth + 1 || (scrolls && hides));
}).map((element) => element.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("width", [390, 360])
def test_on_a_phone_the_counts_are_compact_and_nothing_is_cut(browser: Browser, app: str, width: int) -> None:
    size = {"width": width, "height": 740}
    context = browser.new_context(viewport=size, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_page(page, f"{app}/weight_sharing?design=matchnet")
    top, bottom = (
        page.locator(f".st-key-{key}").bounding_box() for key in ("shared_params", "params_difference")
    )
    assert top is not None
    assert bottom is not None
    assert bottom["y"] + bottom["height"] - top["y"] < 250
    for part in ("head: 2,101,250 parameters", "What Keras’s model.summary() says: unshared"):
        page.get_by_text(part, exact=True).tap()
        wait_until_idle(page)
    page.get_by_role("columnheader", name="Param #").wait_for()
    assert page.evaluate(CUT) == []
    context.close()


def test_an_answer_brings_what_turned_out_into_view(browser: Browser, app: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_page(page, f"{app}/weight_sharing")
    page.get_by_text("0 shared, more unshared").tap()
    wait_until_idle(page)
    expect(page.get_by_text("As you predicted: 0 shared, more unshared.")).to_be_in_viewport(ratio=1)
    expect(page.locator(".st-key-same_unshared")).to_be_in_viewport(ratio=1)
    context.close()
