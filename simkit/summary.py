"""A summary of many worlds: how every metric is spread over them, by week and team, without keeping the worlds.

For each week, each team and the whole organisation, and each metric: the number of worlds in which it is defined,
mean, standard deviation, least and greatest value, quantiles and shares. For the whole organisation also every
metric in every world at the horizons, so that regimes can be compared world by world. Up to
``simkit.distribution.WHOLE_WORLDS`` worlds are kept whole and quantiles are exact; beyond that they come from
counts in fixed bins, with a known bound of the error (``quantile_error``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simkit.archive import read_folder, write_folder
from simkit.distribution import (
    Bins,
    Floats,
    Moments,
    Segments,
    Tallies,
    quantile_of_counts,
    quantile_of_values,
    segments,
    share_of_counts,
    share_of_values,
)  # fmt: skip
from simkit.metrics import METRIC_IDS, metric
from simkit.problems import InputError, Problem
from simkit.result import Replicated, concerns, known_metric, refuse_unknown_teams
from simkit.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

YEAR, HALF_YEAR = 52, 26
ORGANISATION = ""
"""What stands for the whole organisation among the names of teams in a table."""
FILES = ("summary.json", "summary.npz")
"""The two files of a saved summary."""
QUANTILES = (0.05, 0.5, 0.95)
_PLACES = {id: i for i, id in enumerate(METRIC_IDS)}


def horizons(weeks: int) -> tuple[int, ...]:
    """Return the weeks at which every world is kept: after half a year, at each year's end, and the last.

    >>> horizons(60), horizons(156)
    ((26, 52, 60), (26, 52, 104, 156))
    """
    return (*(week for week in (HALF_YEAR, *range(YEAR, weeks, YEAR)) if week < weeks), weeks)


@dataclass(frozen=True, eq=False)
class Summary(Replicated):
    """How metrics are spread over some replications of one scenario; read-only.

    ``moments`` has arrays of shape (weeks, teams + 1, metrics), the whole organisation last; ``ends`` is
    (replications, horizons, metrics) for the whole organisation. Either ``values`` (replications, weeks, teams
    + 1, metrics) is kept, or ``tallies`` of worlds by bin with their ``bins``; the other is empty.
    """

    moments: Moments
    ends: Floats
    values: Floats
    tallies: Tallies
    bins: Bins

    def __post_init__(self) -> None:
        """Protect the numbers from being changed."""
        tallies = (self.tallies.counts, *self.tallies.codes)
        for part in (*self.moments, self.ends, self.values, *tallies, self.bins.start, self.bins.scale):
            if part.size:
                part.setflags(write=False)

    @property
    def horizons(self) -> tuple[int, ...]:
        """Weeks at which every world is kept."""
        return horizons(self.weeks)

    @property
    def exact(self) -> bool:
        """Whether quantiles and shares are exact."""
        return self.values.size > 0

    @property
    def counts(self) -> NDArray[Any]:
        """Worlds by bin, (weeks, teams + 1, metrics, bins); empty if values are kept."""
        return self.tallies.whole()

    def metric(self, id: str, window: object = None, teams: Sequence[str] | None = None) -> Floats:
        """Return the organisation's metric in each replication up to a horizon, shape (replications,).

        The very numbers of ``Result.metric(id, window)`` for a ``window`` among ``horizons`` (default: the last).
        Raises ``InputError`` for other windows and for teams, which only a run with ``series=True`` keeps.
        """
        known_metric(id)
        week = self.weeks if window is None else window
        if week not in self.horizons or teams is not None:
            asked = f"teams={teams}" if teams is not None else f"window={window}"
            kept = ", ".join(map(str, self.horizons))
            raise InputError([Problem("not_in_summary", "window", {"value": asked, "kept": kept})])
        return self.ends[:, self.horizons.index(int(str(week))), _PLACES[id]]

    def count(self, id: str, team: str | None = None) -> NDArray[np.int64]:
        """Return the number of worlds in which a metric is defined, by week, shape (weeks,)."""
        return self.moments.n[self._at(id, team)].astype(np.int64)

    def mean(self, id: str, team: str | None = None) -> Floats:
        """Return the mean over worlds by week, shape (weeks,); each week is read on its own, as ``Result.series``.

        ``team`` is a team's name, or ``None`` for the whole organisation. NaN where no world defines the metric.
        """
        place = self._at(id, team)
        return np.where(self.moments.n[place] > 0, self.moments.mean[place], np.nan)

    def sd(self, id: str, team: str | None = None) -> Floats:
        """Return the standard deviation over worlds (n - 1) by week; NaN for fewer than two worlds."""
        place = self._at(id, team)
        n = self.moments.n[place]
        return np.sqrt(self.moments.m2[place] / np.where(n > 1, n - 1.0, np.nan))

    def mcse(self, id: str, team: str | None = None) -> Floats:
        """Return the Monte-Carlo standard error of the mean by week."""
        return self.sd(id, team) / np.sqrt(np.maximum(self.count(id, team), 1))

    def quantile(self, id: str, q: float, team: str | None = None) -> Floats:
        """Return a quantile over worlds by week, shape (weeks,); ``q`` from 0 to 1, interpolated linearly.

        Exact if ``exact``, else within ``quantile_error``. Raises ``InputError`` for ``q`` out of range.
        """
        return self._quantile(id, q, team)[0]

    def quantile_error(self, id: str, q: float, team: str | None = None) -> Floats:
        """Return the bound of a quantile's error by week, in the metric's unit: the width of its bin, or 0."""
        return self._quantile(id, q, team)[1]

    def share(
        self, id: str, *, above: float | None = None, below: float | None = None, team: str | None = None
    ) -> Floats:
        """Return the share of worlds with a metric above or below a value, by week, among those defined.

        Exact if ``exact`` (and always for shares above and below 0); else off by at most the share of worlds in
        one bin. Raises ``InputError`` unless just one of ``above`` and ``below`` is given.
        """
        if (above is None) == (below is None):
            raise InputError([Problem("one_of_two", "share", {"first": "above", "second": "below"})])
        value, sign = (above, 1) if above is not None else (below or 0.0, -1)
        place = self._at(id, team)
        if self.exact:
            return share_of_values(self.values[:, *place], value, sign)
        moments, parts = self._parts(place)
        return share_of_counts(moments, parts, value, sign)

    def frame(self, ids: Sequence[str] = METRIC_IDS, quantiles: Sequence[float] = QUANTILES) -> pd.DataFrame:
        """Return a tidy table: metric, week, team (``""``: whole organisation), unit, mean, sd, mcse, n, quantiles.

        The columns of quantiles are ``q05`` and so on. Metrics are left out for teams of other functions.
        """
        import pandas as pd

        teams = self.scenario.organisation.teams
        parts = [
            pd.DataFrame(self._rows(id, name, quantiles))
            for id in ids
            for name in (ORGANISATION, *(team.name for team in teams if concerns(known_metric(id), team)))
        ]
        return pd.concat(parts, ignore_index=True)

    @property
    def data(self) -> xr.Dataset:
        """The numbers labelled by week, team (``""``: whole organisation) and metric, and by horizon and world.

        Variables ``n``, ``mean``, ``sd``, ``low`` and ``high``, and ``at_horizon`` (replication, horizon, metric).
        """
        import xarray as xr

        labels = {"week": np.arange(1, self.weeks + 1), "team": [*self.teams, ORGANISATION]}
        worlds = {"replication": list(self.replications), "horizon": list(self.horizons)}
        n = self.moments.n
        known = np.where(n > 0, 1.0, np.nan)
        sd = np.sqrt(self.moments.m2 / np.where(n > 1, n - 1.0, np.nan))
        parts = {"mean": self.moments.mean, "low": self.moments.low, "high": self.moments.high}
        cells = {"n": n.astype(np.int64), "sd": sd, **{name: part * known for name, part in parts.items()}}
        numbers: dict[str, Any] = {name: (("week", "team", "metric"), part) for name, part in cells.items()}
        numbers["at_horizon"] = (("replication", "horizon", "metric"), self.ends)
        about = {"seed": self.seed, "version": self.version, "fingerprint": self.fingerprint}
        return xr.Dataset(numbers, {**labels, **worlds, "metric": list(METRIC_IDS)}, about)

    def save(self, folder: str | Path) -> Path:
        """Write ``summary.json`` and ``summary.npz`` into a folder (made if need be) and return it.

        The same summary gives the same bytes. Raises ``InputError`` if it cannot be or has been done.
        """
        numbers = {"ends": self.ends, "values": self.values, "counts": self.counts}
        bins = {"start": self.bins.start, "scale": self.bins.scale, "most": np.array(self.bins.most)}
        parts = {**self.moments._asdict(), **bins, **numbers}
        return write_folder(Path(folder), FILES, self, parts)

    def _rows(self, id: str, name: str, quantiles: Sequence[float]) -> dict[str, Any]:
        """Return the columns of one metric and team."""
        team = name or None
        about = {"metric": id, "week": np.arange(1, self.weeks + 1), "team": name, "unit": metric(id).unit}
        spread = {"mean": self.mean(id, team), "sd": self.sd(id, team), "mcse": self.mcse(id, team)}
        found = {f"q{round(100 * q):02d}": self.quantile(id, q, team) for q in quantiles}
        return {**about, **spread, "n": self.count(id, team), **found}

    def _quantile(self, id: str, q: float, team: str | None) -> tuple[Floats, Floats]:
        """Return a quantile and the bound of its error by week."""
        if not 0 <= q <= 1:
            limits = {"value": q, "low": 0, "high": 1, "unit": "share"}
            raise InputError([Problem("out_of_range", "q", limits)])
        place = self._at(id, team)
        if self.exact:
            return quantile_of_values(self.values[:, *place], q), np.zeros(self.weeks)
        return quantile_of_counts(*self._parts(place), q)

    def _parts(self, place: tuple[slice, int, int]) -> tuple[Moments, Segments]:
        """Return moments and stretches of one metric and team, by week."""
        moments = Moments(*(part[place] for part in self.moments))
        bins = Bins(self.bins.start[place], self.bins.scale[place], self.bins.most)
        return moments, segments(moments, bins, self.tallies.at(place))

    def _at(self, id: str, team: str | None) -> tuple[slice, int, int]:
        """Return where a metric of a team, or of the organisation, stands; refuse unknown ones."""
        known_metric(id)
        refuse_unknown_teams([team] if team is not None else [], self.teams)
        return slice(None), len(self.teams) if team is None else self.teams.index(team), _PLACES[id]


def load(folder: str | Path) -> Summary:
    """Read a summary that ``Summary.save`` wrote.

    Raises ``InputError`` if the folder holds no summary, or one that this version cannot read.
    """

    def made(scenario: Scenario, about: Mapping[str, Any], arrays: Mapping[str, Any]) -> Summary:
        moments = Moments(*(arrays[name] for name in Moments._fields))
        bins = Bins(arrays["start"], arrays["scale"], float(arrays["most"]))
        tallies = Tallies(arrays["counts"].shape[-1], arrays["counts"])
        numbers = (moments, arrays["ends"], arrays["values"], tallies, bins)
        return Summary(scenario, about["seed"], tuple(about["replications"]), about["version"], *numbers)

    return read_folder(Path(folder), FILES, made)
