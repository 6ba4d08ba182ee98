"""What a pilot can show: thousands of simulated pilots in each of several true worlds, analysed and decided as agreed.

After Blair, Cooper, Coppock & Humphreys 2019, "Declaring and Diagnosing Research Designs", American Political Science
Review 113(3) 838-859: the model, the inquiry, the data strategy and the answer strategy are the ones that will be used.
Errors of sign and size are those of Gelman & Carlin 2014, Perspectives on Psychological Science 9(6) 641-651.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simkit.distribution import Floats
from simkit.engine.digests import silent, wanted_still
from simkit.engine.workers import Progress
from simkit.experiments.points import Points
from simkit.metrics import metric
from simkit.pilot.analysis import Estimates, estimate
from simkit.pilot.deciding import CONTINUE, GO, STOP, Verdicts, mirrored, run_rule
from simkit.pilot.design import Pilot
from simkit.pilot.looks import levels
from simkit.pilot.measuring import Recorded
from simkit.pilot.trials import Trials, joined, simulate, without
from simkit.pilot.worlds import NOTHING, WORLDS, World

if TYPE_CHECKING:
    from pandas import DataFrame

PILOTS, FIRST = 2000, 200
"""Simulated pilots of a diagnosis, and how many of them give the early answer."""
POWER = 0.8
"""The power at which an effect counts as detectable: the field's convention (Cohen 1988)."""


@dataclass(frozen=True, eq=False)
class Odds:
    """How a pilot fares in one true world, over ``pilots`` simulated pilots.

    ``truth`` is the true gain on the primary measure, in its unit (positive is better), ``estimates`` what the analysis makes of each
    pilot after its last cycle, counted alike, ``verdicts`` what the rule decides.
    """

    world: World
    truth: float
    estimates: Estimates
    verdicts: Verdicts

    @property
    def pilots(self) -> int:
        """Number of simulated pilots."""
        return len(self.estimates.effect)

    def share(self, decision: int) -> float:
        """Return the share of pilots that end with a decision."""
        return float(np.mean(self.verdicts.decision == decision))

    @property
    def found(self) -> Floats:
        """Whether each pilot's interval lies wholly on one side of no effect: 1, −1, or 0."""
        return np.where(self.estimates.lower > 0, 1.0, np.where(self.estimates.upper < 0, -1.0, 0.0))

    @property
    def power(self) -> float:
        """Share of pilots that find an effect of the true sign; where nothing is true, of any sign."""
        sign = np.sign(self.truth)
        return float(np.mean(self.found == sign)) if sign else float(np.mean(self.found != 0))

    @property
    def bias(self) -> float:
        """Mean estimate less the truth."""
        return float(np.nanmean(self.estimates.effect)) - self.truth

    @property
    def coverage(self) -> float:
        """Share of intervals that hold the truth."""
        lower, upper = self.estimates.lower, self.estimates.upper
        known = ~np.isnan(lower)
        return (
            float(np.mean((lower <= self.truth)[known] & (self.truth <= upper)[known]))
            if known.any()
            else np.nan
        )

    @property
    def wrong_sign(self) -> float:
        """Among pilots that find something, the share that finds the opposite of the truth (NaN where nothing is true or found)."""
        some = self.found != 0
        return (
            float(np.mean(self.found[some] != np.sign(self.truth))) if some.any() and self.truth else np.nan
        )

    @property
    def exaggeration(self) -> float:
        """Among pilots that find something, mean size of the estimate over the true size (NaN where nothing is true or found)."""
        some = self.found != 0
        return (
            float(np.mean(np.abs(self.estimates.effect[some])) / abs(self.truth))
            if some.any() and self.truth
            else np.nan
        )

    def row(self) -> dict[str, object]:
        """Return one row of the table; ``mcse`` is the largest Monte-Carlo error of its shares."""
        shares = {"go": self.share(GO), "continue": self.share(CONTINUE), "stop": self.share(STOP)}
        worst = max(np.sqrt(share * (1 - share) / self.pilots) for share in shares.values())
        return {
            "world": self.world.id, "pilots": self.pilots, "truth": self.truth, **shares, "mcse": float(worst),
            "power": self.power, "bias": self.bias, "coverage": self.coverage, "wrong_sign": self.wrong_sign,
            "exaggeration": self.exaggeration, "mean_look": float(np.mean(self.verdicts.look)),
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """The odds of a pilot in several true worlds; the world without an effect is always among them, first."""

    pilot: Pilot
    seed: int
    odds: tuple[Odds, ...]

    def frame(self) -> DataFrame:
        """Return one row a true world; see ``Odds.row``."""
        from pandas import DataFrame

        return DataFrame([item.row() for item in self.odds])

    def of(self, world: str) -> Odds:
        """Return the odds in a world by its id; raise ``KeyError`` if it was not simulated."""
        return {item.world.id: item for item in self.odds}[world]

    @property
    def nothing(self) -> Odds:
        """The odds where the new regime has no effect."""
        return self.odds[0]

    @property
    def false_go(self) -> float:
        """Probability of a go where there is no effect."""
        return self.nothing.share(GO)

    @cached_property
    def detectable(self) -> float:
        """The smallest gain, in the primary measure's unit, that ``POWER`` of the pilots would find.

        An effect that is the same for everybody shifts each interval of the world without effect by itself; so it
        is read off the lower ends there. NaN if intervals are unbounded too often.
        """
        lower = np.where(np.isnan(self.nothing.estimates.lower), -np.inf, self.nothing.estimates.lower)
        needed = -float(np.quantile(lower, 1 - POWER, method="lower"))
        return max(needed, 0.0) if np.isfinite(needed) else np.nan

    def missed(self, odds: Odds) -> float:
        """Return the probability of no go in a world whose true gain is worth a roll-out; NaN in others."""
        return 1 - odds.share(GO) if odds.truth >= self.pilot.rule.worthwhile else np.nan


def odds_of(trials: Trials) -> Odds:
    """Return how a pilot fares in the world of some simulated pilots."""
    pilot, id = trials.pilot, trials.pilot.primary.metric
    direction = metric(id).direction
    confidence = levels(pilot.rule, pilot.design)[-1]
    estimates = estimate(trials.measure(id), trials.arms, pilot.design.method, confidence)
    values: Mapping[str, Floats] = {name: trials.measure(name) for name in trials.measures}
    truth = direction * float(np.nanmean(trials.truth_of(id)))
    return Odds(trials.world, truth, mirrored(estimates, direction), run_rule(pilot, values, trials.arms))


def diagnose(
    pilot: Pilot, pilots: int = PILOTS, *, worlds: Sequence[World] = WORLDS, seed: int = 0, points: Points = (),
    early: Callable[[Diagnosis], None] | None = None, workers: int | None = None, progress: Progress = silent,
    superseded: Callable[[], bool] = wanted_still,
) -> Diagnosis:  # fmt: skip
    """Simulate a pilot ``pilots`` times in each true world, analyse and decide each as agreed, and return the odds.

    The first ``FIRST`` pilots of every world come first; ``early`` gets what they give, about a tenth of the way.
    ``progress`` is called with pilots done and to do. The world without an effect is added if it is not listed.
    Raises ``Superseded`` once ``superseded`` says so.
    """
    job = _Job(pilot, pilots, _with_none(worlds), seed, points, workers, progress, superseded)
    begun = job.batch(0, min(FIRST, pilots))
    answer = Diagnosis(pilot, seed, tuple(map(odds_of, begun)))
    if pilots <= FIRST:
        return answer
    if early is not None:
        early(answer)
    rest = job.batch(FIRST, pilots - FIRST)
    return Diagnosis(pilot, seed, tuple(odds_of(joined(*both)) for both in zip(begun, rest, strict=True)))


class _Job:
    """A diagnosis under way: what is asked, and how far it is."""

    def __init__(
        self, pilot: Pilot, pilots: int, worlds: Sequence[World], seed: int, points: Points, workers: int | None,
        progress: Progress, superseded: Callable[[], bool],
    ) -> None:  # fmt: skip
        """Nothing is done yet."""
        self.pilot, self.worlds, self.seed, self.points = pilot, worlds, seed, points
        self.workers, self.progress, self.superseded = workers, progress, superseded
        self.done, self.total = 0, pilots * len(worlds)

    def batch(self, first: int, count: int) -> list[Trials]:
        """Simulate some pilots in every world; what happens if nobody changes is the same in all of them."""
        untouched = without(
            self.pilot, count, self.seed, first=first, points=self.points, workers=self.workers
        )
        return [self._one(world, first, count, untouched) for world in self.worlds]

    def _one(self, world: World, first: int, count: int, untouched: Recorded) -> Trials:
        """Simulate some pilots in one world."""
        found = simulate(
            self.pilot, world, count, self.seed, first=first, points=self.points, untouched=untouched,
            workers=self.workers, superseded=self.superseded,
        )  # fmt: skip
        self.done += count
        self.progress(self.done, self.total)
        return found


def _with_none(worlds: Sequence[World]) -> tuple[World, ...]:
    """Return the worlds, the one without an effect and without disturbances first."""
    return (NOTHING, *(world for world in worlds if world.id != NOTHING.id))
