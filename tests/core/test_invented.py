"""Invented signs: they differ, and whoever writes one again writes the same sign."""

import numpy as np
import pytest

from siamese_core.invented import CROWDED, PEN_WIDTHS, SMALLEST, STROKES, invent, write
from siamese_core.strokes import draw

SIGNS = [invent(np.random.default_rng(seed)) for seed in range(400)]


def length(sign):
    return sum(np.hypot(*np.diff(stroke, axis=0).T).sum() for stroke in sign)


def side(sign):
    return np.ptp(np.concatenate(sign), axis=0).max()


def pictures(seed, signs=SIGNS):
    """Every sign written once more, by the pen of the app: (n, 784)."""
    rng = np.random.default_rng(seed)
    return np.stack([draw(write(sign, rng), SMALLEST).ravel() for sign in signs])


def test_a_sign_has_one_to_four_strokes_as_often_as_is_said():
    found = np.bincount([len(sign) for sign in SIGNS], minlength=5)[1:] / len(SIGNS)
    # The crowded ones are made up anew, and most of these have several strokes.
    assert found == pytest.approx(STROKES, abs=0.12)
    assert (found > 0).all()


def test_a_sign_has_a_size_and_is_no_blot():
    for sign in SIGNS:
        assert all(stroke.ndim == 2 and stroke.shape[1] == 2 and len(stroke) > 1 for stroke in sign)
        assert side(sign) > SMALLEST
        assert length(sign) <= CROWDED * side(sign)


def test_the_same_seed_invents_and_writes_the_same_and_others_do_not():
    again = invent(np.random.default_rng(3))
    assert all(np.array_equal(one, other) for one, other in zip(again, SIGNS[3], strict=True))
    assert len({np.concatenate(sign).tobytes() for sign in SIGNS}) == len(SIGNS)
    np.testing.assert_array_equal(pictures(1, SIGNS[:20]), pictures(1, SIGNS[:20]))
    assert (pictures(1, SIGNS[:20]) != pictures(2, SIGNS[:20])).any(axis=1).all()


def test_writing_changes_nothing_in_the_sign_and_at_most_joins_two_strokes():
    rng = np.random.default_rng(0)
    before = [np.concatenate(sign).copy() for sign in SIGNS]
    fewer = [len(sign) - len(write(sign, rng)) for sign in SIGNS]
    assert all(np.array_equal(np.concatenate(s), old) for s, old in zip(SIGNS, before, strict=True))
    assert set(fewer) == {0, 1}
    assert all(len(sign) > 1 for sign, joined in zip(SIGNS, fewer, strict=True) if joined)


def test_a_sign_written_twice_looks_more_alike_than_two_signs():
    first, second = pictures(1), pictures(2)
    distances = np.linalg.norm(first[:, np.newaxis] - second, axis=-1)
    same, different = np.diag(distances), distances[~np.eye(len(SIGNS), dtype=bool)]
    assert np.mean(same) < np.quantile(different, 0.1)
    assert np.mean(distances.argmin(axis=1) == np.arange(len(SIGNS))) > 0.6  # by chance 1 in 400


def test_a_wider_pen_leaves_more_ink_in_a_sign_of_the_same_size():
    thin, wide = (np.stack([draw(sign, SMALLEST, width) for sign in SIGNS[:50]]) for width in PEN_WIDTHS)
    assert (wide.sum(axis=(1, 2)) > thin.sum(axis=(1, 2))).all()
    columns = [np.flatnonzero((picture > 0.5).any(axis=0)) for picture in np.concatenate([thin, wide])]
    assert all(each[-1] - each[0] < 21 for each in columns)
