"""Changes of regime and shocks: nothing before, the declared thing from then on, and beliefs that lag."""

from __future__ import annotations

import numpy as np
import pytest

from simkit.constants import CONSTANTS
from simkit.engine.host import simulate
from simkit.levers import LEVERS
from simkit.metrics import COLUMN_INDEX
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Change, Market, Scenario, Shock, ShockKind
from tests.engine.worlds import (
    ADS,
    APART,
    APPS,
    CALM,
    INNOVATION,
    TRADITIONAL,
    first_difference,
    plan,
    rows,
    same,
    series,
)

WEEK = 23
OLD = plan(TRADITIONAL, teams=(APPS, ADS), market=Market(certainty=1.0, shock_rate=0.0))
LONE = plan(TRADITIONAL, teams=(APPS,), market=CALM)


def changed(scenario: Scenario, *changes: tuple[int, Regime]) -> Scenario:
    return scenario.with_(changes=tuple(Change(week=week, regime=regime) for week, regime in changes))


def shocked(scenario: Scenario, *shocks: Shock) -> Scenario:
    return scenario.with_(shocks=shocks)


def gap(a: Regime, b: Regime) -> float:
    """Mean difference of levers as a share of their range, over all levers."""
    return float(np.mean([abs(a[item.id] - b[item.id]) / (item.high - item.low) for item in LEVERS]))


def test_a_change_of_regime_acts_from_its_week_on() -> None:
    before, after = simulate(OLD, 1, 0), simulate(changed(OLD, (WEEK, INNOVATION)), 1, 0)
    assert first_difference(before, after) == WEEK
    assert same(before[: WEEK - 1], after[: WEEK - 1])


@pytest.mark.parametrize("kind", ["market_shift", "budget_cut", "key_person_loss"])
def test_a_shock_acts_from_its_week_on(kind: ShockKind) -> None:
    before, after = simulate(OLD, 1, 0), simulate(shocked(OLD, Shock(week=WEEK, kind=kind)), 1, 0)
    assert first_difference(before, after) == WEEK
    assert same(before[: WEEK - 1], after[: WEEK - 1])


@pytest.mark.parametrize("kind", ["market_shift", "budget_cut"])
def test_a_shock_of_size_0_is_none(kind: ShockKind) -> None:
    assert same(simulate(OLD, 1, 0), simulate(shocked(OLD, Shock(week=WEEK, kind=kind, size=0.0)), 1, 0))


def test_what_befalls_one_team_leaves_others_alone() -> None:
    alone = plan(APART, teams=(APPS, ADS))
    change = Change(week=WEEK, regime=TRADITIONAL.with_(coaching_share=0.0), team="Apps")
    shock = Shock(week=WEEK, kind="market_shift", team="Apps", size=1.0)
    hit, calm = rows(alone.with_(changes=(change,), shocks=(shock,))), rows(alone)
    assert same(hit["Ads"], calm["Ads"])
    assert first_difference(hit["Apps"], calm["Apps"]) == WEEK


def test_a_market_shift_of_size_1_turns_all_that_is_known_into_error() -> None:
    calm = series(LONE, "practice")
    hit = series(shocked(LONE, Shock(week=WEEK, kind="market_shift", size=1.0)), "practice")
    assert calm[WEEK - 1] > 0.0
    assert hit[WEEK - 1] == -calm[WEEK - 1]


def test_the_loss_of_a_key_person_is_one_exit_and_takes_skill_along() -> None:
    hit = shocked(LONE, Shock(week=WEEK, kind="key_person_loss"))
    more = series(hit, "exits") - series(LONE, "exits")
    assert more[: WEEK - 1].sum() == 0.0
    assert more[WEEK - 1] == 1.0
    # the most skilled of five goes; a newcomer has at most 0.7 + 0.15 and has learnt for one week at most
    assert series(hit, "skill")[WEEK - 1] < series(LONE, "skill")[WEEK - 1]


def test_a_budget_cut_takes_its_share_for_its_weeks() -> None:
    funds = series(shocked(LONE, Shock(week=WEEK, kind="budget_cut", size=0.4, weeks=10)), "funds")
    full = TRADITIONAL["innovation_budget"] * APPS.people
    expected = np.full(60, full)
    expected[WEEK - 1 : WEEK + 9] *= 0.6
    assert funds == pytest.approx(expected)


def test_a_small_cut_does_not_end_a_large_one() -> None:
    large, small = (
        Shock(week=10, kind="budget_cut", size=0.8, weeks=30),
        Shock(week=15, kind="budget_cut", size=0.1, weeks=2),
    )
    with_both, with_large = (series(shocked(LONE, *cuts), "funds") for cuts in ((large, small), (large,)))
    assert (with_both <= with_large + 1e-12).all()


# -- transition ------------------------------------------------------------------------------------------


def expected_hours(weeks: int, start: int, size: float) -> Floats:
    """A straight line from the full cost in the first week to nothing after a quarter."""
    age = np.arange(1, weeks + 1) - start
    fading = np.where((age >= 0) & (age < 13), 1.0 - age / 13.0, 0.0)
    return CONSTANTS["transition_cost"].value * size * fading * APPS.people


@pytest.mark.parametrize(
    "new", [INNOVATION, TRADITIONAL.with_(review_interval=26), TRADITIONAL.with_(goal_stretch=1.0)]
)
def test_transition_costs_in_proportion_to_the_change_and_fades_over_a_quarter(new: Regime) -> None:
    hours = series(changed(LONE, (WEEK, new)), "transition_hours")
    assert hours == pytest.approx(expected_hours(60, WEEK, gap(TRADITIONAL, new)), abs=1e-12)
    assert hours[WEEK - 1] > 0.0


def test_starting_under_a_regime_that_is_new_is_a_change_in_week_1() -> None:
    hours = series(plan(INNOVATION, teams=(APPS,), before=TRADITIONAL), "transition_hours")
    assert hours == pytest.approx(expected_hours(60, 1, gap(TRADITIONAL, INNOVATION)), abs=1e-12)
    assert series(plan(INNOVATION, teams=(APPS,)), "transition_hours").sum() == 0.0


def test_changing_to_the_same_regime_under_another_name_changes_nothing() -> None:
    again = changed(OLD, (WEEK, TRADITIONAL.with_("Renamed")))
    assert same(simulate(OLD, 1, 0), simulate(again, 1, 0))


def test_a_small_second_change_does_not_make_the_first_one_cheaper() -> None:
    tweaked = INNOVATION.with_(goal_stretch=INNOVATION["goal_stretch"] + 0.01)
    once, twice = changed(LONE, (WEEK, INNOVATION)), changed(LONE, (WEEK, INNOVATION), (WEEK + 1, tweaked))
    assert series(twice, "transition_hours").sum() >= series(once, "transition_hours").sum()


# -- a review that is overdue under the new regime ----------------------------------------------------------


def overdue() -> Scenario:
    """A yearly interval shortened to four weeks in the 23rd week: a review is held at once."""
    return changed(LONE, (WEEK, TRADITIONAL.with_(review_interval=4, innovation_budget=0.2)))


def test_an_overdue_review_is_held_at_once_and_costs_its_hours() -> None:
    reviews, hours = series(overdue(), "reviews"), series(overdue(), "review_hours")
    assert reviews[WEEK - 1] == 1.0
    assert np.array_equal(hours > 0.0, reviews > 0.0)


def test_an_overdue_review_weighs_as_much_as_one_that_is_due() -> None:
    columns = simulate(overdue(), 1, 0)[:, 0]
    routine, slack = columns[:, COLUMN_INDEX["routine_time"]], columns[:, COLUMN_INDEX["slack_time"]]
    later = WEEK + 3  # the next review, four weeks later, is due in the usual way
    assert columns[later, COLUMN_INDEX["reviews"]] == 1.0
    assert routine[WEEK - 1] / slack[WEEK - 1] == pytest.approx(routine[later] / slack[later], rel=0.2)


# -- beliefs lag -----------------------------------------------------------------------------------------


def test_felt_safety_lags_behind_the_policy() -> None:
    strict = TRADITIONAL.with_(
        tolerance_exploratory=0.0,
        tolerance_execution=0.0,
        review_interval=4,
        innovation_budget=0.3,
        transparency=1.0,
    )
    tolerant = strict.with_(tolerance_exploratory=1.0, tolerance_execution=1.0)
    scenario = changed(plan(strict, teams=(APPS,), market=CALM, weeks=208), (53, tolerant))
    runs = [series(scenario, "safety", replication=world) / APPS.people for world in range(4)]
    safety = np.mean(runs, axis=0)
    start, end = safety[51], safety[-1]
    assert end - start > 0.5, "in the end people do feel safe"
    assert safety[54] - start < 0.1 * (end - start), "after two weeks hardly anything was seen"
    assert safety[59] - start < 0.5 * (end - start), "two reviews are not enough"
