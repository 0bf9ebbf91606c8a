"""Can it learn a sign from one drawing? Signs are added to a shelf by drawing them once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import streamlit as st

from pages.parts.one_example import sentences, tables, words
from pages.parts.one_example.asking import (
    SHEETS,
    Asked,
    add_sign,
    ask_for_me,
    asked_with,
    has_digits,
    leave_note,
    put_back,
    take_off,
    take_shelf,
)
from pages.parts.one_example.below import ask_who_is_worst, show_below
from pages.parts.one_example.names import in_markdown
from pages.parts.one_example.notebook import FEWEST, NONE, PARTS, YOU, Notebook, keep_notebook, notebook
from pages.parts.one_example.score import (
    answer_about_sign,
    answer_about_signature,
    has_signatures,
    mistake_in,
    still_so,
)
from pages.parts.one_example.shelf import show_shelf
from pages.parts.one_example.signs import Sign, written
from pages.parts.one_example.starters import STARTERS
from pages.parts.one_example.ways import DESIGN, Found, Way, find, ways_of_seeing
from pages.parts.shared.choosing import (
    begin_page,
    choose,
    choose_in_heading,
    chosen,
    heading,
    load_or_stop,
    write_into_address,
)
from pages.parts.shared.comparing import picture_of
from pages.parts.shared.drawing import (
    as_text,
    drawing_on,
    keep_openings,
    say_unreadable,
    show_canvas,
    show_tools,
    side_of,
)
from pages.parts.shared.everywhere import show_everywhere
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import reads
from pages.parts.shared.lessons import ONE_EXAMPLE, show_way_on
from pages.parts.shared.words import canvas_in_words
from siamese_core import Twins, load_twins
from siamese_core.designs import BY_NAME
from siamese_core.files import DIGITS, SIGNS, WeightsError
from siamese_core.strokes import DrawingError

HERE = Path(__file__).parent / "parts"
STYLES = (HERE / "shared" / "playground.css", HERE / "one_example" / "style.css")
LONGEST_PASTED = 1_000  # characters that may stand where a sign's name is written; then it is cut
TAUGHT = (SIGNS, DIGITS)  # what the twins of this page are taught on; the first by default


@dataclass(frozen=True)
class Seen:
    """What is drawn on the right.

    Attributes:
        picture: (28, 28), what the twins see of it.
        question: tells it from other drawings, and from the same one in another part of the page.
        found: what each way of seeing says of it; empty while the shelf has too few signs.
    """

    picture: np.ndarray
    question: str
    found: Mapping[str, Found]


def choose_what_is_taught() -> tuple[Twins, dict[str, Way], str, str]:
    """The page's question with its choices beside it.

    Returns:
        The twins taught on signs, all ways of seeing, what the twins of the page were taught, and the part of
        the page. Stops the page where the twins taught on signs cannot be loaded: all thresholds are on their
        card.
    """
    begin_page()
    taught = chosen("taught", TAUGHT, words.NO_SUCH_TWINS)
    dim = BY_NAME[DESIGN].dim
    with heading(words.QUESTION(), words.FIRST_SENTENCE(dim=dim)):
        part = choose(words.PART(), PARTS, "one_example_part", reads(words.PARTS))
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
            st.markdown(words.TAUGHT_ON(), width="content")
            choose_in_heading(words.TAUGHT_ON(), "taught", TAUGHT, reads(words.CHOICES))
    of_drawings = {link: sentence() for link, sentence in words.OF_DRAWINGS.items()}
    show_everywhere({**of_drawings, "#word-these-twins": words.ABOUT[taught](dim=dim)})
    write_into_address("taught", taught, SIGNS)
    twins = load_or_stop(DESIGN, True, SIGNS)
    ways = ways_of_seeing(twins, twins_taught_on_digits())
    return twins, ways, taught if taught in ways else SIGNS, part


def twins_taught_on_digits() -> Twins | None:
    """None where they cannot be loaded: then the page says so."""
    try:
        return load_twins(DESIGN, True, DIGITS)
    except WeightsError as error:
        st.warning(f"{words.WITHOUT_DIGITS()}\n\n{error}", icon=":material/broken_image:")
        return None


@st.fragment
def show_playground(twins: Twins, ways: Mapping[str, Way], taught: str, part: str) -> None:
    """Two canvases, the shelf, and what the twins say. A stroke reruns this and nothing else, so it is kept
    small.
    """
    left, right = SHEETS[part]
    book = notebook()
    show_canvas(left, words.INVITATIONS[part][0])
    result = st.container(horizontal=True, key="result")
    show_canvas(right, words.INVITATIONS[part][1])
    with result:
        readable = {left: picture_on(left) is not None}
        seen = look_at(right, ways, book, part)
        readable[right] = seen is not None
        on_canvases = {
            side_of(sheet): canvas_in_words(side_of(sheet), len(drawing_on(sheet)["objects"]), is_readable)
            for sheet, is_readable in readable.items()
        }
        show_result(ways, taught, part, seen, on_canvases, book)
    with st.container(key="below"):
        show_below(part, twins, seen.found if seen else {}, book)
    if st.session_state.pop("notebook_changed", False):
        st.rerun()  # for the hidden field, which stands outside


def picture_on(sheet: str) -> np.ndarray | None:
    """What the twins see of a sheet (28, 28); None where it cannot be read: then the page says so."""
    try:
        return picture_of(as_text(drawing_on(sheet)))
    except DrawingError as error:
        say_unreadable(side_of(sheet), error)
        return None


def look_at(sheet: str, ways: Mapping[str, Way], book: Notebook, part: str) -> Seen | None:
    """What is drawn on a sheet, held against the shelf; None where nothing is, or nothing readable."""
    picture = picture_on(sheet)
    if picture is None or not picture.any():
        return None
    signs = book.shelf(part)
    enough = len(signs) >= FEWEST[part]
    found = {name: find(way, signs, picture) for name, way in ways.items()} if enough else {}
    question = blake2b(picture.tobytes(), digest_size=6, person=part.encode()).hexdigest()
    return Seen(picture, question, found)


def show_result(
    ways: Mapping[str, Way],
    taught: str,
    part: str,
    seen: Seen | None,
    on_canvases: dict[str, str],
    book: Notebook,
) -> None:
    """The verdict, the shelf, and the question what it was in truth."""
    signs = book.shelf(part)
    found = seen.found.get(taught) if seen else None
    show_verdict(part, found, book)
    show_note()
    with st.container(key="shelf"):
        show_shelf(part, signs, ways[taught], found, on_canvases, lambda: take_off(part))
    with st.container(key="stored"):
        st.markdown(f":small[{explained(sentences.no_training(len(signs), ways[taught].dim))}]")
    if seen is not None and found is not None:
        with st.container(key="answer"):
            ask_for_truth(part, taught, seen, book)
    show_score(part, ways, book)


def show_verdict(part: str, found: Found | None, book: Notebook) -> None:
    """Which sign it is, or what to do first."""
    signs = book.shelf(part)
    with st.container(key="verdict"):
        if found is None:
            st.markdown(sentences.what_to_do(part, len(signs)))
        else:
            st.markdown(sentences.verdict(part, found, signs))


def ask_for_truth(part: str, taught: str, seen: Seen, book: Notebook) -> None:
    """What the drawing was in truth, to be tapped; and then who was right."""
    signs = book.shelf(part)
    names = {code: answer() for code, answer in words.SIGNATURE_ANSWERS.items()}
    if part == "signs":
        names = {sign.code: in_markdown(sign.name) for sign in signs} | {NONE: words.NONE_OF_THESE()}
    answer = book.answer_to(seen.question)
    holds = answer is not None and (part != "signs" or still_so(answer, seen.found, signs))
    st.session_state["tapped"] = answer.tapped if answer and holds else None
    st.pills(
        words.ASKED_OF[part](),
        list(names),
        key="tapped",
        format_func=lambda code: names.get(code, ""),
        on_change=note_answer,
        args=(part, taught, seen),
    )
    if answer and part == "signs":
        with st.container(key="truth"):
            told = sentences.who_was_right(answer, seen.found) if holds else words.SHELF_CHANGED()
            st.markdown(f":small[{told}]")


def note_answer(part: str, taught: str, seen: Seen) -> None:
    """Notes what was tapped, once for each drawing."""
    tapped, book = st.session_state["tapped"], notebook()
    signs = book.shelf(part)
    st.session_state["notebook_changed"] = True
    if part == "signatures" and tapped in words.SIGNATURE_ANSWERS:
        book.answer(answer_about_signature(seen.question, tapped, seen.found), None)
    if part == "signs" and tapped in [NONE, *(sign.code for sign in signs)]:
        asked = asked_with(seen.picture)
        truth = tapped if asked is None else truth_on_shelf(asked, tapped, signs)
        answer = answer_about_sign(seen.question, truth, asked.writer if asked else YOU, seen.found, signs)
        drawn = written(drawing_on(SHEETS[part][1]))
        book.answer(answer, mistake_in(answer, drawn, seen.found[taught], signs))


def truth_on_shelf(asked: Asked, tapped: str, signs: Sequence[Sign]) -> str:
    """What somebody else's drawing was drawn as: the code of that sign, or `NONE` where that is no longer on
    the shelf. Says so where something else was tapped.
    """
    names = {sign.code: sign.name for sign in signs}
    truth = asked.truth if asked.truth in names else NONE
    if truth != tapped:
        was = words.IT_WAS(name=in_markdown(names[truth])) if truth in names else words.IT_IS_GONE()
        leave_note(was)
    return truth


def show_score(part: str, ways: Iterable[str], book: Notebook) -> None:
    """How often who was right."""
    if part == "signatures":
        with st.container(key="signature_score"):
            if has_signatures(book.counts):
                st.markdown(explained(tables.signature_table(book.counts, ways)))
            st.markdown(f":small[{explained(tables.ABOUT_SIGNATURES())}]")
    elif told := sentences.score(book.counts, ways):
        with st.container(key="score"):
            st.markdown(f":small[{told}]")


def show_note() -> None:
    """What could not be done, once; and not in a run after which the page is run again."""
    if "notebook_changed" not in st.session_state and (note := st.session_state.pop("note", None)):
        st.markdown(f":orange[:material/info: {note}]")


def show_adding(part: str) -> None:
    """The name of a sign, and the button that puts it on the shelf."""
    if part == "signs":
        st.text_input(
            words.NAME(),
            key="sign_name",
            max_chars=LONGEST_PASTED,
            placeholder=words.NAME_HERE(),
            label_visibility="collapsed",
        )
    st.button(
        words.ADD[part](),
        key="add_sign",
        type="primary",
        icon=":material/add:",
        on_click=add_sign,
        args=(part,),
    )


def show_offers(part: str) -> None:
    """Shelves to begin with, and questions drawn by somebody else."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if part == "signs":
            shelves = [*STARTERS, words.ONLY_MINE]
            st.pills(
                words.TAKE_SHELF(),
                shelves,
                key="starter",
                on_change=take_shelf,
                format_func=reads(words.SHELVES),
            )
            askers = [words.WRITTEN_AGAIN]
            if has_digits(notebook()):
                askers += [words.SAME_WRITER, words.ANOTHER_WRITER]
            if notebook().signs:
                st.pills(words.ASK(), askers, key="ask", on_change=ask_for_me, format_func=reads(words.ASKED))
        taken_from, _, sign = st.session_state.get("taken_off", ("", 0, None))
        if taken_from == part:
            label = words.PUT_BACK(name=in_markdown(sign.name))
            st.button(label, key="put_back", icon=":material/undo:", on_click=put_back)


for style in STYLES:
    st.html(style)
taught_on_signs, all_ways, taught_on, chosen_part = choose_what_is_taught()
with st.container(key="playground"):
    keep_openings(SHEETS[chosen_part])
    keep_notebook()
    show_playground(taught_on_signs, all_ways, taught_on, chosen_part)
    with show_tools(SHEETS[chosen_part][0], words.CANVAS_NAMES[chosen_part][0]):
        show_adding(chosen_part)
    show_tools(SHEETS[chosen_part][1], words.CANVAS_NAMES[chosen_part][1])
    with st.container(key="examples"):
        show_offers(chosen_part)
        if chosen_part == "signs":
            ask_who_is_worst(taught_on_signs)
show_way_on(ONE_EXAMPLE)
