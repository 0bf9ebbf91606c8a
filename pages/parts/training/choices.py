"""What a student sets before a training, the run that is on the map, and the one that is waited for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any
from uuid import uuid4

import streamlit as st

from pages.parts.shared.choosing import asked_of_link, write_into_address
from pages.parts.shared.glossary import explained
from pages.parts.training.outcomes import NAMES
from siamese_core.recorded import CHOICES, Run, Settings
from siamese_core.remembering import remembered
from siamese_core.runs import Progress, all_runs

USUAL = Settings()
FIRST_PART = 12  # moments of a run on its way that are sent to the map
LATE = 4.0  # seconds after which more of a run on its way is sent
LABELS = {  # of what is chosen on this page; the weights are chosen above all pages
    "pairs": "Pairs to learn from",
    "margin": "Margin",
    "learning_rate": "Learning rate",
    "digits": "Digits to learn from",
    "seed": "Start",
}
# Of the session: the run on the map, the one before it, the one that is waited for, when its first moments
# were there, and how many were started.
SHOWN, BEFORE, WISHED = "run_shown", "run_before", "run_wished"
BEGAN, COUNT = "run_began", "runs_started"


@dataclass(frozen=True)
class Watched:
    """What a student watches.

    Attributes:
        shown: the settings of the last whole run.
        wished: the settings of the run that is waited for; None where none is.
        state: `over` where no run is waited for; else `waiting`, `training` or `failed`.
        place: in the queue, while waiting.
        failure: a code, where it failed.
        run: on the map: the one in training as soon as it has a moment; None where there is none yet.
        whole: whether that run is over.
        late: whether it takes long, and is not over.
        start: which one it is of all that were started, so that the same settings can be trained again.
    """

    shown: Settings
    wished: Settings | None
    state: str
    place: int
    failure: str | None
    run: Run | None
    whole: bool
    late: bool
    start: int

    @property
    def moments(self) -> int:
        """How many moments of the run that is waited for are there."""
        return 0 if self.run is None or self.whole else len(self.run.steps)

    @property
    def on_map(self) -> Run | None:
        """The run as it is sent to the map.

        What is sent of a run on its way is sent once more when it is over. So it is a small part, which takes
        longer to play than most runs to train, and only of a run that takes long another one.
        """
        if self.run is None or self.whole or self.late:
            return self.run
        return beginning(self.run, FIRST_PART)

    def has_more_than(self, other: Watched) -> bool:
        """Whether there is so much more to see that the map is sent again."""
        return (self.moments > 0, self.late) > (other.moments > 0, other.late)


@remembered(2)
def beginning(run: Run, count: int) -> Run:
    """The first moments of a run."""
    return run.until(count)


def watched() -> Watched:
    """Looks how far the run is that is waited for; when it is over, it is the one on the map."""
    if st.session_state[WISHED] is None and all_runs().look(st.session_state[SHOWN]) is None:
        st.session_state[WISHED] = st.session_state[SHOWN]  # forgotten meanwhile, or never there
    wished: Settings | None = st.session_state[WISHED]
    progress = Progress("over") if wished is None else all_runs().ask(wished, student())
    if wished is not None and progress.state == "over":
        if wished != st.session_state[SHOWN]:
            st.session_state[BEFORE] = st.session_state[SHOWN]
        st.session_state[SHOWN], st.session_state[WISHED] = wished, None
        wished = None
    shown = st.session_state[SHOWN]
    run, whole = progress.run, progress.state == "over"
    if run is None:
        run, whole = all_runs().look(shown), True
    count = st.session_state[COUNT]
    late = False
    if not whole:
        late = monotonic() - st.session_state.setdefault(BEGAN, monotonic()) > LATE
    start = count if wished is None or not whole else count - 1
    return Watched(shown, wished, progress.state, progress.place, progress.failure, run, whole, late, start)


def is_wish_newer_than(now: Watched) -> bool:
    """Whether a run was wished for since the page was run."""
    return st.session_state[WISHED] is not None and st.session_state[WISHED] != now.wished


def earlier_run() -> Run | None:
    """The run that was on the map before this one, if it is remembered."""
    before = st.session_state.get(BEFORE)
    return before and all_runs().look(before)


def take_from_link(shared: bool) -> None:
    """Sets what a link asks for, when the page is opened for the first time, and starts that run.

    The page opens on the run that comes with the app, where that is what is asked for.
    """
    if SHOWN in st.session_state:
        return
    for name in LABELS:
        values = {as_text(value): value for value in ordered(name)}
        st.session_state[key_of(name)] = values[asked_of_link(name, list(values))]
    st.session_state[SHOWN], st.session_state[WISHED], st.session_state[COUNT] = USUAL, None, 0
    if chosen(shared) != USUAL:
        start(shared)


def choose_settings() -> None:
    """The choices, side by side."""
    for name, label in LABELS.items():
        with st.container(key=f"choice_of_{name}", width="content"):
            st.selectbox(
                explained(label),
                CHOICES[name],
                format_func=NAMES[name].__getitem__,
                key=key_of(name),
                persist_state="session",
            )
        write_into_address(name, as_text(st.session_state[key_of(name)]), as_text(getattr(USUAL, name)))


def chosen(shared: bool) -> Settings:
    """What is set now. What no browser was offered is not taken."""
    values = {name: st.session_state.get(key_of(name), getattr(USUAL, name)) for name in LABELS}
    offered = {name: value for name, value in values.items() if value in CHOICES[name]}
    return Settings(shared=shared, **offered)


def start(shared: bool) -> None:
    """Wishes for the run that is set now."""
    st.session_state[WISHED] = chosen(shared)
    st.session_state.pop(BEGAN, None)
    st.session_state[COUNT] += 1


def stop() -> None:
    """Gives the wish up; what is on the map stays there."""
    all_runs().leave(student())
    st.session_state[WISHED] = None
    st.session_state[COUNT] -= 1


def try_again() -> None:
    """Wishes once more for a run that failed."""
    all_runs().ask(st.session_state[WISHED], student(), again=True)


def student() -> str:
    """What tells this student from others, for the queue."""
    return st.session_state.setdefault("student", uuid4().hex)


def key_of(name: str) -> str:
    """Of a choice, in the session."""
    return f"train_{name}"


def as_text(value: Any) -> str:
    """A value as it stands in a link."""
    return value if isinstance(value, str) else f"{value:g}"


def ordered(name: str) -> list[Any]:
    """The values of a choice, the usual one first."""
    usual = asdict(USUAL)[name]
    return [usual, *(value for value in CHOICES[name] if value != usual)]
