"""What is kept of a class: students, posts, challenges, and the bounds of it all.

Nothing in here is a text that somebody wrote: posts are numbers and codes, so that every screen reads them in
its own language, and there is nothing to moderate but drawings.
"""

from __future__ import annotations

from dataclasses import dataclass

from siamese_core.designs import BY_NAME

MOST_POSTS = 500
MOST_CHARACTERS = 10_000_000  # of all drawings on the board together
MOST_STUDENTS = 500
MOST_CHALLENGES = 20
POSTS_OF_A_STUDENT = 50
PAUSE = 2.0  # seconds between two posts of a student
LONGEST_DRAWING = 20_000  # characters; a digit has some 2,000
LONGEST_ADDRESS = 100  # characters

KINDS = {"far": True, "close": False}  # of challenges, and whether their pairs are the same digit
DURATIONS = (60, 120, 180, 300, 600)  # seconds that a challenge can take
BEST = 5  # pairs that are shown when it is over

QUESTIONS = (  # whose answers are counted: those that pages ask, and those of the quiz
    "verdict",
    "predict_same",
    "predict_swap",
    "predict_nudge",
    "margin_prediction",
    "training_prediction",
    "map_prediction",
    "threshold_prediction",
    "taught_prediction",
    "quiz_home",
    "quiz_turned",
    "quiz_sharing",
    "quiz_loss",
    "quiz_training",
    "quiz_map",
    "quiz_verification",
    "quiz_one_example",
)

Drawings = tuple[str, str]  # the left and the right one, as text


class RefusedError(ValueError):
    """A student's wish that the board does not grant.

    Attributes:
        reason: `paused`, `too_soon`, `too_many` or `again`; the page has a sentence for each.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Compared:
    """What the server computed from a pair of drawings.

    Attributes:
        design, sharing: of the twins.
        distance, probability, same: what they made of it; the probability is None where none decides.
        familiar: whether both drawings look like digits.
    """

    design: str
    sharing: str
    distance: float
    probability: float | None
    same: bool
    familiar: bool

    @property
    def deciding(self) -> float:
        """The number that is held against the threshold: the probability, or the distance."""
        return self.distance if self.probability is None else self.probability


@dataclass(frozen=True)
class Post:
    """A pair of drawings that a student shows the class. The drawings are kept beside it, by its number.

    Attributes:
        number: 1 for the first post, and never given twice.
        student: whose it is, by the student's key.
        name: of the student, as a code of `names`.
        said: what the student says: whether both are the same digit.
        compared: what the twins make of it.
        challenge: the number of the challenge that it counts for; None where it counts for none.
        hidden: whether only the teacher sees it.
        characters: of its drawings.
    """

    number: int
    student: str
    name: int
    said: bool
    compared: Compared
    challenge: int | None
    characters: int
    hidden: bool = False

    @property
    def fooled(self) -> bool:
        """Whether the twins are wrong about digits, as far as the student tells the truth."""
        return self.compared.familiar and self.said != self.compared.same

    @property
    def look(self) -> tuple[str, Compared, int]:
        """Whose it is and what it shows: a student shows a pair once."""
        return self.student, self.compared, self.characters


@dataclass(frozen=True)
class Student:
    """One student of the class.

    Attributes:
        name: a colour and an animal, as a code of `names`.
        posts, fooled: how many pairs were posted in all, and how many of these fooled the twins.
        posted_at: when the last one was, in seconds since 1970.
        answered: the questions that were answered, but not how.
        quiz: the score of the first quiz that was finished.
        example: whether this is one of the example class.
    """

    name: int
    posts: int = 0
    fooled: int = 0
    posted_at: float = 0.0
    answered: tuple[str, ...] = ()
    quiz: int | None = None
    example: bool = False


@dataclass(frozen=True)
class Challenge:
    """A task with a time, for the whole class.

    Attributes:
        number: 1 for the first one.
        kind: of `KINDS`.
        design, sharing: the twins that it is about.
        ends_at: in seconds since 1970.
        result_shown: whether the board shows its best pairs when it is over.
    """

    number: int
    kind: str
    design: str
    sharing: str
    ends_at: float
    result_shown: bool = True

    def runs(self, now: float) -> bool:
        """Whether there is time left."""
        return now < self.ends_at

    def why_not(self, said: bool, compared: Compared) -> str | None:
        """Why a pair does not count for it: `said`, `twins` or `strange`; None where it counts."""
        if said != KINDS[self.kind]:
            return "said"
        if (compared.design, compared.sharing) != (self.design, self.sharing):
            return "twins"
        return None if compared.familiar else "strange"

    @property
    def highest_wins(self) -> bool:
        """Whether the pair with the highest number that decides is the best: the distance, or with a metric
        network the probability of being the same.
        """
        return (self.kind == "far") != bool(BY_NAME[self.design].metric_network)


@dataclass(frozen=True)
class Settings:
    """What the teacher has set.

    Attributes:
        names_shown, count_shown: whether the board shows names, and how many students there are.
        paused: whether nobody can post.
        address: for the class, as the teacher corrected it; blank where it was not.
    """

    names_shown: bool = False
    count_shown: bool = True
    paused: bool = False
    address: str = ""
