"""What a week of work yields."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.constants import CONSTANTS
from simkit.rules import work

SHARE = st.floats(0.0, 1.0)
WEIGHT = st.integers(0, 100).map(lambda percent: percent / 100)
KNOWLEDGE = st.floats(-1.0, 1.0)
FLOOR = st.floats(CONSTANTS["fit_floor"].low, CONSTANTS["fit_floor"].high)


@given(knowledge=KNOWLEDGE, other=KNOWLEDGE, floor=FLOOR)
def test_work_fits_in_a_straight_line_with_knowledge(knowledge: float, other: float, floor: float) -> None:
    knowledge, other = abs(knowledge), abs(other)
    between = work.fit((knowledge + other) / 2.0, floor)
    assert between == pytest.approx((work.fit(knowledge, floor) + work.fit(other, floor)) / 2.0)
    assert (work.fit(0.0, floor), work.fit(1.0, floor)) == (floor, 1.0)


@given(knowledge=KNOWLEDGE, floor=FLOOR)
def test_work_never_yields_less_than_nothing(knowledge: float, floor: float) -> None:
    assert 0.0 <= work.fit(knowledge, floor) <= 1.0


@given(dependence=SHARE, most=st.floats(0.3, 0.9), helping=st.floats(0.0, 1.0), half=st.floats(0.02, 0.1))
def test_help_matters_as_far_as_people_need_each_other(
    dependence: float, most: float, helping: float, half: float
) -> None:
    met = work.help_met(helping, half)
    assert 0.0 <= met < 1.0
    left = work.coordination(dependence, most, met)
    assert 1.0 - dependence * most - 1e-12 <= left <= 1.0
    assert work.coordination(0.0, most, met) == 1.0
    assert work.help_met(helping + 0.1, half) > met


@given(blockers=st.integers(0, 6), cost=st.floats(0.01, 0.06))
def test_each_blocker_takes_its_share_of_what_is_left(blockers: int, cost: float) -> None:
    assert work.unblocked(blockers, cost) == pytest.approx((1.0 - cost) ** blockers)


@given(st.floats(0.0, 100.0))
def test_a_week_has_forty_hours(hours: float) -> None:
    assert work.share_left(hours) == pytest.approx(max(0.0, (40.0 - hours) / 40.0))


@given(workload=st.floats(0.4, 2.0), effort=SHARE)
def test_strain_starts_beyond_a_full_week(workload: float, effort: float) -> None:
    overload = work.strain(workload, effort)
    assert 0.0 <= overload <= 1.0
    assert (overload > 0.0) == (workload * effort - 1.0 > 0.0)


@given(contingency=SHARE, financial=WEIGHT, customer=WEIGHT)
def test_haste_is_pay_for_quantity_alone(contingency: float, financial: float, customer: float) -> None:
    assert 0.0 <= work.haste(contingency, financial, customer) <= contingency + 1e-12
    assert work.haste(contingency, 0.0, customer) == 0.0
    assert work.haste(contingency, financial, 0.0) == pytest.approx(contingency if financial else 0.0)


@given(intrinsic=SHARE, leniency=SHARE, hurry=SHARE, overload=SHARE, loss=st.floats(0.1, 0.7), more=SHARE)
def test_care_is_bounded_and_suffers_from_leniency_haste_and_overload(
    intrinsic: float, leniency: float, hurry: float, overload: float, loss: float, more: float
) -> None:
    full = work.care(intrinsic, leniency, hurry, overload, loss)
    assert 0.5 * (1.0 - loss) - 1e-12 <= full <= 1.0
    for eased in (
        (leniency * more, hurry, overload),
        (leniency, hurry * more, overload),
        (leniency, hurry, overload * more),
    ):
        assert work.care(intrinsic, *eased, loss) >= full - 1e-12
    assert work.care(1.0, leniency, hurry, 0.0, loss) == 1.0


@given(carefulness=st.floats(0.01, 1.0), base=st.floats(0.005, 0.05))
def test_half_the_care_doubles_the_odds_of_a_slip(carefulness: float, base: float) -> None:
    risk, worse = (work.execution_risk(level, base) for level in (carefulness, carefulness / 2))
    assert base - 1e-12 <= risk < worse < 1.0
    assert worse / (1.0 - worse) == pytest.approx(2.0 * risk / (1.0 - risk))


@given(safety=SHARE, transparency=SHARE)
def test_a_failure_is_seen_if_it_is_told_or_shown(safety: float, transparency: float) -> None:
    assert work.seen_chance(safety, transparency) == pytest.approx(
        safety + transparency - safety * transparency
    )


@given(
    hours=st.floats(0.0, 20.0),
    more=st.floats(0.0, 20.0),
    rate=st.floats(0.02, 0.3),
    floor=st.floats(0.0, 0.1),
)
def test_hours_of_attention_add_up_like_hazards(hours: float, more: float, rate: float, floor: float) -> None:
    missed = (1.0 - work.event_chance(hours, rate, floor)) * (1.0 - work.event_chance(more, rate, 0.0))
    assert 1.0 - work.event_chance(hours + more, rate, floor) == pytest.approx(missed)
    assert work.event_chance(0.0, rate, floor) == pytest.approx(1.0 - exp(-floor), abs=1e-12)


@given(st.floats(1.0, 5.0))
def test_interdependence_runs_from_0_to_1(team_type: float) -> None:
    assert 4.0 * work.interdependence(team_type) + 1.0 == pytest.approx(team_type)
