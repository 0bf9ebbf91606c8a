"""The names that the app gives to students: a colour and an animal, as a number that every language reads."""

from __future__ import annotations

COLOURS = (
    "amber",
    "blue",
    "coral",
    "golden",
    "green",
    "indigo",
    "mint",
    "orange",
    "purple",
    "red",
    "silver",
    "turquoise",
)
ANIMALS = (
    "badger",
    "beaver",
    "dolphin",
    "eagle",
    "falcon",
    "fox",
    "hedgehog",
    "heron",
    "koala",
    "lynx",
    "otter",
    "owl",
    "panda",
    "penguin",
    "puffin",
    "robin",
    "seal",
    "squirrel",
    "swan",
    "tiger",
)
FREE_NAMES = len(COLOURS) * len(ANIMALS)  # beyond these, a number comes behind


def name_of(code: int) -> str:
    """A name in words: "blue otter", and "blue otter 2" where all names were taken."""
    times, place = divmod(code, FREE_NAMES)
    name = f"{COLOURS[place // len(ANIMALS)]} {ANIMALS[place % len(ANIMALS)]}"
    return f"{name} {times + 1}" if times else name
