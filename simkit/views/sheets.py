"""Tables as files: CSV and Excel, the same bytes for the same numbers (no dates inside)."""

from __future__ import annotations

import io
import re
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from pandas import DataFrame

EPOCH = datetime(1980, 1, 1)
"""The date that every file and every part of it carries."""
WIDEST = 60
_DATE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def csv_bytes(frame: DataFrame) -> bytes:
    """Return a table as CSV that spreadsheets open in the right encoding (UTF-8 with byte-order mark).

    >>> csv_bytes(DataFrame({"a": [1.5]})).decode("utf-8-sig")
    'a\\n1.5\\n'
    """
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def xlsx_bytes(frame: DataFrame) -> bytes:
    """Return a table as an Excel sheet with a header that stays in sight."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(frame.columns))
    for row in frame.itertuples(index=False):
        sheet.append([float(value) if isinstance(value, float) else value for value in row])
    for number, cell in enumerate(sheet[1], start=1):
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        longest = max((len(str(value)) for value in frame.iloc[:, number - 1]), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(12, longest))
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.number_format = "0.00" if isinstance(cell.value, float) else "General"
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return _undated(buffer.getvalue())


def _undated(data: bytes) -> bytes:
    """Return an archive that carries the same date on all its parts and in them."""
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            part = _DATE.sub(EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), source.read(name))
            target.writestr(ZipInfo(name, EPOCH.timetuple()[:6]), part, ZIP_DEFLATED)
    return buffer.getvalue()
