"""What do you know now? Eight questions on all pages, about the student's own pair."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from pages.parts.home.turning import mirrored, turned
from pages.parts.quiz import words
from pages.parts.quiz.progress import (
    ANSWER,
    CODES,
    Asked,
    Quiz,
    answer,
    ask_now,
    begin_again,
    go_to,
    quiz,
    tell_score,
)
from pages.parts.quiz.question import About, Question
from pages.parts.quiz.wordings import WORDINGS, options_of
from pages.parts.shared.choosing import choose_twins
from pages.parts.shared.classroom.answers import quiz_score
from pages.parts.shared.classroom.question_titles import LESSON_OF, TITLES
from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import as_text, drawing_on
from pages.parts.shared.everywhere import show_failure
from pages.parts.shared.examples import example_drawing
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import paragraph
from pages.parts.shared.lessons import HOME, QUIZ, show_way_on
from pages.parts.shared.pair import EXAMPLE, Pair, pair_on_page
from pages.parts.shared.pictures import show_digits
from pages.parts.shared.words import WEIGHTS, title_of
from siamese_core.files import WeightsError
from siamese_core.strokes import DrawingError

STYLE = Path(__file__).parent / "parts" / "quiz" / "style.css"
SIGNS = {"right": "✓", "wrong": "✗", "open": "", "missing": "–"}
MARKED = {  # how a text is marked, in Markdown
    "right": ":green[:material/check_circle: **{}**]",
    "wrong": ":red[:material/cancel: {}]",
    "open": ":material/radio_button_unchecked: {}",
    "missing": ":material/remove: {}",
}


@st.fragment
def show_quiz(about: About) -> None:
    """One question, or the score. An answer reruns this and nothing else."""
    this = quiz()
    with st.container(key="quiz"):
        marks = st.container()
        if not this.chosen and (score := quiz_score()) is not None:
            st.caption(words.BEFORE(score=score))
        if this.place < len(CODES):
            show_question(this, CODES[this.place], about)
            show_ways(this)
        else:
            show_score(this)
        with marks:
            show_marks(this)
    tell_score(this)


def show_marks(this: Quiz) -> None:
    """Which question this is, and how all were answered."""
    items = []
    for i, code in enumerate(CODES):
        mark = this.mark(code)
        items.append(
            f'<li class="{mark}" {"aria-current=step" if i == this.place else ""} '
            f'aria-label="{words.MARKS[mark](place=i + 1)}">{SIGNS[mark] or i + 1}</li>'
        )
    st.html(f'<ol class="marks">{"".join(items)}</ol>')


def show_question(this: Quiz, code: str, about: About) -> None:
    """The question with its pictures, and the options or the answer."""
    try:
        asked = ask_now(this, code, about)
    except WeightsError as error:
        show_failure(words.WITHOUT_FILE(), error)
        return
    if asked is None:
        st.info(words.NOT_FOR_THIS_PAIR(), icon=":material/help:")
        return
    text = WORDINGS[asked.question.wording].question(**asked.question.numbers)
    with st.container(key="quiz_question"):
        st.markdown(f"### {explained(text)}")
    with st.container(horizontal=True, key="quiz_body"):
        show_pictures(asked, about)
        with st.container(key="quiz_options"):
            if code in this.chosen:
                show_answer(code, asked, this.chosen[code], about)
            else:
                show_options(code, asked.question, text)


def show_pictures(asked: Asked, about: About) -> None:
    """What the question is about, and whose it is."""
    pictures = asked.question.pictures
    if not len(pictures) and asked.is_of(about.twins):
        return
    notes = []
    with st.container(width="content", gap="xsmall", key="quiz_pictures"):
        if len(pictures):
            size = 84 if len(pictures) < 4 else 72  # four fit on a phone
            show_digits(pictures, list(map(str, words.CAPTIONS[len(pictures)])), size, width="content")
            if asked.pair != about.pair.code:
                notes.append(words.EARLIER_PAIR())
            elif asked.drawn:
                notes.append(words.YOUR_PAIR())
            else:
                st.page_link(HOME.file, label=words.AN_EXAMPLE(), icon=HOME.icon)
        if not asked.is_of(about.twins):
            answered_with = {"design": title_of(asked.design), "sharing": WEIGHTS[asked.sharing]}
            notes.append(words.OTHER_TWINS(**answered_with))
        if notes:
            st.caption(explained(paragraph(*notes)))


def show_options(code: str, question: Question, text: str) -> None:
    """What can be answered. `text`: of the question, for screen readers."""
    options = options_of(question)
    st.pills(
        text,
        list(options),
        format_func=options.__getitem__,
        key=ANSWER,
        on_change=answer,
        args=(code,),
        label_visibility="collapsed",
    )


def show_answer(code: str, asked: Asked, chosen: str, about: About) -> None:
    """All options with the right one marked, why it is right, and where that can be seen."""
    question, right, lines = asked.question, asked.question.right, []
    for option, text in options_of(question).items():
        kind = "right" if option == right else "wrong" if option == chosen else "open"
        marked = MARKED[kind].format(text)
        lines.append(f"- {words.YOURS(option=marked) if option == chosen else marked}")
    why = WORDINGS[question.wording].why[right](**question.numbers)
    with st.container(key="quiz_found"):
        st.markdown("\n".join(lines))
        verdict = words.RIGHT if chosen == right else words.WRONG
        st.markdown(paragraph(verdict(), explained(why)))
        lesson = LESSON_OF[code]
        see_it = words.SEE_IT(page=lesson.title)
        link = question.link if asked.is_of(about.twins) else {}
        st.page_link(lesson.file, label=see_it, icon=lesson.icon, query_params=link)


def show_ways(this: Quiz) -> None:
    """Back and on."""
    place = this.place
    with st.container(horizontal=True, vertical_alignment="center", key="quiz_ways"):
        if place:
            icon = ":material/arrow_back:"
            st.button(words.BACK(), key="quiz_back", icon=icon, on_click=go_to, args=(place - 1,))
        st.button(
            words.NEXT() if place < len(CODES) - 1 else words.TO_SCORE(),
            key="quiz_next",
            icon=":material/arrow_forward:",
            type="primary" if CODES[place] in this.chosen else "secondary",
            on_click=go_to,
            args=(place + 1,),
        )
        st.markdown(words.PROGRESS(place=place + 1, all=len(CODES)), width="content")


def show_score(this: Quiz) -> None:
    """How many were right, and which."""
    with st.container(key="quiz_score"):
        st.markdown(f"### {words.SCORE(right=this.score, all=len(this.counted))}")
        for code in CODES:
            with st.container(horizontal=True, vertical_alignment="center", key=f"{code}_row"):
                st.button(
                    MARKED[this.mark(code)].format(TITLES[code]()),
                    key=f"{code}_look",
                    type="tertiary",
                    on_click=go_to,
                    args=(CODES.index(code),),
                )
                st.page_link(LESSON_OF[code].file, label=LESSON_OF[code].title(), icon=LESSON_OF[code].icon)
    with st.container(horizontal=True, vertical_alignment="center", key="quiz_ways"):
        if this.open:
            go_on = words.GO_ON(open=len(this.open))
            st.button(go_on, key="quiz_go_on", on_click=go_to, args=(CODES.index(this.open[0]),))
        else:
            st.button(words.AGAIN(), key="quiz_again", icon=":material/replay:", on_click=begin_again)
            st.markdown(explained(words.ABOUT_AGAIN()), width="content")


def copies_of_left(pair: Pair) -> dict[str, np.ndarray]:
    """The pair's left digit mirrored and upside down; empty where a drawing at its limits cannot be so."""
    drawing = drawing_on("left") if pair.drawn else example_drawing(EXAMPLE[0], "left")
    try:
        copies = {"mirrored": mirrored(drawing), "turned": turned(drawing, 180)}
        return {name: picture_of(as_text(copy)) for name, copy in copies.items()}
    except DrawingError:
        return {}


st.html(STYLE)
chosen_twins = choose_twins(words.QUESTION, words.FIRST_SENTENCE)
own_pair = pair_on_page()
show_quiz(About(chosen_twins, own_pair, copies_of_left(own_pair)))
show_way_on(QUIZ)
