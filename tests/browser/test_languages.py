"""The app in both languages: nothing is left in the other one, numbers are the same, no text is cut off, and
a change of the language keeps what is on the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.parts.shared.language import LANGUAGES, TAGS
from pages.parts.shared.lessons import LESSONS, Lesson
from siamese_core import DESIGNS
from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, text_of, wait_until_idle
from tests.browser.test_for_everyone import SCRIPT, states

# What is read on a page, by eyes or by a screen reader, without code, formulas, clocks and what Keras says.
READ = """() => {
    const elsewhere = "pre, code, .katex, style, script, noscript, [aria-hidden=true], " +
        ".clock, .dc-toolbar, .st-key-other_language, [class*=st-key-summary_]";
    const attributes = ["aria-label", "title", "alt", "placeholder"];
    const read = [document.title];
    const walk = (node) => {
        if (node.nodeType === Node.TEXT_NODE) {
            const element = node.parentElement ?? node.parentNode.host;
            const seen = element.checkVisibility({ visibilityProperty: true });
            if (seen && node.data.trim()) read.push(node.data);
            return;
        }
        if (node.matches?.(elsewhere)) return;
        if (node.checkVisibility?.({ visibilityProperty: true })) {
            read.push(...attributes.map((name) => node.getAttribute(name) ?? "").filter(Boolean));
        }
        if (node.shadowRoot) walk(node.shadowRoot);
        node.childNodes.forEach(walk);
    };
    walk(document.body);
    return read;
}"""
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
ENGLISH = re.compile(r"[A-Za-z](?:[\w'’-]*[A-Za-z])", re.ASCII)
LAYER = re.compile(r"^\w+(?=\s\s)")  # its name, before what it gives
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# What is called the same in every language: names, abbreviations, units, keys of a keyboard, and addresses.
NAMES = {"Siamese", "Playground", "Streamlit", "Keras", "MNIST", "Adam", "RMSprop", "Koch", *DESIGNS}
NAMES |= {
    "PCA",
    "t-SNE",
    "ROC",
    "DET",
    "AUC",
    "EER",
    "CSV",
    "SVG",
    "MB",
    "ms",
    "Shift",
    "Home",
    "End",
    "http",
}
DRAWN = set("大山木水火口人")  # Chinese characters that are signs
SIZES = ((1366, 768), (1024, 768), (390, 844))  # a laptop, a tablet, a phone


def in_the_other(text: str, language: str) -> list[str]:
    """What a text says in the other language."""
    if language == "en":
        return [word for word in CHINESE.findall(text) if not set(word) <= DRAWN]
    return [word for word in ENGLISH.findall(LAYER.sub("", text)) if word not in NAMES]


def numbers_in(texts: list[str]) -> Counter[str]:
    return Counter(number for text in texts for number in NUMBER.findall(text))


def change_language(page: Page) -> None:
    """Presses the button in the corner, and waits until the page speaks the other language."""
    before = page.locator("html").get_attribute("lang") or ""
    page.locator(".st-key-other_language button").click()
    expect(page.locator("html")).not_to_have_attribute("lang", before, timeout=30_000)
    wait_until_idle(page)


def read_at_rest(page: Page) -> list[str]:
    """What is read on the page, once charts have come and what was there before has gone."""
    texts: list[str] = page.evaluate(READ)
    for _ in range(20):
        page.wait_for_timeout(300)
        before, texts = texts, page.evaluate(READ)
        if texts == before:
            break
    return texts


def cut_off(page: Page) -> Iterator[str]:
    """Texts that are cut off at the usual sizes."""
    before = page.viewport_size
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        for fault in page.evaluate("everyone.cut_off_texts()"):
            yield f"{width}x{height}: {fault}"
    assert before is not None
    page.set_viewport_size(before)


def read_in_both(page: Page) -> dict[str, tuple[list[str], list[str]]]:
    """What is read in each language, and what is cut off; once more where a chart came late in one."""
    read = {}
    for _ in range(3):
        for language in LANGUAGES:
            read[language] = read_at_rest(page), list(cut_off(page))
            change_language(page)
        english, chinese = (numbers_in(texts) for texts, _ in read.values())
        if english == chinese:
            break
    return read


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: Path(lesson.file).stem)
def test_a_page_speaks_one_language_and_says_the_same_numbers(
    browser: Browser, app: str, lesson: Lesson
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 3000})
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(SCRIPT)
    faults: list[str] = []
    for state in states(page, app, lesson, "matchnet"):
        read = read_in_both(page)
        for language, (texts, cut) in read.items():
            words = {word: text for text in texts for word in in_the_other(text, language)}
            faults += [f"{language}, {state}: {word} in “{text}”" for word, text in words.items()]
            faults += [f"{language}, {state}: {fault}" for fault in cut]
        english, chinese = (numbers_in(texts) for texts, _ in read.values())
        if english != chinese:
            faults.append(f"{state}: {dict(english - chinese)} only in English,")
            faults.append(f"{state}: {dict(chinese - english)} only in Chinese")
    page.close()
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_a_change_of_the_language_keeps_drawings_choices_and_the_page(browser: Browser, app: str) -> None:
    page = browser.new_page(locale="zh-CN")
    open_page(page, f"{app}/?design=matchnet&sharing=unshared&lang=en")
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    distance, title = text_of(page, "distance"), page.title()
    before = numbers_in([text_of(page, "playground")])
    change_language(page)
    assert page.locator("html").get_attribute("lang") == TAGS["zh"]
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile("[\u4e00-\u9fff]"))
    assert page.title() != title
    assert numbers_in([text_of(page, "distance")]) == numbers_in([distance])
    assert numbers_in([text_of(page, "playground")]) == before
    assert "design=matchnet&sharing=unshared" in page.url
    assert "lang=" not in page.url  # the browser's own language needs no word in the link
    change_language(page)
    assert "lang=en" in page.url
    assert text_of(page, "distance") == distance
    go_to(page, "Verification")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "lang=en" in page.url
    page.close()


def test_what_students_write_is_no_word_of_streamlits(page: Page, app: str) -> None:
    open_page(page, f"{app}/?lang=zh")
    page.evaluate("""() => {
        const named = (name) => `<b title="${name}">x</b>`;
        const place = document.querySelector("[data-testid=stMainBlockContainer]");
        place.insertAdjacentHTML("beforeend", "<i data-testid=stHtml>" + named("Open") + "</i>");
        for (const name of ["constructor", "__proto__", "Open: it"]) {
            place.insertAdjacentHTML("beforeend", named(name));
        }
    }""")
    page.locator("b[title='打开：it']").wait_for(state="attached")
    titles = page.locator("b[title]").evaluate_all("all => all.map((each) => each.title)")
    assert titles == ["Open", "constructor", "__proto__", "打开：it"]
