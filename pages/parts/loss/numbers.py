"""What the page on the contrastive loss computes. Knows nothing of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pages.parts.shared.pictures import sheet_address
from siamese_core import Comparison, Twins
from siamese_core.digits import load_test_classes
from siamese_core.losses import contrastive_gradient, contrastive_loss, same_term
from siamese_core.maps import load_evaluation
from siamese_core.remembering import remembered

MARGIN_RANGE = (0.1, 3.0)
MARGIN_STEP = 0.05
MARGINS = np.linspace(*MARGIN_RANGE, 59)  # every position of the slider
SAMPLED = 400  # test pairs that are shown one by one


@dataclass(frozen=True)
class Convention:
    """How the label y is written. It changes the formula, and no number.

    Attributes:
        y_same, y_different: the label of a pair of the same digit, and of different ones.
        formula: in LaTeX.
    """

    y_same: int
    y_different: int
    formula: str


CONVENTIONS = {
    "same_is_1": Convention(1, 0, r"L = y\,d^2 + (1 - y)\,\max(m - d,\,0)^2"),
    "same_is_0": Convention(0, 1, r"L = (1 - y)\,d^2 + y\,\max(m - d,\,0)^2"),
}


@dataclass(frozen=True)
class Cost:
    """What a pair costs at a margin.

    Attributes:
        loss: at least 0.
        slope: of the loss in the distance. Training moves the distance against it.
    """

    loss: float
    slope: float

    @property
    def movement(self) -> str:
        """What training does with the pair, as a code: `together`, `apart` or `alone`."""
        if self.slope == 0:
            return "alone"
        return "together" if self.slope > 0 else "apart"


def cost(same: bool, distance: float, margin: float) -> Cost:
    """The cost of a pair that is, or is not, the same digit."""
    return Cost(
        float(contrastive_loss(float(same), distance, margin)),
        float(contrastive_gradient(float(same), distance, margin)),
    )


def shown_distance(comparison: Comparison) -> float:
    """The distance as the page shows it. Computed with three decimals, so that a pocket calculator agrees
    with the page.
    """
    return round(comparison.distance, 3)


GROWS, STAYS, FALLS = ANSWERS = ("grows", "stays", "falls")  # what becomes of a loss


@dataclass(frozen=True)
class Question:
    """Predict, then try: what becomes of a different pair's loss when the margin moves.

    Attributes:
        start, end: the margins.
        before, after: the loss at each.
    """

    start: float
    end: float
    before: float
    after: float

    @property
    def answer(self) -> str:
        """One of `ANSWERS`."""
        if self.before == self.after:
            return STAYS
        return FALLS if self.after < self.before else GROWS


def question_about(distance: float, start: float = 1.0) -> Question:
    """Asks about a margin just below the distance; where that is near to `start` or above it, about one twice
    as large, or half as large where the slider does not go so far.
    """
    steps_below = np.ceil(round(distance / MARGIN_STEP, 6)) - 1
    below = round(float(steps_below) * MARGIN_STEP, 6)
    end = 2 * start if 2 * start <= MARGIN_RANGE[1] else round(start / 2, 2)
    if MARGIN_RANGE[0] <= below <= 0.8 * start:
        end = below
    return Question(start, end, *(cost(False, distance, margin).loss for margin in (start, end)))


@dataclass(frozen=True)
class MeanLoss:
    """The mean loss of all test pairs at every margin of `MARGINS`.

    Attributes:
        same: (59,) the part of the same pairs; no margin changes it.
        different: (59,) the part of the different pairs.
    """

    same: np.ndarray
    different: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """What training lowers."""
        return self.same + self.different


@dataclass(frozen=True, eq=False)
class Distances:
    """The distances of all test pairs, so sorted and summed that losses at any margin are a look-up.

    Attributes:
        same: (n,) of the same pairs, rising.
        different: (m,) of the different pairs, rising.
        sums, sums_of_squares: (m + 1,) of the first 0, 1, ... m distances in `different`.
    """

    same: np.ndarray
    different: np.ndarray
    sums: np.ndarray
    sums_of_squares: np.ndarray

    @classmethod
    def of(cls, same: np.ndarray, distance: np.ndarray) -> Distances:
        """Of pairs: (n,) whether each is the same digit, and (n,) distances."""
        distance, is_same = np.asarray(distance, np.float64), np.asarray(same) > 0.5
        different = np.sort(distance[~is_same])
        sums, squares = (np.append(0, np.cumsum(values)) for values in (different, different**2))
        return cls(np.sort(distance[is_same]), different, sums, squares)

    def mean_loss(self, margins: np.ndarray) -> MeanLoss:
        """The mean loss of all pairs at margins (m,)."""
        pairs = len(self.same) + len(self.different)
        of_same = float(same_term(self.same).sum()) / pairs
        inside = np.searchsorted(self.different, margins)  # the sum of (m - d)^2 over these is
        of_different = inside * margins**2 - 2 * margins * self.sums[inside] + self.sums_of_squares[inside]
        return MeanLoss(np.full(len(margins), of_same), np.maximum(of_different, 0) / pairs)

    def share_inside(self, margin: float) -> float:
        """The share of the different pairs whose distance is below the margin, from 0 to 1."""
        return int(np.searchsorted(self.different, margin)) / len(self.different)


@remembered()
def distances_of_test_pairs(twins: Twins) -> Distances:
    """Of the 100,000 test pairs. Raises as `load_evaluation` does."""
    evaluation = load_evaluation(twins)
    return Distances.of(evaluation.pairs.same, evaluation.distance)


@remembered()
def mean_loss_of_test_pairs(twins: Twins) -> MeanLoss:
    """The mean loss at every margin of `MARGINS`. Raises as `load_evaluation` does."""
    return distances_of_test_pairs(twins).mean_loss(MARGINS)


@dataclass(frozen=True, eq=False)
class Sample:
    """Test pairs one by one.

    Attributes:
        same: (n,) whether a pair is the same digit.
        distance: (n,).
        left, right: (n,) indices of the digits among the test digits.
        left_digit, right_digit: (n,) which digits these are, 0 to 9.
    """

    same: np.ndarray
    distance: np.ndarray
    left: np.ndarray
    right: np.ndarray
    left_digit: np.ndarray
    right_digit: np.ndarray

    @property
    def closest_different(self) -> int:
        """The different pair that costs most."""
        return int(np.argmin(np.where(self.same, np.inf, self.distance)))

    @property
    def farthest_same(self) -> int:
        """The same pair that costs most."""
        return int(np.argmax(np.where(self.same, self.distance, -np.inf)))

    @property
    def ends(self) -> dict[str, int]:
        """Both of these pairs, by codes."""
        return {"closest_different": self.closest_different, "farthest_same": self.farthest_same}

    def inside(self, margin: float) -> int:
        """How many different pairs are inside the margin."""
        return int((~self.same & (self.distance < margin)).sum())


@remembered()
def sample_of_test_pairs(twins: Twins) -> Sample:
    """The first of the test pairs, one by one; distances as the page shows them. Raises as `load_evaluation`
    does.
    """
    evaluation, digits = load_evaluation(twins), load_test_classes()
    pairs = evaluation.pairs
    left, right, same = (array[:SAMPLED] for array in (pairs.left, pairs.right, pairs.same))
    return Sample(same == 1, evaluation.distance[:SAMPLED].round(3), left, right, digits[left], digits[right])


@remembered()
def address_of_sample(twins: Twins) -> str:
    """All digits of the sample, the left ones and then the right ones, on a sheet."""
    sample = sample_of_test_pairs(twins)
    return sheet_address(np.concatenate([sample.left, sample.right]))


@dataclass(frozen=True)
class TrainedMargin:
    """What became of training with one margin.

    Attributes:
        margin, threshold: the one set before training, the other calibrated after it.
        same, different: mean distances of the test pairs, from their histogram.
        results: for each set of test pairs, `mnist` and `pen`, as on a model card.
        histogram: of the distances, as on a model card.
    """

    margin: float
    threshold: float
    same: float
    different: float
    results: dict[str, Any]
    histogram: dict[str, Any]


def trained_margins(card: dict[str, Any]) -> list[TrainedMargin]:
    """The card of `files.load_margins`, smallest margin first."""
    trained = []
    for entry in sorted(card["margins"], key=lambda entry: entry["margin"]):
        histogram = entry["histograms"]["distance"]
        middles = (np.arange(len(histogram["same"])) + 0.5) * histogram["end"] / len(histogram["same"])
        means = {kind: float(np.average(middles, weights=histogram[kind])) for kind in ("same", "different")}
        trained.append(
            TrainedMargin(
                entry["margin"], entry["threshold"], **means, results=entry["results"], histogram=histogram
            )
        )
    return trained
