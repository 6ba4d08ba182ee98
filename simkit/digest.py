"""What a comparison reads of a run, kept in a fraction of the room that everything recorded takes.

A digest holds sums over teams by week, the headline metrics of each team at the horizons, and for each team and
week the columns in ``TEAM_COLUMNS``. It answers what a ``simkit.result.Result`` of the same run answers, to the last bit,
as far as that can be read off those numbers.

>>> from simkit.result import example
>>> whole = example()
>>> digest = digest_of(whole)
>>> (digest.metric("value_financial") == whole.metric("value_financial")).all()
np.True_
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from simkit.distribution import Floats
from simkit.metrics import COLUMN_INDEX, COLUMNS, HEADLINES, METRICS, QUARTER, Metric, metric
from simkit.problems import InputError, Problem
from simkit.result import TEAM_COLUMNS, Recorded, Result, Window, concerns, known_metric, ratio
from simkit.scenario import Scenario
from simkit.summary import horizons


def _parts(item: Metric) -> tuple[str, ...]:
    """Return the columns of a metric: its numerator and, if it has one, its denominator."""
    return tuple(name for name in (item.numerator, item.denominator) if name)


LIMITED: tuple[tuple[str, str], ...] = tuple(
    (item.id, name) for item in METRICS if item.functions for name in _parts(item)
)
"""Metrics that belong to some teams only, each with a column of theirs: sums over those teams are kept apart."""
TOPS: tuple[tuple[str, str], ...] = tuple((id, name) for id in HEADLINES for name in _parts(metric(id)))
"""Headline metrics, each with a column of theirs: kept for every team at the horizons."""


_NAMES = tuple(dict.fromkeys((*TEAM_COLUMNS, *(name for _, name in (*LIMITED, *TOPS)))))
_GATHERED = [COLUMN_INDEX[name] for name in _NAMES]


class Kept(NamedTuple):
    """The numbers of a digest.

    ``totals`` is (replications, weeks, columns), summed over teams, ``limited`` (replications, weeks, ``LIMITED``), summed over
    the teams concerned, ``tops`` (replications, horizons, teams, ``TOPS``), summed over the weeks that the metric is read over,
    ``team_weeks`` (replications, weeks, teams, ``TEAM_COLUMNS``).
    """

    totals: Floats
    limited: Floats
    tops: Floats
    team_weeks: Floats


def room_for(scenario: Scenario, worlds: int) -> Kept:
    """Return room for the numbers of some worlds.

    >>> from simkit.result import example
    >>> room_for(example().scenario, 5).tops.shape
    (5, 1, 1, 8)
    """
    weeks, teams = scenario.weeks, len(scenario.organisation.teams)
    return Kept(
        np.empty((worlds, weeks, len(COLUMNS))), np.empty((worlds, weeks, len(LIMITED))),
        np.empty((worlds, len(horizons(weeks)), teams, len(TOPS))),
        np.empty((worlds, weeks, teams, len(TEAM_COLUMNS))),
    )  # fmt: skip


def fill(kept: Kept, span: slice, scenario: Scenario, columns: Floats) -> None:
    """Write what is kept of recorded ``columns`` (worlds, weeks, teams, columns) to the worlds ``span``.

    Everything is added in the order in which ``simkit.result`` adds it.
    """
    np.sum(columns, axis=2, out=kept.totals[span])
    gathered = columns[..., _GATHERED]
    by_name = {name: gathered[..., place] for place, name in enumerate(_NAMES)}
    for place, name in enumerate(TEAM_COLUMNS):
        kept.team_weeks[span, ..., place] = by_name[name]
    _fill_limited(kept.limited[span], scenario, by_name)
    _fill_tops(kept.tops[span], scenario, by_name)


def _fill_limited(out: Floats, scenario: Scenario, by_name: Mapping[str, Floats]) -> None:
    """Add up, over the teams concerned, the columns of metrics that belong to some teams only."""
    teams = scenario.organisation.teams
    for place, (id, name) in enumerate(LIMITED):
        picked = [by_name[name][..., i] for i, team in enumerate(teams) if concerns(metric(id), team)]
        out[..., place] = reduce(np.add, picked) if picked else np.nan


def _fill_tops(out: Floats, scenario: Scenario, by_name: Mapping[str, Floats]) -> None:
    """Add up the columns of the headline metrics over the weeks that they are read over, team by team."""
    for place, (id, name) in enumerate(TOPS):
        if metric(id).over != "level":
            so_far = np.add.accumulate(by_name[name], axis=1)
            for row, week in enumerate(horizons(scenario.weeks)):
                out[:, row, :, place] = so_far[:, week - 1]
            continue
        for row, week in enumerate(horizons(scenario.weeks)):
            quarter = by_name[name][:, max(0, week - QUARTER) : week]
            out[:, row, :, place] = np.add.accumulate(quarter, axis=1)[:, -1]


@dataclass(frozen=True, eq=False)
class Digest(Recorded):
    """Sums of some replications of one scenario; read-only."""

    kept: Kept

    def __post_init__(self) -> None:
        """Protect the numbers from being changed."""
        for part in self.kept:
            part.setflags(write=False)

    @property
    def bytes(self) -> int:
        """How much room the numbers take."""
        return sum(part.nbytes for part in self.kept)

    def metric(self, id: str, window: Window = None, teams: Sequence[str] | None = None) -> Floats:
        """Return a metric's value in each replication, as ``Result.metric`` does.

        For a single team, headline metrics at the horizons only; raises ``InputError`` for what is not kept.
        """
        if teams is None:
            return super().metric(id, window)
        return ratio(known_metric(id), self._of_team(known_metric(id), window, teams))

    def team_weeks(self, name: str) -> Floats:
        """Return a column of ``TEAM_COLUMNS`` as recorded, shape (replications, weeks, teams)."""
        return self.kept.team_weeks[..., TEAM_COLUMNS.index(name)]

    def _weekly(self, item: Metric, names: Sequence[str] | None, weeks: slice = slice(None)) -> list[Floats]:
        """Return a metric's numerator and denominator by replication and week; refuse single teams, which are not kept."""
        if names is not None:
            raise self._not_kept(item, None, names)
        if not item.functions:
            return [self.kept.totals[:, weeks, COLUMN_INDEX[name]] for name in _parts(item)]
        return [self.kept.limited[:, weeks, LIMITED.index((item.id, name))] for name in _parts(item)]

    def _of_team(self, item: Metric, window: Window, teams: Sequence[str]) -> list[Floats]:
        """Return a headline metric's numerator and denominator for one team at a horizon."""
        known, week = horizons(self.weeks), self.weeks if window is None else window
        if len(teams) != 1 or teams[0] not in self.teams or week not in known or item.id not in HEADLINES:
            raise self._not_kept(item, window, teams)
        row, team = known.index(int(str(week))), self.teams.index(teams[0])
        return [self.kept.tops[:, row, team, TOPS.index((item.id, name))] for name in _parts(item)]

    def _not_kept(self, item: Metric, window: Window, teams: Sequence[str]) -> InputError:
        """Return the refusal of what only a whole result has."""
        asked = f"{item.id}, window={window}, teams={', '.join(teams)}"
        kept = ", ".join(map(str, horizons(self.weeks)))
        return InputError([Problem("not_in_summary", "window", {"value": asked, "kept": kept})])


def digest_of(result: Result) -> Digest:
    """Return the digest of a result: the same run, in less room."""
    kept = room_for(result.scenario, len(result.replications))
    fill(kept, slice(None), result.scenario, result.columns)
    return Digest(result.scenario, result.seed, result.replications, result.version, kept)
