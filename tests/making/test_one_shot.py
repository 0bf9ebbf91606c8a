"""One-shot recognition is measured fairly, and the card of the twins taught on signs says what it gives."""

from functools import cache

import numpy as np
import pytest

from siamese_core import load_twins
from siamese_core.digits import load_test_classes
from siamese_core.hands import load_hands
from siamese_core.making import one_shot
from siamese_core.making.one_shot import NearestSigns, Shelves, accuracy, is_right, pixels_of
from siamese_core.twins import Twins

TAUGHT_SIGNS = load_twins("cnn_contrastive", shared=True, taught="signs")
WAYS = {
    "pixels": pixels_of,
    "digits": load_twins("cnn_contrastive", shared=True).embed_left,
    "signs": TAUGHT_SIGNS.embed_left,
}
protocols = cache(one_shot.protocols)


def kinds(name):
    """Of a protocol's pictures: which sign is on each, and who drew it (None where nobody in particular)."""
    if name == "mnist":
        return load_test_classes(), None
    if name.startswith("pen"):
        return tuple(np.array([getattr(hand, what) for hand in load_hands()]) for what in ("digit", "writer"))
    return np.arange(2 * one_shot.INVENTED) // 2, None


@pytest.mark.parametrize("name", protocols())
def test_a_shelf_has_every_sign_once_the_right_one_first_and_never_the_question_itself(name):
    shelves, (sign, writer) = protocols()[name], kinds(name)
    assert TAUGHT_SIGNS.card["one_shot"][name]["signs"] == shelves.examples.shape[1]
    assert (sign[shelves.examples[:, 0]] == sign[shelves.question]).all()
    assert (shelves.examples != shelves.question[:, np.newaxis]).all()
    for on_shelf in sign[shelves.examples]:
        assert len(set(on_shelf.tolist())) == len(on_shelf)
    if writer is not None:
        by_same = writer[shelves.examples] == writer[shelves.question][:, np.newaxis]
        assert (by_same == (name == "pen_same_writer")).all()
        assert all(len(set(of_shelf.tolist())) == 1 for of_shelf in writer[shelves.examples])


def test_a_question_is_right_where_its_own_sign_is_nearest_and_there_is_no_tie():
    distances = np.array([[1.0, 2, 3], [2.0, 1, 3], [1.0, 1, 3], [0.0, 5, 5]])
    assert is_right(distances).tolist() == [True, False, False, True]


def test_the_interval_of_an_accuracy_counts_drawings_and_not_how_often_they_are_asked_for():
    # Four drawings on a line; 0 and 1 are always nearest to their own sign, 2 always, 3 every other time.
    places = np.array([[0.0], [1.0], [2.0], [10.0], [0.1], [1.1], [2.1], [10.1], [10.0]])
    question = np.repeat([0, 1, 2, 3], 2)
    examples = np.array([[4, 5], [4, 6], [5, 6], [5, 4], [6, 4], [6, 5], [7, 4], [7, 8]])
    shelves = Shelves(np.zeros((9, 28, 28)), question, examples)
    mean, (low, high) = accuracy(shelves, lambda _pictures: places)
    assert mean == pytest.approx((1 + 1 + 1 + 0.5) / 4)
    assert mean - low == pytest.approx(1.96 * 0.25 / 2)  # four drawings, whose shares differ by 0.25
    assert high == 1


def test_mistakes_are_counted_with_the_sign_on_the_shelf_and_without_it():
    # The right sign is the first; the last is taken off where the first is not.
    distances = np.array([[1.0, 2, 3], [5.0, 4, 3], [2.0, 9, 9], [8.0, 9, 9]])
    nearest = NearestSigns.of(distances)
    assert nearest.known.tolist() == [1, 4, 2, 8]
    assert nearest.right.tolist() == [True, False, True, True]
    assert nearest.unknown.tolist() == [2, 3, 9, 9]
    assert nearest.mistakes(4.0) == {
        "known_refused": 1 / 4,
        "known_mistaken": 1 / 4,
        "unknown_accepted": 2 / 4,
    }


def test_a_threshold_lies_between_signs_on_the_shelf_and_those_that_are_not():
    # On a line, drawings of a sign are 1 apart and signs are 10 apart.
    places = np.array([[0.0], [1], [10], [11], [20], [21]])
    shelves = Shelves(np.zeros((6, 28, 28)), np.array([1, 3, 5]), np.array([[0, 2, 4], [2, 4, 0], [4, 0, 2]]))
    assert 1 < one_shot.calibrated(lambda _pictures: places, [shelves]) < 9


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", protocols())
def test_the_card_says_what_is_recognised_from_one_example(name, way):
    if (name, way) == ("mnist", "digits"):
        pytest.skip("what these are taught on; measured with their own card")
    claimed = TAUGHT_SIGNS.card["one_shot"][name]
    shelves = protocols()[name]
    share, interval = accuracy(shelves, WAYS[way])
    assert (claimed["questions"], claimed["drawings"]) == (
        len(shelves.question), len(np.unique(shelves.question)),
    )  # fmt: skip
    assert share == pytest.approx(claimed["accuracy"][way], abs=1e-3)
    assert interval == pytest.approx(claimed["accuracy_interval"][way], abs=2e-3)


def test_twins_taught_on_signs_know_what_they_never_saw_better_than_pixels_do():
    reached = {name: found["accuracy"] for name, found in TAUGHT_SIGNS.card["one_shot"].items()}
    for name, found in reached.items():
        assert found["pixels"] < found["signs"], name
    for name in ("invented_5", "invented_20"):
        assert reached[name]["digits"] < reached[name]["pixels"], name
    for name, least in {"pen_same_writer": 0.94, "pen_other_writer": 0.73, "mnist": 0.62}.items():
        assert reached[name]["signs"] > least, name


def test_the_card_says_how_the_threshold_for_none_of_these_does():
    none = TAUGHT_SIGNS.card["none_of_these"]
    assert TAUGHT_SIGNS.threshold == none["thresholds"]["signs"]
    tests = one_shot.kinds_of_question(one_shot.TEST_SEED, np.array(none["tested_with"]["pen_writers"]))
    assert not set(none["tested_with"]["pen_writers"]) & set(none["calibrated_with"]["pen_writers"])
    for kind, shelves in tests.items():
        for way, embed in WAYS.items():
            found = NearestSigns.of(shelves.distances(embed)).mistakes(none["thresholds"][way])
            assert found == pytest.approx(none["results"][kind][way], abs=2e-3), (kind, way)


def test_the_card_names_the_twins_that_these_are_held_beside():
    on_digits = load_twins("cnn_contrastive", shared=True)
    assert TAUGHT_SIGNS.card["beside"] == {"digits_weights_sha256": on_digits.card["weights_sha256"]}


def test_these_twins_are_a_branch_like_the_others():
    assert isinstance(TAUGHT_SIGNS, Twins)
    card = TAUGHT_SIGNS.card
    assert [card[name] for name in ("design", "sharing", "taught")] == ["cnn_contrastive", "shared", "signs"]
    assert sum(layer["parameters"] for layer in card["layers"]) == TAUGHT_SIGNS.parameters == 1_381_872
    blank_and_dot = np.zeros((2, 28, 28), np.float32)
    blank_and_dot[1, 14, 14] = 1
    assert np.isfinite(TAUGHT_SIGNS.embed_left(blank_and_dot)).all()
    assert TAUGHT_SIGNS.compare(*blank_and_dot).distance > 0
    assert TAUGHT_SIGNS.compare(blank_and_dot[1], blank_and_dot[1]).distance == 0
