"""Which of several arms is best on the same worlds, how surely, and which ones it cannot be told from.

The arm with the largest mean is compared with each other one by a paired t-test (two-sided, ``scipy``). The
p-values are adjusted for their number by Holm's step-down procedure (Holm 1979, Scandinavian Journal of
Statistics 6(2), 65-70). The best is *sure* if it is told from every other one at 5 %. Testing the arm that came
out first against the next does not inflate the level (Gutmann & Maymin 1987, Annals of Statistics 15(1), 456-461).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simkit.experiments.paired import CONFIDENCE, Estimate, estimate
from simkit.result import Floats

LEVEL = 1.0 - CONFIDENCE
"""How often a best that is no better than another may be called sure."""


@dataclass(frozen=True, slots=True)
class Best:
    """The best of several arms and the next one, by position.

    ``margin`` is best minus next, paired, with its 95 % t-interval. ``p`` has one Holm-adjusted p-value per
    arm (1 for the best itself). ``share`` is the share of worlds in which the best is first; worlds with several
    firsts count in parts. ``tied`` are the arms that cannot be told from the best, which is one of them.
    """

    first: int
    second: int
    margin: Estimate
    p: Floats
    share: float
    tied: tuple[int, ...]

    @property
    def verdict(self) -> str:
        """Return ``sure`` or ``tie``."""
        return "sure" if len(self.tied) == 1 else "tie"


def best_of(values: Floats) -> Best:
    """Return the best of the arms, given one number per arm and world: shape (arms, worlds), more is better.

    Worlds in which an arm has no value (NaN) do not count. Of arms with equal means the first is taken.

    >>> found = best_of(np.array([[1.0, 2.0, 3.0], [3.1, 4.0, 4.9], [1.0, 2.0, 3.0]]))
    >>> found.first, found.second, round(found.margin.mean, 6), found.tied, found.share
    (1, 0, 2.0, (1,), 1.0)
    """
    known = values[:, np.isfinite(values).all(axis=0)]
    means = known.mean(axis=1) if known.shape[1] else np.zeros(len(known))
    first, second, *_ = np.argsort(-means, kind="stable")
    others = [arm for arm in range(len(known)) if arm != first]
    adjusted = np.ones(len(known))
    adjusted[others] = holm(p_values(known[first] - known[others]))
    tied = tuple(arm for arm in range(len(known)) if arm == first or adjusted[arm] >= LEVEL)
    margin = estimate(known[first] - known[second])
    return Best(int(first), int(second), margin, adjusted, _share(known, int(first)), tied)


def surely_above(values: Floats, others: Floats) -> bool:
    """Return whether one arm's mean surely exceeds that of each other arm: Holm over the comparisons.

    ``values`` has shape (worlds,), ``others`` (arms, worlds).

    >>> surely_above(np.array([2.0, 3.1, 3.9]), np.array([[1.0, 2.0, 3.0], [0.0, 1.1, 2.0]]))
    True
    """
    gaps = values - others
    gaps = gaps[:, np.isfinite(gaps).all(axis=0)]
    if gaps.shape[1] == 0:
        return False
    return bool((holm(p_values(gaps)) < LEVEL).all() and (gaps.mean(axis=1) > 0).all())


def p_values(differences: Floats) -> Floats:
    """Return the two-sided p-value of the paired t-test for each row, shape (comparisons, worlds) → (comparisons,).

    1 where every difference is 0 or there are fewer than two worlds; 0 where all are equal and not 0.

    >>> round(float(p_values(np.array([[1.0, 2.0, 3.0]]))[0]), 4)
    0.0742
    """
    from scipy.special import stdtr

    n = differences.shape[1]
    if n < 2:
        return np.ones(len(differences))
    means, same = differences.mean(axis=1), np.ptp(differences, axis=1) == 0
    errors = np.where(same, 1.0, differences.std(axis=1, ddof=1)) / n**0.5
    found = 2.0 * stdtr(n - 1, -np.abs(means) / np.where(errors == 0, 1.0, errors))
    return np.where(same, np.where(means == 0, 1.0, 0.0), found)


def holm(p: Floats | Sequence[float]) -> Floats:
    """Return Holm's adjusted p-values, in the order given.

    The i-th smallest of m (from 0) is multiplied by m - i; none is smaller than one before it, none above 1.

    >>> [round(float(value), 6) for value in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    raw = np.asarray(p, dtype=float)
    order = np.argsort(raw, kind="stable")
    steps = np.maximum.accumulate(raw[order] * np.arange(len(raw), 0, -1))
    adjusted = np.empty(len(raw))
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


def _share(values: Floats, arm: int) -> float:
    """Return in which share of worlds an arm is first; shared firsts count in parts."""
    if values.shape[1] == 0:
        return float("nan")
    firsts = values == values.max(axis=0)
    return float((firsts[arm] / firsts.sum(axis=0)).mean())
