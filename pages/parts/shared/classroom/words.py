"""What several pages say of the class and its board."""

from __future__ import annotations

from pages.parts.shared.classroom.records import POSTS_OF_A_STUDENT, Challenge
from pages.parts.shared.language import Text
from pages.parts.shared.words import twins_in_words
from siamese_core.designs import BY_NAME

UNREACHABLE = Text("The board cannot be reached. Everything else goes on as before.")
TASKS = {
    "far": Text("the same digit, as far apart as you can"),
    "close": Text("different digits, as close as you can"),
}
SAID = {True: Text("the same digit"), False: Text("different digits")}
WHY_NOT_COUNTED = {
    "said": Text("It does not count for the challenge: that asks for {task}."),
    "twins": Text("It does not count for the challenge: choose {twins}, above, and post it again."),
    "strange": Text("It does not count for the challenge: to count, both drawings have to look like digits."),
}
REFUSED = {
    "paused": Text("Your teacher has paused posting. Your drawings stay."),
    "too_soon": Text("One post every two seconds: try again now."),
    "too_many": Text("You have posted {most} pairs, which is as many as one student can."),
    "again": Text("This pair is on the board already."),
}


def refused(reason: str) -> str:
    """Why the board has not taken a post."""
    return REFUSED[reason](most=POSTS_OF_A_STUDENT)


def clock(seconds: float) -> str:
    """A time that runs down, as HTML: minutes and seconds. The browser lets it run."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f'<span class="clock" role="timer">{minutes}:{rest:02}</span>'


def measure(design: str) -> str:
    """What decides with a design, as a code."""
    return "probability" if BY_NAME[design].metric_network else "distance"


def why_not_counted(challenge: Challenge, reason: str) -> str:
    """Why a pair that was posted during a challenge does not count for it."""
    return WHY_NOT_COUNTED[reason](
        task=TASKS[challenge.kind], twins=twins_in_words(challenge.design, challenge.sharing)
    )
