"""The words that are not everyday, each explained in one sentence where it stands, at a tap."""

from __future__ import annotations

import re

GLOSSARY = {
    "embedding": "The list of numbers that a branch turns a digit into. Alike digits get alike lists.",
    "distance": "How far apart two embeddings are: 0 where they are equal, larger the less they are alike.",
    "threshold": "The border of the answer: pairs more alike than this are “same”, others “different”.",
    "margin": "How far apart training wants two different digits: beyond it, it leaves them in peace.",
    "parameter": "A number in the network that training has set; also called a weight.",
    "weight": "A number in the network that training has set; also called a parameter.",
    "layer": "One step on the way through a branch or the head: numbers go in, other numbers come out.",
    "branch": "The part of the network that reads one digit and turns it into its embedding.",
    "head": "The last part of the network: it holds two embeddings against each other and answers.",
    "twins": "Two branches, one for each digit, and the head that compares what comes out of them.",
    "shared": "Shared weights: both digits are read by one and the same branch. (A siamese network.)",
    "unshared": "Unshared weights: each digit is read by a branch of its own. (A pseudo-siamese network.)",
    "loss": "What an answer costs the network while it learns: the more wrong, the more; 0 is perfect.",
    "slope": "How steeply the loss rises or falls at a place. Training moves against it, downhill.",
    "gradient": "For every number in the network, how the loss changes with it. Training goes against it.",
    "learning rate": "How large a step training takes each time: too small is slow, too large jumps past.",
    "overfitting": "Learning by heart: right on the digits it learned from, less often right on new ones.",
    "batch": "The digits that one step of training looks at together.",
    "hinge": "Where the curve of different digits bends: at the margin. From there on they cost nothing.",
    "test pair": "Two digits that were kept out of training, to see how often the twins are right.",
    "calibrated": "Set, after training, to where it makes the fewest mistakes on digits kept for this.",
    "probability": "How sure the network is that both are the same digit: 0 is not at all, 1 is entirely.",
    "metric network": "A small network that reads two embeddings and says how likely they are the same.",
    "cross-entropy": "A loss for networks that answer with a probability: being sure and wrong costs most.",
    "seed": "The number from which chance starts: with the same seed, chance does the same again.",
    "epoch": "One round of training through all the digits that it learns from.",
    "MNIST": "70,000 digits written by hand in the 1990s, with which everybody in this field begins.",
    "one-shot": "Recognising something from one example of it, without being trained on it.",
    "false accept": "The twins said “same” to two different digits.",
    "false reject": "The twins said “different” to twice the same digit.",
    "PCA": "Principal component analysis: looks at many numbers from where they differ most, as a shadow.",
    "t-SNE": "A way to lay digits out flat so that neighbours stay neighbours. Large distances mean nothing.",
    "variance": "How far numbers are spread: 0 where all are equal. Shares of it add up to 100%.",
    "ROC": "A curve with one point for each threshold: what is rightly, and what wrongly, called the same.",
    "DET": "Detection error trade-off: a curve with one point for each threshold, of both kinds of mistakes.",
    "AUC": "How often a same pair is closer than a different one; 0.5 is guessing. (Area under the curve.)",
    "EER": "Equal error rate: the mistakes at the threshold where both kinds are equally frequent.",
    "normal deviate": "A step of the bell curve: a scale that spreads small rates out.",
    "95% interval": "Where the true figure lies, as far as this many test digits can tell.",
}

LEFT_ALONE = r"`[^`]*`|\$[^$]*\$|!?\[[^\]]*\]\([^)]*\)"  # code, formulas, links
LONGEST_FIRST = "|".join(re.escape(term) for term in sorted(GLOSSARY, key=len, reverse=True))
WORDS = re.compile(rf"{LEFT_ALONE}|(?<![\w-])(?P<term>{LONGEST_FIRST})(?:e?s)?(?![\w-])", re.IGNORECASE)


def explained(text: str) -> str:
    """Markdown in which every word of the glossary is a link where it first stands, to be tapped."""
    met: set[str] = set()

    def link(found: re.Match[str]) -> str:
        term = (found["term"] or "").lower()
        if not term or term in met:
            return found[0]
        met.add(term)
        return f"[{found[0]}]({link_of(term)})"

    return WORDS.sub(link, text)


def link_of(term: str) -> str:
    """What a word's link leads to; the page shows its sentence there."""
    return "#word-" + re.sub(r"\W+", "-", term.lower())


def sentences_by_link() -> dict[str, str]:
    """The glossary by the links of its words."""
    return {link_of(term): sentence for term, sentence in GLOSSARY.items()}
