"""The board in Redis or Valkey, which several servers share.

Three keys hold it: a document with everything but the drawings, the drawings by the numbers of their posts,
and a stamp that every change renews. Who has seen the stamp knows the document. A change is written only if
the stamp is still the one that it began with; otherwise it begins again with the document as it is now. A
server that was too slow several times reserves the next change for itself.

Nobody waits for a database that is away. One thread at a time asks it, with short timeouts; when that has
failed, all get a `BoardError` at once, and every two seconds a thread of its own asks whether it is back.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from random import SystemRandom
from secrets import token_hex
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.from_json import board_from_json
from pages.parts.shared.classroom.records import LONGEST_DRAWING, Drawings, Post
from pages.parts.shared.classroom.store import WHERE, BoardError, Result, Store
from siamese_core.strokes import read_strokes

try:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry
except ModuleNotFoundError:
    raise RuntimeError(
        f"With {WHERE} a server needs the client for Redis: pip install -r requirements-redis.txt"
    ) from None

PREFIX = "siamese:board:"
STAMP, DOCUMENT, DRAWINGS = KEYS = tuple(PREFIX + what for what in ("stamp", "document", "drawings"))
RESERVED = f"{PREFIX}reserved"  # for which server
KEPT = 12 * 60 * 60  # seconds after the last change
LONGEST_DOCUMENT = 2_000_000  # characters; 500 posts and 500 students take some 400,000

LOOK_EVERY = 0.3  # seconds: so often the database is asked, however many boards are open
LOOK_MEANWHILE = 1.0  # seconds: so old a board may be for those who come while another thread asks
CONNECT, ANSWER = 0.3, 0.7  # seconds that the database has for it
AWAY = 2.0  # seconds that it is left alone after each failure
QUEUE = 2.0  # seconds that a thread waits for the others
TRIES = 300  # of a change, where other servers are faster
RESERVE_AFTER = 3  # tries
RESERVED_FOR = 300  # milliseconds, should the server end meanwhile
LONGEST_PAUSE = 0.01  # seconds between two tries

OPTIONS = {"db", "username", "password", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname"}
NO_SUCH_PLACE = (
    f"{WHERE} cannot be used. It has to be redis://host:6379/0, rediss://host:6379/0 (encrypted) or "
    "unix:///path/to/socket?db=0, with the number of the database at its end. A name and a password stand "
    "before the host, as in redis://name:password@host:6379/0, with %2F for / and the like."
)

# Redis runs a script without running anything else meanwhile. This one returns 0 where the stamp is another
# one, or the change is reserved for another server.
WRITE = """
local reserved = redis.call('GET', KEYS[4])
if reserved and reserved ~= ARGV[7] then return 0 end
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[3])
redis.call('SET', KEYS[1], ARGV[2])
for _, number in ipairs(cjson.decode(ARGV[4])) do redis.call('HDEL', KEYS[3], number) end
for number, both in pairs(cjson.decode(ARGV[5])) do redis.call('HSET', KEYS[3], number, both) end
redis.call('DEL', KEYS[4])
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[6]) end
return 1
"""

LOG = logging.getLogger(__name__)
RANDOM = SystemRandom()


class RedisStore(Store):
    """A board that several servers share. It is gone 12 hours after its last change.

    Args:
        where: the database, as an address. Each of its numbered databases holds another board.
        clock: tells the time in seconds.

    Raises:
        RuntimeError: `where` is no such address. The message does not repeat it: it may hold a password.
    """

    def __init__(self, where: str, clock: Callable[[], float] = monotonic) -> None:
        self._redis = client_for(where)
        self._write = self._redis.register_script(WRITE)
        self._name = token_hex(8)  # of this server, among those that share the board
        self._clock = clock
        self._lock = Lock()  # held by the thread that talks with the database
        self._board, self._stamp = Board(), ""
        self._drawings: dict[int, tuple[Post, Drawings]] = {}  # those that were asked for, by number
        self._looked_at = -inf
        self._away, self._away_until = False, -inf

    def look(self) -> Board:
        self._refuse_while_away()
        age = self._clock() - self._looked_at
        if age < LOOK_EVERY or (age < LOOK_MEANWHILE and self._lock.locked()):
            return self._board
        with self._turn():
            if self._clock() - self._looked_at >= LOOK_EVERY:
                self._refresh()
            return self._board

    def change(self, what: Callable[[Board], Result]) -> Result:
        with self._turn():
            for tried in range(TRIES):
                if tried < RESERVE_AFTER or self._reserve():
                    self._refresh()
                    board = self._board.another()
                    result = what(board)
                    if board.holds_the_same_as(self._board) or self._put(board):
                        return result
                sleep(RANDOM.uniform(0, LONGEST_PAUSE))
        raise BoardError("Other servers changed the board all the time.")

    def drawings(self, number: int) -> Drawings | None:
        post = next((each for each in self.look().posts if each.number == number), None)
        if post is None:
            return None
        of, both = self._drawings.get(number, (None, None))
        if of is None or of.look != post.look:  # a database that was emptied gives its numbers again
            with self._turn(), self._talk():
                both = drawings_from(self._redis.hget(DRAWINGS, str(number)))
                if both is not None:
                    self._drawings[number] = post, both
        return both

    def _refresh(self) -> None:
        """Takes over what is in the database, where it is not known yet."""
        with self._talk():
            stamp = self._redis.get(STAMP) or ""
            if stamp != self._stamp:
                at_once = self._redis.pipeline()
                at_once.get(STAMP)
                at_once.getrange(DOCUMENT, 0, LONGEST_DOCUMENT)
                found, document = at_once.execute()
                self._keep(board_from_json(json.loads(document)) if document else Board(), found or "")
            self._looked_at = self._clock()

    def _reserve(self) -> bool:
        """Keeps other servers from changing the board for a moment; False where one of them does that."""
        with self._talk():
            new = self._redis.set(RESERVED, self._name, nx=True, px=RESERVED_FOR)
            return bool(new) or self._redis.get(RESERVED) == self._name

    def _put(self, board: Board) -> bool:
        """Writes a board; False where another server was faster, or has reserved the change."""
        on_board = {post.number for post in board.posts}
        dropped = {post.number for post in self._board.posts} - on_board
        new = {number: json.dumps(board.drawings[number]) for number in board.drawings.keys() & on_board}
        stamp = f"{board.version} {token_hex(4)}"
        try:
            texts = [as_text(each) for each in (board.as_json(), [*map(str, dropped)], new)]
        except ValueError:
            raise BoardError("A number of this board is not finite, so it could not be read again.") from None
        with self._talk():
            written = bool(self._write([*KEYS, RESERVED], [self._stamp, stamp, *texts, KEPT, self._name]))
        if written:
            self._keep(board, stamp)
        return written

    def _keep(self, board: Board, stamp: str) -> None:
        on_board = {post.number for post in board.posts}
        self._drawings = {number: known for number, known in self._drawings.items() if number in on_board}
        self._board, self._stamp = board, stamp

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Lets one thread at a time talk with the database. Raises BoardError where it is away, or where
        others take too long.
        """
        self._refuse_while_away()
        if not self._lock.acquire(timeout=QUEUE):
            raise BoardError("Others are asking for the board.")
        try:
            self._refuse_while_away()
            yield
        finally:
            self._lock.release()

    def _refuse_while_away(self) -> None:
        """Raises BoardError where the database is away, and has it asked again when it is time."""
        if self._away:
            if self._clock() >= self._away_until and self._lock.acquire(blocking=False):
                Thread(target=self._ask_again, name="board", daemon=True).start()
            raise BoardError("The database did not answer a moment ago.")

    def _ask_again(self) -> None:
        """Asks the database whether it is back, and gives the lock back."""
        try:
            with suppress(BoardError):
                self._refresh()
        finally:
            self._lock.release()

    @contextmanager
    def _talk(self) -> Iterator[None]:
        """Around everything that is asked of the database: what fails, or is no board, is a BoardError. The
        error itself goes nowhere, since it may quote a password.
        """
        try:
            yield
        except (redis.RedisError, OSError, ValueError, RecursionError) as error:
            if not self._away:
                LOG.warning("The class board in %s cannot be reached: %s", self._place, type(error).__name__)
            self._away, self._away_until = True, self._clock() + AWAY
            raise BoardError("The database does not answer, or holds no board.") from None
        if self._away:
            LOG.warning("The class board in %s is back.", self._place)
            self._away = False

    @property
    def _place(self) -> str:
        """Where the database is, for messages."""
        about = self._redis.get_connection_kwargs()
        where = about.get("path") or f"{about.get('host', 'localhost')}:{about.get('port', 6379)}"
        return f"{where}, database {about.get('db', 0)}"


def client_for(where: str) -> redis.Redis:
    """The client for a database, which has not asked for anything yet. Raises RuntimeError for another
    address.
    """
    try:
        place = urlsplit(where)
        names_place = bool(place.path if place.scheme == "unix" else place.hostname)
        database = place.path.removeprefix("/") if place.scheme != "unix" else ""
        if (
            not names_place
            or (database and not database.isdecimal())
            or parse_qs(place.query).keys() - OPTIONS
        ):
            raise RuntimeError(NO_SUCH_PLACE)
        return redis.Redis.from_url(
            where,
            decode_responses=True,
            protocol=2,
            socket_connect_timeout=CONNECT,
            socket_timeout=ANSWER,
            retry=Retry(NoBackoff(), 0),
        )
    except ValueError:  # it may quote the address
        raise RuntimeError(NO_SUCH_PLACE) from None


def as_text(value: Any) -> str:
    """A value as JSON. Raises ValueError for numbers that are not finite."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def drawings_from(text: str | bytes | None) -> Drawings | None:
    """The drawings of a post as the database has them; None where these are none that can be drawn."""
    try:
        left, right = both = json.loads(text or "null")
        if any(len(each) > LONGEST_DRAWING for each in both):
            return None
        for each in both:
            read_strokes({"objects": json.loads(each)})
    except (ValueError, TypeError, RecursionError):  # DrawingError is a ValueError
        return None
    return left, right
