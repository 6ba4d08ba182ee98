"""What each of the seven rows E1 to E7 contributes to the difference between two regimes.

The rows are players who join one by one: a coalition is regime a with the rows of its members as in
regime b. Shapley values (see ``simkit.experiments.shapley``) share the whole difference b - a fairly, and the
effect of each row alone shows what a workshop gets that switches only that one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simkit.engine.workers import Progress
from simkit.experiments.outcomes import Outcome, Task, reader, scenario_of, simulate_all, within, year_and_end
from simkit.experiments.paired import estimate
from simkit.experiments.points import Numbered, Points, groups_of, numbered, point_of, under
from simkit.experiments.shapley import Coalition, Shares, places, shares
from simkit.levers import LEVERS, SWITCHES
from simkit.metrics import metric
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario

WORLDS = 16
"""Worlds unless told otherwise; each needs up to 19 runs."""
LEAST_WORLDS = 2


@dataclass(frozen=True, eq=False)
class Contributions:
    """What each row contributes, alone and as a fair share of the difference, with error.

    ``outcomes`` names metric and week along the last axis of the arrays in ``shares``; ``groups`` are those of
    ``simkit.experiments.comparison.Comparison``.
    """

    reference: str
    regime: str
    outcomes: tuple[Outcome, ...]
    shares: Shares
    groups: tuple[int, ...] = ()

    def frame(self) -> pd.DataFrame:
        """Return one row per metric, horizon, switch and ``part`` (``alone`` or ``shapley``).

        ``mean``, ``low``, ``high`` (95 % t-interval over worlds), ``mcse`` and ``n``, in the metric's unit.
        """
        rows = [
            {**self._about(i), "switch": switch, "part": part, **_numbers(values[:, k, i], self.groups)}
            for i in range(len(self.outcomes))
            for k, switch in enumerate(self.shares.players)
            for part, values in (("alone", self.shares.alone), ("shapley", self.shares.shapley))
        ]
        return pd.DataFrame(rows)

    def totals(self) -> pd.DataFrame:
        """Return one row per metric, horizon and ``part``: ``together`` (b - a) and ``interaction``.

        The interaction is what the rows do together beyond the sum of what each does alone.
        """
        parts = (("together", self.shares.together), ("interaction", self.shares.interaction))
        rows = [
            {**self._about(i), "part": part, **_numbers(values[:, i], self.groups)}
            for i in range(len(self.outcomes))
            for part, values in parts
        ]
        return pd.DataFrame(rows)

    def _about(self, i: int) -> dict[str, Any]:
        """Return the names of one outcome."""
        id, week = self.outcomes[i]
        names = {"reference": self.reference, "regime": self.regime, "metric": id, "horizon": week}
        return {**names, "stream": metric(id).stream, "unit": metric(id).unit}


def contributions(
    base: Scenario | Organisation, a: Regime, b: Regime, *,
    worlds: int = WORLDS, seed: int = 0, weeks: int | None = None, points: Points = (), engine: str = "fast",
    workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
) -> Contributions:  # fmt: skip
    """Return what each row of the comparison table contributes to b - a.

    Watched are the four headline metrics at week 52 and in the last week. Each world takes one order of
    switching and its reverse, besides every row alone: at most 19 runs, none of them done twice. ``points`` are sets
    of constants for the worlds, as in ``compare_regimes``. Raises
    ``InputError`` for fewer than 2 worlds and ``Interrupted`` on Ctrl-C.
    """
    within("worlds", worlds, LEAST_WORLDS, "worlds")
    start, numbers = scenario_of(base, weeks), range(worlds)
    outcomes, needed = year_and_end(start.weeks), places(SWITCHES, numbers, seed)
    regimes = {rows: mixed(a, b, rows) for _, rows in needed}
    runs: dict[tuple[tuple[float, ...], int], dict[int, Regime]] = {}
    held = numbered(points)
    for world, rows in needed:
        runs.setdefault((regimes[rows].values, point_of(held, world)[0]), {})[world] = regimes[rows]
    tasks = [Task(_under(start, held, of), seed, tuple(of), reader(outcomes)) for of in runs.values()]
    parts = simulate_all(tasks, engine=engine, workers=workers, executor=executor, progress=progress)
    keys = [(world, levers) for (levers, _), of in runs.items() for world in of]
    found = dict(zip(keys, np.concatenate(parts), strict=True))
    values = {(world, rows): found[world, regimes[rows].values] for world, rows in needed}
    found_shares = shares(SWITCHES, numbers, seed, values)
    return Contributions(a.name, b.name, outcomes, found_shares, groups_of(held, numbers))


def _under(start: Scenario, points: Numbered, worlds: Mapping[int, Regime]) -> Scenario:
    """Return the scenario of some worlds that have regime and constants in common."""
    world, regime = next(iter(worlds.items()))
    return under(start.with_(regime=regime), point_of(points, world)[1])


def mixed(a: Regime, b: Regime, rows: Coalition) -> Regime:
    """Return regime a with some rows of the comparison table as in b.

    >>> mix = mixed(Regime.preset("traditional"), Regime.preset("innovation"), frozenset({"E3"}))
    >>> mix["review_interval"], mix["coaching_share"], mix.name
    (4.0, 0.1, 'traditional+E3')
    """
    name = "+".join([a.name, *sorted(rows)])
    pairs = zip(LEVERS, a.values, b.values, strict=True)
    return Regime(name, tuple(y if item.switch in rows else x for item, x, y in pairs))


def _numbers(values: Floats, groups: Sequence[int]) -> dict[str, float]:
    """Return mean, interval, error and number of worlds."""
    found = estimate(values, groups)
    return {"mean": found.mean, "low": found.low, "high": found.high, "mcse": found.mcse, "n": found.n}
