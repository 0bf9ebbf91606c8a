"""What several pages say of the class and its board."""

from __future__ import annotations

from pages.parts.shared.classroom.records import POSTS_OF_A_STUDENT, Challenge
from siamese_core.designs import BY_NAME

UNREACHABLE = "The board cannot be reached. Everything else goes on as before."
TASKS = {
    "far": "the same digit, as far apart as you can",
    "close": "different digits, as close as you can",
}
SAID = {True: "the same digit", False: "different digits"}
WHY_NOT_COUNTED = {
    "said": "It does not count for the challenge: that asks for {task}.",
    "twins": "It does not count for the challenge: choose {twins}, above, and post it again.",
    "strange": "It does not count for the challenge: to count, both drawings have to look like digits.",
}
REFUSED = {
    "paused": "Your teacher has paused posting. Your drawings stay.",
    "too_soon": "One post every two seconds: try again now.",
    "too_many": f"You have posted {POSTS_OF_A_STUDENT} pairs, which is as many as one student can.",
    "again": "This pair is on the board already.",
}


def twins_in_words(design: str, sharing: str) -> str:
    """Which twins, in the words of the choice above the page."""
    return f"“{BY_NAME[design].title}, {sharing}”"


def clock(seconds: float) -> str:
    """A time that runs down, as HTML: minutes and seconds. The browser lets it run."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f'<span class="clock" role="timer">{minutes}:{rest:02}</span>'


def measure(design: str) -> str:
    """What decides with a design."""
    return "probability" if BY_NAME[design].metric_network else "distance"


def why_not_counted(challenge: Challenge, reason: str) -> str:
    """Why a pair that was posted during a challenge does not count for it."""
    return WHY_NOT_COUNTED[reason].format(
        task=TASKS[challenge.kind], twins=twins_in_words(challenge.design, challenge.sharing)
    )
