"""Effects in published units, by hand."""

import numpy as np
import pytest
from scipy import stats

from simkit.evidence import measures
from simkit.experiments.paired import Estimate

A = np.array([[10.0, 8.0, 10.0, 12.0], [10.0, 8.0, 10.0, 12.0], [10.0, 8.0, 10.0, 12.0]])
"""Three worlds with three teams each; the organisation's value first. Variance between the nine teams: 24 / 8 = 3."""


def test_a_difference_is_in_standard_deviations_between_teams() -> None:
    assert measures.difference(A, A + 3.0) == pytest.approx(3.0 / 3.0**0.5)
    assert measures.difference(A, A) == 0.0


def test_the_unit_does_not_shrink_with_pairing() -> None:
    """Worlds may move together as they like: what counts is how far teams differ."""
    shaken = A + np.array([[0.0], [5.0], [-5.0]])
    assert measures.difference(shaken, shaken + 3.0) < measures.difference(A, A + 3.0)


def test_an_interaction_is_a_difference_of_effects() -> None:
    found = measures.interaction(A, A + 1.0, A, A + 3.0)
    assert found == pytest.approx(2.0 / 3.0**0.5)


def test_the_jackknife_of_a_mean_is_students_interval() -> None:
    values = np.array([[1.0], [2.0], [4.0], [7.0]])
    found = measures.jackknifed(lambda x: float(x.mean()), [values])
    low, high = stats.t.interval(0.95, 3, values.mean(), stats.sem(values[:, 0]))
    assert (found.mean, found.low, found.high, found.n) == pytest.approx((3.5, low, high, 4))


def test_the_jackknife_of_a_correlation_is_about_fishers() -> None:
    """Second reckoning: the standard error of r is about (1 - r**2) / sqrt(n)."""
    n = 400
    x = stats.norm.ppf((np.arange(n) + 0.5) / n)
    y = 0.6 * x + 0.8 * np.roll(x, 157)[np.argsort(np.sin(np.arange(n) * 12.9898) * 43758.5453 % 1)]
    rows = [np.stack([np.zeros(n), part], axis=1) for part in (x, y)]
    found = measures.jackknifed(measures.correlation, rows)
    assert found.mean == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert found.mcse == pytest.approx((1 - found.mean**2) / n**0.5, rel=0.2)


def test_a_direct_path_is_a_partial_correlation() -> None:
    """Second reckoning: the correlation of what is left of x and y after regressing each on the mediator."""
    i = np.arange(60.0)
    mediator = np.sin(i)
    x, y = mediator + 0.5 * np.cos(3 * i), 2 * mediator + 0.3 * np.cos(3 * i) + np.sin(7 * i)
    left = [part - np.polyval(np.polyfit(mediator, part, 1), mediator) for part in (x, y)]
    rows = [np.concatenate([[0.0], part])[None] for part in (x, mediator, y)]
    assert measures.direct_path(*rows) == pytest.approx(np.corrcoef(left[0], left[1])[0, 1])


def test_a_skewed_arm_is_told_from_an_even_one() -> None:
    even, skewed = np.array([[0.0, -1.0, 0.0, 1.0]]), np.array([[0.0, 0.0, 0.0, 3.0]])
    assert measures.skew_gap(even, skewed) == pytest.approx(float(stats.skew([0.0, 0.0, 3.0])))


def test_too_few_worlds_give_no_interval() -> None:
    found = measures.jackknifed(measures.level, [A[:2]])
    assert (found.mean, found.n) == (10.0, 2)
    assert np.isnan(found.low)
    assert isinstance(found, Estimate)
