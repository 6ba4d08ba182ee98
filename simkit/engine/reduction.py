"""From the columns of a few worlds to the numbers that a summary keeps: one compiled pass, no lock held.

Every value is the one that `simkit.result.Result` reads, to the last bit: teams are added in their order, weeks
in theirs, then ``factor * (numerator / denominator)``. Columns are read once, when they have just been simulated;
the values of a team's week stay in the nearest cache while means, squares and places in the bins are taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simkit.distribution import BELOW, FIRST, UNDEFINED, ZERO, Bins, Codes, Floats, Moments
from simkit.engine.kernel.compiled import part
from simkit.engine.recipe import WIDTH, Recipe
from simkit.metrics import METRICS
from simkit.rules._store import kept

F = TypeVar("F", bound=Callable[..., Any])
SOURCES = ("simkit.engine.reduction", "simkit.engine.recipe", "simkit.distribution", "simkit.metrics")
"""The modules whose text compiled functions here are made of."""


class Sums(NamedTuple):
    """Numerators and denominators of a block of worlds, each (worlds, metrics).

    Of one team's week, of all teams' week, and of all weeks so far.
    """

    top: Floats
    bottom: Floats
    all_top: Floats
    all_bottom: Floats
    total_top: Floats
    total_bottom: Floats


class Space(NamedTuple):
    """Where one team's week is worked on: values (worlds, metrics), moments."""

    values: Floats
    moments: Floats


def reduced(
    columns: Floats, recipe: Recipe, bins: Bins, codes: Codes, values: Floats
) -> tuple[Moments, Floats]:
    """Return moments by (week, team, metric) and the organisation's metrics at horizons (world, horizon, metric).

    ``columns`` is (worlds, weeks, teams, columns). The last place of the axis of teams is the whole organisation.
    ``codes`` get the places of values in the bins if they are not empty, and ``values`` (worlds, weeks, teams + 1,
    metrics) the values themselves if those are not empty; undefined ones are NaN there.
    """
    worlds, weeks, teams, _ = columns.shape
    room, bins = np.empty((5, weeks, teams + 1, len(METRICS))), _own(bins)
    moments = Moments(room[0], room[1], room[2], room[3], room[4])
    ends = np.empty((worlds, len(recipe.last), WIDTH))
    blank, tops = np.zeros((6, worlds, WIDTH)), np.zeros((2, len(recipe.last), worlds, WIDTH))
    sums = Sums(blank[0], blank[1], blank[2], blank[3], blank[4], blank[5])
    space = Space(np.zeros((worlds, WIDTH)), np.zeros((5, WIDTH)))
    _reduce(columns, recipe, moments, bins, codes, values, sums, space, tops[0], tops[1], ends)
    return moments, ends[..., : len(METRICS)].copy()


def encoded(values: Floats, bins: Bins) -> Codes:
    """Return the places of kept values in the bins."""
    codes = np.empty(values.shape, np.uint8)
    _encode_all(values, bins, codes)
    return codes


def counted(codes: Codes, counts: NDArray[Any]) -> None:
    """Add codes to counts (weeks, teams + 1, metrics, places)."""
    _count(codes.reshape(len(codes), -1), counts.reshape(-1, counts.shape[-1]))


def merge(into: Moments, other: Moments) -> None:
    """Add the moments of other worlds (Chan, Golub & LeVeque 1983, The American Statistician 37(3), 242-247)."""
    _merge(*(Moments(*(part.reshape(-1) for part in item)) for item in (into, other)))


def _own(bins: Bins) -> Bins:
    """Return bins of the one kind that is compiled for; what another process sent may be read-only."""
    return bins if bins.start.flags.writeable else Bins(bins.start.copy(), bins.scale.copy(), bins.most)


def _whole(function: F) -> F:
    """Compile a function that Python calls, and keep the machine code for the next time."""
    return kept(part(function), *SOURCES)


@part
def _gather(columns: Any, recipe: Any, week: int, team: int, sums: Any) -> None:
    """Read one team's numerators and denominators of a week and add them to those of all."""
    off = recipe.off[team]
    for world in range(columns.shape[0]):
        row, top, bottom = columns[world, week, team], sums.top[world], sums.bottom[world]
        for m in range(WIDTH):
            top[m] = row[recipe.top[m]]
        for m in range(WIDTH):
            bottom[m] = row[recipe.bottom[m]]
        for m in recipe.tally:
            bottom[m] = 1.0
        for m in off:
            top[m] = 0.0
            bottom[m] = 0.0
        _add(sums.all_top[world], top)
        _add(sums.all_bottom[world], bottom)


@part
def _add(total: Any, values: Any) -> None:
    """Add one list to another."""
    for m in range(WIDTH):
        total[m] += values[m]


@part
def _clear(values: Any) -> None:
    """Set all to 0."""
    for world in range(len(values)):
        for m in range(WIDTH):
            values[world, m] = 0.0


@part
def _divide(recipe: Any, tops: Any, bottoms: Any, out: Any) -> None:
    """Turn sums into metrics; NaN where the denominator is 0. The denominator of a count, if any, is 1."""
    for world in range(len(tops)):
        top, bottom, row = tops[world], bottoms[world], out[world]
        for m in recipe.tally:
            bottom[m] = min(bottom[m], 1.0)
        for m in range(WIDTH):
            value = recipe.factor[m] * (top[m] / bottom[m])
            row[m] = value if bottom[m] != 0.0 else np.nan


@part
def _describe(values: Any, moments: Any) -> None:
    """Take number, mean, squares about the mean, least and greatest of the defined values."""
    n, mean, m2, low, high = moments[0], moments[1], moments[2], moments[3], moments[4]
    for m in range(WIDTH):
        n[m], mean[m], m2[m], low[m], high[m] = 0.0, 0.0, 0.0, np.inf, -np.inf
    for world in range(len(values)):
        row = values[world]
        for m in range(WIDTH):
            n[m] += 1.0 if row[m] == row[m] else 0.0
            mean[m] += row[m] if row[m] == row[m] else 0.0
        for m in range(WIDTH):
            low[m] = np.fmin(low[m], row[m])
        for m in range(WIDTH):
            high[m] = np.fmax(high[m], row[m])
    for m in range(WIDTH):
        mean[m] /= max(n[m], 1.0)
    for world in range(len(values)):
        row = values[world]
        for m in range(WIDTH):
            gap = row[m] - mean[m]
            m2[m] += gap * gap if gap == gap else 0.0


@part
def _code(x: float, start: float, scale: float, most: float) -> np.int32:
    """Return the place of a value: zero, below the bins, one of the bins, above them; or ``UNDEFINED``."""
    place = (x - start) * scale + FIRST
    place = place if place > BELOW else float(BELOW)
    place = place if place < most else most
    place = place if x != 0.0 else float(ZERO)
    return np.int32(place if x == x else float(UNDEFINED))


@part
def _encode(values: Any, bins: Any, week: int, team: int, codes: Any) -> None:
    """Find the places of the values of one team's week."""
    start, scale = bins.start[week, team], bins.scale[week, team]
    for world in range(len(values)):
        row, code = values[world], codes[world, week, team]
        for m in range(len(code)):
            code[m] = _code(row[m], start[m], scale[m], bins.most)


@_whole
def _encode_all(values: Any, bins: Any, codes: Any) -> None:
    """Find the places of all values."""
    for week in range(values.shape[1]):
        for team in range(values.shape[2]):
            _encode(values[:, week, team], bins, week, team, codes)


@_whole
def _count(codes: Any, counts: Any) -> None:
    """Count codes (worlds, cells) cell by cell."""
    for cell in range(codes.shape[1]):
        count = counts[cell]
        for world in range(codes.shape[0]):
            code = codes[world, cell]
            if code != UNDEFINED:
                count[code] += 1


@part
def _cell(week: int, team: int, moments: Any, bins: Any, codes: Any, kept: Any, space: Any) -> None:
    """Take what is wanted of the values of one team's week."""
    _describe(space.values, space.moments)
    for m in range(moments.n.shape[2]):
        moments.n[week, team, m] = space.moments[0, m]
        moments.mean[week, team, m] = space.moments[1, m]
        moments.m2[week, team, m] = space.moments[2, m]
        moments.low[week, team, m] = space.moments[3, m]
        moments.high[week, team, m] = space.moments[4, m]
    if codes.size > 0:
        _encode(space.values, bins, week, team, codes)
    if kept.size > 0:
        for world in range(len(kept)):
            for m in range(kept.shape[3]):
                kept[world, week, team, m] = space.values[world, m]


@part
def _follow(recipe: Any, week: int, sums: Any, tops: Any, bottoms: Any) -> None:
    """Add the organisation's week to the sums so far, and to those of the quarter before each horizon."""
    for world in range(len(sums.top)):
        _add(sums.total_top[world], sums.all_top[world])
        _add(sums.total_bottom[world], sums.all_bottom[world])
        for h in range(len(recipe.last)):
            if recipe.last[h] - recipe.quarter < week <= recipe.last[h]:
                _add(tops[h, world], sums.all_top[world])
                _add(bottoms[h, world], sums.all_bottom[world])
            if week == recipe.last[h]:
                for m in range(WIDTH):
                    if not recipe.level[m]:
                        tops[h, world, m] = sums.total_top[world, m]
                        bottoms[h, world, m] = sums.total_bottom[world, m]


@_whole
def _reduce(
    columns: Any, recipe: Any, moments: Any, bins: Any, codes: Any, kept: Any, sums: Any, space: Any, tops: Any,
    bottoms: Any, ends: Any,
) -> None:  # fmt: skip
    """Go over weeks and teams once."""
    _, weeks, teams, _ = columns.shape
    for week in range(weeks):
        _clear(sums.all_top)
        _clear(sums.all_bottom)
        for team in range(teams):
            _gather(columns, recipe, week, team, sums)
            _divide(recipe, sums.top, sums.bottom, space.values)
            _cell(week, team, moments, bins, codes, kept, space)
        _divide(recipe, sums.all_top, sums.all_bottom, space.values)
        _cell(week, teams, moments, bins, codes, kept, space)
        _follow(recipe, week, sums, tops, bottoms)
    for h in range(len(recipe.last)):
        _divide(recipe, tops[h], bottoms[h], ends[:, h])


@_whole
def _merge(into: Any, other: Any) -> None:
    """Merge moments place by place."""
    for i in range(len(into.n)):
        total = into.n[i] + other.n[i]
        gap = other.mean[i] - into.mean[i]
        share = other.n[i] / total if total > 0 else 0.0
        into.mean[i] += gap * share
        into.m2[i] += other.m2[i] + gap * gap * (into.n[i] * share)
        into.n[i] = total
        into.low[i] = min(into.low[i], other.low[i])
        into.high[i] = max(into.high[i], other.high[i])
