"""The fast engine equals the readable one to the last bit: every column, every week, every scenario."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.constants import CONSTANTS
from simkit.engine.host import simulate as host
from simkit.engine.kernel import simulate
from simkit.levers import LEVERS
from simkit.metrics import COLUMNS
from simkit.presets import load_organisation
from simkit.regime import BASES, Regime
from simkit.scenario import Change, Market, Organisation, Scenario, Shock, Team
from tests import strategies

WORLDS = st.integers(-(2**70), 2**70)
LARGE = Organisation(
    name="Large",
    teams=tuple(
        Team(name=name, people=people, certainty=certainty, team_type=6 - certainty, attrition=60)
        for name, people, certainty in (("A", 17, 1), ("B", 8, 3), ("C", 9, 5))
    ),
    market=Market(shock_rate=6),
)


def differences(scenario: Scenario, seed: int, world: int) -> list[str]:
    """Columns that differ in any bit, with the first week in which they do."""
    expected, found = host(scenario, seed, world), simulate(scenario, seed, [world])[0]
    weeks, teams, columns = (expected.view("u8") != found.view("u8")).nonzero()
    return [f"{COLUMNS[c]} week {w + 1} team {t}" for w, t, c in zip(weeks, teams, columns, strict=True)][:9]


@settings(max_examples=60, deadline=None)
@given(strategies.scenarios(), WORLDS, WORLDS)
def test_random_scenarios_are_equal(scenario: Scenario, seed: int, world: int) -> None:
    assert differences(scenario, seed, world) == []


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_random_constants_are_equal(data: st.DataObject) -> None:
    """Constants anywhere in their range, all at once."""
    constants = {id: data.draw(st.floats(item.low, item.high), label=id) for id, item in CONSTANTS.items()}
    regime = data.draw(strategies.regimes())
    scenario = Scenario(organisation=LARGE, regime=regime, constants=constants, weeks=30)
    assert differences(scenario, 1, data.draw(st.integers(0, 99))) == []


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize(
    "lever", [item for item in LEVERS if "weight" not in item.id and "share_" not in item.id]
)
def test_every_lever_at_its_ends_is_equal(lever: object, end: str) -> None:
    id = lever.id  # pyright: ignore[reportAttributeAccessIssue]
    regime = Regime.preset("innovation").with_(**{id: getattr(lever, end)})
    assert differences(Scenario(organisation=LARGE, regime=regime, weeks=12), 2, 0) == []


@pytest.mark.parametrize("name", BASES)
def test_three_years_of_the_shipped_company_are_equal(name: str) -> None:
    organisation = load_organisation("product-company")
    assert differences(Scenario(organisation=organisation, regime=Regime.preset(name)), 7, 3) == []


def test_shocks_and_changes_in_mid_run_are_equal() -> None:
    new, old = Regime.preset("innovation"), Regime.preset("traditional")
    scenario = Scenario(
        organisation=LARGE,
        regime=old,
        regimes={"B": new},
        changes=(Change(week=20, regime=new), Change(week=30, regime=old, team="A"), Change(week=31, regime=new, team="A")),
        shocks=(
            Shock(week=22, kind="market_shift", size=0.9),
            Shock(week=22, kind="market_shift", size=0.4, team="C"),
            Shock(week=25, kind="budget_cut", size=1.0, weeks=200),
            Shock(week=25, kind="key_person_loss", team="B"),
        ),
        weeks=80,
    )  # fmt: skip
    for world in range(3):
        assert differences(scenario, 5, world) == []


def test_a_large_organisation_is_equal() -> None:
    teams = tuple(Team(name=f"T{number}", people=2 + number % 13) for number in range(60))
    organisation = Organisation(teams=teams, market=Market(shock_rate=2))
    assert (
        differences(Scenario(organisation=organisation, regime=Regime.preset("innovation"), weeks=30), 1, 1)
        == []
    )


def test_worlds_do_not_depend_on_the_company_they_are_simulated_in() -> None:
    scenario = Scenario(organisation=LARGE, regime=Regime.preset("innovation"), weeks=20)
    together = simulate(scenario, 1, [4, 0, 9])
    for place, world in enumerate((4, 0, 9)):
        assert together[place].tobytes() == simulate(scenario, 1, [world])[0].tobytes()
