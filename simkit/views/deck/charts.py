"""Native charts on slides: their numbers can be edited. Regimes differ by colour and by dash or pattern, as in the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from simkit.views.deck.fit import Box
from simkit.views.deck.page import CHINESE, INK, LATIN, Deck, Slide
from simkit.views.figures.style import COLOURS
from simkit.views.wording import printable

DASHES = (MSO_LINE.DASH, MSO_LINE.SOLID, MSO_LINE.ROUND_DOT, MSO_LINE.ROUND_DOT)
"""Dash of each regime's line, then of thin lines beside them."""
LETTERS = 12
GRID = "D5D9DE"
YEAR, TENS = 52, 10
"""Steps of an axis of weeks, and of the ends of an axis of points."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line or group of bars: name, values, the ends of intervals if there are any, and how it looks."""

    name: str
    values: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    colour: str = COLOURS[1]
    dash: Any = MSO_LINE.SOLID
    pattern: bool = False
    width: float = 2.25


def lines(
    deck: Deck, slide: Slide, box: Box, places: Sequence[float], series: Sequence[Series], alt: str, *,
    title: str = "", across: str = "", up: str = "", step: float = YEAR, legend: bool = True, form: str = "General", near: bool = False,
) -> None:  # fmt: skip
    """Draw lines over a numbered axis, such as weeks; ``near`` lets the upright axis begin and end near the lines."""
    data = _points(places, series)
    kind, shown = XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, legend and len(series) > 1
    chart = _chart(deck, slide, box, kind, data, alt, title, shown)
    for made, item in zip(chart.plots[0].series, series, strict=True):
        line = made.format.line
        line.color.rgb, line.width, line.dash_style = _rgb(item.colour), Pt(item.width), item.dash
        made.smooth = False
    _axis(chart.category_axis, across, grid=False, form=form)
    _axis(chart.value_axis, up)
    _span(chart.category_axis, min(0, *places), max(places))
    chart.category_axis.major_unit = step
    if near:
        ends = [value for item in series for value in item.values if value == value]
        low, high = TENS * floor(min(ends) / TENS), TENS * ceil(max(ends) / TENS)
        _span(chart.value_axis, low, max(high, low + TENS))


def _points(places: Sequence[float], series: Sequence[Series]) -> XyChartData:
    """Return the points of lines; where there is no value, there is no point."""
    data = XyChartData(number_format="0.00")
    for item in series:
        made = data.add_series(printable(item.name))
        for x, y in zip(places, item.values, strict=True):
            if y == y:
                made.add_data_point(float(x), float(y))
    return data


def _span(axis: Any, low: float, high: float) -> None:
    """Let an axis begin and end at these values."""
    axis.minimum_scale, axis.maximum_scale = float(low), float(high)


def key(deck: Deck, slide: Slide, box: Box, item: Series) -> None:
    """Explain a line: a piece of it, and its name."""
    middle = Inches(box.top + box.height / 2)
    piece = slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(box.left), middle, Inches(box.left + 0.6), middle
    )
    piece.line.color.rgb, piece.line.width, piece.line.dash_style = (
        _rgb(item.colour),
        Pt(item.width),
        item.dash,
    )
    deck.text(
        slide, Box(box.left + 0.75, box.top, box.width - 0.75, box.height), [item.name], (14, 13, 12, 11, 10)
    )


def bars(
    deck: Deck, slide: Slide, box: Box, names: Sequence[str], series: Sequence[Series], alt: str, *,
    title: str = "", up: str = "", lying: bool = False,
) -> None:  # fmt: skip
    """Draw bars in groups, with their intervals and numbers; ``lying`` ones read from the top down."""
    data = CategoryChartData(number_format="0.00")
    data.categories = [printable(name) for name in names]
    for item in series:
        data.add_series(
            printable(item.name), [float(value) if value == value else None for value in item.values]
        )
    kind = XL_CHART_TYPE.BAR_CLUSTERED if lying else XL_CHART_TYPE.COLUMN_CLUSTERED
    chart = _chart(deck, slide, box, kind, data, alt, title, len(series) > 1)
    chart.plots[0].gap_width, chart.plots[0].overlap = 70, -5
    for made, item in zip(chart.plots[0].series, series, strict=True):
        _paint(made, item)
        if len(item.low):
            _intervals(made, item)
    _axis(chart.category_axis, "", grid=False)
    _axis(chart.value_axis, up)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.reverse_order = lying
    if lying:
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _chart(
    deck: Deck, slide: Slide, box: Box, kind: Any, data: Any, alt: str, title: str, legend: bool
) -> Any:
    """Add a chart with fonts for both languages, a text for those who do not see it, a title and a legend."""
    place = (Inches(value) for value in (box.left, box.top, box.width, box.height))
    frame = slide.shapes.add_chart(kind, *place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt))
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(LETTERS), _rgb(INK)
    chart.font.name = LATIN[deck.lang]
    chart.font._rPr.append(parse_xml(f'<a:ea {nsdecls("a")} typeface="{CHINESE}"/>'))
    chart.has_title = bool(title)
    if title:
        chart.chart_title.include_in_layout = False
        deck.fill(chart.chart_title.text_frame, title, LETTERS + 2, bold=True)
    chart.has_legend = legend
    if legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    return chart


def _axis(axis: Any, title: str, *, grid: bool = True, form: str = "General") -> None:
    """Set an axis: light grid, its title, small figures."""
    axis.has_major_gridlines, axis.has_minor_gridlines = grid, False
    if grid:
        axis.major_gridlines.format.line.color.rgb = _rgb(GRID)
    axis.format.line.color.rgb = _rgb(GRID)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.has_title = bool(title)
    if title:
        axis.axis_title.text_frame.text = title
        font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(LETTERS - 1), False


def _paint(made: Any, item: Series) -> None:
    """Fill bars: with one colour, or with a pattern for the reference."""
    made.invert_if_negative = False
    if item.pattern:
        made.format.fill.patterned()
        made.format.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        made.format.fill.fore_color.rgb, made.format.fill.back_color.rgb = _rgb(item.colour), _rgb("FFFFFF")
        made.format.line.color.rgb = _rgb(item.colour)
    else:
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = _rgb(item.colour)


def _intervals(made: Any, item: Series) -> None:
    """Add the intervals of a group of bars as error bars (``pptx`` itself has none)."""
    ends = {
        "plus": [high - value for value, high in zip(item.values, item.high, strict=True)],
        "minus": [value - low for value, low in zip(item.values, item.low, strict=True)],
    }
    parts = "".join(
        f'<c:{name}><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>'
        + "".join(f'<c:pt idx="{i}"><c:v>{max(0.0, float(value))!r}</c:v></c:pt>' for i, value in enumerate(values) if value == value)
        + f"</c:numLit></c:{name}>"
        for name, values in ends.items()
    )  # fmt: skip
    xml = (
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>{parts}'
        f'<c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="{INK}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    made._element.find(qn("c:cat")).addprevious(parse_xml(xml))


def _rgb(colour: str) -> RGBColor:
    """Return a colour as ``pptx`` wants it."""
    return RGBColor.from_string(colour.removeprefix("#"))
