"""Contrasts between scenarios, judged: reproduced, not reproduced or undecided.

A pattern is one or more claims; a claim is a contrast between scenarios (a weighted sum of one metric over
them, world by world) with an expected sign, or an expected absence of effect within a margin. Nothing is
fitted: a claim that fails is reported as not reproduced.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np

from simkit.engine.workers import Progress
from simkit.evidence.arms import Arm, Readings, read_arms
from simkit.evidence.measures import spread
from simkit.experiments.paired import Estimate, estimate
from simkit.result import Floats

VERDICTS = ("reproduced", "not_reproduced", "undecided")


@dataclass(frozen=True, eq=False)
class Term:
    """One arm of a contrast, with its weight.

    ``spread`` reads the standard deviation over the teams of a world instead of the organisation's value.
    """

    weight: float
    arm: Arm
    spread: bool = False

    def value(self, readings: Readings) -> Floats:
        """Return the weighted value in each world."""
        found = readings[id(self.arm)]
        return self.weight * (found[:, 1:].std(axis=1, ddof=1) if self.spread else found[:, 0])


@dataclass(frozen=True)
class Claim:
    """A contrast with what is expected of it: ``up``, ``down`` or ``small`` (within ``margin`` of 0).

    ``id`` is the key of its sentence in ``text/patterns.toml``; ``margin`` is in the unit of ``Finding.effect``.
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

    @property
    def arms(self) -> list[Arm]:
        """All arms of its claims."""
        return [term.arm for claim in self.claims for term in claim.terms]


@dataclass(frozen=True)
class Finding:
    """What a claim showed: mean contrast, its 95 % interval, the standardised effect, and the verdict.

    ``effect`` is the mean contrast in standard deviations between the teams of its arms, the unit in which published
    effects on teams are given (Cohen's d).
    """

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


def judge(values: Floats, claim: Claim, unit: float) -> tuple[float, float, float, float, str]:
    """Return mean, interval, effect in units of ``unit`` and verdict of a contrast's values by world.

    A sign is reproduced if the whole t-interval lies on its side, not reproduced if none of it does. A small
    effect is reproduced if the whole interval lies within the margin (equivalence), not reproduced if it
    lies outside altogether.

    >>> up = Claim("x", (), "up")
    >>> judge(np.array([1.0, 2.0, 1.5, 1.2]), up, 1.0)[-1], judge(np.array([-1.0, 1.0, 0.5, -0.4]), up, 1.0)[-1]
    ('reproduced', 'undecided')
    """
    found = estimate(values)
    effect = found.mean / unit if unit > 0.0 else 0.0
    inside, outside = _sides(found.low, found.high, claim, unit)
    verdict = "reproduced" if inside else "not_reproduced" if outside else "undecided"
    return found.mean, found.low, found.high, effect, verdict


def _sides(low: float, high: float, claim: Claim, unit: float) -> tuple[bool, bool]:
    """Return whether an interval lies wholly where it is expected, and wholly where it is not."""
    if claim.expected == "up":
        return low > 0.0, high <= 0.0
    if claim.expected == "down":
        return high < 0.0, low >= 0.0
    bound = claim.margin * unit
    return -bound < low and high < bound, low > bound or high < -bound


def agreement(found: Estimate, low: float, high: float) -> str:
    """Judge an estimate against a band: reproduced if its whole interval lies within, not if wholly outside.

    In between, or where there is no interval, it is undecided: more replications would tell.

    >>> agreement(Estimate(0.5, 0.49, 0.51, 0.005, 80), 0.47, 0.53)
    'reproduced'
    >>> agreement(Estimate(0.5, 0.46, 0.54, 0.02, 80), 0.47, 0.53), agreement(Estimate(0.5, 0.4, 0.45, 0.02, 80), 0.47, 0.53)
    ('undecided', 'not_reproduced')
    """
    if low <= found.low and found.high <= high:
        return "reproduced"
    return "not_reproduced" if found.high < low or found.low > high else "undecided"


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

    ``progress`` gets runs done and runs to do. Raises ``simkit.engine.run.Interrupted`` on Ctrl-C.
    """
    arms = [arm for item in patterns for arm in item.arms]
    readings = read_arms(
        arms, worlds, seed, engine=engine, workers=workers, executor=executor, progress=progress
    )
    return verdicts(patterns, readings)


def verdicts(patterns: Sequence[Pattern], readings: Readings) -> Verdicts:
    """Judge all claims on what was read of their arms."""
    return Verdicts(tuple(_finding(item, claim, readings) for item in patterns for claim in item.claims))


def _finding(pattern: Pattern, claim: Claim, readings: Readings) -> Finding:
    """Judge one claim on what its terms read."""
    contrast = np.sum([term.value(readings) for term in claim.terms], axis=0)
    unit = spread(*(readings[id(term.arm)] for term in claim.terms))
    mean, low, high, effect, verdict = judge(contrast, claim, unit)
    return Finding(pattern, claim, mean, low, high, effect, int(np.isfinite(contrast).sum()), verdict)
