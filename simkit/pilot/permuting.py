"""The permutation analysis: the estimate against those under other allocations of the same groups."""

from __future__ import annotations

from collections import Counter
from math import comb

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import Floats
from simkit.engine.draws import Draws
from simkit.pilot.weights import TINY, Known, Treated, at_once, leftover

MOST = 2000
"""Allocations that are looked at: all of them if there are no more, else so many drawn by lot."""
STREAM = "allocation"
SEED = 0
"""The lot of the allocations is always the same: the same data give the same interval."""


def allocations(treated: Treated) -> NDArray[np.int64]:
    """Return other allocations of the rows of ``treated`` to teams, shape (allocations, teams, periods), the actual one left out.

    >>> [len(allocations(np.array([[0, 1]] * 2 + [[0, 0]] * 2))), len(allocations(np.array([[0, 1]] * 6 + [[0, 0]] * 6)))]
    [5, 923]
    """
    kinds, rows = np.unique(treated, axis=0, return_inverse=True)
    actual = tuple(int(row) for row in rows.reshape(-1))
    labels = [label for label in _labels(actual) if label != actual]
    return kinds[np.array(labels, dtype=np.int64).reshape(-1, len(actual))]


def _labels(actual: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the different orders of the labels of groups: all, or ``MOST`` drawn by lot, in a fixed order."""
    count, left = 1, len(actual)
    for size in Counter(actual).values():
        count, left = count * comb(left, size), left - size
    if count <= MOST:
        return sorted(_every(Counter(actual), len(actual)))
    seats = np.arange(len(actual), dtype=np.uint64)
    drawn = (np.argsort(Draws(SEED, number).block(STREAM, seats, 0, 1)[0]) for number in range(MOST))
    return sorted({tuple(actual[place] for place in order) for order in drawn})


def _every(left: Counter[int], length: int) -> list[tuple[int, ...]]:
    """Return all different orders of labels."""
    if not length:
        return [()]
    return [
        (label, *rest)
        for label in sorted(left)
        if left[label]
        for rest in _every(left - Counter([label]), length - 1)
    ]


def permuted(
    values: Floats, treated: Treated, known: Known, confidence: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return effect, standard error (spread over allocations) and interval of each pilot, shape (pilots,).

    An effect δ alike in all teams is compatible with the data if the estimate less δ is not among the most extreme
    of those under all allocations, (1 − confidence) / 2 on each side. The bounds are infinite if there are too few allocations for that.
    """
    left = leftover(known, periods=not at_once(treated))
    every = np.concatenate([treated[None], allocations(treated)])[:, known].astype(float)
    lengths = np.einsum("ac,ac->a", every @ left, every)
    nothing = np.full(len(values), np.nan)
    if lengths[0] < TINY:
        return nothing, nothing, nothing, nothing
    able = lengths >= TINY
    every, lengths = every[able], lengths[able]
    found = values[:, known] @ (every @ left).T / lengths
    own = every @ left @ every[0] / lengths
    effect, others, apart = found[:, 0], found[:, 1:], 1 - own[1:]
    distinct = apart > TINY
    crossings = (effect[:, None] - others[:, distinct]) / apart[distinct]
    spread = others - effect[:, None] * own[1:]
    error = np.sqrt((spread**2).mean(axis=1)) if len(apart) else nothing
    lower, upper = _bounds(crossings, len(every), confidence)
    return effect, error, lower, upper


def _bounds(crossings: Floats, count: int, confidence: float) -> tuple[Floats, Floats]:
    """Return the bounds: crossings in order, of which the tail on each side is left out.

    Of ``count`` allocations those without a crossing count in both tails whatever the effect is: the actual one, those that
    give the same estimate, and (where cells are missing) those that follow an effect more than the actual one does, for caution.
    """
    tail = int(np.floor((1 - confidence) / 2 * count + 1e-9)) - (count - crossings.shape[1])
    if not 0 <= tail < crossings.shape[1]:
        return np.full(len(crossings), -np.inf), np.full(len(crossings), np.inf)
    ordered = np.sort(crossings, axis=1)
    return ordered[:, tail], ordered[:, -1 - tail]
