"""Intervals that hold what is not known of the constants besides luck."""

from __future__ import annotations

import numpy as np
import pytest

from simkit.experiments.compare import compare_regimes
from simkit.experiments.comparison import Comparison
from simkit.experiments.paired import estimate, t_quantile
from simkit.experiments.points import Points
from simkit.experiments.switches import contributions
from simkit.regime import Regime
from simkit.scenario import Organisation, Team
from tests.whole import columns

TEAMS = (Team(name="Apps", people=4, certainty=2), Team(name="Plant", people=4, certainty=5))
PLACE = Organisation(name="Two", teams=TEAMS)
OLD, NEW = Regime.preset("traditional"), Regime.preset("innovation")
POINTS: Points = ({"churn": 0.2, "fit_floor": 0.3}, {"churn": 0.7, "fit_floor": 0.7}, {"churn": 0.4})
NUMBERS = ["difference", "low", "high", "mcse", "ahead_b"]


def found(points: Points, *regimes: Regime, worlds: int = 6, workers: int = 1) -> Comparison:
    return compare_regimes(
        PLACE, regimes or (OLD, NEW), weeks=12, replications=worlds, points=points, workers=workers
    )


def test_a_regime_does_not_differ_from_itself_under_any_constants() -> None:
    table = found(POINTS, NEW, NEW).frame()
    assert (table[["difference", "low", "high"]].dropna() == 0).all(axis=None)


def test_one_set_however_often_repeated_leaves_luck_only() -> None:
    """With the declared values as the only set, nothing is unknown: the interval is the paired-t interval."""
    plain = found(()).frame()[NUMBERS]
    for points in (({"churn": 0.4},), ({"churn": 0.4},) * 3):
        again = found(points).frame()[NUMBERS]
        assert np.array_equal(again.to_numpy(), plain.to_numpy(), equal_nan=True)


def test_each_world_is_what_it_is_alone_under_its_constants() -> None:
    """Worlds 2 and 3 have the second set; run with that set only, they give the same numbers."""
    mixed, alone = found(POINTS), found(POINTS[1:2])
    assert mixed.groups == (0, 0, 1, 1, 2, 2)
    for arm in (0, 1):
        assert np.array_equal(columns(mixed.results[arm])[2:4], columns(alone.results[arm])[2:4])


def test_workers_change_nothing() -> None:
    one, two = found(POINTS), found(POINTS, workers=2)
    assert all(np.array_equal(columns(a), columns(b)) for a, b in zip(one.results, two.results, strict=True))


def test_the_part_of_the_constants_does_not_shrink_with_worlds() -> None:
    """Between sets the expected number varies with standard deviation 1, within with 3: known from how they are made."""
    luck = np.random.default_rng(1)
    sets = luck.normal(0.0, 1.0, 400)
    for worlds in (2, 32):
        groups = np.repeat(np.arange(400), worlds)
        values = sets[groups] + luck.normal(0.0, 3.0, len(groups))
        half = estimate(values, groups.tolist()).half_width
        expected = t_quantile(399) * (1.0 + 9.0 / len(groups)) ** 0.5
        assert half == pytest.approx(expected, rel=0.25)
        assert estimate(values).half_width < half / 3


def test_equal_sets_add_nothing_but_chance() -> None:
    """If the constants do nothing, the variance between sets is estimated as 0 about half of the time."""
    luck = np.random.default_rng(2)
    groups = np.repeat(np.arange(50), 4)
    draws = [luck.normal(0.0, 1.0, 200) for _ in range(40)]
    wider = [estimate(x, groups.tolist()).half_width / estimate(x).half_width for x in draws]
    assert 5 <= sum(ratio < 1.1 for ratio in wider) <= 35


def test_the_scenario_keeps_what_it_replaces_itself() -> None:
    from simkit.scenario import Scenario

    base = Scenario(organisation=PLACE, regime=OLD, weeks=12, constants={"fit_floor": 0.5})
    own = compare_regimes(base, (OLD, NEW), replications=2, points=({"fit_floor": 0.3},), workers=1)
    plain = compare_regimes(base, (OLD, NEW), replications=2, workers=1)
    assert np.array_equal(columns(own.results[1]), columns(plain.results[1]))


def test_sentences_say_what_the_interval_holds() -> None:
    assert "interval of luck and constants" in found(POINTS).sentence("value_financial")
    assert "luck and constants" not in found(()).sentence("value_financial")
    assert "含运气与参数" in found(POINTS).sentence("value_financial", lang="zh")
    assert found(POINTS).stopped.reason == "points"


def test_shares_of_rows_add_up_in_every_world_under_its_constants() -> None:
    made = contributions(PLACE, OLD, NEW, worlds=4, weeks=6, points=POINTS, workers=1)
    whole = compare_regimes(PLACE, (OLD, NEW), weeks=6, replications=4, points=POINTS, workers=1)
    a, b = (result.metric("value_financial", 6) for result in whole.results)
    place = made.outcomes.index(("value_financial", 6))
    assert made.groups == (0, 0, 1, 1)
    assert made.shares.shapley[:, :, place].sum(axis=1) == pytest.approx(b - a)
