"""Teaching signs: every drawing is seen once in an epoch, and a little of it helps already."""

import json

import numpy as np
import pytest

from siamese_core import contrastive_loss, load_twins
from siamese_core.files import MANIFEST, WEIGHTS
from siamese_core.invented import invent_pictures
from siamese_core.making import one_shot, signs
from siamese_core.making.__main__ import SIGNS_TWINS, main
from siamese_core.making.networks import AllDistances, AllPairsLoss
from siamese_core.making.one_shot import invented_shelves
from siamese_core.making.signs import SignsRecipe, sign_batches
from siamese_core.making.write import as_json, write_files

FEW = SignsRecipe(epochs=2, signs=96, drawings=4, batch_signs=16, batch_drawings=2)


def test_the_same_seed_draws_the_same_signs():
    first, again, other = (invent_pictures(3, 2, seed) for seed in [(1, 0), (1, 0), (1, 1)])
    np.testing.assert_array_equal(first, again)
    assert (first != other).any(axis=(1, 2, 3)).all()
    assert first.shape == (3, 2, 28, 28)
    assert first.dtype == np.uint8


def test_an_epoch_has_each_drawing_once_and_the_next_has_other_signs():
    batches = list(sign_batches(FEW, seed=5))
    assert len(batches) == FEW.epochs * FEW.steps == 2 * 6 * 2
    per_epoch = [np.concatenate([images for images, _ in batches[i : i + FEW.steps]]) for i in (0, FEW.steps)]
    seen = [{image.tobytes() for image in images} for images in per_epoch]
    assert [len(each) for each in seen] == [FEW.signs * FEW.drawings] * 2
    assert not seen[0] & seen[1]
    assert per_epoch[0].dtype == np.float32
    assert per_epoch[0].max() == 1


def test_same_is_said_of_drawings_of_one_sign():
    pictures = invent_pictures(96, 4, (5, 0, 0))  # those of the first epoch
    sign_of = {
        as_float.tobytes(): i for i, each in enumerate(pictures) for as_float in each / np.float32(255)
    }
    images, same = next(sign_batches(FEW, seed=5))
    signs_of = np.array([sign_of[image.tobytes()] for image in images])
    np.testing.assert_array_equal(same, signs_of[:, np.newaxis] == signs_of)


def test_all_distances_are_those_of_every_two_embeddings():
    embeddings = np.random.default_rng(0).uniform(0, 1, (7, 5)).astype(np.float32)
    naive = [[np.linalg.norm(one - other) for other in embeddings] for one in embeddings]
    found = np.array(AllDistances()(embeddings))
    np.testing.assert_allclose(found, naive, atol=1e-3)
    assert (np.diag(found) < 1e-3).all()


def test_the_loss_is_the_mean_of_same_pairs_and_that_of_different_ones_within_the_margin():
    rng = np.random.default_rng(0)
    sign = np.repeat(np.arange(4), 3)
    points = rng.uniform(0, 1, (12, 2))
    distances = np.linalg.norm(points[:, np.newaxis] - points, axis=-1).astype(np.float32)
    same = (sign[:, np.newaxis] == sign).astype(np.float32)
    of_same, of_near = [], []
    for i in range(12):
        for j in range(12):
            loss = float(contrastive_loss(same[i, j], distances[i, j], 1.0))
            if i != j and same[i, j]:
                of_same.append(loss)
            elif not same[i, j] and distances[i, j] < 1:
                of_near.append(loss)
    assert 0 < len(of_near) < 12 * 12 - 12 - len(of_same)  # some are within the margin, some beyond
    found = float(AllPairsLoss()(same, distances))
    assert found == pytest.approx(np.mean(of_same) + np.mean(of_near), rel=1e-5)


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    """The folder of twins that were shown a few signs, by the command."""
    folder = tmp_path_factory.mktemp("weights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signs, "SignsRecipe", FEW)
        patch.setattr("siamese_core.making.__main__.SignsRecipe", lambda **_epochs: FEW)
        patch.setattr(one_shot, "INVENTED", 60)
        patch.setattr(one_shot, "PEN_SHELVES", 2)
        assert main(["train", SIGNS_TWINS, "--epochs", "2", "--weights", str(folder)]) == 0
        yield folder


def test_the_command_needs_no_data_and_writes_weights_and_card(taught):
    assert {path.name for path in taught.iterdir()} == {
        MANIFEST, f"{SIGNS_TWINS}.npz", f"{SIGNS_TWINS}.json",
    }  # fmt: skip
    card = load_twins("cnn_contrastive", True, "signs", taught).card
    assert card["data"]["signs"] == FEW.epochs * FEW.signs
    assert card["recipe"]["batch_signs"] == FEW.batch_signs
    assert set(card) == set(load_twins("cnn_contrastive", True, "signs").card)


def test_measuring_again_gives_the_same_card(taught, tmp_path):
    card = json.loads((taught / f"{SIGNS_TWINS}.json").read_bytes())
    forgotten = as_json({**card, "threshold": 9.0, "one_shot": {}, "none_of_these": {}})
    weights = (taught / f"{SIGNS_TWINS}.npz").read_bytes()
    write_files({tmp_path / f"{SIGNS_TWINS}.json": forgotten, tmp_path / f"{SIGNS_TWINS}.npz": weights})
    assert main(["measure", SIGNS_TWINS, "--weights", str(tmp_path)]) == 0
    assert json.loads((tmp_path / f"{SIGNS_TWINS}.json").read_bytes()) == card


def test_more_signs_teach_more(taught):
    few, many = (load_twins("cnn_contrastive", True, "signs", each) for each in (taught, WEIGHTS))
    shelves = invented_shelves(20, seed=1)
    assert one_shot.accuracy(shelves, few.embed_left) < one_shot.accuracy(shelves, many.embed_left)
