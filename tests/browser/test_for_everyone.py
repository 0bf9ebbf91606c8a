"""Every page for everyone: by axe-core, by the contrast and the size of all text, and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from pages.parts.shared.language import Text
from pages.parts.shared.lessons import BOARD, HOME, LESSONS, Lesson
from tests.browser.driver import TEACHERS_KEY, answer_predictions, open_page, open_questions, wait_until_idle
from tests.browser.test_whole_app import OPENED
from tests.browser.test_words import unexplained

SCRIPT = AXE_SCRIPT + (Path(__file__).parent / "for_everyone.js").read_text(encoding="utf-8")
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
SMALLEST = 18  # CSS pixels of letters on a projector
MOST_TABS = 200
ASKING = ", to be predicted"  # a state in which a part asks before it shows
AS_TEACHER = ("For the teacher", "Fill with an example class", "Start", "Stop")  # what is opened on the board


def find_violations(page: Page) -> list[str]:
    """What axe-core finds."""
    return page.evaluate("everyone.violations()")


def find_faint_texts(page: Page) -> list[str]:
    """Texts with too little contrast, also those of charts that are drawn as SVG."""
    return page.evaluate("least => everyone.faint_texts(least)", LEAST_CONTRAST)


def find_small_texts(page: Page) -> list[str]:
    """Texts that cannot be read from the last row, also those of charts."""
    return page.evaluate("least => everyone.small_texts(least)", SMALLEST)


def find_what_keys_miss(page: Page) -> list[str]:
    """Controls that Tab does not reach, or on which nobody sees that they are reached."""
    page.evaluate("everyone.start_tabbing()")
    faults = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        fault = page.evaluate("everyone.check_focus()")
        if fault is None:
            break
        faults.append(fault)
    return [*filter(None, faults), *page.evaluate("everyone.not_reached()")]


def find_unexplained(page: Page) -> list[str]:
    """Words of the glossary that nothing on the page explains."""
    return [f"not explained: {word}" for word in sorted(unexplained(page))]


Check = Callable[[Page], list[str]]
Look = tuple[int, int, str, str, str, tuple[Check, ...]]
ON_A_PROJECTOR = (find_small_texts, find_what_keys_miss, find_unexplained)
# Width, height, theme, design, language, what is checked. A laptop's page is so high that all of it is seen.
LOOKS: dict[str, Look] = {
    "light": (1366, 3000, "light", "cnn_contrastive", "en", (find_violations, find_faint_texts)),
    "dark": (1366, 3000, "dark", "mnist_siamese", "zh", (find_violations, find_faint_texts)),
    "phone": (390, 844, "light", "matchnet", "en", (find_violations, find_unexplained)),
    "projector": (1920, 1080, "light", "matchnet", "zh", ON_A_PROJECTOR),
}


def states(page: Page, app: str, lesson: Lesson, design: str, language: str = "en") -> Iterator[str]:
    """Opens a page, then its parts one after the other; yields what is open, once it stands still."""
    path = "" if lesson is HOME else Path(lesson.file).stem
    key = f"&teacher={TEACHERS_KEY}" if lesson is BOARD else ""
    open_page(page, f"{app}/{path}?design={design}&lang={language}{key}")
    page.locator(".st-key-way_on").wait_for()
    page.wait_for_function("getComputedStyle(document.documentElement).getPropertyValue('--grow') !== ''")
    wait_until_idle(page)
    yield "opened"
    if open_questions(page):
        answer_predictions(page)
        yield "predicted"
    for part in (*(AS_TEACHER if lesson is BOARD else ()), *OPENED[lesson.title.english]):
        page.get_by_text(Text(part).in_language(language), exact=True).first.click()
        wait_until_idle(page)
        if open_questions(page):
            yield part + ASKING
            answer_predictions(page)
        yield part


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: Path(lesson.file).stem)
def test_a_page_is_for_everyone(browser: Browser, app: str, lesson: Lesson, look: str) -> None:
    width, height, theme, design, language, checks = LOOKS[look]
    phone = look == "phone"
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=theme, has_touch=phone, is_mobile=phone
    )
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(SCRIPT)
    faults = [
        f"{state}: {fault}"
        for state in states(page, app, lesson, design, language)
        for check in checks
        if check is not find_unexplained or not state.endswith(ASKING)  # its answer explains a word
        for fault in check(page)
    ]
    page.close()
    assert not faults, "\n".join(faults)


def test_charts_follow_the_theme_that_a_reader_changes(page: Page, app: str) -> None:
    page.add_init_script(SCRIPT)
    page.emulate_media(color_scheme="light")
    open_page(page, f"{app}/verification")
    text = page.locator(".st-key-histogram").get_by_text("true accepts")
    expect(text).to_have_css("fill", "rgb(28, 36, 48)")
    page.emulate_media(color_scheme="dark")
    expect(text).to_have_css("fill", "rgb(232, 236, 242)")
    wait_until_idle(page)
    assert find_faint_texts(page) == []


def test_contrast_is_that_of_a_pair_computed_by_hand(page: Page) -> None:
    page.add_init_script(SCRIPT)
    page.goto("data:text/html,")
    # 0x80 / 255 = 0.50196; ((0.50196 + 0.055) / 1.055)^2.4 = 0.21586; (1 + 0.05) / (0.21586 + 0.05) = 3.9494
    grey_on_white = "everyone.contrast(everyone.rgba('#808080').slice(0, 3), [1, 1, 1])"
    assert page.evaluate(grey_on_white) == pytest.approx(3.9494, abs=1e-3)
    # Half black on white is 0.5 grey: ((0.5 + 0.055) / 1.055)^2.4 = 0.21404; 1.05 / (0.21404 + 0.05) = 3.9767
    page.set_content("<p style='color: rgba(0, 0, 0, 0.5); background: white'>half</p>")
    assert page.evaluate("everyone.faint_texts(4.5)") == ["3.98:1, “half”, p in the page"]
    assert page.evaluate("everyone.faint_texts(3.9)") == []


def test_the_checks_find_what_they_are_to_find(page: Page) -> None:
    page.add_init_script(SCRIPT)
    page.goto("data:text/html,")
    page.set_content(
        "<style>.bare:focus { outline: none }</style>"
        "<button>ringed</button><button class='bare'>bare</button>"
        "<svg viewBox='0 0 100 40' width='200'><rect width='50' height='40' fill='#222'></rect>"
        "<g fill='#eee' font-size='10'>"
        "<text x='5' y='20'>dark</text><text x='60' y='20'>white</text></g></svg>"
        "<p style='font-size: 12px'>small</p>"
        "<input aria-label='trap' onkeydown='event.preventDefault()'><button>never</button>"
    )
    assert page.evaluate("everyone.faint_texts(4.5)") == ["1.16:1, “white”, text in the page"]
    assert page.evaluate("everyone.small_texts(12.5)") == ["12.0px, “small”, p in the page"]
    assert page.evaluate("everyone.small_texts(20.5).filter(each => each.includes('text in'))") == [
        "20.0px, “dark”, text in the page",
        "20.0px, “white”, text in the page",
    ]
    assert find_what_keys_miss(page) == [
        "no ring: “bare”, button in the page",
        "Tab does not reach “never”, button in the page",
    ]


def test_texts_that_end_at_an_edge_are_found(page: Page) -> None:
    page.add_init_script(SCRIPT)
    page.goto("data:text/html,")
    page.set_content(
        "<style>p { width: 40px; white-space: nowrap }</style><p style='overflow: hidden'>much too long</p>"
        "<p style='overflow: auto'>it can be scrolled</p><p>it may stand out</p>"
        "<p style='margin-left: -12px'>begins too early</p><p style='margin-left: -200px'>a closed menu</p>"
    )
    assert page.evaluate("everyone.cut_off_texts()") == [
        "cut off: “much too long”, p in the page",
        "cut off: “begins too early”, p in the page",
    ]
