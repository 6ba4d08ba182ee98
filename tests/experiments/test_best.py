"""The best of several arms: by hand, against scipy's own tests, and how often equals are told apart by chance."""

import numpy as np
import pytest
from scipy import stats

from simkit.experiments import best
from simkit.experiments.best import best_of, holm, p_values, surely_above
from simkit.result import Floats

BASE = np.array([1.0, 2.0, 3.0, 4.0])
CLEARLY = BASE + np.array([1.0, 1.2, 0.8, 1.0])
"""One more on average, with a standard error of 0.082."""
VAGUELY = BASE + np.array([2.0, -2.0, 1.0, -0.6])
"""A tenth more on average, with a standard error of 0.88."""


def test_holm_by_hand() -> None:
    """Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1: 0.02, 0.03, 0.06, 0.04; the last may not fall below 0.06."""
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.7]).tolist() == [1.0, 1.0]
    assert holm([0.04]).tolist() == [0.04]


def test_p_values_are_those_of_the_paired_t_test() -> None:
    gaps = np.stack([CLEARLY - BASE, VAGUELY - BASE])
    wanted = [stats.ttest_rel(CLEARLY, BASE).pvalue, stats.ttest_rel(VAGUELY, BASE).pvalue]
    assert p_values(gaps).tolist() == pytest.approx(wanted)


def test_equal_in_all_worlds_is_no_difference_and_the_same_lead_in_all_is_sure() -> None:
    assert p_values(np.array([[0.0, 0.0], [0.3, 0.3]])).tolist() == [1.0, 0.0]
    assert p_values(np.array([[0.3]])).tolist() == [1.0]


def test_the_best_by_hand() -> None:
    """Means 2.5, 3.5 and 2.6: the second is first, the third next; world by world it leads it in 2 of 4."""
    found = best_of(np.stack([BASE, CLEARLY, VAGUELY]))
    assert (found.first, found.second) == (1, 2)
    assert found.margin.mean == pytest.approx(0.9)
    interval = stats.ttest_rel(CLEARLY, VAGUELY).confidence_interval()
    assert (found.margin.low, found.margin.high) == pytest.approx((interval.low, interval.high))
    assert found.share == 0.5
    assert (found.tied, found.verdict) == ((1, 2), "tie")
    sure = best_of(np.stack([BASE, CLEARLY]))
    assert (sure.tied, sure.verdict, sure.share) == ((1,), "sure", 1.0)


def test_two_comparisons_have_to_be_surer_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.03 and 0.04 are each below 5 %; Holm makes both 0.06."""
    monkeypatch.setattr(best, "p_values", lambda gaps: np.array([0.03, 0.04][: len(gaps)]))
    assert best_of(np.stack([BASE, CLEARLY])).verdict == "sure"
    found = best_of(np.stack([BASE, CLEARLY, VAGUELY]))
    assert (found.tied, found.p.tolist()) == ((0, 1, 2), [0.06, 1.0, 0.06])
    assert surely_above(CLEARLY, BASE[None])
    assert not surely_above(CLEARLY, np.stack([BASE, VAGUELY]))


def test_an_arm_against_itself_ties_exactly() -> None:
    found = best_of(np.stack([VAGUELY, VAGUELY]))
    assert (found.margin.mean, found.margin.low, found.margin.high) == (0.0, 0.0, 0.0)
    assert (found.first, found.tied, found.share, found.p.tolist()) == (0, (0, 1), 0.5, [1.0, 1.0])


def test_worlds_without_a_value_count_for_no_arm() -> None:
    hole = np.array([0.0, 0.0, 0.0, 0.0, np.nan])
    values = np.stack([np.append(BASE, 9.0), np.append(CLEARLY, 0.0) + hole])
    found, short = best_of(values), best_of(np.stack([BASE, CLEARLY]))
    assert (found.first, found.margin, found.share) == (short.first, short.margin, short.share)


def test_nothing_is_sure_of_one_world_or_none() -> None:
    assert best_of(np.array([[1.0], [2.0]])).verdict == "tie"
    assert best_of(np.array([[np.nan], [2.0]])).verdict == "tie"
    assert not surely_above(np.array([2.0]), np.array([[1.0]]))
    assert not surely_above(np.array([np.nan]), np.array([[1.0]]))


def test_to_be_surely_below_is_not_to_be_surely_above() -> None:
    assert surely_above(CLEARLY, BASE[None])
    assert not surely_above(BASE, CLEARLY[None])


def _called_sure(means: list[float], trials: int = 3000, worlds: int = 20) -> float:
    """Share of trials in which the best is called sure, with arms of these means and luck of their own."""
    luck = np.random.default_rng(0).normal(size=(trials, len(means), worlds))
    values: Floats = luck + np.array(means)[:, None]
    return sum(best_of(item).verdict == "sure" for item in values) / trials


def test_of_two_equals_one_in_twenty_is_called_sure_and_of_more_fewer() -> None:
    """Two equal ones ahead of a third are the worst case: 5 %, here ± 1.2 % (three standard errors)."""
    assert _called_sure([0.0, 0.0, -50.0]) == pytest.approx(0.05, abs=0.012)
    assert _called_sure([0.0, 0.0, 0.0, 0.0]) < 0.02
