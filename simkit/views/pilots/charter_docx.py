"""The charter as a document for word processors (docx)."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from simkit.pilot.problems import refused
from simkit.views.wording import printable

if TYPE_CHECKING:
    from simkit.views.pilots.charter import Block, Charter

FONT = {"en": "Arial", "zh": "Microsoft YaHei"}
SIZE = 8
MARGIN = 1.5
"""Centimetres at every edge."""


def document(charter: Charter) -> bytes:
    """Return the charter; raise ``InputError`` if the ``pilot`` extra is missing."""
    if find_spec("docx") is None:
        raise refused("extra_missing", value="python-docx")
    from docx import Document

    made: Any = Document()
    _set_up(made, charter)
    _line(made, charter.title, 14, bold=True)
    if charter.simulated:
        _line(made, charter.simulated, SIZE, bold=True)
    for block in charter.blocks:
        _write(made, block)
    _line(made, charter.mark, SIZE - 1)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _set_up(made: Any, charter: Charter) -> None:
    """Set paper, margins, font and title."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    made.core_properties.title = charter.title
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = FONT[charter.lang], Pt(SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT[charter.lang])


def _line(made: Any, text: str, size: int, *, bold: bool = False, before: int = 0) -> Any:
    """Write a line."""
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(1)
    run = paragraph.add_run(printable(text))
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _write(made: Any, block: Block) -> None:
    """Write a block: heading, sentences, table."""
    _line(made, block.heading, SIZE + 1, bold=True, before=4)
    for strong, text in block.sentences:
        paragraph = _line(made, strong, SIZE, bold=True)
        paragraph.add_run(f"{' ' if strong and text[:1].isascii() else ''}{printable(text)}")
    if block.rows:
        _table(made, block)


def _table(made: Any, block: Block) -> None:
    """Write a table in small letters."""
    from docx.shared import Pt

    rows = [*([block.heads] if block.heads else []), *block.rows]
    table = made.add_table(len(rows), len(rows[0]))
    table.style = "Table Grid"
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            paragraph = table.cell(number, place).paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(printable(text))
            run.font.size = Pt(SIZE - 1)
            run.bold = bool(block.heads) and number == 0
