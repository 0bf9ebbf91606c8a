"""The words that are not everyday, each explained in one sentence where it stands, at a tap."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from pages.parts.shared.language import Text, language

GLOSSARY = {
    Text("embedding"): Text(
        "The list of numbers that a branch turns a digit into. Alike digits get alike lists."
    ),
    Text("distance"): Text(
        "How far apart two embeddings are: 0 where they are equal, larger the less they are alike."
    ),
    Text("threshold"): Text(
        "The border of the answer: pairs more alike than this are “same”, others “different”."
    ),
    Text("margin"): Text(
        "How far apart training wants two different digits: beyond it, it leaves them in peace."
    ),
    Text("parameter"): Text("A number in the network that training has set; also called a weight."),
    Text("weight"): Text("A number in the network that training has set; also called a parameter."),
    Text("layer"): Text(
        "One step on the way through a branch or the head: numbers go in, other numbers come out."
    ),
    Text("branch"): Text("The part of the network that reads one digit and turns it into its embedding."),
    Text("head"): Text(
        "The last part of the network: it holds two embeddings against each other and answers."
    ),
    Text("twins"): Text(
        "Two branches, one for each digit, and the head that compares what comes out of them."
    ),
    Text("shared"): Text(
        "Shared weights: both digits are read by one and the same branch. (A siamese network.)"
    ),
    Text("unshared"): Text(
        "Unshared weights: each digit is read by a branch of its own. (A pseudo-siamese network.)"
    ),
    Text("loss"): Text(
        "What an answer costs the network while it learns: the more wrong, the more; 0 is perfect."
    ),
    Text("slope"): Text(
        "How steeply the loss rises or falls at a place. Training moves against it, downhill."
    ),
    Text("gradient"): Text(
        "For every number in the network, how the loss changes with it. Training goes against it."
    ),
    Text("learning rate"): Text(
        "How large a step training takes each time: too small is slow, too large jumps past."
    ),
    Text("overfitting"): Text(
        "Learning by heart: right on the digits it learned from, less often right on new ones."
    ),
    Text("batch"): Text("The digits that one step of training looks at together."),
    Text("hinge"): Text(
        "Where the curve of different digits bends: at the margin. From there on they cost nothing."
    ),
    Text("test pair"): Text(
        "Two digits that were kept out of training, to see how often the twins are right."
    ),
    Text("calibrated"): Text(
        "Set, after training, to where it makes the fewest mistakes on digits kept for this."
    ),
    Text("probability"): Text(
        "How sure the network is that both are the same digit: 0 is not at all, 1 is entirely."
    ),
    Text("metric network"): Text(
        "A small network that reads two embeddings and says how likely they are the same."
    ),
    Text("cross-entropy"): Text(
        "A loss for networks that answer with a probability: being sure and wrong costs most."
    ),
    Text("seed"): Text(
        "The number from which chance starts: with the same seed, chance does the same again."
    ),
    Text("epoch"): Text("One round of training through all the digits that it learns from."),
    Text("MNIST"): Text(
        "70,000 digits written by hand in the 1990s, with which everybody in this field begins."
    ),
    Text("one-shot"): Text("Recognising something from one example of it, without being trained on it."),
    Text("false accept"): Text("The twins said “same” to two different digits."),
    Text("false reject"): Text("The twins said “different” to twice the same digit."),
    Text("PCA"): Text(
        "Principal component analysis: looks at many numbers from where they differ most, as a shadow."
    ),
    Text("t-SNE"): Text(
        "A way to lay digits out flat so that neighbours stay neighbours. Large distances mean nothing."
    ),
    Text("variance"): Text("How far numbers are spread: 0 where all are equal. Shares of it add up to 100%."),
    Text("ROC"): Text(
        "A curve with one point for each threshold: what is rightly, and what wrongly, called the same."
    ),
    Text("DET"): Text(
        "Detection error trade-off: a curve with one point for each threshold, of both kinds of mistakes."
    ),
    Text("AUC"): Text(
        "How often a same pair is closer than a different one; 0.5 is guessing. (Area under the curve.)"
    ),
    Text("EER"): Text(
        "Equal error rate: the mistakes at the threshold where both kinds are equally frequent."
    ),
    Text("normal deviate"): Text("A step of the bell curve: a scale that spreads small rates out."),
    Text("95% interval"): Text("Where the true figure lies, as far as this many test digits can tell."),
}

LEFT_ALONE = r"`[^`]*`|\$[^$]*\$|!?\[[^\]]*\]\([^)]*\)"  # code, formulas, links


@cache
def words_in(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words in a text, and the links of what it finds, in lower case."""
    links = {term.in_language(code).lower(): link_of(term) for term in GLOSSARY}
    longest_first = "|".join(re.escape(term) for term in sorted(links, key=len, reverse=True))
    # A word ends where letters of its alphabet do; Chinese, which is none of ASCII's, has no spaces.
    pattern = rf"{LEFT_ALONE}|(?<![\w-])(?P<term>{longest_first})(?:e?s)?(?![\w-])"
    return re.compile(pattern, re.IGNORECASE | re.ASCII), links


def explained(text: str, code: str | None = None) -> str:
    """Markdown in which every word of the glossary is a link where it first stands, to be tapped.

    Args:
        text: in the run's language, or in the one with this `code`.
    """
    words, links = words_in(code or language())
    met: set[str] = set()

    def link(found: re.Match[str]) -> str:
        term = (found["term"] or "").lower()
        if not term or term in met:
            return found[0]
        met.add(term)
        return f"[{found[0]}]({links[term]})"

    return words.sub(link, text)


def explained_in_html(text: str, code: str | None = None) -> str:
    """The same of a text without Markdown, as HTML."""
    return re.sub(r"\[([^]]+)]\(([^)]+)\)", r'<a href="\2">\1</a>', explained(escape(text), code))


def link_of(term: Text) -> str:
    """What a word's link leads to; the page shows its sentence there."""
    return "#word-" + re.sub(r"\W+", "-", term.english.lower())


@cache
def sentences_by_link(code: str) -> dict[str, str]:
    """The glossary in a language, by the links of its words."""
    return {link_of(term): sentence.in_language(code) for term, sentence in GLOSSARY.items()}
