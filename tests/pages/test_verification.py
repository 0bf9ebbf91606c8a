"""The page on verification, run without a browser."""

import csv
import re
from io import StringIO

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shared.charts import contrast
from pages.parts.shared.language import Text, speaking
from pages.parts.shared.numbers import decided_by, per_cent
from pages.parts.shared.words import full_title
from pages.parts.verification import all_twins, numbers, tables
from pages.parts.verification.charts import histogram_chart
from pages.parts.verification.curves import CORNER, cell_colour, digits_chart, roc_chart, text_in_cell
from pages.parts.verification.words import PARTS, VIEWS
from siamese_core import DESIGNS, load_twins
from siamese_core.designs import SHARINGS
from siamese_core.files import WeightsError
from siamese_core.making.data import load_test_digits
from siamese_core.maps import load_evaluation
from siamese_core.verification import Confusion
from tests.pages.app_test import open_app, open_with_pair

ALL_TWINS = [(design, sharing) for design in DESIGNS for sharing in SHARINGS]


def show(app: AppTest, part: str) -> AppTest:
    return app.segmented_control("verification_part").set_value(part).run()


def texts(app: AppTest) -> str:
    """All texts, without the links that explain words."""
    return re.sub(r"\[([^]]+)]\(#word-[^)]+\)", r"\1", "\n".join(each.value for each in app.markdown))


def rows_of_twins(app: AppTest) -> dict[str, dict[str, str]]:
    """The table of all twins: their names -> the names of the columns -> cells."""
    table = next(each.proto.body for each in app.get("html") if "<table" in each.proto.body)
    rows = re.sub("</?a[^>]*>", "", table.partition("<tbody>")[2]).split("</tr>")
    return {
        name: dict(re.findall(r'<td><span class="column">(.*?)</span> <span>([^<]*)<', row))
        for row in rows
        for name in re.findall(r'<th scope="row">([^<]*)<', row)
    }


def rates(app: AppTest) -> list[str]:
    """Accuracy, false accepts and false rejects as the page shows them."""
    (row,) = re.findall(r"^\| \*\*(.*%)\*\* \|$", texts(app), re.MULTILINE)
    return row.split("** | **")


def shown_counts(app: AppTest) -> dict[tuple[str, str], int]:
    """The confusion table: (same or different, called same or called different) -> pairs."""
    (header,) = re.findall(r"^\| pairs \| (called .*) \|$", texts(app), re.MULTILINE)
    return {
        (kind, column): int(count.replace(",", ""))
        for kind, row in re.findall(r"^\| :\w+\[\*\*(\w+)\*\*\] \|(.*)$", texts(app), re.MULTILINE)
        for column, count in zip(header.split(" | "), re.findall(r"\*\*([\d,]+)\*\*", row), strict=True)
    }


def recounted(design: str, sharing: str, threshold: float) -> dict[tuple[str, str], int]:
    """The same, counted pair by pair."""
    twins = load_twins(design, sharing == "shared")
    evaluation, probability = load_evaluation(twins), twins.design.metric_network
    values = evaluation.closeness if probability else evaluation.distance
    counts = {
        (kind, answer): 0 for kind in ("same", "different") for answer in ("called same", "called different")
    }
    for same, value in zip(evaluation.pairs.same.tolist(), values.tolist(), strict=True):
        called_same = value >= threshold if probability else value <= threshold
        counts["same" if same else "different", "called same" if called_same else "called different"] += 1
    return counts


# The threshold


@pytest.mark.parametrize(("design", "sharing"), ALL_TWINS)
def test_the_table_is_that_of_a_recount_and_at_first_that_of_the_card(design: str, sharing: str) -> None:
    app = open_with_pair("verification.py", design=design, sharing=sharing)
    assert not app.exception
    assert not app.warning
    twins = load_twins(design, sharing == "shared")
    assert shown_counts(app) == recounted(design, sharing, twins.threshold)
    assert rates(app)[0] == f"{twins.card['results']['mnist']['accuracy']:.2%}"
    assert "{:.2%}".format(twins.card["results"]["mnist"]["accuracy_interval"][1]) in texts(app)
    app.slider("threshold").set_value(0.31).run()
    counts = recounted(design, sharing, 0.31)
    assert shown_counts(app) == counts
    mistakes = counts["different", "called same"], counts["same", "called different"]
    assert rates(app)[1:] == [per_cent(count / 50_000, 2) for count in mistakes]


@pytest.mark.parametrize(("design", "sharing"), ALL_TWINS)
def test_every_part_opens_at_both_ends_of_the_threshold(design: str, sharing: str) -> None:
    app = open_with_pair("verification.py", design=design, sharing=sharing)
    for part in PARTS:
        show(app, part)
        assert not app.exception
    for view in VIEWS:
        for end in (app.slider("threshold").min, app.slider("threshold").max):
            show(app, "trade_off").segmented_control("verification_view").set_value(view).run()
            app.slider("threshold").set_value(end).run()
            assert not app.exception
            show(app, "by_digit")
            assert not app.exception


def test_a_threshold_in_the_link_is_taken() -> None:
    app = open_with_pair("verification.py", design="mnist_siamese", threshold="0.4")
    assert app.slider("threshold").value == 0.4
    assert not app.warning
    assert shown_counts(app) == recounted("mnist_siamese", "shared", 0.4)


@pytest.mark.parametrize("text", ["far", "nan", "inf", "-0.1", "99", "", "0,5", "<b>0.5"])
def test_a_bad_threshold_in_the_link_gives_the_calibrated_one_with_a_notice(text: str) -> None:
    app = open_app(design="mnist_siamese", threshold=text).switch_page("pages/verification.py").run()
    assert not app.exception
    assert app.slider("threshold").value == load_twins("mnist_siamese", shared=True).threshold
    (notice,) = app.warning
    assert notice.value.startswith("The link asks for a threshold that is no number from 0 to ")
    assert "<b>" not in notice.value
    app.slider("threshold").set_value(0.5).run()
    assert not app.warning


def test_other_twins_bring_their_calibrated_threshold() -> None:
    app = open_with_pair("verification.py", design="mnist_siamese")
    app.segmented_control("sharing").set_value("unshared").run()
    assert app.slider("threshold").value == load_twins("mnist_siamese", shared=False).threshold


def test_a_threshold_that_was_moved_stays_where_other_twins_can_use_it() -> None:
    app = open_with_pair("verification.py", design="mnist_siamese")
    app.slider("threshold").set_value(0.42).run()
    app.segmented_control("sharing").set_value("unshared").run()
    assert app.slider("threshold").value == 0.42
    app.selectbox("design").set_value("matchnet").run()  # a distance is no probability
    assert not app.exception
    assert not app.warning
    assert app.slider("threshold").value == load_twins("matchnet", shared=False).threshold


def test_the_keras_examples_threshold_is_a_button() -> None:
    app = open_with_pair("verification.py", design="mnist_siamese")
    app.button("set_keras").click().run()
    assert shown_counts(app) == recounted("mnist_siamese", "shared", 0.5)
    app.button("set_calibrated").click().run()
    assert app.slider("threshold").value == load_twins("mnist_siamese", shared=True).threshold


def test_the_pair_that_was_drawn_is_there_with_what_becomes_of_it() -> None:
    app = open_with_pair("verification.py", design="mnist_siamese")
    assert "Your pair." in texts(app)
    value = float(re.search(r"Distance \*\*([\d.]+)\*\*", texts(app))[1])
    app.slider("threshold").set_value(float(np.floor(100 * value) / 100)).run()
    assert "different digits**] at this threshold" in texts(app)
    app.slider("threshold").set_value(float(np.ceil(100 * value) / 100)).run()
    assert "same digit**] at this threshold" in texts(app)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_prediction_is_held_against_what_was_counted(design: str) -> None:
    app = open_with_pair("verification.py", design=design)
    # A higher probability is asked for, or a distance.
    code, more = (
        ("false_rejects", "false rejects") if design == "matchnet" else ("false_accepts", "false accepts")
    )
    pills = next(group for group in app.get("button_group") if more in group.options)
    pills.set_value(code).run()
    assert any(markdown.value.startswith("**Right:** false accepts") for markdown in app.markdown)
    pills = next(group for group in app.get("button_group") if more in group.options)
    pills.set_value("both").run()
    assert any(markdown.value.startswith(f"**No, {more}:**") for markdown in app.markdown)


@pytest.mark.parametrize(
    ("link", "question", "more"),
    [
        ("0.4", "goes up from 0.40 to 0.54", "false_accepts"),
        ("1.3", "goes down from 1.30 to 1.16", "neither"),  # no room above, and every same pair is accepted
    ],
)
def test_the_question_starts_where_a_link_puts_the_threshold(link: str, question: str, more: str) -> None:
    app = open_with_pair("verification.py", design="cnn_contrastive", threshold=link)
    assert f"the threshold {question}." in texts(app)
    (pills,) = app.pills
    pills.set_value(more).run()
    counts = recounted("cnn_contrastive", "shared", float(link))
    accepts, rejects = counts["different", "called same"], counts["same", "called different"]
    assert f"**Right:** false accepts {accepts:,} → " in texts(app)
    assert f", false rejects {rejects:,} → " in texts(app)
    app.slider("threshold").set_value(0.8).run()
    assert f"the threshold {question}." in texts(app)


def test_other_twins_are_asked_about_from_where_their_slider_stands() -> None:
    app = open_with_pair("verification.py", design="cnn_contrastive")
    app.slider("threshold").set_value(0.42).run()
    app.segmented_control("sharing").set_value("unshared").run()
    end = load_twins("cnn_contrastive", shared=False).card["histograms"]["distance"]["end"]
    assert f"the threshold goes up from 0.42 to {0.42 + end / 10:.2f}." in texts(app)  # a tenth of its slider
    app.selectbox("design").set_value("matchnet").run()
    calibrated = load_twins("matchnet", shared=False).threshold
    assert f"the threshold goes up from {calibrated:.2f} to {calibrated + 0.1:.2f}." in texts(app)


# The parts below


def test_the_hardest_pairs_are_the_first_of_all_and_no_picture_is_there_twice() -> None:
    twins, digits = load_twins("mnist_siamese", shared=True), load_test_digits().digits
    evaluation = load_evaluation(twins)
    for same, hardest in ((True, np.argmax), (False, np.argmin)):
        indices = numbers.hardest_pairs(twins, same)
        of_kind = np.flatnonzero(evaluation.pairs.same == same)
        assert indices[0] == of_kind[hardest(evaluation.distance[of_kind])]
        steps = np.diff(evaluation.distance[indices])
        assert (steps <= 0).all() if same else (steps >= 0).all()
        pictures = np.concatenate([evaluation.pairs.left[indices], evaluation.pairs.right[indices]])
        assert len(indices) == 12
        assert len(set(pictures.tolist())) == 24
        assert (
            (digits[evaluation.pairs.left[indices]] == digits[evaluation.pairs.right[indices]]) == same
        ).all()


@pytest.mark.parametrize("cell", [(4, 9), (9, 4), (6, 6)])
def test_the_pairs_of_a_cell_have_its_digits_and_wrong_ones_come_first(cell: tuple[int, int]) -> None:
    twins = load_twins("mnist_siamese", shared=True)
    pairs = [
        numbers.test_pair(twins, index, twins.threshold) for index in numbers.pairs_of_digits(twins, *cell)
    ]
    assert {(pair.left_digit, pair.right_digit) for pair in pairs} == {cell}
    rightly = [pair.answered_rightly for pair in pairs]
    assert rightly == sorted(rightly)


def test_the_grid_is_the_accuracy_of_each_pair_of_digits() -> None:
    twins, digits = load_twins("matchnet", shared=True), load_test_digits().digits
    evaluation = load_evaluation(twins)
    accuracy = numbers.accuracy_by_digits(twins, 0.5)
    for left, right in ((4, 9), (9, 4), (7, 7)):
        among = (digits[evaluation.pairs.left] == left) & (digits[evaluation.pairs.right] == right)
        called_same = evaluation.closeness[among] >= 0.5
        assert accuracy[left, right] == pytest.approx(np.mean(called_same == (left == right)))


def test_two_digits_choose_a_cell() -> None:
    app = show(open_with_pair("verification.py", design="mnist_siamese"), "by_digit")
    app.selectbox("cell_left").set_value(4).run()
    app.selectbox("cell_right").set_value(4).run()
    assert any(markdown.value.startswith("**4 and 4**, :green[**same pairs**]") for markdown in app.markdown)


def test_all_twins_are_in_the_table_with_what_their_cards_say() -> None:
    app = show(open_with_pair("verification.py"), "all_twins")
    rows = rows_of_twins(app)
    assert list(rows) == [f"{full_title(design)}, {sharing}" for design, sharing in ALL_TWINS]
    for row, (design, sharing) in zip(rows.values(), ALL_TWINS, strict=True):
        twins = load_twins(design, sharing == "shared")
        found = twins.card["results"]
        assert row["parameters"] == f"{twins.parameters:,}"
        assert row["threshold"].endswith(f" {twins.threshold:.3f}")
        assert row["MNIST accuracy"].startswith(f"{found['mnist']['accuracy']:.2%} (")
        assert row["pen EER"] == f"{found['pen']['eer']:.2%}"
        file = next(csv.DictReader(StringIO(all_twins.as_csv([all_twins.row_of(twins)]).decode("utf-8-sig"))))
        assert float(file["MNIST accuracy"]) == found["mnist"]["accuracy"]
        assert (file["design"], file["weights"]) == (design, sharing)
        assert file["decides by"] == decided_by(twins)


def test_the_file_of_all_twins_in_chinese_has_no_english_but_names_of_designs() -> None:
    rows = [all_twins.row_of(load_twins(design, sharing == "shared")) for design, sharing in ALL_TWINS]
    with speaking("zh"):
        _, *lines = csv.reader(StringIO(all_twins.as_csv(rows).decode("utf-8-sig")))
    cells = [cell for line in lines for cell in line]
    assert [cell for cell in cells if re.match("[A-Za-z]", cell)] == [design for design, _ in ALL_TWINS]


def test_columns_that_read_alike_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables.words, "COLUMNS", dict.fromkeys(tables.words.COLUMNS, Text("alike")))
    row = all_twins.row_of(load_twins("matchnet", shared=True))
    assert tables.table_of_twins([row]).count("<td>") == len(tables.cells_of(row)) == 8


def test_all_twins_can_be_put_in_another_order() -> None:
    app = show(open_with_pair("verification.py"), "all_twins")
    for order, sign, of_twins in (
        ("parameters", 1, lambda twins: twins.parameters),
        ("pen", -1, lambda twins: twins.card["results"]["pen"]["accuracy"]),
    ):
        app.segmented_control("twins_order").set_value(order).run()
        by_name = {
            f"{full_title(design)}, {sharing}": sign * of_twins(load_twins(design, sharing == "shared"))
            for design, sharing in ALL_TWINS
        }
        assert list(rows_of_twins(app)) == sorted(by_name, key=by_name.__getitem__)


def test_twins_that_cannot_be_loaded_are_left_out_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_all_but_one(design: str, shared: bool) -> numbers.Twins:
        if (design, shared) == ("matchnet", False):
            raise WeightsError("gone")
        return load_twins(design, shared)

    app = open_with_pair("verification.py")
    monkeypatch.setattr(all_twins, "load_twins", load_all_but_one)
    show(app, "all_twins")
    assert not app.exception
    assert len(rows_of_twins(app)) == len(ALL_TWINS) - 1
    assert any("“matchnet, unshared” are left out" in caption.value for caption in app.caption)


def test_without_their_test_pairs_the_page_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_twins: object) -> None:
        raise WeightsError("This command makes it anew: python -m siamese_core.making evaluate")

    monkeypatch.setattr("siamese_core.maps.ranked_test_pairs", missing)
    app = open_with_pair("verification.py")
    assert not app.exception
    assert "python -m siamese_core.making evaluate" in app.error[0].value


# The charts

HISTOGRAM = {"end": 1.0, "same": [100, 10, 1, 0], "different": [0, 1, 10, 1000]}  # bins 0.25 wide
CONFUSION = Confusion(true_accepts=110, false_rejects=1, false_accepts=1, true_rejects=1010)


def series(chart: dict, name: str) -> dict:
    return next(item for item in chart["series"] if item["id"] == name)


def test_the_threshold_cuts_the_bars_into_right_and_wrong() -> None:
    chart = histogram_chart(
        HISTOGRAM, CONFUSION, 0.6, {"calibrated": 0.5, "keras": 0.6}, ("drawn", 0.3), True, False, False
    )
    assert series(chart, "same, called same")["data"] == [[0, 100], [0.25, 10], [0.5, 1], [0.6, 1]]
    assert series(chart, "same, called different")["data"] == [[0.6, 1], [0.75, 0], [1, 0]]
    assert series(chart, "different, called same")["data"] == [[0, 0], [0.25, -1], [0.5, -10], [0.6, -10]]
    assert series(chart, "different, called different")["data"] == [[0.6, -10], [0.75, -1000], [1, -1000]]
    opacity = {
        name: series(chart, name)["areaStyle"]["opacity"]
        for name in ("same, called same", "same, called different")
    }
    assert opacity["same, called different"] > opacity["same, called same"]


def test_a_probability_is_called_same_on_the_other_side() -> None:
    chart = histogram_chart(HISTOGRAM, CONFUSION, 0.6, {"keras": 0.5}, ("drawn", 0.3), False, False, False)
    assert series(chart, "same, called same")["data"][0] == [0.6, 1]
    assert series(chart, "false_rejects")["data"][0][0] == 0


def test_magnified_bars_grow_with_the_logarithm() -> None:
    chart = histogram_chart(HISTOGRAM, CONFUSION, 1.0, {"keras": 0.5}, ("drawn", 0.3), True, True, False)
    heights = [height for _, height in series(chart, "same, called same")["data"][:-1]]
    assert heights == pytest.approx([np.log10(101), np.log10(11), np.log10(2), 0], abs=1e-4)


def test_a_pair_beyond_the_end_stands_at_the_end_with_its_number() -> None:
    chart = histogram_chart(HISTOGRAM, CONFUSION, 0.6, {"keras": 0.5}, ("drawn", 7.5), True, True, False)
    assert series(chart, "pair")["data"] == [[1.0, 0]]
    assert "your pair 7.500" in chart["series"][0]["markLine"]["data"][-1][0]["label"]["formatter"]


def test_the_curve_and_its_points() -> None:
    confusion = Confusion(true_accepts=1, false_rejects=3, false_accepts=1, true_rejects=1)
    curve = [[0.0, 0.0], [50.0, 100.0]]
    chart = roc_chart({"shared": curve}, {"shared": 0.5}, {"shared": confusion}, "whole", False)
    assert series(chart, "shared")["data"] == curve
    assert series(chart, "this_threshold")["data"][0]["value"] == [50, 25]
    assert series(chart, "equal_error_rate")["data"][0]["value"] == [50, 50]
    corner = roc_chart({"shared": curve}, {"shared": 0.5}, {"shared": confusion}, "corner", False)
    assert (corner["xAxis"]["max"], corner["yAxis"]["min"]) == (CORNER, 100 - CORNER)


def test_error_trade_off_axes_count_in_normal_deviates_and_leave_out_what_is_infinitely_far() -> None:
    none = Confusion(true_accepts=4, false_rejects=0, false_accepts=1, true_rejects=1)
    chart = roc_chart({"shared": [[0, 0]]}, {"shared": 0.1587}, {"shared": none}, "det", False)
    assert series(chart, "this_threshold")["data"] == []
    assert series(chart, "equal_error_rate")["data"][0]["value"] == pytest.approx([-1, -1], abs=1e-3)


@pytest.mark.parametrize("dark", [True, False])
def test_the_grid_has_rows_for_the_left_digit_and_a_ring_around_the_chosen_cell(dark: bool) -> None:
    accuracy = np.ones((10, 10))
    accuracy[4, 9] = 0.9
    chart = digits_chart(accuracy, (4, 9), dark)
    cells = series(chart, "cells")["data"]
    assert cells[4 * 10 + 9]["value"] == [9, 4, 90.0]
    for per_cent_right in np.arange(85, 100.05, 0.1).round(1).tolist():
        text = text_in_cell(per_cent_right, dark)
        assert contrast(text, cell_colour(per_cent_right, dark)) >= 4.5
    assert series(chart, "chosen")["data"][0][:2] == [9, 4]
