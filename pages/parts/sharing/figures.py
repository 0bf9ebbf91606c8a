"""Pictures of shared and unshared twins: what they count, and how they are built."""

from __future__ import annotations

from pages.parts.shared.charts import GREY, LEFT, QUIET, RIGHT
from pages.parts.sharing.parameters import Part, layer_rows, parts_of
from siamese_core.twins import Twins

BOTH = "#3d4a5c"
FILL = {"branch": BOTH, "left branch": LEFT, "right branch": RIGHT, "head": "#5d6675"}
TEXT = {"right branch": "#000000"}  # black where white would not be readable


def totals_bars(shared: Twins, unshared: Twins) -> str:
    """One bar for each of the twins, made of their branches and the head: the bars differ by one branch.

    HTML: a chart's library would take longer to load than the rest of the page.
    """
    longest = max(shared.parameters, unshared.parameters)
    rows = [
        f'<div class="total"><b>{name}</b>{"".join(_piece(part, longest) for part in parts_of(twins))}</div>'
        for name, twins in (("shared", shared), ("unshared", unshared))
    ]
    alt = f"Bars compare parameters: {shared.parameters:,} shared, {unshared.parameters:,} unshared."
    return f'<div class="totals" role="img" aria-label="{alt}">{"".join(rows)}</div>'


def _piece(part: Part, longest: int) -> str:
    """A part of a bar, as wide as its share of the `longest` bar."""
    if not part.parameters:
        return ""
    style = f"--share:{part.parameters / longest:.6f};background:{FILL[part.name]}"
    return (
        f'<span style="{style};color:{TEXT.get(part.name, "#ffffff")}">'
        f"{part.name}<br>{part.parameters:,}</span>"
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
        nodes.append(f'"{side} digit" [color="{colour}" fontcolor="{QUIET[dark]}" penwidth=3]')
        style = f'color="{colour}" penwidth=3 fontcolor="{QUIET[dark]}"'
        edges.append(f'"{side} digit" -> "{branch.name}" [{style} label=" 28×28"]')
        edges.append(f'"{branch.name}" -> head [{style} label=" {twins.design.dim}"]')
    nodes.append(_node(head, unfolded) if head.parameters else _box("head", "head: distance\n0 parameters"))
    lines = [
        'digraph { bgcolor="transparent" nodesep=0.3 ranksep=0.4',
        'node [shape=box style="rounded" fontname="sans-serif" fontsize=15 margin="0.18,0.12"]',
        'edge [fontname="sans-serif" fontsize=12]',
        *nodes,
        '{rank=same "left digit" -> "right digit" [style=invis]}',  # the left one stands on the left
        *edges,
        "}",
    ]
    return "\n".join(lines)


def _node(part: Part, unfolded: bool) -> str:
    title = f"{part.name}\n{part.parameters:,} parameters"
    layers = (
        [f"{row['layer']}  {row['output shape']}  {row['parameters']}" for row in layer_rows(part)]
        if unfolded
        else []
    )
    return _box(part.name, "\n".join([title, *layers]))


def _box(name: str, label: str) -> str:
    escaped = label.replace("\n", "\\n")
    colours = f'fillcolor="{FILL[name]}" fontcolor="{TEXT.get(name, "#ffffff")}" color="{GREY}"'
    return f'"{name}" [label="{escaped}" style="rounded,filled" {colours}]'
