"""A small pilot for tests: six small teams, short periods."""

from __future__ import annotations

from typing import Any

from simkit.pilot.design import Design, Guardrail, Measure, Pilot, Rule
from simkit.presets import load_regime
from simkit.scenario import Market, Organisation, Team

NAMES = ("A", "B", "C", "D", "E", "F")
ORGANISATION = Organisation(
    name="Small", market=Market(shock_rate=0),
    teams=tuple(Team(name=name, people=5 + place, certainty=2 + place % 3, review_interval=13) for place, name in enumerate(NAMES)),
)  # fmt: skip


def pilot(kind: str = "parallel", *, primary: Measure | None = None, cycles: int = 2, **design: Any) -> Pilot:
    """The pilot, of some kind."""
    others = NAMES[3:] if kind == "parallel" else ()
    plan: dict[str, Any] = {"kind": kind, "pilot_teams": NAMES[: 3 if others else 6], "comparison_teams": others, "cycles": cycles,
            "baseline_weeks": 8, "cycle_weeks": 6, "steps": 2, **design}  # fmt: skip
    return Pilot(
        organisation=ORGANISATION, new=load_regime("innovation"), design=Design(**plan),
        primary=primary or Measure(metric="innovation_participation"),
        guardrails=(Guardrail(measure=Measure(metric="routine_output"), margin=15),),
        rule=Rule(worthwhile=5, looks=tuple(range(1, cycles + 1))),
    )  # fmt: skip
