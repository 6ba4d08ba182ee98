"""What a pilot teaches, on estimates made by hand, where the answer is known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from scipy.stats import norm

from simkit.pilot.learning import Learnt, judged, weighted_quantiles

ANY_PILOT = cast(Any, SimpleNamespace())


def _foretold(means: list[float], sd: float, pilots: int = 4000) -> np.ndarray[Any, Any]:
    """Return normal estimates whose mean and spread are exactly as said: (points, pilots, 1)."""
    spread = norm.ppf((np.arange(pilots) + 0.5) / pilots)
    spread /= spread.std()
    return np.stack([(mean + sd * spread)[:, None] for mean in means])


def _judged(observed: float, means: list[float], sd: float = 1.0) -> Learnt:
    points = [{"a": float(place)} for place in range(len(means))]
    return judged(ANY_PILOT, points, ("m",), np.array([observed]), _foretold(means, sd))


def test_weights_are_the_normal_likelihoods_of_what_was_seen() -> None:
    means, seen = [0.0, 1.0, 2.5], 1.4
    likelihoods = norm.pdf(seen, means, 1.0)
    assert _judged(seen, means).weights == pytest.approx(likelihoods / likelihoods.sum(), rel=2e-3)


def test_sets_that_foretell_alike_weigh_alike() -> None:
    found = _judged(0.7, [0.3, 0.3, 0.3])
    assert found.weights == pytest.approx([1 / 3] * 3)
    assert found.effective == pytest.approx(3.0)
    assert abs(found.moved()["shift"][0]) < 1e-9


def test_a_pilot_that_no_set_foretells_teaches_nothing() -> None:
    found = _judged(9.0, [0.0, 1.0])
    assert not found.covered
    assert found.weights.tolist() == [0.5, 0.5]


def test_noisy_pilots_teach_less_than_clear_ones() -> None:
    clear, noisy = _judged(0.2, [0.0, 1.0], sd=0.5), _judged(0.2, [0.0, 1.0], sd=4.0)
    assert clear.effective < noisy.effective < 2.0


def test_two_measures_that_move_together_count_once() -> None:
    one = _foretold([0.0, 1.0], 1.0)
    twice = np.concatenate([one, one + 1e-3 * np.sin(np.arange(one.shape[1]))[None, :, None]], axis=2)
    points = [{"a": 0.0}, {"a": 1.0}]
    single = judged(ANY_PILOT, points, ("m",), np.array([0.2]), one)
    double = judged(ANY_PILOT, points, ("m", "n"), np.array([0.2, 0.2]), twice)
    assert double.weights == pytest.approx(single.weights, abs=0.01)


def test_resampled_sets_stand_for_the_weights() -> None:
    found = Learnt(
        ANY_PILOT,
        ({"a": 0.0}, {"a": 1.0}),
        np.array([0.25, 0.75]),
        ("m",),
        np.zeros(1),
        np.zeros((2, 1)),
        0.5,
    )
    drawn = [point["a"] for point in found.drawn(8)]
    assert drawn == [0.0] * 2 + [1.0] * 6


def test_quantiles_of_even_weights_are_those_of_the_values() -> None:
    values = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    assert weighted_quantiles(values, np.ones(5), [0.2, 0.5, 1.0]).tolist() == [1.0, 3.0, 5.0]


def test_no_few_sets_decide_alone() -> None:
    """One of twenty foretells the pilot exactly and sharply; weights are then worth a fifth of the sets, no less."""
    found = _judged(0.0, [0.0, *np.linspace(2, 12, 19)], sd=0.5)
    assert found.power < 1
    assert found.effective == pytest.approx(4.0, rel=1e-3)
    assert found.weights.argmax() == 0
