"""Printed documents hold what was computed and nothing unfilled."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from simkit.problems import InputError
from simkit.text import LANGS, Lang
from simkit.views import fonts
from simkit.views.wording import interval, number
from simkit.views.workshops import printing
from simkit.workshop.packs import pack
from simkit.workshop.parts import DOCUMENTS, Pack
from simkit.workshop.templates import KNOWN
from tests.workshop.packs import write_pack

HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.parametrize("lang", LANGS)
def test_documents_hold_computed_numbers_and_no_placeholder(small: Pack, lang: Lang) -> None:
    found = printing.outcomes_of(small)
    texts = printing.filled(small, found, lang)
    assert set(texts) == set(DOCUMENTS)
    guide = texts["guide"]
    for outcome in found["cadence"].values():
        for text in (number(outcome.difference, sign=True), interval(outcome.low, outcome.high), interval(outcome.band_low, outcome.band_high)):  # fmt: skip
            assert text in guide
    assert found["cadence"]["hours"].sentence(lang) in guide
    for text in texts.values():
        assert "{{" not in text
        assert fonts.missing_characters(text) == set()
        assert bool(HAN.search(text)) == (lang == "zh")


def test_every_placeholder_that_may_be_used_is_filled(small: Pack) -> None:
    names = printing.Placeholders(small, printing.outcomes_of(small), "en").names()
    assert set(names) == set(KNOWN)


def test_the_agenda_and_the_prediction_table(small: Pack) -> None:
    names = printing.Placeholders(small, printing.outcomes_of(small), "en")
    rows = names.agenda().splitlines()
    assert len(rows) == 2 + len(small.agenda)
    assert rows[-1] == "| 0:25 | 5 min | Debrief |"
    assert names.length("cadence-reveal") == "5"
    first = names.prediction_table("cadence").splitlines()[2]
    assert first.count(printing.BOX) == 3
    assert "________ hours" in first


def test_progress_runs_over_all_rounds(tmp_path: Path) -> None:
    """Other worlds than in any other test, so that nothing comes from memory: 2 rounds × 2 regimes × 5 worlds."""
    chosen = pack(write_pack(tmp_path / "p", ("worlds = 12", "worlds = 5")))
    seen: list[tuple[int, int]] = []
    printing.outcomes_of(chosen, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (20, 20)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_files_are_written_once(small: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = stand_in(monkeypatch)
    found = printing.outcomes_of(small)
    printing.write(small, found, tmp_path, "zh")
    assert {path.name for path in tmp_path.iterdir()} >= set(printing.FILES)
    assert (tmp_path / "guide.md").read_text(encoding="utf-8") == printing.filled(small, found, "zh")["guide"]
    assert [(title, large) for _, title, large in asked] == [
        ("小型工作坊：引导者指南", False),
        ("小型工作坊：工作单", True),
    ]
    with pytest.raises(InputError):
        printing.write(small, found, tmp_path, "zh")
    printing.write(small, found, tmp_path, "en", overwrite=True)
    assert (tmp_path / "guide.md").read_text(encoding="utf-8").startswith("# A small workshop")


def stand_in(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bool]]:
    """Replace typesetting, which has tests of its own; return what it was asked for."""
    asked: list[tuple[str, str, bool]] = []

    def pdf_of_markdown(text: str, lang: Lang, title: str, *, large: bool = False) -> bytes:
        asked.append((text, title, large))
        return b"%PDF"

    for name, function in (("paper", pdf_of_markdown), ("slides", lambda text, lang: b"PK")):
        module: Any = ModuleType(f"simkit.views.{name}")
        setattr(module, "pdf_of_markdown" if name == "paper" else "deck_of_markdown", function)
        monkeypatch.setitem(sys.modules, f"simkit.views.{name}", module)
    return asked
