"""A first design to begin with: half of the teams drawn by lot, two quarters, one measure that can move in time, one guardrail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simkit.pilot.design import Assigned, Design, Guardrail, Kind, Measure, Pilot, Rule
from simkit.pilot.matching import known_teams, matched
from simkit.pilot.problems import refused
from simkit.pilot.timetable import shuffled
from simkit.regime import Regime
from simkit.scenario import Organisation

PRIMARY, WORTHWHILE = "innovation_participation", 15.0
"""A measure that is counted and moves within a quarter, and a gain on it: to be replaced by what the user cares for."""
GUARDRAIL, MARGIN = "routine_output", 15.0
MOST_PILOTS = 6
CYCLES = 2


def draft(
    organisation: Organisation,
    new: Regime,
    *,
    kind: Kind = "parallel",
    count: int | None = None,
    lot_seed: int = 0,
    chosen: Sequence[str] = (),
) -> Pilot:
    """Return a design to begin with: ``count`` pilot teams (half of all, at most ``MOST_PILOTS``) drawn by lot, or those ``chosen``.

    In parallel groups as many others are the comparison: drawn by the same lot, or matched to the chosen ones. In other kinds all teams
    drawn take part, twice as many. Raises ``InputError`` if there are too few teams or a chosen one is unknown.

    >>> from simkit.presets import load_organisation, load_regime
    >>> pilot = draft(load_organisation("manufacturer"), load_regime("innovation"))
    >>> len(pilot.design.pilot_teams), len(pilot.design.comparison_teams)
    (3, 3)
    """
    if chosen:
        others = matched(organisation, chosen).comparison_teams if kind == "parallel" else ()
        known_teams(organisation, chosen)
        return _pilot(organisation, new, _design(kind, chosen, others, lot_seed, "choice"))
    names = shuffled([team.name for team in organisation.teams], lot_seed)
    wanted = count or min(len(names) // 2, MOST_PILOTS)
    needed = 2 * wanted if kind == "parallel" or count is None else wanted
    if wanted < 1 or needed > len(names):
        raise refused("not_enough_teams", value=wanted, needed=max(needed, 4), teams=len(names))
    others = names[wanted:needed] if kind == "parallel" else ()
    pilots = names[:wanted] if kind == "parallel" else names[:needed]
    return _pilot(organisation, new, _design(kind, pilots, others, lot_seed, "lot"))


def _design(
    kind: Kind, pilots: Sequence[str], others: Sequence[str], lot_seed: int, assigned: Assigned
) -> Design:
    """Return the design of two groups of teams."""
    groups: dict[str, Any] = {"pilot_teams": tuple(pilots), "comparison_teams": tuple(others)}
    return Design(kind=kind, **groups, cycles=CYCLES, lot_seed=lot_seed, assigned=assigned)


def _pilot(organisation: Organisation, new: Regime, design: Design) -> Pilot:
    """Return a pilot with a usual measure, guardrail and rule."""
    guardrail = Guardrail(measure=Measure(metric=GUARDRAIL), margin=MARGIN)
    return Pilot(
        name=organisation.name, organisation=organisation, new=new, design=design, primary=Measure(metric=PRIMARY),
        guardrails=(guardrail,), rule=Rule(worthwhile=WORTHWHILE, looks=tuple(range(1, CYCLES + 1))),
    )  # fmt: skip
