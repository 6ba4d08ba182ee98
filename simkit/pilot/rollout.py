"""The staged roll-out after a pilot: which teams when, what it is expected to bring, where to stop, what would change the advice.

Every number is simulated in worlds under the constants that the pilot left (``Learnt.drawn``), once with the roll-out and once
without, with the same luck; a gain is the difference, counted so that more is better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from simkit.distribution import Floats
from simkit.metrics import QUARTER
from simkit.pilot.design import Pilot
from simkit.scenario import Change, Frozen, Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

WAVES, GAP, WEEKS, WORLDS = 3, 26, 104, 200
"""Usual number of waves, weeks between them, weeks that are looked ahead, and simulated worlds."""
BAND = (0.1, 0.5, 0.9)
"""Quantiles of the forecast that are told."""
SURE = 0.8
"""Share of worlds with a worthwhile gain from which a team is put on the list: a convention."""


class Wave(Frozen):
    """Teams that change together at the start of a week of the roll-out (1 is its first)."""

    teams: tuple[str, ...] = Field(min_length=1)
    week: int = Field(ge=1)


class Prospect(NamedTuple):
    """What a team may expect if it changes at once: gain (low, median, high), and the share of worlds in which it is worthwhile."""

    team: str
    low: float
    median: float
    high: float
    worthwhile: float


def prospects(teams: Sequence[str], gains: Floats, worthwhile: float) -> tuple[Prospect, ...]:
    """Return what each team may expect, surest first; ``gains`` is (worlds, teams)."""
    found = [
        Prospect(team, low, median, high, float(np.mean(gains[:, place] >= worthwhile)))
        for place, team in enumerate(teams)
        for low, median, high in [_band(gains[:, place])]
    ]
    return tuple(sorted(found, key=lambda item: (-item.worthwhile, -item.median, item.team)))


def _band(values: Floats) -> tuple[float, float, float]:
    """Return low, median and high of values over worlds."""
    low, median, high = np.nanquantile(values, BAND)
    return float(low), float(median), float(high)


def in_waves(listed: Sequence[Prospect], waves: int = WAVES, gap: int = GAP) -> tuple[Wave, ...]:
    """Return waves of even size: the surest teams first, those that are not sure enough (``SURE``) in none.

    >>> some = [Prospect(name, 0.0, 1.0, 2.0, share) for name, share in (("A", 0.9), ("B", 0.85), ("C", 0.8), ("D", 0.3))]
    >>> [(wave.week, wave.teams) for wave in in_waves(some, waves=2, gap=13)]
    [(1, ('A', 'B')), (14, ('C',))]
    """
    names = [item.team for item in listed if item.worthwhile >= SURE]
    size = -(-len(names) // waves) if names else 1
    parts = [tuple(names[start : start + size]) for start in range(0, len(names), size)]
    return tuple(Wave(teams=part, week=1 + number * gap) for number, part in enumerate(parts))


def staged(pilot: Pilot, waves: Sequence[Wave], weeks: int) -> Scenario:
    """Return the roll-out: teams that the pilot left under the new regime stay there, the waves follow, all others go on as before."""
    start = Scenario(organisation=pilot.organisation, regime=pilot.new, before=pilot.before)
    regimes = {team.name: start.regime_before(team) for team in pilot.organisation.teams}
    regimes |= dict.fromkeys(already(pilot), pilot.new)
    changes = tuple(
        Change(week=wave.week, regime=pilot.new, team=team)
        for wave in waves
        for team in wave.teams
        if wave.week <= weeks
    )
    return start.with_(regimes=regimes, changes=changes, weeks=weeks)


def already(pilot: Pilot) -> tuple[str, ...]:
    """Return the teams that live under the new regime when the pilot ends; after a crossover, none is counted."""
    return () if pilot.design.kind == "crossover" else pilot.design.pilot_teams


def waiting(pilot: Pilot) -> tuple[str, ...]:
    """Return the teams that a roll-out would still have to reach."""
    return tuple(team.name for team in pilot.organisation.teams if team.name not in already(pilot))


@dataclass(frozen=True, eq=False)
class Forecast:
    """A staged roll-out: its waves, and the gain of each in every quarter and world.

    ``gains`` is (worlds, quarters, waves), ``nan`` before a wave begins; ``whole`` (worlds, quarters) is the gain of all waves together,
    teams that have not changed yet counting with theirs as it is. ``points`` has the set of constants of each world. ``harms`` has, by guardrail, the share of worlds in which the
    teams of all waves together are worse off by its margin in the last quarter.
    """

    pilot: Pilot
    listed: tuple[Prospect, ...]
    waves: tuple[Wave, ...]
    gains: Floats
    whole: Floats
    points: tuple[Mapping[str, float], ...]
    harms: Mapping[str, float]

    def frame(self) -> DataFrame:
        """Return one row a wave and quarter: low, median and high gain, and the share of worlds in which it is worthwhile."""
        from pandas import DataFrame

        return DataFrame([
            self._row(number, quarter)
            for number in range(len(self.waves))
            for quarter in range(self.gains.shape[1])
            if not np.isnan(self.gains[:, quarter, number]).all()
        ])  # fmt: skip

    def _row(self, wave: int, quarter: int) -> dict[str, float | int]:
        """Return one row."""
        values = self.gains[:, quarter, wave]
        low, median, high = _band(values)
        worthwhile = float(np.mean(values >= self.pilot.rule.worthwhile))
        return {
            "wave": wave + 1,
            "week": (quarter + 1) * QUARTER,
            "low": low,
            "median": median,
            "high": high,
            "worthwhile": worthwhile,
        }

    def stopping_points(self) -> DataFrame:
        """Return, for each wave but the last, what its gain must reach before the next begins, and how often the forecast itself falls short.

        ``needed`` is the worthwhile gain. ``low`` is the lower end of the forecast: below it, the roll-out goes worse than
        the model has it, and the reason should be known before going on.
        """
        from pandas import DataFrame

        return DataFrame([self._stop(number) for number in range(len(self.waves) - 1)])

    def _stop(self, number: int) -> dict[str, float | int]:
        """Return the stopping point before the next wave."""
        week = self.waves[number + 1].week - 1
        values = self.gains[:, max(week // QUARTER - 1, 0), number]
        needed = self.pilot.rule.worthwhile
        return {"wave": number + 1, "week": week, "needed": needed, "low": float(np.nanquantile(values, BAND[0])),
                "short": float(np.mean(values < needed))}  # fmt: skip

    @property
    def sure(self) -> float:
        """Share of worlds in which the roll-out as a whole is worthwhile in its last quarter."""
        return float(np.mean(self.whole[:, -1] >= self.pilot.rule.worthwhile))

    def changes_advice(self) -> DataFrame:
        """Return by which constants worlds with a worthwhile roll-out differ from those without, most first.

        ``apart`` is the difference of their means in standard deviations. Empty where all worlds agree.
        """
        from pandas import DataFrame

        good = self.whole[:, -1] >= self.pilot.rule.worthwhile
        columns = ["constant", "where_worthwhile", "where_not", "apart"]
        if good.all() or not good.any() or not self.points[0]:
            return DataFrame(columns=columns)
        rows = [self._apart(name, good) for name in self.points[0]]
        return DataFrame(sorted(rows, key=lambda row: -abs(float(row[columns[-1]]))), columns=columns)

    def _apart(self, name: str, good: NDArray[np.bool_]) -> dict[str, float | str]:
        """Return how far one constant is apart."""
        values = np.array([point[name] for point in self.points])
        means = float(values[good].mean()), float(values[~good].mean())
        spread = float(values.std())
        return {"constant": name, "where_worthwhile": means[0], "where_not": means[1],
                "apart": (means[0] - means[1]) / spread if spread else 0.0}  # fmt: skip
