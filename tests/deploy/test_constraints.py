"""The constraints hold every package that the requirements bring in, at the version that is installed."""

import re
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.server.driver import ROOT

FILES = ("requirements-app.txt", "requirements-redis.txt", "requirements.txt", "requirements-dev.txt")


def requirements_in(file: str) -> list[Requirement]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


CONSTRAINTS = requirements_in("constraints.txt")


def allowed(name: str) -> set[str]:
    """The versions of a package that the constraints allow on this machine."""
    return {
        str(each.specifier)
        for each in CONSTRAINTS
        if canonicalize_name(each.name) == canonicalize_name(name)
        and (not each.marker or each.marker.evaluate())
    }


@pytest.mark.parametrize("file", FILES)
def test_every_pin_is_that_of_the_constraints(file: str) -> None:
    for wanted in requirements_in(file):
        pins = {
            str(each.specifier)
            for each in CONSTRAINTS
            if canonicalize_name(each.name) == canonicalize_name(wanted.name)
        }
        assert pins == {str(wanted.specifier)}, wanted.name


def test_every_package_that_comes_along_is_constrained_to_the_installed_version() -> None:
    waiting = [
        each for file in FILES for each in requirements_in(file) if not each.marker or each.marker.evaluate()
    ]
    seen: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        if (name := canonicalize_name(wanted.name)) in seen or name == "setuptools":  # it comes with Python
            continue
        seen.add(name)
        installed = distribution(name)
        assert allowed(name) == {f"=={installed.version}"}, name
        for further in map(Requirement, installed.requires or []):
            extras = wanted.extras or {""}
            if not further.marker or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    assert len(seen) > 40


def test_no_place_to_fetch_from_is_named() -> None:
    assert not re.search(r"https?:|--index|file:", (ROOT / "constraints.txt").read_text(encoding="utf-8"))
