"""What it costs that the teams have already been chosen: against the first candidates, and against a lot.

Three things are compared, each by itself: what one would learn, what could go wrong, how far the result carries. A fourth is
the risk that comes with choosing by past numbers: teams picked because they stand out fall back towards the others by
themselves (regression to the mean), which looks like an effect. How much is read off the worlds in which nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simkit.experiments.sentences import number
from simkit.metrics import metric
from simkit.pilot.choosing import (
    CRITERIA,
    OVERLOAD,
    Choice,
    broken_of,
    known_mean,
    loads_of,
    noise_of,
    over_noise,
)
from simkit.pilot.likeness import reached
from simkit.pilot.matching import UNBALANCED, ChoiceProblem, balance, feature_name, known_teams
from simkit.pilot.timetable import shuffled
from simkit.problems import InputError
from simkit.result import Floats
from simkit.text import Lang, say

LOTS = 500
"""Lots that are drawn to see what a lot gives."""
NAMED = 3
"""How many of the features in which the chosen teams differ are named."""
SETS = ("chosen", "best", "lot")


@dataclass(frozen=True, eq=False)
class Cost:
    """A chosen set of teams against the first candidates and against ``lots`` lots of as many.

    ``values`` has one row a set of ``SETS`` (for the lot: the mean) and an entry a criterion; ``usual`` the 10 % and 90 % quantiles of the
    lots, ``beaten`` the share of lots in which the criterion is worse than for the chosen teams (equal ones count half). ``balance`` compares the
    chosen teams with all others; ``pull`` is how much teams picked as the best and as the worst of the baseline seem to gain, against
    the others, if nothing changes, and ``gain`` what the chosen teams gain, both in the primary measure's unit.
    """

    chosen: tuple[str, ...]
    best: tuple[str, ...]
    lots: int
    values: dict[str, dict[str, float]]
    usual: dict[str, tuple[float, float]]
    beaten: dict[str, float]
    balance: pd.DataFrame
    pull: tuple[float, float]
    gain: float
    primary: str

    @property
    def lost(self) -> dict[str, float]:
        """How much worse the chosen teams are than the first candidates, by criterion (0: as good, negative: better)."""
        chosen, best = (self.values[one] for one in SETS[:2])
        return {name: sign * (best[name] - chosen[name]) for name, sign in CRITERIA.items()}

    def frame(self) -> pd.DataFrame:
        """Return one row a criterion: ``chosen``, ``best``, ``lost``, ``lot`` with ``lot_low`` and ``lot_high`` (10 % and 90 %), ``beaten``."""
        rows: list[dict[str, object]] = []
        for name in CRITERIA:
            ends = dict(zip(("lot_low", "lot_high"), self.usual[name], strict=True))
            sets = {one: self.values[one][name] for one in SETS}
            lost = {"lost": self.lost[name], "beaten": self.beaten[name]}
            rows.append({"criterion": name, **sets, **lost, **ends})
        return pd.DataFrame(rows)

    def table(self, lang: Lang) -> pd.DataFrame:
        """Return the comparison with headings and words in a language."""
        found = self.frame().drop(columns=["lot_low", "lot_high", "lost"])
        for one in SETS:
            found[one] = [number(value) for value in found[one]]
        found["beaten"] = [f"{100 * share:.0f}%" for share in found["beaten"]]
        found["criterion"] = [say(f"candidate.sets.{name}", lang) for name in found["criterion"]]
        return found.rename(columns={name: say(f"candidate.column.{name}", lang) for name in found})

    def sentence(self, lang: Lang = "en") -> str:
        """Return what the choice costs, and what the risk of choosing by past numbers is, in words and numbers."""
        parts = [*self._against(lang), self._unlike(lang), self._risk(lang)]
        return (" " if lang == "en" else "").join(parts)

    def _against(self, lang: Lang) -> list[str]:
        """Return the comparison with the first candidates and with lots."""
        comma = say("candidate.word.comma", lang)
        if {*self.chosen} == {*self.best}:
            first = say("candidate.cost.same", lang, count=len(self.chosen))
        else:
            words = [
                say(f"candidate.cost.{name}", lang, chosen=number(a), best=number(b))
                for name in CRITERIA
                for a, b in [(self.values["chosen"][name], self.values["best"][name])]
            ]
            first = say(
                "candidate.cost.against",
                lang,
                best=comma.join(self.best),
                list=say("candidate.word.semicolon", lang).join(words),
            )
        shares = {name: f"{100 * share:.0f}%" for name, share in self.beaten.items()}
        return [first, say("candidate.cost.lots", lang, lots=self.lots, **shares)]

    def _unlike(self, lang: Lang) -> str:
        """Return in what the chosen teams differ from the others."""
        off = self.balance.query("unbalanced").sort_values(
            by="smd_after", key=abs, ascending=False, kind="stable"
        )
        words = {"count": len(off), "features": len(self.balance), "limit": UNBALANCED}
        most = [feature_name(id, lang) for id in off["feature"][:NAMED]]
        listed = say("candidate.word.comma", lang).join(most)
        return say(f"candidate.cost.{'unlike' if most else 'alike'}", lang, list=listed, **words)

    def _risk(self, lang: Lang) -> str:
        """Return how much is feigned by choosing the best or the worst."""
        best, worst = (number(value, sign=True) for value in self.pull)
        unit = say(f"report.unit.{metric(self.primary).unit}", lang)
        name = say(f"metric.{self.primary}.label", lang)
        return say(
            "candidate.cost.pull",
            lang,
            metric=name,
            high=best,
            low=worst,
            unit=unit,
            gain=number(self.gain, sign=True),
        )


def cost_of_choice(choice: Choice, chosen: Sequence[str], *, lots: int = LOTS, seed: int = 0) -> Cost:
    """Return what it costs to have chosen these teams rather than as many of the first candidates, or by lot.

    Raises ``InputError`` for unknown teams, a team named twice, none, or all of them.
    """
    _check(choice, chosen)
    names, found = sorted(choice.prospects.names), _Sets(choice)
    best = choice.best(len(chosen))
    drawn = [found.of(shuffled(names, seed, lot)[: len(chosen)]) for lot in range(lots)]
    each = {name: np.array([one[name] for one in drawn]) for name in CRITERIA}
    values = {"chosen": found.of(chosen), "best": found.of(best)}
    values["lot"] = {name: float(numbers.mean()) for name, numbers in each.items()}
    usual = {
        name: (float(np.quantile(numbers, 0.1)), float(np.quantile(numbers, 0.9)))
        for name, numbers in each.items()
    }
    beaten = {
        name: _beaten(sign * each[name], sign * values["chosen"][name]) for name, sign in CRITERIA.items()
    }
    others = [name for name in names if name not in chosen]
    table = balance(choice.organisation, chosen, others, others)
    gain = known_mean(np.array([found.gains[name] for name in chosen]))
    primary = choice.prospects.primary.metric
    return Cost(
        tuple(chosen), best, lots, values, usual, beaten, table, pull_of(choice, len(chosen)), gain, primary
    )


class _Sets:
    """What sets of teams give, from what each of their teams gives."""

    def __init__(self, choice: Choice) -> None:
        """Read off gain, noise, harm and reach of each team once."""
        found = choice.prospects
        side = metric(found.primary.metric).direction
        self.gains = {
            name: known_mean(side * (found.tried[i] - found.same[i])[:, 0])
            for i, name in enumerate(found.names)
        }
        self.noises = {name: noise_of(found, i) for i, name in enumerate(found.names)}
        self.harms = {
            name: float((broken_of(found, i).any(axis=1) | (loads_of(found, i) > OVERLOAD)).mean())
            for i, name in enumerate(found.names)
        }
        self.near = {name: {*others} for name, others in reached(found.organisation).items()}

    def of(self, names: Sequence[str]) -> dict[str, float]:
        """Return learning (mean effect over the noise of the mean), teams that are expected to be harmed, and share of others within reach."""
        names = sorted(names)
        noise = sum(self.noises[name] ** 2 for name in names) ** 0.5 / len(names)
        size = abs(float(np.mean([self.gains[name] for name in names])))
        others = {*self.near} - {*names}
        touched = set[str]().union(*(self.near[name] for name in names)) & others
        learning = over_noise(size, noise)
        return {
            "learning": learning,
            "harm": sum(self.harms[name] for name in names),
            "resemblance": len(touched) / len(others),
        }


def pull_of(choice: Choice, count: int) -> tuple[float, float]:
    """Return how much ``count`` teams picked as the best, and as the worst, of the baseline seem to gain against the others if nothing changes.

    Mean over worlds of the picked teams' own change of the primary measure minus that of the others, in its unit, a gain counted
    positive; teams are picked anew in every world.
    """
    found = choice.prospects
    side = metric(found.primary.metric).direction
    start, change = side * found.start[:, :, 0], side * (found.same - found.start)[:, :, 0]
    known = np.isfinite(start).all(axis=0) & np.isfinite(change).all(axis=0)
    order = np.argsort(-start[:, known], axis=0, kind="stable")
    sorted_change = np.take_along_axis(change[:, known], order, axis=0)
    high = _apart(sorted_change[:count], sorted_change[count:])
    low = _apart(sorted_change[-count:], sorted_change[:-count])
    return high, low


def _apart(picked: Floats, others: Floats) -> float:
    """Return the mean difference between two groups of teams."""
    return float(picked.mean() - others.mean()) if picked.size and others.size else float("nan")


def _beaten(lots: Floats, chosen: float) -> float:
    """Return the share of lots that are worse, equal ones counting half."""
    same = np.isclose(lots, chosen)
    return float(((lots < chosen) & ~same).mean() + same.mean() / 2)


def _check(choice: Choice, chosen: Sequence[str]) -> None:
    """Refuse unknown teams, the same one twice, none and all."""
    known_teams(choice.organisation, chosen)
    problems = [
        ChoiceProblem("twice", "chosen", {"value": name})
        for name in sorted({name for name in chosen if list(chosen).count(name) > 1})
    ]
    teams = len(choice.organisation.teams)
    if not 1 <= len({*chosen}) < teams:
        problems.append(
            ChoiceProblem("count", "chosen", {"value": len({*chosen}), "most": teams - 1, "teams": teams})
        )
    if problems:
        raise InputError(problems)
