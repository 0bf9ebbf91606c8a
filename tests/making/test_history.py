"""What a card says of every epoch."""

import numpy as np
import pytest

from siamese_core import contrastive_loss
from siamese_core.making import history, train
from siamese_core.making.data import Data
from siamese_core.making.history import History
from siamese_core.making.train import Recipe
from siamese_core.pairs import sample_pairs
from siamese_core.twins import assemble

EPOCHS, PAIRS = 2, 500
KINDS = "learnt", "unseen"


def test_there_is_a_number_for_every_epoch_and_training_has_lowered_the_loss(twins):
    card = twins.card["history"]
    assert (card["digits"], card["pairs"]) == (5_000, 20_000)
    for kind in KINDS:
        loss, accuracy = np.array(card[f"{kind}_loss"]), np.array(card[f"{kind}_accuracy"])
        assert len(loss) == len(accuracy) == twins.card["recipe"]["epochs"]
        assert (loss > 0).all()
        assert (loss[1:].min() < loss[0], accuracy[1:].max() > accuracy[0]) == (True, True)
        assert ((accuracy > 0.5) & (accuracy <= 1)).all()


def test_after_the_last_epoch_unseen_digits_are_told_apart_as_well_as_test_digits(twins):
    tested = twins.card["results"]["mnist"]["accuracy"]
    assert twins.card["history"]["unseen_accuracy"][-1] == pytest.approx(tested, abs=0.005)


@pytest.fixture(
    scope="module", params=["mnist_siamese-shared", "mnist_siamese-unshared", "matchnet-unshared"]
)
def observed(request, digits):
    """The card of twins that learnt 120 digits in two epochs, then the digits measured: of 240 that they
    never saw every second, then the twins in NumPy.
    """
    design, sharing = request.param.split("-")
    shared, few = sharing == "shared", {"learnt": digits[:120], "unseen": digits[120:360:2]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "PAIRS", PAIRS)
        watching = History(shared, few["learnt"], digits[120:360])
        recipe = Recipe(epochs=EPOCHS, pairs=64, batch_size=60)
        model = train.train(
            design, shared, Data(few["learnt"], {}, {}, {}), recipe, 0, 0, callbacks=[watching]
        )
    return watching.card, few, assemble(design, shared, train.weights_of(model, shared), {})


def test_of_both_kinds_as_many_digits_are_measured(observed):
    card, _, _ = observed
    assert (card["digits"], card["pairs"]) == (120, PAIRS)
    assert {len(card[f"{kind}_{what}"]) for kind in KINDS for what in ("loss", "accuracy")} == {EPOCHS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_numbers_are_those_of_the_trained_weights(observed, kind):
    card, digits, twins = observed
    pairs = sample_pairs(digits[kind].digits, PAIRS, np.random.default_rng(history.PAIRS_SEED))
    left = twins.embed_left(digits[kind].images)[pairs.left]
    right = twins.embed_right(digits[kind].images)[pairs.right]
    closeness = twins.closeness(left, right)
    if twins.design.metric_network:
        loss = np.mean([-np.log(p if same else 1 - p) for p, same in zip(closeness, pairs.same, strict=True)])
    else:
        loss = contrastive_loss(pairs.same, -closeness, twins.design.margin).mean()
    assert card[f"{kind}_loss"][-1] == pytest.approx(loss, rel=2e-4)
    best = max(np.mean((closeness >= threshold) == pairs.same) for threshold in [*closeness, np.inf])
    assert card[f"{kind}_accuracy"][-1] == pytest.approx(best, abs=1.5 / PAIRS)  # one pair on the edge


def test_numbers_are_kept_with_five_digits(observed):
    card, _, _ = observed
    for number in [value for name, values in card.items() if "_" in name for value in values]:
        assert number == float(f"{number:.5g}")
