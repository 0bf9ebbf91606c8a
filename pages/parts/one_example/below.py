"""What stands below the canvases: three ways of seeing, how often each is right, and what was taught."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import numpy as np
import streamlit as st

from pages.parts.one_example import sentences, tables, words
from pages.parts.one_example.notebook import Mistake, Notebook
from pages.parts.one_example.signs import Sign, picture_of_sign
from pages.parts.one_example.ways import WAYS, Found
from pages.parts.one_example.words import WAYS_IN_WORDS
from pages.parts.shared.choosing import choose
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import paragraph, reads
from pages.parts.shared.numbers import number
from pages.parts.shared.pictures import show_digits, strip_address
from pages.parts.shared.predicting import answered, ask, outcome
from siamese_core import Twins
from siamese_core.digits import as_ink
from siamese_core.invented import AT_ONCE, invent_pictures
from siamese_core.remembering import remembered

SHOWN, TIMES = 6, 3  # how many of the signs they were taught on are shown, and how many drawings of each
PREDICTION, ABOUT = "taught_prediction", "taught"


def ask_who_is_worst(twins: Twins) -> None:
    """Predict, then try: which way of seeing finds the right one least often, and the answer of the card."""
    right, figures = tables.least_often(twins.card)
    with st.container(horizontal=True, vertical_alignment="center", key="prediction"):
        guess = ask(words.PREDICTION(), WAYS, PREDICTION, ABOUT, reads(WAYS_IN_WORDS))
        if guess:
            with st.container(key="predicted", width="content"):
                says = outcome(PREDICTION, WAYS_IN_WORDS, guess, right)
                st.markdown(paragraph(says, explained(figures)))


def show_below(part: str, twins: Twins, found: Mapping[str, Found], book: Notebook) -> None:
    """What was chosen. `part`: of the page."""
    below, *others = words.BELOW[part]
    if others:
        below = choose(words.GO_ON(), words.BELOW[part], f"below_{part}", reads(words.BELOW_NAMES))
    BELOW[below](part, twins, found, book)


def show_all_three(part: str, _twins: Twins, found: Mapping[str, Found], book: Notebook) -> None:
    """The nearest sign of each way of seeing, and its distance beside its own threshold."""
    about = paragraph(words.ABOUT_ALL_THREE(), tables.ABOUT_PIXELS())
    st.markdown(f":small[{explained(about)}]")
    if not found:
        st.markdown(words.NO_DRAWING_YET[part]())
        return
    signs = book.shelf(part)
    pictures = np.stack([picture_of_sign(sign.strokes) for sign in signs])
    style = f"--digits:url({strip_address(pictures)});--count:{len(signs)};--size:72px"
    cards = "".join(card_of(part, each, signs[each.nearest]) for each in found.values())
    st.html(f'<div class="three digits" style="{style}">{cards}</div>')


def card_of(part: str, found: Found, sign: Sign) -> str:
    """One way of seeing, as HTML: what it sees, and how far the distance goes on its own scale."""
    way, name = found.way, escape(str(sign.name))
    kind, mark = ("same", "✓") if found.accepted else ("different", "✗")
    answer = words.VERDICTS[part][kind]()
    share = min(1.0, found.distance / (2 * way.threshold))
    nearest = words.IS_NEAREST(name=f"<b>{name}</b>")
    on_scale = words.ON_ITS_SCALE(
        distance=f"<b>{number(found.distance)}</b>", threshold=number(way.threshold)
    )
    said = words.SAYS(way=WAYS_IN_WORDS[way.name], answer=answer)
    return (
        f'<section class="{kind}"><h4>{WAYS_IN_WORDS[way.name]}</h4>'
        f'<i style="--at:{found.nearest}" role="img" aria-label="{name}"></i>'
        f'<p>{nearest}<br>{on_scale}</p><div class="scale" role="img" aria-label="{escape(said)}">'
        f'<u style="width:{100 * share:.1f}%"></u></div><p class="says">{mark} {answer}</p></section>'
    )


def show_how_often(_part: str, twins: Twins, _found: Mapping[str, Found], _book: Notebook) -> None:
    """The tables of the card."""
    if not answered(PREDICTION, ABOUT):
        st.markdown(words.PREDICT_FIRST())
        return
    with st.container(key="accuracy_table"):
        st.markdown(explained(tables.table_of_accuracy(twins.card)))
    st.markdown(f":small[{explained(tables.about_accuracy(twins.card))}]")
    with st.container(key="refusals_table"):
        st.markdown(explained(tables.table_of_refusals(twins.card)))
    st.markdown(f":small[{explained(tables.about_refusals(twins.card))}]")


def show_taught_on(_part: str, twins: Twins, _found: Mapping[str, Found], _book: Notebook) -> None:
    """Some of the signs of the first epoch, as the twins were shown them."""
    st.markdown(explained(words.ABOUT_INVENTED(signs=twins.card["data"]["signs"])))
    pictures, first = taught_signs(twins, st.session_state.get("taught_row", 0))
    captions = [words.NUMBERED_SIGN(number=first + n + 1) for n in range(SHOWN)]
    show_digits(pictures.reshape(-1, *pictures.shape[2:]), captions, size=56, together=TIMES)
    st.button(words.SHOW_OTHERS(), key="invent_others", icon=":material/arrow_forward:", on_click=show_others)


def show_others() -> None:
    """The next row of signs."""
    st.session_state["taught_row"] = st.session_state.get("taught_row", 0) + 1


def taught_signs(twins: Twins, row: int) -> tuple[np.ndarray, int]:
    """Some of the signs of the first epoch, each drawn several times, and which one is the first of them.

    Returns:
        (SHOWN, TIMES, 28, 28) in [0, 1], for every row those that were drawn from a seed of their own.
    """
    recipe = twins.card["recipe"]
    firsts = range(0, recipe["signs"], AT_ONCE)
    first = firsts[row % len(firsts)]
    return _taught_signs(recipe["drawings"], (twins.card["seed"], 0, first)), first


@remembered(64)
def _taught_signs(drawings: int, seed: tuple[int, int, int]) -> np.ndarray:
    return as_ink(invent_pictures(SHOWN, drawings, seed)[:, :TIMES])


def show_wrong_ones(_part: str, _twins: Twins, _found: Mapping[str, Found], book: Notebook) -> None:
    """The drawings that the twins got wrong, the newest first: what was drawn, said and right."""
    if not book.mistakes:
        st.markdown(words.NO_MISTAKES_YET())
        return
    st.markdown(f":small[{words.ABOUT_WRONG_ONES()}]")
    newest_first = book.mistakes[::-1]
    pictures = np.stack([picture for mistake in newest_first for picture in pictures_of(mistake)])
    captions = [sentences.caption_of(mistake) for mistake in newest_first]
    show_digits(pictures, captions, size=56, together=3)


def pictures_of(mistake: Mistake) -> list[np.ndarray]:
    """What was drawn, what the twins said and what was right, each (28, 28); blank for none of these."""
    blank = np.zeros((28, 28), np.float32)
    strokes = (mistake.drawn, mistake.said[1], mistake.right[1])
    return [picture_of_sign(each) if each else blank for each in strokes]


Show = Callable[[str, Twins, Mapping[str, Found], Notebook], None]
BELOW: dict[str, Show] = {
    "all_three": show_all_three,
    "how_often": show_how_often,
    "taught_on": show_taught_on,
    "wrong_ones": show_wrong_ones,
}
