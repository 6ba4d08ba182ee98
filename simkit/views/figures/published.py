"""Pictures of the evidence: how many results are reproduced, and what is published beside what simkit finds.

All of them read the table of ``simkit.evidence.table``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isfinite
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter
from pandas import DataFrame

from simkit.evidence.gathering import WORSE_FIRST
from simkit.text import Lang, entries, say
from simkit.views import naming
from simkit.views.figures import style
from simkit.views.figures.view import View
from simkit.views.readings import rows

COLOURS = {"reproduced": "#0072B2", "undecided": "#6B6B6B", "not_reproduced": "#C04A00"}
MARKERS = {"reproduced": "o", "undecided": "D", "not_reproduced": "X"}
HATCHES = {"reproduced": None, "undecided": "..", "not_reproduced": "xx"}
PAPER = "#8A6100"
BAND = "#F2D58C"
"""Ink and band of what is published."""
CURVES = {"march1991": ("p1", "p2"), "posen2012": ("tau", "eta"), "clark2016": ("latency", "eta")}
"""Papers whose figures are curves: the parameter along the curve, and the one by which panels differ."""
LETTERS = {"en": 78, "zh": 36}
"""Letters of a row's name in one line of its picture."""
LINE, ROW = 0.17, 0.28
"""Inches that a line of a row's name takes, and its marks."""
FAR = 5.0
"""From here on, and so many times beyond the middle number, a scale is compressed."""


def counted(frame: DataFrame) -> DataFrame:
    """Return how many results of each paper, of the signs and of the effect sizes have which verdict."""
    groups = [row.group if row.kind == "figure" else row.kind for row in rows(frame)]
    table = DataFrame({"group": groups, "verdict": frame["verdict"].to_numpy()})
    found = table.value_counts(sort=False).unstack(fill_value=0)
    return found.reindex(index=list(dict.fromkeys(groups)), columns=list(WORSE_FIRST), fill_value=0)


def group_label(group: str, lang: Lang) -> str:
    """Return the name of a bar: a paper, the signs or the effect sizes.

    >>> group_label("march1991", "en"), group_label("sign", "zh")
    ('March 1991', '十三个规律')
    """
    return say(f"book.group.{group}", lang) if group in ("sign", "effect") else naming.cite(group)


def tally_sentence(frame: DataFrame, lang: Lang) -> str:
    """Say how many results there are of each verdict, and in which kind of run."""
    counts = {name: int((frame["verdict"] == name).sum()) for name in WORSE_FIRST}
    return say(f"book.tally.{frame['run'].iloc[0]}", lang, of=len(frame), **counts)


def _tally(frame: DataFrame, lang: Lang) -> Figure:
    found = counted(frame)
    figure, (axis,) = style.sheet(0.9 + 0.42 * len(found))
    left = np.zeros(len(found))
    for name in WORSE_FIRST:
        values = found[name].to_numpy()
        axis.barh(range(len(found)), values, left=left, height=0.62, color=COLOURS[name], hatch=HATCHES[name],
                  edgecolor="white", label=naming.verdict_name(name, lang))  # fmt: skip
        left = left + values
    for y, (_, row) in enumerate(found.iterrows()):
        words = " ".join(f"{naming.MARKS[name]}{row[name]}" for name in WORSE_FIRST if row[name])
        axis.annotate(words, (left[y], y), (5, 0), textcoords="offset points", va="center", fontsize=9)
    style.rows_named(axis, [group_label(str(group), lang) for group in found.index])
    axis.margins(x=0.32)
    axis.set_xlabel(say("book.axis.results", lang))
    figure.legend(loc="outside lower center", ncols=3)
    return style.finish(figure)


def beside_sentence(frame: DataFrame, lang: Lang) -> str:
    """Say how many results of a group are reproduced, and which miss by most."""
    counts = {name: int((frame["verdict"] == name).sum()) for name in WORSE_FIRST}
    text = say("book.sentence.counts", lang, of=len(frame), **counts)
    worst = frame[frame["verdict"] == "not_reproduced"]
    if len(worst) == 0:
        return text
    row = max(rows(worst), key=_distance)
    told = {"published": naming.published(row, lang), "found": naming.ours(row)}
    return text + say("book.sentence.worst", lang, what=naming.label(row, lang), **told)


def _distance(row: Any) -> float:
    """Return how far a result lies from its band, in half-widths of its interval."""
    away = max(row.low - row.found_high, row.found_low - row.high, 0.0)
    return away / max(row.found_high - row.found_low, 1e-12)


def _curves(frame: DataFrame, lang: Lang) -> Figure:
    group = str(frame["group"].iloc[0])
    along, across = CURVES[group]
    settings = [naming.settings(id) for id in frame["id"]]
    drawn = [{along, across} <= set(item) for item in settings]
    levels = sorted({item[across] for item, chosen in zip(settings, drawn, strict=True) if chosen})
    rest = rows(frame[[not chosen for chosen in drawn]])
    heights = [2.0] * len(levels) + [sum(_height(row, lang) for row in rest)] * bool(rest)
    figure, axes = style.sheet(
        1.0 + 1.12 * sum(heights), len(heights), gridspec_kw={"height_ratios": heights}
    )
    for axis, level in zip(axes, levels, strict=False):
        chosen = [curve and item[across] == level for item, curve in zip(settings, drawn, strict=True)]
        _curve(
            axis, frame[chosen], [item[along] for item, curve in zip(settings, chosen, strict=True) if curve]
        )
        axis.set_title(naming.figure_label(f"{across}={level}", lang))
    axes[len(levels) - 1].set_xlabel(say(f"book.along.{along}", lang))
    axes[0].set_ylabel(say(f"book.height.{group}", lang), fontsize=9)
    if rest:
        _panel(axes[-1], rest, lang)
        axes[-1].set_xlabel(say("book.axis.order", lang))
    _legend(figure, lang, band=True)
    return style.finish(figure)


def _curve(axis: Axes, part: DataFrame, values: Sequence[float]) -> None:
    """Draw one published curve with its band, and simkit's points with their intervals and distance."""
    x, digits = list(range(len(values))), 3 if part["published"].max() < 2 else 1
    axis.fill_between(x, part["low"], part["high"], color=BAND, alpha=0.7, linewidth=0)
    axis.plot(x, part["published"], "--", color=PAPER, marker="s", markersize=7, markerfacecolor="white")
    axis.plot(x, part["found"], "-", color=COLOURS["reproduced"], linewidth=1.0, alpha=0.6)
    for place, row in zip(x, rows(part), strict=True):
        _mark(axis, place, row.found, row, vertical=True)
        text = f"{row.found - row.published:+.{digits}f}".replace("-", "\N{MINUS SIGN}")
        axis.annotate(
            text,
            (place, 0.03),
            xycoords=("data", "axes fraction"),
            ha="center",
            fontsize=7.5,
            color=COLOURS[row.verdict],
        )
    axis.set_xticks(x, [f"{value:g}" for value in values])
    axis.margins(x=0.08, y=0.08)
    low, high = axis.get_ylim()
    axis.set_ylim(low - 0.16 * (high - low), high)


def _mark(
    axis: Axes, x: float, y: float, row: Any, *, vertical: bool = False, low: Any = None, high: Any = None
) -> None:
    """Draw simkit's number with its interval; colour and marker tell the verdict."""
    middle = y if vertical else x
    low, high = (row.found_low if low is None else low), (row.found_high if high is None else high)
    ends = [[max(0.0, middle - low)], [max(0.0, high - middle)]]
    axis.errorbar([x], [y], yerr=ends if vertical else None, xerr=None if vertical else ends, fmt=MARKERS[row.verdict],
                  color=COLOURS[row.verdict], markersize=5.5, capsize=3, zorder=4,
                  markerfacecolor="white" if row.verdict == "undecided" else COLOURS[row.verdict])  # fmt: skip


def _legend(figure: Figure, lang: Lang, *, band: bool) -> None:
    """Explain the marks under a picture."""
    marks = [Line2D([], [], linestyle="", marker=MARKERS[name], color=COLOURS[name], markersize=6,
                    markerfacecolor="white" if name == "undecided" else COLOURS[name],
                    label=say("book.legend.ours", lang, verdict=say(f"term.verdict.{name}.label", lang)))
             for name in WORSE_FIRST[::-1]]  # fmt: skip
    paper = Line2D([], [], linestyle="--" if band else "", marker="s", color=PAPER, markerfacecolor="white", label=say("book.legend.paper", lang))  # fmt: skip
    room = Patch(color=BAND, label=say("book.legend.band", lang))
    figure.legend(handles=[paper, room, *marks], loc="outside lower center", ncols=2, fontsize=9)


def _panels(frame: DataFrame) -> list[list[Any]]:
    """Return the rows panel by panel: those with one unit and, of a paper, one meaning belong together."""
    found: dict[str, list[Any]] = {}
    for row in rows(frame):
        open_ended = inf in (abs(row.low), abs(row.high))
        key = row.unit if row.kind != "figure" else "order" if open_ended else row.note_en
        found.setdefault(key, []).append(row)
    return list(found.values())


def _rows(frame: DataFrame, lang: Lang) -> Figure:
    panels = _panels(frame)
    heights = [sum(_height(row, lang) for row in panel) for panel in panels]
    total = sum(heights) + 0.5 * len(panels) + 0.8
    figure, axes = style.sheet(total, len(panels), gridspec_kw={"height_ratios": heights})
    for axis, panel in zip(axes, panels, strict=True):
        _panel(axis, panel, lang)
    _legend(figure, lang, band=False)
    return style.finish(figure)


def _lines(row: Any, lang: Lang) -> list[str]:
    """Return a row's name in lines."""
    return wrap(naming.label(row, lang), LETTERS[lang])


def _height(row: Any, lang: Lang) -> float:
    """Return how many inches a row takes."""
    return ROW + LINE * len(_lines(row, lang))


def _panel(axis: Axes, panel: Sequence[Any], lang: Lang) -> None:
    """Draw rows that share a scale: the band, the published number, and simkit's, under each name."""
    numbers = [_numbers(row) for row in panel]
    sides = _sides(axis, [value for item in numbers for value in item if isfinite(value)])
    top = 0.0
    for row, number in zip(panel, numbers, strict=True):
        _row(axis, row, number, top, sides, _lines(row, lang))
        top += _height(row, lang)
    style.zero_line(axis)
    axis.set_xlim(*sides)
    axis.set_ylim(top, 0.0)
    axis.set_yticks([])
    known = panel[0].group in entries("books")["height"]
    axis.set_xlabel(say(f"book.height.{panel[0].group}" if known else f"book.unit.{panel[0].unit}", lang))


def _row(
    axis: Axes,
    row: Any,
    numbers: Sequence[float],
    top: float,
    sides: tuple[float, float],
    lines: Sequence[str],
) -> None:
    """Draw one row from ``top`` down: its name in lines, its band, the published number, and simkit's."""
    published, low, high, found, *interval = numbers
    left, right = sides
    y = top + LINE * len(lines) + 0.5 * ROW
    axis.annotate("\n".join(lines), (0.0, top + 0.02), xycoords=("axes fraction", "data"), va="top", fontsize=8.5,
                  zorder=5, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8})  # fmt: skip
    axis.barh(y, min(high, right) - max(low, left), left=max(low, left), height=0.15, color=BAND, zorder=2)
    if isfinite(published):
        axis.plot([published], [y], "s", color=PAPER, markerfacecolor="white", markersize=7, zorder=3)
    _mark(axis, found, y, row, low=interval[0], high=interval[1])


def _sides(axis: Axes, ends: Sequence[float]) -> tuple[float, float]:
    """Return where a panel begins and ends; far numbers among near ones are brought closer by powers of ten."""
    left, right = min(*ends, 0.0), max(*ends, 0.0)
    reach = max(abs(left), abs(right))
    if reach > FAR and np.median(np.abs(ends)) < reach / FAR:
        axis.set_xscale("symlog", linthresh=1.0)
        axis.xaxis.set_major_formatter(
            FuncFormatter(lambda value, _: f"{value:g}".replace("-", "\N{MINUS SIGN}"))
        )
        return min(1.6 * left, -0.6), max(1.6 * right, 0.6)
    return left - 0.06 * (right - left or 1.0), right + 0.06 * (right - left or 1.0)


def _numbers(row: Any) -> tuple[float, ...]:
    """Return published, low, high, found and its interval, of signs in standard deviations between teams."""
    if row.kind != "sign":
        return row.published, row.low, row.high, row.found, row.found_low, row.found_high
    unit = row.found / row.effect if row.effect else 1.0
    low, high = row.low / unit, row.high / unit
    return row.published, low, high, row.effect, row.effect_low, row.effect_high


def _same(frame: DataFrame) -> DataFrame:
    return frame


TALLY = View("tally", _same, tally_sentence, _tally, "book.view")
"""How many published results are reproduced."""


def beside(group: str) -> View:
    """Return the view of a paper, of the signs (``sign``) or of the effect sizes (``effect``): published beside simkit's."""
    return View(group, _same, beside_sentence, _curves if group in CURVES else _rows, "book.view")
