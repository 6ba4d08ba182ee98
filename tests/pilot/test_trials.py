"""Simulated pilots: the truth is that of the model, disturbances do what they say, and numbers do not depend on how they were got."""

from __future__ import annotations

import numpy as np
import pytest

from simkit import run
from simkit.metrics import COLUMN_INDEX
from simkit.pilot.design import Measure, Survey
from simkit.pilot.orders import scenario_for
from simkit.pilot.timetable import periods, redrawn
from simkit.pilot.trials import LOTS, YARDSTICK, joined, simulate
from simkit.pilot.worlds import FULL, NOTHING, World, between
from simkit.regime import Regime
from tests.pilot.small import NAMES, pilot

ASKED = Measure(metric="felt_safety", survey=Survey(noise=12, response_rate=0.9, minimum_group=3))


def test_where_nothing_is_true_the_data_are_those_of_no_change() -> None:
    found = simulate(pilot(), NOTHING, 6)
    assert not found.truth.any()
    untouched = run(scenario_for(pilot(), NOTHING, ()), 6, series=True)
    first, last = periods(pilot().design)[1][1:]
    sums = untouched.columns[
        :, first - 1 : last, :, [COLUMN_INDEX["innovators"], COLUMN_INDEX["people"]]
    ].sum(axis=1)
    wanted = np.sort(100 * sums[..., 0] / sums[..., 1], axis=1)
    assert np.allclose(
        np.sort(found.measure("innovation_participation")[:, :, 1], axis=1), wanted, rtol=1e-12
    )


def test_the_truth_is_the_difference_of_two_runs() -> None:
    """Both runs by the public engine, week by week, for a design whose groups were chosen."""
    plan = pilot(assigned="choice")
    found = simulate(plan, FULL, 4)
    with_it, without = (run(scenario_for(plan, world, NAMES), 4, series=True) for world in (FULL, NOTHING))
    values = []
    for result in (with_it, without):
        parts = [
            result.columns[:, period.first - 1 : period.last, :3, COLUMN_INDEX[name]].sum(axis=1)
            for period in periods(plan.design)[1:]
            for name in ("innovators", "people")
        ]
        values.append(100 * np.stack([parts[0] / parts[1], parts[2] / parts[3]]))
    wanted = (values[0] - values[1]).mean(axis=(0, 2))
    assert found.truth_of("innovation_participation") == pytest.approx(wanted, rel=1e-12)


def test_between_regimes() -> None:
    before, new = Regime.preset("traditional"), Regime.preset("innovation")
    assert between(before, new, 0.0) is before
    assert between(before, new, 1.0) is new
    quarter = between(before, new, 0.25)
    assert quarter["tolerance_exploratory"] == pytest.approx(
        0.75 * before["tolerance_exploratory"] + 0.25 * new["tolerance_exploratory"]
    )


def test_half_the_regime_is_not_the_whole() -> None:
    half, full = (
        simulate(pilot(), world, 10).truth_of("innovation_participation").mean()
        for world in (World(id="x", effect=0.5), FULL)
    )
    assert 0 < half < full


def test_pilots_are_the_same_however_they_are_simulated() -> None:
    plan = pilot(primary=ASKED)
    whole = simulate(plan, FULL, 12, workers=1)
    parts = joined(simulate(plan, FULL, 5), simulate(plan, FULL, 7, first=5, workers=2))
    assert np.array_equal(whole.values, parts.values, equal_nan=True)
    assert np.array_equal(whole.truth, parts.truth)


def test_every_team_has_its_turn_in_the_lots() -> None:
    design = pilot().design
    turns = [sum(name in redrawn(design, lot).pilot_teams for lot in range(1, LOTS + 1)) for name in NAMES]
    assert sum(turns) == 3 * LOTS
    assert min(turns) > LOTS / 2 - 4 * (LOTS / 4) ** 0.5


def test_a_survey_has_the_noise_of_a_mean_of_answers() -> None:
    """Twelve points an answer, everybody answers: the mean of n answers scatters by 12 / √n about what is felt."""
    survey = Survey(noise=12, response_rate=1.0, minimum_group=3)
    plan = pilot(assigned="choice", primary=Measure(metric="felt_safety", survey=survey))
    plain = plan.with_(primary=Measure(metric="felt_safety"))
    errors = (simulate(plan, NOTHING, 400).values - simulate(plain, NOTHING, 400).values)[:, :, 0, 0]
    for team, people in enumerate((5, 6, 7, 8, 9, 10)):
        assert errors[:, team].std() == pytest.approx(12 / people**0.5, rel=0.15)


def test_too_few_answers_are_not_shown() -> None:
    """Of five people each answers with probability ½; at least four do in 6 of 32 cases (binomial)."""
    survey = Survey(noise=1, response_rate=0.5, minimum_group=4)
    plan = pilot(assigned="choice", primary=Measure(metric="felt_safety", survey=survey))
    shown = ~np.isnan(simulate(plan, NOTHING, 600).values[:, 0, 0, 0])
    assert float(shown.mean()) == pytest.approx(6 / 32, abs=4 * (6 / 32 * 26 / 32 / 600) ** 0.5)


def test_novelty_passes() -> None:
    """It lifts teams that have changed by half a standard deviation at first, and fades with its half-life."""
    excited = World(id="x", effect=0.0, novelty=0.5, half_life=6)
    plan = pilot(assigned="choice")
    lifted, plain = simulate(plan, excited, 8), simulate(plan, NOTHING, 8)
    lift = (lifted.values - plain.values)[..., 0]
    assert np.allclose(lift[:, :, 0], 0)
    assert np.allclose(lift[:, 3:], 0)
    assert not lifted.truth.any()
    spread = simulate(plan, NOTHING, YARDSTICK).values[:, :, 0, 0].std()
    first = float(np.mean(0.5 ** (np.arange(6) / 6)))
    assert lift[:, :3, 1] == pytest.approx(0.5 * spread * first)
    assert lift[:, :3, 2] == pytest.approx(lift[:, :3, 1] / 2)


def test_rivalry_lifts_those_who_wait() -> None:
    plan = pilot(assigned="choice")
    lift = (
        simulate(plan, World(id="x", effect=0.0, rivalry=0.5), 8).values - simulate(plan, NOTHING, 8).values
    )[..., 0]
    assert np.allclose(lift[:, :3], 0)
    assert (lift[:, 3:, 1:] > 0).all()


def test_others_who_copy_come_nearer() -> None:
    plan = pilot(assigned="choice")
    copied, alone = (
        simulate(plan, world, 10).measure("innovation_participation")
        for world in (World(id="x", spill_over=0.5), FULL)
    )
    assert np.array_equal(copied[:, :, 0], alone[:, :, 0])
    assert copied[:, 3:, 1:].mean() > alone[:, 3:, 1:].mean()
    assert np.allclose(copied[:, :3, 1], alone[:, :3, 1], atol=15)


def test_the_weakest_teams_come_up_by_themselves() -> None:
    """Picked for a poor baseline and noisy measurement, they rise although nothing is done; drawn by lot they do not."""
    noisy = Measure(metric="felt_safety", survey=Survey(noise=30, response_rate=1.0, minimum_group=3))
    plan = pilot(primary=noisy)
    rises = []
    for world in (World(id="x", effect=0.0, regression=True), NOTHING):
        found = simulate(plan, world, 300)
        assert not found.truth.any()
        gap = found.values[:, :3, :, 0].mean(axis=1) - found.values[:, 3:, :, 0].mean(axis=1)
        rises.append(float((gap[:, 1] - gap[:, 0]).mean()))
    assert rises[0] > 8 > 4 > abs(rises[1])


@pytest.mark.parametrize("kind", ["before_after", "stepped_wedge", "crossover"])
def test_regimes_change_when_the_design_says(kind: str) -> None:
    plan = pilot(kind, assigned="choice")
    found = simulate(plan, FULL, 3)
    change = scenario_for(plan, FULL, NAMES)
    for row, name in zip(found.arms, NAMES, strict=True):
        for period, arm in zip(periods(plan.design), row.tolist(), strict=True):
            assert (change.regime_of(name, period.last).name == "innovation") == bool(arm)
