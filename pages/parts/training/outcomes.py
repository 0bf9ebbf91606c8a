"""What became of a run, in words, from its numbers. Knows nothing of the page."""

from __future__ import annotations

from pages.parts.shared.numbers import number, per_cent
from siamese_core.recorded import Run

ONE_POINT = 0.05  # margins: digits that are nearer than this on average lie in one point
JUMP = 10  # a loss this many times as large as at the start has jumped
GAP = 0.05  # shares of right answers that are farther apart than this differ to the eye
LEARNED = 0.9  # share of right answers from which on there are islands


def happened(run: Run) -> str:
    """What became of a run, as a code: one of `SENTENCES`."""
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


SENTENCES = {
    "no_number": (
        "**Not a number any more.** After {step} steps a weight became so large that no number is left of "
        "it. The training ends there: its steps were too large."
    ),
    "jumped": (
        "**It jumped.** The steps were too large: the loss rose from {first_loss} to {highest_loss} before "
        "it came down to {loss}. In the end {unseen} of pairs never seen are right; guessing gives 50%."
    ),
    "one_point": (
        "**Everything in one point.** In the end two different digits never seen are {different} apart on "
        "average, two of the same {same}. Nothing pushed them apart, and {unseen} of their pairs are right; "
        "guessing gives 50%."
    ),
    "flown_apart": (
        "**Everything flew apart.** In the end two different digits never seen are {different} apart on "
        "average, but two of the same are {same} apart, too: {in_margins} margins. Nothing held them "
        "together, and {unseen} of their pairs are right."
    ),
    "by_heart": (
        "**Learned by heart.** {learnt} of the pairs it learns from are right, but only {unseen} of pairs of "
        "digits it has never seen. (The word for this is overfitting.)"
    ),
    "islands": (
        "**Islands.** In the end {unseen} of pairs never seen are right. In these, two of the same digit are "
        "{same} apart on average, two different ones {different}; the margin is {margin}."
    ),
    "under_way": (
        "**Still under way.** In the end the islands overlap: {unseen} of pairs never seen are right, and "
        "the loss has fallen from {first_loss} to {loss}. It would need more steps, or larger ones."
    ),
}


def sentence_on(run: Run) -> str:
    """What became of a run, in one or two sentences with its numbers."""
    return SENTENCES[happened(run)].format(
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
