"""Writing the data sheet of a pilot: values by team and period, deviations, and a sheet that explains."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.datavalidation import DataValidation

from simkit.pilot.design import Pilot
from simkit.pilot.guide import write_guide
from simkit.pilot.sheet import (
    KINDS,
    PLAN,
    ValueColumn,
    event_columns,
    period_name,
    rows_of,
    value_columns,
)
from simkit.pilot.timetable import Groups, drawn
from simkit.roster.files import write_file
from simkit.roster.problems import refuse
from simkit.roster.template import FILLS, FONT, LINE, MIDDLE, SUFFIXES, fit_paper
from simkit.text import Lang, say

EVENT_ROWS = 60
"""Rows of the sheet of deviations that have drop-downs."""
HEAD = 2
"""Row of the header: the row above says which stage the measures belong to."""
Key = tuple[str, int, str]
"""Team, number of the period, id of the column."""
_STAGE_FILLS = {"": "7F8FA6", "input": "8A5A00", "process": "1F4E79", "output": "1B6B45", "impact": "7A3E6B"}
_TO_FILL = PatternFill("solid", fgColor="FFFBEA")
_GIVEN = PatternFill("solid", fgColor="EEF1F5")
_WIDTHS = {"team": 24, "period": 13, "kind": 34, "note": 60}


def write_template(
    pilot: Pilot,
    path: str | Path,
    lang: Lang = "en",
    *,
    groups: Groups | None = None,
    overwrite: bool = False,
) -> Path:
    """Write the data sheet for exactly this pilot (.xlsx, or .csv with the values only) and return its path.

    ``groups`` is who changes in which group (as drawn by the pilot's lot unless told). Raises ``InputError`` if the file
    exists (unless told to overwrite), cannot be written, or is called neither .xlsx nor .csv.
    """
    return write_sheet(pilot, path, lang, {}, groups=groups, overwrite=overwrite)


def write_sheet(
    pilot: Pilot, path: str | Path, lang: Lang, cells: Mapping[Key, float], *, events: Sequence[Sequence[object]] = (),
    groups: Groups | None = None, overwrite: bool = False,
) -> Path:  # fmt: skip
    """Write a data sheet with values filled in: ``cells`` by team, period and column id, ``events`` as rows of deviations."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise refuse("unknown_suffix", str(path), value=suffix or "-", allowed=", ".join(SUFFIXES))
    data = sheet_bytes(pilot, Path(path).name, lang, cells, events=events, groups=groups)
    return write_file(path, data, overwrite=overwrite)


def sheet_bytes(
    pilot: Pilot, name: str, lang: Lang = "en", cells: Mapping[Key, float] | None = None, *,
    events: Sequence[Sequence[object]] = (), groups: Groups | None = None,
) -> bytes:  # fmt: skip
    """Return what a data sheet called ``name`` (.csv, else a workbook) holds; see ``write_sheet``."""
    try:
        if name.lower().endswith(".csv"):
            return _csv(pilot, lang, cells or {})
        return _workbook(pilot, lang, cells or {}, events, groups or drawn(pilot.design), name)
    except IllegalCharacterError as error:
        raise refuse("unprintable_name", name, value=ascii(str(error))) from None


def _rows(pilot: Pilot, lang: Lang, cells: Mapping[Key, float]) -> list[list[str | float | None]]:
    """Return the rows of the sheet of values."""
    about = {"team": lambda team, _: team, "period": lambda _, period: period_name(period.number, lang),
             "first": lambda _, period: period.first, "last": lambda _, period: period.last}  # fmt: skip
    return [
        [
            about[item.id](team, period) if item.id in about else cells.get((team, period.number, item.id))
            for item in value_columns(pilot)
        ]
        for team, period in rows_of(pilot)
    ]


def _csv(pilot: Pilot, lang: Lang, cells: Mapping[Key, float]) -> bytes:
    """Return the values as comma-separated text that Excel opens with Chinese intact."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([item.header(lang) for item in value_columns(pilot)])
    writer.writerows(_rows(pilot, lang, cells))
    return text.getvalue().encode("utf-8-sig")


def _workbook(
    pilot: Pilot, lang: Lang, cells: Mapping[Key, float], events: Sequence[Sequence[object]], groups: Groups, name: str
) -> bytes:  # fmt: skip
    """Return the data sheet as a workbook."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = say("readout.sheet.values", lang)
    _write_values(sheet, pilot, lang, _rows(pilot, lang, cells))
    _write_events(book.create_sheet(say("readout.sheet.deviations", lang)), pilot, lang, events)
    write_guide(book.create_sheet(say("readout.sheet.guide", lang)), pilot, lang, groups, name)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _write_values(sheet: Any, pilot: Pilot, lang: Lang, rows: Sequence[Sequence[str | float | None]]) -> None:
    """Write the sheet of values: what is given is grey, what is to be filled in is pale yellow."""
    columns = value_columns(pilot)
    _write_stages(sheet, columns, lang)
    _write_header(sheet, HEAD, columns, lang)
    for number, row in enumerate(rows, HEAD + 1):
        for place, (item, value) in enumerate(zip(columns, row, strict=True), 1):
            cell = _write_cell(sheet, number, place, value)
            cell.fill = _GIVEN if item.id in PLAN[:-1] else _TO_FILL
    last = HEAD + len(rows)
    for place, item in enumerate(columns, 1):
        sheet.add_data_validation(
            _validation(item, f"{get_column_letter(place)}{HEAD + 1}", last, lang, pilot)
        )
    sheet.freeze_panes = sheet.cell(HEAD + 1, 3)
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    fit_paper(sheet)


def _write_cell(sheet: Any, row: int, place: int, value: object) -> Any:
    """Write a cell; a text stays a text even if it looks like a formula."""
    cell = sheet.cell(row, place, value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font, cell.border = Font(name=FONT, size=10), LINE
    return cell


def _write_stages(sheet: Any, columns: Sequence[ValueColumn], lang: Lang) -> None:
    """Write above the header which columns are inputs, processes, outputs and impacts."""
    place = 1
    for stage, found in groupby(columns, key=lambda item: item.stage):
        width = len(list(found))
        cell = sheet.cell(1, place, say(f"readout.stage.{stage or 'about'}", lang))
        cell.font = Font(name=FONT, bold=True, color="FFFFFF", size=10)
        for other in range(place, place + width):
            sheet.cell(1, other).fill = PatternFill("solid", fgColor=_STAGE_FILLS[stage])
        sheet.merge_cells(start_row=1, start_column=place, end_row=1, end_column=place + width - 1)
        cell.alignment = Alignment(horizontal="left", vertical="center")
        place += width


def _write_header(sheet: Any, number: int, columns: Sequence[ValueColumn], lang: Lang) -> None:
    """Write the header, each column with a note on what it may hold."""
    sheet.row_dimensions[number].height = 62
    for place, item in enumerate(columns, 1):
        label = item.label.text(lang)
        cell = sheet.cell(
            number, place, "\n".join(filter(None, (label, item.header(lang)[len(label) :].strip())))
        )
        cell.font = Font(name=FONT, bold=True, color="FFFFFF", size=10)
        cell.fill = FILLS[True] if item.required else PatternFill("solid", fgColor=_STAGE_FILLS[item.stage])
        cell.alignment, cell.border = MIDDLE, LINE
        cell.comment = Comment(item.allowed.text(lang), "simkit", height=90, width=260)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(
            item.id, 18 if item.metric else 11
        )


def _write_events(sheet: Any, pilot: Pilot, lang: Lang, events: Sequence[Sequence[object]]) -> None:
    """Write the sheet of deviations: a kind and a team to choose, a week and a note."""
    columns = event_columns(pilot)
    _write_header(sheet, 1, columns, lang)
    for number in range(2, EVENT_ROWS + 2):
        row = events[number - 2] if number - 2 < len(events) else ()
        for place in range(1, len(columns) + 1):
            cell = _write_cell(sheet, number, place, row[place - 1] if place <= len(row) else None)
            cell.fill = _TO_FILL
    for place, item in enumerate(columns, 1):
        sheet.add_data_validation(
            _validation(item, f"{get_column_letter(place)}2", EVENT_ROWS + 1, lang, pilot)
        )
    sheet.freeze_panes = "A2"
    fit_paper(sheet)


def _validation(item: ValueColumn, first: str, last: int, lang: Lang, pilot: Pilot) -> DataValidation:
    """Return what a column's cells accept, with the sentence shown on entering and on refusing."""
    allowed = item.allowed.text(lang)
    rule: Any = _rule(item, lang, pilot)
    rule.error = say("roster.guide_text.refused_body", lang, allowed=allowed)[:255]
    rule.errorTitle = say("roster.guide_text.refused", lang)
    rule.prompt = "\n".join(filter(None, (item.unit.text(lang), allowed)))[:255]
    rule.promptTitle = item.label.text(lang)[:32]
    rule.showErrorMessage = rule.showInputMessage = True
    rule.add(f"{first}:{first.rstrip('0123456789')}{last}")
    return rule


def _rule(item: ValueColumn, lang: Lang, pilot: Pilot) -> DataValidation:
    """Return the bare rule of a column: list, range or length."""
    guide = say("readout.sheet.guide", lang)
    if item.id in ("team", "kind"):
        letter, count = ("H", len(pilot.design.teams)) if item.id == "team" else ("I", len(KINDS))
        return DataValidation(
            type="list", formula1=f"'{guide}'!${letter}$2:${letter}${count + 1}", allow_blank=True
        )
    if item.kind == "text":
        return DataValidation(type="textLength", operator="lessThanOrEqual", formula1="300", allow_blank=True)
    return DataValidation(
        type="whole" if item.whole else "decimal", operator="between", formula1=f"{item.low:.0f}",
        formula2=f"{item.high:.0f}", allow_blank=True,
    )  # fmt: skip
