"""Sensitivity to the constants: the design, the regression, and the study on the real engine."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from simkit.constants import CONSTANTS
from simkit.engine import blocks
from simkit.experiments.assumptions import (
    Assumptions,
    assumptions,
    latin_hypercube,
    rank_regression,
    uncertain,
)
from simkit.problems import InputError
from simkit.result import Floats
from simkit.scenario import Scenario
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up

MOVED = uncertain()


def test_only_numbers_that_are_not_published_are_moved() -> None:
    assert MOVED
    assert {item.grade for item in MOVED} <= {"derived", "calibrated", "assumed"}
    left = [item for item in CONSTANTS.values() if item not in MOVED]
    assert all(item.grade == "published" or item.low == item.high for item in left)


def test_each_constant_falls_once_into_each_stratum_of_its_range() -> None:
    design = latin_hypercube(MOVED, 20, seed=4)
    for item, values in zip(MOVED, design.T, strict=True):
        strata = np.floor((values - item.low) / (item.high - item.low) * 20)
        assert sorted(strata) == list(range(20))


def test_constants_are_dealt_independently_and_by_seed() -> None:
    design = latin_hypercube(MOVED, 400, seed=0)
    matrix: Floats = np.atleast_2d(np.corrcoef(design, rowvar=False))
    correlations = matrix[np.triu_indices(len(MOVED), 1)]
    # the standard deviation of a correlation of 400 independent pairs is 0.05
    assert correlations.std() == pytest.approx(0.05, abs=0.01)
    assert np.abs(correlations).max() < 0.25
    assert not np.array_equal(design, latin_hypercube(MOVED, 400, seed=1))
    assert np.array_equal(design[:, 3:5], latin_hypercube(MOVED[3:5], 400, seed=0))


def test_the_regression_is_ordinary_least_squares_on_ranks() -> None:
    x = latin_hypercube(MOVED[:2], 30, seed=2)
    y = np.exp(x[:, 0] / np.ptp(x[:, 0])) - 0.3 * x[:, 1] / np.ptp(x[:, 1])
    found = rank_regression(x, y)
    ranks: Any = stats.zscore(stats.rankdata(np.column_stack([x, y]), axis=0))
    solution, residual, *_ = np.linalg.lstsq(ranks[:, :2], ranks[:, 2])
    assert found.coefficients.tolist() == pytest.approx(solution.tolist())
    assert found.r_squared == pytest.approx(1 - residual[0] / 30)
    covariance = np.linalg.inv(ranks[:, :2].T @ ranks[:, :2]) * residual[0] / 27
    assert found.errors.tolist() == pytest.approx(np.sqrt(np.diag(covariance)).tolist())
    assert found.correlations[0] == pytest.approx(stats.spearmanr(x[:, 0], y)[0])


def test_the_constant_that_makes_the_difference_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    item = MOVED[3]

    def formula(scenario: Scenario, world: int, week: Floats) -> dict[str, Any]:
        place = (scenario.constants[item.id] - item.low) / (item.high - item.low)
        new = scenario.regime.name == "innovation"
        return {"satisfaction": 0.5 + 0.1 * new * (0.75 - place), "vitality": (world % 7) / 10}

    monkeypatch.setattr(blocks, "simulate_block", made_up(formula))
    found = assumptions(TINY, TRADITIONAL, INNOVATION, points=200, weeks=13, workers=1)
    frame = found.frame()
    first = frame[frame["metric"] == "value_customer"].iloc[0]
    assert first["constant"] == item.id
    assert first["srrc"] == pytest.approx(-1.0)
    assert first["grade"] == item.grade
    verdicts = found.verdicts().set_index("metric")
    # the difference falls from +7.5 to -2.5 points: mean 2.5, below zero in the last quarter of the range
    assert verdicts.loc["value_customer", "mean"] == pytest.approx(2.5, abs=0.01)
    assert verdicts.loc["value_customer", "flips"] == 0.25
    assert verdicts.loc["value_customer", "r_squared"] == pytest.approx(1.0)
    # both regimes meet the same world at each point, so luck that is the same leaves no difference
    assert [verdicts.loc["value_vitality", name] for name in ("mean", "flips", "r_squared")] == [0, 0, 0]
    assert set(frame.query("metric == 'value_vitality'")["srrc"]) == {0.0}


def test_the_study_runs_on_the_real_engine() -> None:
    found: Assumptions = assumptions(
        TINY, TRADITIONAL, INNOVATION, points=len(MOVED) + 16, weeks=13, workers=1
    )
    frame = found.frame()
    assert set(frame["constant"]) == {item.id for item in MOVED}
    assert np.isfinite(frame["srrc"]).all()
    assert (found.differences != 0).any()


def test_too_few_points_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        assumptions(TINY, TRADITIONAL, INNOVATION, points=len(MOVED))
    assert caught.value.problems[0].values["low"] == len(MOVED) + 16
