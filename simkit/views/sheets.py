"""Tables as files: CSV and Excel, the same bytes for the same numbers (no dates inside)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pandas import DataFrame

from simkit.views.archives import undated
from simkit.views.wording import printable

WIDEST, NARROWEST = 60, 12
"""Widths of a column, in letters; longer text goes over several lines."""
ONLY = "Sheet"
"""Name of the sheet of a file that has one."""


def csv_bytes(frame: DataFrame) -> bytes:
    """Return a table as CSV that spreadsheets open in the right encoding (UTF-8 with byte-order mark).

    >>> csv_bytes(DataFrame({"a": [1.5]})).decode("utf-8-sig")
    'a\\n1.5\\n'
    """
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def xlsx_bytes(frame: DataFrame) -> bytes:
    """Return a table as an Excel file with one sheet."""
    return workbook_bytes({ONLY: frame})


def workbook_bytes(frames: Mapping[str, DataFrame]) -> bytes:
    """Return tables as the sheets of an Excel file, by name, each with a header that stays in sight."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, frame in frames.items():
        _fill(book.create_sheet(name), frame)
    buffer = io.BytesIO()
    book.save(buffer)
    return undated(buffer.getvalue())


def _fill(sheet: Worksheet, frame: DataFrame) -> None:
    """Write a table into an empty sheet."""
    sheet.append(list(frame.columns))
    for row in frame.itertuples(index=False):
        sheet.append([_written(value) for value in row])
    for number, cell in enumerate(sheet[1], start=1):
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        longest = max((_letters(value) for value in frame.iloc[:, number - 1]), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(NARROWEST, longest + 1))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.number_format = "0.00" if isinstance(cell.value, float) else "General"
            if _letters(cell.value) > WIDEST:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _written(value: object) -> object:
    """Return a value as it stands in a cell."""
    return printable(value) if isinstance(value, str) else float(value) if isinstance(value, float) else value


def _letters(value: object) -> int:
    """Return how many columns a value takes; numbers are shown with two decimals."""
    if isinstance(value, float):
        return len(f"{value:.2f}")
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in str(value))
