"""Paired statistics against hand calculation and scipy."""

import math

import numpy as np
import pytest
from scipy import stats

from simkit.experiments.paired import estimate, paired, pooled_spread

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
