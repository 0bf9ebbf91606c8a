"""The page on training, run without a browser. Runs are trained by a real worker."""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.pair import Pair
from pages.parts.training import curves, player, questions, real, slow_motion, watching
from pages.parts.training import step as step_module
from pages.parts.training.outcomes import happened, sentence_on
from pages.parts.training.questions import QUESTIONS, question_on
from pages.parts.training.step import one_step
from siamese_core.digits import load_test_pictures
from siamese_core.files import WeightsError
from siamese_core.live import train_live
from siamese_core.losses import contrastive_loss
from siamese_core.recorded import CHOICES, Settings
from siamese_core.runs import Runs, all_runs
from siamese_core.worker import COMMAND
from tests.pages.app_test import open_app, open_with_pair, plain, texts

USUAL = Settings()
run_of = cache(train_live)


def open_page(**query: str) -> AppTest:
    return open_app(**query).switch_page("pages/training.py").run()


def wait(app: AppTest, seconds: float = 60) -> AppTest:
    """Looks again and again, as a browser does, until no run is waited for."""
    end = time.monotonic() + seconds
    while app.session_state["run_wished"] is not None and time.monotonic() < end:
        app.run()
    assert app.session_state["run_wished"] is None
    assert not app.exception
    return app


def train(app: AppTest) -> AppTest:
    return wait(app.button("train").click().run())


def accuracy(app: AppTest) -> str:
    (metric,) = (metric for metric in app.metric if "never seen" in plain(metric.label))
    return metric.value


# What is on the page


def test_it_opens_on_the_run_that_comes_with_the_app() -> None:
    app = open_page()
    assert not app.exception
    run = all_runs().look(USUAL)
    assert run is not None
    assert accuracy(app) == f"{run.unseen[-1]:.1%}"
    assert float(run.unseen[-1]) >= 0.9
    assert "**Islands.**" in texts(app)


def test_a_link_starts_the_run_that_it_asks_for() -> None:
    app = wait(open_page(pairs="same", margin="2", sharing="unshared"))
    assert app.session_state["run_shown"] == Settings(shared=False, pairs="same", margin=2.0)
    assert "**Everything in one point.**" in texts(app)
    assert app.query_params["pairs"] == "same"
    assert app.query_params["margin"] == "2"


def test_a_link_that_asks_for_what_is_not_offered_opens_with_a_warning() -> None:
    app = open_page(pairs="none", digits="7")
    assert not app.exception
    assert {warning.value for warning in app.warning} == {
        "The link asks for a pairs that does not exist; this is “both”.",
        "The link asks for a digits that does not exist; this is “5000”.",
    }
    assert app.session_state["run_shown"] == USUAL


def test_a_prediction_is_asked_before_and_answered_after() -> None:
    app = open_page()
    app.selectbox("train_margin").set_value(2.0).run()
    assert "the margin grows from 1 to 2" in texts(app)
    app.pills("training_prediction_answer").set_value("twice").run()
    train(app)
    before, after = run_of(USUAL), run_of(replace(USUAL, margin=2.0))
    assert app.session_state["run_shown"] == after.settings
    found = re.search(r"\*\*Right:\*\* ([\d.]+) before, ([\d.]+) now", texts(app))
    assert found
    assert [float(text) for text in found.groups()] == [
        pytest.approx(float(run.measured["unseen_different"][-1]), abs=6e-4) for run in (before, after)
    ]


NEVER = (sys.executable, "-S", "-c", "import time; time.sleep(1000)")  # in place of a worker


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    """Runs whose worker never gives a moment."""
    runs = Runs(command=NEVER)
    monkeypatch.setattr(watching, "all_runs", lambda: runs)
    yield runs
    runs.close()


def test_stop_leaves_the_map_as_it_is(hanging: Runs) -> None:
    app = open_page()
    app.selectbox("train_seed").set_value(3).run()
    app.button("train").click().run()
    assert app.session_state["run_wished"] == replace(USUAL, seed=3)
    assert hanging.ask(USUAL, "another").state == "over"
    app.button("stop").click().run()
    assert app.session_state["run_wished"] is None
    assert app.session_state["run_shown"] == USUAL
    assert "**Islands.**" in texts(app)
    assert hanging.ask(replace(USUAL, seed=2), "another").state == "training"  # the place is free


def test_who_waits_sees_the_place_and_goes_on_waiting(hanging: Runs) -> None:
    assert hanging.ask(replace(USUAL, seed=2), "another").state == "training"
    app = open_page()
    app.selectbox("train_seed").set_value(3).run()
    app.button("train").click().run()
    app.button("train").click().run()  # once more does not change that
    assert hanging.ask(replace(USUAL, seed=3), app.session_state["student"]).place == 1
    assert app.session_state["runs_started"] == 1


def test_a_run_that_is_no_longer_remembered_gives_way_to_the_one_of_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = Runs(at_most=1)
    monkeypatch.setattr(watching, "all_runs", lambda: runs)
    app = train(open_page().selectbox("train_digits").set_value(200).run())
    wait_for(lambda: runs.ask(Settings(digits=1000), "another").state == "over")
    app.run()
    assert app.session_state["run_wished"] is None
    assert app.session_state["run_shown"] == USUAL
    assert "**Islands.**" in texts(app)
    runs.close()


def test_without_the_run_of_the_app_the_page_waits_for_it_and_can_be_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs = Runs(command=NEVER, shipped=lambda: None)
    monkeypatch.setattr(watching, "all_runs", lambda: runs)
    app = open_page()
    assert app.session_state["run_wished"] == USUAL
    assert "The map comes with the first steps." in app.info[0].value
    app.button("stop").click().run()
    app.run()
    assert app.session_state["run_wished"] is None
    assert not app.exception
    runs.close()


def test_a_run_is_still_there_on_coming_back() -> None:
    app = train(open_page().selectbox("train_digits").set_value(200).run())
    said = accuracy(app)
    app.switch_page("pages/verification.py").run()
    app.switch_page("pages/training.py").run()
    assert accuracy(app) == said
    assert app.selectbox("train_digits").value == 200
    assert "**Learned by heart.**" in texts(app)


@pytest.mark.parametrize("sharing", ["shared", "unshared"])
@pytest.mark.parametrize("same", ["same", "different"])
def test_the_slow_motion_comes_with_the_lines_that_train(sharing: str, same: str) -> None:
    app = wait(open_page(sharing=sharing))
    app.segmented_control("step_as").set_value(same).run()
    assert not app.exception
    assert "both = {name: left[name] + right[name] for name in left}" in app.code[0].value


@pytest.mark.parametrize("missing", ["load_tutorial", "load_twins"])
def test_curves_that_cannot_be_loaded_are_told_in_a_sentence(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise WeightsError("The file is cut short.")

    app = open_with_pair("training.py")
    monkeypatch.setattr(real, missing, fail)
    app.segmented_control("real_view").set_value("all").run()
    assert not app.exception
    (error,) = app.error
    assert error.value == "The curves of the real training cannot be shown.\n\nThe file is cut short."


def test_the_real_training_is_told_from_the_cards() -> None:
    app = open_with_pair("training.py", design="matchnet", sharing="unshared")
    app.segmented_control("real_view").set_value("all").run()
    assert not app.exception
    assert not app.error


# A worker that fails


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("button", ["try_again", "train"])
def test_a_failure_is_a_sentence_and_a_button_and_the_next_run_works(
    button: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = Runs(command=("/no/such/program",))
    monkeypatch.setattr(watching, "all_runs", lambda: runs)
    app = open_page()
    app.selectbox("train_seed").set_value(2).run()
    app.button("train").click().run()
    end = time.monotonic() + 30
    while not app.error and time.monotonic() < end:
        app.run()
    assert "could not be started" in app.error[0].value
    monkeypatch.setattr(runs, "_command", COMMAND)
    wait(app.button(button).click().run())
    assert app.session_state["run_shown"] == replace(USUAL, seed=2)
    runs.close()


# What a browser gets


LARGEST = [USUAL, Settings(shared=False), Settings(shared=False, learning_rate="high")]


@pytest.mark.parametrize("settings", LARGEST, ids=["shared", "unshared", "thrown about"])
def test_a_run_sends_at_most_300_kb(settings: Settings, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    for module, name in ((player, "_player"), (curves, "_curves"), (slow_motion, "_slow_motion")):
        monkeypatch.setattr(module, name, lambda data, **_: sent.append(json.dumps(data)))
    run = run_of(settings)
    for part, whole in ((run.until(watching.FIRST_PART), False), (run, True)):
        player.show_player(part, pair, unseen=True, whole=whole, start=1, summary="")
        curves.show_curves(part, pair, unseen=True)
    slow_motion.show_slow_motion(run, pair, same=False)
    assert len(sent) == 5
    assert 60_000 < sum(map(len, sent)) < 300_000


@pytest.mark.parametrize("settings", LARGEST, ids=["shared", "unshared", "thrown about"])
def test_places_are_packed_and_can_be_unpacked(settings: Settings) -> None:
    run = run_of(settings)
    places = run.right / np.abs(run.right).max()
    numbers, place, previous = iter(player.packed(places).tolist()), [], []
    for _ in range(len(run.steps)):
        now = []
        for index in range(places[0].size):
            move = next(numbers)
            if move == -128:
                low, high = next(numbers) & 255, next(numbers)
                move = high * 256 + low
            now.append((previous[index] if previous else 0) + move)
        place.append(now)
        previous = now
    assert next(numbers, None) is None
    unpacked = np.reshape(place, places.shape) / player.GRID
    np.testing.assert_allclose(unpacked, places, atol=0.51 / player.GRID)


# What became of a run


OUTCOMES = {
    USUAL: "islands",
    Settings(pairs="same"): "one_point",
    Settings(pairs="different"): "flown_apart",
    Settings(learning_rate="high"): "jumped",
    Settings(learning_rate="slow"): "under_way",
    Settings(digits=200): "by_heart",
    Settings(margin=2.0): "islands",
}


@pytest.mark.parametrize(("settings", "code"), OUTCOMES.items(), ids=OUTCOMES.values())
def test_what_happened_is_said_from_the_numbers_of_the_run(settings: Settings, code: str) -> None:
    run = run_of(settings)
    assert happened(run) == code
    said = sentence_on(run)
    assert f"{run.unseen[-1]:.1%}" in said or "100%" in said
    assert "{" not in said


def test_numbers_that_are_none_any_more_are_said_to_be() -> None:
    whole = run_of(USUAL)
    cut = replace(whole, steps=whole.steps[:3])
    assert happened(cut) == "no_number"
    assert "After 2 steps" in sentence_on(cut)


def change_each() -> Iterator[tuple[Settings, Settings]]:
    for name, values in CHOICES.items():
        for value in values:
            if value != getattr(USUAL, name):
                yield USUAL, replace(USUAL, **{name: value})
                yield replace(USUAL, **{name: value}), USUAL
    yield USUAL, Settings(margin=2.0, seed=2)


@pytest.mark.parametrize(("before", "after"), list(change_each()))
def test_every_change_is_a_question_with_an_answer_of_its_own(before: Settings, after: Settings) -> None:
    question = question_on(before, after)
    assert question is not None
    assert "{" not in question.in_words()
    answer = question.answer(run_of(before), run_of(after))
    assert answer in question.answers
    assert re.search(r"\d", question.reason(run_of(before), run_of(after)))


def test_the_answers_are_what_was_computed() -> None:
    def answer(before: Settings, after: Settings) -> str:
        question = question_on(before, after)
        assert question is not None
        return question.answer(run_of(before), run_of(after))

    assert answer(USUAL, Settings(margin=2.0)) == "twice"
    assert answer(USUAL, Settings(margin=0.5)) == "half"
    assert answer(Settings(margin=0.5), Settings(margin=2.0)) == "four"
    assert answer(Settings(margin=2.0), Settings(margin=0.5)) == "quarter"
    assert answer(USUAL, Settings(pairs="same")) == "point"
    assert answer(USUAL, Settings(pairs="different")) == "apart"
    assert answer(Settings(pairs="same"), USUAL) == "islands"
    assert answer(USUAL, Settings(shared=False)) == "near"
    assert answer(USUAL, Settings(digits=200)) == "larger"
    assert answer(USUAL, Settings(learning_rate="high")) == "higher"
    assert answer(USUAL, Settings(seed=2)) == "other"
    assert question_on(USUAL, USUAL) is None
    assert set(QUESTIONS) >= {"several", *questions.NAMES} - {"margin"}


# One step


@pytest.fixture
def pair() -> Pair:
    left, right = load_test_pictures(np.array([3, 8]))
    return Pair(left, right, drawn=False)


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "unshared"])
@pytest.mark.parametrize("same", [True, False], ids=["same", "different"])
def test_a_step_lowers_the_loss_of_the_pair(shared: bool, same: bool, pair: Pair) -> None:
    run = run_of(Settings(shared=shared))
    for moment in (0, 10, 30, 49):
        step = one_step(run, moment, pair.left, pair.right, same)
        assert step.loss == pytest.approx(float(contrastive_loss(float(same), step.distance, 1.0)))
        after = float(contrastive_loss(float(same), step.distance_after, 1.0))
        assert after < step.loss or step.loss == 0
        np.testing.assert_allclose(step.at_left, -step.at_right)


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "unshared"])
def test_a_small_step_lowers_the_loss_by_the_squares_of_what_reaches_the_branches(
    shared: bool, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step_module, "RATE", 1e-3)
    for moment in (0, 10, 30, 49):
        step = one_step(run_of(Settings(shared=shared)), moment, pair.left, pair.right, same=True)
        slope = (step.distance_after**2 - step.distance**2) / 1e-3
        squares = step.together**2 if shared else step.through_left**2 + step.through_right**2
        assert -slope == pytest.approx(squares, rel=0.1)
        angle = np.radians(step.angle or 0)
        third = step.through_left**2 + step.through_right**2
        third += 2 * step.through_left * step.through_right * np.cos(angle)  # the law of cosines
        assert step.together == pytest.approx(np.sqrt(third), rel=1e-4)


def test_a_pair_beyond_the_margin_teaches_nothing_as_different_digits() -> None:
    run = run_of(USUAL)
    classes = run.classes
    left, right = int(np.flatnonzero(classes == 1)[0]), int(np.flatnonzero(classes == 6)[0])
    pictures = load_test_pictures(run.digits[[left, right]])
    step = one_step(run, 49, pictures[0], pictures[1], same=False)
    assert step.distance > 1
    assert step.loss == step.together == step.through_left == 0
    assert step.angle is None
    assert step.distance_after == pytest.approx(step.distance)


def test_equal_digits_with_shared_weights_teach_nothing_as_a_same_pair(pair: Pair) -> None:
    step = one_step(run_of(USUAL), 20, pair.left, pair.left, same=True)
    assert step.distance == step.loss == step.together == 0
