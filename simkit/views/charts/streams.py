"""Charts of the four value streams: week by week with uncertainty, and early against late."""

from __future__ import annotations

from typing import Any

from pandas import DataFrame

from simkit.metrics import QUARTER, STREAMS
from simkit.text import Lang, say
from simkit.views.charts.grammar import (
    Drawing,
    Panel,
    Style,
    Table,
    difference_item,
    line,
    regime_keys,
    regime_style,
    rule,
    spanning,
    verdict_keys,
    weeks_axis,
)
from simkit.views.figures import style
from simkit.views.figures.streams import windows_named
from simkit.views.readings import SIDES, rows
from simkit.views.wording import interval, number, regime_name, stream_name

GAP: Style = {"colour": "#222222", "dash": ""}
"""How the difference between the regimes looks."""


def streams(frame: DataFrame, lang: Lang) -> Drawing:
    """Return both regimes with the band of worlds, and their paired difference, for each stream."""
    panels = [
        panel
        for place, stream in enumerate(STREAMS)
        for panel in _stream(frame[frame["stream"] == stream], stream, place, lang)
    ]
    names = [str(frame.iloc[0][who]) for who in SIDES.values()]
    legend = [*regime_keys(names, lang), {"text": say("chart.streams.gap", lang), "style": GAP}]
    return {"panels": panels, "legend": legend, "table": _weeks_table(frame, lang)}  # pyright: ignore[reportReturnType]


def _stream(part: DataFrame, stream: str, place: int, lang: Lang) -> list[Any]:
    """Return the two panels of one stream: levels and difference."""
    x, follow = weeks_axis(len(part), lang), say("chart.follow.week", lang)
    levels = [
        line(regime_name(str(part.iloc[0][who]), lang), regime_style(i), part[f"mean_{side}"], (part[f"low_{side}"], part[f"high_{side}"]))
        for i, (side, who) in enumerate(SIDES.items())
    ]  # fmt: skip
    ends = [value for side in SIDES for end in ("low", "high") for value in part[f"{end}_{side}"]]
    gap = line(say("chart.streams.gap", lang), GAP, part["difference"], (part["low"], part["high"]))
    about: dict[str, Any] = {"group": place, "x": x, "follow": follow}
    points = say("report.axis.points", lang)
    return [
        {**about, "title": stream_name(stream, lang), "height": 190, "marks": levels,
         "y": {"kind": "linear", "label": points, "domain": spanning(ends)}},
        {**about, "title": say("chart.streams.short", lang), "height": 150, "marks": [rule("y"), gap],
         "y": {"kind": "linear", "label": points, "domain": spanning([*part["low"], *part["high"]], zero=True, least=1e-9)}},
    ]  # fmt: skip


def _weeks_table(frame: DataFrame, lang: Lang) -> Table:
    """Return every quarter's numbers."""
    last = int(frame["week"].max())
    shown = frame[frame["week"].isin([*range(QUARTER, last, QUARTER), last])]
    body = [
        [stream_name(row.stream, lang), str(row.week), number(row.mean_a), number(row.mean_b),
         number(row.difference, sign=True), interval(row.low, row.high)]
        for row in rows(shown)
    ]  # fmt: skip
    head = [
        say("report.column.stream", lang),
        say("chart.column.week", lang),
        *_names(frame, lang),
        *_gap_head(lang),
    ]
    return {"caption": say("chart.streams.table", lang), "head": head, "rows": body}


def _names(frame: DataFrame, lang: Lang) -> list[str]:
    """Return the names of reference and compared regime."""
    return [regime_name(str(frame.iloc[0][who]), lang) for who in SIDES.values()]


def _gap_head(lang: Lang) -> list[str]:
    """Return the headings of a difference and its interval."""
    return [say("report.column.difference", lang), say("chart.column.interval", lang)]


def horizons(frame: DataFrame, lang: Lang) -> Drawing:
    """Return the difference in an early and a late window, each by itself, for each stream."""
    early, late = windows_named(frame, lang)
    panels = [_windows(frame[frame["stream"] == stream], stream, place, [early, late], lang)
              for place, stream in enumerate(STREAMS)]  # fmt: skip
    spans = {"early": early, "late": late}
    body = [
        [stream_name(row.stream, lang), spans[row.window], number(row.mean_a), number(row.mean_b), number(row.difference, sign=True),
         interval(row.low, row.high), say(f"report.verdict.{row.verdict}", lang)]
        for row in rows(frame)
    ]  # fmt: skip
    head = [say("report.column.stream", lang), say("chart.column.weeks", lang), *_names(frame, lang), *_gap_head(lang),
            say("report.column.verdict", lang)]  # fmt: skip
    table: Table = {"caption": say("chart.horizons.table", lang), "head": head, "rows": body}
    return {"panels": panels, "legend": verdict_keys(lang), "table": table}


def _windows(part: DataFrame, stream: str, place: int, names: list[str], lang: Lang) -> Panel:
    """Return the panel of one stream."""
    found = rows(part)
    items = [difference_item(row, i, names[i], lang) for i, row in enumerate(found)]
    path = line("", {"colour": style.GREY, "dash": "2 3"}, part["difference"], x=range(len(found)))
    ends = [*part["low"], *part["high"], *part["difference"]]
    return {
        "group": place, "title": stream_name(stream, lang), "height": 210,
        "x": {"kind": "places", "label": say("report.axis.weeks_alone", lang), "names": names},
        "y": {"kind": "linear", "label": say("report.axis.difference_short", lang), "domain": spanning(ends, zero=True, least=1e-9)},
        "marks": [rule("y"), path, {"type": "interval", "upright": True, "items": items}],
    }  # fmt: skip
