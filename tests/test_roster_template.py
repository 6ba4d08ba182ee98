"""The template of a roster: it helps with every column, is no data itself, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from simkit.problems import InputError
from simkit.roster import COLUMNS, MAX_TEAMS, read_roster, write_roster, write_template
from simkit.roster.columns import FUNCTION_LABELS, header_names, plain
from simkit.scenario import FUNCTIONS, Organisation, Team
from simkit.text import LANGS, Lang, say


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_untouched_template_is_no_organisation(tmp_path: Path, lang: Lang, suffix: str) -> None:
    with pytest.raises(InputError, match="there is no team below the header"):
        read_roster(write_template(tmp_path / f"roster{suffix}", lang))


@pytest.mark.parametrize("lang", LANGS)
def test_teams_below_the_example_row_are_read_without_it(tmp_path: Path, lang: Lang) -> None:
    path = write_template(tmp_path / "roster.csv", lang)
    path.write_text(
        path.read_text(encoding="utf-8-sig") + "Apps,sales,5,3,2,26,13,95,105\n", encoding="utf-8"
    )
    (team,) = read_roster(path).teams
    assert (team.name, team.function, team.people, team.felt_safety) == ("Apps", "sales", 5, None)


@pytest.mark.parametrize("lang", LANGS)
def test_the_example_row_with_a_name_of_its_own_is_a_team(tmp_path: Path, lang: Lang) -> None:
    path = write_template(tmp_path / "roster.csv", lang)
    lines = path.read_text(encoding="utf-8-sig").replace(say("roster.example", lang), "Apps")
    path.write_text(lines, encoding="utf-8")
    (team,) = read_roster(path).teams
    assert (team.name, team.function, team.people) == ("Apps", "product", 8)


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_helps_with_every_column(tmp_path: Path, lang: Lang) -> None:
    book = load_workbook(write_template(tmp_path / "roster.xlsx", lang))
    sheet: Any = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for place, item in enumerate(COLUMNS, 1):
        letter = sheet.cell(1, place).column_letter
        assert header_names()[plain(sheet.cell(1, place).value)] == item.id
        assert item.allowed.text(lang) in sheet.cell(1, place).comment.text
        rule = rules[f"{letter}2:{letter}{MAX_TEAMS + 1}"]
        assert rule.showErrorMessage
        assert item.allowed.text(lang)[:100] in rule.error
    assert (
        rules["B2:B401"].formula1
        == '"' + ",".join(say(f"term.function.{id}.label", lang) for id in FUNCTIONS) + '"'
    )
    assert (rules["C2:C401"].type, rules["C2:C401"].formula1, rules["C2:C401"].formula2) == (
        "whole",
        "2",
        "200",
    )
    guide = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=5)]
    assert [row[0] for row in guide] == [item.label.text(lang) for item in COLUMNS]
    assert all(all(row) for row in guide)


def test_the_drop_down_fits_into_a_workbook() -> None:
    assert all(len(FUNCTION_LABELS.text(lang)) < 255 for lang in LANGS)
    assert all("," not in say(f"term.function.{id}.label", lang) for id in FUNCTIONS for lang in LANGS)


def test_nothing_is_overwritten_unless_told(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"precious")
    with pytest.raises(InputError, match="exists already"):
        write_template(path)
    assert path.read_bytes() == b"precious"
    assert load_workbook(write_template(path, overwrite=True)).sheetnames == ["Teams", "How to fill in"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no/such/roster.xlsx", "nothing can be written"),
        ("roster.pdf", "“.pdf” is not a format"),
        ("roster", ".xlsx, .csv"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        write_template(tmp_path / name)
    assert said in caught.value.text("en")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").mkdir()
    with pytest.raises(InputError, match="this is a folder"):
        write_template(tmp_path / "roster.csv", overwrite=True)


def test_a_name_that_no_workbook_can_hold_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be shown"):
        write_roster(Organisation(teams=(Team(name="a\x07b"),)), tmp_path / "r.xlsx")
