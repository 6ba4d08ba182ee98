"""Beliefs about consequences, motives and exits."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.constants import CONSTANTS
from simkit.rules import people

SHARE = st.floats(0.0, 1.0)
GAIN = CONSTANTS["trust_gain"].value
LOSS = GAIN * CONSTANTS["loss_aversion"].value
GAINS, LOSSES = st.floats(0.03, 0.25), st.floats(0.03, 0.75)
EVENTS = st.integers(0, 40)


@given(safety=SHARE, forgiven=EVENTS, punished=EVENTS, gain=GAINS, loss=LOSSES)
def test_a_belief_stays_between_0_and_1(
    safety: float, forgiven: int, punished: int, gain: float, loss: float
) -> None:
    after = people.safety_after(safety, forgiven, punished, gain, loss)
    # the belief closes, event by event, a part of its gap to where the mixture of events would lead
    weight = forgiven * gain + punished * loss
    leads_to = forgiven * gain / weight if weight else safety
    kept = (1.0 - gain) ** forgiven * (1.0 - loss) ** punished
    expected = leads_to + (safety - leads_to) * kept
    assert 0.0 <= after <= 1.0
    assert after == pytest.approx(expected, abs=1e-12)


def test_one_punishment_moves_further_than_one_kindness() -> None:
    kind = people.safety_after(0.5, 1, 0, GAIN, LOSS) - 0.5
    harsh = 0.5 - people.safety_after(0.5, 0, 1, GAIN, LOSS)
    assert harsh > 0.0
    assert harsh / kind == pytest.approx(2.25), "the loss-aversion ratio of Tversky and Kahneman (1992)"


def test_kindness_and_punishment_at_one_review_leave_less_than_before() -> None:
    assert people.safety_after(0.5, 1, 1, GAIN, LOSS) < 0.5


@given(contingency=SHARE, coaching=SHARE, nearness=SHARE)
def test_control_takes_a_judge_pay_and_a_review_that_is_near(
    contingency: float, coaching: float, nearness: float
) -> None:
    felt = people.control_felt(contingency, coaching, nearness)
    assert 0.0 <= felt <= min(contingency, 1.0 - coaching, nearness) + 1e-12


@given(cocreation=SHARE, control=SHARE, recognition=SHARE, less=SHARE)
def test_the_climate_is_bounded_and_better_with_less_control(
    cocreation: float, control: float, recognition: float, less: float
) -> None:
    level = people.climate(cocreation, control, recognition)
    assert 0.0 <= level <= 1.0
    assert people.climate(cocreation, control * less, recognition) >= level


@given(a=SHARE, b=SHARE, c=SHARE)
def test_engagement_weighs_meaning_and_safety_alike(a: float, b: float, c: float) -> None:
    assert people.engagement_level(a, b, c) == pytest.approx(people.engagement_level(b, a, c))
    assert 0.0 <= people.engagement_level(a, b, c) <= 1.0


@given(attrition=st.floats(0.0, 1.0), engagement=SHARE, start=SHARE, response=st.floats(0.5, 4.0))
def test_people_leave_at_the_known_rate_until_engagement_moves(
    attrition: float, engagement: float, start: float, response: float
) -> None:
    assert people.exit_chance(attrition, start, start, response) == pytest.approx(attrition / 52.0)
    chance = people.exit_chance(attrition, engagement, start, response)
    assert 0.0 <= chance <= 1.0
    # the logarithm of the rate follows engagement on a straight line
    twice = people.exit_chance(attrition, engagement - log(2.0) / response, start, response)
    assert twice == pytest.approx(min(1.0, 2.0 * chance))


@given(skill=st.floats(0.3, 1.5), worked=SHARE, coached=st.floats(0.0, 5.0), rate=st.floats(0.01, 0.05))
def test_skill_approaches_what_work_and_coaching_allow(
    skill: float, worked: float, coached: float, rate: float
) -> None:
    best = 1.0 + 0.05 * coached
    after = people.skill_after(skill, worked, coached, rate, 0.05)
    assert abs(after - best) <= abs(skill - best) + 1e-12
    assert people.skill_after(best, worked, coached, rate, 0.05) == pytest.approx(best)
    assert people.skill_after(skill, 0.0, coached, rate, 0.05) == skill
