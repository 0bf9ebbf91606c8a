"""What a class does together: every page, and each of its tabs and choices."""

from __future__ import annotations

from typing import Any

from pages.parts.board.words import NEWEST, PARTS
from pages.parts.shared.words import title_of
from siamese_core import DESIGNS

Choice = tuple[str, Any]  # the key of a widget, and what is chosen

VISITS: dict[str, list[Choice]] = {  # path of a page -> what is chosen there, one after the other
    "": [
        ("example", "4 and 9"),
        ("copy", "upside down"),
        ("predict_first", True),
        ("example", "1 and 7"),
        ("verdict_answer", "Different digits"),
        ("left_clear", True),
    ],
    "weight_sharing": [
        ("unfolded", True),
        ("layers_head", True),
        ("summary_unshared", True),
        ("predict_same_answer", "0 shared, more unshared"),
        ("experiment", "Swap left and right"),
        ("predict_swap_answer", "it stays with shared only"),
        ("experiment", "Nudge one weight"),
        ("predict_nudge_answer", "shared: both; unshared: only left"),
        ("nudge", 0.5),
    ],
    "contrastive_loss": [
        ("margin_prediction_answer", "it grows"),
        ("margin", 1.5),
        ("formula", True),
        ("convention", "0 = same"),
        ("loss_part", "Distance and margin"),
        ("loss_view", "3-D surface"),
        ("loss_part", "Real pairs"),
        ("loss_part", "Trained anew"),
        ("loss_axis", "distance ÷ margin"),
    ],
    "training": [
        ("training_set", "digits it has never seen"),
        ("train_margin", "2"),
        ("training_prediction_answer", "twice as far"),
        ("train_margin", "1"),
        ("train", True),  # the run that comes with the app: there at once
        ("step_as", "as twice the same digit"),
        ("real_view", "All six"),
    ],
    "embedding_map": [
        ("map_prediction_answer", "in two different groups"),
        ("view", "In space (PCA)"),
        ("view", "Neighbours (t-SNE)"),
        ("space", "as raw pixels"),
        ("map_prediction_answer", "in two different groups"),
        ("view", "Flat (PCA)"),
    ],
    "verification": [
        ("threshold_prediction_answer", "both"),
        ("threshold", 0.3),
        ("verification_bars", "True heights"),
        ("verification_view", "Whole curve"),
        ("verification_view", "Error trade-off (DET)"),
        ("verification_part", "Hardest pairs"),
        ("verification_part", "By digit"),
        ("verification_part", "All twins"),
    ],
    "one_example": [
        ("starter", "Ten digits by one writer"),
        ("taught_prediction_answer", "taught on digits"),
        ("below_signs", "How often right?"),
        ("below_signs", "What they were taught on"),
        ("invent_others", True),
        ("below_signs", "Wrong ones"),
        ("below_signs", "All three"),
        ("one_example_part", "Whose signature?"),
        ("one_example_part", "Signs"),
        ("starter", "Six Chinese characters"),
    ],
    "board": [("board_part", part()) for part in (*list(PARTS.values())[1:], PARTS[NEWEST])],
    "quiz": [  # on the example, with the twins that a page begins with
        ("quiz_answer", "Different digits"),
        ("quiz_next", True),
        ("quiz_answer", "C: the left digit, upside down"),
        ("quiz_next", True),
        ("quiz_answer", "It changes"),
        ("quiz_next", True),
        ("quiz_answer", "Nothing"),
        ("quiz_next", True),
        ("quiz_answer", "Beyond the margin"),
        ("quiz_next", True),
        ("quiz_answer", "4"),
        ("quiz_back", True),
        ("quiz_next", True),
        ("quiz_next", True),
        ("quiz_answer", "“Different”; if wrong, a false reject"),
        ("quiz_next", True),
        ("quiz_answer", "Raw pixels, without twins"),
        ("quiz_next", True),
        ("quiz_map_look", True),
        ("quiz_next", True),
        ("quiz_next", True),
        ("quiz_next", True),
        ("quiz_again", True),
        ("quiz_next", True),
        ("quiz_next", True),
        ("quiz_next", True),
        ("quiz_next", True),
    ],
}
TWINS: list[Choice] = [  # every design, shared and unshared; first is what a page begins with
    *(("design", title_of(design)) for design in DESIGNS[1:]),
    ("sharing", "unshared"),
    *(("design", title_of(design)) for design in DESIGNS[1::-1]),
]
TAUGHT: list[Choice] = [("taught", "digits"), ("taught", "invented signs")]


def choices_on(path: str) -> list[Choice]:
    """All that a class chooses on a page, its twins last."""
    return VISITS[path] + (TAUGHT if path == "one_example" else TWINS)
