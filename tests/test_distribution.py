"""Quantiles and shares from counts in bins: the bounds hold whatever the values are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.distribution import (
    Bins,
    Floats,
    Moments,
    bins_for,
    quantile_of_counts,
    quantile_of_values,
    segments,
    share_of_counts,
    share_of_values,
)  # fmt: skip
from simkit.engine.reduction import counted, encoded

worlds_of_values = st.lists(
    st.one_of(st.floats(-1e6, 1e6), st.just(0.0), st.integers(-3, 3).map(float), st.just(np.nan)),
    min_size=1, max_size=60,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(first=worlds_of_values, rest=worlds_of_values, q=st.floats(0, 1), value=st.floats(-10, 10))
def test_bounds_hold_for_any_values_whatever_the_first_worlds_were(
    first: list[float], rest: list[float], q: float, value: float
) -> None:
    values = np.array([*first, *rest])
    moments = described(values)
    bins = bins_for(described(np.array(first)), 20)
    placed = Bins(bins.start[None, None], bins.scale[None, None], bins.most)
    counts = np.zeros((1, 1, 1, 20), np.uint16)
    counted(
        encoded(values[:, None, None, None], placed),
        counts,
    )
    assert counts.sum() == np.isfinite(values).sum()
    parts = segments(moments, bins, counts[0, 0])
    (found,), (bound,) = quantile_of_counts(moments, parts, q)
    (exact,) = quantile_of_values(values[:, None], q)
    assert np.isnan(found) == np.isnan(exact)
    if np.isfinite(exact):
        assert abs(found - exact) <= bound * (1 + 1e-6) + 1e-6
        both = [share_of_counts(moments, parts, value, sign)[0] for sign in (1, -1)]
        assert min(both) >= 0
        assert sum(both) <= 1 + 1e-12


def described(values: Floats) -> Moments:
    """Return the moments of one place."""
    known = values[np.isfinite(values)]
    low, high = (known.min(), known.max()) if len(known) else (np.inf, -np.inf)
    n, mean = np.array([float(len(known))]), np.array([known.mean() if len(known) else 0.0])
    return Moments(n, mean, np.zeros(1), np.array([float(low)]), np.array([float(high)]))


def test_quantiles_of_values_are_those_of_numpy_without_what_is_undefined() -> None:
    values = np.array([[3.0, np.nan], [1.0, np.nan], [np.nan, np.nan], [2.0, np.nan], [7.0, 5.0]])
    for q in (0.0, 0.21, 0.5, 1.0):
        first, second = quantile_of_values(values, q)
        assert (first, second) == (np.quantile([1.0, 2.0, 3.0, 7.0], q), 5.0)
    assert np.isnan(quantile_of_values(values[:2], 0.5)[1])
    assert share_of_values(values, 2.0, 1).tolist() == [0.5, 1.0]
    assert share_of_values(values, 2.0, -1).tolist() == [0.25, 0.0]


def test_what_the_first_worlds_never_showed_is_still_counted() -> None:
    first, later = np.zeros(64), np.array([0.0] * 930 + [1.0] * 50 + [2.0] * 20)
    bins = bins_for(described(first), 128)
    placed = Bins(bins.start[None, None], bins.scale[None, None], bins.most)
    counts = np.zeros((1, 1, 1, 128), np.uint16)
    counted(encoded(later[:, None, None, None], placed), counts)
    moments = described(later)
    parts = segments(moments, bins, counts[0, 0])
    # zeros are exact; what lies above all bins is known to lie between 0 and the greatest value
    assert quantile_of_counts(moments, parts, 0.9) == (0.0, 0.0)
    (found,), (bound,) = quantile_of_counts(moments, parts, 0.97)
    assert 0 < found <= 2
    assert 1.9 < bound <= 2
    assert quantile_of_counts(moments, parts, 1.0)[0] == 2.0
    assert abs(share_of_counts(moments, parts, 0.0, 1)[0] - 0.07) < 1e-12
