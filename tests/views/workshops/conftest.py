"""The small pack played through, and a place of its own for what simkit remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from simkit.views.workshops.readable import ReadableRoom
from simkit.workshop.packs import pack
from simkit.workshop.parts import Pack
from tests.workshop.packs import write_pack

HOSTILE = '=1+<b>"A"|*x*_y_'
"""A name that breaks Markdown, HTML and spreadsheets if nobody minds it."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return pack(write_pack(tmp_path_factory.mktemp("pack") / "small"))


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
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMKIT_STATE", str(tmp_path / "state"))
