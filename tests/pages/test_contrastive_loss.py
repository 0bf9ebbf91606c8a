"""The page on the contrastive loss, run without a browser."""

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.loss import figures
from pages.parts.loss import numbers as loss_numbers
from pages.parts.loss.sentences import trained_table, what_the_margin_changes
from pages.parts.shared.examples import example_drawing
from siamese_core import DESIGNS, files, load_twins, rasterize
from tests.pages.app_test import open_app, plain

PARTS = ("over_margin", "distance_and_margin", "real_pairs", "trained_anew")


def open_lesson(**query: str) -> AppTest:
    return open_app(**query).switch_page("pages/contrastive_loss.py").run()


def texts(app: AppTest) -> str:
    return plain("\n".join(element.value for element in (*app.markdown, *app.caption)))


def distance(app: AppTest) -> float:
    return float(re.search(r"Distance between the two embeddings: \*\*([\d.]+)\*\*", texts(app))[1])


def losses(app: AppTest) -> tuple[float, float]:
    """If same, if different."""
    same, different = re.findall(r"loss \*\*([\d.]+)\*\*\]", texts(app))
    return float(same), float(different)


def chart(app: AppTest, key: str) -> dict[str, Any]:
    proto = next(element.proto for element in app.get("echarts_chart") if element.key == key)
    return json.loads(proto.spec)


def unfold_formula(app: AppTest) -> AppTest:
    app.session_state["formula"] = True
    return app.run()


def choose(app: AppTest, key: str, option: str) -> AppTest:
    return app.segmented_control(key).set_value(option).run()


@pytest.mark.parametrize("sharing", ["shared", "unshared"])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_pair_costs_what_its_shown_distance_says(design: str, sharing: str) -> None:
    app = open_lesson(design=design, sharing=sharing, margin="1.5")
    assert not app.exception
    pair = [rasterize(example_drawing(digit, "left")) for digit in ("4", "9")]
    d = distance(app)
    assert d == pytest.approx(load_twins(design, sharing == "shared").compare(*pair).distance, abs=6e-4)
    assert losses(app) == (pytest.approx(d * d, abs=6e-4), pytest.approx(max(1.5 - d, 0) ** 2, abs=6e-4))
    moved = "pushed apart" if d < 1.5 else "left alone"
    assert re.findall(r"They are \*\*(.*)\*\*", texts(app)) == ["pulled together", moved]
    slopes = [float(each.replace("−", "-")) for each in re.findall(r"slope is ([+−.\d]+) here", texts(app))]
    assert slopes == pytest.approx([slope for slope in (2 * d, -2 * max(1.5 - d, 0)) if slope], abs=6e-4)
    for part in PARTS:
        assert not choose(app, "loss_part", part).exception


def test_the_same_drawing_twice_costs_nothing_as_a_same_pair() -> None:
    app = open_app()
    for side in ("left", "right"):
        app.session_state[f"{side}_drawing"] = example_drawing("3", side)
    app.switch_page("pages/contrastive_loss.py").run()
    assert "Your pair." in texts(app)
    assert distance(app) == 0
    assert losses(app) == (0, 1)  # 0^2 and (1 - 0)^2
    assert "They are **left alone**: at distance 0 there is nothing left to gain." in texts(app)


def test_matchnet_is_said_to_be_trained_otherwise() -> None:
    assert "is not trained with this loss" in plain(open_lesson(design="matchnet").info[0].value)
    app = open_lesson(design="mnist_siamese")
    assert not app.info
    assert "trained with margin 1" in texts(app)


# The margin


def test_the_link_sets_the_margin() -> None:
    app = open_lesson(margin="2.5")
    assert app.slider("margin").value == 2.5
    assert r"\max(2.50 - " in texts(unfold_formula(app))
    assert not app.warning


def test_the_slider_moves_the_losses() -> None:
    app = open_lesson()
    app.slider("margin").set_value(2.0).run()
    d = distance(app)
    assert losses(app)[1] == pytest.approx((2 - d) ** 2, abs=6e-4)
    assert losses(app.slider("margin").set_value(0.1).run())[1] == 0


@pytest.mark.parametrize("margin", ["abc", "-1", "99", "nan", "inf", "", "<b>1</b>", "0.09", "3.01"])
def test_a_margin_that_cannot_be_falls_back_with_a_notice(margin: str) -> None:
    app = open_lesson(margin=margin)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [
        "The link asks for a margin that is no number from 0.1 to 3; this is 1."
    ]
    assert app.slider("margin").value == 1.0
    assert not app.slider("margin").set_value(1.5).run().warning


def test_margin_and_threshold_are_told_apart() -> None:
    assert (
        "The margin belongs to training; the threshold, on *Draw and compare*, belongs to the decision."
        in texts(open_lesson())
    )


# Predict, then try


def test_the_answer_waits_for_the_prediction() -> None:
    app = open_lesson()
    question = loss_numbers.question_about(distance(app))
    (pills,) = app.pills
    assert "Try it" not in texts(app)
    pills.set_value(question.answer).run()
    assert "**Right:**" in texts(app)
    wrong = next(answer for answer in loss_numbers.ANSWERS if answer != question.answer)
    app.pills[0].set_value(wrong).run()
    right = {"grows": "it grows", "stays": "it stays as it is", "falls": "it falls"}[question.answer]
    assert f"**No, {right}:**" in texts(app)


# The convention


def test_the_formula_comes_when_it_is_unfolded() -> None:
    app = open_lesson()
    assert "\\max" not in texts(app)
    assert "\\max" in texts(unfold_formula(app))


def test_the_numbers_are_put_into_the_formula() -> None:
    app = unfold_formula(open_lesson(margin="1.5"))
    d, (same, different) = f"{distance(app):.3f}", losses(app)
    beyond = rf"\max(1.50 - {d},\,0)^2"
    assert rf"$L = 1 \cdot {d}^2 + 0 \cdot {beyond} = {same:.3f}$" in texts(app)
    assert rf"$L = 0 \cdot {d}^2 + 1 \cdot {beyond} = {different:.3f}$" in texts(app)


def test_the_label_can_be_turned_round_and_no_number_changes() -> None:
    app = unfold_formula(open_lesson())
    before, curves = losses(app), chart(app, "loss_over_distance")
    assert "If they are the same digit (y = 1)" in texts(app)
    assert r"$L = y\,d^2 + (1 - y)" in texts(app)
    choose(app, "convention", "same_is_0")
    assert losses(app) == before
    assert "If they are the same digit (y = 0)" in texts(app)
    assert "If they are different digits (y = 1)" in texts(app)
    assert r"$L = (1 - y)\,d^2 + y" in texts(app)
    assert "Hadsell et al. 2006 (there ½ L)" in texts(app)
    assert chart(app, "loss_over_distance") == curves


# The parts below


def test_the_mean_loss_is_the_sum_of_its_parts() -> None:
    text = texts(open_lesson(margin="1.2"))
    same, different, total = map(
        float, re.findall(r"([\d.]+) from same pairs \+ ([\d.]+) from different pairs = ([\d.]+)\.", text)[0]
    )
    assert same + different == pytest.approx(total)
    assert "Of all 100,000 test pairs." in text


@pytest.mark.parametrize("view", ["heat_map", "surface"])
def test_distance_and_margin_at_once_flat_or_as_a_surface(view: str) -> None:
    app = choose(choose(open_lesson(), "loss_part", "distance_and_margin"), "loss_view", view)
    assert not app.exception
    assert bool(app.get("plotly_chart")) == (view == "surface")


def test_pairs_inside_the_margin_are_counted() -> None:
    app = choose(open_lesson(), "loss_part", "real_pairs")
    sample = loss_numbers.sample_of_test_pairs(load_twins("cnn_contrastive", shared=True))
    different = int((~sample.same).sum())
    assert f"**{sample.inside(1.0)} of these lie inside the margin** 1.00" in texts(app)
    app.slider("margin").set_value(3.0).run()
    assert (
        f"**{different} of these lie inside the margin** 3.00 and still teach; the other 0 cost nothing"
        in texts(app)
    )


def test_a_pair_is_shown_with_its_digits_and_loss() -> None:
    app = choose(open_lesson(), "loss_part", "real_pairs")
    sample = loss_numbers.sample_of_test_pairs(load_twins("cnn_contrastive", shared=True))
    for button, index in ((None, sample.closest_different), ("Farthest same", sample.farthest_same)):
        if button:
            next(each for each in app.button if each.label == button).click().run()
        d = sample.distance[index]
        loss = d**2 if sample.same[index] else max(1 - d, 0) ** 2
        assert f"**{sample.left_digit[index]} and {sample.right_digit[index]}**" in texts(app)
        assert f"Distance {d:.3f}, loss **{loss:.3f}**" in texts(app)


def test_training_with_other_margins_is_shown_from_its_card() -> None:
    app = choose(open_lesson(), "loss_part", "trained_anew")
    trained = loss_numbers.trained_margins(files.load_margins())
    assert what_the_margin_changes(trained) in texts(app)
    assert trained_table(trained) in texts(app)
    assert not choose(app, "loss_axis", "by_margin").exception


def test_a_link_asks_its_question_from_its_margin_and_the_slider_leaves_it_there() -> None:
    app = open_lesson(margin="0.5")
    assert "the margin moves from 0.50 to" in texts(app)
    app.slider("margin").set_value(2.0).run()
    assert "the margin moves from 0.50 to" in texts(app)


def test_another_pair_is_another_question() -> None:
    app = open_lesson()
    app.pills[0].set_value(loss_numbers.GROWS).run()
    assert "Try it" in texts(app)
    for side, digit in (("left", "3"), ("right", "8")):
        app.session_state[f"{side}_drawing"] = example_drawing(digit, side)
    app.run()
    assert app.pills[0].value is None
    assert "Try it" not in texts(app)


def test_pairs_inside_the_margin_are_all_only_where_none_is_outside() -> None:
    distances = loss_numbers.distances_of_test_pairs(load_twins("mnist_siamese", shared=True))
    farthest = float(distances.different[-1])
    assert distances.share_inside(farthest) < 1 == distances.share_inside(farthest + 1e-9)


def test_without_the_card_of_margins_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise files.WeightsError("This command makes it anew: python -m siamese_core.making margins")

    monkeypatch.setattr(figures, "load_margins", refuse)
    app = choose(open_lesson(), "loss_part", "trained_anew")
    assert not app.exception
    assert "python -m siamese_core.making margins" in app.warning[0].value
    assert losses(app)
