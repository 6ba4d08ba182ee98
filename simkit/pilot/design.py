"""What a pilot is: who tries which regime when, what is measured, and the rule that decides, all fixed before the start.

All classes are frozen and validated; ``.with_(…)`` returns a changed copy.

>>> design = Design(kind="parallel", pilot_teams=("A", "B"), comparison_teams=("C", "D"), cycles=2)
>>> design.weeks, design.teams
(52, ('A', 'B', 'C', 'D'))
"""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from simkit.metrics import METRIC_IDS, metric
from simkit.pilot.problems import PilotProblem
from simkit.problems import InputError, Problem, nearest
from simkit.regime import Regime
from simkit.scenario import Frozen, Organisation

Kind = Literal["before_after", "parallel", "stepped_wedge", "crossover"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Method = Literal["did", "mixed", "permutation"]
Assigned = Literal["lot", "choice"]
METHODS: tuple[Method, ...] = get_args(Method)
Spending = Literal["obrien_fleming", "pocock"]
SPENDINGS: tuple[Spending, ...] = get_args(Spending)
Direction = Literal["rise", "fall"]
USUAL_FLOOR = "floor_breaches"
"""The metric of the KPI floor: a pilot's usual guardrail."""


class Survey(Frozen):
    """How a measure is asked for instead of being counted.

    ``noise`` is the standard deviation, in the measure's unit, of one person's answer about what that person feels.
    Each person answers with probability ``response_rate``. Results of fewer than ``minimum_group`` answers are suppressed.
    """

    noise: float = Field(default=20.0, ge=0, le=100)
    response_rate: float = Field(default=0.7, gt=0, le=1)
    minimum_group: int = Field(default=5, ge=3, le=50)


class Measure(Frozen):
    """One metric as the pilot measures it, by team and period; with ``survey``, by asking people.

    Only metrics whose denominator is people can be asked for. Raises ``InputError`` for others and for unknown ones.
    """

    metric: str
    survey: Survey | None = None

    @model_validator(mode="after")
    def _known(self) -> Self:
        """Refuse an unknown metric, and a survey of what people cannot be asked."""
        if self.metric not in METRIC_IDS:
            values = {"value": self.metric, "nearest": nearest(self.metric, METRIC_IDS)}
            raise InputError([Problem("unknown_metric", "metric", values)])
        if self.survey and metric(self.metric).level != "individual":
            raise InputError([PilotProblem("not_asked", "survey", {"value": self.metric})])
        return self


class Guardrail(Frozen):
    """What must not get worse by ``margin`` (the measure's unit) or more; ``harm`` says which way is worse.

    ``harm`` may be left out for metrics of which more (or less) is better, and for the KPI floor.
    """

    measure: Measure
    margin: float = Field(gt=0)
    harm: Direction | None = None

    @model_validator(mode="after")
    def _has_a_side(self) -> Self:
        """Refuse a measure of which neither more nor less is worse unless ``harm`` says so."""
        if self.harm is None and self.sign == 0:
            raise InputError([PilotProblem("no_harm", "harm", {"value": self.measure.metric})])
        return self

    @property
    def sign(self) -> int:
        """+1 if a rise of the measure is harm, -1 if a fall is."""
        if self.harm is not None:
            return 1 if self.harm == "rise" else -1
        return 1 if self.measure.metric == USUAL_FLOOR else -metric(self.measure.metric).direction


class Rule(Frozen):
    """When to go, to add one more cycle, or to stop: thresholds that are fixed before the start.

    At each look (after the cycles in ``looks``) the effect on the primary measure is estimated, counted so that a gain is
    positive, with an interval. **Stop** if a guardrail is broken (harm of at least its margin is estimated, and its interval lies above
    no harm), or if the interval lies below ``worthwhile``, the smallest gain worth a roll-out, in the primary measure's unit.
    **Go** if the interval lies above zero and the estimate is at least ``worthwhile``. Else **one more cycle**.
    All intervals together have two-sided level ``confidence``: the error that single looks may spend follows ``spending``.
    """

    worthwhile: float = Field(gt=0)
    confidence: float = Field(default=0.9, ge=0.5, le=0.999)
    looks: tuple[int, ...] = Field(default=(2,), min_length=1, max_length=12)
    spending: Spending = "obrien_fleming"


class Design(Frozen):
    """Who lives under which regime when.

    Weeks are counted from 1, the first of the baseline. After ``baseline_weeks`` come ``cycles`` of ``cycle_weeks`` each.

    - *before_after*: all pilot teams change after the baseline; nobody else is looked at.
    - *parallel*: pilot teams change after the baseline, comparison teams do not.
    - *stepped_wedge*: pilot teams change in ``steps`` groups, group k at the start of cycle k; comparison teams, if any, never.
    - *crossover*: half of the pilot teams live under the new regime in the first half of the cycles, the other half in the second.

    ``assigned`` says how teams came to their group: drawn by ``lot`` (with ``lot_seed``) or by ``choice``. The first
    ``settling_weeks`` of every cycle are left out of the analysis. ``method`` is the analysis: differences in
    differences with a jackknife over teams, a mixed model, or a permutation of the groups.
    """

    kind: Kind = "parallel"
    pilot_teams: tuple[str, ...] = Field(min_length=1, max_length=200)
    comparison_teams: tuple[str, ...] = Field(default=(), max_length=200)
    baseline_weeks: int = Field(default=26, ge=4, le=104)
    cycle_weeks: int = Field(default=13, ge=2, le=52)
    cycles: int = Field(default=2, ge=1, le=26)
    steps: int = Field(default=2, ge=2, le=12)
    settling_weeks: int = Field(default=0, ge=0, le=26)
    assigned: Assigned = "lot"
    lot_seed: int = Field(default=0, ge=0)
    method: Method = "did"

    @property
    def weeks(self) -> int:
        """Weeks from the start of the baseline to the end of the last cycle."""
        return self.baseline_weeks + self.cycles * self.cycle_weeks

    @property
    def teams(self) -> tuple[str, ...]:
        """Names of all teams that are looked at: pilot teams, then comparison teams."""
        return (*self.pilot_teams, *self.comparison_teams)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        """Refuse what cannot be done, every reason at once."""
        problems = [
            PilotProblem(code, where, {"value": value, **values})
            for code, where, value, values, wrong in self._checks()
            if wrong
        ]
        if problems:
            raise InputError(problems)
        return self

    def _checks(self) -> list[tuple[str, str, object, dict[str, object], bool]]:
        """Return code, field, value, further values and whether it is wrong, of each thing that can be."""
        pilots, others, kind = len(self.pilot_teams), len(self.comparison_teams), self.kind
        twice = sorted({name for name in self.teams if self.teams.count(name) > 1})
        needs = {"before_after": 2, "parallel": 2, "stepped_wedge": self.steps, "crossover": 4}[kind]
        return [
            ("twice", "teams", ", ".join(twice), {}, bool(twice)),
            ("too_few_teams", "pilot_teams", pilots, {"least": needs}, pilots < needs),
            ("too_few_comparisons", "comparison_teams", others, {"least": 2}, kind == "parallel" and others < 2),
            ("no_comparisons", "comparison_teams", others, {}, kind in ("before_after", "crossover") and others > 0),
            ("too_many_steps", "steps", self.steps, {"cycles": self.cycles},
             kind == "stepped_wedge" and self.steps > self.cycles),
            ("odd_cycles", "cycles", self.cycles, {}, kind == "crossover" and self.cycles % 2 == 1),
            ("settles_too_long", "settling_weeks", self.settling_weeks, {"most": self.cycle_weeks - 1},
             self.settling_weeks >= self.cycle_weeks),
        ]  # fmt: skip


class Pilot(Frozen):
    """A pilot, whole: the organisation, the regime that is tried, the design, the measures, and the rule.

    ``before`` is the regime under which all teams live until they change (``None``: the traditional one with each team's
    own review interval). ``start`` is the Monday of week 1; ``roles`` are job titles, never names of people.
    """

    name: str = Field(default="Pilot", min_length=1, max_length=120)
    organisation: Organisation
    new: Regime
    before: Regime | None = None
    design: Design
    primary: Measure
    secondary: tuple[Measure, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    rule: Rule
    start: datetime.date | None = None
    roles: dict[str, str] = Field(default={})
    simulated: bool = False

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures, each once: the primary one first, then those of the guardrails, then the secondary ones."""
        listed = (self.primary, *(item.measure for item in self.guardrails), *self.secondary)
        first = {item.metric: item for item in reversed(listed)}
        return tuple(first[id] for id in dict.fromkeys(item.metric for item in listed))

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Refuse teams that are not in the organisation, looks that do not fit, and a primary measure without a good side."""
        problems = [*self._strangers(), *self._look_problems()]
        if metric(self.primary.metric).direction == 0:
            problems.append(PilotProblem("no_gain", "primary", {"value": self.primary.metric}))
        if problems:
            raise InputError(problems)
        return self

    def _strangers(self) -> list[Problem]:
        """Return a problem for each team of the design that is not in the organisation."""
        names = [team.name for team in self.organisation.teams]
        unknown = [name for name in self.design.teams if name not in names]
        return [
            Problem("unknown_team", "design › teams", {"value": name, "allowed": nearest(name, names)})
            for name in unknown
        ]

    def _look_problems(self) -> list[Problem]:
        """Return a problem if looks do not rise up to the last cycle."""
        looks, cycles = self.rule.looks, self.design.cycles
        rises = all(a < b for a, b in pairwise(looks))
        if rises and looks[0] >= 1 and looks[-1] == cycles:
            return []
        values = {"value": ", ".join(map(str, looks)), "cycles": cycles}
        return [PilotProblem("looks", "rule › looks", values)]
