"""Looks and the rule: published boundaries, the error that all looks together spend, and each clause of the rule."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simkit.pilot.analysis import Estimates
from simkit.pilot.deciding import CONTINUE, GO, HARM, STOP, decide, run_rule
from simkit.pilot.design import Design, Guardrail, Measure, Pilot, Rule, Spending
from simkit.pilot.looks import boundaries, fractions, levels
from simkit.pilot.timetable import arms, drawn
from simkit.presets import load_organisation, load_regime
from simkit.problems import InputError

FIFTHS = (0.2, 0.4, 0.6, 0.8, 1.0)
NAMES = tuple(team.name for team in load_organisation("product-company").teams)


def _pilot(**rule: Any) -> Pilot:
    looks = rule.pop("looks", (1, 2))
    design = Design(pilot_teams=NAMES[:6], comparison_teams=NAMES[6:], cycles=looks[-1], assigned="choice")
    return Pilot(
        organisation=load_organisation("product-company"), new=load_regime("innovation"), design=design,
        primary=Measure(metric="felt_safety"), guardrails=(Guardrail(measure=Measure(metric="turnover"), margin=3),),
        rule=Rule(worthwhile=5, looks=looks, **rule),
    )  # fmt: skip


def _found(effect: float, lower: float, upper: float) -> Estimates:
    one, two, three = (np.array([value]) for value in (effect, lower, upper))
    return Estimates(one, np.ones(1), np.ones(1), two, three)


@pytest.mark.parametrize(
    ("spending", "published"),
    [
        ("obrien_fleming", (4.8769, 3.3569, 2.6803, 2.2898, 2.0310)),
        ("pocock", (2.4380, 2.4268, 2.4101, 2.3966, 2.3859)),
    ],
)
def test_published_boundaries_of_five_even_looks(spending: Spending, published: tuple[float, ...]) -> None:
    """Two-sided 5 %: the boundaries of Lan-DeMets spending in Reboussin, DeMets, Kim & Lan 2000, Controlled Clinical Trials 21(3)."""
    assert boundaries(FIFTHS, 0.05, spending) == pytest.approx(published, abs=2e-4)


def test_one_look_is_an_ordinary_test() -> None:
    assert boundaries((1.0,), 0.05, "pocock")[0] == pytest.approx(1.959964, abs=1e-5)


@pytest.mark.parametrize("spending", ["obrien_fleming", "pocock"])
def test_all_looks_together_spend_the_error_of_one(spending: Spending) -> None:
    """Sums of independent normal steps pass one of the boundaries in 10 % of 200,000 walks."""
    steps = np.sqrt(np.diff((0.0, *FIFTHS)))
    walks = np.cumsum(np.random.default_rng(3).standard_normal((200_000, 5)) * steps, axis=1) / np.sqrt(
        FIFTHS
    )
    passed = (np.abs(walks) > np.array(boundaries(FIFTHS, 0.1, spending))).any(axis=1)
    assert float(passed.mean()) == pytest.approx(0.1, abs=0.003)


def test_more_cycles_bring_more_information() -> None:
    pilot = _pilot(looks=(1, 2, 3))
    found = fractions(pilot.rule, pilot.design)
    assert found[0] < found[1] < found[2] == 1.0
    first, *_, last = levels(pilot.rule, pilot.design)
    assert first > last > 0.9


def test_a_look_before_anything_can_be_told_is_refused() -> None:
    """Of a crossover's first half, one cycle in: the groups differ, so it can be told; with one group changed only after, it cannot."""
    design = Design(kind="stepped_wedge", pilot_teams=NAMES[:4], comparison_teams=(), cycles=2, steps=2)
    assert len(levels(Rule(worthwhile=1, looks=(1, 2)), design)) == 2
    with pytest.raises(InputError, match="cannot be estimated"):
        fractions(Rule(worthwhile=1, looks=(0, 2)), design)


@pytest.mark.parametrize(
    ("gain", "harm", "decision"),
    [
        ((8, 1, 15), (0, -1, 1), GO),
        ((4.9, 1, 9), (0, -1, 1), CONTINUE),  # sure of a gain, but not of a worthwhile one
        ((8, -1, 17), (0, -1, 1), CONTINUE),  # worthwhile, but not sure
        ((1, -2, 4.9), (0, -1, 1), STOP),  # a worthwhile gain is excluded
        ((8, 1, 15), (3, 0.1, 6), STOP),  # a guardrail is surely broken
        ((8, 1, 15), (3, -0.1, 6), GO),  # it may be broken, but that is not sure
        ((8, 1, 15), (2.9, 0.1, 6), GO),  # surely worse, but by less than the margin
        ((float("nan"),) * 3, (0, -1, 1), CONTINUE),
    ],
)
def test_each_clause_of_the_rule(gain: tuple[float, ...], harm: tuple[float, ...], decision: int) -> None:
    found, reason = decide(_pilot(), _found(*gain), [_found(*harm)])
    assert found.tolist() == [decision]
    assert (reason[0] == HARM) == (harm[0] >= 3 and harm[1] > 0)


def test_where_less_is_better_a_fall_is_a_gain() -> None:
    pilot = _pilot().with_(primary=Measure(metric="turnover"), guardrails=())
    assert decide(pilot, _found(-8, -15, -1), [])[0].tolist() == [GO]
    assert decide(pilot, _found(8, 1, 15), [])[0].tolist() == [STOP]


def test_looks_end_with_the_first_that_decides() -> None:
    pilot = _pilot(looks=(1, 2)).with_(guardrails=())
    treated = arms(pilot.design, drawn(pilot.design))
    noise = 0.01 * np.random.default_rng(0).standard_normal((2, 12, 3))
    late = noise.copy()
    late[1, :6, 2] += 40.0  # the gain comes in the second cycle only
    early = late + np.array([[[0.0]], [[0.0]]])
    early[0, :6, 1:] += 9.0  # the first pilot gains at once
    found = run_rule(pilot, {"felt_safety": early}, treated)
    assert found.look.tolist() == [1, 1]
    assert found.decision.tolist() == [GO, STOP]


def test_a_rule_without_effect_goes_as_seldom_as_it_says() -> None:
    """Normal data without effect, three looks: at most 5 % go (half of the 10 % error), and at least 1 %."""
    pilot = _pilot(looks=(1, 2, 3)).with_(guardrails=()).with_(rule=Rule(worthwhile=0.01, looks=(1, 2, 3)))
    treated = arms(pilot.design, drawn(pilot.design))
    rng = np.random.default_rng(8)
    values = rng.standard_normal((4000, 12, 4)) + rng.standard_normal((4000, 12, 1))
    share = float(np.mean(run_rule(pilot, {"felt_safety": values}, treated).decision == GO))
    assert 0.01 <= share <= 0.05 + 4 * (0.05 * 0.95 / 4000) ** 0.5
