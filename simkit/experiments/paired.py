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
from dataclasses import asdict, dataclass, fields
from functools import cache
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
    sets = np.asarray(groups)[defined] if len(groups) else ()
    mean, low, high, mcse = (float(item[0]) for item in _intervals(values[defined][None], sets))
    return Estimate(mean, low, high, mcse, int(defined.sum()))


def estimates(values: Floats, groups: Sequence[int] = ()) -> dict[str, Floats]:
    """Return `estimate` of many numbers at once, row by row of ``values`` (numbers, worlds), by name of the field.

    >>> {name: found.tolist() for name, found in estimates(np.array([[1.0, 3.0], [5.0, 5.0]])).items() if name in ("mean", "n")}
    {'mean': [2.0, 5.0], 'n': [2.0, 2.0]}
    """
    names = [item.name for item in fields(Estimate)]
    found = np.empty((len(names), len(values)))
    whole = np.isfinite(values).all(axis=1)
    found[:4, whole] = _intervals(values[whole], groups)
    found[4, whole] = values.shape[1]
    for place in np.flatnonzero(~whole):
        found[:, place] = list(asdict(estimate(values[place], groups)).values())
    return dict(zip(names, found, strict=True))


def _intervals(values: Floats, groups: Sequence[int] | NDArray[Any]) -> tuple[Floats, Floats, Floats, Floats]:
    """Return mean, low, high and error of each row of numbers that are all defined."""
    n, nothing = values.shape[1], np.full(len(values), np.nan)
    if n == 0:
        return nothing, nothing, nothing, nothing
    mean = np.ascontiguousarray(values).mean(axis=1)
    if n == 1:
        return mean, nothing, nothing, nothing
    if len({*np.asarray(groups).tolist()}) > 1:
        error, reach = _over_sets(values, np.asarray(groups), mean)
    else:
        error = _spreads(values) / n**0.5
        reach = error * t_quantile(n - 1)
    return mean, mean - reach, mean + reach, error


def _over_sets(values: Floats, sets: NDArray[Any], mean: Floats) -> tuple[Floats, Floats]:
    """Return error and half the interval of each row over several sets of constants.

    With one world a set its luck cannot be taken off. The error is the luck that is left in the mean.

    >>> error, reach = _over_sets(np.array([[0.0, 2.0, 10.0, 12.0]]), np.array([0, 0, 1, 1]), np.array([6.0]))
    >>> bool(error[0] == 0.5**0.5), round(2 * float(reach[0]), 1)  # t(1) = 12.71, (49 + 0.5)**0.5 = 7.04
    (True, 178.8)
    """
    _, place, sizes = np.unique(sets, return_inverse=True, return_counts=True)
    n, k = values.shape[1], len(sizes)
    means = np.stack([np.bincount(place, row) for row in values]) / sizes
    between = (sizes * (means - mean[:, None]) ** 2).sum(axis=1) / (k - 1)
    luck = ((values - means[:, place]) ** 2).sum(axis=1) / (n - k) if n > k else np.zeros(len(values))
    usual = (n - float((sizes**2).sum()) / n) / (k - 1)
    spread = np.maximum(0.0, (between - luck) / usual)
    return (luck / n) ** 0.5, t_quantile(k - 1) * (spread + luck / n) ** 0.5


def verdict(low: float, high: float, direction: int = 1) -> str:
    """Return ``ahead``, ``behind`` or ``open``: whether a difference b - a clearly favours b.

    ``open`` if the interval holds 0 or is undefined, or if the metric has no better side.

    >>> verdict(0.1, 0.9), verdict(0.1, 0.9, -1), verdict(-0.1, 0.9), verdict(1, 2, 0)
    ('ahead', 'behind', 'open', 'open')
    """
    sign = direction * (int(low > 0) - int(high < 0))
    return {1: "ahead", -1: "behind"}.get(sign, "open")


def verdicts(low: Floats, high: Floats, directions: Sequence[int] | NDArray[Any]) -> list[str]:
    """Return the verdict on each of many differences."""
    return [
        verdict(*ends)
        for ends in zip(low.tolist(), high.tolist(), np.asarray(directions).tolist(), strict=True)
    ]


@cache
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
    sets = np.asarray(groups)[both] if len(groups) else ()
    found = _pairs(a[both][None], b[both][None], np.array([direction]), sets)
    numbers = {name: float(values[0]) for name, values in found.items() if name != "pooled"}
    return Pair(**{**numbers, "n": int(both.sum())})  # pyright: ignore[reportArgumentType]


def pairs(
    a: Floats, b: Floats, directions: Sequence[int] | NDArray[Any], groups: Sequence[int] = ()
) -> dict[str, Floats]:
    """Return `paired` of many numbers at once, row by row of ``a`` and ``b`` (numbers, worlds), by name of the field.

    Added is ``pooled``, the spread of `pooled_spread`.

    >>> found = pairs(np.array([[1.0, 2.0, 3.0]]), np.array([[2.0, 2.0, 5.0]]), [1])
    >>> found["difference"].tolist(), found["tied"].round(3).tolist()
    ([1.0], [0.333])
    """
    signs = np.asarray(directions)
    names = (*(item.name for item in fields(Pair)), "pooled")
    found = np.empty((len(names), len(a)))
    whole = (np.isfinite(a) & np.isfinite(b)).all(axis=1)
    bulk = _pairs(a[whole], b[whole], signs[whole], groups)
    found[:, whole] = [bulk[name] for name in names]
    for i in np.flatnonzero(~whole):
        pair = paired(a[i], b[i], int(signs[i]), groups)
        found[:, i] = [*pair.row().values(), pooled_spread(a[i], b[i])]
    return dict(zip(names, found, strict=True))


def _pairs(
    a: Floats, b: Floats, directions: NDArray[Any], groups: Sequence[int] | NDArray[Any]
) -> dict[str, Floats]:
    """Compare rows of numbers that are all defined."""
    worlds, difference = a.shape[1], b - a
    mean, low, high, mcse = _intervals(difference, groups)
    gain = np.where(directions >= 0, 1.0, -1.0)[:, None] * difference
    old, new, together = (
        _spreads(part) if worlds > 1 else np.full(len(a), np.nan) for part in (a, b, difference)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (
            old**2 + new**2
        ) / together**2  # infinite if only the difference does not vary, NaN if nothing does
    return {
        "mean_a": _means(a), "mean_b": _means(b), "difference": mean, "low": low, "high": high, "mcse": mcse,
        "ahead_a": _means(gain < 0), "ahead_b": _means(gain > 0), "tied": _means(gain == 0),
        "n": np.full(len(a), float(worlds)), "variance_ratio": ratio, "pooled": ((old**2 + new**2) / 2) ** 0.5,
    }  # fmt: skip


def _means(values: NDArray[Any]) -> Floats:
    """Return the mean of each row, or NaN of nothing."""
    return np.ascontiguousarray(values).mean(axis=1) if values.shape[1] else np.full(len(values), np.nan)


def _spreads(values: Floats) -> Floats:
    """Return the standard deviation (n - 1) of each row; exactly 0 if all its values are equal."""
    values = np.ascontiguousarray(values)
    return np.where(np.ptp(values, axis=1) == 0, 0.0, values.std(axis=1, ddof=1))


def pooled_spread(a: Floats, b: Floats) -> float:
    """Return the pooled standard deviation over worlds, the unit of a standardised difference."""
    both = np.isfinite(a) & np.isfinite(b)
    if both.sum() < 2:
        return np.nan
    old, new = (float(_spreads(part[both][None])[0]) for part in (a, b))
    return ((old**2 + new**2) / 2) ** 0.5
