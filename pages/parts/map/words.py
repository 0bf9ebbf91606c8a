"""What the embedding map says."""

from __future__ import annotations

from pages.parts.shared.language import Text

SPACES = {"embeddings": Text("as the network sees them"), "pixels": Text("as raw pixels")}
VIEWS = {
    "flat": Text("Flat (PCA)"),
    "turned": Text("In space (PCA)"),
    "tsne": Text("Neighbours (t-SNE)"),
}
BRANCHES = {"left": Text("map of the left branch"), "right": Text("map of the right branch")}
ANSWERS = {"one": Text("in the same group"), "two": Text("in two different groups")}  # of digits on the map

# What can be seen

VECTORS = {  # by which digits are mapped: pixels, or embeddings by the only branch, the left or the right one
    "pixels": Text("raw pixels"),
    "": Text("embeddings"),
    "left": Text("embeddings by the left branch"),
    "right": Text("embeddings by the right branch"),
}
SUMMARIES = {
    "flat": Text("The map shows {digits:,} test digits, by PCA, flat, of their {vectors}."),
    "turned": Text("The map shows {digits:,} test digits, by PCA, to turn, of their {vectors}."),
    "tsne": Text("The map shows {digits:,} test digits, by t-SNE of their {vectors}."),
}
WITH_PAIR = Text("Your left and your right digit are among them.")
KEYS = Text(
    "With a keyboard: N and P go from digit to digit, 0 to 9 to the next of that kind, and Enter shows its "
    "neighbours. Arrows move or turn the map, plus and minus zoom."
)
ON_MAP = {  # what the map itself writes
    "left": Text("left"),
    "right": Text("right"),
    "with_mouse": Text("{digit}: click it to see its neighbours"),
    "with_keys": Text("{digit}: Enter shows its neighbours"),
    "hide": Text("Hide or show the {digit}s"),
    "all": Text("all"),
    "none": Text("none"),
    "closer": Text("Closer"),
    "farther": Text("Farther away"),
    "show_all": Text("Show all"),
    "legend": Text("Digits on the map"),
}

# What the places mean

LISTS = {
    "pixels": Text("Every digit is a list of {dim} pixels, and a map has room for {room}."),
    "embeddings": Text(
        "Every digit is a list of {dim} numbers, its embedding, and a map has room for {room}."
    ),
}
SHADOW = Text(
    "PCA looks at them from where they differ most, as a shadow does: this one holds {shares} of their "
    "variance. Your digits stand exactly where they belong."
)
DRAG = Text("Drag the map to turn it.")
INSTEAD = Text("t-SNE keeps neighbours together instead.")
TSNE = Text(
    "t-SNE keeps neighbours together; how far apart two groups lie says nothing. It cannot place new digits, "
    "so yours stand where their nearest neighbour on the map stands. PCA has places for them."
)
OWN_MAPS = Text(
    "Each branch has a map of its own. Both your digits are on this one, each as its own branch sees it: "
    "where the other branch’s digit does not land among its kind, the two do not share a space."
)

# Beside the map

TO_PLACE = Text("**Where will these two live?**")
LANDED = Text("{outcome} left among the {left}s, right among the {right}s.")
CHOOSE = {
    "mouse": Text(
        "Rest on a digit of the map to see it. Click it, and its ten nearest neighbours come here."
    ),
    "finger": Text("Tap a digit of the map: its picture and its ten nearest neighbours come here."),
}
CHOSEN = Text("Test digit {index}, **{kind}**.")
AWAY = Text("From yours it is {left} (left) and {right} (right) away.")
NEIGHBOURS_OF_CHOSEN = Text("Its nearest neighbours, with their distances from it:")
NEIGHBOURS = {  # of a digit that was drawn, or that is an example
    ("drawn", "left"): Text(
        "**Your left digit**: of its ten nearest among all 10,000, {count} are {kind}s. Here they are, with "
        "their distances from it:"
    ),
    ("drawn", "right"): Text(
        "**Your right digit**: of its ten nearest among all 10,000, {count} are {kind}s. Here they are, with "
        "their distances from it:"
    ),
    ("example", "left"): Text(
        "**The left digit of an example**: of its ten nearest among all 10,000, {count} are {kind}s. Here "
        "they are, with their distances from it:"
    ),
    ("example", "right"): Text(
        "**The right digit of an example**: of its ten nearest among all 10,000, {count} are {kind}s. Here "
        "they are, with their distances from it:"
    ),
}
STRANGE = Text(
    "It does not look like any digit it knows: its neighbours are {away:.2f} away on average; {share:.0%} of "
    "the test digits have theirs within {within:.2f}."
)
