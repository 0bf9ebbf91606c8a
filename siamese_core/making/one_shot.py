"""One-shot recognition, measured: a shelf with one example of each sign, a question, and the nearest wins.

Twins taught on signs are held beside twins taught on digits and beside the pictures' pixels. Nothing here
needs a file that does not come with the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from siamese_core.digits import load_test_classes, load_test_pictures
from siamese_core.files import WEIGHTS, load_twins, twins_files
from siamese_core.forward import euclidean_distance
from siamese_core.hands import load_hands
from siamese_core.invented import SMALLEST, invent, write
from siamese_core.making.measure import calibrate
from siamese_core.strokes import draw
from siamese_core.twins import Twins

INVENTED = 2_000  # signs, each drawn twice
CALIBRATION_SEED, TEST_SEED = 2011, 2012  # which signs and shelves these are; no training has these seeds
PEN_SHELVES = 50  # for every pen digit
CLASSES = 10
OTHERS = 9  # signs on a shelf where the threshold for "none of these" is calibrated: pen digits have 9 others

Embed = Callable[[np.ndarray], np.ndarray]  # (n, 28, 28) -> (n, dim)


@dataclass(frozen=True)
class Shelves:
    """Questions, each with a shelf of its own, by index into pictures.

    Attributes:
        pictures: (n, 28, 28) float32.
        question: (q,) the drawing that is to be recognised.
        examples: (q, signs) one drawing of every sign on the shelf; the first is the right one.
    """

    pictures: np.ndarray
    question: np.ndarray
    examples: np.ndarray

    def distances(self, embed: Embed) -> np.ndarray:
        """From each question to the signs on its shelf: (q, signs)."""
        embeddings = embed(self.pictures)
        return np.stack(
            [
                euclidean_distance(embeddings[self.question], embeddings[example])
                for example in self.examples.T
            ],
            axis=1,
        )


def pixels_of(pictures: np.ndarray) -> np.ndarray:
    """Pictures (n, 28, 28) -> (n, 784): an embedding that nothing was learned for."""
    return pictures.reshape(len(pictures), -1)


def invented_shelves(signs: int, seed: int) -> Shelves:
    """2,000 signs that the program invents, drawn twice with the app's pen; each is asked for once."""
    rng = np.random.default_rng(seed)
    pictures = []
    for _ in range(INVENTED):
        sign = invent(rng)
        pictures += [draw(write(sign, rng), SMALLEST) for _ in range(2)]
    right = np.arange(INVENTED)
    others = np.stack([rng.choice(INVENTED - 1, signs - 1, replace=False) for _ in right])
    others += others >= right[:, np.newaxis]  # none of them is the right one
    return Shelves(np.stack(pictures), 2 * right + 1, 2 * np.column_stack([right, others]))


def pen_shelves(same_writer: bool, seed: int, writers: np.ndarray | None = None) -> Shelves:
    """The pen digits that come with the package, each asked for 50 times, with examples by one writer.

    Args:
        same_writer: whether the examples are by who wrote the question, or by somebody else.
        seed: of the choice of examples.
        writers: whose digits; all by default.
    """
    rng = np.random.default_rng(seed)
    hands = [hand for hand in load_hands() if writers is None or hand.writer in writers]
    digit, writer = (np.array([getattr(hand, name) for hand in hands]) for name in ("digit", "writer"))
    pictures = np.stack([draw(list(hand.strokes)) for hand in hands])
    question = np.repeat(np.arange(len(hands)), PEN_SHELVES)
    by = {each: np.flatnonzero(writer == each) for each in np.unique(writer)}
    examples = []
    for asked in question:
        exemplary = writer[asked]
        if not same_writer:
            exemplary = rng.choice([each for each in by if each != exemplary])
        theirs = by[exemplary][by[exemplary] != asked]
        examples.append(_one_of_each(digit[theirs], theirs, digit[asked], rng))
    return Shelves(pictures, question, np.array(examples))


def mnist_shelves(seed: int) -> Shelves:
    """MNIST's 10,000 test digits, each asked for once, with examples by chance: by anybody."""
    rng = np.random.default_rng(seed)
    digit = load_test_classes()
    of_class = [np.flatnonzero(digit == each) for each in range(CLASSES)]
    examples = np.stack([rng.choice(each, len(digit)) for each in of_class], axis=1)  # (10,000, 10)
    question = np.arange(len(digit))
    own = examples[question, digit] == question  # no digit is its own example: the next one is
    place = np.array([np.searchsorted(of_class[each], i) for each, i in zip(digit, question, strict=True)])
    for i in np.flatnonzero(own):
        same = of_class[digit[i]]
        examples[i, digit[i]] = same[(place[i] + 1) % len(same)]
    right_first = (digit[:, np.newaxis] + np.arange(CLASSES)) % CLASSES
    return Shelves(load_test_pictures(slice(None)), question, np.take_along_axis(examples, right_first, 1))


def _one_of_each(
    digit: np.ndarray, index: np.ndarray, first: int, rng: np.random.Generator
) -> list[np.integer[Any]]:
    """One of the indices for every digit, by chance, beginning with the digit `first`."""
    order = (first + np.arange(CLASSES)) % CLASSES
    return [rng.choice(index[digit == each]) for each in order]


def is_right(distances: np.ndarray) -> np.ndarray:
    """Distances (q, signs), the right sign first -> whether it is nearer than all others (q,)."""
    return distances[:, 0] < distances[:, 1:].min(axis=1)


def accuracy(shelves: Shelves, embed: Embed) -> tuple[float, list[float]]:
    """The share of questions whose right sign is nearest, and its 95% interval, which is drawn over drawings:
    a drawing that is asked for on 50 shelves is no 50 drawings.
    """
    drawings, of_drawing = np.unique(shelves.question, return_inverse=True)
    right = np.bincount(of_drawing, is_right(shelves.distances(embed))) / np.bincount(of_drawing)
    mean, reach = right.mean(), 1.96 * right.std(ddof=1) / np.sqrt(len(drawings))
    return float(mean), [float(max(0, mean - reach)), float(min(1, mean + reach))]


@dataclass(frozen=True)
class NearestSigns:
    """How near the nearest sign is, on shelves from which one sign was taken.

    Attributes:
        known: (q,) where the right sign is on the shelf.
        right: (q,) whether the right sign is the nearest one then.
        unknown: (q,) where the right sign is the one that was taken.
    """

    known: np.ndarray
    right: np.ndarray
    unknown: np.ndarray

    @classmethod
    def of(cls, distances: np.ndarray) -> NearestSigns:
        """From distances (q, signs), the right sign first; the last one is taken where the first is not."""
        known = distances[:, :-1]
        return cls(known.min(axis=1), is_right(known), distances[:, 1:].min(axis=1))

    def mistakes(self, threshold: float) -> dict[str, float]:
        """Three kinds, as shares of 1: signs on the shelf that are said to be `known_refused`, none of these,
        or `known_mistaken`, another one; and signs that are not on it and are `unknown_accepted`.
        """
        accepted = self.known <= threshold
        return {
            "known_refused": float(np.mean(~accepted)),
            "known_mistaken": float(np.mean(accepted & ~self.right)),
            "unknown_accepted": float(np.mean(self.unknown <= threshold)),
        }


def twins_beside(folder: Path) -> Twins:
    """The twins taught on digits that those taught on signs are held beside: the folder's own where it has
    them, or those of the package.
    """
    card_path, _ = twins_files("cnn_contrastive", True, folder)
    return load_twins("cnn_contrastive", True, folder=folder if card_path.exists() else WEIGHTS)


def measure_signs(twins: Twins, on_digits: Twins) -> dict[str, Any]:
    """Measures twins taught on signs, beside the pixels and beside the same twins taught on digits.

    Returns:
        The card's `threshold`; `one_shot`: of every protocol how many `signs` a shelf has, how many
        `questions` were asked with how many `drawings`, and the `accuracy`, a share of 1, of each way of
        seeing with its 95% `accuracy_interval`; `none_of_these`: the `thresholds`, calibrated for each in the
        same way, and their mistakes; and `beside`: the weights of the twins taught on digits.
    """
    ways: dict[str, Embed] = {
        "pixels": pixels_of,
        "digits": on_digits.embed_left,
        "signs": twins.embed_left,
    }
    one_shot = {}
    for name, shelves in protocols().items():
        count, signs = shelves.examples.shape
        found = {way: accuracy(shelves, embed) for way, embed in ways.items()}
        one_shot[name] = {
            "signs": signs,
            "drawings": len(np.unique(shelves.question)),
            "questions": count,
            "accuracy": {way: share for way, (share, _) in found.items()},
            "accuracy_interval": {way: interval for way, (_, interval) in found.items()},
        }
    none = none_of_these(ways)
    return {
        "threshold": none["thresholds"]["signs"],
        "one_shot": one_shot,
        "none_of_these": none,
        "beside": {"digits_weights_sha256": on_digits.card["weights_sha256"]},
    }


def protocols() -> dict[str, Shelves]:
    """What one-shot accuracy is measured on, by the names on the card."""
    return {
        "invented_5": invented_shelves(5, TEST_SEED),
        "invented_20": invented_shelves(20, TEST_SEED),
        "pen_same_writer": pen_shelves(True, TEST_SEED),
        "pen_other_writer": pen_shelves(False, TEST_SEED),
        "mnist": mnist_shelves(TEST_SEED),
    }


def none_of_these(ways: dict[str, Embed]) -> dict[str, Any]:
    """The threshold beyond which a drawing is none of the signs on a shelf, for each way of seeing.

    A shelf has nine signs, and the sign that is asked for is one of them every other time. The threshold is
    where the right sign, or "none of these", is said most often, over three kinds of question that count the
    same: signs drawn by a program, digits drawn by the person who drew the shelf, and by another one.

    Returns:
        `signs` on a shelf; `calibrated_with` and `tested_with`: how many invented signs, and digits by which
        writers; `thresholds`, distances; and `results`: of each kind of question, on other signs and by other
        writers than those it was calibrated with, the mistakes (see `NearestSigns.mistakes`).
    """
    writers = np.unique([hand.writer for hand in load_hands()])
    calibrating, measured = writers[::2], writers[1::2]  # as of `making.data.split_writers`
    calibration = kinds_of_question(CALIBRATION_SEED, calibrating)
    tests = kinds_of_question(TEST_SEED, measured)
    thresholds = {way: calibrated(embed, calibration.values()) for way, embed in ways.items()}
    return {
        "signs": OTHERS,
        "calibrated_with": {"invented_signs": INVENTED, "pen_writers": calibrating.tolist()},
        "thresholds": thresholds,
        "tested_with": {"invented_signs": INVENTED, "pen_writers": measured.tolist()},
        "results": {
            kind: {
                way: NearestSigns.of(shelves.distances(embed)).mistakes(thresholds[way])
                for way, embed in ways.items()
            }
            for kind, shelves in tests.items()
        },
    }


def kinds_of_question(seed: int, writers: np.ndarray) -> dict[str, Shelves]:
    """Shelves of ten signs, from which one is to be taken."""
    return {
        "invented": invented_shelves(OTHERS + 1, seed),
        "pen_same_writer": pen_shelves(True, seed, writers),
        "pen_other_writer": pen_shelves(False, seed, writers),
    }


def calibrated(embed: Embed, kinds: Iterable[Shelves]) -> float:
    """The distance up to which the nearest sign is most often rightly accepted, on shelves of several kinds
    that count the same. Where the nearest sign is the wrong one, no threshold makes the answer right.
    """
    nearest = [NearestSigns.of(shelves.distances(embed)) for shelves in kinds]
    size = min(len(each.known) for each in nearest)
    evenly = [np.linspace(0, len(each.known) - 1, size).astype(int) for each in nearest]
    known = np.concatenate(
        [each.known[which][each.right[which]] for each, which in zip(nearest, evenly, strict=True)]
    )
    unknown = np.concatenate([each.unknown[which] for each, which in zip(nearest, evenly, strict=True)])
    is_known = np.repeat([1.0, 0.0], [len(known), len(unknown)])
    return -calibrate(is_known, -np.concatenate([known, unknown]))
