"""The readout of a pilot: effects that can be worked out by hand, decisions that turn at their thresholds, and plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simkit.pilot.design import Pilot, Rule
from simkit.pilot.deviations import Event
from simkit.pilot.reading import PilotData, read_data
from simkit.pilot.readout import read_out
from simkit.pilot.saying import deviations, limits, rails, seconds
from simkit.pilot.timetable import drawn
from simkit.problems import InputError
from simkit.text import LANGS, Lang
from tests.pilot.filling import TEAMS, filled, small_pilot

STEADY = {"felt_safety": 50.0, "floor_breaches": 10.0, "launches": 2.0, "nps": 0.0}


def data_of(
    pilot: Pilot, effects: dict[str, float], wobble: float = 0.0, events: tuple[Event, ...] = ()
) -> PilotData:
    """Return data in which every team starts elsewhere, all rise by 1 a cycle, and treated cells have the effect besides; ``wobble`` sets teams apart."""
    count = len(pilot.design.teams)
    values = np.zeros((count, pilot.design.cycles + 1, len(pilot.measures)))
    data = PilotData(
        pilot,
        drawn(pilot.design),
        values,
        np.full_like(values, np.nan),
        np.zeros((count, 3), np.int64),
        events,
        (),
        "data.xlsx",
    )
    apart = np.array([1.0, -1.0] * (count // 2))
    for place, item in enumerate(pilot.measures):
        start = STEADY[item.metric] + np.arange(count)
        trend = np.arange(pilot.design.cycles + 1)
        values[:, :, place] = (
            start[:, None] + trend + data.arms * (effects.get(item.metric, 0.0) + wobble * apart[:, None])
        )
    return data


def once(**rule: Any) -> Pilot:
    described: dict[str, Any] = {"worthwhile": 3, "looks": (2,), "confidence": 0.9, **rule}
    return small_pilot(rule=Rule(**described))


def test_two_by_two_by_hand(tmp_path: Path) -> None:
    """North and South change: 50 to 60 and 52 to 58. East and West stay: 40 to 41 and 44 to 47. So (10 + 6) / 2 - (1 + 3) / 2 = 6."""
    pilot = small_pilot(rule=Rule(worthwhile=3, looks=(1,)), design=small_pilot().design.with_(cycles=1))
    numbers = {"North": (50, 60), "South": (52, 58), "East": (40, 41), "West": (44, 47)}
    cells: dict[str, Any] = {
        f"{team}_{period}_felt_safety": value
        for team, both in numbers.items()
        for period, value in enumerate(both)
    }
    found = read_out(pilot, read_data(pilot, filled(tmp_path, pilot, "en", **cells)))
    assert found.primary.effect == pytest.approx(6)
    assert found.primary.teams == 4
    # jackknife: without North 4, without South 8, without East 5, without West 7: error = sqrt(3/4 * (4 + 4 + 1 + 1))
    half = (found.primary.upper - found.primary.lower) / 2
    assert half == pytest.approx(2.353363 * np.sqrt(7.5), rel=1e-5)  # t with 3 degrees of freedom, 90 %
    assert found.decision.decision == "continue"


@pytest.mark.parametrize(
    ("effect", "wobble", "decision", "reason"),
    [
        (3.001, 0.1, "go", "gain"),
        (2.999, 0.1, "continue", "open"),
        (2.0, 0.1, "stop", "too_small"),
        (4.0, 5.0, "continue", "open"),
        (-4.0, 0.1, "stop", "too_small"),
    ],
)
def test_the_decision_turns_at_the_threshold(
    effect: float, wobble: float, decision: str, reason: str
) -> None:
    pilot = once()
    found = read_out(pilot, data_of(pilot, {"felt_safety": effect}, wobble))
    assert (found.decision.decision, found.decision.reason) == (decision, reason)


@pytest.mark.parametrize(
    ("harm", "decision", "state"),
    [(5.001, "stop", "broken"), (4.999, "go", "possible"), (3.0, "go", "held"), (-6.0, "go", "held")],
)
def test_a_broken_guardrail_stops(harm: float, decision: str, state: str) -> None:
    pilot = once()
    found = read_out(pilot, data_of(pilot, {"felt_safety": 4.0, "floor_breaches": harm}, 0.1))
    assert found.decision.decision == decision
    (rail,) = found.of("guardrail")
    assert rail.state == state


@pytest.mark.parametrize("id", ["launches", "nps"])
def test_secondary_measures_decide_nothing(id: str) -> None:
    pilot = once()
    alone = read_out(pilot, data_of(pilot, {}, 0.1))
    assert read_out(pilot, data_of(pilot, {id: -40.0}, 0.1)).decision == alone.decision
    assert [item.role for item in alone.findings] == ["primary", "guardrail", "secondary", "secondary"]


def test_a_late_starter_is_counted_as_planned_and_shown_as_treated() -> None:
    """South changes only for cycle 2. As planned: half of the effect is missing in one of four treated cells."""
    pilot = once()
    data = data_of(pilot, {"felt_safety": 8.0}, events=(Event("switched", "South", 40),))
    place = TEAMS.index("South")
    data.values[place, 1, 0] -= 8.0
    found = read_out(pilot, data)
    assert found.primary.effect == pytest.approx(6.0)  # mean over the four treated cells: (8 + 8 + 0 + 8) / 4
    assert found.treated is not None
    assert found.treated.effect == pytest.approx(8.0)
    assert "would be +8.00 percentage points" in deviations(found, "en")[-1] or found.data.notes == ()


def test_the_first_look_that_decides_counts(tmp_path: Path) -> None:
    pilot = small_pilot()
    data = data_of(pilot, {"felt_safety": 9.0}, 0.001)
    data.values[:2, 2, 0] -= 30.0  # afterwards everything is lost
    found = read_out(pilot, data)
    assert [look.cycle for look in found.looks] == [1, 2]
    assert (found.decision.cycle, found.decision.decision) == (1, "go")
    assert found.last.decision != "go"
    assert "already said “go” after cycle 1" in found.sentence("en")


def test_only_completed_looks_are_read() -> None:
    pilot = small_pilot()
    data = data_of(pilot, {"felt_safety": 9.0}, 0.1)
    data.values[:, 2] = np.nan
    assert [look.cycle for look in read_out(pilot, data).looks] == [1]
    data.values[:, 1] = np.nan
    with pytest.raises(InputError) as caught:
        read_out(pilot, data)
    assert "the first one is after cycle 1" in caught.value.text("en")
    assert "第 1 周期" in caught.value.text("zh")


def test_what_changed_since_the_charter_is_listed() -> None:
    pilot = once()
    found = read_out(pilot, data_of(pilot, {}, 0.1), registered=once(worthwhile=5))
    assert any("worthwhile: 5.0 → 3.0" in text for text in deviations(found, "en"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("effect", "wobble"), [(9, 0.1), (3.1, 0.1), (2.9, 0.1), (1, 0.1), (-5, 0.1), (2, 9)]
)
def test_everything_is_said(effect: float, wobble: float, lang: Lang) -> None:
    pilot = once()
    found = read_out(
        pilot, data_of(pilot, {"felt_safety": effect, "floor_breaches": 6.0 if effect == 1 else 0.0}, wobble)
    )
    texts = [
        found.sentence(lang),
        *rails(found, lang),
        *seconds(found, lang),
        *deviations(found, lang),
        *limits(found, lang),
    ]
    assert all(texts)
    assert not any("{" in text or "nan" in text for text in texts)
    table = found.table(lang)
    assert len(table) == 4
    assert found.frame()["metric"].tolist() == ["felt_safety", "floor_breaches", "launches", "nps"]


def test_the_answer_reads_well() -> None:
    pilot = once()
    text = read_out(pilot, data_of(pilot, {"felt_safety": 9.0}, 0.1)).sentence("en")
    assert (
        "psychological safety in the teams under the new regime is 9.00 percentage points higher than it would have been"
        in text
    )
    assert "90% interval" in text


@pytest.mark.parametrize("lang", LANGS)
def test_an_effect_that_cannot_be_estimated_is_said(lang: Lang) -> None:
    pilot = once()
    data = data_of(pilot, {}, 0.1)
    data.values[:2, 1:, :2] = np.nan  # suppressed in all pilot teams
    found = read_out(pilot, data)
    assert (found.decision.decision, found.decision.reason) == ("continue", "unknown")
    assert found.of("guardrail")[0].state == "unknown"
    assert ("cannot be estimated" if lang == "en" else "无法估计") in found.sentence(lang)
    assert "nan" not in " ".join([*rails(found, lang), found.sentence(lang)])
