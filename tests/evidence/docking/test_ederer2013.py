"""The lemonade stand worked out by hand, its people told once more in plain Python, and the published orders."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simkit.engine.draws import Draws
from simkit.evidence import ederer2013
from simkit.evidence.docking.ederer_figures import ederer_figures
from simkit.evidence.docking.lemonade import lemonade_profit
from simkit.problems import InputError

TABLE: dict[str, tuple[int, tuple[float, float, float], str, float, float]] = {
    "business": (100, (1.55, 7.55, 7.55), "green", 3, 20),
    "school": (200, (9.55, 1.55, 2.55), "pink", 6, 60),
    "stadium": (60, (5.55, 5.55, 7.55), "green", 0.5, 0.5),
}
"""The paper's task: demand, best recipe, best colour, penalty a unit, penalty of the wrong colour."""
START = (52, 70, 82)


def by_table(location: str, colour: str, recipe: tuple[int, int, int] | list[int]) -> float:
    """The profit of a recipe in tenths, from the table."""
    demand, bliss, best, unit, wrong = TABLE[location]
    lost = unit * sum(abs(x / 10 - b) for x, b in zip(recipe, bliss, strict=True))
    return max(0.0, demand - lost - (0 if colour == best else wrong))


def test_the_task_is_the_paper_s_by_hand() -> None:
    # sugar is 3.65 off, lemon 0.55 and the price 0.65, at 3 each
    assert lemonade_profit("business", "green", 5.2, 7.0, 8.2) == pytest.approx(85.45)
    # a first visit to the school with the old recipe: 200 - 60 - 6 (4.35 + 5.45 + 5.65), and in the right colour
    assert lemonade_profit("school", "green", 5.2, 7.0, 8.2) == pytest.approx(47.3)
    assert lemonade_profit("school", "pink", 5.2, 7.0, 8.2) == pytest.approx(107.3)
    # the best lie between two points of the grid: 0.05 off thrice
    assert lemonade_profit("school", "pink", 9.6, 1.5, 2.6) == pytest.approx(200 - 6 * 0.15)
    assert lemonade_profit("business", "green", 1.5, 7.6, 7.5) == pytest.approx(100 - 3 * 0.15)
    assert lemonade_profit("stadium", "pink", 5.5, 5.5, 7.5) == pytest.approx(60 - 0.5 * 0.15 - 0.5)
    # nobody loses more than the demand
    assert lemonade_profit("school", "green", 0.1, 19.9, 9.9) == 0.0
    # polished for the business district, a recipe fails at the school even in its colour
    assert lemonade_profit("school", "pink", 1.5, 7.5, 7.5) < lemonade_profit(
        "business", "green", 1.5, 7.5, 7.5
    )


class Person:
    """One person as the dock's text tells it, without a rule or a function of simkit."""

    places = tuple((location, colour) for location in TABLE for colour in ("green", "pink"))

    def __init__(self, seed: int, threshold: float = 0.0, parachute: float = 0.0) -> None:
        self.luck = Draws(seed, 0).one
        self.at, self.recipe, self.best, self.belief = (
            0,
            list(START),
            by_table("business", "green", START),
            0.5,
        )
        self.low = {(k, i): 0 for k in TABLE for i in range(3)}
        self.high = {(k, i): (200, 200, 100)[i] for k in TABLE for i in range(3)}
        self.told: dict[str, int] = {}
        self.wins, self.tries = [0] * 7, [0] * 7
        self.total, self.threshold, self.parachute = 0.0, threshold, parachute

    def wish(self, t: int, now: float, ahead: float, mood: float, half: int) -> float:
        """The chance to explore."""
        left, afraid = half - t, 0.0
        if left > 0 and self.total + (left - 1) * self.best < self.threshold <= self.total + left * self.best:
            afraid = 1.0 - min(1.0, self.parachute / (0.5 * half * self.best))
        new = ahead * self.belief + 2 * 0.8 * mood * self.belief - afraid * (1.0 - self.belief)
        return 1.0 / (1.0 + math.exp(now + 0.8 * mood - new))

    def option(self, t: int) -> int:
        beliefs = [(w + 1) / (n + 2) for w, n in zip(self.wins, self.tries, strict=True)]
        weights = [0.0 if o == self.at else math.exp(b / 0.05) for o, b in enumerate(beliefs)]
        return int(np.searchsorted(np.cumsum(weights), self.luck("option", 0, t) * sum(weights), "right"))

    def corrected(self, location: str, i: int) -> int:
        x, low, high = self.recipe[i], self.low[location, i], self.high[location, i]
        if low < x < high:
            return x
        target = low + 10 if x <= low else high - 10
        return target if low < target < high else (low + high) // 2

    def play(self, t: int, now: float, ahead: float, mood: float, half: int) -> tuple[float, bool]:
        exploring = self.luck("explore", 0, t) < self.wish(t, now, ahead, mood, half)
        option = self.option(t) if exploring else self.at
        place = self.at if option == 6 else option
        location, colour = self.places[place]
        changed = range(3) if exploring else [i for i in range(3) if self.told.get(location) == i]
        trial = [self.corrected(location, i) if i in changed else x for i, x in enumerate(self.recipe)]
        if exploring and option == 6:
            trial = [self.anywhere(location, i, t) for i in range(3)]
        profit = by_table(location, colour, trial)
        which = self.told[location] = int(3 * self.luck("hint", 0, t))
        if trial[which] / 10 < TABLE[location][1][which]:
            self.low[location, which] = max(self.low[location, which], trial[which])
        else:
            self.high[location, which] = min(self.high[location, which], trial[which])
        better = profit > self.best
        if exploring:
            self.wins[option] += better
            self.tries[option] += 1
            self.belief += 0.1 * (better - self.belief)
        if better:
            self.at, self.recipe, self.best = place, trial, profit
        self.total += profit
        return profit, exploring

    def anywhere(self, location: str, i: int, t: int) -> int:
        low, room = self.low[location, i], self.high[location, i] - self.low[location, i] - 1
        return low + 1 + int(self.luck("recipe", i, t) * room)


BONUS = 6.0 * 0.15
"""Utility of half of a period's profit: ``pay_value`` times the usual bonus."""


@pytest.mark.parametrize("seed", range(12))
def test_people_equal_a_second_telling(seed: int) -> None:
    """Under pay for performance with reports, and under late pay with dismissal and a parachute."""
    paid, person, mood = (
        ederer2013("performance", report_every=3, replications=1, seed=seed),
        Person(seed),
        0.5,
    )
    for t in range(20):
        profit, exploring = person.play(t, BONUS, BONUS, mood, 10)
        assert paid.values["profit"][0, t] == pytest.approx(profit), t
        assert paid.values["exploring"][0, t] == exploring
        if t % 3 == 2:  # nearly all of the bonus is at stake; a report two periods away controls by 1 / 1.14
            mood += 0.05 * ((1.0 + 1.0 - 0.9 / 1.14) / 3.0 - mood)
    late, person = ederer2013("parachute", threshold=840, replications=1, seed=seed), Person(seed, 840, 250)
    for t in range(20):
        if t == 10 and person.total < 840:
            assert late.values["kept"][0] == 0.0
            assert (late.values["profit"][0, 10:] == 0.0).all()
            break
        now = BONUS if t >= 10 else 0.0
        profit, exploring = person.play(t, now, BONUS / (1.0 + 0.07 * max(0, 10 - t)), 0.5, 10)
        assert (late.values["profit"][0, t], late.values["exploring"][0, t]) == (
            pytest.approx(profit),
            exploring,
        )


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ("fixed", 0.5),  # curiosity at an even chance equals the pull of other work
        ("performance", 1 / (1 + math.exp(BONUS / 2))),  # exploring is paid only half of the time
        ("exploration", 1 / (1 + math.exp(-BONUS / 1.7 / 2))),  # pay is ten periods away: 1 / (1 + .07 * 10)
    ],
)
def test_the_first_decision_is_what_the_rules_make_of_the_contract(contract: str, expected: float) -> None:
    first = ederer2013(contract, periods=20, replications=20_000).values["exploring"][:, 0]
    assert abs(first.mean() - expected) < 4 * math.sqrt(expected * (1 - expected) / 20_000)


def test_who_never_explores_polishes_the_business_district() -> None:
    dock = ederer2013("performance", plan=0.0, periods=200, replications=50)
    assert (dock.values["school"] == 0.0).all()
    assert (dock.values["exploration"] == 0.0).all()
    assert np.allclose(dock.values["best"], 99.55)


def test_pay_follows_from_profit_and_contract() -> None:
    for contract, first, second in (("fixed", 0, 0), ("performance", 0.5, 0.5), ("exploration", 0, 0.5)):
        dock = ederer2013(contract, replications=30)
        profit = dock.values["profit"]
        assert np.allclose(
            dock.values["pay"], first * profit[:, :10].sum(axis=1) + second * profit[:, 10:].sum(axis=1)
        )
        assert np.allclose(dock.values["second"], profit[:, 10:].mean(axis=1))
    fired = ederer2013("parachute", threshold=1e6, parachute=70.0, replications=30).values
    assert (fired["pay"] == 70.0).all()
    assert (fired["kept"] == 0.0).all()
    some = ederer2013("dismissal", replications=300).values
    assert ((some["first"] * 10 >= 800) == (some["kept"] == 1.0)).all()


def test_the_published_orders_come_out_and_the_first_period_does_not() -> None:
    verdicts = {figure.id: figure.verdict for figure in ederer_figures(6000)}
    assert {name for name, verdict in verdicts.items() if verdict != "reproduced"} == {"profit: start"}


def test_the_orders_do_not_hang_on_what_is_only_remembered_or_assumed() -> None:
    """Threshold, size of steps, share of exploring before any motive."""

    def early(contract: str, **given: Any) -> Any:
        return ederer2013(contract, replications=3000, **given).values["exploring"][:, :10].mean()

    for threshold in (700.0, 750.0, 850.0):
        dismissed, cushioned = (early(name, threshold=threshold) for name in ("dismissal", "parachute"))
        assert dismissed < cushioned < early("exploration")
    others: list[dict[str, Any]] = [{"step": 0.3}, {"step": 2.0}, {"plan": 0.3}, {"plan": 0.7}]
    for given in others:
        docks = [
            ederer2013(name, replications=3000, **given) for name in ("performance", "fixed", "exploration")
        ]
        success = [dock["school"].mean for dock in docks]
        assert success == sorted(success), given


def test_people_who_look_ahead_to_the_end_explore_for_pay_as_well() -> None:
    """The condition that the notes name: then pay for performance beats the wage and late pay loses its lead."""
    fixed, paid, late = (
        ederer2013(name, settlements=20, replications=3000)["school"]
        for name in ("fixed", "performance", "exploration")
    )
    assert paid.low > fixed.high
    assert not late.low > paid.high


def test_points_for_trying_and_short_steps_of_a_custom_contract_count() -> None:
    plain, praised = (ederer2013("performance", points=points, replications=500) for points in (0.0, 0.2))
    assert praised["exploration"].low > plain["exploration"].high
    same, custom = ederer2013("exploration", replications=9), ederer2013("fixed", second=0.5, replications=9)
    assert all((same.values[name] == custom.values[name]).all() for name in same.values)


def test_runs_do_not_hang_on_other_runs() -> None:
    few, many = ederer2013(replications=2, seed=5), ederer2013(replications=6, seed=5)
    assert all((few.values[name] == many.values[name][:2]).all() for name in few.values)


@pytest.mark.parametrize(
    ("bad", "field"),
    [({"contract": "bonus"}, "contract"), ({"first": 1.5}, "first"), ({"settlements": 30}, "settlements"),
     ({"periods": 1}, "periods"), ({"constants": {"fear": 1.0}}, "fear"), ({"constants": {"pay_value": 99.0}}, "pay_value")],
)  # fmt: skip
def test_a_value_out_of_range_is_refused_by_name(bad: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError, match=field):
        ederer2013(**bad)
