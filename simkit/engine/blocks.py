"""Work in blocks of worlds: how much a world costs, how worlds are cut up, and one block simulated.

All luck comes from (seed, replication) inside the engines, and blocks are cut by position in the list of
worlds, so neither the number of threads nor the order in which blocks finish can change a result.
"""

from __future__ import annotations

import os
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

import numpy as np

from simkit.distribution import Floats
from simkit.engine.state import BURN_IN
from simkit.metrics import COLUMNS
from simkit.problems import InputError, Problem
from simkit.scenario import Scenario

Engine = Literal["fast", "mesa"]
"""The compiled engine, or the readable one on Mesa; both give the same numbers."""
ENGINES: tuple[Engine, ...] = get_args(Engine)
BLOCK_WORK = 400_000
"""Person-weeks of a block: tens of milliseconds on the fast engine, far more than handing it out costs."""
MOST_BLOCK = 64
"""Worlds of a block at most; a power of 2."""
MESA_SECONDS = 30e-6
"""Rough time of a person-week on the readable engine, used to decide whether to start processes."""
SPARE = 0.5
"""The share of a machine's memory that recorded columns may take."""
USUAL_MEMORY = 8e9


class Block(NamedTuple):
    """A task: some worlds of a scenario."""

    scenario: Scenario
    seed: int
    worlds: tuple[int, ...]
    engine: Engine


def simulate_block(block: Block, out: Floats | None = None) -> Floats:
    """Simulate some worlds on one thread; shape (worlds, weeks, teams, columns), written to ``out`` if given."""
    scenario, seed, worlds, engine = block
    if engine == "fast":
        from simkit.engine.kernel import simulate

        return simulate(scenario, seed, worlds, out)
    from simkit.engine.host import simulate as simulate_one

    columns = np.empty((len(worlds), *shape_of(scenario))) if out is None else out
    for place, world in enumerate(worlds):
        columns[place] = simulate_one(scenario, seed, world)
    return columns


def shape_of(scenario: Scenario) -> tuple[int, int, int]:
    """Return the shape of one world's columns: weeks, teams, columns."""
    return scenario.weeks, len(scenario.organisation.teams), len(COLUMNS)


def person_weeks(scenario: Scenario) -> int:
    """Return the size of one replication: people times weeks."""
    return scenario.weeks * people(scenario)


def people(scenario: Scenario) -> int:
    """Return the number of people."""
    return sum(team.people for team in scenario.organisation.teams)


def block_worlds(scenario: Scenario) -> int:
    """Return how many worlds of a scenario make a block: a power of 2, by the scenario's size alone.

    >>> from simkit.presets import load_regime, scene
    >>> small = Scenario(organisation=scene("G1")[0], regime=load_regime("traditional"), weeks=1)
    >>> block_worlds(small)
    64
    """
    fitting = max(1, BLOCK_WORK // (people(scenario) * (scenario.weeks + BURN_IN)))
    return min(MOST_BLOCK, 1 << (fitting.bit_length() - 1))


def cut(start: int, end: int, size: int) -> list[range]:
    """Return positions from ``start`` up to ``end`` in pieces whose ends are multiples of ``size``.

    >>> cut(2, 9, 4)
    [range(2, 4), range(4, 8), range(8, 9)]
    """
    edges = [start, *range((start // size + 1) * size, end, size), end]
    return [range(a, b) for a, b in pairwise(edges) if a < b]


def piece_worlds(scenario: Scenario, worlds: int, width: int, engine: Engine) -> int:
    """Return how many worlds a task takes if nothing is merged: a block, or less to keep ``width`` workers busy."""
    return 1 if engine == "mesa" else max(1, min(block_worlds(scenario), -(-worlds // (2 * width))))


def checked_engine(engine: str) -> Engine:
    """Return the engine's name, or refuse an unknown one."""
    for known in ENGINES:
        if engine == known:
            return known
    values = {"value": engine, "field": "engine", "expected": ", ".join(ENGINES)}
    raise InputError([Problem("not_allowed", "engine", values)])


def refuse_too_large(field: str, scenario: Scenario, worlds: int, runs: int = 1) -> None:
    """Raise ``InputError`` if the recorded columns of so many runs take more memory than can be spared here."""
    world = 8.0 * runs * float(np.prod(shape_of(scenario)))
    spare = memory() * SPARE
    if world * worlds > spare:
        sizes = {"needed": f"{world * worlds / 1e9:.1f}", "spare": f"{spare / 1e9:.1f}"}
        raise InputError([Problem("too_much_memory", field, {"most": int(spare / world), **sizes})])


def memory() -> float:
    """Return the memory of this machine in bytes; where that is unknown, ``USUAL_MEMORY``."""
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return USUAL_MEMORY
