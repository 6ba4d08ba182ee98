"""What a scenario fixes beforehand: who lives under which regime when, what changing costs, when gates meet.

>>> from simkit.scenario import Change, Organisation, Regime, Scenario, Team
>>> new = Regime.preset("innovation")
>>> plan = Scenario(organisation=Organisation(teams=(Team(name="A"),)), regime=Regime.preset("traditional"),
...                 changes=(Change(week=3, regime=new),), weeks=4)
>>> table = Timetable(plan)
>>> hours = table.transition_hours[:, 0]
>>> table.regime_at[:, 0].tolist(), hours[:3].tolist(), round(float(hours[4] / hours[3] * 13), 6)
([0, 0, 0, 1, 1], [0.0, 0.0, 0.0], 12.0)
"""

from __future__ import annotations

from itertools import pairwise
from math import floor

import numpy as np
from numpy.typing import NDArray

from simkit.constants import settings
from simkit.regime import Regime
from simkit.rules import work
from simkit.scenario import Scenario, Team

Steps = tuple[tuple[int, int], ...]
"""Weeks and numbers of regimes: from that week on, that regime; the first is the former regime, in week 0."""


class Timetable:
    """Regimes by team and week, hours of transition, gate meetings.

    ``regimes`` are the different ones that occur. ``regime_at`` and ``transition_hours`` (hours a person and
    week) have shape (weeks + 1, teams); week 0 stands for the former regime.
    """

    def __init__(self, scenario: Scenario) -> None:
        """Work out a scenario's timetable."""
        self.scenario = scenario
        self.constants = settings(scenario.constants)
        self._numbers: dict[tuple[float, ...], int] = {}
        self.regimes: list[Regime] = []
        teams = scenario.organisation.teams
        self.regime_at: NDArray[np.int64] = np.zeros((scenario.weeks + 1, len(teams)), np.int64)
        self.transition_hours: NDArray[np.float64] = np.zeros((scenario.weeks + 1, len(teams)))
        hours: dict[Steps, NDArray[np.float64]] = {}
        for place, team in enumerate(teams):
            steps = self._steps(team)
            for week, number in steps:
                self.regime_at[week:, place] = number
            if steps not in hours:
                hours[steps] = self._hours(steps)
            self.transition_hours[:, place] = hours[steps]

    def gate_meeting(self, week: int) -> bool:
        """Return whether a regular gate meeting falls into a week (those of the burn-in are up to 0)."""
        every = self.constants.board_interval
        return floor(week / every) != floor((week - 1) / every)

    def _steps(self, team: Team) -> Steps:
        """Return the weeks in which a team's regime changes; regimes with the same settings are the same."""
        steps = [(0, self._number(self.scenario.regime_before(team)))]
        for week in sorted({1, *(change.week for change in self.scenario.changes)}):
            number = self._number(self.scenario.regime_of(team.name, week))
            if number != steps[-1][1]:
                steps.append((week, number))
        return tuple(steps)

    def _number(self, regime: Regime) -> int:
        """Return the number of a regime, a new one if its settings did not occur yet."""
        if regime.values not in self._numbers:
            self._numbers[regime.values] = len(self.regimes)
            self.regimes.append(regime)
        return self._numbers[regime.values]

    def _hours(self, steps: Steps) -> NDArray[np.float64]:
        """Return the hours that learning the new regimes takes from each person, by week."""
        c, hours = self.constants, np.zeros(self.scenario.weeks + 1)
        for (_, old), (first, new) in pairwise(steps):
            size = self.regimes[old].distance(self.regimes[new])
            for week in range(first, len(hours)):
                hours[week] += work.transition_hours(
                    size, week - first, c.transition_cost, c.transition_weeks
                )
        return hours
