"""Outcomes: the few metrics at few horizons that an experiment watches, read where the world is simulated.

Studies with many scenarios send these numbers between processes, not everything that was recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

import numpy as np

from simkit.engine import blocks
from simkit.engine.blocks import BLOCK_WORK, Block, Engine, checked_engine, person_weeks
from simkit.engine.preparing import prepare
from simkit.engine.run import Interrupted, result_of, workers_for
from simkit.engine.workers import Progress, Workers
from simkit.metrics import HEADLINES
from simkit.problems import InputError, Problem
from simkit.regime import Regime
from simkit.result import Floats, Result
from simkit.scenario import MOST_WORLDS, Organisation, Scenario

Outcome = tuple[str, int]
"""A metric and a horizon (week)."""
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


class Task(NamedTuple):
    """Some worlds of a scenario and what to read of them: ``read`` returns (replications, numbers)."""

    scenario: Scenario
    seed: int
    worlds: tuple[int, ...]
    read: Callable[[Result], Floats]


Batch = tuple[tuple[int, Task], ...]
"""Pieces of tasks that are worked on together, each with the number of the task that it is a piece of."""


def reader(outcomes: Sequence[Outcome]) -> Callable[[Result], Floats]:
    """Return what reads some outcomes; it can be sent to other processes."""
    return partial(read, outcomes=tuple(outcomes))


def simulate_all(
    tasks: Sequence[Task], *, engine: str = "fast", workers: int | None = None, executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Floats]:  # fmt: skip
    """Return what is read of each task, shape (worlds, numbers).

    The engine, ``workers`` and ``executor`` are those of ``simkit.run``; none of them changes a number. ``progress``
    gets worlds done and to do. Raises ``Interrupted`` on Ctrl-C.
    """
    chosen, size = checked_engine(engine), sum(map(_work, tasks))
    with workers_for(chosen, workers, executor, size) as pool:
        share = 1.0 if chosen == "mesa" else min(BLOCK_WORK, size / (2 * pool.width))
        batches: list[tuple[Engine, Batch]] = [(chosen, batch) for batch in _batches(tasks, share)]
        found = _read_all(batches, pool, progress)
    together: list[list[Floats]] = [[] for _ in tasks]
    for position, (_, pieces) in enumerate(batches):
        for (index, _), numbers in zip(pieces, found[position], strict=True):
            together[index].append(numbers)
    return [np.concatenate(parts) for parts in together]


def _read_all(
    batches: Sequence[tuple[Engine, Batch]], pool: Workers, progress: Progress | None
) -> dict[int, list[Floats]]:
    """Return what is read of each batch, by its position."""
    found: dict[int, list[Floats]] = {}
    total, done = sum(len(task.worlds) for _, batch in batches for _, task in batch), 0

    def take(position: int, parts: list[Floats]) -> None:
        nonlocal done
        found[position] = parts
        done += sum(map(len, parts))
        if progress is not None:
            progress(done, total)

    try:
        if batches:
            prepare(batches[0][0])
        pool.each(simulate_batch, batches, take)
    except KeyboardInterrupt:
        raise Interrupted(None) from None
    return found


def simulate_batch(batch: tuple[Engine, Batch]) -> list[Floats]:
    """Simulate the worlds of some tasks and return what is read of each."""
    engine, pieces = batch
    parts: list[Floats] = []
    for _, (scenario, seed, worlds, read) in pieces:
        columns = blocks.simulate_block(Block(scenario, seed, worlds, engine))
        parts.append(read(result_of(scenario, seed, worlds, columns)))
    return parts


def _work(task: Task) -> int:
    """Return the person-weeks of a task."""
    return person_weeks(task.scenario) * len(task.worlds)


def _batches(tasks: Sequence[Task], share: float) -> Iterator[Batch]:
    """Yield tasks, cut up or put together so that a batch is about ``share`` person-weeks or one world."""
    batch: list[tuple[int, Task]] = []
    for index, task in enumerate(tasks):
        most = max(1, int(share / person_weeks(task.scenario)))
        for start in range(0, len(task.worlds), most):
            batch.append((index, task._replace(worlds=task.worlds[start : start + most])))
            if sum(_work(piece) for _, piece in batch) >= share:
                yield tuple(batch)
                batch = []
    if batch:
        yield tuple(batch)


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
