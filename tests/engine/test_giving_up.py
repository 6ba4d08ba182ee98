"""Work that is no longer wanted stops, and rooms to compute in are neither shared nor hoarded."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
import pytest

from simkit.engine.digests import Superseded, digest
from simkit.engine.extracts import Job, extract
from simkit.engine.recent import ROOM, Rooms
from tests.engine.worlds import plan


def test_work_that_is_superseded_stops_before_anything_is_reported() -> None:
    told: list[int] = []
    with pytest.raises(Superseded):
        digest(plan(weeks=4), 3, progress=lambda done, total: told.append(done), superseded=lambda: True)
    with pytest.raises(Superseded):
        extract([Job(plan(weeks=4), (0, 1))], ["people"], [(1, 2)], 0, superseded=lambda: True,
                progress=lambda done, total: told.append(done))  # fmt: skip
    assert told == []


class _Taken(deque[Any]):
    """The last room is taken by another thread between counting and taking."""

    def popleft(self) -> Any:
        self.clear()
        return super().popleft()


def test_a_room_that_another_thread_was_quicker_to_take_is_made_anew() -> None:
    rooms = Rooms()
    room = rooms.take((2, 3))
    rooms._free = _Taken([room])
    again = rooms.take((2, 3))
    assert again.shape == (2, 3)
    assert not np.shares_memory(again, room)


def test_no_more_room_is_kept_than_the_bound_and_the_oldest_goes_first() -> None:
    rooms, count = Rooms(), ROOM // 8 // 2
    first, second, third = (np.empty(count + place) for place in range(3))
    for room in (first, second, third):
        rooms.give_back(room)
    assert sum(room.nbytes for room in rooms._free) <= ROOM
    assert rooms.take(third.shape) is third
    assert rooms.take(first.shape) is not first
