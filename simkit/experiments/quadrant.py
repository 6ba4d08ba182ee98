"""The quadrant: which mix of tools wins at each business certainty and team type, by how much and how surely.

Every cell is a laboratory of equal teams with that certainty and team type (``simkit.presets.laboratory``). All mixes
meet the same worlds, so what differs within a cell is due to the mix. Nothing is tuned: the article's advice
(``simkit.experiments.advice``) is judged on the same runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pandas as pd

from simkit.engine.workers import Progress
from simkit.experiments.advice import advice_for, judged
from simkit.experiments.best import best_of
from simkit.experiments.mixes import Mix, mixes_of
from simkit.experiments.outcomes import WEEKS, Outcome, Task, horizons, reader, simulate_all, within
from simkit.experiments.paired import estimate
from simkit.metrics import HEADLINES, metric
from simkit.presets.laboratory import lab
from simkit.problems import InputError, Problem
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Scenario

STEPS = (1, 2, 3, 4, 5)
"""Values of both axes unless told otherwise."""
WORLDS = 128
"""Worlds unless told otherwise."""
LEAST_WORLDS = 2


@dataclass(frozen=True, eq=False)
class Quadrant:
    """What the mixes reach in each cell.

    ``values`` has shape (cells, mixes, worlds, outcomes); ``cells`` are pairs (certainty, team type), ``outcomes`` pairs
    (metric, horizon in weeks).
    """

    mixes: tuple[Mix, ...]
    cells: tuple[tuple[float, float], ...]
    outcomes: tuple[Outcome, ...]
    seed: int
    values: Floats

    @property
    def worlds(self) -> int:
        """The number of worlds that every mix met in every cell."""
        return self.values.shape[2]

    @property
    def horizons(self) -> tuple[int, ...]:
        """The weeks at which results were read."""
        return tuple(dict.fromkeys(week for _, week in self.outcomes))

    def among(self, mixes: Sequence[Mix]) -> Self:
        """Return the same runs with some of the mixes only."""
        chosen = [self.mixes.index(mix) for mix in mixes]
        return replace(self, mixes=tuple(mixes), values=self.values[:, chosen])

    def frame(self) -> pd.DataFrame:
        """Return one row per cell, metric, horizon and mix.

        ``mean``, ``low``, ``high`` (95 % t-interval over worlds), ``mcse`` and ``n``, in the metric's unit.
        """
        rows: list[dict[str, Any]] = []
        for c, i in self._places():
            for m, mix in enumerate(self.mixes):
                found = estimate(self.values[c, m, :, i])
                spread = {name: getattr(found, name) for name in ("mean", "low", "high", "mcse", "n")}
                rows.append({**self._about(c, i), "mix": mix.name, "code": mix.code, **spread})
        return pd.DataFrame(rows)

    def winners(self) -> pd.DataFrame:
        """Return one row per cell, metric and horizon: which mix wins, by how much, how surely.

        ``margin`` is winner minus ``runner_up``, paired, with 95 % t-interval ``low`` to ``high`` and ``mcse``; ``share`` is the
        share of worlds in which the winner is first of all; ``p`` the largest Holm-adjusted p-value of winner
        against another mix. ``verdict`` is ``sure`` if all of them are below 5 %, else ``tie``: ``tied`` then lists the mixes
        that cannot be told from the winner (names in order, the winner among them).
        """
        rows: list[dict[str, Any]] = []
        for c, i in self._places():
            found = best_of(self._better(c, i))
            names = [self.mixes[m].name for m in (found.first, found.second)]
            others = np.delete(found.p, found.first)
            rows.append({
                **self._about(c, i), "winner": names[0], "code": self.mixes[found.first].code, "runner_up": names[1],
                "margin": found.margin.mean, "low": found.margin.low, "high": found.margin.high,
                "mcse": found.margin.mcse, "n": found.margin.n, "share": found.share, "p": float(others.max()),
                "verdict": found.verdict, "tied": tuple(self.mixes[m].name for m in found.tied),
            })  # fmt: skip
        return pd.DataFrame(rows)

    def advice(self) -> pd.DataFrame:
        """Return one row per cell with advice, metric and horizon: does the article's advice hold there?

        ``advice`` is the corner whose advice it is; ``recommended`` and ``other`` are the best recommended mix and the best
        of the rest, ``margin`` the first minus the second (paired, 95 % t-interval ``low`` to ``high``). ``verdict`` is
        ``holds``, ``fails`` or ``undecided`` (see ``simkit.experiments.advice.judged``).
        """
        rows: list[dict[str, Any]] = []
        for c, i in self._places():
            advice = advice_for(*self.cells[c])
            regimes = [mix.regime for mix in self.mixes]
            found = (
                judged(self._better(c, i), [advice.recommends(item) for item in regimes]) if advice else None
            )
            if advice and found:
                names = {
                    "recommended": self.mixes[found.recommended].name,
                    "other": self.mixes[found.other].name,
                }
                margin = {"margin": found.margin.mean, "low": found.margin.low, "high": found.margin.high}
                rows.append(
                    {**self._about(c, i), "advice": advice.id, **names, **margin, "verdict": found.verdict}
                )
        return pd.DataFrame(rows, columns=None if rows else [*self._about(0, 0), "advice", "verdict"])

    def _places(self) -> list[tuple[int, int]]:
        """Return positions of cells and outcomes."""
        return [(c, i) for c in range(len(self.cells)) for i in range(len(self.outcomes))]

    def _better(self, cell: int, outcome: int) -> Floats:
        """Return the values of a cell, shape (mixes, worlds), such that more is better."""
        side = -1.0 if metric(self.outcomes[outcome][0]).direction < 0 else 1.0
        return side * self.values[cell, :, :, outcome]

    def _about(self, cell: int, outcome: int) -> dict[str, Any]:
        """Return the names of one cell and outcome."""
        (certainty, team_type), (id, week) = self.cells[cell], self.outcomes[outcome]
        place = {"certainty": certainty, "team_type": team_type}
        return {**place, "metric": id, "stream": metric(id).stream, "horizon": week, "unit": metric(id).unit}


def quadrant(
    mixes: Iterable[str | Regime] | None = None, *, certainties: Sequence[float] = STEPS,
    team_types: Sequence[float] = STEPS, weeks: int = WEEKS, replications: int = WORLDS, seed: int = 0,
    engine: str = "fast", workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
) -> Quadrant:  # fmt: skip
    """Run every mix at every place of the quadrant, in the same worlds within a place.

    ``mixes`` are names of tools joined by ``+``, names or files of regimes, or regimes (default: ``CODES`` of
    ``simkit.experiments.mixes``). The four streams are read at weeks 26, 52, 104 and in the last one. The engine,
    ``workers`` and ``executor`` are those of ``simkit.run``; none of them changes a number. ``progress`` gets worlds done and
    to do. Raises ``InputError`` for mixes or settings that are not possible and ``Interrupted`` on Ctrl-C.

    >>> found = quadrant(["kpi", "okr"], certainties=[5], team_types=[1], weeks=4, replications=2, workers=1)
    >>> found.values.shape, len(found.winners())
    ((1, 2, 2, 4), 4)
    """
    tried = mixes_of(mixes)
    within("replications", replications, LEAST_WORLDS, "worlds")
    cells, outcomes = (
        _cells(certainties, team_types),
        tuple((id, week) for week in horizons(weeks) for id in HEADLINES),
    )
    worlds, read = tuple(range(replications)), reader(outcomes)
    tasks = [Task(scenario_in(cell, mix, weeks), seed, worlds, read) for cell in cells for mix in tried]
    found = simulate_all(tasks, engine=engine, workers=workers, executor=executor, progress=progress)
    values = np.stack(found).reshape(len(cells), len(tried), replications, len(outcomes))
    return Quadrant(tried, cells, outcomes, seed, values)


def scenario_in(cell: tuple[float, float], mix: Mix, weeks: int = WEEKS) -> Scenario:
    """Return the laboratory at a place (certainty, team type) under a mix."""
    return Scenario(organisation=lab(*cell), regime=mix.regime, weeks=weeks)


def _cells(certainties: Sequence[float], team_types: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Return all places, or refuse an axis without values or with the same one twice."""
    axes = {"certainties": certainties, "team_types": team_types}
    problems = [Problem("empty", name) for name, values in axes.items() if len(values) == 0]
    problems += [
        Problem("given_twice", name, {"value": value})
        for name, values in axes.items()
        for value in sorted({item for item in values if list(values).count(item) > 1})
    ]
    if problems:
        raise InputError(problems)
    return tuple((float(certainty), float(kind)) for certainty in certainties for kind in team_types)
