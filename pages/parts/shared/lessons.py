"""The pages in their order, what each asks in the end, and the way on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import streamlit as st

from pages.parts.shared.glossary import explained


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
    title: str
    icon: str
    closing_question: str


HOME = Lesson(
    "pages/draw_and_compare.py",
    "Draw and compare",
    ":material/draw:",
    "Which of your pairs was the hardest? What does the network look at, if not at “this is a 4”?",
)
WEIGHT_SHARING = Lesson(
    "pages/weight_sharing.py",
    "Weight sharing",
    ":material/share:",
    "Why is 0 certain with one brain, and not with two?",
)
CONTRASTIVE_LOSS = Lesson(
    "pages/contrastive_loss.py",
    "Contrastive loss",
    ":material/trending_down:",
    "When is a pair of different digits left in peace?",
)
EMBEDDING_MAP = Lesson(
    "pages/embedding_map.py",
    "Embedding map",
    ":material/map:",
    "Who lives between the 4s and the 9s?",
)
VERIFICATION = Lesson(
    "pages/verification.py",
    "Verification",
    ":material/balance:",
    "You unlock a phone, or you sort letters: which mistake costs more?",
)
LESSONS = (HOME, WEIGHT_SHARING, CONTRASTIVE_LOSS, EMBEDDING_MAP, VERIFICATION)


def show_way_on(lesson: Lesson) -> None:
    """What the class is asked at the end of a page, and the pages before and after it."""
    before = {after: before for before, after in pairwise(LESSONS)}.get(lesson)
    after = dict(pairwise(LESSONS)).get(lesson)
    with st.container(horizontal=True, vertical_alignment="center", key="way_on"):
        st.markdown(f"**Talk about it:** {explained(lesson.closing_question)}", width="stretch")
        if before:
            st.page_link(before.file, label=before.title, icon=":material/arrow_back:")
        if after:
            st.page_link(
                after.file, label=after.title, icon=":material/arrow_forward:", icon_position="right"
            )
