"""How much each constant moves the difference between two regimes: Morris screening.

Elementary effects (Morris 1991, Technometrics 33(2), 161-174) along trajectories spread as far apart as a local
search finds (Campolongo, Cariboni & Saltelli 2007; Ruano et al. 2012), drawn and summed up by SALib (Iwanaga, Usher & Herman 2022). Each step of
a trajectory moves one constant by two thirds of its declared range; the effect is scaled up to the whole range. All points
are run in the same worlds under both regimes, so that what changes from point to point is not luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simkit.constants import Constant
from simkit.engine.draws import key_of, mixed
from simkit.engine.workers import Progress
from simkit.experiments.outcomes import Outcome, Task, reader, scenario_of, simulate_all, within, year_and_end
from simkit.experiments.ranges import movable, value_at
from simkit.regime import Regime
from simkit.result import Floats
from simkit.scenario import Organisation, Scenario

LEVELS = 4
"""Places in the range that a trajectory can visit; a step is then two thirds of the range."""
SPARE, SPREAD = 30, 20
"""Trajectories drawn besides those that are kept, to choose from, and up to how many are so chosen: with more, any
draw covers the ranges, and choosing takes long."""
RESAMPLES = 1000
LEAST = 2
"""Trajectories or worlds that a spread needs."""


@dataclass(frozen=True, eq=False)
class Screening:
    """Differences b - a along Morris trajectories.

    ``design`` has places in the ranges (0 to 1), shape (points, constants); ``differences`` b - a, shape (points,
    worlds, outcomes), each in its metric's unit. ``seed`` is that of the worlds.
    """

    constants: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    design: Floats
    differences: Floats
    seed: int

    @property
    def trajectories(self) -> int:
        """Number of trajectories, each with one point more than there are constants."""
        return len(self.design) // (len(self.constants) + 1)

    @property
    def worlds(self) -> int:
        """Number of worlds in which every point was run."""
        return self.differences.shape[1]

    def frame(self) -> pd.DataFrame:
        """Return one row per metric, horizon and constant, the most influential first within each.

        ``mu`` is what moving the constant over its whole range adds to b - a, on average over trajectories (in which
        the others stand elsewhere); ``mu_star`` the same without regard to sign, with the half-width
        ``mu_star_conf`` of its 95 % interval (bootstrap over trajectories); ``sigma`` the spread of effects:
        interaction or curvature; ``luck`` what ``mu_star`` would come to if the constant had no effect and worlds
        differed as they did. All in the metric's unit.
        """
        parts = [self._outcome(i) for i in range(len(self.outcomes))]
        return pd.concat(parts, ignore_index=True)

    def _outcome(self, i: int) -> pd.DataFrame:
        """Return the rows of one outcome."""
        id, week = self.outcomes[i]
        found = morris(self.design, self.differences[:, :, i].mean(axis=1), self.seed)
        by_world = effects(self.design, self.differences[:, :, i])
        variance = by_world.var(axis=2, ddof=1).mean(axis=0) / self.worlds
        names = {"metric": id, "horizon": week, "constant": self.constants}
        table = pd.DataFrame({**names, **found, "luck": np.sqrt(2 / np.pi * variance)})
        return table.sort_values("mu_star", ascending=False, kind="stable")


def screen(
    base: Scenario | Organisation, a: Regime, b: Regime, *, trajectories: int, worlds: int,
    constants: Sequence[Constant] | None = None, seed: int = 0, weeks: int | None = None, engine: str = "fast",
    workers: int | None = None, executor: Executor | None = None, progress: Progress | None = None,
) -> Screening:  # fmt: skip
    """Run both regimes in the same worlds at every point of the trajectories.

    ``constants`` are all that have a range unless given. Watched are the headline metrics at week 52 and in the
    last week. Raises ``InputError`` for fewer than 2 trajectories or worlds and ``Interrupted`` on Ctrl-C.
    """
    within("trajectories", trajectories, LEAST, "trajectories")
    within("worlds", worlds, LEAST, "worlds")
    moved = movable() if constants is None else list(constants)
    start, names = scenario_of(base, weeks), tuple(item.id for item in moved)
    design, outcomes = paths(len(moved), trajectories, seed), year_and_end(start.weeks)
    points = [dict(zip(names, map(value_at, moved, point), strict=True)) for point in design]
    how: dict[str, Any] = {"engine": engine, "workers": workers, "executor": executor, "progress": progress}
    found = differences(start, (a, b), points, range(worlds), seed, outcomes, how)
    return Screening(names, outcomes, design, found, seed)


def differences(
    start: Scenario, pair: tuple[Regime, Regime], points: Sequence[dict[str, float]], worlds: Sequence[int], seed: int,
    outcomes: Sequence[Outcome], how: dict[str, Any],
) -> Floats:  # fmt: skip
    """Return b - a for some settings of the constants, shape (points, worlds, outcomes)."""
    tasks = [
        Task(start.with_(regime=arm, constants={**start.constants, **point}), seed, tuple(worlds), reader(outcomes))
        for point in points
        for arm in pair
    ]  # fmt: skip
    found = np.stack(simulate_all(tasks, **how))
    return found[1::2] - found[0::2]


def paths(constants: int, trajectories: int, seed: int) -> Floats:
    """Return the design: places from 0 to 1, shape (trajectories * (constants + 1), constants).

    >>> design = paths(2, 3, seed=0)
    >>> design.shape, [int(number) for number in (np.diff(design[:3], axis=0) != 0).sum(axis=1)]
    ((9, 2), [1, 1])
    """
    from SALib.sample import morris as sampling

    chosen = trajectories <= SPREAD
    how: dict[str, Any] = {"optimal_trajectories": trajectories if chosen else None}
    drawn, luck = trajectories + SPARE * chosen, mixed(key_of("trajectories") ^ mixed(seed))
    return np.asarray(sampling.sample(_problem(constants), drawn, LEVELS, seed=luck, **how))


def morris(design: Floats, output: Floats, seed: int = 0) -> dict[str, Floats]:
    """Return mu, mu_star, its 95 % half-width and sigma of each constant, for an output of shape (points,).

    >>> design = paths(2, 4, seed=0)
    >>> found = morris(design, 3 * design[:, 0] - 5 * design[:, 1])
    >>> found["mu"].round(9).tolist(), found["mu_star"].round(9).tolist()
    ([3.0, -5.0], [3.0, 5.0])
    """
    from SALib.analyze import morris as analysis

    luck = mixed(key_of("resamples") ^ mixed(seed))
    found = analysis.analyze(
        _problem(design.shape[1]), design, output, num_resamples=RESAMPLES, num_levels=LEVELS, seed=luck
    )
    return {name: np.asarray(found[name], float) for name in ("mu", "mu_star", "mu_star_conf", "sigma")}


def effects(design: Floats, outputs: Floats) -> Floats:
    """Return elementary effects of shape (trajectories, constants, outputs), each scaled to the whole range."""
    k = design.shape[1]
    steps = np.diff(design.reshape(-1, k + 1, k), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[..., None], axis=2)
    by_step = np.diff(outputs.reshape(-1, k + 1, outputs.shape[1]), axis=1) / size
    return np.take_along_axis(by_step, moved.argsort(axis=1)[..., None], axis=1)


def _problem(constants: int) -> dict[str, Any]:
    """Return what SALib is told of the constants: they are moved from 0 to 1."""
    names = [f"c{number:04}" for number in range(constants)]
    return {"num_vars": constants, "names": names, "bounds": [[0.0, 1.0]] * constants}
