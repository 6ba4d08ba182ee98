"""Which metrics move when a lever goes from one end of its range to the other, all else being equal."""

from __future__ import annotations

from functools import cache

import pytest

from simkit.engine.run import run
from simkit.levers import lever
from simkit.metrics import METRIC_IDS
from simkit.regime import Regime
from simkit.result import Result
from simkit.scenario import Market, Organisation, Scenario, Team

TEAMS = (
    Team(name="Lab", function="rnd", people=9, certainty=1.0, team_type=4.0, attrition=40.0),
    Team(name="Ads", function="marketing", people=5, certainty=2.0, team_type=3.0),
    Team(name="Plant", function="production", people=9, certainty=4.0, team_type=2.0, workload=130.0),
)
"""Strategic projects in front, efficiency projects behind, and room for two at a time in the larger teams."""
FITTING = Regime.preset("innovation").with_(
    "fitting", innovation_budget=0.35, gate_criterion=0.5, kpi_floor=0.9
)
"""A base in which every part of the model is at work: both gates, the floor, the pool and the points."""
SCENARIO = Scenario(
    organisation=Organisation(teams=TEAMS, market=Market(certainty=2.0, shock_rate=0.5)),
    regime=FITTING,
    before=FITTING,
    weeks=78,
    constants={"stage_work": 0.5},
)


@cache
def world(lever_id: str, value: float) -> Result:
    """Two worlds in which one lever stands at a value.

    All come from the same former regime, and changing costs nothing: otherwise any lever would move
    something by the mere fact that it was changed.
    """
    regime = FITTING.rebalanced(**{lever_id: value})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Regime, "distance", lambda _, other: 0.0)
        return run(SCENARIO.with_(regime=regime), 2, seed=5, series=True, workers=1)


@cache
def moved(lever_id: str) -> frozenset[str]:
    """Ids of the metrics that differ between the ends of a lever's range, in worlds where both have one."""
    item = lever(lever_id)
    low, high = world(lever_id, item.low), world(lever_id, item.high)
    return frozenset(id for id in METRIC_IDS if (abs(low.metric(id) - high.metric(id)) > 1e-9).any())
