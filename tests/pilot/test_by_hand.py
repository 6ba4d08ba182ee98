"""Simulated pilots against runs of the model made by hand, and against what must hold whatever the numbers are."""

from __future__ import annotations

import numpy as np
import pytest

from simkit import run
from simkit.distribution import Floats
from simkit.engine.digests import Superseded
from simkit.engine.extracts import Job, extract
from simkit.metrics import COLUMN_INDEX
from simkit.pilot.design import Design, Measure, Pilot, Rule, Survey
from simkit.pilot.orders import lots_of
from simkit.pilot.timetable import periods
from simkit.pilot.trials import Trials, simulate
from simkit.pilot.worlds import FULL, NOTHING, World, between
from simkit.regime import Regime
from simkit.scenario import Change, Organisation, Scenario, Team

NAMES = ("A", "B", "C", "D", "E", "F")
ORGANISATION = Organisation(name="Six", teams=tuple(Team(name=name, people=7) for name in NAMES))
NEW, OLD = Regime.preset("innovation"), Regime.preset("traditional")
DESIGN = Design(pilot_teams=("A", "B"), comparison_teams=("C", "D"), baseline_weeks=16, cycle_weeks=15, cycles=2,
                settling_weeks=1, assigned="choice")  # fmt: skip
PILOT = Pilot(organisation=ORGANISATION, new=NEW, before=OLD, design=DESIGN, primary=Measure(metric="felt_safety"),
              secondary=(Measure(metric="routine_output"),), rule=Rule(worthwhile=5, looks=(2,)))  # fmt: skip
WORLD = World(id="lively", effect=0.5, spill_over=0.2, novelty=0.5, rivalry=0.5)


def by_hand(scenario: Scenario, worlds: int, names: tuple[str, ...] = DESIGN.teams) -> Floats:
    """Return felt safety (its last 13 weeks) and routine output (all weeks) of each period: (worlds, teams, periods, 2)."""
    columns = run(scenario, worlds, series=True).columns
    teams = [team.name for team in scenario.organisation.teams]
    rows = [teams.index(name) for name in names]

    def ratio(top: str, first: int, last: int) -> Floats:
        parts = columns[..., [COLUMN_INDEX[top], COLUMN_INDEX["people"]]][:, first - 1 : last].sum(axis=1)
        return (100 * (parts[..., 0] / parts[..., 1]))[:, rows]

    spans = [(period.first, period.last) for period in periods(DESIGN)]
    safety = [ratio("safety", max(first, last - 12), last) for first, last in spans]
    output = [ratio("output", first, last) for first, last in spans]
    return np.stack([np.stack(safety, axis=-1), np.stack(output, axis=-1)], axis=-1)


def scenario(*changes: Change) -> Scenario:
    """Return the organisation, as before but for these changes."""
    return Scenario(organisation=ORGANISATION, regime=OLD, before=OLD, weeks=DESIGN.weeks, changes=changes)


def same(first: Trials, second: Trials) -> bool:
    """Return whether two lots of simulated pilots are equal to the last bit."""
    return np.array_equal(first.values, second.values, equal_nan=True) and np.array_equal(
        first.truth, second.truth
    )


def test_extracted_sums_are_those_of_a_run_to_the_last_bit() -> None:
    changed = scenario(Change(week=5, regime=NEW, team="B"))
    names, spans, worlds = ["safety", "people", "output"], [(1, 9), (10, 10), (4, 46)], (5, 2, 70)
    columns = run(changed, worlds, 3, series=True).columns[..., [COLUMN_INDEX[name] for name in names]]
    expected = np.stack([columns[:, a - 1 : b].sum(axis=1) for a, b in spans], axis=1)
    for workers in (1, 2):
        found, other = extract(
            [Job(changed, worlds), Job(scenario(), (2,))], names, spans, 3, workers=workers
        )
        assert np.array_equal(found, expected)
        assert other.shape == (1, 3, 6, 3)


def test_without_an_effect_truth_is_zero_and_nothing_differs_from_nobody_changing() -> None:
    found = simulate(PILOT, NOTHING, 5)
    assert not found.truth.any()
    assert np.array_equal(found.values, by_hand(scenario(), 5))


def test_values_and_truth_are_those_of_two_runs_made_by_hand() -> None:
    changed = scenario(*(Change(week=17, regime=NEW, team=name) for name in ("A", "B")))
    after, before = by_hand(changed, 5), by_hand(scenario(), 5)
    found = simulate(PILOT, FULL, 5)
    assert np.array_equal(found.values, after)
    treated = (after - before)[:, :2, 1:]
    assert found.truth == pytest.approx(treated.mean(axis=(1, 2)), rel=1e-12)
    assert found.truth.all()


def test_others_copy_a_share_of_the_new_regime_from_the_first_change_on() -> None:
    copied = between(OLD, NEW, 0.3)
    changes = [Change(week=17, regime=NEW if name in "AB" else copied, team=name) for name in DESIGN.teams]
    found = simulate(PILOT, World(id="spill", spill_over=0.3), 4)
    assert np.array_equal(found.values, by_hand(scenario(*changes), 4))


def test_waiting_teams_of_a_stepped_wedge_copy_until_their_turn() -> None:
    design = DESIGN.with_(kind="stepped_wedge", pilot_teams=("A", "B"), comparison_teams=(), steps=2)
    copied = between(OLD, NEW, 0.3)
    changes = [Change(week=17, regime=NEW, team="A"), Change(week=17, regime=copied, team="B"),
               Change(week=32, regime=NEW, team="B")]  # fmt: skip
    found = simulate(PILOT.with_(design=design), World(id="spill", spill_over=0.3), 4)
    assert np.array_equal(found.values, by_hand(scenario(*changes), 4, ("A", "B")))
    assert found.arms.tolist() == [[0, 1, 1], [0, 0, 1]]


@pytest.mark.parametrize("share", [0.1, 0.37, 0.5, 0.99])
def test_regimes_between_two_are_regimes_and_lie_between(share: float) -> None:
    mixed = between(OLD, NEW, share)  # a regime refuses shares that do not add up, and parts of a week
    lows, highs = np.minimum(OLD.values, NEW.values), np.maximum(OLD.values, NEW.values)
    assert np.all((lows <= mixed.values) & (mixed.values <= highs))
    assert mixed.distance(OLD) > 0
    assert mixed.distance(NEW) > 0
    assert between(OLD, NEW, 1.0) is NEW
    assert between(OLD, NEW, 0.0) is OLD


@pytest.mark.parametrize("world", [WORLD, World(id="picked", effect=0.5, regression=True)])
def test_a_pilot_is_the_same_in_any_batch_and_on_any_number_of_threads(world: World) -> None:
    design = DESIGN.with_(assigned="lot")
    pilot = PILOT.with_(
        design=design, secondary=(Measure(metric="talent_growth", survey=Survey(minimum_group=4)),)
    )
    points = [{"experiment_rate": 1.2}, {"experiment_rate": 3.5}, {}]
    whole = simulate(pilot, world, 11, 4, points=points, workers=1)
    parts = [simulate(pilot, world, count, 4, first=first, points=points, workers=2)
             for first, count in ((0, 3), (3, 1), (4, 7))]  # fmt: skip
    assert np.array_equal(whole.values, np.concatenate([part.values for part in parts]), equal_nan=True)
    assert np.array_equal(whole.truth, np.concatenate([part.truth for part in parts]))
    assert same(whole, simulate(pilot, world, 11, 4, points=points, workers=2))
    assert not same(whole, simulate(pilot, world, 11, 5, points=points))


def test_constants_take_turns_two_pilots_each() -> None:
    points = [{"experiment_rate": 1.2}, {"experiment_rate": 3.5}]
    found = simulate(PILOT, NOTHING, 6, points=points).values
    low, high = (by_hand(scenario().with_(constants=point), 6) for point in points)
    assert not np.array_equal(low, high)
    assert np.array_equal(found, np.concatenate([low[:2], high[2:4], low[4:]]))


def test_lots_differ_between_pilots_and_treat_each_team_alike() -> None:
    design = DESIGN.with_(assigned="lot", pilot_teams=NAMES[:3], comparison_teams=NAMES[3:])
    values = simulate(PILOT.with_(design=design), NOTHING, 12).values
    plain = by_hand(scenario(), 12, NAMES)
    picked = set[tuple[str, ...]]()
    for one, all_teams in zip(values, plain, strict=True):
        order = [int(np.flatnonzero((all_teams == row).all(axis=(1, 2)))[0]) for row in one]
        assert sorted(order) == list(range(6))  # the same teams, each once, in another order
        picked.add(tuple(sorted(NAMES[place] for place in order[:3])))
    assert len(picked) > 2
    treated = [name for order in lots_of(design, range(600)) for name in order[:3]]
    counts = np.array([treated.count(name) for name in NAMES])
    assert np.all(abs(counts - 300) < 5 * np.sqrt(600 / 4))  # five standard errors of a fair coin


def test_what_is_not_wanted_any_more_is_given_up() -> None:
    with pytest.raises(Superseded):
        simulate(PILOT, FULL, 2, superseded=lambda: True)
    with pytest.raises(Superseded):
        simulate(PILOT, NOTHING, 2, superseded=lambda: True)
