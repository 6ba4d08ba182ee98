"""Tiny organisations for tests of the engine, and how to read what they record."""

from __future__ import annotations

import numpy as np

from simkit.engine.host import simulate
from simkit.metrics import COLUMN_INDEX
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Market, Organisation, Scenario, Team

TRADITIONAL, INNOVATION = Regime.preset("traditional"), Regime.preset("innovation")
APART = INNOVATION.with_("apart", coaching_share=0.0)
"""Managers without time for other teams: teams do not touch each other."""
STORMY = Market(certainty=1.0, shock_rate=2.0)
CALM = Market(certainty=5.0, shock_rate=0.0)
APPS = Team(name="Apps", function="rnd", people=5, certainty=1.0, team_type=4.0)
ADS = Team(name="Ads", function="marketing", people=4, certainty=3.0, team_type=2.0)
PLANT = Team(name="工厂", function="production", people=5, certainty=4.0, team_type=1.0, attrition=40.0)
TEAMS = (APPS, ADS, PLANT)


def plan(
    regime: Regime = INNOVATION,
    *,
    teams: tuple[Team, ...] = TEAMS,
    market: Market = STORMY,
    weeks: int = 60,
    before: Regime | None = None,
) -> Scenario:
    """Three small teams that have always lived under the regime, unless told otherwise."""
    organisation = Organisation(teams=teams, market=market)
    return Scenario(organisation=organisation, regime=regime, before=before or regime, weeks=weeks)


def rows(scenario: Scenario, seed: int = 1, replication: int = 0) -> dict[str, Floats]:
    """What each team records, shape (weeks, columns), by the team's name."""
    recorded = simulate(scenario, seed, replication)
    names = [team.name for team in scenario.organisation.teams]
    return {name: recorded[:, place] for place, name in enumerate(names)}


def series(scenario: Scenario, column: str, seed: int = 1, replication: int = 0) -> Floats:
    """One column of the first team, shape (weeks,)."""
    return simulate(scenario, seed, replication)[:, 0, COLUMN_INDEX[column]]


def same(a: Floats, b: Floats) -> bool:
    """Whether two records are the same bit for bit."""
    return a.shape == b.shape and a.tobytes() == b.tobytes()


def first_difference(a: Floats, b: Floats) -> int:
    """The first week (from 1 on) in which two records differ; 0 if they never do."""
    differs = (a != b).reshape(len(a), -1).any(axis=1)
    return int(np.argmax(differs)) + 1 if differs.any() else 0
