"""The class's board and its rules. Knows no page, no browser and no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from itertools import count
from secrets import randbelow
from typing import Any

from pages.parts.shared.classroom.names import FREE_NAMES
from pages.parts.shared.classroom.records import (
    DURATIONS,
    KINDS,
    MOST_CHALLENGES,
    MOST_CHARACTERS,
    MOST_POSTS,
    MOST_STUDENTS,
    PAUSE,
    POSTS_OF_A_STUDENT,
    QUESTIONS,
    Challenge,
    Compared,
    Drawings,
    Post,
    RefusedError,
    Settings,
    Student,
)


@dataclass(eq=False)
class Board:
    """All of it at one moment. A board that has been looked at does not change: `Store.change` makes another.

    Attributes:
        version: grows with every change.
        cleared: how often it was cleared.
        posts: the newest last.
        students: by key; the newest last.
        answers: question -> how many have answered, and how many of them rightly.
        challenges: the newest last.
        last_post: the number of the newest post so far.
        drawings: of the posts that were added to this board and not kept yet, by number.
    """

    version: int = 0
    cleared: int = 0
    posts: list[Post] = field(default_factory=list)
    students: dict[str, Student] = field(default_factory=dict)
    answers: dict[str, tuple[int, int]] = field(default_factory=dict)
    challenges: list[Challenge] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    last_post: int = 0
    drawings: dict[int, Drawings] = field(default_factory=dict)

    def another(self) -> Board:
        """A board that begins as this one, to be changed."""
        return replace(
            self,
            version=self.version + 1,
            posts=[*self.posts],
            students={**self.students},
            answers={**self.answers},
            challenges=[*self.challenges],
            drawings={},
        )

    # What is asked

    def holds_the_same_as(self, other: Board) -> bool:
        """Whether there is no difference but the version."""
        return all(
            getattr(self, each.name) == getattr(other, each.name)
            for each in fields(self)
            if each.name not in ("version", "drawings")
        )

    def shown(self, hidden: bool = False) -> list[Post]:
        """The posts that the class sees, the newest last; with those that are hidden, for the teacher."""
        return [post for post in self.posts if hidden or not post.hidden]

    def challenge(self, now: float) -> Challenge | None:
        """The challenge that runs."""
        last = self.challenges[-1] if self.challenges else None
        return last if last is not None and last.runs(now) else None

    def entries(self, challenge: Challenge) -> list[Post]:
        """The best pair of every student in a challenge, the best first. How fast it came does not count."""
        entered = [post for post in self.shown() if post.challenge == challenge.number]
        entered.sort(key=lambda post: post.compared.deciding, reverse=challenge.highest_wins)
        best: dict[str, Post] = {}
        for post in entered:
            best.setdefault(post.student, post)
        return list(best.values())

    @property
    def is_full(self) -> bool:
        """Whether another student who joins takes the place of one."""
        return len(self.students) >= MOST_STUDENTS

    # What students do

    def join(self, key: str, example: bool = False) -> Student:
        """The student with this key, who joins where the board does not know the key yet."""
        if key not in self.students:
            if self.is_full:
                idle = (key for key, each in self.students.items() if not each.posts and not each.answered)
                del self.students[next(idle, next(iter(self.students)))]
            self.students[key] = Student(self._free_name(key), example=example)
        return self.students[key]

    def post(self, key: str, said: bool, compared: Compared, drawings: Drawings, now: float) -> Post:
        """Puts a pair on the board; the oldest posts make room. Of a pair that is there, another truth can be
        told, and it can be entered for a challenge.

        Raises:
            RefusedError: posting is paused, the last post was a moment ago, this student has posted as often
                as one may, or has said the same of this pair.
        """
        student = self.join(key)
        if self.settings.paused:
            raise RefusedError("paused")
        if student.posts >= POSTS_OF_A_STUDENT:
            raise RefusedError("too_many")
        if now < student.posted_at + PAUSE:
            raise RefusedError("too_soon")
        challenge = self.challenge(now)
        counts = challenge is not None and not challenge.why_not(said, compared)
        post = Post(
            self.last_post + 1,
            key,
            student.name,
            said,
            compared,
            challenge.number if challenge and counts else None,
            sum(map(len, drawings)),
        )
        known = next((each for each in self.posts if each.look == post.look), None)
        if known is None:
            self._add(post, drawings)
        else:
            post = self._say_anew(known, post)
        self.students[key] = replace(self.students[key], posted_at=now)
        return post

    def _add(self, post: Post, drawings: Drawings) -> None:
        student = self.students[post.student]
        self.students[post.student] = replace(
            student, posts=student.posts + 1, fooled=student.fooled + post.fooled
        )
        self.last_post, self.drawings[post.number] = post.number, drawings
        self.posts.append(post)
        while len(self.posts) > MOST_POSTS or sum(each.characters for each in self.posts) > MOST_CHARACTERS:
            self.drawings.pop(self.posts.pop(0).number, None)

    def _say_anew(self, known: Post, post: Post) -> Post:
        """Corrects what a student said of a pair, or enters it for the challenge that runs. Returns the pair
        as it is on the board then. Raises RefusedError where nothing is new, or the teacher has hidden it.
        """
        entered = known.challenge if post.challenge is None and post.said == known.said else post.challenge
        if known.hidden or (post.said, entered) == (known.said, known.challenge):
            raise RefusedError("again")
        corrected = replace(known, said=post.said, challenge=entered)
        self.posts = [corrected if each is known else each for each in self.posts]
        student = self.students[known.student]
        self.students[known.student] = replace(
            student, fooled=max(0, student.fooled + corrected.fooled - known.fooled)
        )
        return corrected

    def answer(self, key: str, question: str, right: bool) -> None:
        """Counts an answer; the first one of a student to each question."""
        student = self.join(key)
        if question in QUESTIONS and question not in student.answered:
            self.students[key] = replace(student, answered=(*student.answered, question))
            answered, were_right = self.answers.get(question, (0, 0))
            self.answers[question] = answered + 1, were_right + right

    def finish_quiz(self, key: str, score: int) -> None:
        """Keeps the score of the first quiz that a student finished."""
        student = self.join(key)
        if student.quiz is None:
            self.students[key] = replace(student, quiz=score)

    # What the teacher does

    def start_challenge(self, kind: str, seconds: int, design: str, sharing: str, now: float) -> Challenge:
        """Starts one, in place of one that runs, and lets the class post.

        Raises ValueError for another kind or duration.
        """
        if kind not in KINDS or seconds not in DURATIONS:
            raise ValueError(f"A challenge is one of {', '.join(KINDS)} and takes {DURATIONS} seconds.")
        self.stop_challenge(now)
        self.set(paused=False)
        number = self.challenges[-1].number + 1 if self.challenges else 1
        challenge = Challenge(number, kind, design, sharing, now + seconds)
        self.challenges = [*self.challenges, challenge][-MOST_CHALLENGES:]
        return challenge

    def stop_challenge(self, now: float) -> None:
        """Ends the one that runs."""
        if (running := self.challenge(now)) is not None:
            self.challenges[-1] = replace(running, ends_at=now)

    def hide(self, number: int, hidden: bool = True) -> None:
        """Hides a post from the class, or shows it again."""
        self.posts = [replace(each, hidden=hidden) if each.number == number else each for each in self.posts]

    def set(self, **settings: Any) -> None:
        """Changes some of the settings, by name."""
        self.settings = replace(self.settings, **settings)

    def put_result_away(self) -> None:
        """Takes the result of the last challenge off the board."""
        self.challenges[-1:] = [replace(last, result_shown=False) for last in self.challenges[-1:]]

    def fill(self, pairs: Iterable[tuple[str, bool, Compared, Drawings]]) -> None:
        """Puts an example class on the board: for each pair the key of a student, what the student says, what
        was computed and the drawings. None of it counts for a challenge.
        """
        for key, said, compared, drawings in pairs:
            name, characters = self.join(key, example=True).name, sum(map(len, drawings))
            post = Post(self.last_post + 1, key, name, said, compared, None, characters)
            if all(each.look != post.look for each in self.posts):
                self._add(post, drawings)

    @property
    def has_example(self) -> bool:
        """Whether an example class is on it."""
        return any(student.example for student in self.students.values())

    def clear(self) -> None:
        """Takes everything off the board; what the teacher has set stays."""
        self.posts, self.students, self.answers, self.challenges = [], {}, {}, []
        self.cleared += 1

    def _free_name(self, key: str) -> int:
        """The name under which a student posted, else one by chance that is nowhere on the board: nobody can
        choose it.
        """
        for post in self.posts:
            if post.student == key:
                return post.name
        taken = {student.name for student in self.students.values()} | {post.name for post in self.posts}
        return next(name for name in self._names_from(randbelow(FREE_NAMES)) if name not in taken)

    def _names_from(self, first: int) -> Iterator[int]:
        for numbered in count():
            for step in range(FREE_NAMES):
                yield numbered * FREE_NAMES + (first + step) % FREE_NAMES

    # As JSON

    def as_json(self) -> dict[str, Any]:
        """All but the drawings, as JSON has it."""
        return {
            "version": self.version,
            "cleared": self.cleared,
            "posts": [{**vars(post), "compared": {**vars(post.compared)}} for post in self.posts],
            "students": {key: {**vars(student)} for key, student in self.students.items()},
            "answers": self.answers,
            "challenges": [{**vars(challenge)} for challenge in self.challenges],
            "settings": {**vars(self.settings)},
            "last_post": self.last_post,
        }
