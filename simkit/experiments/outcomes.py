"""Outcomes: the few metrics at few horizons that an experiment watches, read where the world is simulated.

Studies with many scenarios send these numbers between processes, not everything that was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simkit.engine import run
from simkit.engine.run import MOST_WORLDS, Interrupted, Progress, Workers
from simkit.metrics import HEADLINES
from simkit.problems import InputError, Problem
from simkit.regime import Regime
from simkit.result import Floats, Result
from simkit.scenario import Organisation, Scenario

Outcome = tuple[str, int]
"""A metric and a horizon (week)."""
Task = tuple[Scenario, int, int, tuple[Outcome, ...]]
"""Scenario, seed, replication and what to read."""
HORIZONS = (26, 52, 104, 156)
"""Weeks at which regimes are compared, besides the last week of the run."""
WEEKS = 156
"""Length of a comparison unless told otherwise: three years."""
YEAR = 52


def horizons(weeks: int) -> tuple[int, ...]:
    """Return the weeks at which a run of this length is read.

    >>> horizons(60), horizons(156)
    ((26, 52, 60), (26, 52, 104, 156))
    """
    return (*(week for week in HORIZONS if week < weeks), weeks)


def year_and_end(weeks: int) -> tuple[Outcome, ...]:
    """Return the headline metrics at the end of year 1 and of the run.

    >>> year_and_end(26)[0], len(year_and_end(156))
    (('value_financial', 26), 8)
    """
    return tuple((id, week) for week in sorted({min(YEAR, weeks), weeks}) for id in HEADLINES)


def read(result: Result, outcomes: Sequence[Outcome]) -> Floats:
    """Return the outcomes of each replication, shape (replications, outcomes)."""
    return np.stack([result.metric(id, week) for id, week in outcomes], axis=1)


def simulate_outcomes(task: Task) -> Floats:
    """Simulate one world and return its outcomes, shape (outcomes,)."""
    scenario, seed, world, outcomes = task
    columns = run.simulate_world((scenario, seed, world))
    return read(run.result_of(scenario, seed, {world: columns}), outcomes)[0]


def simulate_all(tasks: Sequence[Task], workers: int | None, progress: Progress | None) -> Floats:
    """Return the outcomes of all tasks, shape (tasks, outcomes); raises ``Interrupted`` on Ctrl-C."""
    size = sum(run.person_weeks(scenario) for scenario, *_ in tasks)
    try:
        with Workers(workers, size) as pool:
            return np.stack(pool.map(simulate_outcomes, tasks, progress))
    except run.Stopped:
        raise Interrupted(None) from None


def within(field: str, value: int, low: int, unit: str) -> None:
    """Refuse a number of worlds or points below ``low`` or beyond what a run takes."""
    if not low <= value <= MOST_WORLDS:
        limits = {"value": value, "low": low, "high": MOST_WORLDS, "unit": unit}
        raise InputError([Problem("out_of_range", field, limits)])


def scenario_of(base: Scenario | Organisation, weeks: int | None) -> Scenario:
    """Return a scenario to put regimes into: ``base``, with its length or ``weeks`` (default 156).

    An organisation gets the traditional regime, until another is put in.
    """
    if isinstance(base, Scenario):
        return base if weeks is None else base.with_(weeks=weeks)
    return Scenario(
        organisation=base, regime=Regime.preset("traditional"), weeks=WEEKS if weeks is None else weeks
    )
