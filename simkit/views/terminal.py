"""Tables in a terminal: never wider than it, plain when the output goes into a file, in either language."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simkit.constants import CONSTANTS, Constant
from simkit.evidence.sources import OWN, cite
from simkit.levers import LEVERS, Lever
from simkit.metrics import METRICS
from simkit.presets import REGIMES, load_regime
from simkit.regime import Regime
from simkit.text import Lang, entries, say
from simkit.views.tables import MARKS, Row, head, stream_rows
from simkit.views.wording import (
    first_capital,
    metric_name,
    named,
    number,
    period,
    regime_name,
    stream_name,
    unit_name,
    week_name,
    whole,
)

if TYPE_CHECKING:
    from simkit.experiments.comparison import Comparison

COLOURS = {"ahead": "blue", "open": "dim", "behind": "red"}
PLAIN_WIDTH = 80
"""Width of tables that go into a file, in columns."""
LONGEST = 14
"""Words up to this many columns are not broken."""
NARROW = 14
"""Longest name of a regime in the head of a table, in columns."""


def show(content: RenderableType, file: TextIO | None = None) -> None:
    """Print a table: with colour and as wide as the window in a terminal, plain text anywhere else."""
    target = file or sys.stdout
    width = None if target.isatty() else PLAIN_WIDTH
    Console(file=target, width=width, highlight=False, markup=False, emoji=False).print(content)


def table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]], title: str = "", whole_cells: Iterable[int] = (),
          numeric: Iterable[int] = ()) -> Table:  # fmt: skip
    """Return a table; ``numeric`` columns are set flush right, they and ``whole_cells`` are never broken."""
    made = Table(
        title=Text(title, style="bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    right, kept = set(numeric), {*numeric, *whole_cells}
    cells = list(rows)
    for place, name in enumerate(columns):
        words = " ".join([name, *(str(row[place]) for row in cells)]).split()
        made.add_column(Text(name), justify="right" if place in right else "left", overflow="fold", no_wrap=place in kept,
                        min_width=min(LONGEST, max(map(cell_len, words), default=1)))  # fmt: skip
    for row in cells:
        made.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    return made


def comparison(c: Comparison, lang: Lang) -> RenderableType:
    """Return the four streams by compared regime and horizon, and why there are as many worlds as there are."""
    parts: list[RenderableType] = [Text(say("term.disclaimer.short", lang), style="bold")]
    for label in c.labels[1:]:
        names = {"a": regime_name(c.labels[0], lang, inside=True), "b": regime_name(label, lang, inside=True)}
        parts.append(Text("\n" + first_capital(say("report.meta.title", lang, **names)), style="bold"))
        parts += [
            Padding(_horizon(c, label, week, lang), (1, 0, 0, 0))
            for week in sorted({int(row["horizon"]) for row in stream_rows(c, label)})
        ]
    kind = say(f"experiment.uncertainty.{c.uncertainty}", lang)
    notes = (say("report.text.scales", lang), kind, c.stopped.sentence(lang))
    return Group(*parts, *(Text("\n" + note) for note in notes))


def _horizon(c: Comparison, label: str, week: int, lang: Lang) -> Table:
    """Return the four streams at one horizon."""
    rows = [row for row in stream_rows(c, label) if int(row["horizon"]) == week]
    columns = (head("stream", lang), _short(c.labels[0], lang), _short(label, lang), head("difference", lang),
               head("worlds", lang), head("verdict", lang))  # fmt: skip
    title = first_capital(say("report.horizon.by", lang, week=week_name(week, lang)))
    return table(columns, [_stream(row, lang) for row in rows], title, whole_cells=[5], numeric=(1, 2, 3, 4))


def _short(label: str, lang: Lang) -> str:
    """Return a regime's name as a narrow heading."""
    name = named(label, lang, "report.column.{}", "short")
    return name if cell_len(name) <= NARROW else set_cell_size(name, NARROW - 1).rstrip() + "…"


def _stream(row: Row, lang: Lang) -> list[str | Text]:
    """Return one stream as cells."""
    gap = f"{number(row['difference'], sign=True)} ± {number((row['high'] - row['low']) / 2)}"
    verdict = row["verdict"]
    words = Text(f"{MARKS[verdict]} {say(f'report.verdict.{verdict}', lang)}", style=COLOURS[verdict])
    name = f"{stream_name(row['stream'], lang)}\n{period(row['metric'], int(row['horizon']), lang)}"
    return [name, number(row["mean_a"]), number(row["mean_b"]), gap,
            f"{whole(row['ahead_b'] * row['n'])}/{int(row['n'])}", words]  # fmt: skip


def levers(lang: Lang) -> Table:
    """Return every lever: name, id, range, and its value in both presets."""
    columns = (
        head("lever", lang),
        head("id", lang),
        head("row", lang),
        head("range", lang),
        head("traditional", lang),
        head("innovation", lang),
    )
    return table(columns, [_lever(item, lang) for item in LEVERS], whole_cells=(1, 2), numeric=(4, 5))


def _lever(item: Lever, lang: Lang) -> list[str]:
    """Return one lever as cells."""
    unit = "" if item.unit == "share" else f" {say(f'term.unit.{item.unit}.label', lang)}"
    star = " ★" if item.headline else ""
    return [say(f"lever.{item.id}.label", lang) + star, item.id, item.switch, f"{item.low:g} – {item.high:g}{unit}",
            f"{item.traditional:g}", f"{item.innovation:g}"]  # fmt: skip


def metrics(lang: Lang) -> Table:
    """Return every metric: name, id, unit, whose result it is, and which way is better."""
    better = {1: "↑", -1: "↓", 0: ""}
    columns = (
        head("metric", lang),
        head("id", lang),
        head("unit", lang),
        head("level", lang),
        head("better", lang),
    )
    rows = [[metric_name(item.id, lang), item.id, unit_name(item.id, lang), say(f"term.level.{item.level}.label", lang),
             better[item.direction]] for item in METRICS]  # fmt: skip
    return table(columns, rows, whole_cells=[1])


def regimes(lang: Lang) -> Table:
    """Return every named regime with its tools and headline levers."""
    columns = (head("id", lang), head("tools", lang), head("headline", lang))
    return table(columns, [_regime(load_regime(name), lang) for name in REGIMES], whole_cells=[0])


def _regime(item: Regime, lang: Lang) -> list[str | Text]:
    """Return one regime as cells."""
    semicolon = say("report.phrase.semicolon", lang)
    settings = [
        f"{say(f'lever.{lever.id}.label', lang)} {item[lever.id]:g}" for lever in LEVERS if lever.headline
    ]
    name = Text(regime_name(item.name, lang) + "\n", style="bold").append(
        semicolon.join(settings), style="not bold"
    )
    return [item.name, ", ".join(item.tools), name]


def assumptions(lang: Lang) -> Table:
    """Return every constant of the rules: what it is, id, value, range and unit, grade, source."""
    keys = ("assumption", "constant", "grade", "source")
    return table([head(key, lang) for key in keys], [_constant(item, lang) for item in CONSTANTS.values()])


def _constant(item: Constant, lang: Lang) -> list[str]:
    """Return one constant as cells."""
    unit = say(f"constant.unit.{item.unit}", lang)
    return [f"{say(f'constant.{item.id}.label', lang)}\n{item.id}", f"{item.value:g} ({item.low:g} – {item.high:g})\n{unit}",
            say(f"term.grade.{item.grade}.label", lang), cite(item.source) if item.source != OWN else "–"]  # fmt: skip


def concepts(lang: Lang) -> Table:
    """Return the concept map: what each concept of the framework is and where a person meets it."""
    columns = (head("id", lang), head("concept", lang), head("where", lang))
    rows = [[id, str(entry["title"][lang]), _where(entry, lang)] for id, entry in entries("concepts").items()]
    return table(columns, rows, whole_cells=[0])


def _where(entry: dict[str, Any], lang: Lang) -> str:
    """Return the names of the levers and metrics of a concept."""
    colon = ": " if lang == "en" else "："
    comma = ", " if lang == "en" else "、"
    parts = [
        head(f"{kind}s", lang)
        + colon
        + comma.join(say(f"{kind}.{id}.label", lang) for id in entry[f"{kind}s"])
        for kind in ("lever", "metric")
        if entry.get(f"{kind}s")
    ]
    return "\n".join(parts)
