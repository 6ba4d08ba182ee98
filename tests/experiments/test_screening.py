"""Morris screening: known functions through the real code path, and the study on the real engine."""

from typing import Any

import numpy as np
import pytest

from simkit.constants import CONSTANTS
from simkit.engine import blocks
from simkit.experiments.ranges import movable, place_of, value_at
from simkit.experiments.screening import Screening, effects, morris, paths, screen
from simkit.problems import InputError
from simkit.result import Floats
from simkit.scenario import Scenario
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up

MOVED = [CONSTANTS[id] for id in ("transition_cost", "fit_floor", "churn")]
"""The first on a logarithmic scale, the others on a linear one."""


def number(table: Any, constant: str, column: str) -> float:
    """One number of a table."""
    return float(table[column].to_dict()[constant])


def places(scenario: Scenario) -> list[float]:
    """Where in their ranges the three constants stand."""
    return [place_of(item, scenario.constants.get(item.id, item.value)) for item in MOVED]


def screened(monkeypatch: pytest.MonkeyPatch, formula: Any, worlds: int = 2) -> Screening:
    """The screening of a difference in satisfaction that is known by hand."""

    def columns(scenario: Scenario, world: int, week: Floats) -> dict[str, Any]:
        new = scenario.regime.name == "innovation"
        gap = 0.1 * new * formula(*places(scenario), world)
        return {"satisfaction": 0.5 + gap, "vitality": (world % 7) / 10}

    monkeypatch.setattr(blocks, "simulate_block", made_up(columns))
    return screen(
        TINY, TRADITIONAL, INNOVATION, trajectories=6, worlds=worlds, constants=MOVED, weeks=13, workers=1
    )


def test_every_constant_with_a_range_is_moved_published_or_not() -> None:
    assert {item.id for item in movable()} == {id for id, item in CONSTANTS.items() if item.low < item.high}
    assert {item.grade for item in movable()} == {"published", "derived", "calibrated", "assumed"}


@pytest.mark.parametrize("item", movable(), ids=lambda item: item.id)
def test_places_and_values_are_inverse_and_stay_in_the_range(item: Any) -> None:
    assert (value_at(item, 0.0), value_at(item, 1.0)) == (item.low, item.high)
    assert value_at(item, place_of(item, item.value)) == pytest.approx(item.value, rel=1e-12)
    for place in (1 / 3, 2 / 3):
        assert item.low < value_at(item, place) < item.high
        assert place_of(item, value_at(item, place)) == pytest.approx(place, abs=1e-12)


def test_each_step_of_a_trajectory_moves_one_constant_by_two_thirds_and_each_once() -> None:
    steps = np.diff(paths(5, 4, seed=3).reshape(4, 6, 5), axis=1)
    assert np.allclose(np.sort(np.abs(steps), axis=2), [0, 0, 0, 0, 2 / 3])
    assert ((steps != 0).sum(axis=1) == 1).all()
    assert np.array_equal(paths(5, 4, seed=3), paths(5, 4, seed=3))
    assert not np.array_equal(paths(5, 4, seed=3), paths(5, 4, seed=4))


def test_a_linear_difference_gives_its_coefficients_and_no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    found = screened(monkeypatch, lambda a, b, c, world: 2 * a - 3 * b)
    table = found.frame().query("metric == 'value_customer'").set_index("constant")
    # a tenth of satisfaction is 10 points; over the whole range: 2 and -3 times that
    assert table.index[:2].tolist() == ["fit_floor", "transition_cost"]
    assert number(table, "transition_cost", "mu") == pytest.approx(20)
    assert number(table, "fit_floor", "mu") == pytest.approx(-30)
    assert number(table, "fit_floor", "mu_star") == pytest.approx(30)
    assert number(table, "churn", "mu_star") == pytest.approx(0, abs=1e-9)
    assert table[["sigma", "mu_star_conf", "luck"]].to_numpy() == pytest.approx(0, abs=1e-9)


def test_an_interaction_shows_as_spread_of_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    found = screened(monkeypatch, lambda a, b, c, world: a * b + c)
    table = found.frame().query("metric == 'value_customer'").set_index("constant")
    # the effect of a is 10 b, with b anywhere from 0 to 1
    assert 0 < number(table, "transition_cost", "mu") < 10
    assert number(table, "transition_cost", "sigma") > 1
    assert number(table, "churn", "mu") == pytest.approx(10)
    assert number(table, "churn", "sigma") == pytest.approx(0, abs=1e-9)


def test_luck_is_what_worlds_that_differ_would_show_of_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    # the effect of a is +10 in even and -10 in odd worlds: none on average, standard error 10 * sqrt(4/3) / 2
    found = screened(monkeypatch, lambda a, b, c, world: a * (-1) ** world, worlds=4)
    table = found.frame().query("metric == 'value_customer'").set_index("constant")
    assert number(table, "transition_cost", "mu_star") == pytest.approx(0, abs=1e-9)
    error = 10 * (4 / 3) ** 0.5 / 2
    assert number(table, "transition_cost", "luck") == pytest.approx((2 / np.pi) ** 0.5 * error)
    # luck that both regimes share leaves no difference at all
    assert set(found.frame().query("metric == 'value_vitality'")["mu_star"]) == {0.0}


def test_effects_by_world_are_those_that_the_library_sums_up() -> None:
    design = paths(7, 5, seed=1)
    output = np.cos(7 * design @ np.arange(1.0, 8.0))
    own, found = effects(design, output[:, None])[..., 0], morris(design, output)
    assert own.mean(axis=0) == pytest.approx(found["mu"])
    assert np.abs(own).mean(axis=0) == pytest.approx(found["mu_star"])
    assert own.std(axis=0, ddof=1) == pytest.approx(found["sigma"])


def test_dearer_transition_is_bad_for_the_regime_that_pays_it_whoever_computes() -> None:
    settings: dict[str, Any] = {"trajectories": 4, "worlds": 8, "constants": MOVED, "weeks": 52}
    found = screen(TINY, TRADITIONAL, INNOVATION, workers=1, **settings)
    table = found.frame().query("metric == 'value_financial'").set_index("constant")
    assert number(table, "transition_cost", "mu") < -2 * number(table, "transition_cost", "luck")
    assert number(table, "transition_cost", "mu") == pytest.approx(
        -number(table, "transition_cost", "mu_star")
    )
    again = screen(TINY, TRADITIONAL, INNOVATION, workers=2, **settings)
    assert again.differences.tobytes() == found.differences.tobytes()
    assert again.frame().equals(found.frame())
    other = screen(TINY, TRADITIONAL, INNOVATION, seed=1, **settings)
    assert not np.array_equal(other.design, found.design)


def test_a_regime_against_itself_shows_no_effect() -> None:
    found = screen(TINY, INNOVATION, INNOVATION, trajectories=2, worlds=2, weeks=26)
    table = found.frame()
    assert set(table["constant"]) == {item.id for item in movable()}
    assert (table[["mu", "mu_star", "sigma", "luck"]] == 0).all(axis=None)


@pytest.mark.parametrize(("field", "settings"), [("trajectories", (1, 2)), ("worlds", (2, 1))])
def test_too_few_are_refused(field: str, settings: tuple[int, int]) -> None:
    with pytest.raises(InputError) as caught:
        screen(TINY, TRADITIONAL, INNOVATION, trajectories=settings[0], worlds=settings[1])
    assert (caught.value.problems[0].where, caught.value.problems[0].values["low"]) == (field, 2)
