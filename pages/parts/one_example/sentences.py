"""What this page says of a shelf and a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pages.parts.one_example import words
from pages.parts.one_example.names import in_markdown
from pages.parts.one_example.notebook import FEWEST, WRITERS, YOU, Answer, Mistake
from pages.parts.one_example.score import right_answers, was_right
from pages.parts.one_example.signs import Sign
from pages.parts.one_example.ways import WAYS, Found, Way
from pages.parts.one_example.words import WAYS_IN_WORDS
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import listed, paragraph
from pages.parts.shared.numbers import number


def verdict(part: str, found: Found, signs: Sequence[Sign]) -> str:
    """Which sign it is, or whether it is the student's signature, and how sure one can be. Its words are
    explained; a sign's name is none of them.
    """
    name = in_markdown(signs[found.nearest].name)
    sentences = words.WITHIN if found.accepted else words.BEYOND
    why = sentences[part](
        name="{name}", distance=number(found.distance), threshold=number(found.way.threshold)
    )
    look = "green[:material/check_circle:" if found.accepted else "red[:material/cancel:"
    return f"### :{look} {in_short(part, found, name)}]\n\n{explained(why).format(name=name)}"


def in_short(part: str, found: Found, name: str) -> str:
    """The answer in a few words. `name`: of the nearest sign, in Markdown."""
    if part == "signatures":
        return (words.ACCEPTED if found.accepted else words.REFUSED)()
    return words.THIS_IS(name=name) if found.accepted else words.NONE_OF_THESE()


def what_to_do(part: str, on_shelf: int) -> str:
    """What is next, where there is no verdict yet."""
    if part == "signs":
        return (words.ASK_OF_SIGN if on_shelf else words.FIRST_SIGN)()
    if on_shelf < FEWEST[part]:
        return f"### {words.TO_GO(count=FEWEST[part] - on_shelf)}\n\n{words.SIGN_YOURSELF}"
    return words.ASK_OF_SIGNATURE()


def no_training(on_shelf: int, dim: int) -> str:
    """What adding a sign does."""
    does = words.NO_TRAINING(dim=dim)
    if not on_shelf:
        return does
    return paragraph(does, words.STORED(signs=on_shelf, dim=dim, all=on_shelf * dim))


def who_was_right(answer: Answer, ways: Iterable[str]) -> str:
    """Of the drawing that was answered. `ways`: of seeing."""
    right, wrong = (
        [WAYS_IN_WORDS[way]() for way in ways if was_right(answer, way) == is_right]
        for is_right in (True, False)
    )
    both = ((words.RIGHT, right), (words.WRONG, wrong))
    return paragraph(*(which(ways=listed(those)) for which, those in both if those))


def score(counts: Counter[str], ways: Iterable[str] = WAYS) -> str:
    """How often each was right, and about whose drawings; blank where nothing was answered."""
    total, right = right_answers(counts)
    if not total:
        return ""
    whose = listed(words.WHOSE[writer](drawings=counts[writer]) for writer in WRITERS if counts[writer])
    each = listed(f"{WAYS_IN_WORDS[way]} **{right[way]}**" for way in ways)
    told = words.SCORE(total, whose=whose, each=each)
    return paragraph(told, words.TRUSTS()) if counts[YOU] else told


def caption_of(mistake: Mistake) -> str:
    """Under a wrong one."""
    (said, was_said), (right, was_right) = mistake.said, mistake.right
    sentence = words.WRONG_SIGN if was_said else words.WRONGLY_NONE
    if not was_right:
        sentence = words.WRONGLY_KNOWN
    return sentence(way=WAYS_IN_WORDS[mistake.taught], said=said, right=right)


def axis_in_words(found: Found | None, way: Way, signs: Sequence[Sign]) -> str:
    """What the axis shows, for those who do not see it."""
    threshold = number(way.threshold)
    if found is None:
        return words.AXIS_WITHOUT_DRAWING(threshold=threshold)
    places = listed(
        words.PLACE(name=signs[i].name, distance=number(float(found.distances[i]))) for i in found.order
    )
    return words.AXIS(places=places, threshold=threshold)
