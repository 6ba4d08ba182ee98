"""Contrasts between scenarios, judged: reproduced, not reproduced or undecided.

A pattern is one or more claims; a claim is a contrast between scenarios (a weighted sum of one metric over
them, world by world) with an expected sign, or an expected absence of effect within a margin. Nothing is
fitted: a claim that fails is reported as not reproduced.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from scipy import stats

from simkit.engine.workers import Progress
from simkit.experiments.outcomes import Task, simulate_all
from simkit.result import Floats, Result
from simkit.scenario import Scenario

VERDICTS = ("reproduced", "not_reproduced", "undecided")
LEVEL = 0.95
"""Confidence of every interval."""


@dataclass(frozen=True)
class Term:
    """One scenario of a contrast: its weight, the metric read in it and the weeks.

    ``spread`` reads the standard deviation over the teams of a world instead of the organisation's value.
    """

    weight: float
    scenario: Scenario
    metric: str
    window: tuple[int, int]
    spread: bool = False

    def read(self, result: Result) -> Floats:
        """Return the weighted value in each world of a result."""
        if not self.spread:
            return self.weight * result.metric(self.metric, self.window)
        teams = [result.metric(self.metric, self.window, teams=[name]) for name in result.teams]
        return self.weight * np.std(teams, axis=0, ddof=1)


@dataclass(frozen=True)
class Claim:
    """A contrast with what is expected of it: ``up``, ``down`` or ``small`` (within ``margin`` of 0).

    ``id`` is the key of its sentence in ``text/patterns.toml``; ``margin`` is in standard deviations over
    worlds for ``small``.
    """

    id: str
    terms: tuple[Term, ...]
    expected: str
    margin: float = 0.0


@dataclass(frozen=True)
class Pattern:
    """One sign of ``MODEL``: number, sources (keys of ``sources.toml``) and its claims."""

    number: int
    id: str
    sources: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Finding:
    """What a claim showed: mean contrast, its 95 % interval, the standardised effect, and the verdict."""

    pattern: Pattern
    claim: Claim
    mean: float
    low: float
    high: float
    effect: float
    worlds: int
    verdict: str


@dataclass(frozen=True)
class Verdicts:
    """All findings, with the verdict of each pattern."""

    findings: tuple[Finding, ...] = field(default_factory=tuple)

    def of(self, pattern: Pattern) -> str:
        """Return a pattern's verdict: that of its worst claim."""
        found = [item.verdict for item in self.findings if item.pattern is pattern]
        return max(found, key=("reproduced", "undecided", "not_reproduced").index)


def judge(values: Floats, claim: Claim) -> tuple[float, float, float, float, str]:
    """Return mean, interval, standardised effect and verdict of a contrast's values by world.

    A sign is reproduced if the whole t-interval lies on its side, not reproduced if none of it does. A small
    effect is reproduced if the whole interval lies within the margin (equivalence), not reproduced if it
    lies outside altogether.

    >>> up = Claim("x", (), "up")
    >>> judge(np.array([1.0, 2.0, 1.5, 1.2]), up)[-1], judge(np.array([-1.0, 1.0, 0.5, -0.4]), up)[-1]
    ('reproduced', 'undecided')
    """
    values = values[np.isfinite(values)]
    n = len(values)
    if n < 2:
        return float("nan"), float("nan"), float("nan"), float("nan"), "undecided"
    mean, sd = float(values.mean()), float(values.std(ddof=1))
    half = float(stats.t.ppf(0.5 + LEVEL / 2.0, n - 1)) * sd / n**0.5
    effect = mean / sd if sd > 0.0 else 0.0
    low, high = mean - half, mean + half
    inside, outside = _sides(low, high, claim, sd)
    verdict = "reproduced" if inside else "not_reproduced" if outside else "undecided"
    return mean, low, high, effect, verdict


def _sides(low: float, high: float, claim: Claim, sd: float) -> tuple[bool, bool]:
    """Return whether an interval lies wholly where it is expected, and wholly where it is not."""
    if claim.expected == "up":
        return low > 0.0, high <= 0.0
    if claim.expected == "down":
        return high < 0.0, low >= 0.0
    bound = claim.margin * sd
    return -bound < low and high < bound, low > bound or high < -bound


def check(
    patterns: Sequence[Pattern],
    worlds: int = 40,
    seed: int = 0,
    *,
    engine: str = "fast",
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Verdicts:
    """Run every scenario of the patterns once in ``worlds`` worlds and judge all claims.

    Scenarios that several claims share are run once. ``progress`` gets runs done and runs to do. Raises
    ``simkit.engine.run.Interrupted`` on Ctrl-C.
    """
    shared: dict[str, list[Term]] = {}
    for term in (term for item in patterns for claim in item.claims for term in claim.terms):
        shared.setdefault(_key(term.scenario), []).append(term)
    tasks = [
        Task(terms[0].scenario, seed, tuple(range(worlds)), partial(_read, terms=tuple(terms)))
        for terms in shared.values()
    ]
    found = simulate_all(tasks, engine=engine, workers=workers, executor=executor, progress=progress)
    values = dict(zip(shared, found, strict=True))
    return Verdicts(
        tuple(_finding(item, claim, shared, values) for item in patterns for claim in item.claims)
    )


def _read(result: Result, terms: tuple[Term, ...]) -> Floats:
    """Return the values of all terms that read a scenario, shape (worlds, terms)."""
    return np.stack([term.read(result) for term in terms], axis=1)


def _key(scenario: Scenario) -> str:
    """Return what makes two scenarios the same."""
    return scenario.model_dump_json()


def _finding(
    pattern: Pattern, claim: Claim, shared: dict[str, list[Term]], values: dict[str, Floats]
) -> Finding:
    """Judge one claim on what its terms read."""
    total = 0.0
    for term in claim.terms:
        key = _key(term.scenario)
        place = next(i for i, other in enumerate(shared[key]) if other is term)
        total = total + values[key][:, place]
    contrast = np.asarray(total)
    mean, low, high, effect, verdict = judge(contrast, claim)
    return Finding(pattern, claim, mean, low, high, effect, int(np.isfinite(contrast).sum()), verdict)
