"""What the page on training says, by the codes of what it is said of."""

from __future__ import annotations

from pages.parts.shared.language import Text

QUESTION = Text("How do twins learn?")
FIRST_SENTENCE = Text(
    "At first every digit lands anywhere. Pair by pair they are pulled together, or pushed apart."
)

SETS = {"learnt": Text("digits it learns from"), "unseen": Text("digits it has never seen")}
SEEN_ON_MAP = {
    "learnt": Text("The map shows {count} digits it learns from, on their way through the training."),
    "unseen": Text("The map shows {count} digits it has never seen, on their way through the training."),
}
ABOUT_MAP = Text(
    "These twins are small: a digit shrunk to {rows} by {columns} pixels, and layers of {first}, {second} "
    "and {third} numbers. So their embedding is a place, and the map *is* the embedding: unlike on a t-SNE "
    "map, distances are those that the loss counts. Each step compares all pairs among {batch} digits and "
    "moves every weight a little; how much, says the learning rate. Answers are given at the threshold that "
    "suits the run best. The design above is that of the real training, further down."
)
PREDICT_FIRST = Text("Change something, predict what it does, and press *Train*.")
QUEUE = Text("Number {position} in the queue: others train first. It starts by itself.")
PROGRESS = Text("Training: {step:,} of {last:,} steps")
FAILURES = {
    "killed": Text("The program that trains was ended from outside."),
    "too_long": Text("The training took too long, so it was ended."),
    "cannot_start": Text("The program that trains could not be started."),
}

ABOUT_STEP = Text(
    "A step of the training looks at many pairs; here is one pair alone, at the moment on the "
    "player. Its loss pulls the two points together or pushes them apart, both equally hard. "
    "Backwards through the branch, that becomes a change of every weight: the gradient."
)
COUNTS_AS = {"different": Text("as two different digits"), "same": Text("as twice the same digit")}
REACHES = {
    "shared": Text(
        "Shared weights: what came through the left digit and what came through the right one is added up, "
        "and the sum changes the one branch. So each point is moved by both, and need not go where its own "
        "arrow points."
    ),
    "unshared": Text(
        "Unshared weights: what came through the left digit changes the left branch, and what came "
        "through the right digit the right one."
    ),
}
SOURCE = Text("From `siamese_core/backward.py`: these lines are part of each step.")

SETTINGS = {
    "pairs": Text("Pairs to learn from"),
    "margin": Text("Margin"),
    "learning_rate": Text("Learning rate"),
    "digits": Text("Digits to learn from"),
    "seed": Text("Start (seed)"),
}
PAIRS = {"both": Text("same and different"), "same": Text("only same"), "different": Text("only different")}
STARTS = {1: Text("first"), 2: Text("second"), 3: Text("third")}
ALL_SETTINGS = Text(
    "{shared} weights, {pairs} pairs, margin {margin}, learning rate {learning_rate}, {digits} digits, "
    "{seed} start"
)

OUTCOMES = {
    "no_number": Text(
        "**Not a number any more.** After {step} steps a weight became so large that no number is left of "
        "it. The training ends there: its steps were too large."
    ),
    "jumped": Text(
        "**It jumped.** The steps were too large: the loss rose from {first_loss} to {highest_loss} before "
        "it came down to {loss}. In the end {unseen} of pairs never seen are right; guessing gives 50%."
    ),
    "one_point": Text(
        "**Everything in one point.** In the end two different digits never seen are {different} apart on "
        "average, two of the same {same}. Nothing pushed them apart, and {unseen} of their pairs are right; "
        "guessing gives 50%."
    ),
    "flown_apart": Text(
        "**Everything flew apart.** In the end two different digits never seen are {different} apart on "
        "average, but two of the same are {same} apart, too: {in_margins} margins. Nothing held them "
        "together, and {unseen} of their pairs are right."
    ),
    "by_heart": Text(
        "**Learned by heart.** {learnt} of the pairs it learns from are right, but only {unseen} of pairs of "
        "digits it has never seen. (The word for this is overfitting.)"
    ),
    "islands": Text(
        "**Islands.** In the end {unseen} of pairs never seen are right. In these, two of the same digit are "
        "{same} apart on average, two different ones {different}; the margin is {margin}."
    ),
    "under_way": Text(
        "**Still under way.** In the end the islands overlap: {unseen} of pairs never seen are right, and "
        "the loss has fallen from {first_loss} to {loss}. It would need more steps, or larger ones."
    ),
}
