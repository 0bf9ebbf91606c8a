"""What a teacher takes along: the posts as a table, and the board as one page that needs nothing else."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

from pages.parts.board import words
from pages.parts.board.cards import cards_of
from pages.parts.board.figures import answered, class_accuracy, counts, hardest, posts_of
from pages.parts.shared.classroom.board import Board
from pages.parts.shared.classroom.inking import PAPER
from pages.parts.shared.classroom.names import name_of
from pages.parts.shared.classroom.records import BEST, Post
from pages.parts.shared.classroom.store import Store
from pages.parts.shared.classroom.words import TASKS
from pages.parts.shared.language import TAGS, language
from pages.parts.shared.words import KINDS, WEIGHTS, code_of
from siamese_core import Twins

STYLE = Path(__file__).parent / "kept.css"


def as_csv(board: Board) -> bytes:
    """A file for spreadsheets: a row for every post, also for those that are hidden; the oldest first."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column() for column in words.COLUMNS])
    examples = {key for key, student in board.students.items() if student.example}
    writer.writerows(row_of(post, post.student in examples) for post in board.posts)
    return text.getvalue().encode("utf-8-sig")  # by its first character, spreadsheets know the encoding


def row_of(post: Post, example: bool) -> tuple[Any, ...]:
    """A post in the table, in the order of `words.COLUMNS`."""
    found = post.compared
    return (
        post.number,
        name_of(post.name),
        found.design,
        WEIGHTS[found.sharing](),
        f"{found.distance:.6f}",
        "" if found.probability is None else f"{found.probability:.6f}",
        KINDS[code_of(found.same)](),
        KINDS[code_of(post.said)](),
        int(post.fooled),
        int(found.familiar),
        post.challenge or "",
        int(post.hidden),
        int(example),
    )


def as_page(store: Store, board: Board, twins: Twins, date: str) -> str:
    """The board as HTML: what the class sees of it, all pairs, and the results of all challenges.

    Raises BoardError where the drawings cannot be reached.
    """
    parts = "\n".join(sections(store, board, twins))
    return (
        f'<!doctype html>\n<html lang="{TAGS[language()]}">\n<meta charset="utf-8">\n'
        f"<title>{escape(words.TITLE())}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n"
        f"<h1>{escape(words.QUESTION())}</h1>\n<p>{escape(date)}</p>\n{parts}\n</html>\n"
    )


def sections(store: Store, board: Board, twins: Twins) -> Iterator[str]:
    """The parts of this page, as HTML."""
    found = words.counts_in_words(counts(board), board.settings.count_shown)
    counted = (words.COUNT_OF(label=escape(label), figure=f"<b>{figure}</b>") for label, figure in found)
    yield f"<p class='counts'>{' · '.join(counted)}</p>"
    if board.has_example:
        yield f"<p>{escape(words.EXAMPLE())}</p>"
    of_these = posts_of(twins, board.shown())
    if (accuracy := class_accuracy(of_these)) is not None:
        yield f"<p>{escape(words.accuracy_in_words(twins, accuracy, len(of_these)))}</p>"
    for challenge in board.challenges:
        yield f"<h2>{escape(words.RESULT(task=TASKS[challenge.kind]))}</h2>"
        yield figures(cards_of(store, board, board.entries(challenge)[:BEST], twins))
    if hard := hardest(twins, board.shown()):
        yield f"<h2>{escape(words.PARTS[words.HARDEST]())}</h2>"
        yield figures(cards_of(store, board, hard, twins))
    if questions := answered(board):
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
            for row in words.rows_of(questions)
        )
        yield f"<h2>{escape(words.PARTS[words.PREDICTED]())}</h2>"
        columns = "".join(f"<th>{escape(column())}</th>" for column in words.TABLE_COLUMNS)
        yield f"<table><tr>{columns}</tr>{rows}</table>"
    yield f"<h2>{escape(words.ALL_PAIRS())}</h2>"
    yield figures(cards_of(store, board, board.shown()[::-1], twins))


def figures(cards: Iterable[Mapping[str, Any]]) -> str:
    """Cards as HTML."""
    return f"<div class='wall'>{''.join(map(figure, cards))}</div>"


def figure(card: Mapping[str, Any]) -> str:
    """One of them."""
    papers = "".join(
        f"<svg viewBox='0 0 {PAPER} {PAPER}'><path class='{side}' d='{line}'/></svg>"
        for side, line in zip(("left", "right"), card["lines"], strict=True)
    )
    says = [f"{card['verdict']} <b>{card['value']}</b>", card["said"], card["name"], *card["notes"]]
    if card["fooled"]:
        says.append(f"<b>{escape(words.FOOLED())}</b>")
    lines = "<br>".join(filter(None, says))
    kind = "fooled" if card["fooled"] else ""
    return f"<figure class='{kind}'>{papers}<figcaption>{lines}</figcaption></figure>"
