"""What was worked out last, kept for the blocks of work that need it again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import numpy as np

from simkit.distribution import Floats

T = TypeVar("T")
R = TypeVar("R")
KEPT = 16
"""Outcomes kept of a function: those of the regimes of a comparison and a few more."""
ROOM = 64_000_000
"""Bytes of room that are kept at most for the next block of work."""


def of_recent(function: Callable[[T], R]) -> Callable[[T], R]:
    """Let a function of something that cannot change remember what it returned for the very same objects.

    >>> lengths = of_recent(len)
    >>> word = "week"
    >>> lengths(word), lengths(word)
    (4, 4)
    """
    kept: deque[tuple[T, R]] = deque(maxlen=KEPT)

    @wraps(function)
    def found(given: T) -> R:
        for item, outcome in tuple(kept):
            if item is given:
                return outcome
        outcome = function(given)
        kept.append((given, outcome))
        return outcome

    return found


class Rooms:
    """Arrays that were used and may be written over: new memory costs the operating system time.

    >>> rooms = Rooms()
    >>> first = rooms.take((2, 3))
    >>> rooms.give_back(first)
    >>> rooms.take((2, 3)) is first, rooms.take((2, 3)) is first
    (True, False)
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._free: deque[Floats] = deque()

    def take(self, shape: tuple[int, ...]) -> Floats:
        """Return an array of a shape, with any numbers in it."""
        for _ in range(len(self._free)):
            try:
                room = self._free.popleft()
            except IndexError:  # another thread took the last
                break
            if room.shape == shape:
                return room
            self._free.append(room)
        return np.empty(shape)

    def give_back(self, room: Floats) -> None:
        """Keep an array for whoever needs one next; forget the oldest where there are too many."""
        self._free.append(room)
        while sum(item.nbytes for item in tuple(self._free)) > ROOM:
            self._free.popleft()
