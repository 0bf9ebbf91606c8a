"""Every word of the glossary is explained where it stands: at a tap, and by the keyboard. `test_for_everyone`
looks for words that nothing explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.one_example.words import OF_DRAWINGS
from pages.parts.shared.glossary import sentences_by_link, words_in
from pages.parts.shared.language import language_of
from pages.parts.shared.lessons import HOME, LESSONS
from tests.browser.driver import (
    SEVEN,
    TEACHERS_KEY,
    answer_predictions,
    draw,
    open_page,
    press_button,
    wait_until_idle,
)
from tests.browser.test_whole_app import OPENED
from tests.server.driver import running_app

PATHS = tuple("" if lesson is HOME else lesson.path for lesson in LESSONS if lesson.title.english in OPENED)
# What a reader sees, as pieces of text with the link that each belongs to. Left out are code, formulas, the
# choice of twins (its own link explains it) and the ways to other pages. Components have shadow roots.
SEEN = """() => {
    const elsewhere =
        "pre, code, .katex, style, .st-key-choice, .st-key-everywhere, .st-key-way_on a:not([href^='#']), " +
        "[data-testid=stPageLink]";
    const seen = [];
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
            const element = node.parentElement ?? node.parentNode.host;
            const range = document.createRange();
            range.selectNodeContents(node);
            const { top, width, height } = range.getBoundingClientRect();
            const visible = element.checkVisibility({ visibilityProperty: true });
            if (!node.data.trim() || !width || !height || !visible) return;
            const prose = element.closest("[data-testid=stMarkdown], [data-testid=stCaptionContainer]");
            if (prose) prose.number ??= Math.random();
            seen.push({
                text: node.data,
                link: element.closest('a[href^="#word-"]')?.getAttribute("href") ?? null,
                prose: element.closest("h1, h2, h3, h4, table") || top > innerHeight ? null : prose?.number,
            });
            return;
        }
        if (node.matches?.(elsewhere)) return;
        if (node.shadowRoot) walk(node.shadowRoot);
        node.childNodes.forEach(walk);
    };
    walk(document.querySelector("[data-testid=stMain]"));
    return seen;
}"""


def links_of(text: str, code: str = "en") -> list[str]:
    """The links of the glossary's words in a text in some language, in their order."""
    words, links = words_in(code)
    return [links[found["term"].lower()] for found in words.finditer(text) if found["term"]]


def unexplained(page: Page) -> set[str]:
    """Words that are seen on the page while nothing seen explains them, once it has come to rest."""
    words: set[str] = set()
    code = language_of(page.locator("html").get_attribute("lang"))
    for _ in range(5):  # charts come a moment later, and what was there before goes
        page.wait_for_timeout(700)
        seen = page.evaluate(SEEN)
        words = {link for piece in seen for link in links_of(piece["text"], code)} - {
            piece["link"] for piece in seen
        }
        if not words:
            break
    return words


def not_linked_at_first(page: Page) -> list[tuple[str, str]]:
    """Words of the first screen's prose that are no link where they first stand in their element."""
    met, faults = set(), []
    for piece in page.evaluate(SEEN):
        for link in links_of(piece["text"]):
            place = piece["prose"], link
            if piece["prose"] is None or place in met:
                continue
            met.add(place)
            if piece["link"] != link:
                faults.append((link, piece["text"]))
    return faults


def open_with_words(page: Page, url: str) -> None:
    """Opens a page and waits until its words can be tapped."""
    open_page(page, url)
    page.locator(".bubble").wait_for(state="attached")
    page.wait_for_timeout(300)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def faults_of(board: Page) -> dict[str, object]:
    """Words without an explanation on the class board, by the part that is shown."""
    faults: dict[str, object] = {"opened": not_linked_at_first(board)}
    for part in OPENED["Class board"]:
        board.get_by_text(part, exact=True).first.click()
        wait_until_idle(board)
        faults[part] = unexplained(board)
    return {place: fault for place, fault in faults.items() if fault}


def test_every_word_is_explained_on_a_board_with_all_that_a_class_brings(browser: Browser) -> None:
    with running_app(SIAMESE_TEACHER_KEY=TEACHERS_KEY) as server:  # whose board nobody else writes on
        student, teacher = browser.new_page(), browser.new_page(viewport={"width": 1366, "height": 768})
        open_page(student, f"{server.url}/quiz")
        answer_predictions(student)
        for design in ("mnist_siamese", "matchnet"):  # there are pairs of other twins, too
            open_page(teacher, f"{server.url}/board?design={design}&teacher={TEACHERS_KEY}")
            teacher.get_by_text("For the teacher").click()
            press_button(teacher, "board_fill")
        press_button(teacher, "challenge_start")
        open_page(student, f"{server.url}/?design=matchnet")
        draw(student, "left", SEVEN)
        draw(student, "right", SEVEN)
        press_button(student, "post_same")
        expect(teacher.locator(".st-key-running")).to_contain_text("Students in it: 1")
        faults = {"running": faults_of(teacher)}
        press_button(teacher, "challenge_stop")
        teacher.locator(".st-key-result .wall .post").wait_for()
        faults["over"] = faults_of(teacher)
        assert not any(faults.values()), faults
        for page in (student, teacher):
            page.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_tap_shows_what_a_word_means(phone: Page, app: str, path: str) -> None:
    open_with_words(phone, f"{app}/{path}?design=matchnet")
    assert not_linked_at_first(phone) == []
    address, bubble = phone.url, phone.locator(".bubble")
    of_drawings = OF_DRAWINGS if path == "one_example" else {}
    sentences = sentences_by_link("en") | {link: sentence() for link, sentence in of_drawings.items()}
    words = phone.locator('[data-testid=stMain] a[href^="#word-"]')
    for number in sorted({0, words.count() // 2, words.count() - 1}):
        word = words.nth(number)
        link = word.get_attribute("href")
        word.scroll_into_view_if_needed()
        word.tap()
        expect(bubble).to_be_visible()
        said = bubble.inner_text()
        assert said == sentences.get(str(link), said)
        assert len(said) > 20
        box = bubble.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 844
        if number:
            phone.keyboard.press("Escape")
        else:
            phone.touchscreen.tap(2, 400)
        expect(bubble).to_be_hidden()
    assert phone.url == address


@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_does_the_same(page: Page, app: str, path: str) -> None:
    open_with_words(page, f"{app}/{path}?design=matchnet")
    assert not_linked_at_first(page) == []
    address, bubble = page.url, page.locator(".bubble")
    word = page.locator('[data-testid=stMain] a[href^="#word-"]').first
    word.focus()
    page.keyboard.press("Enter")
    expect(bubble).to_have_text(re.compile(r"\S"))
    expect(bubble).to_be_visible()
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    expect(word).to_be_focused()
    assert page.url == address
