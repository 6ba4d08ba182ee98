"""Charts of why: funnel, failures, beliefs, and effort over the review cycle."""

from __future__ import annotations

from typing import Any

import numpy as np
from pandas import DataFrame

from simkit.metrics import STAGES
from simkit.text import Lang, say
from simkit.views.charts.grammar import (
    Axis,
    Drawing,
    Key,
    Mark,
    Panel,
    Style,
    Table,
    line,
    percent_axis,
    regime_keys,
    regime_style,
    rule,
    short,
    spanning,
    verdict_keys,
    verdict_style,
    weeks_axis,
)
from simkit.views.figures.style import FARTHEST
from simkit.views.readings import SIDES, rows
from simkit.views.wording import (
    interval,
    metric_name,
    number,
    regime_name,
    unit_name,
    unit_of_difference,
)

ROW = 36
"""Height of a row in pixels."""


def funnel(frame: DataFrame, lang: Lang) -> Drawing:
    """Return the measures of the data engine from input to impact: relative change, with both averages beside it."""
    names, beside, items = list[str](), list[str](), list[dict[str, Any]]()
    strong: list[int] = []
    for stage in STAGES:
        strong.append(len(names))
        names.append(say(f"term.stage.{stage}.label", lang))
        beside.append("")
        for row in rows(frame[frame["stage"] == stage]):
            items.append(_change(row, len(names), lang))
            names.append(metric_name(row.metric, lang))
            beside.append(f"{number(row.mean_a)} → {number(row.mean_b)}")
    panel: Panel = {
        "group": 0, "title": "", "height": 30 * len(names) + 60, "x": _change_axis(items, lang), "beside": beside,
        "y": {"kind": "rows", "label": "", "names": names, "strong": strong},
        "marks": [rule("x"), {"type": "interval", "items": items}],
    }  # fmt: skip
    return {
        "panels": [panel],
        "legend": verdict_keys(lang, "open_or_neutral"),
        "table": _metrics_table(frame, lang),
    }


def _change(row: Any, place: int, lang: Lang) -> dict[str, Any]:
    """Return a relative change with its interval, cut off where the axis ends."""
    at, low, high = (
        short(float(np.clip(value, -FARTHEST, FARTHEST))) if value == value else None
        for value in (row.relative, row.relative_low, row.relative_high)
    )
    told = f"{number(row.mean_a)} → {number(row.mean_b)}; {number(row.difference, sign=True)} {interval(row.low, row.high)}"
    tip = f"{metric_name(row.metric, lang)}{say('report.phrase.colon', lang)}{told} {unit_of_difference(row.metric, lang)}"
    return {"at": at, "low": low, "high": high, "row": place, "tip": tip, "style": verdict_style(row.verdict)}


def _change_axis(items: list[dict[str, Any]], lang: Lang) -> Axis:
    """Return an axis that is even up to ± 100 % and holds very large changes beyond, where there are any."""
    ends = [item[name] for item in items for name in ("at", "low", "high") if item[name] is not None]
    down, up = min(ends, default=0.0) < -100, max(ends, default=0.0) > 100
    domain = [-1.25 * FARTHEST if down else -120.0, 1.25 * FARTHEST if up else 120.0]
    middle = [-100, 0, 100] if down or up else [-100, -50, 0, 50, 100]
    ticks = [*([-1000] if down else []), *middle, *([1000] if up else [])]
    named = [(float(tick), f"{tick:+d}%".replace("-", "\N{MINUS SIGN}") if tick else "0") for tick in ticks]
    return {"kind": "change", "label": say("report.axis.relative", lang), "domain": domain, "ticks": named}


def _metrics_table(frame: DataFrame, lang: Lang) -> Table:
    """Return measures with both averages, difference and interval."""
    body = [
        [metric_name(row.metric, lang), number(row.mean_a), number(row.mean_b), number(row.difference, sign=True),
         interval(row.low, row.high), unit_name(row.metric, lang)]
        for row in rows(frame)
    ]  # fmt: skip
    names = [regime_name(str(frame.iloc[0][who]), lang) for who in SIDES.values()]
    head = [say("report.column.metric", lang), *names, say("report.column.difference", lang), say("chart.column.interval", lang),
            say("report.column.unit", lang)]  # fmt: skip
    return {"caption": say("chart.metrics.table", lang), "head": head, "rows": body}


def failures(frame: DataFrame, lang: Lang) -> Drawing:
    """Return number, kind and treatment of failures under both regimes, one panel for each unit."""
    panels: list[Panel] = []
    for place, unit in enumerate(unit for unit in ("per_100", "percent") if unit in set(frame["unit"])):
        part = frame[frame["unit"] == unit]
        names = [metric_name(id, lang) for id in part["metric"]]
        marks = [_levels(part, i, side, who, lang) for i, (side, who) in enumerate(SIDES.items())]
        ends = [value for side in SIDES for value in part[f"high_{side}"]] + [
            *part["mean_a"],
            *part["mean_b"],
        ]
        panels.append({
            "group": place, "title": "", "height": ROW * len(names) + 60, "marks": marks,
            "x": {"kind": "linear", "label": say(f"term.unit.{unit}.label", lang), "domain": [0.0, spanning(ends, zero=True, least=1e-9)[1]]},
            "y": {"kind": "rows", "label": "", "names": names},
        })  # fmt: skip
    keys = regime_keys([str(frame.iloc[0][who]) for who in SIDES.values()], lang, lines=False)
    return {"panels": panels, "legend": keys, "table": _metrics_table(frame, lang)}


def _levels(part: DataFrame, place: int, side: str, who: str, lang: Lang) -> Mark:
    """Return one regime's averages with their intervals, a little above or below the middle of the row."""
    name, colon = regime_name(str(part.iloc[0][who]), lang), say("report.phrase.colon", lang)
    items: list[dict[str, Any]] = []
    for y, row in enumerate(rows(part)):
        mean, low, high = (float(getattr(row, f"{key}_{side}")) for key in ("mean", "low", "high"))
        tip = f"{metric_name(row.metric, lang)}, {name}{colon}{number(mean)} [{number(low)}, {number(high)}]"
        items.append(
            {
                "at": short(mean),
                "low": short(low),
                "high": short(high),
                "row": y + 0.16 * (2 * place - 1),
                "tip": tip,
            }
        )
    return {"type": "interval", "style": regime_style(place), "items": items}


def beliefs(frame: DataFrame, lang: Lang) -> Drawing:
    """Return felt safety week by week beside what the policy says."""
    parts = {side: frame[frame["side"] == side] for side in SIDES}
    marks = [mark for i, side in enumerate(SIDES) for mark in _felt(parts[side], i, side, lang)]
    panel: Panel = {
        "group": 0, "title": "", "height": 260, "x": weeks_axis(int(frame["week"].max()), lang), "marks": marks,
        "follow": say("chart.follow.week", lang),
        "y": {"kind": "linear", "label": say("report.axis.felt_safety", lang), "domain": [0.0, 100.0]},
    }  # fmt: skip
    keys = regime_keys([str(part["regime"].iloc[0]) for part in parts.values()], lang)
    policies: list[Key] = [{"text": mark["name"], "style": mark["style"]} for mark in marks[1::2]]  # pyright: ignore[reportTypedDictNotRequiredAccess]
    return {
        "panels": [panel],
        "legend": [*keys, *policies],
        "table": _beliefs_table(list(parts.values()), lang),
    }


def _felt(part: DataFrame, place: int, side: str, lang: Lang) -> list[Mark]:
    """Return one regime's felt safety with the band of worlds, and its policy."""
    look = regime_style(place)
    policy: Style = {"colour": look["colour"], "dash": "2 3"}
    felt = line(
        regime_name(str(part["regime"].iloc[0]), lang), look, part["mean"], (part["low"], part["high"])
    )
    return [felt, line(say(f"report.view.beliefs.policy_{side}", lang), policy, part["policy"])]


def _beliefs_table(parts: list[DataFrame], lang: Lang) -> Table:
    """Return felt safety and policy quarter by quarter."""
    body = [
        [regime_name(row.regime, lang), str(row.week), number(row.mean), f"[{number(row.low)}, {number(row.high)}]", number(row.policy)]
        for part in parts
        for row in rows(part[part["week"].isin([1, *range(13, len(part), 13), len(part)])])
    ]  # fmt: skip
    keys = (
        "report.column.regime",
        "chart.column.week",
        "chart.beliefs.felt",
        "chart.column.middle",
        "chart.beliefs.policy",
    )
    return {
        "caption": say("chart.beliefs.table", lang),
        "head": [say(key, lang) for key in keys],
        "rows": body,
    }


def effort(frame: DataFrame, lang: Lang) -> Drawing:
    """Return working effort by position between two reviews; a regime without a review has no line."""
    marks: list[Mark] = []
    for i, side in enumerate(SIDES):
        part = frame[frame["side"] == side]
        if len(part):
            name = regime_name(str(part["regime"].iloc[0]), lang)
            marks.append(line(name, regime_style(i), part["mean"], (part["low"], part["high"]), 100 * part["phase"]))  # fmt: skip
    ends = spanning([*frame["low"], *frame["high"], 100.0], least=1.0)
    panel: Panel = {
        "group": 0, "title": "", "height": 260, "marks": [rule("y", 100.0), *marks], "follow": say("chart.follow.cycle", lang),
        "x": percent_axis(say("report.axis.cycle", lang)),
        "y": {"kind": "linear", "label": say("report.axis.effort", lang), "domain": ends},
    }  # fmt: skip
    keys = regime_keys(list(frame.attrs["names"]), lang)
    return {"panels": [panel], "legend": keys, "table": _effort_table(frame, lang)}


def _effort_table(frame: DataFrame, lang: Lang) -> Table:
    """Return effort by position in the cycle."""
    body = [
        [regime_name(row.regime, lang), f"{100 * row.phase:.0f}%", number(row.mean), f"[{number(row.low)}, {number(row.high)}]"]
        for row in rows(frame)
    ]  # fmt: skip
    keys = ("report.column.regime", "chart.column.phase", "chart.column.effort", "chart.column.middle")
    return {
        "caption": say("chart.effort.table", lang),
        "head": [say(key, lang) for key in keys],
        "rows": body,
    }
