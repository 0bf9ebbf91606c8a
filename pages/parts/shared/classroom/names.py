"""The names that the app gives to students: a colour and an animal, as a number that every language reads."""

from __future__ import annotations

from pages.parts.shared.language import Text, say

COLOURS = (
    Text("amber"),
    Text("blue"),
    Text("coral"),
    Text("golden"),
    Text("green"),
    Text("indigo"),
    Text("mint"),
    Text("orange"),
    Text("purple"),
    Text("red"),
    Text("silver"),
    Text("turquoise"),
)
ANIMALS = (
    Text("badger"),
    Text("beaver"),
    Text("dolphin"),
    Text("eagle"),
    Text("falcon"),
    Text("fox"),
    Text("hedgehog"),
    Text("heron"),
    Text("koala"),
    Text("lynx"),
    Text("otter"),
    Text("owl"),
    Text("panda"),
    Text("penguin"),
    Text("puffin"),
    Text("robin"),
    Text("seal"),
    Text("squirrel"),
    Text("swan"),
    Text("tiger"),
)
FREE_NAMES = len(COLOURS) * len(ANIMALS)  # beyond these, a number comes behind


def name_of(code: int) -> str:
    """A name in words: "blue otter", and "blue otter 2" where all names were taken."""
    times, place = divmod(code, FREE_NAMES)
    colour, animal = COLOURS[place // len(ANIMALS)], ANIMALS[place % len(ANIMALS)]
    if times:
        return say("{colour} {animal} {number}", colour=colour, animal=animal, number=times + 1)
    return say("{colour} {animal}", colour=colour, animal=animal)
