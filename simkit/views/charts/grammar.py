"""The grammar of a live chart: plain data that can be sent as JSON, which `widgets/chart.js` draws as SVG.

A chart has panels, a panel has two axes and marks; nothing in it is computed in the browser but places on the
screen. Numbers are rounded to four significant digits (`short`), undefined ones are ``None``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NotRequired, TypedDict

from simkit.text import Lang, say
from simkit.views.figures import style
from simkit.views.wording import interval, number, regime_name

DIGITS = 4
"""Significant digits of every number in a chart."""
DASHES = {"-": "", "--": "7 4", ":": "2 3"}
"""Lines of the report's pictures as SVG writes them."""
SHAPES = {"s": "square", "o": "circle", "^": "up", "v": "down", "D": "diamond", "X": "cross"}
"""Markers of the report's pictures under the names that the browser's marks have."""


class Style(TypedDict):
    """How a mark looks; ``marker`` and ``dash`` tell it apart without its colour."""

    colour: str
    dash: NotRequired[str]
    marker: NotRequired[str]
    hollow: NotRequired[bool]


class Mark(TypedDict):
    """One mark, or one kind of mark many times.

    ``line``: ``y`` over ``x`` (1, 2, 3 … if left out), with ``low`` and ``high`` as its band; ``name`` for the reader.
    ``interval``: ``items`` with ``at``, ``low``, ``high`` at a ``row`` (or, if ``upright``, at an x of that number).
    ``bar``: like ``interval``, drawn from 0, ``size`` high. ``point``: ``items`` with ``x``, ``y`` and ``size``.
    In one look and without tips: ``x`` and
    ``y`` instead of items. ``spikes``: upright strokes at ``x`` in the row ``y``, between two ``ends`` about its middle, times ``size``. ``rule``: a line at ``at`` across the panel, along
    ``axis``. ``text``: words at ``x``, ``y``. Items may carry ``tip`` (what a person is told of them), ``label`` and
    a ``style`` of their own.
    """

    type: Literal["line", "interval", "bar", "point", "spikes", "rule", "text"]
    style: NotRequired[Style]
    name: NotRequired[str]
    x: NotRequired[list[float | None]]
    y: NotRequired[list[float | None]]
    low: NotRequired[list[float | None]]
    high: NotRequired[list[float | None]]
    items: NotRequired[list[dict[str, Any]]]
    upright: NotRequired[bool]
    ends: NotRequired[list[float]]
    size: NotRequired[float | list[float | None]]
    at: NotRequired[float]
    axis: NotRequired[Literal["x", "y"]]


class Axis(TypedDict):
    """An axis: ``linear`` between two numbers, ``rows`` (a name each, from the top down), ``places`` (a name each, from
    the left), or ``change``: even up to ± 100, by powers of ten beyond. ``ticks`` are (number, words); without them the
    browser chooses round numbers."""

    kind: Literal["linear", "rows", "places", "change"]
    label: str
    domain: NotRequired[list[float]]
    names: NotRequired[list[str]]
    strong: NotRequired[list[int]]
    ticks: NotRequired[list[tuple[float, str]]]


class Panel(TypedDict):
    """One panel; ``group`` says which panels stand together, ``follow`` is what stands over the numbers at an x
    (``{x}`` is that number), ``beside`` are words at the right of each row, ``lane`` the regime
    whose replayed weeks a panel of lanes tells of."""

    group: int
    title: str
    x: Axis
    y: Axis
    marks: list[Mark]
    height: NotRequired[int]
    follow: NotRequired[str]
    beside: NotRequired[list[str]]
    lane: NotRequired[int]


class Key(TypedDict):
    """An entry of the legend."""

    text: str
    style: Style


class Table(TypedDict):
    """The text alternative: the same numbers in rows."""

    caption: str
    head: list[str]
    rows: list[list[str]]


class Drawing(TypedDict):
    """What a view's function makes of its tidy table; ``most`` is how many groups may stand side by side (4)."""

    panels: list[Panel]
    legend: list[Key]
    table: Table
    most: NotRequired[int]
    replay: NotRequired[dict[str, Any]]


class Chart(Drawing):
    """A chart with its words; see the module ``simkit.views.charts``."""

    id: str
    lang: Lang
    title: str
    sentence: str
    reading: str
    lesson: str
    words: dict[str, str]


def short(value: float) -> float | None:
    """Return a number with four significant digits; nothing if it is undefined.

    >>> short(123.456), short(0.000123456), short(float("nan"))
    (123.5, 0.0001235, None)
    """
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def shorts(values: Iterable[float]) -> list[float | None]:
    """Return numbers rounded for a chart."""
    return [short(float(value)) for value in values]


def regime_style(place: int) -> Style:
    """Return colour, dash and marker of the reference (0) or the compared regime (1)."""
    dash = DASHES[str(style.LINES[place])]
    return {"colour": style.COLOURS[place], "dash": dash, "marker": SHAPES[style.MARKERS[place]]}


def verdict_style(verdict: str) -> Style:
    """Return colour and marker of a verdict."""
    marker = SHAPES[style.VERDICT_MARKERS[verdict]]
    return {"colour": style.VERDICT_COLOURS[verdict], "marker": marker, "hollow": verdict == "open"}


def regime_keys(names: Sequence[str], lang: Lang, *, lines: bool = True) -> list[Key]:
    """Return the legend of the two regimes, by line or by marker."""
    drop = "marker" if lines else "dash"
    styles = [
        {key: value for key, value in regime_style(i).items() if key != drop} for i in range(len(names))
    ]
    return [
        {"text": regime_name(name, lang), "style": found}  # pyright: ignore[reportReturnType]
        for name, found in zip(names, styles, strict=True)
    ]


def box_keys(names: Sequence[str], lang: Lang) -> list[Key]:
    """Return the legend of the two regimes' bars: the reference's are hatched."""
    looks: list[Style] = [
        {"colour": style.COLOURS[0], "marker": "hatched"},
        {"colour": style.COLOURS[1], "marker": "box"},
    ]
    return [{"text": regime_name(name, lang), "style": look} for name, look in zip(names, looks, strict=True)]


def verdict_keys(lang: Lang, neutral: str = "open") -> list[Key]:
    """Return the legend of the verdicts; ``neutral`` is the text of those that are open."""
    return [
        {
            "text": say(f"report.verdict.{neutral if key == 'open' else key}", lang),
            "style": verdict_style(key),
        }
        for key in style.VERDICTS
    ]


def line(
    name: str, look: Style, y: Iterable[float], band: tuple[Iterable[float], Iterable[float]] | None = None,
    x: Iterable[float] | None = None,
) -> Mark:  # fmt: skip
    """Return a line, with a band around it and other places than 1, 2, 3 … if given."""
    found: Mark = {"type": "line", "name": name, "style": look, "y": shorts(y)}
    if band:
        found["low"], found["high"] = (shorts(values) for values in band)
    if x is not None:
        found["x"] = shorts(x)
    return found


def rule(axis: Literal["x", "y"], at: float = 0.0) -> Mark:
    """Return a line across the panel where ``axis`` has a value."""
    return {"type": "rule", "axis": axis, "at": at}


def difference_item(row: Any, place: int, name: str, lang: Lang) -> dict[str, Any]:
    """Return a difference with its interval, its verdict's look and what is told of it."""
    told = f"{number(row.difference, sign=True)} {interval(row.low, row.high)}"
    return {
        "at": short(row.difference), "low": short(row.low), "high": short(row.high), "row": place,
        "tip": f"{name}{say('report.phrase.colon', lang)}{told}", "style": verdict_style(row.verdict),
    }  # fmt: skip


def weeks_axis(weeks: int, lang: Lang) -> Axis:
    """Return the axis of weeks, with a tick at each year's (or quarter's) end."""
    step = 52 if weeks >= 104 else 26 if weeks >= 52 else 13 if weeks >= 26 else max(1, weeks // 4)
    ends = [1, *range(step, weeks + 1, step)] if step > 1 else [*range(1, weeks + 1)]
    ticks = [(float(week), str(week)) for week in ends]
    return {
        "kind": "linear",
        "label": say("report.axis.week", lang),
        "domain": [1.0, float(max(weeks, 2))],
        "ticks": ticks,
    }


def percent_axis(label: str) -> Axis:
    """Return an axis from 0 to 100 %."""
    ticks = [(float(tick), f"{tick}%") for tick in range(0, 101, 25)]
    return {"kind": "linear", "label": label, "domain": [0.0, 100.0], "ticks": ticks}


def spanning(values: Iterable[float], *, zero: bool = False, least: float = 0.0) -> list[float]:
    """Return an axis' ends around all defined values, with some room; ``zero`` must be on it.

    >>> spanning([2.0, 4.0]), spanning([], zero=True)
    ([1.88, 4.12], [-0.06, 1.06])
    """
    known = [float(value) for value in values if math.isfinite(value)] + ([0.0] if zero else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if high - low <= least:
        low, high = low - (0.0 if zero and low == 0 else 0.5), high + (1.0 if zero else 0.5)
    room = 0.06 * (high - low)
    return [float(f"{low - room:.{DIGITS}g}"), float(f"{high + room:.{DIGITS}g}")]
