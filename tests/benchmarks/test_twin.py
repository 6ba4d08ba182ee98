"""The C twin is a second implementation of the week: whatever the scenario, it gives the host's very numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simkit.constants import CONSTANTS
from simkit.engine.host import simulate as host
from simkit.levers import INCENTIVE_MIX, LEVERS, VALUE_WEIGHTS
from simkit.metrics import COLUMN_INDEX, COLUMNS
from simkit.presets import ORGANISATIONS, SCENES, load_organisation, scene
from simkit.regime import BASES, Regime
from simkit.result import Floats
from simkit.scenario import SHOCKS, Change, Market, Organisation, Scenario, Shock, Team
from tests.benchmarks import twin
from tests.engine.worlds import ADS, APPS, INNOVATION, PLANT, STORMY, TRADITIONAL, plan
from tests.strategies import scenarios

pytestmark = pytest.mark.skipif(
    twin.compiler() is None, reason="no C compiler (gcc or clang) on this machine"
)

SEEDS = st.integers(-(2**70), 2**70)


def differences(scenario: Scenario, seed: int = 1, replication: int = 0) -> list[str]:
    """Columns of the first week in which host and twin differ in a bit, each with both numbers."""
    ours = twin.simulate(scenario, seed, [replication])[0]
    return unlike(host(scenario, seed, replication), ours)


def unlike(theirs: Floats, ours: Floats) -> list[str]:
    assert theirs.shape == ours.shape
    places = np.argwhere(theirs.view(np.uint64) != ours.view(np.uint64))
    return [
        f"week {week + 1}, team {team}, {COLUMNS[column]}: {theirs[week, team, column]!r} {ours[week, team, column]!r}"
        for week, team, column in places
        if week == places[0][0]
    ]


def ends(end: str) -> Regime:
    """A regime with every lever at its low or high end; of shares that add up to 1, one takes all."""
    shares = {group[0 if end == "low" else -1]: 1.0 for group in (INCENTIVE_MIX, VALUE_WEIGHTS)}
    levers = {item.id: float(getattr(item, end)) for item in LEVERS}
    return Regime.preset("traditional").with_(
        end, **{**levers, **dict.fromkeys((*INCENTIVE_MIX, *VALUE_WEIGHTS), 0.0), **shares}
    )


# -- random worlds ---------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenario=scenarios(), seed=SEEDS, replication=SEEDS)
def test_any_scenario_gives_the_hosts_bits(scenario: Scenario, seed: int, replication: int) -> None:
    assert differences(scenario, seed, replication) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenario=scenarios(most_weeks=10, most_teams=2), data=st.data())
def test_any_constants_give_the_hosts_bits(scenario: Scenario, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(CONSTANTS)), unique=True, max_size=12))
    replaced = {name: data.draw(st.floats(CONSTANTS[name].low, CONSTANTS[name].high)) for name in names}
    assert differences(scenario.with_(constants=replaced)) == []


# -- worlds in which much happens ------------------------------------------------------------------------


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("name", ORGANISATIONS)
def test_examples_give_the_hosts_bits(name: str, base: str) -> None:
    assert (
        differences(Scenario(organisation=load_organisation(name), regime=Regime.preset(base), weeks=40))
        == []
    )


@pytest.mark.parametrize("name", SCENES)
def test_scenes_give_the_hosts_bits(name: str) -> None:
    organisation, regime = scene(name)
    assert differences(Scenario(organisation=organisation, regime=regime, weeks=156)) == []


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("before", ["low", "high"])
def test_levers_at_their_ends_give_the_hosts_bits(end: str, before: str) -> None:
    assert differences(plan(ends(end), before=ends(before), weeks=80)) == []


@pytest.mark.parametrize("end", ["low", "high"])
def test_constants_at_their_ends_give_the_hosts_bits(end: str) -> None:
    replaced = {name: float(getattr(item, end)) for name, item in CONSTANTS.items()}
    assert differences(plan(INNOVATION, weeks=120).with_(constants=replaced)) == []


@pytest.mark.parametrize("kind", SHOCKS)
def test_shocks_give_the_hosts_bits(kind: str) -> None:
    calm = plan(INNOVATION, market=Market(certainty=2.0, shock_rate=0.0), weeks=70)
    shocks = (
        Shock(week=1, kind=kind, size=0.4),  # pyright: ignore[reportArgumentType]
        Shock(week=30, kind=kind, size=0.9, weeks=3),  # pyright: ignore[reportArgumentType]
        Shock(week=30, kind=kind, size=0.2, weeks=40, team=ADS.name),  # pyright: ignore[reportArgumentType]
        Shock(week=31, kind=kind, size=1.0, weeks=1, team=PLANT.name),  # pyright: ignore[reportArgumentType]
    )
    assert differences(calm.with_(shocks=shocks)) == []


def test_a_key_person_who_leaves_in_the_week_of_a_change_gives_the_hosts_bits() -> None:
    leaving = tuple(Shock(week=week, kind="key_person_loss") for week in (1, 20, 21))
    changing = (Change(week=20, regime=TRADITIONAL), Change(week=21, regime=INNOVATION, team=APPS.name))
    assert differences(plan(INNOVATION, before=TRADITIONAL).with_(shocks=leaving, changes=changing)) == []


def test_storms_of_random_shocks_give_the_hosts_bits() -> None:
    storm = Market(certainty=1.0, shock_rate=12.0, share=0.7)
    assert differences(plan(INNOVATION, market=storm, weeks=60)) == []


def test_regimes_that_differ_and_change_give_the_hosts_bits() -> None:
    back = TRADITIONAL.with_("back", review_interval=1, gate_strictness=0.0)
    changes = (
        Change(week=40, regime=back),
        Change(week=12, regime=INNOVATION, team=PLANT.name),
        Change(week=40, regime=INNOVATION, team=ADS.name),
        Change(week=47, regime=INNOVATION),
    )
    mixed = plan(TRADITIONAL, weeks=90, before=INNOVATION).with_(
        regimes={APPS.name: INNOVATION}, changes=changes
    )
    assert differences(mixed) == []


def test_surveys_and_one_large_team_give_the_hosts_bits() -> None:
    crowd = Team(name="Crowd", people=60, certainty=1.0, felt_safety=95.0, engagement=12.5, attrition=90.0)
    organisation = Organisation(teams=(crowd,), market=STORMY)
    assert differences(Scenario(organisation=organisation, regime=INNOVATION, weeks=60), seed=-5) == []


def test_projects_run_launch_and_die_in_what_is_compared() -> None:
    """Without this the equality above could be one of empty columns."""
    recorded = twin.simulate(plan(INNOVATION, before=TRADITIONAL, weeks=156), 1, range(40))
    silent = [name for name, column in COLUMN_INDEX.items() if not recorded[..., column].any()]
    assert silent == []


# -- several worlds --------------------------------------------------------------------------------------


def test_worlds_do_not_depend_on_their_company() -> None:
    scenario = plan(INNOVATION, weeks=30)
    together = twin.simulate(scenario, 9, [4, -1, 2**64 + 4])
    assert unlike(host(scenario, 9, -1), together[1]) == []
    assert together[0].tobytes() == together[2].tobytes()
    assert together[0].tobytes() == twin.simulate(scenario, 9, [4])[0].tobytes()
    assert together[0].tobytes() != together[1].tobytes()
