"""Files are read in one sitting, and lines to their end. (Ruff measures the lines of Python.)"""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [path for path in (ROOT / "pages").rglob("*.*") if path.suffix in (".py", ".css", ".js", ".html")]
MOST = dict.fromkeys((ROOT / "siamese_core").glob("*.py"), 250) | dict.fromkeys(PAGES, 330)


@pytest.mark.parametrize("path", sorted(MOST), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_and_no_line_is_long(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST[path]
    assert path.suffix == ".py" or max(map(len, lines)) <= 110
