"""What is computed once."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import numpy as np
import pytest

from pages.parts.shared.comparing import embedding_of
from siamese_core import load_twins
from siamese_core.maps import load_evaluation
from siamese_core.remembering import Memory, remembered

MANY = 20


def test_what_many_ask_for_at_once_is_computed_once():
    computed, everybody = [], Barrier(MANY)

    @remembered()
    def double(number):
        computed.append(number)
        return 2 * number

    def ask(_):
        everybody.wait()
        return double(21)

    with ThreadPoolExecutor(MANY) as threads:
        assert list(threads.map(ask, range(MANY))) == [42] * MANY
    assert computed == [21]


def test_nobody_waits_for_what_others_ask_for():
    go_on = Event()

    @remembered()
    def answer(what):
        if what == "slow":
            assert go_on.wait(10)
        return what

    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(answer, "slow")
        assert answer("quick") == "quick"  # while the slow one is under way
        assert not slow.done()
        go_on.set()
        assert slow.result() == "slow"


def test_a_failure_is_passed_on_and_not_remembered():
    outcomes = [ValueError("not yet"), 7]

    @remembered()
    def later():
        found = outcomes.pop(0)
        if isinstance(found, ValueError):
            raise found
        return found

    with pytest.raises(ValueError, match="not yet"):
        later()
    assert later() == later() == 7


def test_what_was_not_asked_for_the_longest_is_forgotten():
    computed = []

    @remembered(2)
    def keep(number):
        computed.append(number)

    for number in (1, 2, 1, 3, 1, 2):  # 3 takes the place of 2, as 1 was asked for since
        keep(number)
    assert computed == [1, 2, 3, 2]


def test_arguments_by_name_are_refused():
    with pytest.raises(TypeError, match="by position"):
        remembered()(lambda number: number)(number=1)


class Thing:
    def __init__(self):
        self.memory = Memory()


def test_results_belong_to_their_object_and_are_gone_with_it():
    @remembered()
    def make(_thing, _number):
        return np.zeros(3)

    one, other = Thing(), Thing()
    assert make(one, 1) is make(one, 1)
    assert make(one, 1) is not make(other, 1)
    result = weakref.ref(make(one, 1))
    del one
    gc.collect()
    assert result() is None


@pytest.mark.parametrize("shared", [True, False])
def test_changed_twins_never_get_the_embeddings_of_others(shared, digits):
    twins, picture = load_twins("mnist_siamese", shared), digits.images[0]
    before = embedding_of(twins, "left", picture)
    nudged = twins.nudged("embedding/bias", (0,), 100.0)
    np.testing.assert_array_equal(embedding_of(nudged, "left", picture), nudged.embed_left(picture[None])[0])
    assert (embedding_of(nudged, "left", picture) != before).any()
    assert embedding_of(twins, "left", picture) is before
    with pytest.raises(ValueError, match="loaded from a file"):
        load_evaluation(nudged)
