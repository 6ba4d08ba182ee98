"""Who changes when in one simulated pilot: an order of teams, those that change first in front."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simkit.metrics import metric
from simkit.pilot.design import Design, Pilot
from simkit.pilot.measuring import Recorded, measured, seen
from simkit.pilot.timetable import Arms, arms, drawn, shuffled, start_of
from simkit.pilot.worlds import World, between
from simkit.regime import Regime
from simkit.scenario import Change, Scenario

Order = tuple[str, ...]
"""Names of the teams of a pilot: pilot teams in the order of their groups, then comparison teams."""


def in_order(design: Design) -> Design:
    """Return the design with its groups in the order in which its pilot teams are named."""
    return design.with_(assigned="choice")


def ordered_arms(design: Design) -> Arms:
    """Return who lives under the new regime when, shape (teams, periods), for teams in order of their groups."""
    plain = in_order(design)
    return arms(plain, drawn(plain))


def lots_of(design: Design, lots: Sequence[int | None]) -> tuple[Order, ...]:
    """Return the order of teams in each lot; ``None`` is that of the design itself."""
    return tuple(
        _drawn_order(design) if lot is None else shuffled(design.teams, design.lot_seed, lot + 1)
        for lot in lots
    )


def _drawn_order(design: Design) -> Order:
    """Return the teams of the design itself in order of their groups."""
    groups = drawn(design)
    pilots = sorted(zip(groups, range(len(groups)), design.pilot_teams, strict=True))
    return (*(name for _, _, name in pilots), *design.comparison_teams)


def worst_first(pilot: Pilot, before: Recorded, numbers: Sequence[int], seed: int) -> tuple[Order, ...]:
    """Return, for each pilot, the teams that did worst on the primary measure at the baseline first.

    They are picked among all teams of the organisation, by what was measured then, noise of surveys included.
    """
    names = tuple(team.name for team in pilot.organisation.teams)
    everybody = (names,) * len(numbers)
    values = seen(pilot, measured(pilot, before, everybody), before, everybody, numbers, seed)[:, :, 0, 0]
    scores = np.nan_to_num(values * metric(pilot.primary.metric).direction, nan=np.inf)
    places = np.argsort(scores, axis=1, kind="stable")[:, : len(pilot.design.teams)]
    return tuple(tuple(names[place] for place in row) for row in places)


def scenario_for(pilot: Pilot, world: World, order: Order) -> Scenario:
    """Return what is simulated in a world with this order of teams; nobody changes if there is none."""
    start = Scenario(organisation=pilot.organisation, regime=pilot.new, before=pilot.before)
    regimes = {team.name: start.regime_before(team) for team in pilot.organisation.teams}
    changes = [
        change
        for row, name in zip(ordered_arms(pilot.design), order, strict=False)
        for change in _changes(pilot, world, name, row.tolist(), regimes[name])
    ]
    return start.with_(regimes=regimes, changes=tuple(changes), weeks=pilot.design.weeks)


def _changes(pilot: Pilot, world: World, name: str, row: Sequence[int], before: Regime) -> list[Change]:
    """Return the changes of one team: at the start of every cycle in which it lives under another regime than in the last."""
    lived = {
        1: between(before, pilot.new, world.effect),
        0: between(before, pilot.new, world.effect * world.spill_over),
    }
    found: list[Change] = []
    now = before
    for cycle, arm in enumerate(row[1:], 1):
        wanted = lived[arm]
        if wanted is not now and wanted.values != now.values:
            found.append(Change(week=start_of(pilot.design, cycle), regime=wanted, team=name))
            now = wanted
    return found
