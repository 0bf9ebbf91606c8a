"""Pictures of shared and unshared twins: what they count, and how they are built."""

from __future__ import annotations

from pages.parts.shared.charts import GREY, LEFT, QUIET, RIGHT
from pages.parts.shared.language import say
from pages.parts.shared.words import WEIGHTS
from pages.parts.sharing.parameters import Part, layer_rows, parts_of
from pages.parts.sharing.words import DIGITS, NAMES, PARAMETERS
from siamese_core.twins import Twins

BOTH = "#3d4a5c"
FILL = {"branch": BOTH, "left_branch": LEFT, "right_branch": RIGHT, "head": "#5d6675"}
TEXT = {"right_branch": "#000000"}  # black where white would not be readable


def totals_bars(shared: Twins, unshared: Twins) -> str:
    """One bar for each of the twins, made of their branches and the head: the bars differ by one branch.

    HTML: a chart's library would take longer to load than the rest of the page.
    """
    longest = max(shared.parameters, unshared.parameters)
    rows = [
        f'<div class="total"><b>{WEIGHTS[sharing]}</b>{_pieces(twins, longest)}</div>'
        for sharing, twins in (("shared", shared), ("unshared", unshared))
    ]
    alt = say(
        "Bars compare parameters: {shared:,} shared, {unshared:,} unshared.",
        shared=shared.parameters,
        unshared=unshared.parameters,
    )
    return f'<div class="totals" role="img" aria-label="{alt}">{"".join(rows)}</div>'


def _pieces(twins: Twins, longest: int) -> str:
    """The parts of a bar."""
    return "".join(_piece(part, longest) for part in parts_of(twins))


def _piece(part: Part, longest: int) -> str:
    """A part of a bar, as wide as its share of the `longest` bar."""
    if not part.parameters:
        return ""
    style = f"--share:{part.parameters / longest:.6f};background:{FILL[part.code]}"
    return (
        f'<span style="{style};color:{TEXT.get(part.code, "#ffffff")}">'
        f"{NAMES[part.code]}<br>{part.parameters:,}</span>"
    )


def structure_graph(twins: Twins, unfolded: bool, dark: bool) -> str:
    """Two digits into one branch or into two, then the head: Graphviz's DOT language.

    Args:
        twins: whose structure is drawn.
        unfolded: whether the layers of every part are listed.
        dark: whether the page is.
    """
    parts = parts_of(twins)
    head = parts[-1]
    nodes, edges = [_node(part, unfolded) for part in parts[:-1]], []
    for side, colour in (("left", LEFT), ("right", RIGHT)):
        branch = parts[0] if side == "left" else parts[-2]
        look = f'label="{DIGITS[side]}" color="{colour}" fontcolor="{QUIET[dark]}" penwidth=3'
        nodes.append(f"{side}_digit [{look}]")
        style = f'color="{colour}" penwidth=3 fontcolor="{QUIET[dark]}"'
        edges.append(f'{side}_digit -> {branch.code} [{style} label=" 28×28"]')
        edges.append(f'{branch.code} -> head [{style} label=" {twins.design.dim}"]')
    nodes.append(
        _node(head, unfolded)
        if head.parameters
        else _box("head", say("head: distance") + "\n" + PARAMETERS(0))
    )
    lines = [
        'digraph { bgcolor="transparent" nodesep=0.3 ranksep=0.4',
        'node [shape=box style="rounded" fontname="sans-serif" fontsize=15 margin="0.18,0.12"]',
        'edge [fontname="sans-serif" fontsize=12]',
        *nodes,
        "{rank=same left_digit -> right_digit [style=invis]}",  # the left one stands on the left
        *edges,
        "}",
    ]
    return "\n".join(lines)


def _node(part: Part, unfolded: bool) -> str:
    title = f"{NAMES[part.code]}\n{PARAMETERS(part.parameters)}"
    layers = (
        [f"{layer}  {shape}  {parameters}" for layer, shape, parameters, _ in layer_rows(part)]
        if unfolded
        else []
    )
    return _box(part.code, "\n".join([title, *layers]))


def _box(code: str, label: str) -> str:
    escaped = label.replace("\n", "\\n")
    colours = f'fillcolor="{FILL[code]}" fontcolor="{TEXT.get(code, "#ffffff")}" color="{GREY}"'
    return f'{code} [label="{escaped}" style="rounded,filled" {colours}]'
