"""A table of a data sheet as rows of values, with every problem of its header and its cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from simkit.pilot.design import Pilot
from simkit.pilot.privacy import heads_people, names_people
from simkit.pilot.remarks import ReadoutProblem, Spot
from simkit.pilot.sheet import NOTE_LENGTH, ValueColumn, names_of
from simkit.problems import Problem, nearest
from simkit.roster.cells import number_of
from simkit.roster.columns import plain
from simkit.roster.problems import LocalProblem, Said
from simkit.roster.sheets import FORMULA, Sheet

HEADS_WITHIN = 6
"""Rows (that are not blank) among which the header is looked for."""
Reader = Callable[[str], object]
"""Reads a text cell: returns its value or a problem without its place."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as a spreadsheet shows it, and its values by column; ``None`` is an empty cell, a missing one is wrong."""

    number: int
    values: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Table:
    """What was read of a table: rows, the place of each column, the percent columns that hold shares, and problems."""

    spot: Spot
    columns: Mapping[str, ValueColumn]
    places: dict[str, int]
    rows: list[Row]
    problems: list[Problem]

    def at(self, row: int, id: str, problem: LocalProblem) -> None:
        """Keep a problem of a cell."""
        self.problems.append(self.spot.at(row, self.places.get(id, 0), self.columns[id], problem))


def read_table(
    sheet: Sheet, spot: Spot, columns: Sequence[ValueColumn], readers: Mapping[str, Reader]
) -> Table | None:
    """Return a table with all its problems, or ``None`` if no row of it is a header."""
    names = names_of(tuple(columns))
    head = next(
        (at for at, (_, cells) in enumerate(sheet.rows[:HEADS_WITHIN]) if _known(cells, names) >= 2), None
    )
    if head is None:
        return None
    table = Table(spot, {item.id: item for item in columns}, {}, [], [])
    row, cells = sheet.rows[head]
    places = _places(table, row, cells, names)
    table.places.update({id: place for place, id in places.items()})
    for number, found in sheet.rows[head + 1 :]:
        table.rows.append(_row(table, number, found, cells, places, readers, comma=sheet.decimal_comma))
    _shares(table, sheet.rows[head + 1 :])
    return table


def _known(cells: Sequence[str], names: Mapping[str, str]) -> int:
    """Return how many cells of a row name a column."""
    return sum(plain(cell) in names for cell in cells)


def _places(table: Table, row: int, cells: Sequence[str], names: Mapping[str, str]) -> dict[int, str]:
    """Return which column stands at which place, and keep what is wrong with the header."""
    places: dict[int, str] = {}
    for place, text in enumerate(cells):
        id = names.get(plain(text))
        if id and id not in places.values():
            places[place] = id
        elif text:
            problem = _bad_head(text, id, places, names, table)
            table.problems.append(table.spot.at(row, place, None, problem))
    for id, item in table.columns.items():
        if id not in places.values() and (item.required or item.metric):
            problem = LocalProblem("missing_column", values={"label": item.label})
            table.problems.append(table.spot.whole(problem))
    return places


def _bad_head(
    text: str, id: str | None, places: Mapping[int, str], names: Mapping[str, str], table: Table
) -> LocalProblem:
    """Return what is wrong with a header that names no column, or one that was named before."""
    if id:
        other = next(place for place, taken in places.items() if taken == id)
        return LocalProblem("duplicate_column", values={"value": text, "other": get_column_letter(other + 1)})
    if heads_people(text):
        return ReadoutProblem("personal_column", values={"value": text})
    guess = names.get(nearest(plain(text), list(names)))
    if guess:
        return LocalProblem("mistyped_column", values={"value": text, "nearest": table.columns[guess].label})
    labels = Said(tuple(item.label.keys[0] for item in table.columns.values() if item.part == "value"))
    return LocalProblem("unknown_column", values={"value": text, "all": labels})


def _row(
    table: Table, number: int, cells: Sequence[str], heads: Sequence[str], places: Mapping[int, str],
    readers: Mapping[str, Reader], *, comma: bool,
) -> Row:  # fmt: skip
    """Return the values of a row, and keep what is wrong with its cells."""
    row = Row(number)
    for place, id in places.items():
        value = _value(cells[place] if place < len(cells) else "", table.columns[id], readers, comma=comma)
        if isinstance(value, LocalProblem):
            table.at(number, id, value)
        else:
            row.values[id] = value
    headed = {place for place, text in enumerate(heads) if text}
    for place, text in enumerate(cells):
        if text and place not in headed:
            problem: LocalProblem = LocalProblem("cell_without_header", values={"value": text})
            if names_people(text):
                problem = ReadoutProblem("personal_cell")
            table.problems.append(table.spot.at(number, place, None, problem))
    return row


def _value(text: str, column: ValueColumn, readers: Mapping[str, Reader], *, comma: bool) -> object:
    """Return the value of a cell, or the problem without its place."""
    if text == FORMULA:
        return LocalProblem("formula_without_value")
    if not text:
        return LocalProblem("empty_cell", values={"allowed": column.allowed}) if column.required else None
    if column.kind == "number":
        return number_of(text, column, decimal_comma=comma)
    if names_people(text):
        return ReadoutProblem("personal_cell")
    return readers[column.id](text) if column.id in readers else words(text)


def team_reader(pilot: Pilot) -> Reader:
    """Return how the name of a team is read: as agreed, but for case, width and spaces."""
    teams = {_same(name): name for name in pilot.design.teams}

    def team(text: str) -> object:
        found = teams.get(_same(text))
        values = {"value": text, "nearest": nearest(text, pilot.design.teams)}
        return found or ReadoutProblem("unknown_row_team", values=values)

    return team


def _same(name: str) -> str:
    """Return a name without case, width and needless spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def words(text: str) -> object:
    """Return a note with single spaces, or the problem if it is too long or cannot be printed."""
    told = " ".join(text.split())
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in told):
        return LocalProblem("unprintable_name", values={"value": ascii(told)})
    if len(told) > NOTE_LENGTH:
        return ReadoutProblem("text_too_long", values={"value": len(told), "limit": NOTE_LENGTH})
    return told


def _shares(table: Table, rows: Sequence[tuple[int, list[str]]]) -> None:
    """Keep a problem of each percent column whose values all seem to be shares; what carries a percent sign is none."""
    for id, place in table.places.items():
        texts = {number: cells[place] for number, cells in rows if place < len(cells)}
        values = [row.values.get(id) for row in table.rows if "%" not in texts.get(row.number, "")]
        numbers = [value for value in values if isinstance(value, int | float)]
        percent = table.columns[id].percent
        if percent and len(numbers) > 1 and max(numbers) <= 1 and any(0 < value < 1 for value in numbers):
            first = next(row.number for row in table.rows if row.values.get(id) is not None)
            table.at(first, id, ReadoutProblem("shares"))
