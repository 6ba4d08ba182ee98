"""What has to hold in every run, whatever the organisation, the regime and the luck."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from simkit.constants import CONSTANTS
from simkit.engine.host import OrganisationModel, simulate
from simkit.engine.state import BLOCKERS, PARTNERS, SHARED
from simkit.metrics import COLUMN_INDEX, COLUMNS
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Scenario, Shock, Team
from tests.engine.worlds import APPS, CALM, INNOVATION, STORMY, TRADITIONAL, plan
from tests.strategies import scenarios

TINY = 1e-9
HOURS = CONSTANTS["manager_hours"].value
"""Hours a week that a manager has for reviews and coaching."""
PARTS = (
    ("failures", "failures_exploratory + failures_execution"),
    ("launches", "hits + flops"),
    ("launches", "market_entries + process_adoptions"),
    ("financial", "value_base + value_new"),
    ("iterations", "gates"),
)
"""A column and the columns that add up to it in every week."""
AT_MOST = (
    ("failures_hidden", "failures"),
    ("exploratory_blamed", "exploratory_judged"),
    ("execution_excused", "execution_judged"),
    ("punished", "exploratory_judged + execution_judged"),
    ("stages_on_time", "stages_done"),
    ("kills_early", "kills"),
    ("kills_unsound", "kills"),
    ("launches + kills", "gates"),
    ("dead_project_weeks", "projects"),
    ("innovators", "people"),
    ("key_people", "people"),
    ("key_explore_time", "explore_time"),
    ("yield_ramp", "yield_projects"),
    ("lessons", "failures"),
)
"""Columns that never exceed others, in any week."""
SHARES = (
    "safety",
    "leniency",
    "intrinsic",
    "engagement",
    "care",
    "theme_pull",
    "explore_time",
    "routine_time",
)
"""Sums over people of something between 0 and 1."""
WITHIN = {
    "knowledge": (-1.0, 1.0), "practice": (-1.0, 1.0), "shared_practice": (-1.0, 1.0), "satisfaction": (0.0, 1.0),
    "retention": (0.0, 1.0), "nps": (-100.0, 100.0), "capability": (0.0, 1.0), "vitality": (0.0, 1.0),
    "reviews": (0.0, 1.0), "floor_breach": (0.0, 1.0), "weeks": (1.0, 1.0), "skill": (0.0, 2.0),
}  # fmt: skip
"""Bounds of columns; of ``knowledge`` and ``skill`` a person."""


def total(columns: Floats, names: str) -> Floats:
    """The sum of columns such as ``"hits + flops"``."""
    found = np.zeros(columns.shape[:-1])
    for name in names.split(" + "):
        found += columns[..., COLUMN_INDEX[name]]
    return found


def time_left(columns: Floats, scenario: Scenario) -> Floats:
    """Weeks of work that reviews and transition leave, by the hours that the record says they took."""
    people, lost = total(columns, "people"), total(columns, "transition_hours")
    hours = total(columns, "review_hours")
    for place, team in enumerate(scenario.organisation.teams):
        for week in np.flatnonzero(hours[:, place]):
            regime = scenario.regime_of(team.name, int(week) + 1)
            hours_wished = regime["review_minutes"] / 60.0 * team.people / regime["review_interval"]
            minutes = regime["review_minutes"] * min(1.0, HOURS / hours_wished)  # no more than there are
            lost[week, place] += hours[week, place] - minutes / 60.0 * team.people
    return people - lost / 40.0


def broken(columns: Floats, scenario: Scenario) -> list[str]:
    """What does not hold, in words."""
    people = total(columns, "people")
    found = [
        f"{name} is not finite" for i, name in enumerate(COLUMNS) if not np.isfinite(columns[..., i]).all()
    ]
    found += [f"{a} != {b}" for a, b in PARTS if not np.allclose(total(columns, a), total(columns, b))]
    found += [f"{a} > {b}" for a, b in AT_MOST if (total(columns, a) > total(columns, b) + TINY).any()]
    for name in SHARES:
        share = total(columns, name) / people
        found += [name] if share.min() < -TINY or share.max() > 1.0 + TINY else []
    for name, (low, high) in WITHIN.items():
        value = total(columns, name) / (people if name in ("knowledge", "skill") else 1.0)
        found += [name] if value.min() < low - TINY or value.max() > high + TINY else []
    week = total(columns, "routine_time + explore_time + help_time + slack_time")
    found += [] if np.allclose(week, time_left(columns, scenario)) else ["the week does not add up"]
    return found + _broken_over_time(columns, scenario)


def _broken_over_time(columns: Floats, scenario: Scenario) -> list[str]:
    """What does not hold of the run as a whole."""
    started, ended = (
        total(columns, names).cumsum(axis=0) for names in ("projects_started", "kills + launches")
    )
    share, negative = (
        total(columns, "market_share"),
        [n for n in ("output", "target", "funds") if total(columns, n).min() < 0],
    )
    running = total(columns, "projects")
    before = (running - (started - ended))[0]  # projects that the former regime left
    checks = {
        "more projects ended than started": (ended <= started + before).all(),
        "projects are lost": np.array_equal(started - ended + before, running),
        "headcount moves": (
            total(columns, "people") == [team.people for team in scenario.organisation.teams]
        ).all(),
        "market share leaves (0, 1)": ((share > 0.0) & (share < 1.0)).all(),
        "too many blockers": total(columns, "blockers").max() <= BLOCKERS,
        "too many partners": total(columns, "partners").max() <= PARTNERS,
    }
    return [name for name, holds in checks.items() if not holds] + [
        f"{name} is negative" for name in negative
    ]


@given(scenarios(most_weeks=20))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_what_holds_in_every_run(scenario: Scenario) -> None:
    assert broken(simulate(scenario, 1, 0), scenario) == []


@pytest.mark.parametrize(
    "regime", [TRADITIONAL, INNOVATION, INNOVATION.with_(innovation_budget=0.6, review_interval=1)]
)
@pytest.mark.parametrize("market", [STORMY, CALM])
def test_what_holds_in_long_runs(regime: Regime, market: object) -> None:
    organisation = plan().organisation.with_(market=market)
    scenario = plan(regime, weeks=208, before=TRADITIONAL).with_(organisation=organisation)
    columns = simulate(scenario, 2, 0)
    assert broken(columns, scenario) == []
    assert columns[..., COLUMN_INDEX["projects_started"]].sum() > 0


def test_the_longest_run_under_the_harshest_goals_stays_finite() -> None:
    harsh = TRADITIONAL.with_(
        review_interval=1, review_minutes=5, goal_stretch=1.0, goal_cocreation=0.0, goal_realignment=1.0
    )
    scenario = plan(harsh, teams=(Team(name="Two", people=2),), weeks=1040)
    assert broken(simulate(scenario, 1, 0), scenario) == []


def test_a_market_that_turns_round_does_not_make_work_yield_less_than_nothing() -> None:
    """Under every value of the floor that the constants allow."""
    shift = Shock(week=5, kind="market_shift", size=1.0)
    scenario = plan(TRADITIONAL, weeks=30).with_(
        shocks=(shift,), constants={"fit_floor": 0.3, "start_known": 0.9}
    )
    assert broken(simulate(scenario, 1, 0), scenario) == []


def test_a_lone_team_of_two_without_a_budget_runs() -> None:
    nothing = TRADITIONAL.with_(innovation_budget=0.0, bonus_size=0.0, coaching_share=1.0)
    scenario = plan(nothing, teams=(Team(name="Two", people=2, workload=200),), weeks=104)
    columns = simulate(scenario, 1, 0)
    assert broken(columns, scenario) == []
    for name in ("explore_time", "experiments", "projects_started", "cross_lessons", "value_new"):
        assert total(columns, name).sum() == 0.0


def test_what_is_known_is_counted_from_what_is_held_and_what_is_real() -> None:
    model = OrganisationModel(
        plan(INNOVATION.with_(coaching_share=1.0, review_interval=26)), seed=1, collect=False
    )
    stale: list[tuple[int, str]] = []
    for _ in range(60):
        model.step()
        for team in model.teams:
            right = sum(a == b for a, b in zip(team.practice, team.reality, strict=True))
            wrong = sum(a == -b for a, b in zip(team.practice, team.reality, strict=True))
            if abs(team.practice_knowledge - (right - wrong) / len(team.reality)) > TINY:
                stale.append((model.week, team.name))
    assert stale == []


def test_members_know_what_their_beliefs_say() -> None:
    model = OrganisationModel(plan(), seed=1, collect=False)
    for _ in range(60):
        model.step()
        for team in model.teams:
            fits = [np.dot(member.beliefs, team.reality) / len(team.reality) for member in team.members]
            assert [member.knowledge for member in team.members] == pytest.approx(fits)


@pytest.mark.parametrize("team", ["Apps", "*"])
def test_what_all_teams_share_stays_shared_after_a_market_shift(team: str) -> None:
    shift = Shock(week=5, kind="market_shift", team=team, size=0.5)
    model = OrganisationModel(plan(market=CALM, weeks=10).with_(shocks=(shift,)), seed=1, collect=False)
    for _ in range(10):
        model.step()
    assert len({tuple(item.reality[:SHARED]) for item in model.teams}) == 1


@pytest.mark.parametrize("review_interval", [1, 4, 52])
def test_reviews_come_when_they_are_due_and_cost_their_hours(review_interval: int) -> None:
    regime = INNOVATION.with_(review_interval=review_interval, review_minutes=90, peer_review=0.5)
    columns = simulate(plan(regime, teams=(APPS,), weeks=110), 1, 0)
    weeks = np.flatnonzero(total(columns, "reviews")[:, 0]) + 1
    assert weeks[0] <= review_interval
    assert set(np.diff(weeks)) == {review_interval}
    due = np.isin(np.arange(1, 111), weeks)
    # 90 minutes, half as long again with peers, half an hour of preparation; five people, and their manager's 90 minutes each
    hours = 5 * (1.5 * 1.5 + 0.5) + 5 * 1.5
    assert total(columns, "review_hours")[:, 0] == pytest.approx(np.where(due, hours, 0.0))
