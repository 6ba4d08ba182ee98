"""Rosters: what is written is read back, every form that people save is understood, every mistake is named."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from simkit.problems import InputError
from simkit.roster import COLUMNS, MAX_TEAMS, REQUIRED, read_roster, write_roster
from simkit.roster.columns import plain
from simkit.scenario import FUNCTIONS, Market, Organisation, Team
from simkit.text import LANGS, Lang, entries, say
from tests.strategies import organisations

HEADER: list[str] = list(REQUIRED)
ROW = ["Apps", "product", "8", "2", "4", "26", "13", "95", "105"]
APPS = Team(name="Apps", function="product", people=8, certainty=2, team_type=4, review_interval=26,
            attrition=13, kpi_attainment=95, workload=105)  # fmt: skip


def text_file(folder: Path, rows: Sequence[Sequence[str]], by: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=by).writerows(rows)
    path = folder / "roster.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def workbook(folder: Path, rows: Sequence[Sequence[object]], formats: dict[str, str] | None = None) -> Path:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    path = folder / "roster.xlsx"
    book.save(path)
    return path


def with_cell(field: str, value: str) -> list[str]:
    return [value if key == field else cell for key, cell in zip(HEADER, ROW, strict=True)]


def sentences(path: Path, lang: Lang = "en") -> list[str]:
    with pytest.raises(InputError) as caught:
        read_roster(path)
    return [line.removeprefix(str(path)) for line in caught.value.text(lang).splitlines()]


# What is understood


@settings(max_examples=25, deadline=None)
@given(organisations(most_teams=4), st.sampled_from(LANGS), st.sampled_from([".csv", ".xlsx"]))
def test_what_is_written_is_read_back(organisation: Organisation, lang: Lang, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_roster(organisation, Path(folder) / f"ours{suffix}", lang)
        again = read_roster(path, organisation.market)
    assert again.teams == organisation.teams
    assert again == organisation.with_(name="ours")


@pytest.mark.parametrize("lang", LANGS)
def test_labels_of_a_language_are_headers(tmp_path: Path, lang: Lang) -> None:
    labels = [item.label.text(lang) for item in COLUMNS if item.required]
    assert read_roster(text_file(tmp_path, [labels, ROW])).teams == (APPS,)


@pytest.mark.parametrize(
    "twist", [str.upper, lambda text: f"  {text.replace('_', ' ')} ", lambda text: f"{text} (x)"]
)
def test_headers_bear_case_spaces_and_brackets(tmp_path: Path, twist: Any) -> None:
    assert read_roster(text_file(tmp_path, [[twist(id) for id in HEADER], ROW])).teams == (APPS,)


def test_no_two_columns_and_no_two_functions_share_a_name() -> None:
    fields: dict[str, Any] = entries("rosters")["field"]
    for groups in (
        {id: [id, *(fields[id]["label"][lang] for lang in LANGS), *fields[id]["aliases"]] for id in fields},
        {
            id: [
                id,
                *(say(f"term.function.{id}.label", lang) for lang in LANGS),
                *entries("rosters")["function"][id],
            ]
            for id in FUNCTIONS
        },
    ):
        owners: dict[str, set[str]] = {}
        for id, names in groups.items():
            for name in names:
                owners.setdefault(plain(name), set()).add(id)
        assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("by", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_of_any_spreadsheet_program_are_read(tmp_path: Path, by: str, encoding: str) -> None:
    labels = [item.label.text("zh") for item in COLUMNS if item.required]
    path = text_file(tmp_path, [labels, with_cell("name", "研发一组"), [], ["", " "]], by, encoding)
    assert [team.name for team in read_roster(path).teams] == ["研发一组"]


def test_a_decimal_comma_is_read_where_commas_do_not_separate(tmp_path: Path) -> None:
    path = text_file(tmp_path, [HEADER, with_cell("certainty", "2,5")], ";")
    assert read_roster(path).teams[0].certainty == 2.5


def test_the_separator_line_of_excel_is_understood(tmp_path: Path) -> None:
    path = text_file(tmp_path, [HEADER, with_cell("people", "0")], ";")
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    assert sentences(path)[0].startswith(", row 3, column C (Head-count): 0 is out of range")


@pytest.mark.parametrize(
    ("text", "value"), [("１２", 12), (" 12 ", 12), ("12.0", 12), ("+12", 12), ("1.2e1", 12)]
)
def test_numbers_kept_as_text_are_numbers(tmp_path: Path, text: str, value: int) -> None:
    row = [*ROW[:2], text, *ROW[3:]]
    assert read_roster(workbook(tmp_path, [HEADER, row])).teams[0].people == value


def test_percent_cells_count_in_hundreds(tmp_path: Path) -> None:
    numbers = ["Apps", "product", 8, 2, 4, 26, 0.13, 0.95, 1.05]
    path = workbook(tmp_path, [HEADER, numbers], {"G2": "0%", "H2": "0.0%", "I2": "0%"})
    assert read_roster(path).teams == (APPS,)


def test_a_percent_sign_is_fine_where_percent_are_asked_for(tmp_path: Path) -> None:
    assert (
        read_roster(text_file(tmp_path, [HEADER, with_cell("attrition", "0.5 ％")])).teams[0].attrition == 0.5
    )


def test_optional_columns_may_stay_empty(tmp_path: Path) -> None:
    rows = [[*HEADER, "engagement"], [*ROW, ""], ["Other", *ROW[1:], "60"]]
    assert [team.engagement for team in read_roster(text_file(tmp_path, rows)).teams] == [None, 60]


def test_the_sheet_of_teams_is_found_among_others(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Notes of a meeting"]])
    book = load_workbook(path)
    for row in (HEADER, ROW):
        (book["Teams"] if "Teams" in book.sheetnames else book.create_sheet("Teams")).append(row)
    book.save(path)
    assert read_roster(path).teams == (APPS,)


def test_name_and_market(tmp_path: Path) -> None:
    organisation = read_roster(text_file(tmp_path, [HEADER, ROW]), Market(certainty=1))
    assert (organisation.name, organisation.market.certainty) == ("roster", 1)


# What is refused: the row, the sentence in English and the beginning of that in Chinese

CELLS = [
    ("name", "", "row 2, column A (Team): the cell is empty", "第 2 行 A 列（团队名称）：单元格为空"),
    ("name", "*", "column A (Team): “*” stands for all teams", "A 列（团队名称）：“*”表示全部团队"),
    ("name", "x" * 81, "is too long; use at most 80 characters", "太长；最多 80 个字符"),
    ("name", "a\x07b", "'a\\x07b' contains characters", "含有无法显示的字符"),
    ("function", "magic", "“magic” is not a known function; choose one of: R&D, Product", "“magic”不是可识别的职能；请从中选择：研发、产品"),
    ("function", "Marketting", "the nearest is “Marketing”", "最接近的是“市场”"),
    ("people", "0", "column C (Head-count): 0 is out of range; enter a whole number from 2 to 200", "C 列（人数）：0 超出范围；请填写：2 到 200 之间的整数"),
    ("people", "10000", "10000 is out of range", "10000 超出范围"),
    ("people", "10,000", "“10,000” is not a number", "“10,000”不是数字"),
    ("people", "7.5", "7.5 is not a whole number; enter a whole number from 2 to 200", "7.5 不是整数"),
    ("people", "eight", "“eight” is not a number; enter a whole number", "“eight”不是数字"),
    ("people", "800%", "“800%” is not a number", "“800%”不是数字"),
    ("people", "nan", "“nan” is not a number", "“nan”不是数字"),
    ("people", "1e999", "1e999 is out of range", "1e999 超出范围"),
    ("certainty", "6", "column D (Business certainty): 6 is out of range; enter a number from 1 to 5", "D 列（业务确定性）：6 超出范围"),
    ("review_interval", "53", "53 is out of range", "53 超出范围"),
    ("attrition", "0.13", "0.13 looks like a share, but percent are expected; enter 13", "若指 13%，请填 13"),
    ("attrition", "-1", "-1 is out of range", "-1 超出范围"),
    ("kpi_attainment", "", "column H (KPI attainment): the cell is empty; enter a number from 20 to 200", "H 列（KPI 完成率）：单元格为空"),
    ("workload", "#DIV/0!", "“#DIV/0!” is not a number", "“#DIV/0!”不是数字"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "en", "zh"), CELLS, ids=[f"{case[0]}-{case[1][:8]!a}" for case in CELLS]
)
def test_a_bad_cell_is_named_with_its_value_and_what_is_allowed(
    tmp_path: Path, field: str, value: str, en: str, zh: str
) -> None:
    path = text_file(tmp_path, [HEADER, with_cell(field, value)])
    for lang, expected in zip(LANGS, (en, zh), strict=True):
        found = sentences(path, lang)
        assert len(found) == 1
        assert expected in found[0]


def without(field: str) -> list[list[str]]:
    place = HEADER.index(field)
    return [[cell for number, cell in enumerate(row) if number != place] for row in (HEADER, ROW)]


SHEETS: list[tuple[str, list[list[str]], str, str]] = [
    ("missing column", without("workload"), "the column “Workload” is missing", "缺少“工作负荷”这一列"),
    ("twice", [[*HEADER, "人数"], [*ROW, "9"]], "row 1, column J: “人数” stands for the same as column C", "第 1 行 J 列：“人数”与 C 列重复"),
    ("typo", [[*HEADER, "engagment"], [*ROW, "9"]], "there is no column “engagment”; rename it to “Engagement”", "没有名为“engagment”的列；请改为“敬业度”"),
    ("unknown", [[*HEADER, "qqqq"], [*ROW, "9"]], "there is no column “qqqq”; rename it to one of these or remove it: Team, Function", "请改成下列之一，或删除此列：团队名称、职能"),
    ("same name", [HEADER, ROW, [], ROW], "row 4, column A (Team): the team “Apps” is already in row 2", "第 4 行 A 列（团队名称）：团队“Apps”在第 2 行已经出现"),
    ("no header", [ROW, ROW], "row 1 names no known column", "第 1 行没有任何可识别的列名"),
    ("only header", [HEADER], "there is no team below the header", "表头下面没有团队"),
    ("one cell too many", [HEADER, [*ROW, "x"]], "row 2, column J: “x” stands in a column without a header", "第 2 行 J 列：“x”所在的列没有表头"),
    ("blank", [[], ["", ""]], "the sheet holds nothing", "表格没有任何内容"),
    ("too many", [HEADER, *[ROW] * (MAX_TEAMS + 1)], "there are 401 teams, at most 400", "共有 401 个团队，最多 400 个"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "en", "zh"), [case[1:] for case in SHEETS], ids=[case[0] for case in SHEETS]
)
def test_a_bad_sheet_is_described_in_one_sentence(
    tmp_path: Path, rows: list[list[str]], en: str, zh: str
) -> None:
    path = text_file(tmp_path, rows)
    for lang, expected in zip(LANGS, (en, zh), strict=True):
        found = sentences(path, lang)
        assert len(found) == 1
        assert expected in found[0]


def test_all_problems_of_a_file_are_listed_at_once(tmp_path: Path) -> None:
    rows = [[*HEADER[:-1], "colour"], with_cell("people", "0"), with_cell("certainty", "")]
    found = sentences(text_file(tmp_path, rows))
    assert [
        sum(part in line for line in found)
        for part in (
            "column I: there is",
            "“Workload” is missing",
            "C (Head-",
            "D (Business",
            "already in row 2",
        )
    ] == [1, 1, 1, 1, 1]
    assert len(found) == 5


def test_a_date_and_an_uncalculated_formula_are_named(tmp_path: Path) -> None:
    row = ["Apps", "product", date(2024, 3, 8), "=1+1", 4, 26, True, 95, 105]
    found = sentences(workbook(tmp_path, [HEADER, row]))
    assert len(found) == 3
    assert "column C (Head-count): “2024-03-08 00:00” is not a number" in found[0]
    assert "column D (Business certainty): the cell holds a formula" in found[1]
    assert "column G (Attrition): “TRUE” is not a number" in found[2]
