"""Writing a roster: an empty template with explanations and drop-downs, or the sheet of an organisation."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.datavalidation import DataValidation

from simkit.roster.columns import COLUMNS, SCALES, Column, example_mark
from simkit.roster.files import write_file
from simkit.roster.problems import refuse
from simkit.roster.reading import MAX_TEAMS
from simkit.scenario import FUNCTIONS, Organisation, Team
from simkit.text import Lang, say

SUFFIXES = (".xlsx", ".csv")
FONT = "Microsoft YaHei"
_GUIDE_WIDTHS = (22, 11, 58, 22, 38, 16)
_LAST_ROW = MAX_TEAMS + 1
FILLS = {True: PatternFill("solid", fgColor="1F4E79"), False: PatternFill("solid", fgColor="7F8FA6")}
_SIDE = Side(style="thin", color="D0D5DD")
LINE = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
TOP = Alignment(vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_template(path: str | Path, lang: Lang = "en", *, overwrite: bool = False) -> Path:
    """Write an empty roster to fill in (.xlsx with explanations and drop-downs, or .csv) and return its path.

    A .csv cannot carry explanations: units stand in its header and one marked example row below, which
    is not counted when the file is read. Raises ``InputError`` if the file exists (unless told to
    overwrite), cannot be written, or is called neither .xlsx nor .csv.
    """
    return _write(path, (), lang, overwrite=overwrite)


def write_roster(
    organisation: Organisation, path: str | Path, lang: Lang = "en", *, overwrite: bool = False
) -> Path:
    """Write the teams of an organisation as a roster that ``read_roster`` reads back; errors as above.

    >>> import tempfile
    >>> from simkit.presets import load_organisation
    >>> from simkit.roster import read_roster
    >>> company = load_organisation("product-company")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = read_roster(write_roster(company, folder + "/company.csv"))
    >>> [team.name for team in again.teams] == [team.name for team in company.teams]
    True
    """
    return _write(path, organisation.teams, lang, overwrite=overwrite)


def _write(path: str | Path, teams: Sequence[Team], lang: Lang, *, overwrite: bool) -> Path:
    """Write teams (or none) in the format that the file's name asks for."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise refuse("unknown_suffix", str(path), value=suffix or "-", allowed=", ".join(SUFFIXES))
    try:
        data = _workbook(teams, lang, Path(path).name) if suffix == ".xlsx" else _csv(teams, lang)
    except IllegalCharacterError as error:
        raise refuse("unprintable_name", str(path), value=ascii(str(error))) from None
    return write_file(path, data, overwrite=overwrite)


def _cells(team: Team, lang: Lang) -> list[str | int | float | None]:
    """Return a team as the cells of its row."""
    return [_cell(item, getattr(team, item.id), lang) for item in COLUMNS]


def _cell(item: Column, value: Any, lang: Lang) -> str | int | float | None:
    """Return a value as the cell in which it stands; what could be mistaken for a share carries its sign."""
    if item.kind == "choice":
        return say(f"term.function.{value}.label", lang)
    if item.percent and value is not None and 0 < value < 1:
        return f"{value!r}%"
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _csv(teams: Sequence[Team], lang: Lang) -> bytes:
    """Return the roster as comma-separated text that Excel opens with Chinese intact."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([item.header(lang) for item in COLUMNS])
    example = [say(f"roster.field.{item.id}.example", lang) for item in COLUMNS[1:]]
    writer.writerows([_cells(team, lang) for team in teams] or [[example_mark(lang), *example]])
    return text.getvalue().encode("utf-8-sig")


def _workbook(teams: Sequence[Team], lang: Lang, name: str) -> bytes:
    """Return the roster as a workbook: the sheet of teams and a sheet that explains every column."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = say("roster.sheet", lang)
    _write_header(sheet, lang)
    for number, team in enumerate(teams, 2):
        _write_row(sheet, number, team, lang)
    for place, item in enumerate(COLUMNS, 1):
        sheet.add_data_validation(_validation(item, get_column_letter(place), lang))
    sheet.freeze_panes = "B2"
    fit_paper(sheet)
    _write_guide(book.create_sheet(say("roster.guide", lang)), lang, name)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _write_header(sheet: Any, lang: Lang) -> None:
    """Write the header: required columns dark, optional ones lighter, each with a note."""
    sheet.row_dimensions[1].height = 48
    for place, item in enumerate(COLUMNS, 1):
        label = item.label.text(lang)
        cell = sheet.cell(
            1, place, "\n".join(part for part in (label, item.header(lang)[len(label) :].strip()) if part)
        )
        cell.font = Font(name=FONT, bold=True, color="FFFFFF", size=10)
        cell.fill, cell.alignment, cell.border = FILLS[item.required], MIDDLE, LINE
        need = say("roster.required" if item.required else "roster.optional", lang)
        lines = (say(f"roster.field.{item.id}.meaning", lang), item.allowed.text(lang), need)
        cell.comment = Comment("\n".join(lines), "simkit", height=150, width=300)
        sheet.column_dimensions[get_column_letter(place)].width = 30 if item.kind == "text" else 18


def _write_row(sheet: Any, number: int, team: Team, lang: Lang) -> None:
    """Write a team; a text stays a text even if it looks like a formula."""
    for place, value in enumerate(_cells(team, lang), 1):
        cell = sheet.cell(number, place, value)
        if isinstance(value, str):
            cell.data_type = "s"
        cell.font, cell.border = Font(name=FONT, size=10), LINE


def _validation(item: Column, letter: str, lang: Lang) -> DataValidation:
    """Return what a column's cells accept, with the sentence shown on entering and on refusing."""
    allowed = item.allowed.text(lang)
    rule: Any = _rule(item, lang)
    rule.error = say("roster.guide_text.refused_body", lang, allowed=allowed)[:255]
    rule.errorTitle = say("roster.guide_text.refused", lang)
    rule.prompt = (say(f"roster.field.{item.id}.unit", lang) + "\n" + allowed)[:255]
    rule.promptTitle = item.label.text(lang)[:32]
    rule.showErrorMessage = rule.showInputMessage = True
    rule.add(f"{letter}2:{letter}{_LAST_ROW}")
    return rule


def _rule(item: Column, lang: Lang) -> DataValidation:
    """Return the bare rule of a column: list, range or length."""
    low, high = f"{item.low:g}", f"{item.high:g}"
    if item.kind == "choice":
        labels = ",".join(say(f"term.function.{id}.label", lang) for id in FUNCTIONS)
        return DataValidation(type="list", formula1=f'"{labels}"', allow_blank=False)
    if item.id in SCALES:
        steps = ",".join(f"{step / 2:g}" for step in range(int(2 * item.low), int(2 * item.high) + 1))
        return DataValidation(type="list", formula1=f'"{steps}"', allow_blank=False)
    kind = "textLength" if item.kind == "text" else "whole" if item.whole else "decimal"
    return DataValidation(
        type=kind, operator="between", formula1=low, formula2=high, allow_blank=not item.required
    )


def _write_guide(sheet: Any, lang: Lang, name: str) -> None:
    """Write the explanation of every column."""
    values = {"sheet": say("roster.sheet", lang), "limit": MAX_TEAMS, "file": name}
    sheet["A1"] = say("roster.guide_text.title", lang)
    sheet["A2"] = say("roster.guide_text.steps", lang, **values)
    sheet["A1"].font, sheet["A2"].font = Font(name=FONT, bold=True, size=14), Font(name=FONT, size=10)
    sheet.merge_cells("A2:F2")
    sheet["A2"].alignment, sheet.row_dimensions[2].height = TOP, 48
    heads = ("column", "need", "meaning", "unit", "allowed", "example")
    _write_guide_row(sheet, 4, [say(f"roster.guide_text.{key}", lang) for key in heads], head=True)
    for number, item in enumerate(COLUMNS, 5):
        _write_guide_row(sheet, number, _guide_row(item, lang))
    for letter, width in zip("ABCDEF", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A5"
    fit_paper(sheet)


def _write_guide_row(sheet: Any, number: int, texts: Sequence[str], *, head: bool = False) -> None:
    """Write a row of the explanation, high enough for its longest text."""
    for place, text in enumerate(texts, 1):
        cell = sheet.cell(number, place, text)
        cell.font = Font(name=FONT, size=10, bold=head, color="FFFFFF" if head else "000000")
        cell.alignment, cell.border = TOP, LINE
        if head:
            cell.fill = FILLS[True]
    lines = [
        ceil(display_width(text) * 1.15 / width) for text, width in zip(texts, _GUIDE_WIDTHS, strict=True)
    ]
    sheet.row_dimensions[number].height = 4 + 14 * max(lines)


def display_width(text: str) -> int:
    """Return the width of a text in Latin letters; a Chinese character takes two.

    >>> display_width("KPI 完成率")
    10
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _guide_row(item: Column, lang: Lang) -> list[str]:
    """Return the explanation of a column."""
    need = say("roster.required" if item.required else "roster.optional", lang)
    meaning, unit, example = (
        say(f"roster.field.{item.id}.{key}", lang) for key in ("meaning", "unit", "example")
    )
    return [item.label.text(lang), need, meaning, unit, item.allowed.text(lang), example]


def fit_paper(sheet: Any) -> None:
    """Print a sheet in landscape, one page wide."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
