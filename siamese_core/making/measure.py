"""What a model card says of trained twins, and how it is measured. The numbers are those of the NumPy twins that the app
serves, so a test repeats them without Keras.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from siamese_core.zoo import WEIGHTS, Twins, load_twins

from siamese_core import verification
from siamese_core.designs import DESIGNS, SHARINGS
from siamese_core.digits import Digits
from siamese_core.forward import euclidean_distance
from siamese_core.pairs import Pairs, sample_pairs

PAIRS = 100_000
VALIDATION_SEED, TEST_SEED = (
    2005,
    2006,
)  # which pairs are sampled; the same for all twins, whatever their training's seed
BINS = 100
SAMPLE = 400  # test pairs that a card lists one by one
TABLE_START, TABLE_END = "<!-- results -->", "<!-- end of results -->"


@dataclass(frozen=True)
class ComparedPairs:
    """Pairs and what twins make of them.

    Attributes:
        pairs: indices into the digits, and `same`.
        distance: (n,) between the embeddings.
        closeness: (n,) what decides, larger for more alike: the probability, or minus the distance.
    """

    pairs: Pairs
    distance: np.ndarray
    closeness: np.ndarray


def compare_pairs(twins: Twins, digits: Digits, seed: int = TEST_SEED) -> ComparedPairs:
    """Samples 100,000 balanced pairs of `digits` and compares them."""
    left = twins.embed_left(digits.images)
    right = left if twins.shared else twins.embed_right(digits.images)
    pairs = sample_pairs(digits.digits, PAIRS, np.random.default_rng(seed))
    blocks = [
        (left[pairs.left[i : i + 5000]], right[pairs.right[i : i + 5000]]) for i in range(0, PAIRS, 5000)
    ]
    distance = np.concatenate([euclidean_distance(*block) for block in blocks])
    if not twins.design.metric_network:
        return ComparedPairs(pairs, distance, -distance)
    return ComparedPairs(pairs, distance, np.concatenate([twins.probabilities(*block) for block in blocks]))


def measure(twins: Twins, validation: dict[str, Digits], test: dict[str, Digits]) -> dict[str, Any]:
    """Calibrates the threshold on validation pairs and measures the twins on test pairs.

    Args:
        twins: their card is not read.
        validation: sets of digits by name, in no training set; each counts the same for the threshold.
        test: sets of digits by name: `mnist`, and `pen` where there are pen digits.

    Returns:
        The card's `threshold`, `results` (accuracy, AUC and EER as shares of 1, for each test set), `histograms` (of the
        MNIST test pairs: distance, and probability where there is a metric network) and `sample` (the first of these
        pairs one by one: indices of the digits, `same`, distance).
    """
    calibration = [compare_pairs(twins, digits, VALIDATION_SEED) for digits in validation.values()]
    threshold = verification.calibrate(
        np.concatenate([compared.pairs.same for compared in calibration]),
        np.concatenate([compared.closeness for compared in calibration]),
    )
    compared_sets = {name: compare_pairs(twins, digits) for name, digits in test.items()}
    mnist = compared_sets["mnist"]
    histograms = {"distance": histogram(mnist.pairs.same, mnist.distance, _tidy_end(mnist.distance))}
    if twins.design.metric_network:
        histograms["probability"] = histogram(mnist.pairs.same, mnist.closeness, 1.0)
    return {
        "threshold": threshold if twins.design.metric_network else -threshold,
        "results": {name: results(compared, threshold) for name, compared in compared_sets.items()},
        "histograms": histograms,
        "sample": {
            "left": mnist.pairs.left[:SAMPLE].tolist(),
            "right": mnist.pairs.right[:SAMPLE].tolist(),
            "same": mnist.pairs.same[:SAMPLE].astype(int).tolist(),
            "distance": [round(float(distance), 4) for distance in mnist.distance[:SAMPLE]],
        },
    }


def results(compared: ComparedPairs, threshold: float) -> dict[str, float]:
    """Accuracy at a threshold of closeness, AUC and EER, all as shares of 1."""
    roc = verification.roc_curve(compared.pairs.same, compared.closeness)
    return {
        "pairs": len(compared.pairs),
        "accuracy": verification.accuracy(compared.pairs.same, compared.closeness, threshold),
        "auc": verification.area_under(roc),
        "eer": verification.equal_error_rate(roc),
    }


def histogram(same: np.ndarray, values: np.ndarray, end: float) -> dict[str, Any]:
    """Counts of same and different pairs in `BINS` bins of equal width from 0 to `end`; the last one takes what is
    beyond.
    """
    edges = np.linspace(0, end, BINS + 1)
    inside = np.minimum(values, np.nextafter(end, 0))
    counts = {
        name: np.histogram(inside[same == label], edges)[0].tolist()
        for name, label in (("same", 1), ("different", 0))
    }
    return {"end": end, **counts}


def _tidy_end(distances: np.ndarray) -> float:
    """An end for the distance axis that all but a few pairs stay below, with two digits."""
    end = float(np.quantile(distances, 0.9995))
    unit = 10.0 ** (np.floor(np.log10(end)) - 1)
    return float(round(np.ceil(end / unit) * unit, 6))


def results_table(folder: Path = WEIGHTS) -> str:
    """All twins and their results as a Markdown table, from their cards."""
    lines = [
        "| design | weights | parameters | MNIST pairs: accuracy | AUC | EER | pen pairs: accuracy | AUC | EER |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for design in DESIGNS:
        for sharing in SHARINGS:
            twins = load_twins(design, sharing == "shared", folder)
            cells = [f"`{design}`", sharing, f"{twins.parameters:,}"]
            for name in ("mnist", "pen"):
                found = twins.card["results"][name]
                cells += [f"{found['accuracy']:.2%}", f"{found['auc']:.5f}", f"{found['eer']:.2%}"]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def update_readme(readme: Path) -> None:
    """Puts the table of results between the README's two marks."""
    before, start, rest = readme.read_text(encoding="utf-8").partition(TABLE_START)
    _, end, after = rest.partition(TABLE_END)
    if not end:
        raise ValueError(f"{readme} needs the marks {TABLE_START} and {TABLE_END}, in this order.")
    readme.write_text(f"{before}{start}\n{results_table()}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    update_readme(Path(__file__).parents[1] / "README.md")
