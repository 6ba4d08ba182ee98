"""What a roster shows of the four drivers: indirect, on the scale of the questionnaire by conventions that stand here.

Numbers are those of the whole organisation; nothing is said of a single team, and nothing of people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from simkit.experiments.sentences import number
from simkit.pilot.design import Survey
from simkit.scenario import Organisation, Team
from simkit.text import Lang, say

UNCERTAIN = 3.0
"""A business below this certainty (1 to 5) counts as uncertain."""
NEW = ("rnd", "product", "marketing")
"""Functions that usually carry innovation goals."""
SMALLEST: int = Survey().minimum_group


@dataclass(frozen=True, slots=True)
class Signal:
    """One number that the roster holds: its value (``None``: not known), and its score from 1 to 5."""

    id: str
    driver: str
    unit: str
    value: float | None
    score: float | None

    def name(self, lang: Lang) -> str:
        """Return what the number is."""
        return say(f"driver.signal.{self.id}.name", lang)

    def words(self, lang: Lang) -> str:
        """Return name and value, such as ``workload 105%``."""
        if self.value is None:
            return self.name(lang)
        text = say(f"driver.unit.{self.unit}", lang, value=_plain(self.value))
        return say("driver.unit.value", lang, name=self.name(lang), value=text)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a signal is read: values at which the score is 1 and 5, even in between."""

    id: str
    driver: str
    unit: str
    worst: float
    best: float
    read: Callable[[Sequence[Team]], float | None]


def _share(test: Callable[[Team], bool]) -> Callable[[Sequence[Team]], float | None]:
    """Return what reads the percentage of teams of which something holds."""
    return lambda teams: 100 * sum(map(test, teams)) / len(teams)


def _mean(id: str) -> Callable[[Sequence[Team]], float | None]:
    """Return what reads the mean of a column, weighted by people, over the teams of which it is known."""

    def read(teams: Sequence[Team]) -> float | None:
        known = [(float(getattr(team, id)), team.people) for team in teams if getattr(team, id) is not None]
        return (
            sum(value * people for value, people in known) / sum(people for _, people in known)
            if known
            else None
        )

    return read


def _new(teams: Sequence[Team]) -> float | None:
    """Return the percentage of people in functions that usually carry innovation goals."""
    return (
        100 * sum(team.people for team in teams if team.function in NEW) / sum(team.people for team in teams)
    )


# fmt: off
RULES: tuple[_Rule, ...] = (
    _Rule("uncertain", "strategy", "percent", 0, 40, _share(lambda team: team.certainty < UNCERTAIN)),
    _Rule("people_new", "strategy", "percent", 0, 40, _new),
    _Rule("safety", "culture", "points", 30, 70, _mean("felt_safety")),
    _Rule("attrition", "culture", "percent", 25, 5, _mean("attrition")),
    _Rule("surveyed", "data", "percent", 0, 80, _share(lambda team: team.felt_safety is not None or team.engagement is not None)),
    _Rule("countable", "data", "percent", 20, 100, _share(lambda team: team.people >= SMALLEST)),
    _Rule("interval", "tools", "weeks", 52, 13, lambda teams: median(team.review_interval for team in teams)),
    _Rule("workload", "tools", "percent", 120, 95, _mean("workload")),
    _Rule("attainment", "tools", "percent", 80, 100, _mean("kpi_attainment")),
)
# fmt: on


def signals(organisation: Organisation) -> tuple[Signal, ...]:
    """Return what the roster shows, in a fixed order; means are weighted by people.

    >>> from simkit.presets import load_organisation
    >>> [(item.id, item.value, item.score) for item in signals(load_organisation("manufacturer")) if item.driver == "data"]
    [('surveyed', 0.0, 1.0), ('countable', 100.0, 5.0)]
    """
    return tuple(_signal(rule, organisation.teams) for rule in RULES)


def _signal(rule: _Rule, teams: Sequence[Team]) -> Signal:
    """Return one signal with its score."""
    value = rule.read(teams)
    if value is None:
        return Signal(rule.id, rule.driver, rule.unit, None, None)
    way = min(max((value - rule.worst) / (rule.best - rule.worst), 0.0), 1.0)
    return Signal(rule.id, rule.driver, rule.unit, value, 1 + 4 * way)


def _plain(value: float) -> str:
    """Return a number as short as it can be."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else number(value)
