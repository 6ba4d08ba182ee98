"""What tests of several folders share: pictures left empty, the small workshop pack, a place for what simkit remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.figure import Figure
from pandas import DataFrame

from simkit.text import Lang
from simkit.views.figures.view import Picture, View
from simkit.workshop.packs import pack
from simkit.workshop.parts import Pack
from tests.workshop.packs import write_pack


def blank(view: View, frame: DataFrame, lang: Lang) -> Picture:
    """A picture with its table and its words, and nothing drawn on it."""
    told = view.told(frame, lang)
    return Picture(told.id, lang, frame, told.caption, told.texts, figure=Figure(figsize=(1, 1)))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave all pictures empty: drawing them takes most of the time of a report whose words or tables are looked at."""
    monkeypatch.setattr(View, "picture", blank)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The small pack as it is meant to be."""
    return pack(write_pack(tmp_path_factory.mktemp("pack") / "small"))


@pytest.fixture
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let simkit remember things in the folder of the test."""
    monkeypatch.setenv("SIMKIT_STATE", str(tmp_path / "state"))
