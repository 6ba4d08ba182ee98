"""The charter as a document for word processors (docx)."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from simkit.pilot.problems import refused

if TYPE_CHECKING:
    from simkit.views.pilots.charter import Block, Charter

INK, BLUE, RED = "1B1F24", "005A94", "A33F00"
FONT = {"en": "Arial", "zh": "Microsoft YaHei"}
MARGIN, WIDTH = 1.5, 18.0
"""Centimetres at every edge, and between the edges."""


def document(charter: Charter) -> bytes:
    """Return the charter; raise ``InputError`` if the ``pilot`` extra is missing."""
    if find_spec("docx") is None:
        raise refused("extra_missing", value="python-docx")
    from docx import Document

    made: Any = Document()
    _set_up(made, charter)
    _line(made, charter.title, 1.6 * charter.size, style="Title")
    if charter.simulated:
        _line(made, charter.simulated, charter.size, bold=True, colour=RED)
    for block in charter.blocks:
        _write(made, block, charter)
    _line(made, charter.mark, 0.85 * charter.size, before=3)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _set_up(made: Any, charter: Charter) -> None:
    """Set paper, margins, language, fonts and title."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    made.core_properties.title = charter.title
    made.core_properties.language = {"en": "en-GB", "zh": "zh-CN"}[charter.lang]
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    for name in ("Normal", "Title", "Heading 1"):
        style = made.styles[name]
        style.font.name, style.font.size = FONT[charter.lang], Pt(charter.size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT[charter.lang])
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.bold, style.font.color.rgb = (
                True,
                RGBColor.from_string(INK if name == "Title" else BLUE),
            )


def _line(
    made: Any, text: str, size: float, *, bold: bool | None = None, before: float = 0, style: str = "Normal", colour: str = ""
) -> Any:  # fmt: skip
    """Write a line."""
    from docx.shared import Pt, RGBColor

    paragraph = made.add_paragraph(style=style)
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(1), 1.0
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return paragraph


def _write(made: Any, block: Block, charter: Charter) -> None:
    """Write a block: heading, sentences, table, sentence below it."""
    _line(made, block.heading, 1.08 * charter.size, before=0.55 * charter.size, style="Heading 1")
    for strong, text in block.sentences:
        paragraph = _line(made, strong, charter.size, bold=True)
        paragraph.add_run(f"{' ' if strong and charter.lang == 'en' else ''}{text}")
    if block.rows:
        _table(made, block)
    if block.note:
        _line(made, block.note, charter.size, before=2)


def _table(made: Any, block: Block) -> None:
    """Write a table with columns as wide as agreed; headings in bold."""
    from docx.shared import Cm, Pt

    rows = [*([block.heads] if block.heads else []), *block.rows]
    table = made.add_table(len(rows), len(rows[0]))
    table.style, table.autofit = "Table Grid", False
    for place, width in enumerate(block.widths):
        table.columns[place].width = Cm(WIDTH * width / 100)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            cell = table.cell(number, place)
            cell.width = Cm(WIDTH * block.widths[place] / 100)
            layout = cell.paragraphs[0].paragraph_format
            layout.space_after, layout.line_spacing = Pt(0), 1.0
            cell.paragraphs[0].add_run(text).bold = number == 0 if block.heads else place == 0
