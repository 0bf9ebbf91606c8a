"""The way back: how the loss changes with every weight. Read it beside `forward.py`.

On the way forward, a picture goes through the layers of a branch to its embedding; two embeddings have a
distance, and the distance costs a loss. The way back starts at the loss and takes the same steps in the other
direction, by the chain rule: each step turns "how the loss changes with what came out" into "how the loss
changes with what went in", and a dense layer also says how it changes with its weights.

Only what the twins of `live.py` need is here: dense layers, the distance, the contrastive loss.
"""

from __future__ import annotations

import numpy as np

from siamese_core.designs import Dense, Dropout, Layer
from siamese_core.forward import STEP, Arrays, euclidean_distance
from siamese_core.losses import contrastive_gradient

Gradients = dict[str, np.ndarray]  # named and shaped as the weights of a branch


def keep_steps(layers: tuple[Layer, ...], weights: Arrays, x: np.ndarray) -> list[np.ndarray]:
    """The way forward, as `forward.run_layers` goes it, with every step kept.

    Args:
        layers: dense ones, and dropout, which drops nothing here.
        weights: of these layers, by name.
        x: (n, values) what goes into the first layer.

    Returns:
        What goes into each layer, and at the end what comes out of the last one: the embeddings (n, dim).
    """
    steps = [x]
    for layer in layers:
        steps.append(STEP[type(layer)](layer, weights, steps[-1]))
    return steps


def at_embeddings(
    left: np.ndarray, right: np.ndarray, same: np.ndarray, margin: float
) -> tuple[np.ndarray, np.ndarray]:
    """The gradient of the contrastive loss of each pair, at its left and at its right embedding.

    It points along the line between the two, and the two are equal and opposite:

        d loss / d left = (d loss / d distance) * (left - right) / distance

    At distance 0 the line has no direction; both gradients are 0 there, as in `networks.EuclideanDistance`.

    Args:
        left, right: embeddings (..., dim); they broadcast against each other.
        same: (...) 1.0 for a pair of the same digit, 0.0 for different ones.
        margin: above 0.

    Returns:
        Two arrays (..., dim). Training moves each embedding against its gradient.

    Raises:
        ValueError: as `losses.contrastive_gradient` does, where an embedding is not finite, too.
    """
    difference = left - right
    distance = euclidean_distance(left, right)
    slope = contrastive_gradient(same, distance, margin)
    at_left = (slope / np.where(distance > 0, distance, 1.0))[..., np.newaxis] * difference
    return at_left, -at_left


def through_layers(
    layers: tuple[Layer, ...], weights: Arrays, steps: list[np.ndarray], gradient: np.ndarray
) -> Gradients:
    """The gradient at the embeddings -> the gradient at every weight, from the last layer to the first.

    Args:
        layers, weights: as for `keep_steps`.
        steps: what `keep_steps` returned.
        gradient: (n, dim) at the embeddings.

    Returns:
        The gradients by the names of the weights, each with its weights' shape, added up over all n digits.

    Raises:
        ValueError: a layer that is neither dense nor dropout, or a dense one with a softmax.
    """
    found: Gradients = {}
    for layer, went_in, came_out in zip(layers[::-1], steps[-2::-1], steps[:0:-1], strict=True):
        match layer:
            case Dense(name=name, activation="relu" | "linear"):
                if layer.activation == "relu":
                    gradient = gradient * (came_out > 0)  # a unit that was cut off at 0 changes nothing
                found[f"{name}/kernel"] = went_in.T @ gradient
                found[f"{name}/bias"] = gradient.sum(axis=0)
                gradient = gradient @ weights[f"{name}/kernel"].T  # (n, units) -> (n, values that went in)
            case Dropout():
                pass
            case _:
                raise ValueError(f"There is no way back through {layer}: only through dense layers.")
    return found


def reach_branches(left: Gradients, right: Gradients, shared: bool) -> tuple[Gradients, Gradients]:
    """What changes the left and the right branch, of what came through the left and the right digits."""
    if shared:
        both = {name: left[name] + right[name] for name in left}  # one branch learns from both digits
        return both, both
    return left, right  # two branches: each learns from its own digit
