"""The class board in a browser: it follows the class by itself, and a teacher steers it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import (
    ONE,
    SEVEN,
    TEACHERS_KEY,
    draw,
    open_page,
    press_button,
    text_of,
    wait_until_idle,
)
from tests.server.driver import running_app


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    """A server of its own: nobody else is on its board."""
    with running_app(SIAMESE_TEACHER_KEY=TEACHERS_KEY) as server:
        yield server.url


@pytest.fixture
def teacher(browser: Browser, app: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    open_page(page, f"{app}/board?teacher={TEACHERS_KEY}")
    page.get_by_text("For the teacher").click()
    page.locator(".st-key-challenge_start button").wait_for()
    yield page
    press_button(page, "board_clear_first")
    press_button(page, "board_clear")
    page.close()


def post(page: Page, example: str, said: str) -> None:
    page.get_by_text(example, exact=True).first.click()
    wait_until_idle(page)
    press_button(page, f"post_{said}")
    expect(page.locator(".st-key-posting")).to_contain_text("On the board:")


def test_what_is_posted_hangs_on_every_open_board_and_is_hidden_at_a_tap(
    browser: Browser, page: Page, app: str, teacher: Page
) -> None:
    assert "teacher" not in teacher.url
    board = browser.new_page()
    open_page(board, f"{app}/board")
    expect(board.get_by_text("No pair yet.")).to_be_visible()
    expect(board.get_by_role("img", name="QR code of the address")).to_be_visible()
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    press_button(page, "post_same")
    distance = text_of(page, "distance").split()[-1]
    for screen in (board, teacher):  # without a reload
        expect(screen.locator(".wall .post")).to_have_count(1)
        expect(screen.locator(".wall .post .value")).to_have_text(f"distance {distance}")
        assert screen.locator(".wall .post path").count() == 2
    expect(board.locator(".wall button")).to_have_count(0)
    teacher.locator(".wall button").click()
    expect(board.locator(".wall .post")).to_have_count(0)
    expect(teacher.locator(".wall .post.hidden_one")).to_have_count(1)
    teacher.locator(".wall button").click()
    expect(board.locator(".wall .post")).to_have_count(1)
    board.close()


def test_a_challenge_reaches_a_phone_its_clock_runs_and_the_best_pairs_are_shown(
    browser: Browser, app: str, teacher: Page
) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    open_page(phone, app)
    teacher.get_by_text("Different digits, close").click()
    wait_until_idle(teacher)
    press_button(teacher, "challenge_start")
    banner = phone.locator(".st-key-challenge")
    expect(banner).to_contain_text("different digits, as close as you can", timeout=15_000)
    first = banner.locator(".clock").inner_text()
    assert re.fullmatch(r"[23]:[0-5]\d", first)
    expect(banner.locator(".clock")).not_to_have_text(first)
    post(phone, "4 and 9", "different")
    distance = text_of(phone, "distance").split()[-1]
    expect(banner).to_contain_text(f"Best distance so far {distance}, yours {distance}.")
    expect(teacher.locator(".st-key-running")).to_contain_text(f"Best distance so far: {distance}")
    press_button(teacher, "challenge_stop")
    expect(teacher.locator(".st-key-result .wall .post")).to_have_count(1)
    expect(phone.locator(".st-key-show_class")).to_contain_text("The challenge is over.", timeout=15_000)
    width = phone.evaluate("() => document.documentElement.scrollWidth")
    assert width <= 390
    phone.close()


def test_a_challenge_that_starts_while_the_pen_is_down_takes_no_stroke(
    page: Page, app: str, teacher: Page
) -> None:
    open_page(page, app)
    canvas = page.locator(".st-key-left_digit canvas.upper-canvas")
    expect(canvas).to_have_role("application", timeout=30_000)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 140, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 120, steps=8)
    press_button(teacher, "challenge_start")
    expect(page.locator(".st-key-challenge")).to_be_visible(timeout=15_000)
    page.mouse.move(box["x"] + 130, box["y"] + 240, steps=8)
    page.mouse.up()
    expect(canvas).to_have_accessible_name(re.compile("of 1 stroke"), timeout=10_000)
    press_button(teacher, "challenge_stop")


def test_a_reload_brings_the_name_back_and_another_browser_has_another(
    browser: Browser, page: Page, app: str
) -> None:
    open_page(page, app)
    named = re.compile(r"you (?:are|will be) the ([a-z]+ [a-z]+)", re.IGNORECASE)
    name = named.search(text_of(page, "posting"))
    assert name is not None
    post(page, "1 and 7", "different")
    open_page(page, app)
    expect(page.locator(".st-key-posting")).to_contain_text(f"You are the {name[1]}: 1 on the board so far")
    other = browser.new_context().new_page()
    open_page(other, app)
    others = named.search(text_of(other, "posting"))
    assert others is not None
    assert others[1] != name[1]
    other.close()


def test_a_board_that_stands_still_does_not_flicker(page: Page, app: str, teacher: Page) -> None:
    press_button(teacher, "board_fill")
    open_page(page, f"{app}/board")
    expect(page.locator(".wall .post")).to_have_count(12)
    page.locator(".st-key-way_on").wait_for()
    wait_until_idle(page)
    page.evaluate(
        """() => {
            window.changes = [];
            const note = (seen) => window.changes.push(...seen.map((each) => each.type));
            const watcher = new MutationObserver(note);
            for (const part of document.querySelectorAll(".st-key-top, .st-key-posts"))
                watcher.observe(part, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.wait_for_timeout(4000)  # in which it looks several times whether something has changed
    assert page.evaluate("() => window.changes") == []


def test_what_a_teacher_has_set_for_a_challenge_stays_in_the_other_language(teacher: Page) -> None:
    time = teacher.locator(".st-key-challenge_time input")
    time.click()
    teacher.get_by_role("option", name="5 minutes").click()
    teacher.get_by_text("Different digits, close").click()
    for said in ("5 分钟", "5 minutes"):
        press_button(teacher, "other_language")
        expect(time).to_have_value(said)
        teacher.locator(".st-key-switch_names_shown label").click()  # sends all that the browser has
        wait_until_idle(teacher)
        expect(time).to_have_value(said)
    kind = teacher.locator(".st-key-challenge_kind button[aria-checked=true]")
    expect(kind).to_have_text("Different digits, close")
