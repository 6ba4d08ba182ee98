"""Paired comparison on the same worlds: means, difference, interval, error, and who is ahead how often.

Both regimes meet the same people, ideas and shocks in a world (common random numbers), so what differs in a
world is due to the regimes, and the interval is that of the mean of the differences, by Student's t.
Source: Law (2015), Simulation Modeling and Analysis, 5th ed., section 10.2.1 (paired-t interval) and 11.2.

Where worlds were run under several sets of constants (``groups``), the interval is that of the expected number under a
set of constants that is as likely as those: luck and what is not known of the constants together. The variance of
the expected number between sets is estimated by the one-way analysis of variance with random effects, in which the luck
within sets is taken off; it does not shrink with the number of worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkit.result import Floats

CONFIDENCE = 0.95
"""Level of all intervals."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over worlds with its t-interval, Monte-Carlo standard error and number of worlds."""

    mean: float
    low: float
    high: float
    mcse: float
    n: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Pair:
    """One paired comparison of regime b with the reference a, over the ``n`` worlds where both are defined.

    ``difference`` is b - a with ``low`` and ``high``; ``ahead_a``, ``ahead_b`` and ``tied`` are shares of
    worlds. ``variance_ratio`` is what pairing bought: the variance of an unpaired difference over that of
    the paired one (infinite if the difference is the same in all worlds).
    """

    mean_a: float
    mean_b: float
    difference: float
    low: float
    high: float
    mcse: float
    ahead_a: float
    ahead_b: float
    tied: float
    n: int
    variance_ratio: float

    def row(self) -> dict[str, float]:
        """Return the numbers by name, for a table."""
        return asdict(self)


def estimate(values: Floats, groups: Sequence[int] = ()) -> Estimate:
    """Return mean and 95 % t-interval of one number per world; undefined worlds (NaN) do not count.

    ``groups`` says under which set of constants each world was run; without it, or with one set only, the interval
    is one of luck.

    With one world the interval is undefined (NaN), with none everything is.

    >>> found = estimate(np.array([1.0, 2.0, 3.0, np.nan]))
    >>> found.mean, round(found.low, 3), round(found.high, 3), found.n
    (2.0, -0.484, 4.484, 3)
    """
    defined = np.isfinite(values)
    known = values[defined]
    n = len(known)
    if n == 0:
        return Estimate(np.nan, np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    if n == 1:
        return Estimate(mean, np.nan, np.nan, np.nan, 1)
    sets = np.asarray(groups)[defined] if len(groups) else np.zeros(n, int)
    if len({*sets.tolist()}) > 1:
        return _over_sets(known, sets, mean)
    error = _spread(known) / n**0.5
    reach = error * t_quantile(n - 1)
    return Estimate(mean, mean - reach, mean + reach, error, n)


def _over_sets(values: Floats, sets: NDArray[Any], mean: float) -> Estimate:
    """Return the estimate over several sets of constants; with one world a set its luck cannot be taken off.

    ``mcse`` is the luck that is left in the mean.

    >>> found = _over_sets(np.array([0.0, 2.0, 10.0, 12.0]), np.array([0, 0, 1, 1]), 6.0)
    >>> found.mcse == 0.5**0.5, round(found.high - found.low, 1)  # t(1) = 12.71, (49 + 0.5)**0.5 = 7.04
    (True, 178.8)
    """
    _, place, sizes = np.unique(sets, return_inverse=True, return_counts=True)
    n, k = len(values), len(sizes)
    means = np.bincount(place, values) / sizes
    between = float((sizes * (means - mean) ** 2).sum()) / (k - 1)
    luck = float(((values - means[place]) ** 2).sum()) / (n - k) if n > k else 0.0
    usual = (n - float((sizes**2).sum()) / n) / (k - 1)
    spread = max(0.0, (between - luck) / usual)
    reach = t_quantile(k - 1) * (spread + luck / n) ** 0.5
    return Estimate(mean, mean - reach, mean + reach, (luck / n) ** 0.5, n)


def verdict(low: float, high: float, direction: int = 1) -> str:
    """Return ``ahead``, ``behind`` or ``open``: whether a difference b - a clearly favours b.

    ``open`` if the interval holds 0 or is undefined, or if the metric has no better side.

    >>> verdict(0.1, 0.9), verdict(0.1, 0.9, -1), verdict(-0.1, 0.9), verdict(1, 2, 0)
    ('ahead', 'behind', 'open', 'open')
    """
    sign = direction * (int(low > 0) - int(high < 0))
    return {1: "ahead", -1: "behind"}.get(sign, "open")


def t_quantile(degrees: float) -> float:
    """Return the two-sided 95 % quantile of Student's t.

    >>> round(t_quantile(9), 3)
    2.262
    """
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + CONFIDENCE) / 2))


def paired(a: Floats, b: Floats, direction: int = 1, groups: Sequence[int] = ()) -> Pair:
    """Compare b with a, one number per world each; ``direction`` -1 counts less as ahead.

    For a metric without a better side (``direction`` 0), more counts as ahead.

    >>> pair = paired(np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 5.0]))
    >>> pair.difference, round(pair.ahead_b, 3), round(pair.tied, 3)
    (1.0, 0.667, 0.333)
    """
    both = np.isfinite(a) & np.isfinite(b)
    sets = np.asarray(groups)[both].tolist() if len(groups) else ()
    a, b = a[both], b[both]
    difference = b - a
    found = estimate(difference, sets)
    gain = difference if direction >= 0 else -difference
    return Pair(
        mean_a=_mean(a),
        mean_b=_mean(b),
        difference=found.mean,
        low=found.low,
        high=found.high,
        mcse=found.mcse,
        ahead_a=_mean(gain < 0),
        ahead_b=_mean(gain > 0),
        tied=_mean(gain == 0),
        n=found.n,
        variance_ratio=_variance_ratio(a, b),
    )


def _mean(values: NDArray[Any]) -> float:
    """Return the mean, or NaN of nothing."""
    return float(values.mean()) if len(values) else np.nan


def _spread(values: Floats) -> float:
    """Return the standard deviation (n - 1); exactly 0 if all values are equal."""
    return 0.0 if np.ptp(values) == 0 else float(values.std(ddof=1))


def _variance_ratio(a: Floats, b: Floats) -> float:
    """Return unpaired over paired variance of the difference; NaN if neither varies."""
    if len(a) < 2:
        return np.nan
    unpaired, together = _spread(a) ** 2 + _spread(b) ** 2, _spread(b - a) ** 2
    if together == 0:
        return np.inf if unpaired > 0 else np.nan
    return unpaired / together


def pooled_spread(a: Floats, b: Floats) -> float:
    """Return the pooled standard deviation over worlds, the unit of a standardised difference."""
    both = np.isfinite(a) & np.isfinite(b)
    if both.sum() < 2:
        return np.nan
    return float(((_spread(a[both]) ** 2 + _spread(b[both]) ** 2) / 2) ** 0.5)
