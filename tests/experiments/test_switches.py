"""Shapley values of games whose answer is known, and the seven rows on the real engine."""

from collections.abc import Callable
from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest

from simkit.engine import blocks
from simkit.engine.blocks import Block
from simkit.engine.run import Interrupted
from simkit.experiments.shapley import Coalition, Shares, order_of, places, shares
from simkit.experiments.switches import contributions, mixed
from simkit.levers import LEVERS, SWITCHES
from simkit.problems import InputError
from simkit.result import Floats
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up, stopping_after

PLAYERS = ("a", "b", "c", "d")
WORTH = {"a": 1.0, "b": -2.0, "c": 0.5, "d": 0.0}


def played(value: Callable[[Coalition, int], float], worlds: int = 1, seed: int = 0) -> Shares:
    """Return the shares of a game given as a function of coalition and world."""
    needed = places(PLAYERS, range(worlds), seed)
    values = {(world, coalition): np.array([value(coalition, world)]) for world, coalition in needed}
    return shares(PLAYERS, range(worlds), seed, values)


def additive(coalition: Coalition, world: int) -> float:
    """Everybody adds what they are worth."""
    return 10.0 + sum(WORTH[player] for player in coalition)


def with_pair(coalition: Coalition, world: int) -> float:
    """Together, a and b add 6 more."""
    return additive(coalition, world) + 6.0 * ({"a", "b"} <= coalition)


def of_three(coalition: Coalition, world: int) -> float:
    """Something that only a, b and c together bring about, worth 6, and luck that nobody changes."""
    return 6.0 * ({"a", "b", "c"} <= coalition) + world


def test_in_an_additive_game_everybody_gets_what_they_add() -> None:
    found = played(additive)
    assert found.shapley[0, :, 0].tolist() == pytest.approx(list(WORTH.values()))
    assert found.alone[0, :, 0].tolist() == pytest.approx(list(WORTH.values()))
    assert found.interaction.tolist() == [[pytest.approx(0.0)]]


def test_a_pair_shares_its_interaction_equally_in_every_single_world() -> None:
    found = played(with_pair, worlds=5)
    for world in range(5):
        assert found.shapley[world, :, 0].tolist() == pytest.approx([4.0, 1.0, 0.5, 0.0])
    assert found.alone[0, :, 0].tolist() == pytest.approx(list(WORTH.values()))
    assert found.interaction[:, 0].tolist() == pytest.approx([6.0] * 5)


def test_shares_add_up_to_the_whole_in_every_world() -> None:
    found = played(
        lambda coalition, world: np.sin(len(coalition) * (world + 1)) + ("c" in coalition) * world, worlds=8
    )
    assert found.shapley.sum(axis=1)[:, 0].tolist() == pytest.approx(found.together[:, 0].tolist(), abs=1e-12)


def test_over_worlds_the_shares_come_to_the_shapley_value_of_all_orders() -> None:
    exact = dict.fromkeys(PLAYERS, 0.0)
    for order in permutations(PLAYERS):
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            exact[player] += (of_three(before | {player}, 0) - of_three(before, 0)) / factorial(len(PLAYERS))
    found = played(of_three, worlds=400)
    error = found.shapley[:, :, 0].std(axis=0, ddof=1) / 20
    assert list(exact.values()) == pytest.approx([2.0, 2.0, 2.0, 0.0])
    assert (np.abs(found.shapley[:, :, 0].mean(axis=0) - list(exact.values())) <= 3 * error).all()


def test_orders_are_dealt_evenly() -> None:
    orders = [order_of(PLAYERS, 0, world) for world in range(2400)]
    counts = [orders.count(order) for order in permutations(PLAYERS)]
    # 24 orders, 100 expected each, standard deviation about 9.8: chi-square of 23 degrees below its 99.9 % point
    assert sum((found - 100) ** 2 / 100 for found in counts) < 49.7


def test_no_coalition_is_valued_twice_and_all_that_are_needed_are_there() -> None:
    needed = places(SWITCHES, range(6), 1)
    assert len(needed) == len(set(needed))
    assert len(needed) <= 19 * 6
    for world in range(6):
        sizes = [len(coalition) for place, coalition in needed if place == world]
        assert (sizes.count(0), sizes.count(1), sizes.count(7)) == (1, 7, 1)


def test_mixing_moves_the_levers_of_the_rows_and_nothing_else() -> None:
    for rows in combinations(SWITCHES, 2):
        mix = mixed(TRADITIONAL, INNOVATION, frozenset(rows))
        for item in LEVERS:
            source = INNOVATION if item.switch in rows else TRADITIONAL
            assert mix[item.id] == source[item.id]


def test_the_rows_add_up_to_the_difference_on_the_real_engine() -> None:
    found = contributions(TINY, TRADITIONAL, INNOVATION, worlds=2, weeks=26, workers=1)
    total = found.shares.shapley.sum(axis=1)
    assert total == pytest.approx(found.shares.together, abs=1e-9)
    assert (found.shares.together != 0).all()
    frame, totals = found.frame(), found.totals()
    assert set(frame["switch"]) == set(SWITCHES)
    fair = frame.query("part == 'shapley' and metric == 'value_vitality'")["mean"].tolist()
    together = totals.query("part == 'together' and metric == 'value_vitality'")["mean"].tolist()
    assert [sum(fair)] == pytest.approx(together, abs=1e-9)


def test_a_row_that_is_alike_contributes_exactly_nothing_and_costs_no_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[tuple[object, int]] = []
    simulated = made_up(
        lambda scenario, world, week: {"satisfaction": scenario.regime["coaching_share"] * (1 + world) / 9}
    )

    def counted(block: Block, out: Floats | None = None) -> Floats:
        calls.extend((block.scenario.regime.values, world) for world in block.worlds)
        return simulated(block, out)

    monkeypatch.setattr(blocks, "simulate_block", counted)
    other = TRADITIONAL.with_("coached", coaching_share=0.6, review_interval=26)
    found = contributions(TINY, TRADITIONAL, other, worlds=3, weeks=13, workers=1)
    # only E3 and E4 differ: at most four regimes a world
    assert len(calls) == len(set(calls)) <= 4 * 3
    customer = found.outcomes.index(("value_customer", 13))
    by_row = dict(zip(SWITCHES, found.shares.shapley[:, :, customer].mean(axis=0), strict=True))
    # worlds 0, 1, 2: 100 * 0.5 * 1/9, 2/9, 3/9
    assert by_row.pop("E4") == pytest.approx(100 * 0.5 * 2 / 9)
    assert set(by_row.values()) == {0.0}


def test_too_few_worlds_are_refused_and_ctrl_c_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as caught:
        contributions(TINY, TRADITIONAL, INNOVATION, worlds=1)
    assert caught.value.problems[0].where == "worlds"

    stop = stopping_after(3, made_up(lambda scenario, world, week: {}))
    monkeypatch.setattr(blocks, "simulate_block", stop)
    with pytest.raises(Interrupted):
        contributions(TINY, TRADITIONAL, INNOVATION, worlds=2, workers=1)
