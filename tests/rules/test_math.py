"""Our own exp and log against arithmetic with 60 digits."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simkit.rules._math import exp, log

TINY = math.nextafter(0.0, 1.0)


def ulps(got: float, true: Decimal) -> Decimal:
    """Distance from the true value in units of the last place of the nearest double."""
    return abs(Decimal(got) - true) / Decimal(math.ulp(float(true)))


@given(st.one_of(st.floats(-708.0, 709.0), st.floats(-1.0, 1.0), st.floats(-1e-6, 1e-6)))
@example(0.0)
@example(0.34657359027997264)
def test_exp_is_within_one_unit_in_the_last_place(x: float) -> None:
    with localcontext() as context:
        context.prec = 60
        assert ulps(exp(x), Decimal(x).exp()) <= 1


@given(st.one_of(st.floats(2.3e-308, 1.7e308), st.floats(0.5, 2.0), st.floats(0.999999, 1.000001)))
def test_log_is_within_one_unit_in_the_last_place(x: float) -> None:
    with localcontext() as context:
        context.prec = 60
        true = Decimal(x).ln()
        assert log(x) == 0.0 if true == 0 else ulps(log(x), true) <= 1


@pytest.mark.parametrize(("x", "end"), [(-1e9, -708.0), (-math.inf, -708.0), (1e9, 709.0), (math.inf, 709.0)])
def test_exp_stays_finite_and_positive_beyond_its_range(x: float, end: float) -> None:
    assert 0.0 < exp(x) == exp(end) < math.inf
