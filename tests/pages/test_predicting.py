"""What the pages ask, told to the class's board: how many answered and how many rightly, and not who."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.home import game
from pages.parts.shared import predicting
from pages.parts.shared.classroom import answers
from pages.parts.shared.classroom.store import BoardError, Store
from pages.parts.shared.examples import example_drawing
from pages.parts.shared.language import Text
from pages.parts.shared.words import VERDICTS, code_of
from siamese_core import load_twins
from siamese_core.hands import WrittenDigit, load_hands
from tests.pages.app_test import open_app, open_with_pair, put, texts
from tests.pages.test_training import train

ASKED = {  # by code of the question: its page, what opens it, and its answers
    "predict_same": ("weight_sharing", None, ("0_0", "0_more", "more_more")),
    "predict_swap": ("weight_sharing", ("experiment", "swap"), ("both", "shared", "none")),
    "predict_nudge": ("weight_sharing", ("experiment", "nudge"), ("left_left", "both_left", "both_both")),
    "margin_prediction": ("contrastive_loss", None, ("grows", "stays", "falls")),
    "map_prediction": ("embedding_map", None, ("one", "two")),
    "threshold_prediction": ("verification", None, ("false_accepts", "false_rejects", "both", "neither")),
    "taught_prediction": ("one_example", None, ("signs", "digits", "pixels")),
}


def open_question(code: str) -> AppTest:
    page, opened_by, _ = ASKED[code]
    app = open_with_pair(f"{page}.py", "4", "9")
    if opened_by:
        key, part = opened_by
        app.segmented_control(key).set_value(part).run()
    return app


def says_right(app: AppTest) -> bool:
    return "**Right:**" in texts(app) or any("As you predicted" in each.value for each in app.success)


@pytest.mark.parametrize(("code", "answer"), [(code, each) for code in ASKED for each in ASKED[code][2]])
def test_the_board_counts_what_the_page_says_of_the_first_answer(
    code: str, answer: str, board: Store
) -> None:
    app = open_question(code)
    assert code not in board.look().answers
    app.pills(f"{code}_answer").set_value(answer).run()
    counted = {code: (1, int(says_right(app)))}
    assert board.look().answers == counted
    for other in ASKED[code][2]:
        app.pills(f"{code}_answer").set_value(other).run()
    assert board.look().answers == counted


@pytest.mark.parametrize("code", ASKED)
def test_one_answer_is_right(code: str, board: Store) -> None:
    rights = []
    for answer in ASKED[code][2]:
        app = open_question(code)
        app.pills(f"{code}_answer").set_value(answer).run()
        rights.append(says_right(app))
    assert sum(rights) == 1
    assert board.look().answers[code] == (len(rights), 1)  # each of them by another student


def test_two_answers_that_read_alike_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    monkeypatch.setattr(predicting, "report", lambda _key, right: told.append(right))
    alike = {"one": Text("alike"), "two": Text("alike")}
    said = [predicting.outcome("map_prediction", alike, guess, "two") for guess in alike]
    assert (said, told) == (["**No, alike:**", "**Right:**"], [False, True])


def test_a_slider_below_a_question_counts_nothing_more(board: Store) -> None:
    app = open_question("predict_nudge")
    app.pills("predict_nudge_answer").set_value("both_left").run()
    before = board.look()
    for amount in (0.0, -1.0, 2.0):
        app.slider("nudge").set_value(amount).run()
    assert board.look() is before


@pytest.mark.parametrize("answer", VERDICTS)
def test_of_a_drawn_pair_the_twins_say_what_is_right(answer: str, board: Store) -> None:
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    for side, digit in (("left", "4"), ("right", "9")):
        put(app, side, example_drawing(digit, side))
    app.run()
    assert board.look().answers == {}
    app.pills("verdict_answer").set_value(answer).run()
    assert board.look().answers == {"verdict": (1, int("the twins agree" in texts(app)))}


def misread_pair() -> tuple[WrittenDigit, WrittenDigit]:
    """A pair by two people that the twins are wrong about."""
    twins, hands = load_twins("cnn_contrastive", shared=True), load_hands()
    pictures = np.stack([game.picture_of_hand(hand) for hand in hands])
    left, right = twins.embed_left(pictures), twins.embed_right(pictures)
    distances = np.linalg.norm(left[:, np.newaxis] - right, axis=-1)
    digits = np.array([hand.digit for hand in hands])
    wrong = (distances <= twins.threshold) != (digits[:, np.newaxis] == digits)
    i, j = np.argwhere(wrong)[0]
    return hands[i], hands[j]


@pytest.mark.parametrize("answer", VERDICTS)
def test_of_two_people_s_digits_it_is_the_truth(
    answer: str, board: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = misread_pair()
    monkeypatch.setattr(game, "sample_unseen", lambda **_: pair)
    app = open_app()
    app.toggle("predict_first").set_value(True).run()
    app.pills("another_hand").set_value("hard").run()
    app.pills("verdict_answer").set_value(answer).run()
    truth = code_of(pair[0].digit == pair[1].digit)
    assert ("the twins agree" in texts(app)) == (answer != truth)
    assert board.look().answers == {"verdict": (1, int(answer == truth))}


def test_a_training_answers_its_question_when_it_is_over(board: Store) -> None:
    app = open_app().switch_page("pages/training.py").run()
    app.selectbox("train_margin").set_value(2.0).run()
    app.pills("training_prediction_answer").set_value("twice").run()
    assert board.look().answers == {}
    train(app)
    assert board.look().answers == {"training_prediction": (1, int("**Right:**" in texts(app)))}


def test_without_a_board_the_pages_answer_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unreachable:
        def look(self) -> None:
            raise BoardError("It cannot be reached.")

        change = look

    monkeypatch.setattr(answers, "class_board", Unreachable)
    for code in ASKED:
        app = open_question(code)
        app.pills(f"{code}_answer").set_value(ASKED[code][2][0]).run()
        assert not app.exception
        assert says_right(app) or "**No, " in texts(app) or "You predicted: " in app.info[0].value
