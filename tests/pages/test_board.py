"""The class board: what it shows to whom, and what the teacher can do."""

import csv
import json
import re
from io import StringIO
from time import time
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.board import teaching, words
from pages.parts.board.address import class_address, own_address, qr_code, tidy_address
from pages.parts.board.example_class import PAIRS, STUDENTS, example_class
from pages.parts.board.figures import NEWEST, hardest, hardest_questions
from pages.parts.board.figures import answered as answered_on
from pages.parts.board.keeping import as_csv, as_page
from pages.parts.shared.classroom import class_board as place
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.class_board import class_board
from pages.parts.shared.classroom.inking import MOST_POINTS, PAPER, line_of
from pages.parts.shared.classroom.names import name_of
from pages.parts.shared.classroom.posting import as_posted, compared
from pages.parts.shared.classroom.question_titles import TITLES
from pages.parts.shared.classroom.records import Post
from pages.parts.shared.classroom.store import Store
from pages.parts.shared.classroom.teacher import NOT_THE_KEY
from pages.parts.shared.classroom.words import UNREACHABLE
from pages.parts.shared.examples import STROKES, example_drawing
from pages.parts.shared.language import speaking
from pages.parts.shared.numbers import number
from siamese_core import load_twins, rasterize
from siamese_core.hands import load_hands
from tests.pages.app_test import open_app, texts
from tests.pages.test_show_class import Away

ADDRESS = "http://192.168.1.20:8501"


def open_board(key: str = "", **query: str) -> AppTest:
    """The board; the teacher's with the right key."""
    app = open_app(**({"teacher": key} if key else {}), **query)
    return app.switch_page("pages/board.py").run()


def post(student: str, left: str, right: str, said: bool, design: str = "cnn_contrastive") -> Post:
    """Posts two examples, long after the post before."""
    drawings = (as_posted(example_drawing(left, "left")), as_posted(example_drawing(right, "right")))
    found, now = (
        compared(load_twins(design, shared=True), drawings),
        1e6 * (1 + class_board().look().last_post),
    )
    return class_board().change(lambda board: board.post(student, said, found, drawings, now))


def wall(app: AppTest, key: str = "newest") -> list[dict[str, Any]]:
    """The cards on a wall."""
    (shown,) = (each for each in app.get("bidi_component") if each.key == key)
    return json.loads(json.loads(shown.proto.json))["posts"]


def numbers_on(app: AppTest, key: str = "newest") -> list[int]:
    return [card["number"] for card in wall(app, key)]


def has(app: AppTest, key: str) -> bool:
    return any(each.key == key for each in [*app.button, *app.toggle, *app.get("bidi_component")])


def figures_on(app: AppTest) -> dict[str, str]:
    """How many there are of what, by its label."""
    return dict(re.findall(r"^([A-Z][a-z ]+) \*\*([\d,]+)\*\*$", texts(app), re.MULTILINE))


def press(app: AppTest, key: str) -> AppTest:
    app.button(key).click().run()
    assert not app.exception
    return app


# What everybody sees


def test_a_blank_board_shows_how_to_join() -> None:
    app = open_board()
    assert not app.exception
    (join,) = (each.proto.body for each in app.get("html") if 'class="join' in each.proto.body)
    assert "alone" in join
    assert qr_code(class_address("", "")) in join
    assert words.NO_POSTS() in texts(app)
    assert figures_on(app) == {"Students": "1", "Pairs": "0", "Fooled the twins": "0"}  # one has joined


def test_every_post_is_a_card_with_what_was_computed_the_newest_first() -> None:
    first, second = post("a", "4", "9", said=False), post("b", "3", "8", said=True)
    app = open_board()
    cards = wall(app)
    assert [card["number"] for card in cards] == [second.number, first.number]
    for card, each in zip(cards, (second, first), strict=True):
        assert card["value"] == f"distance {number(each.compared.distance)}"
        assert card["fooled"] == (each.said != each.compared.same)
        verdict, said = words.VERDICTS[each.compared.same], words.SAID[each.said]
        assert (card["verdict"], card["said"]) == (verdict(), said())
        assert card["name"] == ""
        drawings = class_board().drawings(each.number)
        assert drawings is not None
        assert card["lines"] == [line_of(text) for text in drawings]
    assert [*figures_on(app).values()] == ["3", "2", "1"]  # who looks came by the first page


def test_a_post_by_other_twins_says_so_and_is_on_no_other_axis() -> None:
    post("a", "4", "9", said=False, design="mnist_siamese")
    (card,) = wall(open_board())
    assert card["notes"] == ["With “Plain layers, shared”"]
    app = open_board()
    app.segmented_control("board_part").set_value(words.ON_AXIS).run()
    assert words.NO_DOTS() in texts(app)
    app = open_board(design="mnist_siamese")
    app.segmented_control("board_part").set_value(words.ON_AXIS).run()
    assert has(app, "dots")


def test_the_axis_has_a_dot_for_every_post_and_the_classs_accuracy_beside_the_cards() -> None:
    posts = [post("a", "4", "9", said=False), post("b", "3", "flat 3", said=True), post("c", "1", "7", True)]
    app = open_board()
    app.segmented_control("board_part").set_value(words.ON_AXIS).run()
    (shown,) = (each for each in app.get("bidi_component") if each.key == "dots")
    dots = json.loads(json.loads(shown.proto.json))["posts"]
    assert dots == [
        {"value": each.compared.distance, "said_same": each.said, "fooled": each.fooled} for each in posts
    ]
    right = sum(not each.fooled for each in posts)
    assert right == 2
    accuracy = load_twins("cnn_contrastive", shared=True).card["results"]["mnist"]["accuracy"]
    assert "Of the class’s 3 pairs with “Picture filters, shared” that look like digits, 67%" in texts(app)
    assert f"{100 * accuracy:.2f}%" in texts(app)


def test_the_hardest_pairs_are_those_that_fooled_by_most_and_look_like_digits() -> None:
    for student, (left, right) in enumerate((("4", "9"), ("3", "8"), ("1", "7"), ("4", "7"))):
        post(str(student), left, right, said=True)  # all are different
    star = example_drawing("1", "left")["objects"][0]
    drawings = (
        as_posted({"objects": [{**star, "angle": angle} for angle in (0, 30, 60, 90, 120, 150)]}),
        as_posted(example_drawing("1", "right")),
    )
    twins = load_twins("cnn_contrastive", shared=True)
    found = compared(twins, drawings)
    assert not found.familiar
    class_board().change(lambda board: board.post("x", not found.same, found, drawings, 1e9))
    posts = class_board().look().posts
    distances = {each.number: each.compared.distance for each in posts[:4]}
    expected = sorted(distances, key=lambda each: -distances[each])
    assert [each.number for each in hardest(twins, posts)] == expected
    app = open_board()
    app.segmented_control("board_part").set_value(words.HARDEST).run()
    assert numbers_on(app, "hardest") == expected


def test_predictions_show_how_many_answered_and_how_many_rightly() -> None:
    assert words.NO_ANSWERS() in texts(on_part(words.PREDICTED))
    for student, right in (("a", True), ("b", False), ("c", True)):
        class_board().change(lambda board, s=student, r=right: board.answer(s, "verdict", r))
        class_board().change(lambda board, s=student: board.answer(s, "quiz_map", s == "a"))
    class_board().change(lambda board: board.answer("a", "quiz_loss", True))
    app = on_part(words.PREDICTED)
    assert f"| {TITLES['verdict']} | Draw and compare | 3 | 67% |" in texts(app)
    assert f"| {TITLES['quiz_map']} | Quiz | 3 | 33% |" in texts(app)
    assert f"Hardest in the quiz: **{TITLES['quiz_map']}** (33% right)." in texts(app)


def test_several_questions_may_be_the_hardest_and_none_is_where_all_are_right() -> None:
    answers = {"quiz_map": (2, 1), "quiz_loss": (4, 2), "quiz_home": (3, 3), "verdict": (5, 0)}
    found = answered_on(Board(answers=answers))
    assert [each.question for each in hardest_questions(found)] == ["quiz_loss", "quiz_map"]
    assert hardest_questions(answered_on(Board(answers={"quiz_home": (3, 3)}))) == []


def on_part(part: str, key: str = "") -> AppTest:
    app = open_board(key)
    app.segmented_control("board_part").set_value(part).run()
    assert not app.exception
    return app


def test_the_page_says_what_is_kept_and_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words.KEPT_IN_MEMORY() in open_board().caption[0].value
    monkeypatch.setenv("SIAMESE_BOARD", "redis://example")
    assert words.KEPT_IN_REDIS() in open_board().caption[0].value


def test_a_board_that_cannot_be_reached_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MemoryStore", Away)
    class_board.cache_clear()
    for app in (open_board(), open_board("right key")):
        assert not app.exception
        assert UNREACHABLE() in [warning.value for warning in app.warning]


def test_more_of_the_newest_pairs_are_shown_when_somebody_asks() -> None:
    app = press(open_board("right key"), "board_fill")
    assert len(wall(app)) == NEWEST
    assert len(wall(press(app, "board_more"))) == 2 * NEWEST
    class_board().change(lambda board: board.hide(board.posts[0].number))
    assert [card["hidden"] for card in wall(app.run())] == [*(len(wall(app)) - 1) * [False], True]


def test_what_looks_like_no_digit_fools_nobody_and_says_so() -> None:
    post("a", "4", "9", said=True)
    twins = load_twins("cnn_contrastive", shared=True)
    star = example_drawing("1", "left")["objects"][0]
    drawings = (
        as_posted({"objects": [{**star, "angle": angle} for angle in (0, 30, 60, 90, 120, 150)]}),
        as_posted(example_drawing("1", "right")),
    )
    found = compared(twins, drawings)
    assert not found.familiar
    class_board().change(lambda board: board.post("x", not found.same, found, drawings, 1e9))
    app = open_board()
    assert [*figures_on(app).values()][1:] == ["2", "1"]
    strange, fooled = wall(app)
    assert (strange["notes"], strange["fooled"], fooled["fooled"]) == ([words.STRANGE()], False, True)
    app.segmented_control("board_part").set_value(words.ON_AXIS).run()
    assert "Of the class’s 1 pairs" in texts(app)


# A challenge


def test_with_a_judge_a_challenge_is_about_the_probability() -> None:
    app = open_board("right key", design="matchnet")
    app.segmented_control("challenge_kind").set_value("close").run()
    press(app, "challenge_start")
    posts = [post_now(*each, "matchnet") for each in (("a", "4", "9"), ("b", "1", "7"), ("c", "3", "8"))]
    best_first = sorted(posts, key=lambda each: -(each.compared.probability or 0))
    assert "Best probability of “same” so far" in texts(app.run())
    press(app, "challenge_stop")
    assert numbers_on(app, "best") == [each.number for each in best_first]
    assert wall(app, "best")[0]["value"] == f"probability {number(best_first[0].compared.probability or 0)}"


def test_a_challenge_runs_and_ends_with_the_best_pair_of_each_student() -> None:
    app = open_board("right key")
    app.segmented_control("challenge_kind").set_value("close").run()
    press(app, "challenge_start")
    (challenge,) = class_board().look().challenges
    assert (challenge.kind, challenge.design, challenge.sharing) == ("close", "cnn_contrastive", "shared")
    assert 170 < challenge.ends_at - time() <= 180
    assert "Challenge: different digits, as close as you can" in texts(app)
    pairs = (("a", "4", "9"), ("b", "1", "7"), ("a", "3", "8"), ("c", "4", "7"))
    posts = []
    for student, left, right in pairs:
        posts.append(post_now(student, left, right))
    best: dict[str, Post] = {}
    for each in sorted(posts, key=lambda each: -each.compared.distance):
        best[each.student] = each
    expected = sorted(best.values(), key=lambda each: each.compared.distance)
    app.run()
    assert f"Best distance so far: **{number(expected[0].compared.distance)}**" in texts(app)
    press(app, "challenge_stop")
    assert numbers_on(app, "best") == [each.number for each in expected]
    assert "The best pairs: different digits, as close as you can" in texts(app)
    class_board().change(lambda board: board.hide(expected[0].number))
    assert expected[0].number not in numbers_on(app.run(), "best")
    press(app, "challenge_away")
    assert not has(app, "best")


def post_now(student: str, left: str, right: str, design: str = "cnn_contrastive") -> Post:
    drawings = (as_posted(example_drawing(left, "left")), as_posted(example_drawing(right, "right")))
    found = compared(load_twins(design, shared=True), drawings)
    class_board().change(lambda board: board.students.pop(student, None))  # who is new has rested
    return class_board().change(lambda board: board.post(student, False, found, drawings, time()))


def test_names_are_shown_when_the_teacher_shows_them_and_so_is_the_number_of_students() -> None:
    posted = post("a", "4", "9", said=False)
    app = open_board("right key")
    assert len(figures_on(app)) == 3
    app.toggle("switch_names_shown").set_value(True).run()
    app.toggle("switch_count_shown").set_value(False).run()
    everybody = open_board()
    assert [card["name"] for card in wall(everybody)] == [name_of(posted.name)]
    assert [*figures_on(everybody)] == [words.LABELS["posts"](), words.LABELS["fooled"]()]


# The teacher


def test_without_the_key_nobody_can_do_more_than_look() -> None:
    post("a", "4", "9", said=False)
    app = open_board()
    assert not any(has(app, key) for key in ("challenge_start", "board_clear", "switch_paused"))
    (shown,) = (each for each in app.get("bidi_component") if each.key == "newest")
    assert json.loads(json.loads(shown.proto.json))["can_hide"] is False


def test_the_key_is_gone_from_the_address_and_stays_in_the_session() -> None:
    app = open_app(teacher="right key")
    assert "teacher" not in app.query_params
    app = app.switch_page("pages/board.py").run()
    assert has(app, "challenge_start")
    assert has(app.run(), "challenge_start")


def test_a_wrong_key_gets_a_sentence_and_the_eleventh_waits_even_when_it_is_right() -> None:
    for _ in range(10):
        app = open_app(teacher="wrong key")
        assert [warning.value for warning in app.warning] == [NOT_THE_KEY()]
        assert not has(app.switch_page("pages/board.py").run(), "challenge_start")
    app = open_app(teacher="right key")
    assert re.search(r"In (60|[1-5]\d) seconds another one can be tried.", app.warning[0].value)
    assert not has(app.switch_page("pages/board.py").run(), "challenge_start")


def test_a_post_is_hidden_from_the_class_and_shown_again() -> None:
    first, second = post("a", "4", "9", said=False), post("b", "3", "8", said=True)
    app = open_board("right key")
    for hidden in (True, False):
        class_board().change(lambda board, hidden=hidden: board.hide(first.number, hidden))
        app.run()
        assert [(card["number"], card["hidden"]) for card in wall(app)] == [
            (second.number, False),
            (first.number, hidden),
        ]
        assert wall(app)[1]["lines"] == ["", ""] if hidden else wall(app)[1]["lines"][0]
        seen_by_class = [second.number] if hidden else [second.number, first.number]
        assert numbers_on(open_board()) == seen_by_class
        assert figures_on(open_board())["Pairs"] == str(len(seen_by_class))


def test_an_example_class_is_other_peoples_pairs_with_the_truth() -> None:
    app = press(open_board("right key"), "board_fill")
    board = class_board().look()
    assert len(board.posts) == PAIRS
    assert len(board.students) == STUDENTS
    twins = load_twins("cnn_contrastive", shared=True)
    written = {tuple(map(bytes, each.strokes)): each.digit for each in load_hands()}
    assert len(written) == len(load_hands())
    for each in board.posts:
        drawings = class_board().drawings(each.number)
        assert drawings is not None
        pictures = [rasterize({"objects": json.loads(text)}) for text in drawings]
        assert each.compared.distance == twins.compare(*pictures).distance
    assert words.EXAMPLE() in texts(app)
    assert sum(each.said for each in board.posts) not in (0, PAIRS)
    press(app, "board_clear")
    assert class_board().look().posts == []
    assert class_board().look().students == {}


@pytest.mark.parametrize("seed", range(4))
def test_no_pair_of_an_example_class_hangs_there_twice(seed: int) -> None:
    twins = load_twins("mnist_siamese", shared=True)
    pairs = example_class(twins, np.random.default_rng(seed))
    assert len({frozenset(drawings) for *_, drawings in pairs}) == len(pairs) == PAIRS


def test_the_address_can_be_corrected_and_a_wrong_one_gets_a_sentence() -> None:
    app = open_board("right key")
    app.text_input("class_address").set_value("192.168.1.20:8501/").run()
    assert class_board().look().settings.address == ADDRESS
    assert any(ADDRESS.partition("//")[2] in each.proto.body for each in open_board().get("html"))
    app.text_input("class_address").set_value("not an <address>").run()
    assert words.ADDRESS_WRONG() in [warning.value for warning in app.warning]
    assert class_board().look().settings.address == ADDRESS
    app.text_input("class_address").set_value("").run()
    assert class_board().look().settings.address == ""
    assert app.text_input("class_address").value  # the one that is found


@pytest.mark.parametrize(
    ("browser", "corrected", "expected"),
    [
        ("http://192.168.1.20:8501/board", "", ADDRESS),
        ("https://school.example/board", "", "https://school.example"),
        ("https://school.example/twins/board/", "", "https://school.example/twins"),
        ("http://[fd00::1]:8501/board", "", "http://[fd00::1]:8501"),
        ("http://localhost:8501/board", ADDRESS, ADDRESS),
        (f"{ADDRESS}/board?teacher=a-key#there", "", ADDRESS),
        ("http://[broken/board", "", class_address("http://localhost", "")),
        (f"http://{5_000 * 'a'}/board", "", class_address("http://localhost", "")),
        ("http://a:99999999/board", "", class_address("http://localhost", "")),
    ],
)
def test_the_class_gets_the_address_that_the_teachers_browser_uses(
    browser: str, corrected: str, expected: str
) -> None:
    assert class_address(browser, corrected) == expected


def test_a_teachers_link_that_is_pasted_as_the_address_loses_its_key() -> None:
    app = open_board("right key")
    app.text_input("class_address").set_value(f"{ADDRESS}/board?teacher=right%20key").run()
    assert class_board().look().settings.address == ADDRESS
    app.text_input("class_address").set_value("http://name:secret@school.example/twins/board#top").run()
    assert class_board().look().settings.address == "http://school.example/twins"


def test_an_address_of_this_computer_alone_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.board.address.own_address", lambda: "")
    assert words.ONLY_HERE() in texts(open_board())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_of_this_machine_alone_it_is_its_address_in_the_network(host: str) -> None:
    own = own_address() or host.strip("[]")
    own = f"[{own}]" if ":" in own else own
    assert class_address(f"http://{host}:8501/board", "") == f"http://{own}:8501"


@pytest.mark.parametrize(
    "written", ["ftp://a", "http://", "http://a b", "http://a\nb", "http://a:port", 101 * "a"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"address|port"):
        tidy_address(written)


def test_who_is_no_teacher_changes_nothing() -> None:
    with pytest.MonkeyPatch.context() as patch:
        for is_teacher in (False, True):
            patch.setattr(teaching, "is_teacher", lambda is_teacher=is_teacher: is_teacher)
            teaching.as_teacher(lambda board: board.set(paused=True))
            assert class_board().look().settings.paused == is_teacher


def test_while_a_challenge_runs_it_can_only_be_stopped() -> None:
    app = press(open_board("right key"), "challenge_start")
    assert not has(app, "challenge_start")
    assert has(press(app, "challenge_stop"), "challenge_start")


def test_a_teachers_answers_are_not_counted(board: Store) -> None:
    app = open_app(teacher="right key").switch_page("pages/weight_sharing.py").run()
    app.pills("predict_same_answer").set_value("0_0").run()
    assert not app.exception
    assert board.look().answers == {}
    app = open_app().switch_page("pages/weight_sharing.py").run()
    app.pills("predict_same_answer").set_value("0_0").run()
    assert board.look().answers.keys() == {"predict_same"}


def test_after_a_clear_an_answer_counts_anew(board: Store) -> None:
    app = open_app().switch_page("pages/weight_sharing.py").run()
    app.pills("predict_same_answer").set_value("0_0").run()
    board.change(Board.clear)
    app.run()
    assert board.look().answers["predict_same"][0] == 1


# What is taken along


def test_the_table_has_a_row_for_every_post() -> None:
    posts = [post("a", "4", "9", said=True), post("b", "4", "9", said=False, design="matchnet")]
    class_board().change(lambda board: board.hide(posts[1].number))
    first, second = csv.DictReader(StringIO(as_csv(class_board().look()).decode("utf-8-sig")))
    assert list(first) == [column() for column in words.COLUMNS]
    assert (first["twins say"], first["student says"], first["fooled"]) == ("different", "same", "1")
    assert [each["weights"] for each in (first, second)] == [each.compared.sharing for each in posts]
    assert float(first["distance"]) == pytest.approx(posts[0].compared.distance, abs=1e-6)
    assert (first["probability"], second["hidden"], second["design"]) == ("", "1", "matchnet")
    assert float(second["probability"]) == pytest.approx(posts[1].compared.probability or 0, abs=1e-6)


def test_the_table_in_chinese_has_no_english_but_names_of_designs() -> None:
    for design in ("cnn_contrastive", "matchnet"):
        post("a", "4", "9", said=True, design=design)
    with speaking("zh"):
        table = as_csv(class_board().look()).decode("utf-8-sig")
    assert re.findall("[A-Za-z_]+", table) == ["cnn_contrastive", "matchnet"]


def test_the_page_to_keep_needs_nothing_else_and_has_what_the_class_sees() -> None:
    posts = [post("a", "4", "9", said=True), post("b", "3", "8", said=False)]
    class_board().change(lambda board: board.hide(posts[1].number))
    class_board().change(lambda board: board.answer("a", "quiz_map", True))
    twins = load_twins("cnn_contrastive", shared=True)
    page = as_page(class_board(), class_board().look(), twins, "2026-01-01")
    shown, hidden = (class_board().drawings(each.number) for each in posts)
    assert shown is not None
    assert hidden is not None
    assert page.count(line_of(shown[0])) == 2  # among the hardest, and among all
    assert line_of(hidden[0]) not in page
    assert number(posts[0].compared.distance) in page
    assert TITLES["quiz_map"]() in page
    assert not any(word in page for word in ("http", "src=", "<script", "url("))


# Drawings as lines


def test_a_line_goes_through_the_drawing_wherever_it_is_on_the_canvas() -> None:
    for digit in STROKES:
        drawing = example_drawing(digit, "left")
        moved = {"objects": [{**each, "left": each["left"] + 40} for each in drawing["objects"]]}
        line = line_of(as_posted(drawing))
        assert line == line_of(as_posted(moved))
        assert line.count("M") == len(drawing["objects"])
        points = np.array(line.replace("M", " ").replace("L", " ").split(), int).reshape(-1, 2)
        assert points.min() >= 0
        assert points.max() <= PAPER


def test_a_dot_and_a_scribble_have_lines_too() -> None:
    dot = {"type": "Path", "path": [["M", 5, 5], ["L", 5, 5]], "left": 5, "top": 5}
    assert line_of(as_posted({"objects": [dot]})) == "M{0} {0}L{0} {0}".format(PAPER // 2)
    rng = np.random.default_rng(1)
    path = [["M", 0, 0], *(["L", *map(float, rng.uniform(0, 280, 2))] for _ in range(300))]
    line = line_of(as_posted({"objects": [{"type": "Path", "path": path, "left": 140, "top": 140}]}))
    assert line.count("L") <= MOST_POINTS + 1
    assert line_of("[]") == ""
