"""The data sheet of a pilot: what is filled in comes back, and everything wrong is told by row and column."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from simkit.pilot.deviations import as_treated
from simkit.pilot.reading import PilotData, read_data
from simkit.pilot.sheet import rows_of, value_columns
from simkit.pilot.template import write_template
from simkit.problems import InputError
from simkit.text import LANGS, Lang, say
from tests.pilot.filling import TEAMS, cell, fill, filled, small_pilot, usual


def problems(path: Path, lang: Lang = "en", **more: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_data(small_pilot(), path, **more)
    return [problem.sentence(lang) for problem in caught.value.problems]


def notes(data: PilotData) -> dict[str, str]:
    return {note.code: note.sentence("en") for note in data.notes}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_filled_in_comes_back(tmp_path: Path, lang: Lang, suffix: str) -> None:
    pilot = small_pilot()
    if suffix == ".xlsx":
        path = filled(tmp_path, pilot, lang)
    else:
        path = write_template(pilot, tmp_path / "data.csv", lang)
        table = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        ids = [item.id for item in value_columns(pilot)]
        for row, (team, period) in zip(table[1:], rows_of(pilot), strict=True):
            row[5:] = [str(usual(team, period.number, id)) for id in ids[5:]]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
    data = read_data(pilot, path)
    for id in ("felt_safety", "floor_breaches", "nps"):
        expected = [[usual(team, number, id) for number in range(3)] for team in TEAMS]
        assert data.of(id).tolist() == expected
    assert {note.code for note in data.notes} == (set() if suffix == ".xlsx" else {"no_mark"})


def test_numbers_of_events_are_brought_to_the_length_of_a_cycle(tmp_path: Path) -> None:
    data = read_data(
        small_pilot(),
        filled(tmp_path, North_0_launches=8, North_1_launches=5, South_1_launches=5, South_1_weeks=10),
    )
    assert data.of("launches")[0, :2].tolist() == [4, 5]  # 26 weeks of baseline, 13 of a cycle
    assert data.of("launches")[1, 1] == pytest.approx(5 * 13 / 10)


def test_every_wrong_cell_is_told_at_once_by_row_and_column(tmp_path: Path) -> None:
    pilot = small_pilot()
    wrong: dict[tuple[str, int, str], Any] = {
        ("North", 0, "felt_safety"): 120, ("South", 1, "floor_breaches"): -3, ("East", 0, "launches"): "many",
        ("West", 0, "launches"): 2.5, ("West", 1, "nps"): "=A1+1", ("North", 1, "weeks"): 14, ("South", 2, "last"): 60,
        ("East", 1, "felt_safety.answers"): None, ("East", 2, "launches"): -1,
    }  # fmt: skip
    path = fill(write_template(pilot, tmp_path / "data.xlsx"), wrong, pilot)
    told = problems(path)
    for team, period, id in wrong:
        row, letter = cell(pilot, team, period, id)
        assert sum(f"row {row}, column {letter} (" in text for text in told) == 1, (team, period, id, told)
    assert len(told) == len(wrong)
    zh = problems(path, "zh")
    assert len(zh) == len(told)
    assert all("第 " in text and "列" in text for text in zh)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"North_1_team": "Nroth"}, "no team “Nroth” in this pilot; nearest: North"),
        (
            {"North_1_period": "Cycle 7"},
            "“Cycle 7” is not a period of this pilot; possible: Baseline, Cycle 1 to Cycle 2",
        ),
        ({"North_1_first": 30}, "30 is not the agreed week; Cycle 1 is counted from week 27 to week 39"),
        ({"North_1_team": None}, "the cell is empty"),
        ({"North_1_team": "South"}, "South in Cycle 1 stands in row 7 already"),
    ],
)
def test_rows_that_are_not_of_the_pilot_are_told(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    told = problems(filled(tmp_path, **change))
    assert any(says in text for text in told), told


def test_shares_where_percent_are_asked_for_are_told_once(tmp_path: Path) -> None:
    shares: dict[str, Any] = {f"{team}_{number}_felt_safety": 0.5 for team in TEAMS for number in range(3)}
    (told,) = problems(filled(tmp_path, **shares))
    assert "enter percent" in told


@pytest.mark.parametrize("head", ["Employee name", "工号", "E-mail address", "姓名"])
def test_columns_of_people_are_refused(tmp_path: Path, head: str) -> None:
    path = filled(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Values"].cell(2, 11, head)
    book.save(path)
    (told,) = problems(path)
    assert f"column K: the column “{head}” seems to hold names or numbers of people" in told


@pytest.mark.parametrize(
    "note", ["ask li.na@example.com", "Mr Smith left", "王女士请假", "call 13812345678", "工号 A0231"]
)
def test_notes_that_name_people_are_refused(tmp_path: Path, note: str) -> None:
    (told,) = problems(filled(tmp_path, events=(("Something else happened", "North", 30, note),)))
    assert "row 2, column D" in told
    assert "Deviations" in told
    assert note not in told  # what is personal is not repeated


def test_results_of_few_people_are_suppressed_not_refused(tmp_path: Path) -> None:
    data = read_data(
        small_pilot(), filled(tmp_path, North_1_felt_safety__answers=4, South_1_felt_safety__answers=5)
    )
    assert np.isnan(data.of("felt_safety")[0, 1])
    assert data.of("felt_safety")[1, 1] == usual("South", 1, "felt_safety")
    assert "Cycle 1: the result of North is suppressed, because fewer than 5" in notes(data)["suppressed"]
    assert "missing" not in notes(data)


def test_missing_values_and_weeks_are_noted(tmp_path: Path) -> None:
    path = filled(tmp_path, North_1_nps=None, South_1_weeks=9, East_1_weeks=6)
    data = read_data(small_pilot(), path)
    told = notes(data)
    assert "Cycle 1: no value for North" in " ".join(note.sentence("en") for note in data.notes)
    assert "South, Cycle 1: data for 9 of 13 weeks; the values are used" in told["weeks_missing"]
    assert "East, Cycle 1: data for only 6 of 13 weeks" in told["weeks_too_few"]
    assert np.isnan(data.values[2, 1]).all()
    assert np.isfinite(data.values[1]).all()


def test_periods_that_have_not_come_yet_are_not_missing(tmp_path: Path) -> None:
    later: dict[str, Any] = {f"{team}_2_{id}": None for team in TEAMS for id in ("felt_safety", "felt_safety__answers", "floor_breaches", "launches", "nps")}  # fmt: skip
    data = read_data(small_pilot(), filled(tmp_path, **later))
    assert data.notes == ()
    assert data.complete(1)
    assert not data.complete(2)


@pytest.mark.parametrize("lang", LANGS)
def test_a_late_start_is_a_deviation_and_not_an_error(tmp_path: Path, lang: Lang) -> None:
    pilot = small_pilot()
    event = (say("readout.kind.switched", lang), "North", 41, "hiring freeze")
    data = read_data(pilot, filled(tmp_path, pilot, lang, events=(event,)))
    (note,) = data.notes
    assert note.sentence("en").startswith(
        "North changed to the new regime in week 41, 14 weeks later than planned"
    )
    assert "hiring freeze" in note.sentence("en")
    assert data.arms[0].tolist() == [0, 1, 1]  # as planned
    assert as_treated(pilot, data.groups, data.events).tolist() == [
        [0, 0, 1],
        [0, 1, 1],
        [0, 0, 0],
        [0, 0, 0],
    ]


def test_an_early_start_and_a_team_that_never_changed(tmp_path: Path) -> None:
    events = (
        ("Changed to the new regime in another week than planned", "South", 9),
        ("Never changed to the new regime", "North", 27),
    )
    data = read_data(small_pilot(), filled(tmp_path, events=events))
    assert {note.code for note in data.notes} == {"early", "never"}
    assert as_treated(data.pilot, data.groups, data.events)[:2].tolist() == [[0, 0, 0], [1, 1, 1]]


def test_wrong_deviations_are_told_all_at_once(tmp_path: Path) -> None:
    events = (
        ("Team was splitt", "North", 30), ("Team was split", "Nowhere", 30), ("Team was split", "North", 99),
        ("Never changed to the new regime", "East", 27), ("Team was split", "North", None),
    )  # fmt: skip
    told = problems(filled(tmp_path, events=events, North_0_nps=999))
    assert len(told) == 6
    assert [sum(f"“Deviations”, row {row}," in text for text in told) for row in range(2, 7)] == [
        1,
        1,
        1,
        1,
        1,
    ]
    assert any("nearest or possible: Team was split" in text for text in told)


def test_a_sheet_of_another_version_of_the_pilot_is_noted(tmp_path: Path) -> None:
    path = filled(tmp_path)
    rule = small_pilot().rule.with_(worthwhile=2)
    assert [note.code for note in read_data(small_pilot(rule=rule), path).notes] == ["changed"]


def test_another_workbook_is_refused_in_one_sentence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a", "b"])
    book.save(tmp_path / "other.xlsx")
    (told,) = problems(tmp_path / "other.xlsx")
    assert "no table of values" in told


def test_the_sheet_is_grouped_from_input_to_impact(tmp_path: Path) -> None:
    pilot = small_pilot()
    path = write_template(pilot, tmp_path / "data.xlsx")
    sheet = openpyxl.load_workbook(path)["Values"]
    assert sheet.freeze_panes == "C3"
    assert [sheet.cell(1, place).value for place in (1, 6, 8, 10)] == [
        "Which team, which weeks",
        "Process",
        "Output",
        "Impact",
    ]
