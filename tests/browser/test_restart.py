"""The server dies under an open page and is started anew.

Streamlit keeps nothing of a session in such a case, but an open page connects again by itself, in a few
seconds, and sends what its widgets and canvases hold. So on the home page the drawings, the design and the
weights come back. On another page its sliders and choices do; the drawings were in the old server only, and
are lost with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.parts.shared.drawing import SIDES
from tests.browser.driver import IDLE, ONE, SEVEN, draw, go_to, open_page, press, text_of, wait_until_idle
from tests.server.driver import ROOT, Server, running_app

MOST_TRIES = 600  # tenths of a second until a page has run


def kill(page: Page, server: Server) -> None:
    """Kills the server's process and lets the page notice."""
    server.process.kill()
    server.process.wait()
    page.locator(f"[data-testid=stApp]:not({IDLE})").wait_for(state="attached")


@contextmanager
def started_anew(page: Page, server: Server, folder: Path = ROOT) -> Iterator[None]:
    """Starts a server at the address of a killed one; the open page has connected again, and has run.

    It is idle before that, too, as soon as it is connected and between the two runs with which it enters
    through app.py. Until the last one is over the server knows none of its buttons: what is pressed is lost.
    """
    frames: list[str | bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    with running_app(port=int(server.url.rpartition(":")[2]), folder=folder):
        for _ in range(MOST_TRIES):
            if any(map(ends_run, frames)):
                break
            page.wait_for_timeout(100)
        else:
            pytest.fail("The page has not run on the new server.")
        wait_until_idle(page)
        yield


def ends_run(frame: str | bytes) -> bool:
    """Whether a server says with this frame that a page has run to its end."""
    message = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
    return message.WhichOneof("type") == "script_finished" and (
        message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )


def drawn_pixels(page: Page, side: str) -> int:
    """How many pixels of a canvas have ink on the screen."""
    return int(
        page.locator(f".st-key-{side}_digit canvas.dc-canvas.lower-canvas").evaluate(
            """canvas => {
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                return data.filter((value, index) => index % 4 === 3 && value > 0).length;
            }"""
        )
    )


def test_drawings_come_back_and_the_page_goes_on(browser: Browser) -> None:
    page = browser.new_page()
    with running_app() as server:
        open_page(page, f"{server.url}/?sharing=unshared")
        # Both canvases are opened anew, each with a drawing.
        page.locator(".st-key-example").get_by_text("4 and 9").click()
        wait_until_idle(page)
        example = text_of(page, "distance")
        draw(page, "left", ONE)  # and on one of them is drawn since
        changed = text_of(page, "distance")
        ink = [drawn_pixels(page, side) for side in SIDES]
        kill(page, server)
    with started_anew(page, server):
        assert [drawn_pixels(page, side) for side in SIDES] == ink
        page.locator(".st-key-left_undo button").click()
        page.locator(".st-key-distance").get_by_text(example.split()[-1]).wait_for()
        draw(page, "left", ONE)
        assert text_of(page, "distance") == changed
        page.locator(".st-key-right_clear button").click()
        page.get_by_text("Draw a digit on the right.").wait_for()
        wait_until_idle(page)
        assert drawn_pixels(page, "right") == 0
    page.close()


def test_another_page_goes_on_with_the_example(browser: Browser) -> None:
    page = browser.new_page()
    with running_app() as server:
        open_page(page, server.url)
        draw(page, "left", ONE)
        draw(page, "right", SEVEN)
        go_to(page, "Verification")
        page.get_by_text("Your pair.", exact=True).wait_for()
        kill(page, server)
    with started_anew(page, server):
        page.get_by_text("An example; draw your own").wait_for()
        press(page, "threshold", "ArrowRight")
        page.get_by_text("At distance").wait_for()
        # The navigation is there, as before.
        assert page.get_by_test_id("stTopNavLink").get_by_text("Embedding map").is_visible()
        go_to(page, "Draw and compare")
        page.get_by_text("Draw a digit on the left and one on the right.").wait_for()
    page.close()
