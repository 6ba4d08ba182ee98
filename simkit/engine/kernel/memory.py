"""What worlds are like after their unrecorded year, kept for the next run that begins in the same way.

The year is lived under the former regimes, so it is the same for every regime that a person compares, and for
every place of a slider. What is kept is found again by all that the year depends on.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkit.engine.kernel.inputs import Inputs, Records
from simkit.engine.kernel.layout import BLOCK_RECORD, PROJECT_RECORD, TEAM_RECORD, WORLD_RECORD
from simkit.engine.state import BURN_IN

CAPACITY = 24_000_000
"""Bytes kept at most: some 400 worlds of 64 people."""


class State(NamedTuple):
    """All that changes in worlds, one row per world; ``budget`` is what cuts leave, by team and week."""

    world: Records
    teams: Records
    blocks: Records
    projects: Records
    budget: NDArray[np.float64]


def room_for(given: Inputs, worlds: int) -> State:
    """Return room for the state of so many worlds."""
    weeks, teams = given.agenda.shape
    return State(
        np.empty(worlds, WORLD_RECORD),
        np.empty((worlds, teams), TEAM_RECORD),
        np.empty((worlds, len(given.blocks)), BLOCK_RECORD),
        np.empty((worlds, given.rooms), PROJECT_RECORD),
        np.empty((worlds, teams, weeks)),
    )


def first_state(given: Inputs) -> State:
    """Return what every world is like before its luck is known."""
    first = room_for(given, 1)
    first.world[:], first.teams[:], first.blocks[:], first.budget[:] = (
        given.world,
        given.teams,
        given.blocks,
        1.0,
    )
    first.projects[:] = np.zeros((), PROJECT_RECORD)
    return first


def year_of(given: Inputs, seed_key: int, worlds: NDArray[np.uint64]) -> bytes:
    """Return a fingerprint of all that the unrecorded year of worlds depends on."""
    former = np.unique(given.agenda["regime"][: BURN_IN + 1])
    parts = (
        given.world, given.constants, given.teams, given.blocks, given.agenda[: BURN_IN + 1],
        np.array(given.agenda.shape), former, given.levers[former], np.uint64(seed_key), worlds,
    )  # fmt: skip
    return blake2b(b"".join(part.tobytes() for part in parts)).digest()


class Memory:
    """The states used last, up to ``capacity`` bytes; may be used from several threads at once.

    >>> memory = Memory(capacity=0)
    >>> memory.recall(b"year") is None
    True
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Begin with nothing."""
        self.capacity, self.held = capacity, 0
        self._kept: OrderedDict[bytes, State] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, year: bytes) -> State | None:
        """Return what is kept of a year, which nobody may change."""
        with self._lock:
            if year in self._kept:
                self._kept.move_to_end(year)
            return self._kept.get(year)

    def keep(self, year: bytes, begun: State) -> None:
        """Keep what worlds are like after a year; forget what was not used for longest."""
        with self._lock:
            self.held += _size(begun) - (_size(self._kept.pop(year)) if year in self._kept else 0)
            self._kept[year] = begun
            while self.held > self.capacity:
                self.held -= _size(self._kept.popitem(last=False)[1])

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.held = 0


def _size(begun: State) -> int:
    """Return how many bytes a state takes."""
    return sum(part.nbytes for part in begun)


YEARS = Memory()
"""What the runs of this process keep."""
