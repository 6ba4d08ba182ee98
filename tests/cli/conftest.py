"""An empty folder for every test, and a small roster."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest

from simkit.roster import write_roster
from simkit.scenario import Organisation, Team


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in an empty folder, in no particular language, and leave the process as it was."""
    monkeypatch.chdir(tmp_path)
    for name in ("SIMKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "")
    before = gettext.textdomain()
    yield
    gettext.textdomain(before)


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sheet with two teams of three."""
    teams = (
        Team(name="Apps", people=3, certainty=2, team_type=5),
        Team(name="Plant", function="production", people=3),
    )
    return write_roster(
        Organisation(name="Two", teams=teams), tmp_path_factory.mktemp("roster") / "two teams.csv"
    )
