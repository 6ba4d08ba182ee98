"""How a week is divided: bounds, limits and directions that do not depend on the numbers chosen."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax

from simkit.rules import attention

SHARE = st.floats(0.0, 1.0)
PEOPLE = st.integers(2, 200)
VALUE = st.floats(-20.0, 20.0)


@given(st.lists(VALUE, min_size=4, max_size=4))
def test_equal_plans_make_a_softmax_of_values(values: list[float]) -> None:
    weights = [attention.tilted(0.25, value) for value in values]
    shares = [weight / sum(weights) for weight in weights]
    assert min(shares) > 0.0
    assert shares == pytest.approx(softmax(values).tolist(), rel=1e-9)


@given(plan=st.floats(0.01, 1.0), value=VALUE, other=VALUE)
def test_a_difference_in_value_is_a_ratio_of_time(plan: float, value: float, other: float) -> None:
    assert attention.tilted(plan, value) / attention.tilted(plan, other) == pytest.approx(exp(value - other))


@given(weeks=st.floats(0.0, 1040.0), later=st.floats(0.01, 52.0), rate=st.floats(0.02, 0.15))
def test_later_pay_weighs_less_but_something(weeks: float, later: float, rate: float) -> None:
    now, then = attention.discounted(weeks, rate), attention.discounted(weeks + later, rate)
    assert 0.0 < then < now <= 1.0
    # Hyperbolic, not exponential: the same delay matters less the further away it lies.
    assert then / now > attention.discounted(later, rate) - 1e-12


@given(st.floats(0.02, 0.15))
def test_pay_weighs_half_after_one_over_the_rate(rate: float) -> None:
    assert attention.discounted(1.0 / rate, rate) == pytest.approx(0.5)


@given(people=PEOPLE, dependence=SHARE)
def test_a_team_bonus_is_felt_between_one_nth_and_whole(people: int, dependence: float) -> None:
    felt = attention.team_part(people, dependence)
    assert 1.0 / people - 1e-12 <= felt <= 1.0 + 1e-12
    assert attention.team_part(people, 0.0) == 1.0 / people
    assert attention.team_part(people, 1.0) == pytest.approx(1.0)


@given(individual=SHARE, team=SHARE, people=PEOPLE, dependence=SHARE)
def test_own_bonus_counts_in_full_and_team_bonus_in_part(
    individual: float, team: float, people: int, dependence: float
) -> None:
    felt = attention.own_part(individual, team, people, dependence)
    assert individual + team / people - 1e-12 <= felt <= individual + team + 1e-12


@given(st.floats(-5.0, 5.0))
def test_a_goal_pulls_most_when_it_is_a_toss_up(gap: float) -> None:
    pull = attention.goal_pull(gap)
    assert 0.0 <= pull <= 1.0
    assert pull == pytest.approx(attention.goal_pull(1.0 - gap), abs=1e-12)
    if not 0.0 < gap < 1.0:
        assert pull == 0.0


@given(safety=SHARE, estimate=SHARE, weight=st.floats(0.3, 1.5), more=st.floats(0.0, 1.0))
def test_fear_is_bounded_and_falls_with_safety_and_confidence(
    safety: float, estimate: float, weight: float, more: float
) -> None:
    worry = attention.fear(safety, estimate, weight)
    assert 0.0 <= worry <= weight
    assert attention.fear(safety + more * (1.0 - safety), estimate, weight) <= worry + 1e-12
    assert attention.fear(safety, estimate + more * (1.0 - estimate), weight) <= worry + 1e-12


@given(pay=st.floats(0.0, 3.0), learning=SHARE, financial=SHARE, own=SHARE)
def test_what_reviews_look_at_is_what_pays(pay: float, learning: float, financial: float, own: float) -> None:
    routine = attention.routine_value(pay, learning, financial, 1.0 - financial, own)
    exploring = attention.exploring_value(pay, learning, 0.0, own, 0.0)
    # Nothing but results and learning counts here, so the two share the felt pay between them.
    assert routine + exploring == pytest.approx(pay * own)


@given(learning=SHARE, vitality=SHARE, points=SHARE, individual=SHARE)
def test_individual_pay_rewards_help_only_where_peers_or_vitality_count(
    learning: float, vitality: float, points: float, individual: float
) -> None:
    assert attention.helping_value(1.0, learning, 0.0, 0.0, individual, 0.0, points) == points
    with_peers = attention.helping_value(1.0, learning, vitality, 0.5, individual, 0.0, points)
    assert with_peers >= points + 0.5 * individual - 1e-12


@given(pay=st.floats(0.0, 3.0), points=SHARE)
def test_points_pay_for_exploring_whatever_the_review_says(pay: float, points: float) -> None:
    without = attention.exploring_value(pay, 0.3, 0.2, 0.5, 0.0)
    assert attention.exploring_value(pay, 0.3, 0.2, 0.5, points) == pytest.approx(without + points)


@given(intrinsic=SHARE, estimate=SHARE, weight=st.floats(0.3, 1.2))
def test_interest_grows_with_expected_success_around_that_of_other_work(
    intrinsic: float, estimate: float, weight: float
) -> None:
    other_work = weight * intrinsic
    interest = attention.curiosity(intrinsic, estimate, weight)
    assert interest + attention.curiosity(intrinsic, 1.0 - estimate, weight) == pytest.approx(
        2.0 * other_work
    )
    assert (interest >= other_work) == (estimate >= 0.5) or interest == pytest.approx(other_work)
