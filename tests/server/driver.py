"""The app in a real server, and students without a browser: websockets that speak as the app's page in a
browser does.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import random
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).parents[2]
FINISHED = {
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
}


@dataclass(frozen=True)
class Server:
    """A running server: its address without a slash at the end, and its process."""

    url: str
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Resident memory in MB, where the system has `/proc`."""
        return self._from_status("VmRSS")

    def highest_memory(self) -> float:
        """The most that `memory` has been so far."""
        return self._from_status("VmHWM")

    def _from_status(self, name: str) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(f"{name}:")[1].split()[0]) / 1024


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running_app(
    script: str = "app.py", port: int | None = None, folder: Path = ROOT, base: str = "", **environment: str
) -> Iterator[Server]:
    """Starts a Streamlit script on this machine, on a free port if none is given, and stops it in the end.

    Settings are those of `folder/.streamlit`; `environment` adds variables, as `STREAMLIT_SERVER_...`.
    `base` is a path of the app's own, as `/school`.
    """
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        f"--server.baseUrlPath={base}",
    ]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    server = Server(f"http://127.0.0.1:{port}{base}", process)
    try:
        wait_for_health(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for_health(server: Server, seconds: float = 60) -> None:
    """Returns when the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.process.poll() is None:
        try:
            with urlopen(f"{server.url}/_stcore/health", timeout=5):  # noqa: S310  our own server
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError("The app did not start; try `streamlit run app.py`.")


@dataclass(frozen=True)
class Rerun:
    """What one run of the script took, from sending to its end, what came back, and exceptions.

    Attributes:
        elements: that came back.
    """

    seconds: float
    bytes: int
    exceptions: tuple[str, ...]
    elements: int = 0


@dataclass
class Incoming:
    """A run of which something has come.

    Attributes:
        fragments: that it runs; none where it runs the whole page.
        is_under_way: whether it has begun and not ended.
        is_broken_off: whether it ended early, for another run.
    """

    started: float = field(default_factory=time.perf_counter)
    fragments: tuple[str, ...] = ()
    is_under_way: bool = False
    is_broken_off: bool = False
    bytes: int = 0
    elements: int = 0
    exceptions: list[str] = field(default_factory=list)


@dataclass
class Timer:
    """Of a fragment that runs again by itself: every so many seconds, and when it is due."""

    interval: float
    due: float


# Of each widget: how its value travels to the server, and where the server puts one that it sets.
WIDGETS = {
    "button_group": ("string_array_value", "raw_values"),
    "radio": ("string_value", "raw_value"),
    "selectbox": ("string_value", "raw_value"),
    "slider": ("double_array_value", "value"),
    "checkbox": ("bool_value", "value"),
    "text_input": ("string_value", "value"),
    "button": ("trigger_value", ""),
    "expandable": ("bool_value", ""),
    "download_button": ("trigger_value", ""),
}
TRIGGERS = ("trigger_value", "json_trigger_value")  # they travel once


class Student:
    """One open page of the app: what it shows, and the state of its widgets."""

    def __init__(self, socket: ClientConnection, url: str, path: str, query: str) -> None:
        self.socket, self.url, self.path, self.query = socket, url, path, query
        self.shown: dict[tuple[int, ...], Delta] = {}  # by place on the page
        self.pages: dict[str, str] = {}  # URL path -> the page's hash
        self.page = ""
        self.widgets: dict[str, tuple[str, Any]] = {}  # id -> how its value travels, and the value
        self.timers: dict[str, Timer] = {}  # id of a fragment that runs again by itself -> when
        self.opened = Rerun(0.0, 0, ())  # the first run
        self.drawn: dict[str, dict[str, Any]] = {}  # side -> the drawing that was sent last
        self._session = ""
        self._file: BackendOperationResponse | None = None
        self._incoming = Incoming()

    async def run(self, fragment: str = "") -> Rerun:
        """Runs the page's script, or only one fragment of it."""
        started, size, elements = time.perf_counter(), 0, 0
        exceptions: list[str] = []
        await self._ask_for(fragment)
        has_begun = False
        while True:
            run = await self._next_run()
            size, elements = size + run.bytes, elements + run.elements
            exceptions += run.exceptions
            has_begun |= fragment in run.fragments if fragment else not run.fragments
            if has_begun and not run.is_broken_off:
                return Rerun(time.perf_counter() - started, size, tuple(exceptions), elements)

    async def follow(self, seconds: float) -> AsyncIterator[Rerun]:
        """Lets what runs again by itself do so, as a browser does, for some seconds. Yields every run.

        What is overdue, since nobody followed until now, is due at any moment of its next interval: pages
        of a class were not all opened at the same moment.
        """
        now = time.perf_counter()
        end = now + seconds
        for timer in self.timers.values():
            if timer.due < now - timer.interval:
                timer.due = now + timer.interval * random()  # noqa: S311  it need not be secret
        while (now := time.perf_counter()) < end or self._incoming.is_under_way:
            for fragment, timer in self.timers.items():
                if timer.due <= now:
                    timer.due = now + timer.interval
                    await self._ask_for(fragment, by_itself=True)
            looks = [timer.due for timer in self.timers.values()]
            wait_until = min([*looks, inf if self._incoming.is_under_way else end])
            try:
                async with asyncio.timeout(None if wait_until == inf else wait_until - now):
                    run = await self._next_run()
            except TimeoutError:
                continue
            yield Rerun(time.perf_counter() - run.started, run.bytes, tuple(run.exceptions), run.elements)

    async def follow_until(self, is_so: Callable[[], bool], seconds: float = 20.0) -> None:
        """Follows until something is so. Raises TimeoutError where it is not within so many seconds."""
        if is_so():
            return
        async for _ in self.follow(seconds):
            if is_so():
                return
        raise TimeoutError(f"It is not so after {seconds} seconds.")

    async def _ask_for(self, fragment: str, by_itself: bool = False) -> None:
        """Sends the state of all widgets, so that the page's script or one fragment of it is run."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.path
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = by_itself
        for widget, (travels_as, value) in self.widgets.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            if isinstance(value, list):
                getattr(state, travels_as).data[:] = value
            else:
                setattr(state, travels_as, value)
        self.widgets = {widget: state for widget, state in self.widgets.items() if state[0] not in TRIGGERS}
        await self.socket.send(message.SerializeToString())

    async def _next_run(self) -> Incoming:
        """Takes what comes until a run has ended. It may be given up in between, and taken up again."""
        while (ended := self._take(await self.socket.recv(decode=False))) is None:
            pass
        return ended

    def _take(self, data: bytes) -> Incoming | None:
        """Takes over what a message says. Returns the run that has ended with it."""
        message, run = ForwardMsg.FromString(data), self._incoming
        run.bytes += len(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._begin(message)
        elif kind == "navigation":
            self.page = message.navigation.page_script_hash
            self.pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self.shown[tuple(message.metadata.delta_path)] = message.delta
            self._keep_set_value(message.delta)
            run.elements += message.delta.HasField("new_element")
            if message.delta.new_element.WhichOneof("type") == "exception":
                run.exceptions.append(message.delta.new_element.exception.message)
        elif kind == "auto_rerun":
            self._set_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self.timers.pop(fragment, None)
        elif kind == "backend_operation_response":
            self._file = message.backend_operation_response
        elif kind == "script_finished":
            run.is_broken_off = message.script_finished not in FINISHED
            self._incoming = Incoming()
            return run
        return None

    def _begin(self, message: ForwardMsg) -> None:
        """A run has begun: what it ran before is shown anew, all of the page where it is no fragment."""
        self.page = message.new_session.page_script_hash
        self._session = message.new_session.initialize.session_id
        self._incoming.started, self._incoming.is_under_way = time.perf_counter(), True
        self._incoming.fragments = fragments = tuple(message.metadata.run.fragment_ids)
        if fragments:
            self.shown = {
                place: delta for place, delta in self.shown.items() if delta.fragment_id not in fragments
            }
        else:
            self.shown, self.timers = {}, {}

    def _set_timer(self, fragment: str, interval: float) -> None:
        if fragment not in self.timers or self.timers[fragment].interval != interval:
            self.timers[fragment] = Timer(interval, time.perf_counter() + interval)

    def _keep_set_value(self, delta: Delta) -> None:
        """Takes over a value that the server sets. Text fields send what they hold from the beginning."""
        kind = delta.new_element.WhichOneof("type")
        if kind not in WIDGETS or kind.endswith("button"):
            return
        widget = getattr(delta.new_element, kind)
        field, place = WIDGETS[kind]
        if widget.set_value:
            value = getattr(widget, place)
            self.widgets[widget.id] = field, list(value) if field.endswith("array_value") else value
        elif kind == "text_input" and widget.id not in self.widgets:
            self.widgets[widget.id] = field, widget.default

    def widget(self, key: str) -> tuple[str, str, Delta]:
        """The kind and the id of the widget with this key, and what shows it. What unfolds is one too."""
        for delta in self.shown.values():
            for shown in (delta.new_element, delta.add_block):
                kind = shown.WhichOneof("type")
                if kind in WIDGETS and getattr(shown, kind).id.endswith(f"-{key}"):
                    return kind, getattr(shown, kind).id, delta
        raise LookupError(f"The page has no widget {key!r}.")

    def has(self, key: str) -> bool:
        """Whether the page has a widget with this key."""
        try:
            self.widget(key)
        except LookupError:
            return False
        return True

    async def use(self, key: str, value: Any = True) -> Rerun:
        """Chooses an option, moves a slider, switches a toggle or presses a button, as a hand does."""
        kind, widget, delta = self.widget(key)
        field, _ = WIDGETS[kind]
        self.widgets[widget] = field, [value] if field.endswith("array_value") else value
        return await self.run(delta.fragment_id)

    async def download(self, key: str) -> str:
        """Presses a button that downloads a file, made when it is asked for. Returns the file as text."""
        _, _, delta = self.widget(key)
        message, self._file = BackMsg(), None
        message.backend_operation_request.request_id = key
        message.backend_operation_request.session_id = self._session
        made = delta.new_element.download_button.deferred_file_id
        message.backend_operation_request.deferred_file.file_id = made
        await self.socket.send(message.SerializeToString())
        while self._file is None:
            self._take(await self.socket.recv(decode=False))
        if self._file.error_msg:
            raise RuntimeError(self._file.error_msg)
        return await asyncio.to_thread(self._read, self._file.deferred_file.url)

    def _read(self, path: str) -> str:
        with urlopen(f"{self.url}{path}", timeout=10) as answer:  # noqa: S310  our own server
            return str(answer.read().decode())

    async def go_to(self, path: str) -> Rerun:
        """Opens another page, named by its path in the URL; `""` is the home page."""
        self.page, self.widgets = self.pages[path], {}
        return await self.run()

    async def draw(self, side: str, drawing: dict[str, Any]) -> Rerun:
        """Sends a drawing, as a side's canvas does after every stroke. Only the fragment with the canvas
        runs.
        """
        self.drawn[side] = drawing
        return await self.send(side, json.dumps({"drawing": {"raw": drawing, "data": None}}))

    async def send(self, side: str, state: str) -> Rerun:
        """Sends any text in place of what a side's canvas sends."""
        canvas = next(
            delta
            for delta in self.within(f"{side}_digit")
            if "canvas" in delta.new_element.bidi_component.component_name  # empty for all other elements
        )
        self.widgets[canvas.new_element.bidi_component.id] = "json_value", state
        return await self.run(canvas.fragment_id)

    def within(self, key: str) -> list[Delta]:
        """What stands in the container with this key, from top to bottom."""
        keyed = [place for place, delta in self.shown.items() if delta.add_block.id.endswith(f"-{key}")]
        if not keyed:
            raise LookupError(f"The page has no container {key!r}.")
        place = keyed[0]
        return [delta for other, delta in sorted(self.shown.items()) if other[: len(place)] == place]

    def text_of(self, key: str) -> str:
        """The text in a container, by its key: values of metrics, Markdown, messages and headings."""
        lines = []
        for delta in self.within(key):
            element = delta.new_element
            kind = element.WhichOneof("type")
            if kind in ("markdown", "metric", "alert", "heading"):
                lines.append(getattr(element, str(kind)).body)
        return "\n".join(lines)


@asynccontextmanager
async def student(
    url: str,
    query: str = "",
    cookie: str = "",
    path: str = "",
    fields: dict[str, str] | None = None,
) -> AsyncIterator[Student]:
    """A student who has a page open, the home page if no path is given.

    `query`: the part of the link after `?`; `cookie`: what the browser kept; `fields`: what its text fields,
    by their id, hold when it connects again.
    """
    stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    options: dict[str, Any] = {"subprotocols": ["streamlit"], "origin": url, "max_size": None}
    async with connect(stream, additional_headers={"Cookie": cookie} if cookie else {}, **options) as socket:
        someone = Student(socket, url, path, query)
        someone.widgets = {widget: ("string_value", text) for widget, text in (fields or {}).items()}
        someone.opened = await someone.run()
        yield someone


def run_students(lesson: Coroutine[Any, Any, Any]) -> Any:
    """Runs what students do, in a thread of their own: a browser that is open for tests has this one's event
    loop.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, lesson).result()
