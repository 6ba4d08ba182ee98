"""What a missing driver would do: the new regime as designed against the new regime without one driver, in paired worlds.

A driver is missing if the levers that embody it (``Lever.driver``) stay as they were before, team by team, while everything
else is as in the new regime. Where the new regime does not move a driver's levers, nothing is simulated: the difference is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simkit.engine.workers import Progress
from simkit.experiments.outcomes import reader, simulate_all, within
from simkit.experiments.paired import pairs, verdicts
from simkit.experiments.points import Points, groups_of, numbered
from simkit.experiments.sentences import number
from simkit.levers import DRIVERS, LEVERS
from simkit.metrics import HEADLINES, metric
from simkit.pilot.prospects import tasks_of
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario
from simkit.text import Lang, say

WORLDS, WEEKS = 24, 104
LEAST_WORLDS = 2
WHOLE = "whole"
"""What stands for the new regime as designed."""
ALL = "all"
"""What stands for all four drivers missing: every team lives as before."""


def levers_of_driver(driver: str) -> tuple[str, ...]:
    """Return the ids of the levers that embody a driver.

    >>> levers_of_driver("culture")
    ('tolerance_exploratory', 'tolerance_execution', 'coaching_share', 'learning_focus')
    """
    return tuple(item.id for item in LEVERS if item.driver == driver)


def without(new: Regime, old: Regime, driver: str) -> Regime:
    """Return the new regime with a driver's levers as in the old one.

    >>> new, old = Regime.preset("innovation"), Regime.preset("traditional")
    >>> mix = without(new, old, "culture")
    >>> mix["coaching_share"], mix["transparency"]
    (0.1, 0.8)
    """
    kept = levers_of_driver(driver)
    values = tuple(
        b if item.id in kept else a for item, a, b in zip(LEVERS, new.values, old.values, strict=True)
    )
    return Regime("", values)


@dataclass(frozen=True, eq=False)
class Missing:
    """Differences that missing drivers make: ``values`` by driver (and ``all``) and the whole regime, (worlds, outcomes) each.

    ``levers`` says which levers of a driver the new regime moves in at least one team.
    """

    regime: str
    weeks: int
    whole: Floats
    values: Mapping[str, Floats]
    levers: Mapping[str, tuple[str, ...]]
    groups: tuple[int, ...] = ()

    def frame(self) -> pd.DataFrame:
        """Return one row a driver (and ``all``) and headline metric at the last week: the regime without it minus the whole regime.

        ``difference``, ``low``, ``high`` (95 %), ``mcse``, ``verdict`` (``behind``: it loses by the absence), ``mean_a`` (whole), ``mean_b``
        (without), ``n``.
        """
        signs = np.array([metric(id).direction for id in HEADLINES])
        parts: list[pd.DataFrame] = []
        for driver, values in self.values.items():
            found = pairs(self.whole.T, values.T, signs, self.groups)
            names = ("mean_a", "mean_b", "difference", "low", "high", "mcse", "n")
            about = {
                "driver": driver,
                "metric": list(HEADLINES),
                "stream": [metric(id).stream for id in HEADLINES],
            }
            verdict = verdicts(found["low"], found["high"], signs)
            parts.append(pd.DataFrame({**about, **{name: found[name] for name in names}, "verdict": verdict}))
        return pd.concat(parts, ignore_index=True).assign(horizon=self.weeks).astype({"n": int})

    def table(self, lang: Lang) -> pd.DataFrame:
        """Return the differences with headings and words in a language."""
        rows = [
            {
                "driver": driver_name(str(row["driver"]), lang), "metric": say(f"metric.{row['metric']}.label", lang),
                "difference": number(row["difference"], sign=True), "interval": _interval(row),
            }
            for row in self.frame().to_dict("records")
        ]  # fmt: skip
        return pd.DataFrame(rows).rename(
            columns={name: say(f"driver.column.{name}", lang) for name in rows[0]}
        )

    def sentences(self, lang: Lang = "en") -> list[str]:
        """Return what each missing driver would do, then what the numbers are."""
        table = self.frame()
        told = [self._told(driver, table[table["driver"] == driver], lang) for driver in DRIVERS]
        return [*told, say("driver.missing.note", lang, worlds=len(self.whole))]

    def settings(self, lang: Lang = "en") -> list[str]:
        """Return, for each driver, the settings of the model that stay as before if it is missing."""
        comma = say("driver.word.comma", lang)
        named = {
            id: comma.join(say(f"lever.{lever}.label", lang) for lever in self.levers[id]) or "–"
            for id in DRIVERS
        }
        return [
            say("driver.missing.levers", lang, driver=inside(say(f"term.driver.{id}.label", lang)), list=list)
            for id, list in named.items()
        ]

    def sentence(self, lang: Lang = "en") -> str:
        """Return all of it in words, one line a driver."""
        return "\n".join(self.sentences(lang))

    def _told(self, driver: str, part: pd.DataFrame, lang: Lang) -> str:
        """Return what one missing driver would do."""
        name = say(f"term.driver.{driver}.label", lang)
        if not self.levers[driver]:
            return say("driver.missing.none", lang, driver=name)
        clear = [row for row in part.to_dict("records") if row["verdict"] != "open"]
        listed = say("driver.word.semicolon", lang).join(_difference(row, lang) for row in clear)
        words = {"driver": inside(name), "week": say("report.horizon.week", lang, week=self.weeks)}
        return say(f"driver.missing.{'loses' if clear else 'open'}", lang, list=listed, **words)


def missing_drivers(
    base: Organisation | Scenario, new: Regime, *, before: Regime | None = None, worlds: int = WORLDS, seed: int = 0,
    weeks: int = WEEKS, points: Points = (), engine: str = "fast", workers: int | None = None,
    executor: Executor | None = None, progress: Progress | None = None,
) -> Missing:  # fmt: skip
    """Return what the absence of each driver would do to the new regime, on the four headline metrics at the last week.

    ``base`` is an organisation, or a scenario whose regimes are replaced and whose length is ``weeks``. ``before`` is the regime as it is now (``None``: the
    traditional one with each team's own review interval). ``points`` are sets of constants for the worlds, as in ``compare_regimes``. Raises
    ``InputError`` for fewer than two worlds and ``Interrupted`` on Ctrl-C.
    """
    within("worlds", worlds, LEAST_WORLDS, "worlds")
    start = base if isinstance(base, Scenario) else Scenario(organisation=base, regime=new)
    start = start.with_(weeks=weeks, before=before or start.before, regime=new, changes=())
    old = {team.name: start.regime_before(team) for team in start.organisation.teams}
    plans, held, read = _plans(new, old), numbered(points), reader([(id, weeks) for id in HEADLINES])
    first = {plan: name for name, plan in reversed(plans.items())}  # plans that are alike are simulated once
    tasks = {
        name: tasks_of(
            start.with_(regimes=dict(zip(old, plans[name], strict=True))), seed, worlds, held, read
        )
        for name in first.values()
    }
    found = iter(
        simulate_all([task for of in tasks.values() for task in of], engine=engine, workers=workers, executor=executor, progress=progress)
    )  # fmt: skip
    values = {name: np.concatenate([next(found) for _ in of]) for name, of in tasks.items()}
    each = {name: values[first[plans[name]]] for name in (*DRIVERS, ALL)}
    moved = {driver: _moved(new, old, driver) for driver in DRIVERS}
    return Missing(new.name, weeks, values[WHOLE], each, moved, groups_of(held, range(worlds)))


def _plans(new: Regime, old: Mapping[str, Regime]) -> dict[str, tuple[Regime, ...]]:
    """Return the regime of each team as designed, without each driver, and as before."""
    plans = {driver: tuple(without(new, regime, driver) for regime in old.values()) for driver in DRIVERS}
    return {WHOLE: (_bare(new),) * len(old), **plans, ALL: tuple(map(_bare, old.values()))}


def _bare(regime: Regime) -> Regime:
    """Return a regime's settings alone, so that equal ones are equal whatever they are called."""
    return Regime("", regime.values)


def _moved(new: Regime, old: Mapping[str, Regime], driver: str) -> tuple[str, ...]:
    """Return the levers of a driver that the new regime moves in at least one team."""
    return tuple(
        id for id in levers_of_driver(driver) if any(regime[id] != new[id] for regime in old.values())
    )


def driver_name(driver: str, lang: Lang) -> str:
    """Return the name of a driver, or of all of them."""
    return say("driver.missing.all", lang) if driver == ALL else say(f"term.driver.{driver}.label", lang)


def inside(label: str) -> str:
    """Return a label as it stands within a sentence; abbreviations keep their capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _difference(row: Mapping[Any, Any], lang: Lang) -> str:
    """Return one difference with its interval."""
    label = inside(say(f"metric.{row['metric']}.label", lang))
    gap = number(row["difference"], sign=True)
    return say("driver.missing.value", lang, metric=label, difference=gap, interval=_interval(row))


def _interval(row: Mapping[Any, Any]) -> str:
    """Return an interval as text."""
    return f"[{number(row['low'], sign=True)}, {number(row['high'], sign=True)}]"
