"""``simkit workshop``: a pack that holds, one that does not, and printing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simkit.text import LANGS, Lang
from simkit.views.workshops import printing
from tests.cli.asking import ENGLISH, HAN, ask
from tests.views.workshops.test_printing import stand_in
from tests.workshop.packs import write_pack


@pytest.mark.parametrize("lang", LANGS)
def test_a_pack_that_holds_is_told(lang: Lang) -> None:
    write_pack(Path("small"))
    done = ask("workshop", "check", "small", lang=lang)
    assert done.exit_code == 0
    assert "cadence › hours" in done.stdout
    assert (HAN if lang == "en" else ENGLISH).search(done.stdout) is None


def test_a_verdict_that_has_changed_fails() -> None:
    write_pack(Path("small"), ('expected = "behind"', 'expected = "ahead"'))
    done = ask("workshop", "check", "small")
    assert done.exit_code == 1
    assert "1 of 3 verdicts have changed" in " ".join(done.stdout.split())
    data = json.loads(ask("workshop", "check", "small", "--json").stdout)
    assert [key for key, entry in data.items() if not entry["holds"]] == ["cadence › hours"]


@pytest.mark.parametrize("command", ["check", "print"])
def test_a_bad_pack_is_refused_with_all_its_problems(command: str) -> None:
    write_pack(Path("small"), ("minutes = 30", "minutes = 31"), guide_en="{{ nix }}")
    done = ask("workshop", command, "small", lang="zh")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "guide.en.md:1" in done.stderr
    assert "31" in done.stderr
    assert not Path("simkit-out").exists()


@pytest.mark.parametrize("lang", LANGS)
def test_documents_are_printed(lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)
    write_pack(Path("small"))
    done = ask("workshop", "print", "small", "--out", "made", lang=lang)
    assert done.exit_code == 0
    assert {path.name for path in Path("made").iterdir()} == set(printing.FILES)
    assert [name for name in printing.FILES if name not in done.stdout] == []
    again = ask("workshop", "print", "small", "--out", "made", lang=lang)
    assert again.exit_code == 2
    assert ask("workshop", "print", "small", "--out", "made", "--overwrite", lang=lang).exit_code == 0
