"""What checks against published results read: metrics of scenarios, by world, for the organisation and each team.

Scenarios that several checks share are run once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from simkit.engine.workers import Progress
from simkit.experiments.outcomes import Task, simulate_all
from simkit.result import Floats, Result
from simkit.scenario import Scenario

Window = tuple[int, int]
"""First and last week."""


@dataclass(frozen=True, eq=False)
class Arm:
    """One arm of a check: a scenario, the metric read in it, and the weeks."""

    scenario: Scenario
    metric: str
    window: Window

    def read(self, result: Result) -> Floats:
        """Return the metric by world, shape (worlds, 1 + teams): first the whole organisation, then each team."""
        teams = [result.metric(self.metric, self.window, teams=[name]) for name in result.teams]
        return np.stack([result.metric(self.metric, self.window), *teams], axis=1)


Readings = Mapping[int, Floats]
"""What was read of each arm, by ``id(arm)``."""


def scenarios(arms: Iterable[Arm]) -> dict[str, list[Arm]]:
    """Return the arms of each scenario, equal scenarios together."""
    shared: dict[str, list[Arm]] = {}
    for arm in arms:
        shared.setdefault(arm.scenario.model_dump_json(), []).append(arm)
    return shared


def read_arms(
    arms: Iterable[Arm], worlds: int, seed: int, *, engine: str = "fast", workers: int | None = None,
    executor: Executor | None = None, progress: Progress | None = None,
) -> Readings:  # fmt: skip
    """Run every scenario once in ``worlds`` worlds and return what all arms read in it.

    ``progress`` gets runs done and runs to do. Raises ``simkit.engine.run.Interrupted`` on Ctrl-C.
    """
    shared = list(scenarios(arms).values())
    tasks = [
        Task(group[0].scenario, seed, tuple(range(worlds)), partial(_read, arms=tuple(group)))
        for group in shared
    ]
    found = simulate_all(tasks, engine=engine, workers=workers, executor=executor, progress=progress)
    return {
        id(arm): part
        for group, numbers in zip(shared, found, strict=True)
        for arm, part in zip(group, np.split(numbers, len(group), axis=1), strict=True)
    }


def _read(result: Result, arms: tuple[Arm, ...]) -> Floats:
    """Return the readings of all arms side by side, shape (worlds, arms * (1 + teams))."""
    return np.concatenate([arm.read(result) for arm in arms], axis=1)
