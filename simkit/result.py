"""A result: what was simulated, with which luck, and every recorded number, labelled.

Metrics are read off the recorded columns as ``simkit.metrics`` declares them.

>>> result = example()
>>> result.metric("value_financial").shape
(2,)
>>> result.data.dims
('replication', 'week', 'team', 'column')
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simkit.archive import fingerprint_of, read_folder, write_folder
from simkit.distribution import Floats
from simkit.metrics import COLUMN_INDEX, COLUMNS, METRIC_IDS, QUARTER, Metric, metric
from simkit.problems import InputError, Problem, nearest
from simkit.regime import Regime
from simkit.scenario import Organisation, Scenario, Team

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Window = int | tuple[int, int] | None
"""Weeks that a metric is read over: up to a horizon, from a first to a last week, or (``None``) all."""
FILES = ("result.json", "columns.npz")
"""The two files of a saved result."""
TEAM_COLUMNS = ("people", "slack_time", "reviews")
"""Columns that views read team by team and week by week."""


@dataclass(frozen=True, eq=False)
class Replicated:
    """Some replications of one scenario: ``replications`` are the numbers of the worlds. Weeks are counted from 1."""

    scenario: Scenario
    seed: int
    replications: tuple[int, ...]
    version: str

    @property
    def weeks(self) -> int:
        """Number of weeks."""
        return self.scenario.weeks

    @property
    def teams(self) -> tuple[str, ...]:
        """Names of the teams."""
        return tuple(team.name for team in self.scenario.organisation.teams)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hexadecimal) of the canonical JSON of scenario, seed, replications and version: the same for the same run."""
        return fingerprint_of(self)


@dataclass(frozen=True, eq=False)
class Recorded(Replicated, ABC):
    """Replications as a comparison reads them: a ``Result``, or a ``simkit.digest.Digest`` of it."""

    def metric(self, id: str, window: Window = None, teams: Sequence[str] | None = None) -> Floats:
        """Return a metric's value in each replication, shape (replications,), in the metric's unit.

        ``factor * sum(numerator) / sum(denominator)`` over the weeks of the window and the teams (all by
        default; a unit-specific metric only counts teams of its functions). A ``level`` metric uses the
        last ``QUARTER`` weeks of the window. NaN where the denominator is 0 or no team is concerned.
        Raises ``InputError`` for an unknown metric or team, or weeks that were not simulated.

        >>> float(example().metric("launches", window=(1, 2), teams=["Apps"])[0])
        2.0
        """
        item, (first, last) = known_metric(id), self._window(window)
        if item.over == "level":
            first = max(first, last - QUARTER + 1)
        return ratio(item, [added(part) for part in self._weekly(item, teams, slice(first - 1, last))])

    def series(self, id: str, teams: Sequence[str] | None = None) -> Floats:
        """Return a metric week by week, shape (replications, weeks): each week read on its own."""
        item = known_metric(id)
        return ratio(item, self._weekly(item, teams))

    def so_far(self, id: str, teams: Sequence[str] | None = None) -> Floats:
        """Return a metric as it stands at each week, shape (replications, weeks).

        Week w holds what ``metric(id, w, teams)`` returns (up to rounding in the last digits).
        """
        item = known_metric(id)
        totals = [part.cumsum(axis=1) for part in self._weekly(item, teams)]
        return ratio(item, [trailing(total) for total in totals] if item.over == "level" else totals)

    @abstractmethod
    def team_weeks(self, name: str) -> Floats:
        """Return a column of ``TEAM_COLUMNS`` as recorded, shape (replications, weeks, teams)."""

    @abstractmethod
    def _weekly(self, item: Metric, names: Sequence[str] | None, weeks: slice = slice(None)) -> list[Floats]:
        """Return a metric's numerator and denominator by replication and week, summed over its teams."""

    def _window(self, window: Window) -> tuple[int, int]:
        """Return first and last week of a window, or refuse it."""
        first, last = window if isinstance(window, tuple) else (1, self.weeks if window is None else window)
        if not 1 <= first <= last <= self.weeks:
            limits = {"value": f"{first}-{last}", "low": 1, "high": self.weeks, "unit": "weeks"}
            raise InputError([Problem("out_of_range", "window", limits)])
        return first, last


@dataclass(frozen=True, eq=False)
class Result(Recorded):
    """Recorded columns of some replications of one scenario; read-only.

    ``columns`` has shape (replications, weeks, teams, columns), float64, in the order of
    ``simkit.metrics.COLUMNS``; ``replications`` are the numbers of the worlds, in the order of the first
    axis. Weeks are counted from 1. Raises ``ValueError`` if the shape does not fit the scenario.
    """

    columns: Floats

    def __post_init__(self) -> None:
        """Refuse an array of another shape and protect the numbers from being changed."""
        expected = (len(self.replications), self.scenario.weeks, len(self.teams), len(COLUMNS))
        if self.columns.shape != expected:
            raise ValueError(f"columns have shape {self.columns.shape}, the scenario needs {expected}")
        self.columns.setflags(write=False)

    @property
    def data(self) -> xr.DataArray:
        """The columns as an array labelled by replication, week, team and column (not a copy)."""
        import xarray as xr

        weeks = np.arange(1, self.weeks + 1)
        labels = (list(self.replications), weeks, list(self.teams), list(COLUMNS))
        names = ("replication", "week", "team", "column")
        about = {"seed": self.seed, "version": self.version, "fingerprint": self.fingerprint}
        return xr.DataArray(self.columns, dict(zip(names, labels, strict=True)), names, "simkit", about)

    def team_weeks(self, name: str) -> Floats:
        """Return one recorded column, shape (replications, weeks, teams); read-only.

        ``name`` is one of ``simkit.metrics.COLUMNS``. What shows effort over the review cycle takes "people",
        "slack_time" and "reviews" from here. Raises ``KeyError`` for any other name.

        >>> example().team_weeks("people")[0, :, 0].tolist()
        [4.0, 4.0, 4.0]
        """
        return self.columns[..., COLUMN_INDEX[name]]

    def frame(self, ids: Sequence[str] = METRIC_IDS) -> pd.DataFrame:
        """Return a tidy table: metric, week, team, mean and Monte-Carlo error over the n replications.

        Metrics are left out for teams of other functions; undefined replications do not count in ``n``.
        """
        import pandas as pd

        parts = [
            _summary(self.series(id, [team.name]), id, team.name)
            for id in ids
            for team in self.scenario.organisation.teams
            if concerns(known_metric(id), team)
        ]
        return pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)

    def save(self, folder: str | Path) -> Path:
        """Write ``result.json`` and ``columns.npz`` into a folder (made if need be) and return it.

        The same result gives the same bytes. Raises ``InputError`` if it cannot be or has been done.
        """
        return write_folder(Path(folder), FILES, self, {"columns": self.columns})

    @cached_property
    def _all_teams(self) -> Floats:
        """Columns summed over all teams, shape (columns, replications, weeks): a column lies in one piece."""
        return np.ascontiguousarray(np.moveaxis(self.columns.sum(axis=2), -1, 0))

    def _weekly(self, item: Metric, names: Sequence[str] | None, weeks: slice = slice(None)) -> list[Floats]:
        """Return a metric's numerator and denominator by replication and week, summed over its teams.

        NaN throughout if no team is concerned; refuses unknown names of teams.
        """
        refuse_unknown_teams(names or (), self.teams)
        teams = enumerate(self.scenario.organisation.teams)
        picked = [i for i, team in teams if concerns(item, team) and (names is None or team.name in names)]
        used = [COLUMN_INDEX[name] for name in (item.numerator, item.denominator) if name]
        if not picked:
            return [np.full(self.columns[:, weeks].shape[:2], np.nan)] * len(used)
        if len(picked) == len(self.teams):
            return [self._all_teams[index][:, weeks] for index in used]
        return [added(self.columns[:, weeks, picked, index]) for index in used]


def known_metric(id: str) -> Metric:
    """Return the metric with this id, or raise ``InputError`` with the nearest known id."""
    if id not in METRIC_IDS:
        values = {"value": id, "nearest": nearest(id, METRIC_IDS)}
        raise InputError([Problem("unknown_metric", "metric", values)])
    return metric(id)


def refuse_unknown_teams(names: Sequence[str], teams: Sequence[str]) -> None:
    """Raise ``InputError`` if a name is not that of a team."""
    unknown = ", ".join(name for name in names if name not in teams)
    if unknown:
        values = {"value": unknown, "allowed": ", ".join(teams)}
        raise InputError([Problem("unknown_team", "teams", values)])


def concerns(item: Metric, team: Team) -> bool:
    """Return whether a team's function is one that the metric belongs to."""
    return not item.functions or team.function in item.functions


def added(parts: Floats) -> Floats:
    """Add along the last axis in its order, so that the sum is the same, to the last bit, in every engine."""
    return np.add.accumulate(parts, axis=-1)[..., -1]


def ratio(item: Metric, sums: Sequence[Floats]) -> Floats:
    """Return factor × numerator / denominator; NaN where the denominator is 0."""
    top = sums[0]
    if item.denominator is None:
        return item.factor * top
    return item.factor * np.divide(top, sums[1], out=np.full(top.shape, np.nan), where=sums[1] != 0)


def trailing(totals: Floats) -> Floats:
    """Turn running totals over weeks (second axis) into totals of the last ``QUARTER`` weeks."""
    before = np.zeros_like(totals)
    before[:, QUARTER:] = totals[:, :-QUARTER]
    return totals - before


def _summary(values: Floats, id: str, team: str) -> dict[str, Any]:
    """Return the rows of one metric and team: mean, Monte-Carlo error and n by week."""
    known = np.ma.masked_invalid(values)
    n = known.count(axis=0)
    mean = known.mean(axis=0).filled(np.nan)
    error = (known.std(axis=0, ddof=1) / np.sqrt(np.maximum(n, 1))).filled(np.nan)
    weeks = np.arange(1, values.shape[1] + 1)
    names = {"metric": id, "week": weeks, "team": team, "unit": metric(id).unit}
    return {**names, "mean": mean, "mcse": error, "n": n}


def load(folder: str | Path) -> Result:
    """Read a result that ``Result.save`` wrote.

    Raises ``InputError`` if the folder holds no result, or one that this version cannot read.
    """

    def made(scenario: Scenario, about: Mapping[str, Any], arrays: Mapping[str, Any]) -> Result:
        replications = tuple(about["replications"])
        return Result(scenario, about["seed"], replications, about["version"], arrays["columns"])

    return read_folder(Path(folder), FILES, made)


def example() -> Result:
    """Return a small hand-made result for examples: 2 replications, 3 weeks, one team, one launch a week."""
    organisation = Organisation(name="Example", teams=(Team(name="Apps", people=4),))
    scenario = Scenario(organisation=organisation, regime=Regime.preset("traditional"), weeks=3)
    columns = np.zeros((2, 3, 1, len(COLUMNS)))
    for name, value in {"weeks": 1.0, "people": 4.0, "financial": 4.0, "launches": 1.0}.items():
        columns[..., COLUMN_INDEX[name]] = value
    return Result(scenario, 0, (0, 1), "0", columns)
