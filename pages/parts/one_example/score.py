"""What a student says of a drawing, held against what each way of seeing says of it. Knows nothing of the
page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pages.parts.one_example.names import Name
from pages.parts.one_example.notebook import CASES, GENUINE, NONE, WRITERS, Answer, Mistake
from pages.parts.one_example.signs import Sign
from pages.parts.one_example.ways import WAYS, Found


def says(found: Found, signs: Sequence[Sign]) -> str:
    """The code of the sign that a way of seeing says it is, or `NONE`."""
    return signs[found.nearest].code if found.accepted else NONE


def answer_about_sign(
    question: str, tapped: str, writer: str, found: Mapping[str, Found], signs: Sequence[Sign]
) -> Answer:
    """Counts who is right.

    Args:
        question: the code of the drawing.
        tapped: the code of the right sign, or `NONE`.
        writer: one of `WRITERS`.
        found: by each way of seeing.
        signs: on the shelf.
    """
    right = [way for way in found if says(found[way], signs) == tapped]
    return Answer(question, tapped, (writer, *(f"{writer} {way}" for way in right)))


def was_right(answer: Answer, way: str) -> bool:
    """Whether a way of seeing was right when a drawing of a sign was answered."""
    return any(f"{writer} {way}" in answer.counted for writer in WRITERS)


def still_so(answer: Answer, found: Mapping[str, Found], signs: Sequence[Sign]) -> bool:
    """Whether what was said of a drawing when it was answered holds of the shelf as it is now."""
    known = [NONE, *(sign.code for sign in signs)]
    return answer.tapped in known and all(
        was_right(answer, way) == (says(found[way], signs) == answer.tapped) for way in found
    )


def mistake_in(answer: Answer, drawn: str, found: Found, signs: Sequence[Sign]) -> Mistake | None:
    """The mistake to keep, where this way of seeing made one. `drawn`: strokes as those of a sign."""
    if was_right(answer, found.way.name):
        return None
    by_code = {sign.code: (sign.name, sign.strokes) for sign in signs}
    said, right = (by_code.get(code, (Name(), "")) for code in (says(found, signs), answer.tapped))
    return Mistake(drawn, said, right, found.way.name, answer.question)


def answer_about_signature(question: str, tapped: str, found: Mapping[str, Found]) -> Answer:
    """Counts, for each way of seeing, which of the four cases it was. `tapped`: `GENUINE` or `FORGED`."""
    counted = tuple(f"{way} {case_of(found[way].accepted, tapped == GENUINE)}" for way in found)
    return Answer(question, tapped, counted)


def case_of(accepted: bool, genuine: bool) -> str:
    """As `Confusion` names the four cases."""
    if genuine:
        return "true_accepts" if accepted else "false_rejects"
    return "false_accepts" if accepted else "true_rejects"


def has_signatures(counts: Counter[str]) -> bool:
    """Whether a signature was answered."""
    return any(counts[f"{way} {case}"] for way in WAYS for case in CASES)


def right_answers(counts: Counter[str], writers: Sequence[str] = WRITERS) -> tuple[int, dict[str, int]]:
    """How many questions were answered, and how often each way of seeing was right."""
    right = {way: sum(counts[f"{writer} {way}"] for writer in writers) for way in WAYS}
    return sum(counts[writer] for writer in writers), right
