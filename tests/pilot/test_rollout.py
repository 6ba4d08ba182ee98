"""The staged roll-out: waves that follow from what is expected, and a forecast that is the difference of two runs."""

from __future__ import annotations

import numpy as np
import pytest

from simkit import run
from simkit.metrics import COLUMN_INDEX
from simkit.pilot.forecasting import forecast
from simkit.pilot.rollout import Forecast, already, prospects, staged, waiting
from simkit.problems import InputError
from tests.pilot.small import pilot


def test_the_surest_teams_come_first_and_unsure_ones_not_at_all() -> None:
    gains = np.array([[9.0, 1.0, 6.0], [9.0, 8.0, 6.0], [9.0, 1.0, 4.0], [9.0, 1.0, 6.0], [9.0, 1.0, 6.0]])
    found = prospects(("A", "B", "C"), gains, worthwhile=5.0)
    assert [(item.team, item.worthwhile) for item in found] == [("A", 1.0), ("C", 0.8), ("B", 0.2)]


def test_teams_of_the_pilot_stay_and_the_others_follow_in_their_week() -> None:
    plan = pilot()
    assert already(plan) == ("A", "B", "C")
    assert waiting(plan) == ("D", "E", "F")
    assert waiting(pilot("crossover")) == ("A", "B", "C", "D", "E", "F")
    found = forecast(plan, waves=3, gap=13, weeks=52, worlds=8)
    scenario = staged(plan, found.waves, 52)
    for wave in found.waves:
        for team in wave.teams:
            assert scenario.regime_of(team, wave.week).name == "innovation"
            assert wave.week == 1 or scenario.regime_of(team, wave.week - 1).name == "traditional"


def test_the_forecast_is_the_difference_of_two_runs() -> None:
    plan = pilot()
    found = forecast(plan, waves=1, weeks=26, worlds=5)
    teams = [ord(team) - ord("A") for team in found.waves[0].teams]
    with_it, without = (run(staged(plan, waves, 26), 5, series=True).columns for waves in (found.waves, ()))
    share = [
        100 * sums[..., 0].sum(axis=1) / sums[..., 1].sum(axis=1)
        for columns in (with_it, without)
        for sums in [
            columns[:, 13:26, teams][..., [COLUMN_INDEX["innovators"], COLUMN_INDEX["people"]]].sum(axis=1)
        ]
    ]
    assert found.gains[:, 1, 0] == pytest.approx(share[0] - share[1], rel=1e-12)
    assert found.whole[:, 1] == pytest.approx(found.gains[:, 1, 0])


def test_stopping_points_and_what_would_change_the_advice_by_hand() -> None:
    gains = np.full((4, 2, 2), np.nan)
    gains[:, :, 0] = [[4.0, 6.0], [6.0, 7.0], [8.0, 9.0], [2.0, 3.0]]
    found = Forecast(
        pilot(), (), staging := forecast(pilot(), waves=2, gap=13, weeks=26, worlds=2).waves, gains,
        np.array([[0.0, 6.0], [0.0, 7.0], [0.0, 9.0], [0.0, 3.0]]),
        ({"a": 1.0, "b": 0.0}, {"a": 1.0, "b": 1.0}, {"a": 1.0, "b": 0.0}, {"a": 5.0, "b": 1.0}), {},
    )  # fmt: skip
    assert len(staging) == 2
    stop = found.stopping_points().iloc[0]
    assert (stop.week, stop.needed, stop.short) == (13, 5.0, 0.5)  # 4 and 2 fall short of 5
    assert found.sure == 0.75
    first = found.changes_advice().iloc[0]
    assert (first.constant, first.where_worthwhile, first.where_not) == ("a", 1.0, 5.0)


def test_where_everybody_has_changed_there_is_nothing_to_roll_out() -> None:
    with pytest.raises(InputError):
        forecast(pilot("before_after"), worlds=2)
