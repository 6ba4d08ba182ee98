"""A year of luck at a time, for all seats of a model, so that a week's draws cost next to nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simkit.engine.draws import Draws

YEAR = 52


class Luck:
    """This week's numbers of several streams for a fixed list of seats.

    ``luck["exit"]`` is the list of this week's numbers, one per seat, once ``turn(week)`` was called.

    >>> luck = Luck(Draws(1, 0), ("exit",), [11, 12])
    >>> luck.turn(60); luck["exit"][1] == Draws(1, 0).one("exit", 12, 60)
    True
    """

    def __init__(self, draws: Draws, streams: Sequence[str], seats: Sequence[int]) -> None:
        """Fix streams and seats; nothing is drawn yet."""
        self._draws = draws
        self._streams = tuple(streams)
        self._seats = np.array(seats, dtype=np.uint64)
        self._first = -1
        self._year: dict[str, list[list[float]]] = {}
        self._now: dict[str, list[float]] = {}

    def turn(self, week: int) -> None:
        """Make ``week`` (from 1 on) the current week."""
        first = 1 + (week - 1) // YEAR * YEAR
        if first != self._first:
            self._first = first
            self._year = {
                name: self._draws.block(name, self._seats, first, YEAR).tolist() for name in self._streams
            }
        self._now = {name: weeks[week - first] for name, weeks in self._year.items()}

    def __getitem__(self, stream: str) -> list[float]:
        """Return this week's numbers of a stream, in the order of the seats."""
        return self._now[stream]
