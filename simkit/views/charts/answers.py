"""Charts of the price, of what the answer depends on, and of the user's own teams."""

from __future__ import annotations

import math
from typing import Any

from pandas import DataFrame

from simkit.metrics import STREAMS
from simkit.text import Lang, say
from simkit.views.charts.grammar import (
    Drawing,
    Mark,
    Panel,
    Style,
    Table,
    box_keys,
    difference_item,
    line,
    percent_axis,
    regime_style,
    rule,
    short,
    spanning,
    verdict_keys,
    verdict_style,
)
from simkit.views.figures import style
from simkit.views.figures.teams import NAMED, spread
from simkit.views.readings import SIDES, rows
from simkit.views.wording import interval, metric_name, number, percent, regime_name, stream_name

INK: Style = {"colour": "#222222", "dash": "", "marker": "cross"}


def costs(frame: DataFrame, lang: Lang) -> Drawing:
    """Return the hours that both regimes take, by kind."""
    names = [regime_name(str(frame.iloc[0][who]), lang) for who in SIDES.values()]
    ends = [value for side in SIDES for key in ("mean", "high") for value in frame[f"{key}_{side}"]]
    panel: Panel = {
        "group": 0, "title": "", "height": 56 * len(frame) + 60,
        "marks": [_bars(frame, i, side, names[i], lang) for i, side in enumerate(SIDES)],
        "x": {"kind": "linear", "label": say("report.axis.hours", lang), "domain": [0.0, 1.1 * spanning(ends, zero=True)[1]]},
        "y": {"kind": "rows", "label": "", "names": [metric_name(id, lang) for id in frame["metric"]]},
    }  # fmt: skip
    body = [
        [metric_name(row.metric, lang), number(row.mean_a), number(row.mean_b), number(row.difference, sign=True), interval(row.low, row.high)]
        for row in rows(frame)
    ]  # fmt: skip
    head = [say("report.column.metric", lang), *names, say("report.column.difference", lang), say("chart.column.interval", lang)]  # fmt: skip
    legend = box_keys([str(frame.iloc[0][who]) for who in SIDES.values()], lang)
    table: Table = {"caption": say("chart.costs.table", lang), "head": head, "rows": body}
    return {"panels": [panel], "legend": legend, "table": table}


def _bars(frame: DataFrame, place: int, side: str, name: str, lang: Lang) -> Mark:
    """Return one regime's bars."""
    items: list[dict[str, Any]] = []
    for y, row in enumerate(rows(frame)):
        mean, low, high = (float(getattr(row, f"{key}_{side}")) for key in ("mean", "low", "high"))
        told = f"{number(mean)} [{number(low)}, {number(high)}]"
        tip = f"{metric_name(row.metric, lang)}, {name}{say('report.phrase.colon', lang)}{told}"
        items.append({"at": short(mean), "low": short(low), "high": short(high), "row": y + 0.2 * (2 * place - 1),
                      "size": 0.36, "label": number(mean), "tip": tip})  # fmt: skip
    return {"type": "bar", "style": regime_style(place), "items": items}


def weights(frame: DataFrame, lang: Lang) -> Drawing:
    """Return who wins under which weighting, and as the weight of finance goes from 0 to 100 %."""
    named, sweep = frame[frame["kind"] == "weighting"], frame[frame["kind"] == "sweep"]
    names = [say(f"experiment.weighting.{name}", lang) for name in named["name"]]
    items = [difference_item(row, i, names[i], lang) for i, row in enumerate(rows(named))]
    top: Panel = {
        "group": 0, "title": say("chart.weights.named", lang), "height": 34 * len(names) + 70,
        "x": {"kind": "linear", "label": say("report.axis.difference_weighted", lang),
              "domain": spanning([*named["low"], *named["high"], *named["difference"]], zero=True, least=1e-9)},
        "y": {"kind": "rows", "label": "", "names": names}, "marks": [rule("x"), {"type": "interval", "items": items}],
    }  # fmt: skip
    told = [*zip(names, rows(named), strict=True),
            *((say("chart.weights.share", lang, share=percent(row.weight)), row) for row in rows(sweep.iloc[::5]))]  # fmt: skip
    body = [
        [name, number(row.difference, sign=True), interval(row.low, row.high), say(f"report.verdict.{row.verdict}", lang)]
        for name, row in told
    ]  # fmt: skip
    head = [
        say("chart.column.weighting", lang),
        say("report.column.difference", lang),
        say("chart.column.interval", lang),
        say("report.column.verdict", lang),
    ]
    table = {"caption": say("chart.weights.table", lang), "head": head, "rows": body}
    return {"panels": [top, _sweep(sweep, lang)], "legend": verdict_keys(lang), "table": table}  # pyright: ignore[reportReturnType]


def _sweep(sweep: DataFrame, lang: Lang) -> Panel:
    """Return the difference over the weight of finance, with the place where the lead changes hands."""
    gap = line(
        say("report.column.difference", lang),
        INK,
        sweep["difference"],
        (sweep["low"], sweep["high"]),
        100 * sweep["weight"],
    )
    marks, cross = [rule("y"), gap], float(sweep["crossing"].iloc[0])
    if not math.isnan(cross):
        tip = say("chart.weights.crossing", lang, weight=percent(cross))
        marks.append({"type": "point", "style": INK, "items": [
            {"x": short(100 * cross), "y": 0.0, "size": 7, "label": percent(cross), "tip": tip}]})  # fmt: skip
    return {
        "group": 1, "title": say("chart.weights.sweep", lang), "height": 240, "marks": marks, "follow": say("chart.follow.weight", lang),
        "x": percent_axis(say("report.axis.finance_weight", lang)),
        "y": {"kind": "linear", "label": say("report.axis.difference_short", lang),
              "domain": spanning([*sweep["low"], *sweep["high"], *sweep["difference"]], zero=True, least=1e-9)},
    }  # fmt: skip


def quadrant(frame: DataFrame, lang: Lang) -> Drawing:
    """Return the user's own teams on business certainty and team type, with the verdict on each stream."""
    panels = [_teams(spread(frame[frame["stream"] == stream].reset_index(drop=True)), stream, place, lang)
              for place, stream in enumerate(STREAMS)]  # fmt: skip
    body = [
        [str(row.number), row.team, stream_name(row.stream, lang), number(row.certainty), number(row.team_type), number(row.mean_a),
         number(row.mean_b), number(row.difference, sign=True), interval(row.low, row.high), say(f"report.verdict.{row.verdict}", lang)]
        for row in rows(frame.sort_values(["number"], kind="stable"))
    ]  # fmt: skip
    names = [regime_name(str(frame.iloc[0][who]), lang) for who in SIDES.values()]
    head = [*(say(f"report.column.{key}", lang) for key in ("number", "team", "stream")), say("report.axis.certainty", lang),
            say("report.axis.team_type", lang), *names, say("report.column.difference", lang), say("chart.column.interval", lang),
            say("report.column.verdict", lang)]  # fmt: skip
    return {
        "panels": panels,
        "legend": verdict_keys(lang),
        "table": {"caption": say("chart.quadrant.table", lang), "head": head, "rows": body},
    }


def _teams(part: DataFrame, stream: str, place: int, lang: Lang) -> Panel:
    """Return the map of one stream; a larger mark is a larger difference."""
    most = max(float(part["difference"].abs().max()), 1e-9)
    items = [
        {"x": short(row.x), "y": short(row.y), "size": round(5 + 5 * (abs(row.difference) / most) ** 0.5, 1), "style": verdict_style(row.verdict),
         "label": str(row.number) if len(part) <= NAMED else "",
         "tip": f"{row.number} {row.team}{say('report.phrase.colon', lang)}{number(row.difference, sign=True)} {interval(row.low, row.high)}"}
        for row in rows(part)
    ]  # fmt: skip
    ticks = [(float(tick), str(tick)) for tick in range(1, 6)]
    middle: list[Mark] = [
        {**rule("x", 3.0), "style": {"colour": style.GREY}},
        {**rule("y", 3.0), "style": {"colour": style.GREY}},
    ]
    return {
        "group": place, "title": stream_name(stream, lang), "height": 290, "marks": [*middle, {"type": "point", "items": items}],
        "x": {"kind": "linear", "label": say("report.axis.certainty", lang), "domain": [0.4, 5.6], "ticks": ticks},
        "y": {"kind": "linear", "label": say("report.axis.team_type", lang), "domain": [0.4, 5.6], "ticks": ticks},
    }  # fmt: skip
