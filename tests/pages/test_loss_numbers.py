"""The numbers on the page about the contrastive loss, by hand."""

import numpy as np
import pytest

from pages.parts.loss.numbers import (
    CONVENTIONS,
    FALLS,
    GROWS,
    MARGIN_RANGE,
    MARGINS,
    STAYS,
    Distances,
    cost,
    mean_loss_of_test_pairs,
    question_about,
    sample_of_test_pairs,
    trained_margins,
)
from pages.parts.loss.sentences import trained_table, what_the_margin_changes
from siamese_core import DESIGNS, contrastive_loss, load_twins
from siamese_core.forward import euclidean_distance
from siamese_core.making.data import load_test_digits

ALL_SIX = [(design, shared) for design in DESIGNS for shared in (True, False)]


@pytest.mark.parametrize(
    ("same", "distance", "loss", "slope", "movement"),
    [
        (True, 0.5, 0.25, 1, "together"),  # 0.5^2 and 2 * 0.5
        (True, 0, 0, 0, "alone"),
        (False, 0.5, 2.25, -3, "apart"),  # (2 - 0.5)^2 and -2 * (2 - 0.5)
        (False, 2, 0, 0, "alone"),  # at the margin
        (False, 2.5, 0, 0, "alone"),  # beyond it
    ],
)
def test_what_a_pair_costs_at_margin_2(same, distance, loss, slope, movement):
    found = cost(same, distance, 2)
    assert (found.loss, found.slope, found.movement) == (loss, slope, movement)


@pytest.mark.parametrize(
    ("distance", "end", "answer"),
    [
        (0.713, 0.7, FALLS),  # the slider's last step below the distance
        (0.8, 0.75, FALLS),  # a step below, not on it
        (0.97, 2, GROWS),  # 0.95 is too near to 1 to show much
        (1.5, 2, GROWS),  # nothing at 1, 0.5^2 at 2
        (2.5, 2, STAYS),  # nothing at both
        (0.1, 2, GROWS),  # the slider does not go below 0.1
        (0, 2, GROWS),  # 1 and 4
    ],
)
def test_the_question_fits_the_pair(distance, end, answer):
    question = question_about(distance)
    assert question.start == 1
    assert question.end == pytest.approx(end)
    assert question.answer == answer
    assert question.before == pytest.approx(max(1 - distance, 0) ** 2)
    assert question.after == pytest.approx(max(end - distance, 0) ** 2)


@pytest.mark.parametrize("start", [0.1, 0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("distance", [0, 0.3, 0.713, 1.5, 4])
def test_a_question_asks_for_what_the_slider_can_do(distance, start):
    question = question_about(distance, start)
    assert MARGIN_RANGE[0] <= question.end <= MARGIN_RANGE[1]
    assert question.end != question.start
    moved = np.sign(question.after - question.before)
    assert question.answer == {1: GROWS, 0: STAYS, -1: FALLS}[int(moved)]


def test_in_both_conventions_the_label_picks_the_term_of_its_kind():
    one, zero = CONVENTIONS.values()
    assert (one.y_same, one.y_different) == (1, 0)
    assert one.formula.startswith(r"L = y\,d^2 + (1 - y)")
    assert (zero.y_same, zero.y_different) == (0, 1)
    assert zero.formula.startswith(r"L = (1 - y)\,d^2 + y")


FOUR = Distances.of(np.array([1, 1, 0, 0]), np.array([0.5, 0.5, 1.5, 2.5]))


def test_the_mean_loss_of_four_pairs():
    mean = FOUR.mean_loss(np.array([1, 2, 3]))
    np.testing.assert_allclose(mean.same, 2 * 0.5**2 / 4)
    np.testing.assert_allclose(mean.different, [0, 0.5**2 / 4, (1.5**2 + 0.5**2) / 4])
    np.testing.assert_allclose(mean.total, [0.125, 0.1875, 0.75])


def test_the_mean_loss_at_any_margin_is_that_of_all_pairs():
    rng = np.random.default_rng(5)
    same = rng.integers(0, 2, 2_000)
    distance = np.where(same == 1, rng.gamma(4, 0.05, len(same)), rng.normal(1.1, 0.15, len(same)).clip(0))
    exact = [contrastive_loss(same, distance, margin).mean() for margin in MARGINS]
    np.testing.assert_allclose(Distances.of(same, distance).mean_loss(MARGINS).total, exact, rtol=1e-9)


@pytest.mark.parametrize(("design", "shared"), ALL_SIX)
def test_the_mean_loss_of_all_test_pairs_is_near_that_of_the_listed_ones(design, shared):
    sample, mean = (
        sample_of_test_pairs(load_twins(design, shared)),
        mean_loss_of_test_pairs(load_twins(design, shared)),
    )
    listed = contrastive_loss(
        sample.same.astype(float), sample.distance, MARGINS[:, np.newaxis]
    )  # (margins, pairs)
    error = listed.std(axis=1) / np.sqrt(listed.shape[1])
    assert (np.abs(mean.total - listed.mean(axis=1)) < 5 * error + 1e-3).all()


@pytest.mark.parametrize(("margin", "share"), [(0.25, 0), (1.5, 0), (1.6, 0.5), (2.5, 0.5), (3, 1)])
def test_the_share_inside_the_margin(margin, share):
    assert FOUR.share_inside(margin) == share  # a pair at the margin costs nothing


@pytest.mark.parametrize(("design", "shared"), ALL_SIX)
def test_the_listed_pairs_are_what_the_twins_make_of_the_test_digits(design, shared):
    sample, twins, digits = (
        sample_of_test_pairs(load_twins(design, shared)),
        load_twins(design, shared),
        load_test_digits(),
    )
    np.testing.assert_array_equal(sample.same, sample.left_digit == sample.right_digit)
    few = slice(0, 20)
    left = twins.embed_left(digits.images[sample.left[few]])
    right = twins.embed_right(digits.images[sample.right[few]])
    np.testing.assert_allclose(sample.distance[few], euclidean_distance(left, right), atol=6e-4)
    assert not sample.same[sample.closest_different]
    assert sample.distance[sample.closest_different] == sample.distance[~sample.same].min()
    assert sample.same[sample.farthest_same]
    assert sample.distance[sample.farthest_same] == sample.distance[sample.same].max()
    assert sample.inside(1.0) == sum(distance < 1 for distance in sample.distance[~sample.same])


def entry(margin, threshold, accuracy, scale):
    """Same pairs all at 0.25 * scale, different pairs at 0.75 * scale."""
    return {
        "margin": margin,
        "threshold": threshold,
        "results": {
            "mnist": {"accuracy": accuracy, "accuracy_interval": [accuracy - 0.001, accuracy + 0.001]},
            "pen": {"accuracy": accuracy - 0.01, "accuracy_interval": [accuracy - 0.02, accuracy]},
        },
        "histograms": {"distance": {"end": scale, "same": [5, 0], "different": [0, 5]}},
    }


CARD = {"margins": [entry(2.0, 1.2, 0.985, 4.0), entry(0.5, 0.2, 0.98, 1.0)]}


def test_trained_margins_come_in_order_with_their_mean_distances():
    small, large = trained_margins(CARD)
    assert (small.margin, small.same, small.different) == (0.5, 0.25, 0.75)
    assert (large.margin, large.same, large.different) == (2.0, 1.0, 3.0)
    assert large.results["mnist"]["accuracy"] == 0.985


def test_the_sentence_about_margins_has_the_figures_of_the_card():
    sentence = what_the_margin_changes(trained_margins(CARD))
    assert "4 times as large (0.5 to 2)" in sentence
    assert "different pairs grows 4.0-fold and the threshold 6.0-fold" in sentence  # 3 / 0.75 and 1.2 / 0.2
    assert "between 0.40 and 0.60" in sentence  # 0.2 / 0.5 and 1.2 / 2
    assert "Accuracy on MNIST pairs varies by 0.5 points, more than chance explains." in sentence
    assert (
        "On pen pairs the test cannot tell which margin is best" in sentence
    )  # 0.96 to 0.98, 0.965 to 0.985


def test_the_table_of_margins():
    heads, _, *rows = trained_table(trained_margins(CARD)).splitlines()
    assert heads == "| margin | threshold | threshold ÷ margin | MNIST pairs right | pen pairs right |"
    assert rows == [
        "| 0.5 | 0.200 | 0.40 | 98.00% (97.90–98.10%) | 97.00% (96.00–98.00%) |",
        "| 2 | 1.200 | 0.60 | 98.50% (98.40–98.60%) | 97.50% (96.50–98.50%) |",
    ]
