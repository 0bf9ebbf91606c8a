"""The words of the page on weight sharing, by codes."""

from __future__ import annotations

from pages.parts.shared.language import Counted, Text

EXPERIMENTS = {
    "same": Text("Same drawing in both"),
    "swap": Text("Swap left and right"),
    "nudge": Text("Nudge one weight"),
}
SAME_ANSWERS = {
    "0_0": Text("0 with both"),
    "0_more": Text("0 shared, more unshared"),
    "more_more": Text("more than 0 with both"),
}
SWAP_ANSWERS = {  # of what is held against the threshold
    "distance": {
        "both": Text("the distance stays with both"),
        "shared": Text("it stays with shared only"),
        "none": Text("it changes with both"),
    },
    "probability": {
        "both": Text("the probability stays with both"),
        "shared": Text("it stays with shared only"),
        "none": Text("it changes with both"),
    },
}
SWAP_QUESTIONS = {
    "distance": Text("Left and right change places. What happens to the distance?"),
    "probability": Text("Left and right change places. What happens to the probability?"),
}
NUDGE_ANSWERS = {
    "left_left": Text("shared: only left; unshared: only left"),
    "both_left": Text("shared: both; unshared: only left"),
    "both_both": Text("both move, shared or not"),
}
MADE_OF = {
    "distance": Text(
        "What the twins are made of: every layer with its weights, and the head, which measures the distance."
    ),
    "probability": Text(
        "What the twins are made of: every layer with its weights, and the head, a metric network that "
        "answers with a probability."
    ),
}
COUNTS = {
    "shared": Text("Parameters, shared: one branch for both digits"),
    "unshared": Text("Unshared: a branch for each digit"),
}
DISTANCE_OF = {"shared": Text("Distance, shared"), "unshared": Text("Distance, unshared")}
PROBABILITY_OF = {"shared": Text("Probability, shared"), "unshared": Text("Probability, unshared")}
WHY_SAME = {
    "shared": Text(
        "One branch gives one answer to one picture, so the two embeddings are equal, number by number."
    ),
    "unshared": Text("Two branches learned two ways to see a picture; training brought them near."),
}
WHY_SWAPPED = {
    "distance": Text(
        "A distance does not ask which came first. It changes only where the two branches differ."
    ),
    "probability": Text(
        "With shared weights the embeddings change places exactly, so their distance stays. But the metric "
        "network reads them left first, so its probability may change all the same."
    ),
}
PART_TITLES = {
    "branch": Text("branch: {parameters:,} parameters"),
    "left_branch": Text("left branch: {parameters:,} parameters"),
    "right_branch": Text("right branch: {parameters:,} parameters"),
    "head": Text("head: {parameters:,} parameters"),
}
SUMMARIES = {
    "shared": Text("What Keras’s model.summary() says: shared"),
    "unshared": Text("What Keras’s model.summary() says: unshared"),
}
COLUMNS = (Text("layer"), Text("output shape"), Text("parameters"), Text("how they arise"))
TEST_PAIRS = {"mnist": Text("MNIST test pairs"), "pen": Text("pen-drawn pairs")}
ONE_RUN = Text(
    "This is one run of each, by the same recipe on the same digits: where left and right are of different "
    "kinds, a photo and a sketch, two branches may be what is needed. In brackets: 95% intervals, over "
    "digits."
)
AHEAD = {
    "shared": Text(
        "On MNIST pairs the shared twins came out {points:.2f} points ahead, more than chance explains."
    ),
    "unshared": Text(
        "On MNIST pairs the unshared twins came out {points:.2f} points ahead, more than chance explains."
    ),
}
NAMES = {
    "branch": Text("branch"),
    "left_branch": Text("left branch"),
    "right_branch": Text("right branch"),
    "head": Text("head"),
}
PARAMETERS = Counted("{count:,} parameter", "{count:,} parameters")
DIGITS = {"left": Text("left digit"), "right": Text("right digit")}
