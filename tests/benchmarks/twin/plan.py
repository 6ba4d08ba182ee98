"""A scenario as the flat arrays that the C twin reads: the same layout as the structs of ``state.h``."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simkit.constants import CONSTANTS, settings
from simkit.engine.draws import COMPANY, key_of
from simkit.regime import Regime
from simkit.scenario import ALL_TEAMS, SHOCKS, Scenario, Team
from tests.benchmarks.twin.names import STREAMS

_PROFILE = np.dtype(
    [("key", "u8"), *((name, "i8") for name in ("people", "before", "first_adoption", "adoptions"))]
    + [(name, "f8") for name in ("certainty", "team_type", "attrition", "kpi_attainment", "workload")]
    + [(name, "f8") for name in ("felt_safety", "engagement")]
)
_ADOPTION = np.dtype([("week", "i8"), ("regime", "i8"), ("distance", "f8")])
_SHOCK = np.dtype([("week", "i8"), ("kind", "i8"), ("team", "i8"), ("size", "f8"), ("weeks", "i8")])


class Plan(ctypes.Structure):
    """The struct ``Plan`` of ``state.h``; it keeps the arrays alive that it points to."""

    _fields_ = (
        *((name, ctypes.c_int64) for name in ("weeks", "teams", "shocks")),
        ("company", ctypes.c_uint64),
        *((name, ctypes.c_double) for name in ("certainty", "shock_rate", "share")),
        *((name, ctypes.c_void_p) for name in ("constants", "regimes", "profiles", "timetable")),
        *((name, ctypes.c_void_p) for name in ("events", "streams")),
    )
    arrays: dict[str, NDArray[Any]]


def flat(scenario: Scenario) -> Plan:
    """Return everything that the twin has to know of a scenario."""
    place, people = scenario.organisation.market, scenario.organisation.teams
    arrays = _arrays(scenario)
    plan = Plan(
        weeks=scenario.weeks, teams=len(people), shocks=len(scenario.shocks), company=key_of(COMPANY),
        certainty=place.certainty, shock_rate=place.shock_rate, share=place.share,
        **{name: array.ctypes.data for name, array in arrays.items()},
    )  # fmt: skip
    plan.arrays = arrays
    return plan


def _arrays(scenario: Scenario) -> dict[str, NDArray[Any]]:
    """Return the arrays of a scenario by the name of the pointer to them."""
    values = vars(settings(scenario.constants))
    regimes: list[Regime] = []
    profiles: list[tuple[Any, ...]] = []
    timetable: list[tuple[int, int, float]] = []
    for team in scenario.organisation.teams:
        before = scenario.regime_before(team)
        adoptions = _adoptions(scenario, team, before)
        first = (key_of(team.luck), team.people, _place(regimes, before), len(timetable), len(adoptions))
        profiles.append((*first, *_measures(team)))
        timetable += [(week, _place(regimes, regime), far) for week, regime, far in adoptions]
    return {
        "constants": np.array([values[name] for name in CONSTANTS], dtype=np.float64),
        "regimes": np.array([regime.values for regime in regimes], dtype=np.float64),
        "profiles": np.array(profiles, dtype=_PROFILE),
        "timetable": np.array(timetable, dtype=_ADOPTION),
        "events": _events(scenario),
        "streams": np.array([key_of(name) for name in STREAMS], dtype=np.uint64),
    }


def _place(regimes: list[Regime], regime: Regime) -> int:
    """Return where a regime stands in the list, after putting it there."""
    if not any(item is regime for item in regimes):
        regimes.append(regime)
    return next(place for place, item in enumerate(regimes) if item is regime)


def _measures(team: Team) -> tuple[float, ...]:
    """Return a team's numbers in the order of ``Profile``, NaN where there is no survey."""
    plain = (team.certainty, team.team_type, team.attrition, team.kpi_attainment, team.workload)
    surveys = (team.felt_safety, team.engagement)
    return *plain, *(float("nan") if value is None else value for value in surveys)


def _adoptions(scenario: Scenario, team: Team, before: Regime) -> list[tuple[int, Regime, float]]:
    """Return the weeks in which a team's levers change, to which regime, and how far away that is."""
    found: list[tuple[int, Regime, float]] = []
    current = before
    for week in sorted({1, *(change.week for change in scenario.changes)}):
        regime = scenario.regime_of(team.name, week)
        if regime.values != current.values:
            found.append((week, regime, current.distance(regime)))
            current = regime
    return found


def _events(scenario: Scenario) -> NDArray[Any]:
    """Return the scheduled shocks; team -1 stands for all."""
    names = {team.name: place for place, team in enumerate(scenario.organisation.teams)}
    rows = [
        (item.week, SHOCKS.index(item.kind), -1 if item.team == ALL_TEAMS else names[item.team], item.size, item.weeks)
        for item in scenario.shocks
    ]  # fmt: skip
    return np.array(rows, dtype=_SHOCK)
