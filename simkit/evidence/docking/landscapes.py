"""NK landscapes: problems of N bits, the value of each of which hangs on K others.

Bits are coded -1 and +1, like beliefs. The value of a solution is the mean of its N contributions, each drawn
uniformly for every pattern of a bit and its K partners; K different partners are drawn at random
for each bit (Lazer & Friedman 2007, appendix A).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simkit.evidence.docking._common import docked, luck, part


@docked
def landscape(partner_key: Any, value_key: Any, n: int, k: int) -> Any:
    """Return partners, shape (n, k + 1), the bit itself first, and contributions, shape (n, 2**(k + 1))."""
    partners, values = np.empty((n, k + 1), np.int64), np.empty((n, 2 ** (k + 1)))
    pool = np.empty(n, np.int64)
    for i in range(n):
        for j in range(n):
            pool[j] = j
        pool[0], pool[i] = i, 0
        partners[i, 0] = i
        for j in range(1, k + 1):
            pick = j + int(luck(partner_key, i, j) * (n - j))
            pool[j], pool[pick] = pool[pick], pool[j]
            partners[i, j] = pool[j]
        for pattern in range(2 ** (k + 1)):
            values[i, pattern] = luck(value_key, i, pattern)
    return partners, values


@part
def score(solution: Any, partners: Any, values: Any) -> float:
    """Return the value of a solution: the mean of the contributions of its bits."""
    total = 0.0
    for i in range(len(solution)):
        pattern = 0
        for j in range(partners.shape[1]):
            pattern = 2 * pattern + (solution[partners[i, j]] > 0.0)
        total += values[i, pattern]
    return total / len(solution)


@part
def listeners(partners: Any) -> Any:
    """Return which contributions change with a bit and by how much their pattern does: counts, rows, steps."""
    n, width = partners.shape
    counts = np.zeros(n, np.int64)
    rows, steps = np.empty((n, n), np.int64), np.empty((n, n), np.int64)
    for i in range(n):
        for j in range(width):
            bit = partners[i, j]
            rows[bit, counts[bit]] = i
            steps[bit, counts[bit]] = 2 ** (width - 1 - j)
            counts[bit] += 1
    return counts, rows, steps


@docked
def highest(partners: Any, values: Any) -> float:
    """Return the value of the best of all 2**n solutions, visited in the order of a Gray code.

    Each step flips one bit and brings up to date only what changes with it; bits that few contributions hang
    on are flipped most often.
    """
    n = len(partners)
    counts, rows, steps = listeners(partners)
    order = np.argsort(counts)
    solution, best = np.full(n, -1.0), np.full(n, -1.0)
    patterns = np.zeros(n, np.int64)
    total = values[:, 0].sum()
    top = total
    for visit in range(1, 2**n):
        place = 0
        while (visit >> place) & 1 == 0:
            place += 1
        bit = order[place]
        sign = 1 if solution[bit] < 0.0 else -1
        solution[bit] = -solution[bit]
        for at in range(counts[bit]):
            i = rows[bit, at]
            total -= values[i, patterns[i]]
            patterns[i] += sign * steps[bit, at]
            total += values[i, patterns[i]]
        if total > top:
            top = total
            best[:] = solution
    return score(best, partners, values)
