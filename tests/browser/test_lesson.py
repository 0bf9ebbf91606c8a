"""The lesson of docs/classroom.md from its start to its end: ten students without a browser, one on a laptop
and one on a phone, and the teacher's board.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.drawings import new_drawing
from pages.parts.board.words import PARTS, PREDICTED
from pages.parts.quiz.progress import ANSWER, CODES
from pages.parts.shared.classroom.question_titles import TITLES
from pages.parts.shared.classroom.records import BEST
from pages.parts.shared.classroom.student import COOKIE
from pages.parts.shared.drawing import SIDES
from pages.parts.shared.lessons import LESSONS
from siamese_core.hands import load_hands
from tests.browser.driver import (
    ONE,
    SEVEN,
    draw,
    draw_by_finger,
    go_on_with,
    go_to,
    open_page,
    predict,
    wait_until_idle,
)
from tests.browser.test_in_the_hand import held
from tests.server.boards import AS_TEACHER, KEY, ON_BOARD, cards_on
from tests.server.driver import Rerun, Student, run_students, running_app, student

STUDENTS = 10
Step = Callable[[Student, Random], Awaitable[object]]


@pytest.fixture
def app() -> Iterator[str]:
    """A server of this class alone."""
    with running_app(SIAMESE_TEACHER_KEY=KEY) as server:
        yield server.url


def checked(rerun: Rerun) -> None:
    assert rerun.exceptions == ()


def all_do(app: str, step: Step, path: str = "") -> None:
    """Ten students open a page, as who they were before, and do the same."""

    async def lesson() -> None:
        async with AsyncExitStack() as stack:
            cookies = (f"{COOKIE}={'student':_<20}{number:02}" for number in range(STUDENTS))
            pages = (stack.enter_async_context(student(app, "", cookie, path)) for cookie in cookies)
            everyone = await asyncio.gather(*pages)
            rngs = (Random(number) for number in range(STUDENTS))  # noqa: S311  drawings need not be secret
            await asyncio.gather(*(step(someone, rng) for someone, rng in zip(everyone, rngs, strict=True)))

    run_students(lesson())


def as_teacher(app: str, step: Callable[[Student], Awaitable[object]]) -> None:
    """The teacher opens the link, and does something on the board."""

    async def lesson() -> None:
        async with student(app, AS_TEACHER, path="board") as board:
            await step(board)

    run_students(lesson())


async def predict_and_look(someone: Student, rng: Random) -> None:
    """Five pairs by other hands."""
    checked(await someone.use("predict_first"))
    for _ in range(5):
        checked(await someone.use("another_hand", rng.choice(("easy", "hard"))))
        checked(await someone.use("verdict_answer", rng.choice(("Same digit", "Different digits"))))
    assert "Pair 5 of 10" in someone.text_of("verdict")


async def show_class(someone: Student, rng: Random) -> None:
    """A pair of the student's own."""
    for side in SIDES:
        checked(await someone.draw(side, new_drawing(side, rng)))
    checked(await someone.use("post_same"))
    assert ON_BOARD.search(someone.text_of("show_class"))


async def enter_challenge(someone: Student, rng: Random) -> None:
    """Another pair, for the challenge."""
    rng.seed(rng.random())
    await show_class(someone, rng)
    assert "Challenge: the same digit, as far apart as you can." in someone.text_of("challenge")
    assert "It counts for the challenge." in someone.text_of("show_class")


async def answer_quiz(someone: Student, rng: Random) -> None:
    """All eight questions, at random."""
    for _ in CODES:
        kind, _, delta = someone.widget(ANSWER)
        options = [getattr(each, "content", each) for each in getattr(delta.new_element, kind).options]
        checked(await someone.use(ANSWER, rng.choice(options)))
        checked(await someone.use("quiz_next"))
    assert "of 8 right" in someone.text_of("quiz_score")


def show_pair(page: Page, button: str) -> None:
    """Shows the class what is on the canvases."""
    page.locator(f".st-key-{button} button").click()
    expect(page.locator(".st-key-show_class")).to_contain_text(ON_BOARD)


def visit(page: Page, title: str) -> None:
    """Goes to a page, which ends with its question."""
    go_to(page, title)
    (lesson,) = (lesson for lesson in LESSONS if lesson.title() == title)
    expect(page.locator(".st-key-way_on")).to_contain_text(lesson.closing_question())
    expect(page.get_by_text("This app has encountered an error.")).to_have_count(0)


def test_the_lesson_of_the_class_guide(page: Page, browser: Browser, app: str) -> None:
    with held(browser, app, 390, 844) as phone:
        # Join; you or the twins?
        open_page(page, app)
        all_do(app, predict_and_look)

        # Fool the twins, and show the class
        draw(page, "left", ONE)
        draw(page, "right", SEVEN)
        show_pair(page, "post_different")
        for side, hand in zip(SIDES, (load_hands()[0], load_hands()[-1]), strict=True):
            draw_by_finger(phone, side, hand.strokes)
        show_pair(phone, "post_same")
        all_do(app, show_class)

        async def see_all(board: Student) -> None:
            assert len(cards_on(board)) == STUDENTS + 2
            checked(await board.use("challenge_start"))

        as_teacher(app, see_all)

        # A challenge
        for each in (page, phone):
            expect(each.locator(".st-key-challenge")).to_contain_text("Best distance so far", timeout=20_000)
        show_pair(phone, "post_same")
        expect(phone.locator(".st-key-show_class")).to_contain_text("It counts for the challenge.")
        all_do(app, enter_challenge)

        async def end_challenge(board: Student) -> None:
            checked(await board.use("challenge_stop"))
            await board.follow_until(lambda: len(cards_on(board, "best")) == BEST)
            values = [float(card["value"].removeprefix("distance ")) for card in cards_on(board, "best")]
            assert values == sorted(values, reverse=True)

        as_teacher(app, end_challenge)
        expect(phone.locator(".st-key-show_class")).to_contain_text("The challenge is over.", timeout=20_000)

    # The other pages, on the laptop
    visit(page, "Weight sharing")
    predict(page, "predict_same", "0 shared, more unshared")
    visit(page, "Contrastive loss")
    predict(page, "margin_prediction", "it grows")
    visit(page, "Training")
    page.locator(".st-key-train button").click()
    wait_until_idle(page)
    visit(page, "Embedding map")
    predict(page, "map_prediction", "in two different groups")
    visit(page, "Verification")
    predict(page, "threshold_prediction", "both")

    # The quiz, and what the board says of it
    visit(page, "Quiz")
    page.locator(f".st-key-{ANSWER} [role=radio]").first.click()
    expect(page.locator(".st-key-quiz_found")).to_be_visible()
    all_do(app, answer_quiz, "quiz")
    visit(page, "Class board")
    expect(page.locator(".st-key-best .post")).to_have_count(BEST)
    go_on_with(page, "board_part", PARTS[PREDICTED]())
    posts = page.locator(".st-key-posts")
    expect(posts).to_contain_text("Hardest in the quiz")
    for code in ("verdict", "predict_same", "threshold_prediction", *CODES):
        expect(posts).to_contain_text(TITLES[code]())
