"""One brain or two? What it means that twins share their weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.shared.choosing import choose, choose_twins, is_dark, load_or_stop
from pages.parts.shared.classroom.answers import report
from pages.parts.shared.comparing import compare
from pages.parts.shared.glossary import explained
from pages.parts.shared.lessons import WEIGHT_SHARING, show_way_on
from pages.parts.shared.numbers import deciding, number, overlap, with_interval
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from pages.parts.shared.predicting import ask
from pages.parts.sharing.figures import structure_graph, totals_bars
from pages.parts.sharing.numbers import nudge_heaviest, sharing_source, summary_rows
from pages.parts.sharing.parameters import Part, layer_rows, megabytes, parts_of
from siamese_core import Twins
from siamese_core.designs import SHARINGS

STYLE = Path(__file__).parent / "parts" / "sharing" / "style.css"
EXPERIMENTS = {"same": "Same drawing in both", "swap": "Swap left and right", "nudge": "Nudge one weight"}
SAME_ANSWERS = {
    "0_0": "0 with both",
    "0_more": "0 shared, more unshared",
    "more_more": "more than 0 with both",
}
SWAP_ANSWERS = {  # of what is held against the threshold
    "distance": {
        "both": "the distance stays with both",
        "shared": "it stays with shared only",
        "none": "it changes with both",
    },
    "probability": {
        "both": "the probability stays with both",
        "shared": "it stays with shared only",
        "none": "it changes with both",
    },
}
SWAP_QUESTIONS = {
    "distance": "Left and right change places. What happens to the distance?",
    "probability": "Left and right change places. What happens to the probability?",
}
NUDGE_ANSWERS = {
    "left_left": "shared: only left; unshared: only left",
    "both_left": "shared: both; unshared: only left",
    "both_both": "both move, shared or not",
}
MOVED = {((True, True), (True, False)): "both_left", ((True, False), (True, False)): "left_left"}

MADE_OF = {
    "distance": "What the twins are made of: every layer with its weights, and the head, which measures the "
    "distance.",
    "probability": "What the twins are made of: every layer with its weights, and the head, a metric network "
    "that answers with a probability.",
}

Both = dict[str, Twins]  # "shared" and "unshared" twins of one design


def show_counts(both: Both) -> None:
    """The proof by counting: the totals differ by exactly one branch."""
    totals = {sharing: twins.parameters for sharing, twins in both.items()}
    difference = totals["unshared"] - totals["shared"]
    one_branch = difference == parts_of(both["shared"])[0].parameters
    with st.container(key="counts"):
        show_count("shared_params", "Parameters, shared: one branch for both digits", totals["shared"])
        show_count("unshared_params", "Unshared: a branch for each digit", totals["unshared"])
        label = "Difference: exactly one branch" if one_branch else "Difference"
        show_count("params_difference", label, difference)
        st.html(totals_bars(**both))


def show_count(key: str, label: str, count: int) -> None:
    """A number of parameters, and what they take in memory."""
    with st.container(key=key):
        st.metric(
            explained(label),
            f"{count:,}",
            delta=f"{megabytes(count):.1f} MB in memory",
            delta_color="off",
            delta_arrow="off",
        )


@st.fragment
def show_experiments(both: Both, pair: Pair) -> None:
    """Three things to try on the student's pair, under shared and unshared weights."""
    st.subheader("Try it on your pair" if pair.drawn else "Try it on a pair", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="experiments"):
        chosen = choose("Experiment", list(EXPERIMENTS), "experiment", EXPERIMENTS.__getitem__)
        show_pair(pair)
        with st.container(key="prediction"):
            TRIED[chosen](both, pair)


def predicted(question: str, answers: dict[str, str], key: str, both: Both, pair: Pair) -> str | None:
    """Asks before it shows: the student's prediction for this design and pair."""
    about = (both["shared"].design.name, pair.code)
    return ask(question, list(answers), key, about, answers.__getitem__)


def try_same_drawing(both: Both, pair: Pair) -> None:
    """The left digit on both sides."""
    question = "The left digit goes into both sides. What is the distance?"
    guess = predicted(question, SAME_ANSWERS, "predict_same", both, pair)
    if guess is None:
        return
    found = {sharing: compare(twins, pair.left, pair.left) for sharing, twins in both.items()}
    right = "more_more"
    if found["shared"].distance == 0:
        right = "0_0" if found["unshared"].distance == 0 else "0_more"
    why = {
        "shared": "One branch gives one answer to one picture, so the two embeddings are equal, number by "
        "number.",
        "unshared": "Two branches learned two ways to see a picture; training brought them near.",
    }
    with st.container(key="found"):
        show_outcome("predict_same", SAME_ANSWERS[guess], SAME_ANSWERS[right])
        for column, (sharing, comparison) in zip(st.columns(2), found.items(), strict=True):
            with column, st.container(key=f"same_{sharing}"):
                st.metric(f"Distance, {sharing}", number(comparison.distance))
                st.markdown(explained(why[sharing]))


def try_swap(both: Both, pair: Pair) -> None:
    """Left and right change places."""
    what = "probability" if both["shared"].design.metric_network else "distance"
    guess = predicted(SWAP_QUESTIONS[what], SWAP_ANSWERS[what], "predict_swap", both, pair)
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
        show_outcome("predict_swap", SWAP_ANSWERS[what][guess], SWAP_ANSWERS[what][right])
        for column, (sharing, (before, after)) in zip(st.columns(2), found.items(), strict=True):
            with column, st.container(key=f"swap_{sharing}"):
                st.metric(f"Distance, {sharing}", f"{number(before.distance)} → {number(after.distance)}")
                if before.probability is not None and after.probability is not None:
                    st.metric(
                        f"Probability, {sharing}",
                        f"{before.probability:.6f} → {after.probability:.6f}",
                        delta=f"{after.probability - before.probability:+.1e}",
                        delta_color="off",
                    )
        st.markdown(
            explained(
                "With shared weights the embeddings change places exactly, so their distance stays. But the "
                "metric network reads them left first, so its probability may change all the same."
                if what == "probability"
                else "A distance does not ask which came first. It changes only where the two branches "
                "differ."
            )
        )


def try_nudge(both: Both, pair: Pair) -> None:
    """One weight of the left branch is changed, here and nowhere else."""
    question = "One weight of the left branch is changed. Which embeddings move?"
    guess = predicted(question, NUDGE_ANSWERS, "predict_nudge", both, pair)
    if guess is None:
        return
    with st.container(key="found"):
        outcome = st.empty()
        amount = st.slider("Add to this weight, from −2 to 2", -2.0, 2.0, 1.0, 0.1, key="nudge")
        nudges = {sharing: nudge_heaviest(twins, pair, amount) for sharing, twins in both.items()}
        moved = {sharing: (nudge.left_moved > 0, nudge.right_moved > 0) for sharing, nudge in nudges.items()}
        with outcome:
            if amount:
                show_outcome(
                    "predict_nudge",
                    NUDGE_ANSWERS[guess],
                    NUDGE_ANSWERS[MOVED.get((moved["shared"], moved["unshared"]), "both_both")],
                )
            else:
                st.info("Nothing was added, so nothing moved.", icon=":material/lightbulb:")
        for column, (sharing, nudge) in zip(st.columns(2), nudges.items(), strict=True):
            with column, st.container(key=f"nudge_{sharing}"):
                st.markdown(
                    f"**{sharing}** `{nudge.weight}`: {nudge.before:.3f} → {nudge.before + amount:.3f}"
                )
                with st.container(horizontal=True):
                    st.metric("Left embedding moved by", number(nudge.left_moved))
                    st.metric("Right embedding moved by", number(nudge.right_moved))
                st.metric(
                    explained("Distance"), f"{number(nudge.distance_before)} → {number(nudge.distance_after)}"
                )
        st.markdown(
            explained(
                "It is the weight of the left branch’s last layer that counts most for both digits. The "
                "trained twins stay as they are."
            )
        )


TRIED = {"same": try_same_drawing, "swap": try_swap, "nudge": try_nudge}


def show_outcome(key: str, guess: str, right: str) -> None:
    """Holds the prediction against what was computed, and counts it for the class. `key`: of the question."""
    report(key, guess == right)
    if guess == right:
        st.success(f"As you predicted: {right}.", icon=":material/check:")
    else:
        st.info(f"You predicted: {guess}. It turned out: {right}.", icon=":material/lightbulb:")


@st.fragment
def show_structure(twins: Twins, both: Both) -> None:
    """The chosen twins as a picture, and what they are made of, layer by layer, for those who unfold it."""
    st.subheader(
        "One branch reads both digits" if twins.shared else "Each digit has a branch of its own", anchor=False
    )
    picture, tables = st.columns([5, 6], gap="large")
    with picture:
        unfolded = st.toggle("Unfold the layers", key="unfolded", persist_state="session")
        alt = (
            "Both digits lead into one branch, and its two embeddings into the head."
            if twins.shared
            else "Each digit leads into a branch of its own, and their embeddings into the head."
        )
        st.graphviz_chart(structure_graph(twins, unfolded, is_dark()), width="content", alt=alt)
    with tables:
        st.markdown(explained(MADE_OF["probability" if twins.design.metric_network else "distance"]))
        for part in parts_of(twins):
            folds = st.expander(
                f"{part.name}: {part.parameters:,} parameters", key=f"layers_{part.name}", on_change="rerun"
            )
            if folds.open:
                with folds:
                    show_layers(part)
        for sharing, each in both.items():
            folds = st.expander(
                f"What Keras’s model.summary() says: {sharing}", key=f"summary_{sharing}", on_change="rerun"
            )
            if folds.open:
                with folds:
                    show_summary(each)


def show_layers(part: Part) -> None:
    """Each layer of a branch or the head with its count of parameters."""
    if not part.layers:
        st.markdown(explained("The head is the Euclidean distance: it has nothing to learn."))
        return
    st.table([{**row, "how they arise": f"`{row['how they arise']}`"} for row in layer_rows(part)])


def show_summary(twins: Twins) -> None:
    """What Keras says of twins, in a table whose lines wrap."""
    rows, totals = summary_rows(twins.card["keras_summary"])
    st.table(rows)
    st.markdown("  \n".join(totals))


def show_source() -> None:
    """The line that makes the difference."""
    st.subheader("The line that shares", anchor=False)
    before, line, after = sharing_source()
    with st.container(gap=None, key="source"):
        st.code(before, wrap_lines=True)
        with st.container(key="sharing_line"):
            st.code(line, wrap_lines=True)
        st.code(after, wrap_lines=True)
    st.caption(explained("From `siamese_core/making/networks.py`, which builds the twins in Keras."))


def show_accuracy(both: Both) -> None:
    """What sharing gives or costs in accuracy, as measured, and no more."""
    st.subheader("Which are right more often?", anchor=False)
    kinds = {"mnist": "MNIST test pairs", "pen": "pen-drawn pairs"}
    lines = ["| Pairs | shared | unshared |", "|---|---|---|"]
    for name, kind in kinds.items():
        found = [twins.card["results"].get(name) for twins in both.values()]
        if all(found):
            shares = [with_interval(each["accuracy"], each["accuracy_interval"]) for each in found]
            lines.append(f"| {kind} | {' | '.join(shares)} |")
    shared, unshared = (both[sharing].card["results"]["mnist"] for sharing in SHARINGS)
    with st.container(key="accuracies"):
        st.markdown(
            explained(
                "\n".join(lines)
                + f"\n\n{who_is_ahead(shared, unshared)} This is one run of each, by the same recipe on the "
                "same digits: where left and right are of different kinds, a photo and a sketch, two "
                "branches may be what is needed. In brackets: 95% intervals, over digits."
            )
        )


def who_is_ahead(shared: dict[str, Any], unshared: dict[str, Any]) -> str:
    """Which twins did better on MNIST pairs, as far as the test can tell."""
    if overlap(shared["accuracy_interval"], unshared["accuracy_interval"]):
        return (
            "On MNIST pairs the two intervals overlap: the test cannot tell which twins are right more often."
        )
    ahead = "shared" if shared["accuracy"] > unshared["accuracy"] else "unshared"
    points = 100 * abs(shared["accuracy"] - unshared["accuracy"])
    return f"On MNIST pairs the {ahead} twins came out {points:.2f} points ahead, more than chance explains."


st.html(STYLE)
chosen_twins = choose_twins(
    "One brain or two?",
    "One network can read both digits, or each digit has a network of its own. Try what that changes.",
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
