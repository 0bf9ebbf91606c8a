"""What the page on the contrastive loss says, by the codes of what it is said of."""

from __future__ import annotations

from pages.parts.shared.language import Text

KINDS = {"same": Text("same digit"), "different": Text("different digits")}  # the two curves
PAIR_IF = {"same": Text("if same"), "different": Text("if different")}
PARTS_OF_MEAN = {
    "same": Text("same pairs’ part"),
    "different": Text("different pairs’ part"),
    "sum": Text("sum"),
}
PAIRS = {"same": Text("same pairs"), "different": Text("different pairs")}
ARROWS = {"together": Text("pull"), "apart": Text("push")}

DISTANCE = Text("distance")
BETWEEN_EMBEDDINGS = Text("distance between the two embeddings")
MARGIN = Text("margin")
LOSS = Text("loss")
PAIR_LOSS = Text("loss of the pair")
MEAN_LOSS = Text("mean loss of all test pairs")
HINGE = Text("hinge")
THIS_PAIR = Text("this pair")
THIS_MARGIN = Text("this margin")
MARGIN_AT = Text("margin {margin}")
PAIR_AT = Text("this pair {distance}")
BEYOND = Text("beyond the margin:\nno loss")
NO_LOSS = Text("loss 0")
CELL = Text("distance {@[3]}, margin {@[4]}<br>loss of a different pair {@[2]}")
DOT = Text("{@[3]} and {@[4]}<br>distance {@[0]}<br>loss {@[1]}")
ON_SURFACE = Text("distance %{x:.2f}, margin %{y:.2f}<br>loss of a different pair %{z:.3f}")
ON_PAIR = Text("this pair<br>margin %{y:.2f}, loss %{z:.3f}")
ON_HINGE = Text("hinge<br>margin %{y:.2f}, loss %{z:.3f}")

ANSWER_TEXTS = {"grows": Text("it grows"), "stays": Text("it stays as it is"), "falls": Text("it falls")}
PARTS = {
    "over_margin": Text("Over the margin"),
    "distance_and_margin": Text("Distance and margin"),
    "real_pairs": Text("Real pairs"),
    "trained_anew": Text("Trained anew"),
}
VIEWS = {"heat_map": Text("Heat map"), "surface": Text("3-D surface")}
ENDS = {"closest_different": Text("Closest different"), "farthest_same": Text("Farthest same")}
AXES = {"distance": Text("distance"), "by_margin": Text("distance ÷ margin")}
CONVENTION_TEXTS = {"same_is_1": Text("1 = same"), "same_is_0": Text("0 = same")}
LETTERS = {
    "same_is_1": Text(
        "L is the loss, d the distance, m the margin and y what the pair is: y = 1 means the same digit, as "
        "in the first Keras example."
    ),
    "same_is_0": Text(
        "L is the loss, d the distance, m the margin and y what the pair is: y = 0 means the same digit, as "
        "in Keras today and Hadsell et al. 2006 (there ½ L)."
    ),
}

NO_SUCH_MARGIN = Text(
    "The link asks for a margin that is no number from {low:g} to {high:g}; this is {instead:g}."
)
CHART_OF_DISTANCE = Text("The chart shows the loss over distance at margin {margin}.")
SAME_COSTS = {
    "together": Text("At distance {distance} a same pair costs {loss} and is pulled together."),
    "alone": Text("At distance {distance} a same pair costs {loss} and is left alone."),
}
DIFFERENT_COSTS = {
    "apart": Text("A different one costs {loss} and is pushed apart."),
    "alone": Text("A different one costs {loss} and is left alone."),
}
IF_SAME = Text("**If they are the same digit:** loss **{loss}**")
IF_DIFFERENT = Text("**If they are different digits:** loss **{loss}**")
SAME_MOVES = {
    "together": Text("They are **pulled together**, down the curve, whose slope is {slope} here."),
    "alone": Text("They are **left alone**: at distance 0 there is nothing left to gain."),
}
DIFFERENT_MOVES = {
    "apart": Text("They are **pushed apart**, down the curve, whose slope is {slope} here."),
    "alone": Text("They are **left alone**: beyond the margin they cost nothing."),
}
TEST_PAIR = {
    "same": Text("**{left} and {right}**: the same digit"),
    "different": Text("**{left} and {right}**: different digits"),
}
TEST_PAIR_COSTS = {
    "together": Text("Distance {distance}, loss **{loss}**: pulled together."),
    "apart": Text("Distance {distance}, loss **{loss}**: pushed apart."),
    "alone": Text("Distance {distance}, loss **{loss}**: left alone."),
}
INSIDE = {  # by whether the twins learn with a margin
    True: Text(
        "{different} of {pairs} test pairs are different digits. **{inside} of these lie inside the margin** "
        "{margin} and still teach; the other {outside} cost nothing."
    ),
    False: Text(
        "{different} of {pairs} test pairs are different digits. **{inside} of these lie inside the margin** "
        "{margin} and would teach; the other {outside} cost nothing."
    ),
}

TRAINED_ANEW = {
    "shared": Text("`{design}`, shared, trained anew with each margin from the same seed; epochs: {epochs}."),
    "unshared": Text(
        "`{design}`, unshared, trained anew with each margin from the same seed; epochs: {epochs}."
    ),
}
RIGHT = {"mnist": Text("MNIST pairs right"), "pen": Text("pen pairs right")}
CANNOT_TELL = {
    "mnist": Text("On MNIST pairs the test cannot tell which margin is best: all intervals overlap."),
    "pen": Text("On pen pairs the test cannot tell which margin is best: all intervals overlap."),
}
VARIES = {
    "mnist": Text("Accuracy on MNIST pairs varies by {points:.1f} points, more than chance explains."),
    "pen": Text("Accuracy on pen pairs varies by {points:.1f} points, more than chance explains."),
}
