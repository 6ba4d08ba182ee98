"""Archives without dates: the same parts give the same bytes (Excel and PowerPoint files are archives too)."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = datetime(1980, 1, 1)
"""The date that every archive and every part of it carries."""
_DATE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NESTED = ".xlsx"
"""Parts that are archives themselves: the numbers behind a slide's chart."""


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as an archive, in their order, all with the same date.

    >>> zipped({"a": b"1"}) == zipped({"a": b"1"})
    True
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(ZipInfo(name, EPOCH.timetuple()[:6]), data, ZIP_DEFLATED)
    return buffer.getvalue()


def undated(data: bytes) -> bytes:
    """Return an archive that carries the same date on all its parts, in them and in archives within."""
    with ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in sorted(source.namelist())}
    return zipped({name: _undated_part(name, part) for name, part in parts.items()})


def _undated_part(name: str, data: bytes) -> bytes:
    """Return one part without dates."""
    if name.endswith(_NESTED):
        return undated(data)
    return _DATE.sub(EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
