"""Flip points: roots known by hand through the real code path, bands, and verdicts that cannot flip."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simkit.constants import CONSTANTS
from simkit.engine import blocks
from simkit.experiments.flips import Flips, flips
from simkit.experiments.paired import t_quantile
from simkit.experiments.ranges import place_of, value_at
from simkit.result import Floats
from simkit.scenario import Scenario
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up

ITEM = CONSTANTS["fit_floor"]
"""Declared in the middle of a linear range."""
WORLDS = 4


def scanned(
    monkeypatch: pytest.MonkeyPatch, gap: Callable[[float], float], noise: float = 0, id: str = ITEM.id
) -> Flips:
    """The scan of one constant over which the difference in customer value is known: so many points by place."""

    def columns(scenario: Scenario, world: int, week: Floats) -> dict[str, Any]:
        item = CONSTANTS[id]
        place = place_of(item, scenario.constants.get(id, item.value))
        new = scenario.regime.name == "innovation"
        return {"satisfaction": 0.5 + new * (gap(place) + noise * (-1) ** world) / 100}

    monkeypatch.setattr(blocks, "simulate_block", made_up(columns))
    return flips(TINY, TRADITIONAL, INNOVATION, worlds=WORLDS, constants=[CONSTANTS[id]], weeks=13, workers=1)


def customer(found: Flips) -> Any:
    """The row of customer value."""
    return found.frame().query("metric == 'value_customer'").iloc[0]


@pytest.mark.parametrize("id", [ITEM.id, "transition_cost"])
def test_a_root_of_a_straight_line_is_found_on_either_scale(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanned(monkeypatch, lambda place: 10 * (place - 0.3), id=id)
    (flip,) = found.points().to_dict("records")
    assert flip["value"] == pytest.approx(value_at(CONSTANTS[id], 0.3))
    assert (flip["below"], flip["above"], flip["metric"]) == ("behind", "ahead", "value_customer")
    row = customer(found)
    declared = place_of(CONSTANTS[id], CONSTANTS[id].value)
    assert row["difference"] == pytest.approx(10 * (declared - 0.3))
    assert (row["status"], row["flips"]) == ("flips", 1)


def test_the_band_is_where_the_interval_holds_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanned(monkeypatch, lambda place: 10 * (0.4 - place), noise=0.2)
    (flip,) = found.points().to_dict("records")
    # four worlds of -0.2 and +0.2: standard deviation 0.4 / sqrt(3); the line falls by 10 points over the range
    reach = t_quantile(3) * 0.4 / 3**0.5 / 2 / 10
    assert flip["value"] == pytest.approx(value_at(ITEM, 0.4))
    assert flip["from_value"] == pytest.approx(value_at(ITEM, 0.4 - reach))
    assert flip["to_value"] == pytest.approx(value_at(ITEM, 0.4 + reach))
    assert (flip["below"], flip["above"]) == ("ahead", "behind")
    assert flip["distance"] == pytest.approx(0.1)


def test_bisection_finds_the_root_of_a_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanned(monkeypatch, lambda place: 10 * (place**3 - 0.3))
    (flip,) = found.points().to_dict("records")
    root = 0.3 ** (1 / 3)
    # over 1/32 of the range, a straight line for a cube is off by less than f'' h^2 / (8 f')
    assert place_of(ITEM, flip["value"]) == pytest.approx(root, abs=6 * 0.7 / 32**2 / 8 / (3 * 0.4))
    coarse = 0.5 + 0.25 * (0.3 - 0.125) / (0.75**3 - 0.125)
    assert abs(coarse - root) > 10 * abs(place_of(ITEM, flip["value"]) - root)


def test_several_flips_are_told_nearest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanned(monkeypatch, lambda place: 10 * (abs(place - 0.5) - 0.2) + (place > 0.5))
    table = found.points()
    assert table["value"].tolist() == pytest.approx([value_at(ITEM, 0.6), value_at(ITEM, 0.3)])
    assert table["below"].tolist() == ["behind", "ahead"]
    assert customer(found)["flips"] == 2


@pytest.mark.parametrize(
    ("gap", "noise", "status", "verdict"),
    [
        (lambda place: 5 + place, 0.1, "firm", "ahead"),
        (lambda place: 10 * place, 1.0, "fades", "ahead"),  # ends at 0, never below
        (lambda place: 0.0, 1.0, "open", "open"),
        (lambda place: 0.1 * (place - 0.5), 1.0, "open", "open"),  # crosses 0, but either side may be luck
    ],
)
def test_without_a_clear_side_on_both_there_is_no_flip(
    gap: Any, noise: float, status: str, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = scanned(monkeypatch, gap, noise)
    assert len(found.points()) == 0
    assert (customer(found)["status"], customer(found)["verdict"]) == (status, verdict)


def test_what_is_undecided_as_declared_can_still_flip(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanned(monkeypatch, lambda place: 10 * (place - 0.5), noise=0.3)
    row = customer(found)
    assert (row["verdict"], row["status"], row["flips"]) == ("open", "flips", 1)
    assert found.points()["value"][0] == pytest.approx(ITEM.value)


def test_the_scan_does_not_depend_on_who_computes_and_a_regime_never_flips_against_itself() -> None:
    some = [CONSTANTS[id] for id in ("transition_cost", "share_speed")]
    settings: dict[str, Any] = {"worlds": 4, "constants": some, "weeks": 26}
    alone, both = (flips(TINY, TRADITIONAL, INNOVATION, workers=count, **settings) for count in (1, 2))
    assert {key: value.tobytes() for key, value in alone.measured.items()} == {
        key: value.tobytes() for key, value in both.measured.items()
    }
    same = flips(TINY, INNOVATION, INNOVATION, **settings)
    assert len(same.points()) == 0
    assert set(same.frame()["status"]) == {"open"}
    assert all((values == 0).all() for values in same.measured.values())
    one, other = (alone.measured[item.id, place_of(item, item.value)] for item in some)
    assert np.array_equal(one, other)
