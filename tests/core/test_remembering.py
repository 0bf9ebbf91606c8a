"""What is computed once."""

import gc
import weakref
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, get_ident

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.parts.shared.comparing import embedding_of
from siamese_core import load_twins
from siamese_core.maps import Map, load_evaluation, squared_lengths
from siamese_core.remembering import Memory, remembered

MANY = 20


class Question:
    """It knows when MANY threads have looked it up, and so wait for one answer."""

    def __init__(self):
        self.threads, self.all_wait = set(), Event()

    def __hash__(self):
        self.threads.add(get_ident())
        if len(self.threads) == MANY:
            self.all_wait.set()
        return 0


@pytest.mark.parametrize("fails", [False, True], ids=["a result", "a failure"])
def test_what_many_ask_for_at_once_is_computed_once_and_a_failure_is_not_remembered(fails):
    question, results = Question(), [ValueError("not yet") if fails else 1, 2]

    @remembered()
    def answer(asked):
        assert asked.all_wait.wait(10)
        result = results.pop(0)
        if isinstance(result, ValueError):
            raise result
        return result

    with ThreadPoolExecutor(MANY) as threads:
        asked = [threads.submit(answer, question) for _ in range(MANY)]
    if fails:
        assert {str(each.exception()) for each in asked} == {"not yet"}
    else:
        assert {each.result() for each in asked} == {1}
    assert answer(question) == answer(question) == (2 if fails else 1)


def test_nobody_waits_for_what_others_ask_for():
    go_on = Event()

    @remembered()
    def answer(asked):
        assert asked == "quick" or go_on.wait(10)
        return asked

    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(answer, "slow")
        assert answer("quick") == "quick"  # while the slow one is under way
        assert not slow.done()
        go_on.set()
        assert slow.result() == "slow"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 4))
def test_of_too_many_results_those_not_asked_for_the_longest_are_forgotten(numbers, at_most):
    computed, expected, kept = [], [], OrderedDict()
    keep = remembered(at_most)(computed.append)
    for number in numbers:
        keep(number)
        if number not in kept:
            expected.append(number)
        kept[number] = True
        kept.move_to_end(number)
        while len(kept) > at_most:
            kept.popitem(last=False)
    assert computed == expected


def test_arguments_by_name_are_refused():
    with pytest.raises(TypeError, match="by position"):
        remembered()(lambda number: number)(number=1)


# Whose results they are


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


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "unshared"])
def test_twins_never_get_what_was_computed_of_others_of_the_same_design(shared, digits):
    twins, picture = load_twins("mnist_siamese", shared), digits.images[0]
    nudged = twins.nudged("embedding/bias", (0,), 100.0)
    taught_otherwise = replace(twins, left=nudged.left, right=nudged.left)  # and with the same card and file
    for each in (twins, nudged, taught_otherwise, twins):
        (expected,) = each.embed_left(picture[None])
        np.testing.assert_array_equal(embedding_of(each, "left", picture), expected)
        assert embedding_of(each, "left", picture) is embedding_of(each, "left", picture)
    with pytest.raises(ValueError, match="loaded from a file"):
        load_evaluation(nudged)


def test_twins_and_maps_that_nobody_has_any_more_leave_nothing_behind(digits):
    twins = load_twins("mnist_siamese", True).nudged("embedding/bias", (0,), 1.0)
    some = Map.of(twins.embed_left(digits.images[:20]), np.zeros((0, 2)), 0.0)
    results = [weakref.ref(embedding_of(twins, "left", digits.images[0])), weakref.ref(squared_lengths(some))]
    del twins, some
    gc.collect()
    assert [result() for result in results] == [None, None]
