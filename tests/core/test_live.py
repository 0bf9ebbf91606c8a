"""Twins that are trained while one watches: that they learn, what each setting does, and what is recorded."""

from dataclasses import asdict, replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from siamese_core import live
from siamese_core.designs import TWO_NUMBERS
from siamese_core.digits import halves, load_test_classes, load_test_pictures
from siamese_core.forward import embed
from siamese_core.live import RATES, Training, best_accuracy, moments_of, train_live
from siamese_core.losses import contrastive_loss
from siamese_core.recorded import (
    CHOICES,
    MOMENTS,
    SHAPES,
    SHOWN,
    SIZE,
    STEPS,
    Settings,
    as_arrays,
    as_run,
    shown,
)

SHARED, UNSHARED = Settings(), Settings(shared=False)
run_of = cache(train_live)


# What can be set


@pytest.mark.parametrize(
    "wrong",
    [{"margin": 3.0}, {"pairs": "all"}, {"digits": 4}, {"seed": True}, {"shared": 1}, {"shared": "yes"}],
)
def test_what_is_not_offered_is_refused_with_what_is(wrong):
    name = next(iter(wrong))
    with pytest.raises(ValueError, match=f"{name} is one of {CHOICES[name][0]}"):
        Settings(**wrong)


def test_the_usual_settings_are_offered():
    assert all(value in CHOICES[name] for name, value in asdict(SHARED).items())
    assert set(RATES) == set(CHOICES["learning_rate"])


# Digits


def test_no_digit_is_both_learned_from_and_never_seen():
    learned_from, unseen = halves()
    assert len(learned_from) == len(unseen) == 5000
    assert set(learned_from) | set(unseen) == set(range(10_000))


@pytest.mark.parametrize("count", [200, 1000])
def test_few_digits_are_as_many_of_each(count):
    counts = np.bincount(load_test_classes()[halves()[0][:count]])
    assert counts.tolist() == [count // 10] * 10


@pytest.mark.parametrize("count", CHOICES["digits"])
def test_the_map_shows_both_kinds(count):
    on_map = shown(Settings(digits=count))
    learned_from, unseen = halves()
    assert len(on_map) == min(count, SHOWN) + SHOWN
    assert set(on_map[:-SHOWN]) <= set(learned_from[:count])
    assert set(on_map[-SHOWN:]) <= set(unseen)


# Learning


def test_nine_in_ten_pairs_of_digits_never_seen_are_right():
    assert run_of(SHARED).unseen[-1] >= 0.9
    assert run_of(SHARED).unseen[0] < 0.75


def test_moments_are_recorded_from_the_start_to_the_end_and_denser_at_first():
    run = run_of(SHARED)
    np.testing.assert_array_equal(run.steps, MOMENTS)
    assert (run.steps[0], run.steps[-1], run.is_over) == (0, STEPS, True)
    gaps = np.diff(run.steps)
    assert (gaps > 0).all()
    assert all(after >= before - 1 for before, after in pairwise(gaps))
    assert (run.steps <= 100).sum() > len(run.steps) / 3


@pytest.mark.parametrize("settings", [SHARED, UNSHARED], ids=["shared", "unshared"])
def test_the_same_settings_give_the_same_numbers_however_they_are_rounded(settings, monkeypatch):
    start = Training.start

    def with_other_rounding(self):
        branch = start(self)
        branch.flat *= 1 + np.where(np.arange(SIZE) % 2, 1.0, -0.5) * np.finfo(float).eps
        return branch

    monkeypatch.setattr(Training, "start", with_other_rounding)
    monkeypatch.setattr(live, "STEPS", 300)  # the rate falls slower, so the numbers are others, but alike
    moments = [list(moments_of(settings)) for _ in (0, 1)]
    monkeypatch.setattr(Training, "start", start)
    moments.append(list(moments_of(settings)))
    first, again, usual = (as_run(settings, each) for each in moments)
    for run in (again, usual):
        for side in (0, 1):
            np.testing.assert_array_equal(run.weights[side], first.weights[side])
        np.testing.assert_array_equal(run.left, first.left)


def test_another_start_gives_another_map():
    first, other = run_of(SHARED), run_of(replace(SHARED, seed=2))
    assert np.abs(first.left[0] - other.left[0]).mean() > 0.1
    assert other.unseen[-1] > 0.9


def test_a_margin_of_2_gives_the_same_islands_twice_as_far_apart():
    usual, large, small = (run_of(replace(SHARED, margin=margin)) for margin in (1.0, 2.0, 0.5))
    np.testing.assert_allclose(large.left, 2 * usual.left, atol=1e-5)
    np.testing.assert_allclose(small.left, usual.left / 2, atol=1e-5)
    np.testing.assert_allclose(large.loss, 4 * usual.loss, rtol=1e-4)


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "unshared"])
def test_same_pairs_alone_end_in_one_point(shared):
    run = run_of(Settings(shared=shared, pairs="same"))
    assert run.measured["unseen_different"][-1] < 0.02
    assert np.ptp(run.left[-1], axis=0).max() < 0.1
    np.testing.assert_array_equal(run.loss, run.measured["same_loss"])


def test_different_pairs_alone_push_the_same_digits_apart_too():
    run = run_of(Settings(pairs="different"))
    assert run.measured["unseen_same"][-1] > 1
    np.testing.assert_array_equal(run.loss, run.measured["different_loss"])


@pytest.mark.parametrize("seed", CHOICES["seed"])
def test_too_high_a_rate_fails_and_a_low_one_is_slow(seed):
    usual, slow, high = (run_of(Settings(learning_rate=rate, seed=seed)) for rate in ("good", "slow", "high"))
    assert high.loss.max() > 1000 * high.loss[0]
    assert high.unseen[-1] < 0.75 < slow.unseen[-1] < usual.unseen[-1] - 0.05


def test_fewer_digits_are_learned_by_heart():
    gaps = [
        float(run.learnt[-1] - run.unseen[-1])
        for run in (run_of(Settings(digits=count)) for count in CHOICES["digits"])
    ]
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[0] > 0.15


def test_a_run_whose_numbers_are_none_any_more_ends_there(monkeypatch):
    monkeypatch.setitem(RATES, "high", 1e30)
    with np.errstate(all="ignore"):
        run = train_live(Settings(learning_rate="high"))
    assert 0 < len(run.steps) < len(MOMENTS)
    assert not run.is_over
    assert np.isfinite(run.left).all()


# What is recorded, computed another way


@pytest.mark.parametrize("settings", [SHARED, UNSHARED], ids=["shared", "unshared"])
def test_places_are_those_of_the_recorded_weights(settings):
    run = run_of(settings)
    pictures = load_test_pictures(run.digits[:50])
    for side, places, weights in zip(("left", "right"), (run.left, run.right), run.weights, strict=True):
        for moment in (0, 20, -1):
            arrays = as_arrays(weights[moment].astype(np.float32))
            np.testing.assert_allclose(
                embed(TWO_NUMBERS.branch, arrays, pictures), places[moment][:50], atol=1e-5
            )
        np.testing.assert_allclose(run.places_of(side, pictures[3]), places[:, 3], atol=1e-5)


def test_shared_weights_are_recorded_once():
    run = run_of(SHARED)
    assert run.left is run.right
    assert run.weights[0] is run.weights[1]
    assert run_of(UNSHARED).nbytes == 2 * run.nbytes
    assert np.abs(run_of(UNSHARED).left[-1] - run_of(UNSHARED).right[-1]).mean() > 0.05


def test_the_classes_shown_are_those_of_the_digits():
    run = run_of(SHARED)
    np.testing.assert_array_equal(run.classes, load_test_classes()[run.digits])
    np.testing.assert_array_equal(run.learns_from, np.arange(len(run.digits)) < SHOWN)


@pytest.mark.parametrize("settings", [SHARED, UNSHARED], ids=["shared", "unshared"])
def test_what_is_measured_is_what_the_map_shows(settings):
    """Among the 400 digits on the map, with loops: near the figures, which are of all digits."""
    run = run_of(settings)
    for kind, chosen in (("learnt", run.learns_from), ("unseen", ~run.learns_from)):
        left, right, classes = run.left[-1][chosen], run.right[-1][chosen], run.classes[chosen]
        same, different = [], []
        for i in range(len(classes)):
            for j in range(len(classes)):
                if i != j:
                    distance = float(np.linalg.norm(left[i] - right[j]))
                    (same if classes[i] == classes[j] else different).append(distance)
        assert run.measured[f"{kind}_same"][-1] == pytest.approx(np.mean(same), abs=0.06)
        assert run.measured[f"{kind}_different"][-1] == pytest.approx(np.mean(different), abs=0.06)
        thresholds = np.linspace(0, 2, 101)
        right_answers = [
            (np.mean(np.array(same) <= threshold) + np.mean(np.array(different) > threshold)) / 2
            for threshold in thresholds
        ]
        assert getattr(run, kind)[-1] == pytest.approx(max(right_answers), abs=0.03)
        if kind == "learnt":
            costs = [contrastive_loss(1, same, 1.0).mean(), contrastive_loss(0, different, 1.0).mean()]
            assert run.loss[-1] == pytest.approx(np.mean(costs), abs=0.02)
    np.testing.assert_allclose(run.loss, run.measured["same_loss"] + run.measured["different_loss"])


@pytest.mark.parametrize(
    ("same", "different", "expected"),
    [
        ([0.1, 0.2], [0.3, 0.4], 1.0),
        ([0.3, 0.4], [0.1, 0.2], 0.5),  # best is to call none the same
        ([0.1, 0.5], [0.3, 0.6], 0.75),
        ([0.0, 0.0], [0.0, 0.0], 0.5),  # all in one point
    ],
)
def test_the_best_accuracy_by_hand(same, different, expected):
    assert best_accuracy(np.array(same), np.array(different)) == expected


def test_weights_by_name_are_views_of_the_row():
    row = np.arange(SIZE, dtype=float)
    arrays = as_arrays(row)
    assert {name: array.shape for name, array in arrays.items()} == SHAPES
    arrays["embedding/bias"][:] = -1
    assert list(row[-2:]) == [-1, -1]
