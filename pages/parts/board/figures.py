"""What the board shows of the posts: figures and lists. Knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.records import BEST, QUESTIONS, Post
from siamese_core import Twins

NEWEST = 12  # posts that are shown at first, and more at a time
MOST_SHOWN = 48


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


def posts_of(twins: Twins, posts: Sequence[Post]) -> list[Post]:
    """Those of digits that these twins have compared. What looks like no digit says nothing about them."""
    these = (twins.design.name, twins.sharing)
    return [
        post
        for post in posts
        if (post.compared.design, post.compared.sharing) == these and post.compared.familiar
    ]


def class_accuracy(posts: Sequence[Post]) -> float | None:
    """The share of posts about which the twins agree with the student, from 0 to 1; None without posts."""
    return 1 - sum(post.fooled for post in posts) / len(posts) if posts else None


def hardest(twins: Twins, posts: Sequence[Post]) -> list[Post]:
    """The pairs that fooled these twins by most, up to `BEST`: farthest beyond the threshold, the first one
    first.
    """
    fooled = [post for post in posts_of(twins, posts) if post.fooled]
    beyond = {post.number: abs(post.compared.deciding - twins.threshold) for post in fooled}
    return sorted(fooled, key=lambda post: (-beyond[post.number], post.number))[:BEST]


def answered(board: Board) -> list[Answered]:
    """The questions that somebody has answered, in the order of the pages."""
    return [Answered(each, *board.answers[each]) for each in QUESTIONS if board.answers.get(each, (0,))[0]]


def hardest_questions(all_: Sequence[Answered]) -> list[Answered]:
    """The questions of the quiz with the smallest share of right answers; none where all were right."""
    of_quiz = [each for each in all_ if each.question.startswith("quiz_")]
    least = min((each.share for each in of_quiz), default=1.0)
    return [each for each in of_quiz if each.share == least < 1]
