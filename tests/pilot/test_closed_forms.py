"""Closed forms of power against published worked examples, against one another, and against simulated normal data."""

from __future__ import annotations

import numpy as np
import pytest

from simkit.pilot.analysis import estimate
from simkit.pilot.closed_forms import (
    Spread,
    covariance,
    detectable,
    gls_error,
    hussey_hughes_variance,
    power,
    two_group_power,
)

WEDGE = np.array([[int(period > cluster // 6) for period in range(5)] for cluster in range(24)])
"""The worked example: 24 clusters, 4 steps of 6, one period before the first step."""
SIGMA, EFFECT = (0.041 * 0.959) ** 0.5, 0.05 - 0.032


def test_the_published_stepped_wedge_without_further_effects() -> None:
    error = hussey_hughes_variance(WEDGE, SIGMA, 0.025, 100) ** 0.5
    assert power(EFFECT, error) == pytest.approx(0.8059, abs=5e-5)


def test_the_published_stepped_wedge_with_time_and_person_effects() -> None:
    """The figure is that of a cohort of which nobody is replaced; asking others every time gives less."""
    spread = Spread(SIGMA, tau=0.025, gamma=0.01, psi=0.1, stay=1.0)
    assert power(EFFECT, gls_error(WEDGE, spread, 100)) == pytest.approx(0.7145816, abs=1e-6)
    others = power(EFFECT, gls_error(WEDGE, spread._replace(stay=0.0), 100))
    half = power(EFFECT, gls_error(WEDGE, spread._replace(stay=0.5), 100))
    assert others < half < 0.7145816


@pytest.mark.parametrize("tau", [0.0, 0.5, 3.0])
@pytest.mark.parametrize("treated", [WEDGE, WEDGE[::3], np.array([[0, 1]] * 3 + [[0, 0]] * 5)])
def test_the_general_form_is_the_original_one_where_both_hold(treated: np.ndarray, tau: float) -> None:
    general = gls_error(treated, Spread(2.0, tau=tau), 7)
    assert general == pytest.approx(hussey_hughes_variance(treated, 2.0, tau, 7) ** 0.5, rel=1e-9)


def test_asking_other_people_is_more_noise_of_single_answers() -> None:
    """With other people every time, their effects and those of answers add up in each period alone."""
    apart = gls_error(WEDGE, Spread(1.0, tau=0.4, psi=0.7), 9)
    assert apart == pytest.approx(gls_error(WEDGE, Spread((1.0 + 0.49) ** 0.5, tau=0.4), 9))


@pytest.mark.parametrize(
    ("size", "people", "published"), [(0.2, 393, 0.80), (0.5, 64, 0.80), (0.8, 26, 0.80), (0.5, 86, 0.90)]
)
def test_the_two_group_table_of_cohen(size: float, people: int, published: float) -> None:
    """Cohen 1988, table 2.4.1, two-sided 5 %: people a group for a power of .80 (and .90); one fewer is not enough."""
    assert two_group_power(size, people) >= published - 0.0005
    assert two_group_power(size, people - 3) < published


def test_two_groups_are_a_wedge_with_one_period() -> None:
    groups = np.array([[0]] * 6 + [[1]] * 6)
    assert gls_error(groups, Spread(3.0, tau=1.0), 4) == pytest.approx((2 / 6 * (1.0 + 9 / 4)) ** 0.5)


def test_a_baseline_cancels_what_differs_between_teams() -> None:
    groups = np.array([[0, 0]] * 6 + [[0, 1]] * 6)
    small, large = (gls_error(groups, Spread(1.0, tau=tau), 1) for tau in (10.0, 1000.0))
    assert small == pytest.approx(large, rel=1e-2) == pytest.approx((4 / 6) ** 0.5, rel=1e-2)


def test_the_detectable_effect_has_the_power_that_was_asked_for() -> None:
    assert power(detectable(1.7), 1.7) == pytest.approx(0.8, abs=1e-5)


@pytest.mark.parametrize("method", ["did", "mixed"])
def test_simulated_normal_pilots_have_the_power_of_the_closed_form(method: str) -> None:
    """Six teams against six, a baseline and two cycles; t with the degrees of freedom of the analysis. did is the estimate with
    teams as fixed effects, so it is compared with teams that differ without bound."""
    treated, pilots, effect = np.array([[0, 1, 1]] * 6 + [[0, 0, 0]] * 6), 4000, 0.9
    spread = Spread(1.0, tau=0.8)
    rng = np.random.default_rng(5)
    root = np.linalg.cholesky(covariance(spread, 1, 3))
    values = rng.standard_normal((pilots, 12, 3)) @ root.T + effect * treated
    found = estimate(values, treated, method, 0.95)  # pyright: ignore[reportArgumentType]
    seen = float(np.mean((found.lower > 0) | (found.upper < 0)))
    error = gls_error(treated, spread if method == "mixed" else spread._replace(tau=1e3), 1)
    expected = power(effect, error, df=float(found.df[0]))
    assert seen == pytest.approx(expected, abs=4 * (0.25 / pilots) ** 0.5)
