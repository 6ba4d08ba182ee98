"""How fast the model runs here, in person-weeks a second of one process."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from statistics import median
from typing import Any

from simkit.engine.blocks import Block, Engine, block_worlds, checked_engine, person_weeks, simulate_block
from simkit.engine.run import workers_for
from simkit.engine.state import BURN_IN
from simkit.engine.version import software_version
from simkit.engine.workers import START_SECONDS
from simkit.regime import BASES, Regime
from simkit.scenario import Organisation, Scenario

TRIAL = 12_000
"""Person-weeks that are timed to tell how long a job will take."""
PACKAGES = ("mesa", "numba", "numpy")


def seconds_for(scenario: Scenario, runs: int, workers: int | None = None, engine: str = "fast") -> float:
    """Return roughly how many seconds so many runs of a scenario take here, from timing a part of them.

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
    worlds = 1 if chosen == "mesa" else min(runs, block_worlds(part))
    _seconds(part.with_(weeks=1), (0,), chosen)
    one = _seconds(part, tuple(range(worlds)), chosen) / worlds
    one *= (scenario.weeks + BURN_IN) / (part.weeks + BURN_IN)
    many = workers_for(chosen, workers, None, person_weeks(scenario) * runs).count
    return one * runs / min(many, runs) + (START_SECONDS if many > 1 and chosen == "mesa" else 0.0)


def benchmark(organisation: Organisation, weeks: int = 156, repeats: int = 3) -> dict[str, Any]:
    """Return person-weeks a second of one process, by regime, with machine and versions; plain data for JSON.

    Each regime is simulated ``repeats`` times; the rate is that of the median duration.
    """
    scenarios = {
        name: Scenario(organisation=organisation, regime=Regime.preset(name), weeks=weeks) for name in BASES
    }
    _seconds(scenarios[BASES[0]].with_(weeks=1), (0,), "fast")
    seconds = {
        name: [_seconds(item, (world,), "fast") for world in range(repeats)]
        for name, item in scenarios.items()
    }
    size = person_weeks(scenarios[BASES[0]])
    return {
        "engine": "fast",
        "person_weeks_per_second": round(
            len(seconds) * size / sum(median(times) for times in seconds.values())
        ),
        "by_regime": {name: round(size / median(times)) for name, times in seconds.items()},
        "seconds": {name: [round(value, 4) for value in times] for name, times in seconds.items()},
        "organisation": organisation.name,
        "teams": len(organisation.teams),
        "people": size // weeks,
        "weeks": weeks,
        "machine": _machine(),
        "versions": _versions(),
    }


def _seconds(scenario: Scenario, worlds: tuple[int, ...], engine: Engine) -> float:
    """Return how long some worlds take on one thread."""
    start = time.perf_counter()
    simulate_block(Block(scenario, 0, worlds, engine))
    return time.perf_counter() - start


def _machine() -> dict[str, Any]:
    """Return what is known of this machine."""
    return {
        "platform": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "processors": os.cpu_count(),
    }


def _versions() -> dict[str, str]:
    """Return the versions that the speed depends on."""
    found = {"simkit": software_version(), "python": platform.python_version()}
    return found | {name: version(name) for name in PACKAGES}
