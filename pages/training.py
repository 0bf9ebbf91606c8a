"""How do twins learn? A training that one watches, from a heap of digits to ten islands."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.parts.shared.choosing import choose, choose_twins
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import paragraph, reads, say
from pages.parts.shared.lessons import TRAINING, show_way_on
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from pages.parts.shared.pictures import show_style_with_sheet
from pages.parts.shared.predicting import answered, ask, outcome
from pages.parts.training.choices import choose_settings, chosen, start, take_from_link
from pages.parts.training.curves import show_curves
from pages.parts.training.outcomes import sentence_on, share
from pages.parts.training.player import address_of_sheet, show_player
from pages.parts.training.questions import question_on, settings_in_words
from pages.parts.training.real import show_real_training
from pages.parts.training.slow_motion import show_slow_motion
from pages.parts.training.step import source_of_sharing
from pages.parts.training.watching import Watched, earlier_run, stop, watched, wish_again
from pages.parts.training.words import (
    ABOUT_MAP,
    ABOUT_STEP,
    COUNTS_AS,
    FAILURES,
    FIRST_SENTENCE,
    PREDICT_FIRST,
    PROGRESS,
    QUESTION,
    QUEUE,
    REACHES,
    SEEN_ON_MAP,
    SETS,
    SOURCE,
)
from siamese_core.designs import TWO_NUMBERS, trace_branch
from siamese_core.live import BATCH
from siamese_core.recorded import STEPS, Run

STYLE = Path(__file__).parent / "parts" / "training" / "style.css"
EVERY = {"waiting": 1.0, "training": 0.3}  # seconds between two looks at a training


def show_lesson(now: Watched, shared: bool, pair: Pair) -> None:
    """The map with its player, and beside it what can be set and what came of it."""
    with st.container(key="watch"):
        with st.container(key="map_side"):
            with st.container(horizontal=True, vertical_alignment="center", key="map_of"):
                chosen_set = choose(say("Digits on the map"), list(SETS), "training_set", reads(SETS))
                unseen = chosen_set == "unseen"
                if now.run is not None:
                    settings = settings_in_words(now.run.settings)
                    st.caption(explained(say("This run: {settings}.", settings=settings)))
            show_map(now, pair, unseen)
        with st.container(key="beside_player"):
            show_controls(now, shared)
            st.fragment(follow, run_every=EVERY.get(now.state))(now)
            if now.on_map is not None:
                show_curves(now.on_map, pair, unseen)
    st.caption(explained(about_map()))


def show_map(now: Watched, pair: Pair, unseen: bool) -> None:
    """The digits in the plane, with the player."""
    if now.on_map is None:
        st.info(say("The map comes with the first steps."), icon=":material/hourglass_empty:")
        return
    with st.container(key="player"):
        show_player(now.on_map, pair, unseen, now.whole, now.start, summary_of(now.on_map, unseen))


def about_map() -> str:
    """What these twins are, what a step is, and what the map is of."""
    shrunk, _, *layers = [traced.output_shape for traced in trace_branch(TWO_NUMBERS)]
    first, second, third = (units for (units,) in layers)
    return ABOUT_MAP(rows=shrunk[0], columns=shrunk[1], first=first, second=second, third=third, batch=BATCH)


def summary_of(run: Run, unseen: bool) -> str:
    """What can be seen on the map, for those who do not see it."""
    count = int((run.learns_from != unseen).sum())
    return SEEN_ON_MAP["unseen" if unseen else "learnt"](count=count)


@st.fragment
def show_controls(now: Watched, shared: bool) -> None:
    """What can be set, the button that trains, and a question on what it will change. The map plays on."""
    with st.container(key="settings"):
        choose_settings()
        icon = ":material/play_arrow:"
        if st.button(say("Train"), key="train", icon=icon, on_click=start, args=(shared,)):
            st.rerun()  # all of the page
    with st.container(key="prediction"):
        show_question(now, shared)


def show_question(now: Watched, shared: bool) -> None:
    """Predict, then train: asked about what is set, answered by the run."""
    wished = now.wished or chosen(shared)
    if question := question_on(now.shown, wished):
        guess = ask(
            question.in_words(),
            list(question.answers),
            "training_prediction",
            about=(now.shown, wished),
            format_func=reads(question.answers),
        )
        if guess and now.wished is None:
            st.markdown(say("Now press *Train*."))
        return
    earlier = earlier_run()
    asked = earlier and question_on(earlier.settings, now.shown)
    if earlier and asked and now.run is not None:
        right = asked.answer(earlier, now.run)
        guess = answered("training_prediction", (earlier.settings, now.shown))
        if guess:
            says = outcome("training_prediction", asked.answers, guess, right)
        else:
            answer = asked.answers[right]()
            says = say("**{answer}:**", answer=answer[0].upper() + answer[1:])
        with st.container(key="answer"):
            st.markdown(explained(paragraph(says, asked.reason(earlier, now.run))))
    else:
        st.markdown(PREDICT_FIRST())


def follow(now: Watched) -> None:
    """How far the training is that is waited for, or what became of the run on the map."""
    if now.wished is None:
        if now.run is not None:
            show_outcome(now.run)
        return
    seen = watched()
    if seen.state != now.state or seen.has_more_than(now):
        st.rerun()
    if seen.state == "failed":
        failure = FAILURES[seen.failure or "killed"]()
        st.error(paragraph(failure, say("The next one works.")), icon=":material/error:")
        with st.container(horizontal=True):
            st.button(say("Try again"), key="try_again", on_click=wish_again)
            st.button(say("Leave it"), key="stop", on_click=stop)
        return
    with st.container(horizontal=True, vertical_alignment="center", key="progress"):
        if seen.state == "waiting":
            st.progress(0.0, QUEUE(position=seen.position))
        else:
            step = int(seen.run.steps[-1]) if seen.run is not None and seen.moments else 0
            st.progress(step / STEPS, PROGRESS(step=step, last=STEPS))
        st.button(say("Stop"), key="stop", on_click=stop, icon=":material/stop:")


def show_outcome(run: Run) -> None:
    """What became of a run, and how often it is right."""
    with st.container(horizontal=True, vertical_alignment="center", key="outcome"):
        with st.container(key="unseen_accuracy", width="content"):
            st.metric(say("Right in the end, never seen"), share(run.unseen[-1]))
        with st.container(key="happened"):
            st.markdown(explained(sentence_on(run)))


@st.fragment
def show_one_step(now: Watched, pair: Pair) -> None:
    """What the loss of one pair does, at the moment on the player."""
    if now.run is None or not now.whole:
        return
    st.subheader(say("One step, in slow motion"), anchor=False)
    st.markdown(explained(ABOUT_STEP()))
    with st.container(horizontal=True, vertical_alignment="center", key="step_of"):
        same = choose(say("The pair counts"), list(COUNTS_AS), "step_as", reads(COUNTS_AS)) == "same"
        show_pair(pair)
    with st.container(key="one_step"):
        show_slow_motion(now.run, pair, same)
    st.markdown(explained(REACHES["shared" if now.run.settings.shared else "unshared"]()))
    with st.container(key="source"):
        st.code(source_of_sharing(), wrap_lines=True)
    st.caption(explained(SOURCE()))


chosen_twins = choose_twins(QUESTION, FIRST_SENTENCE)
show_style_with_sheet(STYLE, "player", address_of_sheet)
own_pair = pair_on_page()
take_from_link(chosen_twins.shared)
on_page = watched()
show_lesson(on_page, chosen_twins.shared, own_pair)
show_one_step(on_page, own_pair)
show_real_training(chosen_twins)
show_way_on(TRAINING)
