"""Run a scenario in many worlds, on however many threads, processes or machines, with the same numbers.

>>> from simkit.presets import load_regime, scene
>>> small = Scenario(organisation=scene("G1")[0], regime=load_regime("innovation"), weeks=4)
>>> found = run(small, 8, engine="mesa", workers=1)
>>> found.mean("felt_safety").shape, found.metric("felt_safety").shape
((4,), (8,))
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, Literal, Protocol, overload, runtime_checkable

import numpy as np

from simkit.distribution import Floats
from simkit.engine import blocks
from simkit.engine.blocks import (
    MESA_SECONDS,
    Block,
    Engine,
    checked_engine,
    cut,
    person_weeks,
    piece_worlds,
    refuse_too_large,
    shape_of,
)
from simkit.engine.interrupts import held_back
from simkit.engine.preparing import prepare
from simkit.engine.version import software_version
from simkit.engine.workers import Progress, Workers
from simkit.problems import InputError, Problem
from simkit.result import Result
from simkit.scenario import MOST_WORLDS, Scenario
from simkit.summary import Summary


class Interrupted(KeyboardInterrupt):
    """Ctrl-C stopped a run. ``result`` holds the replications that were finished (``None`` if none was)."""

    def __init__(self, result: Result | Summary | None) -> None:
        """Keep what was done."""
        self.result = result
        super().__init__("interrupted")


@runtime_checkable
class Expecting(Protocol):
    """A progress callback that wants to know beforehand how long a run takes."""

    def expect(self, seconds: float) -> None:
        """Take the expected duration."""
        ...


@overload
def run(
    scenario: Scenario,
    replications: int | Sequence[int],
    seed: int = 0,
    *,
    engine: str = "fast",
    series: Literal[False] = False,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Summary: ...


@overload
def run(
    scenario: Scenario,
    replications: int | Sequence[int],
    seed: int = 0,
    *,
    engine: str = "fast",
    series: Literal[True],
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Result: ...


def run(
    scenario: Scenario,
    replications: int | Sequence[int],
    seed: int = 0,
    *,
    engine: str = "fast",
    series: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Summary | Result:
    """Simulate a scenario in several worlds; return a summary of them, or with ``series`` all that was recorded.

    ``replications`` is a number of worlds (0, 1, 2 …) or their numbers. ``engine`` is ``fast`` (compiled, on
    ``workers`` threads) or ``mesa`` (readable, on ``workers`` processes; fewer if the job is small); ``None`` means
    all processors. Work goes to a person's ``executor`` instead, if given. The answer is the same, to the last bit,
    whatever ``workers``, ``executor`` and ``engine`` are. ``progress`` is called with worlds done and worlds to do; if it
    is a context manager, it is entered for the run, and if it has ``expect``, called first with the seconds that the
    run will take. ``simkit.progress_bar()`` is all of that, for terminals and notebooks.

    Raises ``InputError`` for an unknown engine, an impossible number of worlds or workers, or series that this
    machine's memory cannot hold, and ``Interrupted``, carrying what the finished worlds give, on Ctrl-C.
    """
    worlds, chosen = _worlds(replications), checked_engine(engine)
    if series:
        refuse_too_large("replications", scenario, len(worlds))
    with (
        _shown(progress),
        workers_for(chosen, workers, executor, person_weeks(scenario) * len(worlds)) as pool,
    ):
        _forecast(progress, scenario, len(worlds), workers, chosen)
        if series:
            return _recorded(scenario, worlds, seed, chosen, pool, progress)
        return _summed(scenario, worlds, seed, chosen, pool, progress)


def _shown(progress: Progress | None) -> AbstractContextManager[Any]:
    """Return what is entered for a run."""
    return progress if isinstance(progress, AbstractContextManager) else nullcontext()


def _forecast(
    progress: Progress | None, scenario: Scenario, worlds: int, workers: int | None, engine: Engine
) -> None:
    """Tell a callback that wants to know it how long the run will take."""
    from simkit.engine.estimate import seconds_for

    if isinstance(progress, Expecting):
        try:
            progress.expect(seconds_for(scenario, worlds, workers, engine))
        except KeyboardInterrupt:
            raise Interrupted(None) from None


def workers_for(engine: Engine, count: int | None, executor: Executor | None, size: float) -> Workers:
    """Return what works on ``size`` person-weeks: threads for the compiled engine, processes for the other."""
    kind = "threads" if engine == "fast" else "processes"
    return Workers(count, kind, executor, size * MESA_SECONDS)


def result_of(scenario: Scenario, seed: int, worlds: Sequence[int], columns: Floats) -> Result:
    """Return the result made of the recorded columns of some replications, in the order given."""
    return Result(scenario, seed, tuple(worlds), software_version(), columns)


def record(
    todo: Sequence[Block], outs: Sequence[Floats], pool: Workers, progress: Progress | None
) -> list[bool]:
    """Simulate blocks of worlds into ``outs``; return which are done: all, except after Ctrl-C, which ends here."""
    done, total, finished = [False] * len(todo), sum(len(block.worlds) for block in todo), 0

    def take(position: int, columns: Floats | None) -> None:
        nonlocal finished
        with held_back():
            if columns is not None:
                outs[position][:] = columns
            done[position], finished = True, finished + len(todo[position].worlds)
        if progress is not None:
            progress(finished, total)

    def in_place(position: int) -> None:
        blocks.simulate_block(todo[position], outs[position])

    with suppress(KeyboardInterrupt):
        prepare(todo[0].engine)
        if pool.here:
            pool.each(in_place, range(len(todo)), take)
        else:
            pool.each(blocks.simulate_block, todo, take)
    return done


def _recorded(
    scenario: Scenario, worlds: tuple[int, ...], seed: int, engine: Engine, pool: Workers,
    progress: Progress | None,
) -> Result:  # fmt: skip
    """Return everything recorded."""
    columns = np.empty((len(worlds), *shape_of(scenario)))
    spans = cut(0, len(worlds), piece_worlds(scenario, len(worlds), pool.width, engine))
    todo = [Block(scenario, seed, worlds[span.start : span.stop], engine) for span in spans]
    done = record(todo, [columns[span.start : span.stop] for span in spans], pool, progress)
    if all(done):
        return result_of(scenario, seed, worlds, columns)
    kept = [place for span, whole in zip(spans, done, strict=True) if whole for place in span]
    found = result_of(scenario, seed, [worlds[place] for place in kept], columns[kept]) if kept else None
    raise Interrupted(found)


def _summed(
    scenario: Scenario, worlds: tuple[int, ...], seed: int, engine: Engine, pool: Workers,
    progress: Progress | None,
) -> Summary:  # fmt: skip
    """Return a summary."""
    from simkit.engine.summing import Tally

    tally = Tally(scenario, worlds, seed, engine)
    try:
        tally.gather(pool, progress)
    except KeyboardInterrupt:
        raise Interrupted(tally.summary() if tally.done.any() else None) from None
    return tally.summary()


def _worlds(replications: int | Sequence[int]) -> tuple[int, ...]:
    """Return the replication numbers meant, or refuse none, negative or repeated ones."""
    worlds = tuple(range(replications)) if isinstance(replications, int) else tuple(replications)
    if not 1 <= len(worlds) <= MOST_WORLDS or min(worlds) < 0 or len(set(worlds)) < len(worlds):
        limits = {"value": replications, "low": 1, "high": MOST_WORLDS, "unit": "worlds"}
        raise InputError([Problem("out_of_range", "replications", limits)])
    return worlds
