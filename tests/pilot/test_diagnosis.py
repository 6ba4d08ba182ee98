"""What a pilot can show: the odds, the smallest detectable gain, and what a pilot is worth, on numbers made by hand and simulated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from simkit.pilot.analysis import Estimates
from simkit.pilot.deciding import CONTINUE, GO, STOP, Verdicts
from simkit.pilot.diagnosis import Diagnosis, Odds, diagnose
from simkit.pilot.signal import signal_by_week
from simkit.pilot.worlds import FULL, HALF, NOTHING, World
from simkit.pilot.worth import Stakes, one_more_cycle, options, two_more_teams, worth
from tests.pilot.small import pilot


def _odds(world: World, truth: float, effects: list[float], half_width: float, decisions: list[int]) -> Odds:
    effect = np.array(effects)
    found = Estimates(
        effect,
        np.full(len(effect), half_width / 2),
        np.full(len(effect), 9.0),
        effect - half_width,
        effect + half_width,
    )
    codes = np.array(decisions)
    return Odds(world, truth, found, Verdicts(codes, np.ones_like(codes), np.zeros_like(codes)))


def test_the_odds_by_hand() -> None:
    odds = _odds(FULL, 4.0, [1.0, 5.0, 6.0, -3.0], 2.0, [CONTINUE, GO, GO, STOP])
    assert (odds.share(GO), odds.share(CONTINUE), odds.share(STOP)) == (0.5, 0.25, 0.25)
    assert odds.power == 0.5  # 5 and 6 are above zero
    assert odds.bias == pytest.approx(2.25 - 4.0)
    assert odds.coverage == 0.5  # 5 ± 2 and 6 ± 2 hold 4
    assert odds.wrong_sign == pytest.approx(1 / 3)  # of 5, 6 and −3
    assert odds.exaggeration == pytest.approx((5 + 6 + 3) / 3 / 4)


def test_where_nothing_is_true_there_is_no_wrong_sign() -> None:
    odds = _odds(NOTHING, 0.0, [0.0, 3.0], 2.0, [CONTINUE, GO])
    assert odds.power == 0.5
    assert np.isnan(odds.wrong_sign)
    assert np.isnan(odds.exaggeration)


def test_the_smallest_detectable_gain_is_that_of_the_textbook() -> None:
    """Normal estimates of standard error 1 with known variance: (z(.95) + z(.8)) at a confidence of 90 %."""
    effects = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    odds = _odds(NOTHING, 0.0, effects.tolist(), float(norm.ppf(0.95)), [CONTINUE] * len(effects))
    assert Diagnosis(pilot(), 0, (odds,)).detectable == pytest.approx(
        norm.ppf(0.95) + norm.ppf(0.8), abs=0.01
    )


def _diagnosis(go: dict[str, list[int]], truths: dict[str, float]) -> Diagnosis:
    worlds = {"nothing": NOTHING, "half": HALF, "full": FULL}
    odds = tuple(_odds(worlds[id], truths[id], [0.0] * len(codes), 1.0, codes) for id, codes in go.items())
    return Diagnosis(pilot(), 0, odds)


def test_a_pilot_that_always_knows_is_worth_what_knowing_is_but_for_the_wait() -> None:
    truths = {"nothing": 0.0, "half": 3.0, "full": 11.0}  # a gain of 5 is worth it
    found = _diagnosis({"nothing": [STOP], "half": [STOP], "full": [GO]}, truths)
    stakes = Stakes(people=10, years=2, hours=1)
    value = worth(found, stakes)
    weeks = found.pilot.design.weeks
    assert value.now == pytest.approx(0.0)  # the mean gain beyond 5 is −1/3: one would not go
    assert value.perfect == pytest.approx(10 * 2 * (11 - 5) / 3)
    assert value.decided == pytest.approx(value.perfect * (2 - weeks / 52) / 2)
    assert value.hours == 6 * 2


def test_a_pilot_that_says_nothing_is_worth_nothing() -> None:
    truths = {"nothing": 0.0, "half": 3.0, "full": 11.0}
    never = worth(_diagnosis({"nothing": [STOP], "half": [STOP], "full": [STOP]}, truths), Stakes())
    assert never.information == pytest.approx(0.0)
    always = worth(_diagnosis({"nothing": [GO], "half": [GO], "full": [GO]}, truths), Stakes())
    assert always.information < 0  # on average a roll-out does not pay


def test_further_options_change_what_they_say() -> None:
    plan = pilot()
    longer = one_more_cycle(plan)
    assert (longer.design.cycles, longer.rule.looks) == (3, (1, 3))
    assert one_more_cycle(pilot("crossover")).design.cycles == 4
    assert two_more_teams(plan) is None  # all teams are in it
    some = plan.with_(design=plan.design.with_(pilot_teams=("A", "B"), comparison_teams=("C", "D")))
    more = two_more_teams(some)
    assert more is not None
    assert sorted(more.design.teams) == ["A", "B", "C", "D", "E", "F"]
    assert [*options(some)] == ["planned", "cycle", "teams"]


def test_the_zero_row_is_always_there_and_early_answers_are_a_part_of_the_whole() -> None:
    early: list[Diagnosis] = []
    told: list[tuple[int, int]] = []
    found = diagnose(
        pilot(),
        230,
        worlds=[FULL],
        early=early.append,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [odds.world.id for odds in found.odds] == ["nothing", "full"]
    assert found.nothing.truth == 0.0
    assert [odds.pilots for odds in early[0].odds] == [200, 200]
    assert np.array_equal(early[0].odds[1].estimates.effect, found.odds[1].estimates.effect[:200])
    assert told[-1] == (460, 460)
    assert found.of("full").bias == pytest.approx(
        0.0, abs=4 * found.of("full").estimates.effect.std() / 230**0.5 + 1.0
    )


def test_the_same_seed_gives_the_same_odds() -> None:
    one, other = (diagnose(pilot(), 40, worlds=[FULL], workers=count).frame() for count in (1, 2))
    assert one.equals(other)


def test_lagging_value_cannot_be_seen_within_a_year() -> None:
    """Sales of new products come after launch with a lag, participation at once; where nothing is true, alarms stay rare."""
    found = signal_by_week(pilot(), 60, measures=["innovation_participation", "value_new"]).frame()
    power = dict(zip(zip(found["metric"], found["week"], strict=True), found["power"], strict=True))
    assert power["innovation_participation", 13] > 0.9 > 0.3 > power["value_new", 52]
    assert found["false"].max() <= 0.1 + 4 * (0.09 / 60) ** 0.5


def test_what_flatters_lifts_the_estimate_and_what_hides_lowers_it() -> None:
    found = diagnose(pilot(), 200)
    bias = {id: found.of(id).bias for id in ("nothing", "nothing_flattered", "full", "full_hidden")}
    assert bias["nothing_flattered"] > bias["nothing"] + 1
    assert bias["full_hidden"] < bias["full"] - 1
    assert abs(bias["nothing"]) < 1
