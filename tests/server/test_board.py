"""A class and its board: what one posts all see, what the teacher alone can do, and strangers who try to
break it.
"""

import asyncio
import csv
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from io import StringIO
from random import Random

import pytest

from benchmarks.drawings import new_drawing
from pages.parts.board.words import FOOLED, PARTS, VERDICTS
from pages.parts.shared.classroom.records import BEST, PAUSE
from pages.parts.shared.classroom.student import COOKIE
from pages.parts.shared.classroom.teacher import WRONG_KEYS
from pages.parts.shared.drawing import SIDES
from pages.parts.shared.numbers import number
from siamese_core import load_twins, rasterize
from tests.server.boards import AS_TEACHER, KEY, Pair, cards_on, pair_of, pairs_on, tap
from tests.server.driver import Rerun, Server, Student, run_students, running_app, student
from tests.server.fuzzing import NAME, faults, fuzz, is_of_teacher, kept_posts, what_only_the_teacher_has

CLASS = 40


@pytest.fixture(scope="module")
def of_class() -> Iterator[Server]:
    """A server with a key that is known, for all tests that do not fill its board."""
    with running_app(SIAMESE_TEACHER_KEY=KEY) as server:
        yield server


@asynccontextmanager
async def teacher(server: Server) -> AsyncIterator[Student]:
    """The teacher's board, with nothing on it."""
    async with student(server.url, AS_TEACHER, path="board") as someone:
        assert someone.opened.exceptions == ()
        await someone.use("board_clear")
        for switch, is_on in (("names_shown", False), ("count_shown", True), ("paused", False)):
            await someone.use(f"switch_{switch}", is_on)
        yield someone


async def draw(someone: Student, left: str = "", right: str = "", seed: int = 1) -> None:
    """Two digits, any if none are named, as nobody has drawn them before."""
    rng = Random(seed)  # noqa: S311  drawings need not be secret
    for side, digit in zip(SIDES, (left, right), strict=True):
        assert (await someone.draw(side, new_drawing(side, rng, digit))).exceptions == ()


async def show(someone: Student, button: str) -> str:
    """Shows the class the pair. Returns what the page says then."""
    assert (await someone.use(button)).exceptions == ()
    return someone.text_of("show_class")


def name_of(someone: Student) -> str:
    """The name that the app gave."""
    return re.findall(NAME, someone.text_of("show_class"))[0]


def distance_of(someone: Student) -> float:
    """What the twins make of a student's pair, computed here."""
    pictures = (rasterize(someone.drawn[side]) for side in SIDES)
    return load_twins("cnn_contrastive", shared=True).compare(*pictures).distance


def test_a_pair_that_one_posts_is_on_the_others_boards(of_class: Server) -> None:
    async def lesson() -> None:
        async with (
            teacher(of_class) as board,
            student(of_class.url, path="board") as other_board,
            student(of_class.url) as someone,
        ):
            assert "Draw a digit on both sides first." in await show(someone, "post_same")
            await draw(someone, "4", "9")
            assert "you fooled the twins" in await show(someone, "post_same")
            for each in (board, other_board):
                await each.follow_until(lambda each=each: pair_of(someone) in pairs_on(each))
                (card,) = cards_on(each)
                assert someone.text_of("distance") == number(distance_of(someone))
                assert card["value"] == f"distance {number(distance_of(someone))}"
                assert (card["same"], card["fooled"], card["name"]) == (False, True, "")

            await asyncio.sleep(PAUSE)
            assert "the twins were right" in await show(someone, "post_different")  # it was 4 and 9 after all
            await other_board.follow_until(lambda: not cards_on(other_board)[0]["fooled"])
            assert len(cards_on(other_board)) == 1

    run_students(lesson())


def test_a_board_that_stands_still_gets_no_elements(of_class: Server) -> None:
    async def lesson() -> list[Rerun]:
        async with teacher(of_class), student(of_class.url, path="board") as board:
            async for _ in board.follow(1.5):
                pass
            return [run async for run in board.follow(4)]

    runs = run_students(lesson())
    assert 2 <= len(runs) <= 4
    assert {run.elements for run in runs} == {0}


def test_a_class_opens_the_board_at_once_and_each_of_its_parts(of_class: Server) -> None:
    async def lesson() -> None:
        async with teacher(of_class) as board, AsyncExitStack() as stack:
            await board.use("board_fill")
            pages = (stack.enter_async_context(student(of_class.url, path="board")) for _ in range(CLASS))
            everyone = await asyncio.gather(*pages)
            assert {someone.opened.exceptions for someone in everyone} == {()}
            for part in (*list(PARTS.values())[1:], *list(PARTS.values())[:1]):
                reruns = await asyncio.gather(*(someone.use("board_part", part()) for someone in everyone))
                assert {rerun.exceptions for rerun in reruns} == {()}
            assert {len(cards_on(someone)) for someone in everyone} == {12}
            assert len({str(cards_on(someone)) for someone in everyone}) == 1

    run_students(lesson())


def test_a_teachers_controls_follow_a_challenge(of_class: Server) -> None:
    async def lesson() -> None:
        async with teacher(of_class) as one, teacher(of_class) as other:
            await one.use("challenge_start")
            await other.follow_until(lambda: other.has("challenge_stop"))
            await one.use("challenge_stop")
            await other.follow_until(lambda: other.has("challenge_start"))

    run_students(lesson())


def test_names_are_shown_when_the_teacher_shows_them(of_class: Server) -> None:
    async def lesson() -> None:
        async with (
            teacher(of_class) as board,
            student(of_class.url, path="board") as other_board,
            student(of_class.url) as someone,
        ):
            name = name_of(someone)
            await draw(someone, "4", "9")
            await show(someone, "post_different")
            await other_board.follow_until(lambda: len(cards_on(other_board)) == 1)
            assert cards_on(other_board)[0]["name"] == ""
            assert name not in str(other_board.shown)
            await board.use("switch_names_shown", True)
            await other_board.follow_until(lambda: cards_on(other_board)[0]["name"] == name)

    run_students(lesson())


def test_a_reload_brings_name_and_posts_back(of_class: Server) -> None:
    async def lesson() -> None:
        cookie = f"{COOKIE}=abcdefghijklmnopqrstuv"
        async with teacher(of_class):
            async with student(of_class.url, cookie=cookie) as someone:
                name = name_of(someone)
                await draw(someone, "4", "9")
                await show(someone, "post_same")
            async with student(of_class.url, cookie=cookie) as again, student(of_class.url) as another:
                assert name_of(again) == name != name_of(another)
                assert "1 on the board so far, 1 of them fooled the twins" in again.text_of("show_class")
                assert "on the board so far" not in another.text_of("show_class")

    run_students(lesson())


def test_two_sessions_with_one_token_are_one_student(of_class: Server) -> None:
    async def lesson() -> list[str]:
        cookie = f"{COOKIE}=one_token_two_sessions"
        async with (
            teacher(of_class),
            student(of_class.url, cookie=cookie) as laptop,
            student(of_class.url, cookie=cookie) as phone,
        ):
            assert name_of(laptop) == name_of(phone)
            await draw(laptop, "4", "9")
            await draw(phone, "3", "8")
            said = await asyncio.gather(show(laptop, "post_same"), show(phone, "post_same"))
            await asyncio.sleep(PAUSE)
            said.append(await show(phone, "post_different"))
            return said

    together = run_students(lesson())
    assert sorted("One post every two seconds" in said for said in together[:2]) == [False, True]
    assert "On the board:" in together[2]


def test_a_challenge_from_its_start_to_its_end(of_class: Server) -> None:
    async def lesson() -> None:
        async with AsyncExitStack() as stack:
            board = await stack.enter_async_context(teacher(of_class))
            screen = await stack.enter_async_context(student(of_class.url, path="board"))
            other, *everyone = [
                await stack.enter_async_context(student(of_class.url)) for _ in range(BEST + 3)
            ]
            await board.use("challenge_kind", "Same digit, far apart")
            assert (await board.use("challenge_start")).exceptions == ()
            task = "the same digit, as far apart as you can"
            await everyone[0].follow_until(lambda: task in everyone[0].text_of("show_class"))
            entered: dict[Pair, float] = {}
            for seed, someone in enumerate(everyone):
                await draw(someone, seed=seed)
                assert "It counts for the challenge." in await show(someone, "post_same")
                entered[pair_of(someone)] = distance_of(someone)
            own = number(distance_of(everyone[-1]))
            await everyone[-1].follow_until(lambda: f"yours {own}" in everyone[-1].text_of("challenge"))
            await draw(other, seed=len(everyone))
            assert "It does not count for the challenge" in await show(other, "post_different")

            await board.use("challenge_stop")
            await screen.follow_until(lambda: len(cards_on(screen, "best")) == BEST)
            ranked = sorted(entered, key=lambda pair: -entered[pair])
            assert pairs_on(screen, "best") == ranked[:BEST]
            await tap(board, "best", cards_on(screen, "best")[0]["number"])
            await screen.follow_until(lambda: pairs_on(screen, "best") == ranked[1 : BEST + 1])
            await board.use("challenge_away")
            await screen.follow_until(lambda: not cards_on(screen, "best"))

    run_students(lesson())


def test_the_teacher_pauses_posting_and_clears_the_board(of_class: Server) -> None:
    async def lesson() -> None:
        async with teacher(of_class) as board, student(of_class.url) as someone:
            await draw(someone, "4", "9")
            await board.use("switch_paused", True)
            assert "Your teacher has paused posting." in await show(someone, "post_same")
            await board.use("switch_paused", False)
            await someone.follow_until(lambda: "paused" not in someone.text_of("show_class"))
            assert "On the board:" in await show(someone, "post_same")
            await board.follow_until(lambda: len(cards_on(board)) == 1)
            await board.use("board_clear")
            await board.follow_until(lambda: not cards_on(board))

    run_students(lesson())


def test_files_hold_what_the_board_holds(of_class: Server) -> None:
    async def lesson() -> None:
        async with teacher(of_class) as board, student(of_class.url) as someone:
            assert [*csv.reader(StringIO(await board.download("download_csv")))][1:] == []
            name = name_of(someone)
            await draw(someone, "4", "9")
            await show(someone, "post_same")
            await board.use("switch_names_shown", True)
            (row,) = csv.DictReader(StringIO(await board.download("download_csv")))
            assert float(row["distance"]) == pytest.approx(distance_of(someone), abs=1e-6)
            assert (row["student"], row["twins say"], row["student says"], row["fooled"]) == (
                name,
                "different",
                "same",
                "1",
            )
            (kept,) = kept_posts(await board.download("download_html"))
            assert kept.pair == pair_of(someone)
            assert kept.lines[0] == f"{VERDICTS[False]()} distance {number(distance_of(someone))}"
            assert {name, FOOLED()} <= {*kept.lines}

    run_students(lesson())


def test_strangers_break_nothing() -> None:
    async def lesson(server: Server) -> None:
        async with teacher(server) as board:
            await board.use("switch_names_shown", True)
            found = await fuzz(server.url, board, 400)
            assert found.exceptions == []
            assert len(found.posted) > 10
            await board.run()
            assert [*faults(found, await board.download("download_html"))] == []
            assert len(kept_posts(await board.download("download_html"))) >= len(found.posted)
            with pytest.raises(LookupError):
                board.text_of("running")  # no stranger has started a challenge
            switches = {
                delta.new_element.checkbox.label: delta.new_element.checkbox.value
                for delta in board.shown.values()
                if delta.new_element.WhichOneof("type") == "checkbox"
            }
            assert switches == {"Show names": True, "Show how many students": True, "Pause posting": False}

    with running_app(SIAMESE_TEACHER_KEY=KEY) as server:
        run_students(lesson(server))


def test_no_stranger_can_use_what_the_teacher_has(of_class: Server) -> None:
    async def lesson() -> None:
        async with (
            teacher(of_class) as board,
            student(of_class.url) as someone,
            student(of_class.url, path="board") as stranger,
        ):
            await draw(someone, "4", "9")
            await show(someone, "post_same")
            await stranger.follow_until(lambda: len(cards_on(stranger)) == 1)
            await board.use("challenge_start")
            assert board.has("challenge_stop")
            for widget, travels_as, values in what_only_the_teacher_has(board):
                for value in values:
                    stranger.widgets[widget] = travels_as, value
                    await stranger.run()
            await tap(stranger, "newest", cards_on(stranger)[0]["number"])
            assert len(pairs_on(stranger)) == 1
            assert not is_of_teacher(stranger)
            await board.run()
            assert [(card["hidden"], card["name"]) for card in cards_on(board)] == [(False, "")]
            assert "Challenge: the same digit" in board.text_of("running")

    run_students(lesson())


def test_ten_wrong_keys_make_the_eleventh_wait() -> None:
    async def lesson(server: Server) -> None:
        async with teacher(server) as inside:
            for _ in range(WRONG_KEYS):
                async with student(server.url, "teacher=wrong", path="board") as stranger:
                    assert "This is not the teacher’s key." in alerts(stranger)
                    assert not is_of_teacher(stranger)
            for query in ("teacher=wrong", AS_TEACHER):
                async with student(server.url, query, path="board") as late:
                    assert "That was the wrong key too often." in alerts(late)
                    assert not is_of_teacher(late)
            await inside.run()
            assert is_of_teacher(inside)
            assert "teacher" not in inside.query

    with running_app(SIAMESE_TEACHER_KEY=KEY) as server:
        run_students(lesson(server))


def alerts(someone: Student) -> str:
    """The messages on a page."""
    return " ".join(delta.new_element.alert.body for delta in someone.shown.values())


def test_no_message_to_the_class_holds_a_key_or_a_token(of_class: Server) -> None:
    async def lesson() -> None:
        token = 22 * "t"
        async with (
            teacher(of_class),
            student(of_class.url, cookie=f"{COOKIE}={token}") as someone,
            student(of_class.url, path="board") as board,
        ):
            await draw(someone, "4", "9")
            await show(someone, "post_same")
            await board.follow_until(lambda: len(cards_on(board)) == 1)
            assert token not in str(board.shown)
            assert KEY not in str(board.shown)

    run_students(lesson())
