"""Levers: declared soundly, and each of them matters."""

from __future__ import annotations

import pytest

from simkit.levers import (
    DRIVERS,
    INCENTIVE_MIX,
    LEVER_IDS,
    LEVERS,
    SWITCHES,
    VALUE_WEIGHTS,
    Lever,
    levers_of,
)
from simkit.metrics import METRIC_IDS
from tests.engine.moves import moved


@pytest.mark.parametrize("id", LEVER_IDS)
def test_every_lever_moves_some_metric(id: str) -> None:
    assert moved(id), f"{id} is accepted and ignored"


@pytest.mark.parametrize("id", [id for id in METRIC_IDS if id != "transition_hours"])
def test_every_metric_is_moved_by_some_lever(id: str) -> None:
    """Transition hours measure the change of levers itself; ``engine/test_changes.py`` has them."""
    assert [lever for lever in LEVER_IDS if id in moved(lever)], f"nothing moves {id}"


def test_levers_act_where_they_should_and_not_where_they_cannot() -> None:
    # a few that must, each for a reason that can be told without the model
    for lever, metric in (
        ("review_interval", "review_hours"),
        ("coaching_share", "coaching_hours"),
        ("innovation_budget", "exploration_time"),
        ("tolerance_exploratory", "felt_safety"),
        ("tolerance_execution", "felt_leniency"),
        ("transparency", "failures_hidden"),
        ("gate_strictness", "kill_rate"),
        ("kpi_floor", "floor_breaches"),
        ("goal_stretch", "theme_attainment"),
    ):
        assert metric in moved(lever), (lever, metric)
    # the funding of innovation is the budget and nothing else
    assert [lever for lever in LEVER_IDS if "project_funding" in moved(lever)] == ["innovation_budget"]


def test_ids_are_unique_and_every_switch_moves_something() -> None:
    assert len(set(LEVER_IDS)) == len(LEVER_IDS)
    for switch in SWITCHES:
        assert any(item.traditional != item.innovation for item in levers_of(switch))
    assert sum(len(levers_of(switch)) for switch in SWITCHES) == len(LEVERS)
    assert {item.driver for item in LEVERS} == set(DRIVERS)


@pytest.mark.parametrize("item", LEVERS, ids=LEVER_IDS)
def test_both_columns_of_the_table_lie_in_the_range(item: Lever) -> None:
    assert item.low < item.high
    for value in (item.traditional, item.innovation, item.default):
        assert item.low <= value <= item.high
        assert not item.integer or value == int(value)


@pytest.mark.parametrize("group", [INCENTIVE_MIX, VALUE_WEIGHTS])
@pytest.mark.parametrize("base", ["traditional", "innovation"])
def test_shares_add_up_to_1_in_both_columns(group: tuple[str, ...], base: str) -> None:
    assert sum(getattr(item, base) for item in LEVERS if item.id in group) == pytest.approx(1.0)


def test_the_headline_levers_are_cadence_tolerance_and_incentive_mix() -> None:
    headline = {item.id for item in LEVERS if item.headline}
    assert headline == {"review_interval", "tolerance_exploratory", *INCENTIVE_MIX}
