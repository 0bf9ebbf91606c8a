"""What the board shows of the posts: figures and lists. Knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.records import (
    BEST,
    QUESTIONS,
    Compared,
    Post,
)
from siamese_core import Twins

NEWEST = 12  # posts that are shown


@dataclass(frozen=True)
class Counts:
    """How many students, posts and posts that fooled the twins there are on the board."""

    students: int
    posts: int
    fooled: int


@dataclass(frozen=True)
class Answered:
    """How a question was answered: by how many, and by how many of them rightly."""

    question: str
    answered: int
    right: int

    @property
    def share(self) -> float:
        """Of right answers, from 0 to 1."""
        return self.right / self.answered


def counts(board: Board) -> Counts:
    """How many of each the class sees."""
    posts = board.shown()
    return Counts(len(board.students), len(posts), sum(post.fooled for post in posts))


def deciding(compared: Compared) -> float:
    """The number that is held against the threshold: the probability, or the distance."""
    return compared.distance if compared.probability is None else compared.probability


def posts_of(twins: Twins, posts: Sequence[Post]) -> list[Post]:
    """Those that these twins have compared."""
    these = (twins.design.name, twins.sharing)
    return [post for post in posts if (post.compared.design, post.compared.sharing) == these]


def class_accuracy(posts: Sequence[Post]) -> float | None:
    """The share of posts about which the twins agree with the student, from 0 to 1; None without posts."""
    return 1 - sum(post.fooled for post in posts) / len(posts) if posts else None


def hardest(twins: Twins, posts: Sequence[Post]) -> list[Post]:
    """The pairs that fooled these twins by most, up to `BEST`: farthest beyond the threshold, the first one
    first. What looks like no digit is left out: of that they know nothing.
    """
    fooled = [post for post in posts_of(twins, posts) if post.fooled and post.compared.familiar]
    beyond = {post.number: abs(deciding(post.compared) - twins.threshold) for post in fooled}
    return sorted(fooled, key=lambda post: (-beyond[post.number], post.number))[:BEST]


def answered(board: Board) -> list[Answered]:
    """The questions that somebody has answered, in the order of the pages."""
    return [Answered(each, *board.answers[each]) for each in QUESTIONS if board.answers.get(each, (0,))[0]]


def hardest_question(all_: Sequence[Answered]) -> Answered | None:
    """The question of the quiz with the smallest share of right answers; None before the first answer."""
    of_quiz = [each for each in all_ if each.question.startswith("quiz_")]
    return min(of_quiz, key=lambda each: each.share, default=None)
