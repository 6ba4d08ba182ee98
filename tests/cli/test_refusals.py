"""Input that cannot be used is refused in words, all at once, with nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simkit.cli.planning import plan_of
from simkit.problems import InputError
from simkit.text import LANGS, Lang
from tests.cli.asking import ENGLISH, HAN, OPTIONS, ask, contents

BAD: list[tuple[str, str]] = [
    ("compare produkt-company", "product-company"),
    ("compare nowhere.xlsx", "nowhere.xlsx"),
    ("compare words.xlsx", "words.xlsx"),
    ("compare unknown-key.toml", "regimme"),
    ("compare bad.csv", "Apps"),
    ("compare G1 --regimes traditional,inovation", "innovation"),
    ("compare G1 --regimes traditional,regime.toml", "review_intervall"),
    ("compare G1 --regimes traditional", "traditional"),
    ("compare G1 --regimes traditional,innovation --switch E3=innovation", "--switch"),
    ("compare G1 --switch E3", "E3=innovation"),
    ("compare G1 --switch E9=innovation", "E7"),
    ("compare G1 --switch E3=new", "traditional, innovation"),
    ("compare G1 --tools okr,kpi", "okr"),
    ("compare G1 --tools okrs", "okr"),
    ("compare G1 --set review_intervall=4", "review_interval"),
    ("compare G1 --set review_interval=400", "52"),
    ("compare G1 --set review_interval=soon", "soon"),
    ("compare G1 --weeks 0", "1040"),
    ("compare G1 --weeks 1041", "1040"),
    ("compare G1 --weeks many", "many"),
    ("compare G1 --replications 1", "100000"),
    ("compare G1 --seed 1.5", "1.5"),
    ("compare G1 --workers 0", "61"),
    ("compare G1 --out words.xlsx", "words.xlsx"),
    ("compare G1 --out words.xlsx/inside", "words.xlsx"),
    ("compare late.toml --weeks 12", "--weeks › shocks[1] › week"),
    ("compare G1 --switch E3=innovation --switch e3=traditional", "E3"),
    ("compare G1 --set review_interval=4 --set review_interval=8", "review_interval"),
    ("compare G1 --regimes ,", "--regimes"),
    ("compare G1 --tools ,", "--tools"),
    ("compare " + "x" * 300, "xxx"),
    ("compare " + "x" * 300 + ".csv", "xxx"),
    ("compare " + "x" * 300 + ".toml", "xxx"),
    ("compare G1 --regimes traditional," + "x" * 300, "xxx"),
    ("compare G1 --out " + "x" * 300, "xxx"),
    ("compare", "ORGANISATION|组织"),
    ("compare G1 G2", "G2"),
    ("compare G1 --weeks", "--weeks"),
    ("compare G1 --colour", "--colour"),
    ("levers --lang fr", "zh"),
    ("levers --json=1", "--json"),
    ("frobnicate", "frobnicate"),
    ("template words.xlsx", "--overwrite"),
    ("template roster.docx", ".csv"),
    ("template nowhere/roster.xlsx", "nowhere"),
    ("watch produkt-company", "product-company"),
    ("watch --port 80", "1024"),
    ("patterns --worlds 1", "10000"),
]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("line", "expected"), BAD, ids=[line[:70] for line, _ in BAD])
def test_bad_input_is_refused_in_words(line: str, expected: str, lang: Lang, roster: Path) -> None:
    Path("words.xlsx").write_text("not a sheet")
    Path("unknown-key.toml").write_text('organisation = "G1"\nregimme = "innovation"\n')
    Path("regime.toml").write_text("[levers]\nreview_intervall = 4\n")
    Path("bad.csv").write_text(roster.read_text(encoding="utf-8").replace("Plant", "Apps"), encoding="utf-8")
    Path("late.toml").write_text('organisation = "G1"\n[[shocks]]\nweek = 40\nkind = "budget_cut"\n')
    before = contents(Path())
    done = ask(*line.split(), lang=lang)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert re.search(expected if "|" in expected else re.escape(expected), done.stderr)
    assert (contents(Path()), Path("simkit-out").exists()) == (before, False)
    other = ENGLISH if lang == "zh" else HAN
    assert other.search(done.stderr) is None
    assert ("错误：" if lang == "zh" else "Error: ") in done.stderr


def test_all_problems_are_told_at_once() -> None:
    line = "compare nix --weeks 0 --seed x --switch E3 --set foo=1 --tools bar --out file/inside"
    Path("file").touch()
    done = ask(*line.split())
    assert done.exit_code == 2
    told = [sentence for sentence in done.stderr.splitlines() if sentence.startswith("  • ")]
    assert [re.sub(r"[:›].*", "", sentence[4:]).strip() for sentence in told[:3]] == [
        "--weeks",
        "--seed",
        "there is no example and no file “nix”; name a roster file (.xlsx, .csv), a scenario file (.toml) or try",
    ]
    assert {
        word for word in ("--switch", "--set", "--tools", "--out") if any(word in item for item in told[3:])
    } == {"--switch", "--set", "--tools", "--out"}
    assert len(told) == 7


def test_a_folder_that_cannot_be_written_is_refused_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("simkit.cli.folder.TemporaryFile", refuse)
    with pytest.raises(InputError) as error:
        plan_of("G1", {**OPTIONS, "out": "a/b"}, "en")
    assert [item.code for item in error.value.problems] == ["cannot_write"]
    assert not Path("a").exists()
