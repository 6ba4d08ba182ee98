"""Paired statistics against hand calculation and scipy."""

import math

import numpy as np
import pytest
from scipy import stats

from simkit.experiments.paired import estimate, estimates, paired, pairs, pooled_spread

A = np.array([10.0, 12.0, 9.0, 15.0, 11.0])
B = np.array([13.0, 13.0, 9.0, 19.0, 10.0])


def test_the_interval_is_that_of_the_paired_t_test() -> None:
    pair = paired(A, B)
    expected = stats.ttest_rel(B, A).confidence_interval(0.95)
    assert (pair.low, pair.high) == pytest.approx((expected.low, expected.high))


def test_means_error_and_shares_by_hand() -> None:
    pair = paired(A, B)
    # differences 3, 1, 0, 4, -1: mean 1.4, squares about it 2.56+.16+1.96+6.76+5.76 = 17.2
    assert (pair.mean_a, pair.mean_b, pair.difference) == pytest.approx((11.4, 12.8, 1.4))
    assert pair.mcse == pytest.approx(math.sqrt(17.2 / 4 / 5))
    assert (pair.ahead_a, pair.ahead_b, pair.tied, pair.n) == (0.2, 0.6, 0.2, 5)
    # variances 5.3 and 15.2 unpaired, 4.3 paired
    assert pair.variance_ratio == pytest.approx((5.3 + 15.2) / 4.3)


def test_where_less_is_better_less_is_ahead() -> None:
    assert (paired(A, B, -1).ahead_a, paired(A, B, -1).ahead_b) == (0.6, 0.2)
    assert (paired(A, B, 0).ahead_a, paired(A, B, 0).ahead_b) == (0.2, 0.6)


def test_only_worlds_in_which_both_are_defined_count() -> None:
    a, b = A.copy(), B.copy()
    a[0], b[1] = np.nan, np.nan
    pair = paired(a, b)
    # left are 9-9, 19-15, 10-11
    assert (pair.n, pair.difference, pair.mean_a, pair.tied) == (
        3,
        1.0,
        pytest.approx(35 / 3),
        pytest.approx(1 / 3),
    )


def test_equal_arms_are_exactly_equal() -> None:
    pair = paired(A, A)
    assert (pair.difference, pair.low, pair.high, pair.mcse, pair.tied) == (0, 0, 0, 0, 1)
    assert pair.variance_ratio == math.inf
    shifted = paired(A, A + 1)
    assert (shifted.low, shifted.high) == (1, 1)


def test_too_few_worlds_leave_the_interval_undefined() -> None:
    one, none = paired(A[:1], B[:1]), paired(A[:0], B[:0])
    assert (one.difference, one.n) == (3.0, 1)
    assert np.isnan([one.low, one.high, one.mcse, one.variance_ratio]).all()
    assert none.n == 0
    assert np.isnan([none.difference, none.mean_a, none.ahead_b, none.low]).all()
    assert estimate(np.array([np.nan])).n == 0


def test_the_pooled_spread_is_that_of_cohen() -> None:
    assert pooled_spread(A, B) == pytest.approx(math.sqrt((5.3 + 15.2) / 2))


def gappy(seed: int, *shape: int) -> np.ndarray:
    """Numbers of which some rows are whole, some have gaps, one is constant, one has one number, one has none."""
    values = np.random.default_rng(seed).normal(size=shape).round(1)
    values[3::5, ::3] = np.nan
    values[0], values[1], values[1, 0], values[2] = 2.0, np.nan, 1.0, np.nan
    return values


@pytest.mark.parametrize("groups", [(), (0,) * 24, tuple(i // 2 for i in range(24)), tuple(range(24))])
def test_many_estimates_at_once_are_those_one_by_one(groups: tuple[int, ...]) -> None:
    values = gappy(1, 12, 24)
    found = estimates(values, groups)
    for i, row in enumerate(values):
        one = estimate(row, groups)
        for name in ("mean", "low", "high", "mcse", "n"):
            assert found[name][i] == pytest.approx(getattr(one, name), abs=1e-12, nan_ok=True), (i, name)


def test_estimates_are_those_of_scipy() -> None:
    values = gappy(2, 12, 24)
    found = estimates(values)
    for i in range(3, 12):
        known = values[i][np.isfinite(values[i])]
        expected = stats.ttest_1samp(known, 0.0).confidence_interval(0.95)
        assert (found["low"][i], found["high"][i]) == pytest.approx((expected.low, expected.high))
        assert found["n"][i] == len(known)


@pytest.mark.parametrize("groups", [(), tuple(i // 2 for i in range(24))])
def test_many_pairs_at_once_are_those_one_by_one(groups: tuple[int, ...]) -> None:
    a, b = gappy(3, 12, 24), gappy(4, 12, 24)
    directions = [1, -1, 0] * 4
    found = pairs(a, b, directions, groups)
    for i, direction in enumerate(directions):
        one = {**paired(a[i], b[i], direction, groups).row(), "pooled": pooled_spread(a[i], b[i])}
        for name, value in one.items():
            assert found[name][i] == pytest.approx(value, abs=1e-12, nan_ok=True), (i, name)
