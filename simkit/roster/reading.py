"""A roster sheet as an organisation, or every problem of the sheet by row and column."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from simkit.problems import InputError, Problem, nearest
from simkit.roster.cells import value_of
from simkit.roster.columns import COLUMN_IDS, REQUIRED, Column, column, header_names, is_example, plain
from simkit.roster.problems import LocalProblem, Said, inside, refuse
from simkit.roster.sheets import Sheet, read_sheet
from simkit.scenario import Market, Organisation, Team

MAX_TEAMS = 400


def read_roster(path: str | Path, market: Market | None = None) -> Organisation:
    """Return the organisation whose teams are the rows of a sheet (.xlsx, .csv or .tsv), named like the file.

    Column names are understood in English and Chinese; blank rows and the marked example row of the
    template are left out. ``market`` is the world around it (default: ``Market()``). Raises
    ``InputError`` with every problem of the file, each by row and column as a spreadsheet shows them.

    >>> from simkit.presets import example_sheet
    >>> read_roster(example_sheet("manufacturer", "zh")).teams[0].people
    14
    """
    sheet = read_sheet(path)
    if not sheet.rows:
        raise refuse("empty_sheet", sheet.file)
    places, problems = _header(sheet)
    rows = [(number, cells) for number, cells in sheet.rows[1:] if not _is_example(cells, places)]
    if not rows:
        problems.append(LocalProblem("no_teams", sheet.file))
    if len(rows) > MAX_TEAMS:
        problems.append(LocalProblem("too_many_teams", sheet.file, {"value": len(rows), "limit": MAX_TEAMS}))
        raise InputError(problems)
    read = [_row(sheet, number, cells, places) for number, cells in rows]
    problems += [item for _, found in read for item in found]
    problems += _duplicates(
        sheet, [(number, row) for (number, _), (row, _) in zip(rows, read, strict=True)], places
    )
    if problems:
        raise InputError(problems)
    try:
        teams = tuple(Team(**row) for row, _ in read)
        return Organisation(name=Path(path).stem[:120], teams=teams, market=market or Market())
    except InputError as error:
        raise InputError(inside(sheet.file, error.problems)) from None


def _header(sheet: Sheet) -> tuple[dict[int, Column], list[Problem]]:
    """Return which column stands at which place (from 0), and what is wrong with the header."""
    number, cells = sheet.rows[0]
    names = header_names()
    places: dict[int, Column] = {}
    problems: list[Problem] = []
    for place, text in enumerate(cells):
        id = names.get(plain(text))
        twin = next((other for other, item in places.items() if item.id == id), None)
        if id and twin is None:
            places[place] = column(id)
        elif id:
            values = {"value": text, "other": get_column_letter(twin + 1) if twin is not None else ""}
            problems.append(_at(sheet, number, place, None, LocalProblem("duplicate_column", values=values)))
        elif text:
            problems.append(_at(sheet, number, place, None, _unknown_column(text, names)))
    if not places:
        raise refuse("no_header", sheet.file, row=number, all=_labels(REQUIRED))
    missing = [id for id in REQUIRED if id not in {item.id for item in places.values()}]
    problems += [LocalProblem("missing_column", sheet.file, {"label": _labels([id])}) for id in missing]
    return places, problems


def _unknown_column(text: str, names: dict[str, str]) -> LocalProblem:
    """Return the problem of a header that names no column, with the nearest one."""
    id = names.get(nearest(plain(text), list(names)))
    if id is None:
        return LocalProblem("unknown_column", values={"value": text, "all": _labels(COLUMN_IDS)})
    return LocalProblem("mistyped_column", values={"value": text, "nearest": _labels([id])})


def _labels(ids: Iterable[str]) -> Said:
    """Return the labels of columns, as said to a person."""
    return Said(tuple(f"roster.field.{id}.label" for id in ids))


def _at(sheet: Sheet, row: int, place: int, item: Column | None, problem: LocalProblem) -> LocalProblem:
    """Return the problem with its place, as the person's spreadsheet shows it."""
    values: dict[str, object] = {"file": sheet.file, "row": row, "letter": get_column_letter(place + 1)}
    if item is None:
        return replace(problem, place=Said(("roster.place.bare_cell",), values))
    return replace(problem, place=Said(("roster.place.cell",), {**values, "label": item.label}))


def _is_example(cells: list[str], places: dict[int, Column]) -> bool:
    """Return whether a row is the marked example of the template."""
    return any(
        item.id == "name" and is_example("".join(cells[place : place + 1])) for place, item in places.items()
    )


def _row(
    sheet: Sheet, number: int, cells: list[str], places: dict[int, Column]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of a row by field, and what is wrong with its cells."""
    row: dict[str, Any] = {}
    problems: list[Problem] = []
    for place, item in places.items():
        text = cells[place] if place < len(cells) else ""
        value = value_of(text, item, decimal_comma=sheet.decimal_comma)
        if isinstance(value, LocalProblem):
            problems.append(_at(sheet, number, place, item, value))
        else:
            row[item.id] = value
    headed = {place for place, text in enumerate(sheet.rows[0][1]) if text}
    for place, text in enumerate(cells):
        if text and place not in headed:
            problem = LocalProblem("cell_without_header", values={"value": text})
            problems.append(_at(sheet, number, place, None, problem))
    return row, problems


def _duplicates(
    sheet: Sheet, rows: list[tuple[int, dict[str, Any]]], places: dict[int, Column]
) -> list[Problem]:
    """Return a problem for every team whose name stands in an earlier row."""
    place = next((place for place, item in places.items() if item.id == "name"), 0)
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for number, row in rows:
        name = row.get("name")
        if name is not None and first.setdefault(name, number) != number:
            problem = LocalProblem("name_taken", values={"value": name, "other": first[name]})
            problems.append(_at(sheet, number, place, column("name"), problem))
    return problems
