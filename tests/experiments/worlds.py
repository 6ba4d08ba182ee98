"""A host whose numbers are known by hand: what a world records is a formula of regime, week and world."""

from collections.abc import Callable
from typing import Any

import numpy as np

from simkit.metrics import COLUMN_INDEX, COLUMNS
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario, Team

TRADITIONAL, INNOVATION = Regime.preset("traditional"), Regime.preset("innovation")
TINY = Organisation(
    name="Tiny",
    teams=(Team(name="Apps", people=4), Team(name="Ads", people=4, function="marketing", certainty=4)),
)
"""Two teams of four people, for the real host and for this one."""
Formula = Callable[[Scenario, int, Floats], dict[str, Any]]
Task = tuple[Scenario, int, int]


def host(formula: Formula) -> Callable[[Task], Floats]:
    """Return a stand-in for ``simulate_world``.

    ``formula(scenario, world, week)`` gives columns that fit (week, team); ``week`` counts from 1 and has
    shape (weeks, 1). Columns that it does not name are 0, except weeks (1) and people.
    """

    def simulate(task: Task) -> Floats:
        scenario, _, world = task
        teams = scenario.organisation.teams
        columns = np.zeros((scenario.weeks, len(teams), len(COLUMNS)))
        columns[..., COLUMN_INDEX["weeks"]] = 1
        columns[..., COLUMN_INDEX["people"]] = [team.people for team in teams]
        week = np.arange(1.0, scenario.weeks + 1)[:, None]
        for name, values in formula(scenario, world, week).items():
            columns[..., COLUMN_INDEX[name]] = values
        return columns

    return simulate
