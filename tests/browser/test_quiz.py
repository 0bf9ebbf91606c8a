"""The whole quiz on a phone: every question in view, answered by finger, and as it was after another page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.quiz import words
from pages.parts.quiz.progress import CODES
from pages.parts.shared.classroom.question_titles import LESSON_OF
from siamese_core.hands import load_hands
from tests.browser.driver import draw_by_finger, go_to, open_page, wait_until_idle
from tests.browser.test_in_the_hand import held, out_of_view

QUESTION = ("quiz_question", "quiz_body", "quiz_ways")  # what is to be in view


def tap(page: Page, key: str) -> None:
    """Taps a button."""
    page.locator(f".st-key-{key} button").tap()
    wait_until_idle(page)


def tap_first_option(page: Page) -> None:
    """Answers the question."""
    page.locator(".st-key-quiz_answer [role=radio]").first.tap()
    expect(page.locator(".st-key-quiz_found")).to_be_visible()
    wait_until_idle(page)


def see_it(page: Page) -> None:
    """Taps the link to the page where a question can be looked up."""
    page.locator(".st-key-quiz_found [data-testid=stPageLink] a").tap()
    wait_until_idle(page)


def draw_pair(page: Page) -> None:
    """Draws the digits of two people on the home page, and goes to the quiz by the phone's menu."""
    written = load_hands()
    for side, hand in (("left", written[0]), ("right", written[-1])):
        draw_by_finger(page, side, hand.strokes)
    page.get_by_test_id("stExpandSidebarButton").tap()
    go_to(page, "Quiz")
    close = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if close.is_visible():
        close.tap()


def test_the_whole_quiz_on_a_phone_with_every_question_in_view(browser: Browser, app: str) -> None:
    with held(browser, app, 390, 844) as page:
        draw_pair(page)
        expect(page.locator(".st-key-quiz_pictures")).to_contain_text(words.YOUR_PAIR())
        right = 0
        for place, code in enumerate(CODES, start=1):
            expect(page.locator(".st-key-quiz_ways")).to_contain_text(f"{place} of 8")
            assert out_of_view(page, QUESTION) == {}, code
            for option in page.locator(".st-key-quiz_answer [role=radio]").all():
                box = option.bounding_box()
                assert box is not None
                assert box["height"] >= 44
                assert box["x"] + box["width"] <= 390
            tap_first_option(page)
            expect(page.locator(".st-key-quiz_answer")).to_have_count(0)
            assert out_of_view(page, ("quiz_body", "quiz_ways")) == {}, code
            found = page.locator(".st-key-quiz_found")
            right += "Right." in found.inner_text()
            link = found.locator("[data-testid=stPageLink] a").bounding_box()
            assert link is not None
            assert link["height"] >= 44
            expect(found.locator("[data-testid=stPageLink]")).to_contain_text(LESSON_OF[code].title())
            tap(page, "quiz_next")
        expect(page.locator(".st-key-quiz_score")).to_contain_text(f"{right} of 8 right")
        assert page.locator(".marks .right").count() == right
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
        tap(page, "quiz_again")
        expect(page.locator(".marks .open")).to_have_count(8)
        expect(page.locator(".st-key-quiz_answer [aria-checked=true]")).to_have_count(0)
        tap_first_option(page)
        expect(page.locator(".marks .open")).to_have_count(7)


def test_a_link_opens_the_page_as_the_question_has_it_and_the_quiz_waits(browser: Browser, app: str) -> None:
    with held(browser, f"{app}/quiz", 390, 844) as page:
        for _ in range(CODES.index("quiz_loss")):
            tap(page, "quiz_next")
        question = page.locator(".st-key-quiz_question").inner_text()
        tap_first_option(page)
        found = page.locator(".st-key-quiz_found").inner_text()
        see_it(page)
        expect(page.get_by_role("heading", name="What does the network get told off for?")).to_be_visible()
        margin = page.locator(".st-key-margin input[type=range]")
        assert f"the margin is {float(margin.input_value()):.2f}" in question
        page.go_back()
        wait_until_idle(page)
        assert page.locator(".st-key-quiz_question").inner_text() == question
        assert page.locator(".st-key-quiz_found").inner_text() == found
        for _ in range(CODES.index("quiz_verification") - CODES.index("quiz_loss")):
            tap(page, "quiz_next")
        question = page.locator(".st-key-quiz_question").inner_text()
        tap_first_option(page)
        see_it(page)
        expect(page.get_by_role("heading", name="How far is too far?")).to_be_visible()
        threshold = page.locator(".st-key-threshold input[type=range]")
        assert f"moved to {float(threshold.input_value()):.2f}" in question


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_arrow_keys_choose_and_another_key_answers(page: Page, app: str, key: str) -> None:
    open_page(page, f"{app}/quiz")
    options = page.locator(".st-key-quiz_answer [role=radio]")
    options.first.focus()
    page.keyboard.press("ArrowRight")
    wait_until_idle(page)
    expect(page.locator(".st-key-quiz_found")).to_have_count(0)
    expect(options.nth(1)).to_be_focused()
    page.keyboard.press(key)
    expect(page.locator(".st-key-quiz_found")).to_contain_text("(your answer)")


def test_a_half_done_quiz_stays_in_another_language(page: Page, app: str) -> None:
    open_page(page, f"{app}/quiz")
    page.locator(".st-key-quiz_answer [role=radio]").first.click()
    expect(page.locator(".st-key-quiz_found")).to_be_visible()
    wait_until_idle(page)
    page.locator(".st-key-quiz_next button").click()
    expect(page.locator(".marks .open")).to_have_count(7)
    marks = page.locator(".marks li").evaluate_all("items => items.map(item => item.className)")
    page.locator(".st-key-other_language button").click()
    expect(page.locator(".st-key-quiz_ways")).to_contain_text(
        words.PROGRESS.in_language("zh").format(place=2, all=8)
    )
    wait_until_idle(page)
    assert page.locator(".marks li").evaluate_all("items => items.map(item => item.className)") == marks
    page.locator(".st-key-quiz_answer [role=radio]").first.click()
    expect(page.locator(".st-key-quiz_found")).to_contain_text("（你的答案）")
    expect(page.locator(".marks .open")).to_have_count(6)
    wait_until_idle(page)
    page.locator(".st-key-other_language button").click()
    expect(page.locator(".st-key-quiz_found")).to_contain_text("(your answer)")
    expect(page.locator(".st-key-quiz_ways")).to_contain_text("2 of 8")
