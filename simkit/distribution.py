"""How values are spread over worlds: moments, and quantiles from all values or from counts in fixed bins.

Known ways to take quantiles of a stream were weighed: P² (Jain & Chlamtac 1985) follows the values one by one;
t-digest (Dunning & Ertl 2019) and KLL (Karnin, Lang & Liberty 2016) can be merged, but what they give depends
on the order in which parts are merged, and t-digest has no bound of its error. DDSketch (Masson, Rim & Lee
2019) is a histogram whose bins are fixed beforehand, so counts add up whole and in any order; its bins grow
with the value and keep a relative error, which says little about metrics that are zero in most worlds or lie
on both sides of zero. So: bins fixed beforehand as there, but of equal width over what the first worlds show
in each place, and a count of its own for exactly zero. Whole numbers add up alike in any order, so a summary is
the same to the last bit however the work was split.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WHOLE_WORLDS = 64
"""So many worlds at most are kept whole, to give exact quantiles and to fix the bins; a power of 2."""
LEAST_WHOLE = 8
MOST_BINS, LEAST_BINS = 128, 16
MEMORY = 128e6
"""Bytes that kept values or counts may take before there are fewer of them (down to the least)."""
MARGIN = 0.4
"""How far bins reach beyond what the first worlds show on either side, as a share of its width."""
ATOM = 1e-9
"""Relative width of bins where the first worlds all show the same value."""
ZERO, BELOW, FIRST = 0, 1, 2
"""Places along the axis of counts: exactly zero, below all bins, the first bin. The last is above all bins."""
UNDEFINED = 255
"""The code of a value that is not defined."""
Codes = NDArray[np.uint8]
"""In which place along the axis of counts each value falls, (worlds, weeks, teams + 1, metrics)."""


class Moments(NamedTuple):
    """Number of defined values (whole), mean, sum of squares about it, least and greatest, by place."""

    n: Floats
    mean: Floats
    m2: Floats
    low: Floats
    high: Floats

    @classmethod
    def empty(cls, shape: tuple[int, ...]) -> Moments:
        """Return the moments of no values."""
        zeros = np.zeros((3, *shape))
        return cls(zeros[0], zeros[1], zeros[2], np.full(shape, np.inf), np.full(shape, -np.inf))


class Bins(NamedTuple):
    """Where bins start and how many there are to a unit, by place; the greatest index along the axis of counts."""

    start: Floats
    scale: Floats
    most: float


NO_BINS = Bins(np.zeros((0, 0, 0)), np.zeros((0, 0, 0)), 0.0)


def whole_worlds(places: int) -> int:
    """Return how many worlds are kept whole: a power of 2, fewer for very many places.

    >>> whole_worlds(100_000), whole_worlds(5_000_000)
    (64, 8)
    """
    affordable = max(int(MEMORY / (8 * places)), LEAST_WHOLE)
    return min(1 << (affordable.bit_length() - 1), WHOLE_WORLDS)


def bin_count(places: int) -> int:
    """Return how many counts are kept for each place: fewer for very many places.

    >>> bin_count(100_000), bin_count(5_000_000)
    (128, 16)
    """
    return int(np.clip(MEMORY / (2 * places), LEAST_BINS, MOST_BINS))


def bins_for(moments: Moments, counts: int) -> Bins:
    """Return bins of equal width over what the first worlds show, with a margin; zero lies on an edge.

    ``counts`` is the length of the axis of counts. Where all first worlds show one value, or none is defined,
    bins are very narrow: other values count as below or above.
    """
    known = moments.n > 0
    low, high = np.where(known, moments.low, 0.0), np.where(known, moments.high, 0.0)
    span = np.maximum(high - low, ATOM * np.maximum(np.maximum(np.abs(low), np.abs(high)), 1.0))
    start, end = low - MARGIN * span, high + MARGIN * span
    start = np.where(low >= 0, np.maximum(start, 0.0), start)
    end = np.where(high <= 0, np.minimum(end, 0.0), end)
    end = np.where(end > start, end, start + span)
    width = (end - start) / (counts - FIRST - 2)
    across = (start < 0) & (end > 0)
    start = np.where(across, -np.ceil(-start / width) * width, start)
    return Bins(start, 1.0 / width, counts - 1.0)


@dataclass(frozen=True, eq=False)
class Tallies:
    """Worlds by bin: ``counts`` (weeks, teams + 1, metrics, ``places``), and ``codes`` not yet counted; either may be empty.

    Codes of a few hundred worlds take less room than counts, and are counted only where somebody asks.

    >>> item = Tallies(3, codes=(np.array([0, 2, 2, UNDEFINED], np.uint8).reshape(4, 1, 1, 1),))
    >>> item.at((slice(None), 0, 0))
    array([[1, 0, 2]])
    """

    places: int = 0
    counts: NDArray[Any] = field(default_factory=lambda: np.zeros((0, 0, 0, 0), np.uint16))
    codes: tuple[Codes, ...] = ()

    def at(self, place: tuple[slice, int, int]) -> NDArray[Any]:
        """Return the counts of one team and metric, (weeks, places)."""
        if not self.codes:
            return self.counts[place]
        codes = np.concatenate([part[:, *place] for part in self.codes])
        bins = np.arange(codes.shape[1]) * self.places + codes
        size = codes.shape[1] * self.places
        found = np.bincount(bins[codes != UNDEFINED], minlength=size).reshape(-1, self.places)
        return found + self.counts[place] if self.counts.size else found

    def whole(self) -> NDArray[Any]:
        """Return the counts of all."""
        if not self.codes:
            return self.counts
        _, weeks, teams, metrics = self.codes[0].shape
        found = np.empty((weeks, teams, metrics, self.places), self.counts.dtype)
        for team in range(teams):
            for m in range(metrics):
                found[:, team, m] = self.at((slice(None), team, m))
        return found


class Segments(NamedTuple):
    """Stretches of the number line in rising order, (places, stretches), with the worlds in each."""

    left: Floats
    right: Floats
    worlds: Floats


def segments(moments: Moments, bins: Bins, counts: NDArray[Any]) -> Segments:
    """Return the stretches that counts stand for; places along the first axis of everything.

    Stretches are cut to the least and greatest value. The worlds at exactly zero are a stretch without length,
    unless zero lies amid the values below or above all bins.
    """
    tally = counts.astype(np.float64)
    inner = counts.shape[-1] - FIRST - 1
    edges = bins.start[:, None] + np.arange(inner + 1) / bins.scale[:, None]
    zero, known = np.zeros((len(edges), 1)), moments.n > 0
    low, high = (np.where(known, part, 0.0)[:, None] for part in (moments.low, moments.high))
    for place, amid in ((BELOW, (low < 0) & (edges[:, :1] > 0)), (-1, (high > 0) & (edges[:, -1:] < 0))):
        tally[:, place] += np.where(amid[:, 0], tally[:, ZERO], 0)
        tally[:, ZERO] = np.where(amid[:, 0], 0, tally[:, ZERO])
    left = np.hstack([zero, np.minimum(low, edges[:, :1]), edges])
    right = np.hstack([zero, edges, np.maximum(high, edges[:, -1:])])
    left, right = np.clip(left, low, high), np.clip(right, low, high)
    order = np.argsort(left + right, axis=1, kind="stable")
    return Segments(*(np.take_along_axis(part, order, axis=1) for part in (left, right, tally)))


def quantile_of_values(values: Floats, q: float) -> Floats:
    """Return the exact quantile over worlds (first axis), NaN where no value is defined."""
    ordered = np.sort(values, axis=0)  # NaN comes last
    n = np.isfinite(values).sum(axis=0)
    rank = (np.maximum(n, 1) - 1) * q
    floor = np.floor(rank).astype(np.int64)
    below, above = (np.take_along_axis(ordered, k[None], axis=0)[0] for k in (floor, _next(floor, n)))
    return below + (above - below) * (rank - floor)


def share_of_values(values: Floats, value: float, sign: int) -> Floats:
    """Return the exact share of defined values above (``sign`` 1) or below (-1) a value, by place."""
    n = np.isfinite(values).sum(axis=0)
    return (sign * (values - value) > 0).sum(axis=0) / np.where(n > 0, n, np.nan)


def quantile_of_counts(moments: Moments, parts: Segments, q: float) -> tuple[Floats, Floats]:
    """Return quantile and the bound of its error by place, NaN where no value is defined.

    The values next to the wanted rank lie in known stretches and are placed evenly within them; the error is
    at most the length of the longer one. Quantiles 0 and 1 are exact.
    """
    n = moments.n.astype(np.int64)
    rank = (np.maximum(n, 1) - 1) * q
    floor = np.floor(rank).astype(np.int64)
    (below, error), (above, other) = (_order_statistic(moments, parts, k) for k in (floor, _next(floor, n)))
    known = np.where(n > 0, 1.0, np.nan)
    return known * (below + (above - below) * (rank - floor)), known * np.maximum(error, other)


def share_of_counts(moments: Moments, parts: Segments, value: float, sign: int) -> Floats:
    """Return the share of defined values above (``sign`` 1) or below (-1) a value, by place.

    Worlds are taken to lie evenly within a stretch: the error is at most the share of worlds in the one that
    holds the value.
    """
    length = parts.right - parts.left
    reach = parts.right - value if sign > 0 else value - parts.left
    inside = np.clip(reach, 0.0, length) / np.where(length > 0, length, 1.0)
    beyond = np.where(length > 0, inside, sign * (parts.left - value) > 0)
    return (beyond * parts.worlds).sum(axis=1) / np.where(moments.n > 0, moments.n, np.nan)


def _next(floor: NDArray[np.int64], n: NDArray[Any]) -> NDArray[np.int64]:
    """Return the rank after this one, or the last."""
    return np.minimum(floor + 1, np.maximum(n, 1) - 1)


def _order_statistic(moments: Moments, parts: Segments, rank: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return about the value that comes at a rank (from 0 on), and the length of its stretch."""
    total = parts.worlds.cumsum(axis=1)
    place = np.minimum((total <= rank[:, None]).sum(axis=1), total.shape[1] - 1)[:, None]
    left, right, count, upto = (np.take_along_axis(part, place, axis=1)[:, 0] for part in (*parts, total))
    within = (rank - (upto - count) + 0.5) / np.maximum(count, 1)
    found, error = left + (right - left) * within, right - left
    ends = ((rank == 0, parts.left.min(axis=1)), (rank == moments.n - 1, parts.right.max(axis=1)))
    for end, value in ends:
        found, error = np.where(end, value, found), np.where(end, 0.0, error)
    return found, error
