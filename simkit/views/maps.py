"""The quadrant of mixes in a terminal: a small map for each stream and horizon, the mixes, and what they show."""

from __future__ import annotations

from typing import Any

from pandas import DataFrame
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views import terminal
from simkit.views.figures.winners import TIE, mix_name, sentences
from simkit.views.readings import rows
from simkit.views.wording import number, stream_name, week_name

MARKS = {"holds": "▲", "fails": "▼", "undecided": "○", "": ""}


def maps(frame: DataFrame, lang: Lang) -> RenderableType:
    """Return the table of ``simkit.views.figures.winners.winners`` as maps with a legend and a sentence."""
    parts: list[RenderableType] = [Text(say("term.disclaimer.short", lang), style="bold")]
    for stream in STREAMS:
        for week in sorted(frame["horizon"].unique()):
            part = frame[(frame["stream"] == stream) & (frame["horizon"] == week)]
            parts.append(Padding(_map(part, lang), (1, 0, 0, 0)))
    parts.append(Padding(_mixes(frame, lang), (1, 0, 0, 0)))
    notes = (say("quadrant.table.reading", lang, worlds=int(frame["n"].max())), *sentences(frame, lang))
    return Group(*parts, *(Text("\n" + note) for note in notes))


def _map(part: DataFrame, lang: Lang) -> Table:
    """Return one map: certainty to the right, team type upwards."""
    across, up = (sorted(part[name].unique()) for name in ("certainty", "team_type"))
    cells = {(row.certainty, row.team_type): _cell(row) for row in rows(part)}
    lines = [[f"{kind:g}", *(cells[certainty, kind] for certainty in across)] for kind in reversed(up)]
    columns = [say("quadrant.table.axes", lang), *(f"{certainty:g}" for certainty in across)]
    first = rows(part)[0]
    names = {"stream": stream_name(first.stream, lang), "week": week_name(int(first.horizon), lang)}
    return terminal.table(
        columns, lines, say("quadrant.table.map", lang, **names), whole_cells=range(1, len(columns))
    )


def _cell(row: Any) -> Text:
    """Return letter, lead and the mark of the advice; faint where the winner is not sure."""
    sure = row.verdict == "sure"
    words = f"{' ' if sure else TIE}{row.code} {number(row.margin, sign=True)} {MARKS[row.advised]}"
    return Text(words, style="" if sure else "dim")


def _mixes(frame: DataFrame, lang: Lang) -> Table:
    """Return which letter stands for which mix."""
    columns = [say(f"quadrant.table.{name}", lang) for name in ("code", "mix")]
    return terminal.table(columns, [[code, mix_name(name, lang)] for code, name, _ in frame.attrs["mixes"]])
