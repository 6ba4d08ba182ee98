"""The market: distributions against scipy and formulas, rates against their limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simkit.rules import market

INSIDE = st.floats(1e-12, 1.0 - 1e-12)


@given(INSIDE)
def test_quality_is_beta_2_2(u: float) -> None:
    assert market.opportunity_quality(u) == pytest.approx(stats.beta(2, 2).ppf(u), abs=1e-7)


def test_quality_has_the_mean_and_spread_of_its_distribution() -> None:
    grid = [market.opportunity_quality((place + 0.5) / 10_000) for place in range(10_000)]
    mean = sum(grid) / 10_000
    assert mean == pytest.approx(0.5, abs=1e-4)
    assert sum((x - mean) ** 2 for x in grid) / 10_000 == pytest.approx(1 / 20, abs=1e-4)


@given(tail=st.floats(1.5, 3.0), size=st.floats(1.0, 19.99))
def test_the_chance_of_exceeding_a_size_falls_with_a_power_of_it(tail: float, size: float) -> None:
    exceeding = size**-tail
    assert market.opportunity_size(1.0 - exceeding, tail) == pytest.approx(size, rel=1e-6)


@given(tail=st.floats(1.5, 3.0), u=INSIDE)
def test_sizes_are_pareto_up_to_the_cut(tail: float, u: float) -> None:
    expected = min(20.0, float(stats.pareto(tail).ppf(u)))
    assert market.opportunity_size(u, tail) == pytest.approx(expected, rel=1e-6)


@given(scale=st.floats(1.0, 5.0), rate=st.floats(0.0025, 0.02))
def test_turbulence_falls_in_proportion_to_certainty(scale: float, rate: float) -> None:
    certainty = market.certainty_share(scale)
    assert 0.0 <= certainty <= 1.0
    chance = market.flip_chance(certainty, rate)
    assert chance == pytest.approx(rate * (5.0 - scale) / 4.0)
    assert market.renewal_chance(certainty, rate, 0.004) - chance == pytest.approx(0.004)
