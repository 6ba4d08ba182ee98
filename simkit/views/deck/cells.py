"""What the tables of a comparison's slides hold: the report's numbers, in the report's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pandas import DataFrame

from simkit.levers import SWITCHES
from simkit.metrics import STREAMS, metric
from simkit.text import Lang, say
from simkit.views.deck.tables import Cell, Table
from simkit.views.figures.streams import windows_named
from simkit.views.figures.value import row_name
from simkit.views.readings import rows
from simkit.views.report import facts
from simkit.views.tables import MARKS, head, team_rows
from simkit.views.wording import (
    first_capital,
    interval,
    metric_name,
    number,
    percent,
    regime_name,
    stream_name,
    unit_name,
    unit_of_difference,
)

if TYPE_CHECKING:
    from simkit.views.comparison import ReadableComparison


def gap(row: Any) -> str:
    """Return a difference with its interval, on one line."""
    return kept(f"{number(row.difference, sign=True)} {interval(row.low, row.high)}")


def kept(text: str) -> str:
    """Return text that is not broken over lines."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def verdict(row: Any, lang: Lang) -> Cell:
    """Return the verdict in a mark, a word and a colour; nothing where neither way is better."""
    if not getattr(row, "direction", 1):
        return Cell("–")
    return Cell(f"{MARKS[row.verdict]} {say(f'report.verdict.{row.verdict}', lang)}", row.verdict, bold=True)


def measure(row: Any, lang: Lang) -> Cell:
    """Return the name of a metric with the arrow that says which way is better."""
    arrow = {1: " ↑", -1: " ↓", 0: ""}[metric(row.metric).direction]
    return Cell(metric_name(row.metric, lang) + kept(arrow))


def sides_named(frame: DataFrame, lang: Lang) -> list[str]:
    """Return the names of the reference and of the compared regime of a table."""
    return [regime_name(frame.iloc[0][who], lang) for who in ("reference", "regime")]


def headline(frame: DataFrame, lang: Lang) -> Table:
    """Return the four streams at the end."""
    told = [
        [Cell(stream_name(row.stream, lang), bold=True), Cell(number(row.mean_a)), Cell(number(row.mean_b)), Cell(gap(row)),
         Cell(percent(row.ahead_b)), verdict(row, lang)]
        for row in rows(frame)
    ]  # fmt: skip
    heads = [head("stream", lang), *sides_named(frame, lang), say("slide.column.gap", lang), head("ahead", lang), head("verdict", lang)]  # fmt: skip
    return Table(heads, told, (2.4, 1.6, 1.6, 2.6, 1.2, 1.6), frozenset({0, 5}))


def windows(frame: DataFrame, lang: Lang) -> Table:
    """Return the four streams in the early and the late window, each by itself."""
    found = {(row.window, row.stream): row for row in rows(frame)}
    told = [
        [Cell(stream_name(stream, lang), bold=True),
         *(Cell(kept(f"{MARKS[row.verdict]} {gap(row)}"), row.verdict) for row in (found["early", stream], found["late", stream]))]
        for stream in STREAMS
    ]  # fmt: skip
    heads = [head("stream", lang), *(first_capital(name) for name in windows_named(frame, lang))]
    return Table(heads, told, (1.5, 2, 2))


def costs(frame: DataFrame, lang: Lang) -> Table:
    """Return hours per person and year by kind, and together."""
    told = [
        [
            Cell(metric_name(row.metric, lang)),
            Cell(number(row.mean_a)),
            Cell(number(row.mean_b)),
            Cell(gap(row)),
        ]
        for row in rows(frame)
    ]
    a, b = (float(frame[f"mean_{side}"].sum()) for side in "ab")
    total = (say("slide.column.total", lang), number(a), number(b), number(b - a, sign=True))
    heads = [head("metric", lang), *sides_named(frame, lang), say("slide.column.gap", lang)]
    return Table(heads, [*told, [Cell(text, bold=True) for text in total]], (1.6, 1.3, 1.3, 2.1))


def losses(frame: DataFrame, lang: Lang) -> Table:
    """Return the measures on which the new regime is behind, surest first."""
    told = [
        [measure(row, lang), Cell(kept(f"{number(row.mean_a)} → {number(row.mean_b)}")), Cell(gap(row)),
         Cell(unit_of_difference(row.metric, lang)), Cell(percent(row.ahead_a)), verdict(row, lang)]
        for row in rows(frame)
    ]  # fmt: skip
    heads = [head("metric", lang), say("slide.column.change", lang), say("slide.column.gap", lang), head("unit", lang),
             say("slide.column.behind", lang), head("verdict", lang)]  # fmt: skip
    return Table(heads, told, (3, 1.6, 2.4, 2, 1.1, 1.3), frozenset({0, 3, 5}))


def funnel(frame: DataFrame, lang: Lang) -> Table:
    """Return the measures of the data engine from input to impact; a stage is set in bold where it begins."""
    begins = ~frame["stage"].duplicated()
    told = [
        [Cell(say(f"term.stage.{row.stage}.label", lang), bold=bool(first)), measure(row, lang),
         Cell(unit_name(row.metric, lang)), Cell(number(row.mean_a)), Cell(number(row.mean_b)), Cell(gap(row)), verdict(row, lang)]
        for row, first in zip(rows(frame), begins, strict=True)
    ]  # fmt: skip
    heads = [say("slide.column.stage", lang), head("metric", lang), head("unit", lang), *sides_named(frame, lang),
             say("slide.column.gap", lang), head("verdict", lang)]  # fmt: skip
    return Table(heads, told, (1, 2.8, 1.7, 1.3, 1.3, 2.3, 1.4), frozenset({0, 1, 2, 6}))


def failures(frame: DataFrame, lang: Lang) -> Table:
    """Return number, kind and treatment of failures."""
    told = [
        [measure(row, lang), Cell(unit_name(row.metric, lang)), Cell(number(row.mean_a)), Cell(number(row.mean_b)), Cell(gap(row))]
        for row in rows(frame)
    ]  # fmt: skip
    heads = [
        head("metric", lang),
        head("unit", lang),
        *sides_named(frame, lang),
        say("slide.column.gap", lang),
    ]
    return Table(heads, told, (2.3, 1.4, 1.2, 1.2, 2), frozenset({0, 1}))


def teams(frame: DataFrame, lang: Lang) -> Table:
    """Return the four streams at the end, team by team."""
    told = [
        [Cell(str(row["number"])), Cell(row["team"], bold=True), Cell(row["function"]), Cell(str(row["people"])),
         *(Cell(f"{MARKS[cell['verdict']]} {number(cell['difference'], sign=True)}", cell["verdict"]) for cell in row["cells"])]
        for row in team_rows(frame, lang)
    ]  # fmt: skip
    heads = [head("number", lang), head("team", lang), head("function", lang), head("people", lang),
             *(stream_name(stream, lang) for stream in STREAMS)]  # fmt: skip
    return Table(heads, told, (0.6, 2.6, 1.9, 0.9, 1.3, 1.3, 1.3, 1.8), frozenset({1, 2}))


def shares(frame: DataFrame, lang: Lang) -> Table:
    """Return what each of the seven dimensions contributes to each stream, and all together."""
    told: list[list[Cell]] = []
    for name in (*SWITCHES, "together"):
        kind = "together" if name == "together" else "shapley"
        part = {row.stream: row for row in rows(frame[(frame["switch"] == name) & (frame["part"] == kind)])}
        cells = [
            f"{number(row.mean, sign=True)} {kept(interval(row.low, row.high))}"
            for row in map(part.__getitem__, STREAMS)
        ]
        told.append(
            [Cell(row_name(name, lang), bold=True), *(Cell(text, bold=kind == "together") for text in cells)]
        )
    return Table([head("row", lang), *(stream_name(id, lang) for id in STREAMS)], told, (2.6, 2, 2, 2, 2))


def repeat(c: ReadableComparison, lang: Lang) -> Table:
    """Return what somebody needs to repeat the run."""
    told = [[Cell(term), Cell(fact)] for term, fact in facts(c, lang)]
    heads = (say("export.column.fact", lang), say("export.column.value", lang))
    return Table(heads, told, (1.3, 3), frozenset({0, 1}))


def pages(table: Table, most: int) -> Sequence[Table]:
    """Return a long table as tables of at most ``most`` rows, all about equally long.

    >>> [len(part.rows) for part in pages(Table(["a"], [[Cell("x")]] * 9, [1]), 4)]
    [3, 3, 3]
    """
    count = max(1, -(-len(table.rows) // most))
    size = -(-len(table.rows) // count)
    return [
        Table(table.head, table.rows[start : start + size], table.shares, table.words)
        for start in range(0, max(1, len(table.rows)), size)
    ]
