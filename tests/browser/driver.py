"""A real browser that draws on the app."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from pages.parts.shared.examples import CANVAS_SIZE

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
FLAGS += ["--disable-component-update", "--disable-sync"]
IDLE = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"

TEACHERS_KEY = "a key for the tests"

# Strokes of digits in canvas pixels.
ONE = [[(140, 50), (140, 100), (140, 150), (140, 230)]]
SEVEN = [[(80, 60), (140, 60), (200, 60), (170, 120), (145, 180), (130, 235)]]


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A headless Chromium as the system has it; Playwright's own need not be downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def open_page(page: Page, url: str) -> None:
    """Opens a page of the app and waits until it stands still."""
    page.goto(url)
    wait_until_idle(page)


def go_to(page: Page, title: str) -> None:
    """Goes to another page of the app by the navigation at its top."""
    page.get_by_role("link", name=title).first.click()
    wait_until_idle(page)


def wait_until_idle(page: Page) -> None:
    """Waits until the script has run. The canvas sends a stroke a moment after the pen was lifted."""
    page.wait_for_timeout(350)
    page.locator(IDLE).wait_for(state="attached", timeout=30_000)


def draw(page: Page, side: str, strokes: list[list[tuple[int, int]]]) -> None:
    """Draws strokes with the mouse on a side's canvas."""
    with drawing(page, side, len(strokes)) as canvas:
        move_pen(page, canvas, strokes)


def draw_anywhere(page: Page, side: str, strokes: list[list[tuple[int, int]]]) -> None:
    """The same on a page that does not say what is on its canvases."""
    canvas = page.locator(f".st-key-{side}_digit canvas.upper-canvas").first
    canvas.wait_for(state="visible", timeout=30_000)
    move_pen(page, canvas, strokes)
    wait_until_idle(page)


def move_pen(page: Page, canvas: Locator, strokes: list[list[tuple[int, int]]]) -> None:
    """Moves the mouse over a canvas that is shown at its own size."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for first, *others in strokes:
        page.mouse.move(box["x"] + first[0], box["y"] + first[1])
        page.mouse.down()
        for x, y in others:
            page.mouse.move(box["x"] + x, box["y"] + y, steps=4)
        page.mouse.up()


def draw_by_finger(page: Page, side: str, strokes: Sequence[np.ndarray]) -> None:
    """Draws strokes (points, 2), in the canvas's own 280 pixels, by touch: however large it is shown."""
    with drawing(page, side, len(strokes)) as canvas:
        box = canvas.bounding_box()
        assert box is not None
        for stroke in strokes:
            swipe(page, [(box["x"] + x, box["y"] + y) for x, y in stroke * box["width"] / CANVAS_SIZE])


@contextmanager
def drawing(page: Page, side: str, strokes: int) -> Iterator[Locator]:
    """A side's canvas, to draw on; in the end it waits until the page knows of so many strokes more."""
    canvas = page.locator(f".st-key-{side}_digit canvas.upper-canvas")
    expect(canvas).to_have_count(1, timeout=30_000)  # no old one beside a canvas that is opened anew
    expect(canvas).to_have_role("application", timeout=30_000)
    canvas.click(trial=True)  # clicks nothing: waits until the page stands still around it
    counted = re.search(r"of (\d+) stroke", canvas.get_attribute("aria-label") or "")
    expected = (int(counted[1]) if counted else 0) + strokes
    yield canvas
    expect(canvas).to_have_accessible_name(re.compile(rf"of {expected} stroke"), timeout=30_000)
    wait_until_idle(page)


def swipe(page: Page, places: list[tuple[float, float]]) -> None:
    """Moves a finger over the screen, from the first to the last of these places."""
    screen = page.context.new_cdp_session(page)
    for name, place in zip(["touchStart", *["touchMove"] * (len(places) - 1)], places, strict=True):
        x, y = map(float, place)
        screen.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": [{"x": x, "y": y}]})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    screen.detach()


def press(page: Page, slider: str, key: str, times: int = 1) -> None:
    """Moves a slider, named by its key, with a key of the keyboard."""
    page.locator(f".st-key-{slider} input[type=range]").focus()
    for _ in range(times):
        page.keyboard.press(key)
    wait_until_idle(page)


def press_button(page: Page, key: str) -> None:
    """Presses a button, named by its key."""
    page.locator(f".st-key-{key} button").first.click()
    wait_until_idle(page)


def go_on_with(page: Page, choice: str, part: str) -> None:
    """Opens a part of a page by the choice with this key."""
    page.locator(f".st-key-{choice}").get_by_text(part, exact=True).click()
    wait_until_idle(page)


def predict(page: Page, question: str, answer: str) -> None:
    """Answers a question, named by its key."""
    go_on_with(page, f"{question}_answer", answer)


def text_of(page: Page, key: str) -> str:
    """The text in a container, by its key; waits until there is some."""
    return page.locator(f".st-key-{key}").filter(has_text=re.compile(r"\S")).first.inner_text().strip()


def open_questions(page: Page) -> list[Locator]:
    """The predictions that the page asks for and that are not answered yet."""
    questions = page.locator("[role=radiogroup]:has([data-variant=pills])").all()
    return [
        each for each in questions if not each.locator("[aria-checked=true]").count() and each.is_visible()
    ]


def answer_predictions(page: Page) -> None:
    """Answers every question that the page asks, so that all it says is seen."""
    for question in open_questions(page):
        question.get_by_role("radio").first.click()
        wait_until_idle(page)
