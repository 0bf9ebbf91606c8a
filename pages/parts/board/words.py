"""What the board says, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from pages.parts.board.figures import Answered, Counts, hardest_question
from pages.parts.shared.classroom.question_titles import TITLES
from pages.parts.shared.classroom.records import MOST_POSTS, Challenge
from pages.parts.shared.classroom.words import TASKS, twins_in_words
from pages.parts.shared.numbers import number, per_cent, with_interval
from siamese_core import Twins

TITLE = "Class board"
QUESTION = "What did the class find?"
FIRST_SENTENCE = (
    "Every pair that somebody shows the class hangs here. Fool the twins: find one they get wrong."
)
JOIN = "Join in:"
QR_ALT = "QR code of the address"
LABELS = {"students": "Students", "posts": "Pairs", "fooled": "Fooled the twins"}
NO_POSTS = (
    "No pair yet. Open the address, draw a digit on both sides, and tap what they are below the verdict: "
    "*the same digit* or *different digits*."
)
EXAMPLE = "These are pairs of an example class, to rehearse with."
PAUSED = "Posting is paused."
VERDICTS = {True: "✓ Same digit", False: "✗ Different digits"}
SAID = {True: "Drawn as the same digit", False: "Drawn as different digits"}
FOOLED = "fooled the twins"
HIDE, SHOW_AGAIN = "Hide", "Show again"
HIDDEN = "Hidden from the class"
ALT = "Pair {number}: {said}, the twins say {verdict}, at {value}."
OTHER_TWINS = "With {twins}"

NEWEST, ON_AXIS, HARDEST, PREDICTED = "newest", "axis", "hardest", "predicted"
PARTS = {
    NEWEST: "Newest pairs",
    ON_AXIS: "On the axis",
    HARDEST: "Hardest pairs",
    PREDICTED: "Predictions and quiz",
}
ABOUT_HARDEST = (
    "The pairs that fooled these twins by most: the farthest beyond the threshold first. What looks like no "
    "digit is left out."
)
NO_HARDEST = "Nobody has fooled these twins yet."
LEGEND = {
    "same": "drawn as the same digit",
    "different": "drawn as different digits",
    "fooled": "ringed: fooled the twins",
}
AXIS = "{count} pairs of the class as dots over the test pairs; the threshold is at {threshold}."
NO_DOTS = "No pair has been shown with these twins yet. Above, other twins can be chosen."
ACCURACY = (
    "Of the class’s {count} pairs with these twins, {right} are answered rightly; of the card’s 100,000 test "
    "pairs, {card}. The class looks for mistakes, so it should find more."
)
NO_ANSWERS = "Nobody has answered a question yet. The pages ask before they show; the quiz asks in the end."
TABLE_COLUMNS = ("question", "answered", "right")
ALL_PAIRS = "All pairs, the newest first"
HARDEST_QUESTION = "Hardest question of the quiz: **{title}** ({share} right)."

RUNNING = "Challenge: {task}"
STANDING = "{entries} of the class are in it. Best distance so far: **{best}**. How fast does not count."
COUNTS_WITH = "With {twins}. What looks like no digit does not count."
RESULT = "The best five: {task}"
NO_ENTRIES = "The challenge is over; no pair counted."

TEACHER = "For the teacher"
KINDS = {"far": "Same digit, far apart", "close": "Different digits, close"}
CHALLENGE, TIME = "Challenge", "Time"
START, STOP, AWAY = "Start", "Stop", "Put the result away"
NAMES, COUNT, PAUSE = "Show names", "Show how many students", "Pause posting"
FILL, CLEAR, CLEAR_ALL = "Fill with an example class", "Clear the board", "Yes, clear it"
ABOUT_CLEAR = "Pairs, names, answers and challenges are gone then, for everybody."
ADDRESS = "Address for the class"
ADDRESS_WRONG = "This is no address. It looks like http://192.168.1.20:8501."
CSV, PAGE = "Pairs as CSV", "Board as a page to keep"
ABOUT_TAP = "Pairs can be hidden one by one: the button on each is seen here only."
KEPT = (
    f"The board keeps up to {MOST_POSTS} pairs: strokes, numbers and a name that the app gave, nothing else. "
    "{where} Everybody who can open this app sees it."
)
KEPT_IN_MEMORY = "It is in the server’s memory, and gone when the server stops."
KEPT_IN_REDIS = "It is in a database beside the servers, and gone 12 hours after the last change."


def duration(seconds: int) -> str:
    """A challenge's time, in words."""
    return "1 minute" if seconds == 60 else f"{seconds // 60} minutes"


def counts_in_words(found: Counts, with_students: bool) -> list[tuple[str, str]]:
    """Labels and figures."""
    figures = {"students": found.students, "posts": found.posts, "fooled": found.fooled}
    return [
        (LABELS[name], f"{figure:,}")
        for name, figure in figures.items()
        if with_students or name != "students"
    ]


def accuracy_in_words(twins: Twins, accuracy: float, count: int) -> str:
    """The class's accuracy beside the card's."""
    results = twins.card["results"]["mnist"]
    card = with_interval(results["accuracy"], results["accuracy_interval"])
    return ACCURACY.format(count=count, right=per_cent(accuracy, 0), card=card)


def axis_in_words(twins: Twins, count: int) -> str:
    """The picture, for those who do not see it."""
    return AXIS.format(count=count, threshold=number(twins.threshold))


def task_of(challenge: Challenge) -> str:
    """What a challenge asks for, and with which twins it counts."""
    counts = COUNTS_WITH.format(twins=twins_in_words(challenge.design, challenge.sharing))
    return f"### {RUNNING.format(task=TASKS[challenge.kind])}\n\n{counts}"


def answers_table(all_: Sequence[Answered]) -> str:
    """Every question that was answered, as Markdown."""
    rows = [f"| {TITLES[each.question]} | {each.answered} | {per_cent(each.share, 0)} |" for each in all_]
    table = "\n".join([f"| {' | '.join(TABLE_COLUMNS)} |", "|---|--:|--:|", *rows])
    hardest = hardest_question(all_)
    if hardest is None:
        return table
    share = per_cent(hardest.share, 0)
    return f"{HARDEST_QUESTION.format(title=TITLES[hardest.question], share=share)}\n\n{table}"
