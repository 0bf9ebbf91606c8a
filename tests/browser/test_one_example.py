"""One example in a real browser: signs are drawn, added, asked about, and come back."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.one_example.names import WORD_JOINER
from tests.browser.driver import (
    ONE,
    SEVEN,
    draw,
    draw_by_finger,
    go_on_with,
    go_to,
    open_page,
    press_button,
    wait_until_idle,
)
from tests.browser.test_in_the_hand import held, out_of_view
from tests.browser.test_restart import drawn_pixels, kill, started_anew
from tests.server.driver import running_app

ZIGZAG = [[(60, 80), (220, 80), (60, 200), (220, 200)]]


def teach(page: Page, strokes: list[list[tuple[int, int]]], name: str = "") -> None:
    """Draws a sign on the left and adds it."""
    draw(page, "left", strokes)
    if name:
        page.locator(".st-key-sign_name input").fill(name)
        page.keyboard.press("Enter")
        wait_until_idle(page)
    page.locator(".st-key-add_sign button").click()
    wait_until_idle(page)


def shelf(page: Page) -> list[str]:
    """The names on the shelf, as they stand there."""
    return page.locator(".st-key-shelf [role=listitem] .name").all_inner_texts()


def answer(page: Page, name: str) -> None:
    page.locator(".st-key-answer").get_by_text(name, exact=True).click()
    wait_until_idle(page)


def test_signs_are_taught_by_one_drawing_and_the_nearest_stands_first(page: Page, app: str) -> None:
    open_page(page, f"{app}/one_example")
    teach(page, SEVEN, "hook")
    teach(page, ZIGZAG)
    assert shelf(page) == ["hook", "Sign 1"]
    draw(page, "right", ZIGZAG)
    expect(page.locator(".st-key-verdict")).to_contain_text("This is “Sign 1”")
    assert shelf(page) == ["Sign 1", "hook"]
    first, second = page.locator(".st-key-shelf .card .distance").all_inner_texts()
    assert float(first) < float(second)
    answer(page, "Sign 1")
    expect(page.locator(".st-key-score")).to_contain_text("Right in 1 answered question (1 drawn here)")
    page.locator(".st-key-right_clear button").click()
    wait_until_idle(page)
    assert shelf(page) == ["hook", "Sign 1"]
    page.get_by_role("button", name="Take off the shelf: hook").press("Enter")
    expect(page.locator(".st-key-shelf [role=listitem]")).to_have_count(1)
    expect(page.get_by_role("button", name="Take off the shelf: Sign 1")).to_be_focused()
    page.get_by_role("button", name="Put “hook” back").click()
    expect(page.locator(".st-key-shelf [role=listitem]")).to_have_count(2)


def test_what_the_page_keeps_comes_back_after_other_pages_and_with_a_new_server(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    with running_app() as server:
        open_page(page, f"{server.url}/?sharing=unshared")
        draw(page, "left", ONE)
        go_to(page, "One example")
        teach(page, SEVEN, "hook")
        teach(page, ZIGZAG)
        draw(page, "right", ZIGZAG)
        answer(page, "hook")  # wrong
        go_to(page, "Draw and compare")
        page.get_by_text("Draw a digit on the right.").wait_for()
        go_to(page, "One example")
        assert shelf(page) == ["Sign 1", "hook"]
        verdict = page.locator(".st-key-verdict").inner_text()
        score = page.locator(".st-key-score").inner_text()
        ink = drawn_pixels(page, "right")
        kill(page, server)
    with started_anew(page, server):
        assert shelf(page) == ["Sign 1", "hook"]
        assert page.locator(".st-key-verdict").inner_text() == verdict
        assert page.locator(".st-key-score").inner_text() == score
        assert drawn_pixels(page, "right") == ink
        answer(page, "Sign 1")
        expect(page.locator(".st-key-score")).to_contain_text("in 1 answered question (1 drawn here)")
        teach(page, ONE, "stick")
        assert len(shelf(page)) == 3
    page.close()


def test_the_shelf_the_question_and_the_answer_stay_in_another_language(page: Page, app: str) -> None:
    open_page(page, f"{app}/one_example?taught=digits&lang=en")
    teach(page, SEVEN, "hook")
    teach(page, ZIGZAG)
    page.locator(".st-key-starter").get_by_text("Six Chinese characters").click()
    wait_until_idle(page)
    draw(page, "left", ONE)
    draw(page, "right", ZIGZAG)
    answer(page, "hook")  # wrong
    go_on_with(page, "below_signs", "Wrong ones")
    page.locator(".st-key-sign_name input").fill("stick")
    english, distances = shelf(page), page.locator(".st-key-shelf .card .distance").all_inner_texts()
    ink = [drawn_pixels(page, side) for side in ("left", "right")]
    assert "山 mountain" in english
    for again in (False, True):
        press_button(page, "other_language")
        read = shelf(page)
        assert (read == english) == again
        assert "hook" in read
        assert page.locator(".st-key-shelf .card .distance").all_inner_texts() == distances
        assert [drawn_pixels(page, side) for side in ("left", "right")] == ink
        assert page.locator(".st-key-sign_name input").input_value() == "stick"
        assert page.locator(".st-key-answer [aria-checked=true]").inner_text() == "hook"
        assert "taught=digits" in page.url
        assert page.locator(".st-key-below figure").count() == 1
    expect(page.locator(".st-key-score")).to_contain_text("Right in 1 answered question (1 drawn here)")


def test_the_page_is_drawn_on_by_finger_with_the_answer_in_view(browser: Browser, app: str) -> None:
    with held(browser, f"{app}/one_example", 390, 844) as page:
        page.locator(".st-key-starter").get_by_text("Five letters").tap()
        wait_until_idle(page)
        page.locator(".st-key-ask").get_by_text("a program, again").tap()
        wait_until_idle(page)
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
        assert out_of_view(page, ("left_digit", "right_digit", "add_sign", "verdict")) == {}
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
        page.locator(".st-key-right_clear button").tap()
        wait_until_idle(page)
        draw_by_finger(page, "right", [np.array(stroke, float) for stroke in ZIGZAG])
        expect(page.locator(".st-key-shelf .nearest").first).to_be_attached()
        field = page.locator(".st-key-sign_name [data-testid=stTextInputRootElement]")
        for tapped in (field, *page.locator(".st-key-shelf button").all()):
            box = tapped.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44
        name, remove = (page.locator(f".st-key-shelf .card {each}").first for each in (".name", ".off"))
        before, after = name.bounding_box(), remove.bounding_box()
        assert before is not None and after is not None  # noqa: PT018
        assert before["x"] + before["width"] <= after["x"]


def test_a_signature_is_forged_at_the_same_screen(page: Page, app: str) -> None:
    open_page(page, f"{app}/one_example")
    page.get_by_text("Whose signature?").click()
    wait_until_idle(page)
    for shift in (0, 4, 8):
        teach(page, [[(x + shift, y) for x, y in ZIGZAG[0]]])
    draw(page, "right", ZIGZAG)
    expect(page.locator(".st-key-verdict")).to_contain_text("Accepted")
    answer(page, "Forged")
    expect(page.locator(".st-key-signature_score")).to_contain_text("1 of 1 forged")
    page.get_by_text("Signs", exact=True).click()
    wait_until_idle(page)
    assert shelf(page) == []
    page.get_by_text("Whose signature?").click()
    wait_until_idle(page)
    assert len(shelf(page)) == 3
    expect(page.locator(".st-key-verdict")).to_contain_text("Accepted")


@pytest.mark.parametrize("name", ["_a_ *b* weight", "नमस्ते", "👨‍👩‍👧‍👦", ":smile: -> www.x"])
def test_a_name_is_shown_as_it_is_wherever_it_stands(page: Page, app: str, name: str) -> None:
    open_page(page, f"{app}/one_example")
    teach(page, ZIGZAG, name)
    draw(page, "right", ZIGZAG)
    assert shelf(page) == [name]
    for place in ("verdict", "answer"):
        assert name in as_read(page, place)
    assert page.locator(".st-key-verdict h3 a[href^='#word-']").count() == 0
    page.locator(".st-key-shelf .off").click()
    page.locator(".st-key-put_back").wait_for()
    assert name in as_read(page, "put_back")


def as_read(page: Page, key: str) -> str:
    """What stands there, without the word joiners that nobody sees."""
    return page.locator(f".st-key-{key}").inner_text().replace(WORD_JOINER, "")
