"""The analysis of pilots: hand calculations, invariances, coverage where nothing is true, and the libraries' own answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.pilot.analysis import estimate
from simkit.pilot.design import METHODS, Method
from simkit.pilot.permuting import allocations
from simkit.pilot.weights import effect_weights

PARALLEL = np.array([[0, 1]] * 2 + [[0, 0]] * 2)
WEDGE = np.array([[0, 1, 1, 1], [0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 1]])


def _normal(pilots: int, teams: int, periods: int, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.standard_normal((pilots, teams, periods)) + rng.standard_normal((pilots, teams, 1))


def test_two_by_two_by_hand() -> None:
    """Changes 4 and 6 against 1 and 3: a difference of 3. Leaving one team out gives 4, 2, 2, 4; so CRV3 is √(3/4 · 4)."""
    values = np.array([[[1.0, 5.0], [2.0, 8.0], [1.0, 2.0], [4.0, 7.0]]])
    found = estimate(values, PARALLEL, "did", 0.9)
    assert found.effect[0] == pytest.approx(3.0)
    assert found.error[0] == pytest.approx(3.0**0.5)
    assert found.df[0] == 3


def test_before_and_after_by_hand() -> None:
    """All teams change: the mean change 2, 4, 6 is 4; the jackknife is the usual standard error of a mean, 2 / √3."""
    values = np.array([[[0.0, 2.0], [1.0, 5.0], [10.0, 16.0]]])
    found = estimate(values, np.array([[0, 1]] * 3), "did", 0.9)
    assert found.effect[0] == pytest.approx(4.0)
    assert found.error[0] == pytest.approx(2 / 3**0.5)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("treated", [PARALLEL, WEDGE])
def test_levels_of_teams_and_periods_do_not_matter(method: Method, treated: np.ndarray) -> None:
    values = _normal(5, *treated.shape)
    moved = values + np.arange(treated.shape[1]) ** 2.0
    moved = moved + (10.0 * np.arange(treated.shape[0])[:, None] if method != "mixed" else 7.0)
    one, other = estimate(values, treated, method, 0.9), estimate(moved, treated, method, 0.9)
    assert np.allclose(one.effect, other.effect, atol=1e-6)
    assert np.allclose(one.error, other.error, atol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_an_effect_alike_in_all_teams_moves_the_estimate_and_nothing_else(method: Method) -> None:
    values = _normal(4, *WEDGE.shape)
    one, other = estimate(values, WEDGE, method, 0.8), estimate(values + 2.5 * WEDGE, WEDGE, method, 0.8)
    assert np.allclose(other.effect - one.effect, 2.5, atol=1e-6)
    assert np.allclose(other.lower - one.lower, 2.5, atol=1e-5)
    assert np.allclose(other.error, one.error, atol=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_mirrored_values_give_mirrored_estimates(method: Method) -> None:
    values = _normal(3, 8, 3)
    treated = np.array([[0, 1, 1]] * 4 + [[0, 0, 0]] * 4)
    one, other = estimate(values, treated, method, 0.9), estimate(-values, treated, method, 0.9)
    assert np.allclose(other.lower, -one.upper, atol=1e-6)


@pytest.mark.parametrize(
    ("method", "teams"), [("did", 6), ("did", 12), ("mixed", 8), ("mixed", 12), ("permutation", 8)]
)
def test_intervals_hold_no_effect_as_often_as_they_say(method: Method, teams: int) -> None:
    """Within four Monte-Carlo errors of 90 %; the jackknife may be cautious, never the other way."""
    pilots, half = 3000, teams // 2
    treated = np.array([[0, 1, 1]] * half + [[0, 0, 0]] * half)
    found = estimate(_normal(pilots, teams, 3, seed=teams), treated, method, 0.9)
    covered = float(np.mean((found.lower <= 0) & (found.upper >= 0)))
    error = (0.09 / pilots) ** 0.5
    assert covered >= 0.9 - 4 * error
    assert covered <= (0.96 if method == "did" else 0.9 + 4 * error)


@pytest.mark.parametrize("apart", [0.0, 1.0])
def test_intervals_hold_where_answers_of_small_teams_are_suppressed(apart: float) -> None:
    """A third of the values is unknown: the mixed model must not claim more than it knows (within four Monte-Carlo errors)."""
    luck, pilots = np.random.default_rng(7), 3000
    treated = np.array([[0, 1, 1]] * 6 + [[0, 0, 0]] * 6)
    values = luck.normal(size=(pilots, 12, 3)) + apart * luck.normal(size=(pilots, 12, 1))
    values[luck.random(values.shape) < 1 / 3] = np.nan
    found = estimate(values, treated, "mixed", 0.9)
    told = ~np.isnan(found.effect)
    covered = float(np.mean(((found.lower <= 0) & (found.upper >= 0))[told]))
    assert covered >= 0.9 - 4 * (0.09 / told.sum()) ** 0.5


def test_an_exact_test_with_too_few_groups_has_no_bounds() -> None:
    """Six allocations cannot leave 5 % on a side: there is an estimate, but no interval."""
    found = estimate(_normal(2, 4, 2), PARALLEL, "permutation", 0.9)
    assert np.isfinite(found.effect).all()
    assert np.isneginf(found.lower).all()
    assert np.isposinf(found.upper).all()


def test_allocations_are_all_others_and_each_has_the_same_groups() -> None:
    others = allocations(WEDGE)
    assert len(others) == 90 - 1  # 6! / (2! 2! 2!)
    assert {tuple(sorted(map(tuple, one.tolist()))) for one in others} == {
        tuple(sorted(map(tuple, WEDGE.tolist())))
    }
    assert not any((one == WEDGE).all() for one in others)


def test_what_cannot_be_told_is_not_told() -> None:
    values = _normal(1, 4, 2)
    values[0, :2, 1] = np.nan  # nobody is seen under the new regime
    for method in METHODS:
        assert np.isnan(estimate(values, PARALLEL, method, 0.9).effect[0])


def test_one_treated_team_gives_an_estimate_without_an_error() -> None:
    found = estimate(_normal(1, 3, 2), np.array([[0, 1], [0, 0], [0, 0]]), "did", 0.9)
    assert np.isfinite(found.effect[0])
    assert np.isnan(found.error[0])
    assert np.isposinf(found.upper[0])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), missing=st.integers(0, 5))
def test_each_pilot_is_estimated_as_if_it_were_alone(seed: int, missing: int) -> None:
    values = _normal(6, *WEDGE.shape, seed=seed)
    rng = np.random.default_rng(seed)
    for pilot in range(0, 6, 2):
        cells = rng.choice(WEDGE.size, missing, replace=False)
        values[pilot].reshape(-1)[cells] = np.nan
    together = estimate(values, WEDGE, "did", 0.9)
    for pilot in range(6):
        alone = estimate(values[pilot : pilot + 1], WEDGE, "did", 0.9)
        assert np.allclose(together.effect[pilot], alone.effect[0], equal_nan=True)
        weights = effect_weights(WEDGE, ~np.isnan(values[pilot]))
        by_weights = np.nan if weights is None else float((weights * np.nan_to_num(values[pilot])).sum())
        assert together.effect[pilot] == pytest.approx(by_weights, nan_ok=True, abs=1e-9)


@pytest.mark.parametrize("missing", [0, 1, 3, 6])
def test_effects_outside_a_permutation_interval_are_refuted_one_by_one(missing: int) -> None:
    """By hand: take the effect off, estimate under every allocation, and count those at least as extreme as the actual one."""
    treated, rng = np.array([[0, 1, 1]] * 4 + [[0, 0, 0]] * 4), np.random.default_rng(missing)
    for _ in range(12):
        values = rng.standard_normal((1, 8, 3))
        values.reshape(-1)[rng.choice(24, missing, replace=False)] = np.nan
        found, known = estimate(values, treated, "permutation", 0.9), ~np.isnan(values[0])
        if not np.isfinite(found.lower[0]):
            continue
        for effect, sign in ((found.lower[0] - 1e-6, 1), (found.upper[0] + 1e-6, -1)):
            rest = np.nan_to_num(values[0] - effect * treated)
            every = [
                weights
                for one in (treated, *allocations(treated))
                if (weights := effect_weights(one, known)) is not None
            ]
            estimates = sign * np.array([float((weights * rest).sum()) for weights in every])
            assert float(np.mean(estimates >= estimates[0] - 1e-9)) <= 0.05 + 1e-9
