"""The libraries' analysis of a data sheet is the one with which designs are diagnosed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.pilot.analysis import estimate
from simkit.pilot.design import Method
from simkit.pilot.fitting import fit
from simkit.problems import InputError
from simkit.text import LANGS

DESIGNS = (
    np.array([[0, 1, 1]] * 4 + [[0, 0, 0]] * 4),
    np.array([[0, 1, 1, 1]] * 2 + [[0, 0, 1, 1]] * 2 + [[0, 0, 0, 1]] * 2),
    np.array([[0, 1, 0]] * 3 + [[0, 0, 1]] * 3),
    np.array([[0, 1]] * 5),
)


def _values(seed: int, shape: tuple[int, int], missing: int, apart: float = 15) -> np.ndarray:
    """Return a table of normal values, some missing; ``apart`` is the standard deviation between teams, 10 that within."""
    rng = np.random.default_rng(seed)
    values = 10 * rng.standard_normal((1, *shape)) + apart * rng.standard_normal((1, shape[0], 1))
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


@settings(max_examples=25, deadline=None)
@given(
    design=st.integers(0, 3),
    seed=st.integers(0, 10_000),
    missing=st.integers(0, 2),
    apart=st.sampled_from((0, 1, 3, 10, 100, 1000)),
)
def test_the_mixed_model(design: int, seed: int, missing: int, apart: float) -> None:
    """Both climb the same restricted likelihood, whether teams hardly differ or differ far more than anything else."""
    treated = DESIGNS[design]
    values = _values(seed, treated.shape, missing, apart)
    ours, theirs = estimate(values, treated, "mixed", 0.9), fit(values, treated, "mixed", 0.9)
    scale = float(ours.error[0])
    assert abs(ours.effect[0] - theirs.effect[0]) < 1e-3 * scale
    assert theirs.error[0] == pytest.approx(scale, rel=1e-3)
    assert theirs.df[0] == ours.df[0]


STUCK = np.array([
    [-0.9, 0.8, 1.3, -0.4, 0.9], [0.4, 1.8, 0.3, 1.2, -0.6], [-0.4, -0.3, 0.9, 0.4, -1.0], [1.0, 1.0, 0.2, 0.0, 0.1],
    [-1.7, 0.2, 0.3, -0.8, 0.8], [-1.4, -0.6, -0.5, 1.9, np.nan], [0.6, 1.0, 0.4, 1.2, -1.0], [-2.3, 0.7, -1.3, -0.4, -1.2],
])  # fmt: skip
"""A table on which gradient methods stop at a ratio of variances of 0.16, although the top of the likelihood is elsewhere."""


def test_the_top_of_the_likelihood_is_found_where_teams_hardly_differ() -> None:
    """By brute force over all ratios of variances, with matrices written out."""
    values, treated = STUCK, np.zeros(STUCK.shape, np.int64)
    treated[:4, 1:] = 1
    known = ~np.isnan(values)
    rows, columns = np.nonzero(known)
    effects = np.column_stack([np.eye(values.shape[1])[columns], treated[known]])
    same = rows[:, None] == rows

    def of(ratio: float) -> tuple[float, float, float]:
        weight = np.linalg.inv(np.eye(len(rows)) + ratio * same)
        inverse = np.linalg.inv(effects.T @ weight @ effects)
        found = inverse @ effects.T @ weight @ values[known]
        rest = values[known] - effects @ found
        free = len(rows) - effects.shape[1]
        variance = rest @ weight @ rest / free
        loss = free * np.log(variance) - np.linalg.slogdet(weight)[1] - np.linalg.slogdet(inverse)[1]
        return float(loss), float(found[-1]), float(np.sqrt(variance * inverse[-1, -1]))

    _, effect, error = min(of(ratio) for ratio in np.geomspace(1e-3, 10, 2000))
    for result in (fit(values[None], treated, "mixed", 0.9), estimate(values[None], treated, "mixed", 0.9)):
        assert result.effect[0] == pytest.approx(effect, abs=1e-3 * error)
        assert result.error[0] == pytest.approx(error, rel=1e-3)


@pytest.mark.parametrize("method", ["did", "mixed"])
def test_a_table_with_no_more_values_than_effects_shows_nothing(method: Method) -> None:
    values = np.array([[[1.0, 2.0], [np.nan, np.nan], [np.nan, np.nan], [1.0, 4.0]]])
    found = fit(values, np.array([[0, 1]] * 2 + [[0, 0]] * 2), method, 0.9)
    assert np.isnan(found.error[0])


def test_a_missing_extra_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simkit.pilot.fitting.find_spec", lambda _: None)
    treated = DESIGNS[0]
    with pytest.raises(InputError) as caught:
        fit(_values(1, treated.shape, 0), treated, "did", 0.9)
    for lang in LANGS:
        assert "pyfixest" in caught.value.text(lang)
        assert "[pilot]" in caught.value.text(lang)


@pytest.mark.parametrize("method", ["did", "mixed"])
@pytest.mark.parametrize("treated", DESIGNS)
def test_a_measure_that_never_varies_shows_no_effect(method: Method, treated: np.ndarray) -> None:
    """No breach of the floor anywhere, say: an effect of exactly nothing, and no crash."""
    found = fit(np.full((1, *treated.shape), 5.0), treated, method, 0.9)
    assert (found.effect[0], found.error[0], found.lower[0], found.upper[0]) == (0.0, 0.0, 0.0, 0.0)
