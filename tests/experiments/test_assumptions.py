"""The ledger puts screening and scan together."""

from typing import Any

import pytest

from simkit.constants import CONSTANTS
from simkit.engine import blocks
from simkit.experiments.assumptions import assumptions, runs_for
from simkit.experiments.ranges import place_of, value_at
from simkit.result import Floats
from simkit.scenario import Scenario
from tests.experiments.worlds import INNOVATION, TINY, TRADITIONAL, made_up


def formula(scenario: Scenario, world: int, week: Floats) -> dict[str, Any]:
    """Customer value turns on one constant, vitality is moved by another and is clear."""
    first, second = (CONSTANTS[id] for id in ("fit_floor", "churn"))
    new = scenario.regime.name == "innovation"
    places = [place_of(item, scenario.constants.get(item.id, item.value)) for item in (first, second)]
    return {"satisfaction": 0.5 + 0.1 * new * (places[0] - 0.25), "vitality": 0.05 * new * (1 + places[1])}


def cells(table: Any, row: str, columns: list[str]) -> list[Any]:
    """Some cells of one row of a table."""
    return [table[column].to_dict()[row] for column in columns]


def test_the_strongest_come_first_and_only_those_are_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[tuple[int, int]] = []
    monkeypatch.setattr(blocks, "simulate_block", made_up(formula))
    found = assumptions(
        TINY, TRADITIONAL, INNOVATION, trajectories=2, worlds=8, most=2, weeks=13, workers=1,
        progress=lambda done, total: runs.append((done, total)),
    )  # fmt: skip
    assert set(found.ranked()[:2]) == {"fit_floor", "churn"} == set(found.flips.constants)
    table = found.influence().set_index("constant")
    assert cells(table, "fit_floor", ["metric", "mu_star"]) == ["value_customer", pytest.approx(10)]
    assert table["seen"].sum() == 2
    (flip,) = found.flips.points().to_dict("records")
    assert (flip["constant"], flip["value"]) == (
        "fit_floor",
        pytest.approx(value_at(CONSTANTS["fit_floor"], 0.25)),
    )
    verdicts = found.verdicts().set_index("metric")
    assert cells(verdicts, "value_customer", ["verdict", "flips", "firm"]) == ["ahead", 1, 1]
    assert cells(verdicts, "value_financial", ["verdict", "open"]) == ["open", 2]
    # each place of the scan is run once, and nothing besides the known runs where nothing is left to narrow down
    assert runs[-1][0] == runs[-1][1]
    assert (found.screening.worlds, found.flips.worlds) == (2, 8)


def test_the_frame_tells_origin_effect_and_verdict_of_every_constant() -> None:
    found = assumptions(TINY, TRADITIONAL, INNOVATION, trajectories=2, worlds=4, most=1, weeks=4)
    table = found.frame()
    assert len(table) == 4 * len(CONSTANTS)
    row = table[table["constant"] == "loss_aversion"].iloc[0]
    known = CONSTANTS["loss_aversion"]
    assert (row["grade"], row["constant_value"], row["range_low"]) == ("published", known.value, known.low)
    assert table["status"].notna().sum() == 4
    assert list(dict.fromkeys(table["constant"])) == found.ranked()


def test_runs_are_counted_beforehand() -> None:
    # 3 trajectories of 69 points in 2 worlds; 5 constants at 5 places in 8 worlds; two regimes
    assert len(CONSTANTS) == 68
    assert runs_for(3, 8, 5) == 2 * (3 * 69 * 2 + 5 * 5 * 8)
