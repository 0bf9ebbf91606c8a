"""Digits by other people's hands, and pairs of them."""

from collections import Counter
from itertools import product

import numpy as np
import pytest

from siamese_core.files import WeightsError
from siamese_core.hands import PEN_DIGITS, load_hands, load_pairs, sample_hands
from siamese_core.making.data import split_writers
from siamese_core.making.write import write_files
from siamese_core.strokes import draw

HANDS = load_hands()
COUNT = 2_000


def test_there_are_20_of_each_class_by_all_writers_alike_in_a_small_file():
    by_class_and_writer = Counter((hand.digit, hand.writer) for hand in HANDS)
    assert len(HANDS) == 200
    assert set(Counter(hand.digit for hand in HANDS).values()) == {20}
    assert len(by_class_and_writer) == 10 * 6
    assert set(by_class_and_writer.values()) == {3, 4}  # 20 / 6 is between
    assert PEN_DIGITS.stat().st_size < 150_000


def test_no_twins_were_trained_on_these_writers(twins):
    pen, writers = twins.card["data"]["pen"], {hand.writer for hand in HANDS}
    assert writers == {*pen["validation_writers"], *pen["test_writers"]}
    assert writers == set(np.concatenate(split_writers(np.arange(1, 31))))


def test_every_digit_stands_in_the_middle_of_the_canvas_200_pixels_long():
    for hand in HANDS:
        points = np.concatenate(hand.strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        assert (high - low).max() == 200
        np.testing.assert_allclose((low + high) / 2, 140, atol=0.5)  # of a whole pixel
        assert not any(stroke.flags.writeable for stroke in hand.strokes)


def test_a_damaged_file_is_refused_and_read_when_it_is_whole_again(tmp_path):
    path, whole = tmp_path / PEN_DIGITS.name, PEN_DIGITS.read_bytes()
    write_files({path: whole})
    path.write_bytes(whole[:1000])
    with pytest.raises(WeightsError, match=r"pen_digits\.json is damaged: .* install the app anew"):
        sample_hands(np.random.default_rng(1), hard=True, path=path)
    path.write_bytes(whole)
    assert [hand.digit for hand in load_hands(path)] == [hand.digit for hand in HANDS]
    assert load_hands() is HANDS


# Pairs


def ink_in_common_naively(left, right):
    """The same, pixel by pixel."""
    a, b = (draw(list(hand.strokes)).ravel().tolist() for hand in (left, right))
    dot, *squares = (sum(x * y for x, y in zip(u, v, strict=True)) for u, v in ((a, b), (a, a), (b, b)))
    return dot / (squares[0] * squares[1]) ** 0.5


@pytest.mark.parametrize("hard", [True, False])
def test_two_people_wrote_every_pair_and_chance_says_whether_it_is_the_same_digit(hard):
    rng = np.random.default_rng(1)
    pairs = [sample_hands(rng, hard) for _ in range(COUNT)]
    assert all(left.writer != right.writer for left, right in pairs)
    same = np.mean([left.digit == right.digit for left, right in pairs])
    sides = np.mean([HANDS.index(left) < HANDS.index(right) for left, right in pairs])
    # 0.5, give or take 4.5 standard deviations of sqrt(0.25 / 2000) = 0.011
    np.testing.assert_allclose([same, sides], 0.5, atol=0.05)
    assert len({frozenset(pair) for pair in pairs}) > 500  # of 600; chance leaves out 4 in 100


def test_the_same_seed_gives_the_same_pairs():
    first, again = ([sample_hands(rng, True) for _ in range(9)] for rng in map(np.random.default_rng, (5, 5)))
    assert first == again


def test_hard_pairs_of_the_same_digit_have_less_ink_in_common_and_those_of_different_ones_more():
    rng, common = np.random.default_rng(2), {key: [] for key in product((True, False), repeat=2)}
    for hard in [True, False] * 30:
        left, right = sample_hands(rng, hard)
        common[hard, left.digit == right.digit].append(ink_in_common_naively(left, right))
    assert max(common[True, True]) < min(common[False, True])
    assert min(common[True, False]) > max(common[False, False])


def test_there_are_300_pairs_of_each_kind_and_none_twice():
    pairs = load_pairs()
    assert {key: len(found) for key, found in pairs.items()} == dict.fromkeys(pairs, 300)
    assert len(np.unique(np.sort(np.concatenate(list(pairs.values()))), axis=0)) == 4 * 300
    assert not any(found.flags.writeable for found in pairs.values())


def test_hard_pairs_are_harder_for_all_twins(twins):
    pictures = np.stack([draw(list(hand.strokes)) for hand in HANDS])
    left, right = twins.embed_left(pictures), twins.embed_right(pictures)
    mistakes = {True: 0.0, False: 0.0}
    for (hard, same), pairs in load_pairs().items():
        closeness = twins.closeness(left[pairs[:, 0]], right[pairs[:, 1]])
        mistakes[hard] += np.mean((closeness >= twins.closeness_threshold) != same) / 2
    assert mistakes[False] < min(0.005, mistakes[True])
