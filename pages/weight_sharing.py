"""One brain or two? What it means that twins share their weights."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts.shared.choosing import choose_twins, load_or_stop
from pages.parts.shared.comparing import compare
from pages.parts.shared.lessons import WEIGHT_SHARING, show_way_on
from pages.parts.shared.numbers import deciding, number, overlap, with_interval
from pages.parts.shared.pair import Pair, pair_on_page, show_pair
from pages.parts.shared.predicting import ask
from pages.parts.sharing.figures import structure_graph, totals_figure
from pages.parts.sharing.numbers import nudge_heaviest, sharing_source
from pages.parts.sharing.parameters import layer_rows, megabytes, parts_of
from siamese_core import Twins
from siamese_core.designs import SHARINGS

Both = dict[str, Twins]  # "shared" and "unshared" twins of one design


def show_counts(both: Both) -> None:
    """The proof by counting: the totals differ by exactly one branch."""
    totals = {sharing: twins.parameters for sharing, twins in both.items()}
    difference = totals["unshared"] - totals["shared"]
    branch = parts_of(both["shared"])[0].parameters
    columns = st.columns(3)
    for column, key, label, count in (
        (columns[0], "shared_params", "Shared: one branch for both digits", totals["shared"]),
        (columns[1], "unshared_params", "Unshared: a branch for each digit", totals["unshared"]),
        (
            columns[2],
            "params_difference",
            "Difference" + (": exactly one branch" if difference == branch else ""),
            difference,
        ),
    ):
        with column, st.container(key=key):
            st.metric(
                label,
                f"{count:,}",
                delta=f"{megabytes(count):.1f} MB in memory",
                delta_color="off",
                delta_arrow="off",
            )
    alt = f"Bars compare parameters: {totals['shared']:,} shared, {totals['unshared']:,} unshared."
    st.plotly_chart(totals_figure(**both), width="stretch", alt=alt, config={"displayModeBar": False})


def show_structure(twins: Twins) -> None:
    """The chosen twins as a picture, and layer by layer."""
    st.subheader("One branch reads both digits" if twins.shared else "Each digit has a branch of its own")
    picture, counts = st.columns([5, 6], gap="large")
    with picture:
        unfolded = st.toggle("Unfold the layers", key="unfolded", persist_state="session")
        st.graphviz_chart(structure_graph(twins, unfolded), width="content")
    with counts:
        for part in parts_of(twins):
            with st.expander(
                f"{part.name}: {part.parameters:,} parameters",
                expanded=part.name in ("branch", "left branch"),
            ):
                if part.layers:
                    st.table(
                        [{**row, "how they arise": f"`{row['how they arise']}`"} for row in layer_rows(part)]
                    )
                else:
                    st.markdown("The head is the Euclidean distance: it has nothing to learn.")


def show_source(both: Both) -> None:
    """The line that makes the difference, and what Keras says of both."""
    st.subheader("The line that shares")
    before, line, after = sharing_source()
    with st.container(gap=None, key="source"):
        st.code(before)
        with st.container(key="sharing_line"):
            st.code(line)
        st.code(after)
    st.caption("From `siamese_core/making/networks.py`, which builds the twins in Keras.")
    for sharing, twins in both.items():
        with st.expander(f"What Keras's model.summary() says: {sharing}"):
            st.code(twins.card["keras_summary"], language=None)


@st.fragment
def show_experiments(both: Both, pair: Pair) -> None:
    """Three things to try on the student's pair, under shared and unshared weights."""
    st.subheader("Try it on your pair" if pair.drawn else "Try it on a pair")
    experiments = {
        "Same drawing in both": try_same_drawing,
        "Swap left and right": try_swap,
        "Nudge one weight": try_nudge,
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "Experiment",
            experiments,
            default=next(iter(experiments)),
            required=True,
            key="experiment",
            label_visibility="collapsed",
        )
        show_pair(pair)
    experiments[chosen](both, pair)


def predicted(question: str, answers: list[str], key: str, both: Both, pair: Pair) -> str | None:
    """Asks before it shows: the student's prediction for this design and pair."""
    with st.container(key="prediction"):
        return ask(question, answers, key, (both["shared"].design.name, pair.code))


def try_same_drawing(both: Both, pair: Pair) -> None:
    """The left digit on both sides."""
    answers = ["0 with both", "0 shared, more unshared", "more than 0 with both"]
    guess = predicted(
        "The left digit goes into both sides. What is the distance?", answers, "predict_same", both, pair
    )
    if guess is None:
        return
    found = {sharing: compare(twins, pair.left, pair.left) for sharing, twins in both.items()}
    for column, (sharing, comparison) in zip(st.columns(2), found.items(), strict=True):
        with column, st.container(key=f"same_{sharing}"):
            st.metric(f"Distance, {sharing}", number(comparison.distance))
            st.markdown(
                "One branch gives one answer to one picture, so the two embeddings are equal, number by "
                "number."
                if sharing == "shared"
                else "Two branches learned two ways to see a picture; training brought them near."
            )
    right = (
        answers[0 if found["unshared"].distance == 0 else 1] if found["shared"].distance == 0 else answers[2]
    )
    show_outcome(guess, right)


def try_swap(both: Both, pair: Pair) -> None:
    """Left and right change places."""
    has_probability = bool(both["shared"].design.metric_network)
    what = "probability" if has_probability else "distance"
    answers = [f"the {what} stays with both", "it stays with shared only", "it changes with both"]
    guess = predicted(
        f"Left and right change places. What happens to the {what}?", answers, "predict_swap", both, pair
    )
    if guess is None:
        return
    stays = {}
    for column, (sharing, twins) in zip(st.columns(2), both.items(), strict=True):
        before, after = compare(twins, pair.left, pair.right), compare(twins, pair.right, pair.left)
        stays[sharing] = deciding(before) == deciding(after)
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
        "With shared weights the embeddings change places exactly, so their distance stays. But the metric "
        "network reads them left first, so its probability may change all the same."
        if has_probability
        else "A distance does not ask which came first. It changes only where the two branches differ."
    )
    show_outcome(guess, answers[0 if stays["unshared"] else 1] if stays["shared"] else answers[2])


def try_nudge(both: Both, pair: Pair) -> None:
    """One weight of the left branch is changed, here and nowhere else."""
    answers = [
        "shared: only left; unshared: only left",
        "shared: both; unshared: only left",
        "both move, shared or not",
    ]
    guess = predicted(
        "One weight of the left branch is changed. Which embeddings move?",
        answers,
        "predict_nudge",
        both,
        pair,
    )
    if guess is None:
        return
    amount = st.slider("Add to this weight", -2.0, 2.0, 1.0, 0.1, key="nudge")
    moves = {}
    for column, (sharing, twins) in zip(st.columns(2), both.items(), strict=True):
        nudge = nudge_heaviest(twins, pair, amount)
        moves[sharing] = (nudge.left_moved > 0, nudge.right_moved > 0)
        with column, st.container(key=f"nudge_{sharing}"):
            st.markdown(f"**{sharing}** `{nudge.weight}`: {nudge.before:.3f} → {nudge.before + amount:.3f}")
            with st.container(horizontal=True):
                st.metric("Left embedding moved by", number(nudge.left_moved))
                st.metric("Right embedding moved by", number(nudge.right_moved))
            st.metric("Distance", f"{number(nudge.distance_before)} → {number(nudge.distance_after)}")
    st.markdown(
        "It is the weight of the left branch's last layer that counts most for both digits. The trained "
        "twins stay as they are."
    )
    if amount:
        outcomes = {((True, True), (True, False)): answers[1], ((True, False), (True, False)): answers[0]}
        show_outcome(guess, outcomes.get((moves["shared"], moves["unshared"]), answers[2]))


def show_outcome(guess: str, right: str) -> None:
    """Holds the prediction against what was computed."""
    if guess == right:
        st.success(f"As you predicted: {right}.", icon=":material/check:")
    else:
        st.info(f"You predicted: {guess}. It turned out: {right}.", icon=":material/lightbulb:")


def show_accuracy(both: Both) -> None:
    """What sharing gives or costs in accuracy, as measured, and no more."""
    st.subheader("Which are right more often?")
    kinds = {"mnist": "MNIST test pairs", "pen": "pen-drawn pairs"}
    lines = ["| | shared | unshared |", "|---|---|---|"]
    for name, kind in kinds.items():
        found = [twins.card["results"].get(name) for twins in both.values()]
        if all(found):
            shares = [with_interval(each["accuracy"], each["accuracy_interval"]) for each in found]
            lines.append(f"| {kind} | {' | '.join(shares)} |")
    shared, unshared = (both[sharing].card["results"]["mnist"] for sharing in SHARINGS)
    with st.container(key="accuracies"):
        st.markdown(
            "\n".join(lines)
            + f"\n\n{who_is_ahead(shared, unshared)} This is one run of each, by the same recipe on the same "
            "digits: where left and right are of different kinds, a photo and a sketch, two branches may be "
            "what is needed. In brackets: 95% intervals, over digits."
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


chosen_twins = choose_twins(
    "One brain or two?",
    "One network can read both digits, or each digit has a network of its own. Try what that changes.",
)
twins_of_both_kinds = {
    sharing: load_or_stop(chosen_twins.design.name, sharing == "shared") for sharing in SHARINGS
}
show_counts(twins_of_both_kinds)
show_structure(chosen_twins)
show_experiments(twins_of_both_kinds, pair_on_page())
show_source(twins_of_both_kinds)
show_accuracy(twins_of_both_kinds)
show_way_on(WEIGHT_SHARING)
