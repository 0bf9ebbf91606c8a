"""The page on weight sharing, run without a browser."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.examples import example_drawing
from pages.parts.shared.numbers import with_interval
from pages.parts.sharing.figures import structure_graph, totals_bars
from pages.parts.sharing.numbers import summary_rows
from pages.parts.sharing.parameters import layer_rows, parts_of
from siamese_core import DESIGNS, load_twins, rasterize
from siamese_core.making.networks import build_twins
from tests.pages.app_test import open_app, open_with_pair, plain

TOTALS = {  # the table that the tutorials' counts are in: shared, unshared
    "mnist_siamese": ("133,504", "267,008", "133,504"),
    "matchnet": ("3,483,122", "4,864,994", "1,381,872"),
    "cnn_contrastive": ("1,381,872", "2,763,744", "1,381,872"),
}


def metrics(app: AppTest) -> dict[str, str]:
    return {plain(metric.label): metric.value for metric in app.metric}


def try_experiment(app: AppTest, name: str, answer: str) -> AppTest:
    app.segmented_control("experiment").set_value(name).run()
    return app.pills[0].set_value(answer).run()


def unfold(app: AppTest, *keys: str) -> AppTest:
    for key in keys:
        app.session_state[key] = True
    return app.run()


@pytest.mark.parametrize("sharing", ["shared", "unshared"])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_counts_are_those_of_the_tutorials_and_differ_by_one_branch(design: str, sharing: str) -> None:
    app = open_with_pair("weight_sharing.py", design=design, sharing=sharing)
    assert not app.exception
    assert tuple(metric.value for metric in app.metric[:3]) == TOTALS[design]
    assert plain(app.metric[2].label) == "Difference: exactly one branch"


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("design", DESIGNS)
def test_every_layer_is_counted_as_keras_counts_it(design: str, shared: bool) -> None:
    keras_twins = build_twins(design, shared)
    for part in parts_of(load_twins(design, shared)):
        for name, shape, parameters, _ in layer_rows(part):
            layer = keras_twins.get_layer(part.code).get_layer(name)
            assert parameters == f"{layer.count_params():,}"
            assert shape == " × ".join(str(size) for size in layer.output.shape[1:])
    assert sum(part.parameters for part in parts_of(load_twins(design, shared))) == keras_twins.count_params()


def test_a_count_says_how_it_arises() -> None:
    branch = parts_of(load_twins("matchnet", shared=True))[0]
    assert ("conv_2", "9 × 9 × 64", "13,888", "3*3*24*64 + 64") in layer_rows(branch)


def test_the_bars_are_as_long_as_the_totals() -> None:
    rows = totals_bars(load_twins("matchnet", shared=True), load_twins("matchnet", shared=False)).split(
        "<b>"
    )[1:]
    lengths = {
        row.partition("<")[0]: sum(float(share) for share in re.findall(r"--share:([\d.]+)", row))
        for row in rows
    }
    assert lengths == {"shared": pytest.approx(3_483_122 / 4_864_994, abs=1e-5), "unshared": pytest.approx(1)}


def test_shared_twins_are_one_box_and_unshared_twins_two() -> None:
    shared = structure_graph(load_twins("matchnet", shared=True), unfolded=False, dark=False)
    unshared = structure_graph(load_twins("matchnet", shared=False), unfolded=False, dark=False)
    assert "left_digit -> branch [" in shared
    assert "right_digit -> branch [" in shared
    assert "left_digit -> left_branch [" in unshared
    assert "right_digit -> right_branch [" in unshared
    assert 'left_branch [label="left branch\\n1,381,872 parameters"' in unshared
    assert "conv_2" not in shared
    unfolded = structure_graph(load_twins("matchnet", shared=True), unfolded=True, dark=True)
    assert "conv_2  9 × 9 × 64  13,888" in unfolded


def test_tables_fold_and_come_when_they_are_unfolded() -> None:
    app = open_with_pair("weight_sharing.py", design="matchnet", sharing="unshared")
    assert not app.table
    unfold(app, "layers_left_branch", "summary_unshared")
    layers, summary = (table.value for table in app.table)
    assert list(layers["parameters"]) == ["240", "0", "13,888", "55,392", "83,040", "0", "1,229,312"]
    assert list(layers["how they arise"][:2]) == ["`3*3*1*24 + 24`", "nothing to learn"]
    counts = dict(zip(summary["Layer (type)"], summary["Param #"], strict=True))
    assert counts["left_branch (Functional)"] == counts["right_branch (Functional)"] == "1,381,872"
    assert any("Total params: 4,864,994" in each.value for each in app.markdown)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("design", DESIGNS)
def test_kerass_summary_is_shown_with_every_layer(design: str, shared: bool) -> None:
    twins = load_twins(design, shared)
    rows, totals = summary_rows(twins.card["keras_summary"])
    assert all(re.fullmatch(r"(└ )?\w+ \(\w+\)", row["Layer (type)"]) for row in rows)
    inner = [int(row["Param #"].replace(",", "")) for row in rows if row["Layer (type)"].startswith("└")]
    assert sum(inner) == twins.parameters
    assert totals[0].startswith(f"Total params: {twins.parameters:,} (")


def test_the_line_that_shares_is_shown_from_the_source() -> None:
    app = open_with_pair("weight_sharing.py")
    before, line, after = (code.value for code in app.code[:3])
    assert "right_branch = left_branch if shared else" in line
    assert before.startswith("def build_twins(")
    assert "return keras.Model" in after


@pytest.mark.parametrize("design", DESIGNS)
def test_the_same_drawing_has_distance_0_with_shared_weights_only(design: str) -> None:
    app = try_experiment(open_with_pair("weight_sharing.py", design=design), "same", "0_more")
    assert metrics(app)["Distance, shared"] == "0"
    assert float(metrics(app)["Distance, unshared"]) > 0
    assert app.success[0].value.startswith("As you predicted")


@pytest.mark.parametrize("design", DESIGNS)
def test_swapping_keeps_the_distance_with_shared_weights_only(design: str) -> None:
    app = try_experiment(open_with_pair("weight_sharing.py", design=design), "swap", "none")
    before, after = metrics(app)["Distance, shared"].split(" → ")
    assert before == after
    before, after = metrics(app)["Distance, unshared"].split(" → ")
    assert before != after
    assert ("Probability, shared" in metrics(app)) == (design == "matchnet")


@pytest.mark.parametrize("design", DESIGNS)
def test_a_nudge_moves_both_embeddings_only_where_the_branch_is_shared(design: str) -> None:
    app = try_experiment(open_with_pair("weight_sharing.py", "3", "8", design=design), "nudge", "both_left")
    left_shared, left_unshared = (float(m.value) for m in app.metric if m.label == "Left embedding moved by")
    right_shared, right_unshared = (m.value for m in app.metric if m.label == "Right embedding moved by")
    assert left_shared > 0
    assert left_unshared > 0
    assert float(right_shared) > 0
    assert right_unshared == "0"
    app.slider("nudge").set_value(0.0).run()
    assert {m.value for m in app.metric if "moved by" in m.label} == {"0"}


@pytest.mark.parametrize("shared", [True, False])
def test_a_nudge_changes_nothing_outside_its_experiment(shared: bool) -> None:
    twins = load_twins("cnn_contrastive", shared)
    picture = rasterize(example_drawing("7", "left"))[np.newaxis]
    before = [twins.embed_left(picture), twins.embed_right(picture)]
    app = try_experiment(open_with_pair("weight_sharing.py"), "nudge", "left_left")
    app.slider("nudge").set_value(2.0).run()
    assert load_twins("cnn_contrastive", shared) is twins
    np.testing.assert_array_equal(before, [twins.embed_left(picture), twins.embed_right(picture)])


def test_a_prediction_that_fails_is_told_what_turned_out() -> None:
    app = try_experiment(open_with_pair("weight_sharing.py"), "same", "more_more")
    assert (
        app.info[0].value == "You predicted: more than 0 with both. It turned out: 0 shared, more unshared."
    )


def test_without_drawings_an_example_stands_in() -> None:
    app = open_app().switch_page("pages/weight_sharing.py").run()
    assert not app.exception
    example = "An example; draw your own on *Draw and compare*."
    assert any(example in markdown.value for markdown in app.markdown)


def test_the_accuracies_are_those_of_the_cards() -> None:
    app = open_with_pair("weight_sharing.py", design="mnist_siamese")
    shown = "\n".join(each.value for each in app.markdown)
    for shared in (True, False):
        results = load_twins("mnist_siamese", shared).card["results"]
        assert all(
            with_interval(each["accuracy"], each["accuracy_interval"]) in shown for each in results.values()
        )
