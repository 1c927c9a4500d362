"""Where the nodes of a network stand: a force layout from a fixed start, the same each time."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

_STEPS = 300


def spring_layout(
    n_nodes: int, edges: Sequence[tuple[int, int, float]], *, boxes: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Return a place in the unit square for each node; nodes joined by heavy edges stand close, labels apart.

    Args:
        edges: pairs of nodes with their weight.
        boxes: width and height of each node's label, as shares of the drawing's.

    Source: Fruchterman, T., Reingold, E. (1991), Graph drawing by force-directed placement.
    """
    if n_nodes == 0:
        return []
    turn = np.arange(n_nodes) * math.pi * (3 - math.sqrt(5))
    radius = np.sqrt((np.arange(n_nodes) + 0.5) / n_nodes) / 2
    at = np.stack([0.5 + radius * np.cos(turn), 0.5 + radius * np.sin(turn)], axis=1)
    pull = np.zeros((n_nodes, n_nodes))
    for a, b, weight in edges:
        pull[a, b] = pull[b, a] = weight
    pull = np.sqrt(pull / pull.max()) if edges else pull
    ideal = 1.2 / math.sqrt(n_nodes)
    for step in range(_STEPS):
        away = at[:, None, :] - at[None, :, :]
        distance = np.maximum(np.sqrt((away**2).sum(axis=2)), 0.01)
        force = ideal**2 / distance - pull * distance**2 / ideal
        np.fill_diagonal(force, 0)
        # A pull to the middle keeps groups without a tie to the rest from drifting off.
        move = (away / distance[:, :, None] * force[:, :, None]).sum(axis=1) - 3 * ideal * (at - 0.5)
        length = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-9)
        at = at + move / length * np.minimum(length, 0.1 * (1 - step / _STEPS))
    at = _spread(at)
    sizes = np.array(boxes)
    for _ in range(_STEPS):
        at = np.clip(at + _push_apart(at, sizes), 0, 1)
    # Rounded, so that the last bits of a machine's arithmetic do not reach the page.
    return [(round(float(x), 3), round(float(y), 3)) for x, y in at]


def _spread(at: np.ndarray) -> np.ndarray:
    low, high = at.min(axis=0), at.max(axis=0)
    spread: np.ndarray = np.where(high - low > 1e-9, (at - low) / np.maximum(high - low, 1e-9), 0.5)
    return spread


def _push_apart(at: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the step that moves labels which overlap away from each other, the shorter way."""
    between = at[:, None, :] - at[None, :, :]
    room = (sizes[:, None, :] + sizes[None, :, :]) / 2 - np.abs(between)
    overlapping = (room > 0).all(axis=2)
    np.fill_diagonal(overlapping, False)
    order = np.arange(len(at))
    sign = np.where(between != 0, np.sign(between), np.sign(order[:, None] - order[None, :])[:, :, None])
    vertical = room[:, :, 1] <= room[:, :, 0]
    step = np.zeros_like(between)
    step[:, :, 0] = np.where(overlapping & ~vertical, room[:, :, 0] * sign[:, :, 0], 0)
    step[:, :, 1] = np.where(overlapping & vertical, room[:, :, 1] * sign[:, :, 1], 0)
    total: np.ndarray = 0.25 * step.sum(axis=1)
    return total
