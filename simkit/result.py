"""A result: what was simulated, with which luck, and every recorded number, labelled.

Metrics are read off the recorded columns as ``simkit.metrics`` declares them.

>>> result = example()
>>> result.metric("value_financial").shape
(2,)
>>> result.data.dims
('replication', 'week', 'team', 'column')
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from simkit.levers import LEVER_IDS
from simkit.metrics import COLUMN_INDEX, COLUMNS, METRIC_IDS, QUARTER, Metric, metric
from simkit.problems import InputError, Problem, nearest
from simkit.regime import BASES, Regime
from simkit.scenario import Organisation, Scenario, Team

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Floats = NDArray[np.float64]
Window = int | tuple[int, int] | None
"""Weeks that a metric is read over: up to a horizon, from a first to a last week, or (``None``) all."""
ABOUT, NUMBERS = "result.json", "columns.npz"
"""The two files of a saved result."""


@dataclass(frozen=True, eq=False)
class Result:
    """Recorded columns of some replications of one scenario; read-only.

    ``columns`` has shape (replications, weeks, teams, columns), float64, in the order of
    ``simkit.metrics.COLUMNS``; ``replications`` are the numbers of the worlds, in the order of the first
    axis. Weeks are counted from 1. Raises ``ValueError`` if the shape does not fit the scenario.
    """

    scenario: Scenario
    seed: int
    replications: tuple[int, ...]
    version: str
    columns: Floats

    def __post_init__(self) -> None:
        """Refuse an array of another shape and protect the numbers from being changed."""
        expected = (len(self.replications), self.scenario.weeks, len(self.teams), len(COLUMNS))
        if self.columns.shape != expected:
            raise ValueError(f"columns have shape {self.columns.shape}, the scenario needs {expected}")
        self.columns.setflags(write=False)

    @property
    def weeks(self) -> int:
        """Number of weeks."""
        return self.scenario.weeks

    @property
    def teams(self) -> tuple[str, ...]:
        """Names of the teams, in the order of the third axis."""
        return tuple(team.name for team in self.scenario.organisation.teams)

    @property
    def data(self) -> xr.DataArray:
        """The columns as an array labelled by replication, week, team and column (not a copy)."""
        import xarray as xr

        weeks = np.arange(1, self.weeks + 1)
        labels = (list(self.replications), weeks, list(self.teams), list(COLUMNS))
        names = ("replication", "week", "team", "column")
        about = {"seed": self.seed, "version": self.version, "fingerprint": self.fingerprint}
        return xr.DataArray(self.columns, dict(zip(names, labels, strict=True)), names, "simkit", about)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (hexadecimal) of the canonical JSON of scenario, seed, replications and version."""
        text = json.dumps(self._about(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

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
        return _value(item, [part[:, first - 1 : last].sum(axis=1) for part in self._weekly(item, teams)])

    def series(self, id: str, teams: Sequence[str] | None = None) -> Floats:
        """Return a metric week by week, shape (replications, weeks): each week read on its own."""
        item = known_metric(id)
        return _value(item, self._weekly(item, teams))

    def so_far(self, id: str, teams: Sequence[str] | None = None) -> Floats:
        """Return a metric as it stands at each week, shape (replications, weeks).

        Week w holds what ``metric(id, w, teams)`` returns (up to rounding in the last digits).
        """
        item = known_metric(id)
        totals = [part.cumsum(axis=1) for part in self._weekly(item, teams)]
        return _value(item, [_last_quarter(total) for total in totals] if item.over == "level" else totals)

    def frame(self, ids: Sequence[str] = METRIC_IDS) -> pd.DataFrame:
        """Return a tidy table: metric, week, team, mean and Monte-Carlo error over the n replications.

        Metrics are left out for teams of other functions; undefined replications do not count in ``n``.
        """
        import pandas as pd

        parts = [
            _summary(self.series(id, [team.name]), id, team.name)
            for id in ids
            for team in self.scenario.organisation.teams
            if _concerns(known_metric(id), team)
        ]
        return pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True)

    def save(self, folder: str | Path) -> Path:
        """Write ``result.json`` and ``columns.npz`` into a folder (made if need be) and return it.

        The same result gives the same bytes. Raises ``InputError`` if it cannot be or has been done.
        """
        target = Path(folder)
        if (target / ABOUT).exists():
            raise InputError([Problem("already_there", str(folder), {"value": ABOUT})])
        try:
            target.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(target / NUMBERS, columns=self.columns)
            about = {**self._about(), "columns": list(COLUMNS), "fingerprint": self.fingerprint}
            text = json.dumps(about, sort_keys=True, indent=1, ensure_ascii=False)
            (target / ABOUT).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise InputError([Problem("cannot_write", str(folder), {"value": error.strerror})]) from None
        return target

    def _about(self) -> dict[str, Any]:
        """Return everything but the numbers, as plain data."""
        worlds = {"seed": self.seed, "replications": list(self.replications), "version": self.version}
        return {"scenario": scenario_document(self.scenario), **worlds}

    def _window(self, window: Window) -> tuple[int, int]:
        """Return first and last week of a window, or refuse it."""
        first, last = window if isinstance(window, tuple) else (1, self.weeks if window is None else window)
        if not 1 <= first <= last <= self.weeks:
            limits = {"value": f"{first}-{last}", "low": 1, "high": self.weeks, "unit": "weeks"}
            raise InputError([Problem("out_of_range", "window", limits)])
        return first, last

    @cached_property
    def _all_teams(self) -> Floats:
        """Columns summed over all teams, shape (replications, weeks, columns)."""
        return self.columns.sum(axis=2)

    def _weekly(self, item: Metric, names: Sequence[str] | None) -> list[Floats]:
        """Return a metric's numerator and denominator by replication and week, summed over its teams.

        NaN throughout if no team is concerned; refuses unknown names of teams.
        """
        unknown = ", ".join(name for name in names or () if name not in self.teams)
        if unknown:
            values = {"value": unknown, "allowed": ", ".join(self.teams)}
            raise InputError([Problem("unknown_team", "teams", values)])
        teams = enumerate(self.scenario.organisation.teams)
        picked = [i for i, team in teams if _concerns(item, team) and (names is None or team.name in names)]
        used = [COLUMN_INDEX[name] for name in (item.numerator, item.denominator) if name]
        if not picked:
            return [np.full(self.columns.shape[:2], np.nan)] * len(used)
        if len(picked) == len(self.teams):
            return [self._all_teams[:, :, index] for index in used]
        return [self.columns[:, :, picked, index].sum(axis=2) for index in used]


def known_metric(id: str) -> Metric:
    """Return the metric with this id, or raise ``InputError`` with the nearest known id."""
    if id not in METRIC_IDS:
        values = {"value": id, "nearest": nearest(id, METRIC_IDS)}
        raise InputError([Problem("unknown_metric", "metric", values)])
    return metric(id)


def _concerns(item: Metric, team: Team) -> bool:
    """Return whether a team's function is one that the metric belongs to."""
    return not item.functions or team.function in item.functions


def _value(item: Metric, sums: Sequence[Floats]) -> Floats:
    """Return factor × numerator / denominator; NaN where the denominator is 0."""
    top = sums[0]
    if item.denominator is None:
        return item.factor * top
    return item.factor * np.divide(top, sums[1], out=np.full(top.shape, np.nan), where=sums[1] != 0)


def _last_quarter(totals: Floats) -> Floats:
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


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain data for JSON or TOML: canonical, without fields that are ``None``.

    >>> document = scenario_document(example().scenario)
    >>> document["regime"]["levers"]["review_interval"], scenario_from(document) == example().scenario
    (52.0, True)
    """
    return _named_levers(scenario.model_dump(mode="json", exclude_none=True))


def scenario_from(document: dict[str, Any]) -> Scenario:
    """Return the scenario behind ``scenario_document``'s data; raises ``InputError`` with every problem."""
    return Scenario(**_ordered_levers(document))


def _named_levers(node: Any) -> Any:
    """Replace every regime's list of values by a table of levers by id."""
    if not isinstance(node, dict):
        return [_named_levers(item) for item in node] if isinstance(node, list) else node
    if isinstance(node.get("values"), list):
        rest = {key: value for key, value in node.items() if key != "values"}
        return {**rest, "levers": dict(zip(LEVER_IDS, node["values"], strict=True))}
    return {key: _named_levers(value) for key, value in node.items()}


def _ordered_levers(node: Any) -> Any:
    """Turn every table of levers back into a regime, with nothing missing and nothing unknown."""
    if not isinstance(node, dict):
        return [_ordered_levers(item) for item in node] if isinstance(node, list) else node
    if set(node) == {"name", "tools", "levers"}:
        missing = [id for id in LEVER_IDS if id not in node["levers"]]
        if missing:
            raise InputError([Problem("missing", f"levers.{id}", {"field": id}) for id in missing])
        start = replace(Regime.preset(BASES[0]), tools=tuple(node["tools"]))
        return start.with_(node["name"], **node["levers"])
    return {key: _ordered_levers(value) for key, value in node.items()}


def load(folder: str | Path) -> Result:
    """Read a result that ``Result.save`` wrote.

    Raises ``InputError`` if the folder holds no result, or one that this version cannot read.
    """
    source = Path(folder)
    unreadable = InputError([Problem("not_a_result", str(folder), {"value": str(folder)})])
    try:
        about = json.loads((source / ABOUT).read_text(encoding="utf-8"))
        with np.load(source / NUMBERS) as archive:
            columns = archive["columns"]
        scenario, replications = scenario_from(about["scenario"]), tuple(about["replications"])
        result = Result(scenario, about["seed"], replications, about["version"], columns)
        sound = about["columns"] == list(COLUMNS) and about["fingerprint"] == result.fingerprint
    except (OSError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise (error if isinstance(error, InputError) else unreadable) from None
    if not sound:
        raise unreadable
    return result


def example() -> Result:
    """Return a small hand-made result for examples: 2 replications, 3 weeks, one team, one launch a week."""
    organisation = Organisation(name="Example", teams=(Team(name="Apps", people=4),))
    scenario = Scenario(organisation=organisation, regime=Regime.preset("traditional"), weeks=3)
    columns = np.zeros((2, 3, 1, len(COLUMNS)))
    for name, value in {"weeks": 1.0, "people": 4.0, "financial": 4.0, "launches": 1.0}.items():
        columns[..., COLUMN_INDEX[name]] = value
    return Result(scenario, 0, (0, 1), "0", columns)
