"""The home page in the hand: phones and tablets, upright and on their side, drawn on with a finger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from siamese_core.hands import WrittenDigit, load_hands
from tests.browser.driver import draw_by_finger, open_page, predict, swipe, text_of, wait_until_idle

PHONES = [(390, 844), (360, 740)]
OTHERS = [(844, 390), (768, 1024), (1024, 768)]
LEAST = 160  # pixels of a canvas
ANSWER = ("left_digit", "right_digit", "distance", "axis", "verdict")  # what is to be in view


@contextmanager
def held(browser: Browser, app: str, width: int, height: int) -> Iterator[Page]:
    """The home page on a device with these pixels, without a mouse."""
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, has_touch=True, is_mobile=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    open_page(page, app)
    yield page
    context.close()
    assert problems == []


def out_of_view(page: Page, keys: tuple[str, ...] = ANSWER) -> dict[str, object]:
    """Which of these are not wholly on the screen, and where they are."""
    assert page.viewport_size is not None
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    boxes = {key: page.locator(f".st-key-{key}").first.bounding_box() for key in keys}
    return {
        key: box
        for key, box in boxes.items()
        if box is None
        or min(box["x"], box["y"]) < 0
        or box["x"] + box["width"] > width
        or box["y"] + box["height"] > height
    }


def seen_by(page: Page, side: str) -> np.ndarray:
    """The digit (28, 28) that the branch of a side sees, as the page shows it, in [0, 1]."""
    canvas = page.locator(f".st-key-embeddings [data-show={side}_seen] canvas")
    pixels = canvas.evaluate("it => [...it.getContext('2d').getImageData(0, 0, 28, 28).data]")
    return np.array(pixels)[3::4].reshape(28, 28) / 255


NEW_CANVAS = """([side, before]) => {
    const keyed = [...document.querySelectorAll(`.st-key-${side}_digit [class*=_canvas_]`)];
    const keys = keyed.map((each) => each.className.match(/st-key-\\w+_canvas_\\w*/)[0]);
    const isolated = keyed[0]?.querySelector("[data-testid=stBidiComponentIsolated]");
    const is_made = isolated?.shadowRoot?.querySelector("canvas.upper-canvas")?.role;
    return keys.length === 1 && keys[0] !== before && is_made && keys[0];
}"""


def clear(page: Page, side: str) -> None:
    """Taps Clear, and waits for the new canvas."""
    before = page.wait_for_function(NEW_CANVAS, arg=[side, ""]).json_value()
    page.locator(f".st-key-{side}_clear button").tap()
    page.wait_for_function(NEW_CANVAS, arg=[side, before])


def some_pairs(count: int) -> list[tuple[WrittenDigit, WrittenDigit]]:
    """Pairs of two writers: the same digit and different ones in turn."""
    hands, rng = load_hands(), np.random.default_rng(7)
    pairs = []
    while len(pairs) < count:
        left, right = (hands[i] for i in rng.choice(len(hands), 2, replace=False))
        if left.writer != right.writer and (left.digit == right.digit) == (len(pairs) % 2 == 0):
            pairs.append((left, right))
    return pairs


@pytest.mark.parametrize(("width", "height"), PHONES, ids=["390x844", "360x740"])
def test_ten_pairs_by_finger_with_the_answer_in_view(
    browser: Browser, app: str, width: int, height: int
) -> None:
    with held(browser, app, width, height) as page:
        assert out_of_view(page) == {}
        right = 0
        for left_hand, right_hand in some_pairs(10):
            for side, hand in (("left", left_hand), ("right", right_hand)):
                clear(page, side)
                draw_by_finger(page, side, hand.strokes)
            assert out_of_view(page) == {}
            assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0
            right += ("Same digit" in text_of(page, "verdict")) == (left_hand.digit == right_hand.digit)
        assert right >= 9
        for side in ("left", "right"):
            box = page.locator(f".st-key-{side}_digit canvas.upper-canvas").bounding_box()
            assert box is not None
            assert box["width"] >= LEAST


@pytest.mark.parametrize(("width", "height"), PHONES, ids=["390x844", "360x740"])
def test_predicting_first_keeps_everything_in_view(
    browser: Browser, app: str, width: int, height: int
) -> None:
    with held(browser, app, width, height) as page:
        page.get_by_text("Predict first").tap()
        wait_until_idle(page)
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
        for side, hand in zip(("left", "right"), some_pairs(1)[0], strict=True):
            draw_by_finger(page, side, hand.strokes)
        assert out_of_view(page, ("left_digit", "right_digit", "verdict_answer")) == {}
        predict(page, "verdict", "Same digit")
        assert out_of_view(page) == {}
        assert "You predicted" in text_of(page, "verdict")


@pytest.mark.parametrize(("width", "height"), OTHERS, ids=["844x390", "768x1024", "1024x768"])
def test_phones_on_their_side_and_tablets_have_all_in_view(
    browser: Browser, app: str, width: int, height: int
) -> None:
    with held(browser, app, width, height) as page:
        for side, hand in zip(("left", "right"), some_pairs(1)[0], strict=True):
            draw_by_finger(page, side, hand.strokes)
        assert out_of_view(page) == {}
        boxes = [page.locator(f".st-key-{side}_digit").bounding_box() for side in ("left", "right")]
        assert boxes[0] is not None
        assert boxes[1] is not None
        assert boxes[0]["y"] == boxes[1]["y"]


def test_a_drawing_gives_the_same_digit_at_every_size_and_survives_turning(
    browser: Browser, app: str
) -> None:
    hand = next(each for each in load_hands() if each.digit == 8)
    with held(browser, app, 1366, 768) as laptop:
        draw_by_finger(laptop, "left", hand.strokes)
        on_a_laptop = seen_by(laptop, "left")
    for width, height in PHONES + OTHERS + [(1920, 1080)]:
        with held(browser, app, width, height) as device:
            draw_by_finger(device, "left", hand.strokes)
            seen = seen_by(device, "left")
            assert np.abs(seen - on_a_laptop).sum() < 0.02 * on_a_laptop.sum(), (width, height)
            device.set_viewport_size({"width": height, "height": width})
            wait_until_idle(device)
            np.testing.assert_array_equal(seen_by(device, "left"), seen)
            draw_by_finger(device, "right", hand.strokes)  # the turned canvas can be drawn on
            assert np.abs(seen_by(device, "right") - seen).sum() < 0.02 * seen.sum(), (height, width)


def test_a_swipe_that_starts_beside_the_canvases_scrolls_and_draws_nothing(
    browser: Browser, app: str
) -> None:
    with held(browser, app, 390, 844) as page:
        draw_by_finger(page, "left", load_hands()[0].strokes)
        before = seen_by(page, "left")
        box = page.locator(".st-key-left_digit").bounding_box()
        assert box is not None
        for x in (8, 382):  # a thumb at the edge of the screen
            swipe(page, [(x, box["y"] + box["height"] - step) for step in range(0, 160, 8)])
            page.wait_for_timeout(600)
            assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") > 50
            page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
        middle = box["x"] + box["width"] / 2  # from below, across the canvas
        swipe(page, [(middle, box["y"] + box["height"] + 90 - step) for step in range(0, 240, 8)])
        wait_until_idle(page)
        np.testing.assert_array_equal(seen_by(page, "left"), before)


def test_the_pages_are_reached_without_the_menu(browser: Browser, app: str) -> None:
    with held(browser, app, 390, 844) as page:
        for title in (
            "Weight sharing",
            "Contrastive loss",
            "Training",
            "Embedding map",
            "Verification",
            "One example",
            "Class board",
            "Quiz",
        ):
            link = page.locator(".st-key-way_on").get_by_role("link", name=title)
            expect(link).to_have_css("min-height", "44px")  # the style may come a moment after the link
            box = link.bounding_box()
            assert box is not None
            assert box["height"] >= 44
            link.tap()
            wait_until_idle(page)
        expect(page.get_by_role("heading", name="What do you know now?")).to_be_visible()
        for title in ("Class board", "One example", "Verification"):
            page.locator(".st-key-way_on").get_by_text(title).tap()
            wait_until_idle(page)
        expect(page.get_by_role("heading", name="How far is too far?")).to_be_visible()
