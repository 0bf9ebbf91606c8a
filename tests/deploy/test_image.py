"""The image's own steps, line by line as the Dockerfile has them, in a folder instead of a container."""

import json
import os
import re
import shutil
import subprocess
import venv
from collections import defaultdict
from pathlib import Path

import pytest

from pages.parts.shared.examples import example_drawing
from tests.server.driver import ROOT, Server, free_port, run_students, student, wait_for_health


def dockerfile() -> dict[str, list[str]]:
    """Instruction -> what stands behind it, in the Dockerfile's order."""
    steps = defaultdict(list)
    for line in (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines():
        if line and not line.startswith("#"):
            instruction, _, rest = line.partition(" ")
            steps[instruction].append(rest)
    return steps


def files_in(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """What the image holds, as a folder, and the environment that its commands run in."""
    folder, python = tmp_path_factory.mktemp("app"), tmp_path_factory.mktemp("python")
    steps = dockerfile()
    for source, target in map(str.split, steps["COPY"]):
        if (ROOT / source).is_dir():
            shutil.copytree(
                ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__", "*.new")
            )
        else:
            shutil.copy(ROOT / source, folder / target)
    venv.create(python, with_pip=True)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "STREAMLIT"))
    }
    environment |= dict(setting.split("=", 1) for setting in " ".join(steps["ENV"]).split())
    environment |= {
        "PATH": f"{python}/bin:{os.environ['PATH']}",
        "PIP_NO_CACHE_DIR": "0",
    }  # the image keeps no packages; we do
    for command in steps["RUN"]:
        subprocess.run(["sh", "-c", command], cwd=folder, env=environment, check=True)
    place = {"STREAMLIT_SERVER_ADDRESS": "127.0.0.1", "STREAMLIT_SERVER_PORT": str(free_port())}
    return folder, environment | place | {"HOME": str(folder), "TMPDIR": str(folder)}


def test_the_app_runs_by_the_images_steps_and_writes_nothing(image):
    folder, environment = image
    steps = dockerfile()
    (health,) = (check.partition("CMD ")[2] for check in steps["HEALTHCHECK"])
    (command,) = map(json.loads, steps["CMD"])
    before = files_in(folder)

    def healthy() -> bool:
        return (
            subprocess.run(
                ["sh", "-c", health], cwd=folder, env=environment, stderr=subprocess.DEVNULL
            ).returncode
            == 0
        )

    async def lesson(url):
        async with student(url) as someone:
            for side in ("left", "right"):
                await someone.draw(side, example_drawing("3", side))
            seen = someone.text_of("distance"), someone.text_of("verdict")
        async with student(url, path="board") as board:
            assert not board.opened.exceptions
            assert board.within("join")
        return seen

    assert not healthy()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:
        app = Server(f"http://127.0.0.1:{environment['STREAMLIT_SERVER_PORT']}", process)
        try:
            wait_for_health(app)
            assert healthy()
            distance, verdict = run_students(lesson(app.url))
        finally:
            process.terminate()
    assert distance == "0"
    assert "Same digit" in verdict
    assert files_in(folder) == before  # so its disk may be read-only


def test_the_image_holds_the_client_of_the_board_and_no_tensorflow(image):
    _, environment = image
    packages = subprocess.check_output(
        ["python", "-m", "pip", "list", "--format=freeze"], env=environment, text=True
    )
    names = set(re.findall(r"^([\w-]+)==", packages, re.MULTILINE))
    assert names >= {"streamlit", "redis"}
    assert not names & {"tensorflow", "tensorflow-cpu", "keras"}
