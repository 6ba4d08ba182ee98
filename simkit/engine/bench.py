"""How fast the model runs here: ratios of times that were taken by turns in one run, and how cost grows.

Absolute times depend on the machine and on what else it does; ratios of times taken by turns hardly do. Each is
the median over rounds. Compiling is never timed.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from statistics import median
from typing import Any

import numpy as np

from simkit.distribution import Floats
from simkit.engine.blocks import Block, Engine, block_worlds, shape_of, simulate_block
from simkit.engine.digests import digest
from simkit.engine.kernel.memory import YEARS
from simkit.engine.preparing import prepare
from simkit.engine.run import run
from simkit.engine.state import BURN_IN
from simkit.engine.version import software_version
from simkit.engine.workers import Progress, processors
from simkit.problems import InputError, Problem
from simkit.regime import BASES, Regime
from simkit.scenario import Organisation, Scenario, Team

PACKAGES = ("mesa", "numba", "numpy")
ROUNDS = 5
WORLDS = 48
"""Worlds of the fast engine, and of the yardstick, in one round."""
SLIDER_WORLDS = 200
SIZES = ((8, 1), (64, 8), (512, 64), (1250, 100), (2500, 200), (5000, 400))
"""People and teams of the organisations that show how cost grows."""
LONGS = (26, 156, 520)
MANYS = (4, 32, 256)
SIMULATE = "simulate"
Simulate = Callable[[Scenario, int, Sequence[int], Floats], Floats]


@dataclass(frozen=True)
class Measure:
    """Something measured, in words of ``text/commands.toml``, and what it should be: at least or at most a target."""

    id: str
    value: float | None
    target: float
    least: bool

    @property
    def met(self) -> bool | None:
        """Whether the target is met; ``None`` if it could not be measured here."""
        if self.value is None:
            return None
        return self.value >= self.target if self.least else self.value <= self.target


@dataclass(frozen=True)
class Size:
    """One point of the curve of growth; a person-week of the unrecorded year counts like any other."""

    vary: str
    people: int
    teams: int
    weeks: int
    replications: int
    seconds: float

    @property
    def person_weeks(self) -> int:
        """Number of person-weeks simulated."""
        return self.people * (self.weeks + BURN_IN) * self.replications

    @property
    def size(self) -> int:
        """What varies: people, weeks (with those of the unrecorded year) or replications."""
        return self.weeks + BURN_IN if self.vary == "weeks" else int(getattr(self, self.vary))

    @property
    def nanoseconds(self) -> float:
        """Cost of a person-week."""
        return 1e9 * self.seconds / self.person_weeks


@dataclass(frozen=True)
class Speed:
    """All that was measured."""

    measures: tuple[Measure, ...]
    growth: tuple[Size, ...]

    def slope(self, vary: str) -> float:
        """Return the exponent of cost in people, weeks or replications, by least squares of logarithms; 1 is linear."""
        points = [(item.size, item.nanoseconds) for item in self.growth if item.vary == vary]
        size, cost = np.log(np.array(points)).T
        return 1.0 + float(np.polyfit(size, cost, 1)[0])

    def document(self) -> dict[str, Any]:
        """Return everything as plain data, with machine and versions."""
        measures = {
            item.id: {
                "value": item.value,
                "target": item.target,
                "at": "least" if item.least else "most",
                "met": item.met,
            }
            for item in self.measures
        }
        rows = [
            {**vars(item), "nanoseconds_per_person_week": round(item.nanoseconds, 2)} for item in self.growth
        ]
        slopes = {
            vary: round(self.slope(vary), 3) for vary in dict.fromkeys(item.vary for item in self.growth)
        }
        about = {"machine": _machine(), "versions": _versions()}
        return {"measures": measures, "growth": rows, "slopes": slopes, **about}


def benchmark(yardstick: str | None = None, rounds: int = ROUNDS, progress: Progress | None = None) -> Speed:
    """Measure the engine: 64 people in 8 teams, 156 weeks and the year before, under both regimes.

    ``yardstick`` names a Python module whose ``simulate(scenario, seed, replications, out)`` does the same; it is
    checked to give the same numbers, bit for bit. Raises ``InputError`` if it does not, or cannot be used.
    """
    prepare("fast", summary=True)
    other = _simulate_of(yardstick) if yardstick else None
    regimes = [reference(name) for name in BASES]
    steps = [
        lambda: Measure("host", _host(regimes, rounds), 60.0, least=True),
        lambda: Measure("yardstick", _against(regimes, other, rounds), 1.2, least=False),
        lambda: Measure("threads", _threads(regimes, rounds), 1.7, least=True),
        lambda: Measure("slider", _slider(regimes, rounds), 0.5, least=False),
    ]
    sizes = list(_sizes())
    total = len(steps) + len(sizes)
    tell = progress or (lambda done, of: None)
    measures = [_told(step, tell, done, total) for done, step in enumerate(steps, 1)]
    growth = [
        _told(step, tell, done, total)
        for done, step in enumerate((_timed(*size) for size in sizes), len(steps) + 1)
    ]
    return Speed(tuple(measures), tuple(growth))


def reference(regime: str, people: int = 64, teams: int = 8, weeks: int = 156) -> Scenario:
    """Return the scenario that is timed: teams of one size at all places of the quadrant.

    >>> [team.people for team in reference("innovation", 10, 4).organisation.teams]
    [3, 3, 2, 2]
    """
    sizes = [people // teams + (i < people % teams) for i in range(teams)]
    made = [
        Team(name=f"T{i}", people=size, certainty=1 + i % 5, team_type=1 + i * 2 % 5)
        for i, size in enumerate(sizes)
    ]
    organisation = Organisation(name="Reference", teams=tuple(made))
    return Scenario(organisation=organisation, regime=Regime.preset(regime), weeks=weeks)


def by_turns(first: Callable[[], object], second: Callable[[], object], rounds: int) -> float:
    """Return how many times longer the first takes than the second, the median over rounds."""
    return median(_seconds(first) / _seconds(second) for _ in range(rounds))


def _told(step: Callable[[], Any], tell: Progress, done: int, total: int) -> Any:
    """Do a step and tell that it is done."""
    found = step()
    tell(done, total)
    return found


def _seconds(function: Callable[[], object]) -> float:
    """Return how long a function takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def _afresh(blocks: Sequence[Block], outs: Sequence[Floats]) -> list[Floats]:
    """Simulate blocks on one thread, each without what is remembered of others."""
    return [YEARS.forget() or simulate_block(block, out) for block, out in zip(blocks, outs, strict=True)]


def _engine(regimes: Sequence[Scenario], worlds: int, engine: Engine = "fast") -> Callable[[], object]:
    """Return what simulates some worlds under each regime, on one thread, into memory that is there already."""
    outs = [np.zeros((worlds, *shape_of(item))) for item in regimes]
    todo = [Block(item, 0, tuple(range(worlds)), engine) for item in regimes]
    return lambda: _afresh(todo, outs)


def _host(regimes: Sequence[Scenario], rounds: int) -> float:
    """Return how many times faster than the readable engine the fast one is."""
    mesa, fast = _engine(regimes, 1, "mesa"), _engine(regimes, WORLDS)
    return by_turns(mesa, fast, min(rounds, 3)) * WORLDS


def _against(regimes: Sequence[Scenario], other: Simulate | None, rounds: int) -> float | None:
    """Return how many times longer than the yardstick the fast engine takes."""
    if other is None:
        return None
    worlds, outs = range(WORLDS), [np.zeros((WORLDS, *shape_of(item))) for item in regimes]

    def yardstick() -> None:
        for item, out in zip(regimes, outs, strict=True):
            other(item, 0, worlds, out)

    try:
        yardstick()
    except RuntimeError as error:
        raise InputError(
            [Problem("no_yardstick", "--yardstick", {"value": SIMULATE, "error": str(error)})]
        ) from None
    for item, out in zip(regimes, outs, strict=True):
        if simulate_block(Block(item, 0, tuple(worlds), "fast")).tobytes() != out.tobytes():
            raise InputError([Problem("yardstick_differs", "--yardstick", {})])
    return by_turns(_engine(regimes, WORLDS), yardstick, 2 * rounds)


def _threads(regimes: Sequence[Scenario], rounds: int) -> float | None:
    """Return how many times faster two threads are than one."""
    if processors() < 2:
        return None

    def summarised(workers: int) -> Callable[[], object]:
        return lambda: YEARS.forget() or [run(item, SLIDER_WORLDS, workers=workers) for item in regimes]

    return by_turns(summarised(1), summarised(2), rounds)


def _slider(regimes: Sequence[Scenario], rounds: int) -> float:
    """Return the seconds that one move of a slider takes in the lab if neither regime was run before.

    The year before is remembered from the move before.
    """
    return median(_seconds(lambda: [digest(item, SLIDER_WORLDS) for item in regimes]) for _ in range(rounds))


def _sizes() -> Iterator[tuple[str, int, int, int, int]]:
    """Yield what varies, people, teams, weeks and replications of the points of the curve."""
    for people, teams in SIZES:
        yield "people", people, teams, 52, max(1, 5000 // people)
    for weeks in LONGS:
        yield "weeks", 64, 8, weeks, 16
    for replications in MANYS:
        yield "replications", 64, 8, 52, replications


def _timed(vary: str, people: int, teams: int, weeks: int, replications: int) -> Callable[[], Size]:
    """Return what takes one point of the curve: the shorter of two times."""
    scenario = reference(BASES[1], people, teams, weeks)
    size = block_worlds(scenario)

    def timed() -> Size:
        out = np.zeros((min(size, replications), *shape_of(scenario)))
        blocks = [range(at, min(at + size, replications)) for at in range(0, replications, size)]
        todo = [Block(scenario, 0, tuple(worlds), "fast") for worlds in blocks]
        outs = [out[: len(block.worlds)] for block in todo]
        seconds = min(_seconds(lambda: _afresh(todo, outs)) for _ in range(2))
        return Size(vary, people, teams, weeks, replications, seconds)

    return timed


def _simulate_of(name: str) -> Simulate:
    """Return the function of a yardstick, or refuse the module."""
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        return getattr(import_module(name), SIMULATE)
    except (ImportError, AttributeError, ValueError) as error:
        raise InputError(
            [Problem("no_yardstick", "--yardstick", {"value": name, "error": str(error)})]
        ) from None


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
