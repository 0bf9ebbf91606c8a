"""`python -m benchmarks.table FILE`: puts the figures of a JSON file into `docs/performance.md`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from benchmarks.report import amount

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"
PLACE = re.compile(r"(<!-- figures -->\n).*(<!-- end of figures -->)", re.DOTALL)


def table(report: dict[str, Any]) -> str:
    """All figures as Markdown, and what they were measured on."""
    machine = report["machine"]
    lines = [
        f"Measured {machine['measured'][:10]} on {machine['cores']} cores with Python {machine['python']}, "
        f"Streamlit {machine['streamlit']}, NumPy {machine['numpy']}; {machine['system']}.",
        "",
        "| measure | what | app | floor | ratio | goal |",
        "|---|---|--:|--:|--:|---|",
    ]
    for measure, figures in report["figures"].items():
        lines += [row(measure, figure) for figure in figures]
    return "\n".join(lines) + "\n"


def row(measure: str, figure: dict[str, Any]) -> str:
    """A figure as a row of the table."""
    app, floor = (
        "" if value is None else f"{amount(value)} {figure['unit']}"
        for value in (figure["value"], figure["floor"])
    )
    ratio = "" if figure["ratio"] is None else f"{figure['ratio']:.2f}"
    return f"| {measure} | {figure['what']} | {app} | {floor} | {ratio} | {figure['goal']} |"


def main() -> int:
    """Writes the table anew. Returns the exit code."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    written = table(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(PLACE.sub(lambda place: f"{place[1]}{written}{place[2]}", text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
