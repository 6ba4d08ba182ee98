"""When each team lives under which regime, and which weeks each period of the analysis holds.

>>> design = Design(kind="stepped_wedge", pilot_teams=("A", "B", "C", "D"), cycles=3, steps=2, cycle_weeks=10)
>>> groups = drawn(design)
>>> arms(design, groups).sum(axis=0).tolist()  # teams under the new regime: at the baseline, in cycle 1, 2, 3
[0, 2, 4, 4]
>>> periods(design)[1]
Period(number=1, first=27, last=36)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.engine.draws import Draws, key_of
from simkit.pilot.design import Design

Groups = tuple[int, ...]
"""The group of each pilot team, in their order: 0 … steps − 1 of a stepped wedge, 0 or 1 of a crossover, else 0."""
Arms = NDArray[np.int64]
STREAM = "lot"
"""The random stream of lots."""


class Period(NamedTuple):
    """A stretch of weeks that gives one value a team and measure: the baseline (0) or a cycle (1 …); weeks from 1, both included."""

    number: int
    first: int
    last: int


def periods(design: Design) -> tuple[Period, ...]:
    """Return the baseline and the cycles, each cycle without its settling weeks."""
    base, length = design.baseline_weeks, design.cycle_weeks
    cycles = (
        Period(number, base + (number - 1) * length + 1 + design.settling_weeks, base + number * length)
        for number in range(1, design.cycles + 1)
    )
    return (Period(0, 1, base), *cycles)


def shuffled(names: Sequence[str], seed: int, lot: int = 0) -> tuple[str, ...]:
    """Return the names in an order drawn by lot: by a number each, a function of seed, lot and the name alone.

    Anybody can draw it again: it does not depend on the order in which the names are given.

    >>> shuffled(["A", "B", "C"], 1) == shuffled(["C", "B", "A"], 1)
    True
    """
    luck = Draws(seed, lot)
    return tuple(sorted(names, key=lambda name: (luck.one(STREAM, key_of(name), 0), name)))


def drawn(design: Design, lot: int = 0) -> Groups:
    """Return the group of each pilot team: groups of even size, drawn by lot, or in the order given (``assigned="choice"``)."""
    count = {"stepped_wedge": design.steps, "crossover": 2}.get(design.kind, 1)
    order = list(design.pilot_teams)
    if design.assigned == "lot":
        order = list(shuffled(order, design.lot_seed, lot))
    place = {name: number * count // len(order) for number, name in enumerate(order)}
    return tuple(place[name] for name in design.pilot_teams)


def redrawn(design: Design, lot: int) -> Design:
    """Return the design with pilot and comparison teams drawn anew from all its teams; as it is, if they were chosen."""
    if design.assigned == "choice" or not design.comparison_teams:
        return design
    order, count = shuffled(design.teams, design.lot_seed, lot), len(design.pilot_teams)
    return design.with_(pilot_teams=order[:count], comparison_teams=order[count:])


def arms(design: Design, groups: Groups) -> Arms:
    """Return who lives under the new regime when, shape (teams, periods): 1 new, 0 as before; teams as in ``Design.teams``."""
    found = np.zeros((len(design.teams), design.cycles + 1), dtype=np.int64)
    for row, group in enumerate(groups):
        first, last = _span(design, group)
        found[row, first : last + 1] = 1
    return found


def _span(design: Design, group: int) -> tuple[int, int]:
    """Return the first and last cycle under the new regime of a group."""
    if design.kind == "stepped_wedge":
        return group + 1, design.cycles
    if design.kind == "crossover":
        half = design.cycles // 2
        return group * half + 1, (group + 1) * half
    return 1, design.cycles


def start_of(design: Design, cycle: int) -> int:
    """Return the first week of a cycle, settling weeks included."""
    return design.baseline_weeks + (cycle - 1) * design.cycle_weeks + 1
