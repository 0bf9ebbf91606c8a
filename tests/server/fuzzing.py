"""Strangers who send the server what no browser does, to break the class board; and what it must look like
after them.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from html import unescape
from itertools import product
from random import Random
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.drawings import new_drawing
from pages.parts.board.words import FOOLED, SAID, VERDICTS
from pages.parts.shared.classroom.student import COOKIE
from pages.parts.shared.drawing import SIDES, accepted
from pages.parts.shared.examples import Drawing
from pages.parts.shared.numbers import decided_by, deciding, number
from siamese_core import DESIGNS, load_twins, looks_familiar, rasterize
from siamese_core.designs import SHARINGS
from siamese_core.strokes import DrawingError
from tests.server.boards import KEY, ON_BOARD, Pair, cards_on, lines_of, tap
from tests.server.driver import Rerun, Student, student

STRANGERS = 20
NAME = r"\*\*([a-z]+ [a-z]+(?: \d+)?)\*\*"  # of a student, in what the home page says
ALL_TWINS = list(product(DESIGNS, SHARINGS))

ABSURD: list[Any] = [
    None,
    True,
    0,
    -1,
    1e308,
    -99_999.5,
    float("nan"),
    float("inf"),
    "",
    "\ud800",
    "<script>alert(1)</script>",
    2_000 * "9",
    [],
    {},
    [[[[]]]],
    {"objects": [{"path": []}]},
    50 * "[" + 50 * "]",
]
TEXTS = [  # for the hidden fields and whatever takes text
    "",
    "null",
    "a",
    "a null",
    "a []",
    'a [{"type": "Path"}]',
    f"a {10_000 * '['}",
    f"a {5_000 * '7'}",
    'a [{"type": "Path", "path": [["M", 1e999, 0]]}]',
    "http://elsewhere.example",
    "javascript:alert(1)",
    30_000 * "x",
    "\0\N{RIGHT-TO-LEFT OVERRIDE}\N{PILE OF POO}",
]
KEYS = ["", "x", KEY[:-1], f"{KEY}x", KEY.upper(), "%00", "%F0%9F%92%A9", 3_000 * "k", "teacher", "None"]
COOKIES = ["", "x", 22 * "a", 22 * "=", 3_000 * "a", '"', "%00", "../../..", 18 * "0", 'a"; teacher=1']
INTERNAL: dict[str, Any] = {  # what the app keeps of a session, as if it were widgets
    "is_teacher": True,
    "student_token": 22 * "a",
    "post_note": "On the board",
    "teacher_note": "x",
    "left_drawing": "{}",
    "other_hands": "[]",
    "verdict_about": "x",
    "board_seen": "x",
    "class_seen": "x",
    "reported": "x",
    "entered_through_app": False,
}
BEFORE_THE_APP = {"pretend"}  # what Streamlit may end the sender's page for, before the app sees it


@dataclass(frozen=True)
class Posted:
    """What a student showed the class, and with which twins."""

    name: str
    drawings: tuple[Drawing, Drawing]
    said: bool
    twins: tuple[str, str]


@dataclass
class Found:
    """What strangers saw, and what they really posted, by its drawings as a board shows them."""

    messages: int = 0
    exceptions: list[str] = field(default_factory=list)
    refused_by_streamlit: int = 0
    seconds: list[float] = field(default_factory=list)
    posted: dict[Pair, Posted] = field(default_factory=dict)

    def note(self, what: str, rerun: Rerun) -> None:
        """Counts a message, and keeps what the page showed in place of itself."""
        self.messages += 1
        self.seconds.append(rerun.seconds)
        if what in BEFORE_THE_APP:
            self.refused_by_streamlit += bool(rerun.exceptions)
        else:
            self.exceptions += [f"{what}: {message}" for message in rerun.exceptions]


class Stranger:
    """A student who sends anything at all."""

    def __init__(self, page: Student, twins: tuple[str, str], rng: Random, of_teacher: list[Any]) -> None:
        self.page, self.twins, self.rng, self.of_teacher = page, twins, rng, of_teacher
        self.found = Found()
        self.is_at_home = True
        self.name = re.findall(NAME, page.text_of("show_class"))[0]
        self.drawings: dict[str, Drawing] = {}  # side -> what the app took for a drawing last

    async def act(self) -> None:
        """Sends one message."""
        acts = [*EVERYWHERE, *(AT_HOME if self.is_at_home else AT_BOARD)]
        act = self.rng.choice(acts)
        rerun = await act(self)
        self.found.note(act.__name__, rerun)
        if rerun.exceptions:
            await self.page.run()  # as after a reload

    async def draw(self) -> Rerun:
        side = self.rng.choice(SIDES)
        self.drawings[side] = new_drawing(side, self.rng)
        return await self.page.draw(side, self.drawings[side])

    async def bend(self) -> Rerun:
        """A drawing with something in it that is none."""
        side = self.rng.choice(SIDES)
        raw = bent(new_drawing(side, self.rng), self.rng)
        with suppress(DrawingError):
            self.drawings[side] = accepted(json.loads(json.dumps(raw)))
        return await self.page.draw(side, raw)

    async def send_state(self) -> Rerun:
        """Something in place of a drawing. The canvas may be as it was opened, so it is drawn on anew."""
        side = self.rng.choice(SIDES)
        self.found.note("state", await self.page.send(side, json.dumps(self.rng.choice(ABSURD))))
        self.drawings[side] = new_drawing(side, self.rng)
        return await self.page.draw(side, self.drawings[side])

    async def post(self) -> Rerun:
        said = self.rng.random() < 0.5
        button = "post_same" if said else "post_different"
        await self.page.follow_until(lambda: self.page.has(button))
        rerun = await self.page.use(button)
        if ON_BOARD.search(self.page.text_of("show_class")):
            drawings = self.drawings["left"], self.drawings["right"]
            self.found.posted[lines_of(drawings)] = Posted(self.name, drawings, said, self.twins)
        return rerun

    async def reopen(self) -> Rerun:
        """Another text in a hidden field. The drawing may be gone with it, so there is a new one."""
        side = self.rng.choice(SIDES)
        self.found.note("opening", await self.page.use(f"{side}_opening", self.rng.choice(TEXTS)))
        self.found.note("clear", await self.page.use(f"{side}_clear"))
        self.drawings[side] = new_drawing(side, self.rng)
        return await self.page.draw(side, self.drawings[side])

    async def teach(self) -> Rerun:
        """Uses something that only the teacher has."""
        widget, travels_as, values = self.rng.choice(self.of_teacher)
        self.page.widgets[widget] = travels_as, self.rng.choice(values)
        rerun = await self.page.run()
        self.page.widgets.pop(widget, None)
        return rerun

    async def pretend(self) -> Rerun:
        """Sends what the app keeps of a session as the value of a widget, from a page of its own."""
        name, value = self.rng.choice([*INTERNAL.items()])
        async with student(self.page.url, path="board") as another:
            another.widgets[name] = ("bool_value" if isinstance(value, bool) else "string_value"), value
            rerun = await another.run()
            if is_of_teacher(another):
                self.found.exceptions.append(f"A page that sent {name} became the teacher's.")
        return rerun

    async def tap_card(self) -> Rerun:
        cards = cards_on(self.page)
        number = self.rng.choice([*ABSURD, *(card["number"] for card in cards)])
        return await tap(self.page, "newest", number) if cards else await self.page.run()

    async def choose_part(self) -> Rerun:
        await self.page.follow_until(lambda: self.page.has("board_part"))
        return await self.page.use("board_part", self.rng.choice(TEXTS))

    async def try_key(self) -> Rerun:
        self.page.query = f"teacher={self.rng.choice(KEYS)}&{query_of(self.twins)}"
        return await self.page.run()

    async def clear_cache(self) -> Rerun:
        message = BackMsg()
        message.clear_cache = True
        await self.page.socket.send(message.SerializeToString())
        return await self.page.run()

    async def go(self) -> Rerun:
        self.is_at_home = not self.is_at_home
        return await self.page.go_to("" if self.is_at_home else "board")

    async def come_anew(self) -> Rerun:
        """Opens a page with a cookie that the app never gave."""
        cookie = f"{COOKIE}={self.rng.choice(COOKIES)}"
        path = self.rng.choice(("", "board"))
        async with student(self.page.url, query_of(self.twins), cookie, path) as another:
            return another.opened


def is_of_teacher(board: Student) -> bool:
    """Whether a board has the teacher's part."""
    return any(delta.add_block.id.endswith("-teacher") for delta in board.shown.values())


Act = Callable[[Stranger], Awaitable[Rerun]]
AT_HOME: list[Act] = [Stranger.draw, Stranger.draw, Stranger.bend, Stranger.bend, Stranger.send_state]
AT_HOME += [Stranger.post, Stranger.post, Stranger.reopen]
AT_BOARD: list[Act] = [Stranger.tap_card, Stranger.choose_part]
EVERYWHERE: list[Act] = [Stranger.teach, Stranger.pretend, Stranger.try_key, Stranger.clear_cache]
EVERYWHERE += [Stranger.go, Stranger.come_anew]


def bent(drawing: Drawing, rng: Random) -> Any:
    """A drawing with one thing in it exchanged for something absurd."""
    copy = json.loads(json.dumps(drawing))
    inner: list[tuple[Any, Any]] = [(copy, name) for name in copy]
    stroke = rng.choice(copy["objects"])
    inner += [(stroke, name) for name in stroke]
    inner += [(stroke["path"], place) for place in range(len(stroke["path"]))]
    command = rng.choice(stroke["path"])
    inner += [(command, place) for place in range(len(command))]
    holder, place = rng.choice(inner)
    holder[place] = rng.choice(ABSURD)
    if rng.random() < 0.1:
        copy["objects"] = rng.choice((30, 101, 130)) * [stroke]
    return copy


def query_of(twins: tuple[str, str]) -> str:
    """The part of a link that chooses them."""
    return f"design={twins[0]}&sharing={twins[1]}"


def what_only_the_teacher_has(teacher: Student) -> list[tuple[str, str, list[Any]]]:
    """The id of each widget of the teacher's that the board shows now, how its value travels, and values."""
    fields: dict[str, tuple[str, list[Any]]] = {
        "challenge_kind": ("string_array_value", [["Different digits, close"], ["x"], []]),
        "challenge_time": ("string_value", ["1 minute", "x"]),
        **{
            key: ("trigger_value", [True])
            for key in ("challenge_start", "challenge_stop", "board_fill", "board_clear")
        },
        **{
            f"switch_{name}": ("bool_value", [True, False])
            for name in ("names_shown", "count_shown", "paused")
        },
        "class_address": ("string_value", TEXTS),
    }
    return [(teacher.widget(key)[1], *field) for key, field in fields.items() if teacher.has(key)]


async def fuzz(url: str, teacher: Student, messages: int, seed: int = 1) -> Found:
    """Strangers send so many messages in all, some of which show the class a pair as everybody may.

    `teacher`: who has the board open, with names shown.
    """
    of_teacher = what_only_the_teacher_has(teacher)
    async with AsyncExitStack() as stack:
        strangers = []
        for number in range(STRANGERS):
            twins = ALL_TWINS[number % len(ALL_TWINS)]
            cookie = f"{COOKIE}={'stranger':_<19}{number:03}"
            page = await stack.enter_async_context(student(url, query_of(twins), cookie))
            strangers.append(Stranger(page, twins, Random(STRANGERS * seed + number), of_teacher))  # noqa: S311  it need not be secret

        async def send(stranger: Stranger) -> None:
            for side in SIDES:
                stranger.drawings[side] = new_drawing(side, stranger.rng)
                stranger.found.note("draw", await stranger.page.draw(side, stranger.drawings[side]))
            while stranger.found.messages < messages / STRANGERS:
                await stranger.act()

        await asyncio.gather(*map(send, strangers))
    found = Found()
    for stranger in strangers:
        found.messages += stranger.found.messages
        found.exceptions += stranger.found.exceptions
        found.refused_by_streamlit += stranger.found.refused_by_streamlit
        found.seconds += stranger.found.seconds
        found.posted |= stranger.found.posted
    return found


@dataclass(frozen=True)
class Kept:
    """A pair on the page that a teacher keeps."""

    pair: Pair
    lines: tuple[str, ...]


def kept_posts(page: str) -> list[Kept]:
    """All pairs on it, the newest first."""
    _, _, all_pairs = page.rpartition("<h2>")
    figures = re.findall(r"<figure.*?</figure>", all_pairs, re.DOTALL)
    kept = []
    for figure in figures:
        left, right = re.findall(r" d='([^']*)'", figure)
        caption = re.search("<figcaption>(.*)</figcaption>", figure, re.DOTALL)
        lines = caption[1].split("<br>") if caption else []
        kept.append(Kept((left, right), tuple(unescape(re.sub("<[^>]*>", "", line)) for line in lines)))
    return kept


def faults(found: Found, page: str) -> Iterator[str]:
    """What is wrong with a board, as the page that a teacher keeps shows it."""
    kept = kept_posts(page)
    for post in kept:
        if post.pair not in found.posted or not says(post, found.posted[post.pair]):
            yield f"Nobody posted this, or the twins say something else: {post.lines}"
    missing = found.posted.keys() - {post.pair for post in kept}
    if missing:
        yield f"{len(missing)} pairs are no longer on the board."


def says(kept: Kept, posted: Posted) -> bool:
    """Whether the page says of a pair what the twins make of its strokes, and who showed it."""
    twins = load_twins(posted.twins[0], shared=posted.twins[1] == "shared")
    pictures = [*map(rasterize, posted.drawings)]
    compared = twins.compare(*pictures)
    are_digits = all(looks_familiar(twins, side, each) for side, each in zip(SIDES, pictures, strict=True))
    first, *others = kept.lines
    return (
        first == f"{VERDICTS[compared.same]()} {decided_by(twins)} {number(deciding(compared))}"
        and {SAID[posted.said](), posted.name} <= {*others}
        and (FOOLED() in others) == (are_digits and posted.said != compared.same)
    )
