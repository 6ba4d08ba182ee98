"""The libraries' analysis of a data sheet is the one with which designs are diagnosed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.pilot.analysis import estimate
from simkit.pilot.fitting import fit

DESIGNS = (
    np.array([[0, 1, 1]] * 4 + [[0, 0, 0]] * 4),
    np.array([[0, 1, 1, 1]] * 2 + [[0, 0, 1, 1]] * 2 + [[0, 0, 0, 1]] * 2),
    np.array([[0, 1, 0]] * 3 + [[0, 0, 1]] * 3),
    np.array([[0, 1]] * 5),
)


def _values(seed: int, shape: tuple[int, int], missing: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = 10 * rng.standard_normal((1, *shape)) + 15 * rng.standard_normal((1, shape[0], 1))
    values.reshape(-1)[rng.choice(values.size, missing, replace=False)] = np.nan
    return values


@settings(max_examples=30, deadline=None)
@given(design=st.integers(0, 3), seed=st.integers(0, 10_000), missing=st.integers(0, 2))
def test_differences_in_differences(design: int, seed: int, missing: int) -> None:
    treated = DESIGNS[design]
    values = _values(seed, treated.shape, missing)
    ours, theirs = estimate(values, treated, "did", 0.9), fit(values, treated, "did", 0.9)
    for one, other in zip(ours, theirs, strict=True):
        assert one == pytest.approx(other, rel=1e-6, abs=1e-6, nan_ok=True)


@settings(max_examples=15, deadline=None)
@given(design=st.integers(0, 3), seed=st.integers(0, 10_000))
def test_the_mixed_model(design: int, seed: int) -> None:
    """Both maximise the same restricted likelihood; how near they come to its flat top differs a little."""
    treated = DESIGNS[design]
    values = _values(seed, treated.shape, 0)
    ours, theirs = estimate(values, treated, "mixed", 0.9), fit(values, treated, "mixed", 0.9)
    scale = float(ours.error[0])
    assert abs(ours.effect[0] - theirs.effect[0]) < 0.01 * scale
    assert theirs.error[0] == pytest.approx(scale, rel=0.01)
    assert theirs.df[0] == ours.df[0]
