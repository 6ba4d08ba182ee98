"""The small pack played through; no test of a workshop knows of another."""

from __future__ import annotations

import pytest

from simkit.views.workshops.readable import ReadableRoom
from simkit.workshop.parts import Pack

HOSTILE = '=1+<b>"A"|*x*_y_'
"""A name that breaks Markdown, HTML and spreadsheets if nobody minds it."""


@pytest.fixture
def played(small: Pack) -> ReadableRoom:
    """The first round up to its discussion, with a trial and a note."""
    room = ReadableRoom.begin(small, "en")
    room.next()
    room.predict(HOSTILE, 1, "up", 100, 80)
    room.predict(HOSTILE, 2, "none", confidence=60)
    room.predict("三号桌", 2, "down", -4, 90)
    room.next()
    room.try_levers(review_interval=26)
    room.next()
    room.note("A *note*\n# no heading", 1)
    return room


@pytest.fixture(autouse=True)
def _own_state(own_state: None) -> None:
    """Remember nothing from one test to the next."""
