"""`python -m benchmarks`: measures, prints each figure beside its floor, and writes all to a JSON file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.board import measure_board
from benchmarks.browser import measure_browser
from benchmarks.effort import FULL, SHORT
from benchmarks.forward import measure_comparing, measure_familiar, measure_forward
from benchmarks.memory import measure_memory
from benchmarks.pages import measure_pages
from benchmarks.report import heading, line, machine
from benchmarks.sessions import measure_opening, measure_starting, measure_strokes
from benchmarks.training import measure_training

MEASURES = {
    "forward": measure_forward,
    "familiar": measure_familiar,
    "comparing": measure_comparing,
    "starting": measure_starting,
    "opening": measure_opening,
    "strokes": measure_strokes,
    "pages": measure_pages,
    "training": measure_training,
    "board": measure_board,
    "memory": measure_memory,
    "browser": measure_browser,
}


def main() -> int:
    """Measures what the command line names. Returns the exit code: a goal that is missed is no failure."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measures the app beside its floors."
    )
    parser.add_argument(
        "measures", nargs="*", metavar="measure", help=f"one of {', '.join(MEASURES)}; all if none is named"
    )
    parser.add_argument(
        "--short", action="store_true", help="less than a minute, to see that everything can be measured"
    )
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    arguments = parser.parse_args()
    if unknown := set(arguments.measures) - set(MEASURES):
        parser.error(f"there is no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    figures: dict[str, list[dict[str, Any]]] = {}
    for name in arguments.measures or MEASURES:
        print(heading(name), flush=True)
        figures[name] = []
        for figure in MEASURES[name](SHORT if arguments.short else FULL):
            print(line(figure), flush=True)
            figures[name].append(figure.as_json())
    if arguments.out:
        report = {"machine": machine(), "short": arguments.short, "figures": figures}
        arguments.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
