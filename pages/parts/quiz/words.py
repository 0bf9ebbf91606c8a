"""What the quiz says around its questions; `wordings.py` has those."""

from __future__ import annotations

from pages.parts.shared.language import Text
from pages.parts.shared.words import SIDE_NAMES

QUESTION = Text("What do you know now?")
FIRST_SENTENCE = Text(
    "Eight questions, most of them about your own two digits. The class board counts the right answers, "
    "without names."
)
PROGRESS = Text("{place} of {all}")
MARKS = {  # how a question stands, for screen readers
    "right": Text("{place}: right"),
    "wrong": Text("{place}: wrong"),
    "open": Text("{place}: not answered"),
    "missing": Text("{place}: not asked"),
}
BACK, NEXT, TO_SCORE = Text("Back"), Text("Next"), Text("To the score")
RIGHT, WRONG = Text("**Right.**"), Text("**No.**")
YOURS = Text("{option} (your answer)")
SEE_IT = Text("See it: {page}")
YOUR_PAIR = Text("Your own pair.")
AN_EXAMPLE = Text("An example: draw a pair of your own")
EARLIER_PAIR = Text("You answered this about an earlier pair.")
OTHER_TWINS = Text("You answered this with other twins: {design}, {sharing}.")
NOT_FOR_THIS_PAIR = Text(
    "This question has no clear answer for these two drawings. Draw others, or go on: it does not count."
)
WITHOUT_FILE = Text("This question cannot be asked, and does not count.")
SCORE = Text("{right} of {all} right")
GO_ON = Text("Go on: {open} to be answered")
BEFORE = Text("Before, you finished with {score} right. On the board the first answers count.")
AGAIN = Text("Try again")
ABOUT_AGAIN = Text("Other questions come, about the pair and the twins that you have then.")

CAPTIONS = {  # of the pictures, by how many there are
    1: (Text("this digit"),),
    2: (SIDE_NAMES["left"], SIDE_NAMES["right"]),
    4: (SIDE_NAMES["left"], "A", "B", "C"),
}
