"""Who waits for what, by a clock that the tests hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siamese_core.recorded import Settings
from siamese_core.wishes import FAILURES, Wishes

FIRST, SECOND, THIRD = (Settings(seed=seed, margin=0.5) for seed in (1, 2, 3))


class Process:
    """A worker that only knows whether it was killed."""

    killed = False

    def kill(self):
        self.killed = True


@pytest.fixture
def wishes():
    return Wishes(patience=15, time_limit=60)


def train(wishes, now=0.0):
    job = wishes.take(now)
    job.worker = Process()
    return job


def places(wishes, *wanted, workers=1):
    return [wishes.place_of(wishes.find(settings), workers) for settings in wanted]


def test_who_comes_first_is_served_first(wishes):
    for who, settings in [("a", FIRST), ("b", SECOND), ("c", THIRD)]:
        wishes.join(settings, who, 0)
    assert places(wishes, FIRST, SECOND, THIRD) == [0, 1, 2]  # the worker is free for the first
    job = train(wishes)
    assert places(wishes, FIRST, SECOND, THIRD) == [0, 1, 2]
    wishes.end(job)
    assert [train(wishes).settings, train(wishes).settings] == [SECOND, THIRD]


def test_with_more_workers_more_are_about_to_be_trained(wishes):
    for who, settings in [("a", FIRST), ("b", SECOND), ("c", THIRD)]:
        wishes.join(settings, who, 0)
    assert places(wishes, FIRST, SECOND, THIRD, workers=2) == [0, 0, 1]


def test_equal_settings_are_one_job_at_the_place_of_who_came_first(wishes):
    wishes.join(FIRST, "a", 0)
    wishes.join(SECOND, "b", 0)
    assert wishes.join(FIRST, "c", 0) is wishes.find(FIRST)
    wishes.give_up("a")  # c keeps the place
    assert list(wishes.queue) == [FIRST, SECOND]
    wishes.give_up("c")
    assert list(wishes.queue) == [SECOND]


def test_everyone_has_one_wish(wishes):
    wishes.join(FIRST, "a", 0)
    wishes.join(SECOND, "a", 0)
    assert list(wishes.queue) == [SECOND]
    wishes.join(SECOND, "a", 0)
    assert list(wishes.queue) == [SECOND]


def test_a_training_goes_on_while_someone_waits_for_it(wishes):
    wishes.join(FIRST, "a", 0)
    wishes.join(FIRST, "b", 0)
    job = train(wishes)
    wishes.give_up("a")
    assert wishes.is_wanted(job)
    assert not job.worker.killed
    wishes.join(SECOND, "b", 0)
    assert not wishes.is_wanted(job)
    assert job.worker.killed


def test_what_was_given_up_and_is_wished_again_is_a_new_job(wishes):
    wishes.join(FIRST, "a", 0)
    job = train(wishes)
    wishes.give_up("a")
    assert wishes.join(FIRST, "a", 0) is not job
    assert not wishes.is_wanted(job)
    assert wishes.is_wanted(train(wishes))


def test_who_has_not_asked_for_15_seconds_has_left(wishes):
    wishes.join(FIRST, "a", 0)
    job = train(wishes)
    wishes.join(FIRST, "b", 1)
    wishes.join(SECOND, "c", 2)
    assert wishes.next_due() == 15
    wishes.join(SECOND, "c", 10)
    wishes.end_what_is_due(15.5)
    assert job.asked.keys() == {"b"}
    assert wishes.next_due() == 16
    wishes.end_what_is_due(16)
    assert job.worker.killed
    assert not wishes.training
    assert list(wishes.queue) == [SECOND]
    wishes.end_what_is_due(25)
    assert not wishes.queue
    assert wishes.next_due() is None


def test_a_training_of_60_seconds_takes_too_long_however_long_it_waited(wishes):
    wishes.join(FIRST, "a", 0)
    for second in range(1, 200):
        wishes.join(FIRST, "a", second)
    job = train(wishes, 200)
    for second in range(200, 260):
        wishes.join(FIRST, "a", second)
        wishes.end_what_is_due(second)
    assert not job.worker.killed
    wishes.end_what_is_due(260)
    assert job.worker.killed
    assert wishes.failure_of(FIRST, "a") == "too_long"


def test_a_failure_is_told_to_all_who_waited_until_they_wish_anew(wishes):
    wishes.join(FIRST, "a", 0)
    wishes.join(FIRST, "b", 0)
    wishes.join(SECOND, "c", 0)
    wishes.end(train(wishes), "killed")
    assert [wishes.failure_of(FIRST, who) for who in "abc"] == ["killed", "killed", None]
    assert wishes.failure_of(SECOND, "a") is None
    wishes.join(FIRST, "a", 0)
    wishes.give_up("b")
    assert [wishes.failure_of(FIRST, who) for who in "ab"] == [None, None]
    assert list(wishes.queue) == [SECOND, FIRST]


def test_failures_that_nobody_comes_back_for_are_bounded(wishes):
    for number in range(FAILURES + 1):
        wishes.join(FIRST, str(number), 0)
    wishes.end(train(wishes), "killed")
    told = [wishes.failure_of(FIRST, str(number)) for number in range(FAILURES + 1)]
    assert told == [None, *FAILURES * ["killed"]]


ACTIONS = st.tuples(
    st.sampled_from(["join", "give up", "take", "end"]),
    st.sampled_from("abcd"),
    st.sampled_from([FIRST, SECOND, THIRD]),
)


@given(st.lists(ACTIONS, max_size=60))
def test_whatever_happens_everyone_waits_for_what_they_wished_last(actions):
    wishes = Wishes(patience=15, time_limit=60)
    wished = {}  # who -> settings, as one would keep it on paper
    for action, who, settings in actions:
        if action == "join":
            wishes.join(settings, who, 0)
            wished[who] = settings
        elif action == "give up":
            wishes.give_up(who)
            wished.pop(who, None)
        elif action == "take" and wishes.queue:
            train(wishes)
        elif action == "end" and settings in wishes.training:
            wishes.end(wishes.training[settings], "killed")
            wished = {each: wish for each, wish in wished.items() if wish != settings}
        jobs = [*wishes.training.values(), *wishes.queue.values()]
        waiting = [(each, job.settings) for job in jobs for each in job.asked]
        assert sorted(waiting, key=str) == sorted(wished.items(), key=str)
        assert {job.settings for job in jobs} == set(wished.values())
