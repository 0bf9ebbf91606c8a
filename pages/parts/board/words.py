"""What the board says, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from pages.parts.board.figures import Answered, Counts, hardest_questions
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.question_titles import LESSON_OF, TITLES
from pages.parts.shared.classroom.records import MOST_POSTS, Challenge, Post
from pages.parts.shared.classroom.words import TASKS, measure
from pages.parts.shared.language import Counted, Text, listed, paragraph
from pages.parts.shared.lessons import QUIZ
from pages.parts.shared.numbers import number, per_cent, with_interval
from pages.parts.shared.words import twins_in_words
from siamese_core import Twins

TITLE = Text("Class board")
QUESTION = Text("What did the class find?")
FIRST_SENTENCE = Text(
    "Every pair that somebody shows the class hangs here. Fool the twins: find one they get wrong."
)
JOIN = Text("Join in:")
ONLY_HERE = Text(
    "This address works on this computer alone. The teacher can write the class’s: *For the teacher*."
)
QR_ALT = Text("QR code of the address")
LABELS = {"students": Text("Students"), "posts": Text("Pairs"), "fooled": Text("Fooled the twins")}
COUNT_OF = Text("{label}: {figure}")
NO_POSTS = Text(
    "No pair yet. Open the address, draw a digit on both sides, and tap what they are below the verdict: "
    "*the same digit* or *different digits*."
)
EXAMPLE = Text("Pairs of an example class are among these, to rehearse with.")
PAUSED = Text("Posting is paused.")
VERDICTS = {True: Text("= Same digit"), False: Text("≠ Different digits")}
SAID = {True: Text("Drawn as the same digit"), False: Text("Drawn as different digits")}
VALUES = {"distance": Text("distance {value}"), "probability": Text("probability {value}")}
FOOLED = Text("fooled the twins")
HIDE, SHOW_AGAIN = Text("Hide"), Text("Show again")
HIDDEN = Text("Hidden from the class")
STRANGE = Text("Looks like no digit")
MORE = Text("Show more")
ALT = Text("Pair {number}: {said}, the twins say {verdict}, at {value}.")
OTHER_TWINS = Text("With {twins}")

NEWEST, ON_AXIS, HARDEST, PREDICTED = "newest", "axis", "hardest", "predicted"
PARTS_CALLED = Text("Show")
PARTS = {
    NEWEST: Text("Newest pairs"),
    ON_AXIS: Text("On the axis"),
    HARDEST: Text("Hardest pairs"),
    PREDICTED: Text("Predictions and quiz"),
}
ABOUT_CARDS = {
    ("distance",): Text("Below each pair: the twins’ answer, and the distance between the two."),
    ("probability",): Text("Below each pair: the twins’ answer, and their probability of “same”."),
    ("distance", "probability"): Text(
        "Below each pair: the twins’ answer, and the distance, or the probability of “same”, that decided."
    ),
}
ABOUT_OTHERS = Text(
    "Some pairs are of other twins, and say of which: their branches have other layers, or their weights are "
    "shared or unshared."
)
ABOUT_HARDEST = Text(
    "The pairs that fooled these twins by most: the farthest beyond the threshold first. Each is as its "
    "student says; does the class agree?"
)
NO_HARDEST = Text("Nobody has fooled these twins yet.")
LEGEND = {  # of the dots
    "said_same": Text("drawn as the same digit"),
    "said_different": Text("drawn as different digits"),
    "fooled": Text("ringed: fooled the twins"),
}
AXIS = Text("{count} pairs of the class as dots over the test pairs; the threshold is at {threshold}.")
NO_DOTS = Text("No pair has been shown with these twins yet. Above, other twins can be chosen.")
ACCURACY = Text(
    "Of the class’s {count} pairs with {twins} that look like digits, {right} are answered rightly; of "
    "{all} test pairs, {card}. The class looks for mistakes, so it should find more."
)
NO_ANSWERS = Text(
    "Nobody has answered a question yet. The pages ask before they show; the quiz asks in the end."
)
TABLE_COLUMNS = (Text("question"), Text("page"), Text("answered"), Text("rightly"))
ALL_PAIRS = Text("All pairs, the newest first")
HARDEST_QUESTIONS = Text("Hardest in the quiz: **{titles}** ({share} right).")

RUNNING = Text("Challenge: {task}")
STANDING = {
    "distance": Text("Students in it: {entries}. Best distance so far: **{best}**. How fast does not count."),
    "probability": Text(
        "Students in it: {entries}. Best probability of “same” so far: **{best}**. How fast does not count."
    ),
}
COUNTS_WITH = Text("With {twins}. What looks like no digit does not count.")
RESULT = Text("The best pairs: {task}")
IS_IT_TRUE = {
    "far": Text(
        "Each is the same digit, as its student says. Does the class agree? If not, it can be hidden."
    ),
    "close": Text("Each is two digits, as its student says. Does the class agree? If not, it can be hidden."),
}
NO_ENTRIES = Text("The challenge is over; no pair counted.")

TEACHER = Text("For the teacher")
KINDS = {"far": Text("Same digit, far apart"), "close": Text("Different digits, close")}
CHALLENGE, TIME = Text("Challenge"), Text("Time")
DURATION = Counted("{count} minute", "{count} minutes")
START, STOP, AWAY = Text("Start"), Text("Stop"), Text("Put the result away")
NAMES, COUNT, PAUSE = Text("Show names"), Text("Show how many students"), Text("Pause posting")
FILL, CLEAR, CLEAR_ALL = Text("Fill with an example class"), Text("Clear the board"), Text("Yes, clear it")
NO_EXAMPLE = Text("There is no example class: its digits cannot be loaded.")
ABOUT_CLEAR = Text("Pairs, names, answers and challenges are gone then, for everybody.")
ADDRESS = Text("Address for the class")
ADDRESS_WRONG = Text("This is no address, so the one before stays. It looks like `http://192.168.1.20:8501`.")
CSV, PAGE = Text("Pairs as CSV"), Text("Board as a page to keep")
ABOUT_TAP = Text(
    "Pairs can be hidden one by one: the button on each is seen here only. Hidden ones stand after the "
    "newest, to be shown again. A reload takes this part away: open your link again. To steer from another "
    "device, open the link there, with the class’s address."
)
KEPT = Text(
    "The board keeps up to {most} pairs: strokes, numbers and a name that the app gave, nothing else."
)
KEPT_IN_MEMORY = Text("It is in the server’s memory, and gone when the server stops.")
KEPT_IN_REDIS = Text("It is in a database beside the servers, and gone 12 hours after the last change.")
SEEN_BY_ALL = Text("Everybody who can open this app sees it.")

COLUMNS = (  # of the table that a teacher takes along
    Text("number"),
    Text("student"),
    Text("design"),
    Text("weights"),
    Text("distance"),
    Text("probability"),
    Text("twins say"),
    Text("student says"),
    Text("fooled"),
    Text("looks like digits"),
    Text("challenge"),
    Text("hidden"),
    Text("example class"),
)


def duration(seconds: int) -> str:
    """A challenge's time, in words."""
    return DURATION(seconds // 60)


def counts_in_words(found: Counts, with_students: bool) -> list[tuple[str, str]]:
    """Labels and figures."""
    figures = {"students": found.students, "posts": found.posts, "fooled": found.fooled}
    return [
        (LABELS[name](), f"{figure:,}")
        for name, figure in figures.items()
        if with_students or name != "students"
    ]


def notes_on(board: Board) -> list[str]:
    """What the class has to know of the board."""
    notes = ((EXAMPLE, board.has_example), (PAUSED, board.settings.paused))
    return [note() for note, is_so in notes if is_so]


def cards_in_words(twins: Twins, posts: Sequence[Post]) -> str:
    """How posts, of which there are some, are to be read while these twins are chosen."""
    compared_by = {(post.compared.design, post.compared.sharing) for post in posts}
    about = ABOUT_CARDS[tuple(sorted({measure(design) for design, _ in compared_by}))]()
    return about if compared_by == {(twins.design.name, twins.sharing)} else paragraph(about, ABOUT_OTHERS())


def accuracy_in_words(twins: Twins, accuracy: float, count: int) -> str:
    """The class's accuracy beside the card's."""
    results = twins.card["results"]["mnist"]
    return ACCURACY(
        count=count,
        twins=twins_in_words(twins.design.name, twins.sharing),
        right=per_cent(accuracy, 0),
        all=f"{results['pairs']:,}",
        card=with_interval(results["accuracy"], results["accuracy_interval"]),
    )


def axis_in_words(twins: Twins, count: int) -> str:
    """The picture, for those who do not see it."""
    return AXIS(count=count, threshold=number(twins.threshold))


def task_of(challenge: Challenge) -> str:
    """What a challenge asks for, and with which twins it counts."""
    counts = COUNTS_WITH(twins=twins_in_words(challenge.design, challenge.sharing))
    return f"### {RUNNING(task=TASKS[challenge.kind])}\n\n{counts}"


def answers_table(all_: Sequence[Answered]) -> str:
    """Every question that was answered, as Markdown."""
    columns = [column() for column in TABLE_COLUMNS]
    rows = [f"| {' | '.join(row)} |" for row in (columns, ("---", "---", "--:", "--:"), *rows_of(all_))]
    table = "\n".join(rows)
    if hardest := hardest_questions(all_):
        titles = listed(TITLES[each.question]() for each in hardest)
        return f"{HARDEST_QUESTIONS(titles=titles, share=per_cent(hardest[0].share, 0))}\n\n{table}"
    return table


def rows_of(all_: Sequence[Answered]) -> list[tuple[str, ...]]:
    """The same as rows, in the order of `TABLE_COLUMNS`."""
    return [
        (
            TITLES[each.question](),
            (QUIZ if each.question.startswith("quiz_") else LESSON_OF[each.question]).title(),
            str(each.answered),
            per_cent(each.share, 0),
        )
        for each in all_
    ]


def where_kept(in_database: bool) -> str:
    """What is kept of the class, where, and who sees it."""
    where = KEPT_IN_REDIS if in_database else KEPT_IN_MEMORY
    return paragraph(KEPT(most=MOST_POSTS), where(), SEEN_BY_ALL())
