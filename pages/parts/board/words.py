"""What the board says, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from pages.parts.board.figures import Answered, Counts, hardest_questions
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.question_titles import LESSON_OF, TITLES
from pages.parts.shared.classroom.records import MOST_POSTS, Challenge, Post
from pages.parts.shared.classroom.words import TASKS, measure, twins_in_words
from pages.parts.shared.lessons import QUIZ
from pages.parts.shared.numbers import number, per_cent, with_interval
from siamese_core import Twins

TITLE = "Class board"
QUESTION = "What did the class find?"
FIRST_SENTENCE = (
    "Every pair that somebody shows the class hangs here. Fool the twins: find one they get wrong."
)
JOIN = "Join in:"
ONLY_HERE = "This address works on this computer alone. The teacher can write the class’s: *For the teacher*."
QR_ALT = "QR code of the address"
LABELS = {"students": "Students", "posts": "Pairs", "fooled": "Fooled the twins"}
NO_POSTS = (
    "No pair yet. Open the address, draw a digit on both sides, and tap what they are below the verdict: "
    "*the same digit* or *different digits*."
)
EXAMPLE = "Pairs of an example class are among these, to rehearse with."
PAUSED = "Posting is paused."
VERDICTS = {True: "= Same digit", False: "≠ Different digits"}
SAID = {True: "Drawn as the same digit", False: "Drawn as different digits"}
VALUES = {"distance": "distance {value}", "probability": "probability {value}"}
FOOLED = "fooled the twins"
HIDE, SHOW_AGAIN = "Hide", "Show again"
HIDDEN = "Hidden from the class"
STRANGE = "Looks like no digit"
MORE = "Show more"
ALT = "Pair {number}: {said}, the twins say {verdict}, at {value}."
OTHER_TWINS = "With {twins}"

NEWEST, ON_AXIS, HARDEST, PREDICTED = "newest", "axis", "hardest", "predicted"
PARTS = {
    NEWEST: "Newest pairs",
    ON_AXIS: "On the axis",
    HARDEST: "Hardest pairs",
    PREDICTED: "Predictions and quiz",
}
ABOUT_CARDS = {
    ("distance",): "Below each pair: the twins’ answer, and the distance between the two.",
    ("probability",): "Below each pair: the twins’ answer, and their probability of “same”.",
    ("distance", "probability"): (
        "Below each pair: the twins’ answer, and the distance, or the probability of “same”, that decided."
    ),
}
ABOUT_OTHERS = (
    "Some pairs are of other twins, and say of which: their branches have other layers, or their weights are "
    "shared or unshared."
)
ABOUT_HARDEST = (
    "The pairs that fooled these twins by most: the farthest beyond the threshold first. Each is as its "
    "student says; does the class agree?"
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
    "Of the class’s {count} pairs with {twins} that look like digits, {right} are answered rightly; of "
    "{all} test pairs, {card}. The class looks for mistakes, so it should find more."
)
NO_ANSWERS = "Nobody has answered a question yet. The pages ask before they show; the quiz asks in the end."
TABLE_COLUMNS = ("question", "page", "answered", "right")
ALL_PAIRS = "All pairs, the newest first"
HARDEST_QUESTIONS = "Hardest in the quiz: **{titles}** ({share} right)."

RUNNING = "Challenge: {task}"
STANDING = {
    "distance": "Students in it: {entries}. Best distance so far: **{best}**. How fast does not count.",
    "probability": (
        "Students in it: {entries}. Best probability of “same” so far: **{best}**. How fast does not count."
    ),
}
COUNTS_WITH = "With {twins}. What looks like no digit does not count."
RESULT = "The best pairs: {task}"
IS_IT_TRUE = {
    "far": "Each is the same digit, as its student says. Does the class agree? If not, it can be hidden.",
    "close": "Each is two digits, as its student says. Does the class agree? If not, it can be hidden.",
}
NO_ENTRIES = "The challenge is over; no pair counted."

TEACHER = "For the teacher"
KINDS = {"far": "Same digit, far apart", "close": "Different digits, close"}
CHALLENGE, TIME = "Challenge", "Time"
START, STOP, AWAY = "Start", "Stop", "Put the result away"
NAMES, COUNT, PAUSE = "Show names", "Show how many students", "Pause posting"
FILL, CLEAR, CLEAR_ALL = "Fill with an example class", "Clear the board", "Yes, clear it"
ABOUT_CLEAR = "Pairs, names, answers and challenges are gone then, for everybody."
ADDRESS = "Address for the class"
ADDRESS_WRONG = "This is no address, so the one before stays. It looks like `http://192.168.1.20:8501`."
CSV, PAGE = "Pairs as CSV", "Board as a page to keep"
ABOUT_TAP = (
    "Pairs can be hidden one by one: the button on each is seen here only. Hidden ones stand after the "
    "newest, to be shown again. A reload takes this part away: open your link again. To steer from another "
    "device, open the link there, with the class’s address."
)
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


def notes_on(board: Board) -> list[str]:
    """What the class has to know of the board."""
    notes = ((EXAMPLE, board.has_example), (PAUSED, board.settings.paused))
    return [note for note, is_so in notes if is_so]


def cards_in_words(twins: Twins, posts: Sequence[Post]) -> str:
    """How posts, of which there are some, are to be read while these twins are chosen."""
    compared_by = {(post.compared.design, post.compared.sharing) for post in posts}
    about = ABOUT_CARDS[tuple(sorted({measure(design) for design, _ in compared_by}))]
    return about if compared_by == {(twins.design.name, twins.sharing)} else f"{about} {ABOUT_OTHERS}"


def accuracy_in_words(twins: Twins, accuracy: float, count: int) -> str:
    """The class's accuracy beside the card's."""
    results = twins.card["results"]["mnist"]
    return ACCURACY.format(
        count=count,
        twins=twins_in_words(twins.design.name, twins.sharing),
        right=per_cent(accuracy, 0),
        all=f"{results['pairs']:,}",
        card=with_interval(results["accuracy"], results["accuracy_interval"]),
    )


def axis_in_words(twins: Twins, count: int) -> str:
    """The picture, for those who do not see it."""
    return AXIS.format(count=count, threshold=number(twins.threshold))


def task_of(challenge: Challenge) -> str:
    """What a challenge asks for, and with which twins it counts."""
    counts = COUNTS_WITH.format(twins=twins_in_words(challenge.design, challenge.sharing))
    return f"### {RUNNING.format(task=TASKS[challenge.kind])}\n\n{counts}"


def answers_table(all_: Sequence[Answered]) -> str:
    """Every question that was answered, as Markdown."""
    rows = [f"| {' | '.join(row)} |" for row in (TABLE_COLUMNS, ("---", "---", "--:", "--:"), *rows_of(all_))]
    table = "\n".join(rows)
    if hardest := hardest_questions(all_):
        titles = ", ".join(TITLES[each.question] for each in hardest)
        return f"{HARDEST_QUESTIONS.format(titles=titles, share=per_cent(hardest[0].share, 0))}\n\n{table}"
    return table


def rows_of(all_: Sequence[Answered]) -> list[tuple[str, ...]]:
    """The same as rows, in the order of `TABLE_COLUMNS`."""
    return [
        (
            TITLES[each.question],
            (QUIZ if each.question.startswith("quiz_") else LESSON_OF[each.question]).title(),
            str(each.answered),
            per_cent(each.share, 0),
        )
        for each in all_
    ]
