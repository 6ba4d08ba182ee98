"""From a scenario to the arrays of records that the compiled week takes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from simkit.constants import CONSTANTS, settings
from simkit.engine.draws import COMPANY, key_of, seat_of
from simkit.engine.kernel.layout import (
    AGENDA_RECORD,
    BLOCK_RECORD,
    CONSTANT_RECORD,
    LANES,
    LEVER_RECORD,
    TEAM_RECORD,
    WORLD_RECORD,
)
from simkit.engine.recent import of_recent
from simkit.engine.state import BURN_IN, DIMENSIONS, NEVER, OPPORTUNITIES, SHARED
from simkit.engine.timetable import Timetable
from simkit.rules import market, projects, work
from simkit.scenario import ALL_TEAMS, SHOCKS, Organisation, Scenario, Team

Records = NDArray[np.void]


class Inputs(NamedTuple):
    """What a run of a scenario takes, apart from its luck; nothing of it is changed by a run."""

    world: Records
    constants: Records
    levers: Records
    agenda: Records
    teams: Records
    blocks: Records
    rooms: int


@of_recent
def inputs(scenario: Scenario) -> Inputs:
    """Return the arrays of a scenario, which nobody may change."""
    c = settings(scenario.constants)
    teams, blocks = _people(cast(Any, scenario.organisation))
    teams = teams.copy()
    teams["room"] = [max(1, int(team.people / c.people_per_project)) for team in scenario.organisation.teams]
    teams["first_project"] = np.cumsum(teams["room"]) - teams["room"]
    table = Timetable(scenario)
    teams["regime"] = table.regime_at[0]
    constants = np.array([tuple(getattr(c, name) for name in CONSTANTS)], CONSTANT_RECORD)
    levers = np.array([regime.values for regime in table.regimes], LEVER_RECORD)
    return Inputs(
        _world(scenario, c),
        constants,
        levers,
        _agenda(scenario, table),
        teams,
        blocks,
        int(teams["room"].sum()),
    )


def _world(scenario: Scenario, c: Any) -> Records:
    """Return the record of a world before its luck is known."""
    place = scenario.organisation.market
    world = np.zeros(1, WORLD_RECORD)
    world["flip_chance"] = market.flip_chance(market.certainty_share(place.certainty), c.flip_rate)
    world["shock_chance"] = place.shock_rate / 52.0
    world["start_share"] = place.share
    world["life"] = projects.kept(c.value_life)
    world["rise"] = world["life"] * projects.kept(c.value_ramp)
    world["fade"] = projects.kept(c.technology_life)
    world["company_seats"] = [seat_of(COMPANY, d) for d in range(SHARED)]
    return world


def _agenda(scenario: Scenario, table: Timetable) -> Records:
    """Return what is fixed beforehand, by week (the burn-in first, from 1 on) and team."""
    agenda = np.zeros((BURN_IN + scenario.weeks + 1, len(scenario.organisation.teams)), AGENDA_RECORD)
    agenda["regime"][: BURN_IN + 1] = table.regime_at[0]
    agenda["regime"][BURN_IN + 1 :] = table.regime_at[1:]
    agenda["transition_hours"][BURN_IN + 1 :] = table.transition_hours[1:]
    agenda["gates"] = np.array([table.gate_meeting(week) for week in range(-BURN_IN, scenario.weeks + 1)])[
        :, None
    ]
    for shock in scenario.shocks:
        line = agenda[BURN_IN + shock.week]
        kind = SHOCKS.index(shock.kind)
        for place, team in enumerate(scenario.organisation.teams):
            if shock.team in (team.name, ALL_TEAMS):
                line["shock_size"][place, kind] = max(line["shock_size"][place, kind], shock.size)
                line["shock_weeks"][place, kind] = max(line["shock_weeks"][place, kind], shock.weeks)
        if shock.kind == "market_shift" and shock.team == ALL_TEAMS:
            line["company_shift"] = np.maximum(line["company_shift"], shock.size)
    return agenda


@lru_cache(maxsize=8)
def _people(organisation: Organisation) -> tuple[Records, Records]:
    """Return teams and blocks as every world starts with them."""
    teams = np.zeros(len(organisation.teams), TEAM_RECORD)
    blocks: list[Records] = []
    first = 0
    for place, team in enumerate(organisation.teams):
        parts = _blocks_of(team)
        _describe(teams[place], team)
        teams[place]["place"] = place
        teams[place]["first_block"], teams[place]["blocks"] = first, len(parts)
        first += len(parts)
        blocks.append(parts)
    return teams, np.concatenate(blocks)


def _describe(t: Any, team: Team) -> None:
    """Write down what the roster says of a team, its places of luck, and the state that it starts from."""
    nothing = float("nan")
    survey = nothing if team.felt_safety is None else team.felt_safety
    mood = nothing if team.engagement is None else team.engagement
    start: dict[str, Any] = {
        "people": team.people,
        "certainty": market.certainty_share(team.certainty),
        "dependence": work.interdependence(team.team_type),
        "workload": team.workload / 100.0,
        "attrition": team.attrition / 100.0,
        "kpi_attainment": team.kpi_attainment / 100.0,
        "felt_safety": survey,
        "survey_engagement": mood,
        "blockers": 1,
        "last_contact": NEVER,
        "partner_quarter": NEVER,
        "adopted": -1,
        "theme_rate": 1.0,
        "own_experiments": 1.0,
        "openness": 1.0,
        **dict.fromkeys(("mean_trust", "mean_leniency", "start_engagement"), 0.5),
    }
    for name, value in (start | _seats(team)).items():
        t[name] = value


def _seats(team: Team) -> dict[str, Any]:
    """Return a team's places of luck, by field."""
    return {
        "key": key_of(team.luck),
        "seat": seat_of(team.luck, 20_000),
        "own_seat": seat_of(team.luck, 30_000),
        "dimension_seats": [seat_of(team.luck, 40_000 + d) for d in range(DIMENSIONS)],
        "option_seats": [seat_of(team.luck, 10_000 + number) for number in range(OPPORTUNITIES)],
        "luck_seats": [seat_of(team.luck, 50_000 + number) for number in range(OPPORTUNITIES)],
    }


def _blocks_of(team: Team) -> Records:
    """Return a team's blocks; idle lanes get numbers that stay finite."""
    count = -(-team.people // LANES)
    blocks = np.zeros(count, BLOCK_RECORD)
    seats = [seat_of(team.luck, number) for number in range(count * LANES)]
    blocks["seats"] = np.array(seats, np.uint64).reshape(count, LANES)
    blocks["lanes"] = LANES
    blocks["people"] = np.minimum(LANES, team.people - LANES * np.arange(count))
    for name in ("trust", "safety", "leniency", "intrinsic", "engagement", "estimate"):
        blocks[name] = 0.5
    blocks["care"] = blocks["skill"] = 1.0
    return blocks
