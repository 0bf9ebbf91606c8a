"""What the page on verification says."""

from __future__ import annotations

from pages.parts.shared.language import Text

NO_SUCH_THRESHOLD = Text(
    "The link asks for a threshold that is no number from {low:g} to {high:g}; this is the calibrated one."
)
QUESTIONS = {  # by where the threshold goes
    "up": Text(
        "the threshold goes up from {start:.2f} to {goes_to:.2f}. Which mistakes become more, false accepts "
        "or false rejects?"
    ),
    "down": Text(
        "the threshold goes down from {start:.2f} to {goes_to:.2f}. Which mistakes become more, false "
        "accepts or false rejects?"
    ),
}
ANSWERS = {  # to them
    "false_accepts": Text("false accepts"),
    "false_rejects": Text("false rejects"),
    "both": Text("both"),
    "neither": Text("neither"),
}
COUNTED = Text(
    "{outcome} false accepts {accepts:,} → {more_accepts:,}, false rejects {rejects:,} → {more_rejects:,}. "
    "Try it."
)

# The threshold

THRESHOLD = {  # by what is held against it
    "distance": Text("**Threshold**: up to this distance the answer is “same”"),
    "probability": Text("**Threshold**: from this probability on the answer is “same”"),
}
MARKS = {  # thresholds worth knowing, on the chart
    "calibrated": Text("calibrated {value:.2f}"),
    "keras": Text("Keras example {value:.2f}"),
    "even_odds": Text("even odds {value:.2f}"),
}
SET_TO = {  # them
    "calibrated": Text("Calibrated {value:.2f}"),
    "keras": Text("Keras example {value:.2f}"),
    "even_odds": Text("Even odds {value:.2f}"),
}

# What it decides

BARS = {"magnified": Text("Magnified: each line × 10"), "true": Text("True heights")}
PAIR_AT = {"drawn": Text("your pair {value:.3f}"), "example": Text("example pair {value:.3f}")}
THRESHOLD_AT = Text("threshold {value}")
DECIDES = {
    "distance": Text("distance between the two embeddings"),
    "probability": Text("probability of “same”"),
}
PAIRS = {"same": Text("same pairs"), "different": Text("different pairs")}
QUARTERS = {
    "true_accepts": Text("true accepts"),
    "false_rejects": Text("false rejects"),
    "false_accepts": Text("false accepts"),
    "true_rejects": Text("true rejects"),
}
HISTOGRAM = {
    "distance": Text(
        "Same pairs stand above the axis and different ones below, by their distance. The threshold is at "
        "{threshold} and this pair at {value}."
    ),
    "probability": Text(
        "Same pairs stand above the axis and different ones below, by their probability. The threshold is at "
        "{threshold} and this pair at {value}."
    ),
}
AT_CALIBRATED = Text(
    "At the calibrated threshold these twins answer {pairs:,} test pairs. Below the accuracy: its 95% "
    "interval."
)
AT = {
    "distance": Text(
        "At distance {threshold} these twins answer {pairs:,} test pairs. Below the accuracy: its 95% "
        "interval."
    ),
    "probability": Text(
        "At probability {threshold} these twins answer {pairs:,} test pairs. Below the accuracy: its 95% "
        "interval."
    ),
}
VERDICTS = {
    ("distance", "same"): Text("Distance **{value}**: :green[**same digit**] at this threshold"),
    ("distance", "different"): Text("Distance **{value}**: :red[**different digits**] at this threshold"),
    ("probability", "same"): Text("Probability **{value}**: :green[**same digit**] at this threshold"),
    ("probability", "different"): Text(
        "Probability **{value}**: :red[**different digits**] at this threshold"
    ),
}

# The parts below

PARTS = {
    "trade_off": Text("Trade-off"),
    "hardest": Text("Hardest pairs"),
    "by_digit": Text("By digit"),
    "all_twins": Text("All twins"),
}
VIEWS = {
    "corner": Text("Top left corner"),
    "whole": Text("Whole curve"),
    "det": Text("Error trade-off (DET)"),
}
NAMES_OF_CURVES = Text("The curve is called ROC; with mistakes on both axes, DET.")
NOTES_ON_VIEWS = {
    "corner": Text(
        "Every point of a curve is a threshold. Up is good, left is good; good twins live in this corner. A "
        "point outside it is seen on the whole curve."
    ),
    "whole": Text(
        "**AUC**, the area under the curve, is how often a same pair is closer than a different one: 0.5 is "
        "guessing, 1 is perfect."
    ),
    "det": Text(
        "Both axes show mistakes and count in normal deviates, which spread small rates out. Down and left "
        "is good."
    ),
}
HARDEST = {
    "same": Text(":green[**Same digit**], and least alike"),
    "different": Text(":red[**Different digits**], and most alike"),
}
ORDER_OF_HARDEST = {
    "distance": Text(
        "The hardest first, with their digits and distance; no picture stands here twice. ✗: answered "
        "wrongly at this threshold."
    ),
    "probability": Text(
        "The hardest first, with their digits and probability; no picture stands here twice. ✗: answered "
        "wrongly at this threshold."
    ),
}
TEST_PAIR = Text("{left} and {right}: {value} {mark}")
DIGITS = {"left": Text("left digit"), "right": Text("right digit")}
OF_CELL = {
    "same": Text(
        "**{left} and {right}**, :green[**same pairs**]: {share} are answered rightly. The hardest of them, "
        "wrong ones first:"
    ),
    "different": Text(
        "**{left} and {right}**, :red[**different pairs**]: {share} are answered rightly. The hardest of "
        "them, wrong ones first:"
    ),
}

# All twins

ORDERS = {
    "design": Text("By design"),
    "parameters": Text("Fewest parameters first"),
    "mnist": Text("Best on MNIST first"),
    "pen": Text("Best on pen pairs first"),
}
COLUMNS = {  # of the table, and more of them of the file
    "design": Text("design"),
    "weights": Text("weights"),
    "parameters": Text("parameters"),
    "decides_by": Text("decides by"),
    "threshold": Text("threshold"),
    "mnist_accuracy": Text("MNIST accuracy"),
    "mnist_from": Text("MNIST from"),
    "mnist_to": Text("MNIST to"),
    "mnist_auc": Text("MNIST AUC"),
    "mnist_eer": Text("MNIST EER"),
    "pen_accuracy": Text("pen accuracy"),
    "pen_from": Text("pen from"),
    "pen_to": Text("pen to"),
    "pen_auc": Text("pen AUC"),
    "pen_eer": Text("pen EER"),
}
CALIBRATED_AT = {
    "distance": Text("distance {threshold:.3f}"),
    "probability": Text("probability {threshold:.3f}"),
}
ON_ALL_TWINS = Text(
    "Each design is here twice, with shared and with unshared weights; its threshold is one of distance or "
    "of probability. The plain layers get by with the fewest parameters. Accuracy is at the calibrated "
    "threshold, with its 95% interval. Where two intervals overlap, the test cannot tell which twins are "
    "better. AUC and EER ask for no threshold. Pen pairs are drawn as you draw here, by people whose digits "
    "were in no training and calibrated nothing."
)
