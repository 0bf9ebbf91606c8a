"""What cards say, and how files are written: with their checksums. And the README's table of results."""

from __future__ import annotations

import hashlib
import io
import json
import platform
import re
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from siamese_core.designs import DESIGNS, SHARINGS
from siamese_core.files import MANIFEST, SIGNS, WEIGHTS, load_twins
from siamese_core.twins import branch_names

if TYPE_CHECKING:
    import keras

ONE_SHOT = {  # what a shelf holds, and who drew the signs on it
    "invented_5": "5 invented signs that they never saw, drawn by the program",
    "invented_20": "20 such signs",
    "pen_same_writer": "10 pen digits; examples by who wrote the question",
    "pen_other_writer": "10 pen digits; examples by another writer",
    "mnist": "10 MNIST test digits; examples by anybody",
}
TABLE_START, TABLE_END = "<!-- results -->", "<!-- end of results -->"


def as_json(card: dict[str, Any]) -> bytes:
    """A card with every list of numbers on one line."""
    text = json.dumps(card, indent=1)
    return re.sub(r"\[\s+([-\d.,\se]+?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text).encode()


def as_npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Arrays by name, as `np.load` reads them."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def write_files(contents: dict[Path, bytes]) -> None:
    """Writes files of one folder that belong together, and their checksums into the folder's manifest.

    Ctrl-C finds either all the old files on disk or all the new ones.
    """
    (folder,) = {path.parent for path in contents}
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / MANIFEST
    lines = manifest.read_text(encoding="ascii").splitlines() if manifest.exists() else []
    checksums = {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
    checksums |= {path.name: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    text = "".join(f"{checksum}  {name}\n" for name, checksum in sorted(checksums.items()))
    contents = {**contents, manifest: text.encode()}
    for path, content in contents.items():
        _beside(path).write_bytes(content)
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for path in contents:
            _beside(path).replace(path)
    finally:
        signal.signal(signal.SIGINT, interrupt)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def provenance(sources: dict[str, Any], recipe: dict[str, Any], seed: int) -> dict[str, Any]:
    """What a card says of how something was trained."""
    import keras
    import tensorflow as tf

    return {
        "recipe": recipe,
        "seed": seed,
        "data": sources,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
        },
        "date": datetime.now(UTC).date().isoformat(),
    }


def layer_table(twins: keras.Model, shared: bool) -> list[dict[str, Any]]:
    """Every layer that has weights, as Keras counts them, for the card."""
    return [
        {
            "part": part,
            "layer": layer.name,
            "output_shape": list(layer.output.shape[1:]),
            "parameters": layer.count_params(),
        }
        for part in (*branch_names(shared), "head")
        for layer in twins.get_layer(part).layers
        if layer.weights
    ]


def summary_of(twins: keras.Model) -> str:
    """What Keras's `model.summary()` prints."""
    lines: list[str] = []
    twins.summary(line_length=100, expand_nested=True, print_fn=lambda line: lines.append(str(line)))
    return "\n".join(lines)


def results_table(folder: Path = WEIGHTS) -> str:
    """All twins and their results as Markdown, from their cards: a table, one of the pen writers, and one of
    what is recognised from one example.

    – stands where twins met no pen digits.
    """
    twins = [
        load_twins(design, sharing == "shared", folder=folder) for design in DESIGNS for sharing in SHARINGS
    ]
    titles = [
        "design",
        "weights",
        "parameters",
        "MNIST pairs: accuracy",
        "AUC",
        "EER",
        "pen pairs: accuracy",
        "AUC",
    ]
    lines = [f"| {' | '.join([*titles, 'EER'])} |", f"|---|---{'|--:' * 7}|"]
    for each in twins:
        results = each.card["results"]
        cells = [f"{each.parameters:,}", *_cells(results.get("mnist")), *_cells(results.get("pen"))]
        lines.append(f"| `{each.design.name}` | {each.sharing} | {' | '.join(cells)} |")
    pen = [each.card["results"].get("pen", {"writers": {}}) for each in twins]
    if writers := sorted({writer for found in pen for writer in found["writers"]}, key=int):
        title = (
            "Pen pairs with a digit by one writer: right answers, and how many of all mistakes are in them"
        )
        header = " | ".join(f"writer {writer}" for writer in writers)
        lines += [
            "",
            f"{title} (one mistake may count for two writers):",
            "",
            f"| design | weights | {header} |",
            f"|---|---{'|--:' * len(writers)}|",
        ]
        for each, found in zip(twins, pen, strict=True):
            cells = [_writer_cell(found, writer) for writer in writers]
            lines.append(f"| `{each.design.name}` | {each.sharing} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", *_one_shot_lines(folder)])


def _one_shot_lines(folder: Path) -> list[str]:
    taught_signs = load_twins("cnn_contrastive", True, SIGNS, folder)
    lines = [
        "Recognised from one example, the nearest wins, with `cnn_contrastive`, shared:",
        "",
        "| one example each of | drawings | raw pixels | taught on digits | taught on invented signs |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, found in taught_signs.card["one_shot"].items():
        cells = [_share_cell(found, way) for way in ("pixels", "digits", "signs")]
        lines.append(f"| {ONE_SHOT[name]} | {found['drawings']:,} | {' | '.join(cells)} |")
    return lines


def _share_cell(found: dict[str, Any], way: str) -> str:
    low, high = (100 * end for end in found["accuracy_interval"][way])
    return f"{found['accuracy'][way]:.1%} ({low:.1f}–{high:.1f})"


def _writer_cell(pen: dict[str, Any], writer: str) -> str:
    if writer not in pen["writers"]:
        return "–"
    theirs = pen["writers"][writer]
    mistakes, all_mistakes = ((1 - found["accuracy"]) * found["pairs"] for found in (theirs, pen))
    return f"{theirs['accuracy']:.1%}, {mistakes / max(all_mistakes, 1):.0%} of mistakes"


def _cells(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return 3 * ["–"]
    low, high = (100 * end for end in found["accuracy_interval"])
    return [f"{found['accuracy']:.2%} ({low:.2f}–{high:.2f})", f"{found['auc']:.5f}", f"{found['eer']:.2%}"]


def update_readme(readme: Path, folder: Path = WEIGHTS) -> None:
    """Puts the table of results between the README's two marks.

    Raises:
        ValueError: there are no such marks.
    """
    before, start, rest = readme.read_text(encoding="utf-8").partition(TABLE_START)
    _, end, after = rest.partition(TABLE_END)
    if not end:
        raise ValueError(f"{readme} needs the marks {TABLE_START} and {TABLE_END}, in this order.")
    readme.write_text(f"{before}{start}\n{results_table(folder)}\n{end}{after}", encoding="utf-8")
