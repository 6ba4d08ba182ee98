"""The small pack, and a place of its own for what simkit remembers."""

from __future__ import annotations

from pathlib import Path

import pytest

from simkit.workshop.packs import pack
from simkit.workshop.parts import Pack
from tests.workshop.packs import write_pack


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return pack(write_pack(tmp_path_factory.mktemp("pack") / "small"))


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMKIT_STATE", str(tmp_path / "state"))
