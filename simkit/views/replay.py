"""One world week by week under both regimes: what happened in which team, as a tidy table, and in sentences.

The world is run again with everything recorded, which takes a few hundredths of a second. Both regimes meet the same
people, ideas and shocks in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from pandas import DataFrame, concat

from simkit.engine.run import run
from simkit.experiments.comparison import Comparison
from simkit.experiments.outcomes import scenario_of
from simkit.experiments.points import under
from simkit.metrics import HEADLINES
from simkit.regime import Regime
from simkit.result import Floats, Result
from simkit.scenario import Organisation, Scenario
from simkit.text import Lang, say
from simkit.views.readings import SIDES, rows, sides

EVENTS = (
    "exploratory_right", "exploratory_wrong", "exploratory_hidden", "execution_right", "execution_wrong", "execution_hidden",
    "punished", "reviews", "kills", "hits", "flops", "breakthroughs", "exits", "arisen", "removed",
)  # fmt: skip
"""What can happen in a team's week, in the order in which it is told."""
FAILURES = tuple(event for event in EVENTS if event.startswith("ex") and "_" in event)
HIDDEN = ("exploratory_hidden", "execution_hidden")
LEVELS = ("felt_safety", "value_financial")
"""What is followed week by week for the whole organisation (team ``""``)."""
_PLAIN = {name: name for name in ("punished", "reviews", "kills", "hits", "flops", "breakthroughs", "exits")}


def replay(
    base: Organisation | Scenario, regimes: Sequence[Regime], *, seed: int = 0, world: int = 0, weeks: int | None = None
) -> DataFrame:  # fmt: skip
    """Run one world under two regimes and return what happened: a row for each team, week and kind of event.

    Columns: ``side`` (``a`` for the first regime, ``b`` for the second), ``regime``, ``number`` and ``team``, ``week``,
    ``what`` (of ``EVENTS``, with how often in ``amount``; or of ``LEVELS``, for the organisation, with their value).
    ``base`` is an organisation or a scenario whose regime is replaced.
    """
    start = scenario_of(base, weeks)
    found = [
        _of(run(start.with_(regime=regime), [world], seed, series=True), side, regime.name)
        for side, regime in zip(SIDES, regimes, strict=True)
    ]
    frame = concat(found, ignore_index=True)
    teams = [team.name for team in start.organisation.teams]
    frame.attrs |= {
        "world": world,
        "worlds": 1,
        "typical": False,
        "weeks": start.weeks,
        "teams": teams,
        "names": [item.name for item in regimes],
    }
    return frame


def _of(result: Result, side: str, name: str) -> DataFrame:
    """Return events and levels of one regime."""
    teams, parts = np.array(result.teams), list[DataFrame]()
    for what, amounts in _events(result).items():
        week, team = np.nonzero(amounts > 0)
        found = {"number": team + 1, "team": teams[team], "week": week + 1, "what": what}
        parts.append(DataFrame({**found, "amount": amounts[week, team]}))
    weeks = np.arange(1, result.weeks + 1)
    for what in LEVELS:
        levels = {"number": 0, "team": "", "week": weeks, "what": what, "amount": result.series(what)[0]}
        parts.append(DataFrame(levels))
    frame = concat(parts, ignore_index=True)
    frame.insert(0, "side", side)
    frame.insert(1, "regime", name)
    return frame


def _events(result: Result) -> dict[str, Floats]:
    """Return how often each kind of event happened, (weeks, teams).

    A failure is known or hidden; one that is known is judged. A blocker arose where more are open than before and were
    not removed; how many there were before the first week is not recorded, so that week tells of none.
    """

    def of(name: str) -> Floats:
        return result.team_weeks(name)[0]

    found: dict[str, Floats] = {}
    for kind, mistaken in (("exploratory", "blamed"), ("execution", "excused")):
        judged, wrong = of(f"{kind}_judged"), of(f"{kind}_{mistaken}")
        found |= {
            f"{kind}_right": judged - wrong,
            f"{kind}_wrong": wrong,
            f"{kind}_hidden": of(f"failures_{kind}") - judged,
        }
    found |= {event: of(column) for event, column in _PLAIN.items()}
    arisen = np.diff(of("blockers"), axis=0, prepend=of("blockers")[:1]) + of("blockers_removed")
    arisen[0] = 0.0
    return {
        event: ({**found, "arisen": arisen, "removed": of("blockers_removed")})[event] for event in EVENTS
    }


def typical_world(c: Comparison, label: str) -> int:
    """Return the number of the world whose result is nearest to the usual one.

    Nearest means: the smallest sum of squares, over the four headline metrics at the end, of the difference between the
    regimes less the median difference, in standard deviations between worlds (a metric on which worlds do not differ is
    left out); of equals, the first.
    """
    a, b = (np.stack([result.metric(id) for id in HEADLINES]) for result in sides(c, label).values())
    away = b - a - np.median(b - a, axis=1, keepdims=True)
    spread = away.std(axis=1, keepdims=True)
    scaled = np.divide(away, spread, out=np.zeros_like(away), where=spread > 0)
    return int(c.results[0].replications[int(np.nan_to_num((scaled**2).sum(axis=0), nan=np.inf).argmin())])


def replayed(c: Comparison, label: str, world: int | None = None) -> DataFrame:
    """Return `replay` of a world of a comparison, the typical one unless another is named, under its constants."""
    chosen = typical_world(c, label) if world is None else world
    old, new = (result.scenario for result in sides(c, label).values())
    place = c.results[0].replications.index(chosen)
    point = c.points[c.groups[place]] if c.points else {}
    frame = replay(under(old, point), [old.regime, new.regime], seed=c.results[0].seed, world=chosen)
    frame["regime"] = frame["side"].map({"a": c.labels[0], "b": label})
    frame.attrs |= {"worlds": c.replications, "typical": world is None, "names": [c.labels[0], label]}
    return frame


def bare(frame: DataFrame) -> DataFrame:
    """Return a table without what is said about it, which pandas would copy at each step."""
    found = frame.copy(deep=False)
    found.attrs = {}
    return found


def busiest(frame: DataFrame, most: int) -> list[int]:
    """Return the numbers of the teams in which most happened (reviews and blockers apart), in their usual order."""
    told = bare(frame)
    told = told[told["what"].isin(EVENTS) & ~told["what"].isin(["reviews", "arisen", "removed"])]
    counts = told.groupby("number")["amount"].sum()
    numbers = range(1, len(frame.attrs["teams"]) + 1)
    return sorted(sorted(numbers, key=lambda number: -float(counts.get(number, 0.0)))[:most])


def phrase(what: str, amount: float, lang: Lang) -> str:
    """Return one kind of event in words.

    >>> phrase("exits", 1, "en"), phrase("exits", 2, "zh")
    ('one person left', '2 人离职')
    """
    return (
        say(f"chart.one.{what}", lang) if amount == 1 else say(f"chart.many.{what}", lang, count=int(amount))
    )


def stories(frame: DataFrame, lang: Lang) -> DataFrame:
    """Return what happened in a team's week as one sentence: side, regime, week, number, team, sentence."""
    told, comma = bare(frame), say("chart.replay.comma", lang)
    told, order = told[told["what"].isin(EVENTS)], {what: place for place, what in enumerate(EVENTS)}
    found: list[dict[str, Any]] = []
    for key, part in told.groupby(["side", "regime", "week", "number", "team"]):
        side, regime, week, number, team = key
        words = comma.join(
            phrase(row.what, row.amount, lang) for row in sorted(rows(part), key=lambda row: order[row.what])
        )
        text = say("chart.replay.week", lang, week=week, team=team, list=words)
        found.append(
            {"side": side, "regime": regime, "week": week, "number": number, "team": team, "sentence": text}
        )
    return DataFrame(found, columns=["side", "regime", "week", "number", "team", "sentence"])
