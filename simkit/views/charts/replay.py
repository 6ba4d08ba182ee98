"""Chart of one world replayed week by week: lanes by team, and every week in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pandas import DataFrame

from simkit.text import Lang, say
from simkit.views.charts.grammar import (
    Drawing,
    Key,
    Mark,
    Panel,
    Style,
    Table,
    line,
    regime_keys,
    regime_style,
    shorts,
    spanning,
    weeks_axis,
)
from simkit.views.figures.replay import COUNTED, LANES, LOOKS, TALLEST, counts, spikes
from simkit.views.readings import SIDES, rows
from simkit.views.replay import EVENTS, LEVELS, bare, busiest, phrase
from simkit.views.wording import regime_name

ENDS = {"reviews": (-TALLEST, TALLEST), "reported": (-1.0, 0.0), "hidden": (0.0, 1.0)}
"""Where strokes begin and end about the middle of their lane (downwards), in lanes or, where they differ, in their own sizes."""
LANE = 30
"""Height of a team's lane in pixels."""


def replay(frame: DataFrame, lang: Lang) -> Drawing:
    """Return a lane for each team under each regime, felt safety and value, and the sentences of each week."""
    shown = busiest(frame, LANES)
    panels = [_lanes(frame, side, place, shown, lang) for place, side in enumerate(SIDES)]
    panels += [_level(frame, what, lang) for what in LEVELS]
    keys: list[Key] = [{"text": say(f"chart.mark.{name}", lang), "style": _style(name)} for name in LOOKS]
    keys += regime_keys(frame.attrs["names"], lang)
    return {
        "panels": panels,
        "most": 1,
        "legend": keys,
        "table": _table(frame, lang),
        "replay": _weeks(frame, shown, lang),
    }


def _whole(values: Iterable[float]) -> list[float | None]:
    """Return whole numbers as such, which are shorter."""
    return [int(value) for value in values]


def _style(name: str) -> Style:
    """Return how a kind of mark looks."""
    colour, marker, hollow = LOOKS[name]
    return {"colour": colour, "marker": marker, "hollow": hollow}


def _lanes(frame: DataFrame, side: str, place: int, shown: list[int], lang: Lang) -> Panel:
    """Return the lanes of one regime."""
    plain, weeks = bare(frame), int(frame.attrs["weeks"])
    part = plain[plain["side"] == side]
    marks = [_strokes(part, name, shown) for name in ("reviews", "reported", "hidden")]
    for name in ("kills", "flops", "hits", "exits"):
        here = part[(part["what"] == name) & part["number"].isin(shown)]
        x, y = _whole(here["week"]), _whole(shown.index(number) for number in here["number"])
        marks.append({"type": "point", "style": _style(name), "x": x, "y": y, "size": 4.5})
    names = [frame.attrs["teams"][number - 1] for number in shown]
    title = say("chart.replay.lanes", lang, regime=regime_name(frame.attrs["names"][place], lang))
    return {
        "group": place, "lane": place, "title": title, "height": LANE * len(names) + 50, "marks": marks,
        "x": weeks_axis(weeks, lang), "y": {"kind": "rows", "label": "", "names": names},
    }  # fmt: skip


def _strokes(part: DataFrame, name: str, shown: list[int]) -> Mark:
    """Return the strokes of one kind."""
    found = spikes(part, name, shown)
    mark: Mark = {"type": "spikes", "style": _style(name), "x": _whole(found["week"]), "y": _whole(found["lane"]), "ends": list(ENDS[name])}  # fmt: skip
    if name != "reviews":
        mark["size"] = shorts(found["up"] + found["down"])
    return mark


def _level(frame: DataFrame, what: str, lang: Lang) -> Panel:
    """Return one number of the organisation week by week under both regimes."""
    here = bare(frame)
    here = here[here["what"] == what]
    parts = [here[here["side"] == side].sort_values("week") for side in SIDES]
    marks = [
        line(regime_name(frame.attrs["names"][i], lang), regime_style(i), part["amount"])
        for i, part in enumerate(parts)
    ]
    ends = (
        [0.0, 100.0]
        if what == "felt_safety"
        else spanning([value for part in parts for value in part["amount"]])
    )
    key, label = (
        ("safety", "report.axis.felt_safety") if what == "felt_safety" else ("value", "report.axis.points")
    )
    return {
        "group": len(SIDES), "title": say(f"chart.replay.{key}", lang), "height": 170, "marks": marks, "follow": say("chart.follow.week", lang),
        "x": weeks_axis(int(frame.attrs["weeks"]), lang), "y": {"kind": "linear", "label": say(label, lang), "domain": ends},
    }  # fmt: skip


def _weeks(frame: DataFrame, shown: list[int], lang: Lang) -> dict[str, Any]:
    """Return what happened in each week, as places in a list of phrases: week → (side, team, phrases) …

    All teams are told of, not only those that are drawn. ``level`` has what each lane's cursor line tells.
    """
    told = bare(frame)
    told = told[told["what"].isin(EVENTS)]
    phrases: dict[str, int] = {}
    weeks: dict[str, list[list[Any]]] = {}
    order = {what: place for place, what in enumerate(EVENTS)}
    found = told.assign(order=told["what"].map(order)).sort_values(["week", "side", "number", "order"])
    for row in rows(found):
        here, place = weeks.setdefault(str(row.week), []), ("a", "b").index(row.side)
        if not here or here[-1][:2] != [place, row.number - 1]:
            here.append([place, row.number - 1, []])
        here[-1][2].append(phrases.setdefault(phrase(row.what, row.amount, lang), len(phrases)))
    return {
        "weeks": int(frame.attrs["weeks"]), "teams": frame.attrs["teams"], "phrases": list(phrases), "told": weeks, "shown": [number - 1 for number in shown],
        "sides": [regime_name(name, lang) for name in frame.attrs["names"]], "sentence": say("chart.replay.week", lang),
        "comma": say("chart.replay.comma", lang), "part": say("chart.replay.part", lang), "only": say("chart.replay.only", lang),
        "review": phrases.get(phrase("reviews", 1, lang), -1), "listing": ", " if lang == "en" else "、",
    }  # fmt: skip


def _table(frame: DataFrame, lang: Lang) -> Table:
    """Return how often what happened in each team, under both regimes."""
    found = counts(frame)
    teams = frame.attrs["teams"]
    body = [
        [teams[number - 1], *(f"{found['a', name][number - 1]:.0f} / {found['b', name][number - 1]:.0f}" for name in COUNTED)]
        for number in range(1, len(teams) + 1)
    ]  # fmt: skip
    a, b = (regime_name(name, lang) for name in frame.attrs["names"])
    head = [say("report.column.team", lang), *(say(f"chart.count.{name}", lang) for name in COUNTED)]
    return {"caption": say("chart.replay.table", lang, a=a, b=b), "head": head, "rows": body}
