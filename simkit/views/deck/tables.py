"""Native tables on slides: every cell can be edited, and the whole fits its box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from simkit.views.deck.fit import INCH, LINE, Box, lines, whole
from simkit.views.deck.page import INK, SOFT, TINT, Deck, Slide
from simkit.views.figures.style import VERDICT_COLOURS
from simkit.views.wording import printable

SIZES = (16, 15, 14, 13, 12, 11, 10, 9, 8)
LEAST = 10
"""Size below which words are rather broken than set smaller."""
SIDE, ABOVE = 0.08, 0.045
"""Margins within a cell, in inches."""
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The built-in table style without lines and colours."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, the verdict that colours it (none: ink), and whether it is bold."""

    text: str
    verdict: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head, its rows, how wide its columns are, and how many columns at the left hold words."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    shares: Sequence[float]
    words: frozenset[int] = frozenset({0})

    def widths(self, width: float) -> list[float]:
        """Return the widths of the columns in inches."""
        return [width * share / sum(self.shares) for share in self.shares]

    def heights(self, size: float, width: float) -> list[float]:
        """Return the heights of head and rows in inches, estimated on the safe side."""
        cells = [[Cell(text, bold=True) for text in self.head], *self.rows]
        return [
            2 * ABOVE + LINE * size / INCH * max(
                lines(cell.text, size, wide - 2 * SIDE, bold=cell.bold)
                for cell, wide in zip(row, self.widths(width), strict=True)
            )
            for row in cells
        ]  # fmt: skip

    def size(self, box: Box, sizes: Sequence[float] = SIZES) -> float:
        """Return the largest font size at which the table fits a box, without broken words if that need not be tiny."""
        if len(sizes) == 1:
            return sizes[0]
        high = [size for size in sizes if sum(self.heights(size, box.width)) <= box.height]
        usual = min([*high[:1], LEAST]) if high else sizes[-1]
        return next((size for size in high if size >= LEAST and self._whole(size, box.width)), usual)

    def _whole(self, size: float, width: float) -> bool:
        """Tell whether no word has to be broken."""
        cells = [[Cell(text, bold=True) for text in self.head], *self.rows]
        return all(
            whole(cell.text, size, wide - 2 * SIDE, bold=cell.bold)
            for row in cells for cell, wide in zip(row, self.widths(width), strict=True)
        )  # fmt: skip


def draw(deck: Deck, slide: Slide, box: Box, table: Table, alt: str, sizes: Sequence[float] = SIZES) -> float:
    """Draw a table into the top of a box and return its height in inches."""
    size = table.size(box, sizes)
    heights = table.heights(size, box.width)
    place = (Inches(value) for value in (box.left, box.top, box.width, sum(heights)))
    shape = slide.shapes.add_table(1 + len(table.rows), len(table.head), *place)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt))
    made = shape.table
    made.horz_banding = False
    made._tbl.tblPr.find("{*}tableStyleId").text = PLAIN
    for column, width in zip(made.columns, table.widths(box.width), strict=True):
        column.width = Inches(width)
    cells = [[Cell(text, bold=True) for text in table.head], *table.rows]
    for number, (row, height, told) in enumerate(zip(made.rows, heights, cells, strict=True)):
        row.height = Inches(height)
        for column, (cell, item) in enumerate(zip(row.cells, told, strict=True)):
            _fill(deck, cell, item, size, left=column in table.words, top=number == 0)
    return sum(heights)


def _fill(deck: Deck, cell: Any, item: Cell, size: float, *, left: bool, top: bool) -> None:
    """Write one cell."""
    colour = VERDICT_COLOURS[item.verdict].removeprefix("#") if item.verdict else INK
    deck.fill(cell.text_frame, item.text, size, bold=item.bold, colour=colour)
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT if left else PP_ALIGN.RIGHT
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(ABOVE)
    about = cell._tc.get_or_add_tcPr()
    about.append(parse_xml(
        f'<a:lnB {nsdecls("a")} w="{12700 if top else 6350}"><a:solidFill><a:srgbClr val="{SOFT if top else "C3C8CE"}"/></a:solidFill></a:lnB>'
    ))  # fmt: skip
    if top:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(TINT)
