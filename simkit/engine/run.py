"""Run a scenario in many worlds, on one or several processes, with the same numbers either way.

All luck comes from (seed, replication) inside ``simulate``, so neither the number of workers nor the order
in which they finish can change a result.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from multiprocessing import get_context
from types import ModuleType, TracebackType
from typing import Any, Self, TypeVar

import numpy as np

from simkit.problems import InputError, Problem
from simkit.result import Floats, Result
from simkit.scenario import Scenario

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[int, int], None]
"""Called after each piece of work with the number done and the number to do."""
MOST_WORKERS = 61
"""The largest number of processes that every operating system allows a pool."""
MOST_WORLDS = 100_000
"""The largest number of replications of one run."""
SERIAL_SECONDS = 6.0
"""Jobs expected to take less than this on one process are not worth starting others for."""
START_SECONDS = 2.0
"""What starting worker processes costs, roughly."""
ENGINES = ("fast", "mesa")
SECONDS_PER_PERSON_WEEK = 0.3e-6
"""Rough speed, used only to decide whether to start workers; ``simkit.engine.bench.seconds_for`` measures."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C stopped a run. ``result`` holds the replications that were finished (``None`` if none was)."""

    def __init__(self, result: Result | None) -> None:
        """Keep what was done."""
        self.result = result
        super().__init__("interrupted")


class Stopped(KeyboardInterrupt):
    """Ctrl-C stopped ``Workers.map``. ``done`` maps the positions of finished tasks to their outcomes."""

    def __init__(self, done: dict[int, Any]) -> None:
        """Keep what was done."""
        self.done = done
        super().__init__("interrupted")


class Workers:
    """One or several processes that apply a function to tasks; a context manager.

    ``count=None`` uses every processor, or just this process if ``person_weeks`` of work are too few to
    be worth it; ``count=1`` always uses just this process. Functions and tasks must be picklable (a
    function of a module); the caller's script is never run again, so it needs no ``__main__`` guard.

    >>> with Workers(1) as workers:
    ...     workers.map(abs, [-2, 3])
    [2, 3]
    """

    def __init__(self, count: int | None = None, person_weeks: float = 0.0) -> None:
        """Decide how many processes to use; raises ``InputError`` for fewer than 1."""
        small = person_weeks * SECONDS_PER_PERSON_WEEK < SERIAL_SECONDS
        self.count = (1 if small else processors()) if count is None else count
        if self.count < 1:
            limits = {"value": count, "low": 1, "high": processors(), "unit": "processes"}
            raise InputError([Problem("out_of_range", "workers", limits)])
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Return itself; processes start with the first work."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes, dropping work that has not begun."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(
        self, function: Callable[[T], R], tasks: Sequence[T], progress: Progress | None = None
    ) -> list[R]:
        """Return the function's outcome for each task, in the order of the tasks.

        Raises ``Stopped``, with what was finished, on Ctrl-C.
        """
        done: dict[int, R] = {}
        try:
            for position, outcome in self._outcomes(function, tasks):
                done[position] = outcome
                if progress is not None:
                    progress(len(done), len(tasks))
        except KeyboardInterrupt:
            raise Stopped(done) from None
        return [done[position] for position in range(len(tasks))]

    def _outcomes(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[tuple[int, R]]:
        """Yield position and outcome of each task as it is finished."""
        if self.count == 1 or len(tasks) < 2:
            for position, task in enumerate(tasks):
                yield position, function(task)
            return
        futures = self._submitted(function, tasks)
        for future in as_completed(futures):
            yield futures[future], future.result()

    def _submitted(self, function: Callable[[T], R], tasks: Sequence[T]) -> dict[Future[R], int]:
        """Hand all tasks to the processes, starting them if need be."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.count, get_context("spawn"), initializer=_leave_interrupts_to_parent
            )
        with ExitStack() as stack:
            stack.enter_context(_without_main())
            stack.enter_context(_uninterrupted())
            return {self._pool.submit(function, task): position for position, task in enumerate(tasks)}


def run(
    scenario: Scenario,
    replications: int | Sequence[int],
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    engine: str = "fast",
) -> Result:
    """Simulate a scenario in several worlds and return everything that was recorded.

    ``engine`` is ``fast`` (compiled) or ``mesa`` (readable, some two hundred times slower); both give the same
    numbers to the last bit.

    ``replications`` is a number of worlds (0, 1, 2 …) or their numbers. The result is the same, bit for
    bit, whatever ``workers`` is (``None``: all processors if the job is large enough). ``progress`` is
    called with worlds done and worlds to do. Raises ``InputError`` for an impossible number of worlds or
    workers, and ``Interrupted``, carrying the finished worlds as a ``Result``, on Ctrl-C.
    """
    worlds, one = _worlds(replications), _engine(engine)
    tasks = [(scenario, seed, world) for world in worlds]
    try:
        with Workers(workers, person_weeks(scenario) * len(worlds)) as pool:
            recorded = pool.map(one, tasks, progress)
    except Stopped as stop:
        finished = {worlds[position]: stop.done[position] for position in sorted(stop.done)}
        raise Interrupted(result_of(scenario, seed, finished) if finished else None) from None
    return result_of(scenario, seed, dict(zip(worlds, recorded, strict=True)))


def result_of(scenario: Scenario, seed: int, recorded: Mapping[int, Floats]) -> Result:
    """Return the result made of recorded columns by replication number, in the order given."""
    return Result(scenario, seed, tuple(recorded), software_version(), np.stack(list(recorded.values())))


def simulate_world(task: tuple[Scenario, int, int]) -> Floats:
    """Simulate one (scenario, seed, replication) on the fast engine; shape (weeks, teams, columns)."""
    from simkit.engine.kernel import simulate

    scenario, seed, world = task
    return simulate(scenario, seed, [world])[0]


def simulate_world_on_mesa(task: tuple[Scenario, int, int]) -> Floats:
    """Simulate one (scenario, seed, replication) on the readable engine; the same numbers to the last bit."""
    from simkit.engine.host import simulate

    return simulate(*task)


def _engine(name: str) -> Callable[[tuple[Scenario, int, int]], Floats]:
    """Return what simulates a world on an engine, or refuse an unknown one."""
    if name not in ENGINES:
        values = {"value": name, "field": "engine", "expected": ", ".join(ENGINES)}
        raise InputError([Problem("not_allowed", "engine", values)])
    return simulate_world if name == "fast" else simulate_world_on_mesa


def person_weeks(scenario: Scenario) -> int:
    """Return the size of one replication: people times weeks."""
    return scenario.weeks * sum(team.people for team in scenario.organisation.teams)


def processors() -> int:
    """Return the number of processors that this process may use."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, MOST_WORKERS)


@cache
def software_version() -> str:
    """Return the version of the installed distribution, or ``0+source`` in a bare checkout."""
    try:
        return installed_version("simkit-regimes")
    except PackageNotFoundError:
        return "0+source"


def _worlds(replications: int | Sequence[int]) -> tuple[int, ...]:
    """Return the replication numbers meant, or refuse none, negative or repeated ones."""
    worlds = tuple(range(replications)) if isinstance(replications, int) else tuple(replications)
    if not 1 <= len(worlds) <= MOST_WORLDS or min(worlds) < 0 or len(set(worlds)) < len(worlds):
        limits = {"value": replications, "low": 1, "high": MOST_WORLDS, "unit": "worlds"}
        raise InputError([Problem("out_of_range", "replications", limits)])
    return worlds


def _leave_interrupts_to_parent() -> None:
    """Make a worker process ignore Ctrl-C: the parent stops it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _without_main() -> Generator[None]:
    """Hide the caller's script from processes that start meanwhile; they would run it a second time."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


@contextmanager
def _uninterrupted() -> Generator[None]:
    """Hold Ctrl-C back while processes start, so that they inherit ignoring it (main thread only)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
