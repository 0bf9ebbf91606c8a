"""Students who press Train and look at their run until it is over, as the page does in a browser."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from itertools import islice, product
from time import perf_counter

from tests.server.driver import Rerun, Student

EVERY = {"waiting": 1.0, "training": 0.3}  # seconds between two looks, as on the page
TEN = [  # settings: keys of choices, and what is chosen
    {"train_digits": digits, "train_seed": seed, "train_margin": margin}
    for digits, seed, margin in islice(
        product(("1,000", "200", "5,000"), ("second", "third"), ("0.5", "2")), 10
    )
]
LATEST = 300.0  # seconds; a run that is not over by then does not come


@dataclass
class Training:
    """What a student saw of a training.

    Attributes:
        first: seconds from pressing Train to the first moment on the map.
        over: seconds until the whole run was there.
        places: in the queue, as they were shown.
        bytes: that were sent from pressing Train on.
        reruns: of the page and its parts meanwhile.
    """

    first: float = 0.0
    over: float = 0.0
    places: list[int] = field(default_factory=list)
    bytes: int = 0
    reruns: list[Rerun] = field(default_factory=list)


async def train(someone: Student, choices: dict[str, str]) -> Training:
    """Chooses, presses Train, and looks until the run is over.

    Raises:
        TimeoutError: it does not come.
    """
    for key, value in choices.items():
        await someone.use(key, value)
    seen, started = Training(), perf_counter()
    seen.reruns.append(await someone.use("train"))
    while waits(someone):
        if perf_counter() - started > LATEST:
            raise TimeoutError(f"This training does not come to an end: {choices}")
        place = place_of(someone)
        if place:
            seen.places.append(place)
        await asyncio.sleep(EVERY["waiting" if place else "training"])
        _, _, stop = someone.widget("stop")
        seen.reruns.append(await someone.run(stop.fragment_id))
        if not seen.first and not place and moments_of(someone):
            seen.first = perf_counter() - started
    seen.over = perf_counter() - started
    seen.first = seen.first or seen.over
    seen.bytes = sum(rerun.bytes for rerun in seen.reruns)
    return seen


def waits(someone: Student) -> bool:
    """Whether there is something to stop."""
    try:
        someone.widget("stop")
    except LookupError:
        return False
    return True


def place_of(someone: Student) -> int:
    """In the queue; 0 where it trains."""
    for delta in someone.within("progress"):
        text = delta.new_element.progress.text
        if text.startswith("Number "):
            return int(text.split()[1])
    return 0


def moments_of(someone: Student) -> int:
    """How many moments of a run that is not over are on the map."""
    for delta in someone.within("player"):
        component = delta.new_element.bidi_component
        if component.component_name == "siamese_player":
            data = json.loads(json.loads(component.json))
            return 0 if data["whole"] else int(data["reached"])
    return 0
