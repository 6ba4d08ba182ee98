"""Run regimes on the same worlds, adding worlds until the answer is precise enough."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from itertools import count

import numpy as np

from simkit.engine.blocks import (
    Block,
    Engine,
    checked_engine,
    cut,
    person_weeks,
    piece_worlds,
    refuse_too_large,
    shape_of,
)  # fmt: skip
from simkit.engine.interrupts import held_back
from simkit.engine.run import Interrupted, record, result_of, workers_for
from simkit.engine.workers import Progress, Workers
from simkit.experiments.comparison import Comparison
from simkit.experiments.outcomes import Outcome, horizons, read, scenario_of
from simkit.experiments.points import (
    WORLDS_A_POINT,
    Numbered,
    Points,
    groups_of,
    numbered,
    point_of,
    under,
)
from simkit.experiments.stopping import BATCH, CAP, PRECISION, Stopped, goals, worst
from simkit.metrics import HEADLINES
from simkit.problems import InputError, Problem
from simkit.regime import Regime
from simkit.result import Floats, Result
from simkit.scenario import LEAST_WORLDS, MOST_REGIMES, MOST_WORLDS, Organisation, Scenario


def compare_regimes(
    base: Scenario | Organisation, regimes: Sequence[Regime], *,
    weeks: int | None = None, replications: int | None = None, seed: int = 0,
    cap: int = CAP, batch: int = BATCH, precision: float = PRECISION, points: Points = (), engine: str = "fast",
    workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """Run each regime in the same worlds and return the comparison; the first regime is the reference.

    ``base`` is an organisation, or a scenario whose regime is replaced (its regimes of single teams, changes
    and shocks stay). ``weeks`` defaults to the scenario's, or 156. Without ``replications``, worlds are
    added in batches of ``batch`` until the 95 % interval of the paired difference of every headline metric
    at every horizon is within ± ``precision`` of the metric's declared scale, or there are ``cap`` worlds;
    ``Comparison.stopped`` says which. With ``points``, every two worlds are run under the next of these sets of constants,
    the same for all regimes, each interval then holds what is not known of the constants as well, and without
    ``replications`` there are ``cap`` worlds. Constants that the scenario itself replaces stay. The engine, ``workers`` and ``executor`` are those of ``simkit.run``; none of
    them changes a number. ``progress`` gets runs done and runs at most. On Ctrl-C, what is complete in all regimes
    is returned (``stopped.reason == "interrupted"``) if it is two worlds or more, else ``Interrupted`` is raised.
    Raises ``InputError`` for settings that are not possible, or more worlds than this machine can hold.
    """
    _check(regimes, replications, cap, batch, precision)
    start, chosen = scenario_of(base, weeks), checked_engine(engine)
    scenarios = [start.with_(regime=regime) for regime in regimes]
    plan = goals(cap if points and replications is None else replications, cap, batch)
    refuse_too_large("cap" if replications is None else "replications", start, plan[-1], len(regimes))
    size = sum(person_weeks(item) for item in scenarios) * plan[-1]
    with workers_for(chosen, workers, executor, size) as pool:
        study = _Study(scenarios, seed, chosen, plan[-1], pool, progress, numbered(points))
        reason = study.follow(plan, precision if replications is None and not points else None)
    return study.comparison(labels(regimes), reason, precision)


class _Study:
    """What has been run so far: recorded columns and watched outcomes of the same worlds, for each scenario."""

    def __init__(
        self, scenarios: list[Scenario], seed: int, engine: Engine, most: int, pool: Workers,
        progress: Progress | None, points: Numbered = (),
    ) -> None:  # fmt: skip
        """Begin with no worlds; ``most`` is how many there can be."""
        self.points = points
        self.scenarios, self.seed, self.most, self.pool, self.progress = scenarios, seed, most, pool, progress
        self.engine: Engine = engine
        self.watched = tuple((id, week) for week in horizons(scenarios[0].weeks) for id in HEADLINES)
        self.columns = [np.empty((most, *shape_of(item))) for item in scenarios]
        self.worlds: tuple[int, ...] = ()
        self.outcomes = [np.empty((0, len(self.watched))) for _ in scenarios]

    def follow(self, plan: Sequence[int], precision: float | None) -> str:
        """Add worlds up to each number of the plan in turn; return why it ended."""
        try:
            for goal in plan:
                if not self._extend(goal):
                    return "interrupted"
                if precision is not None and self._precise(precision):
                    return "precise"
        except KeyboardInterrupt:
            return "interrupted"
        return "fixed" if precision is None else "cap"

    def comparison(self, labels: tuple[str, ...], reason: str, precision: float) -> Comparison:
        """Return what was found, or raise ``Interrupted`` if that is too little to compare."""
        worlds = len(self.worlds)
        if reason == "interrupted" and worlds < LEAST_WORLDS:
            raise Interrupted(None)
        reason = "points" if self.points and reason == "fixed" else reason
        groups = groups_of(self.points, self.worlds)
        (id, week), half_width, target = worst(self._differences(), precision, groups)
        stopped = Stopped(reason, worlds, id, week, half_width, target)
        results = [self._result(arm, slice(0, worlds)) for arm in range(len(self.scenarios))]
        return Comparison(labels, tuple(results), stopped, tuple(held for _, held in self.points), groups)

    def _extend(self, goal: int) -> bool:
        """Run the worlds up to ``goal`` and keep the complete ones; return False if Ctrl-C stopped it."""
        start, arms = len(self.worlds), range(len(self.scenarios))
        size = piece_worlds(self.scenarios[0], (goal - start) * len(arms), self.pool.width, self.engine)
        size = min(size, WORLDS_A_POINT) if self.points else size
        places = [(arm, span) for span in cut(start, goal, size) for arm in arms]
        todo = [
            Block(self._scenario(arm, span.start), self.seed, tuple(span), self.engine)
            for arm, span in places
        ]
        outs = [self.columns[arm][span.start : span.stop] for arm, span in places]
        done = record(todo, outs, self.pool, self._shown(start))
        by_place = dict(zip(places, done, strict=True))
        kept = [
            w for span in cut(start, goal, size) if all(by_place[arm, span] for arm in arms) for w in span
        ]
        with held_back():
            self._keep(start, kept)
        return all(done)

    def _scenario(self, arm: int, world: int) -> Scenario:
        """Return the scenario of an arm with the constants of a world."""
        return under(self.scenarios[arm], point_of(self.points, world)[1])

    def _keep(self, start: int, kept: list[int]) -> None:
        """Keep worlds that are complete in all scenarios, moving them up to those kept before."""
        fresh = slice(start, start + len(kept))
        self.worlds += tuple(kept)
        for arm, columns in enumerate(self.columns):
            if kept != [*range(fresh.start, fresh.stop)]:
                columns[fresh] = columns[kept]
            self.outcomes[arm] = np.concatenate(
                [self.outcomes[arm], read(self._result(arm, fresh), self.watched)]
            )

    def _result(self, arm: int, part: slice) -> Result:
        """Return some of the worlds kept in one scenario."""
        return result_of(self.scenarios[arm], self.seed, self.worlds[part], self.columns[arm][part])

    def _shown(self, start: int) -> Progress | None:
        """Return the progress callback that counts runs of the whole study, not of the batch."""
        if self.progress is None:
            return None
        show, arms = self.progress, len(self.scenarios)
        return lambda done, _: show(start * arms + done, self.most * arms)

    def _differences(self) -> dict[Outcome, list[Floats]]:
        """Return watched differences from the reference by world, one array per other regime."""
        a, *others = self.outcomes
        return {key: [b[:, i] - a[:, i] for b in others] for i, key in enumerate(self.watched)}

    def _precise(self, precision: float) -> bool:
        """Return whether every watched difference is known well enough."""
        _, half_width, target = worst(self._differences(), precision)
        return half_width <= target


def labels(regimes: Sequence[Regime]) -> tuple[str, ...]:
    """Return the regimes' names, numbered where a name comes up again.

    >>> labels([Regime.preset("innovation"), Regime.preset("innovation")])
    ('innovation', 'innovation (2)')
    """
    labels: list[str] = []
    for regime in regimes:
        again = (f"{regime.name} ({number})" for number in count(2))
        labels.append(
            regime.name if regime.name not in labels else next(name for name in again if name not in labels)
        )
    return tuple(labels)


def _check(
    regimes: Sequence[Regime], replications: int | None, cap: int, batch: int, precision: float
) -> None:
    """Refuse settings that are not possible, all at once."""
    limits: dict[str, tuple[float, float, float, str]] = {
        "regimes": (len(regimes), 2, MOST_REGIMES, "regimes"),
        "cap": (cap, LEAST_WORLDS, MOST_WORLDS, "worlds"),
        "batch": (batch, 1, MOST_WORLDS, "worlds"),
        "precision": (precision, 1e-6, 1, "share"),
    }
    if replications is not None:
        limits["replications"] = (replications, 1, MOST_WORLDS, "worlds")
    problems = [
        Problem("out_of_range", name, {"value": value, "low": low, "high": high, "unit": unit})
        for name, (value, low, high, unit) in limits.items()
        if not low <= value <= high
    ]
    if problems:
        raise InputError(problems)
