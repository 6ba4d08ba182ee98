"""Compare regimes on the same worlds: the table, where it turns, where the new regime loses, what it costs.

Everything is read off the results that the comparison carries; nothing is simulated twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from simkit.experiments.outcomes import YEAR, horizons
from simkit.experiments.paired import estimates, pairs, verdicts
from simkit.experiments.sentences import sentence
from simkit.experiments.stopping import Stopped
from simkit.metrics import HEADLINES, METRIC_IDS, metric
from simkit.problems import InputError, Problem
from simkit.result import Floats, Recorded, Window, known_metric
from simkit.text import Lang

WINDOW_METRICS = (*HEADLINES, "value_routine", "value_new")
"""What is compared early and late: the headline metrics and the two parts of the financial one."""
COSTS = ("review_hours", "coaching_hours", "transition_hours")
"""What regimes cost in time, in hours per person and year."""


def early_and_late(weeks: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return first and last week of two windows: the first and the last whole year, or two halves.

    >>> early_and_late(156), early_and_late(30)
    (((1, 52), (105, 156)), ((1, 15), (16, 30)))
    """
    if weeks < 2 * YEAR:
        return (1, max(1, weeks // 2)), (weeks // 2 + 1, weeks)
    last = weeks // YEAR * YEAR
    return (1, YEAR), (last - YEAR + 1, last)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Regimes on the same worlds; the first is the reference that each other one is compared with.

    ``results`` has one result per regime, with the same replications; ``labels`` are the regimes' names,
    made different where two are alike; ``stopped`` says why there are as many worlds as there are. ``points`` are the
    sets of constants that replaced those of the scenario, and ``groups`` the place in them of the one that each world was run
    under, the same for all regimes; without them, constants are those of the scenario.

    All tables hold one paired comparison a row, with the columns of ``simkit.experiments.paired.Pair``
    besides ``reference``, ``regime``, ``metric``, ``stream``, ``unit``, ``direction`` and ``verdict``
    (``ahead``, ``behind`` or ``open`` from the side of ``regime``). ``standardised`` is the difference in
    favour of ``regime`` in standard deviations between worlds (NaN if worlds do not differ). Differences are ``regime`` - ``reference``.
    """

    labels: tuple[str, ...]
    results: tuple[Recorded, ...]
    stopped: Stopped
    points: tuple[Mapping[str, float], ...] = ()
    groups: tuple[int, ...] = ()

    @property
    def uncertainty(self) -> str:
        """What every interval holds: ``luck``, or ``full``: luck and what is not known of the constants."""
        return "full" if self.points else "luck"

    @property
    def weeks(self) -> int:
        """Number of weeks simulated."""
        return self.results[0].weeks

    @property
    def horizons(self) -> tuple[int, ...]:
        """Weeks at which the regimes are compared."""
        return horizons(self.weeks)

    @property
    def replications(self) -> int:
        """Number of worlds in which every regime was run."""
        return len(self.results[0].replications)

    def frame(self) -> pd.DataFrame:
        """Return the whole organisation by regime, metric and horizon (``scope`` is ``organisation``)."""
        return self._frame.copy()

    @cached_property
    def _frame(self) -> pd.DataFrame:
        return self.part(METRIC_IDS, self.horizons)

    def team_frame(self) -> pd.DataFrame:
        """Return the headline metrics team by team (column ``team``), by regime and horizon."""
        return self.team_part(HEADLINES, self.horizons)

    def part(self, ids: Sequence[str], horizons: Sequence[int]) -> pd.DataFrame:
        """Return the rows of ``frame()`` for some metrics and horizons, which are worked out now and nothing else."""
        places = [(week, id) for week in horizons for id in ids]
        about = {"horizon": [week for week, _ in places], "scope": "organisation"}
        return self._table([(id, week, None) for week, id in places], about)

    def team_part(self, ids: Sequence[str], horizons: Sequence[int]) -> pd.DataFrame:
        """Return the rows of ``team_frame()`` for some metrics and horizons."""
        places = [(team, week, id) for team in self.results[0].teams for week in horizons for id in ids]
        about = {
            "horizon": [week for _, week, _ in places],
            "scope": "team",
            "team": [team for team, *_ in places],
        }
        return self._table([(id, week, (team,)) for team, week, id in places], about)

    def windows(self) -> pd.DataFrame:
        """Return headline metrics and the parts of the financial one in an early and a late window.

        ``window`` is ``early`` (weeks ``first`` to ``last``: year 1) or ``late`` (the last whole year; in
        runs under two years, the second half). ``turns`` tells whether the verdict is clear in both
        and opposite; ``turn_week`` is the first week from which on the mean difference of the value so
        far keeps its final sign (1: it has it from the start; NaN: it ends at zero).
        """
        spans = early_and_late(self.weeks)
        places = [
            (name, span, id)
            for name, span in zip(("early", "late"), spans, strict=True)
            for id in WINDOW_METRICS
        ]
        about = {"window": [name for name, *_ in places], "first": [span[0] for _, span, _ in places],
                 "last": [span[1] for _, span, _ in places]}  # fmt: skip
        table = self._table([(id, span, None) for _, span, id in places], about)
        keys = list(zip(table["regime"], table["metric"], strict=True))
        sides = table.groupby(["regime", "metric"])["verdict"].agg(set)
        turned = {key for key, side in sides.items() if side == {"ahead", "behind"}}
        weeks = {key: self._turn_week(*key) for key in dict.fromkeys(keys)}
        return table.assign(turns=[key in turned for key in keys], turn_week=[weeks[key] for key in keys])

    def losses(self) -> pd.DataFrame:
        """Return where a regime clearly loses against the reference: the interval excludes 0 against it.

        Organisation (all metrics with a better side) and teams (headline metrics), worst standardised
        difference first, those without one at the end. With several hundred intervals of 95 % a few exclude 0 by luck alone.
        """
        table = pd.concat([self._frame.assign(team=""), self.team_frame()], ignore_index=True)
        lost = table.query("verdict == 'behind'")
        return lost.sort_values(by="standardised", kind="stable").reset_index(drop=True)

    def costs(self, window: Window = None) -> pd.DataFrame:
        """Return hours per person and year on review, coaching and transition by regime.

        Columns: regime, metric, unit, mean, low, high, mcse, n; over the whole run or a window of weeks.
        """
        numbers = estimates(
            np.stack([result.metric(id, window) for result in self.results for id in COSTS]), self.groups
        )
        about = [
            {"regime": label, "metric": id, "unit": metric(id).unit} for label in self.labels for id in COSTS
        ]
        return pd.DataFrame(about).assign(**numbers).astype({"n": int})

    def sentence(
        self, id: str, horizon: int | None = None, lang: Lang = "en", regime: str | None = None
    ) -> str:
        """Return one comparison in a plain sentence: means, difference, interval, worlds ahead.

        ``horizon`` is one of ``horizons`` (default: the last), ``regime`` the label of the regime that is
        compared with the reference (default: the last). Raises ``InputError`` for anything else.
        """
        known_metric(id)
        week, label = horizon or self.weeks, regime or self.labels[-1]
        problems = _unknown("horizon", week, self.horizons) + _unknown("regime", label, self.labels[1:])
        if problems:
            raise InputError(problems)
        table = self._frame
        row = table[(table["metric"] == id) & (table["horizon"] == week) & (table["regime"] == label)].iloc[0]
        return sentence({str(key): value for key, value in row.items()}, lang, self.uncertainty)

    def _table(
        self, places: Sequence[tuple[str, Window, tuple[str, ...] | None]], about: Mapping[str, Any]
    ) -> pd.DataFrame:
        """Compare every regime with the reference, at each place: a metric, a window, teams; ``about`` are more columns."""
        a, *others = (
            np.stack([result.metric(id, window, teams) for id, window, teams in places])
            for result in self.results
        )
        items = [metric(id) for id, *_ in places]
        signs = np.array([item.direction for item in items])
        named = {
            "stream": [item.stream for item in items], "unit": [item.unit for item in items], "direction": signs,
        }  # fmt: skip
        parts: list[pd.DataFrame] = []
        for label, b in zip(self.labels[1:], others, strict=True):
            found = pairs(a, b, signs, self.groups)
            size = _standardised(found["difference"] * signs, found.pop("pooled"))
            first = {"reference": self.labels[0], "regime": label, "metric": [item.id for item in items]}
            more = {"standardised": size, "verdict": verdicts(found["low"], found["high"], signs)}
            parts.append(
                pd.DataFrame({**first, **about, **named, **found, "n": found["n"].astype(int), **more})
            )
        if len(parts) == 1:
            return parts[0]
        return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)

    def _turn_week(self, label: str, id: str) -> float:
        """Return the first week from which on the mean difference so far keeps its final sign."""
        result = self.results[self.labels.index(label, 1)]
        gaps = result.so_far(id) - self.results[0].so_far(id)
        signs = np.sign(np.nan_to_num(gaps).sum(axis=0))
        if signs[-1] == 0:
            return np.nan
        other = np.flatnonzero(signs != signs[-1])
        return float(other[-1] + 2) if len(other) else 1.0


def _standardised(gain: Floats, spread: Floats) -> Floats:
    """Return gains in units of the spread between worlds; NaN if worlds do not differ."""
    known = spread > 0
    return np.where(known, gain / np.where(known, spread, 1.0), np.nan)


def _unknown(field: str, value: object, allowed: Sequence[object]) -> list[Problem]:
    """Return the problem of a value that is not among the allowed ones."""
    if value in allowed:
        return []
    values = {"value": value, "field": field, "expected": ", ".join(map(str, allowed))}
    return [Problem("not_allowed", field, values)]
