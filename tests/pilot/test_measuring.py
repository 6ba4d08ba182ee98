"""What a pilot sees of the truth: who answers, with what noise, and for how long something new lifts a measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from simkit.pilot.design import Design, Measure, Pilot, Rule, Survey
from simkit.pilot.measuring import suppression
from simkit.pilot.trials import simulate
from simkit.pilot.worlds import NOTHING, World
from simkit.regime import Regime
from simkit.scenario import Organisation, Team
from simkit.text import LANGS, Lang
from simkit.views.pilots.designing import design_sentences, hidden_sentences

SIZES = {"A": 4, "B": 6, "C": 16, "D": 16, "E": 16, "F": 16}
ORGANISATION = Organisation(
    name="Six", teams=tuple(Team(name=name, people=size) for name, size in SIZES.items())
)
DESIGN = Design(pilot_teams=("A", "B", "C"), comparison_teams=("D", "E", "F"), baseline_weeks=4, cycle_weeks=4,
                cycles=2, assigned="choice")  # fmt: skip
PILOT = Pilot(organisation=ORGANISATION, new=Regime.preset("innovation"), design=DESIGN,
              primary=Measure(metric="felt_safety"), rule=Rule(worthwhile=5, looks=(2,)))  # fmt: skip
MANY = 400


def asked(**survey: Any) -> Pilot:
    """Return the pilot with its primary measure asked for."""
    return PILOT.with_(primary=Measure(metric="felt_safety", survey=Survey(**survey)))


def test_answers_of_fewer_than_the_least_group_are_not_shown() -> None:
    values = simulate(asked(response_rate=0.7), NOTHING, MANY).measure("felt_safety")
    hidden = np.isnan(values)
    assert hidden[:, 0].all()  # four people can never be five
    too_few = binom.cdf(4, 6, 0.7)
    assert hidden[:, 1].mean() == pytest.approx(too_few, abs=5 * float(np.sqrt(too_few / hidden[:, 1].size)))
    assert hidden[:, 2:].mean() < 0.001  # of sixteen at least five answer, but once in ten thousand


@pytest.mark.parametrize("rate", [0.5, 1.0])
def test_noise_of_a_mean_is_that_of_a_person_over_the_root_of_answers(rate: float) -> None:
    found = simulate(asked(response_rate=rate, noise=20), NOTHING, MANY).measure("felt_safety")
    error = (found - simulate(PILOT, NOTHING, MANY).measure("felt_safety"))[:, 2:]
    answers = np.arange(5, 17)
    shares = binom.pmf(answers, 16, rate)
    expected = 20 * np.sqrt((shares / answers).sum() / shares.sum())
    known = error[~np.isnan(error)]
    assert known.std() == pytest.approx(expected, rel=0.05)  # 4800 errors: five standard errors
    assert abs(known.mean()) < 5 * expected / np.sqrt(known.size)
    after, before = error[:, :, 1].ravel(), error[:, :, 0].ravel()
    both = ~np.isnan(after + before)
    assert abs(np.corrcoef(after[both], before[both])[0, 1]) < 5 / np.sqrt(both.sum())


def test_noise_does_not_touch_the_truth() -> None:
    world = World(id="half", effect=0.5)
    assert np.array_equal(simulate(asked(), world, 6).truth, simulate(PILOT, world, 6).truth)


def test_a_lift_makes_less_of_what_less_is_better_of() -> None:
    pilot = PILOT.with_(primary=Measure(metric="failures_execution"))
    lift = (
        simulate(pilot, World(id="new", effect=0.0, novelty=1.0), 20).values
        - simulate(pilot, NOTHING, 20).values
    )
    assert lift[:, :3, 1:].max() < 0


def test_levels_are_lifted_by_what_is_left_in_the_weeks_that_they_are_read_over() -> None:
    design = DESIGN.with_(cycle_weeks=26, cycles=1)
    pilot = PILOT.with_(
        design=design, secondary=(Measure(metric="routine_output"),), rule=PILOT.rule.with_(looks=(1,))
    )
    ratios = dict[str, float]()
    for half_life in (2.0, 104.0):
        world = World(id="new", effect=0.0, novelty=1.0, half_life=half_life)
        found, plain = simulate(pilot, world, 8), simulate(pilot, NOTHING, 8)
        for id in found.measures:
            ratios[f"{id} {half_life:g}"] = float((found.measure(id) - plain.measure(id))[:, :3, 1].mean())
    for id, weeks in (("felt_safety", np.arange(13, 26)), ("routine_output", np.arange(26))):
        expected = np.mean(0.5 ** (weeks / 2)) / np.mean(0.5 ** (weeks / 104))
        assert ratios[f"{id} 2"] / ratios[f"{id} 104"] == pytest.approx(expected)


def test_how_often_a_small_team_is_suppressed() -> None:
    plan = asked(response_rate=0.7, minimum_group=5)
    found = suppression(plan, plan.primary)
    assert found["A"] == 1  # four people can never be five
    assert found["B"] == pytest.approx(1 - (6 * 0.7**5 * 0.3 + 0.7**6))  # five or six of six answer
    assert found["C"] < 0.001
    assert suppression(PILOT, PILOT.primary) == {}


@pytest.mark.parametrize("lang", LANGS)
def test_the_design_warns_of_teams_whose_answers_will_be_suppressed(lang: Lang) -> None:
    plan = asked(response_rate=0.7)
    (warning,) = hidden_sentences(plan, lang)
    assert "A (100%)" in warning
    assert "B (58%)" in warning
    assert "C (" not in warning
    assert warning in design_sentences(plan, lang)
    assert hidden_sentences(PILOT, lang) == []
