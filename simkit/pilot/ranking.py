"""Order by several things that are never added up into one number: Pareto fronts, then sums of ranks; ties stay ties.

>>> order = ranked({"a": (3.0, 0.1), "b": (2.0, 0.3), "c": (3.0, 0.1), "d": (1.0, 0.0)}, signs=(1, -1))
>>> {name: (item.place, item.front) for name, item in order.items()}
{'a': (1, 1), 'c': (1, 1), 'd': (3, 1), 'b': (4, 2)}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simkit.result import Floats


class Place(NamedTuple):
    """Where something stands: its place (ties share the best one), its front (1: nothing is better in all respects), its ranks, their sum."""

    place: int
    front: int
    ranks: tuple[int, ...]
    total: float


def ranked(
    values: Mapping[str, Sequence[float]], signs: Sequence[int], weights: Sequence[float] | None = None
) -> dict[str, Place]:
    """Return each name's place, best first; equal ones by name.

    ``signs`` says of each value whether more (1) or less (-1) is better; what is unknown (NaN) comes last. Without ``weights``, the first front comes
    first, within it the least sum of ranks; with weights, the least weighted sum of ranks. The order of the names changes nothing.
    """
    names = sorted(values)
    better = np.array([[s * v for s, v in zip(signs, values[name], strict=True)] for name in names])
    better = np.where(np.isnan(better), -np.inf, better)
    ranks = 1 + (better[None, :, :] > better[:, None, :]).sum(axis=1)
    totals = (ranks * np.asarray(weights if weights is not None else [1.0] * len(signs))).sum(axis=1)
    layers = fronts(better)
    keys = [
        (0, round(float(total), 9)) if weights is not None else (layer, round(float(total), 9))
        for layer, total in zip(layers, totals, strict=True)
    ]
    places = [1 + sum(other < key for other in keys) for key in keys]
    order = sorted(range(len(names)), key=lambda i: (places[i], names[i]))
    return {
        names[i]: Place(places[i], layers[i], tuple(int(rank) for rank in ranks[i]), float(totals[i]))
        for i in order
    }


def fronts(better: Floats) -> list[int]:
    """Return the Pareto front of each row (more is better in all columns): 1 if no other row is as good in all and better in one, and so on.

    >>> fronts(np.array([[1.0, 3.0], [3.0, 1.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]))
    [1, 1, 2, 2, 3]
    """
    beaten = (better[None] >= better[:, None]).all(axis=2) & (better[None] > better[:, None]).any(axis=2)
    found, left, layer = np.zeros(len(better), dtype=int), np.ones(len(better), dtype=bool), 0
    while left.any():
        layer += 1
        first = left & ~(beaten & left).any(axis=1)
        found[first], left = layer, left & ~first
    return found.tolist()
