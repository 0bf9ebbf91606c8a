"""The page on training, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from tests.browser.driver import ONE, SEVEN, draw, go_to, open_page, text_of, wait_until_idle
from tests.browser.test_in_the_hand import held

SPREAD = """root => {
    const { player } = root, chosen = player.maps[0].places.at(-1), x = chosen.filter((_, i) => i % 2 === 0);
    return Math.max(...x) - Math.min(...x);
}"""


def player(page: Page) -> Locator:
    return page.locator(".st-key-player .player")


def slider(page: Page) -> Locator:
    return page.locator(".st-key-player input[type=range]")


def moment(page: Page) -> int:
    return int(slider(page).input_value())


def choose(page: Page, name: str, option: str) -> None:
    page.locator(f".st-key-train_{name}").get_by_role("combobox").click()
    page.get_by_role("option", name=option, exact=True).click()
    wait_until_idle(page)


def train(page: Page) -> None:
    page.get_by_role("button", name="Train").click()
    page.wait_for_timeout(500)
    page.locator(".st-key-stop").wait_for(state="detached", timeout=60_000)
    wait_until_idle(page)


def test_it_opens_playing_and_ends_with_islands(page: Page, app: str) -> None:
    open_page(page, f"{app}/training")
    expect(player(page).locator("canvas").first).to_be_visible()
    expect(page.locator(".st-key-player .moment")).to_have_text(
        re.compile(r"after 1,500 of 1,500 steps"), timeout=30_000
    )
    assert float(re.findall(r"([\d.]+)%", text_of(page, "unseen_accuracy"))[0]) >= 90
    assert "Islands." in text_of(page, "happened")


def test_stepping_moves_the_curves_and_the_slow_motion_too(page: Page, app: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # it opens at the end and stands still
    open_page(page, f"{app}/training")
    slider(page).focus()
    page.keyboard.press("Home")
    expect(page.locator(".st-key-player .moment")).to_have_text(re.compile("after 0 of 1,500"))
    charts = page.locator(".st-key-training_curves svg[role=img]")
    expect(charts).to_have_count(4)
    expect(charts.first).to_have_attribute("aria-label", re.compile("after 0 steps"))
    slow_motion = page.locator(".st-key-slow_motion svg[role=img]").first
    slow_motion.scroll_into_view_if_needed()
    expect(slow_motion).to_have_attribute("aria-label", re.compile("After 0 steps of training"))
    page.keyboard.press("End")
    expect(charts.first).to_have_attribute("aria-label", re.compile("after 1,500 steps"))
    expect(slow_motion).to_have_attribute("aria-label", re.compile("After 1,500 steps of training"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".st-key-player .moment")).to_have_text(re.compile("after 1,325 of 1,500"))


def test_same_pairs_alone_end_in_one_point_as_predicted(page: Page, app: str) -> None:
    open_page(page, f"{app}/training")
    spread = player(page).evaluate(SPREAD)
    choose(page, "pairs", "only same")
    page.get_by_text("all in one point", exact=True).click()
    wait_until_idle(page)
    train(page)
    assert "Everything in one point." in text_of(page, "happened")
    assert "Right:" in text_of(page, "prediction")
    assert player(page).evaluate(SPREAD) < spread / 10
    assert "pairs=same" in page.url


def test_the_drawn_pair_travels_along(page: Page, app: str) -> None:
    open_page(page, app)
    draw(page, "left", ONE)
    draw(page, "right", SEVEN)
    go_to(page, "Training")
    expect(page.locator(".st-key-player .legend .own")).to_contain_text(
        "(your pair), joined by their distance"
    )
    expect(page.locator(".st-key-training_curves")).to_contain_text("Distance of your pair")


def test_each_branch_has_a_map_of_its_own(page: Page, app: str) -> None:
    open_page(page, f"{app}/training?sharing=unshared")
    page.locator(".st-key-happened").wait_for(timeout=60_000)
    wait_until_idle(page)
    expect(page.locator(".st-key-player canvas:visible")).to_have_count(2)
    expect(page.locator(".st-key-player .twin")).to_contain_text(
        re.compile(r"the branches place it \d\.\d+ apart")
    )


def test_a_training_goes_on_while_another_page_is_looked_at(page: Page, app: str) -> None:
    open_page(page, f"{app}/training")
    choose(page, "seed", "third")
    page.get_by_role("button", name="Train").click()
    go_to(page, "Verification")
    go_to(page, "Training")
    expect(page.locator(".st-key-map_of")).to_contain_text("third start", timeout=60_000)
    page.locator(".st-key-happened").wait_for(timeout=60_000)
    expect(page.locator(".st-key-train_seed input")).to_have_value("third")


def test_another_language_keeps_the_run_its_moment_and_what_is_set(page: Page, app: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{app}/training")
    choose(page, "seed", "third")
    train(page)
    choose(page, "pairs", "only same")
    page.get_by_text("all in one point", exact=True).click()
    wait_until_idle(page)
    slider(page).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-player .moment")).to_have_text("after 1 of 1,500 steps")
    shown = page.evaluate("document.siamese_moment")
    page.get_by_role("button", name="中文").click()
    expect(page.locator(".st-key-player .moment")).not_to_have_text(re.compile("after"))
    wait_until_idle(page)
    expect(page.locator(".st-key-player .moment")).to_have_text(re.compile("1/1,500"))
    assert page.evaluate("document.siamese_moment") == shown
    expect(page.locator(".st-key-train_seed input")).not_to_have_value("third")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".st-key-player .moment")).to_have_text("after 1 of 1,500 steps")
    wait_until_idle(page)
    assert page.evaluate("document.siamese_moment") == shown
    expect(page.locator(".st-key-map_of")).to_contain_text("third start")
    expect(page.locator(".st-key-train_seed input")).to_have_value("third")
    expect(page.locator(".st-key-train_pairs input")).to_have_value("only same")
    expect(page.locator(".st-key-prediction")).to_contain_text("Now press Train.")  # since it is answered


def test_what_a_run_sends_is_small(page: Page, app: str) -> None:
    sizes: list[int] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: sizes.append(len(data)))

    page.on("websocket", watch)
    open_page(page, f"{app}/training")
    choose(page, "digits", "1,000")
    sizes.clear()
    train(page)
    expect(page.locator(".st-key-happened")).to_be_visible()
    assert 50_000 < sum(sizes) < 500_000  # with code and texts; a slow machine sends a part of it twice


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 740)])
def test_a_phone_shows_the_map_with_its_player(browser: Browser, app: str, width: int, height: int) -> None:
    with held(browser, f"{app}/training", width, height) as page:
        canvas = page.locator(".st-key-player canvas").first
        expect(canvas).to_be_in_viewport(ratio=0.95)
        expect(slider(page)).to_be_in_viewport()
        play = page.locator(".st-key-player button").nth(2)
        play.tap()
        before = moment(page)
        page.wait_for_timeout(600)
        assert moment(page) == before
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
