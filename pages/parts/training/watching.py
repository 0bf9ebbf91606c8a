"""Which run a student watches: the one on the map, the one before it, and the one that is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from uuid import uuid4

import streamlit as st

from siamese_core.recorded import Run, Settings
from siamese_core.remembering import remembered
from siamese_core.runs import Progress, all_runs

USUAL = Settings()
FIRST_PART = 12  # moments of a run on its way that are sent to the map
LATE = 6.0  # seconds after which more of a run on its way is sent
# Of the session: the settings of three runs, when the first moments of the last one were there, and how many
# were started.
SHOWN, BEFORE, WISHED = "run_shown", "run_before", "run_wished"
BEGAN, COUNT = "run_began", "runs_started"


@dataclass(frozen=True)
class Watched:
    """What a student watches.

    Attributes:
        shown: the settings of the last whole run.
        wished: the settings of the run that is waited for; None where none is.
        state: `over` where no run is waited for; else `waiting`, `training` or `failed`.
        position: in the queue, while waiting.
        failure: a code, where it failed.
        run: on the map: the one in training as soon as it has a moment; None where there is none.
        whole: whether that run is over.
        late: whether it takes long, and is not over.
        start: which one it is of all that were started, so that the same settings can be trained again.
    """

    shown: Settings
    wished: Settings | None
    state: str
    position: int
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


def begin(wished: Settings) -> None:
    """When the page is opened for the first time: on the run that comes with the app, or waiting for another
    one. Without its file, that one is trained, too.
    """
    st.session_state[SHOWN], st.session_state[WISHED], st.session_state[COUNT] = USUAL, None, 0
    if wished != USUAL or all_runs().look(USUAL) is None:
        wish(wished)


def has_begun() -> bool:
    """Whether the page was opened before."""
    return SHOWN in st.session_state


def wish(wished: Settings) -> None:
    """Waits for a run from now on; once more where it failed."""
    progress = all_runs().ask(wished, student(), again=True)
    st.session_state.pop(BEGAN, None)
    if wished != st.session_state[WISHED] or progress.state == "over":  # else it is waited for already
        st.session_state[WISHED] = wished
        st.session_state[COUNT] += 1


def wish_again() -> None:
    """Waits once more for a run that failed."""
    if st.session_state[WISHED] is not None:
        wish(st.session_state[WISHED])


def stop() -> None:
    """Gives the wish up; what was on the map before comes back."""
    if st.session_state[WISHED] is not None:
        all_runs().leave(student())
        st.session_state[WISHED] = None
        st.session_state[COUNT] -= 1


def watched() -> Watched:
    """Looks how far the run is that is waited for; when it is over, it is the one on the map."""
    wished: Settings | None = st.session_state[WISHED]
    progress = Progress("over") if wished is None else all_runs().ask(wished, student())
    if wished is not None and progress.state == "over":
        if wished != st.session_state[SHOWN]:
            st.session_state[BEFORE] = st.session_state[SHOWN]
        st.session_state[SHOWN], st.session_state[WISHED] = wished, None
        wished = None
    run, whole = progress.run, progress.state == "over"
    if run is None:
        run, whole = last_run(), True
    late = False
    if not whole:
        late = monotonic() - st.session_state.setdefault(BEGAN, monotonic()) > LATE
    return Watched(
        shown=st.session_state[SHOWN],
        wished=wished,
        state=progress.state,
        position=progress.place,
        failure=progress.failure,
        run=run,
        whole=whole,
        late=late,
        start=st.session_state[COUNT] - (wished is not None and whole),
    )


def last_run() -> Run | None:
    """The run that was on the map last. Where a class has pushed it out of what is remembered, it is the one
    that comes with the app.
    """
    run = all_runs().look(st.session_state[SHOWN])
    if run is None:
        run = all_runs().look(USUAL)
        st.session_state[SHOWN] = USUAL
        st.session_state.pop(BEFORE, None)
    return run


def earlier_run() -> Run | None:
    """The run that was on the map before this one, if it is remembered."""
    before = st.session_state.get(BEFORE)
    return before and all_runs().look(before)


def student() -> str:
    """What tells this student from others, for the queue."""
    return st.session_state.setdefault("student", uuid4().hex)
