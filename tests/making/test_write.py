"""Writing files that stay whole, cards, and the README's table."""

import json
import os
import signal
import subprocess
from pathlib import Path

import numpy as np
import pytest

from siamese_core import load_twins
from siamese_core.files import MANIFEST, read_arrays, read_checked
from siamese_core.making.write import (
    TABLE_END,
    TABLE_START,
    as_json,
    as_npz,
    results_table,
    update_readme,
    write_files,
)

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def files(tmp_path):
    """Weights and a card that are written, in a folder that was not there."""
    weights, card = tmp_path / "new folder" / "w.npz", tmp_path / "new folder" / "w.json"
    write_files({weights: b"old weights", card: b"old card"})
    return weights, card


def contents(files):
    """What is in files, which all agree with their manifest."""
    return [read_checked(path, "") for path in files]


def test_files_are_replaced_together_with_their_checksums(files):
    weights, card = files
    assert contents(files) == [b"old weights", b"old card"]
    write_files({weights: b"weights", card: b"card"})
    assert contents(files) == [b"weights", b"card"]
    write_files({card: b"measured again"})
    assert contents(files) == [b"weights", b"measured again"]
    assert {path.name for path in weights.parent.iterdir()} == {"w.npz", "w.json", MANIFEST}
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=weights.parent, check=True)


def test_the_old_files_stay_whole_when_writing_fails(files):
    weights, card = files
    (card.parent / "w.json.new").mkdir()  # where the new card is to be written first: writing fails
    with pytest.raises(OSError, match=r"w\.json\.new"):
        write_files({weights: b"weights", card: b"card"})
    assert contents(files) == [b"old weights", b"old card"]


@pytest.fixture
def interrupts():
    """Collects what Ctrl-C sends, in place of ending the tests."""
    received = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: received.append(number))
    yield received
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_files_are_replaced_leaves_them_all_new(files, monkeypatch, interrupts):
    replace_one = Path.replace

    def replace_with_ctrl_c(path, target):
        os.kill(os.getpid(), signal.SIGINT)
        return replace_one(path, target)

    monkeypatch.setattr(Path, "replace", replace_with_ctrl_c)
    write_files(dict(zip(files, [b"weights", b"card"], strict=True)))
    assert not interrupts  # they were ignored meanwhile ...
    assert contents(files) == [b"weights", b"card"]
    os.kill(os.getpid(), signal.SIGINT)
    assert interrupts == [signal.SIGINT]  # ... and no longer


def test_a_card_is_written_as_json_with_lists_of_numbers_on_one_line():
    card = {"same": [1, 2, 3], "tiny": [1e-07, -2.5], "layers": [{"shape": [5, 5]}], "none": [], "margin": 1}
    text = as_json(card).decode()
    assert json.loads(text) == card
    for part in ('"same": [1, 2, 3]', '"tiny": [1e-07, -2.5]', '"shape": [5, 5]'):
        assert part in text


def test_nothing_is_written_that_would_have_to_be_unpickled(tmp_path):
    write_files({tmp_path / "w.npz": as_npz({"branch/kernel": np.array([[0.5, 1]])})})
    np.testing.assert_array_equal(read_arrays(tmp_path / "w.npz", "")["branch/kernel"], [[0.5, 1]])
    with pytest.raises(ValueError, match="allow_pickle"):
        as_npz({"objects": np.array([{}])})


# The table of results


def test_the_tables_have_the_results_of_every_card(twins):
    def cells(results):
        low, high = (100 * end for end in results["accuracy_interval"])
        accuracy = f"{100 * results['accuracy']:.2f}% ({low:.2f}–{high:.2f})"
        return f"{accuracy} | {results['auc']:.5f} | {100 * results['eer']:.2f}%"

    def mistakes(results):
        return results["pairs"] * (1 - results["accuracy"])

    start, pen = f"| `{twins.design.name}` | {twins.sharing} |", twins.card["results"]["pen"]
    writers = [
        f"{100 * each['accuracy']:.1f}%, {100 * mistakes(each) / mistakes(pen):.0f}% of mistakes"
        for each in pen["writers"].values()
    ]
    lines = results_table().splitlines()
    assert f"{start} {twins.parameters:,} | {cells(twins.card['results']['mnist'])} | {cells(pen)} |" in lines
    assert f"{start} {' | '.join(writers)} |" in lines


def test_the_tables_have_what_is_recognised_from_one_example():
    one_shot = load_twins("cnn_contrastive", True, "signs").card["one_shot"]
    lines = results_table().splitlines()
    for found in one_shot.values():
        cells = [f"{found['drawings']:,}"]
        for way in ("pixels", "digits", "signs"):
            low, high = (100 * end for end in found["accuracy_interval"][way])
            cells.append(f"{100 * found['accuracy'][way]:.1f}% ({low:.1f}–{high:.1f})")
        assert sum(line.endswith(f"| {' | '.join(cells)} |") for line in lines) == 1


def test_the_readme_shows_the_tables_of_these_weights():
    assert results_table() in README.read_text(encoding="utf-8")


def test_updating_the_readme_replaces_what_is_between_the_marks(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n{TABLE_START}\nold\n{TABLE_END}\nAfter.\n", encoding="utf-8")
    for _ in range(2):  # the second time changes nothing more
        update_readme(readme)
        expected = f"Before.\n{TABLE_START}\n{results_table()}\n{TABLE_END}\nAfter.\n"
        assert readme.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("text", ["", f"{TABLE_START}\nAfter.\n", f"{TABLE_END}\n{TABLE_START}\n"])
def test_a_readme_without_the_marks_is_refused_and_left_as_it_is(tmp_path, text):
    readme = tmp_path / "README.md"
    readme.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"README\.md needs the marks"):
        update_readme(readme)
    assert readme.read_text(encoding="utf-8") == text
