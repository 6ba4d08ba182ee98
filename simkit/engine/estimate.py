"""How long a job will take here, from timing a part of it."""

from __future__ import annotations

import time

from simkit.engine.blocks import Block, Engine, block_worlds, checked_engine, person_weeks, simulate_block
from simkit.engine.preparing import prepare
from simkit.engine.run import workers_for
from simkit.engine.state import BURN_IN
from simkit.engine.workers import START_SECONDS
from simkit.scenario import Scenario

TRIAL = 12_000
"""Person-weeks that are timed to tell how long a job will take."""


def seconds_for(
    scenario: Scenario, runs: int, workers: int | None = None, engine: str = "fast", *, alone: bool = False
) -> float:
    """Return roughly how many seconds so many runs of a scenario take here, from timing a part of them.

    ``alone`` says that each run has a scenario of its own, as in studies: preparing it then costs about as much as
    simulating a small organisation, and threads hardly help.

    >>> from simkit.presets import scene
    >>> organisation, regime = scene("G1")
    >>> scenario = Scenario(organisation=organisation, regime=regime, weeks=4)
    >>> 0 < seconds_for(scenario, 1, engine="mesa") < 60
    True
    """
    chosen = checked_engine(engine)
    people = person_weeks(scenario) / scenario.weeks
    weeks = min(scenario.weeks, max(4, int(TRIAL / people)))
    part = scenario.with_(weeks=weeks, changes=(), shocks=())
    worlds = 1 if chosen == "mesa" or alone else min(runs, block_worlds(part))
    prepare(chosen)
    one = seconds_of(part, tuple(range(worlds)), chosen) / worlds
    one *= (scenario.weeks + BURN_IN) / (part.weeks + BURN_IN)
    many = workers_for(chosen, workers, None, person_weeks(scenario) * runs).count
    many = 1 if alone and chosen == "fast" else many
    return one * runs / min(many, runs) + (START_SECONDS if many > 1 and chosen == "mesa" else 0.0)


def seconds_of(scenario: Scenario, worlds: tuple[int, ...], engine: Engine) -> float:
    """Return how long some worlds take on one thread."""
    start = time.perf_counter()
    simulate_block(Block(scenario, 0, worlds, engine))
    return time.perf_counter() - start
