"""Programs that some tests need and pip does not install."""

import os

import pytest


def require(program: str | None, message: str) -> str:
    """A program's path. Where there is none, the test is skipped, and fails where everything is to be
    checked.
    """
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return program
