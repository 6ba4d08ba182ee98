"""The workbook of a comparison: summary, all measures, teams, weeks, settings and what it takes to repeat the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pandas import DataFrame, concat

from simkit.experiments.sentences import kind_of
from simkit.levers import LEVERS
from simkit.text import Lang, say
from simkit.views.readings import SIDES, stream_weeks
from simkit.views.report import facts
from simkit.views.sheets import workbook_bytes
from simkit.views.tables import Row, head, readable, rows_of
from simkit.views.wording import metric_name, regime_name, stream_name, unit_name, week_name

if TYPE_CHECKING:
    from simkit.views.comparison import ReadableComparison

BETTER = {1: "more", -1: "less", 0: "neither"}
"""Which way is better, by the direction of a metric."""


def workbook(c: ReadableComparison, lang: Lang) -> bytes:
    """Return all tables of a comparison as one Excel file in the reader's language."""
    frames = {
        "summary": readable(c, lang), "metrics": metrics(c, lang), "teams": teams(c, lang),
        "weeks": weeks(c, lang), "levers": levers(c, lang), "about": about(c, lang),
    }  # fmt: skip
    return workbook_bytes({say(f"export.sheet.{key}", lang): frame for key, frame in frames.items()})


def metrics(c: ReadableComparison, lang: Lang) -> DataFrame:
    """Return every metric at every horizon."""
    return DataFrame([
        {head("regime", lang): regime_name(row["regime"], lang), head("stream", lang): _stream(row, lang),
         head("metric", lang): metric_name(row["metric"], lang), head("horizon", lang): week_name(int(row["horizon"]), lang),
         say("export.column.better", lang): say(f"export.better.{BETTER[row['direction']]}", lang), **_numbers(row, lang)}
        for row in rows_of(c.frame())
    ])  # fmt: skip


def teams(c: ReadableComparison, lang: Lang) -> DataFrame:
    """Return the four streams at every horizon, team by team in the order of the roster."""
    roster = {
        team.name: (place, team) for place, team in enumerate(c.results[0].scenario.organisation.teams, 1)
    }
    found: list[Row] = []
    for row in rows_of(c.team_frame()):
        place, team = roster[row["team"]]
        found.append(
            {head("number", lang): place, head("team", lang): team.name, head("people", lang): team.people,
             head("function", lang): say(f"term.function.{team.function}.label", lang),
             head("regime", lang): regime_name(row["regime"], lang), head("stream", lang): _stream(row, lang),
             head("horizon", lang): week_name(int(row["horizon"]), lang), **_numbers(row, lang)}
        )  # fmt: skip
    return DataFrame(found)


def weeks(c: ReadableComparison, lang: Lang) -> DataFrame:
    """Return the four streams week by week, as averages of the last quarter, with bands and intervals."""
    frame = concat([stream_weeks(c, label) for label in c.labels[1:]], ignore_index=True)
    return DataFrame([
        {head("regime", lang): regime_name(row["regime"], lang), head("stream", lang): _stream(row, lang),
         say("export.column.week", lang): int(row["week"]), head("unit", lang): unit_name(row["metric"], lang),
         **_bands(row, lang), **_gap(row, lang)}
        for row in rows_of(frame)
    ])  # fmt: skip


def levers(c: ReadableComparison, lang: Lang) -> DataFrame:
    """Return every setting of every regime, those that differ and those that do not."""
    regimes = {label: result.scenario.regime for label, result in zip(c.labels, c.results, strict=True)}
    return DataFrame([
        {head("lever", lang): say(f"lever.{item.id}.label", lang), say("export.column.id", lang): item.id,
         head("row", lang): item.switch, say("export.column.headline", lang): "★" if item.headline else "",
         head("unit", lang): say(f"term.unit.{item.unit}.label", lang),
         **{regime_name(label, lang): float(regime[item.id]) for label, regime in regimes.items()},
         say("export.column.least", lang): float(item.low), say("export.column.most", lang): float(item.high)}
        for item in LEVERS
    ])  # fmt: skip


def about(c: ReadableComparison, lang: Lang) -> DataFrame:
    """Return the warning and what somebody needs to repeat the run."""
    warning = f"{say('term.disclaimer.short', lang)}\n{say('term.disclaimer.long', lang)}"
    told = [
        (say("export.about.warning", lang), warning),
        *facts(c, lang),
        (say("export.about.stopped", lang), c.stopped.sentence(lang)),
    ]
    return DataFrame(told, columns=[say("export.column.fact", lang), say("export.column.value", lang)])


def _numbers(row: Row, lang: Lang) -> Row:
    """Return both means, the difference with its interval, in how many worlds it was seen, and the verdict."""
    return {
        head("unit", lang): unit_name(row["metric"], lang), regime_name(row["reference"], lang): row["mean_a"],
        head("value", lang): row["mean_b"], **_gap(row, lang), say("export.column.ahead", lang): row["ahead_b"],
        say("export.column.worlds", lang): int(row["n"]), head("verdict", lang): _verdict(row, lang),
    }  # fmt: skip


def _gap(row: Row, lang: Lang) -> Row:
    """Return the difference and its interval."""
    return {head(key, lang): row[key] for key in ("difference", "low", "high")}


def _bands(row: Row, lang: Lang) -> Row:
    """Return mean and band of worlds of each side."""
    found: Row = {}
    for side, who in SIDES.items():
        name = regime_name(row[who], lang) if side == "a" else head("value", lang)
        found[name] = row[f"mean_{side}"]
        for end in ("low", "high"):
            found[say(f"export.column.band_{end}", lang, name=name)] = row[f"{end}_{side}"]
    return found


def _stream(row: Row, lang: Lang) -> str:
    """Return the stream that a metric belongs to, or that it belongs to none."""
    return stream_name(row["stream"], lang) if row["stream"] else head("other", lang)


def _verdict(row: Row, lang: Lang) -> str:
    """Return the verdict in words; where neither way is better, which side is higher."""
    kind = kind_of(row)
    if row["direction"] == 0 and kind in ("higher", "lower", "similar"):
        return say(f"export.level.{kind}", lang)
    return say(f"report.verdict.{row['verdict']}", lang)
