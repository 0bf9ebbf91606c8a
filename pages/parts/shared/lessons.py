"""The pages in their order, what each asks in the end, and the way on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, say


@dataclass(frozen=True)
class Lesson:
    """One page.

    Attributes:
        file: of the page, in the app's folder.
        title: in the navigation.
        icon: beside it.
        closing_question: of the lesson plan, for the class to talk about.
    """

    file: str
    title: Text
    icon: str
    closing_question: Text

    @property
    def path(self) -> str:
        """Of the page in the address, seen from any other one."""
        return "./" if self is HOME else Path(self.file).stem


HOME = Lesson(
    "pages/draw_and_compare.py",
    Text("Draw and compare"),
    ":material/draw:",
    Text("Which of your pairs was the hardest? What does the network look at, if not at “this is a 4”?"),
)
WEIGHT_SHARING = Lesson(
    "pages/weight_sharing.py",
    Text("Weight sharing"),
    ":material/share:",
    Text("Why is 0 certain with one brain, and not with two?"),
)
CONTRASTIVE_LOSS = Lesson(
    "pages/contrastive_loss.py",
    Text("Contrastive loss"),
    ":material/trending_down:",
    Text("When is a pair of different digits left in peace?"),
)
TRAINING = Lesson(
    "pages/training.py",
    Text("Training"),
    ":material/model_training:",
    Text("Which digits found their islands first, and which stayed together the longest? Why these?"),
)
EMBEDDING_MAP = Lesson(
    "pages/embedding_map.py",
    Text("Embedding map"),
    ":material/map:",
    Text("Who lives between the 4s and the 9s?"),
)
VERIFICATION = Lesson(
    "pages/verification.py",
    Text("Verification"),
    ":material/balance:",
    Text("You unlock a phone, or you sort letters: which mistake costs more?"),
)
ONE_EXAMPLE = Lesson(
    "pages/one_example.py",
    Text("One example"),
    ":material/looks_one:",
    Text("What did the twins learn from signs that mean nothing? Where would one example have to be enough?"),
)
BOARD = Lesson(
    "pages/board.py",
    Text("Class board"),
    ":material/dashboard:",
    Text(
        "Which pair fooled the twins, and would it have fooled you? "
        "What do the pairs that did have in common?"
    ),
)
QUIZ = Lesson(
    "pages/quiz.py",
    Text("Quiz"),
    ":material/quiz:",
    Text("Which question did most of you get wrong, and what was it that misled you?"),
)
LESSONS = (
    HOME,
    WEIGHT_SHARING,
    CONTRASTIVE_LOSS,
    TRAINING,
    EMBEDDING_MAP,
    VERIFICATION,
    ONE_EXAMPLE,
    BOARD,
    QUIZ,
)


def show_way_on(lesson: Lesson) -> None:
    """What the class is asked at the end of a page, and the pages before and after it."""
    place = LESSONS.index(lesson)
    before = [f"[← {each.title()}]({each.path})" for each in LESSONS[max(place - 1, 0) : place]]
    after = [f"[{each.title()} →]({each.path})" for each in LESSONS[place + 1 : place + 2]]
    with st.container(key="way_on"):
        talk = say("**Talk about it:** {question}", question=explained(lesson.closing_question()))
        st.markdown(f"{talk}\n\n{' '.join(before + after)}")
