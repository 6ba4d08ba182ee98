"""Reviews: noise against scipy, judgement, ratchets and hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simkit.rules import people, review

SHARE = st.floats(0.0, 1.0)
LEVEL = st.floats(0.0, 3.0)
CONTACT, HALF, BLAME = st.floats(0.0, 10.0), st.floats(0.2, 1.0), st.floats(0.7, 0.9)


@given(u=st.floats(1e-9, 1.0 - 1e-9), sd=st.floats(0.05, 2.0))
def test_rating_noise_is_logistic_with_the_given_spread(u: float, sd: float) -> None:
    scale = sd / stats.logistic.std()
    assert review.noise(u, sd) == pytest.approx(stats.logistic(scale=scale).ppf(u), rel=1e-6, abs=1e-9)


@given(rater=st.floats(0.15, 0.4), week=st.floats(0.2, 1.0), weeks=st.integers(1, 51))
def test_longer_intervals_average_luck_out_but_not_the_rater(rater: float, week: float, weeks: int) -> None:
    sd = review.rating_sd(rater, week, weeks)
    assert sd > review.rating_sd(rater, week, weeks + 1) > rater
    assert sd * sd - rater * rater == pytest.approx(week * week / weeks)


@given(contact=CONTACT, half=HALF, blame=BLAME, more=st.floats(0.01, 5.0))
def test_contact_removes_both_kinds_of_misjudgement(
    contact: float, half: float, blame: float, more: float
) -> None:
    for rule in (review.misjudged, review.excused):
        assert 0.0 <= rule(contact + more, half, blame) < rule(contact, half, blame) <= 1.0
    # without contact a manager sees no difference: any failure is taken for careless with one and the same chance
    assert review.misjudged(0.0, half, blame) == pytest.approx(1.0 - review.excused(0.0, half, blame))


@given(tolerated=SHARE, gain=st.floats(0.03, 0.25), loss=st.floats(0.1, 0.5))
def test_expected_safety_is_where_gains_and_losses_balance(
    tolerated: float, gain: float, loss: float
) -> None:
    level = review.expected_safety(tolerated, gain, loss)
    up = people.safety_after(level, 1, 0, gain, loss) - level
    down = level - people.safety_after(level, 0, 1, gain, loss)
    assert 0.0 <= level <= 1.0
    assert tolerated * up == pytest.approx((1.0 - tolerated) * down, abs=1e-12)


@given(target=LEVEL, achieved=LEVEL, market=LEVEL, stretch=SHARE, realignment=SHARE)
def test_a_top_down_goal_never_falls(
    target: float, achieved: float, market: float, stretch: float, realignment: float
) -> None:
    after = review.goal_after(target, achieved, market, 0.0, stretch, realignment)
    assert after >= target - 1e-12
    assert after == review.goal_after(target, achieved, market / 2.0, 0.0, stretch, realignment)


@given(target=LEVEL, achieved=LEVEL, market=LEVEL, stretch=SHARE)
def test_a_co_created_goal_reads_the_market_only(
    target: float, achieved: float, market: float, stretch: float
) -> None:
    assert review.goal_after(target, achieved, market, 1.0, stretch, 1.0) == pytest.approx(
        (1.0 + stretch) * market, abs=1e-12
    )


@given(target=LEVEL, achieved=LEVEL, market=LEVEL, cocreation=SHARE, stretch=SHARE)
def test_a_goal_that_is_not_realigned_stays(
    target: float, achieved: float, market: float, cocreation: float, stretch: float
) -> None:
    assert review.goal_after(target, achieved, market, cocreation, stretch, 0.0) == target


@given(minutes=st.floats(5.0, 480.0), peer=SHARE, setup=st.floats(0.1, 1.5))
def test_a_review_costs_its_minutes_at_least_and_twice_them_at_most(
    minutes: float, peer: float, setup: float
) -> None:
    hours = review.review_hours(minutes, peer, setup) - setup
    assert minutes / 60.0 - 1e-9 <= hours <= 2.0 * minutes / 60.0 + 1e-9


@given(share=SHARE, hours=st.floats(10.0, 30.0), reviewing=st.floats(0.0, 100.0))
def test_a_manager_never_works_more_than_there_is_time(share: float, hours: float, reviewing: float) -> None:
    coaching = review.coaching_hours(share, hours, reviewing)
    assert 0.0 <= coaching <= max(0.0, hours - reviewing)
    assert review.coaching_hours(1.0, hours, reviewing) == pytest.approx(max(0.0, hours - reviewing))


@given(share=SHARE, hours=st.floats(10.0, 30.0), reviewing=st.floats(0.0, 100.0), fitness=SHARE)
def test_a_manager_works_in_the_routine_what_is_left(
    share: float, hours: float, reviewing: float, fitness: float
) -> None:
    coaching = review.coaching_hours(share, hours, reviewing)
    output = review.manager_output(hours, reviewing, coaching, fitness)
    assert output == pytest.approx((1.0 - share) * max(0.0, hours - reviewing) / 40.0 * fitness, abs=1e-12)
