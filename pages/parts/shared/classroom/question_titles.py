"""What the board calls the questions whose answers are counted, and where each can be looked up."""

from __future__ import annotations

from pages.parts.shared.language import Text
from pages.parts.shared.lessons import (
    CONTRASTIVE_LOSS,
    EMBEDDING_MAP,
    HOME,
    ONE_EXAMPLE,
    TRAINING,
    VERIFICATION,
    WEIGHT_SHARING,
    Lesson,
)

TITLES: dict[str, Text] = {  # by code: those that pages ask, and those of the quiz
    "verdict": Text("Same or different?"),
    "predict_same": Text("The same drawing in both"),
    "predict_swap": Text("Left and right swapped"),
    "predict_nudge": Text("One weight nudged"),
    "margin_prediction": Text("Another margin"),
    "training_prediction": Text("Another training"),
    "map_prediction": Text("One group or two?"),
    "threshold_prediction": Text("Another threshold"),
    "taught_prediction": Text("Who is right least often?"),
    "quiz_home": Text("The verdict"),
    "quiz_turned": Text("Mirrored or upside down"),
    "quiz_sharing": Text("One brain or two"),
    "quiz_loss": Text("What a pair costs"),
    "quiz_training": Text("What training changes"),
    "quiz_map": Text("Who lives next door"),
    "quiz_verification": Text("Which mistake it is"),
    "quiz_one_example": Text("One example of each"),
}
LESSON_OF: dict[str, Lesson] = {
    "verdict": HOME,
    "predict_same": WEIGHT_SHARING,
    "predict_swap": WEIGHT_SHARING,
    "predict_nudge": WEIGHT_SHARING,
    "margin_prediction": CONTRASTIVE_LOSS,
    "training_prediction": TRAINING,
    "map_prediction": EMBEDDING_MAP,
    "threshold_prediction": VERIFICATION,
    "taught_prediction": ONE_EXAMPLE,
    "quiz_home": HOME,
    "quiz_turned": HOME,
    "quiz_sharing": WEIGHT_SHARING,
    "quiz_loss": CONTRASTIVE_LOSS,
    "quiz_training": TRAINING,
    "quiz_map": EMBEDDING_MAP,
    "quiz_verification": VERIFICATION,
    "quiz_one_example": ONE_EXAMPLE,
}
