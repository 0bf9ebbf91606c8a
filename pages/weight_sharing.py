"""One brain or two? What it means that twins share their weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.shared.choosing import choose, choose_twins, fold, is_dark, load_or_stop
from pages.parts.shared.classroom.answers import report
from pages.parts.shared.comparing import compare
from pages.parts.shared.glossary import explained
from pages.parts.shared.language import Text, paragraph, reads, say
from pages.parts.shared.lessons import WEIGHT_SHARING, show_way_on
from pages.parts.shared.numbers import decided_by, deciding, number, overlap, with_interval
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from pages.parts.shared.predicting import ask
from pages.parts.shared.words import WEIGHTS
from pages.parts.sharing import words
from pages.parts.sharing.figures import structure_graph, totals_bars
from pages.parts.sharing.numbers import nudge_heaviest, sharing_source, summary_rows
from pages.parts.sharing.parameters import Part, layer_rows, megabytes, parts_of
from siamese_core import Twins
from siamese_core.designs import SHARINGS

STYLE = Path(__file__).parent / "parts" / "sharing" / "style.css"
MOVED = {  # whether left and right moved, with shared and with unshared weights -> the answer
    ((True, True), (True, False)): "both_left",
    ((True, False), (True, False)): "left_left",
}

Both = dict[str, Twins]  # "shared" and "unshared" twins of one design


def show_counts(both: Both) -> None:
    """The proof by counting: the totals differ by exactly one branch."""
    totals = {sharing: twins.parameters for sharing, twins in both.items()}
    difference = totals["unshared"] - totals["shared"]
    one_branch = difference == parts_of(both["shared"])[0].parameters
    with st.container(key="counts"):
        for sharing, count in totals.items():
            show_count(f"{sharing}_params", words.COUNTS[sharing](), count)
        label = say("Difference: exactly one branch") if one_branch else say("Difference")
        show_count("params_difference", label, difference)
        st.html(totals_bars(**both))


def show_count(key: str, label: str, count: int) -> None:
    """A number of parameters, and what they take in memory."""
    with st.container(key=key):
        st.metric(
            explained(label),
            f"{count:,}",
            delta=say("{megabytes:.1f} MB in memory", megabytes=megabytes(count)),
            delta_color="off",
            delta_arrow="off",
        )


@st.fragment
def show_experiments(both: Both, pair: Pair) -> None:
    """Three things to try on the student's pair, under shared and unshared weights."""
    st.subheader(say("Try it on your pair") if pair.drawn else say("Try it on a pair"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="experiments"):
        chosen = choose(say("Experiment"), list(words.EXPERIMENTS), "experiment", reads(words.EXPERIMENTS))
        show_pair(pair)
        with st.container(key="prediction"):
            TRIED[chosen](both, pair)


def predicted(question: str, answers: dict[str, Text], key: str, both: Both, pair: Pair) -> str | None:
    """Asks before it shows: the student's prediction for this design and pair."""
    about = (both["shared"].design.name, pair.code)
    return ask(question, list(answers), key, about, reads(answers))


def try_same_drawing(both: Both, pair: Pair) -> None:
    """The left digit on both sides."""
    question = say("The left digit goes into both sides. What is the distance?")
    guess = predicted(question, words.SAME_ANSWERS, "predict_same", both, pair)
    if guess is None:
        return
    found = {sharing: compare(twins, pair.left, pair.left) for sharing, twins in both.items()}
    right = "more_more"
    if found["shared"].distance == 0:
        right = "0_0" if found["unshared"].distance == 0 else "0_more"
    with st.container(key="found"):
        show_outcome("predict_same", words.SAME_ANSWERS, guess, right)
        for column, (sharing, comparison) in zip(st.columns(2), found.items(), strict=True):
            with column, st.container(key=f"same_{sharing}"):
                st.metric(words.DISTANCE_OF[sharing](), number(comparison.distance))
                st.markdown(explained(words.WHY_SAME[sharing]()))


def try_swap(both: Both, pair: Pair) -> None:
    """Left and right change places."""
    what = decided_by(both["shared"])
    guess = predicted(words.SWAP_QUESTIONS[what](), words.SWAP_ANSWERS[what], "predict_swap", both, pair)
    if guess is None:
        return
    found = {
        sharing: (compare(twins, pair.left, pair.right), compare(twins, pair.right, pair.left))
        for sharing, twins in both.items()
    }
    stays = {sharing: deciding(before) == deciding(after) for sharing, (before, after) in found.items()}
    right = "none"
    if stays["shared"]:
        right = "both" if stays["unshared"] else "shared"
    with st.container(key="found"):
        show_outcome("predict_swap", words.SWAP_ANSWERS[what], guess, right)
        for column, (sharing, (before, after)) in zip(st.columns(2), found.items(), strict=True):
            with column, st.container(key=f"swap_{sharing}"):
                st.metric(
                    words.DISTANCE_OF[sharing](), f"{number(before.distance)} → {number(after.distance)}"
                )
                if before.probability is not None and after.probability is not None:
                    st.metric(
                        words.PROBABILITY_OF[sharing](),
                        f"{before.probability:.6f} → {after.probability:.6f}",
                        delta=f"{after.probability - before.probability:+.1e}",
                        delta_color="off",
                    )
        st.markdown(explained(words.WHY_SWAPPED[what]()))


def try_nudge(both: Both, pair: Pair) -> None:
    """One weight of the left branch is changed, here and nowhere else."""
    question = say("One weight of the left branch is changed. Which embeddings move?")
    guess = predicted(question, words.NUDGE_ANSWERS, "predict_nudge", both, pair)
    if guess is None:
        return
    with st.container(key="found"):
        outcome = st.empty()
        amount = st.slider(say("Add to this weight, from −2 to 2"), -2.0, 2.0, 1.0, 0.1, key="nudge")
        nudges = {sharing: nudge_heaviest(twins, pair, amount) for sharing, twins in both.items()}
        moved = {sharing: (nudge.left_moved > 0, nudge.right_moved > 0) for sharing, nudge in nudges.items()}
        with outcome:
            if amount:
                right = MOVED.get((moved["shared"], moved["unshared"]), "both_both")
                show_outcome("predict_nudge", words.NUDGE_ANSWERS, guess, right)
            else:
                st.info(say("Nothing was added, so nothing moved."), icon=":material/lightbulb:")
        for column, (sharing, nudge) in zip(st.columns(2), nudges.items(), strict=True):
            with column, st.container(key=f"nudge_{sharing}"):
                values = f"{nudge.before:.3f} → {nudge.before + amount:.3f}"
                st.markdown(f"**{WEIGHTS[sharing]}** `{nudge.weight}`: {values}")
                with st.container(horizontal=True):
                    st.metric(say("Left embedding moved by"), number(nudge.left_moved))
                    st.metric(say("Right embedding moved by"), number(nudge.right_moved))
                st.metric(
                    explained(say("Distance")),
                    f"{number(nudge.distance_before)} → {number(nudge.distance_after)}",
                )
        st.markdown(
            explained(
                say(
                    "It is the weight of the left branch’s last layer that counts most for both digits. The "
                    "trained twins stay as they are."
                )
            )
        )


TRIED = {"same": try_same_drawing, "swap": try_swap, "nudge": try_nudge}


def show_outcome(key: str, answers: dict[str, Text], guess: str, right: str) -> None:
    """Holds the prediction against what was computed, and counts it for the class.

    Args:
        key: of the question.
        answers: by their codes.
        guess, right: codes of what was predicted, and of what came true.
    """
    report(key, guess == right)
    if guess == right:
        st.success(say("As you predicted: {answer}.", answer=answers[right]), icon=":material/check:")
    else:
        st.info(
            say(
                "You predicted: {guess}. It turned out: {right}.", guess=answers[guess], right=answers[right]
            ),
            icon=":material/lightbulb:",
        )


@st.fragment
def show_structure(twins: Twins, both: Both) -> None:
    """The chosen twins as a picture, and what they are made of, layer by layer, for those who unfold it."""
    st.subheader(
        say("One branch reads both digits") if twins.shared else say("Each digit has a branch of its own"),
        anchor=False,
    )
    picture, tables = st.columns([5, 6], gap="large")
    with picture:
        unfolded = st.toggle(say("Unfold the layers"), key="unfolded", persist_state="session")
        alt = (
            say("Both digits lead into one branch, and its two embeddings into the head.")
            if twins.shared
            else say("Each digit leads into a branch of its own, and their embeddings into the head.")
        )
        st.graphviz_chart(structure_graph(twins, unfolded, is_dark()), width="content", alt=alt)
    with tables:
        st.markdown(explained(words.MADE_OF[decided_by(twins)]()))
        for part in parts_of(twins):
            folds = fold(words.PART_TITLES[part.code](parameters=part.parameters), f"layers_{part.code}")
            if folds.open:
                with folds:
                    show_layers(part)
        for sharing, each in both.items():
            folds = fold(words.SUMMARIES[sharing](), f"summary_{sharing}")
            if folds.open:
                with folds:
                    show_summary(each)


def show_layers(part: Part) -> None:
    """Each layer of a branch or the head with its count of parameters."""
    if not part.layers:
        st.markdown(explained(say("The head is the Euclidean distance: it has nothing to learn.")))
        return
    columns = [str(column) for column in words.COLUMNS]
    rows = [(*row, f"`{arise}`" if arise else say("nothing to learn")) for *row, arise in layer_rows(part)]
    st.table([dict(zip(columns, row, strict=True)) for row in rows])


def show_summary(twins: Twins) -> None:
    """What Keras says of twins, in a table whose lines wrap."""
    rows, totals = summary_rows(twins.card["keras_summary"])
    st.table(rows)
    st.markdown("  \n".join(totals))


def show_source() -> None:
    """The line that makes the difference."""
    st.subheader(say("The line that shares"), anchor=False)
    before, line, after = sharing_source()
    with st.container(gap=None, key="source"):
        st.code(before, wrap_lines=True)
        with st.container(key="sharing_line"):
            st.code(line, wrap_lines=True)
        st.code(after, wrap_lines=True)
    st.caption(explained(say("From `siamese_core/making/networks.py`, which builds the twins in Keras.")))


def show_accuracy(both: Both) -> None:
    """What sharing gives or costs in accuracy, as measured, and no more."""
    st.subheader(say("Which are right more often?"), anchor=False)
    columns = [say("Pairs"), *(WEIGHTS[sharing]() for sharing in both)]
    rows = [columns, ["---"] * len(columns)]
    for name, kind in words.TEST_PAIRS.items():
        found = [twins.card["results"].get(name) for twins in both.values()]
        if all(found):
            shares = [with_interval(each["accuracy"], each["accuracy_interval"]) for each in found]
            rows.append([kind(), *shares])
    shared, unshared = (both[sharing].card["results"]["mnist"] for sharing in SHARINGS)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    with st.container(key="accuracies"):
        st.markdown(explained(f"{table}\n\n{paragraph(who_is_ahead(shared, unshared), words.ONE_RUN())}"))


def who_is_ahead(shared: dict[str, Any], unshared: dict[str, Any]) -> str:
    """Which twins did better on MNIST pairs, as far as the test can tell."""
    if overlap(shared["accuracy_interval"], unshared["accuracy_interval"]):
        return say(
            "On MNIST pairs the two intervals overlap: the test cannot tell which twins are right more often."
        )
    ahead = "shared" if shared["accuracy"] > unshared["accuracy"] else "unshared"
    points = 100 * abs(shared["accuracy"] - unshared["accuracy"])
    return words.AHEAD[ahead](points=points)


st.html(STYLE)
chosen_twins = choose_twins(
    Text("One brain or two?"),
    Text("One network can read both digits, or each digit has a network of its own. Try what that changes."),
)
twins_of_both_kinds = {
    sharing: load_or_stop(chosen_twins.design.name, sharing == "shared") for sharing in SHARINGS
}
show_counts(twins_of_both_kinds)
show_experiments(twins_of_both_kinds, pair_on_page())
show_structure(chosen_twins, twins_of_both_kinds)
show_source()
show_accuracy(twins_of_both_kinds)
show_way_on(WEIGHT_SHARING)
