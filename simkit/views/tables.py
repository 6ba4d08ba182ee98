"""Tables for people: labels in their language, in the order in which a report tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simkit.levers import LEVERS
from simkit.metrics import HEADLINES, METRICS, metric
from simkit.text import Lang, say
from simkit.views.wording import metric_name, regime_name, stream_name, unit_name, week_name

if TYPE_CHECKING:
    from pandas import DataFrame

    from simkit.experiments.comparison import Comparison

MARKS = {"ahead": "▲", "open": "○", "behind": "▼"}
"""Sign of a verdict, for where colour is not seen."""
GROUPS = ("financial", "customer", "capability", "vitality", "")
"""Streams in the order of the report; the last group has metrics that belong to none."""

Row = dict[str, Any]


def head(key: str, lang: Lang) -> str:
    """Return the heading of a column."""
    return say(f"report.column.{key}", lang)


def year_one_and_last(horizons: Sequence[int]) -> tuple[int, int]:
    """Return the horizon nearest to one year, and the last one, in weeks.

    >>> year_one_and_last([26, 52, 104, 156]), year_one_and_last([10])
    ((52, 156), (10, 10))
    """
    return min(horizons, key=lambda week: abs(week - 52)), max(horizons)


def rows_of(frame: DataFrame) -> list[Row]:
    """Return the rows of a table by column name."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def stream_rows(c: Comparison, label: str | None = None) -> list[Row]:
    """Return the four streams in year 1 and at the end, for one compared regime or all of them."""
    frame = c.frame()
    weeks = sorted({*year_one_and_last(c.horizons)})
    chosen = frame[frame["metric"].isin(HEADLINES) & frame["horizon"].isin(weeks)]
    chosen = chosen if label is None else chosen[chosen["regime"] == label]
    return rows_of(chosen.sort_values(["regime", "horizon"], kind="stable"))


def readable(c: Comparison, lang: Lang) -> DataFrame:
    """Return the four streams by regime and horizon with labels and one sentence each; numbers stay numbers."""
    from pandas import DataFrame

    frame = c.frame()
    rows = rows_of(frame[frame["metric"].isin(HEADLINES)])
    return DataFrame([_readable_row(c, row, lang) for row in rows])


def _readable_row(c: Comparison, row: Row, lang: Lang) -> Row:
    """Return one row under readable headings."""
    week = int(row["horizon"])
    return {
        head("regime", lang): regime_name(row["regime"], lang),
        head("stream", lang): stream_name(row["stream"], lang),
        head("horizon", lang): week_name(week, lang),
        head("unit", lang): unit_name(row["metric"], lang),
        regime_name(row["reference"], lang): row["mean_a"],
        head("value", lang): row["mean_b"],
        head("difference", lang): row["difference"],
        head("low", lang): row["low"],
        head("high", lang): row["high"],
        head("ahead", lang): row["ahead_b"],
        head("verdict", lang): say(f"report.verdict.{row['verdict']}", lang),
        head("sentence", lang): c.sentence(row["metric"], week, lang, row["regime"]),
    }


def metric_groups(c: Comparison, label: str, lang: Lang) -> list[tuple[str, list[Row]]]:
    """Return all metrics by stream; each has its name, unit and a cell (a row of the frame) per horizon."""
    frame = c.frame()
    cells: dict[str, list[Row]] = {}
    for row in rows_of(frame[frame["regime"] == label]):
        cells.setdefault(row["metric"], []).append(row)
    groups = []
    for stream in GROUPS:
        items = [item for item in METRICS if item.stream == stream]
        name = stream_name(stream, lang) if stream else say("report.column.other", lang)
        groups.append((name, [_metric_row(item.id, cells[item.id], lang) for item in items]))
    return groups


def _metric_row(id: str, cells: Iterable[Row], lang: Lang) -> Row:
    """Return one metric with its cells."""
    return {"name": metric_name(id, lang), "unit": unit_name(id, lang), "direction": metric(id).direction,
            "help": say(f"metric.{id}.help", lang), "cells": list(cells)}  # fmt: skip


def lever_rows(c: Comparison, label: str, lang: Lang) -> list[Row]:
    """Return every lever that differs between the reference and a regime, headline levers first."""
    a, b = c.results[0].scenario.regime, c.results[c.labels.index(label, 1)].scenario.regime
    moved = [item for item in LEVERS if a[item.id] != b[item.id]]
    return [
        {"name": say(f"lever.{item.id}.label", lang), "unit": say(f"term.unit.{item.unit}.label", lang), "a": a[item.id],
         "b": b[item.id], "switch": item.switch, "headline": item.headline}
        for item in sorted(moved, key=lambda item: not item.headline)
    ]  # fmt: skip


def team_rows(teams: DataFrame, lang: Lang) -> list[Row]:
    """Return one row per team with a cell per stream, in the order of the roster."""
    found: dict[str, Row] = {}
    for row in rows_of(teams):
        about = {key: row[key] for key in ("number", "team", "people", "certainty", "team_type")}
        function = say(f"term.function.{row['function']}.label", lang)
        entry = found.setdefault(row["team"], {**about, "function": function, "cells": []})
        entry["cells"].append(row)
    return sorted(found.values(), key=lambda row: row["number"])


def team_losses(c: Comparison, label: str) -> list[Row]:
    """Return the teams' clear losses at the end, the largest first."""
    frame = c.losses()
    return rows_of(frame[(frame["regime"] == label) & (frame["team"] != "") & (frame["horizon"] == c.weeks)])


def counts(items: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many rows are ahead, open and behind."""
    verdicts = [item["verdict"] for item in items]
    return {key: verdicts.count(key) for key in MARKS}
