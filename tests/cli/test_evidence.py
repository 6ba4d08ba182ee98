"""``simkit evidence``: the verdicts on the terminal, as data, and as a page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pandas import DataFrame
from rich.cells import cell_len

from simkit.evidence import gathering
from simkit.evidence.docking.figures import denrell_figures
from simkit.evidence.patterns import patterns
from simkit.text import LANGS, Lang, say
from simkit.views import naming, notebooks
from simkit.views.readings import rows
from tests.cli.asking import HAN, ask


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute one paper and one sign, and let the second figure and the first claim be missed."""
    monkeypatch.setattr(gathering.docks, "DOCKS", {"denrell2001": denrell_figures})
    monkeypatch.setattr(gathering, "patterns", lambda: (patterns()[4],))
    monkeypatch.setattr(gathering, "effects", tuple)
    whole = gathering.table

    def missed(**settings: Any) -> DataFrame:
        found = whole(**settings)
        found["verdict"] = ["reproduced", "not_reproduced", "not_reproduced", *found["verdict"][3:]]
        return found

    monkeypatch.setattr(gathering, "table", missed)
    monkeypatch.setattr(gathering, "seconds", lambda full: {"denrell2001": 30.0, "signs": 600.0 * full})


def flat(text: str) -> str:
    """Text without white space, however it was broken into lines."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("lang", LANGS)
def test_misses_come_first_with_their_notes_and_the_count_last(lang: Lang) -> None:
    done = ask("evidence", lang=lang)
    found = gathering.table()
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    words = [naming.verdict_name(name, lang) for name in ("not_reproduced", "reproduced")]
    assert done.stdout.index(words[0]) < done.stdout.index(words[1])
    notes = [naming.note(row, lang) for row in rows(found[found["verdict"] == "not_reproduced"])]
    assert [note for note in notes if flat(note) not in flat(done.stdout)] == []
    tally = say("book.tally.reduced", lang, of=3, reproduced=1, not_reproduced=2, undecided=0)
    assert flat(done.stdout).endswith(flat(tally))
    assert say("command.plan.seconds", lang, value=30) in done.stderr


def test_data_are_those_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(ask("evidence", "--json", "--seed", "2", lang="zh").stdout)
    found = gathering.misses_first(gathering.table(seed=2))
    assert told["verdicts"] == {"not_reproduced": 2, "undecided": 0, "reproduced": 1}
    assert [item["id"] for item in told["results"]] == found["id"].tolist()
    assert [item["found"] for item in told["results"]] == pytest.approx(found["found"].tolist(), rel=1e-12)
    assert all(HAN.search(item["what"]) for item in told["results"])
    assert told["results"][1]["published"] is None  # a sign: only its side is published


def test_a_full_run_says_so_and_takes_all_replications() -> None:
    done = ask("evidence", "--full", "--json")
    assert "with all repetitions; roughly 10 min" in done.stderr
    first = next(item for item in json.loads(done.stdout)["results"] if item["kind"] == "figure")
    assert (first["run"], first["n"]) == ("full", 20_000)


def test_page_pictures_and_tables_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    def keep(notebook: Any, environment: dict[str, str], _: object) -> Any:
        given.append(environment)
        return notebook

    monkeypatch.setattr(notebooks, "execute", keep)  # it is run for real in tests/views/test_notebooks.py
    done = ask("evidence", "--out", str(tmp_path / "out"))
    assert done.exit_code == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"evidence.csv", "pictures", "verdicts.xlsx", "why-believe-it.html"}
    (environment,) = given
    assert gathering.read(Path(environment["SIMKIT_EVIDENCE"])).equals(gathering.table())
    assert (tmp_path / "out" / "why-believe-it.html").as_uri() in done.stdout
    assert {path.name for path in (tmp_path / "out" / "pictures").iterdir()} == {
        f"{name}.{kind}" for name in ("tally", "denrell2001", "sign") for kind in ("png", "svg")
    }


def test_what_is_wrong_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "NEEDED", ("nbclient", "no_such_module"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    done = ask("evidence", "--out", str(tmp_path / "out"), "--workers", "0", "--seed", "x")
    assert done.exit_code == 2
    for part in ("no_such_module", "--workers", "--seed", "--out"):
        assert part in done.stderr


def test_stopping_is_told_and_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gathering, "table", stop)
    done = ask("evidence", "--out", str(tmp_path / "out"))
    assert (done.exit_code, list(tmp_path.iterdir())) == (130, [])
    assert say("command.stopped.nothing", "en") in done.stderr
