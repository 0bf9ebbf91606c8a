"""`python -m siamese_core.making`: trains twins, measures them, and writes weights, cards, maps and the
README's table.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from siamese_core.designs import DESIGNS, SHARINGS
from siamese_core.familiar import load_detector
from siamese_core.files import PACKAGE, SIGNS, WEIGHTS, load_twins, twins_files
from siamese_core.hands import PEN_DIGITS
from siamese_core.making.data import load_data
from siamese_core.making.familiar import DetectorRecipe, train_and_save_detector
from siamese_core.making.hands import make_hands
from siamese_core.making.maps import evaluate, evaluate_pixels
from siamese_core.making.measure import measure
from siamese_core.making.mistaken import measure_familiar, write_on_cards
from siamese_core.making.one_shot import measure_signs, twins_beside
from siamese_core.making.run import make_run
from siamese_core.making.signs import SignsRecipe, train_and_save_signs
from siamese_core.making.train import RECIPES, compare_margins, train_and_save
from siamese_core.making.write import as_json, update_readme, write_files
from siamese_core.maps import EVALUATIONS

NAMES = [f"{design}-{sharing}" for design in DESIGNS for sharing in SHARINGS]
SIGNS_TWINS = f"cnn_contrastive-shared-{SIGNS}"  # need no data
TUTORIAL_TWINS = "mnist_siamese-shared"  # the Keras tutorial has no others
README = PACKAGE.parent / "README.md"


def run_train(options: argparse.Namespace) -> None:
    """Trains twins and writes weights and cards."""
    if options.recipe == "tutorial":
        run_tutorial(options)
        return
    if of_digits := [name for name in options.twins if name != SIGNS_TWINS]:
        train_digits(of_digits, options)
    if SIGNS_TWINS in options.twins:
        train_signs(options)


def train_digits(names: list[str], options: argparse.Namespace) -> None:
    """Trains twins of these names on digits."""
    data = load_data(options.mnist, options.pen_digits)
    for name in names:
        design, sharing = name.split("-")
        recipe = RECIPES[design]
        if options.epochs:
            recipe = replace(recipe, epochs=options.epochs)
        print(f"{name}: {recipe.epochs} epochs", flush=True)
        card = train_and_save(design, sharing == "shared", data, recipe, options.seed, options.weights)
        print(f"{name}: {json.dumps(card['results'])}", flush=True)


def train_signs(options: argparse.Namespace) -> None:
    """Teaches twins signs that a program invents; this reads no data."""
    recipe = SignsRecipe(epochs=options.epochs) if options.epochs else SignsRecipe()
    print(f"{SIGNS_TWINS}: {recipe.epochs} epochs", flush=True)
    card = train_and_save_signs(recipe, options.seed, options.weights)
    print(f"{SIGNS_TWINS}: {json.dumps(card['one_shot'])}", flush=True)


def run_familiar(options: argparse.Namespace) -> None:
    """Teaches a small network what looks like a digit, writes its weights and card, and on the cards of all
    twins how often it is wrong.
    """
    recipe = DetectorRecipe(epochs=options.epochs) if options.epochs else DetectorRecipe()
    data = load_data(options.mnist, options.pen_digits)
    found = train_and_save_detector(data, recipe, options.seed, options.weights, options.characters)
    write_on_cards(found["results"], options.weights)
    print(json.dumps(found["results"]), flush=True)


def run_tutorial(options: argparse.Namespace) -> None:
    """Trains as the tutorial does, and then in steps to the app's recipe; writes what became of each."""
    from siamese_core.making.tutorial import EPOCHS, climb

    climb(options.mnist, options.pen_digits, options.seed, options.weights, options.epochs or EPOCHS)


def run_margins(options: argparse.Namespace) -> None:
    """Trains mnist_siamese with several margins, to compare, and writes what became of each."""
    compare_margins(
        load_data(options.mnist, options.pen_digits), options.seed, options.weights, options.epochs
    )


def run_measure(options: argparse.Namespace) -> None:
    """Calibrates and measures trained twins again, and writes their cards."""
    if SIGNS_TWINS in options.twins:
        measure_signs_again(options.weights)
    if not (of_digits := [name for name in options.twins if name != SIGNS_TWINS]):
        return
    data = load_data(options.mnist, options.pen_digits)
    for name in of_digits:
        design, sharing = name.split("-")
        twins = load_twins(design, sharing == "shared", folder=options.weights)
        found = measure(twins, data.validation, data.test)
        found["familiar"] = measure_familiar(load_detector(), data.test, options.characters)
        if options.characters is None:  # what was found with them stays
            known = twins.card.get("familiar", {}).get("taken_for_digits", {}).get("characters")
            found["familiar"]["taken_for_digits"]["characters"] = known
        card_path, _ = twins_files(design, sharing == "shared", options.weights)
        write_files({card_path: as_json({**twins.card, **found, "data": data.sources})})
        print(f"{name}: {json.dumps(found['results'])}", flush=True)


def measure_signs_again(folder: Path) -> None:
    """Measures the twins that were taught signs again, and writes their card."""
    twins = load_twins("cnn_contrastive", True, SIGNS, folder)
    found = measure_signs(twins, twins_beside(folder))
    card_path, _ = twins_files("cnn_contrastive", True, folder, SIGNS)
    write_files({card_path: as_json({**twins.card, **found})})
    print(f"{SIGNS_TWINS}: {json.dumps(found['one_shot'])}", flush=True)


def run_evaluate(options: argparse.Namespace) -> None:
    """Compares the test pairs and lays out the maps (needs scikit-learn)."""
    evaluate_pixels(options.maps)
    for name in options.twins:
        design, sharing = name.split("-")
        print(name, flush=True)
        evaluate(load_twins(design, sharing == "shared", folder=options.weights), options.maps)


def run_hands(options: argparse.Namespace) -> None:
    """Chooses pen digits by writers who train no twins, for the app to show, and writes their strokes."""
    make_hands(options.pen_digits, options.data)


def run_live(options: argparse.Namespace) -> None:
    """Trains the small twins of the page on training, and writes the run that it opens on."""
    make_run(options.data)


def run_table(options: argparse.Namespace) -> None:
    """Writes the README's table of results anew."""
    update_readme(options.readme, options.weights)


COMMANDS = {
    "familiar": run_familiar,
    "train": run_train,
    "margins": run_margins,
    "measure": run_measure,
    "evaluate": run_evaluate,
    "hands": run_hands,
    "run": run_live,
    "table": run_table,
}


def names_for(command: str) -> list[str]:
    """The twins that a command takes: there are no maps of signs."""
    return [*NAMES, SIGNS_TWINS] if command in ("train", "measure") else NAMES


def read_command_line(arguments: list[str] | None) -> argparse.Namespace:
    """The command and its options. Exits with a sentence and code 2 where they are wrong."""
    parser = argparse.ArgumentParser(prog="python -m siamese_core.making", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, run in COMMANDS.items():
        command = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        if name not in ("hands", "run"):
            command.add_argument(
                "--weights",
                type=Path,
                default=WEIGHTS,
                metavar="FOLDER",
                help="of weights and cards (default: the app's)",
            )
        if name in ("train", "measure", "evaluate"):
            command.add_argument(
                "twins",
                nargs="*",
                metavar="TWINS",
                help=f"of {', '.join(names_for(name))}; without a name all",
            )
        if name in ("familiar", "train", "margins", "measure"):
            command.add_argument(
                "--mnist", type=Path, metavar="NPZ", help="as Keras stores it; else Keras downloads it"
            )
        if name in ("familiar", "train", "margins", "measure", "hands"):
            command.add_argument(
                "--pen-digits",
                type=Path,
                required=name == "hands",
                metavar="UNIPEN",
                help="pen strokes to use, too: pendigits-orig.tra",
            )
        if name in ("familiar", "train", "margins"):
            command.add_argument(
                "--seed", type=int, default=0, help="of weights and sampling (default: %(default)s)"
            )
            command.add_argument("--epochs", type=int, help="instead of the recipe's own number")
        if name in ("familiar", "measure"):
            command.add_argument(
                "--characters",
                type=Path,
                metavar="JSON",
                help="to count how many pass as digits: all.json of the npm package hanzi-writer-data",
            )
        if name == "train":
            command.add_argument(
                "--recipe",
                choices=("app", "tutorial"),
                default="app",
                help=f"the app's, or the Keras tutorial's for {TUTORIAL_TWINS}, with all steps between them",
            )
        if name == "evaluate":
            command.add_argument(
                "--maps", type=Path, default=EVALUATIONS, metavar="FOLDER", help="where to write"
            )
        if name in ("hands", "run"):
            command.add_argument(
                "--data", type=Path, default=PEN_DIGITS.parent, metavar="FOLDER", help="where to write"
            )
        if name == "table":
            command.add_argument(
                "--readme", type=Path, default=README, metavar="FILE", help="which has the marks"
            )
    options = parser.parse_args(arguments)
    if getattr(options, "recipe", None) == "tutorial":
        if options.twins not in ([], [TUTORIAL_TWINS]):
            parser.error(f"--recipe tutorial trains {TUTORIAL_TWINS} and no other twins")
        if options.pen_digits is None:
            parser.error("--recipe tutorial takes --pen-digits, too: its last steps train on them")
    known = names_for(options.command)
    options.twins = getattr(options, "twins", None) or known
    if unknown := [name for name in options.twins if name not in known]:
        parser.error(f"there are no twins {unknown[0]!r}; there are {', '.join(known)}")
    for path in (getattr(options, name, None) for name in ("mnist", "pen_digits", "characters")):
        if path is not None and not path.is_file():
            parser.error(f"there is no file {path}")
    if (getattr(options, "epochs", None) or 1) < 1 or getattr(options, "epochs", None) == 0:
        parser.error("--epochs takes a number of at least 1")
    return options


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit code."""
    options = read_command_line(arguments)
    try:
        COMMANDS[options.command](options)
    except (ValueError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The files on disk are whole; what was being made is as before.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
