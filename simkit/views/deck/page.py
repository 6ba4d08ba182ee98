"""A deck of 16:9 slides with fonts for both languages: titles, text, notes for the speaker, a foot on every slide."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from simkit.text import Lang, say
from simkit.views.archives import undated
from simkit.views.deck.fit import GAP, Box, fitting
from simkit.views.figures.style import COLOURS
from simkit.views.wording import printable

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.6
"""Size of a slide and its margin, in inches."""
TITLE = Box(MARGIN, 0.4, WIDE - 2 * MARGIN, 1.3)
BODY = Box(MARGIN, 1.9, WIDE - 2 * MARGIN, 4.95)
FOOT = Box(MARGIN, 7.0, WIDE - 2 * MARGIN, 0.3)
TITLE_SIZES = (28, 26, 24, 22, 20, 18, 16, 14)
TEXT_SIZES = (24, 22, 20, 18, 16, 15, 14, 13, 12, 11, 10)
INK, SOFT, TINT, WARNING = "1B1F24", "555B63", "F1F4F7", "FFF4CE"
LATIN: dict[Lang, str] = {"en": "Arial", "zh": "Microsoft YaHei"}
"""Fonts that office programs bring along; each program puts its own in place of one that it lacks."""
CHINESE, CHINESE_NAME = "Microsoft YaHei", "微软雅黑"
PROOF: dict[Lang, str] = {"en": "en-GB", "zh": "zh-CN"}
"""In which language a program checks the spelling."""

Said = str | Sequence[tuple[str, bool]]
"""A paragraph: its text, or its runs, each with whether it is bold."""
Slide = Any
"""A slide, or a shape, as ``pptx`` has it."""


class Deck:
    """Slides in the making, in one language."""

    def __init__(self, lang: Lang, title: str) -> None:
        """Begin an empty deck; the title is the file's own, for screen readers and search."""
        self.lang: Lang = lang
        self.made: Any = Presentation()
        self.made.slide_width, self.made.slide_height = Inches(WIDE), Inches(HIGH)
        self.made.core_properties.title, self.made.core_properties.language = printable(title), PROOF[lang]
        self.made.core_properties.author = self.made.core_properties.last_modified_by = ""
        _prepare(self.made, lang)

    def slide(self, title: str, notes: Sequence[str] = ()) -> Slide:
        """Add a slide with a title that fits, a foot, and notes for the speaker."""
        made = self.made.slides.add_slide(self.made.slide_layouts[0])
        frame = made.shapes.title.text_frame
        _set_up(frame, MSO_ANCHOR.MIDDLE)
        size = fitting([title], TITLE, TITLE_SIZES, bold=True)
        self._write(frame.paragraphs[0], title, size, bold=True)
        self._foot(made)
        if notes:
            made.notes_slide.notes_text_frame.text = "\n".join(printable(text) for text in notes)
        return made

    def text(
        self, slide: Slide, box: Box, paragraphs: Sequence[Said], sizes: Sequence[float] = TEXT_SIZES, *,
        colour: str = INK, bold: bool = False, bullets: bool = False, align: Any = PP_ALIGN.LEFT,
    ) -> Slide:  # fmt: skip
        """Add a box of paragraphs in the largest size in which they fit; return its shape."""
        shape = slide.shapes.add_textbox(
            *(Inches(value) for value in (box.left, box.top, box.width, box.height))
        )
        _set_up(shape.text_frame, MSO_ANCHOR.TOP)
        room = Box(box.left, box.top, box.width - 0.3 * bullets, box.height)
        size = fitting([plain(told) for told in paragraphs], room, sizes, bold=bold)
        for place, told in enumerate(paragraphs):
            paragraph = shape.text_frame.paragraphs[0] if place == 0 else shape.text_frame.add_paragraph()
            paragraph.alignment, paragraph.space_before = align, Pt(size * GAP if place else 0)
            if bullets:
                _bullet(paragraph)
            self._write(paragraph, told, size, colour=colour, bold=bold)
        return shape

    def panel(self, slide: Slide, box: Box) -> None:
        """Put the colour of a warning behind what is written next; it says nothing by itself."""
        shape = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, *(Inches(value) for value in (box.left, box.top, box.width, box.height))
        )
        shape.fill.solid()
        shape.fill.fore_color.rgb, shape.line.color.rgb = (
            RGBColor.from_string(WARNING),
            RGBColor.from_string(WARNING),
        )
        shape.shadow.inherit = False

    def fill(self, frame: Any, text: Said, size: float, **how: Any) -> None:
        """Write one paragraph into the empty text of a shape or cell."""
        self._write(frame.paragraphs[0], text, size, **how)

    def data(self) -> bytes:
        """Return the deck as a file; the same slides give the same bytes."""
        buffer = io.BytesIO()
        self.made.save(buffer)
        return undated(buffer.getvalue())

    def _foot(self, slide: Slide) -> None:
        """Say on every slide what the numbers are not, and which slide it is."""
        left, right = FOOT.columns(9, 1)
        self.text(slide, left, [say("term.disclaimer.short", self.lang)], (10,), colour=SOFT)
        shape = self.text(
            slide, right, [str(len(self.made.slides))], (10,), colour=SOFT, align=PP_ALIGN.RIGHT
        )
        run = shape.text_frame.paragraphs[0]._p.find(qn("a:r"))
        field = parse_xml(
            f'<a:fld {nsdecls("a")} id="{{7B0D7A5C-5C0B-4A55-9C8E-1D2F3A4B5C6D}}" type="slidenum"/>'
        )
        field.extend(list(run))
        run.getparent().replace(run, field)

    def _write(
        self, paragraph: Any, text: Said, size: float, *, colour: str = INK, bold: bool = False
    ) -> None:
        """Write a paragraph, run by run."""
        for part, strong in [(text, bold)] if isinstance(text, str) else text:
            run = paragraph.add_run()
            run.text = printable(part)
            run.font.size, run.font.bold, run.font.color.rgb = (
                Pt(size),
                bold or strong,
                RGBColor.from_string(colour),
            )
            run._r.get_or_add_rPr().set("lang", PROOF[self.lang])


def plain(text: Said) -> str:
    """Return what a paragraph says.

    >>> plain((("Say ", False), ("why", True)))
    'Say why'
    """
    return text if isinstance(text, str) else "".join(part for part, _ in text)


def _set_up(frame: Any, anchor: Any) -> None:
    """Give a text its box as a whole: no margins, wrapped, not resized by the program."""
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _bullet(paragraph: Any) -> None:
    """Give a paragraph a bullet."""
    about = paragraph._p.get_or_add_pPr()
    about.set("marL", str(Inches(0.28)))
    about.set("indent", str(-Inches(0.28)))
    about.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def _prepare(made: Any, lang: Lang) -> None:
    """Keep one layout, set its title where ours stands, and give theme and charts their fonts and colours."""
    keep = made.slide_layouts.get_by_name("Title Only")
    for layout in [item for item in made.slide_layouts if item is not keep]:
        made.slide_layouts.remove(layout)
    for place in (made.slide_master, keep):
        for shape in list(place.placeholders):
            if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                shape.left, shape.top, shape.width, shape.height = (
                    Inches(value) for value in (TITLE.left, TITLE.top, TITLE.width, TITLE.height)
                )
            elif place is keep:
                shape.element.getparent().remove(shape.element)
            else:
                shape.left, shape.width = int(shape.left * WIDE / 10), int(shape.width * WIDE / 10)
    made.slide_master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}").set("algn", "l")
    _dress(made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME), lang)


def _dress(theme: Any, lang: Lang) -> None:
    """Write fonts and colours into the theme, from which all text and every chart takes them."""
    text = theme.blob.decode()
    text = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{LATIN[lang]}"/>', text)
    text = re.sub(r'<a:ea typeface="[^"]*"/>', f'<a:ea typeface="{CHINESE}"/>', text)
    text = re.sub(r'(<a:font script="Hans" typeface=")[^"]*', rf"\g<1>{CHINESE_NAME}", text)
    for place, colour in enumerate(COLOURS, 1):
        text = re.sub(
            rf'(<a:accent{place}><a:srgbClr val=")[0-9A-F]+', rf"\g<1>{colour.removeprefix('#')}", text
        )
    theme._blob = text.encode()
