"""A spreadsheet file as rows of texts, each cell as the person sees it (95 % formatted as percent is ``"95%"``)."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from simkit.roster.columns import header_names, plain
from simkit.roster.files import file_bytes
from simkit.roster.problems import refuse
from simkit.text import LANGS, say

FORMULA = "\ue000formula"
"""Text of a cell whose formula was never calculated."""
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Non-blank rows with their numbers as a spreadsheet program shows them; a comma may be the decimal mark."""

    file: str
    rows: list[tuple[int, list[str]]]
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sheet of a workbook is read, by its possible ``titles``, and the (plain) names of columns that it may have.

    If no sheet is called so, the first one is read, or with ``else_first=False`` none.
    """

    titles: Collection[str]
    names: Collection[str]
    else_first: bool = True


def roster_wanted() -> Wanted:
    """Return what a roster is looked for by."""
    return Wanted([say("roster.sheet", lang) for lang in LANGS], header_names())


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes of a file are a workbook that can hold several sheets."""
    return data.startswith(b"PK")


def read_sheet(path: str | Path, wanted: Wanted | None = None) -> Sheet:
    """Return the rows of a workbook (.xlsx) or of a text file (.csv, .tsv), told apart by content; of a roster unless told."""
    data, name = file_bytes(path), str(path)
    wanted = wanted or roster_wanted()
    if is_workbook(data):
        rows, comma = _workbook_rows(data, name, wanted), False
    elif data.startswith(_OLD_EXCEL):
        raise refuse("old_or_locked_workbook", name)
    else:
        rows, comma = _text_rows(data, name, wanted.names)
    cleaned = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1)]
    return Sheet(name, [(number, row) for number, row in cleaned if any(row)], comma)


def _workbook_rows(data: bytes, name: str, wanted: Wanted) -> list[list[str]]:
    """Return the cells of the sheet that is wanted."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            written = load_workbook(io.BytesIO(data), read_only=True)
            first = [sheet.title for sheet in shown.worksheets] if wanted.else_first else []
            titles = [title for title in shown.sheetnames if title in wanted.titles] or first
            return list(_rows_of(shown[titles[0]], written[titles[0]])) if titles else []
    except Exception:  # a damaged workbook makes openpyxl, zipfile and the XML parser raise almost anything
        raise refuse("not_a_sheet", name) from None


def _rows_of(shown: Any, written: Any) -> Iterator[list[str]]:
    """Yield the rows of a worksheet, given its values and its formulas."""
    for sheet in (shown, written):
        sheet.reset_dimensions()
    for values, formulas in zip(shown.iter_rows(), written.iter_rows(), strict=True):
        pairs = zip(values, formulas, strict=True)
        yield [
            _seen(cell) if cell.value is not None or formula.value is None else FORMULA
            for cell, formula in pairs
        ]


def _seen(cell: Any) -> str:
    """Return a cell's value as the person sees it."""
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date | time):
        return value.isoformat(*((" ", "minutes") if isinstance(value, datetime) else ()))
    if not isinstance(value, int | float):
        return str(value)
    if "%" in (cell.number_format or ""):
        return f"{value * 100:.10g}%"
    return str(int(value)) if float(value).is_integer() else repr(value)


def _text_rows(data: bytes, name: str, names: Collection[str]) -> tuple[list[list[str]], bool]:
    """Return the cells of a separated text, and whether its numbers may have a decimal comma."""
    text = _decoded(data, name)
    mark, _, rest = text.partition("\n")
    told = mark.strip()[4:5] if mark.lower().startswith("sep=") else ""
    try:
        if told:
            return [[], *csv.reader(io.StringIO(rest, newline=""), delimiter=told)], told != ","
        ways = [(list(csv.reader(io.StringIO(text, newline=""), delimiter=by)), by) for by in ",;\t"]
    except (csv.Error, TypeError, ValueError):
        raise refuse("not_a_sheet", name) from None
    rows, by = max(ways, key=lambda way: _known(way[0], names))
    return rows, by != ","


def _known(rows: list[list[str]], names: Collection[str]) -> int:
    """Return how many known column names the first row that is not blank has."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), [])
    return sum(plain(cell) in names for cell in first)


def _decoded(data: bytes, name: str) -> str:
    """Return the text of bytes in UTF-8 or UTF-16 (marked), or GB 18030, the encodings that Excel writes."""
    codecs = [codec for bom, codec in _BOMS.items() if data.startswith(bom)] or ["utf-8", "gb18030"]
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refuse("not_a_sheet" if b"\0" in data else "wrong_encoding", name)
