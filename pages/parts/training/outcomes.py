"""What became of a run, in words, from its numbers. Knows nothing of the page."""

from __future__ import annotations

from pages.parts.shared.numbers import number, per_cent
from pages.parts.training.words import OUTCOMES
from siamese_core.recorded import Run

ONE_POINT = 0.05  # margins: digits that are nearer than this on average lie in one point
JUMP = 10  # a loss this many times as large as at the start has jumped
GAP = 0.05  # shares of right answers that are farther apart than this differ to the eye
LEARNED = 0.9  # share of right answers from which on there are islands


def happened(run: Run) -> str:
    """What became of a run, as a code: one of `OUTCOMES`."""
    margin = run.settings.margin
    if not run.is_over:
        return "no_number"
    if run.loss.max() > JUMP * run.loss[0]:
        return "jumped"
    if at_end(run, "unseen_different") < ONE_POINT * margin:
        return "one_point"
    if at_end(run, "unseen_same") > margin:
        return "flown_apart"
    if run.learnt[-1] - run.unseen[-1] > GAP:
        return "by_heart"
    return "islands" if run.learnt[-1] >= LEARNED else "under_way"


def sentence_on(run: Run) -> str:
    """What became of a run, in one or two sentences with its numbers."""
    return OUTCOMES[happened(run)](
        step=f"{run.steps[-1]:,}",
        first_loss=loss_text(run.loss[0]),
        highest_loss=loss_text(run.loss.max()),
        loss=loss_text(run.loss[-1]),
        learnt=share(run.learnt[-1]),
        unseen=share(run.unseen[-1]),
        same=number(at_end(run, "unseen_same")),
        different=number(at_end(run, "unseen_different")),
        in_margins=f"{at_end(run, 'unseen_same') / run.settings.margin:.1f}",
        margin=f"{run.settings.margin:g}",
    )


def at_end(run: Run, name: str) -> float:
    """What was measured at the last moment."""
    return float(run.measured[name][-1])


def share(value: float) -> str:
    """A share of right answers."""
    return per_cent(float(value), 1)


def loss_text(value: float) -> str:
    """A loss: with three decimals, or a large one without."""
    return f"{value:,.0f}" if value >= 1000 else number(float(value))
