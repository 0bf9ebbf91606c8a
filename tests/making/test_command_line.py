"""`python -m siamese_core.making` says early what is wrong, before it spends seconds on TensorFlow."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from siamese_core.making.__main__ import COMMANDS, main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "the following arguments are required: COMMAND"),
        ("bake", "invalid choice: 'bake'"),
        (
            "train facenet",
            "there are no twins 'facenet'; there are cnn_contrastive-shared, cnn_contrastive-unshared",
        ),
        ("evaluate matchnet", "there are no twins 'matchnet'; there are"),
        ("evaluate cnn_contrastive-shared-signs", "there are no twins 'cnn_contrastive-shared-signs'"),
        ("train --mnist none.npz", "there is no file none.npz"),
        ("measure --pen-digits none.tra", "there is no file none.tra"),
        ("measure --characters none.json", "there is no file none.json"),
        ("train --characters none.json", "unrecognized arguments: --characters"),
        ("hands", "the following arguments are required: --pen-digits"),
        ("margins --epochs 0", "--epochs takes a number of at least 1"),
        ("train --epochs -3", "--epochs takes a number of at least 1"),
        ("train --epochs few", "argument --epochs: invalid int value: 'few'"),
        ("train --recipe soup", "argument --recipe: invalid choice: 'soup'"),
        (
            "train matchnet-shared --recipe tutorial",
            "--recipe tutorial trains mnist_siamese-shared and no other twins",
        ),
        ("train --recipe tutorial", "--recipe tutorial takes --pen-digits, too"),
        ("train --recipe tutorial --pen-digits none.tra", "there is no file none.tra"),
        ("margins --recipe tutorial", "unrecognized arguments: --recipe tutorial"),
        ("table --epochs 3", "unrecognized arguments: --epochs 3"),
    ],
)
def test_a_wrong_command_line_is_refused(arguments, message, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments.split())
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_that_takes_no_tensorflow():
    run = """
import runpy, sys
try:
    runpy.run_module("siamese_core.making", run_name="__main__", alter_sys=True)
finally:
    print("tensorflow" in sys.modules or "keras" in sys.modules)
"""
    finished = subprocess.run(
        [sys.executable, "-c", run, "train", "facenet"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (finished.returncode, finished.stdout) == (2, "False\n")


def test_help_says_what_every_command_does(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    words = "".join(capsys.readouterr().out.split())  # lines may be broken at a hyphen
    for name, command in COMMANDS.items():
        assert "".join([name, *command.__doc__.split()]) in words


def test_a_file_that_is_not_mnist_ends_in_a_sentence(tmp_path, capsys):
    np.savez(tmp_path / "cats.npz", cats=np.zeros(3))
    assert main(["train", "--mnist", str(tmp_path / "cats.npz"), "--weights", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'cats.npz'} is not MNIST as Keras stores it")
