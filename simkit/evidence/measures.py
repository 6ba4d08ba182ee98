"""Effects in the units in which research publishes them, with jackknife intervals over worlds.

Published effects compare groups or teams, so the unit here is the standard deviation *between teams* of one
arm, not that of paired differences between worlds, which is as small as pairing makes it. Each measure takes
the readings of its arms, each of shape (worlds, 1 + teams), the organisation first, and returns a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from simkit.experiments.paired import Estimate, t_quantile
from simkit.result import Floats

Measure = Callable[..., float]
"""From the readings of some arms to a number."""


def jackknifed(measure: Measure, readings: Sequence[Floats]) -> Estimate:
    """Return a measure with its jackknife standard error and 95 % t-interval, worlds left out one by one.

    Source: Efron & Stein (1981), The Annals of Statistics 9(3), 586-596. The interval is undefined (NaN) for fewer
    than three worlds, or where the measure is.

    >>> mean = lambda values: float(values.mean())
    >>> found = jackknifed(mean, [np.array([[1.0], [2.0], [3.0]])])
    >>> found.mean, round(found.mcse, 6)  # that of a mean: sd / sqrt(n)
    (2.0, 0.57735)
    """
    n, whole = len(readings[0]), measure(*readings)
    if n < 3:
        return Estimate(whole, np.nan, np.nan, np.nan, n)
    kept = ~np.eye(n, dtype=bool)
    without = np.array([measure(*(part[keep] for part in readings)) for keep in kept])
    error = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    reach = error * t_quantile(n - 1)
    return Estimate(whole, whole - reach, whole + reach, error, n)


def spread(*arms: Floats) -> float:
    """Return the standard deviation between teams, pooled over arms; teams of all worlds count alike.

    >>> round(spread(np.array([[0.0, 1.0, 3.0], [0.0, 1.0, 3.0]]), np.array([[0.0, 2.0, 2.0], [0.0, 2.0, 2.0]])), 4)
    0.8165
    """
    return float(np.sqrt(np.mean([np.nanvar(arm[:, 1:], ddof=1) for arm in arms])))


def difference(a: Floats, b: Floats) -> float:
    """Return Cohen's d of b against a: the difference of the organisation's means in standard deviations between teams.

    >>> a, b = np.array([[1.0, 0.0, 2.0], [1.0, 0.0, 2.0]]), np.array([[2.0, 1.0, 3.0], [2.0, 1.0, 3.0]])
    >>> round(difference(a, b), 4)
    0.866
    """
    unit, gap = spread(a, b), float(np.nanmean(b[:, 0]) - np.nanmean(a[:, 0]))
    return gap / unit if unit > 0.0 else 0.0


def interaction(a: Floats, b: Floats, c: Floats, d: Floats) -> float:
    """Return how much larger the effect of d against c is than that of b against a, each as Cohen's d."""
    return difference(c, d) - difference(a, b)


def change(a: Floats, b: Floats) -> float:
    """Return by how many percent b exceeds a.

    >>> round(change(np.array([[100.0, 1.0]]), np.array([[103.0, 1.0]])), 6)
    3.0
    """
    return 100.0 * (float(np.nanmean(b[:, 0])) / float(np.nanmean(a[:, 0])) - 1.0)


def share_lower(a: Floats, b: Floats) -> float:
    """Return the share of teams, over all worlds, that do worse in b than in a.

    >>> share_lower(np.array([[0.0, 1.0, 1.0]]), np.array([[0.0, 2.0, 0.0]]))
    0.5
    """
    return float((b[:, 1:] < a[:, 1:]).mean())


def level(a: Floats) -> float:
    """Return the organisation's mean."""
    return float(np.nanmean(a[:, 0]))


def proportion(part: Floats, rest: Floats) -> float:
    """Return which percentage of both the first makes up.

    >>> proportion(np.array([[1.0]]), np.array([[3.0]]))
    25.0
    """
    return 100.0 * level(part) / (level(part) + level(rest))


def correlation(x: Floats, y: Floats) -> float:
    """Return the correlation between teams, over all worlds.

    >>> round(correlation(np.array([[0.0, 1.0, 2.0, 3.0]]), np.array([[0.0, 2.0, 4.0, 6.0]])), 6)
    1.0
    """
    a, b = x[:, 1:].ravel(), y[:, 1:].ravel()
    known = np.isfinite(a) & np.isfinite(b)
    return float(np.corrcoef(a[known], b[known])[0, 1])


def direct_path(x: Floats, mediator: Floats, y: Floats) -> float:
    """Return the correlation of x and y between teams with the mediator held fixed (partial correlation).

    >>> x, m = np.array([[0.0, 1.0, 2.0, 3.0, 0.0]]), np.array([[0.0, 1.0, 3.0, 2.0, 1.0]])
    >>> round(direct_path(x, m, 2.0 * m + 1e-9 * x), 3) < 1.0
    True
    """
    xm, xy, my = correlation(x, mediator), correlation(x, y), correlation(mediator, y)
    rest = (1.0 - xm * xm) * (1.0 - my * my)
    return (xy - xm * my) / rest**0.5 if rest > 0.0 else 0.0


def correlation_gap(x: Floats, y: Floats, z: Floats) -> float:
    """Return how much more closely x goes with z than with y."""
    return correlation(x, z) - correlation(x, y)


def skew_gap(a: Floats, b: Floats) -> float:
    """Return how much more the teams of b are skewed to the right than those of a (moment coefficient)."""
    return _skewness(b) - _skewness(a)


def _skewness(values: Floats) -> float:
    """Return the skewness of teams over all worlds."""
    teams = values[:, 1:].ravel()
    gap = teams - teams.mean()
    return float((gap**3).mean() / (gap**2).mean() ** 1.5)
