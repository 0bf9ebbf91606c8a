"""What this page says, in one place; `sentences.py` has what depends on the shelf and the drawing."""

from __future__ import annotations

from pages.parts.one_example.notebook import FORGED, GENUINE, PEOPLE, PROGRAM, YOU
from pages.parts.one_example.starters import CHARACTERS_SHELF, DIGITS_SHELF, LETTERS_SHELF
from pages.parts.one_example.ways import PIXELS
from pages.parts.shared.language import Counted, Text
from siamese_core.files import DIGITS, SIGNS

QUESTION = Text("Can it learn a sign from one drawing?")
FIRST_SENTENCE = Text(
    "Draw a sign of your own, once. The twins turn it into {dim} numbers, and know it again by them."
)
ABOUT = {
    SIGNS: Text(
        "Both twins are one convolutional branch. It was taught on signs that a program invented, none of "
        "them made to be a digit or a letter: only which two drawings are the same. {dim} numbers come out."
    ),
    DIGITS: Text(
        "Both twins are one convolutional branch, that of the first page. It was taught on digits, and never "
        "saw another sign. {dim} numbers come out."
    ),
}
OF_DRAWINGS = {  # the glossary's sentences, where no digits are meant
    "#word-embedding": Text(
        "The list of numbers that a branch makes of a drawing. Alike drawings, alike lists."
    ),
    "#word-branch": Text("The part of the network that reads one drawing and turns it into its embedding."),
    "#word-twins": Text(
        "Two branches, one for each drawing, and what compares the lists that come out of them."
    ),
    "#word-false-accept": Text("A forged signature was accepted."),
    "#word-false-reject": Text("A genuine signature was refused."),
}
PART = Text("Part")
PARTS = {"signs": Text("Signs"), "signatures": Text("Whose signature?")}
NO_SUCH_TWINS = Text("The link asks for a kind of twins that does not exist; this is “{instead}”.")
TAUGHT_ON = Text("Taught on")
CHOICES = {SIGNS: Text("invented signs"), DIGITS: Text("digits")}  # of what the twins are taught on
WAYS_IN_WORDS = {
    SIGNS: Text("taught on invented signs"),
    DIGITS: Text("taught on digits"),
    PIXELS: Text("raw pixels"),
}

INVITATIONS = {
    "signs": (Text("Draw a sign here"), Text("Draw it again here")),
    "signatures": (Text("Sign here"), Text("A neighbour forges it here")),
}
CANVAS_NAMES = {
    "signs": (Text("Example"), Text("Question")),
    "signatures": (Text("Yours"), Text("Whose?")),
}
ADD = {"signs": Text("Add as a sign"), "signatures": Text("Add to mine")}
NAME, NAME_HERE = Text("Name (if you like)"), Text("Name")
TAKE_SHELF = Text("Take a shelf")
ONLY_MINE = "own"
SHELVES = {
    DIGITS_SHELF: Text("Ten digits by one writer"),
    LETTERS_SHELF: Text("Five letters"),
    CHARACTERS_SHELF: Text("Six Chinese characters"),
    ONLY_MINE: Text("Only my own"),
}
ASK = Text("Let somebody else draw one of them")
WRITTEN_AGAIN, SAME_WRITER, ANOTHER_WRITER = "program", "same_writer", "another_writer"
ASKED = {
    WRITTEN_AGAIN: Text("a program, again"),
    SAME_WRITER: Text("the same writer"),
    ANOTHER_WRITER: Text("another writer"),
}
ASKED_OF = {
    "signs": Text("Which one is it in truth?"),
    "signatures": Text("What is it in truth?"),
}
NONE_OF_THESE = Text("None of these")
SIGNATURE_ANSWERS = {GENUINE: Text("Genuine"), FORGED: Text("Forged")}

PREDICTION = Text(
    "new signs that none of the three was ever shown, one example each. Who finds the right one **least** "
    "often?"
)
SHOW_OTHERS = Text("Show others")
ABOUT_WRONG_ONES = Text(
    "Of each: what was drawn, what the twins said it is, and what it was. Dark: none of these."
)
PUT_BACK = Text("Put “{name}” back")
GO_ON = Text("Go on with")
BELOW = {  # what can be chosen below the canvases, in each part of the page
    "signs": ("all_three", "how_often", "taught_on", "wrong_ones"),
    "signatures": ("all_three",),
}
BELOW_NAMES = {
    "all_three": Text("All three"),
    "how_often": Text("How often right?"),
    "taught_on": Text("What they were taught on"),
    "wrong_ones": Text("Wrong ones"),
}
ABOUT_ALL_THREE = Text(
    "The same drawing, seen in three ways. Each has a scale of its own, so each has a threshold of its own, "
    "calibrated in the same way."
)
NO_DRAWING_YET = {
    "signs": Text("Put a sign on the shelf and draw on the right: then the three answer here."),
    "signatures": Text("Add three signatures of yours and sign on the right: then the three answer here."),
}
IS_NEAREST = Text("{name} is nearest")
ON_ITS_SCALE = Text("distance {distance}, threshold {threshold}")
SAYS = Text("{way}: {answer}")
NUMBERED_SIGN = Text("sign {number:,}")
NO_MISTAKES_YET = Text("No mistake of the twins yet, among the drawings that you answered.")
PREDICT_FIRST = Text("Predict first, above: then the figures are here.")

FULL = Text("The shelf is full: take a sign off first.")
NOTHING_DRAWN = Text("Nothing is drawn on the left.")
NOTHING_TO_ASK = Text("There is no such sign on the shelf.")
NOT_DRAWN = Text("That drawing did not come out. Ask once more.")
NO_DIGITS = Text("The digits that people wrote cannot be loaded. (In detail: {error})")
IT_WAS = Text("It was drawn as “{name}”, and counts as that.")
IT_IS_GONE = Text("The sign that it was drawn as is no longer on the shelf, so it counts as none of these.")
SHELF_CHANGED = Text("You answered this drawing before; the shelf has changed since then. The score stays.")
WITHOUT_DIGITS = Text(
    "The twins taught on digits cannot be loaded. The page goes on with those taught on invented signs, and "
    "with raw pixels."
)
CUT = Text("A name has up to {longest} characters: this one is now “{name}”.")
OWN_STAY = Text("Your own signs stay: {fit} of {all} had room beside them.")
TOO_MUCH = Text("This drawing has too many strokes for the shelf.")

ON_SHELF = {  # what the shelf in the browser says
    "remove": Text("Take off the shelf: {name}"),
    "threshold": Text("threshold {value}"),
    "zero": Text("distance 0"),
    "at": Text("{name}: {distance}"),
}
VERDICTS = {  # of each part: what a way of seeing says up to its threshold, and beyond it
    "signs": {"same": Text("this one"), "different": Text("none of these")},
    "signatures": {"same": Text("accepted"), "different": Text("refused")},
}
THIS_IS = Text("This is “{name}”")
ACCEPTED, REFUSED = Text("Accepted"), Text("Refused")
WITHIN = {
    "signs": Text("Distance **{distance}**: up to {threshold} counts as the same sign."),
    "signatures": Text(
        "The nearest of your own is at distance **{distance}**: up to {threshold} it is taken for yours."
    ),
}
BEYOND = {
    "signs": Text("“{name}” is nearest, at distance **{distance}**: beyond the threshold {threshold}."),
    "signatures": Text(
        "The nearest of your own is at distance **{distance}**: beyond the threshold {threshold}."
    ),
}
FIRST_SIGN = Text(
    "Draw a sign on the left and **add it** (+): a letter, a doodle, anything. Or take a shelf below."
)
ASK_OF_SIGN = Text("Now draw one of the signs on the right, or something else.")
TO_GO = Text("{count} to go")
SIGN_YOURSELF = Text("Sign on the left, as you always do, and **add it** (+).")
ASK_OF_SIGNATURE = Text("Now sign on the right, or let a neighbour forge your signature there.")
NO_TRAINING = Text("No training happens here: adding a sign stores one embedding of {dim:,} numbers.")
STORED = Text("On the shelf: {signs} × {dim:,} = {all:,} numbers.")
RIGHT, WRONG = Text("**Right**: {ways}."), Text("**Wrong**: {ways}.")
SCORE = Counted(
    "Right in {count} answered question ({whose}): {each}.",
    "Right in {count} answered questions ({whose}): {each}.",
)
WHOSE = {
    YOU: Text("{drawings} drawn here"),
    PROGRAM: Text("{drawings} by the program's hand"),
    PEOPLE: Text("{drawings} by other writers"),
}
TRUSTS = Text("It trusts what you tap.")
ABOUT_INVENTED = Text(
    "A program made up {signs:,} signs, of one to four strokes, and wrote each again and again with a hand "
    "that varies. These are some of the very drawings. The twins were told which are the same sign. None was "
    "made to be a digit or a letter; a few look like one by chance."
)
WRONG_SIGN = Text("{way}: “{said}”; in truth “{right}”")
WRONGLY_NONE = Text("{way}: none of these; in truth “{right}”")
WRONGLY_KNOWN = Text("{way}: “{said}”; in truth none of these")
AXIS_WITHOUT_DRAWING = Text("An axis of distance. The threshold is at {threshold}; there is no drawing yet.")
AXIS = Text(
    "The signs by their distance from the drawing, nearest first: {places}. The threshold is at {threshold}."
)
PLACE = Text("{name} at {distance}")
