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
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
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
    script: str = "app.py", port: int | None = None, folder: Path = ROOT, **environment: str
) -> Iterator[Server]:
    """Starts a Streamlit script on this machine, on a free port if none is given, and stops it in the end.

    Settings are those of `folder/.streamlit`; `environment` adds variables, as `STREAMLIT_SERVER_...`.
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
    ]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    server = Server(f"http://127.0.0.1:{port}", process)
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
    """What one run of the script took, from sending to its end, what came back, and exceptions."""

    seconds: float
    bytes: int
    exceptions: tuple[str, ...]


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
}


class Student:
    """One open page of the app: what it shows, and the state of its widgets."""

    def __init__(self, socket: ClientConnection, path: str, query: str) -> None:
        self.socket, self.path, self.query = socket, path, query
        self.shown: dict[tuple[int, ...], Delta] = {}  # by place on the page
        self.pages: dict[str, str] = {}  # URL path -> the page's hash
        self.page = ""
        self.widgets: dict[str, tuple[str, Any]] = {}  # id -> how its value travels, and the value
        self.opened = Rerun(0.0, 0, ())  # the first run

    async def run(self, fragment: str = "") -> Rerun:
        """Runs the page's script, or only one fragment of it."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.path
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = fragment
        for widget, (field, value) in self.widgets.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            if isinstance(value, list):
                getattr(state, field).data[:] = value
            else:
                setattr(state, field, value)
        self.widgets = {
            widget: state for widget, state in self.widgets.items() if state[0] != "trigger_value"
        }
        self.shown = {
            place: delta for place, delta in self.shown.items() if fragment and delta.fragment_id != fragment
        }
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        size, exceptions, sessions = 0, [], 0
        async for data in self.socket:
            size += len(data)
            answer = ForwardMsg.FromString(data)
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.page = answer.new_session.page_script_hash
                if sessions:  # the script, or a fragment of it, has called st.rerun: all is shown anew
                    self.shown = {}
                sessions += 1
            elif kind == "navigation":
                self.page = answer.navigation.page_script_hash
                self.pages = {
                    page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages
                }
            elif kind == "delta":
                self.shown[tuple(answer.metadata.delta_path)] = answer.delta
                self._keep_set_value(answer.delta)
                if answer.delta.new_element.WhichOneof("type") == "exception":
                    exceptions.append(answer.delta.new_element.exception.message)
            elif kind == "script_finished" and answer.script_finished in FINISHED:
                return Rerun(time.perf_counter() - started, size, tuple(exceptions))
        raise ConnectionError("The server closed the connection while the page was running.")

    def _keep_set_value(self, delta: Delta) -> None:
        """Takes over a value that the server sets. Text fields send what they hold from the beginning."""
        kind = delta.new_element.WhichOneof("type")
        if kind not in WIDGETS or kind == "button":
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

    async def use(self, key: str, value: Any = True) -> Rerun:
        """Chooses an option, moves a slider, switches a toggle or presses a button, as a hand does."""
        kind, widget, delta = self.widget(key)
        field, _ = WIDGETS[kind]
        self.widgets[widget] = field, [value] if field.endswith("array_value") else value
        return await self.run(delta.fragment_id)

    async def go_to(self, path: str) -> Rerun:
        """Opens another page, named by its path in the URL; `""` is the home page."""
        self.page, self.widgets = self.pages[path], {}
        return await self.run()

    async def draw(self, side: str, drawing: dict[str, Any]) -> Rerun:
        """Sends a drawing, as a side's canvas does after every stroke. Only the fragment with the canvas
        runs.
        """
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
        someone = Student(socket, path, query)
        someone.widgets = {widget: ("string_value", text) for widget, text in (fields or {}).items()}
        someone.opened = await someone.run()
        yield someone


def run_students(lesson: Coroutine[Any, Any, Any]) -> Any:
    """Runs what students do, in a thread of their own: a browser that is open for tests has this one's event
    loop.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, lesson).result()
