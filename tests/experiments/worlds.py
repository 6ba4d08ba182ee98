"""An engine whose numbers are known by hand: what a world records is a formula of regime, week and world."""

from collections.abc import Callable
from typing import Any

import numpy as np

from simkit.engine.blocks import Block
from simkit.engine.preparing import prepare
from simkit.metrics import COLUMN_INDEX, COLUMNS
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario, Team

TRADITIONAL, INNOVATION = Regime.preset("traditional"), Regime.preset("innovation")
TINY = Organisation(
    name="Tiny",
    teams=(Team(name="Apps", people=4), Team(name="Ads", people=4, function="marketing", certainty=4)),
)
"""Two teams of four people, for the real engines and for this one."""
Formula = Callable[[Scenario, int, Floats], dict[str, Any]]
Simulate = Callable[..., Floats]


def made_up(formula: Formula) -> Simulate:
    """Return a stand-in for ``simulate_block``.

    ``formula(scenario, world, week)`` gives columns that fit (week, team); ``week`` counts from 1 and has
    shape (weeks, 1). Columns that it does not name are 0, except weeks (1) and people. The real engine is
    prepared before, because what compiles it would otherwise call the stand-in.
    """
    prepare("fast", summary=True)

    def world_of(scenario: Scenario, world: int) -> Floats:
        teams = scenario.organisation.teams
        columns = np.zeros((scenario.weeks, len(teams), len(COLUMNS)))
        columns[..., COLUMN_INDEX["weeks"]] = 1
        columns[..., COLUMN_INDEX["people"]] = [team.people for team in teams]
        week = np.arange(1.0, scenario.weeks + 1)[:, None]
        for name, values in formula(scenario, world, week).items():
            columns[..., COLUMN_INDEX[name]] = values
        return columns

    def simulate(block: Block, out: Floats | None = None) -> Floats:
        columns = np.stack([world_of(block.scenario, world) for world in block.worlds])
        if out is not None:
            out[:] = columns
        return columns

    return simulate


def stopping_after(worlds: int, simulate: Simulate) -> Simulate:
    """Return a stand-in during which Ctrl-C is pressed once so many worlds were simulated."""
    left = [worlds]

    def stop(block: Block, out: Floats | None = None) -> Floats:
        if left[0] < len(block.worlds):
            raise KeyboardInterrupt
        left[0] -= len(block.worlds)
        return simulate(block, out)

    return stop
