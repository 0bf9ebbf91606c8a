"""What is remembered, and what goes first."""

from dataclasses import replace

import numpy as np
import pytest

from siamese_core.recorded import SIZE, Measured, Moment, Settings, as_run, shown
from siamese_core.run_store import RunStore, size_of

ALL = [Settings(margin=margin, seed=seed) for margin in (0.5, 2.0) for seed in (1, 2, 3)]


def run_of(settings, moments=2):
    weights, places = np.zeros(SIZE, np.float16), np.zeros((len(shown(settings)), 2), np.float32)
    measured = Measured(*range(9))
    return as_run(
        settings, [Moment(step, measured, 2 * (weights,), 2 * (places,)) for step in range(moments)]
    )


def kept(store):
    return [settings for settings in ALL if store.recall(settings) is not None]


def test_a_run_takes_what_its_arrays_take():
    # 2 moments of 3,746 weights and 800 places; 9 numbers and the step; what each digit is
    once = 2 * (3746 * 2 + 800 * 2 * 4) + 2 * (9 * 8 + 8) + 800 * (8 + 8 + 1)
    assert size_of(run_of(ALL[0])) == once
    two_branches = size_of(run_of(replace(ALL[0], shared=False)))
    assert two_branches == once + 2 * (3746 * 2 + 800 * 2 * 4)


def test_what_was_not_asked_for_the_longest_goes_first():
    store = RunStore(at_most=3, megabytes=100)
    for settings in ALL[:3]:
        store.keep(run_of(settings))
    store.recall(ALL[0])
    store.keep(run_of(ALL[3]))
    assert kept(store) == [ALL[0], ALL[2], ALL[3]]


@pytest.mark.parametrize("count", [1, 4])
def test_the_memory_is_bounded(count):
    store = RunStore(at_most=100, megabytes=(count + 0.5) * size_of(run_of(ALL[0])) / 1e6)
    for settings in ALL:
        store.keep(run_of(settings))
    assert kept(store) == ALL[-count:]
    assert store.nbytes == count * size_of(run_of(ALL[0]))


def test_the_newest_is_kept_even_if_it_alone_is_too_large():
    store = RunStore(at_most=0, megabytes=0)
    for settings in ALL:
        store.keep(run_of(settings))
        assert kept(store) == [settings]


def test_a_run_that_is_kept_twice_counts_once():
    store = RunStore(at_most=2, megabytes=100)
    store.keep(run_of(ALL[0]))
    newest = run_of(ALL[0], moments=3)
    store.keep(newest)
    assert len(store) == 1
    assert store.recall(ALL[0]) is newest
