"""Simulate worlds of a scenario with the compiled week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simkit.engine.draws import COMPANY, mixed, seat_of
from simkit.engine.kernel.compiled import whole
from simkit.engine.kernel.inputs import inputs
from simkit.engine.kernel.layout import BOOK_RECORD
from simkit.engine.kernel.memory import YEARS, first_state, room_for, year_of
from simkit.engine.kernel.week import live_worlds
from simkit.metrics import COLUMNS
from simkit.result import Floats
from simkit.scenario import Scenario

_live_worlds: Any = whole(live_worlds)
_MASK = 0xFFFFFFFFFFFFFFFF


def simulate(scenario: Scenario, seed: int, replications: Sequence[int], out: Floats | None = None) -> Floats:
    """Return what worlds record, of shape (replications, weeks, teams, columns); see ``metrics.COLUMNS``."""
    shape = (len(replications), scenario.weeks, len(scenario.organisation.teams), len(COLUMNS))
    columns = np.empty(shape) if out is None else out
    given, key = inputs(scenario), mixed(seed & _MASK)
    worlds = np.array([replication & _MASK for replication in replications], np.uint64)
    year = year_of(given, key, worlds)
    remembered = YEARS.recall(year)
    begun = room_for(given, len(worlds)) if remembered is None else remembered
    _live_worlds(
        given.constants, given.levers, given.agenda, first_state(given), room_for(given, 1), begun,
        remembered is not None, np.uint64(key), worlds, np.uint64(seat_of(COMPANY, 0)),
        np.zeros(len(given.teams), BOOK_RECORD), columns.view(BOOK_RECORD)[..., 0],
    )  # fmt: skip
    YEARS.keep(year, begun)
    return columns
