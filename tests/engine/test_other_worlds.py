"""The minimally different world: what is added or reordered moves nobody else's luck or results."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simkit.engine.host import OrganisationModel, simulate
from simkit.engine.luck import Luck
from simkit.metrics import COLUMN_INDEX
from simkit.regime import Regime
from simkit.scenario import Scenario, Team
from tests.engine.worlds import (
    ADS,
    APART,
    APPS,
    INNOVATION,
    PLANT,
    TEAMS,
    TRADITIONAL,
    plan,
    rows,
    same,
)

NEW = Team(name="New", people=6, certainty=1.0)
LARGER = {
    "a team in front": (NEW, *TEAMS),
    "a team at the end": (*TEAMS, NEW),
    "a person in the first team": (APPS.with_(people=6), ADS, PLANT),
    "a person in the last team": (APPS, ADS, PLANT.with_(people=6)),
}


def luck_by_seat(scenario: Scenario, week: int) -> dict[int, list[float]]:
    """All numbers of a week, by the seat to which they belong."""
    model = OrganisationModel(scenario, seed=1, collect=False)
    found: dict[int, list[float]] = {}
    for luck in (
        model.luck,
        model.team_luck,
        model.dimension_luck,
        model.opportunity_luck,
        model.company_luck,
    ):
        luck.turn(week)
        for place, seat in enumerate(seats_of(luck)):
            found[seat] = [numbers[place] for numbers in luck._now.values()]
    return found


def seats_of(luck: Luck) -> list[int]:
    return luck._seats.tolist()


@pytest.mark.parametrize("teams", LARGER.values(), ids=LARGER)
def test_more_people_move_nobody_elses_luck(teams: tuple[Team, ...]) -> None:
    small, large = luck_by_seat(plan(), 70), luck_by_seat(plan(teams=teams), 70)
    assert len(large) > len(small)
    assert {seat: large[seat] for seat in small} == small


@pytest.mark.parametrize("teams", LARGER.values(), ids=LARGER)
def test_teams_that_do_not_touch_do_not_notice_each_other(teams: tuple[Team, ...]) -> None:
    small, large = rows(plan(APART)), rows(plan(APART, teams=teams))
    others = [team.name for team in teams if team in TEAMS]
    assert len(others) >= 2
    assert [name for name in others if not same(small[name], large[name])] == []


CLOSE = INNOVATION.with_("close", coaching_share=1.0, review_interval=1, review_minutes=5)
"""Much contact between teams, in weeks in which practice learns."""


@pytest.mark.parametrize("regime", [INNOVATION, TRADITIONAL, CLOSE])
def test_the_order_of_teams_does_not_matter(regime: Regime) -> None:
    teams = (*TEAMS, NEW)
    forward = rows(plan(regime, teams=teams, weeks=156).with_(constants={"coordination_rate": 0.15}))
    backward = rows(plan(regime, teams=teams[::-1], weeks=156).with_(constants={"coordination_rate": 0.15}))
    assert sum(record[:, COLUMN_INDEX["cross_help"]].sum() for record in forward.values()) > 0
    assert [name for name in forward if not same(forward[name], backward[name])] == []


def test_the_same_seed_gives_the_same_world_and_another_one_does_not() -> None:
    scenario = plan()
    world = simulate(scenario, 1, 0)
    assert same(world, simulate(scenario, 1, 0))
    for seed, replication in ((1, 1), (2, 0), (2**40, 0)):
        other = simulate(scenario, seed, replication)
        moved = (world != other).any(axis=(0, 2))
        assert moved.all(), "every team meets other luck"


Trace = list[dict[tuple[str, int, int], tuple[float, ...]]]


def traced(
    scenario: Scenario, look: Callable[[OrganisationModel], dict[tuple[str, int, int], tuple[float, ...]]]
) -> Trace:
    """What is seen of a world in each of its weeks."""
    model, found = OrganisationModel(scenario, seed=3, collect=False), [{}]
    for _ in range(scenario.weeks):
        model.step()
        found.append(look(model))
    return found[1:]


def market_of(model: OrganisationModel) -> dict[tuple[str, int, int], tuple[float, ...]]:
    """Reality and opportunities: what stands in the market of each team."""
    found = {(team.name, -1, 0): tuple(float(value) for value in team.reality) for team in model.teams}
    for team in model.teams:
        for item in team.portfolio.opportunities:
            found[team.name, item.number, item.vintage] = (item.quality, item.size, item.strategic)
    return found


def people_of(model: OrganisationModel) -> dict[tuple[str, int, int], tuple[float, ...]]:
    """What people bring along, by team, seat and how many sat there before."""
    return {(m.team.name, m.number, m.generation): (m.drive,) for team in model.teams for m in team.members}


def test_every_regime_meets_the_same_market() -> None:
    old, new = (traced(plan(regime, weeks=150), market_of) for regime in (TRADITIONAL, INNOVATION))
    assert old == new
    first, last = old[0], old[-1]
    assert first["Apps", -1, 0] != last["Apps", -1, 0], "the market has moved"
    assert max(vintage for _, _, vintage in last) >= 3


def test_every_regime_meets_the_same_people() -> None:
    old, new = (traced(plan(regime, weeks=150), people_of) for regime in (TRADITIONAL, INNOVATION))
    known_old = {key: value for week in old for key, value in week.items()}
    known_new = {key: value for week in new for key, value in week.items()}
    both = known_old.keys() & known_new.keys()
    assert sum(generation > 0 for _, _, generation in both) >= 5, "people have left and joined"
    assert {key: known_old[key] for key in both} == {key: known_new[key] for key in both}


def test_people_start_with_the_same_beliefs_and_skill_under_every_regime() -> None:
    old, new = (
        OrganisationModel(plan(regime, before=TRADITIONAL), seed=3) for regime in (TRADITIONAL, INNOVATION)
    )
    pairs = [
        (a, b)
        for x, y in zip(old.teams, new.teams, strict=True)
        for a, b in zip(x.members, y.members, strict=True)
    ]
    assert len(pairs) == 14
    assert all((a.beliefs, a.skill) == (b.beliefs, b.skill) for a, b in pairs)
    assert len({a.skill for a, _ in pairs}) == 14, "no two people are alike"


@pytest.mark.parametrize("other", [TRADITIONAL.with_(coaching_share=0.0), APART.with_(review_interval=1)])
def test_a_team_does_as_it_would_if_all_lived_under_its_regime(other: Regime) -> None:
    mixed_regimes = plan(other, before=APART).with_(regimes={"Ads": APART})
    assert same(rows(mixed_regimes)["Ads"], rows(plan(APART))["Ads"])
    assert same(rows(mixed_regimes)["Apps"], rows(plan(other, before=APART))["Apps"])
    assert not np.array_equal(rows(mixed_regimes)["Apps"], rows(plan(APART))["Apps"])
