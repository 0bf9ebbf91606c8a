"""The quiz: every answer worked out a second time, and how it goes on from question to question."""

import re
from collections.abc import Callable
from functools import cache
from string import Formatter
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.home.turning import mirrored, turned
from pages.parts.loss.numbers import MARGINS as ON_SLIDER
from pages.parts.quiz import progress, wordings, words
from pages.parts.quiz.measured import MOST_RIGHT
from pages.parts.quiz.of_pair import DIFFER, verdict_on_copy
from pages.parts.quiz.progress import CODES
from pages.parts.quiz.question import About, Question, told_apart
from pages.parts.quiz.questions import QUESTIONS, make_question
from pages.parts.shared.classroom.question_titles import LESSON_OF, TITLES
from pages.parts.shared.classroom.records import QUESTIONS as REPORTED
from pages.parts.shared.classroom.store import Store
from pages.parts.shared.examples import Drawing, drawing_of, example_drawing
from pages.parts.shared.language import Text, filled, speaking
from pages.parts.shared.lessons import LESSONS
from pages.parts.shared.pair import Pair
from siamese_core import DESIGNS, Twins, load_twins, rasterize
from siamese_core.designs import SHARINGS
from siamese_core.digits import load_test_classes
from siamese_core.files import SIGNS, WeightsError
from siamese_core.hands import load_hands
from siamese_core.maps import evaluation_pairs, load_evaluation
from siamese_core.recorded import as_arrays, place, shrink
from siamese_core.shipped_run import shipped_run
from siamese_core.strokes import DrawingError
from tests.pages.app_test import open_app, open_with_pair, put, texts

ATTEMPTS = range(6)
ALL_TWINS = [(design, sharing == "shared") for design in DESIGNS for sharing in SHARINGS]


def drawings() -> list[tuple[Drawing, Drawing]]:
    """Pairs: the app's own, one drawing twice, and digits by other people."""
    own = [("4", "9"), ("3", "flat 3"), ("1", "1")]
    pairs = [(example_drawing(left, "left"), example_drawing(right, "right")) for left, right in own]
    hands, rng = load_hands(), np.random.default_rng(12)
    for _ in range(9):
        left, right = (hands[i] for i in rng.choice(len(hands), 2, replace=False))
        pairs.append((drawing_of(left.strokes, "left"), drawing_of(right.strokes, "right")))
    return pairs


PAIRS = drawings()


def about(twins: Twins, pair: tuple[Drawing, Drawing]) -> About:
    left, right = pair
    copies = {"mirrored": rasterize(mirrored(left)), "turned": rasterize(turned(left, 180))}
    return About(twins, Pair(rasterize(left), rasterize(right), drawn=True), copies)


@cache
def asked() -> list[tuple[str, About, Question | None]]:
    """Every question about every pair and all twins, in several attempts."""
    everything = [about(load_twins(*twins), pair) for twins in ALL_TWINS for pair in PAIRS]
    return [
        (code, each, make_question(code, each, attempt))
        for each in everything
        for code in CODES
        for attempt in ATTEMPTS
    ]


# Each answer a second time, as plainly as can be


def decides(twins: Twins, left: np.ndarray, right: np.ndarray) -> float:
    compared = twins.compare(left, right)
    return compared.distance if compared.probability is None else compared.probability


def says_same(twins: Twins, value: float, threshold: float) -> bool:
    return value >= threshold if twins.design.metric_network else value <= threshold


def verdict(this: About, _: Question) -> str:
    return "same" if this.twins.compare(this.pair.left, this.pair.right).same else "different"


def by_distance(this: About) -> list[str]:
    copies = {"right": this.pair.right, **this.copies}
    away = {name: this.twins.compare(this.pair.left, each).distance for name, each in copies.items()}
    return sorted(away, key=away.__getitem__)


def verdict_on(name: str) -> Callable[[About, Question], str]:
    return lambda this, _: (
        "same" if this.twins.compare(this.pair.left, this.copies[name]).same else "different"
    )


def swapped(this: About, _: Question) -> str:
    left, right = this.pair.left, this.pair.right
    stays = decides(this.twins, left, right) == decides(this.twins, right, left)
    return "stays" if stays else "changes"


def parameters(this: About, question: Question) -> str:
    shared, unshared = (load_twins(this.twins.design.name, each) for each in (True, False))
    count = sum(
        array.size for part in (unshared.left, unshared.right, unshared.head) for array in part.values()
    )
    branch = sum(array.size for array in shared.left.values())
    assert count - shared.parameters == branch
    (code,) = (code for code in question.options if question.numbers[code] == f"{count:,}")
    return code


def itself(this: About, _: Question) -> str:
    return "zero" if this.twins.compare(this.pair.left, this.pair.left).distance == 0 else "more"


def cost(same: bool) -> Callable[[About, Question], str]:
    def by_calculator(this: About, question: Question) -> str:
        distance, margin = float(question.numbers["distance"]), float(question.numbers["margin"])
        assert distance == pytest.approx(
            this.twins.compare(this.pair.left, this.pair.right).distance, abs=6e-4
        )
        assert np.isclose(ON_SLIDER, margin).any()  # so the link shows it
        assert abs(margin - distance) > DIFFER - 1e-9
        if same:
            return "distance"  # squared, whatever the margin is
        return "difference" if margin > distance else "nothing"

    return by_calculator


def in_run(this: About, question: Question) -> str:
    run = shipped_run()
    pictures = shrink(np.stack([this.pair.left, this.pair.right]))
    first, last = (
        np.linalg.norm(np.subtract(*place(as_arrays(run.weights[0][i].astype(np.float32)), pictures)))
        for i in (0, -1)
    )
    assert question.numbers["start"] == f"{first:.3f}"
    if last < first:
        return "nearer"
    return "farther" if last <= 1 else "beyond"  # the margin of the run that comes with the app


def first_right(_: About, question: Question) -> str:
    run = shipped_run()
    first = next(step for step, share in zip(run.steps, run.unseen, strict=True) if share >= MOST_RIGHT)
    (code,) = (code for code in question.options if question.numbers[code] == f"{first:,}")
    return code


def nearest_other(side: str) -> Callable[[About, Question], str]:
    def by_force(this: About, question: Question) -> str:
        evaluation = load_evaluation(this.twins)
        known = evaluation.left if side == "left" else evaluation.right
        picture = this.pair.left if side == "left" else this.pair.right
        embed = this.twins.embed_left if side == "left" else this.twins.embed_right
        whole = np.zeros((len(known.embeddings), known.dim), np.float32)
        whole[:, known.coordinates] = known.embeddings
        away = np.linalg.norm(whole - embed(picture[np.newaxis])[0], axis=1)
        classes = load_test_classes()
        kind = np.bincount(classes[np.argsort(away, kind="stable")[:10]]).argmax()
        assert question.numbers["kind"] == str(kind)
        return str(classes[np.where(classes == kind, np.inf, away).argmin()])

    return by_force


def at_threshold(this: About, question: Question) -> str:
    value, threshold = decides(this.twins, this.pair.left, this.pair.right), question.numbers["threshold"]
    return "same_accept" if says_same(this.twins, value, float(threshold)) else "different_reject"


def counted(this: About, question: Question) -> str:
    twins, same = this.twins, evaluation_pairs().same == 1
    closeness = load_evaluation(twins).closeness
    mistakes = []
    for name in ("start", "end"):
        accepted = closeness >= twins.as_closeness(float(question.numbers[name]))
        mistakes.append(np.array([(accepted & ~same).sum(), (~accepted & same).sum()]))
    before, after = mistakes
    for i, name in enumerate(("accepts", "rejects")):
        assert question.numbers[f"{name}_before"] == f"{before[i]:,}"
        assert question.numbers[f"{name}_after"] == f"{after[i]:,}"
    more = after > before
    return "both" if more.all() else "accepts" if more[0] else "rejects" if more[1] else "neither"


def of_card(protocol: str, which: Callable[..., str]) -> Callable[[About, Question], str]:
    accuracy = load_twins("cnn_contrastive", True, SIGNS).card["one_shot"][protocol]["accuracy"]
    return lambda *_: which(accuracy, key=accuracy.get)


SECOND_TIME: dict[str, Callable[[About, Question], str]] = {  # by wording
    "verdict_distance": verdict,
    "verdict_probability": verdict,
    "nearest_copy": lambda this, _: by_distance(this)[0],
    "farthest_copy": lambda this, _: by_distance(this)[-1],
    "verdict_on_mirrored_distance": verdict_on("mirrored"),
    "verdict_on_mirrored_probability": verdict_on("mirrored"),
    "verdict_on_turned_distance": verdict_on("turned"),
    "verdict_on_turned_probability": verdict_on("turned"),
    "swap_distance": swapped,
    "swap_probability": swapped,
    "count_parameters": parameters,
    "same_drawing": itself,
    "cost_different": cost(same=False),
    "cost_same": cost(same=True),
    "pair_in_run": in_run,
    "steps_until_right": first_right,
    "next_door_left": nearest_other("left"),
    "next_door_right": nearest_other("right"),
    "at_threshold_distance": at_threshold,
    "at_threshold_probability": at_threshold,
    "more_mistakes_distance": counted,
    "more_mistakes_probability": counted,
    "most_of_invented_20": of_card("invented_20", max),
    "least_of_pen_other_writer": of_card("pen_other_writer", min),
    "most_of_mnist": of_card("mnist", max),
    "least_of_invented_5": of_card("invented_5", min),
}


@pytest.mark.parametrize("wording", wordings.WORDINGS)
def test_the_right_answer_is_found_a_second_time(wording: str) -> None:
    questions = [(each, made) for _, each, made in asked() if made and made.wording == wording]
    if not questions and wording.startswith("verdict_on"):  # asked where no copy is clearly the nearest
        questions = [
            (each, verdict_on_copy(each, chance))
            for _, each, _ in asked()[:: len(CODES)]
            for chance in (0, 1)
        ]
        questions = [(each, made) for each, made in questions if made.wording == wording]
    assert questions
    for each, question in questions:
        assert question.right == SECOND_TIME[wording](each, question), dict(question.numbers)


# Questions


def test_every_pair_and_all_twins_are_asked_every_question() -> None:
    assert [(code, each) for code, each, made in asked() if made is None] == []
    assert {made.wording for _, _, made in asked()} | set(SECOND_TIME) == set(wordings.WORDINGS)


def test_a_question_has_two_to_four_options_that_read_differently_and_one_is_right() -> None:
    for _, _, made in asked():
        options = wordings.options_of(made)
        assert 2 <= len(options) <= 4
        assert len(set(options.values())) == len(options), (made.wording, options)
        assert made.right in options
        assert list(options) == list(made.options)


def test_texts_are_filled_in_and_say_nothing_of_the_answer() -> None:
    for _, _, made in asked():
        wording = wordings.WORDINGS[made.wording]
        question = wording.question(**made.numbers)
        assert "{" not in question + wording.why[made.right](**made.numbers)
        assert "{" not in "".join(wordings.options_of(made).values())
        assert question.endswith("?")


def test_every_placeholder_of_a_text_is_used_by_its_question() -> None:
    given = {made.wording: set(made.numbers) for _, _, made in asked()}
    for name, numbers in given.items():
        wording = wordings.WORDINGS[name]
        texts_of_it = (wording.question, *wording.options.values(), *wording.why.values())
        named = {field for text in texts_of_it for _, field, _, _ in Formatter().parse(str(text)) if field}
        assert named <= numbers, name


@pytest.mark.parametrize("code", CODES)
def test_the_right_option_is_not_always_the_same_one(code: str) -> None:
    rights = {(made.wording, made.right) for each_code, _, made in asked() if each_code == code}
    assert len({right for _, right in rights}) > 1


def test_options_stand_in_an_order_that_does_not_depend_on_the_answer() -> None:
    orders: dict[str, list[str]] = {}
    for _, _, made in asked():
        order = sorted(made.options, key=list(wordings.WORDINGS[made.wording].options).index)
        assert list(made.options) == order
        orders.setdefault(made.wording, order)


def test_the_same_is_asked_about_the_same_and_something_else_the_next_time() -> None:
    this = about(load_twins("cnn_contrastive", shared=True), PAIRS[0])
    for code in CODES:
        first, again, next_time = (make_question(code, this, attempt) for attempt in (0, 0, 1))
        assert (first.wording, first.numbers) == (again.wording, again.numbers)
        if code != "quiz_home":  # the verdict stays
            assert (first.wording, first.numbers) != (next_time.wording, next_time.numbers)


def test_numbers_are_told_apart_where_they_differ() -> None:
    assert told_apart(0.5, 0.8) == ["0.500", "0.800"]
    assert told_apart(0.80171, 0.80174) == ["0.80171", "0.80174"]
    assert told_apart(0.0, 0.0) == ["0", "0"]
    assert told_apart(1e-12, 2e-12) == ["1.000e-12", "2.000e-12"]


def test_no_question_is_asked_of_which_two_answers_would_be_right() -> None:
    twins = load_twins("cnn_contrastive", shared=True)
    one_stroke = drawing_of([np.array([[140.0, 40.0], [140.0, 140.0], [140.0, 240.0]])], "left")
    symmetric = about(twins, (one_stroke, one_stroke))  # mirrored and upside down it is itself
    for maker in QUESTIONS["quiz_turned"][:2]:
        assert maker(symmetric, 0) is None
    assert make_question("quiz_turned", symmetric, 0).right == "same"
    assert make_question("quiz_sharing", symmetric, 0).wording == "count_parameters"


def test_all_questions_whose_answers_are_counted_have_a_title_and_a_page() -> None:
    assert set(TITLES) == set(LESSON_OF) == set(REPORTED)
    assert len({title.english for title in TITLES.values()}) == len(TITLES)
    assert set(LESSON_OF.values()) <= set(LESSONS)
    assert {code for code in REPORTED if code.startswith("quiz_")} == set(CODES)


# The page


def open_quiz(**query: str) -> AppTest:
    return open_with_pair("quiz.py", "4", "9", **query)


def waiting(app: AppTest) -> Question:
    """The question on the page."""
    this = app.session_state["quiz"]
    return this.asked[CODES[this.place]].question


def give(app: AppTest, right: bool = True) -> AppTest:
    """Answers the question on the page, rightly or wrongly."""
    question = waiting(app)
    options = [option for option in question.options if (option == question.right) == right]
    return app.pills("quiz_answer").set_value(options[0]).run()


def press(app: AppTest, button: str) -> AppTest:
    app.button(f"quiz_{button}").click().run()
    assert not app.exception
    return app


def go_through(app: AppTest, wrong: tuple[str, ...] = ()) -> AppTest:
    """Answers all questions, those in `wrong` wrongly, and goes on to the score."""
    for code in CODES:
        give(app, code not in wrong)
        press(app, "next")
    return app


def marks(app: AppTest) -> list[str]:
    """How the questions stand, as the page says."""
    (shown,) = (each.proto.body for each in app.get("html") if 'class="marks"' in each.proto.body)
    return re.findall(r'aria-label="\d: ([a-z ]+)"', shown)


@pytest.mark.parametrize("twins", ALL_TWINS, ids=lambda twins: f"{twins[0]}-{twins[1]}")
def test_all_right_is_eight_of_eight(twins: tuple[str, bool], board: Store) -> None:
    design, shared = twins
    app = go_through(open_quiz(design=design, sharing="shared" if shared else "unshared"))
    assert "### 8 of 8 right" in texts(app)
    assert board.look().answers == dict.fromkeys(CODES, (1, 1))
    assert [student.quiz for student in board.look().students.values()] == [8]


def test_what_was_wrong_is_listed_and_the_board_is_told(board: Store) -> None:
    wrong = ("quiz_map", "quiz_loss")
    app = go_through(open_quiz(), wrong)
    assert "### 6 of 8 right" in texts(app)
    assert marks(app) == ["wrong" if code in wrong else "right" for code in CODES]
    for code in CODES:
        label = app.button(f"{code}_look").label
        assert TITLES[code]() in label
        assert ("cancel" in label) == (code in wrong)
        assert board.look().answers[code] == (1, int(code not in wrong))


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_is_shown_with_a_reason_and_cannot_be_changed(right: bool) -> None:
    app = give(open_quiz(), right)
    question = waiting(app)
    said = texts(app)
    assert ("**Right.**" in said, "**No.**" in said) == (right, not right)
    assert wordings.WORDINGS[question.wording].why[question.right](**question.numbers) in said
    text = wordings.options_of(question)[question.right]
    assert f":green[:material/check_circle: **{text}**]" in said
    assert not app.pills
    assert marks(app)[0] == ("right" if right else "wrong")
    (link,) = app.get("page_link")
    assert link.proto.label == "See it: Draw and compare"


def test_back_and_next_lead_from_question_to_question() -> None:
    app = open_quiz()
    assert "quiz_back" not in [button.key for button in app.button]
    first = texts(app)
    press(app, "next")
    assert "2 of 8" in texts(app)
    assert texts(press(app, "back")) == first


def test_what_is_left_out_is_still_open_at_the_end(board: Store) -> None:
    app = open_quiz()
    for i in range(len(CODES)):
        if i not in (2, 5):
            give(app)
        press(app, "next")
    assert "### 6 of 8 right" in texts(app)
    assert [i for i, mark in enumerate(marks(app)) if mark == "not answered"] == [2, 5]
    assert [student.quiz for student in board.look().students.values()] == [None]
    assert "3 of 8" in texts(press(app, "go_on"))
    give(app)
    app.session_state["quiz"].place = 5
    give(app.run())
    assert [student.quiz for student in board.look().students.values()] == [8]


def test_the_score_comes_back_after_a_reload() -> None:
    app = go_through(open_quiz(), ("quiz_map",))
    reloaded = open_app()
    reloaded.session_state["student_token"] = app.session_state["student_token"]  # as the cookie brings it
    reloaded.switch_page("pages/quiz.py").run()
    assert words.BEFORE(score=7) in [caption.value for caption in reloaded.caption]
    assert not any("Before, you" in caption.value for caption in open_quiz().caption)


def test_the_quiz_is_as_it_was_after_another_page() -> None:
    app = open_quiz()
    give(app, right=False)
    press(app, "next")
    before = texts(app)
    app.switch_page("pages/training.py").run()
    app.switch_page("pages/quiz.py").run()
    assert texts(app) == before
    assert "**No.**" in texts(press(app, "back"))


def test_the_quiz_goes_on_where_it_was_in_another_language() -> None:
    app = press(give(press(give(open_quiz()), "next"), right=False), "next")
    before, waits = app.session_state["quiz"], waiting(app)
    chosen = dict(before.chosen)
    app.button("other_language").click().run()
    assert not app.exception
    assert app.session_state["quiz"] is before
    assert (before.place, before.chosen) == (2, chosen)
    assert (waiting(app).wording, waiting(app).numbers) == (waits.wording, waits.numbers)
    asked = wordings.WORDINGS[waits.wording].question.in_language("zh").format(**waits.numbers)
    assert f"### {asked}" in texts(app)
    assert app.pills("quiz_answer").options == [
        filled(shown.in_language("zh") if isinstance(shown, Text) else shown, dict(waits.numbers))
        for shown in map(wordings.WORDINGS[waits.wording].options.__getitem__, waits.options)
    ]
    with speaking("zh"):  # in which the test reads the options, too
        press(app, "back")
        app.button("other_language").click().run()
    assert "**No.**" in texts(app)


def test_an_answered_question_keeps_its_pair_and_its_twins_and_says_so() -> None:
    app = give(open_quiz())
    before = waiting(app)
    app.switch_page("pages/draw_and_compare.py").run()
    put(app, "right", example_drawing("7", "right"))
    app.run().switch_page("pages/quiz.py").run()
    assert waiting(app) is before
    assert words.EARLIER_PAIR() in captions(app)
    assert words.YOUR_PAIR() not in captions(app)
    app.segmented_control("sharing").set_value("unshared").run()
    assert waiting(app) is before
    assert "You answered this with other twins: Picture filters, shared." in captions(app)
    press(app, "next")
    assert (words.EARLIER_PAIR() in captions(app), words.YOUR_PAIR() in captions(app)) == (False, True)
    assert "other twins" not in captions(app)


@pytest.mark.parametrize(("code", "name"), [("quiz_loss", "margin"), ("quiz_verification", "threshold")])
def test_the_link_shows_what_was_asked_about_with_the_same_twins_only(code: str, name: str) -> None:
    app = open_quiz()
    for _ in range(CODES.index(code)):
        press(app, "next")
    value = waiting(app).numbers[name]
    (link,) = give(app).get("page_link")
    shown, _, number = link.proto.query_string.partition("=")
    assert (shown, float(number)) == (name, float(value))
    app.selectbox("design").set_value("matchnet").run()
    (link,) = app.get("page_link")
    assert link.proto.query_string == ""


def test_a_session_that_is_cleared_begins_anew(board: Store) -> None:
    app = give(open_quiz())
    told = board.look().answers
    for key in ("quiz", "quiz_answer"):
        del app.session_state[key]
    app.run()
    assert not app.exception
    assert marks(app) == ["not answered"] * 8
    give(app)
    assert marks(app)[0] == "right"
    assert board.look().answers == told


def captions(app: AppTest) -> str:
    return re.sub(r"\[([^\[\]]*)\]\(#word-[^)]*\)", r"\1", "\n".join(each.value for each in app.caption))


def test_an_open_question_is_about_the_pair_and_the_twins_of_now() -> None:
    app = open_quiz()
    before = dict(waiting(app).numbers)
    app.switch_page("pages/draw_and_compare.py").run()
    put(app, "right", example_drawing("4", "right"))
    app.run().switch_page("pages/quiz.py").run()
    assert waiting(app).right == "same"  # a 4 twice
    assert waiting(app).numbers != before
    app.selectbox("design").set_value("matchnet").run()
    assert waiting(app).wording == "verdict_probability"


def test_without_a_pair_it_is_about_an_example() -> None:
    app = open_app().switch_page("pages/quiz.py").run()
    (link,) = app.get("page_link")
    assert (link.proto.label, link.proto.page) == (words.AN_EXAMPLE(), "")
    assert words.YOUR_PAIR() not in captions(app)
    assert waiting(app).right == "different"  # the 4 and the 9 that stand in


def test_try_again_asks_other_questions_and_tells_the_board_nothing_more(board: Store) -> None:
    app = go_through(open_quiz())
    first = {code: asked.question for code, asked in app.session_state["quiz"].asked.items()}
    told = board.look()
    press(app, "again")
    assert marks(app) == ["not answered"] * 8
    go_through(app, CODES)
    assert "### 0 of 8 right" in texts(app)
    assert board.look().answers == told.answers
    assert board.look().students == told.students
    for code, asked in app.session_state["quiz"].asked.items():
        before, now = ((each.wording, each.numbers) for each in (first[code], asked.question))
        assert (before == now) == (code == "quiz_home")  # of the same pair, the verdict stays


@pytest.mark.parametrize("sent", [{"quiz_answer": "nothing like it"}, {"quiz_answer": None}, {}])
def test_what_was_not_offered_is_no_answer(
    sent: dict[str, str | None], monkeypatch: pytest.MonkeyPatch, board: Store
) -> None:
    app = open_quiz()
    this = app.session_state["quiz"]
    session = SimpleNamespace(session_state={"quiz": this, **sent})
    monkeypatch.setattr(progress, "st", session)
    progress.answer(CODES[0])
    progress.answer(CODES[3])  # was not asked yet
    assert this.chosen == {}
    assert session.session_state["quiz_answer"] is None
    assert board.look().answers == {}


def test_a_second_answer_in_the_same_moment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = give(open_quiz())
    this, code = app.session_state["quiz"], CODES[0]
    chosen = this.chosen[code]
    other = next(option for option in this.asked[code].question.options if option != chosen)
    session = SimpleNamespace(session_state={"quiz": this, "quiz_answer": other})
    monkeypatch.setattr(progress, "st", session)
    progress.answer(code)
    assert this.chosen == {code: chosen}


# Files that are missing


@pytest.mark.parametrize(
    ("code", "function"),
    [("quiz_training", "shipped_run"), ("quiz_map", "load_evaluation"), ("quiz_one_example", "load_twins")],
)
def test_a_question_without_its_file_says_so_and_does_not_count(
    code: str, function: str, monkeypatch: pytest.MonkeyPatch, board: Store
) -> None:
    def refuse(*_: object) -> None:
        raise WeightsError("a file is damaged. This command makes it anew: python -m siamese_core.making run")

    monkeypatch.setattr(f"pages.parts.quiz.measured.{function}", refuse)
    app = open_quiz()
    for each in CODES:
        if each == code:
            assert words.WITHOUT_FILE() in app.error[0].value
            assert "python -m siamese_core.making run" in app.error[0].value
        else:
            assert not app.error
            give(app)
        press(app, "next")
    assert "### 7 of 7 right" in texts(app)
    assert marks(app)[CODES.index(code)] == "not asked"
    assert code not in board.look().answers
    assert [student.quiz for student in board.look().students.values()] == [7]


def test_a_question_that_cannot_be_asked_about_a_drawing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Drawing) -> None:
        raise DrawingError("It cannot be turned.")

    monkeypatch.setattr("pages.parts.home.turning.mirrored", refuse)
    app = press(give(open_quiz()), "next")
    assert app.info[0].value == words.NOT_FOR_THIS_PAIR()
    assert not app.pills
    assert marks(app)[:2] == ["right", "not asked"]
